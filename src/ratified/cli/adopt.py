"""`ratified adopt`: puts a draft into force. Proves beforehand that it will count, and makes the branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ratified.analysis.adoption import AdoptionError, adoption, taken_on, without
from ratified.analysis.landing_steps import LandingStep
from ratified.analysis.reaffirmation import ReaffirmError, plan, together
from ratified.analysis.trust import TrustError
from ratified.approval.authority import AUTHORITY
from ratified.check.approval_record import open_approval_history
from ratified.cli import exits
from ratified.cli.landings import LandingBase, author_of, git_of, require_landed
from ratified.cli.options import as_of_option, open_tree, repo_option
from ratified.output import adopt as report
from ratified.output import terminal
from ratified.policy import read_book

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.git.history import History
    from ratified.policy import Book
    from ratified.source.tree import WorkTree

_OPEN = {"unapproved", "undecidable", "stale", "draft", "claimed"}


@click.command()
@repo_option
@as_of_option
def adopt(repo: Path, as_of: date) -> int:
    """Put the policies into force: prepare what adopts them, and say who merges it.

    Before the adoption it makes the branch `adopt`, once it is sure that its merge will count; else it says which
    lines are missing. After that merge, run it again: it makes a branch for each group of documents that others may
    approve. The work tree stays as it is.

    Example: ratified adopt
    """
    tree = open_tree(repo)
    reading = read_book(tree)
    if reading.book is None:
        raise exits.CannotDecideError("the data cannot be read, so nothing was made; `ratified check` lists why")
    git = git_of(tree.root)
    who, author = author_of(git, reading.book.people.people)
    with open_approval_history(tree.root, as_of) as (history, approvals):
        require_landed(history)
        try:
            steps = _steps(tree, reading.book, author, (history, approvals), as_of)
        except (AdoptionError, ReaffirmError, TrustError) as error:
            raise exits.CannotDecideError(
                "\n".join(map(terminal.line, f"nothing was made:\n{error}".split("\n")))
            ) from error
        base, ref = LandingBase(tree.root, git, history.tip, who, as_of), history.ref
        first = approvals.timeline.bootstrap
        adopted_in = "" if first is None else approvals.timeline.landings[first].commit.id
    made = [base.judged(step) for step in steps]
    base.make_branches(made)
    for line in report.render(made, reading.book, author, ref.removeprefix("refs/heads/"), adopted_in, repo):
        click.echo(line)
    return exits.CLEAN


def _steps(
    tree: WorkTree, book: Book, author: str, known: tuple[History, ApprovalHistory], day: date
) -> list[LandingStep]:
    """The landings that are still to come, as far as they can be prepared now."""
    history, approvals = known
    if approvals.timeline.bootstrap is None and book.register.status == "draft":
        change = adoption(tree, book, author, day)
        return [LandingStep("adopt", change.files, "policy: Adopt", change.pinned, first=True)]
    if approvals.timeline.bootstrap is None:
        (again,) = plan(tree.root, history, approvals, [AUTHORITY], day)
        return [LandingStep("adopt-again", {again.path: again.after}, "policy: Approve the adoption")]
    waiting = [id_ for id_ in approvals.documents if approvals.verdicts[id_].verdict in _OPEN]
    if AUTHORITY in waiting:  # nothing else passes the check while nobody has approved that
        waiting = [AUTHORITY]
    prepared = [without(one, author) for one in plan(tree.root, history, approvals, waiting, day)]
    groups = together([one for one in prepared if not one.landed])
    if alone := [one.document for one in prepared if not one.landed and not one.approvers]:
        raise AdoptionError(
            f"nobody but {author}, who would write it, may approve {', '.join(alone)}; let somebody else run this, or "
            "add a deputy to a role that approves it"
        )
    return [taken_on(number, group) for number, group in enumerate(groups, 1)]
