"""One exercise: its facts, the sign-in sheet against the roster, decisions phase by phase, what was learned."""

from __future__ import annotations

from typing import Any

from .inline import anchor, unbroken
from .records import actions_of, facts, small, standing, state
from .tables import note, row, table


def exercise_facts(view: Any) -> str:
    """Status, then the facts."""
    return f"{standing(view.state, f'<p>{state(view.state)}</p>')} {facts(view.facts)}"


def exercise_attendance(view: Any) -> str:
    """The sign-in sheet."""
    heads = ("Role", "Who", "Signed", "On the roster then")
    rows = [
        row(
            heads,
            [anchor(f.role, "r-role"), f.person, unbroken(f.signed), f"{'' if f.good else '! '}{f.roster or '–'}"],
        )
        for f in view.rows
    ]
    told = f'<div class="r-told"><p>{view.told} {view.by}</p></div> '
    return told + (table("attendance", heads, rows, "Attendance") if rows else note("Nobody has signed in."))


def exercise_decisions(phases: Any) -> str:
    """Injects and decisions, phase by phase."""
    heads = ("What", "By", "By the policy")
    bodies = []
    for found in phases:
        bodies.append(f'<tr class="r-group"><th colspan="3" scope="rowgroup">{found.phase}</th></tr>')
        bodies.extend(_inject(heads, one) for one in found.injects)
        bodies.extend(_decision(heads, one) for one in found.decisions)
    return (
        table("phases", heads, bodies, "Injects and decisions by phase") if bodies else note("No decision was noted.")
    )


def _inject(heads: tuple[str, ...], found: Any) -> str:
    expected = f"Expected: {found.expected}" if found.expected else ""
    what = f'<span class="r-kind">Inject {found.id}</span> {found.text}{small(expected, found.takes_away)}'
    return row(heads, [what, found.channel or "–", "–"])


def _decision(heads: tuple[str, ...], found: Any) -> str:
    follows = "follows" if found.follows else "<strong>differs from</strong>"
    clause = f"{follows} {anchor(found.clause, 'r-ref')}" if found.clause.text else "–"
    what = f'<span class="r-kind">Decision</span> {found.decision}{small(found.inject, found.reason)}'
    return row(heads, [what, found.by, clause])


def exercise_report(view: Any) -> str:
    """Report, measured times, gaps, follow-ups."""
    measured = f"<h3>Measured</h3> {facts(view.measured)}" if view.measured else ""
    heads = ("Gap", "Follow-up")
    rows = [row(heads, [f.text, f.action]) for f in view.gaps]
    gaps = f"<h3>Gaps</h3> {table('deviations', heads, rows, 'Gaps')}" if rows else ""
    follow = f"<h3>Follow-ups</h3> {actions_of(view.actions)}" if view.actions or view.facts else ""
    return f"{note(view.none)}{facts(view.facts)} {measured} {gaps} {follow}"
