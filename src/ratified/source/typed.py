"""Plain values into frozen models, with every fault at the key or value it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from ratified.model.data_entry import DataEntry
from ratified.source.fault import MOST_FAULTS, ReadingFault, too_many
from ratified.source.model_errors import Steps, misnamed_fault, renamed, shape_fault

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from ratified.model.place import Place
    from ratified.source.yaml_reader import YamlFile

E = TypeVar("E", bound=DataEntry)
_ABOUT_KEYS = {"missing", "extra_forbidden"}


def typed(model: type[E], file: YamlFile) -> E | None:
    """The file as a model, or None; faults of shape are added to the file's own.

    An unknown key is reported and left out, so that everything else of the file can still be judged.
    """
    value: Any = file.value
    told = {fault.place: index for index, fault in enumerate(file.faults)}
    if not isinstance(value, Mapping):
        if not any(fault.fatal for fault in file.faults):
            what = "one text or a list where 'key: value' lines belong"
            fault = ReadingFault("shape", file.spot.place, what, "write 'key: value' with a space after the colon")
            _tell(file, fault, False, told)
        return None
    for _ in range(2):
        try:
            return model.model_validate(value)
        except ValidationError as error:
            details = _details(model, value, error)
            more = len(details) < error.error_count()
        room = MOST_FAULTS - len(file.faults)
        old_names = renamed(model, details)
        for detail in details[:room]:
            path = tuple(detail["loc"])
            if path in old_names:
                _tell(file, misnamed_fault(old_names[path], path, file.spot), True, told)
            elif path not in old_names.values() and not _counts_only_the_good(detail):
                _tell(file, shape_fault(model, detail, file.spot), detail["type"] in _ABOUT_KEYS, told)
        if more or len(details) > room:
            file.faults.append(too_many(file.faults[-1].place))
            return None
        extra: list[Steps] = [tuple(d["loc"]) for d in details if d["type"] == "extra_forbidden"]
        if len(extra) < len(details):
            return None
        value = _without(value, extra)
    return None


def fitting(model: type[E], file: YamlFile) -> E | None:
    """As much of the file as fits the model, or None; no fault is told. Keys whose values do not fit are left out."""
    value: Any = file.value if isinstance(file.value, Mapping) else {}
    for _ in range(2):
        try:
            return model.model_validate(value)
        except ValidationError as error:
            wrong = {detail["loc"][:1] for detail in error.errors(include_url=False)}
            value = {key: below for key, below in value.items() if (key,) not in wrong}
    return None


def _details(model: type[DataEntry], value: object, error: ValidationError) -> list[ErrorDetails]:
    """What is wrong, in full; where that would fill the memory, what is wrong in the first rows of each list."""
    rows = 128
    while error.error_count() > MOST_FAULTS * 10:
        try:
            model.model_validate(_cut(value, rows))
            rows *= 2
        except ValidationError as of_fewer:
            error = of_fewer
            break
    return error.errors(include_url=False)


def _cut(value: object, rows: int) -> object:
    if isinstance(value, Mapping):
        return {key: _cut(below, rows) for key, below in value.items()}
    if type(value) is tuple:
        return tuple(_cut(below, rows) for below in value[:rows])
    return value


def _counts_only_the_good(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because pydantic does not count the values that are wrong."""
    given = detail["input"]
    return detail["type"] == "too_short" and isinstance(given, tuple) and len(given) >= detail["ctx"]["min_length"]


def _tell(file: YamlFile, fault: ReadingFault, about_keys: bool, told: Mapping[Place, int]) -> None:
    """Add a fault of shape; where the reader spoke of that value already, its fault becomes fatal instead.

    Where the reader called a value ambiguous, what its field wants is the better help.
    """
    index = None if about_keys else told.get(fault.place)
    if index is None:
        file.faults.append(fault)
    else:
        before = file.faults[index]
        help_ = fault.help if before.kind == "guessed" else before.help
        file.faults[index] = replace(before, help=help_, fatal=True)


def _without(value: Any, drop: list[Steps]) -> Any:
    """A copy of a value without the keys at these paths."""
    here = {path[0] for path in drop if len(path) == 1}
    below = {step: [p[1:] for p in drop if len(p) > 1 and p[0] == step] for step in {p[0] for p in drop}}
    if isinstance(value, Mapping):
        return {k: _without(v, below.get(k, [])) for k, v in value.items() if k not in here}
    if type(value) is tuple:
        return tuple(_without(v, below.get(i, [])) for i, v in enumerate(value))
    return value
