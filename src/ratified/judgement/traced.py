"""One incident of a repository against the policy in force then, and its clock sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ratified.book import Book, read_book
from ratified.chronicle.commit_tree import CommitTree
from ratified.clock import Facts
from ratified.judgement.amended import consulted
from ratified.model.incident import Incident
from ratified.model.landing import NO_ANCHORS, Anchors
from ratified.model.near import meant
from ratified.source.tree import Tree, WorkTree
from ratified.trace import InForce, Sheet, Trace, sheet, trace


class NoSuchIncidentError(LookupError):
    """An incident that there is no record of. The message names what is close, or what there is."""


class UnreadBookError(LookupError):
    """Data that cannot be read, so that no incident can be judged."""


@dataclass(frozen=True)
class Traced:
    """A trace, and the commit whose history says what was in force."""

    trace: Trace
    head: str


@dataclass(frozen=True)
class Timed:
    """A clock sheet, and the commit whose history says what was in force."""

    sheet: Sheet
    head: str


@dataclass(frozen=True)
class _Found:
    """A record beside what it is judged by."""

    record: Incident
    in_force: InForce
    today: Book
    head: str


def traced(root: Path, as_of: date, incident: str, ref: str | None = None, anchors: Anchors = NO_ANCHORS) -> Traced:
    """Judge one record, as of a day (UTC): the work tree's, or with a ref that of the commit.

    What was in force is always read from git. Raises HistoryError, NoSuchIncidentError and UnreadBookError.
    """
    with _found(root, as_of, incident, ref, anchors) as one:
        return Traced(trace(one.record, one.in_force, one.today, as_of), one.head)


def timed(
    root: Path,
    as_of: date,
    incident: str,
    given: Callable[[Book], Facts],
    only: Sequence[str] = (),
    anchors: Anchors = NO_ANCHORS,
) -> Timed:
    """Count every time limit of the work tree's record, as of a day (UTC), by what was in force then.

    `given` says what is known besides the record, in the words of today's book; `only` leaves out all other clocks.
    Raises as `traced` does, and GivenTwiceError and NoSuchRegimeError for what was asked.
    """
    with _found(root, as_of, incident, None, anchors) as one:
        return Timed(sheet(one.record, one.in_force, as_of, given(one.today), only), one.head)


@contextmanager
def _found(root: Path, as_of: date, incident: str, ref: str | None, anchors: Anchors) -> Iterator[_Found]:
    with consulted(root, as_of, ref, anchors) as (history, docket):
        tree: Tree = WorkTree(root) if ref is None else CommitTree(history.listing(docket.commit), history.blob)
        book = _book(tree)
        record = book.incident.get(incident)
        if record is None:
            raise NoSuchIncidentError(_no_such(incident, list(book.incident)))
        yield _Found(record, InForce(docket, book), book, docket.commit)


def _book(tree: Tree) -> Book:
    book = read_book(tree, skim=True).book
    if book is None:
        raise UnreadBookError("the data could not be read, so no incident was judged; `ratified check` lists it")
    return book


def _no_such(wanted: str, known: list[str]) -> str:
    hint = meant(wanted, known, f"there are {', '.join(known[-12:]) or 'none'}")
    return f"there is no record of an incident {wanted!r}; {hint}"
