"""One incident of a repository against the policy in force then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from ratified.book import read_book
from ratified.chronicle.commit_tree import CommitTree
from ratified.judgement.amended import consulted
from ratified.source.tree import Tree, WorkTree
from ratified.trace import InForce, Trace, trace


class NoSuchIncidentError(LookupError):
    """An incident that there is no record of. The message names what is close, or what there is."""


class UnreadBookError(LookupError):
    """Data that cannot be read, so that no incident can be judged."""


@dataclass(frozen=True)
class Traced:
    """A trace, and the commit whose history says what was in force."""

    trace: Trace
    head: str


def traced(root: Path, as_of: date, incident: str, ref: str | None = None) -> Traced:
    """Judge one record, as of a day (UTC): the work tree's, or with a ref that of the commit.

    What was in force is always read from git. Raises HistoryError, NoSuchIncidentError and UnreadBookError.
    """
    with consulted(root, as_of, ref) as (history, docket):
        tree: Tree = WorkTree(root) if ref is None else CommitTree(history.listing(history.head), history.blob)
        reading = read_book(tree, skim=True)
        if reading.book is None:
            raise UnreadBookError("the data could not be read, so no incident was judged; `ratified check` lists it")
        record = reading.book.incident.get(incident)
        if record is None:
            raise NoSuchIncidentError(_no_such(incident, list(reading.book.incident)))
        return Traced(trace(record, InForce(docket, reading.book), reading.book, as_of), history.head)


def _no_such(wanted: str, known: list[str]) -> str:
    close = get_close_matches(wanted.upper(), known, 2, 0.6)
    hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(known[-12:]) or 'none'}"
    return f"there is no record of an incident {wanted!r}; {hint}"
