"""Who holds what on a day: pure questions to a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.model.people import Holder, OutsideRole, Person, Role
    from ratified.policy.book import Book


def active(person: Person, on: date) -> bool:
    """Whether somebody works here on a day, first and last day included."""
    return person.started <= on and (person.left is None or on <= person.left)


def in_term(holder: Holder, on: date) -> bool:
    """Whether a holder's own dates cover a day."""
    return holder.since <= on and (holder.until is None or on <= holder.until)


def holders(book: Book, role: Role, on: date) -> Iterator[tuple[Holder, Person]]:
    """The active human holders of a role on a day, primary first."""
    for holder in sorted(role.holders, key=lambda h: h.as_ != "primary"):
        person = book.person.get(holder.person)
        if person is not None and person.kind == "human" and active(person, on) and in_term(holder, on):
            yield holder, person


def held(book: Book, role_id: str, on: date) -> bool:
    """Whether a role exists and reaches somebody on a day: an active holder, or a contract in force."""
    if (role := book.role.get(role_id)) is not None:
        return any(True for _ in holders(book, role, on))
    outside = book.outside_role.get(role_id)
    return outside is not None and on <= outside.expires


STRANGERS = "data/roles.yml and data/oncall.yml name people whom data/people.yml does not have"
"""What stands behind many findings where the roster, or the list of people, was replaced without the other."""


UNKNOWN = "is nobody in data/people.yml"


def absence(book: Book, person_id: str, on: date) -> str | None:
    """Why somebody cannot serve in any role on a day, in words that follow their id; None where they can."""
    person = book.person.get(person_id)
    if person is None:
        return UNKNOWN
    if person.kind == "bot":
        return "is a bot"
    if person.left is not None and person.left < on:
        return f"is gone after {person.left}"
    return None if person.started <= on else f"only starts on {person.started}"


def every_role(book: Book) -> tuple[Role | OutsideRole, ...]:
    """The roles of the company, then those that other companies hold for it."""
    return (*book.roles.roles, *book.roles.outside_roles)


def title(book: Book, role_id: str) -> str:
    """The title of a role, or its id where there is none."""
    role = book.role.get(role_id) or book.outside_role.get(role_id)
    return role.title if role else role_id


def approves(book: Book, class_id: str, on: date) -> Iterator[Person]:
    """The people who may approve documents of a class on a day, each once."""
    seen: set[str] = set()
    for role_id in book.register.classes[class_id].approvers:
        if (role := book.role.get(role_id)) is not None:
            for _, person in holders(book, role, on):
                if person.id not in seen:
                    seen.add(person.id)
                    yield person
