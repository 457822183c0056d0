"""Who is asked first when a role is called, so that nobody is called twice for not answering once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.policy.roster.holders import holders

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.model.people import NoAnswer, Rotation
    from ratified.policy.book import Book


def first_asked(book: Book, role_id: str, on: date) -> frozenset[str]:
    """The people, by id, of whom one is asked first for a role on a day: those of its rotations that run then, else
    its primary.

    Empty for an outside role, and for one that nobody holds.
    """
    rotations = [one for one in book.oncall.rotations if one.role == role_id and _runs(one, on)]
    if rotations:
        return frozenset(turn.primary for one in rotations for turn in one.pattern)
    role = book.role.get(role_id)
    found = [person.id for _, person in holders(book, role, on)] if role else []
    return frozenset(found[:1])


def _runs(rotation: Rotation, on: date) -> bool:
    return rotation.starts <= on <= (rotation.until or on)


def falls_to_same(book: Book, role_id: str, to: str, on: date) -> str | None:
    """The person who would be asked again for a role's silence, where it falls back to another; None where it is not
    plainly the same one.
    """
    return _alone(first_asked(book, role_id, on), first_asked(book, to, on))


def rotation_falls_to_same(book: Book, rotation: Rotation, to: str, on: date) -> str | None:
    """The same for the silence of one rotation, whoever else shares the day with it by another."""
    return _alone(frozenset(turn.primary for turn in rotation.pattern), first_asked(book, to, on))


def _alone(first: frozenset[str], then: frozenset[str]) -> str | None:
    return next(iter(first)) if len(first) == 1 and first == then else None


def self_fallbacks(book: Book, on: date) -> Iterator[tuple[str, str, NoAnswer, str]]:
    """Each row and rotation whose fallback is the person who did not answer: its id, role, fallback, that person."""
    for row in book.escalation.rows:
        if row.if_no_ack and (person := falls_to_same(book, row.to, row.if_no_ack.to, on)):
            yield row.id, row.to, row.if_no_ack, person
    for one in book.oncall.rotations:
        later = one.if_no_ack if _runs(one, on) else None
        if later and (person := rotation_falls_to_same(book, one, later.to, on)):
            yield one.id, one.role, later, person
