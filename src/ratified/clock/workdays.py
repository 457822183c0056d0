"""Working days: which days a calendar counts, and how far apart they lie, never past what it knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from ratified.clock.public_holidays import public_holidays
from ratified.clock.uncountable import CalendarError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.calendars import Calendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Workdays:
    """The working days of a calendar from a day on, `since` included, to the calendar's `valid_through`.

    Public holidays and weekends are those that the `holidays` library knows for the country; the company's
    own closing days come on top. A holiday whose date is only an estimate counts as a working day, since it may fall
    on another one: a deadline then comes early rather than late. A calendar of several counts a day that all of these
    count.
    """

    calendar: Calendar
    since: date

    def is_open(self, day: date) -> bool:
        """Whether a day is a working day. Raises CalendarError where the calendar cannot say."""
        return all(not _is_shut(part, day) and _is_open(*_where(part), day) for part in self._parts)

    def is_estimated(self, day: date) -> bool:
        """Whether a day is open only because its holiday is an estimate. Raises CalendarError."""
        found = [not _is_shut(part, day) and public_holidays(*_where(part)).is_estimated(day) for part in self._parts]
        return any(found) and self.is_open(day)

    @property
    def known_years(self) -> range:
        """The years whose public holidays are known. Raises CalendarError where those of none are."""
        years = [public_holidays(*_where(part)).years for part in self._parts]
        return range(max(one.start for one in years), min(one.stop for one in years))

    @property
    def _parts(self) -> tuple[Calendar, ...]:
        return self.calendar.parts

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after a day, that day not counted. Raises CalendarError."""
        while count:
            day += ONE_DAY
            count -= self.is_open(day)
        return day

    def closed_weekdays(self, first: date, last: date) -> tuple[date, ...]:
        """The days from Monday to Friday between two, both included, that the calendar leaves out."""
        return tuple(day for day in _days(first, last) if day.weekday() < 5 and not self.is_open(day))

    def estimated_weekdays(self, first: date, last: date) -> tuple[date, ...]:
        """The days between two, both included, that count as working days though an estimate has a holiday there."""
        return tuple(day for day in _days(first, last) if self.is_estimated(day))

    def longest(self, count: int) -> int:
        """The most days from any day to the `count`-th working day after it. Raises CalendarError.

        Exact for this calendar and stretch: a count that does not fit before `valid_through` is an error. Estimated
        holidays are holidays here, since that makes it longer.
        """
        if count == 0:
            return 0
        days = _open_days(self)
        if sum(day > self.since for day in days) < count:
            raise _ended(self.calendar)
        between = ((later - day).days for day, later in zip(days, days[count:], strict=False))
        return max((days[count - 1] - self.since).days, *between, 0)


def _where(calendar: Calendar) -> tuple[str, str | None, int]:
    return calendar.country, calendar.subdivision, calendar.valid_through.year


def _is_shut(calendar: Calendar, day: date) -> bool:
    """Whether we close on a day ourselves. Raises CalendarError past the calendar's end."""
    if day > calendar.valid_through:
        raise _ended(calendar)
    return day in calendar.also_closed


def _ended(calendar: Calendar) -> CalendarError:
    return CalendarError(f"calendar {calendar.id!r} ends on {calendar.valid_through}")


@lru_cache(maxsize=8)
def _open_days(workdays: Workdays) -> tuple[date, ...]:
    days = _days(workdays.since, workdays.calendar.valid_through)
    return tuple(day for day in days if workdays.is_open(day) and not workdays.is_estimated(day))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


@lru_cache(maxsize=1 << 14)
def _is_open(country: str, subdivision: str | None, through: int, day: date) -> bool:
    known = public_holidays(country, subdivision, through)
    return known.is_working_day(day) or known.is_estimated(day)
