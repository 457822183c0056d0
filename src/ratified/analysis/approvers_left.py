"""Who may approve what once the roster has changed, and what then nobody holds, answers or may approve any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.whatif import compared
from ratified.approval.authority import AUTHORITY, BUILT_IN_CLASSES
from ratified.model.plurals import counted
from ratified.policy.roster.first_asked import self_fallbacks
from ratified.policy.roster.holders import approves, title
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.policy import Book

_ENOUGH = 2


class ApproversLeft(NamedTuple):
    """A class of documents, the ids of its documents, and the names of who may approve them."""

    class_: str
    documents: tuple[str, ...]
    names: tuple[str, ...]


def approvers_left(book: Book, day: date) -> tuple[ApproversLeft, ...]:
    """Each class that has documents on a day, in the order of the register."""
    found: dict[str, list[str]] = {}
    for document in book.register.live(day):
        found.setdefault(document.class_, []).append(document.id)
    for id_, class_ in BUILT_IN_CLASSES.items():
        found.setdefault(class_, []).append(id_)
    return tuple(
        ApproversLeft(
            class_, tuple(dict.fromkeys(found[class_])), tuple(one.name for one in approves(book, class_, day))
        )
        for class_ in book.register.classes
        if class_ in found
    )


def stranded(before: Book, after: Book, day: date) -> Iterator[str]:
    """A sentence for each class that would lose its last approver, and for AUTHORITY where fewer than two were left."""
    had = {one.class_: one.names for one in approvers_left(before, day)}
    for class_, documents, names in approvers_left(after, day):
        fewer = len(names) < len(had.get(class_, ()))
        register = after.register
        place = register.classes[class_].at("approvers")
        roles = register.classes[class_].approvers
        ours = next((role for role in roles if role in after.role), roles[0])
        first = (
            f"give {title(after, ours)} a deputy first: `ratified join NAME --email ADDRESS --role {ours}:deputy`, or "
            "name with --to who follows"
        )
        if fewer and not names:
            yield f"{place}: from {day} on nobody may approve class {class_} ({listed(documents)}); {first}"
        elif fewer and class_ == BUILT_IN_CLASSES[AUTHORITY] and len(names) < _ENOUGH and not register.single_approver:
            yield (
                f"{place}: from {day} on {names[0]} alone may approve AUTHORITY, and once they are gone nobody can; "
                f"{first}, or say `single_approver: {{accepted: true, reason: ...}}` in the register"
            )


def consequences(before: Book, after: Book, day: date) -> Iterator[str]:
    """What holds no more from a day on: roles, rows of escalation, and whoever would be asked a second time."""
    found = compared("", before, after, day)
    for short in found.roles:
        left = f"{counted(short.left, 'holder')}, {short.minimum} needed" if short.left else "nobody holds it"
        asked = f"{short.role}:deputy" if short.left else short.role
        yield f"{title(after, short.role)}: {left}; `ratified join NAME --email ADDRESS --role {asked}`"
    for row in found.escalation:
        yield f"{row.at()}: {row.id} reaches nobody, neither {title(after, row.to)} nor its fallback"
    known = {(id_, person) for id_, _, _, person in self_fallbacks(before, day)}
    for id_, role, fallback, person in self_fallbacks(after, day):
        if (id_, person) not in known:
            name = after.person[person].name
            yield f"{id_}: where {title(after, role)} does not answer, {title(after, fallback.to)} is the same, {name}"
