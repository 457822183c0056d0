"""Front matter that another program wrote: where it ends, what it says, and its words kept as they stand.

It is YAML between `---`, as Jekyll and MkDocs read it, with or without the first `---`, or TOML between `+++`, as Hugo
reads it. Nothing of it is guessed: YAML that can be read in one way only is kept as it is written, anything else as
text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from ratified.source.front_matter import unopened
from ratified.source.literal_text import kept_as_text
from ratified.source.yaml_nodes import directives_without_end
from ratified.source.yaml_reader import read_yaml

_MARK = b"\xef\xbb\xbf"
_ENDS = {"---": ("---", "..."), "+++": ("+++",)}
_LIKE_A_KEY = re.compile(r"\{|[\"']?[A-Za-z][\w .\t-]*[\"']? ?(?::(?:[ \t]|$)|=)")
_DEEPEST = 32


@dataclass(frozen=True)
class ForeignKey:
    """A key of somebody's front matter: its lines, and every text that stands in its value, its keys too.

    `alone` is its value where that is one text, as it is written but for its quotes.
    """

    name: str
    lines: tuple[str, ...]
    texts: tuple[str, ...]
    alone: str | None


@dataclass(frozen=True)
class ForeignPage:
    """A page in two: front matter, the lines between its marks, and the text below, in the bytes it had.

    `keys` are those of its top level, in order, none where they cannot be told apart; `kind` is `yaml`, `toml` or
    nothing. `marked` says whether a byte order mark stood in front; it is no part of the text. `line` is the number of
    the text's first line.
    """

    kind: str
    head: tuple[str, ...]
    keys: tuple[ForeignKey, ...]
    body: bytes
    line: int
    marked: bool


def without_mark(data: bytes) -> bytes:
    """The bytes of a file without the byte order mark that some editors put before them."""
    return data.removeprefix(_MARK)


def foreign_page(data: bytes) -> ForeignPage:
    """Split a page that was written for another program. `data` is UTF-8 whose lines end in LF or CRLF."""
    marked, data = data.startswith(_MARK), without_mark(data)
    lines = [line.removesuffix("\r") for line in data.decode("utf-8").split("\n")]
    first, end = _span(lines)
    if end is None:
        return ForeignPage("", (), (), data, 1, marked)
    head = tuple(lines[first:end])
    kind = "toml" if lines[0].startswith("+++") else "yaml"
    keys = _toml_keys(head) if kind == "toml" else _yaml_keys(head)
    body = data.split(b"\n", end + 1)[end + 1 :]
    return ForeignPage(kind, head, tuple(keys), body[0] if body else b"", end + 2, marked)


def _span(lines: list[str]) -> tuple[int, int | None]:
    """The first line of front matter, and the line that closes it, None where a page has none."""
    opened = lines[0].rstrip(" \t")
    if unopened(lines):
        return 0, next(number for number, line in enumerate(lines) if line.rstrip(" \t") == "---")
    ends = _ENDS.get(opened, ())
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip(" \t") in ends), None)
    told = [line for line in lines[1:end] if line.strip() and not line.startswith("#")]
    return 1, end if not told or any(map(_LIKE_A_KEY.match, told)) else None


def kept(page: ForeignPage, left_out: frozenset[str]) -> list[str]:
    """The lines under `extra:` that keep what front matter said, but for some of its keys, indented by two."""
    if page.kind == "toml":
        return kept_as_text("toml", page.head)
    if page.kind == "yaml" and not page.keys and any(line.strip() for line in page.head):
        return kept_as_text("front_matter", page.head)
    first = len(page.head) - sum(len(key.lines) for key in page.keys)
    remarks = [f"  {line}" for line in page.head[:first] if line.strip()]
    found = [line for key in page.keys if key.name not in left_out for line in _kept_key(key)]
    return [*remarks, *found] if found else []


def _kept_key(key: ForeignKey) -> list[str]:
    text = "\n".join(key.lines) + "\n"
    told = read_yaml("-", text)
    inside = [f"  {line}" if line else line for line in key.lines]
    again = read_yaml("-", "\n".join(("extra:", *inside)) + "\n")
    if not told.faults and not again.faults and isinstance(again.value, Mapping) and again.value["extra"] == told.value:
        return inside
    return kept_as_text(key.name, _value_lines(key))


def _value_lines(key: ForeignKey) -> tuple[str, ...]:
    """What stands behind the colon of a key that is kept as text: one scalar without its quotes, else every line."""
    if key.alone is not None and len([line for line in key.lines if line.strip()]) == 1 and "#" not in key.lines[0]:
        return (key.alone,)
    return key.lines


class _UnclearHeadError(Exception):
    """The keys cannot be told apart."""


def _yaml_keys(head: tuple[str, ...]) -> list[ForeignKey]:
    """The keys of a block mapping; none where it is anything else, or names one key twice."""
    text = "".join(f"{line}\n" for line in head)
    if directives_without_end(text) is not None:
        return []
    try:
        found = [*_top_level(text)]
    except (yaml.YAMLError, _UnclearHeadError, UnicodeEncodeError):
        return []
    names = [name for name, *_ in found]
    if not names or len({*names}) < len(names):
        return []
    stops = [*(line for _, line, *_ in found[1:]), len(head)]
    return [
        ForeignKey(name, head[line:stop], tuple(texts), alone)
        for (name, line, texts, alone), stop in zip(found, stops, strict=True)
    ]


def _top_level(text: str) -> Iterator[tuple[str, int, list[str], str | None]]:
    """Each key with its line, the texts of its value, and its value where that is one text."""
    depth, value = 0, list[str]()
    key: tuple[str, int] | None = None
    alone: str | None = None
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        opens = isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent)
        closes = isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent)
        block = isinstance(event, yaml.MappingStartEvent) and not event.flow_style
        if depth == 0 and isinstance(event, yaml.NodeEvent) and not block:
            raise _UnclearHeadError
        if depth == 1 and isinstance(event, yaml.NodeEvent) and key is None:
            line, column = _where(event)
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag or column:
                raise _UnclearHeadError
            key = (event.value, line)
            continue
        if isinstance(event, yaml.ScalarEvent):
            value.append(event.value)
            alone = event.value if depth == 1 and not (event.anchor or event.tag) else None
        depth += opens - closes
        if depth > _DEEPEST:
            raise _UnclearHeadError
        if depth == 1 and key is not None and isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            yield *key, value, alone
            key, value, alone = None, [], None


def _where(event: Any) -> tuple[int, int]:
    """The line and the column of an event, from 0."""
    return event.start_mark.line, event.start_mark.column


def _toml_keys(head: tuple[str, ...]) -> Iterator[ForeignKey]:
    """The keys of TOML, without their lines: those are kept as a whole."""
    try:
        found = tomllib.loads("\n".join(head))
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    for name, value in found.items():
        alone = str(value) if not isinstance(value, dict | list) else None
        yield ForeignKey(name, (), tuple(_texts(value)), alone)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from _texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from _texts(below)
    else:
        yield str(value)
