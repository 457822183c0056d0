"""Every place where a book names a role by its id: data, front matter, and macro calls."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from ratified.model.people import NO_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.place import Place
    from ratified.model.prose import Page
    from ratified.policy.book import Book


@dataclass(frozen=True, slots=True)
class RoleReference:
    """One place that names a role by id, whether or not there is such a role.

    `said_by` says in words what names it (`escalation row s1-legal (to)`), `subject` is the id of that entry.
    """

    role: str
    said_by: str
    kind: Literal["data", "front matter", "macro"]
    place: Place
    subject: str


def role_references(book: Book) -> Iterator[RoleReference]:
    """Every reference to a role, data first, then the pages in order.

    Left out on purpose, as history: documents that are retired, and trainings in a role that exists, held or
    not. A training in a role that there never was is a slip of the pen, and stays in.
    """
    yield from chain(
        _of_roles(book),
        _of_people(book),
        _of_register(book),
        _of_escalation(book),
        _of_response(book),
        _of_notifications(book),
        _of_promises(book),
    )
    for page in book.markdown:
        yield from _of_front_matter(page)
        yield from _of_macros(page)


def _data(role: str, said_by: str, place: Place, subject: str) -> RoleReference:
    return RoleReference(role, said_by, "data", place, subject)


def _of_roles(book: Book) -> Iterator[RoleReference]:
    parts = book.roles.parts
    if parts is NO_PARTS:
        return
    for part in ("commander", "operations", "legal", "engineering", "executive", "privacy"):
        yield _data(getattr(parts, part), f"part {part}", parts.at(part), part)


def _of_people(book: Book) -> Iterator[RoleReference]:
    for person in book.people.people:
        for training in person.trained:
            if training.role not in book.role and training.role not in book.outside_role:
                yield _data(training.role, f"a training of {person.id}", training.at("role"), person.id)


def _of_register(book: Book) -> Iterator[RoleReference]:
    for name, class_ in book.register.classes.items():
        for index, role in enumerate(class_.approvers):
            yield _data(role, f"class {name} (approvers)", class_.at("approvers", index), name)
    for document in book.register.documents:
        if document.retired is None:
            yield _data(document.owner, f"document {document.id} (owner)", document.at("owner"), document.id)


def _of_escalation(book: Book) -> Iterator[RoleReference]:
    escalation = book.escalation
    first = escalation.first_responder
    if first:
        yield _data(first, "the first responder", escalation.at("first_responder"), "first_responder")
    for row in escalation.rows:
        said = f"escalation row {row.id}"
        yield _data(row.from_, f"{said} (from)", row.at("from"), row.id)
        yield _data(row.to, f"{said} (to)", row.at("to"), row.id)
        if row.if_no_ack is not None:
            yield _data(row.if_no_ack.to, f"{said} (if_no_ack)", row.if_no_ack.at("to"), row.id)


def _of_response(book: Book) -> Iterator[RoleReference]:
    for rotation in book.oncall.rotations:
        yield _data(rotation.role, f"rotation {rotation.id}", rotation.at("role"), rotation.id)
        if (later := rotation.if_no_ack) is not None:
            yield _data(later.to, f"rotation {rotation.id} (if_no_ack)", later.at("to"), rotation.id)
    for source in book.intake.sources:
        if source.triage is not None:
            yield _data(source.triage, f"intake source {source.id}", source.at("triage"), source.id)


def _of_notifications(book: Book) -> Iterator[RoleReference]:
    for clock in book.notifications.in_scope:
        yield _data(clock.owner, f"clock {clock.clock} (owner)", clock.at("owner"), clock.clock)
    for promise in book.notifications.commitments:
        yield _data(promise.owner, f"commitment {promise.id} (owner)", promise.at("owner"), promise.id)


def _of_promises(book: Book) -> Iterator[RoleReference]:
    for row in book.coverage.promises:
        for check in row.manual:
            yield _data(check.role, f"a check of {row.clause} by hand", check.at("role"), row.clause)


def _of_front_matter(page: Page) -> Iterator[RoleReference]:
    if (front := page.runbook) is None:
        return

    def made(role: str, said_by: str, place: Place, subject: str) -> RoleReference:
        return RoleReference(role, said_by, "front matter", place, subject)

    yield made(front.owner_role, f"runbook {front.id} (owner_role)", front.at("owner_role"), front.id)
    for index, role in enumerate(front.roles_required):
        yield made(role, f"runbook {front.id} (roles_required)", front.at("roles_required", index), front.id)
    for decision in front.decisions:
        yield made(decision.owner_role, f"decision {decision.id}", decision.at("owner_role"), decision.id)
    for number, check in enumerate(front.validation, 1):
        yield made(check.owner_role, f"validation {number} of {front.id}", check.at("owner_role"), front.id)


def _of_macros(page: Page) -> Iterator[RoleReference]:
    for call in page.calls:
        if call.name in {"role", "held_by"} and (role := call.text(0)) is not None:
            yield RoleReference(role, f'the macro {call.name}("{role}")', "macro", call.place, role)
