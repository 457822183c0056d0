"""What is wrong with the overrides of a rotation, whoever they name: a part of ROL-06."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.policy.roster.duty_hours import DAYS_OF_WEEK, hours_on_wall, meets_hours
from ratified.rules.periods import between
from ratified.rules.rule import RuleHit, RuleHits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ratified.model.people import DutyHours, Override, Rotation


def override_faults(rotation: Rotation, day: date) -> RuleHits:
    """Overrides that are not over and end before they start, hold at the same time, or have hours that never come."""
    live: list[Override] = []
    for override in rotation.overrides:
        if max(override.from_, override.until) < day:
            continue
        if override.until < override.from_:
            both = f"ends on {override.until}, before it starts on {override.from_}"
            what = f"rotation {rotation.id}: an override {both}"
            yield RuleHit(override.at("until"), what, "correct one of the two days", rotation.id)
            continue
        for other in live:
            first, last = max(other.from_, override.from_), min(other.until, override.until)
            if max(first, day) <= last and _both_hold(other, override, (first, last)):
                what = f"rotation {rotation.id}: two overrides hold {between(first, last)}"
                yield RuleHit(override.at("from"), what, "end one before the other starts", rotation.id)
        if not _comes(rotation, override):
            what = f"rotation {rotation.id}: the hours of an override never come on its days, {_days(override)}"
            yield RuleHit(override.at("hours"), what, "write hours in which the rotation is on duty then", rotation.id)
        live.append(override)


def _days(override: Override) -> str:
    return between(override.from_, override.until)


def _both_hold(first: Override, second: Override, days: tuple[date, date]) -> bool:
    """Whether two overrides of the same days hold at the same time: for hours alone the first may stand before another
    of the whole day."""
    if not (first.hours and second.hours):
        return not first.hours
    return any(meets_hours(first.hours, start, end - start) for start, end in _on_wall(second.hours, days))


def _comes(rotation: Rotation, override: Override) -> bool:
    """Whether the hours of an override, if it has any, meet its days and the hours of its rotation."""
    found = list(_on_wall(override.hours, (override.from_, override.until)))
    if not override.hours or not rotation.hours:
        return not override.hours or bool(found)
    return any(meets_hours(rotation.hours, start, end - start) for start, end in found)


def _on_wall(hours: Sequence[DutyHours], days: tuple[date, date]) -> Iterator[tuple[int, int]]:
    """Hours that begin on some days; of a longer stretch on the first week of it, since each week is like the other."""
    first, last = (day.toordinal() for day in days)
    for one in hours:
        yield from hours_on_wall(one, range(first, min(last, first + DAYS_OF_WEEK) + 1))
