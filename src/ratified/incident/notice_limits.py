"""Every time limit for notices that a recorded incident starts, by what its record knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.clock import DelayRequest, IncidentFacts, moment
from ratified.policy.notices.deadlines import Deadlines, count, deadlines, known_reports

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ratified.incident.policy_in_force import PolicyInForce
    from ratified.incident.row import Counted
    from ratified.model.incident import Incident
    from ratified.model.response import NoticeDecision
    from ratified.policy import Book

_NOTHING = IncidentFacts({})


def notice_of(incident: Incident, id_: str) -> tuple[int, NoticeDecision] | None:
    """The record's decision for a clock: its own, or for the time we take ourselves that of the clock."""
    wanted = id_.removesuffix("/own")
    return next(((i, one) for i, one in enumerate(incident.response.notifications) if one.clock == wanted), None)


def decisions(incident: Incident) -> Mapping[str, tuple[int, NoticeDecision]]:
    """The record's decisions, each with its number, by the clock; of two for one clock the first, as `notice_of`."""
    found: dict[str, tuple[int, NoticeDecision]] = {}
    for numbered in enumerate(incident.response.notifications):
        found.setdefault(numbered[1].clock, numbered)
    return found


def counted(book: Book, incident: Incident) -> tuple[Counted, ...]:
    """Every time limit that a policy and the record's stamps give, strictest first, then those without one."""
    found, without = count(book, facts_of(book, incident))
    return (*found, *without)


def counted_by(policy: PolicyInForce, incident: Incident) -> tuple[Counted, ...]:
    """Every time limit for notices by a policy; none where its data cannot be read."""
    lacking = policy.lacks("notifications", "contracts", "calendars", "severities")
    return () if lacking else counted(policy.book, incident)


def limits(book: Book, incident: Incident, given: IncidentFacts = _NOTHING, only: Sequence[str] = ()) -> Deadlines:
    """The same, with what somebody knows besides the record; all of them, or those of the ids in `only`.

    What the record itself says comes first. Raises NoSuchRegimeError for an id that nothing has.
    """
    own = facts_of(book, incident)
    return deadlines(
        book,
        replace(
            own,
            stamps={**given.stamps, **own.stamps},
            submissions={**given.submissions, **own.submissions},
            counts=given.counts,
            people=own.people if given.people is None else given.people,
            delays={**given.delays, **own.delays},
        ),
        only,
    )


def facts_of(book: Book, incident: Incident) -> IncidentFacts:
    """What the record knows of what clocks depend on: its stamps, the notices that were sent, the people, delays.

    The number of people touched counts where somebody counted it; an estimate may turn out too low. A delay that
    law enforcement asked for holds for the clock it is written at.
    """
    stamps = {name: moment(at) for name, at in incident.times.starts().items()}
    reports = known_reports(book)
    sent = {n.clock: moment(n.sent) for n in incident.response.notifications if n.sent and n.clock in reports}
    people = incident.classification.impact.people
    delays = {n.clock: delay for n in incident.response.notifications if (delay := _delay(n)) and n.clock in book.clock}
    return IncidentFacts(
        stamps, sent, people=people.n if people and people.certainty == "counted" else None, delays=delays
    )


def _delay(notice: NoticeDecision) -> DelayRequest | None:
    given = notice.delay
    if given is None:
        return None
    return DelayRequest(
        "attorney_general" if "attorney general" in given.asked_by.lower() else "law_enforcement",
        "written" if given.in_writing else "oral",
        given.asked_by,
        moment(given.since).date(),
        moment(given.until).date(),
    )
