"""`ratified adopt`: puts a draft into force. Proves beforehand that it will count, and makes the branches."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from ratified.analysis.adoption import AdoptionError, AdoptionStep, JudgedStep, adoption, taken_on, without
from ratified.analysis.reaffirmation import ReaffirmError, plan, together
from ratified.analysis.trust import TrustError
from ratified.approval.authority import AUTHORITY
from ratified.check.approval_record import open_approval_history
from ratified.check.judge import judge
from ratified.check.query import CheckQuery
from ratified.cli import exits
from ratified.cli.options import as_of_option, now, open_tree, repo_option
from ratified.git.discovery import find_repository
from ratified.git.new_branch import OwnIdentity, commit_on, make_branch, own_identity
from ratified.output import adopt as report
from ratified.output import terminal
from ratified.output.finding_rows import approvers_of_all, pending
from ratified.policy import read_book
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.check.judgement import Judgement
    from ratified.git.history import History
    from ratified.git.runner import Git
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
    git = find_repository(tree.root.resolve()).git()
    who, author = _author(reading.book, own_identity(git, os.environ))
    with open_approval_history(tree.root, as_of) as (history, approvals):
        if edited := sorted(history.edited()):
            raise exits.CannotDecideError(
                f"the work tree differs from {history.ref}: {listed(edited)}; land that first, then run this"
            )
        try:
            steps = _steps(tree, reading.book, author, (history, approvals), as_of)
        except (AdoptionError, ReaffirmError, TrustError) as error:
            raise exits.CannotDecideError(
                "\n".join(map(terminal.line, f"nothing was made:\n{error}".split("\n")))
            ) from error
        base, ref = history.tip, history.ref
    made = [_judged(tree.root, git, base, step, who, as_of) for step in steps]
    for branch in made:
        make_branch(git, branch.step.branch, branch.commit)
    for line in report.render(made, reading.book, author, ref.removeprefix("refs/heads/"), repo):
        click.echo(line)
    return exits.CLEAN


def _author(book: Book, who: OwnIdentity | None) -> tuple[OwnIdentity, str]:
    """Whom git takes its user for, and their id in the roster: whoever writes an adoption cannot merge it."""
    if who is None:
        raise exits.CannotDecideError(
            "git does not know who you are; `git config user.name NAME` and `git config user.email ADDRESS`, then again"
        )
    address = who.email.casefold()
    known = [one.id for one in book.people.people if address in {email.casefold() for email in one.emails}]
    if len(known) != 1:
        what = f"git's user.email {who.email} is {'several people' if known else 'nobody'} in data/people.yml"
        raise exits.CannotDecideError(
            f"{what}; correct one of the two and land that first, so that git can tell who wrote it"
        )
    return who, known[0]


def _steps(
    tree: WorkTree, book: Book, author: str, known: tuple[History, ApprovalHistory], day: date
) -> list[AdoptionStep]:
    """The landings that are still to come, as far as they can be prepared now."""
    history, approvals = known
    if approvals.timeline.bootstrap is None and book.register.status == "draft":
        change = adoption(tree, book, author, day)
        return [AdoptionStep("adopt", change.files, "policy: Adopt", change.pinned)]
    if approvals.timeline.bootstrap is None:
        (again,) = plan(tree.root, history, approvals, [AUTHORITY], day)
        return [AdoptionStep("adopt-again", {again.path: again.after}, "policy: Approve the adoption")]
    waiting = [id_ for id_ in approvals.documents if approvals.verdicts[id_].verdict in _OPEN]
    prepared = [without(one, author) for one in plan(tree.root, history, approvals, waiting, day)]
    groups = together([one for one in prepared if not one.landed])
    if alone := [one.document for one in prepared if not one.landed and not one.approvers]:
        raise AdoptionError(
            f"nobody but {author}, who would write it, may approve {', '.join(alone)}; let somebody else run this, or "
            "add a deputy to a role that approves it"
        )
    return [taken_on(number, group) for number, group in enumerate(groups, 1)]


def _judged(root: Path, git: Git, base: str, step: AdoptionStep, who: OwnIdentity, day: date) -> JudgedStep:
    """A step as a commit that no branch has yet, with what the check says of it as a pull request."""
    at = f"{int(now().timestamp())} +0000"
    commit = commit_on(git, base, step.files, f"{step.subject}\n", who, at)
    found = judge(root, day, CheckQuery(ref=commit, base=base))
    first = step.branch == "adopt"  # what is in force later begins without an error, whoever brought it
    errors = [one for one in found.findings if one.level == "error" and not one.waived and (first or not one.on_main)]
    if found.undecided or errors:
        rows = [f"  {one.place}: {one.code} {one.message}; {one.help}" for one in errors or found.findings]
        what = f"nothing was made: merged as it is, {step.branch} would not pass the check"
        raise exits.CannotDecideError("\n".join(map(terminal.line, [what, *rows])))
    able = {row["document"]: tuple(row["eligible"]) for row in pending(found)}
    return JudgedStep(step, commit, able, tuple(approvers_of_all(found)), tuple(_earlier(found)))


def _earlier(found: Judgement) -> Iterator[str]:
    """Each landing that nobody approved and that the merge would approve with the rest: who wrote it, what it did."""
    asked = found.record.pull_request if found.record else None
    for one in asked.ratifies if asked else ():
        day = one.at.date().isoformat() if one.at else "no day"
        did = "; ".join(one.changes) or "no change in words"
        yield f"{one.landing[:12]} of {day}, by {listed([str(author) for author in one.authors])}: {did}"
