"""The tree of one landing after another, grown from what changed, every folder's id worked out and held to the commit.

A commit's id vouches for its tree's id and that one for every folder's. So whoever tells what a landing changed need
not be believed: the changes are right where the tree that they lead to has the id which the commit names.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from typing import TYPE_CHECKING

from ratified.git.identity import text
from ratified.git.trees import FOLDER, FORBIDDEN, ODD, TreeRow, entries, id_of, mode_of
from ratified.model.landing import Blob, PathChange

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ratified.git.objects import ObjectFormat, ObjectReader


class _TreeFolder:
    """The rows of a folder in git's order, and what each is sorted by. `id` is empty while nobody worked it out."""

    __slots__ = ("id", "keys", "rows")

    def __init__(self) -> None:
        self.keys: list[bytes] = []
        self.rows: list[bytes] = []
        self.id = b""

    def put(self, key: bytes, row: bytes) -> None:
        at = bisect_left(self.keys, key)
        if at < len(self.keys) and self.keys[at] == key:
            self.rows[at] = row
        else:
            self.keys.insert(at, key)
            self.rows.insert(at, row)

    def has(self, key: bytes) -> bool:
        at = bisect_left(self.keys, key)
        return at < len(self.keys) and self.keys[at] == key

    def drop(self, key: bytes) -> None:
        at = bisect_left(self.keys, key)
        if at < len(self.keys) and self.keys[at] == key:
            del self.keys[at], self.rows[at]


class GrowingTree:
    """A tree that grows. Folders are named by their path with a slash at the end, the root by nothing."""

    def __init__(self, object_format: ObjectFormat) -> None:
        self._new = hashlib.sha1 if object_format == "sha1" else hashlib.sha256
        self._folders = {b"": _TreeFolder()}
        self._places: dict[str, tuple[bytes, bytes]] = {}
        self._odd: dict[bytes, str] = {}
        """Folders that are no sound trees, with the ids of what they are instead."""
        self._clash = False

    def grow(self, changes: Sequence[PathChange]) -> str:
        """Change it, and give its id. What was told falsely leads to an id that nobody asked for, or to none."""
        self._clash = False
        touched: set[bytes] = set()
        for gone in (True, False):  # a file may make room for a folder of its name
            for path, _, after in changes:
                if gone == (after is None):
                    touched.add(self._put(path, after))
        made = self._ids(touched)
        # Of a folder that can be read in several ways git tells one, and only its object says which it is.
        return "" if self._clash or any(folder.startswith(odd) for odd in self._odd for folder in touched) else made

    def _put(self, path: str, after: Blob | None) -> bytes:
        place = self._places.get(path)
        if place is None:
            above, slash, name = path.encode("utf-8", "surrogateescape").rpartition(b"/")
            place = self._places[path] = above + slash, name
        folder, name = place
        if not FORBIDDEN.isdisjoint(path.lower().split("/")):
            self._clash = True
        if after is None:
            if folder in self._folders:
                self._folders[folder].drop(name)
        else:
            held = self._folders.setdefault(folder, _TreeFolder())
            self._clash |= held.has(name + b"/")
            held.put(name, b"%b %b\0%b" % (after.mode.encode(), name, bytes.fromhex(after.id)))
        return folder

    def _ids(self, touched: set[bytes]) -> str:
        """Work out the ids of these folders and of those above them, the deepest first; the root's."""
        waiting: dict[int, set[bytes]] = {}
        for folder in touched:
            waiting.setdefault(folder.count(b"/"), set()).add(folder)
        for depth in range(max(waiting, default=0), 0, -1):
            for path in waiting.get(depth, ()):
                above = _above(path)
                held = self._folders.get(path)
                if held is None or not held.rows:
                    self._folders.pop(path, None)
                    if above in self._folders:
                        self._folders[above].drop(path[len(above) :])
                else:
                    row = b"%b %b\0%b" % (FOLDER.encode(), path[len(above) : -1], self._id(held))
                    parent = self._folders.setdefault(above, _TreeFolder())
                    self._clash |= parent.has(path[len(above) : -1])
                    parent.put(path[len(above) :], row)
                waiting.setdefault(depth - 1, set()).add(above)
        return self._id(self._folders[b""]).hex()

    def _id(self, folder: _TreeFolder) -> bytes:
        body = b"".join(folder.rows)
        digest = self._new(b"tree %d\0" % len(body), usedforsecurity=False)
        digest.update(body)
        folder.id = digest.digest()
        return folder.id

    def read(self, objects: ObjectReader, tree: str) -> list[PathChange]:
        """Become the tree of this id by reading its objects: what changed by that.

        HistoryError for an object that is missing or is not what its id says.
        """
        before: dict[bytes, Blob] = {}
        after: dict[bytes, Blob] = {}
        waiting = [(b"", tree)]
        while waiting:
            path, id_ = waiting.pop()
            was = self._folders.get(path)
            if was is not None and was.id.hex() == id_:
                continue
            held = entries(id_, *objects.found((id_,))[id_])
            said = ((row.key, row.said[1]) for row in held or ())
            below = {path + key: entry.id for key, entry in said if entry.mode == FOLDER}
            before |= self._let_go(path, below)
            self._take(path, id_, held)
            after |= self._files(path)
            waiting += below.items()
        changed = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
        return [PathChange(text(path), before.get(path), after.get(path)) for path in changed]

    @property
    def odd(self) -> tuple[str, ...]:
        """The folders that are no sound trees, the root as `/`."""
        return tuple(text(path) or "/" for path in sorted(self._odd))

    def _take(self, path: bytes, id_: str, held: Sequence[TreeRow] | None) -> None:
        made = self._folders[path] = _TreeFolder()
        made.id = bytes.fromhex(id_)
        if held is None:
            self._odd[path] = id_
            return
        made.keys = [row.key for row in held]
        made.rows = [row.row for row in held]

    def _let_go(self, path: bytes, stays: Collection[bytes]) -> dict[bytes, Blob]:
        """Forget a folder and those below it but for some that stay; the files that were there."""
        found: dict[bytes, Blob] = {}
        waiting = [path]
        while waiting:
            at = waiting.pop()
            found |= self._files(at)
            self._odd.pop(at, None)
            held = self._folders.pop(at, None)
            below = (at + key for key in held.keys if key.endswith(b"/")) if held else ()
            waiting += (folder for folder in below if folder not in stays)
        return found

    def _files(self, path: bytes) -> dict[bytes, Blob]:
        """What a folder holds itself, by path; a folder that is no sound tree is one entry."""
        if path in self._odd:
            return {path[:-1]: Blob(ODD, self._odd[path])} if path else {}
        held = self._folders.get(path)
        rows = zip(held.keys, held.rows, strict=True) if held else ()
        return {path + key: Blob(mode_of(row), id_of(row, key)) for key, row in rows if not key.endswith(b"/")}


def _above(folder: bytes) -> bytes:
    """The folder above one that is not the root."""
    return folder[: folder.rfind(b"/", 0, -1) + 1]
