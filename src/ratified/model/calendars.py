"""`data/calendars.yml`, and the calendars that the clock catalogue ships: which days are no business days."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from ratified.model.data_entry import DataEntry, Day, Id, Text


class Calendar(DataEntry):
    """The public holidays business days are counted by, known up to a day."""

    id: Id
    title: Text
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    subdivision: Text | None = None
    zone: Text
    valid_through: Day
    also_closed: tuple[Day, ...] = ()


class Calendars(DataEntry):
    """The whole of `data/calendars.yml`."""

    reviewed: Day | None = None
    calendars: tuple[Calendar, ...]
