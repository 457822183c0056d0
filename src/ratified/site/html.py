"""HTML as browsers read it: the one parser for whatever looks into a page or changes it.

What is changed is changed in the text, where the parser says that something stands, and all other bytes stay. A page
written out anew from its tree can be read as another tree than that one, so what was looked at and found to be in order
would not be what a browser shows.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from turbohtml import Document, Element, Token, TokenType, parse, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbohtml import SourceLocation

_BLANKS = " \t\n\f\r"
_SAYS = ("style", "script")
"""Elements whose text may name files."""


def tree(text: str) -> Document:
    """A page to look into, as a browser that runs scripts has it."""
    return parse(text, positions=False, scripting=True)


class HtmlText:
    """A page, or a part of one, to be changed at places that its tree tells."""

    def __init__(self, text: str) -> None:
        self.text = _lines(text)
        self.tree = parse(self.text, source_locations=True, scripting=True)

    def place_in_head(self) -> int:
        """Where the head takes more in, before everything but the charset; where no head is written, what comes first
        after the document type begins one.
        """
        head = self.tree.select_one("head")
        place = None if head is None else head.source_location
        if head is None or place is None:
            return _first_place(self.text)
        first = next((child for child in head.children if isinstance(child, Element)), None)
        if first is not None and first.tag == "meta" and "charset" in first.attrs:
            place = first.source_location or place
        return place.start_tag.end_offset

    def place(self, element: Element, inside: bool = False) -> tuple[int, int]:
        """Where an element begins and ends, or what stands inside of it."""
        start, end, _ = located(element)
        if inside:
            return start.end_offset, len(self.text) if end is None else end.start_offset
        return start.start_offset, (end or start).end_offset


def _first_place(text: str) -> int:
    """Where what a page says begins: after remarks and the document type, before which nothing may stand."""
    at = 0
    for before, token in pieces(text):
        if before.strip(_BLANKS) or token is None or token.type not in (TokenType.COMMENT, TokenType.DOCTYPE):
            break
        at += len(before) + len(token.source or "")
    return at


def located(element: Element) -> SourceLocation:
    """Where the tags of an element stand that a text holds."""
    place = element.source_location
    assert place is not None, "the text holds its tag"  # noqa: S101 - for types: implied elements have nothing to edit
    return place


def more(element: Element, attribute: str) -> tuple[int, int, str]:
    """The edit that gives an element one attribute more, before its others."""
    at = located(element).start_tag.start_offset + 1 + len(element.tag)
    return at, at, f" {attribute}"


def edited(text: str, edits: Iterable[tuple[int, int, str]], start: int = 0, end: int | None = None) -> str:
    """A part of a text with pieces replaced, each given by where it begins, where it ends, and what comes there.

    A piece that begins inside of another goes with it.
    """
    parts: list[str] = []
    for begins, ends, new in sorted(edits):
        if begins >= start:
            parts += (text[start:begins], new)
            start = ends
    return "".join((*parts, text[start:end]))


def pieces(text: str) -> Iterator[tuple[str, Token | None]]:
    """A page as it is written: each text with the tag or the remark that ends it, and the last with none."""
    text, at = _lines(text), 0
    lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    for token in tokenize(text, capture_source=True):
        if token.source is not None:
            start = lines[token.line - 1] + token.col
            yield text[at:start], token
            at = start + len(token.source)
    yield text[at:], None


def elements(text: str) -> Iterator[Element]:
    """Every element of a page, as browsers have it with scripts and without, those of templates included."""
    for scripting in (True, False) if "<noscript" in text.lower() else (True,):
        page = parse(text, scripting=scripting, positions=False, allow_declarative_shadow_roots=False)
        yield from page.find_all()


def values(element: Element) -> Iterator[str]:
    """What the attributes of an element say, and its text where that may name files."""
    for name in element.attrs:
        yield element.attr(name) or ""
    if element.tag in _SAYS:
        yield element.text


def _lines(text: str) -> str:
    """A text with line breaks as browsers read them; places are counted in that."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
