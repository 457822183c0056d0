"""Everything that a tree holds."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator

from ratified.history.error import HistoryError, shown
from ratified.history.identity import text
from ratified.history.objects import Objects
from ratified.model.landing import Blob

_ENTRY = {length: re.compile(rb"([0-7]{5,6}) ([^\0]+)\0(.{%d})" % length, re.DOTALL) for length in (20, 32)}
FOLDER = "40000"
"""The mode of a tree inside a tree."""

_FORBIDDEN = frozenset(("", ".", "..", ".git"))


def listing(objects: Objects, tree: str) -> dict[str, Blob]:
    """Every path under a tree, submodules and links included, in git's order of folders.

    Read from the tree objects themselves, a level at a time. HistoryError for a tree that no git would write.
    """
    found: dict[str, Blob] = {}
    level = [("", tree)]
    while level:
        raw = objects.contents((id_ for _, id_ in level), "tree")
        below: list[tuple[str, str]] = []
        for above, id_ in level:
            for mode, name, entry in entries(id_, raw[id_]):
                if mode == FOLDER:
                    below.append((f"{above}{name}/", entry))
                else:
                    found[above + name] = Blob(mode, entry)
        level = below
    return found


def entries(tree: str, raw: bytes) -> Iterator[tuple[str, str, str]]:
    """The mode, name and object id of every entry of a tree's bytes. HistoryError for one that git would not write."""
    entry = _ENTRY[len(tree) // 2]
    at = 0
    names: set[str] = set()
    while at < len(raw):
        found = entry.match(raw, at)
        name = text(found[2]) if found else ""
        if found is None or name in _FORBIDDEN or "/" in name or name in names:
            raise HistoryError(
                f"the tree {tree} holds an entry that git forbids ({shown(ascii(name))}); run `git fsck`"
            )
        names.add(name)
        at = found.end()
        yield _mode(int(found[1], 8)), name, found[3].hex()


def _mode(bits: int) -> str:
    """The mode as git understands it: ancient trees hold some, like 100664, that it takes for one of these."""
    if stat.S_ISREG(bits):
        return "100755" if bits & stat.S_IXUSR else "100644"
    if stat.S_ISLNK(bits):
        return "120000"
    return FOLDER if stat.S_ISDIR(bits) else "160000"
