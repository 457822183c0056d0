"""What stands for every document, as `status` tells it: taken from an earlier run where nothing has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.check.earlier_answers import earlier_answer
from ratified.check.query import CheckQuery
from ratified.model.acknowledged import NOTHING_ASKED, Acknowledgements
from ratified.model.landing import NO_ANCHORS, Anchors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from ratified.approval.record import ApprovalRecord
    from ratified.check.new_answers import NewAnswer
    from ratified.git.repository import OpenRepository
    from ratified.model.verdict import DocumentVerdict


@dataclass(frozen=True)
class StatusReport:
    """The verdicts of a history by document, and what was judged: the branch `ref` up to `head`.

    `landings` is how many it holds up to there, `above` how many more lie above it; `people` are the names of those in
    the authority by id. `today` says that the tip counts as seen today. `adopted_in` is the commit that adopted it all,
    empty where nobody approved an adoption; `single_approver` why one person alone may approve AUTHORITY.
    `acknowledged` says who is asked to acknowledge which document.
    """

    ref: str
    head: str
    today: bool
    landings: int
    above: int
    verdicts: Mapping[str, DocumentVerdict]
    people: Mapping[str, str]
    adopted_in: str
    single_approver: str
    acknowledged: Acknowledgements = NOTHING_ASKED

    @classmethod
    def of(cls, record: ApprovalRecord) -> StatusReport:
        """All of it, while git can still be asked."""
        approvals, authority = record.approvals, record.approvals.authority
        landings = len(approvals.timeline.landings)
        people = {id_: person.name or id_ for id_, person in authority.person.items()} if authority else {}
        return cls(
            record.ref,
            record.head,
            record.today,
            landings,
            len(approvals.whole) - landings,
            dict(record.verdicts),
            people,
            record.adopted_in,
            record.single_approver,
            approvals.acknowledged,
        )


def status_report(root: Path, as_of: date, ref: str | None = None, anchors: Anchors = NO_ANCHORS) -> StatusReport:
    """What stands on a day (UTC): of a ref from objects, else of the work tree. Raises HistoryError."""

    def ask(opened: OpenRepository | None) -> NewAnswer[StatusReport]:
        from ratified.check.approval_record import register_of
        from ratified.check.approvals_only import approvals_only
        from ratified.check.new_answers import NewAnswer
        from ratified.source.tree import WorkTree

        register = None if ref is not None else register_of(WorkTree(root))
        with approvals_only(root, as_of, ref, register, anchors=anchors, opened=opened) as record:
            found = StatusReport.of(record)
        return NewAnswer(found, found, record, register.main if register else "main")

    return earlier_answer("status", root, as_of, CheckQuery(ref=ref, anchors=anchors), ask, StatusReport)
