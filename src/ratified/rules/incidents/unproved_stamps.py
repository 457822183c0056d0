"""INC-40: a target that is met by a stamp alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ratified.model.duration import Duration
from ratified.policy.records.statements import at, judged, levels
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.model.incident import Incident
    from ratified.policy import Book

ANSWERED_BY = {
    "acknowledge": "acknowledged",
    "name_commander": "commander_named",
    "decide_containment": "containment_decided",
    "contain": "contained",
    "recover": "restored",
}
"""The targets that one stamp answers."""

_DONE_BY = {"contained": "contain", "restored": "recover"}
"""Stages that an action reaches; where no action of the kind is there, INC-15 says so."""

_NEAR = timedelta(minutes=1)
"""Records are written to the minute."""


@rule("INC-40", "error", "A target met by a timestamp that nothing shows", since="0.2.0")
def stamp_unproved(case: RuleInput) -> RuleHits:
    """A closed incident answers a target of a level it was at (`acknowledge`, `name_commander`, `decide_containment`,
    `contain`, `recover`) by its timestamp, and nothing under `response` is dated at that minute, or a minute beside it:
    no line of the timeline, escalation, answer, role, decision, action, exhibit or check. Or a notice says when it was
    `sent`, and has no `proof`. A stage that is estimated or not applicable is left alone; one before detection or after
    closing is INC-03, one without an action of its kind INC-15.

    **Why it matters.** "Met in four minutes" is a number that somebody wrote. The assessor asks for what happened at
    that minute: the answer on the pager, the decision, the change that closed the hole.

    **How to fix it.** Enter what the timestamp was read from: the line of the timeline with who acknowledged, decided
    or saw it. Where nothing shows it, the target was not met as far as anybody can say: enter a deviation.

    **Protects.** CC7.4-PF06, CC7.3, CC4.2
    """
    for incident in judged(case.book):
        if incident.status == "closed":
            known = [at(one.text) for one in case.moments(incident) if one.path[0] == "response"]
            for stage in _answering(case.book, incident):
                stamp = getattr(incident.times.stages, stage)
                if not any(abs(one - at(stamp)) <= _NEAR for one in known):
                    what = f"{incident.id}: {stage} is {stamp}, and nothing in the response is of that minute"
                    help_ = (
                        "enter the line of the timeline, the decision or the action that the timestamp was read from"
                    )
                    yield RuleHit(incident.times.stages.at(stage), what, help_, incident.id)
            for notice in incident.response.notifications:
                if notice.sent is not None and notice.proof is None:
                    what = f"{incident.id}: {notice.clock} was sent at {notice.sent}, and no proof is named"
                    yield RuleHit(
                        notice.at("sent"), what, "add proof: the outbox, the receipt, the number", incident.id
                    )


def _answering(book: Book, incident: Incident) -> list[str]:
    """The stages that answer a target of a level the incident was at, and were written from a log."""
    excused = {*incident.times.estimated, *(one.stamp for one in incident.times.not_applicable)}
    promised = {
        stage
        for level in levels(book, incident)
        for target, stage in ANSWERED_BY.items()
        if isinstance(getattr(level.targets, target), Duration)
    }
    return [one for one in ANSWERED_BY.values() if one in promised - excused and _is_ours(incident, one)]


def _is_ours(incident: Incident, stage: str) -> bool:
    """Whether no other rule finds what is wrong with a stamp."""
    stages, kind = incident.times.stages, _DONE_BY.get(stage)
    stamp = getattr(stages, stage)
    if stamp is None or not (kind is None or any(action.kind == kind for action in incident.response.actions)):
        return False
    early = stages.detected is not None and at(stamp) < at(stages.detected)
    return not early and not (stages.closed is not None and at(stamp) > at(stages.closed))
