"""A stretch of days that rules are asked about: an audit period of the register, or one that somebody names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ratified.model.place import Place

HOW = "write the id of a period of data/register.yml, two days such as 2026-01-01..2026-12-31, or one day"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NEAR = re.compile(r"(19|20|21).*")
"""The years that data files may name too, so that no sum of days runs off the calendar."""


class NoSuchPeriodError(ValueError):
    """A period that is written wrongly, or that the register does not have. The message says what to write."""


@dataclass(frozen=True, slots=True)
class PeriodWindow:
    """Two days, both included, by the name that messages give them.

    A type-1 report looks at what stands on a day, a type-2 report at what happened in all of them. `place` is the
    period's row in the register, or the register's list of periods.
    """

    name: str
    starts: date
    ends: date
    report: Literal["type-1", "type-2"]
    place: Place

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def begun(self, on: date) -> bool:
        """Whether its first day has come."""
        return self.starts <= on

    def over(self, on: date) -> bool:
        """Whether its last day has passed: until then it runs, and what is missing can still be done."""
        return self.ends < on

    @property
    def words(self) -> str:
        """Its name, and its days where the name does not say them: `2026, 2026-01-01 to 2026-12-31`."""
        days = str(self.starts) if self.starts == self.ends else f"{self.starts} to {self.ends}"
        return days if self.name == named(self.starts, self.ends) else f"{self.name}, {days}"


def named(starts: date, ends: date) -> str:
    """What two days are called where the register has no name for them, as `--period` takes them."""
    return str(starts) if starts == ends else f"{starts}..{ends}"


def asked(text: str) -> tuple[date, date] | None:
    """The days that a text names; None where it may be the id of a period. Raises NoSuchPeriodError."""
    first, dots, last = text.partition("..")
    if not dots and not _DAY.fullmatch(text):
        if not _ID.fullmatch(text):
            raise NoSuchPeriodError(f"{text!r} is no period; {HOW}")
        return None
    starts, ends = _day(text, first), _day(text, last if dots else first)
    if ends < starts:
        raise NoSuchPeriodError(f"{text!r} ends before it starts; write {named(ends, starts)}")
    return starts, ends


def _day(text: str, day: str) -> date:
    try:
        if _DAY.fullmatch(day) and _NEAR.fullmatch(day):
            return date.fromisoformat(day)
    except ValueError:
        pass
    raise NoSuchPeriodError(f"{text!r} is no period: {day!r} is no day; {HOW}")
