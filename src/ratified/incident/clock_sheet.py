"""The clock sheet of a recorded incident: every time limit for notices, and what the record decided about each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from ratified.incident.context import TraceContext
from ratified.incident.measure import JudgingDay
from ratified.incident.notice_limits import facts_of, limits, notice_of
from ratified.incident.notices import standing
from ratified.incident.severity_spans import declared_at, set_aside_words
from ratified.policy.notices.deadlines import Deadlines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ratified.clock import IncidentFacts
    from ratified.incident.policy_in_force import PolicyHistory, PolicyInForce
    from ratified.incident.row import Counted, PromiseAnswer
    from ratified.model.incident import Incident
    from ratified.model.place import Place
    from ratified.model.response import NoticeDecision


class GivenTwiceError(ValueError):
    """Something that was given beside a record which the record has itself. The message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class ClockStatus:
    """What became of one time limit: the answer, the record's decision where it has one, and where that stands."""

    answer: PromiseAnswer
    notice: NoticeDecision | None
    place: Place


@dataclass(frozen=True)
class ClockSheet:
    """The time limits of an incident by the policy then, strictest first; each one's standing by its id.

    `policy` is that of the declaration, for a record that nobody declared yet that of the day. `without` says why
    nothing was counted: a record set aside, or (`unread`) data of then that cannot be read.
    """

    incident: Incident
    policy: PolicyInForce
    found: Deadlines
    standing: Mapping[str, ClockStatus]
    without: str = ""
    unread: bool = False


_NONE = Deadlines((), (), ())


def sheet(
    incident: Incident, in_force: PolicyHistory, as_of: date, given: IncidentFacts, only: Sequence[str] = ()
) -> ClockSheet:
    """Count every time limit of a record as of a day (UTC), with what somebody knows besides.

    `given` adds what the record lacks. Raises GivenTwiceError where it has that itself, NoSuchRegimeError for an id
    in `only` that nothing has.
    """
    policy = in_force.at(declared_at(incident) or datetime.combine(as_of, time.max, UTC))
    if (why := set_aside_words(incident)) is not None:
        return ClockSheet(incident, policy, _NONE, {}, why)
    lacking = policy.lacks("notifications", "contracts", "calendars", "severities")
    if lacking is not None:
        return ClockSheet(incident, policy, _NONE, {}, lacking, unread=True)
    _once(facts_of(policy.book, incident), given, incident.id)
    found = limits(policy.book, incident, given, only)
    idle = tuple(one for one in found.idle if one[0] in {*given.stamps, *given.submissions})
    of = TraceContext(incident, (), JudgingDay(as_of, incident.status == "closed"), {}, {}, ())
    rows: tuple[Counted, ...] = (*found.counted, *found.not_counted)
    stands = {one.clock: _standing(of, one, policy) for one in rows}
    return ClockSheet(incident, policy, replace(found, idle=idle), stands)


def _standing(of: TraceContext, one: Counted, policy: PolicyInForce) -> ClockStatus:
    numbered = notice_of(of.incident, one.clock)
    steps = (numbered[0],) if numbered else ()
    place = of.incident.at("response", "notifications", *steps)
    return ClockStatus(standing(of, one, policy.book), numbered[1] if numbered else None, place)


def _once(own: IncidentFacts, given: IncidentFacts, id_: str) -> None:
    """What the record holds is corrected there, and never overruled from beside it."""
    pairs = (
        (own.stamps, given.stamps, ""),
        (own.submissions, given.submissions, "the notice under "),
        (own.delays, given.delays, "a delay of "),
    )
    for has, says, what in pairs:
        if (twice := next((name for name in says if name in has), None)) is not None:
            raise GivenTwiceError(f"{id_} itself has {what}{twice}; correct it in the record, or leave it out here")
