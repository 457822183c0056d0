"""Bytes to text, strictly: UTF-8 without a byte order mark, one kind of line end, nothing unprintable."""

from __future__ import annotations

import re

from ratified.model.place import Place
from ratified.source.characters import forbidden, named
from ratified.source.fault import ReadingFault
from ratified.source.lines import LineIndex

_CONFLICT = re.compile(r"^(?:<{7,60}|>{7,60}|\|{7,60}) ", re.MULTILINE)
_MARKS = ("<<<<<<< ", ">>>>>>> ", "||||||| ")
_BREAKS = "\x85\u2028\u2029"


def decode(path: str, data: bytes) -> str | ReadingFault:
    """The text of a file with LF line ends, or the fault at its first byte or character that cannot stay."""
    if data.startswith(b"\xef\xbb\xbf"):
        return ReadingFault("unreadable", Place(path), "starts with a byte order mark", "save it without BOM")
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        what = f"not UTF-8: byte 0x{data[error.start]:02x}"
        return ReadingFault("unreadable", LineIndex(path, before).at(len(before)), what, "save the file as UTF-8")
    offset = forbidden(text)
    if offset is not None:
        return ReadingFault("unreadable", LineIndex(path, text).at(offset), *_refusal(text[offset]))
    conflict = _CONFLICT.search(text) if any(mark in text for mark in _MARKS) else None
    if conflict is not None:
        help_ = "keep one side, and remove the lines that start with <<<<<<<, |||||||, ======= and >>>>>>>"
        return ReadingFault(
            "unreadable", LineIndex(path, text).at(conflict.start()), "a merge that nobody finished", help_
        )
    return text


def _refusal(char: str) -> tuple[str, str]:
    if char == "\r":
        return "a carriage return without a line feed", "save the file with LF line ends (Unix)"
    if char in _BREAKS:
        what = f"{named(char)}, which some programs take for a line break and some do not"
        return what, "write an ordinary line break or a space instead"
    return f"holds {named(char)}, which no text file may hold", "remove it, and save the file as UTF-8"
