"""When a rotation hands over and in which hours it is on duty: times on the wall of its zone, made into moments.

A time on the wall is a whole number of minutes, counted as if no clock were ever changed. Where the clocks change
RFC 5545 (3.3.5) says which moment is meant: of two the first, and of a time that they leave out what the clock would
have shown, had it not been changed. So hours that end at a time and others that begin at it always meet.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from math import lcm
from typing import TYPE_CHECKING, get_args

from ratified.clock import UncountableError, zone
from ratified.model.people import DutyHours, Weekday

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ratified.model.people import Rotation

HOUR, DAY = 60, 24 * 60
DAYS_OF_WEEK = 7
_MOST_TURNS = 10_000
"""How many turns are looked through for one that meets the hours: a pattern of few people comes round long before."""

_MOST_TURNS_REPEATED = 3
"""How many handovers may lie in an hour that comes twice: clocks go back by two hours at most, and a shift is an hour
at least."""

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
_FIRST_DAY = 2
"""A day of the calendar at which every zone has a moment in UTC, as the last one below."""

_LAST_DAY = date.max.toordinal() - 2


def shift_minutes(rotation: Rotation) -> int | None:
    """How long a shift lasts on the wall, in minutes; None where it is no whole number of hours."""
    shift = rotation.shift
    minutes = shift.days * DAY + shift.minutes
    return None if minutes % HOUR or shift.months or shift.business_days else minutes


def countable(rotation: Rotation) -> bool:
    """Whether turns can be counted: the zone exists, and shifts are whole hours. Else ROL-06 says so."""
    try:
        zone(rotation.zone)
    except UncountableError:
        return False
    return shift_minutes(rotation) is not None


def shift_days(rotation: Rotation) -> int | None:
    """How many days a shift lasts; None where it is no whole number of days."""
    days, rest = divmod(shift_minutes(rotation) or 1, DAY)
    return None if rest else days


def minute_of(text: str) -> int:
    """The minute of the day of a time such as `08:00`."""
    return int(text[:2]) * HOUR + int(text[3:])


def handover_on(rotation: Rotation, day: date) -> datetime:
    """When a duty day begins, in UTC."""
    return moment_on_wall(day.toordinal() * DAY + minute_of(rotation.handover.time), rotation.zone)


def moment_on_wall(wall: int, zone_name: str) -> datetime:
    """The moment (UTC) at which a zone's clocks show a time on the wall."""
    day, minute = divmod(wall, DAY)
    at = datetime.combine(date.fromordinal(day), time(*divmod(minute, HOUR)), zone(zone_name))
    return at.astimezone(UTC)


def duty_day(rotation: Rotation, moment: datetime) -> date:
    """The duty day that a moment with an offset falls into.

    Raises ValueError for a moment without one, and UncountableError for an unknown zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset from UTC")
    day = moment.astimezone(zone(rotation.zone)).date()
    return day if moment >= handover_on(rotation, day) else day - timedelta(days=1)


def turn_at(rotation: Rotation, moment: datetime) -> int | None:
    """The number of the shift, from 0, that a moment falls into; None before the first, or if uncountable."""
    length = shift_minutes(rotation)
    if length is None:
        return None
    start = _start(rotation)
    local = moment.astimezone(zone(rotation.zone))
    turn = (local.toordinal() * DAY + local.hour * HOUR + local.minute - start) // length + _MOST_TURNS_REPEATED
    turn = min(turn, (_LAST_DAY * DAY - start) // length)
    while turn >= 0 and moment < moment_on_wall(start + turn * length, rotation.zone):
        turn -= 1
    return turn if turn >= 0 else None


def _start(rotation: Rotation) -> int:
    return rotation.starts.toordinal() * DAY + minute_of(rotation.handover.time)


def inside_hours(
    hours: Iterable[DutyHours], zone_name: str, moment: datetime, begin: tuple[date, date] | None = None
) -> bool:
    """Whether a moment lies in one of these hours; where days are given, of the hours that begin on these, both
    included. Raises UncountableError for an unknown zone.
    """
    day = moment.astimezone(zone(zone_name)).date().toordinal()
    first, last = (one.toordinal() for one in begin) if begin else (day - 1, day)
    return any(
        moment_on_wall(start, zone_name) <= moment < moment_on_wall(end, zone_name)
        for one in hours
        for start, end in hours_on_wall(one, range(max(day - 1, first), min(day, last) + 1))
    )


def hours_on_wall(hours: DutyHours, days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """From when until when hours last that begin on some days, by the ordinal of each day."""
    for day in days:
        if WEEKDAYS[(day - 1) % 7] in hours.days:
            start = day * DAY + minute_of(hours.from_)
            yield start, start + minutes_of(hours)


def minutes_of(hours: DutyHours) -> int:
    """How long hours last on the wall, in minutes: a whole day from a time to the same time."""
    return (minute_of(hours.to) - minute_of(hours.from_) - 1) % DAY + 1


def edges(rotation: Rotation, after: datetime, before: datetime) -> Iterator[datetime]:
    """The moments between two, in order, at which somebody else may come on duty: handovers, and ends of hours."""
    local = zone(rotation.zone)
    first, last = (moment.astimezone(local).toordinal() for moment in (after, before))
    times = {minute_of(text) for text in (rotation.handover.time, *_times(rotation))}
    length = shift_minutes(rotation) or DAY
    for day in range(max(first - 1, _FIRST_DAY), min(last + 1, _LAST_DAY) + 1):
        walls = {day * DAY + minute for minute in times}
        if length % DAY:
            walls.update(range(day * DAY + (_start(rotation) - day * DAY) % length, (day + 1) * DAY, length))
        yield from (at for at in sorted({moment_on_wall(one, rotation.zone) for one in walls}) if after < at < before)


def _times(rotation: Rotation) -> Iterator[str]:
    for one in (*rotation.hours, *(hours for override in rotation.overrides for hours in override.hours)):
        yield one.from_
        yield one.to


def hours_in_words(hours: Iterable[DutyHours]) -> str:
    """Hours for reading: `08:00 to 20:00 Monday to Friday and 10:00 to 16:00 on Saturday`."""
    return " and ".join(f"{one.from_} to {one.to}{_days_in_words(one.days)}" for one in hours)


def _days_in_words(days: Iterable[Weekday]) -> str:
    found = sorted({WEEKDAYS.index(day) for day in days})
    names = [WEEKDAYS[number].capitalize() for number in found]
    if len(found) == len(WEEKDAYS):
        return ""
    if len(found) > 2 and found[-1] - found[0] == len(found) - 1:
        return f" {names[0]} to {names[-1]}"
    return f" on {', '.join(names[:-1])}{' and ' if names[1:] else ''}{names[-1]}"


def idle_entries(rotation: Rotation) -> list[int]:
    """The entries of the pattern whose turns never meet the hours of the rotation, by their index."""
    length, count = shift_minutes(rotation), len(rotation.pattern)
    if not rotation.hours or length is None:
        return []
    turns = min(lcm(length * count, DAYS_OF_WEEK * DAY) // length, _MOST_TURNS)
    start = _start(rotation)
    met = {turn % count for turn in range(turns) if meets_hours(rotation.hours, start + turn * length, length)}
    return [index for index in range(count) if index not in met]


def meets_hours(hours: Iterable[DutyHours], start: int, length: int) -> bool:
    """Whether any of these hours lies in so many minutes from a time on the wall on."""
    days = range(start // DAY - 1, min((start + length) // DAY, start // DAY + DAYS_OF_WEEK) + 1)
    return any(a < start + length and start < b for one in hours for a, b in hours_on_wall(one, days))
