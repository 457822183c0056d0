"""A file of settings as nodes: values with their places and tags, nothing constructed, nothing run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from ratified.model.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEEPEST = 32
MOST_BYTES = 256 * 1024


@dataclass
class SettingsNode:
    """A value: a text, a list or a mapping of texts to nodes; `tag` where it is none of YAML's own.

    `odd` says what makes it mean something else to another reader: a key that comes twice, a merge, an alias.
    """

    place: Place
    value: str | list[SettingsNode] | dict[str, SettingsNode]
    tag: str = ""
    odd: list[tuple[Place, str]] = field(default_factory=list)

    def texts(self) -> Iterator[SettingsNode]:
        """Every scalar in it, whatever it lies in; keys left out."""
        below = self.value.values() if isinstance(self.value, dict) else self.value
        if isinstance(below, str):
            yield self
            return
        for node in below:
            yield from node.texts()

    def tags(self) -> Iterator[SettingsNode]:
        """Every node in it that has a tag."""
        if self.tag:
            yield self
        below = self.value.values() if isinstance(self.value, dict) else self.value
        for node in () if isinstance(below, str) else below:
            yield from node.tags()


class UnreadableSettingsError(ValueError):
    """Why settings cannot be read, and where."""

    def __init__(self, place: Place, what: str) -> None:
        super().__init__(what)
        self.place = place


def read_nodes(path: str, data: bytes) -> SettingsNode:
    """The nodes of a file of settings. UnreadableError says where it cannot be read."""
    if len(data) > MOST_BYTES:
        raise UnreadableSettingsError(Place(path), f"over {MOST_BYTES // 1024} KiB")
    try:
        text = data.decode("utf-8-sig")
        return _SettingsParser(path, text).read()
    except UnicodeDecodeError:
        raise UnreadableSettingsError(Place(path), "not UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path) if mark is None else Place(path, mark.line + 1, mark.column + 1)
        raise UnreadableSettingsError(place, error.problem or "no YAML") from None
    except yaml.YAMLError:
        raise UnreadableSettingsError(Place(path), "it holds a character that YAML forbids") from None


class _SettingsParser:
    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.next: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        self.odd: list[tuple[Place, str]] = []

    def read(self) -> SettingsNode:
        found: SettingsNode | None = None
        while (event := self.next()) is not None:
            if isinstance(event, yaml.NodeEvent):
                node = self._node(event, 1)
                if found is not None:
                    raise UnreadableSettingsError(node.place, "a second document; MkDocs reads one")
                found = node
        whole = found or SettingsNode(Place(self.path), {})
        whole.odd = self.odd
        return whole

    def _node(self, event: Any, depth: int) -> SettingsNode:
        place = Place(self.path, event.start_mark.line + 1, event.start_mark.column + 1)
        if depth > DEEPEST:
            raise UnreadableSettingsError(place, f"deeper than {DEEPEST} levels")
        if isinstance(event, yaml.AliasEvent):
            self.odd.append((place, "an alias; write out what it stands for"))
            return SettingsNode(place, "")
        tag = event.tag if event.tag and not _usual(event.tag) else ""
        if isinstance(event, yaml.ScalarEvent):
            return SettingsNode(place, event.value, tag)
        if isinstance(event, yaml.SequenceStartEvent):
            return SettingsNode(place, self._list(depth), tag)
        return SettingsNode(place, self._mapping(depth), tag)

    def _list(self, depth: int) -> list[SettingsNode]:
        found: list[SettingsNode] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            found.append(self._node(event, depth + 1))
        return found

    def _mapping(self, depth: int) -> dict[str, SettingsNode]:
        found: dict[str, SettingsNode] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self.next(), depth + 1)
            name = key.value if isinstance(key.value, str) and not key.tag else ""
            if not isinstance(key.value, str) or name == "<<" or key.tag:
                self.odd.append((key.place, "a key that is no plain text; write the settings out"))
            elif name in found:
                self.odd.append((key.place, f"the key {name!r} for the second time; keep one"))
            found.setdefault(name, value)
        return found


def _usual(tag: str) -> bool:
    return tag in {"!"} or (
        tag.startswith("tag:yaml.org,2002:")
        and tag.rpartition(":")[2] in {*("str", "int", "float", "bool", "null", "seq", "map")}
    )
