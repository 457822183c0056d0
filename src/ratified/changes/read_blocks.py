"""A page of any past as it is read: headings, paragraphs, items, rows of tables and code, in words and without markup.

The parser is that of the rules (`source/commonmark.py`): raw HTML is text to it. Nothing is run: a macro call stands by
what it names. No line is left out: what no block holds is a block of its own, or listed among what nobody sees.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from ratified.source.calls import UsualCall, replaced_calls
from ratified.source.commonmark import page_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from ratified.changes.labels import Labels

BlockKind = Literal["heading", "text", "item", "row", "code", "line"]
"""`line` is a line of source that no other block holds, as it is written."""

_FIRST = 0xF0000
_MARK = re.compile("[\U000f0000-\U000ffffd]")
"""Marks for calls, from a plane of Unicode that no text uses; where one does, calls stay as they are written."""

_MOST_CALLS = 0xFFFD
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_STRUCTURE = re.compile(r"[\s|:=*_+>-]*")
"""A rule, the line below the head of a table, an empty item: no words."""

_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s*\S")
_AS_WRITTEN = frozenset({"clause", "clause_ref", "criterion", "runbook"})
"""Macros that print their first argument."""


class Target(NamedTuple):
    """Where a link or a picture leads, and the words that stand for it."""

    words: str
    address: str


class ReadBlock(NamedTuple):
    """What a reader takes in at once. `source` are its lines as written, `targets` and `comments` what they hide.

    `label` tells two blocks of the same words apart: the level of a heading, the number of an item. `depth` is how many
    lists an item stands in.
    """

    kind: BlockKind
    label: str
    words: str
    source: tuple[str, ...]
    targets: tuple[Target, ...] = ()
    comments: tuple[str, ...] = ()
    depth: int = 0


class ReadPage(NamedTuple):
    """A page as it is read, and its lines that show nothing: link definitions, rules, comments, empty lines."""

    blocks: tuple[ReadBlock, ...]
    unseen: tuple[str, ...]


def read_blocks(body: str, names: Labels, literal: bool = False) -> ReadPage:
    """A page without its front matter. `literal`: the site shows braces of this page as they are written."""
    body = body.replace("\r\n", "\n").replace("\r", " ")
    said: list[str] = []
    text = body if literal else _with_marks(body, names, said)
    written, lines = body.split("\n"), text.split("\n")
    held: set[int] = set()
    blocks: list[tuple[int, ReadBlock]] = []
    for span, block in _blocks(page_tokens(lines)[0], lines):
        held.update(span)
        source = tuple(written[span.start : span.stop])
        blocks.append(
            (span.start, block._replace(words=_MARK.sub(lambda m: _said(m, said), block.words), source=source))
        )
    rest = [n for n in range(len(written)) if n not in held]
    unseen = [n for n in rest if _shows_nothing(written[n])]
    loose = (n for n in rest if not _shows_nothing(written[n]))
    blocks += [(n, ReadBlock("line", "", " ".join(written[n].split()), (written[n],))) for n in loose]
    blocks.sort(key=lambda one: one[0])
    alone = [(n, "\n".join(block.source)) for n, block in blocks if not block.words and block.comments]
    hidden = sorted([*((n, written[n]) for n in unseen), *alone])
    visible = (block for _, block in blocks if block.words or not block.comments)
    return ReadPage(tuple(visible), tuple(line for _, line in hidden))


def _shows_nothing(line: str) -> bool:
    return _STRUCTURE.fullmatch(line) is not None or _DEFINITION.match(line) is not None


def _with_marks(body: str, names: Labels, said: list[str]) -> str:
    """The text with one mark for each macro call; as it is where marks or braces could be taken for others."""
    if _MARK.search(body) or "{% raw" in body or "{%- raw" in body:
        return body

    def mark(call: UsualCall) -> str:
        if len(said) >= _MOST_CALLS:
            return body[call.start : call.end]
        said.append(_told(call, names))
        return chr(_FIRST + len(said) - 1)

    return replaced_calls(body, mark)


def _told(call: UsualCall, names: Labels) -> str:
    """A call by what it names: what it printed on the day only the macros and the data of that day knew."""
    if call.args and call.name in _AS_WRITTEN:
        return call.args[0]
    known = {"role": names.roles, "severity": names.levels}.get(call.name, {})
    if call.args and call.args[0] in known:
        return known[call.args[0]]
    told = call.name.replace("_", " ")
    return f"‹{told}: {', '.join(call.args)}›" if call.args else f"‹{told}›"


def _said(found: re.Match[str], said: Sequence[str]) -> str:
    number = ord(found[0]) - _FIRST
    return said[number] if number < len(said) else found[0]


def _blocks(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[tuple[range, ReadBlock]]:
    """Blocks with the lines that they stand on, in source order; cells of one row together."""
    inside: list[str] = []
    numbers: list[int] = []
    cells: list[Token] = []
    for token in tokens:
        if token.type in {"fence", "code_block"} and token.map:
            yield range(*token.map), ReadBlock("code", token.info.strip(), token.content.rstrip("\n"), ())
        elif token.type == "inline" and token.map:
            if {"th", "td"} & {*inside}:
                cells.append(token)
            else:
                yield _of_inline(token, range(*token.map), inside, numbers, lines)
        elif token.type == "tr_close":
            yield from _of_row(cells)
            cells = []
        _step(token, inside, numbers)


def _step(token: Token, inside: list[str], numbers: list[int]) -> None:
    """Follow what is open, and how many items each list had; -1 and less counts those without numbers."""
    if token.nesting > 0:
        inside.append(token.tag)
        if token.tag == "ol":
            numbers.append(int(token.attrs.get("start", 1)) - 1)
        elif token.tag == "ul":
            numbers.append(-1)
        elif token.tag == "li":
            numbers[-1] += 1 if numbers[-1] >= 0 else 0
    elif token.nesting < 0 and inside:
        closed = inside.pop()
        if closed in {"ol", "ul"}:
            numbers.pop()


def _of_inline(
    token: Token, span: range, inside: Sequence[str], numbers: Sequence[int], lines: Sequence[str]
) -> tuple[range, ReadBlock]:
    words, targets, comments = _inline(token.children or ())
    heading = next((tag for tag in inside if re.fullmatch("h[1-6]", tag)), "")
    if heading:
        if span.stop < len(lines) and re.fullmatch(r"\s*(=+|-+)\s*", lines[span.stop]) and lines[span.start][:1] != "#":
            span = range(span.start, span.stop + 1)
        return span, ReadBlock("heading", heading[1:], words, (), targets, comments)
    if "li" in inside:
        label = f"{numbers[-1]}." if numbers and numbers[-1] >= 0 else "•"
        return span, ReadBlock("item", label, words, (), targets, comments, len(numbers))
    return span, ReadBlock("text", "quote" if "blockquote" in inside else "", words, (), targets, comments)


def _of_row(cells: Sequence[Token]) -> Iterator[tuple[range, ReadBlock]]:
    found = [_inline(cell.children or ()) for cell in cells]
    spans = [cell.map for cell in cells if cell.map]
    if spans:
        words = " | ".join(words for words, _, _ in found)
        targets = tuple(target for _, some, _ in found for target in some)
        comments = tuple(comment for _, _, some in found for comment in some)
        yield range(*spans[0]), ReadBlock("row", "", words, (), targets, comments)


def _inline(children: Sequence[Token]) -> tuple[str, tuple[Target, ...], tuple[str, ...]]:
    """The words of inline Markdown with white space folded, where its links lead, and its comments."""
    targets: list[Target] = []
    text = _seen(children, targets)
    comments: tuple[str, ...] = ()
    if not any(child.type == "code_inline" for child in children):
        comments = tuple(" ".join(comment.split()) for comment in _COMMENT.findall(text))
        text = _COMMENT.sub(" ", text)
    return " ".join(text.split()), tuple(targets), comments


def _seen(children: Sequence[Token], targets: list[Target]) -> str:
    out: list[str] = []
    opened: list[tuple[int, str]] = []
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            out.append(" ")
        elif child.type == "image":
            inner = _seen(child.children or (), targets) or "‹picture›"
            targets.append(Target(" ".join(inner.split()), _address(child, "src")))
            out.append(inner)
        elif child.type == "link_open":
            opened.append((len(out), _address(child, "href")))
        elif child.type == "link_close" and opened:
            begin, address = opened.pop()
            targets.append(Target(" ".join("".join(out[begin:]).split()), address))
        elif child.type in {"s_open", "s_close"}:
            out.append(child.markup)  # the site strikes nothing out without an extension, and shows the signs
        else:
            out.append(child.content)
    return "".join(out)


def _address(token: Token, key: str) -> str:
    title = token.attrs.get("title")
    return f'{token.attrs.get(key, "")} "{title}"' if title else str(token.attrs.get(key, ""))
