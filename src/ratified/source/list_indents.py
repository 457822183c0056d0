"""Lists as the site's Markdown wants them: four blanks for each level that a line stands in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

STEP = 4
_MARKER = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])")


class ListLines(NamedTuple):
    """A list that stands in nothing, from line `first` up to `last`: its items, outer ones first, its code, and the
    lines on which a paragraph goes on.
    """

    first: int
    last: int
    items: Sequence[tuple[int, int]]
    code: frozenset[int]
    going_on: frozenset[int]

    def indented(self, lines: Sequence[str]) -> tuple[str, ...]:
        """Its lines with what stands in an item indented by four for each level; blanks inside of code stay."""
        depth = [0] * (self.last - self.first)
        inner = [-1] * (self.last - self.first)
        for first, last in self.items:
            for row in range(first - self.first, min(last, self.last) - self.first):
                depth[row] += 1
                inner[row] = first
        return tuple(self._indented(lines, self.first + row, depth[row], inner[row]) for row in range(len(depth)))

    def _indented(self, lines: Sequence[str], index: int, depth: int, item: int) -> str:
        line = lines[index]
        if not line.strip() or not depth or index in self.going_on:
            return line
        words, level = line.lstrip(" \t"), STEP * depth
        if item == index:
            return " " * (level - STEP) + words
        further = _begins(line) - _text_begins(lines[item])
        if further < 0:
            return line
        return " " * (level + (further if index in self.code or further >= STEP else 0)) + words


def _begins(line: str) -> int:
    """The column at which a line says something."""
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(STEP))


def _text_begins(line: str) -> int:
    """The column at which the text of an item begins, by its first line."""
    found = _MARKER.match(line)
    marker = line[: found.end()] if found else ""
    text = line[len(marker) :].lstrip(" \t")
    end, at = len(marker.expandtabs(STEP)), len(line[: len(line) - len(text)].expandtabs(STEP))
    return at if text and 0 < at - end <= STEP else end + 1


def lists_of(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[ListLines]:
    """The lists of a page that stand in nothing else: one that is indented by four stands in a note, or is code."""
    code = frozenset(row for t in tokens if t.type == "fence" and t.map for row in range(*t.map))
    going_on = frozenset(
        row for t in tokens if t.type == "paragraph_open" and t.map for row in range(t.map[0] + 1, t.map[1])
    )
    found: list[tuple[int, int, list[tuple[int, int]]]] = []
    for token in tokens:
        if token.level == 0 and token.type.endswith("_list_open") and token.map:
            found.append((*token.map, []))  # type: ignore[arg-type]
        elif token.type == "list_item_open" and token.map and found and token.map[0] < found[-1][1]:
            found[-1][2].append((token.map[0], token.map[1]))
    for first, last, items in found:
        if _begins(lines[first]) < STEP:
            yield ListLines(first, last, items, code, going_on)
