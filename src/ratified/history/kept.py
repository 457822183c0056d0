"""What earlier runs learned, kept in the git folder under a seal that only this account can make.

Reading fifty thousand commits takes seconds, and none of them will ever change. So what was worked out is kept in
`ratified/` under the git folder. A repository may come from anybody, its git folder with it, and a forged answer
could say "approved": every file is sealed with a secret of this account, which never leaves the home directory.
Whatever has no such seal, or was made by another version of this program, its libraries or tools, is not believed.
"""

from __future__ import annotations

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
from importlib.util import find_spec
from pathlib import Path

from ratified.history.runner import search_path

_TOOLS = ("git", "ssh-keygen", "gpg")
_SEAL = hashlib.sha256().digest_size
_MOST_FILES = 24
_MOST = 1 << 30
"""Bytes: a longer file is none of ours."""


class Kept:
    """Values by name, for one repository. Nothing here ever fails: what cannot be read or written is not kept."""

    def __init__(self, common_dir: Path) -> None:
        self._folder = common_dir / "ratified"

    def load(self, name: str) -> object | None:
        """What was kept under a name; None where nothing was, or where anybody else may have written it."""
        secret = _secret()
        if secret is None or self._folder.is_symlink():
            return None
        try:
            if self._file(name).stat().st_size > _MOST:
                return None
            data = self._file(name).read_bytes()
            if not hmac.compare_digest(data[:_SEAL], _seal(secret, name, data[_SEAL:])):
                return None
            # The seal says that this program wrote these bytes, for this account.
            return pickle.loads(data[_SEAL:])  # type: ignore[no-any-return]
        except Exception:  # noqa: BLE001 - whatever is wrong with a copy, the original is there
            return None

    def keep(self, name: str, value: object) -> None:
        """Keep a value under a name, in place of what was there, whole or not at all."""
        secret = _secret()
        if secret is None or self._folder.is_symlink():
            return
        with suppress(OSError, pickle.PicklingError):
            data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
            self._folder.mkdir(exist_ok=True)
            handle, written = tempfile.mkstemp(prefix="new-", dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_seal(secret, name, data))
                    file.write(data)
                Path(written).replace(self._file(name))
            except OSError:
                Path(written).unlink(missing_ok=True)
            self._prune()

    def _prune(self) -> None:
        """Let go of what nobody wrote anew for longest: refs come and go, and a run may have been killed."""
        by_age = sorted(self._folder.iterdir(), key=lambda file: file.lstat().st_mtime_ns)
        for file in by_age[:-_MOST_FILES]:
            file.unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _seal(secret: bytes, name: str, data: bytes) -> bytes:
    about = hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest() + _maker()
    return hmac.digest(secret, about + data, "sha256")


@cache
def _secret() -> bytes | None:
    """The secret of this account, made when it is needed first; None where there is no safe place for it."""
    top = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))  # noqa: PTH111 - no error here
    path = top / "ratified" / "seal"
    try:
        if not path.exists() and top.is_absolute():
            _make_secret(path)
        found = path.lstat()
        ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
        secret = path.read_bytes() if ours else b""
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
    library = find_spec("click")  # where one library is, the others are
    libraries = Path(library.origin or "").parents[1] if library else package
    said = [sys.version, *sorted(found.name for found in libraries.glob("*-info"))]
    files = [*package.rglob("*.py"), *package.rglob("*.json")]
    said += [_state(file) for file in sorted(files)]
    tools = ((tool, shutil.which(tool, path=search_path())) for tool in _TOOLS)
    said += [_state(Path(found)) if found else f"no {tool}" for tool, found in tools]
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogateescape")).digest()


def _state(file: Path) -> str:
    found = file.stat()
    return f"{file} {found.st_size} {found.st_mtime_ns}"
