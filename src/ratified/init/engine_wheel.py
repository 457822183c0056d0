"""The engine itself as a wheel, for a company to keep beside its lock while no index has it.

It is put together from what is installed here, so that it is the very program that wrote the repository. The same
program gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import ratified
from ratified.demo.starter import LOCK, starter_files, starter_root

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FORM = "Wheel-Version: 1.0\nGenerator: ratified\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_STARTER = "ratified/demo/files/"


class EngineWheel(NamedTuple):
    """A wheel's file name, its bytes, and their SHA-256 in hexadecimal."""

    name: str
    data: bytes
    sha256: str


@cache
def engine_wheel() -> EngineWheel:
    """The wheel of the engine that runs. Raises OSError where a part of it cannot be read."""
    held = distribution("ratified")
    info = f"ratified-{held.version}.dist-info/"
    files = dict(_program())
    files[f"{info}METADATA"] = (held.read_text("METADATA") or "").encode()
    files[f"{info}entry_points.txt"] = (held.read_text("entry_points.txt") or "").encode()
    files[f"{info}WHEEL"] = _FORM.encode()
    data = _packed(files, f"{info}RECORD")
    return EngineWheel(f"ratified-{held.version}-py3-none-any.whl", data, sha256(data).hexdigest())


def lock(wheel: EngineWheel) -> bytes:
    """`requirements/site.txt`: the engine by its hash, from the folder beside, and everything that it needs."""
    version = wheel.name.split("-")[1]
    head = (
        "# What judges this repository and builds its site, each with its hash. The engine lies in wheels/ beside it.\n"
        "--find-links wheels\n"
        f"ratified=={version} \\\n    --hash=sha256:{wheel.sha256}\n"
    )
    return head.encode() + (starter_root() / LOCK).read_bytes()


def _program() -> Iterator[tuple[str, bytes]]:
    """Every file of the package by its path in a wheel, the starter's included, which lies elsewhere when developed."""
    package = Path(ratified.__file__).parent
    for file in package.rglob("*"):
        path = file.relative_to(package).as_posix()
        if file.is_file() and "__pycache__" not in path:
            yield f"ratified/{path}", file.read_bytes()
    if not (package / "demo/files").is_dir():
        yield from ((f"{_STARTER}{path}", data) for path, data in starter_files().items())
        yield f"{_STARTER}{LOCK}", (starter_root() / LOCK).read_bytes()


def _packed(files: Mapping[str, bytes], record: str) -> bytes:
    rows = [f"{path},sha256={_digest(data)},{len(data)}\n" for path, data in sorted(files.items())]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in (*sorted(files.items()), (record, "".join((*rows, f"{record},,\n")).encode())):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _digest(data: bytes) -> str:
    """As the format of wheels has it: base64 for addresses, without padding (PEP 376, PEP 427)."""
    return urlsafe_b64encode(sha256(data).digest()).rstrip(b"=").decode()
