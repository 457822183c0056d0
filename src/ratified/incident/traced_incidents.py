"""The incidents of a book, each judged once by the policy in force then, for whoever asks more than one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.incident.notice_limits import counted_by
from ratified.incident.policy_in_force import PolicyHistory
from ratified.incident.severity_spans import declared_at
from ratified.incident.trace import trace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.incident.row import Counted, IncidentTrace
    from ratified.model.incident import Incident
    from ratified.policy import Book


class TracedIncidents:
    """The incidents of a book as of a day (UTC), beside the approval history of its history."""

    def __init__(self, book: Book, approvals: ApprovalHistory, as_of: date) -> None:
        self._book, self._as_of = book, as_of
        self.in_force = PolicyHistory(approvals, book)
        self._traces: dict[tuple[str, bool], IncidentTrace] = {}
        self._counted: dict[str, tuple[Counted, ...]] = {}
        self._by_clock: dict[str, dict[str, list[Counted]]] = {}

    def incidents(self) -> Iterator[Incident]:
        """The incidents that were declared and stand for themselves."""
        for incident in self._book.incidents:
            if incident.status != "draft" and incident.set_aside is None and declared_at(incident) is not None:
                yield incident

    def trace(self, incident: Incident, brief: bool = True) -> IncidentTrace:
        """What was promised for an incident, whole or in brief as rules ask."""
        if not self._traces:
            self.in_force.prefetch(at for one in self.incidents() if (at := declared_at(one)) is not None)
        key = (incident.id, brief)
        if key not in self._traces:
            self._traces[key] = trace(incident, self.in_force, self._book, self._as_of, brief)
        return self._traces[key]

    def counted(self, incident: Incident) -> tuple[Counted, ...]:
        """Every time limit for notices; none where the data of then cannot be read."""
        if incident.id not in self._counted:
            found, at = self.trace(incident), declared_at(incident)
            if found.policies or at is None:
                self._counted[incident.id] = found.counted
            else:
                self._counted[incident.id] = counted_by(self.in_force.at(at), incident)
        return self._counted[incident.id]

    def counted_for(self, incident: Incident, clock: str) -> list[Counted]:
        """The time limits under a clock's id: what the law or contract gives, and what we take for ourselves."""
        if incident.id not in self._by_clock:
            found: dict[str, list[Counted]] = {}
            for one in self.counted(incident):
                for id_ in {one.clock, one.clock.removesuffix("/own")}:
                    found.setdefault(id_, []).append(one)
            self._by_clock[incident.id] = found
        return self._by_clock[incident.id].get(clock, [])
