"""What `leave` and `join` share: a change of the roster said, judged, and put on as many branches as it needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from ratified.analysis.approvers_left import approvers_left, consequences, stranded
from ratified.analysis.landing_steps import LandingStep, by_approvers
from ratified.analysis.owner_changes import owner_change
from ratified.analysis.roster_files import RosterError
from ratified.analysis.trust import TrustError
from ratified.check.approval_record import open_approval_history
from ratified.cli import exits
from ratified.cli.landings import LandingBase, author_of, git_of, require_landed
from ratified.cli.options import open_tree
from ratified.cli.owned_paths import owner_edit
from ratified.output import roster_change as report
from ratified.output import terminal
from ratified.policy import read_book
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from ratified.analysis.landing_steps import JudgedStep
    from ratified.analysis.leaving import RosterChange
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.policy import Book
    from ratified.source.tree import WorkTree


@dataclass(frozen=True)
class RosterRequest:
    """What was asked: the verb, the sentence for the commits, who leaves (an id, else None), and by when to merge."""

    verb: str
    subject: str
    leaver: str | None
    by: date | None


def change_roster(
    repo: Path,
    as_of: date,
    plan: Callable[[WorkTree, Book], tuple[RosterChange, RosterRequest]],
    dry_run: bool,
) -> int:
    """Plan a change, say what it means, and make its branches; nothing is made where anything refuses it."""
    tree = open_tree(repo)
    book = read_book(tree).book
    if book is None:
        raise exits.CannotDecideError("the data cannot be read, so nothing was made; `ratified check` lists why")
    try:
        change, request = plan(tree, book)
        change = _with_owners(tree, change, as_of)
    except (RosterError, TrustError) as error:
        raise _refused([str(error)]) from None
    if refusals := [*stranded(book, change.book, change.first)]:
        raise _refused(refusals)
    points = [*consequences(book, change.book, change.first), *change.open_]
    said = [
        *report.approvers(approvers_left(change.book, change.first), change.first),
        *report.open_points(points, change.first),
    ]
    if dry_run:
        _print([*report.differences(change.files), *said])
        return exits.CLEAN
    made, author, main = _prepared(tree, book, change, request, as_of)
    _print(
        [
            *said,
            *report.branches(made, change.book, [request.leaver] if request.leaver else []),
            *report.next_steps(made, change.book, author, main, repo, request.by),
        ]
    )
    return exits.CLEAN


def _print(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)


def _refused(sentences: list[str]) -> exits.CannotDecideError:
    return exits.CannotDecideError("\n".join(map(terminal.line, ["nothing was made:", *sentences])))


def _with_owners(tree: WorkTree, change: RosterChange, as_of: date) -> RosterChange:
    """The change with CODEOWNERS."""
    found = owner_edit(
        tree, change.book.register, (), lambda host, paths: owner_change(tree, change, as_of, host, paths)
    )
    todo = (found.todo,) if found.todo else ()
    return replace(change, files={**change.files, **found.files}, open_=(*change.open_, *todo))


def _prepared(
    tree: WorkTree, book: Book, change: RosterChange, request: RosterRequest, as_of: date
) -> tuple[list[JudgedStep], str, str]:
    """The branches, made; the id of their author; and the name of main."""
    git = git_of(tree.root)
    who, author = author_of(git, book.people.people)
    with open_approval_history(tree.root, as_of) as (history, approvals):
        require_landed(history)
        if approvals.timeline.bootstrap is None:
            raise exits.CannotDecideError(
                "nothing is in force here yet, so nothing was made; change the files as --dry-run prints it and land "
                "that, then `ratified adopt`"
            )
        able = _able(approvals, author, request, as_of)
        groups = by_approvers(change.files, approvals.documents, able)
        base, main = LandingBase(tree.root, git, history.tip, who, as_of), history.ref.removeprefix("refs/heads/")
    if alone := [id_ for group in groups if not group.people for id_ in group.documents]:
        raise _refused(
            [
                f"nobody but {author}, who would write it, may approve {listed(alone)}; let somebody else run this, or "
                "give a role that approves it a deputy first"
            ]
        )
    several = len(groups) > 1
    steps = [
        LandingStep(
            f"{request.verb}-{change.person.id}",
            {path: change.files[path][1] for path in group.files},
            f"{request.subject} ({listed(group.documents)})" if several else request.subject,
        )
        for group in groups
    ]
    made = base.judged_in_order(steps)
    base.make_branches(made)
    return made, author, main


def _able(
    approvals: ApprovalHistory, author: str, request: RosterRequest, as_of: date
) -> Mapping[str, tuple[str, ...]]:
    """Who may approve each document on the day, of whoever leaves only what nobody else may, while they are here."""
    found: dict[str, tuple[str, ...]] = {}
    for id_ in approvals.documents:
        people = tuple(one for one in approvals.verdicts[id_].eligible if one != author)
        others = tuple(one for one in people if one != request.leaver)
        stays = request.by is not None and as_of <= request.by
        found[id_] = others or (people if stays else ())
    return found
