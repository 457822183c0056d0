"""An incident against the policy in force then: what was promised, and what became of it."""

from ratified.incident.clock_sheet import ClockSheet, ClockStatus, GivenTwiceError, sheet
from ratified.incident.notice_limits import counted, notice_of
from ratified.incident.policy_in_force import POLICY, FileInForce, PolicyHistory, PolicyInForce
from ratified.incident.row import (
    BROKEN,
    IncidentTrace,
    Outcome,
    PromiseAnswer,
    Stage,
    TraceRow,
    outcome_name,
    outcomes_of,
)
from ratified.incident.severity_spans import declared_at
from ratified.incident.trace import trace
from ratified.incident.traced_incidents import TracedIncidents

__all__ = [
    "BROKEN",
    "POLICY",
    "ClockSheet",
    "ClockStatus",
    "FileInForce",
    "GivenTwiceError",
    "IncidentTrace",
    "Outcome",
    "PolicyHistory",
    "PolicyInForce",
    "PromiseAnswer",
    "Stage",
    "TraceRow",
    "TracedIncidents",
    "counted",
    "declared_at",
    "notice_of",
    "outcome_name",
    "outcomes_of",
    "sheet",
    "trace",
]
