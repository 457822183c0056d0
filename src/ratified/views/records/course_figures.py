"""One moment against its promise: the drawing, the axis above, the legend, and the scale that they are drawn to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log1p
from typing import TYPE_CHECKING

from ratified.views.escape import Safe
from ratified.views.svg import INK, LegendSample, label, mark, percent, sample, silent, upright

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from ratified.incident import Outcome

_HIGH, _MIDDLE = 26, 13
_SHAPES = {
    "met": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    "accepted": "M0 -6.5L6.5 0L0 6.5L-6.5 0z",
    "missed": "M-6 -4L-4 -6L0 -2L4 -6L6 -4L2 0L6 4L4 6L0 2L-4 6L-6 4L-2 0z",
    "fact": "M-3.5 -3.5h7v7h-7z",
}
_SAID = {
    "met": "done within the target",
    "accepted": "done late, deviation accepted",
    "missed": "done late",
    "fact": "done, no target",
}


def draw_course(scale: ElapsedScale, at: datetime | None, dues: Sequence[datetime], outcome: Outcome | None) -> Safe:
    """A line with a bar at each promised moment, a mark where it happened, and the time between the two."""
    parts = [*_ticks(scale), upright("tl-now", percent(scale.middle), _HIGH)]
    parts += [_between(scale, at, due) for due in dues if at is not None]
    parts += [_bar(scale.at(due)) for due in dues]
    if at is not None:
        parts.append(_mark(_kind(outcome), scale.at(at)))
    return silent("tl", "100%", _HIGH, parts)


def _kind(outcome: Outcome | None) -> str:
    kind = "missed" if outcome == "no record" else outcome
    return kind if kind in _SHAPES else "fact"


def _ticks(scale: ElapsedScale) -> list[Safe]:
    return [upright("tl-tick", percent(tick.share), _HIGH) for tick in scale.ticks()]


def _between(scale: ElapsedScale, at: datetime, due: datetime) -> Safe:
    """Dotted where time was left over, a full line where it ran over."""
    kind = "tl-over" if at > due else "tl-left"
    dotted = "" if at > due else ' stroke-dasharray="1 4" stroke-linecap="round"'
    place = f'x1="{scale.at(at)}" x2="{scale.at(due)}" y1="{_MIDDLE}" y2="{_MIDDLE}"'
    return Safe(f'<line class="{kind}" {place} {INK} stroke-width="2"{dotted}/>')


def _bar(x: str) -> Safe:
    place = f'x1="{x}" x2="{x}" y1="{_MIDDLE - 8}" y2="{_MIDDLE + 8}"'
    return Safe(f'<line class="tl-due" {place} {INK} stroke-width="3"/>')


def _mark(kind: str, x: str) -> Safe:
    return mark(_SHAPES[kind], f"tl-mark tl-happened-{kind}", x, _MIDDLE)


def draw_course_axis(scale: ElapsedScale, name: str) -> Safe:
    """Lengths of time along the top, and the moment that they are counted from below them."""
    labels = [
        label(
            tick.label, "tl-day tl-fine" if tick.fine else "tl-day", percent(tick.share), 10, -4 if tick.turned else 4
        )
        for tick in scale.ticks()
    ]
    middle = percent(scale.middle)
    origin = (label(name, "tl-day", middle, 24, 4), upright("tl-now", middle, _HIGH))
    return silent("tl", "100%", _HIGH, [*labels, *_ticks(scale), *origin])


def draw_course_legend(outcomes: Collection[Outcome | None], promised: bool) -> Iterator[LegendSample]:
    """A sample of each mark that occurs, and of the bar."""
    kinds = {_kind(outcome) for outcome in outcomes}
    for kind, said in _SAID.items():
        if kind in kinds:
            yield sample("tl", 16, _HIGH, _mark(kind, "8"), said)
    if promised:
        yield sample("tl", 16, _HIGH, _bar("8"), "target")


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


@dataclass(frozen=True)
class ElapsedTick:
    """A length of time from the moment on, or before it. `fine` ones have no room for their label on a phone.

    `turned`: the label stands left of the place.
    """

    share: float
    label: str
    fine: bool
    turned: bool = False


@dataclass(frozen=True)
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

    def at(self, moment: datetime) -> str:
        """The place of a moment as SVG wants it: `12.34%`."""
        return percent(self.share(moment))

    def ticks(self) -> Iterator[ElapsedTick]:
        """Round lengths of time with room for their labels: the longest before the moment, then those after it."""
        before = [(minutes, words) for minutes, words in _TICKS if minutes >= 60 and log1p(minutes) < self.before]
        if before and self.middle > _ROOM_ON_A_PHONE:
            yield ElapsedTick(self.share(self.origin - before[-1][0] * _MINUTE), before[-1][1], False)
        last = coarse = self.middle
        for minutes, words in _TICKS:
            share = self.share(self.origin + minutes * _MINUTE)
            turned = share > _TURN
            labels = 2 if turned else 1
            if log1p(minutes) >= self.after or share - last < labels * _ROOM:
                continue
            fine = share - coarse < labels * _ROOM_ON_A_PHONE
            last, coarse = share, coarse if fine else share
            yield ElapsedTick(share, words, fine, turned)


def elapsed(origin: datetime, moments: Sequence[datetime]) -> ElapsedScale:
    """The scale that has room for every moment; at least ten minutes after the origin."""
    before = max([(origin - at) / _MINUTE for at in moments if at < origin], default=0.0)
    after = max([10.0, *((at - origin) / _MINUTE for at in moments)])
    return ElapsedScale(origin, log1p(before), log1p(after))
