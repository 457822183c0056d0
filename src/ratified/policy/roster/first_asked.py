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
    first = first_asked(book, role_id, on)
    return next(iter(first)) if len(first) == 1 and first == first_asked(book, to, on) else None


def self_fallbacks(book: Book, on: date) -> Iterator[tuple[str, str, NoAnswer, str]]:
    """Each row and rotation whose fallback is the person who did not answer: its id, role, fallback, that person."""
    of_rows = ((row.id, row.to, row.if_no_ack) for row in book.escalation.rows)
    of_rotations = ((one.id, one.role, one.if_no_ack) for one in book.oncall.rotations if _runs(one, on))
    for id_, role, fallback in (*of_rows, *of_rotations):
        if fallback and (person := falls_to_same(book, role, fallback.to, on)):
            yield id_, role, fallback, person
