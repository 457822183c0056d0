"""A document's history as stretches of time, each under one verdict: never kinder than the verdict."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import dropwhile
from typing import TYPE_CHECKING, NamedTuple

from ratified.clock import shortest
from ratified.model.verdict import IN_FORCE
from ratified.policy.records.statements import midnight, midnight_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.duration import Duration
    from ratified.model.verdict import DocumentEvent, DocumentVerdict, VerdictWord


WORST: tuple[VerdictWord, ...] = ("unapproved", "undecidable", "draft", "pending", "stale", "claimed", "approved")
"""What a day counts as where more than one verdict held on it: the one that promises least."""


class VerdictSpan(NamedTuple):
    """A verdict that held from one moment (UTC) to the next."""

    word: VerdictWord
    starts: datetime
    ends: datetime


def stretches(
    events: Sequence[DocumentEvent], verdict: DocumentVerdict, cadence: Duration | None, as_of: date
) -> tuple[VerdictSpan, ...]:
    """The stretches of a document from its first event to the end of a day, oldest first, without a gap.

    An approval holds until the next event, or until the cadence has run out. The cadence is that of the class today:
    what it was at a landing of the past only the authority of that landing knows. The last approval ends on the day
    that the verdict says. An event without a moment that git could read counts from the event before it on.
    """
    known = list(dropwhile(lambda event: event.at is None, events))
    end = midnight_after(as_of)
    moments = list(_moments(known, end))
    found: list[VerdictSpan] = []
    for number, event in enumerate(known):
        over = _over(event, verdict, cadence)
        last = number + 1 == len(known)
        word = _last_word(event, verdict, over, end) if last else event.verdict
        if event.at is None and word in IN_FORCE:
            word = "undecidable"
        found += _cut(word, moments[number], moments[number + 1], over)
    return tuple(stretch for stretch in found if stretch.starts < stretch.ends)


def _moments(events: Sequence[DocumentEvent], end: datetime) -> Iterator[datetime]:
    """When each event begins, and the end. Clocks of machines lie: nothing begins before the event in front of it,
    and what is dated after the day begins with the day.
    """
    least = datetime.min.replace(tzinfo=UTC)
    for event in events:
        at = event.at or least
        least = max(at if at < end else end - timedelta(days=1), least)
        yield least
    yield end


def _last_word(event: DocumentEvent, verdict: DocumentVerdict, over: datetime | None, end: datetime) -> VerdictWord:
    """What holds at the end: the event's verdict or the document's own, whichever promises less.

    An edit that is only here ends no approval of the history, and running out is drawn on the day it happened.
    """
    word = verdict.verdict
    if not event.in_force:
        return event.verdict if word in {"approved", "claimed", "pending", "stale"} else word
    if word == "pending" or (word == "stale" and over is not None and over < end):
        return event.verdict
    return word


def _over(event: DocumentEvent, verdict: DocumentVerdict, cadence: Duration | None) -> datetime | None:
    """When the approval of an event has run out, whatever comes after it."""
    approval = verdict.approval
    if approval is not None and approval.landing == event.landing and verdict.due is not None:
        return midnight_after(verdict.due)
    if cadence is None or event.at is None:
        return None
    last = event.at.astimezone(UTC).date().toordinal() + shortest(cadence).days
    return midnight_after(date.fromordinal(min(last, date.max.toordinal())))


def _cut(word: VerdictWord, starts: datetime, ends: datetime, over: datetime | None) -> list[VerdictSpan]:
    if word not in IN_FORCE or over is None or ends <= over:
        return [VerdictSpan(word, starts, ends)]
    over = max(over, starts)
    return [VerdictSpan(word, starts, over), VerdictSpan("stale", over, ends)]


def word_of(spans: Sequence[VerdictSpan], day: date) -> VerdictWord:
    """What a whole UTC day counts as; before the first event of a document there was no text, and nothing in force."""
    starts, ends = midnight(day), midnight_after(day)
    words = {span.word for span in spans if span.starts < ends and starts < span.ends}
    covered = any(span.starts <= starts for span in spans)
    return min(words if covered else {*words, "draft"}, key=WORST.index)
