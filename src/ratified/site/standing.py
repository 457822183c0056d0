"""The verdicts and the traces of the site, worked out once a build."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ratified.book import Book
from ratified.clock import moment
from ratified.judgement.period import period_verdicts
from ratified.judgement.standing import standing
from ratified.present.standing import Standing, web_of
from ratified.trace.judged import Judged


def stand(root: Path, as_of: date, book: Book, repo_url: str | None) -> Standing:
    """What git says of a work tree's documents. Raises HistoryError where nothing may be claimed."""
    with standing(root, as_of, register=book.register) as record:
        record.docket.ledger.look_ahead(record.verdicts, whole=True)
        events = {id_: record.events(id_) for id_ in record.verdicts}
        versions = {id_: record.docket.version(id_) for id_ in record.verdicts}
        periods = period_verdicts(book, record, as_of)
        judged = Judged(book, record.docket, as_of)
        traces = {incident.id: judged.trace(incident, compare=True) for incident in book.incident.values()}
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
