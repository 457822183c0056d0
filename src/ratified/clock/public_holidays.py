"""Public holidays as the `holidays` library has them: how far it knows them, which it only estimates, and where it
must be told which part of a country is meant.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ratified.clock.uncountable import CalendarError

if TYPE_CHECKING:
    from holidays import HolidayBase

DECREED = frozenset({"AZ", "BY", "CN", "HU", "KG", "KZ", "LV", "MM", "RU", "UZ", "VN"})
"""Countries that make Saturdays working days by a decree for each year. The library has those years one by one, and
says nothing of a later one that is wrong by itself: a Saturday that will be worked looks like a weekend."""

_ALIKE_FOR = 4
"""Over how many years a part of a country must have no holiday of its own to stand for all of it."""


class PublicHolidays:
    """The public holidays and weekends of a country or a part of one; `years` are those in which they are known."""

    def __init__(self, country: str, library: HolidayBase) -> None:
        self._country = country
        self._library = library
        self._mark = _mark(library)
        self._read: set[int] = set()
        self.years = range(library.start_year, _last_year(country, library) + 1)

    def is_working_day(self, day: date) -> bool:
        """Whether the library has a day as a working day. Raises CalendarError past what it knows."""
        self._know(day.year)
        return self._library.is_working_day(day)

    def is_estimated(self, day: date) -> bool:
        """Whether a weekday is closed for nothing but holidays whose date is an estimate. Raises CalendarError."""
        if not self._mark or self.is_working_day(day) or self._library.is_weekend(day):
            return False
        return all(self._mark in name for name in self._library.get_list(day))

    def _know(self, year: int) -> None:
        """A decree for one year may have a Saturday of another one worked, which the library learns with the decree."""
        if year not in self.years:
            raise CalendarError(f"no public holidays are known for {self._country} in {year}")
        if year not in self._read:
            for one in (year - 1, year, year + 1):
                _ = date(one, 1, 1) in self._library
            self._read.add(year)


@lru_cache(maxsize=32)
def public_holidays(country: str, subdivision: str | None, through: int) -> PublicHolidays:
    """What is known of a country for a calendar that is to hold until the year `through`.

    Raises CalendarError for a place that the library lacks, and where no part of a country has the holidays that it
    gives for all of it, so that a subdivision must be named.
    """
    found = PublicHolidays(country, _library(country, subdivision))
    if subdivision is None:
        _ask_for_a_part(country, found.years, through)
    return found


def countries() -> frozenset[str]:
    """The countries whose public holidays are known, by their two letters."""
    from holidays.utils import list_supported_countries

    return frozenset(list_supported_countries(include_aliases=False))


def _library(country: str, subdivision: str | None, years: range = range(0)) -> HolidayBase:
    """It is heavy, so only who asks about a working day pays for it."""
    from holidays import country_holidays

    try:
        return country_holidays(country, subdiv=subdivision, years=years)
    except NotImplementedError:
        where = f"{country}-{subdivision}" if subdivision else country
        raise CalendarError(f"no public holidays are known for {where}") from None


def _ask_for_a_part(country: str, known: range, through: int) -> None:
    parts = _library(country, None).subdivisions
    last = min(through, known[-1])
    years = range(max(known[0], last - _ALIKE_FOR + 1), last + 1)
    if parts and not any(_days(country, part, years) == _days(country, None, years) for part in parts):
        several = ", ".join(parts)
        raise CalendarError(f"holidays differ in {country}, and no part has those of the whole: name one of {several}")


@lru_cache(maxsize=128)
def _days(country: str, subdivision: str | None, years: range) -> frozenset[date]:
    return frozenset(day for day in _library(country, subdivision, years) if day.year in years)


def _mark(library: HolidayBase) -> str:
    """The word in the name of a holiday which says that its date is an estimate, in the library's language there."""
    label: str = getattr(library, "estimated_label", "")
    return library.tr(label).replace("%s", "").strip(" ()（）") if label else ""


def _last_year(country: str, library: HolidayBase) -> int:
    """The last year that is known: the library's own end, or the last one whose working Saturdays it has."""
    decrees: dict[int, tuple[object, ...]] = getattr(library, "special_public_holidays", {})
    decreed = (year for year, days in decrees.items() if country in DECREED and _moves(days))
    return max(decreed, default=library.end_year)


def _moves(days: tuple[object, ...]) -> bool:
    """Whether a year's special days, one or several, move any: (to month, to day, from month, from day)."""
    rows = days if days and isinstance(days[0], tuple) else (days,)
    return any(isinstance(row, tuple) and len(row) > 3 for row in rows)
