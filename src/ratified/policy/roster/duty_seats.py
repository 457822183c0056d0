"""Whether the people whom a rotation names can serve on a duty day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.policy.roster.holders import absence, in_term, title
from ratified.policy.roster.on_call import OnCallDuty, duties_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ratified.model.people import Rotation
    from ratified.policy.book import Book


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
    """The duty days on which a rotation has no primary, or for a part of it one who does not work here or hold its
    role.
    """
    duties = ((day, duties_on(rotation, day)) for day in days)
    return tuple(
        day
        for day, found in duties
        if not found or any(unfit_for_duty(book, rotation.role, one.primary, day) for one in found)
    )


def without_backup(book: Book, rotation: Rotation, days: Iterable[date]) -> tuple[date, ...]:
    """The duty days on which a rotation has no backup who is another person, active, and holds its role, or none for
    a part of it.
    """

    def lacks(duty: OnCallDuty, day: date) -> bool:
        backup = duty.backup if duty.backup != duty.primary else None
        return backup is None or unfit_for_duty(book, rotation.role, backup, day) is not None

    duties = ((day, duties_on(rotation, day)) for day in days)
    return tuple(day for day, found in duties if not found or any(lacks(one, day) for one in found))
