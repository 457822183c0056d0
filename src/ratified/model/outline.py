"""A part of a page that both readers, the rules and the site, must see alike."""

from __future__ import annotations

from typing import Literal, NamedTuple

PartKind = Literal["heading", "item", "cell", "code", "paragraph"]


class OutlinePart(NamedTuple):
    """A part of a page. `text` is its first paragraph as written; `line` counts from 0 and is -1 where nobody knows.

    `level` is that of a heading, the depth of an item, its paragraphs and its code (1 and up), the column of a cell (0
    and up).
    `number` is that of an item of an ordered list, and -1 of all else.
    """

    kind: PartKind
    level: int
    number: int
    text: str
    line: int = -1

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What must be the same for both readers."""
        return self[:4]
