"""Fingerprints in a story: `<fingerprint of POL-IR on 2025-09-10>` stands for the text as it was on main then."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ratified.demo.tools import DemoError
from ratified.git.blob_id import blob_id
from ratified.model.register import Register
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TOKEN = re.compile(r"<fingerprint of ([A-Z0-9-]+) on ([0-9-]{10})>")
_REGISTER = "data/register.yml"


def token(document: str, day: str) -> str:
    """What stands in a story's file for the fingerprint of a document after the last landing up to a day."""
    return f"<fingerprint of {document} on {day}>"


class Fingerprints:
    """Gives each token its value, once: a file that goes on to name a text goes on to name the same one."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def put_into(self, text: str, files_on: Callable[[date], Mapping[str, bytes]]) -> str:
        """A text with its tokens replaced. `files_on` gives every file as it was on main on a day."""

        def value(found: re.Match[str]) -> str:
            if found[0] not in self._known:
                self._known[found[0]] = _fingerprint(found[1], files_on(date.fromisoformat(found[2])))
            return self._known[found[0]]

        return _TOKEN.sub(value, text)


def _fingerprint(document: str, files: Mapping[str, bytes]) -> str:
    """As `approval.timeline` has it, of a document whose pages show no files besides their own."""
    register = typed(Register, read_yaml(_REGISTER, files[_REGISTER].decode()))
    entry = next((one for one in register.documents if one.id == document), None) if register else None
    if entry is None:
        raise DemoError(f"the story does not fit the starter: no document {document} is there to acknowledge")
    held = sorted(path for path in files if any(fnmatchcase(path, pattern) for pattern in (*entry.pages, *entry.binds)))
    lines = "".join(f"100644 {blob_id(files[path], 'sha1')} {path}\n" for path in held)
    return hashlib.sha256(lines.encode()).hexdigest()
