"""What is said of one thing, a fact at a time."""

from __future__ import annotations

from dataclasses import dataclass

from ratified.views.escape import Safe, escape, escape_all
from ratified.views.site_map import PageLink, unlinked


@dataclass(frozen=True)
class NamedFact:
    """What a fact is about, what it says, and smaller lines below."""

    name: Safe
    value: PageLink
    below: tuple[Safe, ...] = ()


def fact(name: str, value: object, *below: object) -> NamedFact:
    """A fact of plain text, or of a link; lines with nothing in them are left out."""
    said = value if isinstance(value, PageLink) else unlinked(value)
    return NamedFact(escape(name), said, escape_all(filter(None, below)))
