"""Moments as people write them: taken only where day, time and offset are all there and mean one thing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ratified.clock import moment

ZONES = {
    **dict.fromkeys(("UTC", "GMT", "Z"), "Z"),
    **{"CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "NZST": "+12:00", "NZDT": "+13:00"},
}
"""Abbreviations that one offset has in the time zone database. EST, CST, IST, BST and their kind have two or more."""

_DAY = r"\d{4}-\d{2}-\d{2}"
_NAMES = "|".join(name for name in ZONES if name != "Z")
_ZONE = rf"(?:[+-]\d{{2}}:?\d{{2}}(?!\d)|(?:{_NAMES}|Z)(?![A-Za-z0-9+-]))"
_TIME = r"(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?![\d:.]\d)"
_START = re.compile(
    rf"[*_`\[]{{0,3}}(?:(?P<day>{_DAY})(?:(?P<t>T)|,? +(?:\| )?))?{_TIME}"
    rf"(?P<half> ?[AaPp]\.?[Mm]\b\.?)?(?: ?\(?(?P<zone>{_ZONE})\)?)?[*_`\]]{{0,3}}",
    re.ASCII,
)
_DAYS = re.compile(rf"(?<![\d-]){_DAY}(?![\d-])", re.ASCII)
_IN_BRACKETS = re.compile(rf"\((?:(?:in|all|times) )*({_NAMES})\)")
_IN_COLUMN = re.compile(rf"(?i:date|day|time|when|timestamp)[^()]{{0,20}}[ (\[]({_NAMES})[)\]*_ ]*$")
_IN_SENTENCE = re.compile(
    r"\b(?i:times?(?:stamps?| zone)?:? (?:below |here )?(?:are |is )?(?:all )?(?:(?:shown |given |listed )?in )?)"
    rf"\(?({_NAMES})\b(?!\s?[+-]\s?\d)"
)
_RANGE = re.compile(r"\s*(?:-|–|—|to|until)\s*\d{1,2}:\d{2}")
_BETWEEN = re.compile(r"\s*(?:[:,;]|-|–|—|\|)?\s*")
_OFFSETS = range(-12 * 60, 14 * 60 + 1, 15)
"""What clocks on Earth are off by, in minutes."""


@dataclass(frozen=True)
class WrittenMoment:
    """What stands at the beginning of a line: the moment if it is one, the time of day, and the words behind it."""

    at: str | None
    time: str
    day: str | None
    rest: str


def moment_at_start(text: str, day: str | None = None, zone: str | None = None) -> WrittenMoment | None:
    """The moment that a text begins with, by the day and the zone that hold there; None where it begins with no time.

    A range, a time of twelve hours and an abbreviation of several offsets are no moment: a person reads them.
    """
    found = _START.match(text)
    if found is None:
        return None
    named, offset = found["day"] or day, _offset(found["zone"]) or zone
    behind = text[found.end() :]
    # 08:20-09:30 is a range to most and an offset to some: only behind a T it is RFC 3339.
    minus = (found["zone"] or "").startswith("-") and not found["t"]
    doubtful = found["half"] or minus or _RANGE.match(behind) or (found["zone"] is None and _other_zone(behind))
    at = None
    if named and offset and not doubtful:
        time = found["time"] if len(found["time"].partition(":")[0]) == 2 else f"0{found['time']}"
        at = _valid(f"{named}T{time}{offset}")
    return WrittenMoment(at, found["time"], found["day"], behind[_BETWEEN.match(behind).end() :])  # type: ignore[union-attr]


def days_in(text: str) -> list[str]:
    """The days that a text names as YYYY-MM-DD, each once."""
    return list(dict.fromkeys(_DAYS.findall(text)))


def zones_of_heading(text: str) -> set[str]:
    """The offsets that a heading says its times have: `Timeline (UTC)`."""
    return {ZONES[name] for name in (*_IN_BRACKETS.findall(text), *_IN_SENTENCE.findall(text))}


def zones_of_column(text: str) -> set[str]:
    """The offsets that the head of a column says: `Time (UTC)`, `Time UTC`."""
    return zones_of_heading(text) | {ZONES[name] for name in _IN_COLUMN.findall(text)}


def zones_of_sentence(text: str) -> set[str]:
    """The offsets that a sentence says for all times: `All times are in UTC.`"""
    return {ZONES[name] for name in _IN_SENTENCE.findall(text)}


def _other_zone(behind: str) -> bool:
    """Whether a zone follows that is none of those known: `14:20 EST`, `14:20 UTC+2`, `14:20 Europe/Berlin`."""
    return re.match(r" ?\(?(?:[A-Z]{2,5}(?![a-z])|[A-Z][a-z]+/[A-Z]|[+-]\d)", behind) is not None


def _offset(zone: str | None) -> str | None:
    if zone is None or zone in ZONES:
        return ZONES[zone] if zone else None
    written = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    minutes = int(written[1:3]) * 60 + int(written[4:])
    return written if (minutes if zone[0] == "+" else -minutes) in _OFFSETS else None


def _valid(text: str) -> str | None:
    try:
        moment(text)
    except ValueError:
        return None
    return text
