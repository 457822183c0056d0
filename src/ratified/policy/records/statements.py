"""What a record of an incident or an exercise says, as rules ask for it: levels, moments, people, deviations."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from ratified.clock import CountingPlace, LastMoment, UncountableError, last_of, moment
from ratified.model.data_entry import DataEntry, DataPointer
from ratified.model.duration import Duration
from ratified.model.instant import INSTANT
from ratified.model.place import Place
from ratified.policy.roster.holders import active, in_term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident
    from ratified.model.review import Deviation
    from ratified.model.severities import SeverityLevel
    from ratified.policy.book import Book


def records(book: Book) -> tuple[Incident | Exercise, ...]:
    """Every record, drafts and those set aside too."""
    return (*book.incidents, *book.exercises)


def judged(book: Book) -> Iterator[Incident]:
    """The incidents that count: declared or closed, and not set aside."""
    return (one for one in book.incidents if one.status != "draft" and one.set_aside is None)


def held(book: Book) -> Iterator[Exercise]:
    """The exercises that took place, in the order of their days."""
    found = [one for one in book.exercises if one.status != "draft"]
    return iter(sorted(found, key=lambda one: (one.held_on or date.max, one.id)))


at = moment
"""A moment of a record, in UTC."""


def days(text: str) -> tuple[date, date]:
    """The days a moment falls on: where it was written, and in UTC. Round midnight they differ."""
    return date.fromisoformat(text[:10]), at(text).date()


def midnight(day: date) -> datetime:
    """The first moment of a day in UTC."""
    return datetime.combine(day, time(), UTC)


def midnight_after(day: date) -> datetime:
    """The end of a day in UTC; of the last day that a calendar here has, its last moment."""
    return midnight(date.fromordinal(day.toordinal() + 1)) if day < date.max else datetime.max.replace(tzinfo=UTC)


def levels(book: Book, incident: Incident) -> tuple[SeverityLevel, ...]:
    """The levels an incident was ever at that the policy knows, in order."""
    known = (book.level.get(change.level) for change in incident.classification.severity)
    return tuple(level for level in known if level is not None)


def worst(book: Book, incident: Incident) -> SeverityLevel | None:
    """The most severe level an incident was ever at."""
    order = {level.id: number for number, level in enumerate(book.severities.levels)}
    return min(levels(book, incident), key=lambda level: order[level.id], default=None)


def major(book: Book, incident: Incident) -> bool:
    """Whether it was ever at a level for which the policy promises a commander."""
    return any(isinstance(level.targets.name_commander, Duration) for level in levels(book, incident))


def due(book: Book, length: Duration, start: str) -> LastMoment | None:
    """Where a promised time from a moment ends, by the company's calendar and zone; None where nobody can count it.

    `at` is the moment in UTC, `on` the company's day.
    """
    calendar = book.calendar.get(book.severities.calendar or "")
    where = CountingPlace((calendar.zone if calendar else "UTC",), calendar)
    try:
        return last_of(length, at(start), where)
    except UncountableError:
        return None


def deviation(incident: Incident, *promises: str) -> Deviation | None:
    """The deviation that owns up to a broken promise, accepted by somebody, or None."""
    return next((one for one in incident.deviations if one.promise in promises and one.accepted_by is not None), None)


def serves(book: Book, person: str, role: str, on: tuple[date, date]) -> bool:
    """Whether somebody held a role of the company on a day, there or in UTC: what `days` says of a moment."""
    known, found = book.person.get(person), book.role.get(role)
    if known is None or found is None:
        return False
    rows = [holder for holder in found.holders if holder.person == person]
    return any(active(known, day) and in_term(row, day) for row in rows for day in on)


_BLANK = re.compile(r"[:\[{,-][ \t]+(?=<)|\[(?=<)")


def blanks(book: Book, record: Incident | Exercise) -> Iterator[Place]:
    """Where a record still says <...>, as `ratified new` writes what it asks for; comments are left alone."""
    path = record.spot.path
    text = book.record_texts.get(path, "")
    for number, line in enumerate(text.split("\n") if "<" in text else (), 1):
        if "<" in line and not line.startswith("#"):
            for found in _BLANK.finditer(line.partition("  #")[0]):
                yield Place(path, number, found.end() + 1)


class RecordMoment(NamedTuple):
    """A moment or a day of a record: the keys that lead to it, what was written, and where."""

    path: tuple[str | int, ...]
    text: str
    where: DataPointer

    @property
    def place(self) -> Place:
        """Where it stands in its file."""
        return self.where.place

    @property
    def is_day(self) -> bool:
        """Whether it is a day without a time."""
        return "T" not in self.text

    @property
    def name(self) -> str:
        """What to call it: its key, with the list it stands in."""
        list_ = next((str(step) for step in reversed(self.path[:-1]) if isinstance(step, str)), "")
        numbered = len(self.path) > 1 and isinstance(self.path[-2], int)
        return f"{self.path[-1]} of {list_}, entry {int(self.path[-2]) + 1}" if numbered else str(self.path[-1])


def moments_and_days(entry: DataEntry) -> list[RecordMoment]:
    """Every moment and every day anywhere in an entry, in the order of the model."""
    found: list[RecordMoment] = []
    _collect(entry, (), found)
    return found


def _collect(entry: DataEntry, path: tuple[str | int, ...], found: list[RecordMoment]) -> None:
    for field, key, dated in _fields(type(entry)):
        value = getattr(entry, field)
        if not value:
            continue
        if dated:
            found.append(RecordMoment((*path, key), str(value), entry.pointer(key)))
        elif type(value) is not tuple:
            _collect(value, (*path, key), found)
        elif isinstance(value[0], DataEntry):
            for index, one in enumerate(value):
                _collect(one, (*path, key, index), found)


@lru_cache(maxsize=128)
def _fields(model: type[DataEntry]) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a model that hold moments, days or entries: name, key in the file, whether it is no entry."""
    found = []
    for name, field in model.model_fields.items():
        instant = _instant(field.annotation) or any(getattr(m, "pattern", None) == INSTANT for m in field.metadata)
        dated = instant or _is_date(field.annotation)
        if name != "spot" and (dated or _nests(field.annotation)):
            found.append((name, field.alias or name, dated))
    return tuple(found)


def _is_date(annotation: Any) -> bool:
    return annotation is date or any(map(_is_date, get_args(annotation)))


def _instant(annotation: Any) -> bool:
    said = getattr(annotation, "__metadata__", ())
    return any(getattr(m, "pattern", None) == INSTANT for m in said) or any(map(_instant, get_args(annotation)))


def _nests(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, DataEntry):
        return True
    return any(map(_nests, get_args(annotation)))
