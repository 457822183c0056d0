"""An audit period as evidence: what it shows, its population, its exceptions, and every run of a recurring control."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.check.period import holds
from ratified.policy.periods import windows
from ratified.policy.records.statements import held
from ratified.views.approvals.table import names
from ratified.views.escape import Safe, escape
from ratified.views.evidence.period import PeriodLine, period_verdict
from ratified.views.records.common import to_record
from ratified.views.site_map import PageLink, unlinked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.check.period import PeriodVerdict
    from ratified.model.period import PeriodWindow
    from ratified.policy.records.recurring import RecurringControl
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class ControlRunLine:
    """A run of a control: the day it counts for, by whom, how it ended, and what shows it."""

    on: Safe
    by: Safe
    result: Safe
    evidence: PageLink


@dataclass(frozen=True)
class ControlEvidence:
    """A control that comes back: how often the period asked for it, and every run. `spot` is the end of its anchor."""

    spot: Safe
    name: Safe
    every: Safe
    expected: Safe
    found: Safe
    lacks: bool
    runs: tuple[ControlRunLine, ...]


@dataclass(frozen=True)
class PeriodEvidence:
    """The period: for which days evidence is told; its verdict where one was made; and its controls."""

    told: Safe
    verdict: PeriodLine | None
    controls: tuple[ControlEvidence, ...]


def period_of(of: PageContext) -> PeriodWindow | None:
    """The latest audit period of the register that has begun."""
    begun = [window for window in windows(of.book.register) if window.begun(of.as_of)]
    return max(begun, key=lambda window: (window.starts, window.ends), default=None)


def controls_of(of: PageContext, period: PeriodWindow | None) -> tuple[RecurringControl, ...]:
    """The controls that come back, as the period was judged; none where it was not."""
    found = _verdict(of, period)
    return found.controls if found else ()


def period_evidence(of: PageContext, period: PeriodWindow | None) -> PeriodEvidence:
    """What the page says of the period before it goes through the criteria."""
    if period is None:
        told = "No audit period of the register has begun, so there is no operating evidence yet."
        return PeriodEvidence(escape(told), None, ())
    row = next((row for row in period_verdict(of).rows if row.id == escape(period.name)), None)
    if row is not None:
        row = dataclasses.replace(row, holds=escape(f"Population: {holds(of.book, period)}."))
    told = f"Operating evidence covers the audit period {period.words}, as of {of.as_of}."
    if row is None:
        told += " The period was not evaluated for this build, so nothing here says what it lacks."
    return PeriodEvidence(escape(told), row, tuple(_control(of, one) for one in controls_of(of, period)))


def _verdict(of: PageContext, period: PeriodWindow | None) -> PeriodVerdict | None:
    found = of.standing.periods if of.standing and period else ()
    return next((verdict for verdict in found if verdict.period == period), None)


def _control(of: PageContext, control: RecurringControl) -> ControlEvidence:
    return ControlEvidence(
        spot=Safe(f"control-{escape(control.limit.id)}"),
        name=escape(control.limit.text),
        every=escape(f"every {control.limit.within}"),
        expected=escape(control.expected),
        found=escape(len(control.found)),
        lacks=control.lacks > 0,
        runs=tuple(line for day in control.found for line in _runs(of, control.limit.id, day)),
    )


def _runs(of: PageContext, control: str, day: date) -> Iterator[ControlRunLine]:
    """What was run on a day, from wherever it is on record: a row of events, a trend review, an exercise."""
    for run in of.book.events.controls:
        if run.control == control and run.held_on == day:
            by = escape(names(of, [run.by]))
            yield ControlRunLine(escape(day), by, escape(run.result), unlinked(run.evidence))
    if control == "trend-review":
        for one in of.book.events.trend_reviews:
            if one.ends == day:
                on, by = escape(f"to {day}, held {one.held_on}"), escape(names(of, [one.by]))
                counted = escape(f"{one.incidents} declared, {one.dismissed} dismissed")
                yield ControlRunLine(on, by, counted, of.thing(f"{one.id}: {one.minutes}", "trend_reviews", ""))
    if control == "backup-restore-test":
        for exercise in held(of.book):
            restored = exercise.kind != "tabletop" and any(file.kind == "restore" for file in exercise.evidence)
            if exercise.held_on == day and restored:
                yield ControlRunLine(escape(day), escape("in an exercise"), escape("held"), to_record(of, exercise))
