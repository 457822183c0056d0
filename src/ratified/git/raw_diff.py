"""How two trees differ, as git's raw format tells it."""

from __future__ import annotations

import sys

from ratified.git.identity import text
from ratified.model.landing import Blob, PathChange

RAW = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--ignore-submodules=none")
"""Every path that differs, with modes and ids in full; a submodule too, whatever .gitmodules asks for."""


class RawDiffReader:
    """Reads entries of the raw format. Equal paths and equal blobs become one object, however often they occur."""

    def __init__(self) -> None:
        self._blobs: dict[bytes, Blob] = {}
        self._paths: dict[bytes, str] = {}

    def change(self, meta: bytes, path: bytes) -> PathChange:
        """One entry: `:mode mode id id letter`, and its path. ValueError if that is not what it is."""
        known = self._paths.get(path)
        if known is None:
            known = self._paths[path] = sys.intern(text(path))
        before_mode, after_mode, before, after, _ = meta.split(b" ")
        return PathChange(known, self._blob(before_mode[1:], before), self._blob(after_mode, after))

    def _blob(self, mode: bytes, id_: bytes) -> Blob | None:
        if mode == b"000000":
            return None
        key = mode + id_
        found = self._blobs.get(key)
        if found is None:
            found = self._blobs[key] = Blob(sys.intern(mode.decode()), id_.decode())
        return found
