"""What binds us to tell an audience on a day, strictest first: law, contract, data processing agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.clock import clock_effective, clock_length, shortest, stamp_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.duration import Duration
    from ratified.model.notifications import Audience, Clock, Contract, ScopedClock
    from ratified.model.place import Place
    from ratified.policy.book import Book


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that binds us: how long it gives (None: it names no figure), from which stamp, its place.

    `id` is that of a clock, a contract window or a commitment; `source` is the regime or contract behind it.
    """

    id: str
    kind: str
    audience: Audience | None
    source: str
    within: Duration | None
    starts: str | None
    place: Place

    def __str__(self) -> str:
        """Its time in words: `48 hours from awareness`."""
        return f"{self.within or 'no fixed time'} from {self.starts or 'an unknown timestamp'}"


def obligations(book: Book, audience: Audience, on: date) -> tuple[Obligation, ...]:
    """What law and contracts bind us to, towards an audience on a day: the shortest window first.

    Law counts when it is in scope and effective, a contract when it is in force. Windows without a figure
    come last.
    """
    found = [o for o in (*_laws(book, on), *contract_windows(book, on)) if o.audience == audience]
    return tuple(sorted(found, key=_strictness))


def promises(book: Book, audience: Audience) -> tuple[Obligation, ...]:
    """What we promise an audience: commitments, and our own number where law or contract has none."""
    found = [o for o in (*_commitments(book), *_own_numbers(book)) if o.audience == audience]
    return tuple(sorted(found, key=_strictness))


def strictest(book: Book, on: date) -> Obligation | None:
    """The shortest window of all that binds us on a day, towards anybody: law, contract or commitment."""
    every = (*_laws(book, on), *contract_windows(book, on), *_commitments(book), *_own_numbers(book))
    return min((o for o in every if o.within), key=_strictness, default=None)


def contract_windows(book: Book, on: date) -> Iterator[Obligation]:
    """The windows of contracts in force on a day, those that name a length."""
    for contract in book.contracts.contracts:
        for window in contract.windows if contract_in_force(contract, on) else ():
            if window.within is not None:
                place = window.at("within")
                yield Obligation(
                    window.id, window.kind, window.audience, contract.id, window.within, window.starts, place
                )


def contract_in_force(contract: Contract, on: date) -> bool:
    """Whether a contract binds on a day, its first and last day included."""
    return contract.from_ <= on and (contract.until is None or on <= contract.until)


def law_in_scope(book: Book, on: date) -> Iterator[tuple[ScopedClock, Clock]]:
    """The rows in scope that bind, with their clock, where the clock is known, effective, and law.

    A clock that leaves its figure to the contract is no law; the contract's own windows speak for it.
    """
    for row, clock in book.scoped_clocks:
        if row.binding and clock.status != "per_contract" and clock_effective(clock, on):
            yield row, clock


def _laws(book: Book, on: date) -> Iterator[Obligation]:
    for row, clock in law_in_scope(book, on):
        place = row.at("clock")
        yield Obligation(clock.id, "law", clock.audience, clock.regime, clock_length(clock), clock.trigger, place)


def _commitments(book: Book) -> Iterator[Obligation]:
    for one in book.notifications.commitments:
        place = one.at("within")
        yield Obligation(one.id, "commitment", one.audience, one.text, one.within, one.starts, place)


def _own_numbers(book: Book) -> Iterator[Obligation]:
    for row, clock in book.scoped_clocks:
        if row.within is None:
            continue
        if clock.status == "per_contract" or (clock.window and clock.window.unit == "no_fixed"):
            starts = row.starts or clock.trigger
            place = row.at("within")
            yield Obligation(clock.id, "commitment", clock.audience, clock.regime, row.within, starts, place)


def _strictness(obligation: Obligation) -> tuple[timedelta, int, Place]:
    length = shortest(obligation.within) if obligation.within else timedelta.max
    return length, stamp_order(obligation.starts), obligation.place
