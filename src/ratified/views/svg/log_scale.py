"""From moments to places along a line whose scale is logarithmic on both sides of one moment, in per cent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_BEFORE = 26.0
"""What comes before the moment gets no more than this share: promises run after it."""

_EDGE = 3.0
_MINUTE = timedelta(minutes=1)
_TICKS = (
    (1, "1 min"),
    (10, "10 min"),
    (60, "1 h"),
    (360, "6 h"),
    (1440, "1 day"),
    (10080, "1 week"),
    (43200, "30 days"),
    (525600, "1 year"),
)
_ROOM, _ROOM_ON_A_PHONE = 9.0, 15.0
"""How much of the line a label takes."""

_TURN = 84.0
"""From here on a label stands left of its place, since there is no room right of it on a phone."""


@dataclass(frozen=True, slots=True)
class ElapsedTick:
    """A length of time from the moment on, or before it. `fine` ones have no room for their label on a phone.

    `turned`: the label stands left of the place.
    """

    share: float
    label: str
    fine: bool
    turned: bool = False


@dataclass(frozen=True, slots=True)
class ElapsedScale:
    """A scale round a moment: each step away from it stands for a longer time. Never moves one moment past another."""

    origin: datetime
    before: float
    after: float

    @property
    def middle(self) -> float:
        """Where the moment itself lies, 0 to 100."""
        if not self.before:
            return _EDGE
        return min(_MOST_BEFORE, 100 * self.before / (self.before + self.after))

    def share(self, at: datetime) -> float:
        """Where another moment lies, 0 to 100."""
        minutes = (at - self.origin) / _MINUTE
        if minutes < 0:
            return self.middle - (self.middle - _EDGE) * min(log1p(-minutes) / self.before, 1.0)
        return self.middle + (100 - _EDGE - self.middle) * min(log1p(minutes) / self.after, 1.0)

    def ticks(self) -> Iterator[ElapsedTick]:
        """Round lengths of time with room for their labels: the longest before the moment, then those after it."""
        before = [(minutes, label) for minutes, label in _TICKS if minutes >= 60 and log1p(minutes) < self.before]
        if before and self.middle > _ROOM_ON_A_PHONE:
            yield ElapsedTick(self.share(self.origin - before[-1][0] * _MINUTE), before[-1][1], False)
        last = coarse = self.middle
        for minutes, label in _TICKS:
            share = self.share(self.origin + minutes * _MINUTE)
            turned = share > _TURN
            labels = 2 if turned else 1
            if log1p(minutes) >= self.after or share - last < labels * _ROOM:
                continue
            fine = share - coarse < labels * _ROOM_ON_A_PHONE
            last, coarse = share, coarse if fine else share
            yield ElapsedTick(share, label, fine, turned)


def elapsed(origin: datetime, moments: Sequence[datetime]) -> ElapsedScale:
    """The scale that has room for every moment; at least ten minutes after the origin."""
    before = max([(origin - at) / _MINUTE for at in moments if at < origin], default=0.0)
    after = max([10.0, *((at - origin) / _MINUTE for at in moments)])
    return ElapsedScale(origin, log1p(before), log1p(after))
