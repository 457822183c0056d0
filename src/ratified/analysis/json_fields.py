"""The keys of a foreign object by the types that they are documented with; null is a key that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ratified.analysis.foreign_incident import NoIncidentError
from ratified.clock import moment
from ratified.model.quoting import quoted


class JsonFields:
    """An object and the path that leads to it. Every question raises NoIncidentError where the type is another."""

    def __init__(self, file: str, path: str, value: object) -> None:
        if not isinstance(value, Mapping):
            raise NoIncidentError(f"{file}: {path or 'the file'} is {quoted(value)}, and should be an object")
        self._file, self.path, self._value = file, path, value

    def _wrong(self, key: str, wanted: str) -> NoIncidentError:
        found = self._value[key]
        return NoIncidentError(
            f"{self._file}: {self.name(key)} is {quoted(found)}, and should be {wanted}; give the export as it is"
        )

    def name(self, key: str) -> str:
        """A key with the path that leads to it: `incident.acknowledgements[0].at`."""
        return f"{self.path}.{key}" if self.path else key

    def text(self, key: str) -> str:
        """A text; empty where there is none."""
        value = self._value.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._wrong(key, "text")
        return value

    def number(self, key: str) -> int | None:
        """A whole number."""
        value = self._value.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise self._wrong(key, "a whole number")
        return value

    def moment(self, key: str) -> str:
        """A moment with its offset, as it was written; empty where there is none."""
        value = self.text(key)
        if value:
            try:
                moment(value)
            except ValueError as error:
                raise NoIncidentError(f"{self._file}: {self.name(key)}: {error}") from None
        return value

    def inner(self, key: str) -> JsonFields:
        """An object inside; an empty one where there is none."""
        value = self._value.get(key)
        return JsonFields(self._file, self.name(key), {} if value is None else value)

    def rows(self, key: str) -> Iterator[JsonFields]:
        """The objects of a list."""
        value = self._value.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            raise self._wrong(key, "a list")
        for number, row in enumerate(value):
            yield JsonFields(self._file, f"{self.name(key)}[{number}]", row)
