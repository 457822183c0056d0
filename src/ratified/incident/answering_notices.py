"""Which notice of a record answers a time limit that has no decision of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import Deadline, UncountedDeadline, moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.incident.context import TraceContext
    from ratified.incident.row import Counted
    from ratified.model.response import NoticeDecision
    from ratified.policy import Book


def sent_instead(
    of: TraceContext, one: Counted, contracts: Mapping[str, str], book: Book
) -> tuple[int, NoticeDecision] | None:
    """The notice, with its number, that answers a time limit which has none of its own: what shows that it was met."""
    if isinstance(one, UncountedDeadline):
        return None
    contract = contracts.get(one.clock)
    if contract is not None:
        touched = contract in of.incident.classification.impact.contracts
        found = by_another_window(of, contracts, contract) if touched else None
    elif one.kind == "commitment" and "/" not in one.clock:
        wanted = to_audience(of, one, book)
        sent = [n for n in wanted if n.sent]
        found = max(sent, key=lambda n: moment(n.sent or "")) if sent and len(sent) == len(wanted) else None
    else:
        found = None
    return next(((i, n) for i, n in enumerate(of.incident.response.notifications) if n is found), None)


def by_another_window(of: TraceContext, contracts: Mapping[str, str], contract: str) -> NoticeDecision | None:
    """The first notice that was sent to the same party under another window of its contract."""
    notices = (n for n in of.incident.response.notifications if contracts.get(n.clock) == contract and n.sent)
    return min(notices, key=lambda notice: moment(notice.sent or ""), default=None)


def audiences(book: Book) -> Mapping[str, str | None]:
    """To whom each clock, and each window of a contract, sends a notice."""
    clocks = {c.id: c.audience for c in book.clock.values()}
    return {**clocks, **{w.id: w.audience for contract in book.contracts.contracts for w in contract.windows}}


def to_audience(of: TraceContext, one: Deadline, book: Book) -> list[NoticeDecision]:
    """The notices that were to go to the audience of a commitment."""
    known = audiences(book)
    notices = of.incident.response.notifications
    return [n for n in notices if known.get(n.clock) == one.audience and n.decision == "notify"]
