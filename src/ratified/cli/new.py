"""`ratified new`: the record of an incident or an exercise, with everything filled in that the repository knows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ratified.analysis.new_exercise import PlannedExercise, exercise_id, exercise_record
from ratified.analysis.new_incident import OpenedIncident, incident_id, incident_record
from ratified.cli import exits
from ratified.cli.new_records import book_of, level_of, one_of, runbook_of, say_next, write_record
from ratified.cli.options import as_of_option, open_tree, repo_option
from ratified.clock import moment
from ratified.output import terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path


@click.group()
def new() -> None:
    """Write a new record: a draft with the next id, the roster's names and the runbook's questions.

    What it cannot know it asks; where there is no terminal, options answer. It never overwrites a file.
    """


@new.command()
@click.option("--title", metavar="TEXT", help="What happened, in a few words and without names.")
@click.option("--source", metavar="ID", help="Where it came from: an intake source.")
@click.option("--detected", metavar="TIME", help="When a sign first reached us, with its offset.")
@click.option("--runbook", metavar="ID", help="The runbook that is followed.")
@click.option("--severity", metavar="ID", help="The level to prepare for.  [default: the runbook's, else the worst]")
@repo_option
def incident(
    title: str | None,
    source: str | None,
    detected: str | None,
    runbook: str | None,
    severity: str | None,
    repo: Path,
) -> int:
    """Write the record of an incident that was just noticed.

    It is a draft until somebody declares it (`status: declared`). TIME has an offset: 2026-11-20T14:20+01:00, or Z.

    Example: ratified new incident --title "Odd logins" --source monitoring --detected 2026-11-20T14:20+01:00
    --runbook RB-01
    """
    root = open_tree(repo).root
    book = book_of(root)
    page = runbook_of(book, runbook) if runbook else None
    opened = OpenedIncident(
        _answer("--title", title, "What happened, in a few words and without names", _some),
        _answer("--source", source, f"Where it came from ({', '.join(book.source)})", one_of(book.source)),
        _answer("--detected", detected, "When a sign first reached us (2026-11-20T14:20+01:00)", _moment),
        level_of(book, page, severity),
        page,
    )
    id_ = incident_id(book, opened.noticed)
    path = write_record(root, "incidents", id_, incident_record(book, opened))
    say_next(root, path, id_, f"Open {id_}")
    return exits.CLEAN


@new.command()
@click.option("--runbook", metavar="ID", help="The runbook that is played.")
@click.option("--starts", metavar="TIME", help="When it starts, with its offset.")
@click.option("--facilitator", metavar="PERSON", help="Who leads it, by id.")
@click.option("--title", metavar="TEXT", help="Its title.  [default: from the runbook]")
@repo_option
@as_of_option
def exercise(
    runbook: str | None, starts: str | None, facilitator: str | None, title: str | None, repo: Path, as_of: date
) -> int:
    """Write the record of an exercise to come, for its facilitator to fill in.

    Scenario, injects and agenda are the runbook's; the sign-in sheet names who holds each required role on the day.

    Example: ratified new exercise --runbook RB-02 --starts 2026-12-10T14:00+01:00 --facilitator dana
    """
    root = open_tree(repo).root
    book = book_of(root)
    known = sorted(page.runbook.id for page in book.runbooks if page.runbook and page.runbook.status == "active")
    chosen = _answer("--runbook", runbook, f"Which runbook is played ({', '.join(known)})", one_of(known))
    people = [person.id for person in book.people.people if person.kind == "human" and not _left(person.left, as_of)]
    planned = PlannedExercise(
        book.runbook[chosen],
        _answer("--starts", starts, "When it starts (2026-11-20T14:00+01:00)", _moment),
        _answer("--facilitator", facilitator, f"Who leads it ({', '.join(people)})", one_of(people)),
        title,
    )
    id_ = exercise_id(book, planned.starts)
    path = write_record(root, "exercises", id_, exercise_record(book, planned))
    say_next(root, path, id_, f"Plan {id_}")
    return exits.CLEAN


def _left(day: date | None, as_of: date) -> bool:
    return day is not None and day < as_of


def _answer(option: str, given: str | None, question: str, check: Callable[[str], str]) -> str:
    """What an option says, or what somebody at the terminal answers."""
    if given is not None:
        try:
            return check(given)
        except click.BadParameter as error:
            error.param_hint = option
            raise
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is missing: {question[0].lower()}{question[1:]}")
    answer: str = click.prompt(question, value_proc=check, err=True)
    return answer


def _some(text: str) -> str:
    if not text.strip():
        raise click.BadParameter("write some text")
    return text.strip()


def _moment(text: str) -> str:
    try:
        moment(text)
    except ValueError as error:
        raise click.BadParameter(terminal.line(str(error))) from None
    return text
