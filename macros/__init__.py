"""What a page may call. Layout only: restyle it as you like; facts, links and escaping come ready.

Every macro gets a view from the `ratified` plugin and returns one line of HTML. Every text in a view is
escaped already, for HTML and for Markdown, so it may be put anywhere. What a call on a line of its own gives,
from `<table>` to `</table>` or so, is shown as it is: Markdown does not look into it. Nothing here opens a file
or escapes anything. To add a macro of your own, write a function and register it below with `env.macro`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import (
    amending,
    amendments,
    approvals,
    assessor,
    charge,
    clocks,
    coverage,
    escalation,
    exercises,
    home,
    incidents,
    inline,
    people,
    periods,
    pictures,
    records,
    runbooks,
    severity,
    starting,
    tables,
)

LAYOUTS: dict[str, Callable[[Any], str]] = {
    "company": str,
    "role": inline.role,
    "severity": inline.severity,
    "criterion": inline.criterion,
    "target": inline.fact,
    "limit": inline.fact,
    "commitment": inline.fact,
    "clock": inline.clock,
    "review_interval": inline.fact,
    "review_after": inline.fact,
    "runbook": inline.runbook,
    "source": str,
    "clause": inline.clause,
    "clause_ref": inline.clause_ref,
    "severity_table": severity.severity_table,
    "severity_criteria": severity.severity_criteria,
    "severity_picker": severity.severity_picker,
    "escalation_matrix": escalation.escalation_matrix,
    "escalation_path": escalation.escalation_path,
    "roster": people.roster,
    "oncall": people.oncall,
    "in_charge": charge.in_charge,
    "held_by": charge.held_by,
    "notification_clocks": clocks.notification_clocks,
    "clock_catalogue": clocks.clock_catalogue,
    "clock_summary": clocks.clock_summary,
    "start_clocks": starting.start_clocks,
    "runbook_clocks": clocks.runbook_clocks,
    "contract_windows": tables.contract_windows,
    "commitments_table": tables.commitments_table,
    "limits_table": tables.limits_table,
    "intake_table": tables.intake_table,
    "coverage_matrix": coverage.coverage_matrix,
    "clause_index": coverage.clause_index,
    "promise_table": coverage.promise_table,
    "assessor_guide": assessor.assessor_guide,
    "runbook_index": runbooks.runbook_index,
    "runbook_finder": runbooks.runbook_finder,
    "runbook_card": runbooks.runbook_card,
    "evidence_table": runbooks.evidence_table,
    "decisions_table": runbooks.decisions_table,
    "validation_table": runbooks.validation_table,
    "rule_index": coverage.rule_index,
    "approval_panel": approvals.approval_panel,
    "approvals_table": approvals.approvals_table,
    "approval_timelines": approvals.approval_timelines,
    "due_calendar": approvals.due_calendar,
    "home_verdict": home.home_verdict,
    "home_documents": home.home_documents,
    "due_soon": home.due_soon,
    "open_findings": home.open_findings,
    "last_exercise": home.last_exercise,
    "open_actions": home.open_actions,
    "approval_months": pictures.approval_months,
    "containment_times": pictures.containment_times,
    "published_files": home.published_files,
    "amend_route": amending.amend_route,
    "ci_answers": amending.ci_answers,
    "who_approves": amending.who_approves,
    "stood_table": amendments.stood_table,
    "amendment_list": amendments.amendment_list,
    "amendment": amendments.amendment,
    "past_text": amendments.past_text,
    "period_verdict": periods.period_verdict,
    "incident_list": records.incident_list,
    "dismissed_events": records.dismissed_events,
    "nil_statements": records.nil_statements,
    "trend_reviews": records.trend_reviews,
    "exercise_list": records.exercise_list,
    "action_table": records.action_table,
    "incident_facts": incidents.incident_facts,
    "incident_course": incidents.incident_course,
    "incident_trace": incidents.incident_trace,
    "incident_response": incidents.incident_response,
    "incident_review": incidents.incident_review,
    "exercise_facts": exercises.exercise_facts,
    "exercise_attendance": exercises.exercise_attendance,
    "exercise_decisions": exercises.exercise_decisions,
    "exercise_report": exercises.exercise_report,
}


def define_env(env: Any) -> None:
    """Register every macro; called by the macros plugin."""
    ratified = env.conf.plugins["ratified"]
    for name, layout in LAYOUTS.items():
        env.macro(_bound(ratified, name, layout), name)


def _bound(ratified: Any, name: str, layout: Callable[[Any], str]) -> Callable[..., str]:
    def macro(*args: str) -> str:
        return layout(ratified.view(name, *args))

    return macro
