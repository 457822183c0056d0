"""INC: each incident leaves a record that can be traced, and that stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.incidents.before_return import returned_before_checks
from ratified.rules.incidents.certainty import awareness_late, duration_not_given, wrong_year
from ratified.rules.incidents.citations import evidence_unlisted, rests_on_later
from ratified.rules.incidents.clocks import due_wrong, notice_late
from ratified.rules.incidents.copied import digest_invented, times_copied
from ratified.rules.incidents.independence import miss_accepted_within, record_approved_by_commander
from ratified.rules.incidents.late_entries import late_entry
from ratified.rules.incidents.leaks import record_leaks
from ratified.rules.incidents.notices import clock_undecided, data_left_open, no_unproved
from ratified.rules.incidents.paged import called_not_on_call
from ratified.rules.incidents.people import not_told, role_not_held
from ratified.rules.incidents.policy_versions import promise_missed, version_not_in_force
from ratified.rules.incidents.population import list_not_whole, month_unaccounted
from ratified.rules.incidents.record_status import changed_after_close, dismissal_unproved, open_and_still
from ratified.rules.incidents.references import names_nothing, runbook_not_followed, vendor_untold
from ratified.rules.incidents.severity import severity_before_facts, severity_too_low, severity_without_criterion
from ratified.rules.incidents.stages import disclosure_undecided, evidence_weak, return_unproved, stage_missing
from ratified.rules.incidents.stated_early import approval_stated_early
from ratified.rules.incidents.times import impossible_order, stamp_missing
from ratified.rules.incidents.unproved_stamps import stamp_unproved

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
    times_copied,
    digest_invented,
    severity_before_facts,
    rests_on_later,
    evidence_unlisted,
    miss_accepted_within,
    record_approved_by_commander,
    approval_stated_early,
    called_not_on_call,
    stamp_unproved,
    returned_before_checks,
)
