"""The view of every macro: the function of its name in one of these modules."""

from __future__ import annotations

from typing import Any

from ratified.book.shown import APPROVALS, CLOCKS, by_name
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

__all__ = ["APPROVALS", "CLOCKS", "VIEWS", "view"]

VIEWS = by_name(
    [
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
    ]
)
"""Views by the macro's name. Each takes an Outlook and the macro's own arguments."""


def view(name: str, of: Outlook, *args: object) -> Any:
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
