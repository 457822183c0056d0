"""`ratified clock`: every notification deadline, from the moments that start them or from a record."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from ratified.analysis.incident_trace import (
    IncidentClockSheet,
    NoSuchIncidentError,
    UnreadBookError,
    incident_clock_sheet,
)
from ratified.cli import exits
from ratified.cli.clock_facts import ClockOptions
from ratified.cli.options import anchor_option, as_of_option, format_option, now, open_tree, repo_option
from ratified.output import calendar_entries, clock_sheet, terminal
from ratified.output import clock as report
from ratified.output.duty_texts import duty_texts
from ratified.policy import read_book
from ratified.policy.notices.deadlines import Deadlines, NoSuchRegimeError, deadlines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from ratified.model.landing import Anchors


@click.command()
@click.argument("incident", metavar="[INC]", required=False)
@click.option("--at", "given", metavar="TRIGGER=TIME", multiple=True, help="When something happened; may be repeated.")
@click.option("--aware", metavar="TIME", help="Short for --at awareness=TIME.")
@click.option(
    "--people",
    metavar="[CLOCK=]N",
    multiple=True,
    help="How many people are touched: all of them, or those that one clock counts; may be repeated.",
)
@click.option(
    "--delay",
    "delays",
    metavar="CLOCK=HOW:FROM[..UNTIL]",
    multiple=True,
    help="A notice held back; HOW is written, oral (30 days at most) or attorney-general.",
)
@click.option("--regime", "only", metavar="ID", multiple=True, help="Only this clock, contract or commitment.")
@repo_option
@as_of_option
@anchor_option
@format_option
@click.option("--ics", is_flag=True, help="Write calendar entries (iCalendar) instead.")
def clock(
    incident: str | None,
    given: tuple[str, ...],
    aware: str | None,
    people: tuple[str, ...],
    delays: tuple[str, ...],
    only: tuple[str, ...],
    repo: Path,
    as_of: date,
    anchors: Anchors,
    format_: str,
    ics: bool,
) -> int:
    """Print by when whom must be told: clocks in scope, contracts in force, our own commitments.

    With INC, such as INC-2026-001, from the timestamps of that record, by what was in force when it was declared, with
    what the record decided about each. TIME has an offset: 2026-11-20T14:20+01:00, or Z for UTC. TRIGGER is a
    timestamp of the catalogue, such as discovery, or the id of a clock for when its notice was sent. --regime takes any
    clock of the catalogue, in scope or not. It reports and does not judge; exits 2 if something asked about cannot be
    counted. Check with counsel.

    Example: ratified clock --aware 2026-11-20T14:20+01:00
    """
    if ics and format_ == "json":
        raise click.UsageError("--ics is a format of its own; leave --format out")
    given = (*given, *([f"awareness={aware}"] if aware is not None else []))
    said = ClockOptions(given, people, delays, only)
    if incident is not None:
        return _of_record(incident, said, repo, (as_of, anchors), format_, ics)
    if not given:
        raise click.UsageError("say when something happened: --aware TIME or --at TRIGGER=TIME; or name a record: INC")
    reading = read_book(open_tree(repo), skim=True)
    if reading.book is None:
        raise exits.CannotDecideError("the data could not be read, so no clock was counted; `ratified check` lists it")
    try:
        found = deadlines(reading.book, said.facts(reading.book), only)
        of = calendar_entries.unrecorded(said.facts(reading.book))
        texts = duty_texts(reading.book)
        entries = calendar_entries.render(found.counted, as_of, of, texts) if ics else None
    except (NoSuchRegimeError, ValueError) as error:
        raise exits.CannotDecideError(terminal.line(str(error))) from None
    if entries is not None:
        _calendar(entries, found)
    elif format_ == "json":
        click.echo(report.render_json(found))
    else:
        _lines(list(report.render(found, texts, _colour())))
    return _exit(found)


def _of_record(
    incident: str, said: ClockOptions, repo: Path, when: tuple[date, Anchors], format_: str, ics: bool
) -> int:
    """The clock sheet of a record."""
    as_of, anchors = when
    try:
        one = incident_clock_sheet(open_tree(repo).root, as_of, incident, said.facts, said.only, anchors)
        entries = _entries(one, as_of) if ics else None
    except (NoSuchIncidentError, UnreadBookError, NoSuchRegimeError, ValueError) as error:
        raise exits.CannotDecideError(terminal.line(str(error))) from None
    if entries is not None:
        _calendar(entries, one.sheet.found)
    elif format_ == "json":
        click.echo(clock_sheet.render_json(one.sheet, as_of, one.head))
    else:
        _lines(list(clock_sheet.render(one.sheet, duty_texts(one.today), _colour())))
    return exits.UNDECIDED if one.sheet.unread else _exit(one.sheet.found)


def _entries(one: IncidentClockSheet, as_of: date) -> bytes:
    if one.sheet.without:
        raise ValueError(f"{one.sheet.incident.id}: {one.sheet.without}")
    of = calendar_entries.of_record(one.sheet.incident.id, now())
    settled, texts = clock_sheet.settled(one.sheet), duty_texts(one.today)
    led = (calendar_entries.leading(then.found.counted, clock_sheet.settled(then)) for then in one.before)
    gone = {
        (first.clock, first.to): first for then in led for first, *_ in then
    }  # those that still lead are not written
    return calendar_entries.render(one.sheet.found.counted, as_of, of, texts, settled, tuple(gone.values()))


def _calendar(entries: bytes, found: Deadlines) -> None:
    click.echo(entries, nl=False)
    for one in found.not_counted:
        if one.reason == "uncountable":
            click.echo(terminal.line(f"ratified: {one.clock} cannot be counted: {one.why}"), err=True)


def _lines(lines: Sequence[str]) -> None:
    for line in lines:
        click.echo(line)


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _exit(found: Deadlines) -> int:
    faults = any(one.reason == "uncountable" for one in found.not_counted)
    return exits.UNDECIDED if faults else exits.CLEAN
