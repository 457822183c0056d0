"""INC-05 and INC-06: who had to be told was told, and who acted held the role."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from ratified.model.place import Locatable
from ratified.policy.records.statements import at, days, due, judged, midnight, serves
from ratified.policy.roster.escalation_chain import rows_of
from ratified.policy.roster.holders import absence
from ratified.rules.incidents.stages import response_part
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.model.incident import Incident, SeverityChange
    from ratified.model.severities import EscalationRow
    from ratified.policy import Book


@rule("INC-05", "error", "A required escalation was not made")
def not_told(case: RuleInput) -> RuleHits:
    """For a level that the incident was at, or for a trigger it lists, a row of the escalation matrix has no
    escalation that somebody **answered**: none to its role, and none that cites the row and reached the role
    that is next when nobody answers. For a trigger it cites the row, or came after the trigger. A person who
    served in that role in the response counts as told, and who was told at a lower level need not be told
    again. A level that was left before the row's time had passed asks nothing, and neither does a row whose
    time is still running in an open incident. How long it took is not asked here.

    **Why it matters.** The policy says who decides with whom. An escalation that the record does not show did
    not happen, to an assessor, and a message left is an attempt.

    **How to fix it.** Enter who was told, when, on which channel and when they answered. Where nobody was, enter a
    deviation, and waive this with its reason.

    **Protects.** CC7.4-PF06, CC2.2, RS.MA-04
    """
    for incident in judged(case.book):
        asked: set[str] = set()
        for row, why, since in _rows(case, incident):
            if row.id not in asked and not _told(incident, row, since):
                asked.add(row.id)
                place = response_part(incident, "escalations")
                what = f"{incident.id}: nobody answered for {row.to}, whom {row.id} asks for {why}"
                help_ = f"enter the escalation that cites {row.id}, with answered:"
                yield RuleHit(place, what, help_, incident.id)


def _rows(case: RuleInput, incident: Incident) -> Iterator[tuple[EscalationRow, str, str | None]]:
    """The rows of the matrix that bind an incident on the day, the reason, and since when for a trigger."""
    changes = incident.classification.severity
    for change, after in zip_longest(changes, changes[1:]):
        level = case.book.level.get(change.level)
        for row in rows_of(case.book, level) if level else ():
            if _binds(case, incident, row, change, after):
                yield row, f"at {change.level}", None
    closed = incident.status == "closed"
    for trigger in incident.classification.triggers:
        for row in case.book.escalation.rows:
            if row.trigger == trigger.id and (closed or _past(case, row, trigger.at_)):
                yield row, f"on {trigger.id}", trigger.at_


def _binds(
    case: RuleInput, incident: Incident, row: EscalationRow, change: SeverityChange, after: SeverityChange | None
) -> bool:
    if after is not None:
        limit = due(case.book, row.within, change.at_) if row.within else None
        return row.within is None or (limit is not None and limit.at < at(after.at_))
    return incident.status == "closed" or _past(case, row, change.at_)


def _past(case: RuleInput, row: EscalationRow, start: str) -> bool:
    """Whether a row's time was over before the day began."""
    limit = due(case.book, row.within, start) if row.within else None
    return limit is not None and limit.at < midnight(case.as_of)


def _told(incident: Incident, row: EscalationRow, since: str | None) -> bool:
    next_ = row.if_no_ack.to if row.if_no_ack else row.to
    served = any(turn.role == row.to for turn in incident.response.roles)
    return served or any(
        (row.id in told.rows and told.to in (row.to, next_))
        or (told.to == row.to and (since is None or at(told.at_) >= at(since)))
        for told in incident.response.escalations
        if told.answered is not None
    )


@rule("INC-06", "error", "Somebody acted in a role they did not hold")
def role_not_held(case: RuleInput) -> RuleHits:
    """A person who is named in a record of an incident is nobody in `data/people.yml`, or did not work here on
    that day; or acted in a role, or was called for it, that `data/roles.yml` does not give them on that day,
    there or in UTC. Whoever deputises during a leave holds the role for those days. A role that there is not is
    INC-26, one that another company holds is left alone.

    **Why it matters.** The roster says who may decide. Where the record shows somebody else deciding, either
    the roster is out of date or the authority was missing.

    **How to fix it.** Correct the name or the role; where somebody deputised, give them the role for those days
    (`since`, `until`) by a change that its approver answers for.

    **Protects.** CC1.3, CC7.4-PF01
    """
    wrong = lru_cache(maxsize=1 << 14)(partial(_wrong, case.book))
    for incident in judged(case.book):
        told: set[tuple[str, str]] = set()
        for person, role, moment, place in _acts(incident):
            why = wrong(person, role, days(moment))
            if why is not None and (person, role) not in told:
                told.add((person, role))
                what = f"{incident.id}: {person} {why}"
                yield RuleHit(place.place, what, "correct the name, or the roster for those days", incident.id)


def _wrong(book: Book, person: str, role: str, on: tuple[date, date]) -> str | None:
    """What was wrong with somebody acting on a day, there and in UTC; people do so again and again on one day."""
    gone = [absence(book, person, day) for day in on]
    if all(gone):
        return gone[0]
    if not role or role not in book.role or serves(book, person, role, on):
        return None
    return f"acted as {role} on {on[0]} and did not hold that role"


_Act = tuple[str, str, str, Locatable]
"""A person, the role they acted in (empty where none is said), the moment, and where it stands."""


def _acts(incident: Incident) -> Iterator[_Act]:
    said, response = incident.classification, incident.response
    for turn in response.roles:
        yield turn.person, turn.role, turn.since, turn.pointer("person")
    for change in said.severity:
        yield change.by, change.role, change.at_, change.pointer("by")
    for told in response.escalations:
        if told.person is not None:
            yield told.person, told.to, told.at_, told.pointer("person")
    for decided in response.decisions:
        yield decided.by, decided.role, decided.at_, decided.pointer("by")
    for check in response.validation:
        yield check.by, check.role, check.at_, check.pointer("by")
    if response.returned is not None:
        yield response.returned.by, response.returned.role, response.returned.at_, response.returned.pointer("by")
    yield from _custody_transfers(incident)


def _custody_transfers(incident: Incident) -> Iterator[_Act]:
    """Who did what in no role that is said, and who took part in the review."""
    response, review, stamps = incident.response, incident.review, incident.times.stages
    for line in response.timeline:
        yield line.by, "", line.at_, line.pointer("by")
    for done in response.actions:
        yield done.by, "", done.at_, done.pointer("by")
    for update in response.updates:
        yield update.by, "", update.at_, update.pointer("by")
    start = stamps.declared or stamps.detected
    if incident.times.awareness is not None and start is not None:
        aware = incident.times.awareness
        yield aware.by, aware.role, incident.times.clocks.awareness or start, aware.pointer("by")
    for deviation in incident.deviations:
        if deviation.accepted_by is not None and (moment := deviation.accepted or start) is not None:
            yield deviation.accepted_by, "", moment, deviation.pointer("accepted_by")
    if review is not None and review.held is not None:
        for one in review.attendees:
            yield one.person, "", review.held, one.pointer("person")
