"""The rows of the matrix, and the target by which the deciders are reached.

An escalation counts when a person has answered. A row is kept where its role was called in its time and that role,
or the one that is next when nobody answers, had answered by the end of the wait that the row gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ratified.clock import Start, UncountableError, moment
from ratified.model.counted import counted
from ratified.model.duration import Duration
from ratified.model.entry import Pointer
from ratified.model.response import Told
from ratified.model.severities import EscalationRow
from ratified.trace.case import Traced
from ratified.trace.measure import Happened, by, judged, uncounted, written
from ratified.trace.row import Answer, Row
from ratified.trace.stretches import Stretch
from ratified.trace.targets import target_source

_Numbered = tuple[int, Told]


def escalation_rows(of: Traced) -> Iterator[Row]:
    """A row for each row of the matrix for each level and each fact that escalates, and one for the deciders."""
    known = {trigger.id: moment(trigger.at_) for trigger in of.incident.classification.triggers}
    for stretch in of.stretches:
        for row in stretch.policy.book.escalation.rows:
            if row.severity == stretch.level and row.trigger is None and row.within is not None:
                yield _row(of, stretch, row, stretch.start)
            elif stretch.first and row.trigger in known and row.severity in {None, stretch.level} and row.within:
                yield _row(of, stretch, row, Start(f"the fact {row.trigger}", known[row.trigger]))
        yield from _deciders(of, stretch)


def _row(of: Traced, stretch: Stretch, row: EscalationRow, begun: Start | None) -> Row:
    calls = _calls(of, row, begun)
    answered = [(i, one) for i, one in calls if one.answered]
    first = min(answered, key=lambda pair: moment(pair[1].answered or ""), default=None)
    shown = first or (calls[-1] if calls else None)
    start = _known_since(of, stretch, row.from_, begun)
    return Row(
        stage="escalate",
        id=row.id,
        level=stretch.level if row.trigger is None else None,
        clause=of.clause(stretch.level, "escalate") if row.trigger is None else None,
        source=f"data/escalation.yml {row.id}",
        happened=_words(of, first, calls, row, start),
        at=moment(first[1].answered) if first and first[1].answered else None,
        where=_place(of, shown),
        then=_answer(of, stretch, row, start, calls, first),
    )


def _answer(
    of: Traced,
    stretch: Stretch,
    row: EscalationRow,
    start: Start | None,
    calls: Sequence[_Numbered],
    first: _Numbered | None,
) -> Answer:
    assert row.within is not None, "rows without a time promise nothing"  # noqa: S101 - for types: nothing else would hold
    promised = f"{of.title(row.to)} told within {row.within}"
    reason = stretch.policy.lacks("escalation", *(("calendars",) if row.within.business_days else ()))
    if reason or start is None:
        return uncounted(promised, reason or "the record has no moment that it runs from")
    promised = f"{promised} of {start.name}"
    try:
        due = by(row.within, start, stretch.policy.book)
        wait = by(row.if_no_ack.after, Start("", due), stretch.policy.book) if row.if_no_ack else due
    except UncountableError as error:
        return uncounted(promised, error)
    in_time = any(one.to == row.to and moment(one.at_) <= due for _, one in calls)
    at = moment(first[1].answered) if first and first[1].answered else None
    if at is not None and in_time and due < at <= wait:
        return Answer(promised, due, "met", f"called in time, and answered within the wait of {_after(row)}")
    found = judged(promised, due, Happened(at), of.now, stretch.until if row.trigger is None else None)
    if found.outcome in {"missed", "no record"} and at is None and calls:
        return Answer(promised, due, "missed", f"nobody answered {counted(len(calls), 'call')}")
    return found


def _after(row: EscalationRow) -> str:
    return str(row.if_no_ack.after) if row.if_no_ack else "nothing"


def _calls(of: Traced, row: EscalationRow, begun: Start | None) -> list[_Numbered]:
    """The calls that answer a row: those that name it, and those to its role whatever row they name.

    A fact is only passed on by a call that came after it; who was reached at a lower level has been reached.
    """
    roles = {row.to, row.if_no_ack.to} if row.if_no_ack else {row.to}
    told = list(enumerate(of.incident.response.escalations))
    named = [(i, one) for i, one in told if row.id in one.rows and one.to in roles]
    since = begun.at if row.trigger is not None and begun else None
    others = [(i, o) for i, o in told if o.to == row.to and (since is None or moment(o.at_) >= since)]
    return sorted({i: (i, one) for i, one in (*named, *others)}.values(), key=lambda pair: moment(pair[1].at_))


def _known_since(of: Traced, stretch: Stretch, role: str, begun: Start | None) -> Start | None:
    """When whoever must pass it on knew, if that was after it began: a row runs from then."""
    if begun is None:
        return None
    knew = _knew(of, stretch, role)
    if knew is None or knew <= begun.at:
        return begun
    return Start(f"the {of.title(role)} knowing", knew)


def _knew(of: Traced, stretch: Stretch, role: str) -> datetime | None:
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
    of: Traced, first: _Numbered | None, calls: Sequence[_Numbered], row: EscalationRow, start: Start | None
) -> str:
    if first is not None and first[1].answered:
        who = "" if first[1].to == row.to else f" ({of.title(first[1].to)} instead)"
        return f"{written(first[1].answered, start)}{who}"
    return f"{len(calls)} without an answer" if calls else ""


def _place(of: Traced, shown: _Numbered | None) -> Pointer:
    steps = (shown[0], "answered") if shown else ()
    return of.incident.pointer("response", "escalations", *steps)


def _deciders(of: Traced, stretch: Stretch) -> Iterator[Row]:
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
    yield Row(
        stage="escalate",
        id="escalate",
        level=stretch.level,
        clause=of.clause(stretch.level, "escalate"),
        source=target_source(stretch.level, "escalate"),
        happened=written(text, start) if text else _not_reached(of, missing),
        at=moment(text) if text else None,
        where=_place(of, last),
        then=_reached(of, stretch, length, Happened(moment(text) if text else None), tuple(first)),
    )


def _reached(of: Traced, stretch: Stretch, length: Duration, happened: Happened, roles: Sequence[str]) -> Answer:
    promised = f"{', '.join(map(of.title, roles))} reached within {length}"
    reason = stretch.policy.lacks("escalation", "roles", *(("calendars",) if length.business_days else ()))
    if reason or stretch.start is None:
        return uncounted(promised, reason or "the record has no moment that it runs from")
    promised = f"{promised} of {stretch.start.name}"
    try:
        return judged(promised, by(length, stretch.start, stretch.policy.book), happened, of.now, stretch.until)
    except UncountableError as error:
        return uncounted(promised, error)


def _wanted(stretch: Stretch) -> tuple[str, ...]:
    book = stretch.policy.book
    named = dict.fromkeys(row.to for row in book.escalation.rows if row.severity == stretch.level and not row.trigger)
    parts = book.roles.parts
    deciding = (parts.legal, parts.privacy, parts.engineering, parts.executive)
    return tuple(role for role in deciding if role in named) or tuple(named)


def _first_answer(of: Traced, role: str) -> _Numbered | None:
    """The first answer of a role, or of the one that was called in its place by a row of its own."""
    calls = [(i, one) for i, one in enumerate(of.incident.response.escalations) if one.to == role and one.answered]
    return min(calls, key=lambda pair: moment(pair[1].answered or ""), default=None)


def _not_reached(of: Traced, roles: Sequence[str]) -> str:
    return f"not reached: {', '.join(map(of.title, roles))}" if roles else ""
