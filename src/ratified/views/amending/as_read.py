"""A page before and after as it is read, words marked; what changed besides; and the lines of its source, folded.

Everything here was read as text and is escaped: markup of the past is letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.plurals import counted, how_many
from ratified.views.amending.side_by_side import DiffSide, LineSegment, SideBySideText, marked
from ratified.views.escape import NOTHING, Safe, escape, from_git, told_apart, verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.changes.read_blocks import BlockKind, ReadBlock
    from ratified.changes.read_comparison import BlockPair, PageComparison

_NAMES: Mapping[BlockKind, str] = {
    "heading": "Heading",
    "text": "Text",
    "item": "Item",
    "row": "Row",
    "code": "Code",
    "line": "Line",
}

MOST_UNSEEN = 50
"""Changes of one page that no word shows and that are named; its source has all."""


@dataclass(frozen=True)
class ReadRow:
    """A block before and after; None where only the other side has one. `same` tells of blocks that did not change."""

    before: DiffSide | None
    after: DiffSide | None
    changed: bool
    same: Safe = NOTHING


@dataclass(frozen=True)
class PageAsRead:
    """One page: its path, its rows, what changed that no word shows and how much more of that, and its source."""

    title: Safe
    rows: tuple[ReadRow, ...]
    note: Safe
    unseen: tuple[Safe, ...]
    more: Safe
    source: SideBySideText


def as_read(found: PageComparison, source: SideBySideText, most: int) -> PageAsRead:
    """A page as rows, at most so many; what is left out is counted, and stands in the source."""
    pairs = found.pairs if any(pair.differs for pair in found.pairs) else ()
    listed = pairs[: max(most, 0)]
    notes = [] if pairs else ["No word of the text changed."]
    if found.renumbered:
        notes.append(f"{counted(found.renumbered, 'item')} of the same words with another number or mark.")
    if any("‹" in side.words for pair in listed for side in (pair.before, pair.after) if side):
        notes.append("‹ › stands for what the site put there from the data of that day.")
    if len(pairs) > len(listed):
        notes.append(f"{how_many(len(pairs) - len(listed), 'row')} more, left out here.")
    more = len(found.unseen) - MOST_UNSEEN
    return PageAsRead(
        title=from_git(found.path),
        rows=tuple(map(_row, listed)),
        note=escape(" ".join(notes)),
        unseen=tuple(map(from_git, found.unseen[:MOST_UNSEEN])),
        more=escape(f"{more} more, in the source below." if more > 0 else ""),
        source=source,
    )


def _row(pair: BlockPair) -> ReadRow:
    if pair.same:
        return ReadRow(None, None, False, escape(f"{counted(pair.same, 'part')} of the text unchanged"))
    before, after = pair.before, pair.after
    if not pair.differs:
        return ReadRow(_side(before), _side(after), False)
    if before is None or after is None:
        return ReadRow(_side(before, whole=True), _side(after, whole=True), True)
    left, right = marked(before.words, after.words)
    if not any(bit.changed for bit in (*left, *right)):  # too long, too different, or the same words in another form
        left, right = _whole(before), _whole(after)
    return ReadRow(DiffSide(_name(before), left), DiffSide(_name(after), right), True)


def _whole(block: ReadBlock, changed: bool = True) -> tuple[LineSegment, ...]:
    return (LineSegment(told_apart(block.words) if changed else verbatim(block.words), changed),)


def _side(block: ReadBlock | None, whole: bool = False) -> DiffSide | None:
    return None if block is None else DiffSide(_name(block), _whole(block, whole))


def _name(block: ReadBlock) -> Safe:
    """What a block is, in a word, with the number or the language that tells it from another of the same words."""
    if block.label == "quote":
        return escape("Quote")
    label = block.label.removesuffix(".").removesuffix("•")
    level = f", level {block.depth}" if block.depth > 1 else ""
    return from_git(f"{_NAMES[block.kind]} {label}".rstrip() + level)
