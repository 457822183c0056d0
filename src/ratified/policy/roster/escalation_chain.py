"""How escalation spreads: when each role knows at the latest, by the rows of one severity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.clock import longest, plus
from ratified.model.duration import Duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ratified.model.severities import EscalationRow, SeverityLevel
    from ratified.policy.book import Book


@dataclass(frozen=True, slots=True)
class EscalationChain:
    """How a role comes to know: the roles on the way, the rows that tell them, and every wait.

    `roles` starts with the first responder; `waits` starts with the time they take to acknowledge.
    """

    roles: tuple[str, ...]
    rows: tuple[EscalationRow, ...]
    waits: tuple[Duration, ...]

    @property
    def total(self) -> Duration:
        """All waits together, unit by unit."""
        return plus(*self.waits)

    @property
    def words(self) -> str:
        """The sum in words: `15 minutes + 10 minutes + 5 minutes`."""
        return " + ".join(str(wait) for wait in self.waits) or "at once"

    def then(self, row: EscalationRow) -> EscalationChain:
        """The chain that goes on by a row: its time, and where nobody answers the wait for the next role."""
        waits = [row.within, row.if_no_ack.after if row.if_no_ack else None]
        return EscalationChain((*self.roles, row.to), (*self.rows, row), (*self.waits, *(w for w in waits if w)))


def rows_of(book: Book, level: SeverityLevel) -> tuple[EscalationRow, ...]:
    """The rows of a severity, in order."""
    return tuple(row for row in book.escalation.rows if row.severity == level.id and row.trigger is None)


def chains(book: Book, level: SeverityLevel) -> Mapping[str, EscalationChain]:
    """For every role that the rows of a level reach from the first responder, its shortest chain.

    The first responder knows after the level's `acknowledge` target; a row adds its `within`, and the `after`
    of its fallback, since nobody may answer. A row without `within` adds nothing (ESC-02 reports it).
    """
    first = book.escalation.first_responder
    target = level.targets.acknowledge
    known = {first: EscalationChain((first,), (), (target,) if isinstance(target, Duration) else ())}
    rows = rows_of(book, level)
    for _ in rows:
        for row in rows:
            if row.from_ in known and row.to not in known[row.from_].roles:
                chain = known[row.from_].then(row)
                if row.to not in known or longest(chain.total) < longest(known[row.to].total):
                    known[row.to] = chain
    return known


def fallback_loops(rows: Iterable[EscalationRow]) -> Iterator[tuple[EscalationRow, tuple[str, ...]]]:
    """Rows whose fallbacks come back to the role that did not answer, with the roles in order.

    When nobody answers as the fallback either, that role's own row says who is next.
    """
    rows = tuple(rows)
    next_of = {row.to: row.if_no_ack.to for row in reversed(rows) if row.if_no_ack}
    for row in rows:
        if row.if_no_ack is None:
            continue
        asked = [row.to]
        following: str | None = row.if_no_ack.to
        while following is not None and following not in asked:
            asked.append(following)
            following = next_of.get(following)
        if following == row.to:
            yield row, (*asked, following)
