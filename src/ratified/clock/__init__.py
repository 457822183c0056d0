"""Pure time arithmetic over frozen data: lengths, working days, stamps, windows and deadlines."""

from ratified.clock.counting import (
    CountedEnd,
    CountingPlace,
    CountingStart,
    LastMoment,
    ends,
    last_of,
    months_after,
    supposed,
)
from ratified.clock.deadline import (
    Deadline,
    Kind,
    Reason,
    TimeLimitTerm,
    UncountedDeadline,
    first_for_audience,
    strictest_first,
)
from ratified.clock.facts import DelayRequest, IncidentFacts, start_of
from ratified.clock.law import law_counted, law_deadlines, law_terms, meets
from ratified.clock.lengths import longest, may_outlast, plus, shortest, surely_outlasts
from ratified.clock.moments import end_of_day, moment, utc_words
from ratified.clock.reckon import not_counted, reckon
from ratified.clock.stamps import UNSAID, known_stamp, later_stamp, spoken, stamp_order
from ratified.clock.together import falling_together
from ratified.clock.uncountable import CalendarError, UncountableError
from ratified.clock.windows import clock_effective, clock_length, window_length
from ratified.clock.workdays import Workdays
from ratified.clock.zones import zone

__all__ = [
    "UNSAID",
    "CalendarError",
    "CountedEnd",
    "CountingPlace",
    "CountingStart",
    "Deadline",
    "DelayRequest",
    "IncidentFacts",
    "Kind",
    "LastMoment",
    "Reason",
    "TimeLimitTerm",
    "UncountableError",
    "UncountedDeadline",
    "Workdays",
    "clock_effective",
    "clock_length",
    "end_of_day",
    "ends",
    "falling_together",
    "first_for_audience",
    "known_stamp",
    "last_of",
    "later_stamp",
    "law_counted",
    "law_deadlines",
    "law_terms",
    "longest",
    "may_outlast",
    "meets",
    "moment",
    "months_after",
    "not_counted",
    "plus",
    "reckon",
    "shortest",
    "spoken",
    "stamp_order",
    "start_of",
    "strictest_first",
    "supposed",
    "surely_outlasts",
    "utc_words",
    "window_length",
    "zone",
]
