"""One incident of a repository against the policy in force then, and its clock sheet."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.check.approval_record import open_approval_history
from ratified.incident import ClockSheet, IncidentTrace, PolicyHistory, sheet, trace
from ratified.model.close_names import meant
from ratified.model.landing import NO_ANCHORS, Anchors
from ratified.policy import Book, read_book
from ratified.policy.commit_tree import CommitTree
from ratified.source.decode import decode
from ratified.source.tree import FileTree, WorkTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.clock import IncidentFacts
    from ratified.model.incident import Incident


class NoSuchIncidentError(LookupError):
    """An incident that there is no record of. The message names what is close, or what there is."""


class UnreadBookError(LookupError):
    """Data that cannot be read, so that no incident can be judged."""


@dataclass(frozen=True)
class TracedIncident:
    """A trace, and the commit whose history says what was in force."""

    trace: IncidentTrace
    head: str


@dataclass(frozen=True)
class IncidentClockSheet:
    """A clock sheet, and the commit whose history says what was in force.

    `before` are the sheets of the versions of the record that landed on main; `today` is the book that says who sees to
    each duty.
    """

    sheet: ClockSheet
    head: str
    before: tuple[ClockSheet, ...]
    today: Book


@dataclass(frozen=True)
class _RecordInContext:
    """A record beside what it is judged by."""

    record: Incident
    in_force: PolicyHistory
    today: Book
    head: str
    landed: tuple[Incident, ...]


def trace_incident(
    root: Path, as_of: date, incident: str, ref: str | None = None, anchors: Anchors = NO_ANCHORS
) -> TracedIncident:
    """Judge one record, as of a day (UTC): the work tree's, or with a ref that of the commit.

    What was in force is always read from git. Raises HistoryError, NoSuchIncidentError and UnreadBookError.
    """
    with _found(root, as_of, incident, ref, anchors) as one:
        return TracedIncident(trace(one.record, one.in_force, one.today, as_of), one.head)


def incident_clock_sheet(
    root: Path,
    as_of: date,
    incident: str,
    given: Callable[[Book], IncidentFacts],
    only: Sequence[str] = (),
    anchors: Anchors = NO_ANCHORS,
) -> IncidentClockSheet:
    """Count every time limit of the work tree's record, as of a day (UTC), by what was in force then.

    `given` says what is known besides the record, in the words of today's book; `only` leaves out all other clocks.
    Raises as `traced` does, and GivenTwiceError and NoSuchRegimeError for what was asked.
    """
    with _found(root, as_of, incident, None, anchors) as one:
        counted = sheet(one.record, one.in_force, as_of, given(one.today), only)
        before = tuple(sheet(record, one.in_force, as_of, given(one.today), only) for record in one.landed)
        return IncidentClockSheet(counted, one.head, before, one.today)


@contextmanager
def _found(root: Path, as_of: date, incident: str, ref: str | None, anchors: Anchors) -> Iterator[_RecordInContext]:
    with open_approval_history(root, as_of, ref, anchors) as (history, approvals):
        tree: FileTree = WorkTree(root) if ref is None else CommitTree(history.listing(approvals.commit), history.blob)
        book = _book(tree)
        record = book.incident.get(incident)
        if record is None:
            raise NoSuchIncidentError(_no_such(incident, list(book.incident)))
        landed = tuple(_landed(record, approvals))
        yield _RecordInContext(record, PolicyHistory(approvals, book), book, approvals.commit, landed)


def _landed(record: Incident, approvals: ApprovalHistory) -> Iterator[Incident]:
    """The versions of a record that landed on main, in order, as far as they can be read."""
    path, timeline = record.at().path, approvals.timeline
    numbers, _ = timeline.path_history.get(path, ([], []))
    for number in numbers:
        data = timeline.content(path, number) if number <= approvals.head else None
        text = None if data is None else decode(path, data)
        found = typed(type(record), read_yaml(path, text)) if isinstance(text, str) else None
        if found is not None:
            yield found


def _book(tree: FileTree) -> Book:
    book = read_book(tree, skim=True).book
    if book is None:
        raise UnreadBookError("the data could not be read, so no incident was judged; `ratified check` lists it")
    return book


def _no_such(wanted: str, known: list[str]) -> str:
    hint = meant(wanted, known, f"there are {', '.join(known[-12:]) or 'none'}")
    return f"there is no record of an incident {wanted!r}; {hint}"
