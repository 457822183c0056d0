"""INC-39: who was paged is who was on call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import UncountableError, moment
from ratified.incident.approved_files import ApprovedVersion, approved_versions
from ratified.model.people import OnCall
from ratified.policy.records.statements import judged
from ratified.policy.roster.duty_hours import countable
from ratified.policy.roster.on_call import duty_at
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ratified.approval.record import ApprovalRecord
    from ratified.model.incident import Incident
    from ratified.policy.roster.on_call import OnCallDuty

ONCALL = "data/oncall.yml"


@record_rule("INC-39", "error", "The person called is not the person on call", since="0.2.0")
def called_not_on_call(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The first escalation of an incident to a role that has a rotation went to somebody who was not primary then, by
    the version of `data/oncall.yml` that was approved at that moment, with its overrides. So did the response by the
    role of the first responder, where neither the primary nor the backup declared. Who is called after the first one
    did not answer is left alone, and so is a role for which nobody was on call, and a version that cannot be read.

    **Why it matters.** The schedule is what the policy says of who is woken up. Where the record shows another one, the
    schedule was wrong, or was not asked, and on the next night the page goes to somebody who does not expect it.

    **How to fix it.** Enter who was called, in the order in which they were. Where people had swapped, put the override
    into `data/oncall.yml` before the week begins; where the wrong one was called, say so in a deviation and waive this
    with that reason.

    **Protects.** CC7.4-PF01, CC7.4-PF06, 12.10.3
    """
    found = list(judged(case.book))
    versions = approved_versions(record.approvals, ONCALL, OnCall) if found else ()
    for incident in found if versions else ():
        yield from _first_calls(versions, incident)
        yield from _declared(case, versions, incident)


def _first_calls(versions: Sequence[ApprovedVersion[OnCall]], incident: Incident) -> RuleHits:
    asked: set[str] = set()
    for told in sorted(incident.response.escalations, key=lambda one: moment(one.at_)):
        if told.to in asked or told.person is None:
            continue
        asked.add(told.to)
        duties = _on_duty(versions, told.to, moment(told.at_))
        if duties and told.person not in {duty.primary for duty in duties}:
            what = f"{incident.id}: {told.person} was called as {told.to} at {told.at_}, and {_names(duties)} on call"
            help_ = "enter who was called first, or the override that the week had"
            yield RuleHit(told.at("person"), what, help_, incident.id)


def _declared(case: RuleInput, versions: Sequence[ApprovedVersion[OnCall]], incident: Incident) -> RuleHits:
    first = case.book.escalation.first_responder
    for change in incident.classification.severity[:1]:
        duties = _on_duty(versions, first, moment(change.at_)) if change.role == first else ()
        if duties and change.by not in {person for duty in duties for person in (duty.primary, duty.backup)}:
            what = f"{incident.id}: {change.by} declared as {first} at {change.at_}, and {_names(duties)} on call"
            yield RuleHit(change.at("by"), what, "enter who declared, or the override that the week had", incident.id)


def _on_duty(versions: Sequence[ApprovedVersion[OnCall]], role: str, when: datetime) -> Sequence[OnCallDuty]:
    """Who was on call for a role at a moment; nobody where the schedule of then says nothing."""
    before = [one for one in versions if one.since <= when]
    said = before[-1].said if before else None
    rotations = [one for one in said.rotations if one.role == role and countable(one)] if said else []
    try:
        found = [duty_at(rotation, when) for rotation in rotations]
    except UncountableError:
        return ()
    return [duty for duty in found if duty is not None]


def _names(duties: Sequence[OnCallDuty]) -> str:
    people = list(dict.fromkeys(duty.primary for duty in duties))
    return f"{' and '.join(people)} {'was' if len(people) == 1 else 'were'}"
