"""The rows of the matrix, and the target by which the deciders are reached.

An escalation counts when a person has answered. A row is kept where its role was called in its time and that role,
or the one that is next when nobody answers, had answered by the end of the wait that the row gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import CountingStart, UncountableError, moment
from ratified.incident.measure import RecordedOutcome, by, doubted, judged, judged_within, uncounted, written
from ratified.incident.row import PromiseAnswer, TraceRow
from ratified.incident.targets import target_row
from ratified.model.duration import Duration
from ratified.model.plurals import counted
from ratified.model.response import EscalationAttempt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ratified.incident.context import TraceContext
    from ratified.incident.severity_spans import SeveritySpan
    from ratified.model.data_entry import DataPointer
    from ratified.model.severities import EscalationRow

_Numbered = tuple[int, EscalationAttempt]


def escalation_rows(of: TraceContext) -> Iterator[TraceRow]:
    """A row for each row of the matrix for each level and each fact that escalates, and one for the deciders."""
    known = {trigger.id: moment(trigger.at_) for trigger in of.incident.classification.triggers}
    for stretch in of.stretches:
        for row in stretch.policy.book.escalation.rows:
            if row.severity == stretch.level and row.trigger is None and row.within is not None:
                yield _row(of, stretch, row, stretch.start)
            elif stretch.first and row.trigger in known and row.severity in {None, stretch.level} and row.within:
                yield _row(of, stretch, row, CountingStart(f"the fact {row.trigger}", known[row.trigger]))
        yield from _deciders(of, stretch)


def _row(of: TraceContext, stretch: SeveritySpan, row: EscalationRow, begun: CountingStart | None) -> TraceRow:
    calls = _calls(of, row, begun)
    answered = [(i, one) for i, one in calls if one.answered]
    first = min(answered, key=lambda pair: moment(pair[1].answered or ""), default=None)
    chosen = first or (calls[-1] if calls else None)
    start = _known_since(of, stretch, row.from_, begun)
    return TraceRow(
        stage="escalate",
        id=row.id,
        level=stretch.level if row.trigger is None else None,
        clause=of.clause(stretch.level, "escalate") if row.trigger is None else None,
        source=f"data/escalation.yml {row.id}",
        happened=_words(of, first, calls, row, start),
        at=moment(first[1].answered) if first and first[1].answered else None,
        where=_place(of, chosen),
        then=_answer(of, stretch, row, start, calls, first),
    )


def _answer(
    of: TraceContext,
    stretch: SeveritySpan,
    row: EscalationRow,
    start: CountingStart | None,
    calls: Sequence[_Numbered],
    first: _Numbered | None,
) -> PromiseAnswer:
    assert row.within is not None, "rows without a time set no target"  # noqa: S101 - for types: nothing else would hold
    promised = f"{of.title(row.to)} notified within {row.within}"
    reason = stretch.policy.lacks("escalation", *(("calendars",) if row.within.business_days else ()))
    if reason or start is None:
        return uncounted(promised, reason or "the record has no moment that it runs from")
    promised = f"{promised} of {start.name}"
    try:
        due = by(row.within, start, stretch.policy.book)
        wait = by(row.if_no_ack.after, CountingStart("", due), stretch.policy.book) if row.if_no_ack else due
    except UncountableError as error:
        return uncounted(promised, error)
    in_time = any(one.to == row.to and moment(one.at_) <= due for _, one in calls)
    at = moment(first[1].answered) if first and first[1].answered else None
    if at is not None and in_time and due < at <= wait:
        wait_for = row.if_no_ack.after if row.if_no_ack else "nothing"
        return PromiseAnswer(promised, due, "met", f"called in time, and answered within the wait of {wait_for}")
    found = judged(promised, due, RecordedOutcome(at), of.now, stretch.until if row.trigger is None else None)
    if found.outcome in {"missed", "no record"} and at is None and calls:
        found = PromiseAnswer(promised, due, "missed", f"nobody answered {counted(len(calls), 'call')}")
    return doubted(found, row.within, start, stretch.policy.book)


def _calls(of: TraceContext, row: EscalationRow, begun: CountingStart | None) -> list[_Numbered]:
    """The calls that answer a row: those that name it, and those to its role whatever row they name.

    A fact is only passed on by a call that came after it; who was reached at a lower level has been reached.
    """
    roles = {row.to, row.if_no_ack.to} if row.if_no_ack else {row.to}
    told = list(enumerate(of.incident.response.escalations))
    named = [(i, one) for i, one in told if row.id in one.rows and one.to in roles]
    since = begun.at if row.trigger is not None and begun else None
    others = [(i, o) for i, o in told if o.to == row.to and (since is None or moment(o.at_) >= since)]
    return sorted({i: (i, one) for i, one in (*named, *others)}.values(), key=lambda pair: moment(pair[1].at_))


def _known_since(
    of: TraceContext, stretch: SeveritySpan, role: str, begun: CountingStart | None
) -> CountingStart | None:
    """When whoever must pass it on knew, if that was after it began: a row runs from then."""
    if begun is None:
        return None
    knew = _knew(of, stretch, role)
    if knew is None or knew <= begun.at:
        return begun
    return CountingStart(f"the {of.title(role)} becoming aware", knew)


def _knew(of: TraceContext, stretch: SeveritySpan, role: str) -> datetime | None:
    """When a role knew of the incident: the first responder by acknowledging, others by answering or taking part."""
    response, book = of.incident.response, stretch.policy.book
    found = [moment(one.answered) for one in response.escalations if one.to == role and one.answered]
    found += [moment(turn.since) for turn in response.roles if turn.role == role]
    if role == book.escalation.first_responder and (text := of.stamp("acknowledged")):
        return moment(text)
    if role == book.roles.parts.commander and (text := of.stamp("commander_named")):
        found.append(moment(text))
    return min(found, default=None)


def _words(
    of: TraceContext,
    first: _Numbered | None,
    calls: Sequence[_Numbered],
    row: EscalationRow,
    start: CountingStart | None,
) -> str:
    if first is not None and first[1].answered:
        who = "" if first[1].to == row.to else f" ({of.title(first[1].to)} instead)"
        return f"{written(first[1].answered, start)}{who}"
    return f"{len(calls)} without an answer" if calls else ""


def _place(of: TraceContext, chosen: _Numbered | None) -> DataPointer:
    steps = (chosen[0], "answered") if chosen else ()
    return of.incident.pointer("response", "escalations", *steps)


def _deciders(of: TraceContext, stretch: SeveritySpan) -> Iterator[TraceRow]:
    """Whether everybody who decides was reached within the target of the level.

    Those are the parts legal, privacy, engineering and executive, as far as the level's rows name them; where they
    name none of them, everybody they name.
    """
    level = stretch.promises
    if level is None or not isinstance(level.targets.escalate, Duration) or stretch.policy.lacks("severities"):
        return
    length, start = level.targets.escalate, stretch.start
    first = {role: _first_answer(of, role) for role in _wanted(stretch)}
    missing = [role for role, found in first.items() if found is None]
    answered = [found for found in first.values() if found is not None]
    last = max(answered, key=lambda pair: moment(pair[1].answered or ""), default=None)
    text = last[1].answered if last and not missing else None
    lacking = f"not reached: {', '.join(map(of.title, missing))}" if missing else ""
    yield target_row(
        of,
        stretch,
        "escalate",
        stage="escalate",
        happened=written(text, start) if text else lacking,
        at=moment(text) if text else None,
        where=_place(of, last),
        then=_reached(of, stretch, length, RecordedOutcome(moment(text) if text else None), tuple(first)),
    )


def _reached(
    of: TraceContext, stretch: SeveritySpan, length: Duration, happened: RecordedOutcome, roles: Sequence[str]
) -> PromiseAnswer:
    promised = f"{', '.join(map(of.title, roles))} reached within {length}"
    reason = stretch.policy.lacks("escalation", "roles", *(("calendars",) if length.business_days else ()))
    if reason or stretch.start is None:
        return uncounted(promised, reason or "the record has no moment that it runs from")
    promised = f"{promised} of {stretch.start.name}"
    return judged_within(promised, length, stretch.start, stretch.policy.book, happened, of.now, stretch.until)


def _wanted(stretch: SeveritySpan) -> tuple[str, ...]:
    book = stretch.policy.book
    named = dict.fromkeys(row.to for row in book.escalation.rows if row.severity == stretch.level and not row.trigger)
    parts = book.roles.parts
    deciding = (parts.legal, parts.privacy, parts.engineering, parts.executive)
    return tuple(role for role in deciding if role in named) or tuple(named)


def _first_answer(of: TraceContext, role: str) -> _Numbered | None:
    """The first answer of a role, or of the one that was called in its place by a row of its own."""
    calls = [(i, one) for i, one in enumerate(of.incident.response.escalations) if one.to == role and one.answered]
    return min(calls, key=lambda pair: moment(pair[1].answered or ""), default=None)
