"""The time zones of a page as the engine knows them, so that a browser with older or newer data counts the same.

Moments and offsets are milliseconds, since 1970 (UTC) and ahead of UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from ratified.clock import UncountableError, zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

YEARS_BEFORE = 2
YEARS_AFTER = 5
"""How many whole years around a day the offsets reach; outside of them the browser asks its own data."""

_STEP = timedelta(hours=12)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def zone_rows(names: Iterable[str], as_of: date) -> Mapping[str, object]:
    """Zones by name: `from` when until when they are known, and each offset with the moment it begins at.

    None where the locked data has no zone of that name, whatever the browser's has.
    """
    first, last = (datetime(as_of.year + years, 1, 1, tzinfo=UTC) for years in (-YEARS_BEFORE, YEARS_AFTER + 1))
    return {name: _row(name, first, last) for name in sorted(set(names))}


@lru_cache(maxsize=1 << 10)
def _row(name: str, since: datetime, until: datetime) -> Mapping[str, object] | None:
    try:
        found = list(_offsets(zone(name), since, until))
    except UncountableError:
        return None
    return {"from": _thousandths(since - _EPOCH), "until": _thousandths(until - _EPOCH), "offsets": found}


def _offsets(of: ZoneInfo, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
    """The offset at the beginning, and every other one from the second on at which the clocks change."""
    at, offset = since, _offset(of, since)
    yield _thousandths(at - _EPOCH), _thousandths(offset)
    while at < until:
        later = min(at + _STEP, until)
        if _offset(of, later) != offset:
            later = _change(of, at, later)
            offset = _offset(of, later)
            yield _thousandths(later - _EPOCH), _thousandths(offset)
        at = later


def _change(of: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of another offset, between two moments of which only the later one has it."""
    old = _offset(of, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _offset(of, middle) == old else (before, middle)
    return after


def _offset(of: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(of).utcoffset() or timedelta()


def _thousandths(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)
