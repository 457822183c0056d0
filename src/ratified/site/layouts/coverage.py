"""Requirements, clauses and rules as lists."""

from __future__ import annotations

from typing import Any

from .inline import anchor, marks
from .tables import note, row, small, table


def coverage_matrix(groups: Any) -> str:
    """Each framework with what answers it."""
    return " ".join(_group(group) for group in groups) or note("data/coverage.yml names no framework.")


def _group(group: Any) -> str:
    heads = ("Requirement", "Asks for", "Answered by", "Shown by")
    state = "in scope" if group.in_scope else "not in scope; requirements that our clauses also answer"
    count = f"{len(group.rows)} requirements"
    if group.in_scope:
        count += f", {group.open} without an answer" if group.open else ", each with an answer or a reason"
    head = f'<p class="r-group-head"><strong>{group.title}</strong>{small(f"{state}: {count}")}</p>'
    return head + table("coverage", heads, [_requirement(heads, found) for found in group.rows], str(group.title))


def _requirement(heads: tuple[str, ...], found: Any) -> str:
    answers = " ".join(anchor(link, "r-cite") for link in (*found.clauses, *found.runbooks))
    if found.excluded:
        answers += f' <span class="r-any">excluded</span>{small(found.excluded)}'
    return row(
        heads,
        [
            f'<span class="r-cite r-cite-row">{found.id}</span>{small(found.kind)}',
            f"{found.title}{marks([found.warning] if found.warning else [])}{small(found.intent)}",
            answers or marks([] if found.evidence else ["no answer"]),
            small(*found.evidence),
        ],
        f"req-{found.id}",
    )


def clause_index(chapters: Any) -> str:
    """Each clause with the requirements it cites, by chapter."""
    heads = ("Clause", "Answers")
    return " ".join(
        f'<p class="r-group-head">{anchor(chapter.page)}</p>'
        + table(
            "clauses",
            heads,
            [
                row(
                    heads,
                    [anchor(found.clause, "r-ref"), " ".join(anchor(c, "r-cite") for c in found.criteria)],
                )
                for found in chapter.clauses
            ],
            f"Clauses of {chapter.page.text}",
        )
        for chapter in chapters
    ) or note("No policy of the company has clauses with ids.")


def promise_table(view: Any) -> str:
    """The counts, what nothing checks and why, then each clause with what shows that it is kept, by chapter."""
    heads = ("Commitment", "Evidence, and its latest date")
    chapters = (
        f'<p class="r-group-head">{anchor(chapter.page)}</p>'
        + table(
            "promises", heads, [_promise(heads, row) for row in chapter.rows], f"Commitments of {chapter.page.text}"
        )
        for chapter in view.chapters
    )
    return " ".join((f'<p class="r-note">{view.told}</p>', _gaps(view.gaps), *chapters))


def _gaps(gaps: Any) -> str:
    heads = ("Commitment", "Without evidence", "Because")
    rows = [row(heads, [_clause(gap), "the rest of it" if gap.part else "all of it", gap.reason]) for gap in gaps]
    head = '<p class="r-group-head"><strong>Commitments without evidence here</strong></p>'
    return f"{head} {table('gaps', heads, rows, 'Commitments without evidence here')}" if rows else ""


def _clause(found: Any) -> str:
    return f"{anchor(found.clause, 'r-ref')}{small(found.words)}"


def _promise(heads: tuple[str, ...], found: Any) -> str:
    proofs = " ".join(f"<li>{_proof(proof)}</li>" for proof in found.proofs)
    listed = f'<ul class="r-proofs">{proofs}</ul>' if proofs else ""
    if found.unchecked:
        what = "the rest unchecked" if proofs else "unchecked"
        listed += f' <span class="r-any">{what}</span>{small(found.unchecked)}'
    missing = marks(["no evidence, and no reason given"] if found.missing else [])
    return row(heads, [_clause(found), f"{listed}{missing}"])


def _proof(proof: Any) -> str:
    often = f", {proof.often}" if proof.kind == "manual" else ""
    return (
        f'<span class="r-proof">{anchor(proof.name, "r-cite")} {proof.text}{often}</span> '
        f'<span class="r-last">{proof.last}</span>'
    )


def rule_index(families: Any) -> str:
    """Every rule of the check, by family."""
    heads = ("Rule", "Catches", "Level")
    return " ".join(
        f'<p class="r-group-head"><strong>{family.title}</strong></p>'
        + table(
            "rules",
            heads,
            [
                row(
                    heads,
                    [
                        f"{anchor(rule.code, 'r-ref')}{small(rule.name)}",
                        rule.title,
                        f'<span class="r-finding r-finding-{rule.level}">{rule.level}</span>',
                    ],
                )
                for rule in family.rules
            ],
            f"Rules: {family.title}",
        )
        for family in families
    )
