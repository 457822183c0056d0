"""Who wrote it, who made the merge, and whose merges inside a branch are nobody's work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attacks_whom import Attack, every, status
from history_company import (
    NOTE,
    NOTE_TEXT,
    PEOPLE,
    PEOPLE_TEXT,
    POLICY,
    POLICY_TEXT,
    REGISTER,
    REGISTER_TEXT,
    ROLES,
    ROLES_TEXT,
    RUNBOOK,
    edit,
)
from threats import FAIR, Step, merges, pushes, then

if TYPE_CHECKING:
    import pytest

    from histories import Repo

pytest_plugins = ["history_fixtures"]

DANA, SAM = "Dana Okafor <dana@example.com>", "Sam Ito <sam@example.com>"
README = {"README.md": "x\n"}
TOP = {POLICY: POLICY_TEXT.replace("title: Policy", "title: The policy")}
NOTED = {NOTE: NOTE_TEXT.replace("ten", "eleven")}


def written(message: str, by: str = "lee", merger: str = "dana", **more: Any) -> Step:
    """A commit with this message on a branch that Dana merges; `{}` is a co-author."""
    return lambda repo: repo.merges(merger, branch=repo.branch(by, edit("2h"), message=message, **more))


def co_written(name: str, message: str, dana: str = DANA, sam: str = SAM) -> Attack:
    """The message names Dana, who merges it; the twin's names Sam, who does not."""
    return Attack(name, written(message.format(dana)), "`", written(message.format(sam)))


def lists(*rows: str, by: str = "kim", push: bool = False) -> Step:
    """Kim merges (or Lee pushes) a register that says who authors are."""
    text = REGISTER_TEXT.replace("documents:\n", f"authors:\n{''.join(f'  - {row}' for row in rows)}documents:\n")
    return lambda repo: repo.pushes("lee", {REGISTER: text}) if push else repo.merges(by, change={REGISTER: text})


ANDREW = "{name: AndrewP, person: outside, reason: A contractor}\n"
HOME = "{name: D, email: dana@home.example, person: outside, reason: A friend}\n"
EVE = "{name: Eve, email: EVE@elsewhere.example, person: outside, reason: A contractor}\n"
EVE_IS_DANA = "{name: Eve, email: eve@elsewhere.example, person: dana, reason: Dana at home}\n"
NAMED_DANA = "{name: dana  OKAFOR, person: outside, reason: Somebody else}\n"


def in_the_same_landing(repo: Repo) -> None:
    """The pull request itself says that whoever wrote it is somebody outside."""
    text = REGISTER_TEXT.replace("documents:\n", f"authors:\n  - {ANDREW}documents:\n")
    repo.merges("kim", branch=repo.branch("AndrewP <>", {**edit("2h"), REGISTER: text}))


def two_of_one_name(repo: Repo) -> None:
    text = (
        PEOPLE_TEXT + "  - {id: lee2, name: lee park, kind: human, started: 2022-01-08, emails: [lee2@example.com]}\n"
    )
    repo.merges("kim", change={PEOPLE: text})


def damaged(repo: Repo, by: str) -> bytes:
    """A signature by somebody's key of something else."""
    return repo.keys.sign_for(b"something else", by, "git")


def folded(*rows: str) -> str:
    return "\n".join(("Change it", "", *rows, ""))


AUTHORS = (
    co_written("beside a cherry-pick note", folded("Co-authored-by: {}", "(cherry picked from commit 1234567)")),
    co_written("beside a bracketed note", folded("[jc: a word]", "Co-authored-by: {}")),
    co_written("two paragraphs above the end", folded("Co-authored-by: {}", "", "Change-Id: I1", "", "More.")),
    co_written("with the address on the next line", folded("Co-authored-by: Somebody", "{}"), "<dana@example.com>"),
    co_written("in other letters, a blank before the colon", folded("CO-AUTHORED-by : {}")),
    co_written("second of two on one line", folded("Co-authored-by: Ira Moss <ira@example.com>, {}")),
    co_written("bare, at the end of a sentence", folded("Co-authored-by: {}."), "dana@example.com", "sam@example.com"),
    co_written(
        "escaped for the web", folded("Co-authored-by: {}"), "D &lt;dana@example.com&gt;", "S &lt;sam@example.com&gt;"
    ),
    co_written(
        "as a link", folded("Co-authored-by: {}"), "[D](mailto:dana@example.com)", "[S](mailto:sam@example.com)"
    ),
    co_written("as the subject", "Co-authored-by: {}"),
    co_written("with CRLF, in the middle", "Change it\r\n\r\nCo-authored-by: {}\r\nand more.\r\n\r\nThe end.\r\n"),
    co_written("in the log that a squash leaves", folded("Squashed commit:", "", "    Word", "    Co-authored-by: {}")),
    co_written("by a name alone", folded("Co-authored-by: {}"), "dana  okafor", "Sam Ito"),
    co_written("without a colon", folded("Co-authored-by {}")),
    Attack(
        "in the text of the merge itself",
        merges("dana", change=edit("2h"), message=f"Merge it\n\nCo-authored-by: {DANA}\n\nSee above.\n"),
        "the line `Co-authored-by:",
        merges("dana", change=edit("2h"), message=f"Merge it\n\nCo-authored-by: {SAM}\n\nSee above.\n"),
    ),
    Attack(
        "the lander's key signed the branch",
        written("Change it", sign="dana"),
        "the key that signed commit",
        written("Change it", sign="lee"),
    ),
    Attack(
        "the lander's key signed the branch, and the signature does not fit",
        lambda r: written("Change it", sign=damaged(r, "dana"))(r),
        "the key that signed commit",
        lambda r: written("Change it", sign=damaged(r, "thief"))(r),
    ),
    Attack(
        "the lander's key signed a push in another one's name, before",
        lambda r: then(lambda r: r.pushes("lee", edit("5h"), sign="dana"), FAIR)(r),
        "the key that signed commit",
        lambda r: then(lambda r: r.pushes("lee", edit("5h"), sign="lee"), FAIR)(r),
    ),
    Attack(
        "the author has no address and bears the lander's name",
        written("Change it", "Dana Okafor <>"),
        "Dana Okafor merged #12",
        written("Change it", "Sam Ito <>"),
    ),
    Attack(
        "an author whom nobody knows, and a list that only the pull request has",
        in_the_same_landing,
        "AndrewP <> wrote part of it",
        then(lists(ANDREW), written("Change it", "AndrewP <>")),
    ),
    Attack(
        "a list that was pushed",
        then(lists(ANDREW, push=True), written("Change it", "AndrewP <>")),
        "AndrewP <> wrote part of it",
        then(lists(ANDREW.replace("outside", "lee")), written("Change it", "andrewp <>")),
    ),
    Attack(
        "a list that calls the lander's own address an outsider's",
        then(lists(HOME), written("Change it", "D <dana@home.example>")),
        "Dana Okafor merged #12",
        then(lists(EVE), written("Change it", "eve")),
    ),
    Attack(
        "a list that calls the lander's own name an outsider's",
        then(lists(NAMED_DANA), written("Change it", "Dana Okafor <>")),
        "Dana Okafor merged #12",
        then(lists(NAMED_DANA), written("Change it", "Dana O. <lee@example.com>")),
    ),
    Attack(
        "a list by which a stranger's address is the lander's",
        then(lists(EVE_IS_DANA), written("Change it", "eve")),
        "Dana Okafor merged #12",
        then(lists(EVE_IS_DANA), written("Change it", "eve", "sam")),
        by="sam",
    ),
    Attack(
        "a list that says two things of one address",
        then(lists(EVE, EVE_IS_DANA), written("Change it", "eve")),
        "Eve Stranger",
        then(lists(EVE, EVE), written("Change it", "eve")),
    ),
    Attack(
        "a name that two people bear",
        then(two_of_one_name, written(folded("Co-authored-by: Lee Park"), "ira")),
        "Lee Park <> wrote part of it (the line `Co-authored-by: Lee Park`",
        written(folded("Co-authored-by: Lee Park"), "ira"),
    ),
)

COMMITTERS = (
    Attack(
        "another one of the roster made the merge, unsigned",
        merges("dana", change=NOTED, committer="sam", sign=None),
        "as its committer, so nobody counts as its merger",
        merges("dana", change=NOTED, committer="Dana <dana@home.example>", sign=None),
        document="NOTE",
        stays="claimed",
    ),
    Attack(
        "a stranger made the merge, and the lander's key signed it",
        merges("dana", change=edit("2h"), committer="eve"),
        "Eve Stranger <eve@elsewhere.example> as its committer",
        merges("dana@github", change=edit("2h"), committer="github", sign="forge"),
    ),
    Attack(
        "nobody's address made the merge",
        merges("dana", change=edit("2h"), committer="Dana Okafor <>"),
        "as its committer",
        merges("dana", change=edit("2h"), committer="dana@github"),
    ),
    Attack(
        "whoever made the merge is known to be outside",
        then(lists(EVE), merges("dana", change=edit("2h"), committer="eve")),
        "as its committer",
        then(lists(EVE), merges("dana", by="eve", change=edit("2h"), committer="robo")),
    ),
    Attack(
        "the forge signed what another one committed",
        merges("dana@github", change=edit("2h"), committer="sam", sign="forge"),
        "as its committer",
        merges("dana@github", change=edit("2h"), committer="gitlab", sign="forge"),
    ),
)


def developed(by: str, writer: str = "lee", also: dict[str, str] | None = None, **more: Any) -> Step:
    """Git-flow: somebody merges two features into `develop`, and Dana lands that."""

    def landed(repo: Repo) -> None:
        one, two = repo.branch(writer, edit("2h")), repo.branch("ira", README)
        other = repo.branch("sam", {RUNBOOK: "x\n"})
        files = repo.changed(repo.merged(one, two), also or {})
        first = repo.commit([one, two], files, by, "Merge branch 'two' into develop", at=repo.now - 90, **more)
        again = repo.merged(first, other)
        develop = repo.commit([first, other], again, by, "Merge branch 'other' into develop", at=repo.now - 60)
        repo.merges("dana", branch=develop)

    return landed


def contested(by: str, apart: bool = False) -> Step:
    """Two features on one line, settled inside the branch by somebody; `apart`, they are of two files."""

    def landed(repo: Repo) -> None:
        one, two = repo.branch("lee", edit("2h")), repo.branch("ira", README if apart else edit("3h"))
        inner = repo.commit([one, two], repo.merged(two, one), by, "Merge both", at=repo.now - 60)
        repo.merges("dana", branch=inner)

    return landed


def all_at_once(repo: Repo, by: str = "dana") -> None:
    tips = [repo.branch("lee", edit("2h")), repo.branch("ira", README), repo.branch("sam", {RUNBOOK: "x\n"})]
    files = repo.changed(repo.files(repo.tip), {**edit("2h"), **README, RUNBOOK: "x\n"})
    repo.merges("dana", branch=repo.commit(tips, files, by, "Merge all", at=repo.now - 60))


def dropping(by: str) -> Step:
    """A feature merged with `-s ours` inside the branch, so that nothing of it is there."""

    def landed(repo: Repo) -> None:
        one, two = repo.branch("lee", edit("2h")), repo.branch("ira", README)
        repo.merges("dana", branch=repo.commit([one, two], repo.files(one), by, "Merge two", at=repo.now - 60))

    return landed


INSIDE = (
    Attack(
        "a merge inside by the lander that adds a word", developed("dana", also=TOP), "wrote part", developed("dana")
    ),
    Attack("a feature by the lander", developed("lee", "dana"), "wrote part of it", developed("dana", sign="dana")),
    Attack("a stranger's merge inside that adds", developed("eve", also=TOP), "Eve Stranger", developed("eve")),
    Attack("a conflict settled inside by the lander", contested("dana"), "wrote part of it", contested("dana", True)),
    Attack("an octopus inside by the lander", all_at_once, "wrote part of it", lambda r: all_at_once(r, "lee")),
    Attack("a feature dropped inside by the lander", dropping("dana"), "wrote part of it", dropping("sam")),
)


LIKED, MORE = {ROLES: ROLES_TEXT + "# As we like it.\n"}, {ROLES: ROLES_TEXT + "# And more.\n"}
BACK, GONE = {ROLES: ROLES_TEXT}, {PEOPLE: None}


def in_authority(name: str, pushed: Step, hostile: Step, says: str, twin: Step) -> Attack:
    """What was pushed to AUTHORITY by somebody who keeps it from being approved, and a landing that answers it."""
    return Attack(name, then(pushed, hostile), says, then(pushed, twin), document="AUTHORITY", by="kim")


RESTORED = (
    in_authority(
        "a stranger's push to AUTHORITY, of which something is left",
        pushes("eve", LIKED),
        merges("kim", change=MORE),
        "Eve Stranger",
        merges("kim", change=BACK),
    ),
    in_authority(
        "a push to AUTHORITY in its only approver's name, of which something is left",
        pushes("kim", LIKED),
        merges("kim", change=MORE),
        "which nobody else approved",
        merges("kim", change=BACK),
    ),
    in_authority(
        "a file that a stranger took out of AUTHORITY, put back by the lander",
        pushes("eve", GONE),
        merges("kim", by="kim", change={PEOPLE: PEOPLE_TEXT}),
        "wrote part of it",
        merges("kim", change={PEOPLE: PEOPLE_TEXT}),
    ),
    in_authority(
        "what was pushed to AUTHORITY put back, with a file more",
        pushes("eve", LIKED),
        merges("kim", change={**BACK, ".github/CODEOWNERS": "* @eve\n"}),
        "Eve Stranger",
        merges("kim", change={**BACK, **README}),
    ),
)


@every((*AUTHORS, *COMMITTERS, *INSIDE, *RESTORED))
def test_an_attack_fails_and_its_twin_does_not(attack: Attack, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    attack.fails_and_its_twin_does_not(repo, capsys)


def test_what_a_push_undid_is_on_nobodys_bill_either(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """In the only approver's name AUTHORITY is changed, and somebody pushes it back: the next change of it counts."""
    pushes("kim", LIKED)(repo)
    pushes("lee", BACK)(repo)
    assert status(repo, capsys)["AUTHORITY"]["eligible"] == ["kim"]
    merges("kim", by="sam", change=MORE)(repo)
    told = status(repo, capsys)["AUTHORITY"]
    assert told["verdict"] == "approved", told["reason"]
    assert isinstance(told["approval"], dict)
    assert (told["approval"]["covers"], told["approval"]["authors"]) == ([], ["sam"])


def test_a_wrong_line_is_answered_by_another_approver(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """A copied block names Dana; Sam, who is named nowhere, merges the next change, and it covers that one."""
    written(folded("Co-authored-by: " + DANA))(repo)
    assert "where that is wrong, let another approver merge" in str(status(repo, capsys)["POL"]["reason"])
    repo.merges("sam", change=edit("3h"))
    assert status(repo, capsys)["POL"]["verdict"] == "approved"


def test_an_author_without_an_address_locks_nothing_for_good(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.pushes("AndrewP <>", edit("5h"))
    FAIR(repo)
    told = status(repo, capsys)["POL"]
    assert "AndrewP <> wrote commit" in str(told["reason"])
    lists(ANDREW)(repo)
    repo.merges("dana", change=edit("3h"))
    assert status(repo, capsys)["POL"]["verdict"] == "approved"
