"""All exercises in one list: when each was held, by whom, and what is left of it to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.plurals import how_many
from ratified.policy.records.statements import held
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.records.common import RecordState, sentence_of, state, to_record

if TYPE_CHECKING:
    from ratified.model.exercise import Exercise
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

NONE = "No exercise has been recorded."
PLAN_ONE = "Run: ratified new exercise"


@dataclass(frozen=True)
class ExerciseRow:
    """An exercise in the list."""

    record: PageLink
    title: Safe
    state: RecordState
    kind: Safe
    held: Safe
    runbooks: tuple[PageLink, ...]
    signed: Safe
    follow_ups: Safe


@dataclass(frozen=True)
class ExerciseList:
    """The list. `told` says the counts in words; `nothing` and `todo` stand in place of it where there is no record."""

    told: Safe
    rows: tuple[ExerciseRow, ...]
    nothing: Safe = NOTHING
    todo: Safe = NOTHING


def exercise_list(of: PageContext) -> ExerciseList:
    """Every exercise, newest first."""
    found = of.book.exercises
    if not found:
        return ExerciseList(NOTHING, (), escape(NONE), escape(PLAN_ONE))
    over = list(held(of.book))
    days = [one.held_on for one in over if one.held_on is not None]
    last = f" The last was held on {max(days)}, {how_many((of.as_of - max(days)).days, 'day')} ago." if days else ""
    told = f"{how_many(len(found), 'exercise')}: {len(over)} held, {len(found) - len(over)} planned.{last}"
    rows = sorted(found, key=lambda one: one.id, reverse=True)
    return ExerciseList(escape(told), tuple(_row(of, one) for one in rows))


@dataclass(frozen=True)
class LastExercise:
    """The exercise that was held last, and how long ago; `told` says it, `row` is None where none was held."""

    told: Safe
    row: ExerciseRow | None
    more: PageLink


def last_exercise(of: PageContext) -> LastExercise:
    """The last exercise up to the day of the page."""
    found = [one for one in held(of.book) if one.held_on is not None and one.held_on <= of.as_of]
    more = of.thing("Every exercise", "exercise_list", "")
    if not found:
        return LastExercise(escape("No exercise has been held."), None, more)
    last = found[-1]
    ago = how_many((of.as_of - last.held_on).days, "day") if last.held_on else ""
    return LastExercise(escape(f"Held on {last.held_on}, {ago} ago."), _row(of, last), more)


def _row(of: PageContext, one: Exercise) -> ExerciseRow:
    signed = sum(line.signed_on is not None for line in one.participants)
    still = sum(action.closed_on is None for action in one.follow_ups)
    return ExerciseRow(
        record=to_record(of, one),
        title=escape(one.title),
        state=state(one),
        kind=escape(sentence_of(one.kind)),
        held=escape(one.held_on or (f"planned for {one.starts[:10]}" if one.starts else "no day yet")),
        runbooks=tuple(of.to_runbook(id_) for id_ in one.runbooks),
        signed=escape(f"{signed} of {len(one.participants)}"),
        follow_ups=escape(f"{how_many(len(one.follow_ups), 'follow-up')}, {still} open"),
    )
