"""Every shape in which approvals are found in git: what is told of it, and what it is worth. Exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from history_company import edit
from shapes import DANA, GITHUB, LEE, Shape
from shapes_elsewhere import GITLAB, OTHERS
from threats import FAIR

if TYPE_CHECKING:
    from collections.abc import Callable

    from histories import Repo

pytest_plugins = ["history_fixtures"]


def at_work(repo: Repo) -> str:
    """Main checked out, and Lee's branch `change` made from it; the branch's commit."""
    repo.git("reset", "-q", "--hard", "main")
    branch = repo.branch("lee", edit("2h"))
    repo.ref("refs/heads/change", branch)
    return branch


def merged(*options: str, key: str = "", name: str = "dana") -> Callable[[Repo], None]:
    """Git itself merges the branch, in a work tree."""

    def landed(repo: Repo) -> None:
        at_work(repo)
        repo.runs(name, "merge", "-q", "--no-ff", *options, "change", key=key)
        repo.land(repo.git("rev-parse", "HEAD"))

    return landed


def of_a_tag(merger: str, signer: str, *options: str, key: str = "") -> Callable[[Repo], None]:
    """Git itself pulls a signed tag, which goes into the merge's `mergetag` header."""

    def landed(repo: Repo) -> None:
        branch = at_work(repo)
        repo.runs(signer, "tag", "-s", "-m", "Answer sooner", "answer-sooner", branch, key=signer)
        repo.runs(merger, "pull", "-q", "--no-rebase", "--no-ff", *options, ".", "tag", "answer-sooner", key=key)
        repo.land(repo.git("rev-parse", "HEAD"))
        assert b"\nmergetag object " in repo.raw(repo.tip)

    return landed


def two_branches(repo: Repo) -> None:
    at_work(repo)
    repo.ref("refs/heads/other", repo.branch("ira", {"README.md": "x\n"}))
    repo.runs("dana", "merge", "-q", "--no-ff", "-S", "change", "other", key="dana")
    repo.land(repo.git("rev-parse", "HEAD"))


def one_by_one(*arguments: str, name: str = "dana") -> Callable[[Repo], None]:
    """Git itself puts the branch's commit on top of main, after something else landed there."""

    def landed(repo: Repo) -> None:
        branch = at_work(repo)
        repo.runs("sam", "commit", "-q", "--allow-empty", "-m", "Something else")
        repo.runs(name, *(branch if part == "BRANCH" else part for part in arguments))
        repo.land(repo.git("rev-parse", "HEAD"))

    return landed


def rebased(repo: Repo) -> None:
    one_by_one("rebase", "-q", "main", "change")(repo)


def squashed(repo: Repo) -> None:
    at_work(repo)
    repo.runs("dana", "merge", "-q", "--squash", "change")
    repo.runs("dana", "commit", "-q", "-m", "Answer sooner")
    repo.land(repo.git("rev-parse", "HEAD"))


def reverted(repo: Repo) -> None:
    FAIR(repo)
    repo.git("reset", "-q", "--hard", "main")
    repo.runs("dana", "revert", "--no-edit", "-m", "1", "HEAD")
    repo.land(repo.git("rev-parse", "HEAD"))


def noted(repo: Repo) -> None:
    """A push, and a review by Dana in `refs/notes/review`, as Gerrit writes it."""
    pushed = repo.pushes("lee", edit("2h"))
    note = f"Code-Review+2: {DANA}\nVerified+1: Zuul\nSubmitted-by: {DANA}\n"
    repo.runs("dana", "notes", "--ref=review", "add", "-m", note, pushed)


def tagged(repo: Repo) -> None:
    """A push, and a tag over it that Dana signed."""
    pushed = repo.pushes("lee", edit("2h"))
    repo.runs("dana", "tag", "-s", "-m", "I approve POL", "approved/POL", pushed, key="dana")


PLAIN = (
    Shape("git merge, signed by SSH", merged("-S", key="dana"), "merge", DANA, (LEE,), None, "ssh", proof="signed"),
    Shape(
        "git merge, signed by one's own OpenPGP",
        merged("-S", key="dana-pgp"),
        "merge",
        DANA,
        (LEE,),
        None,
        "openpgp",
        "uncheckable",
    ),
    Shape("git merge, unsigned", merged(), "merge", DANA, (LEE,), None, "none", "weak-proof"),
    Shape(
        "git merge, signed by a key nobody knows",
        merged("-S", key="dana-new"),
        "merge",
        DANA,
        (LEE,),
        None,
        "ssh",
        "untrusted-key",
    ),
    Shape(
        "git merge with another strategy",
        merged("-S", "-s", "resolve", key="dana"),
        "merge",
        DANA,
        (LEE,),
        None,
        "ssh",
        proof="signed",
    ),
    Shape(
        "git pull of a signed tag, signed",
        of_a_tag("dana", "lee", "-S", key="dana"),
        "merge",
        DANA,
        (LEE,),
        None,
        "ssh",
        proof="signed",
    ),
    Shape(
        "git pull of an approver's signed tag",
        of_a_tag("lee", "dana"),
        "merge",
        LEE,
        (LEE,),
        None,
        "none",
        "no-approver",
    ),
    Shape(
        "git pull of a signed tag, unsigned", of_a_tag("dana", "lee"), "merge", DANA, (LEE,), None, "none", "weak-proof"
    ),
    Shape(
        "git merge of two branches",
        two_branches,
        "octopus",
        DANA,
        (LEE, "Ira Moss <ira@example.com>"),
        None,
        "ssh",
        "octopus",
    ),
    Shape("git rebase, then a push", rebased, "rebase", DANA, (LEE, DANA), None, "none", "hidden"),
    Shape(
        "git cherry-pick",
        one_by_one("cherry-pick", "-x", "BRANCH"),
        "rebase",
        DANA,
        (LEE, DANA),
        None,
        "none",
        "hidden",
    ),
    Shape(
        "git cherry-pick of one's own",
        one_by_one("cherry-pick", "BRANCH", name="lee"),
        "direct",
        None,
        (LEE,),
        None,
        "none",
        "direct",
    ),
    Shape("git merge --squash", squashed, "direct", None, (DANA,), None, "none", "direct"),
    Shape("git revert", reverted, "direct", None, (DANA,), None, "none", "direct"),
    Shape("git merge --ff-only", lambda r: r.land(at_work(r)), "direct", None, (LEE,), None, "none", "direct"),
    Shape("a review in the notes", noted, "direct", None, (LEE,), None, "none", "direct"),
    Shape("a signed tag over it", tagged, "direct", None, (LEE,), None, "none", "direct"),
    Shape(
        "the adoption", lambda r: None, "bootstrap", "Kim Weiss <kim@example.com>", (LEE,), "#1", "ssh", proof="signed"
    ),
)

SHAPES = (*GITHUB, *GITLAB, *OTHERS, *PLAIN)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_shape_is_told_exactly_and_worth_what_it_proves(shape: Shape, repo: Repo) -> None:
    shape.build(repo)
    with repo.approvals() as approvals:
        event, verdict = approvals.events("POL")[-1], approvals.verdicts["POL"]
        landing = approvals.timeline.landings[event.number].commit
    assert event.method == shape.method
    assert (str(event.merger) if event.merger else None) == shape.merger
    assert sorted(map(str, event.authors)) == sorted(shape.authors)
    assert event.change_request == shape.change_request
    assert landing.signature == shape.signature
    assert (event.verdict, event.why) == (verdict.verdict, verdict.why) == (shape.verdict, shape.why), event.reason
    assert (verdict.approval.proof if verdict.approval else "") == shape.proof
    assert verdict.last_change == event


def test_there_are_at_least_thirty_shapes_and_no_two_of_one_name() -> None:
    assert len({shape.name for shape in SHAPES}) == len(SHAPES) >= 30


def test_git_itself_finds_nothing_wrong_with_the_shapes(repo: Repo) -> None:
    for shape in (*GITHUB, *GITLAB, *OTHERS):
        shape.build(repo)
        repo.git("reset", "-q", "--hard", "main~1")
        repo.tip = repo.git("rev-parse", "HEAD")
    repo.git("fsck", "--strict", "--no-dangling")
