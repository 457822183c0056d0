"""`ratified leave`: somebody goes. Ends what they hold, says who is left, and makes the branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ratified.analysis.leaving import leave as planned
from ratified.cli.options import DAY, as_of_option, repo_option
from ratified.cli.roster_branches import RosterRequest, change_roster

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from ratified.analysis.leaving import RosterChange
    from ratified.policy import Book
    from ratified.source.tree import WorkTree


@click.command()
@repo_option
@as_of_option
@click.option("--on", "last", type=DAY, metavar="YYYY-MM-DD", required=True, help="Their last day.")
@click.option("--to", metavar="OTHER", help="Who takes their place.  [default: deputies move up, turns fall out]")
@click.option("--dry-run", is_flag=True, help="Print the changes as differences, and make nothing.")
@click.argument("person")
def leave(repo: Path, as_of: date, last: datetime, to: str | None, dry_run: bool, person: str) -> int:
    """End the roles, turns and keys of PERSON, an id of data/people.yml, after their last day.

    Rows end and stay: who was on call before is not rewritten. A deputy becomes primary; a rotation ends, and a new
    one goes on without them. Says who may approve what then, and refuses where nobody could. Makes a branch for each
    group of documents that one person may approve; the work tree stays as it is.

    Example: ratified leave lee --on 2027-01-31 --dry-run
    """
    day = last.date()

    def plan(tree: WorkTree, book: Book) -> tuple[RosterChange, RosterRequest]:
        change = planned(tree, book, person, day, to)
        by = day if as_of <= day else None
        return change, RosterRequest("leave", f"roster: {change.person.name} leaves on {day}", person, by)

    return change_roster(repo, as_of, plan, dry_run)
