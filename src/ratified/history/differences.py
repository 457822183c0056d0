"""How two trees differ, as git's raw format tells it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ratified.history.error import HistoryError
from ratified.history.identity import text
from ratified.history.runner import Git
from ratified.model.landing import Blob, Change

RAW = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--ignore-submodules=none")
"""Every path that differs, with modes and ids in full; a submodule too, whatever .gitmodules asks for."""
_LAST = b"end\n"


class RawEntries:
    """Reads entries of the raw format. Equal paths and equal blobs become one object, however often they occur."""

    def __init__(self) -> None:
        self._blobs: dict[bytes, Blob] = {}
        self._paths: dict[bytes, str] = {}

    def change(self, meta: bytes, path: bytes) -> Change:
        """One entry: `:mode mode id id letter`, and its path. ValueError if that is not what it is."""
        known = self._paths.get(path)
        if known is None:
            known = self._paths[path] = sys.intern(text(path))
        before_mode, after_mode, before, after, _ = meta.split(b" ")
        return Change(known, self._blob(before_mode[1:], before), self._blob(after_mode, after))

    def _blob(self, mode: bytes, id_: bytes) -> Blob | None:
        if mode == b"000000":
            return None
        key = mode + id_
        found = self._blobs.get(key)
        if found is None:
            found = self._blobs[key] = Blob(sys.intern(mode.decode()), id_.decode())
        return found


def differences(git: Git, pairs: Sequence[tuple[str, str]]) -> list[tuple[Change, ...]]:
    """For each pair of trees the paths that differ, in git's order, from one process.

    HistoryError unless git answered for each pair, in order, and then came to the line that we put last.
    """
    feed = "".join(f"{one} {other}\n" for one, other in pairs).encode() + _LAST
    tokens = git.run("diff-tree", "--stdin", *RAW, feed=feed).out.split(b"\0")
    tail = tokens.pop()
    entries = RawEntries()
    found: list[list[Change]] = []
    try:
        for meta, path in zip(tokens[::2], tokens[1::2], strict=True):
            *headers, meta_ = meta.split(b"\n")
            _begin(found, headers, pairs)
            found[-1].append(entries.change(meta_, path))
        _begin(found, tail.removesuffix(_LAST).split(b"\n")[:-1], pairs)
        if len(found) != len(pairs) or not tail.endswith(_LAST):
            raise ValueError("it ends early")
    except (ValueError, IndexError) as error:
        raise HistoryError("`git diff-tree` left something out, so nothing can be decided; try again") from error
    return [tuple(changes) for changes in found]


def _begin(found: list[list[Change]], headers: Sequence[bytes], pairs: Sequence[tuple[str, str]]) -> None:
    """Turn to the next pair for each of these lines, which must name the pair that is due."""
    for header in headers:
        if header != " ".join(pairs[len(found)]).encode():
            raise ValueError("another pair is due")
        found.append([])
