"""Who has a role in hand: the one on call where it has a rotation, else the first of its holders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ratified.policy.roster.holders import holders
from ratified.policy.roster.on_call import LOOK_AHEAD, OnCallDuty, on_call_at, shifts

if TYPE_CHECKING:
    from ratified.model.people import Role, Rotation
    from ratified.policy.book import Book


@dataclass(frozen=True, slots=True)
class CurrentHolder:
    """Who has a role, by person id: None where nobody has. `deputies` come in order, `on_call` says by which turn."""

    primary: str | None
    deputies: tuple[str, ...]
    on_call: OnCallDuty | None = None


def rotation_of(book: Book, role_id: str) -> Rotation | None:
    """The rotation of a role: the first where several name it."""
    return next((rotation for rotation in book.oncall.rotations if rotation.role == role_id), None)


def current_holder_on(book: Book, role: Role, day: date) -> tuple[CurrentHolder, date | None]:
    """Who has a role on a day, and the last duty day of the turn; None where no turn says."""
    rotation = rotation_of(book, role.id)
    turn = next(iter(shifts(rotation, day, LOOK_AHEAD)), None) if rotation else None
    duty = turn.duty if turn else None
    return _current_holder(book, role, day, duty), turn.last if turn and duty else None


def current_holder_at(book: Book, role: Role, moment: datetime) -> tuple[CurrentHolder, datetime | None]:
    """Who has a role at a moment with an offset, and until when, UTC; holders are those of the UTC day.

    Raises as `ratified.policy.roster.on_call.duty_at` does.
    """
    rotation = rotation_of(book, role.id)
    watch = on_call_at(rotation, moment) if rotation else None
    duty = watch.duty if watch else None
    return _current_holder(book, role, moment.astimezone(UTC).date(), duty), watch.until if watch and duty else None


def _current_holder(book: Book, role: Role, day: date, duty: OnCallDuty | None) -> CurrentHolder:
    if duty is not None:
        return CurrentHolder(duty.primary, (duty.backup,) if duty.backup else (), duty)
    found = [person.id for _, person in holders(book, role, day)]
    return CurrentHolder(found[0] if found else None, tuple(found[1:]))
