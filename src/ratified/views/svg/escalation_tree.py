"""Pictures as inline SVG, drawn at build time: no script, no other host, colours from the page."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.escape import Safe, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.views.severity.escalation_tree import ReachedRole

_BOX, _HIGH, _STEP, _GAP, _ASIDE = 196, 46, 132, 16, 178
_LETTERS = 25
"""How many letters fit into a box at 13 px; a longer title breaks once, then ends in an ellipsis."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG element, its size in px, and its caption."""

    svg: Safe
    width: int
    height: int
    title: Safe


@dataclass(frozen=True, slots=True)
class _PlacedNode:
    node: ReachedRole
    depth: int
    row: int
    parent: int


def draw(id_: str, name: str, tree: ReachedRole) -> Picture:
    """The path as a tree: each role right of whoever tells it, its stand-in dashed beside it."""
    placed = list(_place(tree, 0, 0, 0))
    depth = max(p.depth for p in placed)
    aside = any(p.node.next_to for p in placed)
    width = depth * _STEP + _BOX + (92 + _ASIDE if aside else 0) + 4
    height = len(placed) * (_HIGH + _GAP)
    column = depth * _STEP + _BOX + 92
    shapes = Safe("").join(_shapes(p, column) for p in placed)
    words = escape(". ".join(_sentences(tree)) + ".")
    key = escape(id_)
    named = f'role="img" aria-labelledby="{key}-title {key}-desc"'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = f'<title id="{key}-title">{escape(name)}</title><desc id="{key}-desc">{words}</desc>'
    svg = f'<svg class="path" xmlns="http://www.w3.org/2000/svg" {named} {size}>{head}{shapes}</svg>'
    return Picture(Safe(svg), width, height, escape(name))


def _place(node: ReachedRole, depth: int, row: int, parent: int) -> Iterator[_PlacedNode]:
    yield _PlacedNode(node, depth, row, parent)
    below = row + 1
    for child in node.below:
        found = list(_place(child, depth + 1, below, row))
        yield from found
        below += len(found)


def _shapes(at: _PlacedNode, column: int) -> Safe:
    x, y = at.depth * _STEP + 1, at.row * (_HIGH + _GAP) + 2
    middle = y + _HIGH // 2
    parts = []
    if at.depth:
        from_x = (at.depth - 1) * _STEP + 24
        from_y = at.parent * (_HIGH + _GAP) + 2 + _HIGH
        parts.append(_line(f"M{from_x} {from_y}V{middle}H{x - 2}", "path-arrow"))
        parts.append(_head(x - 2, middle))
        parts.append(_text(from_x + 8, middle - 6, _short(at.node.within), "path-time"))
    parts.append(_box(x, y, _BOX, "path-box"))
    under = f"{'by' if at.depth else 'answers by'} {_short(at.node.at)}" if at.node.at else ""
    parts.append(_label(x + 12, y, at.node.title, under))
    if at.node.next_to:
        parts.append(_line(f"M{x + _BOX} {middle}H{column - 2}", "path-arrow path-dashed"))
        parts.append(_head(column - 2, middle))
        parts.append(_text(column - 86, middle - 6, f"+{_short(at.node.next_after)}", "path-time"))
        parts.append(_box(column, y, _ASIDE, "path-box path-dashed"))
        parts.append(_label(column + 12, y, at.node.next_to, "if nobody answers"))
    return Safe("").join(parts)


def _box(x: int, y: int, width: int, kind: str) -> Safe:
    return Safe(f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{_HIGH}" rx="7"/>')


def _line(way: str, kind: str) -> Safe:
    return Safe(f'<path class="{kind}" d="{way}" fill="none" stroke="currentColor"/>')


def _head(x: int, y: int) -> Safe:
    return Safe(f'<path class="path-head" d="M{x} {y}l-7 -4v8z" fill="currentColor"/>')


def _text(x: int, y: int, text: str, kind: str) -> Safe:
    return Safe(f'<text class="{kind}" x="{x}" y="{y}" fill="currentColor">{escape(text)}</text>')


def _label(x: int, y: int, title: str, under: str) -> Safe:
    lines = textwrap.wrap(title, _LETTERS, max_lines=1 if under else 2, placeholder="…") or ["…"]
    below = [*lines[1:], *([under] if under else [])]
    first = _text(x, y + (20 if below else 27), lines[0], "path-role")
    return Safe("").join([first, *(_text(x, y + 37, text, "path-time") for text in below)])


def _short(text: str) -> str:
    """Times as a picture has room for them: `10 min`, `2 h 30 min`, `2 bus. days`."""
    text = re.sub(r"(?<![0-9])([0-9]{1,9}) minutes", _in_hours, text)
    for long, short in (
        ("minutes", "min"),
        ("minute", "min"),
        ("hours", "h"),
        ("hour", "h"),
        ("business day", "bus. day"),
    ):
        text = text.replace(long, short)
    return text


def _in_hours(found: re.Match[str]) -> str:
    hours, minutes = divmod(int(found[1]), 60)
    return f"{hours} h {minutes} min" if hours else found[0]


def _sentences(node: ReachedRole) -> Iterator[str]:
    for child in node.below:
        later = f"; if nobody answers within {child.next_after}, {child.next_to}" if child.next_to else ""
        yield f"{node.title} tells {child.title} within {child.within}{later}"
        yield from _sentences(child)
