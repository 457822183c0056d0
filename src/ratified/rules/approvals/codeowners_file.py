"""CODEOWNERS as GitHub reads it: patterns, owners, and which line decides about a path.

The last line whose pattern matches wins. A line that GitHub cannot read (`!`, `[`, what is no owner) it passes over.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMMENT = re.compile(r"(?:^|\s)#")
_WORD = re.compile(r"(?:\\.|[^\s\\])+")
_OWNER = re.compile(r"@[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9._-]+)?|[^@\s]+@[^@\s]+")
_QUOTED = re.compile(r"\\(.)")


class CodeownersLine(NamedTuple):
    """One line: which paths, and whom GitHub asks. No owners take a path out again."""

    line: int
    pattern: str
    owners: tuple[str, ...]


def read_codeowners(data: bytes) -> tuple[CodeownersLine, ...]:
    """The lines of a CODEOWNERS file that count, in order."""
    return tuple(_lines(data.decode("utf-8", "replace")))


def deciding(lines: Sequence[CodeownersLine], path: str) -> CodeownersLine | None:
    """The line that decides about a path: the last that matches."""
    return next((line for line in reversed(lines) if matches(line.pattern, path)), None)


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern takes in a path.

    A slash at the start or inside ties it to the root; without one it counts at any depth. A folder takes in all
    below it, `**` any number of folders, and `*` no slash. Unlike in a gitignore file `docs/*` takes in no folder.
    """
    loose = "/" not in pattern.rstrip("/")
    steps = [*(["**"] if loose else []), *pattern.strip("/").split("/")]
    parts = path.split("/")
    reached = {0}
    for step in steps:
        if step == "**":
            reached = {further for begin in reached for further in range(begin, len(parts))}
        else:
            reached = {at + 1 for at in reached if at < len(parts) and fnmatchcase(parts[at], _plain(step))}
    whole, below = len(parts) in reached, any(at < len(parts) for at in reached)
    if pattern.endswith("/"):
        return below
    return whole or (below and (loose or steps[-1] != "*"))


def _lines(text: str) -> Iterator[CodeownersLine]:
    for number, line in enumerate(text.splitlines(), 1):
        pattern, *owners = _WORD.findall(_COMMENT.split(line)[0]) or [""]
        if pattern and not pattern.startswith("!") and "[" not in pattern and all(map(_OWNER.fullmatch, owners)):
            yield CodeownersLine(number, pattern, tuple(owners))


def _plain(step: str) -> str:
    """A step for `fnmatch`: a backslash takes the sign after it as it is."""
    return _QUOTED.sub(lambda sign: f"[{sign[1]}]" if sign[1] in "*?" else sign[1], step)
