"""The catalogues that ship with the package: clocks and requirements."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TypeVar

from ratified.model.entry import Entry
from ratified.model.governance import RequirementCatalogue
from ratified.model.notifications import ClockCatalogue
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

E = TypeVar("E", bound=Entry)


@cache
def clock_catalogue() -> ClockCatalogue:
    """The clocks; `ratified.catalogue/clocks.yml`."""
    return _shipped("clocks.yml", ClockCatalogue)


@cache
def requirement_catalogue() -> RequirementCatalogue:
    """The requirements; `ratified.catalogue/requirements.yml`."""
    return _shipped("requirements.yml", RequirementCatalogue)


def _shipped(name: str, model: type[E]) -> E:
    path = f"ratified/catalogue/{name}"
    file = read_yaml(path, files("ratified").joinpath("catalogue", name).read_text(encoding="utf-8"))
    found = typed(model, file)
    if found is None or file.faults:
        raise RuntimeError(f"the package's own {path} is broken: {file.faults[:3]}")
    return found
