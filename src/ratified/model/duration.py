"""Durations as policies write them: minutes, hours, days, business days, months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ratified.model.plurals import counted
from ratified.model.quoting import quoted

_SHORT = re.compile(r"([1-9][0-9]{0,5})(m|h|d|bd)")
_ISO = re.compile(
    r"P(?!$)(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?)?"
)
_HELP = "write a number with m, h, d or bd (15m, 4h, 30d, 3bd for business days) or ISO 8601 (P1M, PT72H)"
LONGEST_YEARS = 100
"""Longer than any promise or retention; it keeps every sum of a day and a duration within the calendar."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time whose units stay apart, since a month or a business day has no fixed hours."""

    minutes: int = 0
    days: int = 0
    business_days: int = 0
    months: int = 0

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `15m`, `4h`, `30d`, `3bd` or an ISO 8601 duration. Raises ValueError with what to write."""
        found = cls._short(text) or cls._iso(text)
        if found is None:
            raise ValueError(f"not a duration: {quoted(text)}; {_HELP}")
        if found == cls():
            raise ValueError(f"a duration of nothing: {quoted(text)}; {_HELP}")
        if found._years() > LONGEST_YEARS:
            raise ValueError(f"longer than {LONGEST_YEARS} years: {quoted(text)}; write a shorter time")
        return found

    @classmethod
    def _short(cls, text: str) -> Duration | None:
        short = _SHORT.fullmatch(text)
        if short is None:
            return None
        count = int(short[1])
        units = {
            "m": cls(minutes=count),
            "h": cls(minutes=count * 60),
            "d": cls(days=count),
            "bd": cls(business_days=count),
        }
        return units[short[2]]

    @classmethod
    def _iso(cls, text: str) -> Duration | None:
        iso = _ISO.fullmatch(text)
        if iso is None:
            return None
        years, months, weeks, days, hours, minutes = (int(part or 0) for part in iso.groups())
        return cls(minutes=hours * 60 + minutes, days=weeks * 7 + days, months=years * 12 + months)

    def _years(self) -> float:
        return self.months / 12 + (self.days + self.business_days + self.minutes / 1440) / 365

    @lru_cache(maxsize=1024)  # noqa: B019 - a few numbers each, and the same few hundred in every row of every trace
    def __str__(self) -> str:
        """The duration in words: `15 minutes`, `5 business days`, `6 years`."""
        return " and ".join(counted(count, unit) for count, unit in self._parts() if count)

    def _parts(self) -> tuple[tuple[int, str], ...]:
        years, months = divmod(self.months, 12) if self.months >= 24 else (0, self.months)
        hours, minutes = divmod(self.minutes, 60) if self.minutes % 60 == 0 else (0, self.minutes)
        return (
            (years, "year"),
            (months, "month"),
            (self.days, "day"),
            (self.business_days, "business day"),
            (hours, "hour"),
            (minutes, "minute"),
        )
