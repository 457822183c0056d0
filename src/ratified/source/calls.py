"""Macro calls in a page, found by Jinja's own lexer and never run.

Between braces a page may hold one macro call with literal arguments and nothing else. Anything more (a
filter, a condition, a loop, a comment) would let the site show what no rule has read, so it is a fault.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ratified.model.prose import MacroCall
from ratified.model.quoting import quoted
from ratified.source.fault import ReadingFault
from ratified.source.lines import LineIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jinja2 import Environment

BLANK = "\ue000"
"""What stands for a macro call or for code in prose, one for each character, so that nothing moves."""

_ENDS = {
    "variable_begin": "variable_end",
    "block_begin": "block_end",
    "comment_begin": "comment_end",
    "raw_begin": "raw_end",
}
_USUAL = re.compile(r"""(?<!\{)\{\{ (?P<name>[a-z_]+)\((?P<args>(?:"[^"\\{}\n]*"(?:, "[^"\\{}\n]*")*)?)\) \}\}(?!\})""")
_QUOTED = re.compile('"([^"]*)"')
_MARKS = ("{{", "{%", "{#", "}}", "%}", "#}")
_LONGEST = 500
"""Tokens between one pair of braces; a call with more has lost its end."""

_WRITE = 'write {{ name("value") }}, or put a text with braces between {% raw %} and {% endraw %}'
_AS_TEXT = "write what it would put here, or show it verbatim between {% raw %} and {% endraw %}"
_UNENDED = {
    "Missing end of raw directive": "no {% endraw %} follows its {% raw %}",
    "Missing end of comment tag": "no #} follows its {#",
}
"""What Jinja says of braces that never end, in words of ours."""


Argument = str | int | bool | None


class _LexedToken(NamedTuple):
    """A token with the offset it stands at."""

    start: int
    kind: str
    value: str


class _BraceTag(NamedTuple):
    """What stands between braces, from the opening ones on, and where the closing ones stand, if it is whole."""

    pieces: Sequence[_LexedToken]
    end: int
    broken: str = ""


def find_calls(path: str, text: str) -> tuple[tuple[MacroCall, ...], tuple[ReadingFault, ...]]:
    """Every macro call in source order, and a fault for everything else that stands between braces."""
    usual = usual_calls(text)
    if usual is None:
        return lexed_calls(path, text)
    lines = LineIndex(path, text)
    return tuple(MacroCall(call.name, call.args, lines.at(call.name_at)) for call in usual), ()


@cache
def _jinja() -> Environment:
    """Where Jinja's lexer is. It is slow to load, and pages in the usual form do without."""
    from jinja2 import Environment

    return Environment(autoescape=True, keep_trailing_newline=True)


class UsualCall(NamedTuple):
    """A call in the usual form: from where to where its braces stand, where its name does, and what it says."""

    start: int
    end: int
    name_at: int
    name: str
    args: tuple[str, ...]


def usual_calls(text: str) -> list[UsualCall] | None:
    """The calls of a text whose braces hold nothing but calls in the usual form; else None, and Jinja must read."""
    rest = _USUAL.sub(BLANK, text)
    if any(mark in rest for mark in _MARKS):
        return None
    found = _USUAL.finditer(text)
    return [UsualCall(*m.span(), m.start("name"), m["name"], tuple(_QUOTED.findall(m["args"]))) for m in found]


def replaced_calls(text: str, put: Callable[[UsualCall], str]) -> str:
    """The text with something put in place of each call in the usual form; whatever else stands in braces stays."""

    def one(m: re.Match[str]) -> str:
        return put(UsualCall(*m.span(), m.start("name"), m["name"], tuple(_QUOTED.findall(m["args"]))))

    return _USUAL.sub(one, text)


def lexed_calls(path: str, text: str) -> tuple[tuple[MacroCall, ...], tuple[ReadingFault, ...]]:
    """What `find_calls` gives, by Jinja's lexer."""
    lines = LineIndex(path, text)
    calls: list[MacroCall] = []
    faults: list[ReadingFault] = []
    for tag in _tags(text):
        found = _read(tag, text, lines)
        if isinstance(found, MacroCall):
            calls.append(found)
        elif found is not None:
            faults.append(found)
    return tuple(calls), tuple(faults)


def _tags(text: str) -> Iterator[_BraceTag]:
    """Every pair of braces; the last one may be broken, and then nothing after it is known."""
    from jinja2 import TemplateSyntaxError

    inside: list[_LexedToken] = []
    try:
        for piece in _pieces(text):
            if piece.kind in _ENDS:
                inside = [piece]
            elif inside and piece.kind == _ENDS[inside[0].kind]:
                yield _BraceTag(inside, piece.start)
                inside = []
            elif inside and piece.kind != "whitespace":
                inside.append(piece)
            if len(inside) > _LONGEST:
                break
    except TemplateSyntaxError as error:
        stray = re.match(r"unexpected char '(.+)' at", error.message or "")
        why = _UNENDED.get(error.message or "", "its braces and brackets do not match")
        yield _BraceTag(inside, 0, f"a stray {stray[1]}" if stray else why)
        return
    if inside:
        yield _BraceTag(inside, 0, "its braces never close")


def _pieces(text: str) -> Iterator[_LexedToken]:
    """The tokens of Jinja's lexer with their offsets; white space that `{{-` makes it drop is skipped."""
    offset = 0
    for _, kind, value in _jinja().lex(text):
        start = max(text.find(value, offset), offset)
        yield _LexedToken(start, kind, value)
        offset = start + len(value)


def _read(tag: _BraceTag, text: str, lines: LineIndex) -> MacroCall | ReadingFault | None:
    """What stands between one pair of braces; raw text is no more than text."""
    opened, *inner = tag.pieces
    here = lines.at(opened.start)
    if tag.broken:
        return ReadingFault("unreadable", here, f"a macro call that cannot be read: {tag.broken}", _WRITE)
    if opened.kind == "raw_begin":
        return None
    written = quoted(text[opened.start + len(opened.value) : tag.end].strip())
    if opened.kind != "variable_begin":
        what = "a comment {# #}" if opened.kind == "comment_begin" else f"a statement {{% %}}, {written}"
        return ReadingFault("shape", here, f"{what}, which a page may not hold", _AS_TEXT, fatal=False)
    args = _arguments(inner)
    if args is None:
        return ReadingFault("shape", here, f"not a plain macro call: {written}", _WRITE, fatal=False)
    return MacroCall(inner[0].value, args, lines.at(inner[0].start))


def _arguments(inner: Sequence[_LexedToken]) -> tuple[Argument, ...] | None:
    """The arguments of `name(literal, literal)`, or None where the tokens are anything else.

    A name without quotes is an argument of which nothing is known: the rules on its macro say what to write.
    """
    if len(inner) < 3 or inner[0].kind != "name" or inner[1].value != "(" or inner[-1].value != ")":
        return None
    listed = inner[2:-1]
    if any(piece.value != "," for piece in listed[1::2]) or (listed and len(listed) % 2 == 0):
        return None
    return tuple(map(_value, listed[::2])) if all(map(_may_be_argument, listed[::2])) else None


def _may_be_argument(piece: _LexedToken) -> bool:
    short = piece.kind == "integer" and re.fullmatch("[0-9]{1,9}", piece.value) is not None
    return short or piece.kind == "name" or (piece.kind == "string" and "\\" not in piece.value)


def _value(piece: _LexedToken) -> Argument:
    if piece.kind == "string":
        return piece.value[1:-1]
    if piece.kind == "integer":
        return int(piece.value)
    return {"true": True, "false": False}.get(piece.value)


def has_braces(text: str) -> bool:
    """Whether a text holds what Jinja would take for its own."""
    return any(mark in text for mark in _MARKS)


def blank_calls(text: str) -> str:
    """The text with every Jinja expression, statement and comment blanked, line breaks kept.

    Where braces are broken the rest of the text stays as it is: `find_calls` reports them.
    """
    if usual_calls(text) is not None:
        return _USUAL.sub(lambda found: BLANK * len(found[0]), text)
    return lexed_blanks(text)


def lexed_blanks(text: str) -> str:
    """What `blank_calls` gives, by Jinja's lexer."""
    from jinja2 import TemplateSyntaxError

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
