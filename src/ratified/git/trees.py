"""Everything that a tree holds, read from the tree objects themselves and held to their ids."""

from __future__ import annotations

import re
import stat
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.identity import text
from ratified.model.landing import Blob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ratified.git.objects import ObjectReader

_ENTRY = {length: re.compile(rb"([0-7]{5,6}) ([^\0/]+)\0(.{%d})" % length, re.DOTALL) for length in (20, 32)}
FOLDER = "40000"
"""The mode of a tree inside a tree."""

ODD = "040000"
"""The mode that stands for a folder which nobody can read one way only: it counts as one entry, and holds no file."""

FORBIDDEN = frozenset((".", "..", ".git"))
"""Names, in small letters, that lead out of a folder or into git's own; no path that git checks out has one."""
_MOST = 1 << 16
"""Entries of trees that are remembered while merges are looked at."""

Held = tuple[bytes, str, bytes]
"""An entry: its name, its mode as git understands it, and its row in the tree: mode, name and id as they stand."""


class TreeEntry(NamedTuple):
    """What a tree holds under a name."""

    mode: str
    id: str


def listing(objects: ObjectReader, tree: str) -> dict[str, Blob]:
    """Every path under a tree, submodules and links included, in git's order of folders.

    Read a level at a time. A folder that is no sound tree stands for itself, with the mode `ODD`; where the whole
    tree is none, nothing is there.
    """
    found: dict[str, Blob] = {}
    level = [("", tree)]
    while level:
        read = objects.found(id_ for _, id_ in level)
        below: list[tuple[str, str]] = []
        for above, id_ in level:
            held = entries(id_, *read[id_])
            if held is None:
                found |= {above[:-1]: Blob(ODD, id_)} if above else {}
                continue
            for name, mode, row in held:
                if mode == FOLDER:
                    below.append((f"{above}{text(name)}/", id_of(row, name)))
                else:
                    found[above + text(name)] = Blob(mode, id_of(row, name))
        level = below
    return found


def entries(tree: str, kind: str, raw: bytes) -> list[Held] | None:
    """The entries of an object's bytes in order; None for what is no tree, or one that can be read in several ways.

    Git takes a tree in which a name stands twice, as a file and a folder, out of order, or leads out of its folder.
    What is checked out then is for chance to say, so such a tree says nothing.
    """
    if kind != "tree":
        return None
    entry, at, last = _ENTRY[len(tree) // 2], 0, b""
    found: list[Held] = []
    names: set[bytes] = set()
    while at < len(raw):
        match = entry.match(raw, at)
        if match is None or text(match[2]).lower() in FORBIDDEN or match[2] in names:
            return None
        mode = _mode(int(match[1], 8))
        key = sort_key(match[2], mode)
        if key <= last and found:
            return None
        last = key
        names.add(match[2])
        found.append((match[2], mode, match[0]))
        at = match.end()
    return found


def sort_key(name: bytes, mode: str) -> bytes:
    """What git sorts an entry by: a folder as if its name went on with a slash."""
    return name + b"/" if mode == FOLDER else name


def id_of(row: bytes, name: bytes) -> str:
    """The id in an entry's row."""
    return row[row.index(b" ") + len(name) + 2 :].hex()


def mode_of(row: bytes) -> str:
    """The mode in an entry's row, as git understands it."""
    return _mode(int(row[: row.index(b" ")], 8))


def _mode(bits: int) -> str:
    """The mode as git understands it: ancient trees hold some, like 100664, that it takes for one of these."""
    if stat.S_ISREG(bits):
        return "100755" if bits & stat.S_IXUSR else "100644"
    if stat.S_ISLNK(bits):
        return "120000"
    return FOLDER if stat.S_ISDIR(bits) else "160000"


class TreeReader:
    """Trees by id, each read once as long as it is remembered."""

    def __init__(self, objects: ObjectReader) -> None:
        self._objects = objects
        self._held: OrderedDict[str, Mapping[str, TreeEntry]] = OrderedDict()
        self._size = 0

    def entries(self, tree: str) -> Mapping[str, TreeEntry]:
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
            named = {text(name): TreeEntry(mode, id_of(row, name)) for name, mode, row in held or ()}
            found = self._held[tree] = {"": TreeEntry(ODD, tree)} if held is None else named
            self._size += len(found)
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
                left, right = (self.entries(e.id) if e and _folder(e) else {} for e in (here, there))
                inside = f"{at}/" if at else ""
                waiting += [(inside + n, left.get(n), right.get(n)) for n in union(left, right)]


def union(*held: Iterable[str]) -> list[str]:
    """Every name, each once, in the order in which they come."""
    return list(dict.fromkeys(name for each in held for name in each))


def _folder(entry: TreeEntry | None) -> bool:
    return entry is not None and entry.mode == FOLDER


def _leaf(entry: TreeEntry | None) -> Blob | None:
    return Blob(*entry) if entry is not None and entry.mode != FOLDER else None
