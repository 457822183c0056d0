"""The view of every macro: the function of its name in one of these modules."""

from __future__ import annotations

from typing import Any

from ratified.policy.macro_data import APPROVALS, CLOCKS, by_name
from ratified.views import inline
from ratified.views.amending import amendment, amendments, how_to_amend, past_text
from ratified.views.approvals import document_list, due, months, panel, table, timelines
from ratified.views.clocks import commitments, notification_clocks, start_clocks
from ratified.views.evidence import assessor, period, published
from ratified.views.home import findings, verdict
from ratified.views.page_context import PageContext, UnknownNameError, unknown
from ratified.views.people import acknowledgements, in_command, ladder, roster, rotations
from ratified.views.policy import clause_proofs, coverage, rule_index
from ratified.views.records import (
    actions,
    containment,
    events,
    exercise,
    exercise_report,
    exercises,
    incident,
    incident_course,
    incident_response,
    incident_review,
    incident_trace,
    incidents,
)
from ratified.views.runbooks import finder, runbook
from ratified.views.severity import escalation, intake, levels

__all__ = ["APPROVALS", "CLOCKS", "VIEWS", "view"]

VIEWS = by_name(
    [
        acknowledgements,
        actions,
        how_to_amend,
        amendment,
        amendments,
        table,
        assessor,
        in_command,
        ladder,
        notification_clocks,
        containment,
        incident_course,
        coverage,
        document_list,
        due,
        escalation,
        events,
        exercise,
        exercises,
        finder,
        findings,
        verdict,
        incident,
        incidents,
        inline,
        intake,
        clause_proofs,
        exercise_report,
        months,
        panel,
        past_text,
        roster,
        rotations,
        period,
        commitments,
        published,
        incident_response,
        incident_review,
        rule_index,
        runbook,
        levels,
        start_clocks,
        timelines,
        incident_trace,
    ]
)
"""Views by the macro's name. Each takes a PageContext and the macro's own arguments."""


def view(name: str, of: PageContext, *args: object) -> Any:
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
        expects = f"takes {len(wanted)}: {', '.join(w.strip('_') for w in wanted)}" if wanted else "takes none"
        raise UnknownNameError(f"{name}() has the wrong number of arguments; it {expects}") from None
