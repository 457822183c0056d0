"""`ratified clock`: every notification deadline, from the moments that start them."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from ratified.book import Book, read_book
from ratified.book.deadlines import NoSuchRegimeError, deadlines, known_reports, parents
from ratified.cli import exits
from ratified.cli.options import as_of_option, open_tree, repo_option
from ratified.clock import Facts, known_stamp, moment
from ratified.model.notifications import TRIGGERS
from ratified.report import calendar_entries, safe
from ratified.report import clock as report


@click.command()
@click.option("--at", "given", metavar="TRIGGER=TIME", multiple=True, help="When something happened; may be repeated.")
@click.option("--aware", metavar="TIME", help="Short for --at awareness=TIME.")
@click.option("--regime", "only", metavar="ID", multiple=True, help="Only this clock, contract or commitment.")
@repo_option
@as_of_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--ics", is_flag=True, help="Write calendar entries (iCalendar) instead.")
def clock(
    given: tuple[str, ...],
    aware: str | None,
    only: tuple[str, ...],
    repo: Path,
    as_of: date,
    format_: str,
    ics: bool,
) -> int:
    """Print by when whom must be told: clocks in scope, contracts in force, our own commitments.

    TIME has an offset: 2026-11-20T14:20+01:00, or Z for UTC. TRIGGER is a stamp of the catalogue, such as discovery,
    or the id of a clock for when its notice was sent. --regime takes any clock of the catalogue, in scope or not.
    It reports and does not judge; exits 2 if something asked about cannot be counted. Check with counsel.
    """
    if ics and format_ == "json":
        raise click.UsageError("--ics is a format of its own; leave --format out")
    given = (*given, *([f"awareness={aware}"] if aware is not None else []))
    if not given:
        raise click.UsageError("say when something happened: --aware TIME or --at TRIGGER=TIME")
    reading = read_book(open_tree(repo), skim=True)
    if reading.book is None:
        raise exits.CannotDecideError("the data could not be read, so no clock was counted; `ratified check` lists it")
    facts = _facts(reading.book, given, only)
    try:
        found = deadlines(reading.book, facts, only)
        entries = calendar_entries.render(found.counted, as_of) if ics else None
    except (NoSuchRegimeError, ValueError) as error:
        raise exits.CannotDecideError(safe.line(str(error))) from None
    faults = [one for one in found.not_counted if one.reason == "uncountable"]
    if entries is not None:
        click.echo(entries, nl=False)
        for one in faults:
            click.echo(safe.line(f"ratified: {one.clock} cannot be counted: {one.why}"), err=True)
    elif format_ == "json":
        click.echo(report.render_json(found))
    else:
        for line in report.render(found, sys.stdout.isatty() and not os.environ.get("NO_COLOR")):
            click.echo(line)
    return exits.UNDECIDED if faults else exits.CLEAN


def _facts(book: Book, given: Sequence[str], only: Sequence[str]) -> Facts:
    """The stamps and reports that were given. Raises CannotDecideError with what to write."""
    stamps: dict[str, datetime] = {}
    submissions: dict[str, datetime] = {}
    reports = known_reports(book)
    for text in given:
        name, equals, time = text.partition("=")
        if not equals:
            raise _mistake(f"{text!r} has no time; write --at {name}=2026-11-20T14:20+01:00")
        if not known_stamp(name) and name not in reports:
            raise _mistake(_no_such_trigger(name, reports))
        if name in stamps or name in submissions:
            raise _mistake(f"{name} is given twice; write the time that counts")
        try:
            (stamps if known_stamp(name) else submissions)[name] = moment(time)
        except ValueError as error:
            raise _mistake(f"{name}: {error}") from None
    if "prior_submission" in stamps and len(meant := parents(book, only)) > 1:
        ways = " or ".join(f"--at {id_}=TIME" for id_ in meant)
        raise _mistake(f"prior_submission may be more than one report; write {ways}")
    return Facts(stamps, submissions)


def _no_such_trigger(name: str, reports: Sequence[str]) -> str:
    close = difflib.get_close_matches(name.replace("-", "_"), TRIGGERS, 2, 0.6)
    close = close or difflib.get_close_matches(name, reports, 2, 0.6)
    hint = f"did you mean {' or '.join(close)}?" if close else f"write one of {', '.join(TRIGGERS)}"
    return f"no clock starts from {name!r}; {hint}"


def _mistake(sentence: str) -> exits.CannotDecideError:
    return exits.CannotDecideError(safe.line(sentence))
