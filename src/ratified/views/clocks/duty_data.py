"""What the cards of the panel say of each duty, by the id of its time limit, as the browser needs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING

from ratified.clock import law_terms
from ratified.policy.notices.duties import Duty, duty_of
from ratified.policy.notices.own_limits import own_term
from ratified.views.people.roster import holders_by_hour

if TYPE_CHECKING:
    from ratified.policy import Book
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

Row = Mapping[str, object]

_MACROS = {"clock": "notification_clocks", "contract": "contract_windows", "commitment": "commitments_table"}
"""Where a duty's row stands, by the beginning of its anchor."""


def duty_rows(of: PageContext) -> Mapping[str, Row]:
    """Every duty of the book by the id of its time limit; texts are plain, addresses relative to the page."""
    return {id_: _row(of, duty_of(of.book, id_, "")) for id_ in _ids(of.book)}


def _ids(book: Book) -> Iterator[str]:
    for row, clock in book.scoped_clocks:
        yield from (term.clock for term in law_terms(clock, True, row.recipient, row.binding))
        if (own := own_term(clock, row)) is not None:
            yield own.clock
    yield from (window.id for contract in book.contracts.contracts for window in contract.windows)
    yield from book.commitment


def _row(of: PageContext, duty: Duty) -> Row:
    macro = _MACROS[duty.anchor.partition("-")[0]]
    clock = of.book.clock.get(duty.id)
    return {
        "to": duty.whom,
        "law": duty.law,
        "owner": _owner(of, duty.owner) if duty.owner else None,
        "how": duty.how,
        "template": _template(of, duty.template) if duty.template else None,
        "href": unescape(of.site_map.thing(macro, duty.anchor, of.page)),
        "legal": duty.legal,
        "says": clock.window.words if clock and clock.window and clock.window.n is None else None,
    }


def _owner(of: PageContext, id_: str) -> Row:
    role = of.book.role.get(id_)
    outside = of.book.outside_role.get(id_)
    name = holders_by_hour(of, role) if role else outside.firm if outside else ""
    return {"id": id_, **_link(of.role(id_)), "name": unescape(name or "nobody")}


def _template(of: PageContext, path: str) -> Row:
    page = next(page for page in of.book.pages if page.path == path)
    return {**_link(of.to_page(page.title, path)), "path": path}


def _link(link: PageLink) -> Row:
    return {"title": unescape(link.text), "href": unescape(link.href)}


def offices(book: Book) -> list[str]:
    """The time zones of the company's own calendars and rotations, in which its people enter times."""
    own = book.calendars
    calendars = (*(one.zone for one in own.calendars), *(one.zone for one in own.joint))
    return list(dict.fromkeys((*calendars, *(rotation.zone for rotation in book.oncall.rotations))))
