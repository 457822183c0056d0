"""Whether everything that is governed is approved and current, in one look: the counts, and what is due next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.approval.due import DueDocument, due_next
from ratified.model.verdict import IN_FORCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ratified.model.verdict import VerdictWord
    from ratified.views.approvals.status import SiteVerdicts

_HEAVIEST: tuple[VerdictWord, ...] = (
    "unapproved",
    "undecidable",
    "stale",
    "pending",
    "draft",
    "claimed",
    "approved",
)

SHORT: Mapping[VerdictWord, str] = {
    "unapproved": "not approved",
    "undecidable": "undecidable",
    "stale": "stale",
    "pending": "edited here and not approved",
    "draft": "draft",
    "claimed": "approved by name only",
    "approved": "approved",
}
"""A verdict behind a number: `2 stale`."""


@dataclass(frozen=True)
class Currency:
    """How many documents there are and how many have each verdict, the heaviest first.

    `until` is the last day (UTC) on which all that is approved still is; None where no day ends it. `next` is what
    comes due first of that which is current.
    """

    total: int
    counts: Mapping[VerdictWord, int]
    until: date | None
    next: DueDocument | None

    @property
    def word(self) -> VerdictWord:
        """The heaviest verdict; where nothing is governed, nothing is approved either."""
        return next(iter(self.counts), "draft")

    @property
    def in_force(self) -> int:
        """How many documents somebody stands behind now."""
        return sum(count for word, count in self.counts.items() if word in IN_FORCE)

    @property
    def wanting(self) -> str:
        """What is not current, in words: `1 stale, 2 not approved`; nothing where all is. Plain text."""
        return ", ".join(f"{count} {SHORT[word]}" for word, count in self.counts.items() if word not in IN_FORCE)


def currency(standing: SiteVerdicts) -> Currency:
    """How everything that is governed stands together, the layout and who may approve included."""
    verdicts = standing.verdicts.values()
    counted = Counter(verdict.verdict for verdict in verdicts)
    ahead = [due for due in due_next(verdicts, standing.as_of) if not due.now]
    return Currency(
        total=len(standing.verdicts),
        counts={word: counted[word] for word in _HEAVIEST if counted[word]},
        until=min((due.day for due in ahead if due.day is not None), default=None),
        next=ahead[0] if ahead else None,
    )
