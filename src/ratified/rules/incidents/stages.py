"""INC-15, 16, 17, 21: containment to recovery, proof before return, evidence, and the word on disclosure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.policy.records.statements import judged, major
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, lacking, rule

if TYPE_CHECKING:
    from ratified.model.incident import Incident
    from ratified.model.place import Place

_STAGES = (("contain", "contained"), ("eradicate", "eradicated"), ("recover", "restored"))
STAFF, INSIDER = "staff-suspect", "insider"


def response_part(incident: Incident, name: str) -> Place:
    """Where a part of the response stands; where it is missing, the response."""
    return incident.response.spot.keys.get(name, incident.at("response"))


@rule("INC-15", "error", "A stage of the response is missing")
def stage_missing(case: RuleInput) -> RuleHits:
    """A closed incident has no timestamp contained, eradicated or restored, or no action of that kind, and does not
    list the stage under `not_applicable` with a reason.

    **Why it matters.** The criteria ask for containment, eradication and recovery by name. An incident that was
    closed without one of them left something behind, or did it and cannot show it.

    **How to fix it.** Enter the actions and the timestamp, or say why the stage did not apply.

    **Protects.** CC7.4, CC7.4-PF02, CC7.4-PF04, CC7.5
    """
    for incident in judged(case.book):
        excused = {one.stamp for one in incident.times.not_applicable}
        for kind, stamp in _STAGES if incident.status == "closed" else ():
            if stamp in excused:
                continue
            if getattr(incident.times.stages, stamp) is None:
                place = incident.times.spot.keys.get("stages", incident.at("status"))
                help_ = f"add {stamp}:, or a reason under not_applicable"
                yield RuleHit(place, f"{incident.id} is closed and was never {stamp}", help_, incident.id)
            elif not any(action.kind == kind for action in incident.response.actions):
                place = response_part(incident, "actions")
                what = f"{incident.id} was {stamp}, and no action of kind {kind} shows how"
                yield RuleHit(place, what, "enter what was done, by whom and when", incident.id)


@rule("INC-16", "error", "A return to production without proof")
def return_unproved(case: RuleInput) -> RuleHits:
    """A closed incident that restored something has no validated timestamp, no check under `validation`, a check that
    failed and did not pass later, or no word of return (`returned`); or somebody who made a check, or gave
    the word, did recovery work in the same incident. `validated` under `not_applicable` ends it.

    **Why it matters.** Who restored a system believes that it works. The criterion asks for somebody else to
    look before customers do.

    **How to fix it.** Enter the checks of the runbook's validation table with who made them; let somebody who did
    not restore make them.

    **Protects.** CC7.5, CC7.5-PF01, CC7.4-PF05
    """
    for incident in judged(case.book):
        excused = {one.stamp for one in incident.times.not_applicable}
        if incident.status == "closed" and not {"restored", "validated"} & excused:
            for hit in (*_proof(incident), *_custody_transfers(incident)):
                yield RuleHit(hit.place, hit.message, hit.help, incident.id)


def _proof(incident: Incident) -> RuleHits:
    response, id_ = incident.response, incident.id
    if incident.times.stages.validated is None:
        place = incident.times.spot.keys.get("stages", incident.at("status"))
        yield RuleHit(place, f"{id_} is closed and was never validated", "add validated:, once every check has passed")
    if not response.validation:
        place = response_part(incident, "validation")
        yield RuleHit(place, f"{id_} has no check before the return", "enter the checks of the runbook's table")
    passed = {check.check for check in response.validation if check.result == "passed"}
    for check in response.validation:
        if check.result == "failed" and check.check not in passed:
            what = f"{id_}: the check {check.check!r} failed and never passed"
            yield RuleHit(check.at("result"), what, "enter the later check that passed, or reopen the incident")
    if response.returned is None:
        place = response_part(incident, "returned")
        yield RuleHit(place, f"{id_}: nobody let the systems return", "add returned: with at, by and role")


def _custody_transfers(incident: Incident) -> RuleHits:
    doers = {action.by for action in incident.response.actions if action.kind == "recover"}
    returned, help_ = incident.response.returned, "let somebody do it who did not restore"
    for check in incident.response.validation:
        if check.by in doers:
            yield RuleHit(check.at("by"), f"{incident.id}: {check.by} restored, and made the check as well", help_)
    if returned is not None and returned.by in doers:
        yield RuleHit(returned.at("by"), f"{incident.id}: {returned.by} restored, and let it return as well", help_)


@rule("INC-17", "warning", "Evidence that would not hold up")
def evidence_weak(case: RuleInput) -> RuleHits:
    """An incident that was at a level for which the policy requires a commander is closed without any item of
    `evidence`; an item of one, open or closed, lacks its SHA-256, who collected it, or where it is kept; or an
    incident with a member of staff under suspicion (the trigger staff-suspect, or the scenario insider) has no
    decision on a legal hold.

    **Why it matters.** Evidence without a hash and a chain of hands proves nothing against anybody, and what
    was not held back from deletion is gone when counsel asks for it.

    **How to fix it.** Hash what was collected, say who did and where it lies; enter `legal_hold` with its reason.

    **Protects.** A.5.28, RS.AN-07, CC7.3-PF03
    """
    for incident in judged(case.book):
        response, said = incident.response, incident.classification
        if major(case.book, incident):
            if not response.evidence and incident.status == "closed":
                place = response_part(incident, "evidence")
                yield RuleHit(
                    place, f"{incident.id} is closed without evidence", "enter what was collected", incident.id
                )
            for exhibit in response.evidence:
                if missing := lacking(exhibit, ("sha256", "collected_by", "location")):
                    what = f"{incident.id}: {exhibit.id} has no {', no '.join(missing)}"
                    yield RuleHit(exhibit.at("id"), what, f"add {', '.join(missing)}", incident.id)
        suspected = said.scenario == INSIDER or any(trigger.id == STAFF for trigger in said.triggers)
        if suspected and response.legal_hold is None:
            what = f"{incident.id}: a member of staff is suspected, and nobody decided on a legal hold"
            place = response_part(incident, "legal_hold")
            yield RuleHit(place, what, "add legal_hold: with held, by, at and reason", incident.id)


@rule("INC-21", "error", "No decision on disclosure in the system description")
def disclosure_undecided(case: RuleInput) -> RuleHits:
    """A closed incident that was at a level for which the policy requires a commander has no
    `governance.disclosure`.

    **Why it matters.** Management's description of the system must tell of significant incidents of the period.
    It is the decision that is forgotten most, and the assessor asks for it for each one.

    **How to fix it.** Let the role that decides say yes or no, with the reason, and enter who and when.

    **Protects.** DC4
    """
    for incident in judged(case.book):
        if incident.status == "closed" and major(case.book, incident) and incident.governance.disclosure is None:
            what = f"{incident.id} is closed, and nobody decided whether the system description tells of it"
            help_ = "add governance.disclosure: with significant, reason, decided_by and decided_on"
            yield RuleHit(incident.spot.keys.get("governance", incident.at("status")), what, help_, incident.id)
