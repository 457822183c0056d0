"""Whom an assessor asks, where they look, and by which commands they see it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.roster.holders import holders
from ratified.rules.periods import declared_in
from ratified.views.escape import Safe, escape, escape_all
from ratified.views.site_map import PageLink, unlinked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ratified.analysis.clause_coverage import ClauseCoverage, ClauseProof
    from ratified.model.period import PeriodWindow
    from ratified.views.page_context import PageContext

MOST_TRACES = 5
"""Incidents that get a command of their own for one criterion; the page lists all."""

_FILES = {
    "incident": "data/incidents/",
    "exercise": "data/exercises/",
    "event": "data/events.yml",
    "statement": "data/events.yml",
    "training": "data/people.yml",
    "clock": "data/notifications.yml",
}
"""Where the records of a kind stand."""


@dataclass(frozen=True)
class InquiryLine:
    """What somebody looks at, and how often: git holds no trace of it, so that person is asked. `held` names those who
    hold the role on the day of the page.
    """

    role: PageLink
    held: Safe
    what: Safe
    often: Safe


@dataclass(frozen=True)
class Reperformance:
    """The files to look at, linked to their pages, and commands that show the same from a clone."""

    files: tuple[PageLink, ...]
    commands: tuple[Safe, ...]


def inquiries(of: PageContext, proofs: Iterable[ClauseProof]) -> Iterator[InquiryLine]:
    """Each manual check of some clauses once."""
    for role, what, often in dict.fromkeys((p.id, p.title, p.often) for p in proofs if p.kind == "manual"):
        known = of.book.role.get(role)
        held = ", ".join(person.name for _, person in holders(of.book, known, of.as_of)) if known else ""
        yield InquiryLine(of.role(role), escape(held), escape(what.partition(": ")[2] or what), escape(often))


def limits_of(of: PageContext, found: Sequence[ClauseCoverage]) -> frozenset[str]:
    """The limits that some clauses state in their text, or that set how often somebody checks them."""
    clauses = {account.id for account in found}
    checked = {
        check.limit
        for row in of.book.coverage.promises
        if row.clause in clauses
        for check in row.manual
        if check.limit is not None
    }
    stated = {
        limit
        for page in of.book.pages
        for clause in page.clauses
        if clause.id in clauses
        for block in page.blocks_of(clause)
        for call in page.calls_in(block)
        if call.name == "limit" and (limit := call.text(0)) is not None
    }
    return frozenset(checked | stated)


def reperformance(
    of: PageContext,
    found: Sequence[ClauseCoverage],
    documents: Sequence[str],
    kinds: Collection[str],
    period: PeriodWindow | None,
) -> Reperformance:
    """Where the clauses and the records of some kinds stand, and how to see approval and operation again."""
    pages = [of.to_page(path, path) for path in dict.fromkeys(account.place.path for account in found)]
    records = [unlinked(path) for path in dict.fromkeys(file for kind, file in _FILES.items() if kind in kinds)]
    commands = [f"ratified log {id_} --as-of {of.as_of}" for id_ in documents]
    if period is not None and "incident" in kinds:
        declared = declared_in(of.book, period.starts, period.ends)[:MOST_TRACES]
        commands += [f"ratified trace {one.id} --as-of {of.as_of}" for one in declared]
    return Reperformance((*pages, *records), escape_all(commands))
