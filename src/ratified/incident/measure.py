"""One promise against what happened: by when, and whether it was kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ratified.clock import CountingStart, UncountableError, last_of, moment, supposed
from ratified.incident.row import Outcome, PromiseAnswer

if TYPE_CHECKING:
    from ratified.model.duration import Duration
    from ratified.policy import Book


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """What the record says came of a promise: when (UTC), as it is written, or why it did not have to.

    `excused` is the record's own reason that a stage did not apply.
    """

    at: datetime | None = None
    excused: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class JudgingDay:
    """The day it is judged by, and whether the incident is closed: then nothing of the response is open any more."""

    as_of: date
    closed: bool

    def past(self, due: datetime | None) -> bool:
        """Whether a due moment lies before the day it is judged by; on that very day it may still be met."""
        return due is not None and due < datetime.combine(self.as_of, time(0), UTC)


def by(length: Duration, start: CountingStart, book: Book) -> datetime:
    """When our own promise ends (UTC). Raises UncountableError where no calendar can say."""
    return last_of(length, start.at, book.time_limits.ourselves).at


def last_day(length: Duration, start: CountingStart, book: Book) -> date:
    """The day, as we count days, on which our own promise ends. Raises UncountableError."""
    return last_of(length, start.at, book.time_limits.ourselves).on


def judged_within(
    promised: str,
    length: Duration,
    start: CountingStart,
    book: Book,
    happened: RecordedOutcome,
    now: JudgingDay,
    over: datetime | None = None,
) -> PromiseAnswer:
    """Whether a promise that runs from a start was kept by a policy's data; undecidable where no calendar can say."""
    try:
        return doubted(judged(promised, by(length, start, book), happened, now, over), length, start, book)
    except UncountableError as error:
        return uncounted(promised, error)


def doubted(answer: PromiseAnswer, length: Duration, start: CountingStart, book: Book) -> PromiseAnswer:
    """The answer, which says of a promise that was broken what its last day rests on, where that was only supposed."""
    doubt = supposed(length, start.at, book.time_limits.ourselves) if answer.outcome == "missed" else None
    return replace(answer, why=f"{answer.why}. {doubt}") if doubt else answer


def judged(
    promised: str, due: datetime | None, happened: RecordedOutcome, now: JudgingDay, over: datetime | None = None
) -> PromiseAnswer:
    """Whether a promise that was due at a moment was kept.

    `over` is when the level that promised it no longer held: what was due later, and had not happened by then, was
    no promise any more.
    """
    if happened.excused:
        return PromiseAnswer(promised, due, "not applicable", happened.excused)
    if over is not None and due is not None and due > over and (happened.at is None or happened.at > over):
        return PromiseAnswer(promised, due, "not applicable", "the level had changed before it was due")
    if happened.at is not None:
        if due is not None and happened.at > due:
            return PromiseAnswer(promised, due, "missed", f"{span(happened.at - due)} late")
        return PromiseAnswer(promised, due, "met")
    outcome: Outcome = "no record" if now.closed else "missed" if now.past(due) else "open"
    return PromiseAnswer(promised, due, outcome, "" if outcome == "open" else "nothing in the record shows it")


def uncounted(promised: str, error: UncountableError | str) -> PromiseAnswer:
    """A promise that nobody can count."""
    return PromiseAnswer(promised, None, "undecidable", str(error))


def span(length: timedelta) -> str:
    """A length of time for people, rounded down to minutes: `1 h 15 min`, `3 d 2 h`."""
    minutes = int(length.total_seconds()) // 60
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    parts = [f"{days} d"] * bool(days) + [f"{hours} h"] * bool(hours) + [f"{left} min"] * bool(left and not days)
    return " ".join(parts) or "less than a minute"


def written(text: str, start: CountingStart | None = None) -> str:
    """A moment as the record has it, and how long after its start it was."""
    bare = text.replace("T", " ")
    if start is None or moment(text) < start.at:
        return bare
    return f"{bare}, after {span(moment(text) - start.at)}"
