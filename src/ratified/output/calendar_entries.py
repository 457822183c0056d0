"""Deadlines as calendar entries: an iCalendar file (RFC 5545) that any calendar reads."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from ratified.clock import falling_together
from ratified.output import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.clock import Deadline, IncidentFacts
    from ratified.output.duty_texts import DutyTexts

LONGEST = 75
"""Octets of a line, its end not counted (RFC 5545, 3.1)."""


Settled = Literal["sent", "dropped", "joined"]
"""A notice that was sent; one that need not be, and one that another's entry tells of: their entries leave the
calendar."""

_NONE: Mapping[str, Settled] = MappingProxyType({})


class EntriesOf(NamedTuple):
    """Whose deadlines they are. `key` keeps entries of two incidents apart; of two files the later has the higher
    `version`.
    """

    name: str
    key: str
    version: int = 0


def of_record(incident: str, now: datetime) -> EntriesOf:
    """An incident with a record, whose entries stay the same ones whatever is corrected in it. A file that is written
    later goes before, also where the record was not committed yet or was taken back.
    """
    return EntriesOf(incident, incident, int((now - _SINCE).total_seconds()))


_SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def unrecorded(facts: IncidentFacts) -> EntriesOf:
    """An incident that has no record yet: all that is known of it are its moments, so another moment is another one."""
    given = [*facts.stamps.items(), *facts.submissions.items()]
    first = min(at for _, at in given).astimezone(UTC)
    key = " ".join(sorted(f"{name}={_stamp(at)}" for name, at in given))
    return EntriesOf(f"no record yet, {first:%Y-%m-%d %H:%M} UTC", key)


def render(
    deadlines: Sequence[Deadline],
    as_of: date,
    of: EntriesOf,
    texts: DutyTexts,
    settled: Mapping[str, Settled] = _NONE,
    gone: Sequence[Deadline] = (),
) -> bytes:
    """One entry a notice that has a time, at the moment it is due, in UTC. Raises ValueError where none has one.

    `as_of` is the day the entries say they were made. Deadlines that fall together are one entry, which tells of all.
    An entry keeps its identity, that of its incident and of who must be notified under which clock, so that reading
    the file in again moves it and does not double it. `settled` says by clock what is done with: an entry says that it
    was sent, or is cancelled (RFC 5545, 3.8.1.11), as is that of each deadline in `gone`, which had an entry in an
    earlier version of the record.
    """
    dated = leading(deadlines, settled)
    if not dated and not any(one.due_at for one in gone):
        raise ValueError("no deadline has a time, so there is no calendar entry to write")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ratified//clock 1//EN", "CALSCALE:GREGORIAN"]
    seen: dict[tuple[str, str], int] = {}
    for one, *met in dated:
        made = _Entry(one, met, _identity(one, of, seen), settled.get(one.clock))
        lines.extend(_lines(made, as_of, of, texts))
    here = {(one.clock, one.to) for one in deadlines if one.due_at}
    for one in gone:
        if one.due_at and (one.clock, one.to) not in seen:
            why: Settled = "joined" if (one.clock, one.to) in here else "dropped"
            lines.extend(_lines(_Entry(one, (), _identity(one, of, seen), why), as_of, of, texts))
    return b"".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def leading(deadlines: Sequence[Deadline], settled: Mapping[str, Settled] = _NONE) -> list[tuple[Deadline, ...]]:
    """The deadlines that have an entry, each with those of which it tells. What is done with stands alone."""
    dated = [one for one in deadlines if one.due_at]
    still_open = falling_together(one for one in dated if one.clock not in settled)
    led = {id(group[0]): group for group in still_open}
    return [led.get(id(one), (one,)) for one in dated if one.clock in settled or id(one) in led]


class _Entry(NamedTuple):
    """A deadline that leads an entry, and those that the same notice meets."""

    one: Deadline
    met: Sequence[Deadline]
    identity: str
    settled: Settled | None


def _identity(one: Deadline, of: EntriesOf, seen: dict[tuple[str, str], int]) -> str:
    """A name for the duty of one incident; a number tells those apart that one clock gives to one audience."""
    number = seen[one.clock, one.to] = seen.get((one.clock, one.to), 0) + 1
    return sha256(f"{of.key}\n{one.clock}\n{one.to}\n{number}".encode()).hexdigest()[:32]


def _lines(made: _Entry, as_of: date, of: EntriesOf, texts: DutyTexts) -> Iterator[str]:
    one, due, duty = made.one, made.one.due_at, texts.of(made.one)
    if due is None:
        return
    sure = "" if one.binding else " (not binding)"
    heads = {"sent": "Sent: ", "dropped": "Not required: ", "joined": "In another entry: ", None: ""}
    words = f"{duty.whom} ({duty.law})" if made.settled else duty.words
    summary = _text(f"{heads[made.settled]}{words}{sure} [{of.name}]")
    said = (*texts.lines(duty, made.met), f"{one.arithmetic}.", *one.notes, f"Id: {one.clock}")
    yield "BEGIN:VEVENT"
    yield f"UID:{made.identity}@ratified"
    yield f"SEQUENCE:{of.version}"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART:{_stamp(due)}"
    yield f"SUMMARY:{summary}"
    yield f"DESCRIPTION:{_text(*said)}"
    if link := texts.link(duty):
        yield f"URL:{terminal.line(link)}"
    if made.settled in {"dropped", "joined"}:
        yield "STATUS:CANCELLED"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"
    for before in _ALARMS if made.settled is None else ():
        if due - before > one.trigger_at:
            yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{summary}")
            yield from (f"TRIGGER;VALUE=DATE-TIME:{_stamp(due - before)}", "END:VALARM")
    yield "END:VEVENT"


_ALARMS = (timedelta(hours=24), timedelta(hours=4))
"""How long before a deadline a calendar speaks up; as moments in UTC, since calendars differ in what an hour before is
when clocks change."""


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
