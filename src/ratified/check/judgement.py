"""What stands about a repository on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ratified.approval.record import ApprovalRecord
    from ratified.model.finding import Finding
    from ratified.model.period import PeriodWindow
    from ratified.policy import Book


@dataclass(frozen=True)
class Judgement:
    """What a repository says on a day, who ratified it, and what is wrong with it.

    `undecided` says why a file that could not be read kept every other rule from being asked; then there is no
    `book`. `record` is what git says, `head` the commit that was judged; None where a tree was judged without its
    history. A kept answer has neither book nor record. `window` is the period that was asked for by name.
    `left_out` is how many landings of main above `head` do not count on that day.
    `replaces` is what the company has in place of the engine's: paths of files, and macros as `name()`.
    """

    as_of: date
    book: Book | None
    findings: tuple[Finding, ...]
    undecided: str | None = None
    record: ApprovalRecord | None = None
    head: str | None = None
    window: PeriodWindow | None = None
    replaces: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def errors(self) -> int:
        """Findings at error level that nobody waived, and that a pull request brings."""
        return sum(f.level == "error" and f.waived is None and not f.on_main for f in self.findings)

    @property
    def warnings(self) -> int:
        """Findings at warning level that nobody waived, and that a pull request brings."""
        return sum(f.level == "warning" and f.waived is None and not f.on_main for f in self.findings)

    @property
    def on_main(self) -> int:
        """Findings that main had before this pull request, and that block nothing here."""
        return sum(f.on_main for f in self.findings)

    @property
    def waived(self) -> int:
        """Findings that a waiver covers."""
        return sum(f.waived is not None for f in self.findings)
