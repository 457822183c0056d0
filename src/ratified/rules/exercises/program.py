"""EXR-02, 08, 09: exercises come often enough, and test what has not been tested."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ratified.clock import longest, months_after
from ratified.policy.records.statements import held
from ratified.rules.exercises.record import part
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.model.exercise import Exercise

_AHEAD = timedelta(days=61)
"""How long before it is due an exercise is asked for: two months, time enough to hold one."""

_LOOK_BACK_MONTHS = 24


@rule("EXR-02", "warning", "No exercise for too long")
def exercise_due(case: RuleInput) -> RuleHits:
    """The policy is adopted, and the last exercise that was held (without one, the start of the earliest audit
    period) lies further back than the limit `exercise-interval`, or will within two months. Incidents do not
    count: they do not choose what most needs practice.

    **Why it matters.** Several frameworks and most insurers ask for one a year, whether or not something
    happened.

    **How to fix it.** `ratified new exercise` writes the record to fill in.

    **Protects.** CC7.5-PF06, A1.3, ID.IM-02
    """
    register, limit = case.book.register, case.book.limit.get("exercise-interval")
    days = [one.held_on for one in held(case.book) if one.held_on is not None]
    start = max(days, default=None) or min((period.starts for period in register.periods), default=None)
    if register.status != "adopted" or limit is None or limit.within is None or start is None:
        return
    last = start + longest(limit.within)
    if case.as_of > last - _AHEAD:
        since = f"the last exercise was on {start}" if days else f"no exercise was held since {start}"
        what = f"{since}; one is due by {last}, every {limit.within}"
        help_ = "hold one: `ratified new exercise --runbook RB-02` writes its record"
        yield RuleHit(limit.at("within"), what, help_, "exercise-interval")


@rule("EXR-08", "warning", "A decision against the policy without a gap")
def deviation_unfollowed(case: RuleInput) -> RuleHits:
    """A decision of an exercise says `follows: false`, or cites a clause that there is not, and no gap has its
    phase under `decision`.

    **Why it matters.** Either people did not know the policy, or the policy is wrong. Both are what an exercise
    is held to find.

    **How to fix it.** Enter the gap, and the follow-up it ends in.

    **Protects.** CC7.4-PF10, CC4.2
    """
    for exercise in held(case.book):
        found = {gap.decision for gap in exercise.gaps}
        for decision in exercise.decisions:
            if not decision.follows and decision.phase not in found:
                what = f"{exercise.id}: the decision in {decision.phase} did not follow the policy, and is no gap"
                help_ = f"add a gap with decision: {decision.phase}"
                yield RuleHit(decision.at("follows"), what, help_, exercise.id)
            if decision.clause is not None and exercise.status != "closed" and decision.clause not in case.book.clause:
                what = f"{exercise.id}: there is no clause {decision.clause}"
                yield RuleHit(decision.at("clause"), what, "cite the clause by its id", exercise.id)


@rule("EXR-09", "warning", "An exercise that tested what was tested before")
def same_again(case: RuleInput) -> RuleHits:
    """An exercise has exactly the scenario tags of the one before it; or none within 24 months, itself included,
    took away a key person (`takes_away` of an inject); or it worked no notification clock through (`clocks`).

    **Why it matters.** A team that plays the same evening each year gets good at that evening.

    **How to fix it.** Take the runbook that waited longest, remove somebody without warning, and carry one clock
    to its due time.

    **Protects.** CC7.5-PF06, GV.SC-08
    """
    known = list(held(case.book))
    for number, exercise in enumerate(known):
        before = known[:number]
        tags = set(exercise.scenario.tags)
        if before and tags and tags == set(before[-1].scenario.tags):
            what = f"{exercise.id} has the scenario of {before[-1].id}"
            yield RuleHit(exercise.scenario.at("tags"), what, "take another scenario next time", exercise.id)
        recent = (*_recent(before, exercise), exercise)
        if not any(inject.takes_away is not None for one in recent for inject in one.injects):
            what = f"no exercise took away a key person in the {_LOOK_BACK_MONTHS} months up to {exercise.id}"
            place = part(exercise, "injects")
            yield RuleHit(place, what, "add an inject with takes_away: and a role", exercise.id)
        if not exercise.clocks:
            place = part(exercise, "clocks")
            what = f"{exercise.id} worked no notification clock through"
            yield RuleHit(place, what, "add clocks: with the start and the due time that was found", exercise.id)


def _recent(before: list[Exercise], exercise: Exercise) -> list[Exercise]:
    if exercise.held_on is None:
        return []
    first = months_after(exercise.held_on, -_LOOK_BACK_MONTHS)
    return [one for one in before if one.held_on is not None and one.held_on >= first]
