"""Deadlines for people and for machines."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from ratified.clock import Deadline, UncountedDeadline, falling_together, first_for_audience, utc_words, zone
from ratified.model.dates import day_words, iso
from ratified.output import terminal
from ratified.output.json_report import dumps
from ratified.output.status import instant
from ratified.policy.notices.duties import AUDIENCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.output.duty_texts import DutyTexts
    from ratified.policy.notices.deadlines import Deadlines

SCHEMA = "ratified/clock/1"

_LAST_SECOND = time(23, 59, 59)
FAULTS = "Cannot be counted; fix this before relying on the rest:"
IDLE = "Given, and starts nothing that was asked about:"
COUNSEL = "Each audience's earliest time binds. None of this is legal advice: check every clock of law with counsel."


def render(found: Deadlines, texts: DutyTexts, colour: bool) -> Iterator[str]:
    """The notices, strictest first, each with how its deadline was counted and what to know, those that fall together
    as one; then what has no deadline, and why.
    """
    first = {one.clock for one in first_for_audience(found.counted).values()}
    for one, *met in falling_together(found.counted):
        is_first = any(member.clock in first for member in (one, *met))
        yield from deadline_lines(one, is_first, texts, colour)
        yield from duty_lines(one, texts, met)
        yield from note_lines(one)
        yield ""
    faults = [one for one in found.not_counted if one.reason == "uncountable"]
    yield from section(FAULTS, map(_line, faults), colour)
    waiting = [one for one in found.not_counted if one.reason == "not_started"]
    yield from section("Not started, since nothing says when it was (--at TRIGGER=TIME):", _waiting(waiting), False)
    others = [one for one in found.not_counted if one.reason in {"not_in_force", "not_applicable"}]
    yield from section("No deadline:", map(_line, others), False)
    yield from section(IDLE, map(idle_line, found.idle), False)
    yield COUNSEL


def deadline_lines(one: Deadline, first: bool, texts: DutyTexts, colour: bool) -> Iterator[str]:
    """When whom is to be notified, and how that was counted."""
    due = _due(one)
    marks = [f"first for {AUDIENCES.get(one.audience, one.audience)}"] if first and one.audience else []
    marks += ["assumed"] if one.assumed else []
    marks += [] if one.binding else ["not binding"]
    tail = f"  [{', '.join(marks)}]" if marks else ""
    yield f"{terminal.painted(due, terminal.BOLD, colour)}  {terminal.line(f'{texts.of(one).words}{tail}')}"
    yield terminal.line(f"    {one.arithmetic}")


def duty_lines(one: Deadline, texts: DutyTexts, met: Sequence[Deadline] = ()) -> Iterator[str]:
    """Who sees to it, how and by which text; `met` is what the same notice meets. Its id last, for `--regime`."""
    yield from (terminal.line(f"    {line}") for line in texts.lines(texts.of(one), met))
    yield terminal.line(f"    Id: {one.clock}")


def note_lines(one: Deadline) -> Iterator[str]:
    """What to know about a deadline."""
    for note in one.notes:
        yield terminal.line(f"    - {note}")


def _due(one: Deadline) -> str:
    """When it is due: the audience's day for times in days, else UTC and, where the audience has one zone, its hour."""
    if one.due_at is None:
        return "No figure"
    if one.zone is None:
        return utc_words(one.due_at)
    local = one.due_at.astimezone(zone(one.zone))
    if local.time() == _LAST_SECOND:
        return f"End of {day_words(local.date())} in {one.zone} ({utc_words(one.due_at)})"
    return f"{utc_words(one.due_at)} ({day_words(local.date())} {local:%H:%M} in {one.zone})"


def section(heading: str, lines: Iterator[str], colour: bool) -> Iterator[str]:
    """A heading and its lines, or nothing where there are none."""
    section_lines = [terminal.line(f"  {line}") for line in lines]
    if section_lines:
        yield terminal.painted(heading, terminal.BAD, colour)
        yield from section_lines
        yield ""


def _line(one: UncountedDeadline) -> str:
    return f"{one.clock}: {one.why}"


def _waiting(found: list[UncountedDeadline]) -> Iterator[str]:
    """One line a stamp or report, with all that waits for it."""
    for why in dict.fromkeys(one.why for one in found):
        yield f"{', '.join(one.clock for one in found if one.why == why)}: {why}"


def idle_line(found: tuple[str, tuple[str, ...]]) -> str:
    """A stamp that started nothing, and what it would start."""
    stamp, others = found
    return f"{stamp}: {', '.join(others)} would (--regime ID)" if others else f"{stamp}: no clock does"


def render_json(found: Deadlines) -> str:
    """The deadlines as design.md promises them, and what has none."""
    return dumps(
        {
            "schema": SCHEMA,
            "deadlines": [row(one) for one in found.counted],
            "not_counted": [row_without(one) for one in found.not_counted],
        }
    )


def row_without(one: UncountedDeadline) -> dict[str, Any]:
    """A time limit without a deadline."""
    return {"clock": one.clock, "to": one.to, "trigger": one.trigger, "reason": one.reason, "why": one.why}


def row(one: Deadline) -> dict[str, Any]:
    """One deadline."""
    return {
        "clock": one.clock,
        "to": one.to,
        "trigger": one.trigger,
        "trigger_at": instant(one.trigger_at),
        "due_at": instant(one.due_at) if one.due_at else None,
        "due_on": iso(one.due_on),
        "assumed": one.assumed,
        "note": one.note,
        "arithmetic": one.arithmetic,
        "audience": one.audience,
        "recipient": one.recipient,
        "kind": one.kind,
        "binding": one.binding,
        "zone": one.zone,
    }
