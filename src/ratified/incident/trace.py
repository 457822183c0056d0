"""An incident against the policy in force then, and against today's where it answers otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.incident.after_closure import rows_afterwards
from ratified.incident.context import TraceContext
from ratified.incident.escalations import escalation_rows
from ratified.incident.measure import JudgingDay
from ratified.incident.notice_limits import counted_by
from ratified.incident.notices import notice_rows
from ratified.incident.policy_in_force import PolicyHistory, PolicyInForce
from ratified.incident.recurring import interval_rows
from ratified.incident.row import BROKEN, Counted, IncidentTrace, PromiseAnswer, Stage, TraceRow
from ratified.incident.severity_spans import SeveritySpan, set_aside_words, stretches
from ratified.incident.targets import target_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from ratified.model.incident import Incident
    from ratified.model.review import Deviation
    from ratified.policy import Book

_ORDER: Sequence[Stage] = (
    "triage",
    "acknowledge",
    "command",
    "escalate",
    "contain",
    "update",
    "recover",
    "notify",
    "review",
)
_ROWS: Sequence[Callable[[TraceContext], Iterator[TraceRow]]] = (
    target_rows,
    escalation_rows,
    interval_rows,
    notice_rows,
    rows_afterwards,
)
_Key = tuple[str, str | None, int]


def trace(incident: Incident, in_force: PolicyHistory, today: Book, as_of: date, brief: bool = False) -> IncidentTrace:
    """Every promise that the policy made for an incident, as of a day (UTC), in the order of a response.

    Today's policy is asked as well, and its answer kept where that is another one. In brief it is not, and the
    notices that somebody can count are left out: for rules, which judge those by `counted`.
    """
    if (reason := _nothing_promised(incident)) is not None:
        return IncidentTrace(incident, (), (), reason)
    then = stretches(incident, in_force.at)
    counted = counted_by(then[0].policy, incident) if then else ()
    rows = _rows(incident, then, counted, today, as_of, brief)
    if not brief:
        now = stretches(incident, lambda at: PolicyInForce(at, today, (), None, {}))
        counted_now = counted_by(now[0].policy, incident) if now else ()
        rows = _compared(rows, _rows(incident, now, counted_now, today, as_of))
    ordered = sorted(rows.values(), key=lambda row: _ORDER.index(row.stage))
    policies = {one.policy.at: one.policy for one in then}
    without = "" if then else "the record has no severity or no moment of declaration; enter them"
    signed = tuple(_signed(incident, row, today) if incident.deviations else row for row in ordered)
    return IncidentTrace(incident, tuple(policies.values()), signed, without, counted)


def _nothing_promised(incident: Incident) -> str | None:
    if incident.status == "draft":
        return "a draft: nobody has declared it, so no target applies yet"
    return set_aside_words(incident)


def _rows(
    incident: Incident,
    found: tuple[SeveritySpan, ...],
    counted: tuple[Counted, ...],
    today: Book,
    as_of: date,
    brief: bool = False,
) -> Mapping[_Key, TraceRow]:
    """The rows by what they promise; where a level came back, each time of it."""
    now = JudgingDay(as_of, incident.status == "closed")
    of = TraceContext(incident, found, now, today.target_clauses, today.titles, counted, brief)
    rows: dict[_Key, TraceRow] = {}
    for make in _ROWS:
        for row in make(of):
            number = 0
            while (row.id, row.level, number) in rows:
                number += 1
            rows[row.id, row.level, number] = row
    return rows


def _compared(then: Mapping[_Key, TraceRow], now: Mapping[_Key, TraceRow]) -> dict[_Key, TraceRow]:
    """The rows of then with today's answer where it differs, and those that only today's policy promises."""
    none = PromiseAnswer("nothing", None, "not applicable", "today's policy has no such target")
    found = {}
    for key, row in then.items():
        today = now[key].then if key in now else none
        found[key] = row if _same(row.then, today) else replace(row, today=today)
    for key, row in now.items():
        if key not in then and row.outcome != "not applicable":
            before = PromiseAnswer("nothing", None, "not applicable", "the policy then had no such target")
            found[key] = replace(row, then=before, today=row.then)
    return found


def _same(one: PromiseAnswer, other: PromiseAnswer) -> bool:
    if one.outcome == other.outcome == "not applicable":
        return True
    return (one.promised, one.due, one.outcome) == (other.promised, other.due, other.outcome)


def _signed(incident: Incident, row: TraceRow, book: Book) -> TraceRow:
    """The row with what a deviation in the record says of it: missed and accepted, or missed and not signed."""
    written = next((d for d in incident.deviations if d.promise in {row.id, f"{row.id}/{row.level}", row.clause}), None)
    if written is None:
        return row
    today = _deviated(row.today, written, book) if row.today else None
    return replace(row, then=_deviated(row.then, written, book), today=today)


def _deviated(answer: PromiseAnswer, deviation: Deviation, book: Book) -> PromiseAnswer:
    if answer.outcome not in BROKEN:
        return answer
    before = f"{answer.why}; " if answer.why else ""
    if deviation.accepted_by is None or deviation.accepted is None:
        return replace(answer, why=f"{before}a deviation is written and nobody has signed it: {deviation.reason}")
    day = deviation.accepted.partition("T")[0]
    person = book.person.get(deviation.accepted_by)
    by = person.name if person else deviation.accepted_by
    why = f"{before}accepted by {by} on {day} because: {deviation.reason}"
    return replace(answer, outcome="accepted", why=why)
