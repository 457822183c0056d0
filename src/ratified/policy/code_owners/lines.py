"""The lines of a CODEOWNERS file, and how they are cut: alike on every forge but for what each makes of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Forge = Literal["GitHub", "GitLab", "Gitea"]
"""The forges that read the file. Forgejo reads it as Gitea does; Bitbucket Cloud has none."""


class CodeownersLine(NamedTuple):
    """One line: which paths, and whom the forge asks; nobody takes a path out again. `section` is GitLab's."""

    line: int
    pattern: str
    owners: tuple[str, ...]
    section: str = ""


class SkippedLine(NamedTuple):
    """A line that the forge or this check does not read, and why."""

    line: int
    why: str


_WORD = re.compile(r"(?:\\.|[^\s\\]|\\$)+", re.ASCII)


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, without blanks round them.

    Only a newline ends a line, and only ASCII's blanks are blanks: what Python takes for the end of a line besides
    (U+2028, a form feed) would let a comment hold lines that no forge reads.
    """
    for number, line in enumerate(text.split("\n"), 1):
        yield number, line.strip(" \t\r\f\v")


def words(line: str) -> list[str]:
    """The words of a line. A blank after a backslash is part of a word."""
    return _WORD.findall(line)
