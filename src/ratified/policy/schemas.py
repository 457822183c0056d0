"""JSON Schemas of the data files and records, from the models, so that editors complete and check while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratified.model.exercise import Exercise
from ratified.model.incident import Incident
from ratified.model.notifications import ClockCatalogue
from ratified.model.page import PageFront, RunbookFront
from ratified.model.requirements import RequirementCatalogue, RequirementRows
from ratified.policy.data_files import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.model.data_entry import DataEntry

_MODELS: Mapping[str, type[DataEntry]] = {
    **{name.rpartition("/")[2]: file.model for name, file in DATA.items()},
    "incident": Incident,
    "exercise": Exercise,
    "clock-catalogue": ClockCatalogue,
    "requirement-catalogue": RequirementCatalogue,
    "requirement-rows": RequirementRows,
    "page-front-matter": PageFront,
    "runbook-front-matter": RunbookFront,
}


def schemas() -> Mapping[str, dict[str, Any]]:
    """Every schema by its file name in `schemas/`."""
    return {f"{name}.schema.json": _schema(name, model) for name, model in sorted(_MODELS.items())}


def _schema(name: str, model: type[DataEntry]) -> dict[str, Any]:
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    made: dict[str, Any] = _tidy(model.model_json_schema(by_alias=True))
    return {**made, **draft}


def _tidy(node: Any) -> Any:
    """Without the titles pydantic invents, and without null: a key that is not given is left out."""
    if isinstance(node, list):
        return [_tidy(part) for part in node]
    if not isinstance(node, dict):
        return node
    options = [part for part in node.get("anyOf", ()) if part != {"type": "null"}]
    if len(options) == 1 and len(node["anyOf"]) == 2:
        rest = {k: v for k, v in node.items() if k not in {"anyOf", "default"}}
        return _tidy({**options[0], **rest})
    kept = {k: v for k, v in node.items() if not (k == "title" and isinstance(v, str))}
    return {k: _tidy(v) for k, v in kept.items() if not (k == "default" and v is None)}
