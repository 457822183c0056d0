"""What a rule is: a code, a level, a one-line title, a page, and one question asked of a book."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from ratified.approval.record import ApprovalRecord
from ratified.incident import TracedIncidents
from ratified.model.finding import Finding, SeverityOfFinding
from ratified.policy.mentions import Mention, mentions
from ratified.policy.periods import windows
from ratified.policy.records.statements import RecordMoment, moments_and_days, records
from ratified.policy.records.wrong_years import DoubtedYear, doubted_years, with_meant_years
from ratified.rules.families import FIRST, GUARDS, OF_EVERY_PAGE, asked_of
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from datetime import date

    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident
    from ratified.model.period import PeriodWindow
    from ratified.model.place import Place
    from ratified.policy import Book


@dataclass(frozen=True)
class RuleInput:
    """What rules are asked about: a book, on a day (UTC), and where somebody names one a period.

    `written` is the book as it was read. Rules ask `book`, in which a year that was typed wrong is the one that was
    meant: INC-27 says that it is wrong, and no other rule then says what would follow from it.
    """

    written: Book
    as_of: date
    window: PeriodWindow | None = None

    @cached_property
    def book(self) -> Book:
        """The book with the years that were meant; of a record where somebody says they are right, as it is written."""
        said = {one.place.partition("#")[0] for one in self.written.waivers.waivers if one.code == WRONG_YEAR}
        return with_meant_years(self.written, {file: d for file, d in self.doubts.items() if file not in said})

    @cached_property
    def doubts(self) -> Mapping[str, tuple[DoubtedYear, ...]]:
        """The moments and days of records whose year looks wrong, by the record's file."""
        found = {
            record.spot.path: doubted_years(record, self._dated(record), self.as_of) for record in records(self.written)
        }
        return {file: doubts for file, doubts in found.items() if doubts}

    @cached_property
    def windows(self) -> tuple[PeriodWindow, ...]:
        """The periods that are asked about: the one that was named, else those of the register."""
        return (self.window,) if self.window is not None else windows(self.written.register)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Titles, former titles and people's names found in words; looked for once, since three rules ask."""
        return tuple(mentions(self.book))

    def moments(self, record: Incident | Exercise) -> tuple[RecordMoment, ...]:
        """Every moment anywhere in a record of the book."""
        return tuple(one for one in self._dated(record) if not one.is_day)

    def _dated(self, record: Incident | Exercise) -> tuple[RecordMoment, ...]:
        """Its moments and days; looked for once, since four rules ask."""
        if id(record) not in self._moments:
            self._moments[id(record)] = tuple(moments_and_days(record))
        return self._moments[id(record)]

    @cached_property
    def _moments(self) -> dict[int, tuple[RecordMoment, ...]]:
        return {}

    def versions(self, record: ApprovalRecord, blobs: Iterable[str]) -> Mapping[str, str]:
        """The texts of blobs, by id; one that is no text is left out. Each is read once, since two rules ask."""
        missing = set(blobs) - self._versions.keys()
        for id_, data in (record.approvals.timeline.read(missing) if missing else {}).items():
            text = decode(id_, data)
            if not isinstance(text, ReadingFault):
                self._versions[id_] = text
        return self._versions

    @cached_property
    def _versions(self) -> dict[str, str]:
        return {}

    def judged(self, record: ApprovalRecord) -> TracedIncidents:
        """The incidents by the policy in force then; each is judged once, since several rules ask."""
        return self._judged.setdefault(id(record), TracedIncidents(self.book, record.approvals, self.as_of))

    @cached_property
    def _judged(self) -> dict[int, TracedIncidents]:
        return {}


@dataclass(frozen=True)
class RuleHit:
    """One place where a rule fires. `level` overrides the rule's own; `subject` is the id of the entry.

    `document` is the governed document it is about, where that is not the one its place belongs to. `cause` is a
    sentence without its full stop that hits elsewhere share, where what is wrong is wrong once.
    """

    place: Place
    message: str
    help: str
    subject: str | None = None
    level: SeverityOfFinding | None = None
    document: str | None = None
    cause: str = ""


class _IdentifiedEntry(Protocol):
    @property
    def id(self) -> str: ...
    def at(self, *steps: str | int) -> Place: ...


def hit_at(
    entry: _IdentifiedEntry, key: str, message: str, help_: str, level: SeverityOfFinding | None = None
) -> RuleHit:
    """A hit at a key of an entry, about that entry."""
    return RuleHit(entry.at(key), message, help_, entry.id, level)


def warning_where(soft: bool) -> SeverityOfFinding | None:
    """The level of a hit that is a warning in some cases; in all others it is the rule's own."""
    return "warning" if soft else None


def lacking(entry: object, names: Iterable[str]) -> list[str]:
    """Which of these keys an entry does not give."""
    return [name for name in names if getattr(entry, name) is None]


WRONG_YEAR = "INC-27"
"""The rule that says which years are wrong. A waiver of it says that they are right after all."""

RuleHits = Iterator[RuleHit]
Ask = Callable[[RuleInput], RuleHits]
AskRecord = Callable[[RuleInput, ApprovalRecord], RuleHits]
AskFaults = Callable[[Sequence[ReadingFault]], RuleHits]


@dataclass(frozen=True)
class Rule:
    """A rule. Its `page` is its reference page in Markdown: what it catches, why it matters, how to fix it.

    `ask` looks at a whole book, `ask_faults` at what reading found, `ask_record` at what git says; a rule has one
    of them, or the first and the last. A rule that is not `waivable` stays in every report. One of `response` is asked
    only of a company that responds to incidents. `since` is the version of the engine that it came with.
    """

    code: str
    name: str
    level: SeverityOfFinding
    title: str
    page: str
    response: bool
    ask: Ask | None = None
    ask_faults: AskFaults | None = None
    ask_record: AskRecord | None = None
    waivable: bool = True
    since: str = FIRST

    @property
    def may_wait(self) -> bool:
        """Whether it warns for a while after the upgrade that brings it: not where it guards what "approved" means,
        asks what git says of a governed text, or is about files that cannot be read.
        """
        family = self.code[:3]
        of_git = family == "GOV" and self.ask_record is not None
        return self.since != FIRST and family not in GUARDS and self.waivable and not of_git and not self.ask_faults

    def asks(self, book: Book) -> bool:
        """Whether a company is asked this."""
        return book.responds or not self.response

    def asks_of(self, book: Book, path: str) -> bool:
        """Whether it says anything about a path: not about pages of a class that leaves its family out."""
        class_ = book.class_of(path)
        return class_ is None or self.code in OF_EVERY_PAGE or self.code[:3] not in class_.not_asked

    def finding(self, hit: RuleHit, document: str | None) -> Finding:
        """A hit of this rule as a finding."""
        level, about = hit.level or self.level, hit.document or document
        return Finding(
            self.code, self.name, level, hit.place, hit.message, hit.help, about, hit.subject, cause=hit.cause
        )


def rule(
    code: str,
    level: SeverityOfFinding,
    title: str,
    record: AskRecord | None = None,
    response: bool | None = None,
    since: str = FIRST,
) -> Callable[[Ask], Rule]:
    """Make a rule of a function over a case; the docstring becomes its reference page.

    `record` asks the same question of what git says, where a history is at hand. `response` makes it a rule for
    companies that respond to incidents, or for all; left out, those of the families in `RESPONSE_FAMILIES` are.
    `since` is the version of the engine that it comes with.
    """

    def made(ask: Ask) -> Rule:
        page = asked_of(code, inspect.getdoc(ask), response)
        return Rule(code, _name(ask), level, title, *page, ask=ask, ask_record=record, since=since)

    return made


def reading_rule(code: str, level: SeverityOfFinding, title: str, since: str = FIRST) -> Callable[[AskFaults], Rule]:
    """Make a rule of a function over the faults of reading, which runs even where no book could be made."""

    def made(ask: AskFaults) -> Rule:
        page = asked_of(code, inspect.getdoc(ask))
        return Rule(code, _name(ask), level, title, *page, ask_faults=ask, since=since)

    return made


def record_rule(
    code: str,
    level: SeverityOfFinding,
    title: str,
    waivable: bool = True,
    response: bool | None = None,
    since: str = FIRST,
) -> Callable[[AskRecord], Rule]:
    """Make a rule of a function over a case and what git says of it; `response` and `since` as in `rule`."""

    def made(ask: AskRecord) -> Rule:
        page = asked_of(code, inspect.getdoc(ask), response)
        return Rule(code, _name(ask), level, title, *page, ask_record=ask, waivable=waivable, since=since)

    return made


def _name(ask: Ask | AskFaults | AskRecord) -> str:
    return ask.__name__.replace("_", "-")
