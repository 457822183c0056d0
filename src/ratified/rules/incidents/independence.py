"""INC-36, 37: who accepts a miss or approves a record is not who answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.policy.records.statements import days, judged
from ratified.policy.roster.holders import in_term, title
from ratified.rules.documents import listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.approval.record import ApprovalRecord
    from ratified.model.incident import Incident
    from ratified.model.review import Deviation
    from ratified.policy import Book

_BY_FIRST_RESPONDER = frozenset({"acknowledge", "name_commander", "triage"})
"""Promises that are missed before anybody commands."""


@rule("INC-36", "error", "A deviation accepted by whoever caused it, or by their deputy", since="0.2.0")
def miss_accepted_within(case: RuleInput) -> RuleHits:
    """A deviation of an incident was accepted by the one who missed the target, or by somebody who on that day was the
    deputy in a role of which that one was the primary. Of a row of the matrix the one who missed it held its `from`
    role; of `acknowledge`, `name_commander` and `triage` the role of the first responder; of a clock it is who assessed
    the notice; of everything else who commanded, and where nobody did, everybody under `roles`.

    **Why it matters.** A miss that is accepted is a control that works, because somebody else looked at it. A deputy
    a deputy who signs for the person they deputise for signs for themselves.

    **How to fix it.** Let the role above accept it (`executive-sponsor` in the reference policy), and enter who did.

    **Protects.** CC4.2, CC1.3, CC5.1
    """
    for incident in judged(case.book):
        for deviation in incident.deviations:
            who, moment = deviation.accepted_by, deviation.accepted or incident.times.stages.declared
            if who is None or moment is None:
                continue
            for missed in _missed_by(case.book, incident, deviation):
                if (why := _too_near(case.book, who, missed, days(moment))) is not None:
                    what = f"{incident.id}: {who} accepted that {deviation.promise} was missed, {why}"
                    help_ = "let somebody accept it who neither missed it nor is the deputy of whoever did"
                    yield RuleHit(deviation.at("accepted_by"), what, help_, incident.id)
                    break


def _missed_by(book: Book, incident: Incident, deviation: Deviation) -> list[str]:
    """Who answered for a promise, each once."""
    promise = deviation.promise.partition("/")[0]
    row = next((one for one in book.escalation.rows if one.id == promise), None)
    assessed = [one.assessed_by for one in incident.response.notifications if one.clock == promise]
    if row is not None and row.from_ is not None:
        found = _served(incident, row.from_)
    elif promise in _BY_FIRST_RESPONDER:
        found = _served(incident, book.escalation.first_responder)
    else:
        found = [one for one in assessed if one] or _served(incident, book.roles.parts.commander)
        found = found or [turn.person for turn in incident.response.roles]
    return list(dict.fromkeys(found))


def _served(incident: Incident, role: str) -> list[str]:
    return [turn.person for turn in incident.response.roles if turn.role == role]


def _too_near(book: Book, who: str, missed: str, on: tuple[date, date]) -> str | None:
    """Why somebody may not accept what another one missed; None where they may."""
    if who == missed:
        return "and answered for it"
    for role in book.roles.roles:
        seats = {(holder.person, holder.as_) for holder in role.holders if any(in_term(holder, day) for day in on)}
        if (missed, "primary") in seats and (who, "deputy") in seats:
            return f"and is deputy of {missed}, who answered for it, as {title(book, role.id)}"
    return None


@record_rule("INC-37", "error", "A record approved by its incident commander", since="0.2.0")
def record_approved_by_commander(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A commit on main that changed the record of an incident was approved by somebody who commanded in it (the part
    `commander` under `roles`). One finding for each commander, with the commits. Commits before the adoption, and
    those that nobody approved, are other findings.

    **Why it matters.** The record says how well the incident was commanded. Who commanded is the last one whose word
    for that is worth anything, and an assessor compares the two names.

    **How to fix it.** Let another approver of the class merge what concerns this record. What was merged stays in the
    history: let another approver read the record as a whole, and waive this with that reason.

    **Protects.** CC4.1, CC5.1, CC7.5-PF03
    """
    for incident in judged(case.book):
        commanders = _served(incident, case.book.roles.parts.commander)
        approved = dict(_approvers(record, f"data/incidents/{incident.id}.yml")) if commanders else {}
        for turn in incident.response.roles:
            landings = [id_[:10] for id_, who in approved.items() if who == turn.person]
            if turn.role == case.book.roles.parts.commander and landings:
                what = f"{incident.id}: {turn.person} commanded, and approved the record ({listed(landings)})"
                help_ = "let another approver merge changes of this record; what is over is waived with its reason"
                yield RuleHit(turn.at("person"), what, help_, incident.id)


def _approvers(record: ApprovalRecord, path: str) -> Iterator[tuple[str, str]]:
    """The landings that changed a file and approved its document, with who did."""
    timeline, decisions = record.approvals.timeline, record.approvals.decisions
    document = next(iter(timeline.defined(record.approvals.head).of(path)), None)
    numbers, _ = timeline.path_history.get(path, ([], []))
    if document is None:
        return
    decisions.prefetch((document,), whole=True)
    for number in sorted({*numbers} & {*decisions.in_force(document)}):
        outcome = decisions.outcome(document, number)
        if outcome.approved and outcome.approver is not None:
            yield timeline.landings[number].commit.id, outcome.approver.id
