"""Which sources of a build meet at one address, and what pages say that only the engine may say."""

from __future__ import annotations

import posixpath
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ratified.model.engine_marks import marks
from ratified.model.place import Place
from ratified.policy.addresses import (
    ALONE_SAID,
    ANYTHING_SAID,
    UNBOUND_SAID,
    AddressClash,
    by_itself,
    clashes_of,
    folded,
    is_anything,
    runs_unbound,
    said,
)
from ratified.site.macro_grammar import MacroFault

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from ratified.policy import Book

ENGINE = ""
"""The source of what the engine makes."""

_RAW_MARKUP = "the rendered page holds {}, which no macro gave: it could show or hide what the site says of approvals"
_PLAINLY = "say it in plain Markdown; what it takes in from elsewhere counts as well"


def meeting(sources: Iterable[tuple[str, str]]) -> Iterator[MacroFault]:
    """Every file whose address another source has already; `sources` are pairs of a file's path and its address.

    The path is `ENGINE` for what the engine makes; that comes before all others.
    """
    first: dict[str, str] = {}
    for path, address in sorted(sources, key=lambda pair: pair[0] != ENGINE):
        other = first.setdefault(folded(address), path)
        if other != path:
            message, help_ = said(AddressClash(path, address, other if other != ENGINE else None))
            yield MacroFault(Place(path), f"{message}; {help_}")


def clashing(book: Book) -> Iterator[MacroFault]:
    """Every file that does not have its address to itself, whatever MkDocs makes of the two."""
    for clash in clashes_of(book.files, book.document_of):
        yield MacroFault(Place(clash.path), "; ".join(said(clash)))


def alone(paths: Iterable[str], book: Book) -> Iterator[MacroFault]:
    """Every file that would be a page by itself, and every script that nobody governs."""
    for path in paths:
        if by_itself(path):
            yield MacroFault(Place(path), "; ".join(ALONE_SAID))
        elif runs_unbound(path, book.documents_of):
            yield MacroFault(Place(path), "; ".join(UNBOUND_SAID))
        elif is_anything(path, book.documents_of):
            yield MacroFault(Place(path), "; ".join(ANYTHING_SAID))


def script_at(src: str, url: str, root: str) -> str:
    """The address in the site of what a page at `url` loads as `src`; `root` is the path of the site itself."""
    parts = urlsplit(src)
    if parts.scheme or parts.netloc or "%2f" in parts.path.lower():
        return ""
    path = unquote(parts.path)
    if path.startswith("/"):
        return path.removeprefix(root) if path.startswith(root) else ""
    return posixpath.normpath(posixpath.join("" if url in {"", ".", "./"} else posixpath.dirname(url), path))


def unasked(scripts: Iterable[str], governed: Container[str]) -> Iterator[MacroFault]:
    """Scripts that mkdocs.yml names and that no page may load; `governed` are those that it may."""
    for script in scripts:
        if script not in governed:
            what = f"{script} is a script that no document governs, so no page may load it"
            yield MacroFault(
                Place("mkdocs.yml"), f"{what}; put it under docs/assets/, or take it out of extra_javascript"
            )


def forged(path: str, html: str, given: Iterable[str]) -> Iterator[MacroFault]:
    """What a rendered page says that only the engine may, beyond what macros gave for it."""
    found = Counter(mark.what for mark in marks(html, rendered=True))
    if found:
        for text in given:
            found.subtract(mark.what for mark in marks(text, rendered=True))
        for what in sorted(+found):
            yield MacroFault(Place(path), f"{_RAW_MARKUP.format(what)}; {_PLAINLY}")
