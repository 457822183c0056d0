"""What is known of an incident that its clocks depend on: stamps, notices sent, counts, a delay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from ratified.clock.counting import CountingStart
from ratified.clock.moments import end_of_day
from ratified.clock.stamps import known_stamp, spoken
from ratified.clock.uncountable import UncountableError
from ratified.clock.zones import zone
from ratified.model.dates import day_words

if TYPE_CHECKING:
    from collections.abc import Mapping

ORAL_DAYS = 30
"""The longest delay on a spoken request (45 CFR 164.412 for HIPAA; taken for every clock, as the strict reading)."""


@dataclass(frozen=True, slots=True)
class DelayRequest:
    """A request to hold a notice back: by whom, how it was made, from which day until which, both included."""

    asked_by: Literal["law_enforcement", "attorney_general"]
    form: Literal["written", "oral"]
    requester: str
    since: date
    until: date | None = None

    @property
    def last(self) -> date | None:
        """The last day it covers; None where a written request names none. A spoken one lapses by itself."""
        if self.form == "written":
            return self.until
        lapses = self.since + timedelta(days=ORAL_DAYS)
        return min(self.until or lapses, lapses)


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What is known of an incident. Nothing here is ever computed from something else.

    `stamps` by trigger; `submissions` by the id of the clock (or `clock/stage`) whose notice was sent; `counts`
    by clock, in the unit of its threshold; `people` is everybody whose data is touched, wherever they live; `delays`
    by clock. Raises ValueError for a stamp nobody knows or a time without a zone.
    """

    stamps: Mapping[str, datetime]
    submissions: Mapping[str, datetime] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    people: int | None = None
    delays: Mapping[str, DelayRequest] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, at in (*self.stamps.items(), *self.submissions.items()):
            if at.tzinfo is None:
                raise ValueError(f"{name} has no offset")
        for name in self.stamps:
            if not known_stamp(name):
                raise ValueError(f"no clock starts from {name!r}")


def start_of(trigger: str, of: str | None, facts: IncidentFacts, zone_name: str) -> CountingStart | None:
    """When a clock starts, or None where that has not happened, or nobody said so.

    `prior_submission` is the notice sent under the clock `of`. The end of the calendar year of discovery follows
    from discovery, in the audience's zone; it is the only stamp that follows from another.
    """
    if trigger == "prior_submission" and of is not None and of in facts.submissions:
        return CountingStart(f"the report under {of}", facts.submissions[of].astimezone(UTC))
    if trigger == "calendar_year_end_of_discovery":
        return _year_end(facts, zone_name)
    at = facts.stamps.get(trigger)
    return CountingStart(spoken(trigger), at.astimezone(UTC)) if at else None


def _year_end(facts: IncidentFacts, zone_name: str) -> CountingStart | None:
    local, trigger = zone(zone_name), "calendar_year_end_of_discovery"
    if "discovery" in facts.stamps:
        year = facts.stamps["discovery"].astimezone(local).year
        return CountingStart(f"the end of {year}, the year of discovery", end_of_day(date(year, 12, 31), local))
    if trigger not in facts.stamps:
        return None
    day = facts.stamps[trigger].astimezone(local).date()
    if (day.month, day.day) != (12, 31):
        raise UncountableError(f"{trigger} is {day_words(day)} in {zone_name}, not 31 December; give discovery instead")
    return CountingStart(spoken(trigger), end_of_day(day, local))
