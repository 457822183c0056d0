"""The scale that a document's history is drawn to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from ratified.model.dates import short_month
from ratified.policy.records.statements import midnight_after
from ratified.views.svg import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
