"""Files of `data/acknowledgements/`, written: a line added to somebody's own, a list made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.model.acknowledgement import LISTS, PersonAcknowledgements, own_path
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.typed import typed
from ratified.source.yaml_edits import EditError, YamlEdits
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ratified.source.tree import FileTree

_SCHEMA = "# yaml-language-server: $schema={}schemas/{}.schema.json\n"


class AcknowledgeError(Exception):
    """Why nothing can be acknowledged so: a sentence for each fault, with what to do."""


class ListedRow(NamedTuple):
    """A row of a list to be written: who acknowledged which text on what day."""

    person: str
    fingerprint: str
    day: date


def list_path(name: str) -> str:
    """Where a list lies, by its name."""
    return f"{LISTS}{name}.yml"


def with_line(tree: FileTree, person: str, document: str, fingerprint: str, day: date) -> tuple[bytes | None, bytes]:
    """Somebody's own file before and after a line is added to its list; no bytes before where there is no file.

    Both are the same where it says so already, whatever the day. Raises AcknowledgeError where no line can be added.
    """
    path = own_path(person)
    row = f'{{document: {document}, fingerprint: "{fingerprint}", date: {day}}}'
    if not tree.paths(path):
        return (
            None,
            f"{_SCHEMA.format('../../', 'acknowledgements')}person: {person}\nacknowledged:\n  - {row}\n".encode(),
        )
    before = tree.read(path)
    known = None if isinstance(before, ReadingFault) else _read(path, before)
    if isinstance(before, ReadingFault) or known is None or known.person != person:
        raise AcknowledgeError(
            f"{path} cannot be read as a file of {person}'s; `ratified check` says why, correct that"
        )
    if any((one.document, one.fingerprint) == (document, fingerprint) for one in known.acknowledged):
        return before, before
    edits = YamlEdits(path, before)
    try:
        edits.add_row(("acknowledged",), len(known.acknowledged) - 1, [row])
        after = edits.data()
    except EditError as error:
        raise AcknowledgeError(f"{path}: {error}; add this to its list by hand: - {row}") from None
    return before, after


def _read(path: str, data: bytes) -> PersonAcknowledgements | None:
    text = decode(path, data)
    if isinstance(text, ReadingFault):
        return None
    yaml = read_yaml(path, text)
    found = typed(PersonAcknowledgements, yaml)
    return None if yaml.faults else found


def list_text(
    document: str, rows: Iterable[ListedRow], statement: str, imported: tuple[str, str] | None = None
) -> bytes:
    """A list as a file, its rows sorted and each once, so that one set of people gives one text. `imported` is the name
    of the file that it comes from, and its SHA-256."""
    told = [_SCHEMA.format("../../../", "acknowledgement-list"), f"statement: {_quoted(statement)}\n"]
    if imported is not None:
        told.append(f'imported: {{file: {_quoted(imported[0])}, sha256: "{imported[1]}"}}\n')
    told.append("acknowledged:\n")
    told += (
        f'  - {{person: {row.person}, document: {document}, fingerprint: "{row.fingerprint}", date: {row.day}}}\n'
        for row in sorted(set(rows))
    )
    return "".join(told).encode()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
