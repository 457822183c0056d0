"""Promises that come back: internal updates, updates for customers, another look at the severity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from operator import itemgetter
from typing import TYPE_CHECKING

from ratified.clock import UncountableError, moment
from ratified.clock.counting import CountingStart
from ratified.incident.measure import by, span, uncounted
from ratified.incident.row import PromiseAnswer
from ratified.incident.targets import target_row
from ratified.model.duration import Duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ratified.incident.context import TraceContext
    from ratified.incident.row import TraceRow
    from ratified.incident.severity_spans import SeveritySpan
    from ratified.model.data_entry import DataPointer

_LOOKED_AT = re.compile(r"\bseverity\b|\bsev-?[0-9]\b", re.IGNORECASE)
"""Words by which a line of the timeline tells of a look at the severity; the record has no field for it."""


@dataclass(frozen=True, slots=True)
class _IntervalEvidence:
    """The moments that keep a promise, each with its place; when it ends; why it was not made at all."""

    at: Sequence[tuple[datetime, DataPointer]]
    end: datetime | None
    end_place: DataPointer
    excused: str = ""


def interval_rows(of: TraceContext) -> Iterator[TraceRow]:
    """A row for each promise of each level that comes back until an end."""
    kept = {"update": _updates(of), "customer_update": _customers(of), "recheck_severity": _checks(of)}
    for stretch in of.stretches:
        level = stretch.promises
        if level is None or stretch.policy.lacks("severities"):
            continue
        for target, found in kept.items():
            length = getattr(level.targets, target)
            if isinstance(length, Duration):
                yield _row(of, stretch, target, length, found)


def _row(of: TraceContext, stretch: SeveritySpan, target: str, length: Duration, kept: _IntervalEvidence) -> TraceRow:
    start = stretch.start
    promised = f"every {length} from {start.name}" if start else f"every {length}"
    answer, happened, place = _judged(of, stretch, length, kept, promised)
    return target_row(of, stretch, target, stage="update", happened=happened, where=place, then=answer)


def _judged(
    of: TraceContext, stretch: SeveritySpan, length: Duration, kept: _IntervalEvidence, promised: str
) -> tuple[PromiseAnswer, str, DataPointer]:
    """The first gap that was too long, or that none was."""
    start, nowhere = stretch.start, kept.end_place
    reason = stretch.policy.lacks("calendars") if length.business_days else None
    if start is None or reason:
        return uncounted(promised, reason or "the record has no moment that it runs from"), "", nowhere
    if kept.excused:
        return PromiseAnswer(promised, None, "not applicable", kept.excused), "", nowhere
    end = min((at for at in (kept.end, stretch.until) if at is not None), default=None)
    until = end or datetime.combine(of.now.as_of, time(0), UTC)
    inside = [(at, place) for at, place in kept.at if start.at <= at <= until and at >= _since(stretch)]
    longest = None
    try:
        last = CountingStart("", max(start.at, _before(kept, stretch, start.at)))
        for at, place in [*inside, (until, kept.end_place)]:
            resumed = _resumed(of, last.at, at)
            due = by(length, CountingStart("", resumed), stretch.policy.book)
            longest = max(longest or at - resumed, at - resumed)
            if at > due:
                words = f"none for {span(at - resumed)}"
                return PromiseAnswer(promised, due, "missed", f"{span(at - due)} late"), words, place
            last = CountingStart("", at)
    except UncountableError as error:
        return uncounted(promised, error), "", nowhere
    if not inside and end is not None:
        return PromiseAnswer(promised, None, "not applicable", "it was over before the first was due"), "", nowhere
    words = f"{len(inside)}, the longest gap {span(longest)}" if longest is not None else str(len(inside))
    return PromiseAnswer(promised, None, "met" if end is not None else "open"), words, nowhere


def _since(stretch: SeveritySpan) -> datetime:
    """A level counts what came while it held; the first one from its start."""
    return datetime.min.replace(tzinfo=UTC) if stretch.first else stretch.since


def _before(kept: _IntervalEvidence, stretch: SeveritySpan, start: datetime) -> datetime:
    """A lower level goes on from the last update under the level before."""
    if stretch.first or stretch.raised:
        return start
    return max((at for at, _ in kept.at if at <= stretch.since), default=stretch.since)


def _resumed(of: TraceContext, last: datetime, at: datetime) -> datetime:
    """A gap in which the incident was closed and came back runs from the sign that reopened it."""
    signs = [moment(one.at_) for one in of.incident.reopened if moment(one.closed_before) >= last]
    return max((sign for sign in signs if last < sign <= at), default=last)


def _updates(of: TraceContext) -> _IntervalEvidence:
    found = _said(of, {"internal", "staff"})
    return _IntervalEvidence(found, *_closed(of))


def _customers(of: TraceContext) -> _IntervalEvidence:
    """Until customers no longer see the effect. Only what hits availability can be seen from outside."""
    restored = of.stamp("restored")
    end, place = (moment(restored), of.incident.pointer("times", "stages", "restored")) if restored else _closed(of)
    seen = "availability" in of.incident.classification.impact.properties
    excused = "" if seen else "the record names no effect visible to customers (availability)"
    return _IntervalEvidence(_said(of, {"customers", "public"}), end, place, excused)


def _checks(of: TraceContext) -> _IntervalEvidence:
    """Lines of the timeline that speak of the severity, and its changes."""
    found = [(moment(one.at_), one.pointer("at")) for one in of.incident.classification.severity]
    lines = of.incident.response.timeline
    found += [(moment(line.at_), line.pointer("at")) for line in lines if _LOOKED_AT.search(line.text)]
    return _IntervalEvidence(_in_order(found), *_closed(of))


def _said(of: TraceContext, audiences: set[str]) -> list[tuple[datetime, DataPointer]]:
    said = (one for one in of.incident.response.updates if one.audience in audiences)
    return _in_order((moment(one.at_), one.pointer("at")) for one in said)


def _in_order(found: Iterable[tuple[datetime, DataPointer]]) -> list[tuple[datetime, DataPointer]]:
    return sorted(found, key=itemgetter(0))


def _closed(of: TraceContext) -> tuple[datetime | None, DataPointer]:
    closed = of.stamp("closed")
    return moment(closed) if closed else None, of.incident.pointer("times", "stages", "closed")
