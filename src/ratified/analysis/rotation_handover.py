"""A rotation handed over to a new one, so that who was on call before stays as it was. Pure: a rotation and a day in.

The old rotation ends; the new one begins with a turn, since shifts of whole weeks must (ROL-06), and goes on in the
order that the old pattern had. Duty days between the two are overrides of the new one. An override of later days moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from ratified.model.people import Override, Rotation, Shift
from ratified.policy.roster.duty_hours import DAY, shift_minutes
from ratified.policy.roster.on_call import days_from, duty_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_DAY = timedelta(days=1)


class HandoverError(Exception):
    """A rotation that cannot be handed over: a sentence that says why and what to do."""


@dataclass(frozen=True)
class RotationHandover:
    """What becomes of a rotation.

    `old` is the rotation as it is from then on, `follower` the new one behind it; a rotation that has not begun is
    changed as a whole and has none. `open_` has a sentence for each override that somebody has to look at.
    """

    old: Rotation
    follower: Rotation | None
    open_: tuple[str, ...] = ()


def without_person(
    rotation: Rotation, person: str, last: date, to: str | None, ids: Collection[str]
) -> RotationHandover:
    """The rotation without somebody after their last day, or with another in their place. `ids` are taken ids of
    rotations. Raises HandoverError."""
    old = _ended(rotation, last)
    later = tuple(moved for one in rotation.overrides if (moved := _from(one, last + _DAY)))
    overrides, open_ = _overrides_without(rotation, later, person, to)
    seated = any(person in (shift.primary, shift.backup) for shift in rotation.pattern)
    seated = seated and (rotation.until is None or rotation.until > last)
    if rotation.starts > last or not seated:
        pattern = _pattern_without(rotation, person, to) if seated else rotation.pattern
        changes = {"pattern": pattern, "overrides": (*old.overrides, *overrides)}
        return RotationHandover(rotation.model_copy(update=changes), None, open_)
    begin = _turn_begins(rotation, last + _DAY)
    if rotation.until is not None and begin > rotation.until:  # it ends with the turn that is under way
        between = _between(rotation, (last + _DAY, rotation.until + _DAY), person, to, overrides)
        stays = sorted((*overrides, *between), key=lambda one: (not one.hours, one.from_))
        changes = {"overrides": (*old.overrides, *stays)}
        return RotationHandover(rotation.model_copy(update=changes), None, open_)
    turn = _turn(rotation, begin)
    order = [*rotation.pattern[turn:], *rotation.pattern[:turn]]
    ordered = _pattern_without(rotation.model_copy(update={"pattern": tuple(order)}), person, to)
    between = _between(rotation, (last + _DAY, begin), person, to, overrides)
    both = tuple(sorted((*overrides, *between), key=lambda one: (not one.hours, one.from_)))
    return RotationHandover(old, _follower(rotation, begin, ordered, both, ids), open_)


def concerned(rotation: Rotation, person: str, last: date) -> bool:
    """Whether a rotation names somebody for a day after their last one."""
    if rotation.until is not None and rotation.until <= last:
        return any(person in (one.primary, one.backup) for one in rotation.overrides if one.until > last)
    seats = [(one.primary, one.backup) for one in rotation.pattern]
    seats += [(one.primary, one.backup) for one in rotation.overrides if one.until > last]
    return any(person in pair for pair in seats)


def with_person(rotation: Rotation, person: str, first: date, ids: Collection[str]) -> RotationHandover:
    """The rotation with somebody more, last in the order, from the first turn on that begins on their first day or
    later. Raises HandoverError."""
    _length(rotation)
    if rotation.until is not None and rotation.until < first:
        raise HandoverError(f"{rotation.at('until')}: rotation {rotation.id} ended on {rotation.until}; name another")
    if rotation.starts >= first:
        pattern = (*rotation.pattern, _seat(person, rotation.pattern[0]))
        return RotationHandover(rotation.model_copy(update={"pattern": pattern}), None)
    begin = _next_turn(rotation, first)
    turn = _turn(rotation, begin)
    order = (*rotation.pattern[turn:], *rotation.pattern[:turn])
    later = tuple(moved for one in rotation.overrides if (moved := _from(one, begin)))
    old = _ended(rotation, begin - _DAY)
    return RotationHandover(old, _follower(rotation, begin, (*order, _seat(person, order[0])), later, ids))


def _seat(person: str, next_: Shift) -> Shift:
    return Shift(primary=person, backup=next_.primary)


def _length(rotation: Rotation) -> int:
    """How long a shift lasts, in minutes. Raises HandoverError."""
    length = shift_minutes(rotation)
    if length is None:
        raise HandoverError(
            f"{rotation.at('shift')}: shifts of {rotation.shift} are no whole hours; change this rotation by hand"
        )
    return length


def _next_turn(rotation: Rotation, day: date) -> date:
    """As `_turn_begins`. Raises HandoverError where the rotation ends before, too."""
    begin = _turn_begins(rotation, day)
    if rotation.until is not None and begin > rotation.until:
        raise HandoverError(
            f"{rotation.at('until')}: rotation {rotation.id} ends on {rotation.until}, before its next turn; change "
            "the days that are left by hand"
        )
    return begin


def _turn_begins(rotation: Rotation, day: date) -> date:
    """The first day of a turn on a day or after it; the day itself where shifts are no whole days, since one that is
    under way then is cut short by less than a day. Raises HandoverError where the length of a shift cannot be told.
    """
    length, rest = divmod(_length(rotation), DAY)
    return day if rest else day + _DAY * (-(day - rotation.starts).days % length)


def _turn(rotation: Rotation, begin: date) -> int:
    return (begin - rotation.starts).days * DAY // _length(rotation) % len(rotation.pattern)


def _pattern_without(rotation: Rotation, person: str, to: str | None) -> tuple[Shift, ...]:
    """The turns of all others, and those of `to` in place of somebody's. A seat that falls empty goes to whoever has
    the next turn."""
    pairs = [(shift, _replaced(shift, person, to)) for shift in rotation.pattern]
    kept = [(old, new) for old, new in pairs if new.primary != person]
    if not kept:
        raise HandoverError(
            f"{rotation.at('pattern')}: rotation {rotation.id} would have nobody; name who takes the place with --to"
        )
    order = [new for _, new in kept]
    return tuple(
        _backed(rotation, [*order[number:], *order[:number]]) if old.backup and not new.backup else new
        for number, (old, new) in enumerate(kept)
    )


def _replaced(shift: Shift, person: str, to: str | None) -> Shift:
    primary = to if shift.primary == person and to else shift.primary
    backup = to if shift.backup == person else shift.backup
    return Shift(primary=primary, backup=None if backup == primary else backup)


def _backed(rotation: Rotation, order: Sequence[Shift]) -> Shift:
    """The first turn with whoever has the next turn as backup. Raises HandoverError where nobody else has one."""
    first = order[0]
    backup = next((one.primary for one in order[1:] if one.primary != first.primary), None)
    if backup is None:
        raise HandoverError(
            f"{rotation.at('pattern')}: rotation {rotation.id} would have nobody but {first.primary}, and no backup; "
            f"name who takes the place with --to, or let somebody join first: `ratified join NAME --email ADDRESS "
            f"--role {rotation.role}:deputy --rotation {rotation.id}`"
        )
    return Shift(primary=first.primary, backup=backup)


def _from(override: Override, day: date) -> Override | None:
    """What is left of an override from a day on."""
    return override.model_copy(update={"from_": max(override.from_, day)}) if override.until >= day else None


def _ended(rotation: Rotation, last: date) -> Rotation:
    """The rotation to a last day, its overrides too."""
    kept = (one for one in rotation.overrides if one.from_ <= last)
    cut = tuple(one.model_copy(update={"until": min(one.until, last)}) for one in kept)
    return rotation.model_copy(update={"until": last, "overrides": cut})


def _overrides_without(
    rotation: Rotation, overrides: Sequence[Override], person: str, to: str | None
) -> tuple[tuple[Override, ...], tuple[str, ...]]:
    found, open_ = [], []
    for one in overrides:
        days = f"rotation {rotation.id}, {one.from_} to {one.until} ({one.reason})"
        if one.primary != person and one.backup != person:
            found.append(one)
        elif to and to not in (one.primary, one.backup):
            seats = {seat: to for seat in ("primary", "backup") if getattr(one, seat) == person}
            found.append(one.model_copy(update=seats))
        elif one.primary == person:
            open_.append(f"{days}: {person} was to deputise; the pattern counts until you name somebody else")
        else:
            found.append(one.model_copy(update={"backup": None}))
            open_.append(f"{days}: {person} was backup; the pattern's counts until you name somebody else")
    return tuple(found), tuple(open_)


def _between(
    rotation: Rotation, gap: tuple[date, date], person: str, to: str | None, overrides: Sequence[Override]
) -> Iterator[Override]:
    """Overrides for the duty days before the next turn, with the people of the turn that goes on."""
    rest = days_from(gap[0], (gap[1] - gap[0]).days)
    bare = rotation.model_copy(update={"overrides": ()})
    free = [day for day in rest if not any(one.from_ <= day <= one.until and not one.hours for one in overrides)]
    for _, run in groupby(enumerate(free), lambda pair: pair[1].toordinal() - pair[0]):
        days = [day for _, day in run]
        duty = duty_on(bare, days[0])
        if duty is None:
            continue
        shift = _replaced(Shift(primary=duty.primary, backup=duty.backup), person, to)
        if shift.primary == person:
            shift = Shift(primary=shift.backup) if shift.backup else _pattern_without(rotation, person, to)[0]
        if shift.backup is None and duty.backup is not None:
            turns = _pattern_without(rotation, person, to)
            seats = (*(one.primary for one in turns), *(one.backup for one in turns))
            others = [one for one in seats if one not in (None, person, shift.primary)]
            shift = Shift(primary=shift.primary, backup=others[0] if others else None)
        values = {"primary": shift.primary, **({"backup": shift.backup} if shift.backup else {})}
        reason = f"Until the handover after {person} left"
        yield Override.model_validate({"from": days[0], "until": days[-1], **values, "reason": reason})


def _follower(
    rotation: Rotation, begin: date, pattern: tuple[Shift, ...], overrides: tuple[Override, ...], ids: Collection[str]
) -> Rotation:
    id_ = _next_id(rotation.id, ids)
    return rotation.model_copy(update={"id": id_, "starts": begin, "pattern": pattern, "overrides": overrides})


def _next_id(id_: str, ids: Collection[str]) -> str:
    """An id that no rotation has: `first-line-2` behind `first-line`."""
    stem, _, number = id_.rpartition("-")
    stem, count = (stem, int(number)) if stem and number.isdigit() and len(number) < 4 else (id_, 1)
    return next(name for n in range(count + 1, count + 1000) if (name := f"{stem[:59]}-{n}") not in ids)
