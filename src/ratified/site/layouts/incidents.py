"""One incident: its facts, its course drawn against the promises, its trace, what was done, what was learned."""

from __future__ import annotations

from typing import Any

from .inline import anchor, labelled, unbroken
from .records import actions_of, facts, small, standing, state
from .tables import legend, note, row, table


def outcome(found: Any) -> str:
    """What became of a promise, as a sign and a word."""
    sign = f'<span aria-hidden="true">{found.mark}</span>'
    return f'<span class="r-outcome r-outcome-{found.kind}">{sign} {found.words}</span>'


def incident_facts(view: Any) -> str:
    """Status, promises and levels in one panel, then the facts."""
    levels = " ".join(f"<li>{_level(found)}</li>" for found in view.levels)
    listed = f'<ul class="r-since">{levels}</ul>' if levels else ""
    kept = f" {view.kept}" if view.kept else ""
    panel = standing(view.state, f"<p>{state(view.state)}{kept}</p>", note(view.aside), listed)
    return f"{panel} {facts(view.facts)}"


def _level(found: Any) -> str:
    criteria = f" on {', '.join(anchor(link, 'r-id') for link in found.criteria)}" if found.criteria else ""
    return f"{labelled(found.level)} from {unbroken(found.since)}{criteria}{small(found.by, found.why)}"


def incident_course(view: Any) -> str:
    """A line for each moment under one axis, with the same in words beside it."""
    if view.nothing:
        return note(view.nothing)
    lines = " ".join(_line(found) for found in view.lines)
    axis = f'<div class="r-line r-line-axis" aria-hidden="true"><div></div> <div>{view.axis}</div></div>'
    return f'<div class="r-lines r-course">{note(view.note)} {legend(view.legend)} {axis} {lines}</div>'


def _line(found: Any) -> str:
    became = f" {outcome(found.outcome)}" if found.outcome else ""
    return (
        f'<div class="r-line"><div class="r-line-name"><span class="r-title">{found.title}</span>{became}</div> '
        f'<div class="r-line-time">{found.svg}{small(found.when, *found.promised, found.about)}</div></div>'
    )


def incident_trace(view: Any) -> str:
    """Every promise in the order of the response; then what did not apply, a line a reason."""
    heads = ("Target", "Outcome", "Limit", "What happened")
    bodies = []
    for group in view.stages:
        bodies.append(f'<tr class="r-group"><th colspan="4" scope="rowgroup">{group.stage}</th></tr>')
        bodies.extend(_promise(heads, found) for found in group.rows)
    policies = "".join(f"<li>{text}</li>" for text in view.policies)
    judged = f"<p>Assessed against:</p> <ul>{policies}</ul>" if policies else ""
    doubts = "".join(f'<p class="r-doubt">{text}</p>' for text in view.doubts)
    apart = "".join(f"<li>{found.names}{small(found.why)}</li>" for found in view.apart)
    folded = (
        f'<details class="r-fold"><summary>Not applicable, and why</summary><ul>{apart}</ul></details>' if apart else ""
    )
    content = table("trace", heads, bodies, "Targets and outcomes") if bodies else ""
    differs = f" {view.differs}" if view.differs else ""
    return (
        f'<div class="r-told"><p><strong>{view.verdict}</strong>{differs}</p> {judged}</div> {doubts}{content}{folded}'
    )


def _promise(heads: tuple[str, ...], found: Any) -> str:
    by = f"{found.level}, {anchor(found.states)}" if found.level else anchor(found.states)
    name = f'<span class="r-title">{found.promise}</span>{small(found.id, by)}'
    today = f'<span class="r-today">Today: {outcome(found.today.outcome)}</span>' if found.today else ""
    promised = small(f"Today: {found.today.promised}", found.today.why) if found.today else ""
    return row(
        heads,
        [
            name,
            f"{outcome(found.then.outcome)} {today}",
            f"{unbroken(found.then.promised)}{promised}",
            f"{unbroken(found.happened) or '–'}{small(found.then.why)}",
        ],
    )


def incident_response(view: Any) -> str:
    """Log, decisions, notices and roles, each folded under its name and number."""
    parts = (
        _folded("Log", _entries("log", ("When", "What", "By"), view.log, "Log of the response"), len(view.log)),
        _folded("Decisions", _decisions(view.decisions), len(view.decisions)),
        _folded("Notices", f"{note(view.decided)} {_notices(view.notices)}", len(view.notices)),
        _folded("Roles", _turns(view.roles), len(view.roles)),
    )
    return " ".join(filter(None, parts)) or note("The record holds nothing of the response yet.")


def _folded(name: str, content: str, count: int) -> str:
    return f'<details class="r-fold"><summary>{name}, {count}</summary>{content}</details>' if count else ""


def _entries(kind: str, heads: tuple[str, ...], found: Any, name: str) -> str:
    rows = [
        row(heads, [unbroken(f.at), f'<span class="r-kind">{f.kind}</span> {f.what}{small(*f.notes)}', f.by or "–"])
        for f in found
    ]
    return table(kind, heads, rows, name)


def _decisions(found: Any) -> str:
    heads = ("When", "Question and decision", "By")
    rows = [
        row(heads, [unbroken(f.at), f'<span class="r-title">{f.what}</span>{small(*f.notes, f.kind)}', f.by])
        for f in found
    ]
    return table("log", heads, rows, "Decisions")


def _notices(found: Any) -> str:
    heads = ("Clock", "Decision", "Reason", "Sent")
    rows = [
        row(heads, [anchor(f.clock), f"<strong>{f.decision}</strong>{small(f.by)}", f.reason, unbroken(f.sent) or "–"])
        for f in found
    ]
    return table("notices", heads, rows, "Decisions on notices")


def _turns(found: Any) -> str:
    heads = ("Role", "Who", "From")
    rows = [row(heads, [f.what, f.by, f"{unbroken(f.at)}{small(*f.notes)}"]) for f in found]
    return table("turns", heads, rows, "Who acted in which role")


def incident_review(view: Any) -> str:
    """The review, deviations, corrective actions."""
    heads = ("Target", "Took", "Why", "Accepted by")
    rows = [row(heads, [f.promise, f.took or "–", f.reason, f.accepted]) for f in view.deviations]
    deviations = f"<h3>Deviations</h3> {table('deviations', heads, rows, 'Deviations')}" if rows else ""
    actions = f"<h3>Corrective actions</h3> {actions_of(view.actions)}" if view.actions or view.facts else ""
    return f"{note(view.none)}{facts(view.facts)} {deviations} {actions}"
