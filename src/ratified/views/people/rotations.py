"""Who is on call by each rotation, and whose turn comes when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from ratified.clock import zone
from ratified.model.dates import short_day
from ratified.policy.roster.current_holder import rotations_of
from ratified.policy.roster.duty_hours import (
    DAY,
    HOUR,
    countable,
    duty_day,
    handover_on,
    hours_in_words,
    minute_of,
    shift_days,
    shift_minutes,
)
from ratified.policy.roster.holders import title
from ratified.policy.roster.on_call import LOOK_AHEAD, OnCallDuty, by_the_hour, shifts, stretches
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.people.on_call_data import SCRIPTS, turns_data
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
    `reason` is set where somebody stands in. `today` tells that a part of it lies in the day of the build (UTC), `now`
    that it is the turn of that day, which only the browser can say of a rotation that shares the day. `at` and `end`
    are its moments for the browser, `2026-11-22T09:00Z`, the latter not included; empty where nobody can count them.
    """

    starts: Safe
    ends: Safe
    primary: Safe
    backup: Safe
    reason: Safe
    now: bool
    today: bool
    at: Safe
    end: Safe


@dataclass(frozen=True)
class RotationView:
    """A rotation with who is on duty and the turns to come.

    `name` tells it from others of its role, `hours` says in which hours alone it is on duty, `paging` where an
    unanswered page goes; `timed`: its turns are by the hour and not by the day, `shares`: it or another of its role is
    on duty for a part of the day. `data` goes into a `script` of type `application/json` as it is, `scripts` are
    addresses, to load in order once on a page.
    """

    role: PageLink
    name: Safe
    handover: Safe
    hours: Safe
    paging: Safe
    turns: tuple[TurnRow, ...]
    timed: bool
    shares: bool
    as_of: Safe
    data: Safe
    scripts: tuple[Safe, ...]


def oncall(of: PageContext) -> tuple[RotationView, ...]:
    """Every rotation that is not over, with its turns from the day on."""
    current = [one for one in of.book.oncall.rotations if not _over(one, of.as_of)]
    several = {role for role, count in Counter(one.role for one in current).items() if count > 1}
    return tuple(_rotation(of, one, one.id if one.role in several else "") for one in current)


def _over(rotation: Rotation, day: date) -> bool:
    over = rotation.until is not None and rotation.until < day
    return over and all(one.until < day for one in rotation.overrides)


def _rotation(of: PageContext, rotation: Rotation, name: str) -> RotationView:
    yesterday = _next_to(of.as_of, -1)
    timed = not shift_days(rotation) or any(one.hours and one.until >= yesterday for one in rotation.overrides)
    shares = any(by_the_hour(one) for one in rotations_of(of.book, rotation.role))
    return RotationView(
        role=of.role(rotation.role),
        name=escape(name),
        handover=escape(_handover(rotation)),
        hours=escape(hours_in_words(rotation.hours)) if rotation.hours else NOTHING,
        paging=escape("; ".join(_paging(of, rotation))),
        turns=tuple(_timed(of, rotation) if timed else _turns(of, rotation, shares=shares)),
        timed=timed,
        shares=shares,
        as_of=escape(of.as_of),
        data=turns_data(rotation, of.as_of),
        scripts=tuple(of.site_map.file(path, of.page) for path in SCRIPTS),
    )


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


def _turns(of: PageContext, rotation: Rotation, *, shares: bool) -> Iterator[TurnRow]:
    """The turns of eight weeks to come, and before them those that end on the day (UTC)."""
    known = countable(rotation)
    first = duty_day(rotation, _start_of(of)) if known else of.as_of
    found = shifts(rotation, of.as_of, LOOK_AHEAD)
    before = shifts(rotation, first, max((of.as_of - first).days, 0))
    ending = [one for one in before if one.duty and one.duty != found[0].duty]
    goes_on = bool(before) and before[-1].duty is not None and before[-1].duty == found[0].duty
    for turn in (*ending, *found):
        moments = None
        if known:
            begins = first if turn is found[0] and goes_on else turn.first
            moments = handover_on(rotation, begins), handover_on(rotation, _next_to(turn.last, 1))
        now = not shares and turn.first <= of.as_of <= turn.last
        yield _row(of, turn.duty, (short_day(turn.first), short_day(turn.last)), moments, now=now)


def _next_to(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _timed(of: PageContext, rotation: Rotation) -> Iterator[TurnRow]:
    """The turns of the week to come with their times; hours in which it is off duty by its `hours` are left out."""
    if not countable(rotation):
        return
    local = zone(rotation.zone)
    first = duty_day(rotation, _start_of(of))
    start, end = handover_on(rotation, first), handover_on(rotation, _next_to(of.as_of, _DAYS_AHEAD))
    found = [one for one in stretches(rotation, start, end) if one.duty or not rotation.hours]
    for one in [one for one in found if one.end > _start_of(of)][:_MOST_ROWS]:
        moments = one.start, one.end
        starts, ends = (f"{short_day(at.date())} {at:%H:%M}" for at in (at.astimezone(local) for at in moments))
        yield _row(of, one.duty, (starts, ends), moments, now=False)


def _start_of(of: PageContext) -> datetime:
    return datetime.combine(of.as_of, time(), UTC)


def _today(of: PageContext, moments: tuple[datetime, datetime]) -> bool:
    """Whether a part of a turn lies in the day of the build (UTC)."""
    start, end = moments
    return start.date() <= of.as_of and end > _start_of(of)


def _row(
    of: PageContext,
    duty: OnCallDuty | None,
    words: tuple[str, str],
    moments: tuple[datetime, datetime] | None,
    *,
    now: bool,
) -> TurnRow:
    return TurnRow(
        starts=escape(words[0]),
        ends=escape(words[1]),
        primary=name_of(of, duty.primary) if duty else escape("nobody"),
        backup=name_of(of, duty.backup) if duty and duty.backup else NOTHING,
        reason=escape(duty.override.reason) if duty and duty.override else NOTHING,
        now=now,
        today=_today(of, moments) if moments else now,
        at=escape(f"{moments[0]:%Y-%m-%dT%H:%MZ}") if moments else NOTHING,
        end=escape(f"{moments[1]:%Y-%m-%dT%H:%MZ}") if moments else NOTHING,
    )
