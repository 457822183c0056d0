"""Everything that a tree holds, read from the tree objects themselves and held to their ids."""

from __future__ import annotations

import re
import stat
from functools import lru_cache
from operator import lt
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.identity import text
from ratified.model.landing import Blob

if TYPE_CHECKING:
    from ratified.git.objects import ObjectReader

_ROW = {length: re.compile(rb"[0-7]{5,6} [^\0/]+\0.{%d}" % length, re.DOTALL) for length in (20, 32)}
FOLDER = "40000"
"""The mode of a tree inside a tree."""

ODD = "040000"
"""The mode that stands for a folder which nobody can read one way only: it counts as one entry, and holds no file."""

EMPTY_TREE = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The id of the tree that holds nothing, by the length of ids."""

FORBIDDEN = frozenset((".", "..", ".git"))
"""Names, in small letters, that lead out of a folder or into git's own; no path that git checks out has one."""
_FORBIDDEN = frozenset(name.encode() for name in FORBIDDEN)


class TreeEntry(NamedTuple):
    """What a tree holds under a name."""

    mode: str
    id: str


class TreeRow(NamedTuple):
    """A row of a tree: its name, what git sorts it by, the row itself (mode, name and id as they stand), and what it
    says: the name as text, and the entry with its mode as git understands it.
    """

    name: bytes
    key: bytes
    row: bytes
    said: tuple[str, TreeEntry]


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
            for name, entry in (row.said for row in held):
                if entry.mode == FOLDER:
                    below.append((f"{above}{name}/", entry.id))
                else:
                    found[above + name] = Blob(*entry)
        level = below
    return found


def entries(tree: str, kind: str, raw: bytes) -> list[TreeRow] | None:
    """The entries of an object's bytes in order; None for what is no tree, or one that can be read in several ways.

    Git takes a tree in which a name stands twice, as a file and a folder, out of order, or leads out of its folder.
    What is checked out then is for chance to say, so such a tree says nothing.
    """
    if kind != "tree":
        return None
    rows: list[bytes] = _ROW[len(tree) // 2].findall(raw)
    if sum(map(len, rows)) != len(raw):
        return None
    try:
        found = list(map(_row, rows))
    except ValueError:
        return None
    keys = [row.key for row in found]
    if not all(map(lt, keys, keys[1:])):
        return None
    folders = [row.name for row in found if row.name is not row.key]
    return None if folders and not {row.name for row in found if row.name is row.key}.isdisjoint(folders) else found


@lru_cache(maxsize=1 << 14)
def _row(row: bytes) -> TreeRow:
    """A row by its bytes: of a large folder nearly all are those of the version before it.

    ValueError for a name that leads out of its folder.
    """
    bits, _, rest = row.partition(b" ")
    name, _, id_ = rest.partition(b"\0")
    if name.lower() in _FORBIDDEN:
        raise ValueError
    mode = _mode(int(bits, 8))
    return TreeRow(name, sort_key(name, mode), row, (text(name), TreeEntry(mode, id_.hex())))


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
