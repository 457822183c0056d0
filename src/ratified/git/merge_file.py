"""Three texts of one file into one, by git's own `merge-file`: what both sides changed stands there twice, marked."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.git.runner import Git

_SETTINGS = ("merge.conflictStyle=merge",)
_MARKS = re.compile(rb"^([<=>|])\1{6,}", re.MULTILINE)
_LEAST = 7
_MOST = 127
"""The status of this many conflicts, and of any more; above it git failed, or the bytes are no text."""


class FileMerge(NamedTuple):
    """The merged bytes, and the lines (from 1) at which a conflict begins."""

    data: bytes
    conflicts: tuple[int, ...]


def merge_file(git: Git, ours: bytes, base: bytes, theirs: bytes, labels: tuple[str, str, str]) -> FileMerge | None:
    """What both sides made of a text; None where git cannot merge it, as of bytes that are no text.

    Where our lines all end in CRLF and those of the others in LF, theirs are taken as CRLF, so that the ends of lines
    make no conflict. `labels` name ours, base and theirs on the marks, which are longer than any such in the texts.
    """
    if b"\0" in ours + base + theirs:
        return None
    if _ends(ours) == b"\r\n" and _ends(base) != b"\r\n" and b"\r" not in base + theirs:
        base, theirs = (text.replace(b"\n", b"\r\n") for text in (base, theirs))
    size = max((len(found[0]) + 1 for text in (ours, base, theirs) for found in _MARKS.finditer(text)), default=_LEAST)
    with tempfile.TemporaryDirectory(prefix="ratified-merge-") as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, data in zip(files, (ours, base, theirs), strict=True):
            file.write_bytes(data)
        named = [part for label in labels for part in ("-L", label)]
        asked = ("merge-file", "-p", "-q", f"--marker-size={size}", *named, "--", *map(str, files))
        done = git.run(*asked, settings=_SETTINGS, accept=range(256))
    if done.status > _MOST:
        return None
    return FileMerge(done.out, tuple(_conflicts(done.out, b"<" * size + b" ")) if done.status else ())


def _ends(text: bytes) -> bytes:
    """How the lines of a text end: in LF, in CRLF, or in more than one way, which is empty."""
    crlf, every = text.count(b"\r\n"), text.count(b"\n")
    return b"\r\n" if crlf and crlf == every else b"\n" if not crlf else b""


def _conflicts(text: bytes, mark: bytes) -> Sequence[int]:
    return [number for number, line in enumerate(text.split(b"\n"), 1) if line.startswith(mark)]
