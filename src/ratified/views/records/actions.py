"""Corrective actions of reviews and exercises: open ones first, the oldest on top; closed ones with their proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.action import Action
from ratified.model.exercise import Exercise
from ratified.model.incident import Incident
from ratified.model.plurals import how_many
from ratified.policy.records.actions import actions
from ratified.policy.records.statements import days
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.records.common import RecordState, to_record, who

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

_Pair = tuple[Incident | Exercise, Action]
NONE = "No corrective action has been recorded."
WHERE_WRITTEN = "They are written in the record of an incident, once its review was held, or of an exercise."


@dataclass(frozen=True)
class ActionRow:
    """An action. `age` is how long it has been open, or took; `done` its proof of closing, or nothing."""

    id: Safe
    record: PageLink
    text: Safe
    kind: Safe
    owner: Safe
    state: RecordState
    due: Safe
    age: Safe
    extended: tuple[Safe, ...]
    done: tuple[Safe, ...]


@dataclass(frozen=True)
class ActionGroup:
    """Actions that stand alike, under a heading with their number."""

    title: Safe
    rows: tuple[ActionRow, ...]


@dataclass(frozen=True)
class ActionTable:
    """Every action: counts in words, then open ones, then closed ones. `nothing` stands in place of all."""

    told: Safe
    owners: Safe
    groups: tuple[ActionGroup, ...]
    nothing: Safe = NOTHING
    todo: Safe = NOTHING


def action_table(of: PageContext) -> ActionTable:
    """All actions, as of the day of the page."""
    found = list(actions(of.book))
    if not found:
        return ActionTable(NOTHING, NOTHING, (), escape(NONE), escape(WHERE_WRITTEN))
    still = _open(of, found)
    shut = sorted(
        (p for p in found if p[1].closed_on), key=lambda p: (p[1].closed_on or of.as_of, p[1].id), reverse=True
    )
    late = sum(_overdue(action, of.as_of) for _, action in still)
    open_ = f"{len(still)} open, {late} of them overdue" if still else "none open"
    return ActionTable(
        told=escape(f"{how_many(len(found), 'action')}: {open_}; {len(shut)} closed."),
        owners=escape(_owners(of, [action for _, action in still])),
        groups=tuple(
            ActionGroup(escape(f"{name}, {len(pairs)}"), tuple(_row(of, *pair) for pair in pairs))
            for name, pairs in (("Open", still), ("Closed", shut))
            if pairs
        ),
    )


@dataclass(frozen=True)
class OpenActionsView:
    """What is still to do, the oldest first; `told` counts it, `owners` says who holds what, `overdue` how many are."""

    told: Safe
    owners: Safe
    rows: tuple[ActionRow, ...]
    overdue: int
    more: PageLink


def open_actions(of: PageContext) -> OpenActionsView:
    """The open actions of all records by age, as of the day of the page."""
    found = list(actions(of.book))
    still = _open(of, found)
    late = sum(_overdue(action, of.as_of) for _, action in still)
    shut = f"{how_many(len(found) - len(still), 'action is', 'actions are')} closed" if found else NONE
    told = f"{how_many(len(still), 'action is', 'actions are')} open, {late} of them overdue; {shut}."
    return OpenActionsView(
        told=escape(told if still else f"None is open; {shut}." if found else NONE),
        owners=escape(_owners(of, [action for _, action in still])),
        rows=tuple(_row(of, *pair) for pair in still),
        overdue=late,
        more=of.thing("Every action, with its proof", "action_table", ""),
    )


def _open(of: PageContext, found: Sequence[_Pair]) -> list[_Pair]:
    """Open ones, the oldest first."""
    still = (pair for pair in found if pair[1].closed_on is None)
    return sorted(still, key=lambda pair: (_begun(pair[0]) or of.as_of, pair[1].id))


def rows_of(of: PageContext, record: Incident | Exercise) -> tuple[ActionRow, ...]:
    """The actions of one record, in its own order."""
    found = record.corrective_actions if isinstance(record, Incident) else record.follow_ups
    return tuple(_row(of, record, action) for action in found)


def _overdue(action: Action, as_of: date) -> bool:
    return action.closed_on is None and action.due is not None and action.due < as_of


def _begun(record: Incident | Exercise) -> date | None:
    """The day an action dates from: its review, else the closing or the declaration; its report, else the day held."""
    if isinstance(record, Exercise):
        return record.report.issued_on if record.report else record.held_on
    stages = record.times.stages
    text = (record.review.held if record.review else None) or stages.closed or stages.declared
    return days(text)[0] if text else None


def _owners(of: PageContext, still: Sequence[Action]) -> str:
    """Who holds what is open, in one sentence; nothing where nothing is."""
    held: dict[str, int] = {}
    for action in still:
        name = who(of, action.owner) or "nobody"
        held[name] = held.get(name, 0) + 1
    parts = (f"{name} {count}" for name, count in sorted(held.items(), key=lambda pair: (-pair[1], pair[0])))
    return f"Open, by owner: {', '.join(parts)}." if held else ""


def _row(of: PageContext, record: Incident | Exercise, action: Action) -> ActionRow:
    begun = _begun(record)
    end = action.closed_on or of.as_of
    age = f"{'took' if action.closed_on else 'open for'} {how_many(max((end - begun).days, 0), 'day')}" if begun else ""
    return ActionRow(
        id=escape(action.id),
        record=to_record(of, record),
        text=escape(action.text),
        kind=escape(", ".join(filter(None, (action.kind, action.priority and f"{action.priority} priority")))),
        owner=escape(who(of, action.owner, action.role) or "nobody was named"),
        state=_state(action, of.as_of),
        due=escape(action.due or "no day was set"),
        age=escape(age),
        extended=escape_all(_extensions(of, action)),
        done=escape_all(_proof(of, action)),
    )


def _state(action: Action, as_of: date) -> RecordState:
    if action.closed_on is not None:
        if action.due is None:
            return RecordState(Safe("closed"), escape("Closed"))
        late = action.closed_on > action.due
        return (
            RecordState(Safe("late"), escape("Closed late"))
            if late
            else RecordState(Safe("closed"), escape("Closed in time"))
        )
    if _overdue(action, as_of) and action.due is not None:
        return RecordState(Safe("overdue"), escape(f"Overdue by {how_many((as_of - action.due).days, 'day')}"))
    return RecordState(Safe("open"), escape("Open"))


def _extensions(of: PageContext, action: Action) -> Iterator[str]:
    for moved in action.extended:
        by = (
            f", approved by {who(of, moved.approved_by)} on {moved.approved_on}"
            if moved.approved_by
            else ", approved by nobody"
        )
        yield f"Moved from {moved.from_} to {moved.to}: {moved.reason}{by}"


def _proof(of: PageContext, action: Action) -> Iterator[str]:
    if action.closed_on is None:
        return
    seen = f", seen by {who(of, action.seen_by)}" if action.seen_by else ", seen by nobody else"
    yield f"{action.closed_on}: {action.evidence or 'no proof was written'}{seen}"
    if (effect := action.effect) is not None:
        word = "works" if effect.result == "works" else "does not work"
        more = f". {effect.text}" if effect.text else ""
        yield f"Checked on {effect.checked_on} by {who(of, effect.by)}: {word}{more}"
