"""Reading `data/acknowledgements/`: a file of each person, named by their id, and lists of several people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from ratified.model.acknowledgement import FOLDER, LISTS, AcknowledgementList, PersonAcknowledgements
from ratified.model.place import Place
from ratified.policy.records.reading import read_text
from ratified.source.fault import ReadingFault
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from ratified.source.tree import FileTree

F = TypeVar("F", PersonAcknowledgements, AcknowledgementList)
_ENDING = ".yml"

for _model in (PersonAcknowledgements, AcknowledgementList):
    _model.model_rebuild()


@dataclass(frozen=True)
class WrittenAcknowledgements:
    """What the files say, whoever wrote them: of people, and in lists."""

    people: tuple[PersonAcknowledgements, ...] = ()
    lists: tuple[AcknowledgementList, ...] = ()


NONE_WRITTEN = WrittenAcknowledgements()


def read_acknowledgements(tree: FileTree, faults: list[ReadingFault]) -> WrittenAcknowledgements:
    """The files of the folder; their faults are added. None of them is fatal: a line that cannot be read counts for
    nothing, and nothing else hangs on it."""
    people: list[PersonAcknowledgements] = []
    lists: list[AcknowledgementList] = []
    for path in tree.paths(FOLDER.removesuffix("/")):
        listed = path.startswith(LISTS)
        name = path.removeprefix(LISTS if listed else FOLDER)
        if name.endswith(_ENDING) and "/" not in name:
            if listed:
                lists += _read(AcknowledgementList, tree, path, faults)
            else:
                people += _of_person(tree, path, name.removesuffix(_ENDING), faults)
        elif name.lower().endswith((".yml", ".yaml")):
            help_ = f"put it at {FOLDER}PERSON.yml, or among the lists at {LISTS}NAME.yml"
            faults.append(ReadingFault("key", Place(path), "acknowledgements that nothing reads", help_, fatal=False))
    return WrittenAcknowledgements(tuple(people), tuple(lists))


def _of_person(tree: FileTree, path: str, name: str, faults: list[ReadingFault]) -> list[PersonAcknowledgements]:
    found = _read(PersonAcknowledgements, tree, path, faults)
    for one in found:
        if one.person != name:
            what = f"the file is called {name}, and says that it is {one.person}'s, so none of its lines counts"
            help_ = "rename the file, or correct `person:`: they must agree"
            faults.append(ReadingFault("shape", one.at("person"), what, help_, fatal=False))
    return found


def _read(model: type[F], tree: FileTree, path: str, faults: list[ReadingFault]) -> list[F]:
    own: list[ReadingFault] = []
    text = read_text(tree, path, own)
    entry = None
    if text is not None:
        yaml = read_yaml(path, text)
        entry = typed(model, yaml)
        own += yaml.faults
    faults.extend(replace(fault, fatal=False) for fault in own)
    return [] if entry is None else [entry]
