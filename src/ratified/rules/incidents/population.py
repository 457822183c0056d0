"""INC-18, 30: the list of records is whole, and every month of an audit period is accounted for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.clock import longest
from ratified.policy.book import by_id
from ratified.policy.records.statements import days, judged
from ratified.rules.documents import listed
from ratified.rules.periods import asked_about, declared_in, last_to_sign, uncovered
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, record_rule, rule, warning_where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.model.exercise import Exercise
    from ratified.model.governance import DismissedEvent, NilStatement, TrendReview
    from ratified.model.incident import Incident
    from ratified.model.period import PeriodWindow
    from ratified.policy import Book

_QUARTER = timedelta(days=92)
"""How long after a month somebody looks across it at the latest, where the policy sets no limit."""


@rule("INC-18", "error", "The list of records is incomplete")
def list_not_whole(case: RuleInput) -> RuleHits:
    """The numbers of incidents, or of exercises, of a year do not run from 1 without gaps, or one appears twice;
    nor do those of dismissed events, where a year of them begins with 1 (numbers of a ticket queue have gaps of
    their own). Or a trend review of `data/events.yml` counted another number of incidents (declared in its days,
    not set aside) or of dismissed events (detected in its days) than the records hold; or a statement says that
    there was no incident on days on which one was declared.

    **Why it matters.** An assessor proves first that the list is whole, and draws the sample only then. A gap
    is a record that somebody removed, until it is explained.

    **How to fix it.** Put the missing record back; one that was opened by mistake is set aside, not deleted. Where
    the counts differ, find the ticket that has no record.

    **Protects.** CC7.3, CC7.4-PF11
    """
    yield from _gaps(case.book.incidents)
    yield from _gaps(case.book.exercises)
    yield from _gaps(_own_numbers(case.book.events.dismissed))
    for review in case.book.events.trend_reviews:
        yield from _counted(case.book, review)
    for statement in case.book.events.nil_statements:
        yield from _contradicted(case.book, statement)


_NUMBERED = re.compile(r"([A-Z]+-[0-9]{4})-0*([0-9]+)")


def _own_numbers(events: Sequence[DismissedEvent]) -> list[DismissedEvent]:
    """Dismissed events of years that begin with number 1, each id once."""
    numbered = [(found, one) for one in by_id(events).values() if (found := _NUMBERED.fullmatch(one.id))]
    own = {found[1] for found, _ in numbered if found[2] == "1"}
    return [one for found, one in numbered if found[1] in own]


def _contradicted(book: Book, statement: NilStatement) -> RuleHits:
    for incident in judged(book):
        declared = incident.times.stages.declared
        if declared is not None and all(statement.starts <= day <= statement.ends for day in days(declared)):
            what = f"{statement.id} says there was none, and {incident.id} was declared on {days(declared)[0]}"
            help_ = "take the statement back, and sign one for the days without an incident"
            yield hit_at(statement, "id", what, help_)


def _gaps(records: Sequence[Incident | Exercise | DismissedEvent]) -> RuleHits:
    last: dict[str, tuple[int, str]] = {}
    for record in sorted(records, key=lambda one: (one.id.split("-")[1], int(one.id.rpartition("-")[2]))):
        head, _, digits = record.id.rpartition("-")
        number, (before, known) = int(digits), last.get(head, (0, ""))
        if number == before:
            what = f"{record.id} has the number of {known}"
            yield hit_at(record, "id", what, "give one of the two the next free number")
        elif number != before + 1:
            missing = f"{head}-{before + 1:0{len(digits)}}"
            also = f" to {head}-{number - 1:0{len(digits)}}" if number > before + 2 else ""
            what = f"{record.id} follows {known or 'nothing'}: {missing}{also} is missing"
            yield hit_at(record, "id", what, "put the missing record back, or take the next free number")
        last[head] = (number, record.id)


def _counted(book: Book, review: TrendReview) -> RuleHits:
    declared = [one.times.stages.declared for one in judged(book)]
    pairs = (
        ("incidents", review.incidents, [moment for moment in declared if moment]),
        ("dismissed", review.dismissed, [event.detected_at for event in book.events.dismissed]),
    )
    for key, counted, stamps in pairs:
        local = sum(review.starts <= days(moment)[0] <= review.ends for moment in stamps)
        utc = sum(review.starts <= days(moment)[1] <= review.ends for moment in stamps)
        if counted not in (local, utc):
            noun = "incidents" if key == "incidents" else "dismissed events"
            what = f"{review.id} counted {counted} {noun}, and the records hold {local}"
            yield RuleHit(review.at(key), what, "find what has no record, or correct the count", review.id)


@record_rule("INC-30", "error", "A month without any record")
def month_unaccounted(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """In a month of an audit period (type 2), or in the part of it since the adoption, no incident was declared and no
    event dismissed, and neither nil-incident attestations nor trend reviews of `data/events.yml` cover its days. While
    the period runs, and for 30 days after it, this is a warning; it begins once a month lies further back than the
    limit `trend-review`, when the review that should have covered it is due.

    **Why it matters.** An assessor proves first that the list of incidents is whole. A month without any trace is
    either a quiet one or one in which nobody wrote anything down, and only somebody who looked can tell.

    **How to fix it.** Compare pager, tickets and records for that month, and enter the trend review or the signed
    statement, with its query.

    **Protects.** CC7.3, CC7.4-PF11
    """
    for window, first, _ in asked_about(case, record):
        late = window.over(case.as_of) and case.as_of > last_to_sign(window)
        bare = [
            month for month in _months(first, window.ends) if _due(case, window, month[1]) and _bare(case.book, *month)
        ]
        if bare:
            level = warning_where(not late)
            which = listed([f"{day:%Y-%m}" for day, _ in bare], most=12)
            none = "no incident, no dismissed event, no nil-incident attestation and no trend review"
            until = "" if late else f"; the last day to do so is {last_to_sign(window)}"
            what = f"nobody accounts for {which} in the period {window.name}: {none}{until}"
            help_ = (
                "compare pager and tickets with the records, and enter the trend review or the nil-incident attestation"
            )
            yield RuleHit(window.place, what, help_, window.name, level)


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The calendar months of a stretch of days, each with the first and the last of its days in it."""
    starts = first
    while starts <= last:
        after = date(starts.year + starts.month // 12, starts.month % 12 + 1, 1)
        yield starts, min(after - timedelta(days=1), last)
        starts = after


def _due(case: RuleInput, window: PeriodWindow, ends: date) -> bool:
    """Whether somebody should have looked across a month by now."""
    within = case.book.within("trend-review")
    span = longest(within) if within else _QUARTER
    return window.over(case.as_of) or case.as_of > ends + span


def _bare(book: Book, first: date, last: date) -> bool:
    """Whether nothing at all accounts for a stretch of days."""
    events = book.events
    dismissed = (days(event.detected_at) for event in events.dismissed)
    if declared_in(book, first, last) or any(first <= day <= last for pair in dismissed for day in pair):
        return False
    looked = [(one.starts, one.ends) for one in events.nil_statements]
    looked += [(one.starts, one.ends) for one in events.trend_reviews]
    return any(True for _ in uncovered(first, last, looked))
