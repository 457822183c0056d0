"""Pure time arithmetic over frozen data: lengths, working days, stamps and windows."""

from ratified.clock.lengths import longest, may_outlast, plus, shortest, surely_outlasts
from ratified.clock.stamps import UNSAID, known_stamp, later_stamp, stamp_order
from ratified.clock.windows import window_length
from ratified.clock.workdays import CalendarError, Workdays

__all__ = [
    "UNSAID",
    "CalendarError",
    "Workdays",
    "known_stamp",
    "later_stamp",
    "longest",
    "may_outlast",
    "plus",
    "shortest",
    "stamp_order",
    "surely_outlasts",
    "window_length",
]
