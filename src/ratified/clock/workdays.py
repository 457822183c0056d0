"""Working days: which days a calendar counts, and how far apart they lie, never past what it knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holidays import HolidayBase

    from ratified.model.calendars import Calendar

ONE_DAY = timedelta(days=1)


class UncountableError(ValueError):
    """A time that nobody can count from what is known; the message says why."""


class CalendarError(UncountableError):
    """A calendar that cannot say whether a day is a working day; the message says why."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """The working days of a calendar from a day on, `since` included, to the calendar's `valid_through`.

    Public holidays and weekends are those that the `holidays` library knows for the country; the company's
    own closing days come on top.
    """

    calendar: Calendar
    since: date

    def is_open(self, day: date) -> bool:
        """Whether a day is a working day. Raises CalendarError where the calendar cannot say."""
        if day > self.calendar.valid_through:
            raise CalendarError(f"calendar {self.calendar.id!r} ends on {self.calendar.valid_through}")
        if day in self.calendar.also_closed:
            return False
        return _is_working_day(self.calendar.country, self.calendar.subdivision, day)

    def known_years(self) -> range:
        """The years whose public holidays are known; empty where the country is not."""
        try:
            known = _public_holidays(self.calendar.country, self.calendar.subdivision)
        except CalendarError:
            return range(0)
        return range(known.start_year, known.end_year + 1)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after a day, that day not counted. Raises CalendarError."""
        while count:
            day += ONE_DAY
            count -= self.is_open(day)
        return day

    def closed_weekdays(self, first: date, last: date) -> tuple[date, ...]:
        """The days from Monday to Friday between two, both included, that the calendar leaves out."""
        return tuple(day for day in _days(first, last) if day.weekday() < 5 and not self.is_open(day))

    def longest(self, count: int) -> int:
        """The most days from any day to the `count`-th working day after it. Raises CalendarError.

        Exact for this calendar and stretch: a count that does not fit before `valid_through` is an error.
        """
        if count == 0:
            return 0
        self.after(self.since, count)
        days = _open_days(self)
        between = ((later - day).days for day, later in zip(days, days[count:], strict=False))
        return max((days[count - 1] - self.since).days, *between, 0)


@lru_cache(maxsize=8)
def _open_days(workdays: Workdays) -> tuple[date, ...]:
    return tuple(day for day in _days(workdays.since, workdays.calendar.valid_through) if workdays.is_open(day))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


@lru_cache(maxsize=1 << 14)
def _is_working_day(country: str, subdivision: str | None, day: date) -> bool:
    known = _public_holidays(country, subdivision)
    if not known.start_year <= day.year <= known.end_year:
        raise CalendarError(f"no public holidays are known for {country} in {day.year}")
    return known.is_working_day(day)


@lru_cache(maxsize=8)
def _public_holidays(country: str, subdivision: str | None) -> HolidayBase:
    """What the library knows of a country. It is heavy, so only who asks about a working day pays for it."""
    from holidays import country_holidays

    try:
        return country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        where = f"{country}-{subdivision}" if subdivision else country
        raise CalendarError(f"no public holidays are known for {where}") from None
