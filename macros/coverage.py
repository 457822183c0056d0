"""Requirements, clauses and rules as lists."""

from __future__ import annotations

from typing import Any

from .inline import anchor, marks
from .tables import row, small, table


def coverage_matrix(groups: Any) -> str:
    """Each framework with what answers it."""
    return " ".join(_group(group) for group in groups)


def _group(group: Any) -> str:
    heads = ("Requirement", "Asks for", "Answered by", "Shown by")
    state = "in scope" if group.in_scope else "not in scope; what our clauses happen to answer"
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
