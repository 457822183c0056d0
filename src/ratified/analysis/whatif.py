"""What would break without a person or a role: the book as it is, against a copy in which they are gone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from ratified.approval.authority import BUILT_IN_CLASSES
from ratified.model.close_names import near
from ratified.policy.references import RoleReference, role_references
from ratified.policy.roster.duty_hours import DAY, shift_minutes
from ratified.policy.roster.duty_seats import without_backup, without_primary
from ratified.policy.roster.holders import approves, every_role, held, holders
from ratified.policy.roster.on_call import days_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.people import Rotation
    from ratified.model.severities import EscalationRow
    from ratified.policy import Book

SHORTEST_LOOK, LONGEST_LOOK = 15, 366
"""Rotations are looked at for one whole turn of their pattern, within these numbers of days."""


class NoSuchIdError(LookupError):
    """An id that the book does not have. `close` are those that look like it, best first."""

    def __init__(self, kind: Literal["person", "role"], wanted: str, known: Mapping[str, str]) -> None:
        names = {**{words: id_ for id_, words in known.items()}, **{id_: id_ for id_ in known}}
        found = near(wanted, names)
        self.wanted, self.kind = wanted, kind
        self.close = tuple(dict.fromkeys(names[name] for name in found))
        hint = f"; did you mean {' or '.join(self.close)}?" if self.close else ""
        super().__init__(f'no {kind} has the id "{wanted}"{hint}')


@dataclass(frozen=True)
class Shortfall:
    """A role that would have fewer active holders than its minimum; none at all where `left` is 0."""

    role: str
    left: int
    minimum: int


@dataclass(frozen=True)
class RotationHoles:
    """The duty days on which a rotation would lose its primary, and those on which its backup."""

    rotation: str
    primary: tuple[date, ...]
    backup: tuple[date, ...]


@dataclass(frozen=True)
class Orphan:
    """A governed document that nobody could approve any more, with its class."""

    document: str
    title: str
    class_: str


@dataclass(frozen=True)
class WhatIf:
    """What would break that holds today. Faults that are there already are not listed.

    `escalation` holds rows whose target and whose fallback would both reach nobody; `references` every place
    in data or front matter that would lead to a role which nobody holds or which is gone (macro calls only
    show a title, so they are left out).
    """

    removed: str
    as_of: date
    roles: tuple[Shortfall, ...]
    rotations: tuple[RotationHoles, ...]
    documents: tuple[Orphan, ...]
    escalation: tuple[EscalationRow, ...]
    references: tuple[RoleReference, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing would break."""
        return not (self.roles or self.rotations or self.documents or self.escalation or self.references)


def without_person(book: Book, person_id: str, as_of: date) -> WhatIf:
    """What would break if somebody's last day had been the one before `as_of`. Raises NoSuchIdError."""
    if person_id not in book.person:
        raise NoSuchIdError("person", person_id, {p.id: p.name for p in book.people.people})
    gone = as_of - timedelta(days=1) if as_of > date.min else as_of
    people = tuple(
        p.model_copy(update={"left": min(p.left or gone, gone)}) if p.id == person_id else p for p in book.people.people
    )
    changed = replace(book, people=book.people.model_copy(update={"people": people}))
    return compared(person_id, book, changed, as_of)


def without_role(book: Book, role_id: str, as_of: date) -> WhatIf:
    """What would break if a role, the company's or an outside one, were dropped. Raises NoSuchIdError."""
    if role_id not in {role.id for role in every_role(book)}:
        raise NoSuchIdError("role", role_id, {role.id: role.title for role in every_role(book)})
    kept = {
        "roles": tuple(role for role in book.roles.roles if role.id != role_id),
        "outside_roles": tuple(role for role in book.roles.outside_roles if role.id != role_id),
    }
    return compared(role_id, book, replace(book, roles=book.roles.model_copy(update=kept)), as_of)


def compared(removed: str, before: Book, after: Book, day: date) -> WhatIf:
    """What holds on a day by one book and not by another. `removed` is what the second lacks."""
    return WhatIf(
        removed,
        day,
        tuple(_shortfalls(before, after, day)),
        tuple(_holes(before, after, day)),
        tuple(_orphans(before, after, day)),
        tuple(r for r in before.escalation.rows if _reached(before, r, day) and not _reached(after, r, day)),
        tuple(r for r in role_references(before) if held(before, r.role, day) and not held(after, r.role, day)),
    )


def _shortfalls(before: Book, after: Book, day: date) -> Iterator[Shortfall]:
    for role in after.roles.roles:
        known = ((before, before.role.get(role.id, role)), (after, role))
        had, has = (len({p.id for _, p in holders(book, one, day)}) for book, one in known)
        if has < had and (has == 0 or has < role.minimum_holders <= had):
            yield Shortfall(role.id, has, role.minimum_holders)


def _holes(before: Book, after: Book, day: date) -> Iterator[RotationHoles]:
    for rotation in before.oncall.rotations:
        days = days_from(day, _look(rotation))
        primary, backup = (
            tuple(sorted({*find(after, rotation, days)} - {*find(before, rotation, days)}))
            for find in (without_primary, without_backup)
        )
        if primary or backup:
            yield RotationHoles(rotation.id, primary, backup)


def _look(rotation: Rotation) -> int:
    """How many days show every entry of the pattern once."""
    days = (shift_minutes(rotation) or DAY) * len(rotation.pattern) // DAY
    return min(max(days, SHORTEST_LOOK), LONGEST_LOOK)


def _orphans(before: Book, after: Book, day: date) -> Iterator[Orphan]:
    listed = [Orphan(d.id, d.title, d.class_) for d in before.register.documents if d.retired is None]
    for orphan in (*listed, *(Orphan(name, name, class_) for name, class_ in BUILT_IN_CLASSES.items())):
        if orphan.class_ in before.register.classes:
            could, can = (any(True for _ in approves(b, orphan.class_, day)) for b in (before, after))
            if could and not can:
                yield orphan


def _reached(book: Book, row: EscalationRow, day: date) -> bool:
    return held(book, row.to, day) or (row.if_no_ack is not None and held(book, row.if_no_ack.to, day))
