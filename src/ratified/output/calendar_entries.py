"""Deadlines as calendar entries: an iCalendar file (RFC 5545) that any calendar reads."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from ratified.output import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.clock import Deadline

LONGEST = 75
"""Octets of a line, its end not counted (RFC 5545, 3.1)."""


Settled = Literal["sent", "dropped"]
"""A notice that was sent; one that need not be, whose entry leaves the calendar."""

_NONE: Mapping[str, Settled] = MappingProxyType({})


def render(deadlines: Sequence[Deadline], as_of: date, settled: Mapping[str, Settled] = _NONE) -> bytes:
    """One entry a deadline that has a time, at the moment it is due, in UTC. Raises ValueError where none has one.

    `as_of` is the day the entries say they were made; a deadline of the same clock and start keeps its identity,
    so that reading the file in again replaces and does not double. `settled` says by clock what is done with: an
    entry says that it was sent, or is cancelled (RFC 5545, 3.8.1.11).
    """
    dated = [(one, one.due_at) for one in deadlines if one.due_at]
    if not dated:
        raise ValueError("no deadline has a time, so there is no calendar entry to write")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ratified//clock 1//EN", "CALSCALE:GREGORIAN"]
    for one, due in dated:
        lines.extend(_entry(one, due, as_of, settled.get(one.clock)))
    return b"".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def _entry(one: Deadline, due: datetime, as_of: date, settled: Settled | None) -> Iterator[str]:
    whom = f"{one.to} ({one.recipient})" if one.recipient and one.recipient != one.to else one.to
    sure = "" if one.binding else " (not binding)"
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(f'{one.clock} {_stamp(one.trigger_at)}'.encode()).hexdigest()[:32]}@ratified"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART:{_stamp(due)}"
    what = {"sent": "Sent", "dropped": "Not required", None: "Due"}[settled]
    yield f"SUMMARY:{_text(f'{what}: {one.clock}, to {whom}{sure}')}"
    yield f"DESCRIPTION:{_text(one.arithmetic, *one.notes)}"
    if settled == "dropped":
        yield "STATUS:CANCELLED"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(*lines: str) -> str:
    """Text of a property: backslash, comma and semicolon escaped, line ends as `\\n`, nothing invisible."""
    return r"\n".join(re.sub(r"([\\;,])", r"\\\1", terminal.line(line)) for line in lines)


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets, never inside a character, each later one begun with a space."""
    pieces, piece, room = [], b"", LONGEST
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", LONGEST - 1
        piece += octets
    return b"\r\n ".join((*pieces, piece)) + b"\r\n"
