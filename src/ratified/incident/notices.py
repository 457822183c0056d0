"""Every notification clock, contract and commitment, against the decision and the notice in the record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.clock import CountingStart, Deadline, UncountableError, UncountedDeadline, moment, spoken
from ratified.incident.answering_notices import audiences, by_another_window, sent_instead, to_audience
from ratified.incident.measure import RecordedOutcome, by, doubted, judged, uncounted, written
from ratified.incident.notice_limits import decisions, notice_of
from ratified.incident.row import Counted, PromiseAnswer, TraceRow
from ratified.incident.severity_spans import SeveritySpan, worst
from ratified.incident.targets import target_row
from ratified.model.duration import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ratified.incident.context import TraceContext
    from ratified.model.data_entry import DataPointer
    from ratified.model.response import NoticeDecision
    from ratified.policy import Book


def notice_rows(of: TraceContext) -> Iterator[TraceRow]:
    """A row for each clock, window and commitment by the policy of the declaration, and one for the assessment.

    In brief only those that nobody can count, and the assessment.
    """
    if not of.stretches:
        return
    yield from _assessment(of)
    first = of.stretches[0]
    reason = first.policy.lacks("notifications", "contracts", "calendars", "severities")
    if reason:
        yield _row(of, "notifications", "data/notifications.yml", uncounted("every notice in time", reason), None)
        return
    book = first.policy.book
    contracts, decided = book.time_limits.contract, decisions(of.incident)
    for one in of.counted:
        if of.brief and not _uncountable(one):
            continue
        notice = decided.get(one.clock.removesuffix("/own"))
        if "/" in one.clock and not one.clock.endswith("/own") and isinstance(one, UncountedDeadline):
            continue  # a later report waits for the one before, which has a row
        sent = notice or sent_instead(of, one, contracts, book)
        yield _row(of, one.clock, _source(one, contracts), _answer(of, one, notice, contracts, book), sent)


def _uncountable(one: Counted) -> bool:
    return isinstance(one, UncountedDeadline) and one.reason == "uncountable"


def standing(of: TraceContext, one: Counted, book: Book) -> PromiseAnswer:
    """What became of one time limit, by the decision in the record and the notice that was sent."""
    contracts = book.time_limits.contract
    return _answer(of, one, notice_of(of.incident, one.clock), contracts, book)


def _row(
    of: TraceContext, id_: str, source: str, answer: PromiseAnswer, found: tuple[int, NoticeDecision] | None
) -> TraceRow:
    sent = found[1].sent if found else None
    steps = (found[0], "sent" if sent else "decision") if found else ()
    return TraceRow(
        stage="notify",
        id=id_,
        source=source,
        happened=written(sent) if sent else "",
        at=moment(sent) if sent else None,
        where=of.incident.pointer("response", "notifications", *steps),
        then=answer,
    )


def _source(one: Counted, contracts: Mapping[str, str]) -> str:
    if one.clock in contracts:
        return f"data/contracts.yml {contracts[one.clock]}"
    return f"data/notifications.yml {one.clock.partition('/')[0]}"


def _answer(
    of: TraceContext,
    one: Counted,
    numbered: tuple[int, NoticeDecision] | None,
    contracts: Mapping[str, str],
    book: Book,
) -> PromiseAnswer:
    promised = f"{one.to}: {one.arithmetic}" if isinstance(one, Deadline) else one.to
    due = one.due_at if isinstance(one, Deadline) else None
    if numbered is None:
        return _unwritten(of, one, promised, contracts.get(one.clock), contracts, book)
    notice = numbered[1]
    if notice.decision == "not-required":
        return PromiseAnswer(
            promised, due, "not applicable", notice.reason or "the record decides that it is not required"
        )
    if isinstance(one, UncountedDeadline):
        return _without(one, notice)
    if notice.decision == "pending":
        return _undecided(of, promised, due, "not decided yet")
    if notice.sent is None and not of.now.past(due):
        return PromiseAnswer(promised, due, "open")
    answer = judged(promised, due, RecordedOutcome(moment(notice.sent) if notice.sent else None), of.now)
    late = f"{answer.why}; the record says why: {notice.late_reason}" if notice.late_reason else answer.why
    return replace(answer, why=late)


def _unwritten(
    of: TraceContext, one: Counted, promised: str, contract: str | None, contracts: Mapping[str, str], book: Book
) -> PromiseAnswer:
    """What stands of a time limit that the record has no decision on."""
    due = one.due_at if isinstance(one, Deadline) else None
    if contract is not None and contract not in of.incident.classification.impact.contracts:
        return PromiseAnswer(promised, due, "not applicable", f"the record does not name {contract} as affected")
    if isinstance(one, UncountedDeadline):
        return _without(one, None)
    if contract is not None and (other := by_another_window(of, contracts, contract)) is not None:
        found = judged(promised, due, RecordedOutcome(moment(other.sent or "")), of.now)
        return replace(found, why=f"{found.why}{', ' * bool(found.why)}by the notice under {other.clock}")
    if one.kind == "commitment" and "/" not in one.clock:
        return _commitment(of, one, promised, book)
    if not one.binding:
        return PromiseAnswer(promised, due, "not applicable", "not in force as far as we know")
    return _undecided(of, promised, due, "no decision in the record")


def _undecided(of: TraceContext, promised: str, due: datetime | None, why: str) -> PromiseAnswer:
    overdue = of.now.past(due) or (due is None and of.now.closed)
    return PromiseAnswer(promised, due, "no record" if overdue else "open", why)


def _without(one: UncountedDeadline, notice: NoticeDecision | None) -> PromiseAnswer:
    if one.reason == "uncountable":
        return uncounted(one.to, one.why)
    if one.reason == "not_started" and notice is not None and notice.decision == "notify":
        needed = spoken(one.trigger) if one.trigger else "what it starts from"
        return PromiseAnswer(one.to, None, "no record", f"to be notified, but the record has no moment of {needed}")
    return PromiseAnswer(one.to, None, "not applicable", f"it {one.why}" if one.reason == "not_started" else one.why)


def _commitment(of: TraceContext, one: Deadline, promised: str, book: Book) -> PromiseAnswer:
    """Our own word to an audience is kept by the notices that go to it; the last one counts."""
    known = audiences(book)
    notices = [n for n in of.incident.response.notifications if known.get(n.clock) == one.audience]
    wanted = to_audience(of, one, book)
    if not wanted:
        why = f"no clock asked for a notice to {one.audience}" if notices else "no decision in the record"
        undecided = any(n.decision == "pending" for n in notices) or not notices
        return (
            _undecided(of, promised, one.due_at, why)
            if undecided
            else PromiseAnswer(promised, one.due_at, "not applicable", why)
        )
    sent = [moment(n.sent) for n in wanted if n.sent]
    found = judged(promised, one.due_at, RecordedOutcome(max(sent) if len(sent) == len(wanted) else None), of.now)
    under = ", ".join(dict.fromkeys(n.clock for n in wanted))
    return replace(found, why=f"{found.why}{', ' * bool(found.why)}by the notice under {under}") if sent else found


def _assessment(of: TraceContext) -> Iterator[TraceRow]:
    """A decision for every clock in scope, within the target of the most severe level, from awareness (IR-7.4)."""
    stretch = worst(of.stretches)
    level, target = stretch.promises, "assess_notification"
    length = level.targets.assess_notification if level else None
    if not isinstance(length, Duration):
        return
    aware = of.incident.times.clocks.awareness
    answer, words, place = _assessed(of, stretch, length, aware)
    yield target_row(of, stretch, target, stage="notify", happened=words, where=place, then=answer)


def _assessed(
    of: TraceContext, stretch: SeveritySpan, length: Duration, aware: str | None
) -> tuple[PromiseAnswer, str, DataPointer]:
    promised = f"every clock in scope decided within {length} of awareness"
    place = of.incident.pointer("response", "notifications")
    reason = stretch.policy.lacks("notifications", "severities")
    if reason:
        return uncounted(promised, reason), "", place
    if aware is None:
        return PromiseAnswer(promised, None, "not applicable", "the record has no moment of awareness"), "", place
    notices = {n.clock: (i, n) for i, n in enumerate(of.incident.response.notifications) if n.assessed}
    scope = [row.clock for row in stretch.policy.book.notifications.in_scope]
    start, missing = CountingStart("awareness", moment(aware)), [id_ for id_ in scope if id_ not in notices]
    done = max(
        (notices[id_] for id_ in scope if id_ in notices), key=lambda p: moment(p[1].assessed or ""), default=None
    )
    text = done[1].assessed if done and not missing else None
    try:
        due = by(length, start, stretch.policy.book)
    except UncountableError as error:
        return uncounted(promised, error), "", place
    answer = judged(promised, due, RecordedOutcome(moment(text) if text else None), of.now)
    answer = doubted(answer, length, start, stretch.policy.book)
    words = written(text, start) if text else f"not decided: {', '.join(missing)}" if missing else ""
    where = of.incident.pointer("response", "notifications", done[0], "assessed") if done and text else place
    return answer, words, where
