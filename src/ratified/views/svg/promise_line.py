"""The drawing of one moment against its promise, the axis above, and the legend. Colours come from the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.escape import Safe, escape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from ratified.incident import Outcome
    from ratified.views.svg.log_scale import ElapsedScale, ElapsedTick

_HIGH, _MIDDLE = 26, 13
_SPACE = 'xmlns="http://www.w3.org/2000/svg"'
_SHAPES = {
    "fact": "M-3.5 -3.5h7v7h-7z",
    "met": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    "accepted": "M0 -6.5L6.5 0L0 6.5L-6.5 0z",
    "missed": "M-6 -4L-4 -6L0 -2L4 -6L6 -4L2 0L6 4L4 6L0 2L-4 6L-6 4L-2 0z",
}
_SAID = {
    "met": "happened, in the promised time",
    "accepted": "happened late, and somebody accepted that",
    "missed": "happened late",
    "fact": "happened, nothing was promised",
}


@dataclass(frozen=True, slots=True)
class CourseSample:
    """A shape and what it says."""

    svg: Safe
    words: Safe


def draw_course(scale: ElapsedScale, at: datetime | None, dues: Sequence[datetime], outcome: Outcome | None) -> Safe:
    """A line with a bar at each promised moment, a mark where it happened, and the time between the two.

    The words beside it say the same, so a screen reader passes it over.
    """
    parts = [_upright(tick.share, "tl-tick") for tick in scale.ticks()]
    parts.append(_upright(scale.middle, "tl-now"))
    parts += [_between(scale, at, due) for due in dues if at is not None]
    parts += [_bar(f"{scale.share(due):.2f}%") for due in dues]
    if at is not None:
        parts.append(_mark(_kind(outcome), f"{scale.share(at):.2f}%"))
    return _svg(Safe("").join(parts), "100%", _HIGH)


def _kind(outcome: Outcome | None) -> str:
    return (
        "fact" if outcome is None else "missed" if outcome == "no record" else outcome if outcome in _SHAPES else "fact"
    )


def _svg(shapes: Safe, width: str, height: int) -> Safe:
    return Safe(f'<svg class="tl" {_SPACE} width="{width}" height="{height}" aria-hidden="true">{shapes}</svg>')


def _upright(share: float, kind: str) -> Safe:
    x = f"{share:.2f}%"
    return Safe(f'<line class="{kind}" x1="{x}" x2="{x}" y1="0" y2="{_HIGH}" stroke="currentColor"/>')


def _between(scale: ElapsedScale, at: datetime, due: datetime) -> Safe:
    """Dotted where time was left over, a full line where it ran over."""
    kind = "tl-over" if at > due else "tl-left"
    dotted = "" if at > due else ' stroke-dasharray="1 4" stroke-linecap="round"'
    place = f'x1="{scale.share(at):.2f}%" x2="{scale.share(due):.2f}%" y1="{_MIDDLE}" y2="{_MIDDLE}"'
    return Safe(f'<line class="{kind}" {place} stroke="currentColor" stroke-width="2"{dotted}/>')


def _bar(x: str) -> Safe:
    place = f'x1="{x}" x2="{x}" y1="{_MIDDLE - 8}" y2="{_MIDDLE + 8}"'
    return Safe(f'<line class="tl-due" {place} stroke="currentColor" stroke-width="3"/>')


def _mark(kind: str, x: str) -> Safe:
    """A nested SVG carries the place in per cent, which a path cannot."""
    path = f'<path class="tl-mark tl-happened-{kind}" d="{_SHAPES[kind]}" fill="currentColor"/>'
    return Safe(f'<svg x="{x}" y="{_MIDDLE}" overflow="visible">{path}</svg>')


def draw_course_axis(scale: ElapsedScale, name: str) -> Safe:
    """Lengths of time along the top, and the moment that they are counted from below them."""
    parts = [_label(tick) for tick in scale.ticks()]
    parts += [_upright(tick.share, "tl-tick") for tick in scale.ticks()]
    parts += [_text(scale.middle, 24, name, "tl-day", False), _upright(scale.middle, "tl-now")]
    return _svg(Safe("").join(parts), "100%", _HIGH)


def _label(tick: ElapsedTick) -> Safe:
    return _text(tick.share, 10, tick.label, "tl-day tl-fine" if tick.fine else "tl-day", tick.turned)


def _text(share: float, y: int, text: str, kind: str, turned: bool) -> Safe:
    side, shift = ("end", -4) if turned else ("start", 4)
    place = f'x="{share:.2f}%" dx="{shift}" y="{y}" text-anchor="{side}"'
    return Safe(f'<text class="{kind}" {place} fill="currentColor">{escape(text)}</text>')


def draw_course_legend(outcomes: Collection[Outcome | None], promised: bool) -> Iterator[CourseSample]:
    """A sample of each mark that occurs, and of the bar."""
    kinds = {_kind(outcome) for outcome in outcomes}
    for kind, said in _SAID.items():
        if kind in kinds:
            yield CourseSample(_svg(_mark(kind, "8"), "16", _HIGH), escape(said))
    if promised:
        yield CourseSample(_svg(_bar("8"), "16", _HIGH), escape("promised by then"))
