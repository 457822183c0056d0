"""The cache folder of this account, and whether nobody else can put anything into it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_ROOT = 0


def account_folder() -> Path | None:
    """Where what runs leave behind would stay: `ratified/` in the account's cache folder; None where that has no path.

    A path relative to where one stands could be the repository's own; an account without a home has one named `~`.
    """
    home = os.path.expanduser("~")  # noqa: PTH111 - no error here where there is none
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path(home, ".cache"), "ratified")
    return folder if folder.is_absolute() and ".." not in folder.parts else None


def is_ours_alone(folder: Path, cache: Path, make: bool = False) -> bool:
    """Whether a folder below `cache` is this account's, and nobody else can alter it or what leads to it.

    From `cache` on each folder on the way belongs to the account; above it may be root's, who needs no way in. None
    is a link or may be written to by group or others, but for one of root's above with the sticky bit, like `/tmp`: in
    it nobody can rename what is ours. `make` makes what is missing.
    """
    try:
        for step in (*reversed(folder.parents), folder):
            if make and not os.path.lexists(step):
                step.mkdir(mode=0o700, exist_ok=True)
            found = step.lstat()
            if not _shut(found, above=step in cache.parents):
                return False
    except OSError:
        return False
    return True


def _shut(found: os.stat_result, above: bool) -> bool:
    owners = {os.getuid(), _ROOT} if above else {os.getuid()}
    sticky = above and found.st_uid == _ROOT and found.st_mode & stat.S_ISVTX
    written = found.st_mode & 0o022 and not sticky
    return stat.S_ISDIR(found.st_mode) and found.st_uid in owners and not written
