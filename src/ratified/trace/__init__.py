"""An incident against the policy in force then: what was promised, and what became of it."""

from ratified.trace.in_force import POLICY, FileThen, InForce, PolicyThen
from ratified.trace.judged import Judged
from ratified.trace.notices import counted, notice_of
from ratified.trace.row import BROKEN, Answer, Outcome, Row, Stage, Trace
from ratified.trace.stretches import declared_at
from ratified.trace.trace import trace

__all__ = [
    "BROKEN",
    "POLICY",
    "Answer",
    "FileThen",
    "InForce",
    "Judged",
    "Outcome",
    "PolicyThen",
    "Row",
    "Stage",
    "Trace",
    "counted",
    "declared_at",
    "notice_of",
    "trace",
]
