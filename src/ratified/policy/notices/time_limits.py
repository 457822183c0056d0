"""The time limits of a book, each worded and placed once: every incident counts them, from stamps of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from ratified.clock import (
    UNSAID,
    CountingPlace,
    Deadline,
    IncidentFacts,
    TimeLimitTerm,
    UncountedDeadline,
    law_counted,
    law_terms,
    meets,
    not_counted,
    reckon,
    zone,
)
from ratified.policy.notices.audiences import of_clock, of_contract, of_ourselves
from ratified.policy.notices.obligations import contract_in_force
from ratified.policy.notices.own_limits import NO_TIME, own_term, promise_term, window_term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.notifications import Clock, Contract, ScopedClock
    from ratified.policy.book import Book

Counted = Deadline | UncountedDeadline


class TimeLimit(Protocol):
    """One time limit: what it gives for an incident; `asked` where it was asked about by its id."""

    def counted(self, facts: IncidentFacts, asked: bool) -> Iterator[Counted]:
        """Its deadlines, or why it has none."""
        ...


class TimeLimits:
    """Every time limit of a book by the ids it may be asked about: a clock's, a contract's, a window's, our word's."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[str, tuple[TimeLimit, ...]] = {}

    @cached_property
    def everything(self) -> tuple[str, ...]:
        """The ids of the clocks in scope, the contracts and our commitments."""
        book = self._book
        rows = (row.clock for row in book.notifications.in_scope)
        return (*rows, *(contract.id for contract in book.contracts.contracts), *book.commitment)

    @cached_property
    def ourselves(self) -> CountingPlace:
        """Where we count our own word."""
        return of_ourselves(self._book)

    @cached_property
    def reports(self) -> tuple[str, ...]:
        """The ids under which a notice that was sent is given: a clock's, or `clock/stage` of a later stage."""
        clocks = self._book.clock.values()
        return tuple(id_ for c in clocks for id_ in (c.id, *(f"{c.id}/{stage.stage}" for stage in c.next)))

    @cached_property
    def contract(self) -> Mapping[str, str]:
        """The contract of each window."""
        return {window.id: one.id for one in self._book.contracts.contracts for window in one.windows}

    def counted(self, id_: str, facts: IncidentFacts, asked: bool) -> Iterator[Counted]:
        """What one id stands for. A row in scope whose clock nobody knows is NOT-01's to find."""
        if id_ not in self._known:
            self._known[id_] = tuple(self._of(id_))
        for limit in self._known[id_]:
            yield from limit.counted(facts, asked)

    def _of(self, id_: str) -> Iterator[TimeLimit]:
        book = self._book
        if id_ in book.clock:
            row = next((row for row in book.notifications.in_scope if row.clock == id_), None)
            yield _ClockTimeLimit(book, book.clock[id_], row)
        for contract in book.contracts.contracts:
            for window in contract.windows:
                if id_ in {contract.id, window.id}:
                    yield _ContractTimeLimit(contract, window_term(contract, window), of_contract(book, window))
        if id_ in book.commitment:
            yield _CommitmentTimeLimit(promise_term(book.commitment[id_]), self.ourselves)


class _ClockTimeLimit:
    """What the law gives, then our internal deadline where that is another time."""

    def __init__(self, book: Book, clock: Clock, row: ScopedClock | None) -> None:
        self._clock, self._row = clock, row
        self._where = of_clock(book, clock, row)
        self._terms: dict[bool | None, tuple[TimeLimitTerm, ...]] = {}
        self._own = own_term(clock, row) if row else None

    def counted(self, facts: IncidentFacts, asked: bool) -> Iterator[Counted]:
        clock, row = self._clock, self._row
        if asked or clock.trigger != UNSAID or UNSAID in facts.stamps:
            met = meets(clock.threshold, facts.counts.get(clock.id), facts.people)
            if met not in self._terms:
                recipient, binding = (row.recipient, row.binding) if row else (None, True)
                self._terms[met] = law_terms(clock, met, recipient, binding)
            yield from law_counted(clock, self._terms[met], met, facts, self._where)
        if self._own is not None:
            yield reckon(self._own, facts, self._where)


@dataclass(frozen=True, slots=True)
class _ContractTimeLimit:
    contract: Contract
    term: TimeLimitTerm
    where: CountingPlace

    def counted(self, facts: IncidentFacts, asked: bool) -> Iterator[Counted]:
        if self.term.length is None:
            yield not_counted(self.term, "uncountable", NO_TIME)
            return
        found = reckon(self.term, facts, self.where)
        if isinstance(found, Deadline):
            days = {found.trigger_at.astimezone(zone(self.where.zones[0])).date()}
        else:
            days = {at.astimezone(UTC).date() for at in (*facts.stamps.values(), *facts.submissions.values())}
        if any(contract_in_force(self.contract, day) for day in days):
            yield found
        elif asked:
            one = self.contract
            term_words = f"from {one.from_}" + (f" until {one.until}" if one.until else "")
            yield not_counted(self.term, "not_in_force", f"{one.id} is in force {term_words}")


@dataclass(frozen=True, slots=True)
class _CommitmentTimeLimit:
    term: TimeLimitTerm
    where: CountingPlace

    def counted(self, facts: IncidentFacts, asked: bool) -> Iterator[Counted]:
        yield reckon(self.term, facts, self.where)
