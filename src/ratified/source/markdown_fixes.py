"""Ways to write a page so that both readers read it alike, found in its tokens and tried by whoever asks.

Each is mechanical: it changes blanks, empty lines or one sign, and no word.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ratified.source.commonmark import page_tokens
from ratified.source.list_indents import STEP, lists_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.token import Token

_PAREN = re.compile(r"((?:\s|>)*\d{1,9})\)(?=\s|$)")
_TAG_LIKE = re.compile(r"((?:\s|>|[-+*]\s|\d{1,9}[.)]\s)*)(#{1,6}[^#\s]|#{7})")
_MEANT = re.compile(r"(#{2,6}|#(?=[A-Z]))([^\W\d_].*[^\s.,;:])\s*")
"""What is meant for a heading: the name of a chat room has one # and no capital, and a sentence its full stop."""
_AS_HEADING = "a line that begins with {!r}, which the site shows as a heading"
_INDENTED = re.compile(r" {1,3}(#{1,6}(\s|$))")
_CLOSED = re.compile(r"(\s*#{1,6}\s.*[^\s#\\])(#+)\s*$")
_QUOTE = re.compile(r"\s*(?:>\s?)+")


class PageEdit(NamedTuple):
    """Lines `first` up to `last` (from 0, the last not among them) become `lines`. `what` is wrong, `how` fixes it."""

    first: int
    last: int
    lines: tuple[str, ...]
    what: str
    how: str


def apply(lines: Sequence[str], edits: Sequence[PageEdit]) -> list[str]:
    """The lines with edits made, none of which meets another."""
    made = list(lines)
    for edit in sorted(edits, reverse=True):
        made[edit.first : edit.last] = edit.lines
    return made


def spaced_headings(lines: Sequence[str]) -> Iterator[PageEdit]:
    """`##Scope`, which is meant for a heading and which CommonMark takes for text."""
    code, heads = _code_and_heads(lines)
    for index, line in enumerate(lines):
        if index not in code | heads and (found := _MEANT.fullmatch(line)):
            how = "write a blank behind the #, or \\ before it where it is no heading"
            yield PageEdit(index, index + 1, (f"{found[1]} {found[2]}",), _AS_HEADING.format(line.split()[0]), how)


def escaped_signs(lines: Sequence[str]) -> Iterator[PageEdit]:
    """`#` where CommonMark sees no heading and the site does, or the other way round."""
    code, heads = _code_and_heads(lines)
    for index, line in enumerate(lines):
        if index in code:
            continue
        if index in heads:
            yield from _heading(index, line)
        elif (found := _TAG_LIKE.match(line)) and not _MEANT.fullmatch(line):
            at = found.end(1)
            new = f"{line[:at]}\\{line[at:]}"
            yield PageEdit(index, index + 1, (new,), _AS_HEADING.format(line[at:].split()[0]), "write \\ before the #")


def _code_and_heads(lines: Sequence[str]) -> tuple[set[int], set[int]]:
    """The lines in fences, and those of headings that begin with `#`."""
    tokens = _parsed(lines)
    code = {index for token in tokens if token.type == "fence" for index in range(*(token.map or (0, 0)))}
    heads = {(token.map or (0,))[0] for token in tokens if token.type == "heading_open" and token.markup[0] == "#"}
    return code, heads


def _heading(index: int, line: str) -> Iterator[PageEdit]:
    if _INDENTED.match(line):
        new = (line.lstrip(" "),)
        yield PageEdit(
            index, index + 1, new, "a heading after blanks, which the site shows as text", "delete the blanks"
        )
    elif found := _CLOSED.fullmatch(line):
        new = (f"{found[1]}\\{found[2]}",)
        what = "a heading whose last # the site does not show"
        yield PageEdit(index, index + 1, new, what, "write \\ before that #")


def dotted_numbers(lines: Sequence[str]) -> Iterator[PageEdit]:
    """`1)`, which the site shows as text."""
    for token in _parsed(lines):
        if token.type == "list_item_open" and token.markup == ")" and token.map:
            index = token.map[0]
            found = _PAREN.match(lines[index])
            if found:
                new = (f"{found[1]}.{lines[index][found.end() :]}",)
                what = f"a step numbered {found[0].strip(' >')}, which the site shows as text"
                yield PageEdit(index, index + 1, new, what, "write a full stop after the number")


def indented_lists(lines: Sequence[str]) -> Iterator[PageEdit]:
    """What stands in a list item and is not indented by four for each level; the site takes it for something else."""
    tokens, parsed = page_tokens(lines)
    for found in lists_of(parsed, tokens):
        inner = found.indented(parsed)
        new = [_back(lines[found.first + row], parsed[found.first + row], line) for row, line in enumerate(inner)]
        moved = [row for row, line in enumerate(new) if line != lines[found.first + row]]
        if moved:
            first = found.first + moved[0]
            how = "indent it by four blanks for each level of the list"
            yield PageEdit(first, found.last, tuple(new[moved[0] :]), _MOVED, how)


def _back(line: str, parsed: str, new: str) -> str:
    """A new line at the place from which its note was moved to be parsed."""
    return line if new == parsed else " " * (len(line.expandtabs(STEP)) - len(parsed.expandtabs(STEP))) + new


_MOVED = "not indented by four blanks for each level of its list, so the site takes it out of its list item"


def empty_lines(lines: Sequence[str]) -> Iterator[PageEdit]:
    """Blocks that stand directly under another, where the site goes on with what stands above."""
    tokens = _parsed(lines)
    loose = _with_gaps(lines, tokens)
    for before, token in pairwise(tokens):
        index = token.map[0] if token.map else 0
        if token.nesting < 0 or index < 1 or before.level != token.level or before.nesting > 0:
            continue
        if not lines[index - 1].strip(" >\t"):
            continue
        name = _NAMES.get(token.type)
        if token.type == "list_item_open" and (token.level, index) not in loose:
            continue
        if name:
            what = f"{name} directly under other text, which the site shows as a part of that text"
            yield _gap(lines, index, what, "put an empty line above it")


_NAMES = {
    "bullet_list_open": "a list",
    "ordered_list_open": "a list",
    "list_item_open": "a list item",
    "table_open": "a table",
    "fence": "a block of code",
    "heading_open": "a heading",
    "hr": "a line",
    "paragraph_open": "text",
}


def _with_gaps(lines: Sequence[str], tokens: Sequence[Token]) -> set[tuple[int, int]]:
    """The level of each item that has an empty line in it, and the line on which it ends: the site goes on there with
    its last paragraph.
    """
    gaps = [0]
    for line in lines:
        gaps.append(gaps[-1] + (not line.strip(" >\t")))
    items = (t for t in tokens if t.type == "list_item_open" and t.map)
    return {(t.level, t.map[1]) for t in items if t.map and gaps[t.map[1]] > gaps[t.map[0]]}


def _gap(lines: Sequence[str], index: int, what: str, how: str) -> PageEdit:
    quote = _QUOTE.match(lines[index])
    return PageEdit(index, index, (quote[0].rstrip() if quote else "",), what, how)


def _parsed(lines: Sequence[str]) -> Sequence[Token]:
    return page_tokens(lines)[0]


WAYS: tuple[Callable[[Sequence[str]], Iterator[PageEdit]], ...] = (
    spaced_headings,
    escaped_signs,
    dotted_numbers,
    indented_lists,
    empty_lines,
)
"""In this order: those that keep the number of lines come first."""
