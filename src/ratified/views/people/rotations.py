"""Who is on call by each rotation, and whose turn comes when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ratified.clock import zone
from ratified.model.dates import short_day
from ratified.policy.roster.duty_hours import (
    DAY,
    HOUR,
    countable,
    handover_on,
    hours_in_words,
    minute_of,
    shift_days,
    shift_minutes,
)
from ratified.policy.roster.holders import title
from ratified.policy.roster.on_call import LOOK_AHEAD, OnCallDuty, OnCallSpan, shifts, stretches
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.people.roster import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.people import Rotation
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

_DAYS_AHEAD, _MOST_ROWS = 7, 21
"""How far turns by the hour are listed: a week, and no more than three a day."""


@dataclass(frozen=True)
class TurnRow:
    """One turn: its first and last duty day, both included, or from when until when on the wall of the rotation's zone.
    `reason` is set where somebody stands in.
    """

    starts: Safe
    ends: Safe
    primary: Safe
    backup: Safe
    reason: Safe
    now: bool


@dataclass(frozen=True)
class RotationView:
    """A rotation with who is on duty and the turns to come.

    `name` tells it from others of its role, `hours` says in which hours alone it is on duty, `paging` where an
    unanswered page goes; `timed`: its turns are by the hour and not by the day.
    """

    role: PageLink
    name: Safe
    handover: Safe
    hours: Safe
    paging: Safe
    turns: tuple[TurnRow, ...]
    timed: bool
    as_of: Safe


def oncall(of: PageContext) -> tuple[RotationView, ...]:
    """Every rotation that is not over, with its turns from the day on."""
    current = [one for one in of.book.oncall.rotations if not _over(one, of.as_of)]
    several = {role for role, count in Counter(one.role for one in current).items() if count > 1}
    return tuple(_rotation(of, one, one.id if one.role in several else "") for one in current)


def _over(rotation: Rotation, day: date) -> bool:
    over = rotation.until is not None and rotation.until < day
    return over and all(one.until < day for one in rotation.overrides)


def _rotation(of: PageContext, rotation: Rotation, name: str) -> RotationView:
    timed = not shift_days(rotation) or any(one.hours and one.until >= of.as_of for one in rotation.overrides)
    if timed:
        rows = tuple(_timed(of, rotation))
    else:
        rows = tuple(_turn(of, turn) for turn in shifts(rotation, of.as_of, LOOK_AHEAD))
    hours = escape(hours_in_words(rotation.hours)) if rotation.hours else NOTHING
    paging = escape("; ".join(_paging(of, rotation)))
    role = of.role(rotation.role)
    return RotationView(role, escape(name), escape(_handover(rotation)), hours, paging, rows, timed, escape(of.as_of))


def _handover(rotation: Rotation) -> str:
    """When a rotation hands over, in words: `Monday 10:00, Europe/Dublin`, `08:00 and 20:00, Europe/Dublin`."""
    at, days, minutes = rotation.handover.time, shift_days(rotation), shift_minutes(rotation) or DAY
    if days:
        weekly = rotation.handover.day.capitalize() if rotation.handover.day and days % 7 == 0 else ""
        times = f"{weekly} {at}".strip()
    elif DAY % minutes == 0:
        found = sorted((minute_of(at) + minute) % DAY for minute in range(0, DAY, minutes))
        clock = [f"{one // HOUR:02}:{one % HOUR:02}" for one in found]
        times = f"{', '.join(clock[:-1])} and {clock[-1]}"
    else:
        times = f"every {rotation.shift} from {rotation.starts} {at}"
    return f"{times}, {rotation.zone}"


def _paging(of: PageContext, rotation: Rotation) -> Iterator[str]:
    """Where a page goes that nobody acknowledges, in words."""
    if rotation.backup_after is not None:
        yield f"the backup after {rotation.backup_after}"
    if (later := rotation.if_no_ack) is not None:
        yield f"{title(of.book, later.to)} {later.after} after that"


def _turn(of: PageContext, turn: OnCallSpan) -> TurnRow:
    now = turn.first <= of.as_of <= turn.last
    return _row(of, turn.duty, short_day(turn.first), short_day(turn.last), now)


def _timed(of: PageContext, rotation: Rotation) -> Iterator[TurnRow]:
    """The turns of the week to come with their times; hours in which it is off duty by its `hours` are left out."""
    if not countable(rotation):
        return
    local = zone(rotation.zone)
    last = date.fromordinal(of.as_of.toordinal() + _DAYS_AHEAD)
    found = stretches(rotation, handover_on(rotation, of.as_of), handover_on(rotation, last))
    for one in [one for one in found if one.duty or not rotation.hours][:_MOST_ROWS]:
        starts, ends = (moment.astimezone(local) for moment in (one.start, one.end))
        now = starts.date() <= of.as_of <= ends.date()
        first, then = (f"{short_day(moment.date())} {moment:%H:%M}" for moment in (starts, ends))
        yield _row(of, one.duty, first, then, now)


def _row(of: PageContext, duty: OnCallDuty | None, starts: str, ends: str, now: bool) -> TurnRow:
    return TurnRow(
        starts=escape(starts),
        ends=escape(ends),
        primary=name_of(of, duty.primary) if duty else escape("nobody"),
        backup=name_of(of, duty.backup) if duty and duty.backup else NOTHING,
        reason=escape(duty.override.reason) if duty and duty.override else NOTHING,
        now=now,
    )
