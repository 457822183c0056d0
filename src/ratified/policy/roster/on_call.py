"""Who is on call: a rotation resolved to a day or a moment, and whether those people can serve.

A duty day runs from the handover time of that day, in the rotation's zone, to the same time of the next.
Shift *n* (from 0) begins `n * shift` after the first handover, on the wall of that zone, and its people are entry
`n mod len(pattern)` of the pattern: shifts of twelve hours that begin at eight hand over at eight and at twenty, also
on days on which the clocks change. The first shift begins on `starts`, which for shifts of whole weeks must be the
handover's weekday (ROL-06). `until` is the last duty day. With `hours` nobody is on duty outside of these, whatever
the pattern says. An override covers its duty days, both included, or the hours that begin on its days by the calendar,
to their end; one that names no backup keeps the pattern's. Of two that overlap the first counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from ratified.policy.roster.duty_hours import (
    countable,
    duty_day,
    edges,
    handover_on,
    inside_hours,
    shift_days,
    turn_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.people import Override, Rotation

LOOK_AHEAD = 56
"""How many duty days are listed, and looked through for the next handover: eight weeks."""


@dataclass(frozen=True, slots=True)
class OnCallDuty:
    """Who is on call, by person id. `turn` is the number of the shift, `override` what changed it."""

    primary: str
    backup: str | None
    turn: int | None
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class OnCallSpan:
    """Duty days from first to last, both included, of one shift or override; no `duty`, nobody on call."""

    first: date
    last: date
    duty: OnCallDuty | None


@dataclass(frozen=True, slots=True)
class OnCallNow:
    """Who is on call at a moment; `until` is when somebody else takes over, UTC, None where nothing near says so."""

    duty: OnCallDuty | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class OnCallStretch:
    """From a moment to another (UTC), the last not included, of one shift or override; no `duty`, nobody on call."""

    start: datetime
    end: datetime
    duty: OnCallDuty | None


def by_the_hour(rotation: Rotation) -> bool:
    """Whether a duty day may have more than one on duty, or nobody for a part of it."""
    return bool(rotation.hours or not shift_days(rotation) or any(one.hours for one in rotation.overrides))


def duty_on(rotation: Rotation, day: date) -> OnCallDuty | None:
    """Whose duty day it is, whatever its hours; None before `starts`, after `until`, or if shifts are no whole days.

    An override that has hours is left out.
    """
    length = shift_days(rotation)
    turn = (day - rotation.starts).days // length if length and _runs_on(rotation, day) else None
    override = next((o for o in rotation.overrides if o.from_ <= day <= o.until and not o.hours), None)
    return _duty(rotation, turn, override)


def _runs_on(rotation: Rotation, day: date) -> bool:
    return rotation.starts <= day and (rotation.until is None or day <= rotation.until)


def _duty(rotation: Rotation, turn: int | None, override: Override | None) -> OnCallDuty | None:
    usual = rotation.pattern[turn % len(rotation.pattern)] if turn is not None else None
    if override is not None:
        backup = override.backup or (usual.backup if usual else None)
        return OnCallDuty(override.primary, backup, turn, override)
    return OnCallDuty(usual.primary, usual.backup, turn) if usual else None


def duty_at(rotation: Rotation, moment: datetime) -> OnCallDuty | None:
    """Who is on call at a moment with an offset.

    Raises ValueError for a moment without one, and UncountableError for an unknown zone.
    """
    day = duty_day(rotation, moment)
    if rotation.hours and not inside_hours(rotation.hours, rotation.zone, moment):
        return None
    override = next((one for one in rotation.overrides if _holds(rotation, one, day, moment)), None)
    return _duty(rotation, turn_at(rotation, moment) if _runs_on(rotation, day) else None, override)


def _holds(rotation: Rotation, override: Override, day: date, moment: datetime) -> bool:
    if override.hours:
        return inside_hours(override.hours, rotation.zone, moment, (override.from_, override.until))
    return override.from_ <= day <= override.until


def on_call_at(rotation: Rotation, moment: datetime) -> OnCallNow:
    """Who is on call at a moment with an offset, and until when. Raises as `duty_at` does."""
    last = _later(duty_day(rotation, moment), LOOK_AHEAD)
    found = _duties(rotation, moment, handover_on(rotation, last))
    (_, duty), then = next(found), next(found, None)
    return OnCallNow(duty, then[0] if then else None)


def _later(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal() - 2))


def _duties(rotation: Rotation, start: datetime, end: datetime) -> Iterator[tuple[datetime, OnCallDuty | None]]:
    """Who is on call from a moment on, then each moment before the end at which that changes."""
    duty = duty_at(rotation, start)
    yield start, duty
    for at in edges(rotation, start, end):
        found = duty_at(rotation, at)
        if _mark(found) != _mark(duty):
            duty = found
            yield at, duty


def _mark(duty: OnCallDuty | None) -> tuple[object, ...]:
    """What is the same as long as one shift or one override lasts."""
    if duty is None or duty.override is None:
        return (duty and duty.turn,)
    return duty.override.from_, duty.override.hours, duty.primary, duty.backup


def stretches(rotation: Rotation, start: datetime, end: datetime) -> tuple[OnCallStretch, ...]:
    """From a moment to another, as stretches in order. Raises as `duty_at` does."""
    found = list(_duties(rotation, start, end))
    ends = [*(at for at, _ in found[1:]), end]
    return tuple(OnCallStretch(at, until, duty) for (at, duty), until in zip(found, ends, strict=True))


def stretches_on(rotation: Rotation, day: date) -> tuple[OnCallStretch, ...]:
    """A duty day as stretches in order, those on which nobody is on call too; none where turns cannot be counted."""
    if not countable(rotation):
        return ()
    return stretches(rotation, handover_on(rotation, day), handover_on(rotation, _later(day, 1)))


def duties_on(rotation: Rotation, day: date) -> tuple[OnCallDuty, ...]:
    """Who is on call on a duty day, one after the other; nobody where none of its hours lies in it, or shifts cannot
    be counted.
    """
    if not by_the_hour(rotation):
        duty = duty_on(rotation, day)
        return (duty,) if duty else ()
    return tuple(one.duty for one in stretches_on(rotation, day) if one.duty)


def days_from(first: date, count: int) -> tuple[date, ...]:
    """So many days from a first one on, fewer where the calendar ends."""
    last = min(first.toordinal() + count, date.max.toordinal() + 1)
    return tuple(date.fromordinal(number) for number in range(first.toordinal(), last))


def shifts(rotation: Rotation, first: date, days: int) -> tuple[OnCallSpan, ...]:
    """The duty days from `first` on, as stretches in order; days on which nobody is on call are stretches
    too. Shifts are of whole days, whatever the hours of each.
    """
    found = []
    by_day = ((day, duty_on(rotation, day)) for day in days_from(first, days))
    for _, group in groupby(by_day, lambda pair: _mark(pair[1])):
        pairs = tuple(group)
        found.append(OnCallSpan(pairs[0][0], pairs[-1][0], pairs[0][1]))
    return tuple(found)
