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


class CuredLapse(NamedTuple):
    """A check that had lapsed, from a first to a last day, both included, and the day on which it was made good."""

    what: str
    first: date
    last: date
    place: Place

    @property
    def days(self) -> int:
        """How many days it had lapsed."""
        return (self.last - self.first).days + 1

    @property
    def cured(self) -> date:
        """The day after the last."""
        return self.last + _DAY

    def __str__(self) -> str:
        lapsed = f"{counted(self.days, 'day')} lapsed, cured on {self.cured}"
        return f"{self.what} had lapsed from {self.first} to {self.last}: {lapsed}"


def cured_lapses(book: Book, record: ApprovalRecord, first: date, last: date) -> list[CuredLapse]:
    """The lapses on days from a first to a last one, the longest first. What has lapsed on the last is not cured.

    Looked at are the approvals of documents, clocks in scope and contacts of authorities (NOT-09, NOT-13), and the
    checks of the rosters (ROL-05).
    """
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
    found = [
        CuredLapse(what, run[0], run[-1], Place(path))
        for what, path, model, lapsed in checks
        for run in runs(list(_days(record, path, model, lapsed, (first, last))))
        if run[-1] < last
    ]
    found += _of_approvals(book, record, first, last)
    return sorted(found, key=lambda lapse: (-lapse.days, lapse.first, lapse.what))


def _of_approvals(book: Book, record: ApprovalRecord, first: date, last: date) -> Iterator[CuredLapse]:
    """Days on which main had a text that nobody had approved, or whose approval had run out. A document counts from the
    day after the first on which it was in force."""
    for id_, verdict in record.verdicts.items():
        class_ = book.register.classes.get(verdict.class_)
        spans = stretches(record.events(id_), verdict, class_.review_every if class_ else None, last)
        begun = next((span.starts.date() for span in spans if span.word in IN_FORCE), last)
        since = max(first, begun + _DAY)
        days = days_from(since, max((last - since).days + 1, 0))
        for run in runs([day for day in days if word_of(spans, day) not in IN_FORCE]):
            if run[-1] < last:
                yield CuredLapse(f"the approval of {id_}", run[0], run[-1], entry(book, id_))


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
