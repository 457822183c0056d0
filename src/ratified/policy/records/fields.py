"""Fields of records that a promise may name as its proof, and the last record that has one.

Both come from the models, so that a field that is renamed there ends every promise that names it (COV-11).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from ratified.model.data_entry import DataEntry
from ratified.model.exercise import Exercise
from ratified.model.governance import DismissedEvent, NilStatement
from ratified.model.incident import Incident
from ratified.model.notifications import ScopedClock
from ratified.model.people import Training
from ratified.policy.records.statements import at, held, judged

if TYPE_CHECKING:
    from ratified.policy.book import Book

_MODELS: Mapping[str, type[DataEntry]] = {
    "incident": Incident,
    "exercise": Exercise,
    "event": DismissedEvent,
    "statement": NilStatement,
    "training": Training,
    "clock": ScopedClock,
}


@lru_cache(maxsize=128)
def _keys(model: type[DataEntry]) -> Mapping[str, str]:
    """The names of a model's fields by their keys in the file."""
    return {field.alias or name: name for name, field in model.model_fields.items() if name != "spot"}


def _paths(model: type[DataEntry], start: str) -> Iterator[str]:
    """Every field of a model, and those of the entries inside it."""
    for key, name in _keys(model).items():
        yield f"{start}.{key}"
        inner = _entry(model.model_fields[name].annotation)
        if inner is not None:
            yield from _paths(inner, f"{start}.{key}")


def _entry(annotation: Any) -> type[DataEntry] | None:
    """The entry that a field holds: one, perhaps one, or a list of them."""
    if isinstance(annotation, type) and issubclass(annotation, DataEntry):
        return annotation
    return next((found for part in get_args(annotation) if (found := _entry(part)) is not None), None)


FIELDS = frozenset(path for kind, model in _MODELS.items() for path in _paths(model, kind))
"""Every field by its dotted path: the kind of record, then its keys. Lists are passed through."""


class LastRecord(NamedTuple):
    """A record that has a field: its id, and the day it speaks of."""

    id: str
    day: date


def last_record(book: Book, field: str, as_of: date) -> LastRecord | None:
    """The last record up to a day in which a field is set; None where there is none yet."""
    kind, *keys = field.split(".")
    days = _DAYS.get(kind)
    found = [
        LastRecord(id_, day)
        for id_, day, entry in (days(book) if days else ())
        if day is not None and day <= as_of and _says(entry, keys)
    ]
    return max(found, key=lambda record: (record.day, record.id), default=None)


def incident_says(incident: Incident, field: str) -> bool:
    """Whether an incident has a field, named as in `FIELDS`; fields of other records it never has."""
    kind, *keys = field.split(".")
    return kind == "incident" and _says(incident, keys)


def _says(value: object, keys: Sequence[str]) -> bool:
    """Whether a value leads to something that was written; a default says nothing."""
    if isinstance(value, tuple):
        return any(_says(one, keys) for one in value)
    if not keys or not isinstance(value, DataEntry):
        return not keys and value is not None
    name = _keys(type(value)).get(keys[0], "")
    return name in value.model_fields_set and _says(getattr(value, name), keys[1:])


_Dated = Iterator[tuple[str, date | None, DataEntry]]


def _incidents(book: Book) -> _Dated:
    """Those that count, by the day they were declared (UTC)."""
    for incident in judged(book):
        declared = incident.times.stages.declared
        yield incident.id, at(declared).date() if declared else None, incident


def _exercises(book: Book) -> _Dated:
    return ((exercise.id, exercise.held_on, exercise) for exercise in held(book))


def _events(book: Book) -> _Dated:
    for event in book.events.dismissed:
        at = datetime.fromisoformat(event.decided_at) if event.decided_at else None
        yield event.id, at.astimezone(UTC).date() if at else None, event


def _statements(book: Book) -> _Dated:
    return ((s.id, s.signed_on, s) for s in book.events.nil_statements)


def _trainings(book: Book) -> _Dated:
    return ((person.id, t.finished, t) for person in book.people.people for t in person.trained)


def _clocks(book: Book) -> _Dated:
    return ((row.clock, row.verified_on, row) for row in book.notifications.in_scope)


_DAYS = {
    "incident": _incidents,
    "exercise": _exercises,
    "event": _events,
    "statement": _statements,
    "training": _trainings,
    "clock": _clocks,
}
