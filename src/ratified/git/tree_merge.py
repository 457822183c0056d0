"""The merge of two trees that needs no git: every file is as one side has it, and nothing may have been renamed.

Ids decide it, and every tree is held to its own, so nobody need be believed. Where both sides changed a file, or a
rename could matter, only git's own merge can say, and what it would read is listed, to be looked at before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ratified.git.tree_reader import NOTHING, HeldTree, TreeReader, uneven
from ratified.git.trees import FOLDER, TreeEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ratified.model.landing import Blob

_GITLINK = "160000"


@dataclass
class _MergeSide:
    """What one side did to the base besides changing files."""

    added: bool = False
    dropped: bool = False


@dataclass
class TreeMerge:
    """A merge of `ours` and `theirs` from their base, beside what the merge commit holds; all ids of trees."""

    trees: TreeReader
    differs: set[str] = field(default_factory=set)
    plain: bool = True
    blobs: set[str] = field(default_factory=set)
    """What git might have to read, by id."""

    def of(self, base: str, ours: str, theirs: str, made: str) -> bool:
        """Whether this is the very merge that git would make; `differs` then has what was made otherwise."""
        sides = (_MergeSide(), _MergeSide())
        both_dropped = False
        root = [TreeEntry(FOLDER, id_) for id_ in (base, ours, theirs, made)]
        waiting: list[tuple[str, Sequence[TreeEntry | None]]] = [("", root)]
        while waiting:
            path, entries = waiting.pop()
            was, mine, other, held = entries
            if mine == other or was in (mine, other):
                self.differs.update(p for p, _, _ in self.trees.paths(other if was == mine else mine, held, path))
            elif not all(e is not None and e.mode == FOLDER for e in (was, mine, other)):
                self.plain = False
            else:
                waiting += self._inside(path, entries)
                continue
            for side, here in zip(sides, (mine, other), strict=True):
                self._note(side, was, here, path)
            both_dropped |= mine == other and any(after is None for _, _, after in self.trees.paths(was, mine, path))
        renamed = [side.added and side.dropped for side in sides]
        apart = (renamed[0] and sides[1].added) or (renamed[1] and sides[0].added)
        lost = both_dropped and (sides[0].added or sides[1].added)
        self.plain = self.plain and not apart and not lost
        return self.plain

    def _inside(
        self, path: str, entries: Sequence[TreeEntry | None]
    ) -> Iterator[tuple[str, Sequence[TreeEntry | None]]]:
        held = [self.trees.entries(e.id) if e is not None and e.mode == FOLDER else NOTHING for e in entries]
        for name in uneven(*held):
            yield f"{path}/{name}" if path else name, [each.get(name) for each in held]

    def _note(self, side: _MergeSide, was: TreeEntry | None, here: TreeEntry | None, path: str) -> None:
        for _, before, after in self.trees.paths(was, here, path):
            side.added |= before is None
            side.dropped |= after is None
            self.blobs.update(_ids(before, after))


def read_ahead(trees: TreeReader, roots: Iterable[Sequence[str]]) -> None:
    """Read what the trees of each of these groups do not all have alike, a level of folders at a time."""
    level = set(map(tuple, roots))
    while level:
        trees.ahead(dict.fromkeys(id_ for group in level for id_ in group))
        level = {below for group in level for below in _below([trees.entries(id_) for id_ in group])}


def _below(held: Sequence[HeldTree]) -> Iterator[tuple[str, ...]]:
    """The folders of one name in several trees, where these do not have it alike."""
    for name in uneven(*held):
        entries = (each.get(name) for each in held)
        if folders := tuple(entry.id for entry in entries if entry is not None and entry.mode == FOLDER):
            yield folders


def _ids(*blobs: Blob | None) -> Iterator[str]:
    return (blob.id for blob in blobs if blob is not None and blob.mode != _GITLINK)
