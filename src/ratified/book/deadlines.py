"""Every deadline that an incident starts: clocks of law, contracts, and what we promise ourselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from difflib import get_close_matches

from ratified.book.audiences import of_clock, of_contract, of_ourselves
from ratified.book.book import Book
from ratified.book.obligations import contract_in_force
from ratified.clock import (
    UNSAID,
    Deadline,
    Facts,
    NotCounted,
    Term,
    clock_length,
    law_deadlines,
    not_counted,
    reckon,
    strictest_first,
    zone,
)
from ratified.model.notifications import Clock, Commitment, Contract, ContractWindow, ScopedClock

Counted = Deadline | NotCounted


class NoSuchRegimeError(LookupError):
    """An id that no clock, contract, window of one, or commitment has; the message offers what was meant."""


@dataclass(frozen=True)
class Deadlines:
    """The deadlines, strictest first; time limits without one, and why; stamps given that started nothing.

    `idle` pairs such a stamp with the clocks that start from it and were not asked about.
    """

    counted: tuple[Deadline, ...]
    not_counted: tuple[NotCounted, ...]
    idle: tuple[tuple[str, tuple[str, ...]], ...]


def deadlines(book: Book, facts: Facts, only: Sequence[str] = ()) -> Deadlines:
    """Every deadline of every audience, or those of the ids in `only`; strictest first.

    Without `only`: the clocks in scope, the windows of contracts in force, and our commitments. An id is that of a
    clock (in scope or not), a contract, a contract's window, or a commitment. Raises NoSuchRegimeError.
    """
    chosen = tuple(dict.fromkeys(only)) or _everything(book)
    for id_ in chosen:
        _known(book, id_, asked=bool(only))
    found = [one for id_ in chosen for one in _of(book, id_, facts, bool(only))]
    return Deadlines(
        strictest_first(one for one in found if isinstance(one, Deadline)),
        tuple(one for one in found if isinstance(one, NotCounted)),
        tuple(_idle(book, facts, chosen)),
    )


def known_reports(book: Book) -> tuple[str, ...]:
    """The ids under which a notice that was sent is given: a clock's, or `clock/stage` of a later stage."""
    return tuple(id_ for c in book.clock.values() for id_ in (c.id, *(f"{c.id}/{stage.stage}" for stage in c.next)))


def parents(book: Book, only: Sequence[str] = ()) -> tuple[str, ...]:
    """The reports that a bare `prior_submission` could mean, for the clocks asked about."""
    clocks = [book.clock[id_] for id_ in only or _everything(book) if id_ in book.clock]
    return tuple(dict.fromkeys(c.of for c in clocks if c.trigger == "prior_submission" and c.of))


def _everything(book: Book) -> tuple[str, ...]:
    rows = (row.clock for row in book.notifications.in_scope)
    return (*rows, *(contract.id for contract in book.contracts.contracts), *book.commitment)


def _known(book: Book, id_: str, asked: bool) -> None:
    contracts = [id_ for one in book.contracts.contracts for id_ in (one.id, *(window.id for window in one.windows))]
    known = dict.fromkeys([*book.clock, *contracts, *book.commitment])
    if id_ in known or not asked:
        return
    close = get_close_matches(id_, known, 3, 0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else "data/notifications.yml lists the clocks in scope"
    raise NoSuchRegimeError(f"no clock, contract or commitment has the id {id_!r}; {hint}")


def _of(book: Book, id_: str, facts: Facts, asked: bool) -> Iterator[Counted]:
    """What one id stands for. A row in scope whose clock nobody knows is NOT-01's to find."""
    if id_ in book.clock:
        row = next((row for row in book.notifications.in_scope if row.clock == id_), None)
        yield from _clock(book, book.clock[id_], row, facts, asked)
    for contract in book.contracts.contracts:
        for window in contract.windows:
            if id_ in {contract.id, window.id}:
                yield from _window(book, contract, window, facts, asked)
    if id_ in book.commitment:
        yield reckon(_promised(book.commitment[id_]), facts, of_ourselves(book))


def _clock(book: Book, clock: Clock, row: ScopedClock | None, facts: Facts, asked: bool) -> Iterator[Counted]:
    """What the law gives, then what we take for ourselves where that is another time."""
    where = of_clock(book, clock, row)
    recipient = row.recipient if row else None
    if asked or clock.trigger != UNSAID or UNSAID in facts.stamps:
        yield from law_deadlines(clock, facts, where, recipient, row.binding if row else True)
    if row is None or row.within is None:
        return
    starts = row.starts or clock.trigger
    if (row.within, starts) != (clock_length(clock), clock.trigger) or clock.status == "per_contract":
        own = Term(
            f"{clock.id}/own",
            "commitment",
            clock.to or clock.regime,
            clock.audience,
            starts,
            row.within,
            of=clock.of,
            recipient=recipient,
            notes=(f"What we take for {clock.id}.",),
        )
        yield reckon(own, facts, where)


def _window(book: Book, contract: Contract, window: ContractWindow, facts: Facts, asked: bool) -> Iterator[Counted]:
    term = Term(
        window.id,
        window.kind,
        contract.party,
        window.audience,
        window.starts,
        window.within,
        recipient=window.contact,
        notes=(f"{contract.id}, if {contract.party} is touched.",),
    )
    if window.within is None:
        yield not_counted(term, "uncountable", "the contract's row names no time")
        return
    where = of_contract(book, window)
    found = reckon(term, facts, where)
    if isinstance(found, Deadline):
        days = {found.trigger_at.astimezone(zone(where.zones[0])).date()}
    else:
        days = {at.astimezone(UTC).date() for at in (*facts.stamps.values(), *facts.submissions.values())}
    if any(contract_in_force(contract, day) for day in days):
        yield found
    elif asked:
        term_words = f"from {contract.from_}" + (f" until {contract.until}" if contract.until else "")
        yield not_counted(term, "not_in_force", f"{contract.id} is in force {term_words}")


def _promised(one: Commitment) -> Term:
    notes = (f"Our commitment: {one.text}.",)
    return Term(one.id, "commitment", one.audience, one.audience, one.starts, one.within, notes=notes)


def _idle(book: Book, facts: Facts, chosen: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Stamps and reports that start nothing which was asked about, each with the other clocks it would start."""
    rows = {row.clock: row for row in book.notifications.in_scope}
    for given in (*facts.stamps, *facts.submissions):
        if not any(given in _starts(book, id_, rows) for id_ in chosen):
            yield given, tuple(c.id for c in book.clock.values() if given in _starts(book, c.id, rows))


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
