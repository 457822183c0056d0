"""What the browser counts from: every time limit in scope as JSON, with its texts ready.

The arithmetic is in `ratified/site/assets/`; what the catalogue and the data say is worked out here, so that the two
engines share it and differ in nothing but counting. Days are `YYYY-MM-DD`, zones are names of the tz database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from ratified.clock import (
    UNSAID,
    CountingPlace,
    TimeLimitTerm,
    law_terms,
    spoken,
    window_length,
)
from ratified.model.dates import iso
from ratified.model.notifications import TRIGGERS, Clock, ClockCap, Contract, ScopedClock
from ratified.policy.notices.audiences import of_clock, of_contract, of_ourselves
from ratified.policy.notices.deadlines import starts_of
from ratified.policy.notices.own_limits import own_term, promise_term, window_term
from ratified.views.clocks.calendar_data import calendar_key, calendar_rows
from ratified.views.clocks.zone_data import zone_rows
from ratified.views.escape import Safe

if TYPE_CHECKING:
    from ratified.model.calendars import Calendar
    from ratified.model.duration import Duration
    from ratified.policy import Book

Row = Mapping[str, object]

YEARS_BEFORE = 1
"""How many whole years before a day the calendars reach: an older start in business days cannot be counted."""

_MET: Mapping[str, bool | None] = {"met": True, "unmet": False, "unknown": None}


def clock_data(book: Book, as_of: date, more: Row = MappingProxyType({})) -> Safe:
    """Everything that the panel counts, and what `more` it says of it, as JSON that may stand inside a `script`.

    Pure in book and day.
    """
    laws = [
        law_row(clock, of_clock(book, clock, row), row, starts_of(book, clock.id)) for row, clock in book.scoped_clocks
    ]
    contracts = [_contract(book, contract) for contract in book.contracts.contracts]
    ours = where_row(of_ourselves(book))
    promises = [
        {"id": id_, "kind": "commitment", "where": ours, "starts": [one.starts], "terms": [term_row(promise_term(one))]}
        for id_, one in book.commitment.items()
    ]
    limits = [*laws, *contracts, *promises]
    since = date(as_of.year - YEARS_BEFORE, 1, 1)
    needed = {calendar_key(one): one for one in _needed(book)}
    zones = zone_rows((name for where, _ in _counted(book) for name in where.zones), as_of)
    return as_script(
        {**engine_row(), "limits": limits, "calendars": calendar_rows(needed, since), "zones": zones, **more}
    )


def _needed(book: Book) -> Iterator[Calendar]:
    """The calendars that business days are counted by."""
    for where, terms in _counted(book):
        if where.calendar and any(term.length and term.length.business_days for term in terms):
            yield where.calendar


def _counted(book: Book) -> Iterator[tuple[CountingPlace, list[TimeLimitTerm]]]:
    for row, clock in book.scoped_clocks:
        own = own_term(clock, row)
        terms = law_terms(clock, True, row.recipient, row.binding)
        yield of_clock(book, clock, row), [*terms, *([own] if own else [])]
    for contract in book.contracts.contracts:
        for window in contract.windows:
            yield of_contract(book, window), [window_term(contract, window)]
    for one in book.commitment.values():
        yield of_ourselves(book), [promise_term(one)]


def engine_row() -> Row:
    """What belongs to no limit: the stamps in the order of an incident's life, and how they are spoken."""
    return {"order": TRIGGERS, "unsaid": UNSAID, "spoken": {name: spoken(name) for name in TRIGGERS}}


def as_script(found: Row) -> Safe:
    """JSON in which nothing can end the element or begin another one."""
    text = json.dumps(found, separators=(",", ":"))
    return Safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def law_row(clock: Clock, where: CountingPlace, row: ScopedClock | None = None, starts: Iterable[str] = ()) -> Row:
    """One clock: its terms for each answer to whether its threshold is met, and what decides beside them."""
    decides = clock.threshold is not None and clock.threshold.op is not None and clock.threshold.count is not None
    recipient, binding = (row.recipient, row.binding) if row else (None, True)
    own = own_term(clock, row) if row else None
    return {
        "id": clock.id,
        "kind": "law",
        "where": where_row(where),
        "starts": sorted(starts),
        "unsaid": clock.trigger == UNSAID,
        "threshold": clock.threshold.model_dump() if clock.threshold else None,
        "effective_from": iso(clock.effective_from),
        "effective_to": iso(clock.effective_to),
        "delay_by": clock.delay_by,
        "closes": clock.closes,
        "lenient": clock.lenient and ("hours" if clock.window and clock.window.unit == "hours" else "days"),
        "terms": {
            name: [term_row(term) for term in law_terms(clock, met, recipient, binding)]
            for name, met in _MET.items()
            if decides or met
        },
        "own": term_row(own) if own else None,
    }


def _contract(book: Book, contract: Contract) -> Row:
    return {
        "id": contract.id,
        "kind": "contract",
        "from": iso(contract.from_),
        "until": iso(contract.until),
        "starts": sorted(starts_of(book, contract.id)),
        "windows": [
            {"where": where_row(of_contract(book, window)), "term": term_row(window_term(contract, window))}
            for window in contract.windows
        ],
    }


def term_row(term: TimeLimitTerm) -> Row:
    """A time limit before anything has happened."""
    return {
        "clock": term.clock,
        "kind": term.kind,
        "to": term.to,
        "audience": term.audience,
        "trigger": term.trigger,
        "length": _length(term.length),
        "of": term.of,
        "closes": f"{term.closes:%H:%M}" if term.closes else None,
        "cap": _cap(term.cap),
        "recipient": term.recipient,
        "binding": term.binding,
        "assumed": term.assumed,
        "notes": term.notes,
    }


def _length(length: Duration | None) -> Row | None:
    if length is None:
        return None
    units = {"minutes": length.minutes, "days": length.days}
    return {**units, "business_days": length.business_days, "months": length.months, "words": str(length)}


def _cap(cap: ClockCap | None) -> Row | None:
    if cap is None:
        return None
    return {"trigger": cap.trigger, "length": _length(window_length(cap.n, cap.unit)), "unless": cap.unless}


def where_row(where: CountingPlace) -> Row:
    """Where an audience counts its days; its calendar by key."""
    return {
        "zones": where.zones,
        "calendar": calendar_key(where.calendar) if where.calendar else None,
        "zone_doubt": where.zone_doubt,
        "calendar_doubt": where.calendar_doubt,
    }
