"""What libyaml says of broken syntax, in words for somebody who never read a YAML grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import yaml

_LEVEL = ("a line that does not line up with those above", "indent it exactly like the lines it belongs with")
_AFTER = (
    "something after the end of the value",
    "put quotes round the whole text; inside '...' write '' for a quote",
)
_FLOW = (
    "brackets that do not match, or a comma missing",
    "close every [ and {, and put a comma between values",
)
_QUOTE = ("text in quotes that never ends", "put the closing quote; inside '...' write '' for a quote")
_TAB = ("a tab where YAML wants spaces", "indent with spaces")
_ESCAPE = (
    "a backslash in double quotes that means nothing",
    "use single quotes, or write the backslash twice",
)
_COLON = (
    "a second colon, or a line that does not line up",
    "put quotes round a text that holds ': ', and start each key on its own line, level with the others",
)
_BARE = (
    "a line that is no 'key: value'",
    "put a space after the colon or the dash, or indent the line under the text it belongs to",
)
_NOTHING = ("a value that is missing", "write a value, or put quotes round a text that starts with , ] or }")
_START = {
    "\t": _TAB,
    "@": ("a value cannot start with @", "put quotes round the text"),
    "`": ("a value cannot start with `", "put quotes round the text"),
    "%": ("a value cannot start with %", "put quotes round the text"),
}
_OTHER_START = ("a value cannot start with this character", "put quotes round the text")
DIRECTIVE = ("a YAML directive", "remove the line that starts with %")
_BLOCK = ("a text block that starts wrongly", "write | or > alone after the colon, and indent the text below")
_REFERENCE = ("a value that starts with *, & or !, which mean something else", "put quotes round the text")
_DASH = ("a dash where no list can start", "put each '- ' on its own line under the key")
_NO_KEY = ("a colon with no key before it", "write a plain word before the colon")
_MORE = ("something after the end of the data", "remove it; keep one document a file")


class _KnownComplaint(NamedTuple):
    part: str
    words: tuple[str, str]
    opening: bool = False
    """Whether the place to look at is where the broken thing began."""


_PROBLEMS = (
    _KnownComplaint("unexpected end of stream", _QUOTE, True),
    _KnownComplaint("unexpected document indicator", _QUOTE, True),
    _KnownComplaint("expected ',' or", _FLOW),
    _KnownComplaint("tab character", _TAB),
    _KnownComplaint("escape c", _ESCAPE),
    _KnownComplaint("hexdecimal", _ESCAPE),
    _KnownComplaint("mapping values are not allowed", _COLON),
    _KnownComplaint("mapping keys are not allowed", _COLON),
    _KnownComplaint("could not find expected ':'", _BARE, True),
    _KnownComplaint("expected '-' indicator", _LEVEL),
    _KnownComplaint("expected key", _LEVEL),
    _KnownComplaint("block sequence entries", _DASH),
    _KnownComplaint("node content", _NOTHING),
    _KnownComplaint("directive", DIRECTIVE, True),
    _KnownComplaint("incompatible YAML document", DIRECTIVE),
    _KnownComplaint("<document start>", _MORE),
    _KnownComplaint("comment or line break", _BLOCK),
    _KnownComplaint("indentation indicator", _BLOCK),
    _KnownComplaint("alphabetic or numeric character", _REFERENCE, True),
    _KnownComplaint("tag", _REFERENCE, True),
    _KnownComplaint("'>'", _REFERENCE, True),
)


class SyntaxComplaint(NamedTuple):
    """What is wrong, what to write instead, and where: line and column counted from 0."""

    line: int
    column: int
    message: str
    help: str


def complaint(error: yaml.MarkedYAMLError, text: str) -> SyntaxComplaint:
    """A libyaml error in plain words. Where it is unknown, libyaml's own words stand."""
    said = error.problem or error.context or ""
    mark: Any = error.problem_mark or error.context_mark
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "cannot start any token" in said:
        return _complain(mark, *_START.get(line[mark.column : mark.column + 1], _OTHER_START))
    known = next((k for k in _PROBLEMS if k.part in said), _KnownComplaint("", (said, "fix the syntax here")))
    if known.words == _LEVEL:
        return _complain(mark, *_stray(line, mark.column))
    if known.words in {_FLOW, _NOTHING} and (opened := _open_bracket(lines, mark)) is not None:
        return SyntaxComplaint(*opened, f"not YAML: {_FLOW[0]}", _FLOW[1])
    return _complain(error.context_mark if known.opening and error.context_mark else mark, *known.words)


def _stray(line: str, column: int) -> tuple[str, str]:
    """What to say where YAML looked for the next key and found something else."""
    if line[column : column + 1] == ":":
        return _NO_KEY
    if line[column : column + 1] in {"]", "}"}:
        return _FLOW
    return _AFTER if line[:column].strip(" -") else _LEVEL


def _complain(mark: Any, message: str, help_: str) -> SyntaxComplaint:
    return SyntaxComplaint(mark.line, mark.column, f"not YAML: {message}", help_)


def _open_bracket(lines: list[str], mark: Any) -> tuple[int, int] | None:
    """The bracket still open where the parser gave up, if it stands on a line above."""
    still: list[tuple[int, int]] = []
    for number, line in enumerate(lines[: mark.line]):
        for column, char in enumerate(line):
            if char in "[{":
                still.append((number, column))
            elif char in "]}" and still:
                still.pop()
    return still[-1] if still else None
