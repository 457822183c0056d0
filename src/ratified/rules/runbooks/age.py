"""RUN rules on age: a runbook that nobody reviewed or exercised, or that its policy has moved away from."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ratified.clock import months_after
from ratified.policy.records.statements import held
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, record_rule, rule
from ratified.rules.runbook_sections import runbooks
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.markdown import words
from ratified.source.page import read_page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ratified.approval.record import ApprovalRecord
    from ratified.approval.timeline import Timeline
    from ratified.model.place import Place
    from ratified.model.prose import Clause, Page

REVIEWED_WITHIN = timedelta(days=365)
"""How long a review of a runbook counts."""

_CLAUSE_CALLS = frozenset({"clause", "clause_ref"})


EXERCISED_WITHIN = (12, 24)
"""Months for which an exercise of a runbook counts: of one for the most severe level, and of any other."""


@rule("RUN-07", "warning", "A runbook that nobody reviewed or exercised for too long")
def review_old(case: RuleInput) -> RuleHits:
    """The `reviewed:` day of a runbook that is not retired is more than 365 days before the day. Or the policy is
    adopted, and no exercise that was held (`runbooks` of its record) worked through an active runbook in the last 24
    months, or in the last 12 where its `default_severity` is the most severe level. The first such stretch after the
    start of the earliest audit period is left in peace: until then nobody can have exercised everything. An exercise
    that is planned, or dated after the day, does not count, and neither does an incident: it tests the runbook that
    was needed, when it was needed.

    **Why it matters.** Systems change faster than their runbooks. Steps written for a console that was replaced
    cost the first hour of an incident, and reading them does not show it: doing them does.

    **How to fix it.** Walk through it with those who would use it, correct it, and set `reviewed:` to that day; or hold
    an exercise on it: `ratified new exercise --runbook` writes the record. One exercise may take several runbooks.

    **Protects.** CC7.4, CC7.5, CC7.5-PF06
    """
    yield from _not_exercised(case)
    for _, front in runbooks(case):
        if case.as_of - front.reviewed > REVIEWED_WITHIN:
            days = REVIEWED_WITHIN.days
            what = f"{front.id} was last reviewed on {front.reviewed}, more than {days} days before {case.as_of}"
            yield hit_at(front, "reviewed", what, "walk through it, correct it, and set reviewed: to that day")


def _not_exercised(case: RuleInput) -> RuleHits:
    register, levels = case.book.register, case.book.severities.levels
    begun = min((period.starts for period in register.periods), default=None)
    if register.status != "adopted" or begun is None or not levels:
        return
    last: dict[str, date] = {}
    for exercise in held(case.book):
        if exercise.held_on is not None and exercise.held_on <= case.as_of:
            last |= dict.fromkeys(exercise.runbooks, exercise.held_on)
    for _, front in runbooks(case):
        months = EXERCISED_WITHIN[front.default_severity != levels[0].id]
        since = last.get(front.id)
        if front.status == "active" and months_after(max(begun, since or begun), months) < case.as_of:
            what = f"was last exercised on {since}" if since else f"was never exercised since {begun}"
            help_ = f"hold an exercise on it: `ratified new exercise --runbook {front.id}`"
            place = front.at("default_severity")
            yield RuleHit(place, f"{front.id} {what}, more than {months} months before {case.as_of}", help_, front.id)


@record_rule("RUN-11", "warning", "A runbook older than a clause that it cites")
def clause_moved_on(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A runbook was approved before the text of a policy clause changed that it cites, by `clause_ref()` or in
    `policy_clauses`. The text of the clause here is compared with the one at the commit that approved the
    runbook; the requirements that a clause answers are no text, and neither are the values its macros show.

    **Why it matters.** The runbook was right for what the policy said then. Where the policy has moved on, the
    responder who follows the runbook breaks it.

    **How to fix it.** Read the runbook against the clause, and let an approver merge the change or the
    reaffirmation.

    **Protects.** CC5.3, CC7.4
    """
    past = _PastClauses(record.approvals.timeline)
    for page, front in runbooks(case):
        document = case.book.document_of(page.path)
        verdict = record.verdicts.get(document.id) if document else None
        if verdict is None or verdict.approval is None or not verdict.in_force:
            continue
        approval = verdict.approval
        for id_, place in _cited(page).items():
            clause = case.book.clause.get(id_)
            if clause is not None and past.text(clause, approval.number) != _text_here(case, clause):
                what = f"{front.id} was approved on {approval.at.date()}, before {id_} got the text it has"
                help_ = f"read {front.id} against {id_}, then merge the change or `ratified reaffirm {verdict.id}`"
                yield RuleHit(place, what, help_, id_, document=verdict.id)


def _cited(page: Page) -> Mapping[str, Place]:
    """The clauses that a runbook cites, each where it does so first."""
    front = page.runbook
    found = {id_: front.at("policy_clauses", n) for n, id_ in enumerate(front.policy_clauses)} if front else {}
    for call in page.calls:
        id_ = call.text(0)
        if call.name in _CLAUSE_CALLS and id_:
            found.setdefault(id_, call.place)
    return found


def _text_here(case: RuleInput, clause: Clause) -> str:
    page = next(page for page in case.book.pages if page.path == clause.place.path)
    return _text(page, clause)


def _text(page: Page, clause: Clause) -> str:
    """What a clause says: its words, white space folded, and the macros it calls, but for the one that begins it."""
    blocks = page.blocks_of(clause)
    calls = [f"{call.name}{call.args}" for block in blocks for call in page.calls_in(block) if call.name != "clause"]
    return " ".join([*(words(line) for block in blocks for line in block.source), *calls])


class _PastClauses:
    """What clauses said at landings; each version of a page is read once."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._read: dict[tuple[str, str], Mapping[str, str]] = {}

    def text(self, clause: Clause, number: int) -> str | None:
        """What a clause said after a landing, on the page where it is now or else on any; None if nowhere."""
        here = clause.place.path
        others = sorted(
            path for path in self.timeline.path_history if path.startswith("docs/") and path.endswith(".md")
        )
        for path in (here, *(other for other in others if other != here)):
            text = self._clauses(path, number).get(clause.id)
            if text is not None:
                return text
        return None

    def _clauses(self, path: str, number: int) -> Mapping[str, str]:
        """The clauses of a page after a landing, by id."""
        blob = self.timeline.at(path, number)
        if blob is None:
            return {}
        key = (path, blob.id)
        if key not in self._read:
            data = self.timeline.content(path, number)
            text = None if data is None else decode(path, data)
            page = None if text is None or isinstance(text, ReadingFault) else read_page(path, text, runbook=False)[0]
            self._read[key] = {c.id: _text(page, c) for c in reversed(page.clauses)} if page else {}
        return self._read[key]
