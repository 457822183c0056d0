"""Every macro of the site: the view it shows, and the data files that view is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ratified.present import (
    clocks,
    coverage,
    escalation,
    inline,
    intake,
    people,
    promises,
    rules,
    runbooks,
    severity,
)
from ratified.present.outlook import Outlook, UnknownNameError, unknown

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
        severity.severity_table,
        severity.severity_criteria,
        escalation.escalation_matrix,
        escalation.escalation_path,
        people.roster,
        people.oncall,
        people.in_charge,
        clocks.notification_clocks,
        clocks.clock_catalogue,
        clocks.clock_summary,
        promises.contract_windows,
        promises.commitments_table,
        promises.limits_table,
        clocks.runbook_clocks,
        intake.intake_table,
        coverage.coverage_matrix,
        coverage.clause_index,
        runbooks.runbook_index,
        runbooks.runbook_card,
        runbooks.evidence_table,
        runbooks.decisions_table,
        runbooks.validation_table,
        rules.rule_index,
    )
} | {"severity_picker": severity.severity_picker}
"""Views by the macro's name. Each takes an Outlook and the macro's own arguments."""

_ROLES = ("data/roles.yml",)
_SEVERITIES = ("data/severities.yml",)
_CLOCKS = ("data/notifications.yml",)

READS: Mapping[str, tuple[str, ...]] = {
    "company": ("data/register.yml",),
    "role": _ROLES,
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
    "severity_table": _SEVERITIES,
    "severity_criteria": _SEVERITIES,
    "severity_picker": _SEVERITIES,
    "escalation_matrix": ("data/escalation.yml", *_SEVERITIES, *_ROLES),
    "escalation_path": ("data/escalation.yml", *_SEVERITIES, *_ROLES),
    "roster": (*_ROLES, "data/people.yml"),
    "oncall": ("data/oncall.yml", *_ROLES, "data/people.yml"),
    "in_charge": (*_ROLES, "data/people.yml", "data/oncall.yml", "data/escalation.yml"),
    "notification_clocks": (*_CLOCKS, *_ROLES),
    "clock_catalogue": _CLOCKS,
    "clock_summary": (*_CLOCKS, *_ROLES),
    "contract_windows": ("data/contracts.yml",),
    "commitments_table": (*_CLOCKS, *_ROLES),
    "limits_table": ("data/limits.yml",),
    "runbook_clocks": (*_CLOCKS, *_ROLES),
    "intake_table": ("data/intake.yml", *_ROLES),
    "coverage_matrix": ("data/coverage.yml",),
    "clause_index": (),
    "runbook_index": (*_SEVERITIES, *_ROLES),
    "runbook_card": (*_SEVERITIES, *_ROLES),
    "evidence_table": ("data/limits.yml",),
    "decisions_table": (*_SEVERITIES, *_ROLES),
    "validation_table": _ROLES,
    "rule_index": (),
}
"""The data files each macro shows something of: what a page shows must be governed."""

CLOCKS = frozenset(
    {
        "clock",
        "notification_clocks",
        "clock_catalogue",
        "clock_summary",
        "contract_windows",
        "commitments_table",
        "runbook_clocks",
    }
)
"""The macros that show a clock. A page that calls one carries the notice to check with counsel."""


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
