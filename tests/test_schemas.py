"""The schemas in `schemas/` are those of the models, accept the real data, and refuse what we refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from ratified.policy.catalogue import ROWS
from ratified.policy.data_files import DATA
from ratified.policy.schemas import schemas

ROOT = Path(__file__).parent.parent
SHIPPED = {
    "clock-catalogue": ROOT / "src/ratified/catalogue/clocks.yml",
    "requirement-catalogue": ROOT / "src/ratified/catalogue/requirements.yml",
}
ROW_FILES = {f"requirement-rows:{name}": ROOT / f"src/ratified/catalogue/requirements/{name}.yml" for name in ROWS}
DATA_FILES = {n.rpartition("/")[2]: ROOT / f"data/{n}.yml" for n in DATA if (ROOT / f"data/{n}.yml").exists()}
FILES = DATA_FILES | SHIPPED | ROW_FILES


def plain(path: Path) -> Any:
    """The file as an editor's schema checker sees it: dates are text."""
    return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_schema_on_disk_is_the_one_the_models_give(name: str) -> None:
    on_disk = json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    assert on_disk == schemas()[name], "run: python schemas/write.py"


def test_no_schema_is_left_over_from_a_model_that_is_gone() -> None:
    assert sorted(p.name for p in (ROOT / "schemas").glob("*.json")) == sorted(schemas())


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_real_file_fits_its_schema_and_names_it_in_its_first_line(name: str) -> None:
    schema_name = f"{name.partition(':')[0]}.schema.json"
    jsonschema.Draft202012Validator(schemas()[schema_name]).validate(plain(FILES[name]))
    first = FILES[name].read_text(encoding="utf-8").split("\n")[0]
    head, _, target = first.partition("$schema=")
    assert head == "# yaml-language-server: "
    assert (FILES[name].parent / target).resolve() == ROOT / "schemas" / schema_name


def test_every_data_file_in_the_repository_has_a_schema() -> None:
    assert set((ROOT / "data").rglob("*.yml")) == set(DATA_FILES.values())


KEPT = sorted((ROOT / "src/ratified/demo/records").glob("*.yml"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_kept_record_fits_its_schema_and_names_it_in_its_first_line(path: Path) -> None:
    target = path.read_text(encoding="utf-8").split("\n")[0].partition("$schema=")[2]
    schema = schemas()[Path(target).name]
    jsonschema.Draft202012Validator(schema).validate(plain(path))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("people", {"people": [{"id": "x"}]}),
        ("people", {"peeple": []}),
        ("register", {"status": "adoptd"}),
        ("limits", {"limits": [{"id": "a", "text": "b", "within": "soon"}]}),
        ("oncall", {"rotations": "none"}),
    ],
)
def test_a_schema_refuses_what_the_reader_refuses(name: str, change: dict[str, Any]) -> None:
    data = plain(FILES[name]) | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schemas()[f"{name}.schema.json"]).validate(data)
