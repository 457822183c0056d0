"""A document's history as stretches of time, each under one verdict, and the scale that they are drawn to.

Pure, and never kinder than the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import dropwhile
from typing import TYPE_CHECKING, NamedTuple

from ratified.clock import shortest
from ratified.model.dates import short_month
from ratified.model.verdict import IN_FORCE
from ratified.policy.records.statements import midnight_after
from ratified.views.svg import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.duration import Duration
    from ratified.model.verdict import DocumentEvent, DocumentVerdict, VerdictWord


class VerdictSpan(NamedTuple):
    """A verdict that held from one moment (UTC) to the next."""

    word: VerdictWord
    starts: datetime
    ends: datetime


def stretches(
    events: Sequence[DocumentEvent], verdict: DocumentVerdict, cadence: Duration | None, as_of: date
) -> tuple[VerdictSpan, ...]:
    """The stretches of a document from its first event to the end of a day, oldest first, without a gap.

    An approval holds until the next event, or until the cadence has run out. The cadence is that of the class today:
    what it was at a landing of the past only the authority of that landing knows. The last approval ends on the day
    that the verdict says. An event without a moment that git could read counts from the event before it on.
    """
    known = list(dropwhile(lambda event: event.at is None, events))
    end = midnight_after(as_of)
    moments = list(_moments(known, end))
    found: list[VerdictSpan] = []
    for number, event in enumerate(known):
        over = _over(event, verdict, cadence)
        last = number + 1 == len(known)
        word = _last_word(event, verdict, over, end) if last else event.verdict
        if event.at is None and word in IN_FORCE:
            word = "undecidable"
        found += _cut(word, moments[number], moments[number + 1], over)
    return tuple(stretch for stretch in found if stretch.starts < stretch.ends)


def _moments(events: Sequence[DocumentEvent], end: datetime) -> Iterator[datetime]:
    """When each event begins, and the end. Clocks of machines lie: nothing begins before the event in front of it,
    and what is dated after the day begins with the day.
    """
    least = datetime.min.replace(tzinfo=UTC)
    for event in events:
        at = event.at or least
        least = max(at if at < end else end - timedelta(days=1), least)
        yield least
    yield end


def _last_word(event: DocumentEvent, verdict: DocumentVerdict, over: datetime | None, end: datetime) -> VerdictWord:
    """What holds at the end: the event's verdict or the document's own, whichever promises less.

    An edit that is only here ends no approval of the history, and running out is drawn on the day it happened.
    """
    word = verdict.verdict
    if not event.in_force:
        return event.verdict if word in {"approved", "claimed", "pending", "stale"} else word
    if word == "pending" or (word == "stale" and over is not None and over < end):
        return event.verdict
    return word


def _over(event: DocumentEvent, verdict: DocumentVerdict, cadence: Duration | None) -> datetime | None:
    """When the approval of an event has run out, whatever comes after it."""
    approval = verdict.approval
    if approval is not None and approval.landing == event.landing and verdict.due is not None:
        return midnight_after(verdict.due)
    if cadence is None or event.at is None:
        return None
    last = event.at.astimezone(UTC).date().toordinal() + shortest(cadence).days
    return midnight_after(date.fromordinal(min(last, date.max.toordinal())))


def _cut(word: VerdictWord, starts: datetime, ends: datetime, over: datetime | None) -> list[VerdictSpan]:
    if word not in IN_FORCE or over is None or ends <= over:
        return [VerdictSpan(word, starts, ends)]
    over = max(over, starts)
    return [VerdictSpan(word, starts, over), VerdictSpan("stale", over, ends)]


_LABELS = 6
"""As many days as a phone has room to name."""

_STEPS = (1, 3, 6, 12, 24, 60, 120)
_EDGE = 3.0
_LEAST_AHEAD = timedelta(days=45)


@dataclass(frozen=True)
class DayScale:
    """A stretch of time as a line: `now` is the end of the day of the page, `ticks` are moments with their labels."""

    starts: datetime
    ends: datetime
    now: datetime
    ticks: tuple[tuple[datetime, str], ...]

    def share(self, at: datetime) -> float:
        """Where a moment lies, 0 to 100; what lies outside is put on the edge."""
        return min(max((at - self.starts) / (self.ends - self.starts) * 100, 0.0), 100.0)

    def at(self, moment: datetime) -> str:
        """The place of a moment as SVG wants it: `12.34%`."""
        return percent(self.share(moment))


def make_scale(moments: Sequence[datetime], dues: Sequence[date], as_of: date) -> DayScale:
    """From shortly before the first moment to the last due day, but no further ahead than a quarter of the whole."""
    now = midnight_after(as_of)
    first = min([*moments, now - timedelta(days=30)])
    past = now - first
    most = max(past / 3, _LEAST_AHEAD)
    ahead = min(max([midnight_after(due) - now for due in dues], default=_LEAST_AHEAD), most)
    starts, ends = first - past / 50, now + max(ahead, past / 50)
    return DayScale(starts, ends, now, tuple(_ticks(starts, ends)))


def _ticks(starts: datetime, ends: datetime) -> Iterator[tuple[datetime, str]]:
    months = (ends - starts).days / 30.44
    step = next((step for step in _STEPS if months / step <= _LABELS), _STEPS[-1])
    number = starts.year * 12 + starts.month - 1
    number -= number % step
    while (at := datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)) < ends:
        share = (at - starts) / (ends - starts) * 100
        if _EDGE <= share <= 100 - 4 * _EDGE:
            yield at, f"{short_month(at)} {at.year}" if step < 12 else str(at.year)
        number += step
