"""Every macro of the site: the view it shows, and the data files that view is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ratified.book.shown import APPROVALS, CLOCKS, READS
from ratified.present import (
    actions,
    amending,
    amendment,
    amendments,
    approvals,
    assessor,
    charge,
    clocks,
    containment,
    course,
    coverage,
    documents,
    due,
    escalation,
    events,
    exercise,
    exercises,
    finder,
    findings,
    home,
    incident,
    incidents,
    inline,
    intake,
    kept,
    lessons,
    months,
    panel,
    past_text,
    people,
    period,
    promises,
    published,
    responses,
    reviews,
    rules,
    runbooks,
    severity,
    starting,
    timeline,
    traces,
)
from ratified.present.outlook import Outlook, UnknownNameError, unknown

__all__ = ["APPROVALS", "CLOCKS", "READS", "VIEWS", "view"]

VIEWS: Mapping[str, Callable[..., object]] = {
    make.__name__: make
    for make in (
        inline.company,
        inline.role,
        inline.severity,
        inline.criterion,
        inline.target,
        inline.limit,
        inline.commitment,
        inline.clock,
        inline.review_interval,
        inline.review_after,
        inline.runbook,
        inline.source,
        inline.clause,
        inline.clause_ref,
        inline.policy_on,
        severity.severity_table,
        severity.severity_criteria,
        severity.severity_picker,
        escalation.escalation_matrix,
        escalation.escalation_path,
        people.roster,
        people.oncall,
        charge.in_charge,
        charge.held_by,
        clocks.notification_clocks,
        clocks.clock_catalogue,
        clocks.clock_summary,
        starting.start_clocks,
        promises.contract_windows,
        promises.commitments_table,
        promises.limits_table,
        clocks.runbook_clocks,
        intake.intake_table,
        coverage.coverage_matrix,
        coverage.clause_index,
        kept.promise_table,
        assessor.assessor_guide,
        runbooks.runbook_index,
        finder.runbook_finder,
        runbooks.runbook_card,
        runbooks.evidence_table,
        runbooks.decisions_table,
        runbooks.validation_table,
        rules.rule_index,
        panel.approval_panel,
        approvals.approvals_table,
        timeline.approval_timelines,
        due.due_calendar,
        home.home_verdict,
        documents.home_documents,
        due.due_soon,
        findings.open_findings,
        exercises.last_exercise,
        actions.open_actions,
        months.approval_months,
        containment.containment_times,
        published.published_files,
        amending.amend_route,
        amending.ci_answers,
        amending.who_approves,
        amendments.stood_table,
        amendments.amendment_list,
        amendment.amendment,
        past_text.past_text,
        period.period_verdict,
        incidents.incident_list,
        incident.incident_facts,
        course.incident_course,
        traces.incident_trace,
        responses.incident_response,
        reviews.incident_review,
        events.dismissed_events,
        events.nil_statements,
        events.trend_reviews,
        exercises.exercise_list,
        exercise.exercise_facts,
        exercise.exercise_attendance,
        exercise.exercise_decisions,
        lessons.exercise_report,
        actions.action_table,
    )
}
"""Views by the macro's name. Each takes an Outlook and the macro's own arguments."""


def view(name: str, of: Outlook, *args: object) -> object:
    """The view of a macro. Raises UnknownNameError with a sentence for whoever wrote the page."""
    make = VIEWS.get(name)
    if make is None:
        raise UnknownNameError(unknown("view", name, list(VIEWS)))
    try:
        return make(of, *args)
    except TypeError as error:
        wanted = make.__code__.co_varnames[1 : make.__code__.co_argcount]
        if "argument" not in str(error):
            raise
        takes = f"takes {len(wanted)}: {', '.join(w.strip('_') for w in wanted)}" if wanted else "takes none"
        raise UnknownNameError(f"{name}() has the wrong number of arguments; it {takes}") from None
