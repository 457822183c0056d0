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
    items: tuple[tuple[int, int], ...]
    code: frozenset[int]
    going_on: frozenset[int]

    def indented(self, lines: Sequence[str]) -> tuple[str, ...]:
        """Its lines with what stands in an item indented by four for each level; blanks inside of code stay."""
        return tuple(self._indented(lines, index) for index in range(self.first, self.last))

    def _indented(self, lines: Sequence[str], index: int) -> str:
        line = lines[index].expandtabs(STEP)
        around = [item for item in self.items if item[0] <= index < item[1]]
        if not line.strip() or not around or index in self.going_on:
            return lines[index]
        words, level = line.lstrip(), STEP * len(around)
        if around[-1][0] == index:
            return " " * (level - STEP) + words
        further = len(line) - len(words) - _text_begins(lines[around[-1][0]].expandtabs(STEP))
        if further < 0:
            return lines[index]
        return " " * (level + (further if index in self.code or further >= STEP else 0)) + words


def _text_begins(line: str) -> int:
    """The column at which the text of an item begins, by its first line."""
    found = _MARKER.match(line)
    end = found.end() if found else 0
    blanks = len(line) - end - len(line[end:].lstrip())
    return end + (blanks if 0 < blanks <= STEP and line[end:].strip() else 1)


def lists_of(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[ListLines]:
    """The lists of a page that stand in nothing else: one that is indented by four stands in a note, or is code."""
    code = frozenset(row for t in tokens if t.type == "fence" and t.map for row in range(*t.map))
    going_on = frozenset(
        row for t in tokens if t.type == "paragraph_open" and t.map for row in range(t.map[0] + 1, t.map[1])
    )
    for index, token in enumerate(tokens):
        if token.level == 0 and token.type.endswith("_list_open") and token.map:
            first, last = token.map
            if not lines[first].expandtabs(STEP).startswith(" " * STEP):
                within = (t.map for t in tokens[index:] if t.type == "list_item_open" and t.map)
                yield ListLines(first, last, tuple((a, b) for a, b in within if a < last), code, going_on)
