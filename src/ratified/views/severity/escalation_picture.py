"""The path of a severity as a picture, in two shapes: wide, and upright for a phone, with the same facts in both.

Wide, a role stands right of whoever tells it and its stand-in beside it; upright, everything stands below. A style
sheet shows one of them, so a reader aloud meets one.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.severity.escalation_tree import ReachedRole, sentences
from ratified.views.svg import FILLED, INK, XMLNS

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTER = 6.85
"""How wide a letter of a role's title is on average, in px; a longer title breaks once, then ends in an ellipsis."""

_PAD = 12


class _Shape(NamedTuple):
    """How a picture is laid out, in px: how far right each deeper role begins, how high a box is, what is kept free
    above and below one, where under a box the ways down begin, and how much further down a stand-in below it reaches.
    """

    kind: str
    step: int
    high: int
    above: int
    below: int
    spine: int
    stand_in: int


_WIDE = _Shape("path", step=121, high=46, above=0, below=16, spine=24, stand_in=0)
_UPRIGHT = _Shape("path path-upright", step=22, high=40, above=20, below=4, spine=10, stand_in=52)
_BOX, _ARROW, _ASIDE = 196, 92, 178
"""Of the wide one: how wide a box is, the way to a stand-in, and the stand-in."""

_PHONE = 288
"""How wide the upright one is: the narrowest phone, less its margins."""


@dataclass(frozen=True)
class Picture:
    """Two SVG elements that show the same, one of them for phones, and their caption."""

    svg: Safe
    title: Safe
    upright: Safe


@dataclass(frozen=True)
class _PlacedRole:
    """A role and its box; `from_` is where the way to it begins, under the box of whoever tells it."""

    node: ReachedRole
    x: int
    y: int
    width: int
    from_: tuple[int, int] | None


def draw(id_: str, name: str, tree: ReachedRole) -> Picture:
    """The path as a tree, in both shapes."""
    depth = _depth(tree)
    stand_in = _BOX + depth * _WIDE.step + _ARROW if _any_stand_in(tree) else 0
    width = stand_in + _ASIDE + 4 if stand_in else depth * _WIDE.step + _BOX + 4
    wide = _svg(_WIDE, id_, name, tree, width, stand_in)
    narrow = _UPRIGHT._replace(step=min(_UPRIGHT.step, _PHONE // 3 // max(depth, 1)))
    return Picture(wide, escape(name), _svg(narrow, f"{id_}-upright", name, tree, _PHONE, 0))


def _svg(shape: _Shape, id_: str, name: str, tree: ReachedRole, width: int, stand_in: int) -> Safe:
    placed = list(_place(tree, shape, width, 0, 2, None))
    last = placed[-1]
    height = last.y + shape.high + (shape.stand_in if last.node.next_to else 0) + shape.below - 2
    shapes = (part for at in placed for part in _shapes(shape, at, stand_in))
    key = escape(id_)
    told = f'<title id="{key}-title">{escape(name)}</title>'
    words = f'<desc id="{key}-desc">{escape(". ".join(sentences(tree)) + ".")}</desc>'
    named = f'role="img" aria-labelledby="{key}-title {key}-desc"'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return Safe(f'<svg class="{shape.kind}" {XMLNS} {named} {size}>{told}{words}{NOTHING.join(shapes)}</svg>')


def _place(
    node: ReachedRole, shape: _Shape, width: int, depth: int, top: int, from_: tuple[int, int] | None
) -> Iterator[_PlacedRole]:
    """A role and those below it, from the top down."""
    x, y = depth * shape.step + 1, top + (shape.above if depth else 0)
    yield _PlacedRole(node, x, y, width - x - 1 if shape.stand_in else _BOX, from_)
    top = y + shape.high + (shape.stand_in if node.next_to else 0) + shape.below
    for child in node.below:
        found = list(_place(child, shape, width, depth + 1, top, (x - 1 + shape.spine, y + shape.high)))
        yield from found
        last = found[-1]
        top = last.y + shape.high + (shape.stand_in if last.node.next_to else 0) + shape.below


def _shapes(shape: _Shape, at: _PlacedRole, column: int) -> Iterator[Safe]:
    x, y, node = at.x, at.y, at.node
    middle = y + shape.high // 2
    if at.from_:
        from_x, from_y = at.from_
        yield from _arrow(f"M{from_x} {from_y}V{middle}", x - 2, middle, "path-arrow")
        yield _text(from_x + 8, (y if shape.above else middle) - 6, _short(node.within), "path-time")
    under = f"{'by' if at.from_ else 'answers by'} {_short(node.at)}" if node.at else ""
    yield from _box(shape, x, y, at.width, "path-box", node.title, under)
    if not node.next_to:
        return
    after = f"+{_short(node.next_after)}"
    if shape.stand_in:
        right, below = x + 2 * shape.spine, y + shape.stand_in
        yield from _arrow_down(x + at.width // 2, y + shape.high, below - 2)
        words = f"{after}, if nobody answers"
        yield from _box(shape, right, below, at.width - right + x, "path-box path-dashed", node.next_to, words)
    else:
        yield from _arrow(f"M{x + _BOX} {middle}", column - 2, middle, "path-arrow path-dashed")
        yield _text(column - 86, middle - 6, after, "path-time")
        yield from _box(shape, column, y, _ASIDE, "path-box path-dashed", node.next_to, "if nobody answers")


def _arrow(way: str, x: int, y: int, kind: str) -> Iterator[Safe]:
    """A way that ends level in a head."""
    yield Safe(f'<path class="{kind}" d="{way}H{x}" fill="none" {INK}/>')
    yield Safe(f'<path class="path-head" d="M{x} {y}l-7 -4v8z" {FILLED}/>')


def _arrow_down(x: int, top: int, y: int) -> Iterator[Safe]:
    """A dashed way that ends upright in a head."""
    yield Safe(f'<path class="path-arrow path-dashed" d="M{x} {top}V{y}" fill="none" {INK}/>')
    yield Safe(f'<path class="path-head" d="M{x} {y}l-4 -7h8z" {FILLED}/>')


def _box(shape: _Shape, x: int, y: int, width: int, kind: str, name: str, under: str) -> Iterator[Safe]:
    """A box with a title, and a line under it."""
    yield Safe(f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{shape.high}" rx="7"/>')
    letters = int((width - 2 * _PAD) / _LETTER)
    lines = textwrap.wrap(name, letters, max_lines=1 if under else 2, placeholder="…") or ["…"]
    below = [*lines[1:], *([under] if under else [])]
    first = shape.high // 2 - 3
    yield _text(x + _PAD, y + (first if below else shape.high // 2 + 4), lines[0], "path-role")
    yield from (_text(x + _PAD, y + first + shape.high * 3 // 8, text, "path-time") for text in below)


def _text(x: int, y: int, text: str, kind: str) -> Safe:
    return Safe(f'<text class="{kind}" x="{x}" y="{y}" {FILLED}>{escape(text)}</text>')


def _depth(node: ReachedRole) -> int:
    return 1 + max(map(_depth, node.below)) if node.below else 0


def _any_stand_in(node: ReachedRole) -> bool:
    return bool(node.next_to) or any(map(_any_stand_in, node.below))


def _short(text: str) -> str:
    """Times as a picture has room for them: `10 min`, `2 h 30 min`, `2 bus. days`."""
    text = re.sub(r"(?<![0-9])([0-9]{1,9}) minutes", _in_hours, text)
    for long, short in _SHORTER.items():
        text = text.replace(long, short)
    return text


_SHORTER = {"minutes": "min", "minute": "min", "hours": "h", "hour": "h", "business day": "bus. day"}


def _in_hours(found: re.Match[str]) -> str:
    hours, minutes = divmod(int(found[1]), 60)
    return f"{hours} h {minutes} min" if hours else found[0]
