"""Where a repository stands, without reading its history: refs, and the bytes of every file that could matter."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.git.glance import RepositoryGlance
    from ratified.git.repository import OpenRepository


class RepositoryState(NamedTuple):
    """Two states that are equal lead to the same answers.

    `tip` is the main branch's commit, `here` what is checked out, `files` a digest of the work tree, `evidence` the
    commit of the evidence branch.
    """

    ref: str
    tip: str
    here: str
    files: str
    evidence: str


class StateObservation(NamedTuple):
    """A state, and whether anything moved since another look: `stamps` tells what was changed and changed back.

    `read` are the paths whose bytes count; of other files only counts that they are there.
    """

    state: RepositoryState
    stamps: str
    read: frozenset[str]


class WorkTreeFiles(NamedTuple):
    """The files of a work tree: a digest of all, those whose bytes count, and those that only are there."""

    digest: str
    read: frozenset[bytes]
    new: frozenset[bytes]


def repository_state(opened: OpenRepository, main: str, more: Iterable[str]) -> StateObservation | None:
    """The state of a work tree; None where some of it cannot be read."""
    from ratified.git import revisions
    from ratified.git.evidence_branch import evidence_tip

    files = files_of(opened, more)
    stamps = None if files is None else _stamps(opened, files)
    if files is None or stamps is None:
        return None
    named = revisions.main_branch(opened.real, opened.objects, main)
    here = revisions.resolve(opened.real, opened.objects, "HEAD").commit
    read = frozenset(map(os.fsdecode, files.read))
    return StateObservation(
        RepositoryState(named.ref, named.commit, here, files.digest, evidence_tip(opened.real)), stamps, read
    )


def _stamps(opened: OpenRepository, files: WorkTreeFiles) -> str | None:
    """When any of these files and their folders was last touched; None where that cannot be told."""
    top = os.fsencode(opened.real.folder) + b"/"
    try:
        return _digest(_stamp(top + path) for path in sorted(_with_folders(files.read | files.new)))
    except OSError:
        return None


def files_of(opened: OpenRepository | RepositoryGlance, more: Iterable[str]) -> WorkTreeFiles | None:
    """Every file that git tracks, those of `more`, which git may ignore, and what is new.

    None where some of it cannot be read.
    """
    if opened.real.work_tree is None:
        return None
    options = ("-z", "-t", "--cached", "--others", "--exclude-standard")
    *listed, rest = opened.real.run("ls-files", *options).out.split(b"\0")
    if rest or not listed or any(row[1:2] != b" " for row in listed):
        return None
    new = {row[2:] for row in listed if row[:1] == b"?"}
    read = {*(row[2:] for row in listed if row[:1] != b"?"), *map(os.fsencode, more)}
    try:
        top = os.fsencode(opened.real.folder) + b"/"
        files = _digest(path + b"\0" + _file_state(top + path) for path in sorted(read))
        files += _digest(path + b"\0" for path in sorted(new - read))
        attributes = os.fsencode(opened.attributes)
        files += _digest((*opened.checkout, _file_state(attributes)))
        files += _digest(row[:2] + b"\0" + row[2:] for row in sorted(listed) if row[:1] == b"S")
        if any(map(_filters, (*(top + path for path in read if path.endswith(b".gitattributes")), attributes))):
            files += _digest(
                [_file_state(os.fsencode(opened.index))]
            )  # by its stamps a filtered file is known as it was
    except OSError:
        return None
    return WorkTreeFiles(files, frozenset(read), frozenset(new))


_PIECE = 1 << 18
"""Bytes at once: most files are smaller, and `file_digest` would set so many aside for each."""


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d\0" % len(part) + part)
    return digest.hexdigest()


def _file_state(file: bytes) -> bytes:
    """What stands at a path: its mode and the digest of its bytes."""
    try:
        mode = os.lstat(file).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return b"-"
    if stat.S_ISLNK(mode):
        return b"link" + os.readlink(file)  # noqa: PTH115 - a path of bytes
    if stat.S_ISREG(mode):
        return b"%o " % mode + _digest_of(file)
    return b"%o" % mode


def _digest_of(file: bytes) -> bytes:
    """The digest of a file's bytes; read without Python's own files, which take longer to make than to read."""
    digest = hashlib.sha256()
    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        while piece := os.read(handle, _PIECE):
            digest.update(piece)
    finally:
        os.close(handle)
    return digest.digest()


def _filters(file: bytes) -> bool:
    """Whether attributes, or settings, so much as name a filter."""
    try:
        return stat.S_ISREG(os.lstat(file).st_mode) and b"filter" in Path(os.fsdecode(file)).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return False


def _with_folders(paths: frozenset[bytes]) -> frozenset[bytes]:
    """These paths and every folder above them, the root among them."""
    folders = {b""}
    for path in paths:
        above = path.rpartition(b"/")[0]
        while above not in folders:
            folders.add(above)
            above = above.rpartition(b"/")[0]
    return paths | folders


def _stamp(file: bytes) -> bytes:
    """When a file was last touched, by the system's own clock; a folder is, when a file in it comes or goes."""
    try:
        found = os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return b"-"
    return b"%d %d %d" % (found.st_ino, found.st_mtime_ns, found.st_ctime_ns)
