"""SIT-07: every id and every name means one thing, every e-mail address and forge account one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ratified.model.place import Locatable, Place
from ratified.policy.records.actions import actions
from ratified.policy.roster.holders import every_role
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule
from ratified.rules.site_files.catalogue_ids import ids_of_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ratified.model.prose import Page
    from ratified.policy import Book

Named = tuple[str, Locatable]


class _IdUse(Protocol):
    @property
    def id(self) -> str: ...

    def pointer(self, *steps: str | int) -> Locatable: ...


@rule("SIT-07", "error", "An id that is used twice")
def id_used_twice(case: RuleInput) -> RuleHits:
    """Two entries share an id: people, roles (inside and outside), rotations, severity levels, criteria of
    all levels, triggers, escalation rows, intake sources, clocks in scope, own clocks, commitments,
    contracts, windows of all contracts, limits, calendars, events, nil-incident attestations, trend reviews, records,
    corrective actions of all records, documents, audit periods, runbooks, decisions of all runbooks, clauses of
    all pages, own requirements, own frameworks. Or an own requirement or framework has an id of the catalogue,
    capitals, separators and leading zeros apart. Or two people share an e-mail address or a Git host
    account. Or two severity levels share a name, two people a name, two roles (inside and outside) a title,
    or a former title of one role is the title of another today; capitals and spaces make no difference.

    **Why it matters.** A record that cites `S1-C2` must point at one fact, and a merge by one address at
    one person. Of two entries with the same id all other rules see only the first. Pages show names and
    titles, not ids: two alike send a responder to the wrong one.

    **How to fix it.** Give the later one an id, a name or a title of its own, as full as it takes. Never reuse
    the id of something that is gone.

    **Protects.** CC5.3, CC7.4-PF01
    """
    for kind, entries in _kinds(case.book):
        for id_, place, first in _again(entries):
            message = f"{kind} {id_!r} appears twice; first at {first}"
            yield RuleHit(place, message, "give one of the two another id", id_)
    for kind, entries in _names(case.book):
        for name, place, first in _again(entries, _folded):
            message = f"{kind} {name!r} appears twice; first at {first}"
            yield RuleHit(place, message, "tell the two apart in words, too")
    yield from _titles_of_others(case.book)
    yield from _shared_by_people(case.book)
    yield from ids_of_catalogue(case.book)


def _kinds(book: Book) -> Iterator[tuple[str, Iterable[Named]]]:
    yield "person", _named(book.people.people)
    yield "role", [*_named(book.roles.roles), *_named(book.roles.outside_roles)]
    yield "rotation", _named(book.oncall.rotations)
    yield "severity", _named(book.severities.levels)
    yield "criterion", _named(c for level in book.severities.levels for c in level.criteria)
    yield "trigger", _named(book.escalation.triggers)
    yield "escalation row", _named(book.escalation.rows)
    yield "intake source", _named(book.intake.sources)
    yield "clock in scope", [(row.clock, row.at("clock")) for row in book.notifications.in_scope]
    yield "clock", _named(book.notifications.clocks)
    yield "commitment", _named(book.notifications.commitments)
    yield "contract", _named(book.contracts.contracts)
    yield "window", _named(w for contract in book.contracts.contracts for w in contract.windows)
    yield "limit", _named(book.limits.limits)
    yield "calendar", _named((*book.calendars.calendars, *book.calendars.joint))
    yield "event", _named(book.events.dismissed)
    yield "nil statement", _named(book.events.nil_statements)
    yield "trend review", _named(book.events.trend_reviews)
    yield "record", _named((*book.incidents, *book.exercises))
    yield "corrective action", _named(action for _, action in actions(book))
    yield "document", _named(book.register.documents)
    yield "period", _named(book.register.periods)
    yield "runbook", _named(r.runbook for r in book.runbooks if r.runbook)
    yield "decision", _named(d for r in book.runbooks if r.runbook for d in r.runbook.decisions)
    yield "clause", _clauses(book.markdown)
    yield "requirement", _named(book.requirements.requirements)
    yield "framework", _named(book.requirements.frameworks)


def _names(book: Book) -> Iterator[tuple[str, Iterable[Named]]]:
    yield "name of a severity", [(level.name, level.at("name")) for level in book.severities.levels]
    yield "name of a person", [(person.name, person.at("name")) for person in book.people.people]
    yield "title", [(role.title, role.at("title")) for role in every_role(book)]


def _titles_of_others(book: Book) -> RuleHits:
    roles = every_role(book)
    today = {_folded(role.title): role for role in reversed(roles)}
    for role in roles:
        for index, former in enumerate(role.former_titles):
            other = today.get(_folded(former))
            if other is not None and other.id != role.id:
                message = f"{former!r}, a former title of {role.id}, is the title of {other.id} today"
                yield RuleHit(role.at("former_titles", index), message, "take it out of former_titles", role.id)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _named(entries: Iterable[_IdUse]) -> Iterator[Named]:
    return ((entry.id, entry.pointer("id")) for entry in entries)


def _clauses(pages: Iterable[Page]) -> Iterator[Named]:
    return ((clause.id, clause.place) for page in pages for clause in page.clauses)


def _again(entries: Iterable[Named], key: Callable[[str], str] = str) -> Iterator[tuple[str, Place, Place]]:
    """Each id or name that stands again: itself, its place, and the place where it stood first."""
    seen: dict[str, Locatable] = {}
    for id_, place in entries:
        if key(id_) in seen:
            yield id_, place.place, seen[key(id_)].place
        else:
            seen[key(id_)] = place


def _shared_by_people(book: Book) -> RuleHits:
    owner: dict[str, tuple[str, Place]] = {}
    for person in book.people.people:
        marks = [(email.casefold(), person.at("emails", i)) for i, email in enumerate(person.emails)]
        if person.forge is not None:
            marks.append((f"Git host account {person.forge.id}", person.forge.at("id")))
            marks.append((f"Git host login {person.forge.login.casefold()}", person.forge.at("login")))
        for mark, place in marks:
            other, first = owner.setdefault(mark, (person.id, place))
            if first != place and other != person.id:
                message = f"{mark} of {person.id} belongs to {other} already, at {first}"
                yield RuleHit(place, message, "keep it with the person whose it is", person.id)
