"""The clocks of the catalogue: what each gives for an incident, never surer than the catalogue is.

Nothing here is advice: every deadline of a law says to check with counsel.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from ratified.clock.deadline import Deadline, TimeLimitTerm, UncountedDeadline
from ratified.clock.holding import held_back
from ratified.clock.notes import law_notes, lenient_note, needs_count
from ratified.clock.reckon import not_counted, reckon
from ratified.clock.stamps import known_stamp
from ratified.clock.windows import clock_effective, clock_length, window_length
from ratified.clock.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ratified.clock.counting import CountingPlace
    from ratified.clock.facts import IncidentFacts
    from ratified.model.notifications import Clock, ClockThreshold


def law_deadlines(
    clock: Clock, facts: IncidentFacts, where: CountingPlace, recipient: str | None = None, binding: bool = True
) -> tuple[Deadline | UncountedDeadline, ...]:
    """What one clock gives: its first report, then every later stage, as `clock/stage`.

    An unknown count is treated as meeting the threshold, and the deadline says that it is assumed.
    """
    met = meets(clock.threshold, facts.counts.get(clock.id), facts.people)
    return law_counted(clock, law_terms(clock, met, recipient, binding), met, facts, where)


def law_terms(clock: Clock, met: bool | None, recipient: str | None, binding: bool) -> tuple[TimeLimitTerm, ...]:
    """The time limits of a clock before anything has happened; `met` as `meets` gives it."""
    return tuple(_terms(clock, met, recipient, binding))


def law_counted(
    clock: Clock, terms: Iterable[TimeLimitTerm], met: bool | None, facts: IncidentFacts, where: CountingPlace
) -> tuple[Deadline | UncountedDeadline, ...]:
    """What the time limits of a clock give for an incident; `met` is what they were made with."""
    return tuple(_counted(clock, term, met, facts, where) for term in terms)


_OF_ALL = frozenset({"individuals", "consumers"})
"""What a threshold counts where it counts everybody; any other counts a part, such as the residents of one state."""


def meets(threshold: ClockThreshold | None, count: int | None, people: int | None = None) -> bool | None:
    """Whether a number of people meets a threshold; None where a number decides and is not known.

    True where no number decides: what the threshold says in words is for people to judge. `count` is in the
    threshold's own unit. Without it `people`, everybody touched, decides where everybody is counted; where a part
    is, it is the most that the part can be, and decides only what no smaller number would turn round.
    """
    if threshold is None or threshold.op is None or threshold.count is None:
        return True
    number, limit = people if count is None else count, threshold.count
    if number is None:
        return None
    met = {">": number > limit, ">=": number >= limit, "<": number < limit, "<=": number <= limit}[threshold.op]
    if count is None and threshold.of not in _OF_ALL and met == (threshold.op in {">", ">="}):
        return None
    return met


def _terms(clock: Clock, met: bool | None, recipient: str | None, binding: bool) -> Iterator[TimeLimitTerm]:
    """The first report, and every later stage counted from its own stamp or from an earlier stage."""
    length = clock_length(clock)
    by_contract = clock.status == "per_contract" and length is not None
    first = TimeLimitTerm(
        clock.id,
        "law",
        clock.to or clock.regime,
        clock.audience,
        clock.trigger,
        length,
        of=clock.of,
        closes=clock.closing_time,
        cap=clock.cap,
        recipient=recipient,
        binding=binding and not clock.status.endswith("_verify"),
        assumed=met is None or by_contract,
        notes=law_notes(clock, met),
    )
    yield first
    for stage in clock.next:
        trigger = stage.anchor if known_stamp(stage.anchor) else "prior_submission"
        yield replace(
            first,
            clock=f"{clock.id}/{stage.stage}",
            trigger=trigger,
            of=f"{clock.id}/{stage.anchor}" if trigger == "prior_submission" else clock.of,
            length=window_length(stage.window.n, stage.window.unit),
            cap=None,
        )


def _counted(
    clock: Clock, term: TimeLimitTerm, met: bool | None, facts: IncidentFacts, where: CountingPlace
) -> Deadline | UncountedDeadline:
    if met is False and not (clock.threshold and clock.threshold.also):
        return not_counted(term, "not_applicable", needs_count(clock.threshold, clock.id, facts))
    found = reckon(term, facts, where)
    if isinstance(found, UncountedDeadline):
        return found
    days = {found.trigger_at.astimezone(zone(name)).date() for name in where.zones}
    if not any(clock_effective(clock, day) for day in days):
        return not_counted(term, "not_in_force", _when(clock))
    delay = facts.delays.get(clock.id)
    found = held_back(found, clock, delay, where) if delay else found
    lenient = lenient_note(clock, found)
    return replace(found, notes=(lenient, *found.notes)) if lenient else found


def _when(clock: Clock) -> str:
    parts: list[tuple[Literal["from", "until"], object]] = [
        ("from", clock.effective_from),
        ("until", clock.effective_to),
    ]
    return f"in force {' '.join(f'{word} {day}' for word, day in parts if day)}, by the day it starts"
