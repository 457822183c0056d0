"""What every row of one trace is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.clock import CountingStart, moment
from ratified.incident.measure import JudgingDay, RecordedOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ratified.incident.row import Counted
    from ratified.incident.severity_spans import SeveritySpan
    from ratified.model.incident import Incident


@dataclass(frozen=True, slots=True)
class TraceContext:
    """An incident, its levels, the day it is judged by, the clause that states each target, and what is counted.

    `titles` are those of roles today: a role that only got another title since makes no other promise. `brief` leaves
    out the notices whose deadlines are known: they are most of the rows.
    """

    incident: Incident
    stretches: tuple[SeveritySpan, ...]
    now: JudgingDay
    clauses: Mapping[tuple[str, str], str]
    titles: Mapping[str, str]
    counted: tuple[Counted, ...]
    brief: bool = False

    def title(self, role: str) -> str:
        """The title of a role; one that is gone shows by its id."""
        return self.titles.get(role, role)

    def clause(self, level: str, target: str) -> str | None:
        """The clause that states a target of a level."""
        return self.clauses.get((level, target), self.clauses.get(("", target)))

    def stamp(self, name: str) -> str | None:
        """A stage's stamp as written."""
        found: str | None = getattr(self.incident.times.stages, name)
        return found

    def reached(self, name: str) -> RecordedOutcome:
        """What the record says of a stage: its stamp, or why the incident did not go through it."""
        text = self.stamp(name)
        if text is not None:
            return RecordedOutcome(moment(text))
        excused = next((n.reason for n in self.incident.times.not_applicable if n.stamp == name), "")
        return RecordedOutcome(excused=excused)

    def start(self, stretch: SeveritySpan, at: datetime | None) -> CountingStart | None:
        """What a target of a level runs from: where a sign reopened the incident before, from that sign (IR-6.14)."""
        if at is not None:
            signs = (moment(one.at_) for one in self.incident.reopened)
            if sign := max((s for s in signs if s <= at), default=None):
                return CountingStart("the sign that reopened it", sign)
        return stretch.start
