"""Where each audience counts its days, and by which calendar its business days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import CountingPlace, Workdays

if TYPE_CHECKING:
    from datetime import date

    from ratified.model.calendars import Calendar
    from ratified.model.notifications import Clock, ContractWindow, ScopedClock
    from ratified.policy.book import Book

NOBODYS = "UTC"


def of_clock(book: Book, clock: Clock, row: ScopedClock | None) -> CountingPlace:
    """The recipient's zone as its row says, else the clock's own; calendars alike.

    What neither says is taken from the company's calendar, and that is doubted in words.
    """
    calendar, borrowed = _named(book, (row and row.calendar) or clock.calendar)
    fallback = calendar.zone if calendar else NOBODYS
    zones = (row.zone,) if row and row.zone else clock.zones or (fallback,)
    unsaid = not clock.zones and not (row and row.zone) and borrowed
    return CountingPlace(
        zones,
        calendar,
        f"Nobody says where its days are counted; {fallback} is taken." if unsaid else None,
        f"Nobody says by which holidays it counts; calendar {calendar.id} is taken, without our own closing days."
        if calendar and borrowed
        else None,
    )


def of_contract(book: Book, window: ContractWindow) -> CountingPlace:
    """The calendar that the window names, else the company's public holidays."""
    calendar, borrowed = _named(book, window.calendar)
    zone = calendar.zone if calendar else NOBODYS
    taken = f"{calendar.id}, in {zone}, without our own closing days," if calendar else zone
    doubt = f"The contract's row names no calendar; {taken} is taken." if borrowed else None
    return CountingPlace((zone,), calendar, doubt, doubt)


def of_ourselves(book: Book) -> CountingPlace:
    """The calendar that `data/severities.yml` names, our own closing days included."""
    calendar = book.calendar.get(book.severities.calendar or "")
    return CountingPlace((calendar.zone if calendar else NOBODYS,), calendar)


def _named(book: Book, id_: str | None) -> tuple[Calendar | None, bool]:
    """A calendar by its id; without one the company's, and True.

    Its own closing days are left out then: nobody else's deadline waits for a bridging day of ours.
    """
    if id_ is not None:
        return book.calendar.get(id_), False
    company = book.calendar.get(book.severities.calendar or "")
    return (company.without_own_days() if company else None), True


def workdays(book: Book, since: date, calendar: str | None = None) -> Workdays | None:
    """The working days of a calendar, by default the one `data/severities.yml` names; None where unknown."""
    found = book.calendar.get(calendar or book.severities.calendar or "")
    return Workdays(found, since) if found else None
