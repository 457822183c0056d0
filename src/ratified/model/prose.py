"""What a Markdown page says, with the place of everything a rule may want to point at."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from ratified.model.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ratified.model.outline import OutlinePart
    from ratified.model.page import PageFront, RunbookFront


@dataclass(frozen=True, slots=True)
class MacroCall:
    """A macro call found without running anything; an argument that is no literal is None."""

    name: str
    args: tuple[str | int | bool | None, ...]
    place: Place

    def text(self, index: int) -> str | None:
        """The argument at an index where it is a literal text."""
        found = self.args[index] if index < len(self.args) else None
        return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its level, 1 to 6."""

    level: int
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class MarkdownLink:
    """A link written in Markdown, its target as written."""

    target: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, list item, heading or table cell: its text with code and macro calls blanked out.

    `lines` are the source lines it spans, `text` has one line break for each of theirs, `section` is the
    second-level heading above it, and `step` its number in an ordered list (0 elsewhere). `linked` are the parts of
    the text, from where to where, that stand in a link or name a picture.
    """

    kind: Literal["paragraph", "item", "heading", "cell"]
    text: str
    section: str
    step: int
    place: Place
    source: tuple[str, ...]
    linked: tuple[tuple[int, int], ...] = ()

    @property
    def last_line(self) -> int:
        """The last source line of the block, counted from 1."""
        return self.place.line + len(self.source) - 1

    def is_linked(self, offset: int) -> bool:
        """Whether what stands at an offset of the text is part of a link, or of the name of a picture."""
        last = bisect_right(self.linked, (offset, sys.maxsize)) - 1
        return last >= 0 and offset < self.linked[last][1]

    def place_of(self, offset: int, word: str = "") -> Place:
        """Where the text at an offset stands in the file; the column is that of `word` on its line."""
        down = self.text.count("\n", 0, offset)
        line = self.source[min(down, len(self.source) - 1)]
        earlier = self.text.count(word, self.text.rfind("\n", 0, offset) + 1, offset) if word else 0
        column = -1
        for _ in range(earlier + 1):
            column = line.find(word, column + 1)
        return Place(self.place.path, self.place.line + down, max(column, 0) + 1)


@dataclass(frozen=True, slots=True)
class Clause:
    """A normative clause by its macro call; `Page.blocks_of` gives its words."""

    id: str
    criteria: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class PageProse:
    """What the Markdown of a page says, in source order; its outline once more, to be held against the site's."""

    headings: tuple[Heading, ...] = ()
    blocks: tuple[TextBlock, ...] = ()
    links: tuple[MarkdownLink, ...] = ()
    outline: tuple[OutlinePart, ...] = ()


@dataclass(frozen=True)
class Page:
    """One Markdown file of the site; `runbook` is set where it is a runbook. `original` is where the page stands of
    which it is a translation: a clause stands there, and not here.

    `read_prose` parses text that is fixed already, so the prose is the same whenever it is asked for; the site
    build never asks, and is spared the parsing. `body` is that text: empty lines in place of the front matter, and
    `ratified.source.calls.BLANK` for each character of a macro call. Of a `literal` page the site shows braces as they
    are written.
    """

    path: str
    front: PageFront | None
    runbook: RunbookFront | None
    calls: tuple[MacroCall, ...] = ()
    read_prose: Callable[[], PageProse] = field(default=PageProse, compare=False, repr=False)
    body: str = field(default="", compare=False, repr=False)
    literal: bool = False
    original: str = ""

    @property
    def title(self) -> str:
        """The title of its front matter, else its path."""
        front = self.runbook or self.front
        return front.title if front else self.path

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses, from their macro calls."""
        return tuple(
            Clause(call.text(0) or "", tuple(a for a in call.args[1:] if isinstance(a, str)), call.place)
            for call in self.calls
            if call.name == "clause" and call.text(0) and not self.original
        )

    @cached_property
    def prose(self) -> PageProse:
        """What the Markdown says."""
        return self.read_prose()

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Headings in order."""
        return self.prose.headings

    @property
    def blocks(self) -> tuple[TextBlock, ...]:
        """Blocks in order."""
        return self.prose.blocks

    @property
    def links(self) -> tuple[MarkdownLink, ...]:
        """Links in order."""
        return self.prose.links

    def blocks_of(self, clause: Clause) -> tuple[TextBlock, ...]:
        """The blocks of a clause: from its call to the next clause or heading."""
        line = clause.place.line
        stops = [c.place.line for c in self.clauses] + [h.place.line for h in self.headings]
        end = min((stop for stop in stops if stop > line), default=sys.maxsize)
        return tuple(b for b in self.blocks if b.last_line >= line and b.place.line < end)

    def section(self, name: str) -> tuple[TextBlock, ...]:
        """The blocks under a second-level heading, without the heading itself."""
        return tuple(b for b in self.blocks if b.section == name and b.kind != "heading")

    def steps(self, name: str) -> tuple[TextBlock, ...]:
        """The numbered steps under a second-level heading."""
        return tuple(b for b in self.section(name) if b.step)

    def calls_in(self, block: TextBlock) -> Iterator[MacroCall]:
        """The macro calls that stand inside a block; `calls` are in source order."""
        first = bisect_left(self.calls, block.place.line, key=_line)
        return iter(self.calls[first : bisect_right(self.calls, block.last_line, key=_line)])


def _line(call: MacroCall) -> int:
    return call.place.line
