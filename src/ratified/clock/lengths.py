"""How long a duration lasts at least and at most, and which of two is the longer one.

A day is 24 hours here. Where a deadline falls within its last day, and in which time zone, is a question of
its own; lengths only compare promises with promises.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ratified.clock.uncountable import CalendarError
from ratified.model.duration import Duration

if TYPE_CHECKING:
    from ratified.clock.workdays import Workdays

_COMMON_YEAR = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_YEAR = (31, 29, *_COMMON_YEAR[2:])


def shortest(duration: Duration) -> timedelta:
    """The least time it can last: a business day 24 hours, a month 28 days, a year 365."""
    years, months = divmod(duration.months, 12)
    days = years * 365 + min(_in_a_row(months, _COMMON_YEAR)) + duration.days + duration.business_days
    return timedelta(days=days, minutes=duration.minutes)


def longest(duration: Duration, workdays: Workdays | None = None) -> timedelta:
    """The most time it can last: a month 31 days, a year 366, business days what the calendar makes of them.

    Without a calendar only weekends are counted, two days in seven. Raises CalendarError where the
    calendar cannot say.
    """
    years, months = divmod(duration.months, 12)
    days = years * 366 + max(_in_a_row(months, _LEAP_YEAR)) + duration.days
    return timedelta(days=days + _business(duration.business_days, workdays), minutes=duration.minutes)


def plus(*durations: Duration) -> Duration:
    """The sum, unit by unit; `Duration()` where there is nothing to add."""
    return Duration(
        minutes=sum(d.minutes for d in durations),
        days=sum(d.days for d in durations),
        business_days=sum(d.business_days for d in durations),
        months=sum(d.months for d in durations),
    )


def may_outlast(one: Duration, other: Duration, workdays: Workdays | None = None) -> bool:
    """Whether one can last longer than the other: a promise that may come after what it must not exceed.

    What both share cancels out, so `3bd` never outlasts `3bd`. Where the calendar cannot say, weekends alone
    are counted.
    """
    one, other = _without_shared(one, other)
    if shortest(one) > shortest(other):
        return True
    return _at_most(one, workdays) > shortest(other)


def surely_outlasts(one: Duration, other: Duration, workdays: Workdays | None = None) -> bool:
    """Whether one always lasts longer than the other, whatever weekends, holidays and months do."""
    one, other = _without_shared(one, other)
    if shortest(one) <= shortest(other):
        return False
    return shortest(one) > _at_most(other, workdays)


def _in_a_row(months: int, year: tuple[int, ...]) -> list[int]:
    """The days in every run of that many months, 0 to 11, of years that are alike."""
    twice = year * 2
    return [sum(twice[first : first + months]) for first in range(12)]


def _business(count: int, workdays: Workdays | None) -> int:
    if workdays is None or count == 0:
        return count + 2 * -(-count // 5)
    return workdays.longest(count)


def _without_shared(one: Duration, other: Duration) -> tuple[Duration, Duration]:
    shared = Duration(
        minutes=min(one.minutes, other.minutes),
        days=min(one.days, other.days),
        business_days=min(one.business_days, other.business_days),
        months=min(one.months, other.months),
    )
    return _minus(one, shared), _minus(other, shared)


def _minus(one: Duration, part: Duration) -> Duration:
    return Duration(
        one.minutes - part.minutes,
        one.days - part.days,
        one.business_days - part.business_days,
        one.months - part.months,
    )


def _at_most(duration: Duration, workdays: Workdays | None) -> timedelta:
    try:
        return longest(duration, workdays)
    except CalendarError:
        return longest(duration)
