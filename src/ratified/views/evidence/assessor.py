"""For the assessor: each criterion as a row of evidence, from its clauses to the command that shows it again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.analysis.clause_coverage import ClauseCoverage, ClauseProof, clause_coverage
from ratified.model.plurals import how_many
from ratified.policy.requirements import asked_requirements
from ratified.views.approvals.status import WORDS
from ratified.views.escape import Safe, escape, escape_all
from ratified.views.evidence.approved_text import ApprovedText, approved_texts
from ratified.views.evidence.audit_period import PeriodEvidence, controls_of, period_evidence, period_of
from ratified.views.evidence.inspection import InquiryLine, Reperformance, inquiries, limits_of, reperformance
from ratified.views.evidence.operation import OperationRecords, acknowledged, no_period, operation
from ratified.views.policy.clause_proofs import ClausePromiseRow, exercised, promise_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ratified.model.period import PeriodWindow
    from ratified.model.requirements import Requirement
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

FIRST = ("CC7.3", "CC7.4", "CC7.5")
"""The criteria that incident response is about; the others follow in the order of the catalogue."""

SCRIPTS = ("assets/workpaper.js",)
"""The script that copies a row of evidence, by its path in the site."""


@dataclass(frozen=True)
class CriterionGuide:
    """One criterion: what it asks, its text, approval, operation, inquiry, inspection, and the rules that check it.

    `documents` are those in which the clauses stand, `others` those of its runbooks and those that clauses name.
    `gaps` are the clauses of which a part has no evidence in the repository.
    """

    id: Safe
    spot: Safe
    title: Safe
    intent: Safe
    clauses: tuple[ClausePromiseRow, ...]
    runbooks: tuple[PageLink, ...]
    documents: tuple[ApprovedText, ...]
    others: tuple[ApprovedText, ...]
    others_told: Safe
    operation: tuple[OperationRecords, ...]
    inquiry: tuple[InquiryLine, ...]
    ask: tuple[Safe, ...]
    again: Reperformance
    rules: tuple[PageLink, ...]
    rules_told: Safe
    gaps: tuple[PageLink, ...]


@dataclass(frozen=True)
class ExcludedCriterion:
    """A requirement that nothing answers, and why that is right."""

    requirement: PageLink
    title: Safe
    reason: Safe


@dataclass(frozen=True)
class AssessorGuide:
    """The period, the criteria in the order in which they are asked, and what no clause answers, with or without a
    reason. `scripts` are addresses.
    """

    period: PeriodEvidence
    criteria: tuple[CriterionGuide, ...]
    excluded: tuple[ExcludedCriterion, ...]
    unanswered: tuple[PageLink, ...]
    scripts: tuple[Safe, ...]


def assessor_guide(of: PageContext) -> AssessorGuide:
    """Every criterion of the frameworks in scope that clauses answer."""
    found = clause_coverage(of.book, of.as_of, exercised(of.standing))
    catalogue = of.book.requirement_catalogue.requirements
    criteria = [r for r in catalogue if r.kind == "criterion" and r.framework in of.book.coverage.frameworks]
    criteria.sort(key=lambda r: FIRST.index(r.id) if r.id in FIRST else len(FIRST))
    wanted = {row.id for row in asked_requirements(of.book)}
    period = period_of(of)
    texts = approved_texts(of, period)
    answered = {r.id: [a for a in found if any(_criterion(cited) == r.id for cited in a.criteria)] for r in criteria}
    reasons = {row.requirement: row.reason for row in of.book.coverage.exclusions}
    return AssessorGuide(
        period_evidence(of, period),
        tuple(_guide(of, r, answered[r.id], period, texts) for r in criteria if answered[r.id]),
        tuple(_excluded(of, reasons)),
        tuple(of.requirement(r.id) for r in criteria if r.id in wanted and not answered[r.id] and r.id not in reasons),
        tuple(of.site_map.file(path, of.page) for path in SCRIPTS),
    )


def _criterion(cited: str) -> str:
    """The criterion of a requirement: a point of focus stands for its own."""
    return cited.partition("-PF")[0]


def _excluded(of: PageContext, reasons: Mapping[str, str]) -> Iterator[ExcludedCriterion]:
    """Those that the company leaves to others, in the order of its file."""
    for id_, reason in reasons.items():
        known = of.book.requirement.get(id_)
        title = known.title if known else ""
        yield ExcludedCriterion(of.requirement(id_), escape(title), escape(reason))


def _guide(
    of: PageContext,
    asked: Requirement,
    found: Sequence[ClauseCoverage],
    period: PeriodWindow | None,
    texts: Mapping[str, ApprovedText],
) -> CriterionGuide:
    proofs = [proof for account in found for proof in account.proofs if proof.known]
    runbooks = [
        page for page in of.book.runbooks if page.runbook and asked.id in map(_criterion, page.runbook.criteria)
    ]
    documents = _owning(of, [account.place.path for account in found])
    named = [proof.id for proof in proofs if proof.kind == "document"]
    others = dict.fromkeys(id_ for id_ in (*_owning(of, [p.path for p in runbooks]), *named) if id_ not in documents)
    rules = {proof.id: proof for proof in proofs if proof.kind == "rule"}
    kinds = {proof.id.partition(".")[0] for proof in proofs if proof.kind == "record"}
    limits = limits_of(of, found)
    controls = [control for control in controls_of(of, period) if control.limit.id in limits]
    return CriterionGuide(
        id=escape(asked.id),
        spot=Safe(f"assess-{asked.id}"),
        title=escape(asked.title),
        intent=escape(asked.intent),
        clauses=tuple(promise_row(of, account) for account in found),
        runbooks=tuple(of.to_runbook(page.runbook.id) for page in runbooks if page.runbook),
        documents=tuple(texts[id_] for id_ in documents if id_ in texts),
        others=tuple(texts[id_] for id_ in others if id_ in texts),
        others_told=escape(_counted(of, others)),
        operation=(
            *(operation(of, kinds, controls, period) if period else no_period(kinds)),
            *(acknowledged(of) if "GOV-11" in rules else ()),
        ),
        inquiry=tuple(inquiries(of, proofs)),
        ask=escape_all(_ask(of, asked)),
        again=reperformance(of, found, documents, kinds, period),
        rules=tuple(of.rule(code, rules[code].title) for code in sorted(rules)),
        rules_told=escape(_rules_told(of, rules)),
        gaps=tuple(of.clause(account.id) for account in found if account.unchecked is not None),
    )


def _owning(of: PageContext, paths: Iterable[str]) -> list[str]:
    """The documents that pages belong to."""
    return [*dict.fromkeys(found.id for path in paths if (found := of.book.document_of(path)))]


def _counted(of: PageContext, ids: Iterable[str]) -> str:
    """How many documents there are, and how they stand."""
    found = [verdict for id_ in ids if of.standing and (verdict := of.standing.verdicts.get(id_))]
    words = Counter(WORDS[verdict.verdict].lower() for verdict in found)
    how = ", ".join(f"{count} {word}" for word, count in words.items())
    return f"{how_many(len(found), 'document')} (runbooks and documents named by clauses): {how}" if found else ""


def _rules_told(of: PageContext, rules: Mapping[str, ClauseProof]) -> str:
    """How many rules check it, and what they find on the day of the page."""
    count = f"{how_many(len(rules), 'automated check')}"
    if any(proof.last is None for proof in rules.values()):
        return f"{count}, not run for this build"
    loud = [f"{code}: {proof.note}" for code, proof in sorted(rules.items()) if proof.note]
    return f"{count}, as of {of.as_of}: {', '.join(loud) if loud else 'no finding'}"


def _ask(of: PageContext, asked: Requirement) -> Iterator[str]:
    """What shows it, in the words of the catalogue and of the company's own coverage."""
    yield asked.evidence
    for answer in of.book.coverage.answers:
        if answer.requirement == asked.id:
            yield from answer.evidence
            yield from (f"{exhibit.item}, of {exhibit.dated}" for exhibit in answer.exhibits)
