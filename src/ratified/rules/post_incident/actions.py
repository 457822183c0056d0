"""PIR-04, 05, 06, 07, 11: a corrective action has an owner and a date, and ends in proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import longest
from ratified.model.duration import Duration
from ratified.policy.records.actions import actions
from ratified.policy.records.statements import due, judged, worst
from ratified.policy.roster.holders import absence
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, lacking, rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.action import Action
    from ratified.model.incident import Incident

NEEDED = ("owner", "role", "kind", "priority", "due")


@rule("PIR-04", "error", "An action without an owner or a date")
def action_unowned(case: RuleInput) -> RuleHits:
    """A corrective action of an incident lacks its owner, the role they answer in, its kind, its priority or its
    due date; or its first due date is later than `close_actions` of the most severe level the incident was at,
    counted from the day the review was held, or from closing where there was none. Follow-ups of exercises are
    EXR-07.

    **Why it matters.** An action that nobody owns is not done. This is the oldest finding about reviews.

    **How to fix it.** Name one person and their role, and a date within the target.

    **Protects.** CC4.2, CC7.5-PF04, Cl.10.2
    """
    for incident in judged(case.book):
        for action in incident.corrective_actions:
            yield from unowned(action, NEEDED)
            yield from _too_far(case, incident, action)


def unowned(action: Action, needed: Sequence[str]) -> RuleHits:
    """What an action lacks of what is needed."""
    if missing := lacking(action, needed):
        yield hit_at(action, "id", f"{action.id} has no {', no '.join(missing)}", f"add {', '.join(missing)}")


def _too_far(case: RuleInput, incident: Incident, action: Action) -> RuleHits:
    level = worst(case.book, incident)
    length = level.targets.close_actions if level else None
    start = (incident.review.held if incident.review else None) or incident.times.stages.closed
    first = action.extended[0].from_ if action.extended else action.due
    limit = due(case.book, length, start) if isinstance(length, Duration) and start else None
    if first is not None and limit is not None and first > limit.on:
        what = f"{action.id} was due on {first}, later than {length} after the review: {limit.on}"
        yield hit_at(action, "due", what, "set an earlier date, or extend it with a reason")


@rule("PIR-05", "error", "An action that is overdue, or put off")
def action_overdue(case: RuleInput) -> RuleHits:
    """A corrective action of an incident is open after its due date, or was closed after it (then a warning); it
    was extended more often than the limit `action-extensions`; or an extension was approved by nobody, or
    after the date it moved.

    **Why it matters.** Actions that are open for ever are what an assessor asks for next year, first thing.

    **How to fix it.** Close it with its evidence, or extend it before it is due, with a reason and an approval.

    **Protects.** CC4.2, CC7.5-PF04
    """
    for incident in judged(case.book):
        for action in incident.corrective_actions:
            yield from overdue(case, action)
            yield from _extended(case, action)


def overdue(case: RuleInput, action: Action) -> RuleHits:
    """Whether an action is open past its date, or was closed past it. Where its owner is gone, PIR-07 says so."""
    if action.due is None:
        return
    gone = action.owner is not None and absence(case.book, action.owner, case.as_of) is not None
    if action.closed_on is None and action.due < case.as_of and not gone:
        what = f"{action.id} was due on {action.due} and is open"
        yield hit_at(action, "due", what, "close it with its evidence; report it as overdue")
    elif action.closed_on is not None and action.closed_on > action.due:
        what = f"{action.id} was due on {action.due} and closed on {action.closed_on}"
        yield hit_at(action, "closed_on", what, "nothing fixes it; say why in the trend review", "warning")


def _extended(case: RuleInput, action: Action) -> RuleHits:
    limit = case.book.limit.get("action-extensions")
    if limit is not None and limit.count is not None and len(action.extended) > limit.count:
        what = f"{action.id} was extended {len(action.extended)} times, and {limit.count} is the limit"
        yield RuleHit(action.spot.key("extended"), what, "close it, or accept the risk by the role that may", action.id)
    for moved in action.extended:
        if moved.approved_by is None or moved.approved_on is None:
            help_ = "add approved_by and approved_on"
            yield RuleHit(moved.at(), f"nobody approved that {action.id} moved to {moved.to}", help_, action.id)
        elif moved.approved_on > moved.from_:
            what = f"{action.id} was due on {moved.from_}, and its extension was approved on {moved.approved_on}"
            yield RuleHit(moved.at("approved_on"), what, "extend before it is due", action.id)


@rule("PIR-06", "error", "An action closed without proof")
def closed_unproved(case: RuleInput) -> RuleHits:
    """A corrective action, of an incident or an exercise, is closed and has no `evidence`, or nobody other than its
    owner saw it (`seen_by`); or it was closed after the day asked about.

    **Why it matters.** "Done" is a claim. The assessor asks for the change, the test or the picture behind it.

    **How to fix it.** Link the evidence, and let somebody else look at it.

    **Protects.** CC4.2, CC7.4-PF08
    """
    for record, action in actions(case.book):
        if action.closed_on is None or record.status == "draft":
            continue
        if action.evidence is None:
            help_ = "add evidence: the change, the test or the picture"
            yield hit_at(action, "closed_on", f"{action.id} is closed without evidence", help_)
        if action.seen_by is None or action.seen_by == action.owner:
            what = f"{action.id} is closed, and nobody but its owner saw the evidence"
            yield hit_at(action, "seen_by", what, "let somebody else look, and add seen_by:")
        if action.closed_on > case.as_of:
            what = f"{action.id} is closed on {action.closed_on}, after {case.as_of}"
            yield hit_at(action, "closed_on", what, "write when it was closed")


@rule("PIR-07", "error", "An action whose owner is not there")
def owner_gone(case: RuleInput) -> RuleHits:
    """An open corrective action, of an incident or an exercise, belongs to somebody who does not work here on the
    day; or one that is closed names an owner who is nobody in `data/people.yml`. One that is overdue as well is
    told here and not by PIR-05 or EXR-07.

    **Why it matters.** Actions die with the desk of the person who left.

    **How to fix it.** Give it to somebody who is here, and tell them.

    **Protects.** CC4.2, CC1.3
    """
    for record, action in actions(case.book):
        if action.owner is None or record.status == "draft":
            continue
        why = absence(case.book, action.owner, case.as_of)
        if why is not None and (action.closed_on is None or action.owner not in case.book.person):
            late = action.closed_on is None and action.due is not None and action.due < case.as_of
            what = f"{action.id} belongs to {action.owner}, who {why}{f'; it was due on {action.due}' if late else ''}"
            yield hit_at(action, "owner", what, "give it to somebody who is here")


@rule("PIR-11", "warning", "Nobody checked whether it worked")
def effect_unchecked(case: RuleInput) -> RuleHits:
    """A corrective action, of an incident or an exercise, was closed longer ago than the limit
    `effectiveness-check` and has no `effect`; or its effect is does-not-work, and it is still closed.

    **Why it matters.** An action can be done and change nothing. The check is what makes it a correction.

    **How to fix it.** Test it and enter the result; one that does not work is opened again.

    **Protects.** Cl.10.2, CC7.5-PF04
    """
    within = case.book.within("effectiveness-check")
    for record, action in actions(case.book):
        if action.closed_on is None or record.status == "draft":
            continue
        if action.effect is None and within is not None and case.as_of - action.closed_on > longest(within):
            what = f"{action.id} was closed on {action.closed_on}, and nobody checked within {within} whether it works"
            yield hit_at(action, "closed_on", what, "test it and add effect:")
        elif action.effect is not None and action.effect.result == "does-not-work":
            what = f"{action.id} does not work, and is closed"
            yield RuleHit(action.effect.at("result"), what, "open it again, or name the action that follows", action.id)
