"""`judge`: the one place where book, verdicts and findings meet. Command, plugin, demo and tests all ask it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from ratified.approval.docket import Docket
from ratified.approval.record import Record
from ratified.book import Book, Reading, read_book
from ratified.book.evidence import named_files
from ratified.book.lasting import lasting
from ratified.book.windows import window_of
from ratified.chronicle.commit_tree import CommitTree
from ratified.history.history import History, open_history
from ratified.history.opened import Opened
from ratified.judgement.asking import of_files, of_reading, of_record
from ratified.judgement.judgement import Judgement
from ratified.judgement.on_main import marked, of_base
from ratified.judgement.proposal import Proposal
from ratified.judgement.pull_request import proposed
from ratified.judgement.question import PLAIN, Question
from ratified.judgement.recorded import approved_waivers, changed_here, docket_of, edited, of_branch, recorded
from ratified.judgement.waive import waive
from ratified.model.counted import counted
from ratified.model.finding import Finding
from ratified.rules import Case
from ratified.source.tree import Tree, WorkTree


def judge(root: Path, as_of: date, question: Question = PLAIN, opened: Opened | None = None) -> Judgement:
    """Read a repository and its history and ask every rule, as of a day (UTC).

    `opened` is the repository where a plain question is asked and somebody opened it already; it is closed. Raises
    HistoryError where the history as a whole cannot be read or trusted: then nothing may be claimed; and
    NoSuchPeriodError where the period asked about is none of the register's.
    """
    with lasting():
        if question.base is not None:
            return _of_proposal(root, as_of, question, question.base)
        if question.ref is not None:
            return _of_ref(root, as_of, question)
        return _of_work_tree(root, as_of, question, opened)


def judge_tree(tree: Tree, as_of: date) -> Judgement:
    """Read a tree and ask every rule that needs no history."""
    with lasting():
        reading = read_book(tree)
        if reading.book is None:
            return _unread(reading, as_of)
        case = Case(reading.book, as_of)
        return _judged(case, of_files(case, reading), None)


def _of_work_tree(root: Path, as_of: date, question: Question, opened: Opened | None) -> Judgement:
    tree = WorkTree(root)
    reading = read_book(tree)
    if reading.book is None:
        return _unread(reading, as_of)
    case = _case(reading.book, as_of, question.period)
    found = of_files(case, reading)  # first: git may be telling the history meanwhile
    register = reading.book.register
    with (
        open_history(
            root, main=register.main, anchors=question.anchors, opened=opened, anew=question.afresh
        ) as history,
        docket_of(history, as_of) as docket,
    ):
        of_branch(history, docket, register.main)
        changed = changed_here(history, tree)
        if docket.commit != history.tip and not changed:
            return _of_commit(history, docket, as_of, question)  # a clean checkout says nothing of what stood before
        known = recorded(tree, history, docket, _named(reading.book))
        return _judged(case, found, edited(known, changed, register))


def _of_ref(root: Path, as_of: date, question: Question) -> Judgement:
    with (
        open_history(root, ref=question.ref, anchors=question.anchors, anew=question.afresh) as history,
        docket_of(history, as_of) as docket,
    ):
        return _of_commit(history, docket, as_of, question)


def _of_commit(history: History, docket: Docket, as_of: date, question: Question) -> Judgement:
    """What the last landing that counts says of itself."""
    tree = CommitTree(history.listing(docket.commit), history.blob)
    reading = read_book(tree)
    if reading.book is None:
        return _unread(reading, as_of)
    case = _case(reading.book, as_of, question.period)
    record = recorded(tree, history, docket, _named(reading.book))
    return _judged(case, of_files(case, reading), record)


def _of_proposal(root: Path, as_of: date, question: Question, base: str) -> Judgement:
    with open_history(root, ref=base, anchors=question.anchors, anew=question.afresh) as history:
        head = history.resolve(question.ref or "HEAD")
        with docket_of(history, as_of) as docket:
            proposal = Proposal.of(history, docket.commit, head)
            tree = CommitTree(history.listing(head) if proposal.conflicted else proposal.listing, history.blob)
            reading = read_book(tree)
            if reading.book is None:
                return _unread(reading, as_of)
            case = _case(reading.book, as_of, question.period)
            plain = recorded(tree, history, docket, _named(reading.book))
            judged = _judged(case, of_files(case, reading), proposed(plain, proposal))
            return _beside_base(judged, CommitTree(proposal.base, history.blob), plain)


def _beside_base(judged: Judgement, tree: CommitTree, plain: Record) -> Judgement:
    """A pull request's judgement with what its base lacks already marked; asked only where anything was found."""
    if judged.record is None or all(finding.waived for finding in judged.findings):
        return judged
    reading = read_book(tree)
    case = None if reading.book is None else Case(reading.book, judged.as_of, judged.window)
    known = of_base(judged.findings, reading, case, plain, approved_waivers(plain))
    return replace(judged, findings=marked(judged.findings, known, judged.record))


def _named(book: Book) -> Iterator[str]:
    """The files that evidence names."""
    return (one.path for one in named_files(book))


def _unread(reading: Reading, as_of: date) -> Judgement:
    count = len({fault.place.path for fault in reading.faults if fault.fatal}) or 1
    files = counted(count, "file")
    undecided = f"{files} could not be read, so nothing else was judged; mend what is listed, then run again"
    findings = tuple(sorted(of_reading(reading), key=lambda f: f.order))
    return Judgement(as_of, None, findings, undecided)


def _case(book: Book, as_of: date, period: str | None) -> Case:
    return Case(book, as_of, None if period is None else window_of(book.register, period))


def _judged(case: Case, of_files: Iterable[Finding], record: Record | None) -> Judgement:
    findings = [*of_files, *(() if record is None else of_record(case, record))]
    approved = None if record is None else approved_waivers(record)
    waived = waive(case.book, findings, case.as_of, approved)
    head = record.head if record else None
    return Judgement(case.as_of, case.book, waived, None, record, head, case.window, case.book.replaces)
