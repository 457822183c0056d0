"""Who has a role in hand: the one on call by the first of its rotations that says so, else the first of its holders."""

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


def rotations_of(book: Book, role_id: str) -> tuple[Rotation, ...]:
    """The rotations of a role in order: one that ended stays, and the next goes on from there."""
    return tuple(rotation for rotation in book.oncall.rotations if rotation.role == role_id)


def current_holder_on(book: Book, role: Role, day: date) -> tuple[CurrentHolder, date | None]:
    """Who has a role on a day, and the last duty day of the turn; None where no turn says."""
    turns = (next(iter(shifts(rotation, day, LOOK_AHEAD)), None) for rotation in rotations_of(book, role.id))
    turn = next((turn for turn in turns if turn and turn.duty), None)
    return _current_holder(book, role, day, turn.duty if turn else None), turn.last if turn else None


def current_holder_at(book: Book, role: Role, moment: datetime) -> tuple[CurrentHolder, datetime | None]:
    """Who has a role at a moment with an offset, and until when, UTC; holders are those of the UTC day.

    Raises as `ratified.policy.roster.on_call.duty_at` does.
    """
    watches = (on_call_at(rotation, moment) for rotation in rotations_of(book, role.id))
    watch = next((watch for watch in watches if watch.duty), None)
    day = moment.astimezone(UTC).date()
    return _current_holder(book, role, day, watch.duty if watch else None), watch.until if watch else None


def _current_holder(book: Book, role: Role, day: date, duty: OnCallDuty | None) -> CurrentHolder:
    if duty is not None:
        return CurrentHolder(duty.primary, (duty.backup,) if duty.backup else (), duty)
    found = [person.id for _, person in holders(book, role, day)]
    return CurrentHolder(found[0] if found else None, tuple(found[1:]))
