"""What must be said beside a deadline of a law: doubts, thresholds, readings that we do not plan by."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ratified.clock.moments import utc_words
from ratified.clock.windows import clock_length, window_length
from ratified.model.dates import day_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.clock.deadline import Deadline
    from ratified.clock.facts import IncidentFacts
    from ratified.model.notifications import Clock, ClockThreshold

COUNSEL = "Check with counsel."
_STANDING = {
    "pending_verify": "Not in force as far as we know.",
    "future_verify": "Not in force as far as we know.",
    "in_force_per_transposition": "National law decides.",
    "per_contract": "The contract decides; any figure here is only a usual one.",
    "practice": "Practice, not law.",
}
_SATURDAY = 5


def law_notes(clock: Clock, met: bool | None) -> tuple[str, ...]:
    """What the catalogue says about a clock besides its figure; `met` as `ratified.clock.law.meets` gives it."""
    return tuple(_notes(clock, met))


def _notes(clock: Clock, met: bool | None) -> Iterator[str]:
    if clock.status != "in_force":
        yield _STANDING.get(clock.status, f"Its status is {clock.status.replace('_', ' ')}.")
    if clock.certainty != "high":
        yield f"Only {clock.certainty} certainty."
    if clock.role:
        yield f"Binds: {clock.role.replace('_', ' ')}."
    if clock.of and clock.trigger != "prior_submission":
        yield f"It is about: {clock.of.replace('_', ' ')}."
    if clock.threshold:
        yield _threshold(clock.threshold, met)
    if clock.strict and clock.window:
        taken, argued = clock_length(clock), window_length(clock.window.n, clock.window.unit)
        yield f"{taken} is the strict reading; {argued} is argued."
    if clock.roll not in {None, "none"}:
        yield f"Not taken: {clock.roll}."
    if clock.note:
        yield _sentence(clock.note)
    yield COUNSEL


def needs_count(threshold: ClockThreshold | None, clock: str, facts: IncidentFacts) -> str:
    """Why a clock does not apply at the number of people that is known."""
    count = facts.counts.get(clock)
    known = f"all people touched are {facts.people}" if count is None else f"the number given is {count}"
    return f"applies at {threshold.text if threshold else 'a threshold'}; {known}"


def _threshold(threshold: ClockThreshold, met: bool | None) -> str:
    if met is None:
        return f"Threshold: {threshold.text}. The number is not known, so it is taken as met."
    if not met:
        return f"Threshold: {threshold.text}. The number given does not meet it."
    if threshold.op is None:
        return f"Applies: {threshold.text}. That is for people to judge."
    return f"Threshold: {threshold.text}. The number given meets it."


def lenient_note(clock: Clock, found: Deadline) -> str | None:
    """The end that Regulation 1182/71 may be read to give, for a clock of the Union: shown, never planned by.

    Art 3(1) leaves out the hour in which a period in hours begins; Art 3(4) moves the end of any other period from
    a weekend to the next working day; Art 3(5) asks for two working days in a period of two days or more, which
    is argued for hours.
    """
    if clock.lenient is None or found.due_at is None or found.due_on is None:
        return None
    if clock.window and clock.window.unit == "hours":
        hour = found.trigger_at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        end = hour + (found.due_at - found.trigger_at)
        return f"Regulation 1182/71 may be read to end it at {utc_words(end)} or later: argued, not to be planned by."
    if found.due_on.weekday() >= _SATURDAY:
        return (
            f"{day_words(found.due_on)} is a weekend: Regulation 1182/71 may move the end to the next working day; "
            "not to be planned by."
        )
    return None


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
