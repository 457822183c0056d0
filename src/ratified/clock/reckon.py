"""A time limit and what has happened, made into a deadline; with a cap, whichever ends first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ratified.clock.counting import CountedEnd, CountingPlace, CountingStart, ends
from ratified.clock.deadline import Deadline, Reason, TimeLimitTerm, UncountedDeadline
from ratified.clock.facts import IncidentFacts, start_of
from ratified.clock.moments import utc_words
from ratified.clock.stamps import spoken
from ratified.clock.uncountable import UncountableError
from ratified.clock.windows import window_length
from ratified.clock.zones import zone

AFTER_CAP = "classified_after_cap"
"""The one condition of a cap that can be computed: what starts the clock came when the cap had already ended."""


@dataclass(frozen=True, slots=True)
class _DecidingStamp:
    """What decided: the stamp, its moment, the end where there is a figure, and what was only supposed."""

    trigger: str
    start: CountingStart
    end: CountedEnd | None
    supposed: str | None = None


def reckon(term: TimeLimitTerm, facts: IncidentFacts, where: CountingPlace) -> Deadline | UncountedDeadline:
    """Count one time limit. A deadline is never before the stamp that decided it."""
    if term.trigger is None:
        return not_counted(term, "uncountable", "nothing says what it starts from")
    try:
        start = start_of(term.trigger, term.of, facts, _first_of(where.zones))
        decided = _capped(term, start, facts, where) if term.cap else _alone(term, start, where)
    except UncountableError as error:
        return not_counted(term, "uncountable", str(error))
    return not_counted(term, "not_started", _waits_for(term)) if decided is None else _deadline(term, decided, where)


def not_counted(term: TimeLimitTerm, reason: Reason, why: str) -> UncountedDeadline:
    """A time limit without a deadline."""
    return UncountedDeadline(term.clock, term.kind, term.to, term.trigger, reason, why)


def _first_of(zones: tuple[str, ...]) -> str:
    """The first zone. Raises UncountableError if any of them does not exist, whether this time needs it or not."""
    found = [zone(name).key for name in zones]
    return found[0]


def _alone(term: TimeLimitTerm, start: CountingStart | None, where: CountingPlace) -> _DecidingStamp | None:
    if start is None or term.trigger is None:
        return None
    return _DecidingStamp(term.trigger, start, ends(term.length, start, where, term.closes) if term.length else None)


def _capped(
    term: TimeLimitTerm, start: CountingStart | None, facts: IncidentFacts, where: CountingPlace
) -> _DecidingStamp | None:
    """The earlier of a limit and its cap; of one alone where the other has no start yet, and that is said."""
    cap, own = term.cap, _alone(term, start, where)
    length = window_length(cap.n, cap.unit) if cap else None
    cap_start = start_of(cap.trigger, term.of, facts, where.zones[0]) if cap else None
    if cap is None or length is None:
        return own
    if cap_start is None:
        missing = f"{length} from {spoken(cap.trigger)} may end sooner; when that was is not given."
        return replace(own, supposed=missing) if own else None
    capped = _DecidingStamp(cap.trigger, cap_start, ends(length, cap_start, where, term.closes))
    if own is None or own.end is None:
        sooner = f"{term.length} from {spoken(term.trigger or '')} may end sooner; when that was is not given."
        return replace(capped, supposed=sooner)
    return _earlier(own, own.end, capped, capped.end or own.end, cap.unless)


def _earlier(
    own: _DecidingStamp, own_end: CountedEnd, capped: _DecidingStamp, cap_end: CountedEnd, unless: str | None
) -> _DecidingStamp:
    if unless == AFTER_CAP and own.start.at > cap_end.at:
        words = f"{own_end.words}, alone, since it came after {utc_words(cap_end.at)}, the end of {cap_end.words}"
        return replace(own, end=replace(own_end, words=words))
    chosen, end, other = (own, own_end, cap_end) if own_end.at <= cap_end.at else (capped, cap_end, own_end)
    words = f"{end.words}; that is earlier than {utc_words(other.at)}, the end of {other.words}"
    if own_end.at == cap_end.at:
        words = f"{end.words}; {other.words} end at the same moment"
    unjudged = (
        f"Its cap does not hold if {unless}; that is not judged here." if unless not in {None, AFTER_CAP} else None
    )
    return replace(chosen, end=replace(end, words=words), supposed=unjudged)


def _waits_for(term: TimeLimitTerm) -> str:
    if term.trigger == "prior_submission" and term.of:
        return f"starts when the report under {term.of} is sent"
    return f"starts from {spoken(term.trigger or '')}"


def _deadline(term: TimeLimitTerm, decided: _DecidingStamp, where: CountingPlace) -> Deadline:
    start, end = decided.start, decided.end
    doubts = (*where.doubts(term.length), *([end.doubt] if end and end.doubt else []))
    return Deadline(
        clock=term.clock,
        kind=term.kind,
        to=term.to,
        audience=term.audience,
        trigger=decided.trigger,
        trigger_at=start.at,
        due_at=end.at if end else None,
        due_on=end.on if end else None,
        assumed=bool(term.assumed or decided.supposed or doubts),
        arithmetic=end.words if end else f"no figure; the time runs from {start.name} at {utc_words(start.at)}",
        notes=tuple(note for note in (decided.supposed, *doubts, *term.notes) if note),
        recipient=term.recipient,
        binding=term.binding,
        zone=end.zone if end else None,
    )
