"""What shows that each clause of the policy is kept, as the command `ratified coverage` lists it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ratified.analysis.clause_coverage import (
    CheckEvidence,
    ClauseCoverage,
    ClauseProof,
    clause_coverage,
    counts_in_words,
)
from ratified.views.escape import Safe, escape
from ratified.views.site_map import PageLink, unlinked

if TYPE_CHECKING:
    from ratified.views.approvals.status import SiteVerdicts
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class ProofLine:
    """One proof: what it is, in words, how often, and when it was last exercised. `kind` names it for the layout."""

    kind: Safe
    name: PageLink
    text: Safe
    often: Safe
    last: Safe


@dataclass(frozen=True)
class ClausePromiseRow:
    """A clause with its first sentence and its proofs. `missing` is set where it has neither proof nor reason."""

    clause: PageLink
    words: Safe
    proofs: tuple[ProofLine, ...]
    unchecked: Safe
    missing: bool


@dataclass(frozen=True)
class PromiseChapter:
    """The promises of one page."""

    page: PageLink
    rows: tuple[ClausePromiseRow, ...]


@dataclass(frozen=True)
class UncheckedClause:
    """A clause that nothing checks, or of which nothing checks the rest, and why."""

    clause: PageLink
    words: Safe
    part: bool
    reason: Safe


@dataclass(frozen=True)
class ClausePromises:
    """How many clauses stand how, in one sentence; what nothing checks; and every promise by chapter."""

    told: Safe
    gaps: tuple[UncheckedClause, ...]
    chapters: tuple[PromiseChapter, ...]


def promise_table(of: PageContext) -> ClausePromises:
    """Every clause that promises something. Of what nothing checks, what lacks a reason stands before all."""
    found = clause_coverage(of.book, of.as_of, exercised(of.standing))
    titles = {page.path: page.title for page in of.book.pages}
    promised = groupby((a for a in found if a.state != "explains"), key=lambda account: account.place.path)
    chapters = (
        PromiseChapter(
            of.to_page(titles[path], path),
            tuple(promise_row(of, account) for account in group),
        )
        for path, group in promised
    )
    states = ("unaccounted", "unchecked", "in part")
    gaps = (_gap(of, account) for state in states for account in found if account.state == state)
    return ClausePromises(escape(f"{counts_in_words(found)}."), tuple(gaps), tuple(chapters))


def exercised(standing: SiteVerdicts | None) -> CheckEvidence:
    """What is known of the day; a check that could not decide found nothing that counts."""
    if standing is None:
        return CheckEvidence({})
    checked = standing.checked
    return CheckEvidence(standing.verdicts, checked.findings if checked is not None and not checked.undecided else None)


def promise_row(of: PageContext, account: ClauseCoverage) -> ClausePromiseRow:
    """A clause in its own words, with what shows that it is kept."""
    return ClausePromiseRow(
        of.clause(account.id),
        escape(account.words),
        tuple(_proof(of, proof) for proof in account.proofs),
        escape(account.unchecked or ""),
        account.state == "unaccounted",
    )


def _proof(of: PageContext, proof: ClauseProof) -> ProofLine:
    day = proof.last.isoformat() if proof.last else ""
    last = f"{day}, {proof.note}" if day and proof.note else day or proof.note
    return ProofLine(escape(proof.kind), _name(of, proof), escape(proof.title), escape(proof.often), escape(last))


def _name(of: PageContext, proof: ClauseProof) -> PageLink:
    """What a proof is called, linked to the page that says more of it."""
    if proof.kind == "rule" and proof.known:
        return of.rule(proof.id)
    if proof.kind == "document":
        return of.thing(proof.id, "approval_timelines", f"history-{proof.id}")
    return of.role(proof.id) if proof.kind == "manual" else unlinked(proof.id)


def _gap(of: PageContext, account: ClauseCoverage) -> UncheckedClause:
    reason = account.unchecked or "no reason is given"
    return UncheckedClause(of.clause(account.id), escape(account.words), account.state == "in part", escape(reason))
