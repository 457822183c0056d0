"""Where a length of time ends that starts at a moment: hours in UTC, days and months in the audience's zone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ratified.clock.moments import end_of_day, utc_words
from ratified.clock.uncountable import UncountableError
from ratified.clock.workdays import Workdays
from ratified.clock.zones import zone
from ratified.model.dates import day_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.calendars import Calendar
    from ratified.model.duration import Duration


@dataclass(frozen=True, slots=True)
class CountingStart:
    """What a time starts from, in words, and when (UTC)."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CountingPlace:
    """Where an audience counts its days: one zone at least, and the calendar of its business days.

    Of several zones the one counts in which the time ends first. The doubts say what was only supposed about them,
    and are silent where it made no difference.
    """

    zones: tuple[str, ...]
    calendar: Calendar | None = None
    zone_doubt: str | None = None
    calendar_doubt: str | None = None

    def doubts(self, length: Duration | None) -> tuple[str, ...]:
        """What was supposed that a length rests on: days on the zone, business days on the calendar too."""
        if length is None or not (length.months or length.business_days or (length.days and not length.minutes)):
            return ()
        found = (self.zone_doubt, self.calendar_doubt if length.business_days else None)
        return tuple(dict.fromkeys(doubt for doubt in found if doubt))


@dataclass(frozen=True, slots=True)
class CountedEnd:
    """The last moment (UTC), the audience's day it falls on, how it was counted in words, and the zone that decided.

    `zone` is None for hours where the audience has several. `doubt` says what was only supposed of these very days.
    """

    at: datetime
    on: date
    words: str
    zone: str | None = None
    doubt: str | None = None


class LastMoment(NamedTuple):
    """The last moment of a time (UTC), and the audience's day it falls on."""

    at: datetime
    on: date


def ends(length: Duration, start: CountingStart, where: CountingPlace, closes: time | None = None) -> CountedEnd:
    """Count a length from a start.

    Hours are added in UTC and never moved to a working day: Regulation 1182/71, Art 3(4), leaves periods in hours
    out. Days, business days and months leave out the day of the start and end with the last second of a local
    day, or when the office that is told `closes` on it: what is filed later counts for its next business day. A
    month ends on the same date, or on the last day of a month that lacks it (Art 3(2)(c)).

    Raises UncountableError where the calendar, the zone or the length cannot say.
    """
    try:
        if _straight(length):
            return _elapsed(length, start, where)
        found = (_to_end_of_day(length, start, name, where, closes) for name in where.zones)
        return min(found, key=lambda end: end.at)
    except OverflowError:
        raise _too_long(length, start.at) from None


def last_of(length: Duration, start: datetime, where: CountingPlace) -> LastMoment:
    """What `ends` counts, for who asks for no words: they cost more than the counting. Raises UncountableError."""
    try:
        if _straight(length):
            at = start + timedelta(days=length.days, minutes=length.minutes)
            return LastMoment(at, _on(at, where))
        return min((_last(length, start, name, where).end for name in where.zones), key=lambda end: end.at)
    except OverflowError:
        raise _too_long(length, start) from None


def _straight(length: Duration) -> bool:
    """Whether a length is counted straight through. Raises UncountableError where it is both that and in days."""
    if not (length.months or length.business_days):
        return bool(length.minutes or not length.days)
    if length.minutes:
        raise UncountableError(f"{length} mixes hours with months or business days; write one or the other")
    return False


def _too_long(length: Duration, start: datetime) -> UncountableError:
    return UncountableError(f"{length} from {utc_words(start)} end after the year {MAXYEAR}")


def _on(at: datetime, where: CountingPlace) -> date:
    return min(at.astimezone(zone(name)).date() for name in where.zones)


def _elapsed(length: Duration, start: CountingStart, where: CountingPlace) -> CountedEnd:
    at = start.at + timedelta(days=length.days, minutes=length.minutes)
    words = f"{length} from {start.name} at {utc_words(start.at)}, straight through nights, weekends and holidays"
    return CountedEnd(at, _on(at, where), words, where.zones[0] if len(where.zones) == 1 else None)


class _CountedDays(NamedTuple):
    """The day of the start, that day with months and days added, and where the business days end after it."""

    first: date
    shifted: date
    end: LastMoment


def _last(
    length: Duration, start: datetime, name: str, where: CountingPlace, closes: time | None = None
) -> _CountedDays:
    local = zone(name)
    first = start.astimezone(local).date()
    shifted = (months_after(first, length.months) if length.months else first) + timedelta(days=length.days)
    last = shifted
    if length.business_days:
        last = _workdays(where, shifted).after(shifted, length.business_days)
    return _CountedDays(first, shifted, LastMoment(end_of_day(last, local, closes), last))


def _to_end_of_day(
    length: Duration, start: CountingStart, name: str, where: CountingPlace, closes: time | None
) -> CountedEnd:
    first, shifted, end = _last(length, start.at, name, where, closes)
    details = ", ".join(_details(length, first, shifted, end.on, where))
    words = f"{length} from {start.name} on {day_words(first)} in {name}, {details}: {closing_words(end.on, closes)}"
    if closes is not None:
        words += ", since what is filed later counts for the next business day"
    return CountedEnd(end.at, end.on, words, name, _estimates(length, shifted, end.on, where))


def closing_words(day: date, closes: time | None) -> str:
    """Until when on its last day a time lasts."""
    if closes is None:
        return f"the end of {day_words(day)}"
    return f"{closes:%H:%M} on {day_words(day)}"


def _estimates(length: Duration, shifted: date, last: date, where: CountingPlace) -> str | None:
    """Which of the days counted are holidays by an estimate: a holiday that a moon decides, announced or seen later."""
    if not length.business_days or where.calendar is None:
        return None
    found = _workdays(where, shifted).estimated_weekdays(shifted + timedelta(days=1), last)
    days = ", ".join(map(day_words, found))
    return f"Counted as working days, since their holidays are only estimated: {days}." if days else None


def _workdays(where: CountingPlace, since: date) -> Workdays:
    if where.calendar is None:
        raise UncountableError("no calendar says which days are business days")
    return Workdays(where.calendar, since)


def supposed(length: Duration, start: datetime, where: CountingPlace) -> str | None:
    """What `ends` and `last_of` suppose of the very days that they count, as a sentence. Raises UncountableError."""
    if _straight(length):
        return None
    found = min((_last(length, start, name, where) for name in where.zones), key=lambda counted: counted.end.at)
    return _estimates(length, found.shifted, found.end.on, where)


def months_after(day: date, count: int) -> date:
    """The same date so many months later, earlier for a negative number; of a month that has no such date its last.

    Raises OverflowError beyond the calendar's last year.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if year > MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _details(length: Duration, first: date, shifted: date, last: date, where: CountingPlace) -> Iterator[str]:
    if length.months:
        short = months_after(first, length.months).day < first.day
        yield (
            f"to the last day of a month without a {first.day}{'st' if first.day == 31 else 'th'}"
            if short
            else "to the same date"
        )
    if length.days or length.business_days:
        yield "that day not counted"
    if length.business_days and where.calendar is not None:
        closed = _workdays(where, shifted).closed_weekdays(shifted + timedelta(days=1), last)
        besides = f", {', '.join(map(day_words, closed))}" if closed else ""
        yield f"by calendar {where.calendar.id}, without weekends{besides}"
