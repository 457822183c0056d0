"""From escalation rows to a tree: who is reached through whom, and by when at the latest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ratified.book import Book
from ratified.book.escalating import Chain, chains, rows_of
from ratified.book.roster import title
from ratified.model.severities import EscalationRow, Level


@dataclass(frozen=True, slots=True)
class Reached:
    """A role in the path, in plain text. `within` is the arrow's time; `at` is the longest it can take from
    declaration, every wait for somebody who does not answer included.
    """

    title: str
    within: str = ""
    at: str = ""
    next_after: str = ""
    next_to: str = ""
    below: tuple[Reached, ...] = ()


def reach(book: Book, level: Level) -> Reached:
    """The tree of a severity from the first responder; rows whose sender nobody tells hang from it too."""
    first = book.escalation.first_responder
    rows = rows_of(book, level)
    known = chains(book, level)
    top = [row for row in rows if row.from_ == first or row.from_ not in known]
    below = tuple(_grow(book, row, rows, known, (first,)) for row in top)
    return Reached(title(book, first), at=str(known[first].total), below=below)


def _grow(
    book: Book,
    row: EscalationRow,
    rows: tuple[EscalationRow, ...],
    known: Mapping[str, Chain],
    above: tuple[str, ...],
) -> Reached:
    again = (*above, row.to)
    below = tuple(_grow(book, r, rows, known, again) for r in rows if r.from_ == row.to and r.to not in again)
    later = row.if_no_ack
    return Reached(
        title(book, row.to),
        str(row.within or "no time set"),
        str(known[row.from_].then(row).total) if row.from_ in known else "",
        str(later.after) if later else "",
        title(book, later.to) if later else "",
        below,
    )
