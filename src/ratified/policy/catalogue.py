"""The catalogues that ship with the package: clocks and requirements.

People read and edit the YAML; the package loads the JSON made from it (`make schemas`), a tenth of the time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ratified.model.data_entry import DataEntry
from ratified.model.governance import RequirementCatalogue
from ratified.model.notifications import ClockCatalogue
from ratified.model.place import SPOT
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

E = TypeVar("E", bound=DataEntry)

_MODELS: Mapping[str, type[DataEntry]] = {"clocks": ClockCatalogue, "requirements": RequirementCatalogue}
_FOLDER = Path(__file__).parents[1] / "catalogue"


@cache
def clock_catalogue() -> ClockCatalogue:
    """The clocks; `ratified/catalogue/clocks.yml`."""
    return _shipped("clocks", ClockCatalogue)


@cache
def requirement_catalogue() -> RequirementCatalogue:
    """The requirements; `ratified/catalogue/requirements.yml`."""
    return _shipped("requirements", RequirementCatalogue)


def ready_made() -> Mapping[str, str]:
    """The JSON of each catalogue by file name, from its YAML read strictly. Raises RuntimeError with its faults."""
    return {f"{name}.json": _from_yaml(f"{name}.yml", model) for name, model in _MODELS.items()}


def _shipped(name: str, model: type[E]) -> E:
    return model.model_validate_json((_FOLDER / f"{name}.json").read_bytes())


def _from_yaml(name: str, model: type[DataEntry]) -> str:
    path = f"ratified/catalogue/{name}"
    file = read_yaml(path, (_FOLDER / name).read_text(encoding="utf-8"))
    if typed(model, file) is None or file.faults:
        raise RuntimeError(f"the package's own {path} is broken: {file.faults[:3]}")
    return json.dumps(_bare(file.value), ensure_ascii=False, separators=(",", ":")) + "\n"


def _bare(value: Any) -> Any:
    """A value as read, without the spots."""
    if isinstance(value, Mapping):
        return {key: _bare(below) for key, below in value.items() if key != SPOT}
    return [_bare(below) for below in value] if type(value) is tuple else value
