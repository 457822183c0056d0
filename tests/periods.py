"""The demo's records beside a history in memory, and the rules and the verdict of a period asked about both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from conftest import TODAY
from ratified.check.period import PeriodVerdict, period_verdict
from ratified.policy.periods import window_of
from ratified.rules import BY_CODE, RuleInput
from records import REGISTER, Edits, Past
from written_records import EVENTS, EXERCISE, ONE, TWO, Kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratified.approval.record import ApprovalRecord
    from ratified.model.finding import Finding
    from ratified.policy import Book

AFTER = date(2027, 3, 1)
"""A day on which the register's period 2026 is over, and the time to sign for it too."""
NOBODY = "dismissed: []\n"
ROW = 'id: "2026", starts'


class Company:
    """A company adopted on a day, with the demo's records, changed as a test likes."""

    def __init__(self, adopted: str = "2026-01-05", past: Past | None = None) -> None:
        self.past = past or Past(adopted)
        self.kept = Kept(self.past.book()).without(EXERCISE, "policy_version: ")  # of another history
        self.edits: Edits = {}

    def keeping(self, change: Callable[[Kept], object]) -> Company:
        change(self.kept)
        return self

    def without_records(self) -> Company:
        return self.keeping(lambda kept: kept.write(EVENTS, NOBODY).drop(ONE, TWO, EXERCISE))

    def with_register(self, old: str, new: str) -> Company:
        self.edits = {REGISTER: (old, new)}
        return self

    @property
    def book(self) -> Book:
        return replace(self.kept.book, register=self.past.book(self.edits).register)

    def record(self, as_of: date) -> ApprovalRecord:
        return self.past.record(as_of, self.edits)

    def finds(
        self, code: str, as_of: date = TODAY, period: str | None = None, record: ApprovalRecord | None = None
    ) -> list[Finding]:
        """The findings of one rule, of the register's periods or of a named one."""
        book, rule = self.book, BY_CODE[code]
        case = RuleInput(book, as_of, window_of(book.register, period) if period else None)
        record = record or self.record(as_of)
        hits = rule.ask_record(case, record) if rule.ask_record else rule.ask(case) if rule.ask else ()
        return sorted((rule.finding(hit, None) for hit in hits), key=lambda finding: finding.order)

    def said(self, code: str, as_of: date = TODAY, period: str | None = None) -> list[str]:
        return [finding.message for finding in self.finds(code, as_of, period)]

    def verdict(self, as_of: date = TODAY, period: str = "2026") -> PeriodVerdict:
        book = self.book
        return period_verdict(book, self.record(as_of), as_of, window_of(book.register, period))

    @property
    def row(self) -> str:
        """Where the register names the period 2026."""
        return f"{REGISTER}:{self.past.line(REGISTER, ROW)}"


def draft() -> Company:
    """A company that adopted nothing."""
    return Company(past=Past(adopted=""))
