"""Which data files each macro shows something of: what a page shows must be governed.

It stands apart from the views themselves, so that rules below them can ask without making any.
"""

from __future__ import annotations

from collections.abc import Mapping

_ROLES = ("data/roles.yml",)
_HOLDERS = (*_ROLES, "data/people.yml", "data/oncall.yml")
"""A role by who holds it, as the steps of runbooks show it."""

_SEVERITIES = ("data/severities.yml",)
_CLOCKS = ("data/notifications.yml",)
_PROMISES = (
    *("data/coverage.yml", "data/register.yml", "data/limits.yml", "data/people.yml", "data/intake.yml"),
    *(*_ROLES, *_SEVERITIES, *_CLOCKS, "data/events.yml"),
)
"""Promises are told with the numbers and titles in them; fields of records lead to the last record that has one."""

_INCIDENTS = ("data/incidents/*.yml",)
_EXERCISES = ("data/exercises/*.yml",)
_EVENTS = ("data/events.yml",)
_PEOPLE = ("data/people.yml",)
_THEN = (
    *("data/severities.yml", "data/escalation.yml", "data/intake.yml", "data/notifications.yml"),
    *("data/contracts.yml", "data/calendars.yml"),
)
"""What an incident is judged by, as it stood then and as it stands."""

READS: Mapping[str, tuple[str, ...]] = {
    "company": ("data/register.yml",),
    "role": _HOLDERS,
    "severity": _SEVERITIES,
    "criterion": _SEVERITIES,
    "target": _SEVERITIES,
    "limit": ("data/limits.yml",),
    "commitment": _CLOCKS,
    "clock": _CLOCKS,
    "review_interval": ("data/register.yml",),
    "review_after": ("data/register.yml",),
    "runbook": (),
    "source": ("data/intake.yml",),
    "clause": (),
    "clause_ref": (),
    "policy_on": (),
    "severity_table": _SEVERITIES,
    "severity_criteria": _SEVERITIES,
    "severity_picker": _SEVERITIES,
    "escalation_matrix": ("data/escalation.yml", *_SEVERITIES, *_ROLES),
    "escalation_path": ("data/escalation.yml", *_SEVERITIES, *_ROLES),
    "roster": (*_ROLES, "data/people.yml"),
    "oncall": ("data/oncall.yml", *_ROLES, "data/people.yml"),
    "in_charge": (*_ROLES, "data/people.yml", "data/oncall.yml", "data/escalation.yml", *_SEVERITIES),
    "held_by": _HOLDERS,
    "notification_clocks": (*_CLOCKS, *_ROLES),
    "clock_catalogue": _CLOCKS,
    "clock_summary": (*_CLOCKS, *_ROLES),
    "start_clocks": (*_CLOCKS, "data/contracts.yml", "data/calendars.yml", *_SEVERITIES),
    "contract_windows": ("data/contracts.yml",),
    "commitments_table": (*_CLOCKS, *_ROLES),
    "limits_table": ("data/limits.yml",),
    "runbook_clocks": (*_CLOCKS, *_ROLES),
    "intake_table": ("data/intake.yml", *_ROLES),
    "coverage_matrix": ("data/coverage.yml",),
    "clause_index": (),
    "promise_table": _PROMISES,
    "assessor_guide": (*_PROMISES, *_INCIDENTS, *_EXERCISES),
    "runbook_index": (*_SEVERITIES, *_ROLES),
    "runbook_finder": (*_SEVERITIES, *_ROLES),
    "runbook_card": (*_SEVERITIES, *_HOLDERS),
    "evidence_table": ("data/limits.yml",),
    "decisions_table": (*_SEVERITIES, *_ROLES),
    "validation_table": _ROLES,
    "rule_index": (),
    "approval_panel": ("data/register.yml", *_ROLES, "data/people.yml"),
    "approvals_table": _ROLES,
    "approval_timelines": ("data/register.yml",),
    "due_calendar": (*_ROLES, "data/people.yml"),
    "home_verdict": (*_INCIDENTS, *_EXERCISES),
    "home_documents": (),
    "due_soon": (*_ROLES, *_PEOPLE),
    "open_findings": (),
    "last_exercise": _EXERCISES,
    "open_actions": (*_INCIDENTS, *_EXERCISES, *_PEOPLE, *_ROLES),
    "approval_months": (),
    "containment_times": (*_INCIDENTS, *_SEVERITIES),
    "published_files": (),
    "amend_route": (),
    "ci_answers": (),
    "who_approves": ("data/register.yml", *_ROLES, *_PEOPLE),
    "stood_table": (),
    "amendment_list": (),
    "amendment": (),
    "past_text": (),
    "period_verdict": ("data/register.yml", *_EVENTS, *_INCIDENTS, *_EXERCISES),
    "incident_list": (*_INCIDENTS, *_EVENTS, *_THEN),
    "incident_facts": (*_INCIDENTS, *_THEN, *_PEOPLE, *_ROLES),
    "incident_course": (*_INCIDENTS, *_THEN),
    "incident_trace": (*_INCIDENTS, *_THEN, *_PEOPLE, *_ROLES, "data/register.yml"),
    "incident_response": (*_INCIDENTS, *_PEOPLE, *_ROLES),
    "incident_review": (*_INCIDENTS, *_PEOPLE, *_ROLES),
    "dismissed_events": (*_EVENTS, *_PEOPLE, "data/intake.yml"),
    "nil_statements": (*_EVENTS, *_INCIDENTS, *_PEOPLE),
    "trend_reviews": (*_EVENTS, *_INCIDENTS, *_PEOPLE),
    "exercise_list": _EXERCISES,
    "exercise_facts": (*_EXERCISES, *_PEOPLE),
    "exercise_attendance": (*_EXERCISES, *_PEOPLE, *_ROLES),
    "exercise_decisions": (*_EXERCISES, *_PEOPLE, *_ROLES),
    "exercise_report": (*_EXERCISES, *_PEOPLE, *_ROLES, *_SEVERITIES),
    "action_table": (*_INCIDENTS, *_EXERCISES, *_PEOPLE, *_ROLES),
}
"""The data files that each macro shows something of."""

CLOCKS = frozenset(
    {
        "clock",
        "notification_clocks",
        "clock_catalogue",
        "clock_summary",
        "start_clocks",
        "contract_windows",
        "commitments_table",
        "runbook_clocks",
        "promise_table",
        "assessor_guide",
        "incident_course",
        "incident_trace",
        "incident_response",
        "exercise_report",
    }
)
"""The macros that show a clock. A page that calls one carries the notice to check with counsel."""

PAST = frozenset({"amendment_list", "stood_table"})
"""The macros that show what landings changed; a site with none of them is built without asking."""

FINDINGS = frozenset({"home_verdict", "open_findings"})
"""The macros that show what a check finds; a site with none of them is built without a check."""

APPROVALS = frozenset(
    {
        "approval_months",
        "approval_panel",
        "approval_timelines",
        "approvals_table",
        "containment_times",
        "amendment",
        "amendment_list",
        "assessor_guide",
        "due_calendar",
        "due_soon",
        "exercise_attendance",
        "exercise_facts",
        "exercise_report",
        "home_documents",
        "home_verdict",
        "incident_course",
        "incident_facts",
        "incident_list",
        "incident_trace",
        "open_findings",
        "period_verdict",
        "promise_table",
        "published_files",
        "past_text",
        "stood_table",
    }
)
"""The macros that ask git: what approval says, and what was in force on a day. It takes the longest to know."""
