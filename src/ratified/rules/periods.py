"""Periods as rules ask about them: which of their days count, what happened in them, and how long is left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.policy.records.statements import days, held, judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident
    from ratified.model.period import PeriodWindow
    from ratified.policy import Book
    from ratified.rules.rule import RuleInput

AHEAD = timedelta(days=61)
"""How long before a period ends what it still lacks is asked for: two months, time enough to hold an exercise."""

AFTERWARDS = timedelta(days=30)
"""How long after a period ended there is time to sign for it: a nil-incident attestation cannot be signed before."""

_DAY = timedelta(days=1)


def adopted_on(record: ApprovalRecord) -> date | None:
    """The UTC day on which the register was adopted; None before, or where the landing's date cannot be read."""
    timeline = record.approvals.timeline
    if timeline.bootstrap is None:
        return None
    at = timeline.moment(timeline.bootstrap)
    return at.date() if at else None


def asked_about(case: RuleInput, record: ApprovalRecord) -> Iterator[tuple[PeriodWindow, date, date]]:
    """The type-2 periods that have begun, with the first and the last of their days that count.

    Days before the adoption promised nothing, and of days after the one asked about nothing is known.
    """
    adopted = adopted_on(record)
    for window in case.windows:
        first = max(window.starts, adopted) if adopted else None
        last = min(window.ends, case.as_of)
        if window.report == "type-2" and first is not None and first <= last:
            yield window, first, last


def of_window(case: RuleInput, day: date | None) -> bool:
    """Whether what is dated on a day is asked about: in the named period, or at all where none was named."""
    return case.window is None or (day is not None and day in case.window)


def near_end(window: PeriodWindow, as_of: date) -> bool:
    """Whether a period runs and ends within two months."""
    return window.starts <= as_of <= window.ends < as_of + AHEAD


def last_to_sign(window: PeriodWindow) -> date:
    """The last day on which what covers a whole period may still be signed without being late."""
    return window.ends + AFTERWARDS


def declared_in(book: Book, first: date, last: date) -> list[Incident]:
    """The incidents declared on a stretch of days, by the day there or in UTC."""
    return [one for one in judged(book) if _on(one.times.stages.declared, first, last)]


def lived_in(book: Book, window: PeriodWindow) -> list[Incident]:
    """The incidents that were open on any day of a period: declared before it and closed in it count too."""
    found = []
    for incident in judged(book):
        declared, closed = incident.times.stages.declared, incident.times.stages.closed
        begun = declared is not None and min(days(declared)) <= window.ends
        if begun and (closed is None or max(days(closed)) >= window.starts):
            found.append(incident)
    return found


def held_in(book: Book, window: PeriodWindow) -> list[Exercise]:
    """The exercises held in a period, in the order of their days."""
    return [one for one in held(book) if one.held_on is not None and one.held_on in window]


def dated_in(window: PeriodWindow, moment: str | None) -> bool:
    """Whether a moment falls into a period, on the day there or in UTC."""
    return _on(moment, window.starts, window.ends)


def uncovered(first: date, last: date, stretches: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """The stretches of days, from a first to a last one, that none of these stretches covers, in order."""
    day = first
    for starts, ends in sorted(stretch for stretch in stretches if stretch[0] <= last):
        if day < starts:
            yield day, starts - _DAY
        day = max(day, ends + _DAY)
    if day <= last:
        yield day, last


def runs(found: Sequence[date]) -> Iterator[list[date]]:
    """Days in order, split where one is missing."""
    run: list[date] = []
    for day in found:
        if run and day - run[-1] > _DAY:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def between(first: date, last: date) -> str:
    """A stretch of days in words."""
    return f"on {first}" if first == last else f"from {first} to {last}"


def _on(moment: str | None, first: date, last: date) -> bool:
    return moment is not None and any(first <= day <= last for day in days(moment))
