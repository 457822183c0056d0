"""Every macro of the engine, and what is known of it before any page calls it.

This is where a macro is registered: its view and its layout are the functions of its name, in `views/` and in
`site/layouts/`. It stands apart from them, so that rules below can ask without making any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import ModuleType

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


class MacroReads(NamedTuple):
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


MACROS: Mapping[str, MacroReads] = {
    "company": MacroReads(("data/register.yml",)),
    "role": MacroReads(_HOLDERS),
    "severity": MacroReads(_SEVERITIES),
    "criterion": MacroReads(_SEVERITIES),
    "target": MacroReads(_SEVERITIES),
    "limit": MacroReads(("data/limits.yml",)),
    "commitment": MacroReads(_CLOCKS),
    "clock": MacroReads(_CLOCKS, clocks=True),
    "review_interval": MacroReads(("data/register.yml",)),
    "review_after": MacroReads(("data/register.yml",)),
    "runbook": MacroReads(),
    "source": MacroReads(("data/intake.yml",)),
    "clause": MacroReads(),
    "clause_ref": MacroReads(),
    "policy_on": MacroReads(),
    "severity_table": MacroReads(_SEVERITIES),
    "severity_criteria": MacroReads(_SEVERITIES),
    "severity_picker": MacroReads(_SEVERITIES),
    "escalation_matrix": MacroReads(("data/escalation.yml", *_SEVERITIES, *_ROLES)),
    "escalation_path": MacroReads(("data/escalation.yml", *_SEVERITIES, *_ROLES)),
    "roster": MacroReads((*_ROLES, "data/people.yml")),
    "oncall": MacroReads(("data/oncall.yml", *_ROLES, "data/people.yml")),
    "in_charge": MacroReads((*_ROLES, "data/people.yml", "data/oncall.yml", "data/escalation.yml", *_SEVERITIES)),
    "held_by": MacroReads(_HOLDERS),
    "notification_clocks": MacroReads((*_CLOCKS, *_ROLES), clocks=True),
    "clock_catalogue": MacroReads(_CLOCKS, clocks=True),
    "clock_summary": MacroReads((*_CLOCKS, *_ROLES), clocks=True),
    "start_clocks": MacroReads((*_CLOCKS, "data/contracts.yml", "data/calendars.yml", *_SEVERITIES), clocks=True),
    "contract_windows": MacroReads(("data/contracts.yml",), clocks=True),
    "commitments_table": MacroReads((*_CLOCKS, *_ROLES), clocks=True),
    "limits_table": MacroReads(("data/limits.yml",)),
    "runbook_clocks": MacroReads((*_CLOCKS, *_ROLES), clocks=True),
    "intake_table": MacroReads(("data/intake.yml", *_ROLES)),
    "coverage_matrix": MacroReads(("data/coverage.yml",)),
    "clause_index": MacroReads(),
    "promise_table": MacroReads(_PROMISES, clocks=True, git=True),
    "assessor_guide": MacroReads((*_PROMISES, *_INCIDENTS, *_EXERCISES), clocks=True, git=True),
    "runbook_index": MacroReads((*_SEVERITIES, *_ROLES)),
    "runbook_finder": MacroReads((*_SEVERITIES, *_ROLES)),
    "runbook_card": MacroReads((*_SEVERITIES, *_HOLDERS)),
    "evidence_table": MacroReads(("data/limits.yml",)),
    "decisions_table": MacroReads((*_SEVERITIES, *_ROLES)),
    "validation_table": MacroReads(_ROLES),
    "rule_index": MacroReads(),
    "approval_panel": MacroReads(("data/register.yml", *_ROLES, "data/people.yml"), git=True),
    "approvals_table": MacroReads(_ROLES, git=True),
    "approval_timelines": MacroReads(("data/register.yml",), git=True),
    "due_calendar": MacroReads((*_ROLES, "data/people.yml"), git=True),
    "home_verdict": MacroReads((*_INCIDENTS, *_EXERCISES), findings=True, git=True),
    "home_documents": MacroReads(git=True),
    "due_soon": MacroReads((*_ROLES, *_PEOPLE), git=True),
    "open_findings": MacroReads(findings=True, git=True),
    "last_exercise": MacroReads(_EXERCISES),
    "open_actions": MacroReads((*_INCIDENTS, *_EXERCISES, *_PEOPLE, *_ROLES)),
    "approval_months": MacroReads(git=True),
    "containment_times": MacroReads((*_INCIDENTS, *_SEVERITIES), git=True),
    "published_files": MacroReads(git=True),
    "amend_route": MacroReads(),
    "ci_answers": MacroReads(),
    "who_approves": MacroReads(("data/register.yml", *_ROLES, *_PEOPLE)),
    "stood_table": MacroReads(past=True, git=True),
    "amendment_list": MacroReads(past=True, git=True),
    "amendment": MacroReads(git=True),
    "past_text": MacroReads(git=True),
    "period_verdict": MacroReads(("data/register.yml", *_EVENTS, *_INCIDENTS, *_EXERCISES), git=True),
    "incident_list": MacroReads((*_INCIDENTS, *_EVENTS, *_THEN), git=True),
    "incident_facts": MacroReads((*_INCIDENTS, *_THEN, *_PEOPLE, *_ROLES), git=True),
    "incident_course": MacroReads((*_INCIDENTS, *_THEN), clocks=True, git=True),
    "incident_trace": MacroReads((*_INCIDENTS, *_THEN, *_PEOPLE, *_ROLES, "data/register.yml"), clocks=True, git=True),
    "incident_response": MacroReads((*_INCIDENTS, *_PEOPLE, *_ROLES), clocks=True),
    "incident_review": MacroReads((*_INCIDENTS, *_PEOPLE, *_ROLES)),
    "dismissed_events": MacroReads((*_EVENTS, *_PEOPLE, "data/intake.yml")),
    "nil_statements": MacroReads((*_EVENTS, *_INCIDENTS, *_PEOPLE)),
    "trend_reviews": MacroReads((*_EVENTS, *_INCIDENTS, *_PEOPLE)),
    "exercise_list": MacroReads(_EXERCISES),
    "exercise_facts": MacroReads((*_EXERCISES, *_PEOPLE), git=True),
    "exercise_attendance": MacroReads((*_EXERCISES, *_PEOPLE, *_ROLES), git=True),
    "exercise_decisions": MacroReads((*_EXERCISES, *_PEOPLE, *_ROLES)),
    "exercise_report": MacroReads((*_EXERCISES, *_PEOPLE, *_ROLES, *_SEVERITIES), clocks=True, git=True),
    "action_table": MacroReads((*_INCIDENTS, *_EXERCISES, *_PEOPLE, *_ROLES)),
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
