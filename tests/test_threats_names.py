"""Threats 1, 4, 17, 23 and 44: names, addresses, accounts, trailers and bots. Who landed it, and who wrote it."""

from __future__ import annotations

from histories import Repo
from history_company import POLICY, POLICY_TEXT, edit, people
from threats import FAIR, Threat, benign, hostile, merges, pushes, then

pytest_plugins = ["history_fixtures"]

EVE = "Eve Stranger <eve@elsewhere.example>"
ONE_DANA = "Dana Okafor <dana@example.com>"
BY_FORGE = merges("dana@github", change=edit("2h"), committer="github", sign="forge")


def in_the_name_of(lander: str, sign: str | None = "forge", **more: str) -> object:
    """A merge by the forge's button, with this for its author."""
    return merges(lander, change=edit("2h"), committer="github", sign=sign, **more)


def written(by: str = "lee", message: str = "Change it", **more: str) -> object:
    """A change that Dana merges, on a branch that somebody wrote like this."""
    return lambda repo: repo.merges("dana", branch=repo.branch(by, edit("2h"), message=message, **more))


def co_written(trailers: str) -> object:
    return written(message=f"Change it\n\n{trailers}\n")


FORGED = (
    Threat(1, "an unsigned merge in Dana's name", merges("dana", change=edit("2h"), sign=None), "weak-proof"),
    Threat(1, "Dana's name and a stranger's key", merges("dana", change=edit("2h"), sign="thief"), "untrusted-key"),
    Threat(1, "Dana's name and Lee's key", merges("dana", change=edit("2h"), sign="lee"), "mismatch"),
    Threat(1, "Lee's name and Dana's key", merges("lee", by="ira", change=edit("2h"), sign="dana"), "no-approver"),
    Threat(1, "the forge as committer, unsigned", in_the_name_of("dana", sign=None), "weak-proof", BY_FORGE),
    Threat(1, "the key of a forge nobody pinned", in_the_name_of("dana", sign="other-forge"), "uncheckable", BY_FORGE),
    Threat(1, "Dana's own OpenPGP key, never pinned", in_the_name_of("dana", sign="dana-pgp"), "uncheckable", BY_FORGE),
    Threat(1, "Dana's name at Eve's address", in_the_name_of("Dana Okafor <eve@elsewhere.example>"), "unknown-lander"),
    Threat(1, "Dana's address as a name", in_the_name_of("dana@example.com <eve@elsewhere.example>"), "unknown-lander"),
    Threat(
        1, "Eve merged, Dana committed", merges(EVE, change=edit("2h"), committer="dana", sign="dana"), "unknown-lander"
    ),
    Threat(
        1,
        "an account that took Dana's login",
        in_the_name_of("Dana Okafor <9999+dana@users.noreply.github.com>"),
        "unknown-lander",
        BY_FORGE,
    ),
    Threat(
        1,
        "a login without its number",
        in_the_name_of("Dana Okafor <dana@users.noreply.github.com>"),
        "unknown-lander",
        BY_FORGE,
    ),
    Threat(
        1,
        "a number with a zero before it",
        in_the_name_of("Dana Okafor <04211+dana@users.noreply.github.com>"),
        "unknown-lander",
        BY_FORGE,
    ),
    Threat(
        1,
        "the forge's address inside another domain",
        in_the_name_of("Dana Okafor <4211+dana@users.noreply.github.com.elsewhere.example>"),
        "unknown-lander",
        BY_FORGE,
    ),
    Threat(1, "two addresses on one line", in_the_name_of(f"{ONE_DANA} <eve@elsewhere.example>"), "malformed"),
    Threat(
        1,
        "trailers that name Dana",
        merges(
            "lee",
            by="ira",
            change=edit("2h"),
            message=f"Merge branch 'x' into 'main'\n\nMerged-by: {ONE_DANA}\nApproved-by: {ONE_DANA}\n",
        ),
        "no-approver",
    ),
    Threat(
        1,
        "a class that takes names: by name only, never approved",
        merges(EVE, change={"docs/note.md": "x\n"}, sign=None),
        "unknown-lander",
        merges("dana", change={"docs/note.md": "x\n"}, sign=None),
        document="NOTE",
        stays="claimed",
    ),
)

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
    Threat(4, "somebody without an address helped", co_written("Co-authored-by: Dana Okafor"), "unknown-author"),
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


MAILMAP = (
    Threat(
        17,
        "a mailmap that makes Eve Dana",
        then(
            pushes("lee", {".mailmap": f"{ONE_DANA} <eve@elsewhere.example>\n"}),
            in_the_name_of("Eve <eve@elsewhere.example>"),
        ),
        "unknown-lander",
        then(pushes("lee", {".mailmap": f"{ONE_DANA} <eve@elsewhere.example>\n"}), BY_FORGE),
    ),
    Threat(
        17,
        "a mailmap that makes Dana Lee",
        then(pushes("lee", {".mailmap": f"Lee Park <lee@example.com> {ONE_DANA}\n"}), written("dana")),
        "self-approval",
        then(pushes("lee", {".mailmap": f"Lee Park <lee@example.com> {ONE_DANA}\n"}), FAIR),
    ),
)

LOOKALIKES = (
    Threat(23, "an address with a Cyrillic letter", in_the_name_of("Dana <d\u0430na@example.com>"), "unknown-lander"),
    Threat(
        23,
        "an address with the Kelvin sign",
        in_the_name_of("Kim Weiss <\u212aim@example.com>"),
        "unknown-lander",
        in_the_name_of("Kim Weiss <KIM@example.com>"),
    ),
    Threat(23, "an address written right to left", in_the_name_of("Dana <\u202edana@example.com>"), "unknown-lander"),
    Threat(23, "an address with a zero-width joint", in_the_name_of("Dana <dana\u200b@example.com>"), "unknown-lander"),
    Threat(
        23,
        "a co-author with a Cyrillic letter",
        co_written("Co-authored-by: D <d\u0430na@example.com>"),
        "unknown-author",
    ),
    Threat(23, "bytes that are no UTF-8", in_the_name_of("Dana <dan\udce1@example.com>"), "unknown-lander"),
)

BOTS = (
    Threat(
        44,
        "a bot that holds the role",
        merges("robo", change=edit("2h")),
        "bot",
        merges("dana", by="robo", change=edit("2h")),
    ),
    Threat(44, "a bot that the forge merged for", in_the_name_of("Robo <robo@example.com>"), "bot"),
    Threat(
        44,
        "a bot that a push made a human",
        then(
            pushes("lee", people("name: Robo, kind: bot", "name: Robo, kind: human")),
            merges("robo", change=edit("2h")),
        ),
        "bot",
    ),
    Threat(
        44,
        "bors, with a handle for an approval",
        merges("robo", change=edit("2h"), message="Auto merge of #12 - lee:change, r=dana\n\nChange it\n"),
        "bot",
    ),
)

THREATS = (*FORGED, *SELF, *MAILMAP, *LOOKALIKES, *BOTS)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_by_name_only_is_said_wherever_a_name_suffices(repo: Repo) -> None:
    repo.merges("dana", change={"docs/note.md": "x\n"}, sign=None)
    verdict = repo.verdict("NOTE")
    assert verdict.verdict == "claimed"
    assert "by name only" in verdict.reason
    assert verdict.approval is not None
    assert verdict.approval.proof == "claimed"


def test_a_co_author_that_the_text_only_quotes_wrote_nothing(repo: Repo) -> None:
    message = f"Change it\n\nCo-authored-by: {ONE_DANA}\n\nThat line was quoted from elsewhere.\n"
    repo.merges("dana", branch=repo.branch("lee", edit("2h"), message=message))
    assert repo.verdict().verdict == "approved"
