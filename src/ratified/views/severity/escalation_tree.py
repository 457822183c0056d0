"""From escalation rows to a tree and its picture: who is reached through whom, and by when at the latest."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.roster.escalation_chain import EscalationChain, chains, rows_of
from ratified.policy.roster.holders import title
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.svg import FILLED, INK, XMLNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.severities import EscalationRow, SeverityLevel
    from ratified.policy import Book

_BOX, _HIGH, _STEP, _GAP, _ASIDE = 196, 46, 132, 16, 178
_LETTERS = 25
"""How many letters fit into a box at 13 px; a longer title breaks once, then ends in an ellipsis."""


@dataclass(frozen=True)
class ReachedRole:
    """A role in the path, in plain text. `within` is the arrow's time; `at` is the longest it can take from
    declaration, every wait for somebody who does not answer included.
    """

    title: str
    within: str = ""
    at: str = ""
    next_after: str = ""
    next_to: str = ""
    below: tuple[ReachedRole, ...] = ()


def reach(book: Book, level: SeverityLevel) -> ReachedRole:
    """The tree of a severity from the first responder; rows whose sender nobody tells hang from it too."""
    first = book.escalation.first_responder
    rows = rows_of(book, level)
    known = chains(book, level)
    top = [row for row in rows if row.from_ == first or row.from_ not in known]
    below = tuple(_grow(book, row, rows, known, (first,)) for row in top)
    return ReachedRole(title(book, first), at=str(known[first].total), below=below)


def _grow(
    book: Book,
    row: EscalationRow,
    rows: tuple[EscalationRow, ...],
    known: Mapping[str, EscalationChain],
    above: tuple[str, ...],
) -> ReachedRole:
    again = (*above, row.to)
    below = tuple(_grow(book, r, rows, known, again) for r in rows if r.from_ == row.to and r.to not in again)
    later = row.if_no_ack
    return ReachedRole(
        title(book, row.to),
        str(row.within or "no time set"),
        str(known[row.from_].then(row).total) if row.from_ in known else "",
        str(later.after) if later else "",
        title(book, later.to) if later else "",
        below,
    )


@dataclass(frozen=True)
class Picture:
    """An SVG element, and its caption."""

    svg: Safe
    title: Safe


@dataclass(frozen=True)
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
    shapes = (part for p in placed for part in _shapes(p, column))
    key = escape(id_)
    told = f'<title id="{key}-title">{escape(name)}</title>'
    words = f'<desc id="{key}-desc">{escape(". ".join(_sentences(tree)) + ".")}</desc>'
    named = f'role="img" aria-labelledby="{key}-title {key}-desc"'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    svg = f'<svg class="path" {XMLNS} {named} {size}>{told}{words}{NOTHING.join(shapes)}</svg>'
    return Picture(Safe(svg), escape(name))


def _place(node: ReachedRole, depth: int, row: int, parent: int) -> Iterator[_PlacedNode]:
    yield _PlacedNode(node, depth, row, parent)
    below = row + 1
    for child in node.below:
        found = list(_place(child, depth + 1, below, row))
        yield from found
        below += len(found)


def _shapes(at: _PlacedNode, column: int) -> Iterator[Safe]:
    x, y = at.depth * _STEP + 1, at.row * (_HIGH + _GAP) + 2
    middle = y + _HIGH // 2
    if at.depth:
        from_x = (at.depth - 1) * _STEP + 24
        from_y = at.parent * (_HIGH + _GAP) + 2 + _HIGH
        yield from _arrow(f"M{from_x} {from_y}V{middle}", x - 2, middle, "path-arrow")
        yield _text(from_x + 8, middle - 6, _short(at.node.within), "path-time")
    yield _box(x, y, _BOX, "path-box")
    under = f"{'by' if at.depth else 'answers by'} {_short(at.node.at)}" if at.node.at else ""
    yield from _label(x + 12, y, at.node.title, under)
    if at.node.next_to:
        yield from _arrow(f"M{x + _BOX} {middle}", column - 2, middle, "path-arrow path-dashed")
        yield _text(column - 86, middle - 6, f"+{_short(at.node.next_after)}", "path-time")
        yield _box(column, y, _ASIDE, "path-box path-dashed")
        yield from _label(column + 12, y, at.node.next_to, "if nobody answers")


def _arrow(way: str, x: int, y: int, kind: str) -> Iterator[Safe]:
    """A way that ends level in a head."""
    yield Safe(f'<path class="{kind}" d="{way}H{x}" fill="none" {INK}/>')
    yield Safe(f'<path class="path-head" d="M{x} {y}l-7 -4v8z" {FILLED}/>')


def _box(x: int, y: int, width: int, kind: str) -> Safe:
    return Safe(f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{_HIGH}" rx="7"/>')


def _text(x: int, y: int, text: str, kind: str) -> Safe:
    return Safe(f'<text class="{kind}" x="{x}" y="{y}" {FILLED}>{escape(text)}</text>')


def _label(x: int, y: int, name: str, under: str) -> Iterator[Safe]:
    lines = textwrap.wrap(name, _LETTERS, max_lines=1 if under else 2, placeholder="…") or ["…"]
    below = [*lines[1:], *([under] if under else [])]
    yield _text(x, y + (20 if below else 27), lines[0], "path-role")
    yield from (_text(x, y + 37, text, "path-time") for text in below)


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


def _sentences(node: ReachedRole) -> Iterator[str]:
    for child in node.below:
        later = f"; if nobody answers within {child.next_after}, {child.next_to}" if child.next_to else ""
        yield f"{node.title} tells {child.title} within {child.within}{later}"
        yield from _sentences(child)
