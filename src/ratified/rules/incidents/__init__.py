"""INC: each incident leaves a record that can be traced, and that stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.incidents.certainty import awareness_late, duration_not_given, wrong_year
from ratified.rules.incidents.clocks import due_wrong, notice_late
from ratified.rules.incidents.late_entries import late_entry
from ratified.rules.incidents.leaks import record_leaks
from ratified.rules.incidents.notices import clock_undecided, data_left_open, no_unproved
from ratified.rules.incidents.people import not_told, role_not_held
from ratified.rules.incidents.policy_versions import promise_missed, version_not_in_force
from ratified.rules.incidents.population import list_not_whole, month_unaccounted
from ratified.rules.incidents.record_status import changed_after_close, dismissal_unproved, open_and_still
from ratified.rules.incidents.references import names_nothing, runbook_not_followed, vendor_untold
from ratified.rules.incidents.severity import severity_too_low, severity_without_criterion
from ratified.rules.incidents.stages import disclosure_undecided, evidence_weak, return_unproved, stage_missing
from ratified.rules.incidents.times import impossible_order, stamp_missing

if TYPE_CHECKING:
    from ratified.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    severity_without_criterion,
    stamp_missing,
    impossible_order,
    promise_missed,
    not_told,
    role_not_held,
    version_not_in_force,
    severity_too_low,
    data_left_open,
    clock_undecided,
    no_unproved,
    notice_late,
    due_wrong,
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
    late_entry,
    month_unaccounted,
)
