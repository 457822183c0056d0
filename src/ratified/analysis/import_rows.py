"""The rows that an import writes into data files, each file read again before anybody writes it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from ratified.analysis.import_sources import NoImportError
from ratified.model.data_entry import DataEntry
from ratified.model.imports import ImportedPage, Imports
from ratified.model.register import Register
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.literal_text import scalar
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml
from ratified.source.yaml_rows import RowsError, with_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.analysis.import_register import RegisterRow
    from ratified.source.tree import FileTree

REGISTER, IMPORTS = "data/register.yml", "data/imports.yml"
_HEAD = b"""\
# Where pages that were written elsewhere came from. `ratified import` writes it; amendments change nothing here.
"""

E = TypeVar("E", bound=DataEntry)
Edit = dict[str, tuple[bytes | None, bytes]]


def imported_row(**values: Any) -> ImportedPage:
    """A row of `data/imports.yml`; what was not said is left out."""
    return ImportedPage(**{key: value for key, value in values.items() if value is not None})


def with_documents(tree: FileTree, rows: Sequence[RegisterRow]) -> Edit:
    """The register with documents more; nothing where there are none. Raises NoImportError."""
    if not rows:
        return {}
    before = _bytes(tree, REGISTER)
    old = _read(Register, REGISTER, before)
    after = _edited(REGISTER, before, "documents", [row.lines() for row in rows])
    new = _read(Register, REGISTER, after)
    said = [(d.id, d.title, d.class_, d.owner, d.pages) for d in new.documents[len(old.documents) :]]
    if said != [(row.id, row.title, row.class_, row.owner, (row.pattern,)) for row in rows]:
        raise _by_hand(REGISTER)
    if (
        new.model_copy(update={"documents": old.documents}) != old
        or new.documents[: len(old.documents)] != old.documents
    ):
        raise _by_hand(REGISTER)
    return {REGISTER: (before, after)}


def with_imports(tree: FileTree, rows: Sequence[ImportedPage]) -> Edit:
    """`data/imports.yml` with rows more, in the place of those of the same pages. Raises NoImportError."""
    there = tree.paths(IMPORTS)
    before = _bytes(tree, IMPORTS) if there else None
    old = _read(Imports, IMPORTS, before).imports if before is not None else ()
    at = {row.path: number for number, row in enumerate(old)}
    replaced = {at[row.path]: _lines(row) for row in rows if row.path in at}
    new = [row for row in rows if row.path not in at]
    after = _edited(IMPORTS, before or _HEAD, "imports", [_lines(row) for row in new], replaced)
    by_path = {row.path: row for row in rows}
    if _read(Imports, IMPORTS, after).imports != (*(by_path.get(row.path, row) for row in old), *new):
        raise _by_hand(IMPORTS)
    return {IMPORTS: (before, after)}


def _lines(row: ImportedPage) -> str:
    said = row.model_dump(exclude_none=True)
    return "\n".join(f"{key}: {_value(key, value)}" for key, value in said.items())


def _value(key: str, value: object) -> str:
    """A value as it is written: a day plain, a hash in quotes, whatever digits it happens to have."""
    if isinstance(value, date):
        return str(value)
    return f'"{value}"' if key.endswith("sha256") else scalar(str(value))


def _edited(path: str, before: bytes, key: str, rows: list[str], replaced: dict[int, str] | None = None) -> bytes:
    try:
        return with_rows(path, before, key, rows, replaced or {})
    except RowsError as error:
        raise NoImportError(str(error)) from None


def _bytes(tree: FileTree, path: str) -> bytes:
    data = tree.read(path)
    if isinstance(data, ReadingFault):
        raise NoImportError(f"{data.place}: {data.message}; {data.help}")
    return data


def _read(model: type[E], path: str, data: bytes) -> E:
    text = decode(path, data)
    yaml = None if isinstance(text, ReadingFault) else read_yaml(path, text)
    found = typed(model, yaml) if yaml is not None else None
    if found is None or yaml is None or yaml.faults:
        raise _by_hand(path)
    return found


def _by_hand(path: str) -> NoImportError:
    return NoImportError(f"{path} is written in a way to which nothing can be added here; add the rows by hand")
