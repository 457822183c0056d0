"""Changed lines beside each other: what stood before on the left, what stands after on the right, words marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from ratified.model.plurals import how_many
from ratified.views.escape import NOTHING, Safe, escape, from_git, told_apart, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.changes.lines import DiffPassage

MOST_ROWS = 400
"""Rows of one text that are shown; a person reads the rest in git."""

_MOST_WORDS = 300
"""Words of a line beyond which it is shown whole, without marks in it."""

_ALIKE = 0.4
"""How alike two lines must be for marks in them to help."""

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_HEAD = re.compile(r"@@ -([0-9]+)(?:,[0-9]+)? \+([0-9]+)(?:,[0-9]+)? @@")
_Line = tuple[int | None, str]
"""The number of a line, where somebody knows it, and its text."""


@dataclass(frozen=True)
class LineSegment:
    """A stretch of a line; `changed` where the other side has something else."""

    text: Safe
    changed: bool = False


@dataclass(frozen=True)
class DiffSide:
    """A line on one side: its number in the file, empty where nobody knows it, and its text."""

    number: Safe
    bits: tuple[LineSegment, ...]


@dataclass(frozen=True)
class LineRow:
    """A line before and after; None where only the other side has one. `gap` stands for lines that are the same."""

    before: DiffSide | None
    after: DiffSide | None
    changed: bool
    gap: bool = False


@dataclass(frozen=True)
class SideBySideText:
    """One text: what it is, its rows, and a note where something is left out."""

    title: Safe
    rows: tuple[LineRow, ...]
    note: Safe


def beside(passage: DiffPassage, most: int = MOST_ROWS) -> SideBySideText:
    """A passage as rows, at most so many."""
    if passage.lines and passage.lines[0][:1] not in {"@", "-", "+"}:
        return SideBySideText(from_git(passage.title), (), escape(passage.lines[0]))
    rows = [*_rows(passage.lines)]
    left = len(rows) - max(most, 0)
    note = f"{how_many(left, 'line')} more, left out here" if left > 0 else ""
    return SideBySideText(from_git(passage.title), tuple(rows[: max(most, 0)]), escape(note))


def _rows(lines: Sequence[str]) -> Iterator[LineRow]:
    old: int | None = None
    new: int | None = None
    gone: list[_Line] = []
    come: list[_Line] = []
    for place, line in enumerate(lines):
        sign, text = line[:1], line[1:]
        if sign not in {"-", "+"}:
            yield from _paired(gone, come)
            gone, come = [], []
        if head := _HEAD.match(line):
            old, new = int(head[1]), int(head[2])
            if place:
                yield LineRow(None, None, False, gap=True)
            continue
        if sign == "-":
            gone.append((old, text))
        elif sign == "+":
            come.append((new, text))
        else:
            yield LineRow(_side((old, text)), _side((new, text)), False)
        old = old + 1 if old is not None and sign != "+" else old
        new = new + 1 if new is not None and sign != "-" else new
    yield from _paired(gone, come)


def _side(line: _Line, bits: tuple[LineSegment, ...] = ()) -> DiffSide:
    number, text = line
    return DiffSide(NOTHING if number is None else escape(number), bits or (LineSegment(verbatim(text)),))


def _paired(gone: Sequence[_Line], come: Sequence[_Line]) -> Iterator[LineRow]:
    """Lines that went beside those that came, in order."""
    for before, after in zip_longest(gone, come):
        if before is None or after is None:
            yield LineRow(_side(before) if before else None, _side(after) if after else None, True)
        else:
            left, right = marked(before[1], after[1])
            yield LineRow(_side(before, left), _side(after, right), True)


def marked(before: str, after: str) -> tuple[tuple[LineSegment, ...], tuple[LineSegment, ...]]:
    """Two lines with the words marked that differ; unmarked where they are too long, or share too little."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    whole = (LineSegment(told_apart(before)),), (LineSegment(told_apart(after)),)
    if max(len(old), len(new)) > _MOST_WORDS:
        return whole
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.quick_ratio() < _ALIKE:
        return whole
    left: list[LineSegment] = []
    right: list[LineSegment] = []
    for tag, first, last, begin, end in matcher.get_opcodes():
        for bits, words in ((left, old[first:last]), (right, new[begin:end])):
            if words:
                text = "".join(words)
                bits.append(LineSegment(verbatim(text) if tag == "equal" else told_apart(text), tag != "equal"))
    return tuple(left), tuple(right)
