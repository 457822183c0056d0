"""Two texts of a page held against each other as they are read, with whatever changed that no reader sees.

Bytes that differ are never told as no change: what is in no word is named, and the lines of the source stay beside it.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ratified.changes.data_diff import plain
from ratified.changes.lines import MOST_LINES
from ratified.changes.read_blocks import read_blocks
from ratified.source.front_matter import part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.changes.labels import Labels
    from ratified.changes.read_blocks import ReadBlock, ReadPage, Target

_MOST_BLOCKS = 500
"""Blocks beyond which speed counts for more than the best match."""

_MOST_LETTERS = 200_000
_SHORT = 60
_MARKER = re.compile(r"(?:[-+*]|[0-9]+[.)]) ?")
_CALL = re.compile(r"\{\{.*?\}\}")


class BlockPair(NamedTuple):
    """A block before and after; None where only the other side has it. Without both, `same` blocks did not change."""

    before: ReadBlock | None
    after: ReadBlock | None
    same: int = 0

    @property
    def differs(self) -> bool:
        """Whether a reader sees another text, or another kind of text."""
        if self.before is None or self.after is None:
            return not self.same
        return _read(self.before) != _read(self.after)


class PageComparison(NamedTuple):
    """One page before and after: what is read otherwise, with one block round each, and what changed that is not
    visible in the text, in words.

    `renumbered` counts items of the same words that have another number or mark.
    """

    path: str
    pairs: tuple[BlockPair, ...]
    unseen: tuple[str, ...]
    renumbered: int


def compare_pages(path: str, before: str, after: str, old: Labels, new: Labels) -> PageComparison | None:
    """What a reader sees of a change, by the names of each side. None where a text is too long to be compared."""
    if max(before.count("\n"), after.count("\n")) >= MOST_LINES or max(len(before), len(after)) > _MOST_LETTERS:
        return None
    one, two = _split(path, before), _split(path, after)
    was, now = (read_blocks(side.body, names, side.literal) for side, names in ((one, old), (two, new)))
    pairs = tuple(aligned(was, now))
    unseen = [*_of_front(one, two)]
    unseen += [said for pair in pairs for said in _of_pair(pair)]
    unseen += _of_lines(was.unseen, now.unseen)
    renumbered = sum(_renumbered(pair) for pair in pairs)
    if before != after and not unseen and not renumbered and not any(pair.differs for pair in pairs):
        unseen = ["white space, line breaks or characters that show nothing"]
    return PageComparison(path, tuple(_near(pairs)), tuple(dict.fromkeys(unseen)), renumbered)


class _SplitPage(NamedTuple):
    """A page in three: its front matter as written and as read, and its text."""

    head: str
    front: Mapping[str, object]
    body: str

    @property
    def literal(self) -> bool:
        return self.front.get("render_macros") is False


def _split(path: str, text: str) -> _SplitPage:
    """Front matter that never ends is text, as the site shows it."""
    found = part(path, text)
    body = found.body.lstrip("\n")
    if found.head.faults and not body:
        return _SplitPage("", {}, text)
    front = plain(found.head.value)
    return _SplitPage(text.removesuffix(body), front if isinstance(front, dict) else {}, body)


def _read(block: ReadBlock) -> tuple[str, str, str]:
    """What a reader takes for the same: the number of an item is none of its words, what it stands under is."""
    return block.kind, str(block.depth) if block.kind == "item" else block.label, block.words


def _renumbered(pair: BlockPair) -> bool:
    before, after = pair.before, pair.after
    return before is not None and after is not None and not pair.differs and before.label != after.label


def aligned(was: ReadPage, now: ReadPage) -> Iterator[BlockPair]:
    """The blocks of both sides in order, those that are read alike beside each other. None is left out."""
    old, new = was.blocks, now.blocks
    matcher = difflib.SequenceMatcher(
        None, [*map(_read, old)], [*map(_read, new)], autojunk=max(len(old), len(new)) > _MOST_BLOCKS
    )
    for _, first, last, begin, end in matcher.get_opcodes():
        yield from (BlockPair(b, a) for b, a in zip_longest(old[first:last], new[begin:end]))


def _near(pairs: Sequence[BlockPair]) -> Iterator[BlockPair]:
    """Pairs that differ and those beside them, without their sources; a count in place of what lies between."""
    differ = [pair.differs for pair in pairs]
    left = 0
    for n, pair in enumerate(pairs):
        if any(differ[max(n - 1, 0) : n + 2]):
            if left:
                yield BlockPair(None, None, left)
            left = 0
            yield BlockPair(_words(pair.before), _words(pair.after))
        else:
            left += 1
    if left:
        yield BlockPair(None, None, left)


def _words(block: ReadBlock | None) -> ReadBlock | None:
    """A block without what a reader does not see."""
    return None if block is None else block._replace(source=(), targets=(), comments=())


def _of_pair(pair: BlockPair) -> Iterator[str]:
    """What changed in two blocks beside each other that no word of them shows."""
    before, after = pair.before, pair.after
    targets = before.targets if before else (), after.targets if after else ()
    comments = before.comments if before else (), after.comments if after else ()
    told = [*_of_targets(*targets), *_of_comments(*comments)]
    yield from told
    if before is None or after is None or pair.differs or told or before.source == after.source:
        return
    old, new = (" ".join(" ".join(side.source).split()) for side in (before, after))
    if before.label != after.label:  # told by itself
        old, new = _MARKER.sub("", old, 1), _MARKER.sub("", new, 1)
        if old == new:
            return
    called = _CALL.sub("", old) == _CALL.sub("", new)
    what = "white space or line breaks" if old == new else "macro call" if called else "markup"
    yield f"{what} of {_quoted(after.words)}"


def _of_targets(before: Sequence[Target], after: Sequence[Target]) -> Iterator[str]:
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    left = [*gone.elements()]
    for target in come.elements():
        was = next((one for one in left if one.words == target.words), None)
        if was is not None:
            left.remove(was)
        yield f"link address of {_quoted(target.words)}: {was.address if was else 'none'} → {target.address}"
    yield from (f"link address of {_quoted(one.words)}: {one.address} → none" for one in left)
    if not gone and not come and [*before] != [*after]:
        old, new = (", ".join(one.address for one in side) for side in (before, after))
        yield f"order of link addresses: {old} → {new}"


def _of_comments(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    yield from (f"comment removed: {_quoted(one)}" for one in gone.elements())
    yield from (f"comment added: {_quoted(one)}" for one in come.elements())


def _of_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Lines that are part of no text: definitions of links, rules, comments of their own, empty lines."""
    old, new = ([line for line in side if line.strip()] for side in (before, after))
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    yield from (f"line removed: {_quoted(line)}" for line in gone.elements())
    yield from (f"line added: {_quoted(line)}" for line in come.elements())
    if old == new and [*before] != [*after]:
        yield "empty lines"
    elif not gone and not come and old != new:
        yield "order of lines that show nothing"


def _of_front(old: _SplitPage, new: _SplitPage) -> Iterator[str]:
    """The keys of the front matter that differ; how it is written, where only that does."""
    both = dict.fromkeys((*old.front, *new.front))
    keys = [key for key in both if old.front.get(key) != new.front.get(key)]
    if keys:
        yield f"front matter: {', '.join(keys)}"
    elif old.head != new.head:
        yield "front matter, in how it is written"


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= _SHORT else f'{flat[: _SHORT - 1]}…'}”"
