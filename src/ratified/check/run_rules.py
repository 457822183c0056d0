"""Asking rules: of what was read, of the files, of what git says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules import RULES, Rule, RuleInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.model.finding import Finding
    from ratified.policy import Book, PolicyReading
    from ratified.rules.rule import RuleHits


def reading_findings(reading: PolicyReading, rules: Sequence[Rule] | None = None) -> Iterator[Finding]:
    """What reading itself found."""
    for rule in _every(rules):
        if rule.ask_faults is not None:
            for hit in rule.ask_faults(reading.faults):
                yield rule.finding(hit, _document(reading.book, hit.place.path))


def file_findings(case: RuleInput, reading: PolicyReading, rules: Sequence[Rule] | None = None) -> list[Finding]:
    """What is found without looking at the history."""
    every = (rule for rule in _every(rules) if rule.asks(case.book))
    asked = ((rule, rule.ask(case)) for rule in every if rule.ask is not None)
    return [
        *reading_findings(reading, rules),
        *(finding for rule, hits in asked for finding in _findings(case.book, rule, hits)),
    ]


def record_findings(case: RuleInput, record: ApprovalRecord, rules: Sequence[Rule] | None = None) -> Iterator[Finding]:
    """What git says."""
    for rule in _every(rules):
        if rule.ask_record is None or not rule.asks(case.book):
            continue
        yield from _findings(case.book, rule, rule.ask_record(case, record))


def _every(rules: Sequence[Rule] | None) -> Sequence[Rule]:
    return RULES if rules is None else rules


def _findings(book: Book, rule: Rule, hits: RuleHits) -> Iterator[Finding]:
    return (rule.finding(h, _document(book, h.place.path)) for h in hits if rule.asks_of(book, h.place.path))


def _document(book: Book | None, path: str) -> str | None:
    document = book.document_of(path) if book else None
    return document.id if document else None
