"""For the assessor: a jump list, then each criterion with its text, approval, operation and what to ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .approvals import status
from .inline import anchor, unbroken
from .tables import row, small, table

if TYPE_CHECKING:
    from collections.abc import Iterable


def assessor_guide(view: Any) -> str:
    """The jump list, then the criteria."""
    jumps = " ".join(f'<li><a class="r-cite" href="#{one.spot}">{one.id}</a></li>' for one in view.criteria)
    rest = ", ".join(map(anchor, view.unanswered))
    note = f'<p class="r-note">No clause answers {rest}: the coverage page says why.</p>' if rest else ""
    sections = " ".join(map(_criterion, view.criteria))
    return (
        f'<nav aria-label="Criteria"><ul class="r-jump">{jumps}</ul></nav>'
        f'<p class="r-note">{view.period}</p>{sections}{note}'
    )


def _criterion(found: Any) -> str:
    parts = [
        ("Clauses", _text(found)),
        ("Approval", _approval(found)),
        ("Operation", _operation(found.operation)),
        ("Automated checks", " ".join(anchor(rule, "r-cite") for rule in found.rules)),
        ("Inquiry", _looks(found.looks)),
        ("Inspection", _listed(found.ask)),
    ]
    rows = " ".join(f"<div><dt>{name}</dt> <dd>{markup}</dd></div>" for name, markup in parts if markup)
    return (
        f'<section class="r-assess" aria-labelledby="{found.spot}"><h2 id="{found.spot}">{found.id} {found.title}</h2>'
        f'<p>{found.intent}</p><dl class="r-assess-parts">{rows}</dl>{_clauses(found)}</section>'
    )


def _text(found: Any) -> str:
    clauses = " ".join(anchor(one.clause, "r-ref") for one in found.clauses)
    runbooks = " ".join(anchor(one, "r-rb") for one in found.runbooks)
    return f'<span class="r-clauses">{clauses}</span>' + (small(f"Runbooks: {runbooks}") if runbooks else "")


def _approval(found: Any) -> str:
    markup = _approvals(found.documents) or "There is no record of who approved it."
    others = _approvals(found.others)
    return markup + (
        f'<details class="r-each"><summary>{found.others_told}</summary>{others}</details>' if others else ""
    )


def _approvals(documents: Iterable[Any]) -> str:
    lines = " ".join(f"<li>{_approved(one)}</li>" for one in documents)
    return f'<ul class="r-plain">{lines}</ul>' if lines else ""


def _approved(one: Any) -> str:
    head = f"{anchor(one.document)} {status(one.status)}"
    if not one.signed:
        return f"{head}{small(one.reason or 'no approval known')}"
    role = f", {one.signed.role}" if one.signed.role else ""
    change = f" in {anchor(one.signed.change)}" if one.signed.change.text else ""
    by = unbroken(f"{one.signed.name}{role}, on {one.signed.on}{change}, {one.signed.proof}")
    history = f" {anchor(one.history)}" if one.history.href else ""
    until = unbroken(f"Version {one.version}, next review {one.due}.")
    return f"{head}{small(one.reason, by, f'{until}{history}')}"


def _operation(lines: Iterable[Any]) -> str:
    markup = " ".join(
        f"<li>{one.name}: {', '.join(map(anchor, one.records)) or unbroken(one.told)}</li>" for one in lines
    )
    return f'<ul class="r-plain">{markup}</ul>' if markup else "No clause is evidenced by records."


def _looks(looks: Iterable[Any]) -> str:
    return _listed(f"{anchor(one.role, 'r-role')}: {one.what}, {one.often}" for one in looks)


def _listed(texts: Iterable[Any]) -> str:
    lines = " ".join(f"<li>{text}</li>" for text in texts)
    return f"<ul>{lines}</ul>" if lines else ""


def _clauses(found: Any) -> str:
    heads = ("Clause", "Evidence, and its latest date")
    rows = [row(heads, [f"{anchor(one.clause, 'r-ref')}{small(one.words)}", _proof_html(one)]) for one in found.clauses]
    count = len(rows)
    gaps = f"; {found.gaps} with a part that has no evidence here" if found.gaps else ""
    return (
        f'<details class="r-each"><summary>Clause by clause: {count} clauses{gaps}</summary>'
        + table("promises", heads, rows, f"Clauses that answer {found.id}")
        + "</details>"
    )


def _proof_html(one: Any) -> str:
    proofs = " ".join(
        f'<li>{anchor(proof.name, "r-cite")} <span class="r-last">{proof.last}</span></li>' for proof in one.proofs
    )
    markup = f'<ul class="r-proofs">{proofs}</ul>' if proofs else ""
    gap = f' <span class="r-any">no evidence here</span>{small(one.unchecked)}' if one.unchecked else ""
    return f"{markup}{gap}" or "explanatory, makes no commitment"
