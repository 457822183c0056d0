"""What every picture is drawn with: SVG in the page itself, made at build time, no script, colours from the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.escape import NOTHING, Safe, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
INK = 'stroke="currentColor"'
FILLED = 'fill="currentColor"'
"""In the colour of the text that a picture stands in."""


@dataclass(frozen=True)
class LegendSample:
    """How something is drawn, and what it means."""

    svg: Safe
    words: Safe


def sample(kind: str, width: float, height: float, drawn: Safe, words: str) -> LegendSample:
    """A row of a legend."""
    return LegendSample(silent(kind, f"{width}", height, [drawn]), escape(words))


def silent(kind: str, width: str, height: float, shapes: Iterable[Safe]) -> Safe:
    """A picture that a screen reader passes over, since the words beside it say the same."""
    inside = NOTHING.join(shapes)
    return Safe(f'<svg class="{kind}" {XMLNS} width="{width}" height="{height}" aria-hidden="true">{inside}</svg>')


def spoken(kind: str, id_: str, name: str, words: str, height: float, shapes: Iterable[Safe]) -> Safe:
    """A picture as wide as its place, with what it is called and what it shows for those who do not see it."""
    named = f'width="100%" height="{height}" role="img" aria-labelledby="{id_} {id_}-words"'
    told = f'<title id="{id_}">{escape(name)}</title><desc id="{id_}-words">{escape(words)}</desc>'
    return Safe(f'<svg class="{kind}" {XMLNS} {named}>{told}{NOTHING.join(shapes)}</svg>')


def title(text: str) -> Safe:
    """What a part of a picture says of itself."""
    return Safe(f"<title>{escape(text)}</title>")


def percent(share: float) -> str:
    """A place along a line, 0 to 100, as SVG wants it: `12.34%`."""
    return f"{share:.2f}%"


def upright(kind: str, x: str, height: float) -> Safe:
    """A line from the top to the bottom."""
    return Safe(f'<line class="{kind}" x1="{x}" x2="{x}" y1="0" y2="{height}" {INK}/>')


def label(words: str, kind: str, x: str, y: float, shift: int) -> Safe:
    """Words that begin so many px right of a place, or end so many left of it where that is less than none."""
    side = "start" if shift > 0 else "end"
    place = f'x="{x}" dx="{shift}" y="{y}" text-anchor="{side}"'
    return Safe(f'<text class="{kind}" {place} {FILLED}>{escape(words)}</text>')


def mark(path: str, kind: str, x: str, y: float, said: Safe = NOTHING) -> Safe:
    """A mark round a place. A nested SVG carries the place in per cent, which a path cannot."""
    drawn = f'<path class="{kind}" d="{path}" {FILLED}/>'
    return Safe(f'<svg x="{x}" y="{y}" overflow="visible">{said}{drawn}</svg>')
