"""The calendars that a page counts business days by: every day that differs from Monday to Friday, worked out here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.clock import CalendarError, Workdays
from ratified.model.dates import iso

if TYPE_CHECKING:
    from ratified.model.calendars import Calendar

Row = Mapping[str, object]


def calendar_key(calendar: Calendar) -> str:
    """A calendar with the company's own closing days is another one than the same without them."""
    return f"{calendar.id}+own" if calendar.also_closed else calendar.id


def calendar_rows(calendars: Mapping[str, Calendar], since: date) -> Row:
    """Calendars by key, from a day to the last one that they know: closed weekdays, open Saturdays and Sundays, and
    working days that an estimate has as holidays. One of several has its `parts`.
    """
    return {key: _calendar(calendar, since) for key, calendar in calendars.items()}


def _parts(calendar: Calendar, since: date) -> Row:
    """The calendars that one of several is made of; nothing for any other."""
    return {"parts": [_calendar(part, since) for part in calendar.parts]} if calendar.parts != (calendar,) else {}


def _calendar(calendar: Calendar, since: date) -> Row:
    workdays = Workdays(calendar, since)
    fault, known = _known(workdays)
    last = min(calendar.valid_through, date(known[-1], 12, 31)) if known else since - timedelta(days=1)
    days = [since + timedelta(days=n) for n in range((last - since).days + 1)]
    odd = [day for day in days if workdays.is_open(day) == (day.weekday() >= 5)]
    return {
        **_parts(calendar, since),
        "id": calendar.id,
        "country": calendar.country,
        "fault": fault,
        "from": iso(since),
        "valid_through": iso(calendar.valid_through),
        "known": [known[0], known[-1]] if known else None,
        "closed": [iso(day) for day in sorted({*odd, *calendar.also_closed}) if day.weekday() < 5],
        "open": [iso(day) for day in odd if day.weekday() >= 5],
        "estimated": [iso(day) for day in days if workdays.is_estimated(day)],
    }


def _known(workdays: Workdays) -> tuple[str | None, range]:
    """Why a calendar knows no public holidays at all, or the years of those that it knows."""
    try:
        return None, workdays.known_years
    except CalendarError as error:
        return str(error), range(0)
