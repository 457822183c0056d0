"""Rows of a list at the top level of a data file, added or put in place of others; every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.yaml_reader import YamlFile, read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

_EMPTY = re.compile(r"(:[ \t]*)\[[ \t]*\]([ \t]*(?:#.*)?)$")


class RowsError(ValueError):
    """A list that cannot be written to: a sentence that says where, why and what to do."""


def with_rows(path: str, data: bytes, key: str, new: Sequence[str], replaced: Mapping[int, str]) -> bytes:
    """The file with rows more at the end of a list, and others in the place of rows by their number.

    A row is the text of a mapping, its lines without indentation. The list is a block (`- ` a row), or empty; a key
    that is not there is added at the end. Raises RowsError. Whether the file then says what was meant is for whoever
    asks to see.
    """
    text = decode(path, data)
    if isinstance(text, ReadingFault):
        raise RowsError(f"{text.place}: {text.message}; {text.help}")
    end = "\r\n" if b"\r\n" in data else "\n"
    if data.count(b"\n") != data.count(end.encode()):
        raise RowsError(f"{path}: some lines end in CRLF and some in LF; save it with LF line ends")
    whole = not data or data.endswith(b"\n")
    lines = text.split("\n")[:-1] if whole else text.split("\n")
    yaml = read_yaml(path, text)
    if key in yaml.spot.keys:
        made = _edited(path, lines, yaml, key, new, replaced)
    else:
        made = [*lines, f"{key}:", *_listed(new, "  ")]
    return end.join((*made, "")).encode()


def _edited(
    path: str, lines: list[str], yaml: YamlFile, key: str, new: Sequence[str], replaced: Mapping[int, str]
) -> list[str]:
    first, last = _block(lines, yaml, key)
    spots = [spot.place for _, spot in sorted(yaml.spot.inside[key].inside.items())] if key in yaml.spot.inside else []
    if not spots and (empty := _EMPTY.search(lines[first])):
        kept = lines[first][: empty.start()] + empty[1].rstrip() + empty[2]
        return [*lines[:first], kept, *_listed(new, "  "), *lines[first + 1 :]]
    starts = [place.line - 1 for place in spots]
    marks = [re.match(r"([ \t]*)-[ \t]+", lines[at]) for at in starts]
    value = yaml.value.get(key) if isinstance(yaml.value, Mapping) else None
    if (value and not isinstance(value, tuple)) or first in starts or len({*starts}) < len(starts) or not all(marks):
        raise RowsError(f"{path}:{first + 1}: {key} is no list of one row a line and more; write it as a block of rows")
    indent = marks[0][1] if marks and marks[0] else "  "
    made = [*lines[:last], *_listed(new, indent), *lines[last:]]
    for number in sorted(replaced, reverse=True):
        stop = starts[number + 1] if number + 1 < len(starts) else last
        while _remark(lines[stop - 1]):
            stop -= 1
        made[starts[number] : stop] = _listed([replaced[number]], indent)
    return made


def _block(lines: list[str], yaml: YamlFile, key: str) -> tuple[int, int]:
    """The line of a key, and the one after the last line of its value."""
    at = yaml.spot.keys[key].line - 1
    after = [place.line - 1 for place in yaml.spot.keys.values() if place.line - 1 > at]
    last = min(after, default=len(lines))
    while last > at + 1 and _remark(lines[last - 1]):
        last -= 1
    return at, last


def _remark(line: str) -> bool:
    """Whether a line after a row belongs to what follows it."""
    return not line.strip() or line.lstrip().startswith("#") or line.rstrip() in {"---", "..."}


def _listed(rows: Sequence[str], indent: str) -> list[str]:
    return [f"{indent}{'  ' if number else '- '}{line}" for row in rows for number, line in enumerate(row.split("\n"))]
