"""An incident against the policy in force then: what was promised, and what became of it."""

from ratified.trace.in_force import POLICY, FileThen, InForce, PolicyThen
from ratified.trace.judged import Judged
from ratified.trace.limits import counted, notice_of
from ratified.trace.row import BROKEN, Answer, Outcome, Row, Stage, Trace
from ratified.trace.sheet import GivenTwiceError, Sheet, Standing, sheet
from ratified.trace.stretches import declared_at
from ratified.trace.trace import trace

__all__ = [
    "BROKEN",
    "POLICY",
    "Answer",
    "FileThen",
    "GivenTwiceError",
    "InForce",
    "Judged",
    "Outcome",
    "PolicyThen",
    "Row",
    "Sheet",
    "Stage",
    "Standing",
    "Trace",
    "counted",
    "declared_at",
    "notice_of",
    "sheet",
    "trace",
]
