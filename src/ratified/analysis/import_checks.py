"""What keeps a page from being imported: what a governed page may not hold, what it takes in, and who has its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.foreign_front_matter import without_mark
from ratified.source.lines import LineIndex
from ratified.source.link_targets import texts_taken_in
from ratified.source.page import oversize, read_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.analysis.import_sources import SourceFile
    from ratified.source.foreign_front_matter import ForeignPage

_TAKES_IN = "includes a text from elsewhere"
_PUT_IT = "put that text here in its place; whoever approves this page would not see it otherwise"
_LONGEST = 60


def unreadable(source: SourceFile) -> ReadingFault | None:
    """Why a file cannot be read as text, or is too big for a page, None where neither is so. A byte order mark in front
    is no reason.
    """
    text = decode(source.given, without_mark(source.data))
    return text if isinstance(text, ReadingFault) else oversize(source.given, text)


def takes_in(source: SourceFile, page: ForeignPage) -> Iterator[ReadingFault]:
    """The places at which a page takes in another text."""
    text = page.body.decode("utf-8")
    lines = LineIndex(source.given, text, page.line)
    for offset, words in texts_taken_in(text):
        cut = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 3]}..."
        yield ReadingFault("shape", lines.at(offset), f"{_TAKES_IN}: {cut}", _PUT_IT)


def refused(source: SourceFile, page: ForeignPage, written: str, head: int) -> list[ReadingFault]:
    """The faults of a page as it would be written, each at its place in the file that it came from. `head` is how many
    lines of front matter it got."""
    _, faults = read_page("docs/page.md", written, runbook=False)
    return [_at_source(fault, source, page, head) for fault in faults if not fault.soft]


def _at_source(fault: ReadingFault, source: SourceFile, page: ForeignPage, head: int) -> ReadingFault:
    below = fault.place.line - head
    place = Place(source.given, page.line + below - 1, fault.place.column) if below > 0 else Place(source.given)
    return ReadingFault(fault.kind, place, fault.message, fault.help)
