"""Which calendar business days are counted by, ready to count from a day on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import Workdays

if TYPE_CHECKING:
    from datetime import date

    from ratified.policy.book import Book


def workdays(book: Book, since: date, calendar: str | None = None) -> Workdays | None:
    """The working days of a calendar, by default the one `data/severities.yml` names; None where unknown."""
    found = book.calendar.get(calendar or book.severities.calendar or "")
    return Workdays(found, since) if found else None
