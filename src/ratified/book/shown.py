"""Every macro of the engine, and what is known of it before any page calls it.

This is where a macro is registered: its view and its layout are the functions of its name, in `present/` and in
`site/layouts/`. It stands apart from them, so that rules below can ask without making any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any, NamedTuple

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


class Macro(NamedTuple):
    """What a macro shows something of, since what a page shows must be governed: `reads` are its data files.

    A page with a macro of `clocks` carries the notice to check with counsel. One of `past` shows what landings changed,
    one of `findings` what a check finds; a site without any is built without asking. One of `git` asks what approval
    says, or what was in force on a day, which takes the longest to know.
    """

    reads: tuple[str, ...] = ()
    clocks: bool = False
    past: bool = False
    findings: bool = False
    git: bool = False


MACROS: Mapping[str, Macro] = {
    "company": Macro(("data/register.yml",)),
    "role": Macro(_HOLDERS),
    "severity": Macro(_SEVERITIES),
    "criterion": Macro(_SEVERITIES),
    "target": Macro(_SEVERITIES),
    "limit": Macro(("data/limits.yml",)),
    "commitment": Macro(_CLOCKS),
    "clock": Macro(_CLOCKS, clocks=True),
    "review_interval": Macro(("data/register.yml",)),
    "review_after": Macro(("data/register.yml",)),
    "runbook": Macro(),
    "source": Macro(("data/intake.yml",)),
    "clause": Macro(),
    "clause_ref": Macro(),
    "policy_on": Macro(),
    "severity_table": Macro(_SEVERITIES),
    "severity_criteria": Macro(_SEVERITIES),
    "severity_picker": Macro(_SEVERITIES),
    "escalation_matrix": Macro(("data/escalation.yml", *_SEVERITIES, *_ROLES)),
    "escalation_path": Macro(("data/escalation.yml", *_SEVERITIES, *_ROLES)),
    "roster": Macro((*_ROLES, "data/people.yml")),
    "oncall": Macro(("data/oncall.yml", *_ROLES, "data/people.yml")),
    "in_charge": Macro((*_ROLES, "data/people.yml", "data/oncall.yml", "data/escalation.yml", *_SEVERITIES)),
    "held_by": Macro(_HOLDERS),
    "notification_clocks": Macro((*_CLOCKS, *_ROLES), clocks=True),
    "clock_catalogue": Macro(_CLOCKS, clocks=True),
    "clock_summary": Macro((*_CLOCKS, *_ROLES), clocks=True),
    "start_clocks": Macro((*_CLOCKS, "data/contracts.yml", "data/calendars.yml", *_SEVERITIES), clocks=True),
    "contract_windows": Macro(("data/contracts.yml",), clocks=True),
    "commitments_table": Macro((*_CLOCKS, *_ROLES), clocks=True),
    "limits_table": Macro(("data/limits.yml",)),
    "runbook_clocks": Macro((*_CLOCKS, *_ROLES), clocks=True),
    "intake_table": Macro(("data/intake.yml", *_ROLES)),
    "coverage_matrix": Macro(("data/coverage.yml",)),
    "clause_index": Macro(),
    "promise_table": Macro(_PROMISES, clocks=True, git=True),
    "assessor_guide": Macro((*_PROMISES, *_INCIDENTS, *_EXERCISES), clocks=True, git=True),
    "runbook_index": Macro((*_SEVERITIES, *_ROLES)),
    "runbook_finder": Macro((*_SEVERITIES, *_ROLES)),
    "runbook_card": Macro((*_SEVERITIES, *_HOLDERS)),
    "evidence_table": Macro(("data/limits.yml",)),
    "decisions_table": Macro((*_SEVERITIES, *_ROLES)),
    "validation_table": Macro(_ROLES),
    "rule_index": Macro(),
    "approval_panel": Macro(("data/register.yml", *_ROLES, "data/people.yml"), git=True),
    "approvals_table": Macro(_ROLES, git=True),
    "approval_timelines": Macro(("data/register.yml",), git=True),
    "due_calendar": Macro((*_ROLES, "data/people.yml"), git=True),
    "home_verdict": Macro((*_INCIDENTS, *_EXERCISES), findings=True, git=True),
    "home_documents": Macro(git=True),
    "due_soon": Macro((*_ROLES, *_PEOPLE), git=True),
    "open_findings": Macro(findings=True, git=True),
    "last_exercise": Macro(_EXERCISES),
    "open_actions": Macro((*_INCIDENTS, *_EXERCISES, *_PEOPLE, *_ROLES)),
    "approval_months": Macro(git=True),
    "containment_times": Macro((*_INCIDENTS, *_SEVERITIES), git=True),
    "published_files": Macro(git=True),
    "amend_route": Macro(),
    "ci_answers": Macro(),
    "who_approves": Macro(("data/register.yml", *_ROLES, *_PEOPLE)),
    "stood_table": Macro(past=True, git=True),
    "amendment_list": Macro(past=True, git=True),
    "amendment": Macro(git=True),
    "past_text": Macro(git=True),
    "period_verdict": Macro(("data/register.yml", *_EVENTS, *_INCIDENTS, *_EXERCISES), git=True),
    "incident_list": Macro((*_INCIDENTS, *_EVENTS, *_THEN), git=True),
    "incident_facts": Macro((*_INCIDENTS, *_THEN, *_PEOPLE, *_ROLES), git=True),
    "incident_course": Macro((*_INCIDENTS, *_THEN), clocks=True, git=True),
    "incident_trace": Macro((*_INCIDENTS, *_THEN, *_PEOPLE, *_ROLES, "data/register.yml"), clocks=True, git=True),
    "incident_response": Macro((*_INCIDENTS, *_PEOPLE, *_ROLES), clocks=True),
    "incident_review": Macro((*_INCIDENTS, *_PEOPLE, *_ROLES)),
    "dismissed_events": Macro((*_EVENTS, *_PEOPLE, "data/intake.yml")),
    "nil_statements": Macro((*_EVENTS, *_INCIDENTS, *_PEOPLE)),
    "trend_reviews": Macro((*_EVENTS, *_INCIDENTS, *_PEOPLE)),
    "exercise_list": Macro(_EXERCISES),
    "exercise_facts": Macro((*_EXERCISES, *_PEOPLE), git=True),
    "exercise_attendance": Macro((*_EXERCISES, *_PEOPLE, *_ROLES), git=True),
    "exercise_decisions": Macro((*_EXERCISES, *_PEOPLE, *_ROLES)),
    "exercise_report": Macro((*_EXERCISES, *_PEOPLE, *_ROLES, *_SEVERITIES), clocks=True, git=True),
    "action_table": Macro((*_INCIDENTS, *_EXERCISES, *_PEOPLE, *_ROLES)),
}
"""The macros by name, in the order in which they are listed."""

CLOCKS = frozenset(name for name, macro in MACROS.items() if macro.clocks)
PAST = frozenset(name for name, macro in MACROS.items() if macro.past)
FINDINGS = frozenset(name for name, macro in MACROS.items() if macro.findings)
APPROVALS = frozenset(name for name, macro in MACROS.items() if macro.git)


def reads_of(name: str) -> tuple[str, ...]:
    """The data files that a macro shows something of; none where a company brought it."""
    return MACROS[name].reads if name in MACROS else ()


def by_name(modules: Iterable[ModuleType]) -> Mapping[str, Callable[..., Any]]:
    """The functions of these modules that bear a macro's name, in the order of MACROS. KeyError where one has none."""
    found = {
        name: function
        for module in modules
        for name, function in vars(module).items()
        if name in MACROS and getattr(function, "__module__", "") == module.__name__
    }
    return {name: found[name] for name in MACROS}
