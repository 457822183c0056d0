"""Two versions of a text held against each other line by line."""

from __future__ import annotations

import difflib
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LINES = 5_000
"""Lines of a text beyond which two versions are not compared line by line: a person would not read it either."""


class DiffPassage(NamedTuple):
    """The lines of a text that changed, as a unified diff without its header; `title` says which text."""

    title: str
    lines: tuple[str, ...]


def lines_changed(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines differ: the greater of those that went and those that came."""
    old, new = Counter(before), Counter(after)
    return max((old - new).total(), (new - old).total()) or int(list(before) != list(after))


def passage(title: str, before: str, after: str) -> DiffPassage:
    """The lines in which two texts differ, with one line round each."""
    old, new = before.split("\n"), after.split("\n")
    if max(len(old), len(new)) > MOST_LINES:
        return DiffPassage(title, (f"over {MOST_LINES:,} lines: too long to be compared here",))
    lines = list(difflib.unified_diff(old, new, n=1, lineterm=""))
    return DiffPassage(title, tuple(lines[2:]))
