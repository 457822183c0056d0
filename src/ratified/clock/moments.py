"""Moments: read with their offset, kept in UTC, and the ends of days in named zones."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from ratified.model.data_entry import YEARS
from ratified.model.dates import day_words
from ratified.model.quoting import quoted

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_LAST_SECOND = time(23, 59, 59)


@lru_cache(maxsize=1 << 17)
def moment(text: str) -> datetime:
    """Read an RFC 3339 moment such as `2026-11-20T14:20+01:00`, seconds optional; in UTC.

    Rules ask for each moment of a record again and again. Raises ValueError with what to write: without an offset a
    time names 38 hours at once, and guessing one of them would move every deadline.
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(f"{quoted(text)} is no moment; write day, time and offset, as in 2026-11-20T14:20+01:00")
    if found[1] is None:
        raise ValueError(f"{quoted(text)} has no offset; write {text}+01:00 with yours, or {text}Z if it is UTC")
    try:
        at = datetime.fromisoformat(text)
        if at.year in YEARS:
            return at.astimezone(UTC)
    except ValueError:
        pass
    raise ValueError(f"no such moment: {quoted(text)}; write a day, a time and an offset that exist")


@lru_cache(maxsize=1 << 14)
def end_of_day(day: date, in_zone: ZoneInfo, closes: time | None = None) -> datetime:
    """The last second of a local day, 23:59:59, in UTC; or the time of day at which an office closes.

    Where the clocks are changed that time may come twice, or not at all; the first counts, which is the stricter.
    """
    last = datetime.combine(day, _LAST_SECOND if closes is None else closes, in_zone)
    return min(last.replace(fold=fold).astimezone(UTC) for fold in (0, 1))  # two times that differ in it are one key


def utc_words(at: datetime) -> str:
    """A moment for people: `Fri 2026-11-20 13:20 UTC`."""
    seconds = at.strftime(":%S") if at.second else ""
    return f"{day_words(at.date())} {at.strftime('%H:%M')}{seconds} UTC"
