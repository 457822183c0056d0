"""For the assessor: each criterion with its clauses, who approved them, what shows operation, and what to ask for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.analysis.clause_coverage import ClauseCoverage, ClauseProof, clause_coverage
from ratified.model.plurals import how_many
from ratified.policy.periods import windows
from ratified.policy.records.actions import actions
from ratified.policy.requirements import asked_requirements
from ratified.rules.periods import declared_in, held_in
from ratified.views.approvals.status import WORDS
from ratified.views.approvals.table import ApprovalRow, approval_row
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.policy.clause_proofs import ClausePromiseRow, exercised, promise_row
from ratified.views.records.common import to_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident
    from ratified.model.period import PeriodWindow
    from ratified.model.requirements import Requirement
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

FIRST = ("CC7.3", "CC7.4", "CC7.5")
"""The criteria that incident response is about; the others follow in the order of the catalogue."""

_KINDS = {
    "event": "dismissed events",
    "statement": "nil-incident attestations",
    "training": "trainings",
    "clock": "clocks",
}
"""What records are called of which the last one stands for all."""


@dataclass(frozen=True)
class OperationRecords:
    """Records of one kind in the period, or in a sentence what there is in place of them."""

    name: Safe
    records: tuple[PageLink, ...]
    told: Safe


@dataclass(frozen=True)
class ManualCheckLine:
    """What somebody looks at, and how often: git holds no trace of it, so that person is asked."""

    role: PageLink
    what: Safe
    often: Safe


@dataclass(frozen=True)
class CriterionGuide:
    """One criterion: what it asks, its text, approval, operation, checks, and what to ask for.

    `documents` are those in which the clauses stand, `others` those of its runbooks and those that clauses name.
    """

    id: Safe
    spot: Safe
    title: Safe
    intent: Safe
    clauses: tuple[ClausePromiseRow, ...]
    runbooks: tuple[PageLink, ...]
    documents: tuple[ApprovalRow, ...]
    others: tuple[ApprovalRow, ...]
    others_told: Safe
    operation: tuple[OperationRecords, ...]
    rules: tuple[PageLink, ...]
    looks: tuple[ManualCheckLine, ...]
    ask: tuple[Safe, ...]
    gaps: int


@dataclass(frozen=True)
class AssessorGuide:
    """The criteria, in the order in which they are asked. `period` says for which days operation is told."""

    period: Safe
    criteria: tuple[CriterionGuide, ...]
    unanswered: tuple[PageLink, ...]


def assessor_guide(of: PageContext) -> AssessorGuide:
    """Every criterion of the frameworks in scope that clauses answer."""
    found = clause_coverage(of.book, of.as_of, exercised(of.standing))
    catalogue = of.book.requirement_catalogue.requirements
    criteria = [r for r in catalogue if r.kind == "criterion" and r.framework in of.book.coverage.frameworks]
    criteria.sort(key=lambda r: FIRST.index(r.id) if r.id in FIRST else len(FIRST))
    wanted = {row.id for row in asked_requirements(of.book)}
    period = _period(of)
    answered = {r.id: [a for a in found if any(_criterion(cited) == r.id for cited in a.criteria)] for r in criteria}
    return AssessorGuide(
        escape(_of_period(of, period)),
        tuple(_guide(of, r, answered[r.id], period) for r in criteria if answered[r.id]),
        tuple(of.requirement(r.id) for r in criteria if r.id in wanted and not answered[r.id]),
    )


def _criterion(cited: str) -> str:
    """The criterion of a requirement: a point of focus stands for its own."""
    return cited.partition("-PF")[0]


def _period(of: PageContext) -> PeriodWindow | None:
    """The latest audit period of the register that has begun."""
    begun = [window for window in windows(of.book.register) if window.begun(of.as_of)]
    return max(begun, key=lambda window: (window.starts, window.ends), default=None)


def _of_period(of: PageContext, period: PeriodWindow | None) -> str:
    if period is None:
        return "No audit period of the register has begun, so there is no operating evidence yet."
    return f"Operating evidence covers the audit period {period.words}, as of {of.as_of}."


def _guide(
    of: PageContext, asked: Requirement, found: Sequence[ClauseCoverage], period: PeriodWindow | None
) -> CriterionGuide:
    proofs = [proof for account in found for proof in account.proofs if proof.known]
    runbooks = [
        page for page in of.book.runbooks if page.runbook and asked.id in map(_criterion, page.runbook.criteria)
    ]
    codes = dict.fromkeys(proof.id for proof in proofs if proof.kind == "rule")
    documents = _owning(of, [account.place.path for account in found])
    named = [proof.id for proof in proofs if proof.kind == "document"]
    others = dict.fromkeys(id_ for id_ in (*_owning(of, [p.path for p in runbooks]), *named) if id_ not in documents)
    return CriterionGuide(
        id=escape(asked.id),
        spot=Safe(f"assess-{asked.id}"),
        title=escape(asked.title),
        intent=escape(asked.intent),
        clauses=tuple(promise_row(of, account) for account in found),
        runbooks=tuple(of.to_runbook(page.runbook.id) for page in runbooks if page.runbook),
        documents=tuple(_documents(of, documents)),
        others=tuple(_documents(of, others)),
        others_told=escape(_counted(of, others)),
        operation=tuple(_operation(of, proofs, period)),
        rules=tuple(map(of.rule, sorted(codes))),
        looks=tuple(_looks(of, proofs)),
        ask=escape_all(_ask(of, asked)),
        gaps=sum(account.unchecked is not None for account in found),
    )


def _owning(of: PageContext, paths: Iterable[str]) -> list[str]:
    """The documents that pages belong to."""
    return [*dict.fromkeys(found.id for path in paths if (found := of.book.document_of(path)))]


def _documents(of: PageContext, ids: Iterable[str]) -> Iterator[ApprovalRow]:
    standing = of.standing
    for id_ in ids:
        verdict = standing.verdicts.get(id_) if standing else None
        if standing is not None and verdict is not None:
            yield approval_row(of, standing, verdict)


def _counted(of: PageContext, ids: Iterable[str]) -> str:
    """How many documents there are, and how they stand."""
    found = [verdict for id_ in ids if of.standing and (verdict := of.standing.verdicts.get(id_))]
    words = Counter(WORDS[verdict.verdict].lower() for verdict in found)
    how = ", ".join(f"{count} {word}" for word, count in words.items())
    return f"{how_many(len(found), 'document')} (runbooks and documents named by clauses): {how}" if found else ""


def _operation(
    of: PageContext, proofs: Sequence[ClauseProof], period: PeriodWindow | None
) -> Iterator[OperationRecords]:
    """What happened in the period, of every kind of record that the clauses name."""
    kinds = dict.fromkeys(proof.id.partition(".")[0] for proof in proofs if proof.kind == "record")
    if period is not None and "incident" in kinds:
        yield _incidents(of, declared_in(of.book, period.starts, period.ends), period)
        yield from _actions(of, period)
    if period is not None and "exercise" in kinds:
        held = held_in(of.book, period)
        yield _records(of, "Exercises", held, "none held in the period yet")
    for kind, name in _KINDS.items():
        last = [p for p in proofs if p.kind == "record" and p.id.startswith(f"{kind}.") and p.last is not None]
        if kind in kinds:
            newest = max(last, key=lambda p: str(p.last), default=None)
            told = f"latest: {newest.note}, {newest.last}" if newest else "none on record yet"
            yield OperationRecords(escape(name.capitalize()), (), escape(told))


def _incidents(of: PageContext, found: Sequence[Incident], period: PeriodWindow) -> OperationRecords:
    none = [one for one in of.book.events.nil_statements if one.ends in period]
    instead = f"; {how_many(len(none), 'signed nil-incident attestation')} on record" if none else ""
    return _records(of, "Incidents", found, f"none declared in the period{instead}")


def _records(of: PageContext, name: str, found: Sequence[Incident | Exercise], nothing: str) -> OperationRecords:
    links = tuple(to_record(of, one) for one in found)
    return OperationRecords(escape(name), links, NOTHING if links else escape(nothing))


def _actions(of: PageContext, period: PeriodWindow) -> Iterator[OperationRecords]:
    records = {one.id for one in declared_in(of.book, period.starts, period.ends)}
    records |= {one.id for one in held_in(of.book, period)}
    found = [action for record, action in actions(of.book) if record.id in records]
    if found:
        closed = sum(action.closed_on is not None for action in found)
        told = f"{how_many(len(found), 'corrective action')} of these records, {closed} closed"
        yield OperationRecords(escape("Actions"), (of.thing(told, "action_table", ""),), NOTHING)


def _looks(of: PageContext, proofs: Iterable[ClauseProof]) -> Iterator[ManualCheckLine]:
    for role, what, often in dict.fromkeys((p.id, p.title, p.often) for p in proofs if p.kind == "manual"):
        yield ManualCheckLine(of.role(role), escape(what.partition(": ")[2] or what), escape(often))


def _ask(of: PageContext, asked: Requirement) -> Iterator[str]:
    """What shows it, in the words of the catalogue and of the company's own coverage."""
    yield asked.evidence
    for answer in of.book.coverage.answers:
        if answer.requirement == asked.id:
            yield from answer.evidence
            yield from (f"{exhibit.item}, of {exhibit.dated}" for exhibit in answer.exhibits)
