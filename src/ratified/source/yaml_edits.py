"""Edits of a YAML file's text at the places of its values: every other byte stays, comments too.

Where a value ends libyaml says, from the same text that the strict reader has read; where it begins the two agree. A
file with anchors, aliases or tags is refused there before anybody edits it. Whether the edited file says what was
meant is for whoever asks to see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Steps = tuple[str | int, ...]


class EditError(ValueError):
    """A file that cannot be edited here: a sentence that says where and why."""


class YamlEdits:
    """The edits of one file, gathered by the steps to a value (keys, and rows by number), then applied at once."""

    def __init__(self, path: str, data: bytes) -> None:
        """Raises EditError where the file cannot be read, or its lines end in two ways."""
        text = decode(path, data)
        if isinstance(text, ReadingFault):
            raise EditError(f"{text.place}: {text.message}; {text.help}")
        self.end = "\r\n" if b"\r\n" in data else "\n"
        if data.count(b"\n") != data.count(self.end.encode()):
            raise EditError(f"{path}: some lines end in CRLF and some in LF; save it with LF line ends")
        if any(fault.fatal for fault in read_yaml(path, text).faults):
            raise EditError(f"{path} cannot be read; `ratified check` says what is wrong there")
        self.path, self.text = path, text
        self.root = yaml.compose(text, yaml.CSafeLoader)
        self.found: list[tuple[int, int, str]] = []

    def data(self) -> bytes:
        """The file with every edit in it."""
        made = self.text
        for start, stop, new in sorted(self.found, key=lambda edit: edit[:2], reverse=True):
            made = made[:start] + new + made[stop:]
        return made.replace("\n", self.end).encode()

    def written(self, steps: Steps) -> str:
        """A value as it is written, on one line: that of a block as one between braces."""
        node = self._at(steps)
        if isinstance(node, yaml.MappingNode):
            return "{" + ", ".join(f"{key.value}: {self.written((*steps, key.value))}" for key, _ in node.value) + "}"
        return self.text[node.start_mark.index : _end(node)]

    def between_brackets(self, steps: Steps) -> bool:
        """Whether a list or a mapping stands between brackets or braces, and not as a block."""
        return bool(_flow(self._at(steps)))

    def set(self, steps: Steps, value: str) -> None:
        """Put a value, as it is written, in the place of the one there."""
        node = self._at(steps)
        self.found.append((node.start_mark.index, _end(node), value))

    def add_key(self, steps: Steps, after: str, key: str, value: str) -> None:
        """Give a mapping a key more, behind another one whose value stands on one line."""
        node, sibling = self._at(steps), self._at((*steps, after))
        if _flow(node):
            self._insert(_end(sibling), f", {key}: {value}")
        else:
            self._insert(self._line_end(_end(sibling)), f"\n{' ' * _indent(node)}{key}: {value}")

    def set_key(self, steps: Steps, after: str, key: str, value: str) -> None:
        """Set a key of a mapping, there already or not."""
        if self._find((*steps, key)) is None:
            self.add_key(steps, after, key, value)
        else:
            self.set((*steps, key), value)

    def replace_keys(self, steps: Steps, keys: Collection[str], key: str, value: str) -> None:
        """Put one key with a value in the place of the first of several that a mapping has; the others go."""
        node = self._at(steps)
        found = [pair for pair in node.value if pair[0].value in keys]
        if not _flow(node):
            self.found.append((found[0][0].start_mark.index, _end(found[0][1]), f"{key}: {value}"))
            for name, _ in found[1:]:
                self._drop_key((*steps, name.value))
            return
        rows = []
        for name, one in node.value:
            if name.value not in keys:
                rows.append(f"{name.value}: {self.text[one.start_mark.index : _end(one)]}")
            elif name is found[0][0]:
                rows.append(f"{key}: {value}")
        self.set(steps, f"{{{', '.join(rows)}}}")

    def add_row(self, steps: Steps, after: int, lines: Sequence[str]) -> None:
        """Give a list a row more, behind the row of a number. Several lines want a list that is a block."""
        node = self._at(steps)
        last = _end(self._at((*steps, after)))
        if not _flow(node):
            self._insert(self._line_end(last), "\n" + _listed(lines, _indent(node)))
        elif len(lines) == 1:
            self._insert(last, f", {lines[0]}")
        else:
            raise self._by_hand(node, "is a list between brackets; write a row a line")

    def add_rows_key(self, steps: Steps, after: str, key: str, rows: Sequence[str]) -> None:
        """Give a mapping a list more of rows that stand on one line each, in place of an empty one too."""
        node = self._find((*steps, key))
        flow = f"[{', '.join(rows)}]"
        if node is not None:
            self.set((*steps, key), flow)
        else:
            self.add_key(steps, after, key, flow)

    def set_rows(self, steps: Steps, rows: Sequence[str]) -> None:
        """Put other rows, a line each, in the place of all rows of a list."""
        node = self._at(steps)
        if _flow(node):
            self.set(steps, f"[{', '.join(rows)}]")
        else:
            self.set(steps, _listed(rows, _indent(node), split=True).lstrip())

    def drop_rows(self, steps: Steps, numbers: Collection[int]) -> None:
        """Take rows out of a list; with all of them goes its key."""
        node = self._at(steps)
        if len(numbers) == len(node.value):
            self._drop_key(steps)
        elif not _flow(node):
            for number in numbers:
                row = node.value[number]
                start = self.text.rindex("\n", 0, row.start_mark.index) + 1
                self.found.append((start, min(self._line_end(_end(row)) + 1, len(self.text)), ""))
        else:
            kept = [row for number, row in enumerate(node.value) if number not in numbers]
            self.set(steps, f"[{', '.join(self.text[row.start_mark.index : _end(row)] for row in kept)}]")

    def _drop_key(self, steps: Steps) -> None:
        mapping, key = self._at(steps[:-1]), steps[-1]
        if _flow(mapping):
            raise self._by_hand(mapping, f"is written between braces; take {key} out")
        name, node = next(pair for pair in mapping.value if pair[0].value == key)
        start = self.text.rindex("\n", 0, name.start_mark.index) + 1
        if self.text[start : name.start_mark.index].strip():
            raise self._by_hand(name, "stands first in its row; put another key before it")
        self.found.append((start, min(self._line_end(_end(node)) + 1, len(self.text)), ""))

    def _insert(self, at: int, text: str) -> None:
        self.found.append((at, at, text))

    def _line_end(self, at: int) -> int:
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found

    def _at(self, steps: Steps) -> yaml.Node:
        node = self._find(steps)
        if node is None:
            raise EditError(f"{self.path} has no {'/'.join(map(str, steps))}; write it by hand")
        return node

    def _find(self, steps: Steps) -> yaml.Node | None:
        node = self.root
        for step in steps:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == step), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return None
        return node

    def _by_hand(self, node: yaml.Node, what: str) -> EditError:
        return EditError(f"{self.path}:{node.start_mark.line + 1}: this {what}, then run this again")


def _end(node: yaml.Node) -> int:
    """The offset behind a value. That of a block libyaml puts before what follows, comments and all."""
    if isinstance(node, yaml.ScalarNode) or _flow(node) or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, yaml.MappingNode) else last)


def _flow(node: yaml.Node) -> bool:
    """Whether a value stands between brackets or braces."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _indent(node: yaml.Node) -> int:
    """How far in the keys or the dashes of a block stand."""
    return int(node.start_mark.column)


def _listed(lines: Sequence[str], indent: int, split: bool = False) -> str:
    """Lines as one row of a block, or as a row each."""
    return "\n".join(f"{' ' * indent}{'- ' if split or not n else '  '}{line}" for n, line in enumerate(lines))
