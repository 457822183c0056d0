"""What earlier runs left behind, in the cache folder of this account.

Reading fifty thousand commits takes seconds, and none of them will ever change. So what was worked out is kept in
`ratified/` under the user's cache folder, one folder for each repository. A forged answer could say "approved": so
nothing is read, and nothing kept, unless that folder and all that lead to it are this account's alone; and nothing
in CI, where a cache may come from a run of anybody. Whatever another version of this program, its libraries or tools
made counts as damaged.
"""

from __future__ import annotations

import errno
import hashlib
import os
import pickle
import stat
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.cache.account_folder import account_folder, is_ours_alone
from ratified.programs import search_path

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOOLS = ("git", "ssh-keygen", "gpg")
_SUM = hashlib.sha256().digest_size
_MOST = 1 << 28
"""Bytes: a longer file is none of ours. Fifty thousand landings take a tenth of it."""
_MANY = 32
"""Files: one for each branch that was asked for, and one that a killed run left half written, add up over the years."""
_REPOSITORIES = 64


class CacheStore:
    """Values by name, for one repository. Nothing here ever fails: what cannot be read or written is not kept."""

    def __init__(self, common_dir: Path, root: Path, below: str = "", anew: bool = False) -> None:
        """`common_dir` is the git folder and `root` the repository's, both without links; `below` is the policy's
        folder in it, since of each the answers are others. `anew`: nothing is read.
        """
        self._anew = anew
        cache = _cache(common_dir, root)
        self._folder = None if cache is None else cache / _id(common_dir, below)

    def has(self, name: str) -> bool:
        """Whether something may be kept under a name; whether it is to be believed only `load` says."""
        return self._folder is not None and not self._anew and _file(self._folder, name).is_file()

    def load(self, name: str) -> object | None:
        """What was kept under a name; None where nothing was, or where anybody else may have written it."""
        if self._anew or self._folder is None or not _ours(self._folder):
            return None
        try:
            data = memoryview(_own_file(_file(self._folder, name)))
            # Only this account can have written these bytes; the sum tells what broke, or was made by another program.
            return pickle.loads(data[_SUM:]) if data[:_SUM] == _sum(name, data[_SUM:]) else None  # noqa: S301 - what this account wrote, see above
        except Exception:  # noqa: BLE001 - whatever is wrong with a copy, the original is there
            return None

    def keep(self, name: str, value: object) -> None:
        """Keep a value under a name, in place of what was there, whole or not at all."""
        if self._folder is None:
            return
        with suppress(OSError, pickle.PicklingError):
            data = memoryview(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
            if len(data) <= _MOST - _SUM and _ours(self._folder, make=True):
                _write(self._folder, name, _sum(name, data), data)
                _tidy(self._folder)


def _ours(folder: Path, make: bool = False) -> bool:
    return is_ours_alone(folder, folder.parents[1], make)


def _cache(common_dir: Path, root: Path) -> Path | None:
    """Where folders of repositories stay; None in CI, and where that would be the repository's own."""
    found = account_folder()
    if found is None or os.environ.get("CI"):
        return None
    real = Path(os.path.realpath(found))
    return None if any(real.is_relative_to(folder) for folder in (common_dir, root)) else found


def _id(common_dir: Path, below: str) -> str:
    """The folder's name for one repository: of another that is put in its place later, all that is kept is untrue."""
    try:
        found = common_dir.stat()
    except OSError:
        return "0"
    return _name(f"{found.st_dev} {found.st_ino} {common_dir}\0{below}")


def _name(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _file(folder: Path, name: str) -> Path:
    return folder / _name(name)


def _write(folder: Path, name: str, *parts: bytes | memoryview) -> None:
    import tempfile  # slow to load, and most runs write nothing

    handle, written = tempfile.mkstemp(prefix="new-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        Path(written).replace(_file(folder, name))
    except BaseException:
        Path(written).unlink(missing_ok=True)
        raise


def _tidy(folder: Path) -> None:
    """Let go of the oldest files of a repository, and of the repositories that were asked longest ago."""
    for file in _oldest(folder, _MANY):
        file.unlink()
    import shutil

    for other in _oldest(folder.parent, _REPOSITORIES):
        shutil.rmtree(other, ignore_errors=True)


def _oldest(folder: Path, but: int) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda one: one.lstat().st_mtime_ns)[:-but]


def _own_file(path: Path) -> bytes:
    """The bytes of a regular file of this account that nobody else may read or write, no link followed, no pipe waited
    for. OSError for anything else.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        found = os.fstat(file.fileno())
        private = found.st_uid == os.getuid() and not found.st_mode & 0o077
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST or not private:
            raise PermissionError(errno.EPERM, "not a file of ours", str(path))
        return file.read(_MOST)


def _sum(name: str, data: memoryview) -> bytes:
    made = hashlib.sha256(_maker() + name.encode("utf-8", "surrogateescape") + b"\0")
    made.update(data)
    return made.digest()


@cache
def _maker() -> bytes:
    """What an answer depends on besides the repository: this program, Python, its libraries, the tools it asks."""
    libraries = {name for folder in sys.path for name in _listed(folder or ".") if name.endswith("-info")}
    said = [sys.version, sys.getfilesystemencoding(), *sorted(libraries)]
    said += sorted(_files(os.path.dirname(os.path.dirname(__file__))))  # noqa: PTH120
    said += [_tool(name) for name in _TOOLS]
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogateescape")).digest()


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - a third of the time, and every run does this
    except OSError:
        return []


def _files(folder: str) -> Iterator[str]:
    """Each file of the package that says anything, with its size and when it was written."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _files(entry.path)
        elif entry.name.endswith((".py", ".json", ".yml")):
            found = entry.stat()
            yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"


def _tool(name: str) -> str:
    for folder in search_path().split(os.pathsep):
        with suppress(OSError):
            if os.access(path := f"{folder}/{name}", os.X_OK):
                found = os.stat(path)  # noqa: PTH116
                return f"{path} {found.st_size} {found.st_mtime_ns}"
    return f"no {name}"
