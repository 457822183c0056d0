"""What earlier runs learned, kept in the git folder under a seal that only this account can make.

Reading fifty thousand commits takes seconds, and none of them will ever change. So what was worked out is kept in
`ratified/` under the git folder. A repository may come from anybody, its git folder with it, and a forged answer
could say "approved": every file is sealed with a secret of this account, which never leaves the home directory.
Whatever has no such seal, or was made by another version of this program, its libraries or tools, is not believed.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import pickle
import secrets
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from ratified.history.runner import search_path

_TOOLS = ("git", "ssh-keygen", "gpg")
_SEAL = hashlib.sha256().digest_size
_MOST = 1 << 28
"""Bytes: a longer file is none of ours. Fifty thousand landings take a tenth of it."""
_MANY = 32
"""Files: one for each branch that was asked for, and one that a killed run left half written, add up over the years."""


class Kept:
    """Values by name, for one repository. Nothing here ever fails: what cannot be read or written is not kept."""

    def __init__(self, common_dir: Path, root: Path) -> None:
        """`common_dir` is the git folder and `root` the repository's, both without links."""
        self._folder = common_dir / "ratified"
        self._within = (common_dir, root)

    def has(self, name: str) -> bool:
        """Whether something may be kept under a name; whether it is to be believed only `load` says."""
        return self._file(name).is_file()

    def load(self, name: str) -> object | None:
        """What was kept under a name; None where nothing was, or where anybody else may have written it."""
        secret = self._sealing()
        if secret is None:
            return None
        try:
            data = memoryview(_plain_file(self._file(name)))
            if not hmac.compare_digest(data[:_SEAL], _seal(secret, name, data[_SEAL:])):
                return None
            # The seal says that this program wrote these bytes, for this account.
            return pickle.loads(data[_SEAL:])  # type: ignore[no-any-return]
        except Exception:  # noqa: BLE001 - whatever is wrong with a copy, the original is there
            return None

    def keep(self, name: str, value: object) -> None:
        """Keep a value under a name, in place of what was there, whole or not at all."""
        secret = self._sealing()
        if secret is None:
            return
        with suppress(OSError, pickle.PicklingError):
            data = memoryview(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
            if len(data) > _MOST - _SEAL:
                return
            self._folder.mkdir(exist_ok=True)
            self._write(name, _seal(secret, name, data), data)
            self._tidy()

    def _write(self, name: str, *parts: bytes | memoryview) -> None:
        handle, written = tempfile.mkstemp(prefix="new-", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
            Path(written).replace(self._file(name))
        except BaseException:
            Path(written).unlink(missing_ok=True)
            raise

    def _tidy(self) -> None:
        """Let go of the oldest files, where there are many."""
        found = sorted(self._folder.iterdir(), key=lambda file: file.lstat().st_mtime_ns)
        for file in found[:-_MANY]:
            file.unlink()

    def _sealing(self) -> bytes | None:
        """The secret to seal with; None where the folder leads elsewhere, or the secret may be the repository's own."""
        place = Path(os.path.realpath(_place()))
        if self._folder.is_symlink() or any(place.is_relative_to(folder) for folder in self._within):
            return None
        return _secret()

    def _file(self, name: str) -> Path:
        return self._folder / hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _plain_file(path: Path, ours: bool = False) -> bytes:
    """The bytes of a regular file, no link followed, no pipe waited for. OSError for anything else.

    `ours`: it must belong to this account, and nobody else may read or write it.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        found = os.fstat(file.fileno())
        private = found.st_uid == os.getuid() and not found.st_mode & 0o077
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST or (ours and not private):
            raise PermissionError(errno.EPERM, "not a file of ours", str(path))
        return file.read(_MOST)


def _seal(secret: bytes, name: str, data: memoryview) -> bytes:
    about = hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest() + _maker()
    made = hmac.new(secret, about, "sha256")
    made.update(data)
    return made.digest()


def _place() -> Path:
    """Where the secret of this account is, or would be."""
    home = os.path.expanduser("~")  # noqa: PTH111 - no error here where there is none
    return Path(os.environ.get("XDG_CACHE_HOME") or Path(home, ".cache"), "ratified", "seal")


@cache
def _secret() -> bytes | None:
    """The secret of this account, made when it is needed first; None where there is no safe place for it."""
    path = _place()
    if not path.is_absolute():  # then it would be the repository's, or whatever folder one happens to be in
        return None
    try:
        if not os.path.lexists(path):
            _make_secret(path)
        folder = path.parent.stat()
        safe = folder.st_uid == os.getuid() and not folder.st_mode & 0o022
        secret = _plain_file(path, ours=True) if safe else b""
    except OSError:
        return None
    return secret if len(secret) == _SEAL else None


def _make_secret(path: Path) -> None:
    """Whole or not at all, and never in place of one that is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_SEAL))
        with suppress(FileExistsError):
            path.hardlink_to(written)
    finally:
        Path(written).unlink()


@cache
def _maker() -> bytes:
    """What an answer depends on besides the repository: this program, Python, its libraries, the tools it asks."""
    package = Path(__file__).parents[1]
    libraries = {found.name for folder in sys.path for found in Path(folder or ".").glob("*-info")}
    said = [sys.version, sys.getfilesystemencoding(), *sorted(libraries)]
    files = (file for ending in ("py", "json", "yml") for file in package.rglob(f"*.{ending}"))
    said += [_state(file) for file in sorted(files)]
    tools = ((tool, shutil.which(tool, path=search_path())) for tool in _TOOLS)
    said += [_state(Path(found)) if found else f"no {tool}" for tool, found in tools]
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogateescape")).digest()


def _state(file: Path) -> str:
    found = file.stat()
    return f"{file} {found.st_size} {found.st_mtime_ns}"
