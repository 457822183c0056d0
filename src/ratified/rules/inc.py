"""INC: each incident leaves a record that can be traced, and that stands by itself."""

from __future__ import annotations

from ratified.rules.inc_certainty import awareness_late, duration_not_given
from ratified.rules.inc_leaks import record_leaks
from ratified.rules.inc_notices import clock_undecided, data_left_open, no_unproved
from ratified.rules.inc_people import not_told, role_not_held
from ratified.rules.inc_references import names_nothing, runbook_not_followed, vendor_untold
from ratified.rules.inc_register import changed_after_close, dismissal_unproved, list_not_whole, open_and_still
from ratified.rules.inc_severity import severity_too_low, severity_without_criterion
from ratified.rules.inc_stages import disclosure_undecided, evidence_weak, return_unproved, stage_missing
from ratified.rules.inc_times import impossible_order, stamp_missing
from ratified.rules.inc_years import wrong_year
from ratified.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    severity_without_criterion,
    stamp_missing,
    impossible_order,
    not_told,
    role_not_held,
    severity_too_low,
    data_left_open,
    clock_undecided,
    no_unproved,
    awareness_late,
    stage_missing,
    return_unproved,
    evidence_weak,
    list_not_whole,
    changed_after_close,
    open_and_still,
    disclosure_undecided,
    record_leaks,
    runbook_not_followed,
    vendor_untold,
    dismissal_unproved,
    names_nothing,
    wrong_year,
    duration_not_given,
)
