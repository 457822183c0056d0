"""Git's objects by hand: blobs, trees and commits with the very bytes we want, sent to git as one pack.

A hand-made commit can carry any date, any parents and any signature, and a whole history needs one process of git
and not one a commit. Format: git's own `gitformat-pack` and `git-hash-object` pages.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_KINDS = {"commit": 1, "tree": 2, "blob": 3}


class ObjectWriter:
    """Objects made so far, by id (SHA-1, 40 hex digits). Making one twice keeps it once."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[str, bytes]] = {}

    def _add(self, kind: str, content: bytes) -> str:
        # Git's object format asks for SHA-1; nothing here rests on its strength.
        header = f"{kind} {len(content)}\0".encode()
        id_ = hashlib.sha1(header + content, usedforsecurity=False).hexdigest()
        self._made[id_] = (kind, content)
        return id_

    def tree(self, files: Mapping[str, bytes]) -> str:
        """The id of the tree of these files, by path; every file plain, mode 100644."""
        folders: dict[str, dict[str, bytes]] = {}
        entries: list[tuple[str, str, str]] = []
        for path, content in files.items():
            name, inside, rest = path.partition("/")
            if inside:
                folders.setdefault(name, {})[rest] = content
            else:
                entries.append((name, "100644", self._add("blob", content)))
        entries.extend((name, "40000", self.tree(below)) for name, below in folders.items())
        # Git sorts a folder as though its name ended in a slash.
        entries.sort(key=lambda e: e[0].encode() + (b"/" if e[1] == "40000" else b""))
        return self._add("tree", b"".join(f"{m} {n}\0".encode() + bytes.fromhex(i) for n, m, i in entries))

    def commit(self, payload: bytes, signature: str = "") -> str:
        """The id of a commit: `payload` as git would sign it, with an armoured signature put in if there is one."""
        if signature:
            head, blank, message = payload.partition(b"\n\n")
            folded = signature.rstrip("\n").replace("\n", "\n ").encode()
            payload = head + b"\ngpgsig " + folded + blank + message
        return self._add("commit", payload)

    def pack(self) -> bytes:
        """Everything made so far as a pack file, version 2, nothing in deltas."""
        parts = [b"PACK" + struct.pack(">II", 2, len(self._made))]
        for kind, content in self._made.values():
            parts.extend((_head(_KINDS[kind], len(content)), zlib.compress(content, 1)))
        body = b"".join(parts)
        return body + hashlib.sha1(body, usedforsecurity=False).digest()


def _head(kind: int, size: int) -> bytes:
    """A pack entry's header: type and size, seven bits a byte but four in the first, lowest first."""
    head, size = bytearray([kind << 4 | size & 15]), size >> 4
    while size:
        head[-1] |= 128
        head.append(size & 127)
        size >>= 7
    return bytes(head)
