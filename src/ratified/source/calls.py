"""Macro calls in a page, found by Jinja's own lexer and never run.

Between braces a page may hold one macro call with literal arguments and nothing else. Anything more (a
filter, a condition, a loop, a comment) would let the site show what no rule has read, so it is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError

from ratified.model.prose import Call
from ratified.model.shown import shown
from ratified.source.fault import Fault
from ratified.source.lines import Lines

BLANK = "\ue000"
"""What stands for a macro call or for code in prose, one for each character, so that nothing moves."""

_JINJA = Environment(autoescape=True, keep_trailing_newline=True)
_ENDS = {
    "variable_begin": "variable_end",
    "block_begin": "block_end",
    "comment_begin": "comment_end",
    "raw_begin": "raw_end",
}
_WRITE = 'write {{ name("value") }}, or put a text with braces between {% raw %} and {% endraw %}'


Argument = str | int | bool | None


class _Piece(NamedTuple):
    """A token with the offset it stands at."""

    start: int
    kind: str
    value: str


def find_calls(path: str, text: str) -> tuple[tuple[Call, ...], tuple[Fault, ...]]:
    """Every macro call in source order, and a fault for everything else that stands between braces."""
    if "{" not in text:
        return (), ()
    lines = Lines(path, text)
    calls: list[Call] = []
    faults: list[Fault] = []
    tag: list[_Piece] = []
    broken: str | None = None
    try:
        for piece in _pieces(text):
            if piece.kind in _ENDS:
                tag = [piece]
            elif tag and piece.kind == _ENDS[tag[0].kind]:
                found = _read(tag, lines)
                if isinstance(found, Call):
                    calls.append(found)
                elif found is not None:
                    faults.append(found)
                tag = []
            elif tag and piece.kind != "whitespace":
                tag.append(piece)
        broken = "its braces never close" if tag else None
    except TemplateSyntaxError as error:
        stray = re.match(r"unexpected char '(.+)' at", error.message or "")
        broken = f"a stray {stray[1]}" if stray else "its braces and brackets do not match"
    if broken is not None:
        what = f"a macro call that cannot be read: {broken}"
        faults.append(Fault("unreadable", lines.at(tag[0].start if tag else 0), what, _WRITE))
    return tuple(calls), tuple(faults)


def _pieces(text: str) -> Iterator[_Piece]:
    """The tokens of Jinja's lexer with their offsets; white space that `{{-` makes it drop is skipped."""
    offset = 0
    for _, kind, value in _JINJA.lex(text):
        start = max(text.find(value, offset), offset)
        yield _Piece(start, kind, value)
        offset = start + len(value)


def _read(tag: Sequence[_Piece], lines: Lines) -> Call | Fault | None:
    """What stands between one pair of braces; raw text is no more than text."""
    opened, *inner = tag
    here = lines.at(opened.start)
    if opened.kind == "raw_begin":
        return None
    if opened.kind != "variable_begin":
        what = "a Jinja comment" if opened.kind == "comment_begin" else "a Jinja statement"
        return Fault("shape", here, f"{what}, which a page may not hold", "remove it", fatal=False)
    args = _arguments(inner)
    if args is None:
        written = shown(" ".join(piece.value for piece in inner))
        return Fault("shape", here, f"not a plain macro call: {written}", _WRITE, fatal=False)
    return Call(inner[0].value, args, lines.at(inner[0].start))


def _arguments(inner: Sequence[_Piece]) -> tuple[Argument, ...] | None:
    """The arguments of `name(literal, literal)`, or None where the tokens are anything else.

    A name without quotes is an argument of which nothing is known: the rules on its macro say what to write.
    """
    if len(inner) < 3 or inner[0].kind != "name" or inner[1].value != "(" or inner[-1].value != ")":
        return None
    listed = inner[2:-1]
    if any(piece.value != "," for piece in listed[1::2]) or (listed and len(listed) % 2 == 0):
        return None
    return tuple(map(_value, listed[::2])) if all(map(_may_be_argument, listed[::2])) else None


def _may_be_argument(piece: _Piece) -> bool:
    short = piece.kind == "integer" and re.fullmatch("[0-9]{1,9}", piece.value) is not None
    return short or piece.kind == "name" or (piece.kind == "string" and "\\" not in piece.value)


def _value(piece: _Piece) -> Argument:
    if piece.kind == "string":
        return piece.value[1:-1]
    if piece.kind == "integer":
        return int(piece.value)
    return {"true": True, "false": False}.get(piece.value)


def blank_calls(text: str) -> str:
    """The text with every Jinja expression, statement and comment blanked, line breaks kept.

    Where braces are broken the rest of the text stays as it is: `find_calls` reports them.
    """
    out: list[str] = []
    end = 0
    ends = ""
    try:
        for piece in _pieces(text):
            out.append(text[end : piece.start])
            ends = _ENDS.get(piece.kind, ends)
            kept = not ends or (ends == "raw_end" and piece.kind == "data")
            out.append(piece.value if kept else _blank(piece.value))
            ends = "" if piece.kind == ends else ends
            end = piece.start + len(piece.value)
    except TemplateSyntaxError:
        pass
    return "".join(out) + text[end:]


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", BLANK, text)
