"""SIT-07: every id means one thing, every e-mail address and forge account one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from ratified.book import Book
from ratified.model.place import Place
from ratified.model.prose import Page
from ratified.rules.rule import Case, Hit, rule

Named = tuple[str, Place]


class _Entry(Protocol):
    @property
    def id(self) -> str: ...

    def at(self, *steps: str | int) -> Place: ...


@rule("SIT-07", "error", "An id that is used twice")
def id_used_twice(case: Case) -> Iterator[Hit]:
    """Two entries share an id: people, roles (inside and outside), rotations, severity levels, criteria of
    all levels, triggers, escalation rows, intake sources, clocks in scope, own clocks, commitments,
    contracts, windows of all contracts, limits, calendars, events, documents, audit periods, runbooks,
    decisions of all runbooks, clauses of all pages. Or two people share an e-mail address or a forge
    account.

    **Why it matters.** A record that cites `S1-C2` must point at one fact, and a merge by one address at
    one person. Of two entries with the same id all other rules see only the first.

    **To mend it.** Give the later one an id of its own. Never reuse the id of something that is gone.

    **Protects.** CC5.3, CC7.4-PF01
    """
    for kind, entries in _kinds(case.book):
        for id_, place, first in _again(entries):
            message = f"{kind} {id_!r} stands twice; first at {first}"
            yield Hit(place, message, "give one of the two another id", id_)
    yield from _shared_by_people(case.book)


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
    yield "calendar", _named(book.calendars.calendars)
    yield "event", _named(book.events.dismissed)
    yield "nil statement", _named(book.events.nil_statements)
    yield "document", _named(book.register.documents)
    yield "period", _named(book.register.periods)
    yield "runbook", _named(r.runbook for r in book.runbooks if r.runbook)
    yield "decision", _named(d for r in book.runbooks if r.runbook for d in r.runbook.decisions)
    yield "clause", _clauses(book.markdown)


def _named(entries: Iterable[_Entry]) -> Iterator[Named]:
    return ((entry.id, entry.at("id")) for entry in entries)


def _clauses(pages: Iterable[Page]) -> Iterator[Named]:
    return ((clause.id, clause.place) for page in pages for clause in page.clauses)


def _again(entries: Iterable[Named]) -> Iterator[tuple[str, Place, Place]]:
    """Each id that stands again: the id, its place, and the place where it stood first."""
    seen: dict[str, Place] = {}
    for id_, place in entries:
        if id_ in seen:
            yield id_, place, seen[id_]
        else:
            seen[id_] = place


def _shared_by_people(book: Book) -> Iterator[Hit]:
    owner: dict[str, tuple[str, Place]] = {}
    for person in book.people.people:
        marks = [(email.casefold(), person.at("emails", i)) for i, email in enumerate(person.emails)]
        if person.forge is not None:
            marks.append((f"forge account {person.forge.id}", person.forge.at("id")))
            marks.append((f"forge login {person.forge.login.casefold()}", person.forge.at("login")))
        for mark, place in marks:
            other, first = owner.setdefault(mark, (person.id, place))
            if first != place and other != person.id:
                message = f"{mark} of {person.id} belongs to {other} already, at {first}"
                yield Hit(place, message, "keep it with the person whose it is", person.id)
