"""INC-23, 24, 26: what a record of an incident names exists, and a vendor's part is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.incident_times import STAGES
from ratified.model.place import Locatable
from ratified.model.severities import TARGETS
from ratified.policy.records.statements import judged, major
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule, warning_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.incident import FollowedRunbook, Incident
    from ratified.model.response import IncidentDecision, RecoveryCheck
    from ratified.policy import Book

VENDOR_TRIGGER, VENDOR_SCENARIO = "vendor-source", "vendor-breach"


@rule("INC-23", "warning", "A runbook that was not followed to its end")
def runbook_not_followed(case: RuleInput) -> RuleHits:
    """A record cites a runbook that there is not, or one that is a draft or retired while the incident is open;
    or a closed incident, at a level for which the policy requires a commander, neither answers a decision of a
    runbook it followed (`answers: RB-01-D2` under `decisions`) nor lists it under `left_out` with a reason.

    **Why it matters.** The runbook is the commitment on how this kind of incident is handled. A question of it
    that nobody answered was skipped without a word.

    **How to fix it.** Enter the decision, or why it did not arise.

    **Protects.** CC7.4, RS.MA-01
    """
    for incident in judged(case.book):
        for followed in incident.runbooks:
            yield from _followed(case.book, incident, followed)


def _followed(book: Book, incident: Incident, followed: FollowedRunbook) -> RuleHits:
    page = book.runbook.get(followed.id)
    front = page.runbook if page else None
    if front is None:
        what = f"{incident.id}: there is no runbook {followed.id}"
        yield RuleHit(followed.at("id"), what, "name one that there is", incident.id)
        return
    if front.status != "active" and incident.status == "declared":
        what = f"{incident.id} follows {followed.id}, which is {front.status}"
        yield RuleHit(followed.at("id"), what, "follow one that is active", incident.id)
    if incident.status != "closed" or not major(book, incident):
        return
    answered = {decided.answers for decided in incident.response.decisions}
    left_out = {step.step for step in followed.left_out}
    for decision in front.decisions:
        if decision.id not in answered and decision.id not in left_out:
            what = f"{incident.id} does not answer {decision.id}: {decision.question}"
            help_ = f"enter the decision with answers: {decision.id}, or list it under left_out with the reason"
            yield RuleHit(followed.at("id"), what, help_, incident.id)


@rule("INC-24", "warning", "A vendor's incident without the vendor's notice")
def vendor_untold(case: RuleInput) -> RuleHits:
    """An incident that started at a vendor (the trigger vendor-source, the scenario vendor-breach, or a vendor
    under `origin`) does not name the vendor, or not when its notice reached us.

    **Why it matters.** Our clocks may start when the vendor's message arrives. Without its moment nobody can
    say whether we were late, or they were.

    **How to fix it.** Add `vendor` and `vendor_notice` under `origin`.

    **Protects.** CC9.2, P6.5
    """
    for incident in judged(case.book):
        said, origin = incident.classification, incident.origin
        triggered = any(trigger.id == VENDOR_TRIGGER for trigger in said.triggers)
        if origin is None or not (triggered or said.scenario == VENDOR_SCENARIO or origin.vendor):
            continue
        for name in ("vendor", "vendor_notice"):
            if getattr(origin, name) is None:
                what = f"{incident.id} started at a vendor, and has no {name}"
                yield RuleHit(incident.spot.key("origin"), what, f"add origin.{name}", incident.id)


@rule("INC-26", "error", "A record names something that does not exist")
def names_nothing(case: RuleInput) -> RuleHits:
    """A record of an incident names a severity, a criterion, a trigger, a row of the matrix, a role, an intake
    source, a contract, a clock, a stage or a target that does not exist, or another incident that does not.
    In a closed record it is a warning, since the policy may have dropped it by now; in a draft as well. Runbooks
    are INC-23, people INC-06.

    **Why it matters.** A misspelt id answers to nothing: the rule that should have looked at it is silent.

    **How to fix it.** Write the id as the data has it.

    **Protects.** CC7.3, CC5.3
    """
    known = _known(case.book)
    for incident in case.book.incidents:
        level = warning_where(incident.status != "declared")
        for kind, name, place in _unknown(case.book, incident, known):
            what = f"{incident.id}: there is no {kind} {name}"
            yield RuleHit(place.place, what, "write the id as the data has it", incident.id, level)


_Named = tuple[str, str, Locatable]


def _unknown(book: Book, incident: Incident, known: dict[str, set[str]]) -> Iterator[_Named]:
    for kind, name, place in (*_of_classification(incident), *_of_response(incident)):
        if name not in known[kind]:
            yield kind, name, place
    aside = incident.set_aside
    if aside is not None and aside.merged_into is not None and aside.merged_into not in book.incident:
        yield "incident", aside.merged_into, aside.pointer("merged_into")


def _known(book: Book) -> dict[str, set[str]]:
    windows = {window.id for contract in book.contracts.contracts for window in contract.windows}
    rows = {row.id for row in book.escalation.rows}
    clocks = set(book.clock) | windows | set(book.commitment)
    return {
        "severity": set(book.level),
        "criterion": set(book.criterion),
        "trigger": {trigger.id for trigger in book.escalation.triggers},
        "escalation row": rows,
        "role": {*book.role, *book.outside_role},
        "intake source": set(book.source),
        "contract": {contract.id for contract in book.contracts.contracts},
        "clock": clocks,
        "stage": set(STAGES),
        "promise": {*TARGETS, *rows, *clocks, *book.clause, *book.limit},
    }


def _of_classification(incident: Incident) -> Iterator[_Named]:
    said, origin = incident.classification, incident.origin
    if origin is not None:
        yield "intake source", origin.intake, origin.pointer("intake")
    for change in said.severity:
        yield "severity", change.level, change.pointer("level")
        yield "role", change.role, change.pointer("role")
        for index, criterion in enumerate(change.criteria):
            yield "criterion", criterion, change.pointer("criteria", index)
    for trigger in said.triggers:
        yield "trigger", trigger.id, trigger.pointer("id")
    for index, contract in enumerate(said.impact.contracts):
        yield "contract", contract, said.impact.pointer("contracts", index)
    for one in incident.times.not_applicable:
        yield "stage", one.stamp, one.pointer("stamp")
    for index, stage in enumerate(incident.times.estimated):
        yield "stage", stage, incident.times.pointer("estimated", index)


def _of_response(incident: Incident) -> Iterator[_Named]:
    response = incident.response
    for turn in response.roles:
        yield "role", turn.role, turn.pointer("role")
    for told in response.escalations:
        yield "role", told.to, told.pointer("to")
        for index, row in enumerate(told.rows):
            yield "escalation row", row, told.pointer("rows", index)
    acts: tuple[IncidentDecision | RecoveryCheck, ...] = (*response.decisions, *response.validation)
    for act in acts:
        yield "role", act.role, act.pointer("role")
    for notice in response.notifications:
        yield "clock", notice.clock, notice.pointer("clock")
    for deviation in incident.deviations:
        yield "promise", deviation.promise, deviation.pointer("promise")
