"""Requirements against what answers them; clauses against what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.requirements import OwnRequirement
from ratified.policy.book import clause_order
from ratified.policy.requirements import answers, asked_requirements, frameworks, frameworks_in_scope
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.site_map import PageLink
from ratified.views.wording import UNVERIFIED

if TYPE_CHECKING:
    from collections.abc import Collection

    from ratified.model.requirements import Framework, OwnFramework
    from ratified.policy.requirements import KnownRequirement, RequirementAnswers
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
    """A framework with its rows: what is asked, where it is in scope, and whatever else has an answer or a reason.

    Of a framework out of scope only what something cites. What nobody asks and nobody cites is not shown.
    """

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
    scope = frameworks_in_scope(of.book)
    wanted = {row.id for row in asked_requirements(of.book)}
    known = sorted(frameworks(of.book), key=lambda framework: framework.id not in scope)
    groups = [_group(of, framework, framework.id in scope, wanted) for framework in known]
    return tuple(group for group in groups if group.rows)


def _group(
    of: PageContext, framework: Framework | OwnFramework, in_scope: bool, wanted: Collection[str]
) -> CoverageGroup:
    rows = [row for row in of.book.requirement.values() if row.framework == framework.id]
    found = [(row, answers(of.book, row.id)) for row in rows]
    if in_scope:
        found = [(row, by) for row, by in found if row.id in wanted or by.settled]
    else:
        found = [(row, by) for row, by in found if by.clauses or by.runbooks]
    return CoverageGroup(
        escape(framework.id),
        escape(framework.title),
        escape(framework.source),
        in_scope,
        tuple(_row(of, row, by) for row, by in found),
        sum(not by.settled for _, by in found),
    )


def _row(of: PageContext, requirement: KnownRequirement, by: RequirementAnswers) -> CoverageRow:
    kind, warning = _kind(requirement)
    return CoverageRow(
        id=escape(requirement.id),
        kind=escape(kind),
        title=escape(requirement.title),
        intent=escape(requirement.intent),
        clauses=tuple(map(of.clause, by.clauses)),
        runbooks=tuple(map(of.to_runbook, by.runbooks)),
        evidence=escape_all(by.evidence),
        excluded=escape(by.excluded) if by.excluded else NOTHING,
        warning=escape(warning),
    )


def _kind(requirement: KnownRequirement) -> tuple[str, str]:
    """What a requirement is, with how certain its row is, and what to check before citing it."""
    if isinstance(requirement, OwnRequirement):
        return "requirement of our own", ""
    unsure = requirement.suspect or requirement.certainty == "low"
    kind = _KINDS.get(requirement.kind, requirement.kind)
    return f"{kind}, {requirement.certainty} certainty", UNVERIFIED if unsure else ""


def clause_index(of: PageContext) -> tuple[ClauseChapter, ...]:
    """Every clause of every page, with what it cites, in the order of the chapters."""
    chapters = []
    for page in sorted(of.book.pages, key=lambda page: [clause_order(c.id) for c in page.clauses]):
        rows = tuple(ClauseRow(of.clause(c.id), tuple(map(of.requirement, c.criteria))) for c in page.clauses)
        if rows:
            chapters.append(ClauseChapter(PageLink(escape(page.title), of.site_map.page(page.path, of.page)), rows))
    return tuple(chapters)
