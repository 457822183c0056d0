"""Trees by id, remembered while merges are looked at, and what several of them do not have alike."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from ratified.git.trees import FOLDER, ODD, TreeEntry, entries
from ratified.model.landing import Blob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ratified.git.objects import ObjectReader

_MOST = 1 << 18
"""Entries of trees that are remembered."""


class HeldTree(dict[str, TreeEntry]):
    """What a tree holds by name. `pairs` are its items in order: those that several trees share are one object."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: Sequence[tuple[str, TreeEntry]] = ()) -> None:
        super().__init__(pairs)
        self.pairs = pairs


class TreeReader:
    """Trees by id, each read once as long as it is remembered."""

    def __init__(self, objects: ObjectReader) -> None:
        self._objects = objects
        self._held: OrderedDict[str, HeldTree] = OrderedDict()
        self._size = 0

    def entries(self, tree: str) -> HeldTree:
        """What a tree holds by name. One that can be read in several ways holds itself, under no name."""
        if tree not in self._held:
            self.ahead((tree,))
        self._held.move_to_end(tree)
        return self._held[tree]

    def ahead(self, trees: Iterable[str]) -> None:
        """Read at once what will be asked: a question for each tree takes many times as long."""
        wanted = dict.fromkeys(tree for tree in trees if tree not in self._held)
        for tree, (kind, body) in self._objects.found(wanted).items() if wanted else ():
            held = entries(tree, kind, body)
            pairs = [("", TreeEntry(ODD, tree))] if held is None else [row.said for row in held]
            self._held[tree] = HeldTree(pairs)
            self._size += len(pairs)
        while self._size > _MOST and len(self._held) > max(1, len(wanted)):
            self._size -= len(self._held.popitem(last=False)[1])

    def paths(
        self, one: TreeEntry | None, other: TreeEntry | None, path: str
    ) -> Iterator[tuple[str, Blob | None, Blob | None]]:
        """Every file at or under a path that two entries do not have in common, with what either holds."""
        waiting = [(path, one, other)]
        while waiting:
            at, here, there = waiting.pop()
            if here == there:
                continue
            if (not _folder(here) and here) or (not _folder(there) and there):
                yield at, _leaf(here), _leaf(there)
            if _folder(here) or _folder(there):
                left, right = (self.entries(e.id) if e and _folder(e) else NOTHING for e in (here, there))
                inside = f"{at}/" if at else ""
                waiting += [(inside + n, left.get(n), right.get(n)) for n in uneven(left, right)]


NOTHING = HeldTree()


def uneven(one: HeldTree, *others: HeldTree) -> list[str]:
    """Every name that not all of these have alike, each once."""
    found: dict[str, None] = {}
    for other in others:
        if len(one) == len(other):
            pairs = zip(one.pairs, other.pairs, strict=True)
            found.update((name, None) for two in [(a, b) for a, b in pairs if a is not b and a != b] for name, _ in two)
        else:
            found.update(dict.fromkeys([name for name, entry in other.pairs if one.get(name) != entry]))
            found.update(dict.fromkeys([name for name in one if name not in other]))
    return list(found)


def _folder(entry: TreeEntry | None) -> bool:
    return entry is not None and entry.mode == FOLDER


def _leaf(entry: TreeEntry | None) -> Blob | None:
    return Blob(*entry) if entry is not None and entry.mode != FOLDER else None
