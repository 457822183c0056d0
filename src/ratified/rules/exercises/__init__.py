"""EXR: the plan is tried, by the people it names, and what they learnt is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.exercises.attendance import attendance_back_filled, role_not_signed_in
from ratified.rules.exercises.periods import exercise_version, nil_unsigned, period_untested
from ratified.rules.exercises.program import deviation_unfollowed, exercise_due, same_again
from ratified.rules.exercises.record import follow_up_loose, part_missing, phase_undecided, report_wrong

if TYPE_CHECKING:
    from ratified.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    period_untested,
    exercise_due,
    part_missing,
    role_not_signed_in,
    phase_undecided,
    report_wrong,
    follow_up_loose,
    deviation_unfollowed,
    same_again,
    attendance_back_filled,
    exercise_version,
    nil_unsigned,
)
