"""From escalation rows to a tree: who is reached through whom, and by when at the latest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.roster.escalation_chain import EscalationChain, chains, rows_of
from ratified.policy.roster.holders import title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.severities import EscalationRow, SeverityLevel
    from ratified.policy import Book


@dataclass(frozen=True)
class ReachedRole:
    """A role in the path, in plain text. `within` is the arrow's time; `at` is the longest it can take from
    declaration, every wait for somebody who does not answer included.
    """

    title: str
    within: str = ""
    at: str = ""
    next_after: str = ""
    next_to: str = ""
    below: tuple[ReachedRole, ...] = ()


def reach(book: Book, level: SeverityLevel) -> ReachedRole:
    """The tree of a severity from the first responder; rows whose sender nobody tells hang from it too."""
    first = book.escalation.first_responder
    rows = rows_of(book, level)
    known = chains(book, level)
    top = [row for row in rows if row.from_ == first or row.from_ not in known]
    below = tuple(_grow(book, row, rows, known, (first,)) for row in top)
    return ReachedRole(title(book, first), at=str(known[first].total), below=below)


def _grow(
    book: Book,
    row: EscalationRow,
    rows: tuple[EscalationRow, ...],
    known: Mapping[str, EscalationChain],
    above: tuple[str, ...],
) -> ReachedRole:
    again = (*above, row.to)
    below = tuple(_grow(book, r, rows, known, again) for r in rows if r.from_ == row.to and r.to not in again)
    later = row.if_no_ack
    return ReachedRole(
        title(book, row.to),
        str(row.within or "no time set"),
        str(known[row.from_].then(row).total) if row.from_ in known else "",
        str(later.after) if later else "",
        title(book, later.to) if later else "",
        below,
    )


def sentences(node: ReachedRole) -> Iterator[str]:
    """The tree in words, a sentence for each role that is told."""
    for child in node.below:
        later = f"; if nobody answers within {child.next_after}, {child.next_to}" if child.next_to else ""
        yield f"{node.title} tells {child.title} within {child.within}{later}"
        yield from sentences(child)
