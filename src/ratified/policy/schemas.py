"""JSON Schemas of the data files and records, from the models, so that editors complete and check while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ratified.model.acknowledgement import AcknowledgementList, PersonAcknowledgements
from ratified.model.exercise import Exercise
from ratified.model.incident import Incident
from ratified.model.notifications import ClockCatalogue
from ratified.model.page import PageFront, RunbookFront
from ratified.model.requirements import RequirementCatalogue, RequirementRows
from ratified.policy.data_files import DATA
from ratified.policy.key_descriptions import file_descriptions, key_descriptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.model.data_entry import DataEntry


class DescribedFile(NamedTuple):
    """A kind of file: its model, and where it lies, as people are told. What is `shipped` no company writes."""

    model: type[DataEntry]
    path: str
    shipped: bool = False


FILES: Mapping[str, DescribedFile] = {
    **{name.rpartition("/")[2]: DescribedFile(file.model, f"data/{name}.yml") for name, file in DATA.items()},
    "incident": DescribedFile(Incident, "data/incidents/INC-*.yml"),
    "exercise": DescribedFile(Exercise, "data/exercises/EX-*.yml"),
    "acknowledgements": DescribedFile(PersonAcknowledgements, "data/acknowledgements/PERSON.yml"),
    "acknowledgement-list": DescribedFile(AcknowledgementList, "data/acknowledgements/lists/*.yml"),
    "page-front-matter": DescribedFile(PageFront, "docs/**/*.md"),
    "runbook-front-matter": DescribedFile(RunbookFront, "runbooks/*.md"),
    "clock-catalogue": DescribedFile(ClockCatalogue, "catalogue/clocks.yml", shipped=True),
    "requirement-catalogue": DescribedFile(RequirementCatalogue, "catalogue/requirements.yml", shipped=True),
    "requirement-rows": DescribedFile(RequirementRows, "catalogue/requirements/FRAMEWORK.yml", shipped=True),
}
"""Every kind of file that has a schema, by the schema's name."""


def schemas() -> Mapping[str, dict[str, Any]]:
    """Every schema by its file name in `schemas/`."""
    return {f"{name}.schema.json": schema(name) for name in sorted(FILES)}


def schema(name: str) -> dict[str, Any]:
    """The schema of a kind of file, properties in the order of the model, each with what it means."""
    model = FILES[name].model
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    made: dict[str, Any] = _tidy(model.model_json_schema(by_alias=True))
    for group, node in ((model.__name__, made), *made.get("$defs", {}).items()):
        for key, text in key_descriptions().get(group, {}).items():
            if key in node["properties"]:
                node["properties"][key]["description"] = text
    about = file_descriptions().get(model.__name__)
    return {**made, **draft, **({"description": about} if about else {})}


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
