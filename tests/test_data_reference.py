"""Every key of every file that a company writes is documented: in the schemas, and on the page `guides/data.md`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from ratified.model.data_entry import DataEntry
from ratified.model.place import SPOT
from ratified.output.data_reference import data_page
from ratified.output.value_forms import form
from ratified.policy.key_descriptions import file_descriptions, key_descriptions
from ratified.policy.schemas import FILES, schemas

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "guides/data.md"
WHERE = "write a sentence for each under its class in a file of src/ratified/catalogue/keys/, then run: make schemas"


def entries(model: type[DataEntry], found: dict[str, type[DataEntry]]) -> dict[str, type[DataEntry]]:
    """A model and those of the entries inside it, by name; asked of the annotations, and not of what is tested."""
    if model.__name__ not in found:
        found[model.__name__] = model
        parts: list[Any] = [field.annotation for field in model.model_fields.values()]
        while parts:
            part = parts.pop()
            if isinstance(part, type) and issubclass(part, DataEntry):
                entries(part, found)
            parts += get_args(part)
    return found


MODELS: dict[str, type[DataEntry]] = {}
for _file in FILES.values():
    entries(_file.model, MODELS)
KEYS = {
    f"{name}: {field.alias or key}"
    for name, model in MODELS.items()
    for key, field in model.model_fields.items()
    if field.alias != SPOT
}
TOLD = {f"{name}: {key}": text for name, keys in key_descriptions().items() for key, text in keys.items()}


def test_every_key_of_every_file_is_documented() -> None:
    """Issue 17, done when 5: every option (test_help), key and code (test_cli) is documented."""
    assert len(KEYS) > 700
    silent = sorted(KEYS - TOLD.keys())
    assert silent == [], f"keys without a sentence: {', '.join(silent)}; {WHERE}"


def test_no_key_is_documented_that_no_file_has() -> None:
    gone = sorted(TOLD.keys() - KEYS)
    assert gone == [], f"sentences about keys that there are not: {', '.join(gone)}; take them out of catalogue/keys/"
    assert sorted(file_descriptions()) == sorted(file.model.__name__ for file in FILES.values())


def test_a_class_is_described_in_the_order_of_its_model() -> None:
    for name, model in MODELS.items():
        fields = [field.alias or key for key, field in model.model_fields.items()]
        keys = key_descriptions().get(name, {})
        assert [key for key in fields if key in keys] == [key for key in keys if key in fields], name


EMPTY_WORDS = {"the", "a", "an", "of", "its", "this", "is", "was", "it"}


def test_each_description_is_one_sentence_that_says_more_than_the_key() -> None:
    for about, text in {**TOLD, **file_descriptions()}.items():
        words, key = re.findall(r"\w+", text.lower()), re.findall("[a-z]+", about.partition(": ")[2])
        assert re.fullmatch(r"[A-Z][^\n]*[^.]\.", text), f"{about}: begin with a capital, end with a full stop"
        assert not re.search(r"\. [A-Z]", text), f"{about}: more than one sentence"
        assert len(words) >= 6, f"{about}: too short to say anything"
        assert len({*words} - {*key} - EMPTY_WORDS) >= 3, f"{about}: says no more than the key"
        assert len(text) <= 260, f"{about}: {len(text)} characters"


def test_a_description_names_rules_that_exist_and_shown_code_is_closed() -> None:
    known = {rule["code"] for rule in json.loads((ROOT / "src/ratified/catalogue/rules.json").read_text("utf-8"))}
    for about, text in {**TOLD, **file_descriptions()}.items():
        assert text.count("`") % 2 == 0, about
        assert set(re.findall(r"\b[A-Z]{3}-[0-9]{2}\b", text)) <= known, about


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_schema_on_disk_says_what_each_key_means(name: str) -> None:
    made = json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    model = FILES[name.removesuffix(".schema.json")].model
    assert made["description"] == file_descriptions()[model.__name__]
    for group, node in {model.__name__: made, **made.get("$defs", {})}.items():
        said = {key: value.get("description") for key, value in node["properties"].items()}
        assert said == key_descriptions().get(group), f"{group}; run: make schemas"


def test_the_page_is_what_generation_says_now() -> None:
    assert GUIDE.read_text(encoding="utf-8") == data_page(), "run: make schemas"


def rows(page: str) -> list[list[str]]:
    """The rows of the tables of keys, cell by cell."""
    lines = [line for line in page.splitlines() if line.startswith("| `")]
    return [re.split(r"(?<!\\) \| ", line.removeprefix("| ").removesuffix(" |")) for line in lines]


def test_the_page_has_every_key_once_with_its_form_and_meaning() -> None:
    found = rows(GUIDE.read_text(encoding="utf-8"))
    assert {len(row) for row in found} == {4}
    assert sorted(row[3] for row in found) == sorted(TOLD.values())
    assert len(found) == len(KEYS)
    assert all(row[1] in {"yes", "no"} or row[1].startswith("default `") for row in found)


def test_the_page_says_need_default_and_form_in_words() -> None:
    said = {(row[0], row[3]): (row[1], row[2]) for row in rows(GUIDE.read_text(encoding="utf-8"))}
    told = key_descriptions()

    def of(model: str, key: str) -> tuple[str, str]:
        return said[f"`{key}`", told[model][key]]

    assert of("Register", "company") == ("yes", "text")
    assert of("Register", "main") == ("default `main`", "text")
    assert of("Register", "status") == ("yes", "one of `adopted`, `draft`")
    assert of("Register", "reviewed") == ("no", "a day")
    assert of("Register", "classes") == ("yes", "ids of your own, each a group: [register: classes](#register-classes)")
    assert of("DocumentClass", "approvers") == ("yes", "a list of ids, at least 1")
    assert of("Rotation", "if_no_ack")[1] == of("EscalationRow", "if_no_ack")[1]
    assert of("Role", "critical") == ("default `false`", "`true` or `false`")
    assert of("Role", "minimum_holders") == ("default `1`", "a whole number from 1")
    assert of("Targets", "contain") == ("no", "a duration, or `none`")
    assert of("StageStamps", "detected") == ("no", "a moment")
    assert of("SingleApprover", "accepted") == ("yes", "only `true`")
    assert of("PageFront", "extra") == ("no", "any keys")


def test_every_link_of_the_page_leads_to_a_heading_and_no_two_headings_are_one() -> None:
    page = GUIDE.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    anchors = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert len(anchors) == len(set(anchors))
    assert sorted(set(re.findall(r"\]\(#([^)]+)\)", page)) - set(anchors)) == []


def test_the_page_can_be_read_as_it_is() -> None:
    page = GUIDE.read_text(encoding="utf-8")
    assert max(map(len, page.splitlines())) < 500
    assert not re.search(r"anyOf|\$ref|StringConstraints|Literal\[|NoneType", page)


def test_a_kind_of_value_without_words_is_told() -> None:
    with pytest.raises(ValueError, match="a kind of value without words"):
        form({"type": "string", "pattern": "^x$"}, None)
