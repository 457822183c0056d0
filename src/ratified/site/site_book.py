"""What a repository says, read for its site, and faults as the build tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from ratified.check.garbage_collection import without_garbage_collection
from ratified.policy import read_book
from ratified.policy.addresses import MARKDOWN
from ratified.site.macro_grammar import MacroFault
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ratified.policy import Book
    from ratified.source.fault import ReadingFault

_NAMES = "the pages name people and how to reach them, and this version cannot leave that out; write internal"


def book_of(root: Path) -> tuple[Book, list[MacroFault]]:
    """What a work tree says, and the faults of its pages. Raises PluginError where the rest cannot be read."""
    with without_garbage_collection():
        reading = read_book(WorkTree(root), skim=True)
    shadows = [fault for fault in reading.faults if fault.kind == "shadow"]
    if reading.book is None or shadows:  # before the macros plugin runs what lies there
        faults = shadows if reading.book else reading.faults
        raise PluginError(f"the site cannot be built:\n{listed_faults(map(_as_fault, faults))}")
    register = reading.book.register
    if register.audience == "public":
        raise PluginError(f"{register.at('audience')}: audience: public: {_NAMES}")
    of_pages = (fault for fault in reading.faults if fault.place.path.lower().endswith((*MARKDOWN, ".svg")))
    return reading.book, [_as_fault(fault) for fault in of_pages if not fault.soft]


def _as_fault(fault: ReadingFault) -> MacroFault:
    return MacroFault(fault.place, f"{fault.message}; {fault.help}")


def listed_faults(faults: Iterable[MacroFault]) -> str:
    """Each on a line of its own, in order."""
    return "\n".join(f"  {fault}" for fault in sorted(faults, key=lambda f: (f.place, f.message)))
