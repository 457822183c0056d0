"""Where the site would show a page otherwise than the rules read it, and how to write it so that it does not."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ratified.source.commonmark import page_tokens
from ratified.source.markdown_fixes import WAYS, PageEdit, apply
from ratified.source.outline import read_outline
from ratified.source.outline_words import missing, surplus
from ratified.source.site_outline import site_outline
from ratified.source.unseen import unseen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ratified.model.outline import OutlinePart

_LONGEST, _SHORTEST = 32_000, 1_500
"""Characters of a piece: of more both readers may need seconds, and of fewer a page would have too many."""

_MOST_READ = 150_000
"""Characters of a page that are read to learn which edits are needed; past that all are proposed that help."""

_MOST_APART = 400
"""Parts among which differences are looked for, from the first on: what follows is told when those are gone."""

_NEAR = 4
"""How many parts further on one that was moved is looked for."""

_Edits = tuple[tuple[PageEdit, ...], ...]
"""For each of `WAYS` its edits, in the lines that the ways before it have left."""


class OutlineDifference(NamedTuple):
    """A difference at a line, from 0; `edited` where a mechanical edit makes it go away."""

    line: int
    what: str
    help: str
    edited: bool = False


class ComparedPage(NamedTuple):
    """All differences of a page, in the order of its lines, and its text with all mechanical edits made."""

    differences: tuple[OutlineDifference, ...]
    text: str


def compared(text: str, read: Sequence[OutlinePart], extensions: Sequence[str]) -> ComparedPage:
    """Compare both readings of a text without front matter.

    `read` is its outline as the rules have it, `extensions` are those of the site that need no other file. What takes
    a reader long in one piece is compared in pieces, and of a piece that is too long that is said.
    """
    lines = text.split("\n")
    inside = [OutlineDifference(*one) for one in unseen(lines)]
    whole = len(text) <= _LONGEST
    if whole and _alike(read, site_outline(text, extensions)):
        return ComparedPage(tuple(inside), text)
    choice = _EditChoice(partial(site_outline, extensions=extensions))
    for bounds in (_pieces(lines), *([[(0, len(lines))]] if whole else [])):
        parts = [_of_section(choice, lines[first:last], first) for first, last in bounds]
        made = [line for part in parts for line in part.lines]
        if not whole or choice.distance(made) <= sum(part.distance for part in parts):  # no piece hangs on another
            break
    found = (one for part in parts for one in part.differences)
    return ComparedPage(tuple(sorted([*inside, *found])), "\n".join(made))


class _ComparedSection(NamedTuple):
    differences: list[OutlineDifference]
    lines: list[str]
    distance: int


def _of_section(choice: _EditChoice, lines: Sequence[str], begin: int) -> _ComparedSection:
    """What differs in the lines of a section, which stands at a line of the page, and the lines once edited."""
    if len("\n".join(lines)) > _LONGEST:
        what = f"more than {_LONGEST:,} characters under one heading, which are not compared with what the site shows"
        return _ComparedSection([OutlineDifference(begin, what, "give it headings, or split the page")], list(lines), 0)
    if _alike(*choice.both(lines)):  # a distance of 0 is not enough: the same parts may stand in another order
        return _ComparedSection([], list(lines), 0)
    edits = choice.needed(lines)
    fixed = _made(lines, edits)
    added = sorted(edit.first for edit in edits[-1])
    found = [OutlineDifference(begin + edit.first, edit.what, edit.how, edited=True) for way in edits for edit in way]
    for one in differences(*choice.both(fixed), fixed):
        above = sum(line + count < one.line for count, line in enumerate(added))
        found.append(one._replace(line=begin + one.line - above))
    return _ComparedSection(found, fixed, choice.distance(fixed))


def _pieces(lines: Sequence[str]) -> list[tuple[int, int]]:
    """The lines of a page from one heading to another, a few thousand characters at least: what stands in such a piece
    seldom changes how another is read.
    """
    code = {row for t in page_tokens(lines)[0] if t.type == "fence" and t.map for row in range(*t.map)}
    cuts, size = [0], 0
    for row, line in enumerate(lines):
        if size > _SHORTEST and line.startswith("#") and row not in code:
            cuts.append(row)
            size = 0
        size += len(line)
    return list(pairwise([*cuts, len(lines)]))


def differences(
    read: Sequence[OutlinePart], site: Sequence[OutlinePart], lines: Sequence[str]
) -> Iterator[OutlineDifference]:
    """What one reading has and the other has not: the first part of each run."""
    ours, theirs, above = _between(*comparable(read, site))
    ours, theirs = ours[:_MOST_APART], theirs[:_MOST_APART]
    moved: set[tuple[str, int, int, str]] = set()
    for kind, first, _, begin, end in _matcher(ours, theirs).get_opcodes():
        if kind in {"delete", "replace"}:
            one = ours[first]
            near = [part for part in theirs[begin : end + _NEAR] if (part.kind, part.text) == (one.kind, one.text)]
            moved.update(part.key for part in near)
            yield OutlineDifference(one.line, *missing(one, near or theirs[begin:end], lines))
        elif kind == "insert" and theirs[begin].key not in moved:
            yield OutlineDifference(*surplus(theirs[begin], lines, ours[first - 1].line if first else above))


def _between(
    ours: Sequence[OutlinePart], theirs: Sequence[OutlinePart]
) -> tuple[Sequence[OutlinePart], Sequence[OutlinePart], int]:
    """What stands between the parts that are alike from the start and from the end, and the line above it."""
    (one, other), most = (_keys(ours), _keys(theirs)), min(len(ours), len(theirs))
    same = next((at for at in range(most) if one[at] != other[at]), most)
    end = next((at for at in range(most - same) if one[-1 - at] != other[-1 - at]), most - same)
    above = ours[same - 1].line if same else 0
    return ours[same : len(ours) - end], theirs[same : len(theirs) - end], above


def comparable(read: Sequence[OutlinePart], site: Sequence[OutlinePart]) -> tuple[list[OutlinePart], list[OutlinePart]]:
    """Both without the paragraphs that both have at the same depth, and without those that only the site knows: notes
    and footnotes hold paragraphs that CommonMark reads as others.
    """
    there = Counter(one.key for one in site if one.kind == "paragraph")
    ours = []
    for one in read:
        if one.kind == "paragraph" and there[one.key]:
            there[one.key] -= 1
        else:
            ours.append(one)
    return ours, [one for one in site if one.kind != "paragraph"]


def _alike(read: Sequence[OutlinePart], site: Sequence[OutlinePart]) -> bool:
    ours, theirs = comparable(read, site)
    return _keys(ours) == _keys(theirs)


def _matcher(ours: Sequence[OutlinePart], theirs: Sequence[OutlinePart]) -> SequenceMatcher[tuple[str, int, int, str]]:
    return SequenceMatcher(None, _keys(ours), _keys(theirs), autojunk=False)


def _made(lines: Sequence[str], edits: _Edits) -> list[str]:
    made = list(lines)
    for way in edits:
        made = apply(made, way)
    return made


class _EditChoice:
    """Judges edits by both readings; those of a text are worked out once."""

    def __init__(self, site: Callable[[str], list[OutlinePart]]) -> None:
        self._site = site
        self._seen: dict[str, tuple[list[OutlinePart], list[OutlinePart]]] = {}
        self._read = 0

    def needed(self, lines: Sequence[str]) -> _Edits:
        """The edits without which the readings would differ more; none where all together do not help."""
        left: set[tuple[int, int]] = set()
        edits, best = self._proposed(lines, left)
        if best >= self.distance(lines):
            return tuple(() for _ in WAYS)
        every = [(way, edit.first) for way, those in enumerate(edits) for edit in those]
        for one in every if len(every) * len("\n".join(lines)) <= _MOST_READ - self._read else ():
            self._read += len("\n".join(lines))
            others, distance = self._proposed(lines, left | {one})
            if distance <= best:
                left.add(one)
                edits = others
        return edits

    def _proposed(self, lines: Sequence[str], left: set[tuple[int, int]]) -> tuple[_Edits, int]:
        """What all ways propose, one after another, but for what is left out; and how far apart the readings then are.

        A way that makes it worse, or changes both readings at once, is not taken.
        """
        made: Sequence[str] = lines
        taken: list[tuple[PageEdit, ...]] = []
        for number, way in enumerate(WAYS):
            edits = tuple(edit for edit in way(made) if (number, edit.first) not in left)
            then = apply(made, edits)
            if not self._keeps_one(made, then):
                edits = ()
            taken.append(edits)
            made = apply(made, edits)
        return tuple(taken), self.distance(made)

    def _keeps_one(self, lines: Sequence[str], made: Sequence[str]) -> bool:
        """Whether an edit changes what is shown or what is read, never both, and takes them no further apart."""
        (read, site), (read_then, site_then) = self.both(lines), self.both(made)
        same = _keys(read) == _keys(read_then) or _keys(site) == _keys(site_then)
        return same and self.distance(made) <= self.distance(lines)

    def distance(self, lines: Sequence[str]) -> int:
        """How many parts one reading has and the other has not."""
        ours, theirs = (Counter(_keys(one)) for one in comparable(*self.both(lines)))
        return (ours - theirs).total() + (theirs - ours).total()

    def both(self, lines: Sequence[str]) -> tuple[list[OutlinePart], list[OutlinePart]]:
        """As the rules read these lines, and as the site does."""
        text = "\n".join(lines)
        if text not in self._seen:
            self._seen[text] = read_outline(text), self._site(text)
        return self._seen[text]


def _keys(parts: Sequence[OutlinePart]) -> list[tuple[str, int, int, str]]:
    return [one.key for one in parts]
