"""Who is on call: a rotation resolved to a day or a moment, and whether those people can serve.

A duty day runs from the handover time of that day, in the rotation's zone, to the same time of the next.
Shift *n* (from 0) begins `n * shift` days after `starts`, and its people are entry `n mod len(pattern)` of
the pattern. The first shift begins on `starts`, which for shifts of whole weeks must be the handover's
weekday (ROL-06). `until` is the last duty day. An override covers its duty days, both included, whatever the
pattern says; one that names no backup keeps the pattern's. Of two that overlap the first counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from ratified.clock import zone
from ratified.policy.roster.holders import absence, in_term, title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.model.people import Override, Rotation
    from ratified.policy.book import Book

DAY = 24 * 60
LOOK_AHEAD = 56
"""How many duty days are listed, and looked through for the next handover: eight weeks."""


@dataclass(frozen=True, slots=True)
class OnCallDuty:
    """Who is on call on a duty day, by person id. `turn` is the number of the shift, `override` what changed
    it.
    """

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


def shift_days(rotation: Rotation) -> int | None:
    """How many days a shift lasts; None where it is no whole number of days."""
    shift = rotation.shift
    days, rest = divmod(shift.days * DAY + shift.minutes, DAY)
    return None if rest or shift.months or shift.business_days else days


def duty_on(rotation: Rotation, day: date) -> OnCallDuty | None:
    """Who is on call on a duty day; None before `starts`, after `until`, or if shifts are no whole days."""
    length = shift_days(rotation)
    override = next((o for o in rotation.overrides if o.from_ <= day <= o.until), None)
    turn = None
    if length and rotation.starts <= day and (rotation.until is None or day <= rotation.until):
        turn = (day - rotation.starts).days // length
    usual = rotation.pattern[turn % len(rotation.pattern)] if turn is not None else None
    if override is not None:
        backup = override.backup or (usual.backup if usual else None)
        return OnCallDuty(override.primary, backup, turn, override)
    return OnCallDuty(usual.primary, usual.backup, turn) if usual else None


def duty_at(rotation: Rotation, moment: datetime) -> OnCallDuty | None:
    """Who is on call at a moment with an offset.

    Raises ValueError for a moment without one, and UncountableError for an unknown zone.
    """
    return duty_on(rotation, duty_day(rotation, moment))


def duty_day(rotation: Rotation, moment: datetime) -> date:
    """The duty day that a moment with an offset falls into. Raises as `duty_at` does."""
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset from UTC")
    day = moment.astimezone(zone(rotation.zone)).date()
    return day if moment >= _handover(rotation, day) else day - timedelta(days=1)


def _handover(rotation: Rotation, day: date) -> datetime:
    """When a duty day begins. Where the clocks change RFC 5545 (3.3.5) says which moment is meant: of two the first,
    and of a time that they leave out what the clock would have shown, had it not been changed.
    """
    at = datetime.combine(day, time.fromisoformat(rotation.handover.time), zone(rotation.zone))
    return at.astimezone(UTC)


def on_call_at(rotation: Rotation, moment: datetime) -> OnCallNow:
    """Who is on call at a moment with an offset, and until when. Raises as `duty_at` does."""
    days = shifts(rotation, duty_day(rotation, moment), LOOK_AHEAD)
    if len(days) < 2:
        return OnCallNow(days[0].duty, None)
    return OnCallNow(days[0].duty, _handover(rotation, days[1].first))


def days_from(first: date, count: int) -> tuple[date, ...]:
    """So many days from a first one on, fewer where the calendar ends."""
    last = min(first.toordinal() + count, date.max.toordinal() + 1)
    return tuple(date.fromordinal(number) for number in range(first.toordinal(), last))


def shifts(rotation: Rotation, first: date, days: int) -> tuple[OnCallSpan, ...]:
    """The duty days from `first` on, as stretches in order; days on which nobody is on call are stretches
    too.
    """

    def same(pair: tuple[date, OnCallDuty | None]) -> tuple[object, ...]:
        duty = pair[1]
        if duty is None or duty.override is None:
            return (duty and duty.turn,)
        return duty.override.from_, duty.primary, duty.backup

    found = []
    for _, group in groupby(((day, duty_on(rotation, day)) for day in days_from(first, days)), same):
        pairs = tuple(group)
        found.append(OnCallSpan(pairs[0][0], pairs[-1][0], pairs[0][1]))
    return tuple(found)


def unfit_for_duty(book: Book, role_id: str, person_id: str, day: date) -> str | None:
    """Why somebody cannot be on call for a role on a day, put after their id in a sentence; None where they
    can.
    """
    if why := absence(book, person_id, day):
        return why
    role = book.role.get(role_id)
    if role is None or not any(h.person == person_id and in_term(h, day) for h in role.holders):
        return f"does not hold {title(book, role_id)} then"
    return None


def without_primary(book: Book, rotation: Rotation, days: Iterable[date]) -> tuple[date, ...]:
    """The duty days on which a rotation has no primary who is active and holds its role."""
    duties = ((day, duty_on(rotation, day)) for day in days)
    return tuple(d for d, duty in duties if duty is None or unfit_for_duty(book, rotation.role, duty.primary, d))


def without_backup(book: Book, rotation: Rotation, days: Iterable[date]) -> tuple[date, ...]:
    """The duty days on which a rotation has no backup who is another person, active, and holds its role."""
    found = []
    for day in days:
        duty = duty_on(rotation, day)
        backup = duty.backup if duty and duty.backup != duty.primary else None
        if backup is None or unfit_for_duty(book, rotation.role, backup, day):
            found.append(day)
    return tuple(found)
