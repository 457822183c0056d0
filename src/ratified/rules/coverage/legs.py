"""COV-02: a criterion stands on three legs: a clause, a procedure, and evidence that it was followed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ratified.policy.records.fields import FIELDS, last_record
from ratified.policy.records.statements import held
from ratified.policy.requirements import asked_requirements
from ratified.rules.documents import listed
from ratified.rules.periods import adopted_on, near_end
from ratified.rules.policy import policy_clauses
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule
from ratified.rules.runbook_sections import runbooks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.model.exercise import Exercise
    from ratified.model.finding import SeverityOfFinding
    from ratified.model.governance import RequirementAnswer
    from ratified.model.period import PeriodWindow
    from ratified.model.promises import Promise
    from ratified.policy import Book
    from ratified.policy.requirements import KnownRequirement

_TREND = "trend-review"
_AS_IT_COMES = ("incident.", "event.")
_YEAR = timedelta(days=364)
"""From the last day of a year back to its first."""


@record_rule("COV-02", "error", "A criterion with part of its evidence missing in a period")
def leg_missing(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A criterion in scope lacks one of three legs. *Clause*: a clause of the policy cites it or one of its points of
    focus. *Procedure*: an active runbook cites it, or the row under `promises` of a citing clause names a check by
    hand, a document or a field of records, or its answer names runbooks. *Operating evidence* of the period: a
    training or another record has such a field, such a document was approved, a trend review was held where that
    is the check, an exercise had the criterion among its objectives, or an exhibit of `data/coverage.yml` is dated.
    In a period of less than a year what was done within a year before its end counts, since yearly controls need
    not fall into it. Fields of incidents and dismissed events are filled as these come: that their list is whole
    is EXR-12 and INC-30. For a report of type 1 whatever exists by its day counts, and what is missing is a warning. A
    period of type 2 is told two months before its end, and judged when it is over. What nothing answers at all
    is COV-03.

    **Why it matters.** A policy shows design. A report over a period asks whether it worked, criterion by
    criterion, and an assessor with nothing to sample writes that it could not be tested.

    **How to fix it.** Name in `promises` what shows the clause; or add what shows it outside of the records as an
    exhibit, with its day.

    **Protects.** CC4.2, CC5.3, CC7.3, CC7.4, CC7.5
    """
    adopted = adopted_on(record)
    for window in case.windows if adopted else ():
        first = max(window.starts, adopted or window.starts)
        level = _level(window, case.as_of)
        if level is None or first > min(window.ends, case.as_of):
            continue
        last = min(window.ends, case.as_of)
        span = EvidenceSpan(date.min if window.report == "type-1" else min(first, window.ends - _YEAR), last)
        for row, legs in _criteria(case):
            missing = legs.missing(case.book, record, span)
            if missing and len(missing) < len(_LEGS):
                yield _hit(case, window, row, missing, level)


class EvidenceSpan(NamedTuple):
    """The days whose evidence counts."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last


_LEGS = ("clause", "procedure", "operating evidence")


class CriterionLegs(NamedTuple):
    """What a criterion could stand on: its clauses' rows of promises, its answer, its runbooks, its clauses."""

    id: str
    clauses: Sequence[str]
    runbooks: Sequence[str]
    rows: Sequence[Promise]
    answers: Sequence[RequirementAnswer]

    def missing(self, book: Book, record: ApprovalRecord, span: EvidenceSpan) -> list[str]:
        """The legs that it lacks, in words."""
        proven = any(row.manual or row.documents or row.records for row in self.rows)
        has = (
            bool(self.clauses) or any(answer.clauses for answer in self.answers),
            bool(self.runbooks) or proven or any(answer.runbooks for answer in self.answers),
            self._operated(book, record, span),
        )
        return [leg for leg, there in zip(_LEGS, has, strict=True) if not there]

    def _operated(self, book: Book, record: ApprovalRecord, span: EvidenceSpan) -> bool:
        fields = dict.fromkeys(field for row in self.rows for field in row.records if field in FIELDS)
        if any(field.startswith(_AS_IT_COMES) for field in fields):
            return True
        looked = any(check.limit == _TREND for row in self.rows for check in row.manual)
        found = [exhibit.dated for answer in self.answers for exhibit in answer.exhibits]
        found += [last.day for field in fields if (last := last_record(book, field, span.last)) is not None]
        found += [day for review in book.events.trend_reviews if looked for day in (review.ends, review.held_on)]
        found += [one.held_on for one in held(book) if one.held_on and self._tested(one)]
        documents = (id_ for row in self.rows for id_ in row.documents)
        return any(map(span.holds, found)) or any(_approved(record, id_, span) for id_ in documents)

    def _tested(self, exercise: Exercise) -> bool:
        return any(_of(self.id, criterion) for one in exercise.objectives for criterion in one.criteria)


def _criteria(case: RuleInput) -> Iterator[tuple[KnownRequirement, CriterionLegs]]:
    book, coverage = case.book, case.book.coverage
    excluded = {row.requirement for row in coverage.exclusions}
    rows: Mapping[str, Promise] = {row.clause: row for row in reversed(coverage.promises)}
    cited = [(clause.id, clause.criteria) for clause in policy_clauses(case)]
    played = [(front.id, front.criteria) for _, front in runbooks(case) if front.status == "active"]
    for row in asked_requirements(book):
        in_scope = row.category is None or row.category in book.register.scope.categories
        if row.kind != "criterion" or not in_scope or row.id in excluded:
            continue
        clauses = [id_ for id_, criteria in cited if any(_of(row.id, c) for c in criteria)]
        followed = [id_ for id_, criteria in played if any(_of(row.id, c) for c in criteria)]
        answers = [answer for answer in coverage.answers if answer.requirement == row.id]
        yield row, CriterionLegs(row.id, clauses, followed, [rows[id_] for id_ in clauses if id_ in rows], answers)


def _of(criterion: str, id_: str) -> bool:
    """Whether an id is a criterion or one of its points of focus."""
    return id_ == criterion or id_.startswith(f"{criterion}-")


def _approved(record: ApprovalRecord, document: str, span: EvidenceSpan) -> bool:
    """Whether anybody approved a document on one of these days; the newest landing is asked first."""
    decisions, timeline = record.approvals.decisions, record.approvals.timeline
    for number in reversed(decisions.in_force(document)):
        at = timeline.moment(number)
        if at is not None and span.holds(at.date()) and decisions.outcome(document, number).approved:
            return True
    return False


def _level(window: PeriodWindow, as_of: date) -> SeverityOfFinding | None:
    """How heavy a missing leg is on a day; None where nobody is late."""
    if window.report == "type-1":
        return "warning" if window.begun(as_of) else None
    return "error" if window.over(as_of) else "warning" if near_end(window, as_of) else None


def _hit(
    case: RuleInput, window: PeriodWindow, row: KnownRequirement, missing: Sequence[str], level: SeverityOfFinding
) -> RuleHit:
    coverage = case.book.coverage
    answer = next((one for one in coverage.answers if one.requirement == row.id), None)
    place = answer.at("requirement") if answer else coverage.at()
    runs = window.report == "type-2" and not window.over(case.as_of)
    until = f" yet; the last day for it is {window.ends}" if runs else ""
    what = f"{row.id} has no {listed(missing, 'and no')} in the period {window.name}{until}"
    help_ = "name under promises what shows its clauses, or add an exhibit with its day to its answer"
    return RuleHit(place, what, help_, row.id, level)
