"""The bytes of a build, as this account saw them when it ended: what was altered after that is told by them.

They are kept with the other answers of this account, in the git folder and under its seal, since a list inside the site
could be altered with the pages.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.git.discovery import find_repository
from ratified.git.error import HistoryError

if TYPE_CHECKING:
    from datetime import date

    from ratified.cache.store import CacheStore

_MOST = 4
"""Builds that are known of one commit and day: with another address, or other anchors."""

Bytes = Mapping[str, str]
"""The SHA-256 of each file of a site by its path there, in hexadecimal."""


def listed(site: Path) -> Bytes:
    """Every file of a site. What is no regular file, a link for one, is there and has no bytes."""
    found = {}
    for folder, below, names in os.walk(site):
        for name in names:
            file = Path(folder, name)
            plain = file.is_file() and not file.is_symlink()
            found[file.relative_to(site).as_posix()] = hashlib.sha256(file.read_bytes()).hexdigest() if plain else ""
        for inside in below:  # a link to a folder is listed as one, and not walked into
            if Path(folder, inside).is_symlink():
                found[Path(folder, inside).relative_to(site).as_posix()] = ""
    return found


def keep(root: Path, head: str, as_of: date, built: Bytes) -> None:
    """Remember what a build left. Where nothing can be kept, nothing is."""
    kept = _kept(root)
    if kept is not None:
        others = [one for one in builds(root, head, as_of) if one != built]
        kept.keep(_name(head, as_of), (built, *others[: _MOST - 1]))


def forget(root: Path, head: str, as_of: date, built: Bytes) -> None:
    """Remember a build no longer."""
    kept = _kept(root)
    if kept is not None:
        kept.keep(_name(head, as_of), tuple(one for one in builds(root, head, as_of) if one != built))


def builds(root: Path, head: str, as_of: date) -> Sequence[Bytes]:
    """What builds of a commit for a day left, the last first, as far as this account made them from this repository."""
    kept = _kept(root)
    found = kept.load(_name(head, as_of)) if kept is not None else None
    return found if isinstance(found, tuple) else ()


def _name(head: str, as_of: date) -> str:
    return f"site {head} {as_of.isoformat()}"


def _kept(root: Path) -> CacheStore | None:
    try:
        return find_repository(root.resolve()).kept()
    except (HistoryError, OSError):
        return None
