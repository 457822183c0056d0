"""The shapes in which approvals are found in git, with the exact bytes that each forge or tool writes.

Each is Lee's change of the policy, landed by Dana, as that way of landing records it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from history_company import POLICY_TEXT, edit
from ratified.approval.outcome import UNDECIDABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from histories import Repo
    from ratified.model.landing import SignatureKind
    from ratified.model.verdict import Method, VerdictWord, Why
    from threats import Step

DANA, LEE, IRA = "Dana Okafor <dana@example.com>", "Lee Park <lee@example.com>", "Ira Moss <ira@example.com>"
DANA_AT_GITHUB = "Dana Okafor <4211+dana@users.noreply.github.com>"
LEE_AT_GITHUB = "Lee Park <4214+lee@users.noreply.github.com>"
QUEUE = "github-merge-queue[bot] <118344674+github-merge-queue[bot]@users.noreply.github.com>"


class Shape(NamedTuple):
    """A way of landing, and what must be told of it. No `why` means approved."""

    name: str
    build: Callable[[Repo], object]
    method: Method
    merger: str | None
    authors: tuple[str, ...]
    change_request: str | None
    signature: SignatureKind
    why: Why = ""
    proof: str = ""

    @property
    def verdict(self) -> VerdictWord:
        return "undecidable" if self.why in UNDECIDABLE else "unapproved" if self.why else "approved"


def merge(author: str, message: str, sign: str | None = None, committer: str | None = None, by: str = LEE) -> Step:
    """A merge commit of two parents of Lee's branch."""
    return lambda repo: repo.merges(author, by=by, change=edit("2h"), message=message, sign=sign, committer=committer)


def line(author: str, message: str, committer: str | None = None, sign: str | None = None) -> Step:
    """A commit of one parent on main."""
    return lambda repo: repo.pushes(author, edit("2h"), message=message, committer=committer, sign=sign)


def github(message: str, author: str = DANA_AT_GITHUB) -> Step:
    return merge(author, message, "forge", "github", LEE_AT_GITHUB)


def updated_on_github(repo: Repo) -> None:
    """The branch, with main merged into it by the button, pushed as main itself."""
    side = repo.branch(LEE_AT_GITHUB, {"README.md": "x\n"}, committer="github")
    repo.merges("sam", change=edit("2h"))
    files = repo.merged(side, repo.tip)
    message = "Merge branch 'main' into lee-patch-1"
    repo.land(repo.commit([side, repo.tip], files, DANA_AT_GITHUB, message, committer="github", sign="forge"))


def settled_on_github(repo: Repo) -> None:
    """A conflict settled by Lee in the forge's editor, then merged by Dana."""
    side = repo.branch(LEE_AT_GITHUB, edit("2h"), committer="github")
    repo.merges("sam", by="ira", change=edit("3h"))
    message = "Merge branch 'main' into answer-sooner"
    files = repo.merged(repo.tip, side)
    branch = repo.commit([side, repo.tip], files, LEE_AT_GITHUB, message, committer="github", at=repo.now - 60)
    message = "Merge pull request #118 from example/answer-sooner\n\nAnswer sooner"
    repo.merges(DANA_AT_GITHUB, branch=branch, message=message, committer="github", sign="forge")


def reverted_on_github(repo: Repo) -> None:
    github("Merge pull request #118 from example/answer-sooner\n\nAnswer sooner")(repo)
    side = repo.branch(
        LEE_AT_GITHUB, {"docs/policy.md": POLICY_TEXT}, message='Revert "Answer sooner"', committer="github"
    )
    message = 'Merge pull request #119 from example/revert-118-answer-sooner\n\nRevert "Answer sooner"'
    repo.merges(DANA_AT_GITHUB, branch=side, message=message, committer="github", sign="forge")


GITHUB = (
    Shape(
        "GitHub merge commit",
        github("Merge pull request #118 from example/answer-sooner\n\nAnswer sooner"),
        "merge",
        DANA_AT_GITHUB,
        (LEE_AT_GITHUB,),
        "#118",
        "openpgp",
        proof="forge",
    ),
    Shape(
        "GitHub merge commit, titled",
        github("Answer sooner (#118)"),
        "merge",
        DANA_AT_GITHUB,
        (LEE_AT_GITHUB,),
        "#118",
        "openpgp",
        proof="forge",
    ),
    Shape(
        "GitHub merge queue",
        github("Merge pull request #118 from example/answer-sooner\n\nAnswer sooner\n"),
        "merge",
        DANA_AT_GITHUB,
        (LEE_AT_GITHUB,),
        "#118",
        "openpgp",
        proof="forge",
    ),
    Shape(
        "GitHub merge queue, its bot",
        github("Answer sooner (#118)", QUEUE),
        "merge",
        QUEUE,
        (LEE_AT_GITHUB,),
        "#118",
        "openpgp",
        "unknown-lander",
    ),
    Shape(
        "GitHub squash",
        line(
            LEE_AT_GITHUB,
            f"Answer sooner (#118)\n\n* Answer sooner\n\n* Tell customers\n\n---------\n\nCo-authored-by: {IRA}",
            "github",
            "forge",
        ),
        "squash",
        None,
        (LEE_AT_GITHUB, IRA),
        "#118",
        "openpgp",
        "hidden",
    ),
    Shape(
        "GitHub squash before 2019",
        line(LEE, "Answer sooner (#118)\n\n* Answer sooner\n\n* Tell customers", DANA),
        "squash",
        DANA,
        (LEE, DANA),
        "#118",
        "none",
        "hidden",
    ),
    Shape("GitHub rebase merge", line(LEE, "Answer sooner", DANA), "rebase", DANA, (LEE, DANA), None, "none", "hidden"),
    Shape(
        "GitHub edit on main",
        line(DANA_AT_GITHUB, "Update policy.md", "github", "forge"),
        "direct",
        None,
        (DANA_AT_GITHUB,),
        None,
        "openpgp",
        "direct",
    ),
    Shape(
        "GitHub edit on main that ends in a number",
        line(DANA_AT_GITHUB, "Update policy.md (#12)", "github", "forge"),
        "squash",
        None,
        (DANA_AT_GITHUB,),
        "#12",
        "openpgp",
        "hidden",
    ),
    Shape("GitHub update of a branch", updated_on_github, "merge", DANA_AT_GITHUB, (LEE,), None, "openpgp", "inverted"),
    Shape(
        "GitHub conflict editor",
        settled_on_github,
        "merge",
        DANA_AT_GITHUB,
        (LEE_AT_GITHUB,),
        "#118",
        "openpgp",
        proof="forge",
    ),
    Shape(
        "GitHub revert", reverted_on_github, "merge", DANA_AT_GITHUB, (LEE_AT_GITHUB,), "#119", "openpgp", proof="forge"
    ),
)
