"""Keys that a data file must have and lacks, as rows to fill in: with words that the check refuses until they go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.policy import read_book
from ratified.policy.data_files import DATA
from ratified.source.changed_tree import ChangedTree
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ratified.model.place import Place
    from ratified.source.tree import FileTree

BLANK = "FILL IN"
"""No value of any key: as a text it is what GOV-12 finds, as anything else it is of the wrong form."""

_MISSING = re.compile(r"'(\w+)' is missing")
_FILES = {f"data/{name}.yml" for name in DATA}
_DEPTH = 3
"""How often rows are added: an added key can only lack others where it is a group, which a blank is not."""


def with_blanks(tree: FileTree) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """The files that lack keys with these added, and `path:line: key` of each. Files that cannot be read stay."""
    made: dict[str, bytes] = {}
    for _ in range(_DEPTH):
        lacking = _lacking(ChangedTree(tree, made))
        if not lacking:
            break
        for path, gaps in lacking.items():
            data = ChangedTree(tree, made).read(path)
            if not isinstance(data, ReadingFault) and (after := _with_rows(path, data, gaps)) is not None:
                made[path] = after
    return made, tuple(place for path, data in sorted(made.items()) for place in _places(path, data))


def _lacking(tree: FileTree) -> dict[str, list[tuple[Place, str]]]:
    found: dict[str, list[tuple[Place, str]]] = {}
    for fault in read_book(tree, skim=True, records=False).faults:
        key = _MISSING.fullmatch(fault.message)
        if fault.kind == "shape" and key and fault.place.path in _FILES:
            found.setdefault(fault.place.path, []).append((fault.place, key[1]))
    return found


def _with_rows(path: str, data: bytes, gaps: Sequence[tuple[Place, str]]) -> bytes | None:
    """The text with a row before the first of each group that lacks one; the last first, so that places hold."""
    text = decode(path, data)
    if isinstance(text, ReadingFault):
        return None
    end = "\r\n" if b"\r\n" in data else "\n"
    lines = data.decode("utf-8").split("\n")
    for place, key in sorted(gaps, key=lambda gap: (gap[0].line, gap[0].column, gap[1]), reverse=True):
        line = lines[place.line - 1]
        at = place.column - 1
        if line[at : at + 1] == "{":
            rest = line[at + 1 :]
            comma = "" if rest.lstrip().startswith("}") else ", "
            lines[place.line - 1] = f"{line[: at + 1]}{key}: {BLANK}{comma}{rest}"
        else:
            lines[place.line - 1] = f"{line[:at]}{key}: {BLANK}{end}{' ' * at}{line[at:]}"
    return "\n".join(lines).encode()


def _places(path: str, data: bytes) -> list[str]:
    found = []
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        found += [f"{path}:{number}: {key}" for key in re.findall(rf"(\w+): {BLANK}", line)]
    return found
