"""Every macro of the engine, and what is known of it before any page calls it.

This is where a macro is registered: its view and its layout are the functions of its name, in `views/` and in
`site/layouts/`. It stands apart from them, so that rules below can ask without making any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import ModuleType

_HOLDERS = "roles people oncall"
"""A role by who holds it, as the steps of runbooks show it."""

_PROMISES = "coverage register limits people intake roles severities notifications events"
"""Promises are told with the numbers and titles in them; fields of records lead to the last record that has one."""

_THEN = "severities escalation intake notifications contracts calendars"
"""What an incident is judged by, as it stood then and as it stands."""

_FOLDERS = {"incidents", "exercises"}
"""Data that has a file for each record."""


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


def _shows(
    files: str = "", clocks: bool = False, past: bool = False, findings: bool = False, git: bool = False
) -> MacroReads:
    """What a macro shows, its files by their names under `data/`."""
    paths = (f"data/{name}/*.yml" if name in _FOLDERS else f"data/{name}.yml" for name in files.split())
    return MacroReads(tuple(paths), clocks, past, findings, git)


MACROS: Mapping[str, MacroReads] = {
    "company": _shows("register"),
    "role": _shows(_HOLDERS),
    "severity": _shows("severities"),
    "criterion": _shows("severities"),
    "target": _shows("severities"),
    "limit": _shows("limits"),
    "commitment": _shows("notifications"),
    "clock": _shows("notifications", clocks=True),
    "review_interval": _shows("register"),
    "review_after": _shows("register"),
    "runbook": _shows(),
    "source": _shows("intake"),
    "clause": _shows(),
    "clause_ref": _shows(),
    "policy_on": _shows("register"),  # which pages a document governs
    "severity_table": _shows("severities"),
    "severity_criteria": _shows("severities"),
    "severity_picker": _shows("severities"),
    "escalation_matrix": _shows("escalation severities roles"),
    "escalation_path": _shows("escalation severities roles"),
    "roster": _shows("roles people"),
    "oncall": _shows("oncall roles people"),
    "in_charge": _shows(f"{_HOLDERS} escalation severities limits"),
    "held_by": _shows(_HOLDERS),
    "escalation_ladders": _shows(f"{_HOLDERS} escalation severities limits"),
    "notification_clocks": _shows("notifications roles", clocks=True),
    "clock_catalogue": _shows("notifications", clocks=True),
    "clock_summary": _shows("notifications roles", clocks=True),
    "start_clocks": _shows(f"notifications contracts calendars severities {_HOLDERS}", clocks=True),
    "contract_windows": _shows("contracts notifications roles", clocks=True),
    "commitments_table": _shows("notifications roles", clocks=True),
    "limits_table": _shows("limits"),
    "runbook_clocks": _shows("notifications roles", clocks=True),
    "intake_table": _shows("intake roles"),
    "coverage_matrix": _shows("coverage requirements"),
    "clause_index": _shows(),
    "promise_table": _shows(_PROMISES, clocks=True, git=True),
    "assessor_guide": _shows(f"{_PROMISES} incidents exercises {_THEN}", clocks=True, git=True),
    "runbook_index": _shows("severities roles"),
    "runbook_finder": _shows("severities roles"),
    "runbook_card": _shows(f"{_HOLDERS} escalation severities limits"),
    "evidence_table": _shows("limits"),
    "decisions_table": _shows("severities roles"),
    "validation_table": _shows("roles"),
    "rule_index": _shows(),
    "approval_panel": _shows("register roles people", git=True),
    "acknowledgement_table": _shows("register people", git=True),
    "approvals_table": _shows("roles", git=True),
    "approval_timelines": _shows("register", git=True),
    "due_calendar": _shows("roles people", git=True),
    "home_verdict": _shows("incidents exercises", findings=True, git=True),
    "home_documents": _shows(git=True),
    "due_soon": _shows("roles people", git=True),
    "open_findings": _shows(findings=True, git=True),
    "last_exercise": _shows("exercises"),
    "open_actions": _shows("incidents exercises people roles"),
    "approval_months": _shows(git=True),
    "containment_times": _shows("incidents severities", git=True),
    "published_files": _shows(git=True),
    "amend_route": _shows(),
    "ci_answers": _shows(),
    "who_approves": _shows("register roles people"),
    "stood_table": _shows(past=True, git=True),
    "amendment_list": _shows(past=True, git=True),
    "amendment": _shows(git=True),
    "past_text": _shows(git=True),
    "period_verdict": _shows("register events incidents exercises", git=True),
    "incident_list": _shows(f"incidents events {_THEN}", git=True),
    "incident_facts": _shows(f"incidents {_THEN} people roles", git=True),
    "incident_course": _shows(f"incidents {_THEN}", clocks=True, git=True),
    "incident_trace": _shows(f"incidents {_THEN} people roles register", clocks=True, git=True),
    "incident_response": _shows("incidents people roles", clocks=True),
    "incident_review": _shows("incidents people roles"),
    "dismissed_events": _shows("events people intake"),
    "nil_statements": _shows("events incidents people"),
    "trend_reviews": _shows("events incidents people"),
    "exercise_list": _shows("exercises"),
    "exercise_facts": _shows("exercises people", git=True),
    "exercise_attendance": _shows("exercises people roles", git=True),
    "exercise_decisions": _shows("exercises people roles"),
    "exercise_report": _shows("exercises people roles severities", clocks=True, git=True),
    "action_table": _shows("incidents exercises people roles"),
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
