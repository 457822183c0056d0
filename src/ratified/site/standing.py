"""The verdicts and the traces of the site, worked out once a build, while MkDocs reads and renders the other pages."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

from ratified.book import Book
from ratified.clock import moment
from ratified.history import Found, find
from ratified.judgement.period import period_verdicts
from ratified.judgement.standing import standing
from ratified.present.standing import Standing, web_of
from ratified.trace.judged import Judged


def stand_ahead(root: Path, as_of: date, book: Book, repo_url: str | None) -> Future[Standing]:
    """The standing, begun now and ready when somebody asks for it; git works on another processor meanwhile.

    Raises HistoryError at once where there is no repository, and when asked where nothing may be claimed. Only what
    git is asked goes on beside the build: looking for the repository hides the environment for a moment.
    """
    found = find(root)
    with_one = ThreadPoolExecutor(1)
    try:
        return with_one.submit(stand, root, as_of, book, repo_url, found)
    finally:
        with_one.shutdown(wait=False)


def stand(root: Path, as_of: date, book: Book, repo_url: str | None, found: Found | None = None) -> Standing:
    """What git says of a work tree's documents. Raises HistoryError where nothing may be claimed."""
    with standing(root, as_of, register=book.register, found=found, whole=True) as record:
        events = {id_: record.events(id_) for id_ in record.verdicts}
        versions = {id_: record.docket.version(id_) for id_ in record.verdicts}
        periods = period_verdicts(book, record, as_of)
        judged = Judged(book, record.docket, as_of)
        traces = {incident.id: judged.trace(incident, brief=False) for incident in book.incident.values()}
        held = {one.id: judged.in_force.at(moment(one.starts)) for one in book.exercises if one.starts}
    return Standing(
        verdicts=record.verdicts,
        events=lambda id_: events.get(id_, ()),
        version=lambda id_: versions.get(id_, 0),
        as_of=as_of,
        head=record.head,
        web=web_of(repo_url),
        periods=periods,
        trace=traces.get,
        held_under=held.get,
    )
