"""NOT: notification. Clocks and contracts that can be counted, and promises that fit them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import UNSAID, CalendarError, UncountableError, clock_length, known_stamp, window_length, zone
from ratified.model.duration import Duration
from ratified.model.place import Place
from ratified.policy.notices.audiences import workdays
from ratified.rules.notification.calendars import calendar_unknown
from ratified.rules.notification.clocks import chain_broken, clock_in_doubt, regime_incomplete, threshold_unclear
from ratified.rules.notification.promises import contract_tighter, hours_rolled, law_tighter, start_after_awareness
from ratified.rules.notification.templates import template_missing
from ratified.rules.notification.used_clocks import used_unverified
from ratified.rules.notification.verification import clock_unverified, contact_unverified, own_clocks_unversioned
from ratified.rules.rule import Rule, RuleHit, RuleHits, RuleInput, hit_at, lacking, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.notifications import Clock, Contract, ContractWindow, ScopedClock
    from ratified.policy import Book


@rule("NOT-06", "error", "A window in business days that cannot be counted")
def window_uncountable(case: RuleInput) -> RuleHits:
    """A clock in scope, a commitment or a contract that has not ended counts in business days, and its
    calendar is missing or unknown, has no public holidays for its country, or ends (`valid_through`) before
    the window would, were it to start on the day asked about. A row in scope, its clock, and a contract's
    window may name a `calendar` of their own; everything else counts by the one of `data/severities.yml`. A
    zone that the time zone database does not have is found too.

    **Why it matters.** Federal, state and customers' holidays differ, and next year's are often not known. A
    due date computed past the end of a calendar is a guess that looks like a fact.

    **How to fix it.** Add the calendar to `data/calendars.yml`, or check the next year's days and move
    `valid_through`.

    **Protects.** CC7.4-PF12, P6.6
    """
    for name, named, place in _calendars(case):
        if named not in case.book.calendar:
            what = f"{name} counts by calendar {named!r}, which data/calendars.yml does not have"
            yield RuleHit(place, what, "write the id of a calendar there, or add it", name)
    for row in case.book.notifications.in_scope:
        yield from _zones(case.book, row)
    for name, length, calendar, place in _windows(case):
        if length.business_days and (calendar is None or calendar in case.book.calendar):
            count = workdays(case.book, case.as_of, calendar)
            why = "no calendar is named, or it is unknown"
            try:
                if count and count.after(case.as_of, length.business_days):
                    continue
            except CalendarError as error:
                why = str(error)
            what = f"{name} counts {length}, which cannot be counted from {case.as_of}: {why}"
            yield RuleHit(place, what, "name a calendar of data/calendars.yml that reaches far enough", name)


def _calendars(case: RuleInput) -> Iterator[tuple[str, str, Place]]:
    """Every calendar that is named: by what, its id, its place."""
    for row in case.book.notifications.in_scope:
        if named := _calendar(case.book, row):
            yield row.clock, named, row.at("calendar" if row.calendar else "clock")
    for contract in case.book.contracts.contracts:
        for window in contract.windows:
            if window.calendar:
                yield window.id, window.calendar, window.at("calendar")


def _calendar(book: Book, row: ScopedClock) -> str | None:
    clock = book.clock.get(row.clock)
    return row.calendar or (clock.calendar if clock else None)


def _zones(book: Book, row: ScopedClock) -> RuleHits:
    clock = book.clock.get(row.clock)
    named = (
        [(row.zone, row.at("zone"))]
        if row.zone
        else [(name, row.at("clock")) for name in (clock.zones if clock else ())]
    )
    for name, place in named:
        try:
            zone(name)
        except UncountableError as error:
            yield RuleHit(place, f"{row.clock}: {error}", "write a zone such as Europe/Dublin", row.clock)


Counted = tuple[str, Duration, str | None, Place]


def _windows(case: RuleInput) -> Iterator[Counted]:
    """Every window that binds: whose it is, its length, its own calendar if it names one, its place."""
    book = case.book
    for row in book.notifications.in_scope:
        if row.within:
            yield row.clock, row.within, _calendar(book, row), row.at("within")
        for length in _lengths(book, row.clock):
            yield row.clock, length, _calendar(book, row), row.at("clock")
    for one in book.notifications.commitments:
        yield one.id, one.within, None, one.at("within")
    for contract in book.contracts.contracts:
        if contract.until is None or case.as_of <= contract.until:
            for window in contract.windows:
                if window.within:
                    yield window.id, window.within, window.calendar, window.at("within")


def _lengths(book: Book, clock_id: str) -> Iterator[Duration]:
    """The longest window in business days of a clock, of its first report and every later one; or nothing."""
    clock: Clock | None = book.clock.get(clock_id)
    stages = [window_length(stage.window.n, stage.window.unit) for stage in clock.next] if clock else []
    found = [clock_length(clock), *stages] if clock else []
    counted = [length for length in found if length and length.business_days]
    yield from sorted(counted, key=lambda length: length.business_days)[-1:]


@rule("NOT-07", "error", "A contract that does not say when to notify")
def contract_incomplete(case: RuleInput) -> RuleHits:
    """A contract has no window; a window lacks `within`, `starts` or `contact`; `starts` is no known timestamp,
    or says only `contract_defined`; a contract with `personal_data: true` has no window of kind `dpa` or
    `baa`. A contract past its `until` that is still listed is a warning, and nothing else is asked of it.

    **Why it matters.** The contract with the customer is usually the shortest clock of all. If the register
    does not hold its window, the first to compute it is the customer's lawyer.

    **How to fix it.** Read the contract and write the missing part. Take an ended one out, or give it its new
    `until`.

    **Protects.** CC2.3, CC9.2, P6.6
    """
    for contract in case.book.contracts.contracts:
        if contract.until is not None and contract.until < case.as_of:
            what = f"{contract.id} ended on {contract.until} and is still listed"
            yield hit_at(contract, "until", what, "remove it, or write its new until", "warning")
            continue
        yield from _kinds(contract)
        for window in contract.windows:
            yield from _parts(contract, window)


def _kinds(contract: Contract) -> RuleHits:
    if contract.personal_data and not any(window.kind in {"dpa", "baa"} for window in contract.windows):
        what = f"{contract.id} covers personal data and has no window of kind dpa or baa"
        yield RuleHit(contract.at(), what, "add the window of its data processing agreement", contract.id)
    elif not contract.windows:
        what = f"{contract.id} has no window: nothing says when {contract.party} must be told"
        yield RuleHit(contract.at(), what, "add its notice window under windows", contract.id)


def _parts(contract: Contract, window: ContractWindow) -> RuleHits:
    missing = lacking(window, ("within", "starts", "contact"))
    if missing:
        what = f"{window.id} of {contract.id} has no {' and no '.join(missing)}"
        yield RuleHit(window.at(), what, "write what the contract says", window.id)
    if window.starts == UNSAID:
        what = f"{window.id} starts when the contract says, and the register is where that is written"
        yield hit_at(window, "starts", what, "write the timestamp that the contract names")
    elif window.starts is not None and not known_stamp(window.starts):
        what = f"{window.id} starts at {window.starts!r}, which is no timestamp of an incident"
        yield hit_at(window, "starts", what, "write suspicion, discovery, awareness or another")


RULES: tuple[Rule, ...] = (
    regime_incomplete,
    contract_tighter,
    law_tighter,
    start_after_awareness,
    hours_rolled,
    window_uncountable,
    contract_incomplete,
    clock_in_doubt,
    clock_unverified,
    threshold_unclear,
    chain_broken,
    template_missing,
    contact_unverified,
    own_clocks_unversioned,
    calendar_unknown,
    used_unverified,
)
