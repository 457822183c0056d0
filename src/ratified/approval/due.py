"""What needs an approval next: pure, so that the command line and the site list the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.model.verdict import DocumentVerdict, VerdictWord

_NOW: frozenset[VerdictWord] = frozenset({"stale", "unapproved", "undecidable", "pending"})


class DueDocument(NamedTuple):
    """A document that needs an approval. `day` is the last day on which the present one is not stale.

    `days` counts from the day asked about, below zero where it is over. Both are None where a document needs an
    approval that no date asks for: it was changed without one, or nobody can say.
    """

    verdict: DocumentVerdict
    day: date | None
    days: int | None

    @property
    def now(self) -> bool:
        """Whether it needs an approval already."""
        return self.verdict.verdict in _NOW or (self.days is not None and self.days < 0)


def due_next(
    verdicts: Iterable[DocumentVerdict], as_of: date, within_days: int | None = None
) -> tuple[DueDocument, ...]:
    """What is due on a day (UTC) or within that many days of it; None for whatever lies ahead.

    First what needs an approval already: the longest overdue, then what no date asks for. Then by day. Drafts and
    documents without a cadence are never due.
    """
    found = [_due(verdict, as_of) for verdict in verdicts if verdict.verdict != "draft"]
    kept = [due for due in found if due.now or _ahead(due, within_days)]
    return tuple(sorted(kept, key=lambda due: (not due.now, due.day or date.max, due.verdict.id)))


def _due(verdict: DocumentVerdict, as_of: date) -> DueDocument:
    dated = verdict.verdict in {"approved", "claimed", "stale"}
    day = verdict.due if dated else None
    return DueDocument(verdict, day, (day - as_of).days if day else None)


def _ahead(due: DueDocument, within_days: int | None) -> bool:
    return due.days is not None and (within_days is None or due.days <= within_days)
