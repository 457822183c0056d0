"""What lapsed in an audit period and was cured since: approvals, and checks with a date, by the data that was approved
on each day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ratified.check.verdict_spans import stretches, word_of
from ratified.clock import longest
from ratified.incident.approved_files import approved_versions, in_force_on
from ratified.model.notifications import Notifications
from ratified.model.people import OnCall, People, Roles
from ratified.model.place import Place
from ratified.model.plurals import counted
from ratified.model.verdict import IN_FORCE
from ratified.policy.roster.on_call import days_from
from ratified.rules.documents import entry
from ratified.rules.notification.verification import CLOCK_HOLDS, CONTACT_HOLDS
from ratified.rules.periods import runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ratified.approval.record import ApprovalRecord
    from ratified.model.data_entry import DataEntry
    from ratified.policy import Book

_DAY = timedelta(days=1)
_ROSTERS: Mapping[str, type[People] | type[Roles] | type[OnCall]] = {"people": People, "roles": Roles, "oncall": OnCall}


class Lapse(NamedTuple):
    """An approval or a check that had lapsed, from a first to a last day, both included, and whether it was made good
    on the day after. `document` is the one whose approval it was; empty for a check."""

    what: str
    first: date
    last: date
    place: Place
    cured: bool
    document: str = ""

    @property
    def days(self) -> int:
        """How many days it had lapsed."""
        return (self.last - self.first).days + 1

    @property
    def cured_on(self) -> date:
        """The day after the last."""
        return self.last + _DAY

    def __str__(self) -> str:
        if not self.cured:
            return f"{self.what} had lapsed from {self.first} on: {counted(self.days, 'day')} lapsed, and not cured"
        lapsed = f"{counted(self.days, 'day')} lapsed, cured on {self.cured_on}"
        return f"{self.what} had lapsed from {self.first} to {self.last}: {lapsed}"


def lapses(book: Book, record: ApprovalRecord, first: date, last: date, as_of: date) -> list[Lapse]:
    """The lapses that began on days from a first to a last one, the longest first; what has lapsed on the day of the
    question is not cured. A lapse may go on beyond the last day, so a period that is over still tells how it ended.

    Looked at are the approvals of documents, clocks in scope and contacts of authorities (NOT-09, NOT-13), and the
    checks of the rosters (ROL-05).
    """
    found = [
        Lapse(what, run[0], run[-1], place, run[-1] < as_of, document)
        for what, place, document, days in (
            *_of_checks(book, record, first, as_of),
            *_of_approvals(book, record, first, as_of),
        )
        for run in runs(days)
        if run[0] <= last
    ]
    return sorted(found, key=lambda lapse: (-lapse.days, lapse.first, lapse.what))


_LapsedDays = tuple[str, Place, str, list[date]]
"""What had lapsed, where it stands, the document if it is an approval, and the days."""


def _of_checks(book: Book, record: ApprovalRecord, first: date, as_of: date) -> Iterator[_LapsedDays]:
    path = "data/notifications.yml"
    audiences: dict[str, str | None] = {id_: clock.audience for id_, clock in book.clock.items()}
    checks: list[tuple[str, str, type[DataEntry], Callable[[DataEntry, date], bool]]] = [
        ("the check of a clock in scope", path, Notifications, _clock_lapsed),
        ("the check of an authority's contact", path, Notifications, lambda file, day: _contact(file, day, audiences)),
    ]
    class_ = book.register.classes.get("roster")
    every = (class_.review_every if class_ else None) or book.within("roster-check")
    if every is not None:
        span = longest(every)
        checks += [
            (f"the check of data/{name}.yml", f"data/{name}.yml", model, lambda file, day: _unchecked(file, day, span))
            for name, model in _ROSTERS.items()
        ]
    for what, path, model, lapsed in checks:
        yield what, Place(path), "", list(_days(record, path, model, lapsed, (first, as_of)))


def _of_approvals(book: Book, record: ApprovalRecord, first: date, as_of: date) -> Iterator[_LapsedDays]:
    """Days on which main had a text that nobody had approved, or whose approval had run out. A document counts from the
    day after the first on which it was in force."""
    for id_, verdict in record.verdicts.items():
        class_ = book.register.classes.get(verdict.class_)
        spans = stretches(record.events(id_), verdict, class_.review_every if class_ else None, as_of)
        begun = next((span.starts.date() for span in spans if span.word in IN_FORCE), as_of)
        since = max(first, begun + _DAY)
        days = days_from(since, max((as_of - since).days + 1, 0))
        lapsed = [day for day in days if word_of(spans, day) not in IN_FORCE]
        yield f"the approval of {id_}", entry(book, id_), id_, lapsed


def _days(
    record: ApprovalRecord,
    path: str,
    model: type[DataEntry],
    lapsed: Callable[[DataEntry, date], bool],
    span: tuple[date, date],
) -> Iterator[date]:
    """The days on which every version of a file that was in force had lapsed."""
    versions = approved_versions(record.approvals, path, model)
    for day in days_from(span[0], (span[1] - span[0]).days + 1) if versions else ():
        files = in_force_on(versions, day)
        if files and all(lapsed(file, day) for file in files):
            yield day


def _clock_lapsed(file: DataEntry, day: date) -> bool:
    rows = file.in_scope if isinstance(file, Notifications) else ()
    return any(row.verified_on is None or day - row.verified_on > CLOCK_HOLDS for row in rows if row.binding)


def _contact(file: DataEntry, day: date, audiences: Mapping[str, str | None]) -> bool:
    rows = file.in_scope if isinstance(file, Notifications) else ()
    asked = (row.contact for row in rows if row.binding and audiences.get(row.clock) == "authority")
    return any(contact is None or day - contact.verified_on > CONTACT_HOLDS for contact in asked)


def _unchecked(file: DataEntry, day: date, span: timedelta) -> bool:
    reviewed = getattr(file, "reviewed", None)
    return reviewed is None or day - reviewed > span
