"""Markdown into blocks, headings and links with their places, from tokens and not from patterns over text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.model.prose import Heading, MarkdownLink, PageProse, TextBlock
from ratified.source.calls import BLANK
from ratified.source.commonmark import breaks, indented_code, linked, page_tokens, plain, too_deep
from ratified.source.fault import ReadingFault
from ratified.source.outline import outline_of_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_KINDS = {"paragraph_open": "paragraph", "heading_open": "heading", "th_open": "cell", "td_open": "cell"}


def read_markdown(path: str, text: str) -> tuple[PageProse, tuple[ReadingFault, ...]]:
    """Read a page whose front matter and macro calls are blanked already; what of it cannot be read comes beside."""
    walk = _TokenWalk(path, re.split("\r\n?|\n", text))
    tokens, _ = page_tokens(walk.lines)
    code = {index for lines in indented_code(tokens, walk.lines) for index in lines}
    for opened, inline in pairwise(tokens):
        walk.pass_over(opened)
        if inline.type == "inline" and (inline.map or (0,))[0] not in code:
            walk.take(opened, inline)
    for token in tokens:
        walk.look_for_unread(token)
    prose = PageProse(
        tuple(walk.headings), tuple(walk.blocks), tuple(walk.links), tuple(outline_of_tokens(tokens, walk.lines))
    )
    return prose, tuple(walk.faults)


class _TokenWalk:
    """Keeps what the tokens so far have opened: the section, the lists, the step in each."""

    def __init__(self, path: str, lines: Sequence[str]) -> None:
        self.path, self.lines = path, lines
        self.headings: list[Heading] = []
        self.blocks: list[TextBlock] = []
        self.links: list[MarkdownLink] = []
        self.faults: list[ReadingFault] = []
        self.section = ""
        self.lists: list[int | None] = []
        self.fresh = False

    def look_for_unread(self, token: Token) -> None:
        """Text that the site shows and the parser takes for code, or drops."""
        first, last = token.map or (0, 1)
        place = Place(self.path, first + 1)
        if token.type == "fence" and not self._closed(token, first, last):
            help_ = f"close it with {token.markup} on a line of its own"
            self.faults.append(ReadingFault("shape", place, "a code fence that never closes", help_, fatal=False))
        if too_deep(token):
            what = "lists and quotes nested too deep to be read"
            self.faults.append(ReadingFault("shape", place, what, "write it with fewer levels"))

    def _closed(self, token: Token, first: int, last: int) -> bool:
        return last - first > 1 and self.lines[last - 1].lstrip(" \t>").startswith(token.markup)

    def pass_over(self, token: Token) -> None:
        if token.type == "ordered_list_open":
            self.lists.append(0)
        elif token.type == "bullet_list_open":
            self.lists.append(None)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            self.lists.pop()
        elif token.type == "list_item_open":
            self.fresh = True
            if self.lists[-1] is not None:
                self.lists[-1] += 1

    def take(self, opened: Token, inline: Token) -> None:
        first, last = inline.map or opened.map or (0, 1)
        source = tuple(self.lines[first:last])
        content = inline.content.split("\n")[0]
        column = max(source[0].find(content[:20]), 0) + 1
        place = Place(self.path, first + 1, column)
        text = "".join(plain(inline.children or ()))
        kind = _KINDS.get(opened.type, "paragraph")
        if kind == "heading":
            level = int(opened.tag[1])
            self.headings.append(Heading(level, text.strip(), place))
            self.section = text.strip() if level == 2 else "" if level < 2 else self.section
        step = 0
        if kind == "paragraph" and self.lists:
            kind = "item"
            step = (self.lists[-1] or 0) if self.fresh else 0
            self.fresh = False
        held = tuple(linked(inline.children or ()))
        self.blocks.append(TextBlock(kind, text, self.section, step, place, source, held))  # type: ignore[arg-type]
        self.links.extend(self._links(inline.children or (), place, source))

    def _links(self, children: Sequence[Token], place: Place, source: Sequence[str]) -> Iterator[MarkdownLink]:
        """Links in order; each is looked for on its line, after the one before it."""
        down = after = 0
        inside: list[Token] = []
        target, at = "", place
        for child in children:
            if child.type == "link_open":
                target, inside = str(child.attrGet("href")), []
                line = source[min(down, len(source) - 1)]
                signs = ("<",) if child.markup == "autolink" else (f"]({target}", "[")
                after = next((spot for sign in signs if (spot := line.find(sign, after)) >= 0), after) + 1
                at = Place(self.path, place.line + down, after)
            elif child.type == "link_close":
                yield MarkdownLink(target, "".join(plain(inside)), at)
            inside.append(child)
            if breaks(child):
                down, after = down + breaks(child), 0


def words(text: str) -> str:
    """The text without blanked calls, its white space folded."""
    return re.sub(rf"[\s{BLANK}]+", " ", text).strip()
