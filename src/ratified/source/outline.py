"""The outline of a page: its headings, list items, table cells and fenced code, as the rules read them.

The site reads the same text with another Markdown (`ratified.source.site_outline`); where both outlines are alike, what
the rules have read is what the site shows. A paragraph that the rules read must be shown somewhere, in as many lists;
the site may have more of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.model.outline import OutlinePart, PartKind
from ratified.source.commonmark import indented_code, page_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CLOSING = re.compile(r"\s+#+\s*$")
_ANOTHER = re.compile(r"^(?:!!!|\?\?\?|===|///|<|\[\^|\*\[|:\s|\$\$|-+8<-+)", re.MULTILINE)
"""Paragraphs of CommonMark that the site's Markdown takes for something else."""


def part(kind: PartKind, level: int, number: int, text: str, line: int = -1) -> OutlinePart:
    """A part whose text is freed from all that two readers may write otherwise: white space and escapes."""
    if kind == "code":
        return OutlinePart(kind, level, number, re.sub(r"[\s\d]+", "", text), line)
    if kind == "heading":
        text = _CLOSING.sub("", text)
    text = _COMMENT.sub("", text)
    return OutlinePart(kind, level, number, " ".join(_ESCAPE.sub(r"\1", text).split()), line)


def _said(text: str) -> str:
    """A text; where it is nothing but a comment, so that the rules read it and the site shows nothing, that is told."""
    return text if not text.strip() or _COMMENT.sub("", text).strip() else text.replace("<!--", "<! --")


def read_outline(text: str) -> list[OutlinePart]:
    """The outline of a text without front matter, by CommonMark with tables, as `source.markdown` reads it."""
    lines = re.split("\r\n?|\n", text)
    return outline_of_tokens(page_tokens(lines)[0], lines)


def outline_of_tokens(tokens: Sequence[Token], lines: Sequence[str]) -> list[OutlinePart]:
    """The outline of a text that was parsed already."""
    left_out = {index for block in indented_code(tokens, lines) for index in block} | set(_footnotes(lines))
    walk = _TokenOutline()
    found = [one for index, token in enumerate(tokens) for one in walk.take(token, tokens[index + 1 : index + 3])]
    return [one for one in found if one.line not in left_out]


def _footnotes(lines: Sequence[str]) -> Iterator[int]:
    """The lines of footnotes: the site shows them at the end of the page, in the order in which they are named."""
    inside = False
    for index, line in enumerate(lines):
        if line.strip() and not line.startswith((" ", "\t")):
            inside = line.startswith("[^") and "]:" in line
        if inside:
            yield index


class _TokenOutline:
    """Keeps the lists that are open, each with the number of its next item, and the column of the next cell."""

    def __init__(self) -> None:
        self._lists: list[int | None] = []
        self._column = 0
        self._fresh = False

    def take(self, token: Token, after: Sequence[Token]) -> Iterator[OutlinePart]:
        """The part that a token opens, if it opens one. `after` are the two tokens after it."""
        line = token.map[0] if token.map else -1
        kind, _, end = token.type.rpartition("_")
        if kind in {"ordered_list", "bullet_list"}:
            self._list(token, end)
        elif token.type == "list_item_open":
            self._fresh = after[0].type == "paragraph_open"
            text = _said(after[1].content) if self._fresh else ""
            yield part("item", len(self._lists), self._number(), text, line)
        elif token.type == "paragraph_open":
            if not self._fresh and not _ANOTHER.search(after[0].content):
                yield part("paragraph", len(self._lists), -1, after[0].content, line)
            self._fresh = False
        elif token.type == "heading_open":
            yield part("heading", int(token.tag[1]), -1, _said(after[0].content), line)
        elif token.type == "fence":
            yield part("code", len(self._lists), -1, token.content, line)
        elif kind in {"tr", "th", "td"} and end == "open":
            yield from self._cell(kind, after[0], line)

    def _cell(self, kind: str, inline: Token, line: int) -> Iterator[OutlinePart]:
        if kind == "tr":
            self._column = 0
            return
        if inline.content.strip():
            yield part("cell", self._column, -1, _said(inline.content), inline.map[0] if inline.map else line)
        self._column += 1

    def _list(self, token: Token, end: str) -> None:
        if end == "close":
            self._lists.pop()
            return
        start = token.attrGet("start")
        self._lists.append(None if token.type.startswith("bullet") else 1 if start is None else int(start))

    def _number(self) -> int:
        number = self._lists[-1]
        if number is None:
            return -1
        self._lists[-1] = number + 1
        return number
