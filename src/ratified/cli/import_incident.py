"""`ratified import incident`: the draft of a record from what another program, or a postmortem, says of an incident."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ratified.analysis.foreign_incident import NoIncidentError
from ratified.analysis.import_incident import ExportFile, exhibits, foreign_incident
from ratified.analysis.imported_record import ImportChoices, ImportedRecord, imported_record
from ratified.cli import exits
from ratified.cli.new_records import book_of, level_of, one_of, record_path, runbook_of, write_record
from ratified.cli.options import open_tree, repo_option
from ratified.output import imported_incident as report
from ratified.output import terminal
from ratified.source.tree import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

_MOST = 2
"""An incident of a pager, and its log entries."""


@click.command()
@click.option("--source", metavar="ID", help="Where it came from: an intake source.  [default: asked in the draft]")
@click.option("--runbook", metavar="ID", help="The runbook that was followed.")
@click.option("--dry-run", is_flag=True, help="Print the record, and write nothing.")
@repo_option
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def incident(files: tuple[Path, ...], source: str | None, runbook: str | None, dry_run: bool, repo: Path) -> int:
    """Draft the record of an incident from an export of another program, or from a postmortem.

    FILE is an issue of GitHub (`gh issue view 12 --json number,title,body,createdAt,closedAt,author,comments,url`), an
    incident of PagerDuty (a second FILE may have its log entries) or of incident.io as their APIs answer, or a
    postmortem in Markdown. A moment becomes a timestamp only where the source says just that, and each says where it
    was read; what is missing is asked in lines that begin with #:. People become ids; secrets, addresses and customers
    are taken out and listed. It never overwrites a file.

    Example: ratified import incident issue-12.json --source employees --dry-run
    """
    root = open_tree(repo).root
    book = book_of(root)
    page = _checked("--runbook", runbook, lambda id_: runbook_of(book, id_)) if runbook else None
    if source is not None:
        _checked("--source", source, one_of(book.source))
    if len(files) > _MOST:
        raise click.UsageError("name one file, or an incident of PagerDuty and its log entries")
    exports = [_read(file) for file in files]
    try:
        found = foreign_incident(exports)
        drafted = imported_record(
            book, found, exhibits(exports, found), ImportChoices(source, level_of(book, page, None), page)
        )
    except NoIncidentError as error:
        raise exits.CannotDecideError(terminal.line(f"{error}; nothing was written")) from None
    if dry_run:
        record_path("incidents", drafted.id, drafted.text)
        click.echo(drafted.text, nl=False)
        again = shlex.join(_again(files, source, runbook, repo))
        _say(drafted, found.label, "", again, err=True)
    else:
        path = write_record(root, "incidents", drafted.id, drafted.text)
        _say(drafted, found.label, path, _check(repo), err=False)
    return exits.CLEAN


def _checked(option: str, given: str, check: Callable[[str], Answer]) -> Answer:
    """An answer that an option gave; the usage error names the option."""
    try:
        return check(given)
    except click.BadParameter as error:
        error.param_hint = option
        raise


def _read(file: Path) -> ExportFile:
    try:
        with file.open("rb") as opened:
            return ExportFile(file.name, opened.read(LIMIT + 1))
    except OSError as error:
        raise exits.CannotDecideError(
            terminal.line(f"{file}: {error.strerror}; name a file that can be read")
        ) from None


def _say(drafted: ImportedRecord, label: str, path: str, command: str, *, err: bool) -> None:
    for line in report.render(drafted, label, path):
        click.echo(terminal.line(line), err=err)
    click.echo(terminal.line(f"    {command}"), err=err)


def _check(repo: Path) -> str:
    return "ratified check" + (f" --repo {shlex.quote(str(repo))}" if repo != Path() else "")


def _again(files: tuple[Path, ...], source: str | None, runbook: str | None, repo: Path) -> list[str]:
    """The same command without --dry-run."""
    given = [*map(str, files), *(("--source", source) if source else ()), *(("--runbook", runbook) if runbook else ())]
    return ["ratified", "import", "incident", *given, *(("--repo", str(repo)) if repo != Path() else ())]
