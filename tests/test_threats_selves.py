"""Threat 4: approvals of one's own work, by whatever name, hand, help or detour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import POLICY, POLICY_TEXT, edit
from threats import Step, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


EVE = "Eve Stranger <eve@elsewhere.example>"


ONE_DANA = "Dana Okafor <dana@example.com>"


def written(by: str = "lee", message: str = "Change it", **more: str) -> Step:
    """A change that Dana merges, on a branch that somebody wrote like this."""
    return lambda repo: repo.merges("dana", branch=repo.branch(by, edit("2h"), message=message, **more))


def co_written(trailers: str) -> Step:
    return written(message=f"Change it\n\n{trailers}\n")


SELF = (
    Threat(4, "Dana merges what Dana wrote", written("dana"), "self-approval"),
    Threat(4, "Dana committed what Lee wrote", written(committer="dana"), "self-approval"),
    Threat(4, "Dana wrote it at home", written("Dana <dana@home.example>"), "self-approval"),
    Threat(4, "Dana wrote it at the forge", written("dana@github"), "self-approval", written("lee@github")),
    Threat(4, "Dana's address in capitals", written("Dana <DANA@Example.COM>"), "self-approval"),
    Threat(4, "Dana helped", co_written(f"Co-authored-by: {ONE_DANA}"), "self-approval"),
    Threat(4, "Dana helped, in small letters", co_written(f"co-authored-by:{ONE_DANA}"), "self-approval"),
    Threat(
        4,
        "Dana helped, last of three",
        co_written(f"Signed-off-by: {EVE}\nCo-authored-by: Sam <sam@example.com>\nCo-authored-by: {ONE_DANA}"),
        "self-approval",
    ),
    Threat(4, "Dana helped, folded", co_written("Co-authored-by: Dana Okafor\n  <dana@example.com>"), "self-approval"),
    Threat(4, "Dana helped, with CRLF", co_written(f"Co-authored-by: {ONE_DANA}\r"), "self-approval"),
    Threat(4, "somebody unknown wrote it", written(EVE), "unknown-author"),
    Threat(4, "somebody unknown committed it", written(committer=EVE), "unknown-author"),
    Threat(4, "somebody unknown helped", co_written(f"Co-authored-by: {EVE}"), "unknown-author"),
    Threat(
        4,
        "somebody without an address helped",
        co_written("Co-authored-by: Dana Okafor"),
        "self-approval",
        co_written("Co-authored-by: Sam Ito"),
    ),
    Threat(4, "somebody whom nobody can name helped", co_written("Co-authored-by: AndrewP"), "unknown-author"),
    Threat(
        4,
        "the forge itself wrote it",
        written("github", committer="lee"),
        "unknown-author",
        written(committer="github"),
    ),
    Threat(
        4,
        "an unknown helper of the merge itself",
        merges("dana", change=edit("2h"), message=f"Merge it\n\nCo-authored-by: {EVE}\n"),
        "unknown-author",
    ),
    Threat(
        4,
        "one of many commits is Dana's",
        lambda repo: repo.merges(
            "dana",
            branch=repo.branch("lee", edit("2h"), onto=repo.branch("dana", {"README.md": "x\n"})),
        ),
        "self-approval",
        lambda repo: repo.merges(
            "dana", branch=repo.branch("lee", edit("2h"), onto=repo.branch("ira", {"README.md": "x\n"}))
        ),
    ),
    Threat(
        4,
        "Dana's own push, then somebody's typo",
        then(pushes("dana", edit("2h")), merges("dana", change=edit("3h"))),
        "self-approval",
        then(pushes("sam", edit("2h")), merges("dana", change=edit("3h"))),
    ),
    Threat(
        4,
        "Dana's own push, reverted by Lee",
        then(pushes("dana", edit("2h")), merges("dana", change={POLICY: POLICY_TEXT})),
        "self-approval",
        then(pushes("lee", edit("2h")), merges("dana", change={POLICY: POLICY_TEXT})),
    ),
    Threat(
        4,
        "a stranger's push, then somebody's typo",
        then(pushes("eve", edit("2h")), merges("dana", change=edit("3h"))),
        "unknown-author",
        then(pushes("eve", {"README.md": "x\n"}), merges("dana", change=edit("3h"))),
    ),
    Threat(
        4,
        "Dana's push far below two unapproved ones",
        then(
            pushes("dana", edit("2h")),
            pushes("lee", edit("3h")),
            merges("ira", change=edit("5h")),
            merges("dana", change=edit("6h")),
        ),
        "self-approval",
        then(
            pushes("dana", edit("2h")),
            merges("sam", change=edit("3h")),
            merges("ira", change=edit("5h")),
            merges("dana", change=edit("6h")),
        ),
    ),
    Threat(
        4,
        "an author line twice",
        lambda repo: repo.merges("dana", branch=two_authors(repo)),
        "malformed",
    ),
)


def two_authors(repo: Repo) -> str:
    """A commit of which git shows Lee as author, and other tools the next line: Dana."""
    sound = repo.git("cat-file", "commit", repo.branch("lee", edit("2h")))
    head, _, rest = sound.partition("\ncommitter ")
    author = head.rpartition("\n")[2].replace("Lee Park <lee@", "Dana Okafor <dana@")
    return repo.object("commit", f"{head}\n{author}\ncommitter {rest}\n".encode())


THREATS = (*SELF,)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_a_co_author_whom_the_text_only_quotes_is_charged_and_the_line_is_told(repo: Repo) -> None:
    message = f"Change it\n\nCo-authored-by: {ONE_DANA}\n\nThat line was quoted from elsewhere.\n"
    branch = repo.branch("lee", edit("2h"), message=message)
    repo.merges("dana", branch=branch)
    verdict = repo.verdict()
    assert verdict.why == "self-approval"
    assert f"the line `Co-authored-by: {ONE_DANA}` of commit {branch[:10]} says so" in verdict.reason
    repo.merges("sam", change=edit("3h"))
    assert repo.verdict().verdict == "approved"
