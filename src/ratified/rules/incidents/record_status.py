"""INC-19, 20, 25: closed records stay closed, open ones move, dismissed events have somebody who answers for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.clock import longest
from ratified.model.duration import Duration
from ratified.policy.records.statements import at, days, due, judged, levels, major, midnight, midnight_after
from ratified.policy.roster.holders import absence
from ratified.rules.incidents.closed_edits import edited_after_close
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from ratified.model.governance import DismissedEvent
    from ratified.model.incident import Incident
    from ratified.policy import Book


@rule("INC-19", "error", "A closed record that was changed or continued", record=edited_after_close)
def changed_after_close(case: RuleInput) -> RuleHits:
    """Something that belongs to the response is dated after `closed`: a severity, an escalation, a line of the
    timeline, a decision, an action, a check, a piece of evidence. An `amendment` of that moment or later ends
    it. Or git shows a commit on main, or an edit here, that changed the response in a record that was closed
    before it, without a new entry under `amendments` or `reopened` in the same change: a timestamp, a severity, a line
    of the timeline, a name. The review, corrective actions, notices and what is said outside may come later.

    **Why it matters.** A closed record that changes without a word is a record that somebody may have tidied.

    **How to fix it.** Add an amendment with the change: when, who, what and why. Where the incident came back, enter
    the sign under `reopened`, and let `closed` be the last closing. A change that reached main without a word stays in
    the history: write the amendment now, and waive the finding with its reason.

    **Protects.** CC7.3, CC7.4
    """
    for incident in judged(case.book):
        closed = incident.times.stages.closed
        if closed is None:
            continue
        amended = max((at(one.at_) for one in incident.amendments), default=None)
        for one in case.moments(incident):
            if not _of_response(one.path) or at(one.text) <= at(closed) or (amended and at(one.text) <= amended):
                continue
            what = f"{incident.id} was closed at {closed}, and {one.name} is {one.text}"
            help_ = "add an amendment: with at, by, what and why; or reopened: with the sign"
            yield RuleHit(one.place, what, help_, incident.id)


_AFTERWARDS = frozenset({"notifications", "updates", "custody", "legal_hold", "roles"})


def _of_response(path: tuple[str | int, ...]) -> bool:
    inside = path[0] == "response" and path[1] not in _AFTERWARDS and "custody" not in path
    return inside or path[:2] in (("classification", "severity"), ("classification", "triggers"))


@rule("INC-20", "warning", "An open incident without progress")
def open_and_still(case: RuleInput) -> RuleHits:
    """A declared incident, at a level for which the policy requires a commander, has had no update, no line of the
    timeline and no action for longer than its level's `update` target, and for a whole day before the day
    asked about; or an incident of any level is open for longer than its level's `recover` target and the limit
    `watch-after-return` together.

    **Why it matters.** An open record that nobody touches is an incident nobody works on, or one that nobody
    closed. Either way its clocks run.

    **How to fix it.** Enter what happened since, or close it.

    **Protects.** CC7.4, CC7.4-PF06
    """
    for incident in judged(case.book):
        if incident.status == "declared" and levels(case.book, incident):
            yield from _still(case, incident)
            yield from _too_long(case, incident)


def _still(case: RuleInput, incident: Incident) -> RuleHits:
    cadence = levels(case.book, incident)[-1].targets.update
    if not major(case.book, incident) or not isinstance(cadence, Duration):
        return
    known = [
        one
        for one in case.moments(incident)
        if one.path[0] in ("response", "times") and one.path[-1] not in ("due", "until")
    ]
    last = max(known, key=lambda one: at(one.text), default=None)
    if last is None:
        return
    limit = due(case.book, cadence, last.text)
    if limit is not None and max(limit.at, at(last.text) + timedelta(days=1)) < midnight(case.as_of):
        what = f"{incident.id} is open, and nothing happened since {last.text}; it requires an update every {cadence}"
        yield hit_at(incident, "status", what, "enter what happened since, or close it")


def _too_long(case: RuleInput, incident: Incident) -> RuleHits:
    declared, target = incident.times.stages.declared, levels(case.book, incident)[-1].targets.recover
    watch = case.book.within("watch-after-return")
    if declared is None or not isinstance(target, Duration) or watch is None:
        return
    limit = due(case.book, target, declared)
    if limit is not None and limit.at + longest(watch) < midnight(case.as_of):
        what = f"{incident.id} is open since {days(declared)[0]}; it was to be recovered within {target}"
        yield hit_at(incident, "status", what, "close it, or say in the timeline what it waits for")


@rule("INC-25", "error", "A dismissed event without a reason or a decider")
def dismissal_unproved(case: RuleInput) -> RuleHits:
    """A dismissed event of `data/events.yml` has no reason, does not say who decided or when, was decided before
    it was detected or after the day asked about, names a source that `data/intake.yml` lacks, or was decided by
    somebody who did not work here on that day.

    **Why it matters.** Assessors sample what was dismissed as well as what was declared. A dismissal without a
    reason is an incident that nobody wanted to open.

    **How to fix it.** Write the fact that made the event harmless, who decided and when.

    **Protects.** CC7.3, CC7.2-PF03
    """
    for event in case.book.events.dismissed:
        for hit in _dismissed(case.book, event, case.as_of):
            yield RuleHit(hit.place, hit.message, hit.help, event.id)


def _dismissed(book: Book, event: DismissedEvent, as_of: date) -> RuleHits:
    for name in ("reason", "decided_by", "decided_at"):
        if getattr(event, name) is None:
            yield RuleHit(event.at("id"), f"{event.id} was dismissed and has no {name}", f"add {name}:")
    if event.source not in book.source:
        yield RuleHit(
            event.at("source"), f"{event.id}: there is no intake source {event.source}", "name one that there is"
        )
    if event.decided_at is None:
        return
    if at(event.decided_at) < at(event.detected_at):
        what = f"{event.id} was dismissed at {event.decided_at}, before it was detected"
        yield RuleHit(event.at("decided_at"), what, "look both moments up, with their offsets")
    if at(event.decided_at) >= midnight_after(as_of):
        what = f"{event.id} was dismissed at {event.decided_at}, after {as_of}"
        yield RuleHit(event.at("decided_at"), what, "write when it was decided")
    if event.decided_by is not None:
        gone = [absence(book, event.decided_by, day) for day in days(event.decided_at)]
        if all(gone):
            yield RuleHit(event.at("decided_by"), f"{event.id}: {event.decided_by} {gone[0]}", "name who decided it")
