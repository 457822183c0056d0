"""The catalogues that ship with the package: clocks and requirements.

People read and edit the YAML; the package loads the JSON made from it (`make schemas`), a tenth of the time. The
requirements stand in a file for each framework, or part of one, and are loaded as one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from ratified.model.data_entry import DataEntry
from ratified.model.notifications import ClockCatalogue
from ratified.model.place import SPOT
from ratified.model.requirements import RequirementCatalogue, RequirementRows
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

E = TypeVar("E", bound=DataEntry)

_FOLDER = Path(__file__).parents[1] / "catalogue"
ROWS = (
    *("tsc-cc1-cc5", "tsc-cc6-cc9", "tsc-a-c-pi", "tsc-p", "soc2-dc-200", "iso27001", "csf-2.0", "pci-dss-4.0.1"),
    "hipaa",
)
"""The files of `catalogue/requirements/`, in the order in which their rows are told."""


@cache
def clock_catalogue() -> ClockCatalogue:
    """The clocks; `ratified/catalogue/clocks.yml`."""
    return _shipped("clocks", ClockCatalogue)


@cache
def requirement_catalogue() -> RequirementCatalogue:
    """The requirements; `ratified/catalogue/requirements.yml` and the folder of that name."""
    return _shipped("requirements", RequirementCatalogue)


def ready_made() -> Mapping[str, str]:
    """The JSON of each catalogue by file name, from its YAML read strictly. Raises RuntimeError with its faults."""
    rows = [_from_yaml(f"requirements/{name}.yml", RequirementRows)["requirements"] for name in ROWS]
    requirements = {**_from_yaml("requirements.yml", RequirementCatalogue), "requirements": [*chain(*rows)]}
    made = {"clocks": _from_yaml("clocks.yml", ClockCatalogue), "requirements": requirements}
    return {
        f"{name}.json": json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
        for name, value in made.items()
    }


def _shipped(name: str, model: type[E]) -> E:
    return model.model_validate_json((_FOLDER / f"{name}.json").read_bytes())


def _from_yaml(name: str, model: type[DataEntry]) -> Any:
    path = f"ratified/catalogue/{name}"
    file = read_yaml(path, (_FOLDER / name).read_text(encoding="utf-8"))
    if typed(model, file) is None or file.faults:
        raise RuntimeError(f"the package's own {path} is broken: {file.faults[:3]}")
    return _bare(file.value)


def _bare(value: Any) -> Any:
    """A value as read, without the spots."""
    if isinstance(value, Mapping):
        return {key: _bare(below) for key, below in value.items() if key != SPOT}
    return [_bare(below) for below in value] if type(value) is tuple else value
