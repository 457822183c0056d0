"""`judge`: the one place where book, verdicts and findings meet. Command, plugin, demo and tests all ask it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from ratified.approval import Record
from ratified.book import Book, Reading, read_book
from ratified.book.evidence import named_files
from ratified.book.lasting import lasting
from ratified.book.windows import window_of
from ratified.chronicle.commit_tree import CommitTree
from ratified.history import open_history
from ratified.judgement.judgement import Judgement
from ratified.judgement.proposal import Proposal
from ratified.judgement.question import PLAIN, Question
from ratified.judgement.recorded import approved_waivers, docket_of, edited, of_branch, proposed, recorded
from ratified.judgement.waive import waive
from ratified.model.finding import Finding
from ratified.model.window import Window
from ratified.rules import RULES, Case
from ratified.source.tree import Tree, WorkTree


def judge(root: Path, as_of: date, question: Question = PLAIN) -> Judgement:
    """Read a repository and its history and ask every rule, as of a day (UTC).

    Raises HistoryError where the history as a whole cannot be read or trusted: then nothing may be claimed; and
    NoSuchPeriodError where the period asked about is none of the register's.
    """
    with lasting():
        if question.base is not None:
            return _of_proposal(root, as_of, question, question.base)
        return _of_ref(root, as_of, question) if question.ref is not None else _of_work_tree(root, as_of, question)


def judge_tree(tree: Tree, as_of: date) -> Judgement:
    """Read a tree and ask every rule that needs no history."""
    with lasting():
        reading = read_book(tree)
        return _unread(reading, as_of) if reading.book is None else _judged(reading, reading.book, None, as_of)


def _of_work_tree(root: Path, as_of: date, question: Question) -> Judgement:
    tree = WorkTree(root)
    reading = read_book(tree)
    if reading.book is None:
        return _unread(reading, as_of)
    register = reading.book.register
    with (
        open_history(root, main=register.main, anchor=question.anchor, as_of=as_of) as history,
        docket_of(history, as_of) as docket,
    ):
        of_branch(history, docket, register.main)
        found = recorded(tree, history, docket, question.anchor, _named(reading.book))
        record = edited(found, history.edited(), register)
        return _judged(reading, reading.book, record, as_of, question.period)


def _of_ref(root: Path, as_of: date, question: Question) -> Judgement:
    with open_history(root, ref=question.ref, anchor=question.anchor, as_of=as_of) as history:
        tree = CommitTree(history.listing(history.head), history.blob)
        reading = read_book(tree)
        if reading.book is None:
            return _unread(reading, as_of)
        with docket_of(history, as_of) as docket:
            record = recorded(tree, history, docket, question.anchor, _named(reading.book))
            return _judged(reading, reading.book, record, as_of, question.period)


def _of_proposal(root: Path, as_of: date, question: Question, base: str) -> Judgement:
    with open_history(root, ref=base, anchor=question.anchor, as_of=as_of) as history:
        head = history.resolve(question.ref or "HEAD")
        tree = CommitTree(history.listing(head), history.blob)
        reading = read_book(tree)
        if reading.book is None:
            return _unread(reading, as_of)
        with docket_of(history, as_of) as docket:
            record = recorded(tree, history, docket, question.anchor, _named(reading.book))
            record = proposed(record, Proposal.of(history, head), question.only_touched)
            return _judged(reading, reading.book, record, as_of, question.period)


def _named(book: Book) -> Iterator[str]:
    """The files that evidence names."""
    return (one.path for one in named_files(book))


def _unread(reading: Reading, as_of: date) -> Judgement:
    count = len({fault.place.path for fault in reading.faults if fault.fatal}) or 1
    files = "1 file" if count == 1 else f"{count} files"
    undecided = f"{files} could not be read, so nothing else was judged; mend what is listed, then run again"
    findings = tuple(sorted(_of_reading(reading), key=lambda f: f.order))
    return Judgement(as_of, None, findings, undecided)


def _judged(reading: Reading, book: Book, record: Record | None, as_of: date, period: str | None = None) -> Judgement:
    window = None if period is None else window_of(book.register, period)
    findings = [*_of_reading(reading), *_of_book(book, record, as_of, window)]
    approved = None if record is None else approved_waivers(record)
    head = record.head if record else None
    return Judgement(as_of, book, waive(book, findings, as_of, approved), None, record, head, window)


def _of_reading(reading: Reading) -> Iterator[Finding]:
    for rule in RULES:
        if rule.ask_faults is not None:
            for hit in rule.ask_faults(reading.faults):
                yield rule.finding(hit, _document(reading.book, hit.place.path))


def _of_book(book: Book, record: Record | None, as_of: date, window: Window | None) -> Iterator[Finding]:
    case = Case(book, as_of, window)
    for rule in RULES:
        of_book = () if rule.ask is None else rule.ask(case)
        of_record = () if rule.ask_record is None or record is None else rule.ask_record(case, record)
        for hit in chain(of_book, of_record):
            yield rule.finding(hit, _document(book, hit.place.path))


def _document(book: Book | None, path: str) -> str | None:
    document = book.document_of(path) if book else None
    return document.id if document else None
