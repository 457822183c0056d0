"""`data/calendars.yml`, and the calendars that the clock catalogue ships: which days are no business days."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from ratified.model.entry import Day, Entry, Id, Text


class Calendar(Entry):
    """The public holidays business days are counted by, known up to a day."""

    id: Id
    title: Text
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    subdivision: Text | None = None
    zone: Text
    valid_through: Day
    also_closed: tuple[Day, ...] = ()


class Calendars(Entry):
    """The whole of `data/calendars.yml`."""

    reviewed: Day | None = None
    calendars: tuple[Calendar, ...]
