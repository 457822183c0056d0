"""Where a repository stands, without reading its history: refs, and the bytes of every file that could matter."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ratified.history import names
from ratified.history.opened import Opened


class State(NamedTuple):
    """Two states that are equal lead to the same answers.

    `tip` is the main branch's commit, `here` what is checked out, `files` a digest of the work tree.
    """

    ref: str
    tip: str
    here: str
    files: str


def state_of(opened: Opened, main: str, more: Iterable[str]) -> State | None:
    """The state of a work tree, the files of `more` included, which git may ignore; None where some cannot be read."""
    root = opened.real.work_tree
    if root is None:
        return None
    listed = opened.real.run("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--full-name").out
    if not listed.endswith(b"\0"):
        return None
    paths = {*listed.split(b"\0"), *map(os.fsencode, more)} - {b""}
    digest = hashlib.sha256()
    try:
        for path in sorted(paths):
            digest.update(path + b"\0" + _told(root / os.fsdecode(path)))
    except OSError:
        return None
    named = names.main_branch(opened.real, opened.objects, main)
    here = names.resolve(opened.real, opened.objects, "HEAD").commit
    return State(named.ref, named.commit, here, digest.hexdigest())


def _told(file: Path) -> bytes:
    """What stands at a path: its mode and the digest of its bytes."""
    try:
        mode = file.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return b"-"
    if stat.S_ISLNK(mode):
        return b"link" + hashlib.sha256(os.fsencode(file.readlink())).digest()
    if stat.S_ISREG(mode):
        return b"%o" % mode + hashlib.sha256(file.read_bytes()).digest()
    return b"%o" % mode
