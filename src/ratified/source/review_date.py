"""The `reviewed:` line of a page or a data file: finding it, and setting it without touching anything else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.front_matter import part
from ratified.source.yaml_reader import YamlFile, read_yaml

YAML = (".yml", ".yaml")

_HEAD = re.compile(rb"\A---[ \t]*\r?\n(.*?\r?\n|)(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)
_LINE = re.compile(
    rb"^(reviewed:[ \t]*[\"']?)([0-9]{4}-[0-9]{2}-[0-9]{2})([\"']?[ \t]*(?:#[^\n]*)?\r?\n)", re.MULTILINE
)
EMPTY_HEAD = re.compile(rb"\A---[ \t]*\r?\n(?:[ \t]*\r?\n)*(?:---|\.\.\.)[ \t]*\r?\n")
"""Front matter that holds nothing."""

_HEADING = re.compile(r"^#[ \t]+([^\r\n]*\S)", re.MULTILINE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HELP = "write it as `reviewed: 2026-01-31` on a line of its own, at the top level"


class ReviewDateError(ValueError):
    """A file whose review date cannot be read or set. The message says where, why and what to do."""


class ReviewDate(NamedTuple):
    """The review date of a file, None where it has none, and the span of bytes in which its line may stand."""

    day: date | None
    first: int
    last: int
    read: YamlFile


def review_date(path: str, data: bytes) -> date | None:
    """The review date that a page's front matter or a YAML file's top level gives; None where there is none.

    Raises ReviewDateError where the file cannot be read, or the date stands where no landing would count it.
    """
    return _dated(path, data).day


def with_review_date(path: str, data: bytes, day: date) -> bytes:
    """The same bytes with this review date. Comments, quotes, order and line ends stay.

    A missing line is added: after `title:` in front matter, before the first key of a YAML file. Raises
    ReviewDateError where that cannot be done without touching anything else.
    """
    dated = _dated(path, data)
    head = data[dated.first : dated.last]
    written = str(day).encode("ascii")
    if dated.day is not None:
        head = _LINE.sub(rb"\g<1>" + written + rb"\g<3>", head)
    else:
        lines = head.splitlines(keepends=True)
        at = _room(path, dated.read, lines)
        near = lines[at - 1] if at else lines[0]
        end = b"\r\n" if near.endswith(b"\r\n") else b"\n"
        head = b"".join((*lines[:at], b"reviewed: " + written + end, *lines[at:]))
    made = data[: dated.first] + head + data[dated.last :]
    if not _only_dated(path, dated, made, day) or without_review_date(path, made) != without_review_date(path, data):
        raise ReviewDateError(f"{path}: the review date cannot be set without changing more; {_HELP}")
    return made


def with_front_matter(path: str, data: bytes, day: date, title: str) -> bytes:
    """A page that has no front matter, or an empty one, with one that holds its title and this review date.

    The title is the page's first heading, else `title`. Raises ReviewDateError where the page would not read so.
    """
    text = decode(path, data)
    if isinstance(text, ReadingFault):
        raise ReviewDateError(f"{text.place}: {text.message}; {text.help}")
    empty = EMPTY_HEAD.match(data)
    body = data[empty.end() :] if empty else data
    heading = _HEADING.search(body.decode("utf-8"))
    named = json.dumps(heading[1] if heading else title, ensure_ascii=False)
    end = "\r\n" if b"\r\n" in data else "\n"
    made = end.join(("---", f"title: {named}", f"reviewed: {day}", "---", "", "")).encode() + body.lstrip(b"\r\n")
    if _dated(path, made).day != day:
        raise ReviewDateError(f"{path}: front matter cannot be put before this page; {_HELP}")
    return made


def written_otherwise(path: str, data: bytes) -> bytes:
    """The same review date in quotes where it had none, or without: a change of nothing that the file says.

    For a date that landed already and that nobody approved. Raises ReviewDateError where there is none to write.
    """
    dated = _dated(path, data)
    if dated.day is None:
        raise ReviewDateError(f"{path}: has no review date; {_HELP}")
    head = _LINE.sub(_requoted, data[dated.first : dated.last])
    made = data[: dated.first] + head + data[dated.last :]
    if made == data or not _only_dated(path, dated, made, dated.day):
        raise ReviewDateError(f"{path}: the review date cannot be written otherwise; {_HELP}")
    return made


def _requoted(found: re.Match[bytes]) -> bytes:
    before, after = found[1].rstrip(b"\"'"), found[3].lstrip(b"\"'")
    mark = b"" if found[1] != before else b'"'
    return before + mark + found[2] + mark + after


def without_review_date(path: str, data: bytes) -> bytes:
    """The file without the line of its review date: two versions that give the same differ in nothing else."""
    if path.endswith(YAML):
        return _LINE.sub(b"", data)
    head = _HEAD.match(data)
    return data if head is None else data[: head.start(1)] + _LINE.sub(b"", head[1]) + data[head.end(1) :]


def _dated(path: str, data: bytes) -> ReviewDate:
    text = decode(path, data)
    if isinstance(text, ReadingFault):
        raise ReviewDateError(f"{text.place}: {text.message}; {text.help}")
    read = read_yaml(path, text) if path.endswith(YAML) else part(path, text).head
    wrong = next((fault for fault in read.faults if fault.fatal), None)
    if wrong is not None:
        raise ReviewDateError(f"{wrong.place}: {wrong.message}; {wrong.help}")
    if not isinstance(read.value, Mapping):
        raise ReviewDateError(f"{path}: has no keys at its top level; {_HELP}")
    first, last = _span(path, data)
    return ReviewDate(_day(path, read, data[first:last]), first, last, read)


def _span(path: str, data: bytes) -> tuple[int, int]:
    if path.endswith(YAML):
        return 0, len(data)
    head = _HEAD.match(data)
    if head is None:
        raise ReviewDateError(f"{path}: no front matter; start with ---, a 'title:' line, and ---")
    return head.span(1)


def _day(path: str, read: YamlFile, head: bytes) -> date | None:
    """The day, where the strict reader and the line that a landing is judged by agree on it."""
    lines = _LINE.findall(head)
    value = read.value.get("reviewed") if isinstance(read.value, Mapping) else None
    if value is None and not lines:
        return None
    place = read.spot.key("reviewed")
    if len(lines) != 1 or lines[0][1].decode("ascii") != value or not _DAY.fullmatch(str(value)):
        raise ReviewDateError(f"{place}: `reviewed:` is not a day on a line of its own; {_HELP}")
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ReviewDateError(f"{place}: there is no day {value}; {_HELP}") from None


def _room(path: str, read: YamlFile, lines: list[bytes]) -> int:
    """The index of the line before which the review date goes."""
    offset = 1 if path.endswith(YAML) else 2
    keys = sorted(place.line - offset for place in read.spot.keys.values())
    if not lines or not keys:
        raise ReviewDateError(f"{path}: has no keys at its top level; {_HELP}")
    if path.endswith(YAML) or "title" not in read.spot.keys:
        return keys[0]
    at = read.spot.keys["title"].line - offset + 1
    while at < len(lines) and lines[at][:1] in (b" ", b"\t"):
        at += 1
    return at


def _only_dated(path: str, before: ReviewDate, made: bytes, day: date) -> bool:
    """Whether the strict reader finds the new date and everything else as it was."""
    try:
        after = _dated(path, made)
    except ReviewDateError:
        return False
    old, new = before.read.value, after.read.value
    if not isinstance(old, Mapping) or not isinstance(new, Mapping) or after.day != day:
        return False
    return {k: v for k, v in old.items() if k != "reviewed"} == {k: v for k, v in new.items() if k != "reviewed"}
