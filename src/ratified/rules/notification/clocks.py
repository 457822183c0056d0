"""NOT-01, 08, 10 and 11: clocks in scope that are known, in force, and complete enough to compute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.clock import clock_effective, known_stamp
from ratified.model.close_names import write_close
from ratified.model.notifications import TRIGGERS, Clock, ClockThreshold, Commitment, ScopedClock
from ratified.rules.notification.promises import gdpr, gdpr_authority
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, lacking, rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.model.place import Place
    from ratified.policy import Book

_NOT_YET = {"pending_verify", "future_verify"}
_COUNT = re.compile(r"(?<![\w.-])\d[\d.,]*\s?(?:k|m|bn|%)?(?![\w-])")
_STAMPS = f"write one of {', '.join(TRIGGERS)}"


@rule("NOT-01", "error", "A regime in scope without a complete clock")
def regime_incomplete(case: RuleInput) -> RuleHits:
    """An id in `scope.regimes` of the register has no row under `in_scope`; a row names a clock that neither
    the catalogue nor `clocks` has; a row or a commitment `starts` at no known timestamp; or an own clock in scope
    lacks its trigger, window, `to`, audience or source. A row for a regime that the register leaves out is a
    warning.

    **Why it matters.** "We comply with applicable law" names no deadline. Every regime in scope needs one row
    that says who is told, from which moment, by when, and where that is written.

    **How to fix it.** Add the row to `data/notifications.yml` and the id to the register; complete the clock
    from its source, with counsel.

    **Protects.** P6.6, CC7.4-PF12, CC2.3
    """
    book, data = case.book, case.book.notifications
    rows = {row.clock: row for row in data.in_scope}
    for index, regime in enumerate(book.register.scope.regimes):
        if regime not in rows:
            known = "" if regime in book.clock else ", and no clock has this id"
            what = f"{regime} is in scope, but data/notifications.yml has no row for it{known}"
            place = book.register.scope.at("regimes", index)
            yield RuleHit(place, what, "add a row under in_scope", regime)
    for row in data.in_scope:
        yield from _row(book, row)
    for one in data.commitments:
        yield from _commitment(book, one)
    for clock in data.clocks:
        if clock.id in rows:
            yield from _clock(clock)


def _row(book: Book, row: ScopedClock) -> RuleHits:
    if row.clock not in book.clock:
        help_ = write_close(row.clock, book.clock, "add the clock under clocks")
        yield RuleHit(row.at("clock"), f"no clock {row.clock!r}, in the catalogue or here", help_, row.clock)
    elif row.clock not in book.register.scope.regimes:
        what = f"{row.clock} has a row, but scope.regimes of the register leaves it out"
        yield RuleHit(row.at("clock"), what, "add it there, or remove the row", row.clock, "warning")
    if row.starts and not known_stamp(row.starts) and not gdpr(row.clock):
        what = f"{row.clock} starts at {row.starts!r}, which is no timestamp of an incident"
        yield RuleHit(row.at("starts"), what, _STAMPS, row.clock)


def _commitment(book: Book, one: Commitment) -> RuleHits:
    judged_by_not_04 = one.audience == "authority" and gdpr_authority(book)
    if not known_stamp(one.starts) and not judged_by_not_04:
        what = f"{one.id} starts at {one.starts!r}, which is no timestamp of an incident"
        yield hit_at(one, "starts", what, _STAMPS)


def _clock(clock: Clock) -> RuleHits:
    parts = ("to", "audience", "trigger", "source")
    missing = lacking(clock, parts)
    window = clock.window
    if window is None or (window.n is None and window.unit != "no_fixed"):
        missing.append("window")
    if missing:
        what = f"{clock.id} is in scope and has no {', no '.join(missing)}"
        yield RuleHit(clock.at(), what, "complete the clock from its source, with counsel", clock.id)
    if clock.trigger and not known_stamp(clock.trigger) and not gdpr(clock.id):
        what = f"{clock.id} has trigger {clock.trigger!r}, which is no timestamp of an incident"
        yield hit_at(clock, "trigger", what, _STAMPS)


@rule("NOT-08", "warning", "An unverified clock used as binding")
def clock_in_doubt(case: RuleInput) -> RuleHits:
    """A row in scope that binds (`binding` is true unless it says otherwise) names a clock of low certainty,
    one whose status is `pending_verify` or `future_verify`, or one that is not yet or no longer effective on
    the day.

    **Why it matters.** A bill is not a law, and a rule that was replaced is none any more. Whoever plans by
    such a row is late for the real one, or tells a regulator what nobody asked.

    **How to fix it.** Ask counsel and write what holds; until then set `binding: false`, which keeps the row in
    sight.

    **Protects.** P6.6, CC3.4
    """
    for row, clock in case.book.scoped_clocks:
        why = _doubt(case, clock) if row.binding else None
        if why:
            help_ = "confirm it with counsel, or set binding: false"
            yield RuleHit(row.at("clock"), f"{row.clock} is binding, but {why}", help_, row.clock)


def _doubt(case: RuleInput, clock: Clock) -> str | None:
    if not clock_effective(clock, case.as_of):
        later = clock.effective_from and case.as_of < clock.effective_from
        return f"effective only from {clock.effective_from}" if later else f"ended on {clock.effective_to}"
    if clock.status in _NOT_YET:
        return f"its status is {clock.status}"
    return "its certainty is low" if clock.certainty == "low" else None


@rule("NOT-10", "error", "A threshold or window without its operator or unit")
def threshold_unclear(case: RuleInput) -> RuleHits:
    """The threshold of an own clock, or of a clock in scope, holds a number in words but lacks `op` or
    `count`, or has one of the two without the other; or its window has a number and no unit.

    **Why it matters.** "More than 500" and "500 or more" differ by one person, and that person decides
    whether an attorney general must be told.

    **How to fix it.** Write `op` (`>`, `>=`, `<`, `<=`) and `count`, and the window's `unit`. A clock of the
    catalogue is fixed by a clock of the same id under `clocks`.

    **Protects.** P6.6
    """
    own = {clock.id for clock in case.book.notifications.clocks}
    clocks = [(clock, clock.at()) for clock in case.book.notifications.clocks]
    clocks += [(clock, row.at("clock")) for row, clock in case.book.scoped_clocks if clock.id not in own]
    for clock, place in clocks:
        yield from _unclear(clock, place, clock.id in own)


def _unclear(clock: Clock, place: Place, own: bool) -> RuleHits:
    threshold, window = clock.threshold, clock.window
    if threshold and (missing := _missing(threshold)):
        where = threshold.at("text") if own else place
        what = f'{clock.id}: the threshold "{threshold.text}" has no {missing}'
        yield RuleHit(where, what, 'write op and count, such as op: ">=", count: 500', clock.id)
    if window and window.n is not None and window.unit is None:
        where = clock.at("window") if own else place
        what = f"{clock.id}: the window is {window.n} of no unit"
        yield RuleHit(where, what, "write unit: hours, calendar_days, business_days or months", clock.id)


def _missing(threshold: ClockThreshold) -> str:
    given: Mapping[str, object] = {"op": threshold.op, "count": threshold.count}
    if all(value is None for value in given.values()) and not _COUNT.search(threshold.text):
        return ""
    return " and no ".join(name for name, value in given.items() if value is None)


@rule("NOT-11", "error", "A later stage with an unknown start")
def chain_broken(case: RuleInput) -> RuleHits:
    """A clock in scope that starts at `prior_submission` does not say `of` which clock, names an unknown one
    or one that is not in scope, or comes back to itself; or a stage under `next` has an `anchor` that is
    neither a timestamp nor an earlier stage of the same clock.

    **Why it matters.** Intermediate and final reports count from the report before them. Anchored to nothing,
    they are due on no day, and are forgotten after the incident is closed.

    **How to fix it.** Name the clock in `of` and put it in scope; anchor each stage to a timestamp.

    **Protects.** P6.6, CC7.4-PF12
    """
    in_scope = {row.clock for row in case.book.notifications.in_scope}
    own = {clock.id for clock in case.book.notifications.clocks}
    for row, clock in case.book.scoped_clocks:
        place = clock.at() if clock.id in own else row.at("clock")
        if clock.trigger == "prior_submission" and (why := _no_parent(case.book, clock, in_scope)):
            yield RuleHit(place, f"{clock.id} starts from an earlier report, {why}", "name it in of:", clock.id)
        known = {*TRIGGERS}
        for stage in clock.next:
            if stage.anchor not in known:
                what = f"{clock.id}: stage {stage.stage} starts at {stage.anchor!r}, which nothing records"
                yield RuleHit(place, what, "anchor it to a timestamp or to an earlier stage", clock.id)
            known.add(stage.stage)


def _no_parent(book: Book, clock: Clock, in_scope: set[str]) -> str | None:
    if clock.of is None:
        return "but does not say of which clock"
    if clock.of not in book.clock:
        return f"but there is no clock {clock.of!r}"
    if clock.of not in in_scope:
        return f"but {clock.of} is not in scope"
    seen = {clock.id}
    parent: Clock | None = book.clock[clock.of]
    while parent is not None and parent.trigger == "prior_submission":
        if parent.id in seen:
            return f"and comes back to {parent.id}"
        seen.add(parent.id)
        parent = book.clock.get(parent.of or "")
    return None
