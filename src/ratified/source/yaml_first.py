"""A first look at a YAML text, for the texts that nothing is wrong with: its value, and its spots when they are asked.

Whatever `yaml_nodes` might refuse or complain of ends the first look without an answer, and the text is read there
from the start: nothing is let through here that is stopped there. What is saved is the places of ten thousand values
that nobody asks about; they are worked out from the marks of one record at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import yaml

from ratified.model.place import SPOT, Place, Spot, SpotLater
from ratified.source.characters import hidden, unsafe
from ratified.source.lines import Lines
from ratified.source.scalars import is_word, plain
from ratified.source.yaml_nodes import DEEPEST, MOST_NODES, directives_without_end

_made = tuple.__new__
"""Makes a spot in half the time that `SpotLater` takes."""

_SCALAR, _SEQUENCE_END, _MAPPING_END = yaml.ScalarEvent, yaml.SequenceEndEvent, yaml.MappingEndEvent


class UnsureError(Exception):
    """Something that a first look does not judge."""


def first_look(path: str, text: str, first_line: int) -> tuple[object, Spot] | None:
    """The value of a text and its spot; None where anything about it asks for a second look."""
    look = _Look(path, text, first_line)
    try:
        if next(hidden(text), None) is not None or directives_without_end(text) is not None:
            return None
        return look.document()
    except (UnsureError, yaml.YAMLError, UnicodeEncodeError):
        return None


class Marks:
    """The marks of a text's keys and values, in the order of the text: what its spots are worked out from."""

    def __init__(self, path: str, text: str, first_line: int, marks: Sequence[Any]) -> None:
        self.path, self.text, self.first_line, self.marks = path, text, first_line, marks

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.path, self.text, self.first_line)

    def place(self, start: int) -> Place:
        """The place of the mark of that number."""
        return self._lines.near(self.marks[start])

    def spot(self, start: int, value: object) -> Spot:
        """The spot of a value whose marks start with that number."""
        return _spot(value, iter(self.marks[start:]), self._lines)


class _Look:
    """One pass over the events of a text."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.next: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        self.marks: list[Any] = []
        self.marked = Marks(path, text, first_line, self.marks)
        self.keys: set[str] = set()

    def document(self) -> tuple[object, Spot]:
        """The value of the only document, and its spot."""
        self._expect(yaml.StreamStartEvent)
        begun = self._expect(yaml.DocumentStartEvent)
        if begun.version or begun.tags:
            raise UnsureError
        event = self.next()
        self.marks.append(event.start_mark)
        value = self._value(event, 1)
        self._expect(yaml.DocumentEndEvent)
        self._expect(yaml.StreamEndEvent)
        if len(self.marks) > MOST_NODES:
            raise UnsureError
        return value, SpotLater(self.marked, 0, value)

    def _expect(self, kind: type) -> Any:
        event = self.next()
        if type(event) is not kind:
            raise UnsureError
        return event

    def _value(self, event: Any, depth: int) -> object:
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
            raise UnsureError
        if kind is yaml.ScalarEvent:
            return _quoted(event.value) if event.style else _plain(event.value)
        if depth >= DEEPEST:
            raise UnsureError
        return self._mapping(depth) if kind is yaml.MappingStartEvent else self._sequence(depth)

    def _sequence(self, depth: int) -> tuple[object, ...]:
        values: list[object] = []
        mark, following, value_of, scalar, end = self.marks.append, self.next, self._value, _SCALAR, _SEQUENCE_END
        while (kind := type(event := following())) is not end:
            mark(event.start_mark)
            # As in a mapping: nearly every value is a plain word.
            if kind is scalar and not event.style and event.anchor is event.tag is None and is_word(event.value):
                values.append(event.value)
            else:
                values.append(value_of(event, depth + 1))
        return tuple(values)

    def _mapping(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        start = len(self.marks) - 1
        mark, following, value_of, scalar, end = self.marks.append, self.next, self._value, _SCALAR, _MAPPING_END
        keys, key_of = self.keys, self._key
        while (kind := type(event := following())) is not end:
            mark(event.start_mark)
            bare = kind is scalar and not event.style and event.anchor is event.tag is None
            key = event.value if bare and event.value in keys else key_of(event)
            if key in found:
                raise UnsureError
            event = following()
            mark(event.start_mark)
            # Nearly every value is a plain word; `_value` would say the same of it, later.
            if type(event) is scalar and not event.style and event.anchor is event.tag is None and is_word(event.value):
                found[key] = event.value
            else:
                found[key] = value_of(event, depth + 1)
        found[SPOT] = _made(SpotLater, (self.marked, start, found))
        return found

    def _key(self, event: Any) -> str:
        if type(event) is not yaml.ScalarEvent or event.style or event.anchor is not None or event.tag is not None:
            raise UnsureError
        key: str = event.value
        if not is_word(key) or key == SPOT:
            raise UnsureError
        self.keys.add(key)
        return key


def _quoted(text: str) -> str:
    if unsafe(text) is not None:
        raise UnsureError
    return text


def _plain(text: str) -> str | int | bool:
    value, why = plain(text)
    if why is not None:
        raise UnsureError
    return value


def _spot(value: object, marks: Iterator[Any], lines: Lines) -> Spot:
    """The spot of a value whose marks come next: its own, then those of its keys and values, as they stand."""
    here = lines.near(next(marks))
    if type(value) is dict:
        spots = {key: (lines.near(next(marks)), _spot(one, marks, lines)) for key, one in value.items() if key != SPOT}
        return Spot(here, {key: at for key, (at, _) in spots.items()}, {key: one for key, (_, one) in spots.items()})
    if type(value) is tuple:
        return Spot(here, {}, {index: _spot(one, marks, lines) for index, one in enumerate(value)})
    return Spot(here)
