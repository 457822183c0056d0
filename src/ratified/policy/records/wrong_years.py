"""Moments and days of a record whose year was typed wrong, and the book with the years that were meant."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ratified.model.data_entry import DataEntry
from ratified.model.incident import Incident
from ratified.policy.records.statements import RecordMoment, at, midnight_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.model.exercise import Exercise
    from ratified.policy.book import Book

Path = tuple[str | int, ...]
_Entry = TypeVar("_Entry", bound=DataEntry)

_FAR, _NEAR = timedelta(days=270), timedelta(days=31)
_EPISODE = 4
"""So many moments together, far from all others, are no slip: the incident came back, or was looked at again."""
_OVER = frozenset(
    {"signed_on", "made_up_on", "issued_on", "approved_on", "decided_on", "closed_on", "checked_on"},
)
"""Days on which something was done, and which therefore cannot lie ahead."""


class DoubtedYear(NamedTuple):
    """A moment or a day whose year looks wrong, and the text that was meant.

    It is `certain` where the text as it stands cannot be; an intruder may have been inside for more than a year.
    """

    moment: RecordMoment
    meant: str
    certain: bool


def doubted_years(record: Incident | Exercise, known: Sequence[RecordMoment], as_of: date) -> tuple[DoubtedYear, ...]:
    """The moments and days of a record whose year looks wrong. `known` are all of them."""
    instants = [one for one in known if not one.is_day]
    if len(instants) < 3 or len({one.text[:4] for one in known}) < 2:
        return ()
    middle = median_low(at(one.text) for one in instants)
    near = [at(one.text) for one in instants if abs(at(one.text) - middle) < _FAR]
    years = [year for year, _ in Counter(one.text[:4] for one in instants).most_common()]
    estimated = frozenset(record.times.estimated) if isinstance(record, Incident) else frozenset()
    context = _RecordYears(middle, near, years, midnight_after(as_of))
    found = (*_instants(instants, context, estimated), *_days(known, context))
    return tuple(one._replace(certain=_certain(one, known, middle)) for one in found)


class _RecordYears(NamedTuple):
    """What a record says by most of its moments: its middle, what lies near it, its years, the commonest first."""

    middle: datetime
    near: list[datetime]
    years: list[str]
    end: datetime

    def meant_beside(self, text: str) -> str | None:
        """The text with another year of the record, where it then lies beside one of its moments."""
        found = (moved for moved, then in self._moved(text) if any(abs(then - one) <= _NEAR for one in self.near))
        return next(found, None)

    def meant_between(self, text: str, first: datetime, last: datetime) -> str | None:
        """The text with another year of the record, where it then lies between two moments."""
        return next((moved for moved, then in self._moved(text) if first <= then < last), None)

    def _moved(self, text: str) -> Iterator[tuple[str, datetime]]:
        for year in self.years:
            moved = year + text[4:]
            if year != text[:4] and (then := _when(moved)) is not None:
                yield moved, then


def _instants(known: Sequence[RecordMoment], years: _RecordYears, estimated: frozenset[str]) -> Iterator[DoubtedYear]:
    far = [one for one in known if abs(at(one.text) - years.middle) >= _FAR]
    for one in far:
        when = at(one.text)
        beside = sum(abs(at(other.text) - when) <= _NEAR for other in far)
        if one.path[-1] in estimated or beside >= _EPISODE:
            continue
        meant = years.meant_beside(one.text)
        if meant is not None:
            yield DoubtedYear(one, meant, True)


def _days(known: Sequence[RecordMoment], years: _RecordYears) -> Iterator[DoubtedYear]:
    """Nothing that belongs to a record was done, signed or due before it began, or done after today."""
    first, last = min(years.near) - timedelta(days=1), years.middle + _FAR
    for one in known:
        when = _when(one.text) if one.is_day else None
        over = one.path[-1] in _OVER
        if when is not None and (when < first or (over and when >= years.end)):
            meant = years.meant_between(one.text, first, min(last, years.end) if over else last)
            if meant is not None:
                yield DoubtedYear(one, meant, True)


def _certain(doubt: DoubtedYear, known: Sequence[RecordMoment], middle: datetime) -> bool:
    """An early occurrence may be one, but for an end that comes before its beginning."""
    key = doubt.moment.path[-1]
    if not str(key).startswith("occurred") or at(doubt.moment.text) > middle:
        return True
    begun = [at(one.text) for one in known if one.path[-1] == "occurred_from"]
    return key == "occurred_to" and bool(begun) and at(doubt.moment.text) < begun[0]


def _when(text: str) -> datetime | None:
    """The moment of a text, of a day its noon; None where there is no such day in that year."""
    try:
        return at(text) if len(text) > len("2026-01-31") else datetime.combine(date.fromisoformat(text), time(12), UTC)
    except ValueError:
        return None


def with_meant_years(book: Book, doubts: Mapping[str, Sequence[DoubtedYear]]) -> Book:
    """The book in which every year that is certainly wrong is the one that was meant. `doubts` are by record's file."""
    meant = {file: {one.moment.path: one.meant for one in found if one.certain} for file, found in doubts.items()}
    if not any(meant.values()):
        return book
    incidents = tuple(_rewritten(one, meant.get(one.spot.path, {})) for one in book.incidents)
    exercises = tuple(_rewritten(one, meant.get(one.spot.path, {})) for one in book.exercises)
    return replace(book, incidents=incidents, exercises=exercises)


def _rewritten(entry: _Entry, texts: Mapping[Path, str]) -> _Entry:
    """An entry with other texts at some paths; its places are those of the file."""
    below: dict[str | int, dict[Path, str]] = {}
    for path, text in texts.items():
        below.setdefault(path[0], {})[path[1:]] = text
    keys = {name: field.alias or name for name, field in type(entry).model_fields.items()}
    changed = {name: _value(getattr(entry, name), below[key]) for name, key in keys.items() if key in below}
    return entry.model_copy(update=changed) if changed else entry


def _value(value: object, texts: Mapping[Path, str]) -> object:
    if () in texts:
        return date.fromisoformat(texts[()]) if isinstance(value, date) else texts[()]
    if isinstance(value, DataEntry):
        return _rewritten(value, texts)
    assert isinstance(value, tuple), "a moment stands in an entry or in a list of entries"  # noqa: S101 - for types
    inside = {index: {path[1:]: text for path, text in texts.items() if path[0] == index} for index, *_ in texts}
    return tuple(_value(one, inside[n]) if n in inside else one for n, one in enumerate(value))
