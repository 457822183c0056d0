"""Requirements against what answers them; clauses against what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.book import clause_order
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.site_map import PageLink

if TYPE_CHECKING:
    from ratified.model.governance import Framework, Requirement
    from ratified.views.page_context import PageContext

_KINDS = {"pof": "point of focus"}


@dataclass(frozen=True)
class CoverageRow:
    """One requirement. `excluded` says why nothing answers it, `warning` what to check before citing."""

    id: Safe
    kind: Safe
    title: Safe
    intent: Safe
    clauses: tuple[PageLink, ...]
    runbooks: tuple[PageLink, ...]
    evidence: tuple[Safe, ...]
    excluded: Safe
    warning: Safe


@dataclass(frozen=True)
class CoverageGroup:
    """A framework with its rows: all of them where it is in scope, else those that something cites."""

    id: Safe
    title: Safe
    source: Safe
    in_scope: bool
    rows: tuple[CoverageRow, ...]
    open: int


@dataclass(frozen=True)
class ClauseRow:
    """A clause and what it answers."""

    clause: PageLink
    criteria: tuple[PageLink, ...]


@dataclass(frozen=True)
class ClauseChapter:
    """The clauses of one page."""

    page: PageLink
    clauses: tuple[ClauseRow, ...]


def coverage_matrix(of: PageContext) -> tuple[CoverageGroup, ...]:
    """Every framework, those in scope first."""
    scope = of.book.coverage.frameworks
    known = of.book.requirement_catalogue.frameworks
    groups = [_group(of, framework) for framework in sorted(known, key=lambda f: f.id not in scope)]
    return tuple(group for group in groups if group.rows)


def _group(of: PageContext, framework: Framework) -> CoverageGroup:
    in_scope = framework.id in of.book.coverage.frameworks
    found = [r for r in of.book.requirement_catalogue.requirements if r.framework == framework.id]
    rows = [row for row in (_row(of, r) for r in found) if in_scope or row.clauses or row.runbooks]
    missing = sum(not (row.clauses or row.runbooks or row.evidence or row.excluded) for row in rows)
    return CoverageGroup(
        escape(framework.id),
        escape(framework.title),
        escape(framework.source),
        in_scope,
        tuple(rows),
        missing,
    )


def _row(of: PageContext, requirement: Requirement) -> CoverageRow:
    answer = next((a for a in of.book.coverage.answers if a.requirement == requirement.id), None)
    excluded = next((e for e in of.book.coverage.exclusions if e.requirement == requirement.id), None)
    clauses = [c.id for c in of.book.clause.values() if requirement.id in c.criteria]
    runbooks = [p.runbook.id for p in of.book.runbooks if p.runbook and requirement.id in p.runbook.criteria]
    if answer:
        clauses += [id_ for id_ in answer.clauses if id_ not in clauses]
        runbooks += [id_ for id_ in answer.runbooks if id_ not in runbooks]
    suspect = f"suspect: {requirement.suspect}" if requirement.suspect else ""
    unsure = "low certainty" if requirement.certainty == "low" else ""
    return CoverageRow(
        id=escape(requirement.id),
        kind=escape(f"{_KINDS.get(requirement.kind, requirement.kind)}, {requirement.certainty} certainty"),
        title=escape(requirement.title),
        intent=escape(requirement.intent),
        clauses=tuple(of.clause(id_) for id_ in clauses),
        runbooks=tuple(of.to_runbook(id_) for id_ in runbooks),
        evidence=escape_all(answer.evidence) if answer else (),
        excluded=escape(excluded.reason) if excluded else NOTHING,
        warning=escape(suspect or unsure),
    )


def clause_index(of: PageContext) -> tuple[ClauseChapter, ...]:
    """Every clause of every page, with what it cites, in the order of the chapters."""
    chapters = []
    for page in sorted(of.book.pages, key=lambda page: [clause_order(c.id) for c in page.clauses]):
        rows = tuple(ClauseRow(of.clause(c.id), tuple(map(of.requirement, c.criteria))) for c in page.clauses)
        if rows:
            chapters.append(ClauseChapter(PageLink(escape(page.title), of.site_map.page(page.path, of.page)), rows))
    return tuple(chapters)
