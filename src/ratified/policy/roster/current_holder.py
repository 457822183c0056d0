"""Who has a role in hand: all on call by its rotations, in the order of the file, else the first of its holders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from ratified.clock import zone
from ratified.policy.roster.duty_hours import countable, duty_day
from ratified.policy.roster.holders import holders
from ratified.policy.roster.on_call import (
    LOOK_AHEAD,
    OnCallDuty,
    OnCallNow,
    OnCallStretch,
    by_the_hour,
    days_from,
    duties_on,
    on_call_at,
    shifts,
    stretches,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ratified.model.people import Role, Rotation
    from ratified.policy.book import Book

_Times = tuple[datetime, datetime]
_MINUTE = timedelta(minutes=1)
_LAST_DAY = date.fromordinal(date.max.toordinal() - 3)


@dataclass(frozen=True, slots=True)
class CurrentHolder:
    """Who has a role, by person id: nobody where `people` is empty. `people` are the primaries of all rotations on
    duty, in the order of the file, or one holder; `deputies` come in order, `on_call` says by which turns. `uncovered`:
    turns are taken, and nobody is on call; then `people` is whom to ask instead.
    """

    people: tuple[str, ...]
    deputies: tuple[str, ...]
    on_call: tuple[OnCallDuty, ...] = ()
    uncovered: bool = False

    @property
    def primary(self) -> str | None:
        """The first of them."""
        return self.people[0] if self.people else None


@dataclass(frozen=True, slots=True)
class HolderShare:
    """Who has a role for a part of a day, by person id; `hours` says from when until when in which zone, `until` alone
    of what runs from the day before and `from` alone of what goes on. It is empty for a whole day. `uncovered`: nobody
    is on call, and this is the first holder.
    """

    primary: str
    backup: str | None
    hours: str = ""
    uncovered: bool = False


def rotations_of(book: Book, role_id: str) -> tuple[Rotation, ...]:
    """The rotations of a role in order: one that ended stays, and the next goes on from there."""
    return tuple(rotation for rotation in book.oncall.rotations if rotation.role == role_id)


def current_holder_on(book: Book, role: Role, day: date) -> tuple[CurrentHolder, date | None]:
    """Who has a role on a day (UTC), at any of its hours, and the last duty day on which that stays so; None where no
    turn says.
    """
    rotations = rotations_of(book, role.id)
    duties = [duty for one in rotations for duty in _duties_of(one, day)]
    found = _current_holder(book, role, day, duties)
    if any(map(by_the_hour, rotations)) or len(duties) > len(rotations):
        # who is primary at one hour may be the backup at another
        backups = dict.fromkeys(one.backup for one in duties if one.backup)
        found = CurrentHolder(found.people, tuple(backups), found.on_call)
    return found, _last_day(rotations, day) if duties else None


def _last_day(rotations: Sequence[Rotation], day: date) -> date:
    """The last duty day on which all that are on duty on a day are so by the same turns."""
    if not any(map(by_the_hour, rotations)):
        found = (shifts(one, day, LOOK_AHEAD)[0] for one in rotations)
        return min((one.last for one in found if one.duty), default=day)
    turns = [[(one.turn, one.override) for one in duties_on(rotation, day)] for rotation in rotations]
    same = takewhile(
        lambda later: turns == [[(o.turn, o.override) for o in duties_on(one, later)] for one in rotations],
        days_from(day, LOOK_AHEAD),
    )
    return max(same, default=day)


def current_holder_at(book: Book, role: Role, moment: datetime) -> tuple[CurrentHolder, datetime | None]:
    """Who has a role at a moment with an offset, and until when, UTC; holders are those of the UTC day.

    Raises as `ratified.policy.roster.on_call.duty_at` does.
    """
    rotations = rotations_of(book, role.id)
    watches = [on_call_at(rotation, moment) for rotation in rotations]
    found = _current_holder(book, role, moment.astimezone(UTC).date(), [one.duty for one in watches if one.duty])
    uncovered = not found.on_call and _take_turns((one, duty_day(one, moment)) for one in rotations)
    return replace(found, uncovered=uncovered), _until(watches)


def _take_turns(rotations: Iterable[tuple[Rotation, date]]) -> bool:
    """Whether somebody is meant to be on call on a duty day of each: a rotation has begun, and not all are over. No
    where one cannot be counted: then nobody knows.
    """
    days = list(rotations)
    if not all(countable(one) for one, _ in days):
        return False
    return any(one.starts <= day for one, day in days) and any(day <= (one.until or day) for one, day in days)


def _until(watches: Iterable[OnCallNow]) -> datetime | None:
    return min((one.until for one in watches if one.until), default=None)


def _current_holder(book: Book, role: Role, day: date, duties: Iterable[OnCallDuty]) -> CurrentHolder:
    on_call = tuple(duties)
    if on_call:
        people = tuple(dict.fromkeys(one.primary for one in on_call))
        backups = dict.fromkeys(one.backup for one in on_call if one.backup)
        return CurrentHolder(people, tuple(one for one in backups if one not in people), on_call)
    found = [person.id for _, person in holders(book, role, day)]
    return CurrentHolder(tuple(found[:1]), tuple(found[1:]))


def shares_on(book: Book, role: Role, day: date) -> tuple[HolderShare, ...]:
    """Who has a role on a day (UTC), from its first minute to its last, and in which of its hours, in the order of the
    file; without a turn the first holder.
    """
    rotations = rotations_of(book, role.id)
    found = tuple(share for one in rotations for share in _shares(one, day))
    uncovered = _take_turns((one, day) for one in rotations)
    holder = _current_holder(book, role, day, ())
    return found or tuple(HolderShare(one, None, uncovered=uncovered) for one in holder.people)


def _shares(rotation: Rotation, day: date) -> Iterator[HolderShare]:
    parts = _stretches_of(rotation, day)
    if not parts:
        yield from (HolderShare(duty.primary, duty.backup) for duty in duties_on(rotation, day))
        return
    by_people: dict[tuple[str, str | None], list[_Times]] = {}
    for one in parts:
        if one.duty:
            times = by_people.setdefault((one.duty.primary, one.duty.backup), [])
            start = times.pop()[0] if times and times[-1][1] == one.start else one.start
            times.append((start, one.end))
    for (primary, backup), times in by_people.items():
        yield HolderShare(primary, backup, _hours(times, rotation.zone, _day_of(day)))


def _day_of(day: date) -> _Times:
    start = datetime.combine(min(day, _LAST_DAY), time(), UTC)
    return start, start + timedelta(days=1)


def _stretches_of(rotation: Rotation, day: date) -> list[OnCallStretch]:
    """Who is on call from the first minute of a day (UTC) to its last. What began before or lasts longer begins and
    ends a minute outside of it. None where turns cannot be counted.
    """
    if not countable(rotation):
        return []
    start, end = _day_of(day)
    found = stretches(rotation, start - _MINUTE, end + _MINUTE)
    return [one for one in found if one.start < end and start < one.end]


def _duties_of(rotation: Rotation, day: date) -> list[OnCallDuty]:
    """Who is on call at any time of a day (UTC), the turn that still runs from the day before first."""
    if countable(rotation):
        return [one.duty for one in _stretches_of(rotation, day) if one.duty]
    return [*duties_on(rotation, day)]


def _hours(times: list[_Times], zone_name: str, day: _Times) -> str:
    """Hours of a day on a zone's wall, empty for all of it: `until 02:00 and from 14:00 America/New_York`."""
    start, end = day
    if times[0][0] <= start and end <= times[0][1]:
        return ""
    if len(times) > 1 and times[0][0] < start and end < times[-1][1]:
        times = [(times[-1][0], times[0][1]), *times[1:-1]]  # on the wall these hours go on where the day ends
    local = zone(zone_name)
    said = []
    for one in times:
        first, last = (f"{moment.astimezone(local):%H:%M}" for moment in one)
        running, going_on = one[0] < start, end < one[1]
        said.append(f"until {last}" if running else f"from {first}" if going_on else f"{first} to {last}")
    return f"{' and '.join(said)} {zone_name}"
