"""What stands beside the incidents: events that were dismissed, signed nil-incident attestations, and trend reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.records.statements import days, judged
from ratified.views.escape import Safe, escape
from ratified.views.records.common import stamp, who

if TYPE_CHECKING:
    from ratified.model.governance import TrendReview
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class DismissedRow:
    """An event that was judged to be no incident: why, by whom, when, and where it came from."""

    id: Safe
    detected: Safe
    source: Safe
    reason: Safe
    by: Safe
    at: Safe


@dataclass(frozen=True)
class NilRow:
    """A signed statement that some days had no incident, the query that showed it, and how many there were."""

    id: Safe
    days: Safe
    query: Safe
    signed: Safe
    recorded: Safe


@dataclass(frozen=True)
class TrendRow:
    """A look across some days: what was counted elsewhere, and what the records hold."""

    id: Safe
    days: Safe
    held: Safe
    counted: Safe
    recorded: Safe
    query: Safe
    minutes: Safe


def dismissed_events(of: PageContext) -> tuple[DismissedRow, ...]:
    """Every dismissed event, newest first."""
    rows = (
        DismissedRow(
            id=escape(one.id),
            detected=escape(stamp(one.detected_at)),
            source=escape(of.book.source[one.source].title if one.source in of.book.source else one.source),
            reason=escape(one.reason or "no reason was written"),
            by=escape(who(of, one.decided_by) or "nobody was named"),
            at=escape(stamp(one.decided_at)),
        )
        for one in of.book.events.dismissed
    )
    return tuple(reversed(tuple(rows)))


def nil_statements(of: PageContext) -> tuple[NilRow, ...]:
    """Every signed statement of no incident, with the number of incidents that the records hold for its days."""
    rows = (
        NilRow(
            id=escape(one.id),
            days=escape(f"{one.starts} to {one.ends}"),
            query=escape(one.query),
            signed=escape(f"{who(of, one.signed_by)} on {one.signed_on}"),
            recorded=escape(_declared(of, one.starts.isoformat(), one.ends.isoformat())),
        )
        for one in of.book.events.nil_statements
    )
    return tuple(rows)


def trend_reviews(of: PageContext) -> tuple[TrendRow, ...]:
    """Every trend review, with its counts beside those of the records."""
    return tuple(_trend(of, one) for one in of.book.events.trend_reviews)


def _trend(of: PageContext, one: TrendReview) -> TrendRow:
    first, last = one.starts.isoformat(), one.ends.isoformat()
    dismissed = sum(first <= day.detected_at[:10] <= last for day in of.book.events.dismissed)
    return TrendRow(
        id=escape(one.id),
        days=escape(f"{one.starts} to {one.ends}"),
        held=escape(f"{who(of, one.by)} on {one.held_on}"),
        counted=escape(f"{one.incidents} declared, {one.dismissed} dismissed"),
        recorded=escape(f"{_declared(of, first, last)} declared, {dismissed} dismissed"),
        query=escape(one.query),
        minutes=escape(one.minutes),
    )


def _declared(of: PageContext, first: str, last: str) -> int:
    """How many incidents were declared from a day to another, by the day where they were declared."""
    stamps = (one.times.stages.declared for one in judged(of.book))
    return sum(first <= days(text)[0].isoformat() <= last for text in stamps if text)
