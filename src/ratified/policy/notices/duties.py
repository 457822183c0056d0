"""What a deadline asks for, in words: whom to notify, under which law or contract, who sees to it, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.model.notifications import Audience, Clock, Contract, ContractWindow, ScopedClock
    from ratified.policy.book import Book

AUDIENCES: Mapping[Audience, str] = {
    "authority": "authorities",
    "insurer": "the insurer",
    "card-scheme": "card schemes",
    "credit-bureaus": "credit bureaus",
    "media": "the media",
    "auditor": "the auditor",
    "internal": "ourselves",
}
"""Audiences as a sentence names them, where that is not their id."""

KINDS: Mapping[str, str] = {
    "contract": "contract",
    "dpa": "data processing agreement",
    "baa": "business associate agreement",
    "policy": "insurance policy",
}
"""The kinds of contract in a sentence."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty to notify. `id` is that of its time limit (a clock, `clock/stage`, `clock/own`, a window, a commitment),
    `anchor` the place of its row on the page of deadlines.

    `owner` is a role, `how` the form, line or address of whoever is notified, `template` the path of the notice's page;
    each is None where the data names none. `legal`: counsel checks it.
    """

    id: str
    to: str
    law: str
    owner: str | None
    how: str | None
    template: str | None
    anchor: str
    legal: bool = False

    @property
    def words(self) -> str:
        """What is to be done: `Notify DPC Ireland (GDPR Art. 33(1))`."""
        return f"Notify {self.whom} ({self.law})"

    @property
    def whom(self) -> str:
        """Who is notified, as the middle of a sentence names them."""
        return f"the {self.to[4:]}" if self.to.startswith("The ") else self.to


def duty_of(book: Book, id_: str, to: str) -> Duty:
    """The duty behind a time limit. `to` is whom the deadline names, for one that the book no longer knows."""
    clock_id, _, stage = id_.partition("/")
    if clock_id in book.clock:
        return _under_law(book, book.clock[clock_id], id_, stage, to)
    for contract in book.contracts.contracts:
        for window in contract.windows:
            if window.id == id_:
                return _under_contract(book, contract, window)
    if (one := book.commitment.get(id_)) is not None:
        whom = AUDIENCES.get(one.audience, one.audience)
        template = _template(book, one.audience, id_)
        return Duty(id_, whom, "our commitment", one.owner, None, template, f"commitment-{id_}")
    return Duty(id_, to, id_, None, None, None, "")


def _under_law(book: Book, clock: Clock, id_: str, stage: str, to: str) -> Duty:
    row = _row(book, clock.id)
    also = {"": "", "own": ", internal deadline"}.get(stage, f", {stage.replace('_', ' ').replace('-', ' ')}")
    return Duty(
        id_,
        row.recipient if row and row.recipient.lower() != (clock.to or "").lower() else clock.to or to,
        f"{clock.regime}{also}",
        row.owner if row else None,
        row.contact.how if row and row.contact else None,
        _template(book, clock.audience, clock.id, usual=row is not None),
        f"clock-{clock.id}" if row else "",
        legal=stage != "own",
    )


def _under_contract(book: Book, contract: Contract, window: ContractWindow) -> Duty:
    """A contract names no owner: it is whoever sees to its audience by the rows in scope, else by our commitment."""
    rows = [(row, clock) for row, clock in book.scoped_clocks if clock.audience == window.audience]
    owners = [row.owner for row, clock in rows if clock.status == "per_contract"]
    owners += [one.owner for one in book.notifications.commitments if one.audience == window.audience]
    usual = next((row.clock for row, clock in rows if clock.status == "per_contract"), "")
    return Duty(
        window.id,
        contract.party,
        f"{KINDS[window.kind]} {contract.id}",
        owners[0] if owners else None,
        window.contact,
        _template(book, window.audience, usual),
        f"contract-{window.id}",
        legal=True,
    )


def _row(book: Book, clock: str) -> ScopedClock | None:
    return next((row for row in book.notifications.in_scope if row.clock == clock), None)


def _template(book: Book, audience: Audience | None, clock: str, usual: bool = True) -> str | None:
    """The page of the notice: the one for this clock, else the `usual` one, the first for its audience; of those that
    are governed.
    """
    pages = [
        (page.path, page.front.notice.clocks)
        for page in book.pages
        if page.front and page.front.notice and page.front.notice.audience == audience and book.document_of(page.path)
    ]
    named = (path for path, clocks in pages if clock in clocks)
    return next(named, pages[0][0] if pages and usual else None)
