"""INC-12, 13: notices against the clocks, contracts and commitments in force when the incident was declared."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from ratified.clock import Deadline, UncountedDeadline, moment, spoken, utc_words
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.incident import TracedIncidents
    from ratified.model.incident import Incident
    from ratified.model.response import NoticeDecision

_SAME = timedelta(minutes=1)
"""Records are written to the minute; a day ends with its last second."""


@record_rule("INC-12", "error", "A notice that was late, or never sent")
def notice_late(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A notice was sent after its clock had run out, and the row gives no `late_reason`; or its time is over and
    nothing was sent, or not even decided. Of what the law gives and what we take for ourselves the earlier counts;
    a delay that law enforcement asked for moves both. The time is counted from the timestamps of the record.

    **Why it matters.** A late notice with reasons is lawful under most regimes (GDPR Art 33(1)); a late one without
    them is an offence of its own, and one that was forgotten is the worst case.

    **How to fix it.** Send it, and write why it was late in `late_reason`. Where a time rests on a timestamp that is
    wrong, correct the timestamp by an amendment that says so. Check every clock with counsel.

    **Protects.** P6.3, P6.6, CC7.4-PF12
    """
    judged = case.judged(record)
    today = datetime.combine(case.as_of, time(0), UTC)
    for incident in judged.incidents():
        for notice in incident.response.notifications:
            due = min((one.due_at for one in _of(judged, incident, notice) if one.due_at), default=None)
            if due is None or notice.decision == "not-required":
                continue
            told = f"{incident.id}: {notice.clock} was due {utc_words(due)}"
            if notice.sent is not None and moment(notice.sent) > due and notice.late_reason is None:
                what = f"{told} and sent {utc_words(moment(notice.sent))}, with no reason"
                yield RuleHit(notice.at("sent"), what, "add late_reason: with the facts", incident.id)
            elif notice.sent is None and due < today:
                state = "nobody has decided it" if notice.decision == "pending" else "nothing was sent"
                yield RuleHit(
                    notice.at("decision"), f"{told}, and {state}", "send it, or enter when it was", incident.id
                )


@record_rule("INC-13", "error", "A due time that the record's own timestamps do not give")
def due_wrong(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The `due` of a notice is not what its clock gives from the timestamps of the record, nor what we take for
    ourselves; or its `start` is not the timestamp that the clock runs from; or a due time is written and the record has
    no such timestamp.

    **Why it matters.** People work towards the time that is written there. One that is a day too late loses the
    notice; one moved by hand looks like a timestamp that was moved.

    **How to fix it.** Write what `ratified trace` counts, or correct the timestamp that it is counted from.

    **Protects.** P6.6, CC7.4-PF12
    """
    judged = case.judged(record)
    for incident in judged.incidents():
        for notice in incident.response.notifications:
            found = _of(judged, incident, notice)
            yield from _due(judged, incident, notice, found)
            starts = list(dict.fromkeys(one.trigger_at for one in found))
            if notice.start and starts and not _near(moment(notice.start), starts):
                what = f"{incident.id}: {notice.clock} runs from {spoken(found[0].trigger)}, {utc_words(starts[0])}"
                help_ = "write that timestamp, or correct it under times"
                yield RuleHit(
                    notice.at("start"), f"{what}, not from {utc_words(moment(notice.start))}", help_, incident.id
                )


def _due(judged: TracedIncidents, incident: Incident, notice: NoticeDecision, found: Sequence[Deadline]) -> RuleHits:
    if notice.due is None:
        return
    dues = [one.due_at for one in found if one.due_at is not None]
    if dues and not _near(moment(notice.due), dues):
        what = f"{incident.id}: {notice.clock} is due {utc_words(min(dues))}, not {utc_words(moment(notice.due))}"
        arithmetic = min((one for one in found if one.due_at), key=lambda one: one.due_at or _NEVER).arithmetic
        yield RuleHit(notice.at("due"), what, f"it is {arithmetic}", incident.id)
    elif not dues and (waiting := _waiting(judged, incident, notice)) is not None:
        what = f"{incident.id}: {notice.clock} has a due time and {waiting}"
        yield RuleHit(notice.at("due"), what, "enter the timestamp under times, or take the due time out", incident.id)


_NEVER = datetime.max.replace(tzinfo=UTC)


def _of(judged: TracedIncidents, incident: Incident, notice: NoticeDecision) -> list[Deadline]:
    """The deadlines of a notice's clock: what the law or contract gives, and what we take for ourselves."""
    return [one for one in judged.counted_for(incident, notice.clock) if isinstance(one, Deadline)]


def _waiting(judged: TracedIncidents, incident: Incident, notice: NoticeDecision) -> str | None:
    """What the record lacks for a clock to start; None where it is something else that keeps it from being counted."""
    found = (one for one in judged.counted_for(incident, notice.clock) if isinstance(one, UncountedDeadline))
    return next((f"the record has no such moment: it {one.why}" for one in found if one.reason == "not_started"), None)


def _near(at: datetime, others: Sequence[datetime]) -> bool:
    return any(abs(at - other) < _SAME for other in others)
