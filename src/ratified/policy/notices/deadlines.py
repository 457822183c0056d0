"""Every deadline that an incident starts: clocks of law, contracts, and what we promise ourselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.clock import Deadline, IncidentFacts, UncountedDeadline, strictest_first
from ratified.model.close_names import meant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.model.notifications import ScopedClock
    from ratified.policy.book import Book


class NoSuchRegimeError(LookupError):
    """An id that no clock, contract, window of one, or commitment has; the message offers what was meant."""


@dataclass(frozen=True)
class Deadlines:
    """The deadlines, strictest first; time limits without one, and why; stamps given that started nothing.

    `idle` pairs such a stamp with the clocks that start from it and were not asked about.
    """

    counted: tuple[Deadline, ...]
    not_counted: tuple[UncountedDeadline, ...]
    idle: tuple[tuple[str, tuple[str, ...]], ...]


def deadlines(book: Book, facts: IncidentFacts, only: Sequence[str] = ()) -> Deadlines:
    """Every deadline of every audience, or those of the ids in `only`; strictest first.

    Without `only`: the clocks in scope, the windows of contracts in force, and our commitments. An id is that of a
    clock (in scope or not), a contract, a contract's window, or a commitment. Raises NoSuchRegimeError.
    """
    for id_ in dict.fromkeys(only):
        _known(book, id_)
    return Deadlines(*count(book, facts, only), tuple(_idle(book, facts, _chosen(book, only))))


def count(
    book: Book, facts: IncidentFacts, only: Sequence[str] = ()
) -> tuple[tuple[Deadline, ...], tuple[UncountedDeadline, ...]]:
    """The deadlines, strictest first, and the time limits without one, as `deadlines` chooses them."""
    limits = book.time_limits
    found = [one for id_ in _chosen(book, only) for one in limits.counted(id_, facts, bool(only))]
    counted = strictest_first(one for one in found if isinstance(one, Deadline))
    return counted, tuple(one for one in found if isinstance(one, UncountedDeadline))


def known_reports(book: Book) -> tuple[str, ...]:
    """The ids under which a notice that was sent is given: a clock's, or `clock/stage` of a later stage."""
    return book.time_limits.reports


def parents(book: Book, only: Sequence[str] = ()) -> tuple[str, ...]:
    """The reports that a bare `prior_submission` could mean, for the clocks asked about."""
    clocks = [book.clock[id_] for id_ in _chosen(book, only) if id_ in book.clock]
    return tuple(dict.fromkeys(c.of for c in clocks if c.trigger == "prior_submission" and c.of))


def _chosen(book: Book, only: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(only)) or book.time_limits.everything


def _known(book: Book, id_: str) -> None:
    contracts = [id_ for one in book.contracts.contracts for id_ in (one.id, *(window.id for window in one.windows))]
    known = dict.fromkeys([*book.clock, *contracts, *book.commitment])
    if id_ in known:
        return
    hint = meant(id_, known, "data/notifications.yml lists the clocks in scope")
    raise NoSuchRegimeError(f"no clock, contract or commitment has the id {id_!r}; {hint}")


def _idle(book: Book, facts: IncidentFacts, chosen: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Stamps and reports that start nothing which was asked about, each with the other clocks it would start."""
    rows = {row.clock: row for row in book.notifications.in_scope}
    for given in (*facts.stamps, *facts.submissions):
        if not any(given in _starts(book, id_, rows) for id_ in chosen):
            yield given, tuple(c.id for c in book.clock.values() if given in _starts(book, c.id, rows))


def starts_of(book: Book, id_: str) -> frozenset[str]:
    """The stamps and reports that what an id stands for may start from; an id as in `deadlines`."""
    rows = {row.clock: row for row in book.notifications.in_scope}
    return frozenset(found for found in _starts(book, id_, rows) if found)


def _starts(book: Book, id_: str, rows: Mapping[str, ScopedClock]) -> set[str | None]:
    """The stamps and reports that what an id stands for may start from."""
    found: set[str | None] = set()
    if clock := book.clock.get(id_):
        found |= {clock.trigger, *(name for s in clock.next for name in (s.anchor, f"{clock.id}/{s.anchor}"))}
        found |= {clock.cap.trigger} if clock.cap else set()
        found |= {clock.of} if clock.trigger == "prior_submission" else set()
        found |= {"discovery"} if clock.trigger == "calendar_year_end_of_discovery" else set()
    if row := rows.get(id_):
        found.add(row.starts)
    for contract in book.contracts.contracts:
        found |= {window.starts for window in contract.windows if id_ in {contract.id, window.id}}
    if one := book.commitment.get(id_):
        found.add(one.starts)
    return found
