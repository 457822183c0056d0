"""Reading records: one file each, named by the id it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ratified.model.exercise import Exercise
from ratified.model.incident import Incident
from ratified.model.place import Place
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.source.tree import FileTree

RECORD_MODELS: Mapping[str, type[Incident] | type[Exercise]] = {"incidents": Incident, "exercises": Exercise}
"""The model of the records in each folder under `data/`."""

_ENDING = ".yml"

R = TypeVar("R", Incident, Exercise)

for _model in RECORD_MODELS.values():
    _model.model_rebuild()


def read_records(
    tree: FileTree, model: type[R], folder: str, texts: dict[str, str], faults: list[ReadingFault]
) -> tuple[R, ...]:
    """The records of a folder under `data/`, by id; their texts by path and their faults are added."""
    found: list[R] = []
    for path in tree.paths(f"data/{folder}"):
        name = path.removeprefix(f"data/{folder}/")
        if not name.endswith(_ENDING):
            faults.extend(_stranger(path, name))
            continue
        text = read_text(tree, path, faults)
        if text is None:
            continue
        texts[path] = text
        yaml = read_yaml(path, text)
        record: Any = typed(model, yaml)
        faults.extend(yaml.faults)
        if record is not None:
            faults.extend(_misnamed(record, name.removesuffix(_ENDING)))
            found.append(record)
    return tuple(sorted(found, key=lambda record: record.id))


def read_text(tree: FileTree, path: str, faults: list[ReadingFault]) -> str | None:
    """The text of a file; None where it is no text, which is a fault."""
    data = tree.read(path)
    text = data if isinstance(data, ReadingFault) else decode(path, data)
    if isinstance(text, ReadingFault):
        faults.append(text)
        return None
    return text


def _stranger(path: str, name: str) -> Iterator[ReadingFault]:
    """A YAML file that no record is read from; anything else, such as a note, is left alone."""
    if name.endswith((".yaml", ".YML", ".YAML")):
        help_ = f"rename it to {name.rpartition('.')[0]}{_ENDING}"
        yield ReadingFault("key", Place(path), "a record that nothing reads", help_, fatal=False)


def _misnamed(record: Incident | Exercise, name: str) -> Iterator[ReadingFault]:
    if record.id != name:
        alike = name.partition("-")[0].casefold() == record.id.partition("-")[0].casefold()  # which is wrong?
        help_ = "correct one of the two" if alike else f"rename the file to {record.id}{_ENDING}"
        help_ += ": they must agree"
        yield ReadingFault(
            "shape", record.at("id"), f"the file is called {name}, the record {record.id}", help_, fatal=False
        )
