"""`data/calendars.yml`, and the calendars that the clock catalogue ships: which days are no business days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints

from ratified.model.data_entry import DataEntry, Day, Id, Text

if TYPE_CHECKING:
    from collections.abc import Mapping


class Calendar(DataEntry):
    """The public holidays business days are counted by, known up to a day."""

    id: Id
    title: Text
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    subdivision: Text | None = None
    zone: Text
    valid_through: Day
    also_closed: tuple[Day, ...] = ()

    @property
    def parts(self) -> tuple[Calendar, ...]:
        """The calendars that must all have a day as a business day: itself."""
        return (self,)

    def without_own_days(self) -> Calendar:
        """The same without days on which the company closes by itself."""
        return self.model_copy(update={"also_closed": ()})


class CalendarOfSeveral(Calendar):
    """Several calendars as one: a business day is one in each of them. Nobody writes it; a `JointCalendar` makes it."""

    several: tuple[Calendar, ...]

    @property
    def parts(self) -> tuple[Calendar, ...]:
        """The calendars that must all have a day as a business day."""
        return self.several

    def without_own_days(self) -> Calendar:
        """The same without days on which the company closes by itself, in any of them."""
        return self.model_copy(
            update={"also_closed": (), "several": tuple(one.without_own_days() for one in self.several)}
        )


class JointCalendar(DataEntry):
    """A calendar made of others: a business day is one in all of `all_of`. `zone` is where its days begin and end."""

    id: Id
    title: Text
    zone: Text
    all_of: tuple[Id, ...] = Field(min_length=2)

    def of(self, known: Mapping[str, Calendar]) -> CalendarOfSeveral | None:
        """The calendar by those that it names; None where one of them is unknown. It ends with the first that ends."""
        found = tuple(known[id_] for id_ in self.all_of if id_ in known)
        if len(found) < len(self.all_of):
            return None
        first = min(found, key=lambda one: one.valid_through)
        closed = tuple(sorted({day for one in found for day in one.also_closed}))
        ours = {"id": self.id, "title": self.title, "zone": self.zone, "spot": self.spot}
        return CalendarOfSeveral.model_construct(**{**dict(first), **ours, "also_closed": closed, "several": found})


class Calendars(DataEntry):
    """The whole of `data/calendars.yml`."""

    reviewed: Day | None = None
    calendars: tuple[Calendar, ...]
    joint: tuple[JointCalendar, ...] = ()
