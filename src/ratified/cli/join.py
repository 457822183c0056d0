"""`ratified join`: somebody begins. Adds their row, roles, turns and key, and makes the branches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import TypeAdapter, ValidationError

from ratified.analysis.joining import Joiner
from ratified.analysis.joining import join as planned
from ratified.cli.options import DAY, as_of_option, repo_option
from ratified.cli.roster_branches import RosterRequest, change_roster
from ratified.model.people import AccountId

if TYPE_CHECKING:
    from datetime import date, datetime

    from ratified.analysis.leaving import RosterChange
    from ratified.policy import Book
    from ratified.source.tree import WorkTree

_LONGEST = 1 << 16
"""Bytes of a public key's file."""


def _account(ctx: click.Context, param: click.Parameter, value: str | None) -> int | str | None:
    """The id of an account: digits are a number; a usage error for what no host gives."""
    if value is None:
        return None
    given: int | str = int(value) if value.isdecimal() and value.isascii() else value
    try:
        return TypeAdapter(AccountId).validate_python(given)
    except ValidationError:
        raise click.BadParameter(
            f"{value!r} is no id of an account; write its number, or its uuid", ctx, param
        ) from None


@click.command()
@repo_option
@as_of_option
@click.option("--email", metavar="ADDRESS", required=True, help="Their address, as git writes it into commits.")
@click.option("--login", metavar="LOGIN", help="Their name at the Git host; with --account.")
@click.option(
    "--account",
    callback=_account,
    metavar="ID",
    help="The number of their account there; its uuid or GUID where it has none.",
)
@click.option(
    "--phone", metavar="+NUMBER", help="Their phone with its country, for the page that says who is in charge."
)
@click.option(
    "--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Their public SSH key's file."
)
@click.option("--role", "roles", metavar="ROLE[:deputy]", multiple=True, help="A role; as often as there are.")
@click.option("--rotation", metavar="ID", help="The rotation whose turns they take too, from its next handover on.")
@click.option("--on", "first", type=DAY, metavar="YYYY-MM-DD", help="Their first day.  [default: the day]")
@click.option("--dry-run", is_flag=True, help="Print the changes as differences, and make nothing.")
@click.argument("name")
def join(
    repo: Path,
    as_of: date,
    email: str,
    login: str | None,
    account: int | str | None,
    phone: str | None,
    key: Path | None,
    roles: tuple[str, ...],
    rotation: str | None,
    first: datetime | None,
    dry_run: bool,
    name: str,
) -> int:
    """Add somebody to the roster: their row, the roles they hold, turns on call, and their key.

    NAME with the ADDRESS of somebody who is there begins roles, turns or a key of theirs. Says who may approve what
    then. Makes a branch for each group of documents that one person may approve; the work tree stays as it is.

    Example: ratified join "Kim Sato" --email kim@example.com --role on-call-engineer:deputy --rotation first-line
    --dry-run
    """
    if (login is None) != (account is None):
        raise click.UsageError("--login and --account belong together; give both or neither")
    forge = None if login is None or account is None else (login, account)
    if strange := [one for one in roles if ":" in one and not one.endswith(":deputy")]:
        raise click.UsageError(f"--role {strange[0]}: write ROLE or ROLE:deputy")
    wanted = tuple((one.removesuffix(":deputy"), one.endswith(":deputy")) for one in roles)
    day = first.date() if first else as_of
    data = _read(key)

    def plan(tree: WorkTree, book: Book) -> tuple[RosterChange, RosterRequest]:
        change = planned(tree, book, Joiner(name, email, forge, data, wanted, rotation, phone), day)
        by = day if as_of <= day else None
        return change, RosterRequest("join", f"roster: {change.person.name} from {day} on", None, by)

    return change_roster(repo, as_of, plan, dry_run)


def _read(key: Path | None) -> bytes | None:
    if key is None:
        return None
    with key.open("rb") as opened:
        return opened.read(_LONGEST)
