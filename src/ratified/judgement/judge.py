"""`judge`: the one question that command, plugin and tests all ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ratified.book import Book, Reading, read_book
from ratified.book.lasting import lasting
from ratified.judgement.waive import waive
from ratified.model.finding import Finding
from ratified.rules import RULES, Case
from ratified.source.tree import Tree


@dataclass(frozen=True)
class Judgement:
    """What a tree says on a day and what is wrong with it.

    `book` is None where a file could not be read; then `undecided` says why no further rule was asked.
    """

    as_of: date
    book: Book | None
    findings: tuple[Finding, ...]
    undecided: str | None = None

    @property
    def errors(self) -> int:
        """Findings at error level that nobody waived."""
        return sum(f.level == "error" and f.waived is None for f in self.findings)

    @property
    def warnings(self) -> int:
        """Findings at warning level that nobody waived."""
        return sum(f.level == "warning" and f.waived is None for f in self.findings)

    @property
    def waived(self) -> int:
        """Findings that a waiver covers."""
        return sum(f.waived is not None for f in self.findings)


def judge(tree: Tree, as_of: date) -> Judgement:
    """Read a tree and ask every rule about it, as of a day (UTC)."""
    with lasting():
        reading = read_book(tree)
    findings = list(_of_reading(reading))
    if reading.book is None:
        count = len({fault.place.path for fault in reading.faults if fault.fatal}) or 1
        files = "1 file" if count == 1 else f"{count} files"
        undecided = f"{files} could not be read, so nothing else was judged; mend what is listed, then run again"
        return Judgement(as_of, None, tuple(sorted(findings, key=lambda f: f.order)), undecided)
    findings.extend(_of_book(reading.book, as_of))
    return Judgement(as_of, reading.book, waive(reading.book, findings, as_of))


def _of_reading(reading: Reading) -> Iterator[Finding]:
    for rule in RULES:
        if rule.ask_faults is not None:
            for hit in rule.ask_faults(reading.faults):
                yield rule.finding(hit, _document(reading.book, hit.place.path))


def _of_book(book: Book, as_of: date) -> Iterator[Finding]:
    case = Case(book, as_of)
    for rule in RULES:
        if rule.ask is not None:
            for hit in rule.ask(case):
                yield rule.finding(hit, _document(book, hit.place.path))


def _document(book: Book | None, path: str) -> str | None:
    document = book.document_of(path) if book else None
    return document.id if document else None
