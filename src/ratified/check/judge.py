"""`judge`: the one place where book, verdicts and findings meet. Command, plugin, demo and tests all ask it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.check.approval_record import (
    approval_history_of,
    approval_record,
    approved_waivers,
    changed_here,
    edited,
    require_registered_branch,
)
from ratified.check.garbage_collection import without_garbage_collection
from ratified.check.judgement import Judgement
from ratified.check.new_rules import as_new
from ratified.check.old_words import with_old_words
from ratified.check.query import PLAIN, CheckQuery
from ratified.check.run_rules import file_findings, reading_findings, record_findings
from ratified.check.waivers import apply_waivers
from ratified.git.history import History, open_history
from ratified.model.plurals import counted
from ratified.policy import Book, PolicyReading, read_book
from ratified.policy.commit_tree import CommitTree
from ratified.policy.periods import window_of
from ratified.policy.records.evidence_files import named_files
from ratified.rules import RuleInput
from ratified.source.tree import FileTree, WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from ratified.approval.record import ApprovalRecord
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.git.repository import OpenRepository
    from ratified.model.finding import Finding


_SHORT = 256
"""Landings: of a history that is no longer, rules ask about nearly every one."""


def judge(root: Path, as_of: date, question: CheckQuery = PLAIN, opened: OpenRepository | None = None) -> Judgement:
    """Read a repository and its history and ask every rule, as of a day (UTC).

    `opened` is the repository where a plain question is asked and somebody opened it already; it is closed. Raises
    HistoryError where the history as a whole cannot be read or trusted: then nothing may be claimed; and
    NoSuchPeriodError where the period asked about is none of the register's.
    """
    with without_garbage_collection():
        if question.base is not None:
            return _of_proposal(root, as_of, question, question.base)
        if question.ref is not None:
            return _of_ref(root, as_of, question)
        return _of_work_tree(root, as_of, question, opened)


def judge_tree(tree: FileTree, as_of: date) -> Judgement:
    """Read a tree and ask every rule that needs no history."""
    with without_garbage_collection():
        reading = read_book(tree)
        if reading.book is None:
            return _unread(reading, as_of)
        case = RuleInput(reading.book, as_of)
        return _judged(case, file_findings(case, reading), None, tree)


def _of_work_tree(root: Path, as_of: date, question: CheckQuery, opened: OpenRepository | None) -> Judgement:
    tree = WorkTree(root)
    reading = read_book(tree)
    if reading.book is None:
        return _unread(reading, as_of)
    case = _case(reading.book, as_of, question.period)
    register = reading.book.register
    with (
        open_history(
            root, main=register.main, anchors=question.anchors, opened=opened, anew=question.afresh
        ) as history,
        approval_history_of(history, as_of) as approvals,
    ):
        require_registered_branch(history, approvals, register.main)
        changed = changed_here(history, tree)
        if approvals.commit != history.tip and not changed:
            return _of_commit(history, approvals, as_of, question)  # a clean checkout says nothing of what stood before
        _ask_ahead(approvals)
        found = file_findings(case, reading)  # meanwhile signatures are checked
        known = approval_record(tree, history, approvals, _named(reading.book))
        return _judged(case, found, edited(known, changed, register), tree)


def _ask_ahead(approvals: ApprovalHistory) -> None:
    """Check the signatures of a short history at once: one by one, as rules come to them, takes twice as long."""
    if len(approvals.timeline.landings) <= _SHORT:
        approvals.decisions.prefetch(approvals.documents, whole=True)


def _of_ref(root: Path, as_of: date, question: CheckQuery) -> Judgement:
    with (
        open_history(root, ref=question.ref, anchors=question.anchors, anew=question.afresh) as history,
        approval_history_of(history, as_of) as approvals,
    ):
        return _of_commit(history, approvals, as_of, question)


def _of_commit(history: History, approvals: ApprovalHistory, as_of: date, question: CheckQuery) -> Judgement:
    """What the last landing that counts says of itself."""
    tree = CommitTree(history.listing(approvals.commit), history.blob)
    reading = read_book(tree)
    if reading.book is None:
        return _unread(reading, as_of)
    case = _case(reading.book, as_of, question.period)
    _ask_ahead(approvals)
    record = approval_record(tree, history, approvals, _named(reading.book))
    above = len(approvals.whole) - len(approvals.timeline.landings)
    return replace(_judged(case, file_findings(case, reading), record, tree), left_out=above)


def _of_proposal(root: Path, as_of: date, question: CheckQuery, base: str) -> Judgement:
    from ratified.check.proposal import Proposal
    from ratified.check.pull_request import with_pull_request

    with open_history(root, ref=base, anchors=question.anchors, anew=question.afresh) as history:
        head = history.resolve(question.ref or "HEAD")
        with approval_history_of(history, as_of) as approvals:
            proposal = Proposal.of(history, approvals.commit, head)
            tree = CommitTree(history.listing(head) if proposal.conflicted else proposal.listing, history.blob)
            reading = read_book(tree)
            if reading.book is None:
                return _unread(reading, as_of)
            case = _case(reading.book, as_of, question.period)
            _ask_ahead(approvals)
            plain = approval_record(tree, history, approvals, _named(reading.book))
            judged = _judged(case, file_findings(case, reading), with_pull_request(plain, proposal), tree)
            return _beside_base(judged, CommitTree(proposal.base, history.blob), plain)


def _beside_base(judged: Judgement, tree: CommitTree, plain: ApprovalRecord) -> Judgement:
    """A pull request's judgement with what its base lacks already marked; asked only where anything was found."""
    if judged.record is None or all(finding.waived for finding in judged.findings):
        return judged
    from ratified.check.already_on_main import findings_on_base, marked_as_on_main

    reading = read_book(tree)
    case = None if reading.book is None else RuleInput(reading.book, judged.as_of, judged.window)
    known = findings_on_base(judged.findings, reading, case, plain, approved_waivers(plain))
    return replace(judged, findings=marked_as_on_main(judged.findings, known, judged.record))


def _named(book: Book) -> Iterator[str]:
    """The files that evidence names."""
    return (one.path for one in named_files(book))


def _unread(reading: PolicyReading, as_of: date) -> Judgement:
    count = len({fault.place.path for fault in reading.faults if fault.fatal}) or 1
    files = counted(count, "file")
    undecided = f"{files} could not be read, so nothing else was judged; fix what is listed, then run again"
    findings = tuple(sorted(reading_findings(reading), key=lambda f: f.order))
    return Judgement(as_of, None, findings, undecided)


def _case(book: Book, as_of: date, period: str | None) -> RuleInput:
    return RuleInput(book, as_of, None if period is None else window_of(book.register, period))


def _judged(case: RuleInput, of_files: Iterable[Finding], record: ApprovalRecord | None, tree: FileTree) -> Judgement:
    findings = [*of_files, *(() if record is None else record_findings(case, record))]
    if record is not None:
        findings = [*as_new(with_old_words(findings, case, record, tree), record.approvals, case.as_of)]
    approved = None if record is None else approved_waivers(record)
    waived = apply_waivers(case.written, findings, case.as_of, approved)
    head = record.head if record else None
    return Judgement(case.as_of, case.written, waived, None, record, head, case.window, case.written.replaces)
