"""For the assessor: the period, then each criterion as a row of evidence with its rules behind a fold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .approvals import status
from .inline import anchor, unbroken
from .periods import period_verdict_of
from .tables import note, row, small, table

if TYPE_CHECKING:
    from collections.abc import Iterable


def assessor_guide(view: Any) -> str:
    """The period, the jump list, the criteria, and what is excluded."""
    jumps = " ".join(f'<li><a class="r-cite" href="#{one.spot}">{one.id}</a></li>' for one in view.criteria)
    sections = " ".join(map(_criterion, view.criteria))
    scripts = " ".join(f'<script src="{src}" defer></script>' for src in view.scripts)
    return (
        f'<nav aria-label="Criteria"><ul class="r-jump">{jumps}</ul></nav>'
        f"{_period(view.period)}{sections}{_excluded(view)}{scripts}"
    )


def _period(found: Any) -> str:
    verdict = period_verdict_of(found.verdict) if found.verdict else ""
    return (
        '<section class="r-assess" aria-labelledby="the-period"><h2 id="the-period">The audit period</h2>'
        f'<p class="r-note">{unbroken(found.told)}</p>{verdict}{_controls(found.controls)}</section>'
    )


def _controls(found: Any) -> str:
    heads = ("Recurring control", "Expected", "Found", "Runs")
    rows = [
        row(
            heads,
            [f"{one.name}{small(one.every)}", one.expected, _found(one), _runs(one)],
            one.spot,
        )
        for one in found
    ]
    return table("controls", heads, rows, "Recurring controls of the period") if rows else ""


def _found(one: Any) -> str:
    return f"<strong>{one.found}</strong>{' <span class=r-any>fewer than expected</span>' if one.lacks else ''}"


def _runs(one: Any) -> str:
    lines = " ".join(
        f"<li>{unbroken(run.on)}, {run.by}: {run.result}{small(anchor(run.evidence))}</li>" for run in one.runs
    )
    if not lines:
        return "none on record"
    return _folded("Each run", f'<ul class="r-plain">{lines}</ul>')


def _criterion(found: Any) -> str:
    parts = [
        ("Clauses", _text(found)),
        ("Approval", _approval(found)),
        ("Operation", _operation(found.operation)),
        ("Inquiry", _inquiry(found.inquiry)),
        ("Inspection", _inspection(found)),
        ("Not evidenced here", _gaps(found)),
    ]
    rows = " ".join(f"<div><dt>{name}</dt> <dd>{markup}</dd></div>" for name, markup in parts if markup)
    return (
        f'<section class="r-assess" aria-labelledby="{found.spot}"><h2 id="{found.spot}">{found.id} {found.title}</h2>'
        f'<p>{found.intent}</p><dl class="r-assess-parts">{rows}</dl>{_clauses(found)}{_rules(found)}</section>'
    )


def _text(found: Any) -> str:
    clauses = " ".join(anchor(one.clause, "r-ref") for one in found.clauses)
    runbooks = " ".join(anchor(one, "r-rb") for one in found.runbooks)
    return f'<span class="r-clauses">{clauses}</span>' + (small(f"Runbooks: {runbooks}") if runbooks else "")


def _approval(found: Any) -> str:
    markup = _approvals(found.documents) or "There is no record of who approved it."
    others = _approvals(found.others)
    return markup + (_folded(found.others_told, others) if others else "")


def _approvals(documents: Iterable[Any]) -> str:
    lines = " ".join(f"<li>{_approved(one)}</li>" for one in documents)
    return f'<ul class="r-plain">{lines}</ul>' if lines else ""


def _approved(found: Any) -> str:
    one = found.row
    head = f"{anchor(one.document)} {status(one.status)}"
    if not one.signed:
        return f"{head}{small(one.reason or 'no approval known', unbroken(found.period))}"
    role = f", {one.signed.role}" if one.signed.role else ""
    change = f" in {anchor(one.signed.change)}" if one.signed.change.text else ""
    by = unbroken(f"{one.signed.name}{role}, on {one.signed.on}{change}, {one.signed.proof}")
    history = f" {anchor(one.history)}" if one.history.href else ""
    amendment = f" {anchor(found.amendment)}" if found.amendment.href else ""
    until = unbroken(f"Version {one.version}, next review {one.due}.")
    return f"{head}{small(one.reason, by, found.wrote, f'{until}{amendment}{history}', unbroken(found.period))}"


def _operation(lines: Iterable[Any]) -> str:
    markup = " ".join(f"<li>{_records(one)}</li>" for one in lines)
    return f'<ul class="r-plain">{markup}</ul>' if markup else "No clause is evidenced by records."


def _records(one: Any) -> str:
    each = ", ".join(f"{anchor(line.record)}{f' ({unbroken(line.note)})' if line.note else ''}" for line in one.records)
    return f"{one.name}: {unbroken(one.told)}{f'; {each}' if each else ''}"


def _inquiry(lines: Any) -> str:
    return _listed(
        f"{anchor(one.role, 'r-role')}{f' ({one.held})' if one.held else ''}: {one.what}, {one.often}" for one in lines
    )


def _inspection(found: Any) -> str:
    files = ", ".join(f"<code>{anchor(file)}</code>" for file in found.again.files)
    commands = " ".join(f"<li><code>{command}</code></li>" for command in found.again.commands)
    return (
        _listed(found.ask)
        + (f'<p class="r-where">In the repository: {files}</p>' if files else "")
        + (f'<p class="r-where">Reperform:</p><ul class="r-plain">{commands}</ul>' if commands else "")
    )


def _gaps(found: Any) -> str:
    clauses = " ".join(anchor(clause, "r-ref") for clause in found.gaps)
    return f'<span class="r-clauses">{clauses}</span>{small("Why, clause by clause, below.")}' if clauses else ""


def _listed(texts: Iterable[Any]) -> str:
    lines = " ".join(f"<li>{text}</li>" for text in texts)
    return f"<ul>{lines}</ul>" if lines else ""


def _folded(told: Any, markup: str) -> str:
    """What stands elsewhere as well, or proves a line above: not what anybody searches for."""
    return f'<details class="r-each" data-search-exclude><summary>{told}</summary>{markup}</details>'


def _clauses(found: Any) -> str:
    heads = ("Clause", "Evidence, and its latest date")
    rows = [row(heads, [f"{anchor(one.clause, 'r-ref')}{small(one.words)}", _proof_html(one)]) for one in found.clauses]
    gaps = f"; {len(found.gaps)} with a part that has no evidence here" if found.gaps else ""
    every = table("promises", heads, rows, f"Clauses that answer {found.id}")
    return _folded(f"Clause by clause: {len(rows)} clauses{gaps}", every)


def _proof_html(one: Any) -> str:
    proofs = " ".join(
        f'<li>{anchor(proof.name, "r-cite")} <span class="r-last">{proof.last}</span></li>' for proof in one.proofs
    )
    markup = f'<ul class="r-proofs">{proofs}</ul>' if proofs else ""
    gap = f' <span class="r-any">no evidence here</span>{small(one.unchecked)}' if one.unchecked else ""
    return f"{markup}{gap}" or "explanatory, makes no commitment"


def _rules(found: Any) -> str:
    rules = " ".join(f"<li>{anchor(rule)}</li>" for rule in found.rules)
    return _folded(found.rules_told, f"<ul>{rules}</ul>") if rules else ""


def _excluded(view: Any) -> str:
    heads = ("Criterion", "Why nothing here answers it")
    rows = [row(heads, [f"{anchor(one.requirement)}{small(one.title)}", one.reason]) for one in view.excluded]
    rest = ", ".join(map(anchor, view.unanswered))
    missing = note(f"No clause answers {rest}, and no reason is given.") if rest else ""
    if not rows:
        return missing
    return (
        '<section class="r-assess" aria-labelledby="excluded"><h2 id="excluded">Excluded criteria</h2>'
        f"{missing}{table('excluded', heads, rows, 'Excluded criteria')}</section>"
    )
