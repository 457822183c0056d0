"""One exercise: what was played, who was there by the roster of that day, what they decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.clock import moment
from ratified.incident.measure import span
from ratified.model.exercise import PHASES, Exercise, ExerciseDecision, Inject, Participant
from ratified.policy.roster.holders import active, in_term, title
from ratified.views.escape import Safe, escape
from ratified.views.facts import NamedFact, fact
from ratified.views.records.common import RecordState, sentence_of, stamp, state, who
from ratified.views.site_map import NO_LINK, PageLink
from ratified.views.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.policy import Book
    from ratified.views.page_context import PageContext

_METHODS = {"in-person": "in person", "signature": "by signature", "account": "by account"}


@dataclass(frozen=True)
class ExerciseFacts:
    """What was played, and why."""

    state: RecordState
    facts: tuple[NamedFact, ...]


@dataclass(frozen=True)
class AttendanceRow:
    """A line of the sign-in sheet against the roster in force then: whether that person held that role."""

    role: PageLink
    person: Safe
    signed: Safe
    roster: Safe
    good: bool


@dataclass(frozen=True)
class AttendanceSheet:
    """The sign-in sheet. `told` counts it in words, `by` says which roster it was held against."""

    told: Safe
    by: Safe
    rows: tuple[AttendanceRow, ...]


@dataclass(frozen=True)
class InjectRow:
    """A piece of news: what it was, by which channel, what was expected, and which role it took away."""

    id: Safe
    text: Safe
    channel: Safe
    expected: Safe
    takes_away: Safe


@dataclass(frozen=True)
class ExerciseDecisionRow:
    """A decision, by whom, on which inject and clause, and whether it followed the policy."""

    decision: Safe
    by: Safe
    inject: Safe
    clause: PageLink
    follows: bool
    reason: Safe


@dataclass(frozen=True)
class PhaseView:
    """A phase of the response with the news given in it and the decisions taken in it."""

    phase: Safe
    injects: tuple[InjectRow, ...]
    decisions: tuple[ExerciseDecisionRow, ...]


def exercise_facts(of: PageContext, id_: str) -> ExerciseFacts:
    """The facts of an exercise. Raises UnknownNameError where there is no such record."""
    one = of.exercise(id_)
    return ExerciseFacts(state(one), tuple(_facts(of, one)))


def _facts(of: PageContext, one: Exercise) -> Iterator[NamedFact]:
    if one.scenario.text:
        yield fact("Scenario", one.scenario.text, one.scenario.why and f"Why this one: {one.scenario.why}")
    if one.starts:
        took = f"{span(moment(one.ends) - moment(one.starts))}" if one.ends else ""
        kind = ", ".join(filter(None, (sentence_of(one.kind), one.mode)))
        yield fact("Held" if one.held_on else "Planned", stamp(one.starts), took, kind)
    for name, person in (("Facilitator", one.facilitator), ("Scribe", one.scribe)):
        if person:
            yield fact(name, who(of, person))
    for id_ in one.runbooks:
        yield fact("Runbook", of.to_runbook(id_))
    then = of.held_under(one.id)
    if then is not None:
        yield fact("Policy in force", f"version {then.version}" if then.version else "no approved version")
    if one.scope:
        yield fact("Scope", one.scope)
    for objective in one.objectives:
        yield fact("Objective", objective.text, ", ".join(objective.criteria))


def exercise_attendance(of: PageContext, id_: str) -> AttendanceSheet:
    """The sign-in sheet of an exercise. Raises UnknownNameError where there is no such record."""
    one = of.exercise(id_)
    then = of.held_under(one.id)
    lacking = then.lacks("people", "roles") if then else None
    book = then.book if then and not lacking else of.book
    by = "in force when it began" if then and not lacking else f"of today{f', because {lacking}' if lacking else ''}"
    signed = sum(line.signed_on is not None for line in one.participants)
    later = sum(line.made_up_on is not None for line in one.participants)
    missed = f", {later} attended a make-up session" if later else ""
    return AttendanceSheet(
        told=escape(f"{signed} of {len(one.participants)} roles signed{missed}."),
        by=escape(f"Compared with the roster {by}."),
        rows=tuple(_attended(of, book, line) for line in one.participants),
    )  # fmt: skip


def _attended(of: PageContext, then: Book, line: Participant) -> AttendanceRow:
    if line.signed_on is None or line.person is None:
        signed, roster, good = "not signed", "", False
    else:
        how = f", {_METHODS[line.method]}" if line.method else ""
        signed = f"{line.signed_on}{how}{', at a make-up session' if line.made_up_on else ''}"
        roster = _holding(then, line.person, line.role, line.signed_on)
        good = not roster.startswith("not ")
    return AttendanceRow(
        of.role(line.role), escape(who(of, line.person) or "nobody"), escape(signed), escape(capital(roster)), good
    )


def _holding(then: Book, person: str, role: str, on: date) -> str:
    """As what somebody held a role on a day: `primary`, `deputy`, or that they did not."""
    found, known = then.role.get(role), then.person.get(person)
    if found is None:
        return "an outside role" if role in then.outside_role else "not a role of the roster"
    rows = [row for row in found.holders if row.person == person and in_term(row, on)]
    if known is None or not active(known, on) or not rows:
        return "not a holder of the role that day"
    return rows[0].as_


def exercise_decisions(of: PageContext, id_: str) -> tuple[PhaseView, ...]:
    """Injects and decisions, phase by phase. Raises UnknownNameError where there is no such record."""
    one = of.exercise(id_)
    views = (
        PhaseView(
            escape(capital(phase)),
            tuple(_inject(of, found) for found in one.injects if found.phase == phase),
            tuple(_decision(of, found) for found in one.decisions if found.phase == phase),
        )
        for phase in PHASES
    )
    return tuple(view for view in views if view.injects or view.decisions)


def _inject(of: PageContext, found: Inject) -> InjectRow:
    away = f"removes the {title(of.book, found.takes_away)}" if found.takes_away else ""
    return InjectRow(*map(escape, (found.id, found.text, found.channel or "", found.expected or "", away)))


def _decision(of: PageContext, found: ExerciseDecision) -> ExerciseDecisionRow:
    return ExerciseDecisionRow(
        decision=escape(found.decision),
        by=escape(who(of, found.by)),
        inject=escape(f"on {found.inject}" if found.inject else ""),
        clause=of.clause(found.clause) if found.clause else NO_LINK,
        follows=found.follows,
        reason=escape(found.reason or ""),
    )
