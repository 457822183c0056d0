"""Files that git itself would not call changed though their bytes differ: what `git status` means by it.

Settings and attributes may have git turn a file into something else on its way out, and only the way back says whether
anybody edited it. No program that a repository configures is ever run for that: what takes one is decided by the
stamps that git noted in its index when it wrote the file.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.blob_id import blob_id
from ratified.git.error import HistoryError

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.git.objects import ObjectFormat
    from ratified.git.runner import Git
    from ratified.model.landing import Blob

Read = Callable[[str], bytes]
"""The bytes of a blob by its id."""

_ATTRIBUTES = ("filter", "ident", "working-tree-encoding")
_AT_ONCE = 200
_IDENT = re.compile(rb"\$Id:[^$\n]*\$")
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]*\n)*oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,15})\n"
)
_NOTED = re.compile(
    rb"[0-7]{6} ([0-9a-f]+) 0\t([^\0]+)\0  ctime: (\d+):(\d+)\n  mtime: (\d+):(\d+)\n"
    rb"  dev: \d+\tino: (\d+)\n  uid: (\d+)\tgid: (\d+)\n  size: (\d+)\tflags: [0-9a-f]+\n"
)
_NO = ("false", "no", "off", "0")
_OFF = ("unset", "unspecified", "")
_BITS = 0xFFFFFFFF
"""The index holds the lower 32 bits of numbers."""


class _CheckoutSettings(NamedTuple):
    """`core.fileMode`, `core.symlinks`, and the filters for which a program is configured."""

    modes: bool
    links: bool
    filters: frozenset[str]


def unchanged(
    git: Git,
    root: Path,
    held: Mapping[str, Blob],
    paths: Iterable[str],
    object_format: ObjectFormat,
    checkout: Sequence[bytes],
    read: Read,
) -> frozenset[str]:
    """Of these paths, whose files differ from what is held, those that git would not call changed.

    `checkout` are the repository's settings about checking out, as git lists them.
    """
    left = sorted(path for path in paths if held[path].mode in ("100644", "100755", "120000"))
    if not left:
        return frozenset()
    settings = _settings(checkout)
    files = {path: root / os.fsdecode(path.encode("utf-8", "surrogateescape")) for path in left}
    found = _left_out(git, held, [path for path in left if not os.path.lexists(files[path])])
    here = [path for path in left if _comparable(files[path], held[path], settings)]
    filtered: list[str] = []
    for path, said in zip(here, _attributes(git, here), strict=True):
        data = files[path].read_bytes()
        if held[path].mode == "120000":
            found |= {path} if blob_id(data, object_format) == held[path].id else set()
        elif _same(data, said, held[path].id, object_format) or _large(said, read(held[path].id), data):
            found.add(path)
        elif said["filter"] in settings.filters:
            filtered.append(path)
    found |= _as_noted(git, held, files, filtered)
    return frozenset(found)


def _settings(checkout: Sequence[bytes]) -> _CheckoutSettings:
    entries = [entry.decode("utf-8", "surrogateescape").partition("\n") for entry in checkout]
    said = {name: value.lower() for name, _, value in entries}
    programs = (name.split(".") for name, _, value in entries if name.endswith((".clean", ".process")) and value)
    filters = frozenset(".".join(parts[1:-1]) for parts in programs)
    return _CheckoutSettings(said.get("core.filemode") not in _NO, said.get("core.symlinks") not in _NO, filters)


def _left_out(git: Git, held: Mapping[str, Blob], gone: Sequence[str]) -> set[str]:
    """Of these, the files that a sparse checkout leaves out, where the index holds what is held."""
    if not gone:
        return set()
    *rows, rest = git.run("ls-files", "-z", "-t", "--stage").out.split(b"\0")
    if rest:
        raise HistoryError("`git ls-files` did not list every file, so nothing can be decided; try again")
    parts = (row.decode("utf-8", "surrogateescape").partition("\t") for row in rows if row.startswith(b"S "))
    skipped = {path: meta.split(" ")[1:3] for meta, _, path in parts}
    return {path for path in gone if skipped.get(path) == [held[path].mode, held[path].id]}


def _comparable(file: Path, blob: Blob, settings: _CheckoutSettings) -> bool:
    """Whether a plain file stands here that could be what is held, its mode as far as it counts the same."""
    try:
        kind = file.lstat().st_mode
    except OSError:
        return False
    if not stat.S_ISREG(kind):
        return False
    if blob.mode == "120000":
        return not settings.links
    return not settings.modes or blob.mode == ("100755" if kind & stat.S_IXUSR else "100644")


def _attributes(git: Git, paths: Sequence[str]) -> Iterator[dict[str, str]]:
    """What the attributes say of each path, in order."""
    if not paths:
        return
    feed = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
    out = git.run("check-attr", "-z", "--stdin", *_ATTRIBUTES, feed=feed).out.decode("utf-8", "surrogateescape")
    fields = out.split("\0")[:-1]
    rows = list(zip(fields[::3], fields[1::3], fields[2::3], strict=False))
    if [(path, name) for path, name, _ in rows] != [(path, name) for path in paths for name in _ATTRIBUTES]:
        raise HistoryError("`git check-attr` did not answer for every file, so nothing can be decided; try again")
    for start in range(0, len(rows), len(_ATTRIBUTES)):
        yield {name: "" if value in _OFF else value for _, name, value in rows[start : start + len(_ATTRIBUTES)]}


def _same(data: bytes, said: Mapping[str, str], id_: str, object_format: ObjectFormat) -> bool:
    """Whether a file is what is held once it is turned back as git does without a program (see gitattributes).

    In another encoding it is not where whoever reads it as UTF-8, as rules and site do, reads other words: else an
    attribute that anybody can push would show what nobody approved. What cannot be read so shows nothing.
    """
    encoding = said["working-tree-encoding"]
    if encoding:
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
            if _as_read(data) not in (None, text):
                return False
        except (LookupError, UnicodeError):
            return False
        data = text.encode()
    forms = [data, data if b"\0" in data else data.replace(b"\r\n", b"\n")]
    if said["ident"]:
        forms += [_IDENT.sub(b"$Id$", form) for form in forms]
    return any(blob_id(form, object_format) == id_ for form in forms)


def _as_read(data: bytes) -> str | None:
    """What the rules and the site read in a file; None where they refuse it."""
    try:
        return None if b"\0" in data else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _large(said: Mapping[str, str], pointer: bytes, data: bytes) -> bool:
    """Whether a file is the one that a pointer of Git LFS names, by its digest and size."""
    if said["filter"] != "lfs":
        return False
    found = _POINTER.fullmatch(pointer) if len(pointer) < 2048 else None
    return found is not None and int(found[2]) == len(data) and hashlib.sha256(data).hexdigest().encode() == found[1]


def _as_noted(git: Git, held: Mapping[str, Blob], files: Mapping[str, Path], paths: Sequence[str]) -> set[str]:
    """Of these, the files that nobody touched since git wrote them, by the stamps in its index."""
    found: set[str] = set()
    for start in range(0, len(paths), _AT_ONCE):
        asked = ("ls-files", "-z", "--stage", "--debug", "--", *paths[start : start + _AT_ONCE])
        for entry in _NOTED.finditer(git.run(*asked).out):
            path = entry[2].decode("utf-8", "surrogateescape")
            if path in files and entry[1].decode() == held[path].id and _untouched(files[path].lstat(), entry):
                found.add(path)
    return found


def _untouched(here: os.stat_result, entry: re.Match[bytes]) -> bool:
    changed, changed_ns, modified, modified_ns, inode, user, group, size = map(int, entry.groups()[2:])
    stamps = (divmod(here.st_ctime_ns, 10**9), divmod(here.st_mtime_ns, 10**9))
    noted = ((changed, changed_ns), (modified, modified_ns))
    return stamps == noted and (
        (here.st_ino & _BITS, here.st_uid & _BITS, here.st_gid & _BITS, here.st_size & _BITS)
        == (inode, user, group, size)
    )
