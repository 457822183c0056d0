"""`ratified acknowledge`: somebody has read a document. Writes their line, or a list of people without git."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ratified.analysis.acknowledgement_csv import rows_of
from ratified.analysis.acknowledgement_files import AcknowledgeError, ListedRow
from ratified.analysis.acknowledging import AcknowledgementPlanner, PlannedAcknowledgement
from ratified.check.approval_record import open_approval_history
from ratified.cli import exits
from ratified.cli.landings import author_of, git_of
from ratified.cli.options import anchor_option, as_of_option, open_tree, repo_option
from ratified.output import acknowledge as report
from ratified.output import terminal
from ratified.source.atomic_write import RewriteError, rewrite
from ratified.source.tree import LIMIT

if TYPE_CHECKING:
    from datetime import date

    from ratified.model.landing import Anchors
    from ratified.source.tree import WorkTree

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.command()
@repo_option
@as_of_option
@anchor_option
@click.option("--for", "people", metavar="PERSON", multiple=True, help="Somebody without git; as often as there are.")
@click.option(
    "--csv",
    "export",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An export with the columns person or email, date and fingerprint.",
)
@click.option("--list", "name", metavar="NAME", help="The name of the new list; with --for or --csv.")
@click.option("--statement", metavar="TEXT", help="Where the signatures are, or what the export is; with a list.")
@click.option("--fingerprint", metavar="SHA256", help="The text that was read.  [default: main's; of an export, none]")
@click.argument("document", metavar="DOC")
def acknowledge(
    repo: Path,
    as_of: date,
    anchors: Anchors,
    people: tuple[str, ...],
    export: Path | None,
    name: str | None,
    statement: str | None,
    fingerprint: str | None,
    document: str,
) -> int:
    """Write that you have read DOC, as it is approved on main: a line in your file under data/acknowledgements/.

    It counts once it is on main in a commit of which you are the only author. With --for or --csv, a list of
    people without git: it counts, as weaker, once somebody approves it who is not on it and did not write it.

    Example: ratified acknowledge POL-IR
    """
    _require_whole(people, export, name, statement, fingerprint)
    tree = open_tree(repo)
    try:
        with open_approval_history(tree.root, as_of, anchors=anchors) as (history, approvals):
            planner = AcknowledgementPlanner(approvals, document, history.edited())
            _, writer = author_of(git_of(tree.root), planner.authority.person.values())
            main = history.ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")
            if name is None:
                planned, who = planner.own(tree, writer, as_of), planner.row(writer).name
            else:
                planned = _list(planner, people, export, name, statement or "", fingerprint, as_of, writer)
                who = f"the people of the list {name}"
        _write(tree, planned)
    except (AcknowledgeError, RewriteError) as error:
        raise exits.CannotDecideError("\n".join(map(terminal.line, str(error).split("\n")))) from None
    read = fingerprint or (planner.fingerprint if export is None else "")
    for line in report.render(planned, document, read, who, main, repo):
        click.echo(line)
    return exits.CLEAN


def _require_whole(
    people: tuple[str, ...], export: Path | None, name: str | None, statement: str | None, fingerprint: str | None
) -> None:
    """UsageError where the options of a list are not whole."""
    if people and export:
        raise click.UsageError("--for and --csv are two lists; make one after the other")
    listed = bool(people or export)
    if listed != (name is not None) or listed != (statement is not None):
        raise click.UsageError("a list needs --list NAME, --statement TEXT, and --for or --csv; your own line none")
    if fingerprint is not None and not listed:
        raise click.UsageError("--fingerprint is of lists: you read what main has")
    if name is not None and not _NAME.fullmatch(name):
        raise click.UsageError(f"--list {name!r}: write small letters, digits and hyphens, such as staff-2026-03")


def _list(
    planner: AcknowledgementPlanner,
    people: tuple[str, ...],
    export: Path | None,
    name: str,
    statement: str,
    fingerprint: str | None,
    day: date,
    writer: str,
) -> PlannedAcknowledgement:
    if export is None:
        read = fingerprint or planner.fingerprint
        return planner.listed([ListedRow(one, read, day) for one in people], name, statement, None, writer)
    with export.open("rb") as opened:
        data = opened.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise AcknowledgeError(f"{export.name} is over the limit of 1 MiB; split it")
    rows = rows_of(export.name, data, planner.authority.person.values(), fingerprint, day)
    return planner.listed(rows, name, statement, (export.name, sha256(data).hexdigest()), writer)


def _write(tree: WorkTree, planned: PlannedAcknowledgement) -> None:
    if not planned.done and planned.before != planned.after:
        if planned.before is None and (tree.root / planned.path).exists():
            raise AcknowledgeError(f"{planned.path} is there already; give the list another name")
        rewrite(tree.root, {planned.path: (planned.before, planned.after)})
