"""Every version of a data file that was ever in force, and from when on."""

from __future__ import annotations

from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from ratified.approval.docket import Docket
from ratified.model.entry import Entry
from ratified.source.decode import decode
from ratified.source.fault import Fault
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

E = TypeVar("E", bound=Entry)


class Approved(NamedTuple, Generic[E]):
    """A file as a landing that approved its document left it, and since when (UTC).

    `said` is None where there was no such file, or where it does not read under today's schema.
    """

    since: datetime
    said: E | None


def approved_versions(docket: Docket, path: str, model: type[E]) -> tuple[Approved[E], ...]:
    """The versions of a file in force, oldest first; what nobody approved was none. Each distinct blob is read once."""
    chronicle, ledger = docket.chronicle, docket.ledger
    document = next(iter(chronicle.defined(docket.head).of(path)), None)
    if document is None:
        return ()
    ledger.look_ahead((document,), whole=True)
    landings = [n for n in ledger.in_force(document) if ledger.outcome(document, n).approved]
    dated = [(at, chronicle.at(path, n)) for n in landings if (at := chronicle.moment(n))]
    ids = {blob.id for _, blob in dated if blob and blob.mode.startswith("100")}
    read = {id_: _read(path, data, model) for id_, data in (chronicle.read(ids) if ids else {}).items()}
    found: list[Approved[E]] = []
    last = None
    for at, blob in dated:
        if not found or blob != last:
            found.append(Approved(at, read.get(blob.id) if blob else None))
        last = blob
    return tuple(found)


def _read(path: str, data: bytes, model: type[E]) -> E | None:
    text = decode(path, data)
    return None if isinstance(text, Fault) else typed(model, read_yaml(path, text))
