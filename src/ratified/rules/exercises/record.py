"""EXR-03, 05, 06, 07: an exercise leaves its scenario, decisions, a report and follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.exercise import PHASES, Exercise
from ratified.policy.records.statements import due, held
from ratified.rules.incidents.times import blanks_left
from ratified.rules.post_incident.actions import overdue, unowned
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.place import Place

_PARTS = ("starts", "ends", "facilitator", "runbooks", "objectives", "agenda", "injects")


def part(exercise: Exercise, name: str) -> Place:
    """Where a part of a record stands; where it is missing, the record's status."""
    return exercise.spot.keys.get(name, exercise.at("status"))


@rule("EXR-03", "error", "An exercise with a part missing")
def part_missing(case: RuleInput) -> RuleHits:
    """The record of an exercise that was held lacks its scenario (`text`, and `why` our threats make it likely),
    its start, end, facilitator, runbooks, objectives, agenda or injects; names a runbook that there is not; still
    says <...> where `ratified new` asked for a value; or, once it is closed, has neither a gap nor a follow-up, or
    a gap that ends in no follow-up. Sign-in is EXR-04, decisions EXR-05, the report EXR-06. A **draft** is a
    warning, once.

    **Why it matters.** An exercise is evidence only as far as its record goes. These parts are what an assessor
    asks for by name.

    **How to fix it.** Write what is missing. What was not recorded on the day cannot be made up: say so in the
    report.

    **Protects.** CC7.5-PF06, CC7.4-PF10
    """
    for exercise in case.book.exercises:
        if exercise.status == "draft":
            what = f"{exercise.id} is a draft: it was not held yet"
            yield hit_at(exercise, "status", what, "write held once it took place", "warning")
    for exercise in held(case.book):
        for name, place in _missing(exercise):
            yield RuleHit(place, f"{exercise.id} has no {name}", f"add {name}", exercise.id)
        yield from blanks_left(case.book, exercise)
        for index, runbook in enumerate(exercise.runbooks):
            if runbook not in case.book.runbook:
                place = exercise.at("runbooks", index)
                yield RuleHit(
                    place, f"{exercise.id}: there is no runbook {runbook}", "name one that there is", exercise.id
                )
        if exercise.status == "closed":
            yield from _gaps(exercise)


def _missing(exercise: Exercise) -> Iterator[tuple[str, Place]]:
    scenario = exercise.scenario
    place = part(exercise, "scenario")
    if scenario.text is None:
        yield "scenario.text", place
    if scenario.why is None:
        yield "scenario.why", place
    for name in _PARTS:
        if not getattr(exercise, name):
            yield name, part(exercise, name)


def _gaps(exercise: Exercise) -> RuleHits:
    known = {action.id for action in exercise.follow_ups}
    if not exercise.gaps and not known:
        place = part(exercise, "follow_ups")
        yield RuleHit(
            place, f"{exercise.id} found no gap and has no follow-up", "add what did not go well", exercise.id
        )
    for gap in exercise.gaps:
        if gap.action not in known:
            what = f"{exercise.id}: a gap ends in {'no follow-up' if gap.action is None else 'an unknown follow-up'}"
            yield RuleHit(gap.at("action") if gap.action else gap.at(), what, "add action: with its id", exercise.id)


@rule("EXR-05", "error", "A phase without a decision")
def phase_undecided(case: RuleInput) -> RuleHits:
    """An exercise that was held records no decision for one of the phases detect, triage, escalate, contain,
    eradicate, recover, notify and review.

    **Why it matters.** A tabletop tests what people decide. A phase that ended without a decision was talked
    through and not exercised.

    **How to fix it.** Enter what was decided, by whom, and by which clause.

    **Protects.** CC7.4-PF10, CC7.3-PF01
    """
    for exercise in held(case.book):
        decided = {decision.phase for decision in exercise.decisions}
        place = part(exercise, "decisions")
        for phase in PHASES:
            if phase not in decided:
                what = f"{exercise.id} records no decision in the phase {phase}"
                yield RuleHit(place, what, f"add what was decided, with phase: {phase}", exercise.id)


@rule("EXR-06", "error", "A report that is missing, late or unapproved")
def report_wrong(case: RuleInput) -> RuleHits:
    """An exercise is closed, or its day lies further back than the limit `exercise-report`, and there is no report;
    the report was issued after that limit or before the exercise; or nobody approved it, or its author did, or
    the approval has no day.

    **Why it matters.** The report is what turns an afternoon into evidence, and a second name on it is what
    makes it more than an opinion.

    **How to fix it.** Issue it, let somebody else approve it, and enter both days.

    **Protects.** CC7.4-PF10, CC4.2, CC7.5-PF06
    """
    within = case.book.within("exercise-report")
    for exercise in held(case.book):
        end = due(case.book, within, exercise.starts) if within and exercise.starts else None
        place = part(exercise, "report")
        report = exercise.report
        if report is None:
            if exercise.status == "closed" or (end is not None and end.on < case.as_of):
                yield RuleHit(place, f"{exercise.id} has no report", "issue it, and add report:", exercise.id)
            continue
        if end is not None and report.issued_on > end.on:
            what = f"the report of {exercise.id} was issued on {report.issued_on}, more than {within} after it"
            yield RuleHit(report.at("issued_on"), what, "nothing fixes it; waive it with the reason", exercise.id)
        if exercise.held_on is not None and report.issued_on < exercise.held_on:
            what = f"the report of {exercise.id} was issued on {report.issued_on}, before it was held"
            yield RuleHit(report.at("issued_on"), what, "correct the day", exercise.id)
        if report.approved_by is None or report.approved_on is None or report.approved_by == report.author:
            what = f"the report of {exercise.id} was approved by nobody but its author, or on no day"
            yield RuleHit(report.at("approved_by"), what, "let somebody else approve it, with the day", exercise.id)


@rule("EXR-07", "error", "A follow-up without an owner or a date, or overdue")
def follow_up_loose(case: RuleInput) -> RuleHits:
    """A follow-up of an exercise that was held lacks its owner, the role they answer in, its kind or its due date;
    or it is open after that date, or (a warning) was closed after it.

    **Why it matters.** Last year's follow-ups, still open, are the first thing this year's assessor asks for.

    **How to fix it.** Name one person, their role and a date, and close it with its evidence.

    **Protects.** CC4.2, CC7.5-PF05
    """
    for exercise in held(case.book):
        for action in exercise.follow_ups:
            yield from unowned(action, ("owner", "role", "kind", "due"))
            yield from overdue(case, action)
