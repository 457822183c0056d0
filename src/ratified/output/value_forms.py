"""The form of a value in words, from its JSON Schema: `an id`, `a list of days`, `one of a, b, c`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from ratified.model.channels import Link, PhoneNumber
from ratified.model.data_entry import Clock24, Code, Day, Email, Id, RuleCode, Span, Text
from ratified.model.exercise import ExerciseId
from ratified.model.incident import IncidentId
from ratified.model.instant import Instant
from ratified.model.page import TemplateName
from ratified.model.promises import FieldPath
from ratified.model.response import Sha256
from ratified.model.severities import Target
from ratified.model.starter_record import Version

if TYPE_CHECKING:
    from collections.abc import Mapping

_Shape = tuple[object, ...]


def _shape(schema: Mapping[str, Any]) -> _Shape:
    """What tells one kind of text from another."""
    said = schema.get("type")
    return (
        " or ".join(said) if isinstance(said, list) else said,
        schema.get("format"),
        schema.get("pattern"),
        *schema.get("examples", ()),
    )


_NAMED: tuple[tuple[Any, str, str], ...] = (
    (Id, "an id", "ids"),
    (Code, "a code", "codes"),
    (RuleCode, "the code of a rule: `ESC-07`", "codes of rules"),
    (Text, "text", "texts"),
    (Email, "an e-mail address", "e-mail addresses"),
    (PhoneNumber, 'a number: `"+44 1632 960100"`', "numbers"),
    (Link, "an address with https", "addresses with https"),
    (Clock24, 'a time of day: `"09:00"`', "times of day"),
    (Day, "a day", "days"),
    (Span, "a duration", "durations"),
    (Target, "a duration, or `none`", "durations"),
    (Instant, "a moment", "moments"),
    (Sha256, "64 hexadecimal digits, lower case", "SHA-256 hashes"),
    (FieldPath, "a field of a record: `incident.review.held`", "fields of records: `incident.review.held`"),
    (IncidentId, "`INC-2026-001`", "ids of incidents"),
    (ExerciseId, "`EX-2026-01`", "ids of exercises"),
    (Version, "a version: `0.1.0`", "versions"),
    (TemplateName, "a file's name: `wide.html`", "names of files"),
)
_KINDS: Mapping[_Shape, tuple[str, str]] = {
    **{_shape(TypeAdapter(kind).json_schema()): (one, many) for kind, one, many in _NAMED},
    ("string", None, r"^[A-Z]{2}$"): ("two capitals: `DE`", "pairs of capitals"),
    ("string", None, r"^([0-9a-f]{40}|[0-9a-f]{64})$"): ("a full id of git", "full ids of git"),
    ("string", None, r"^[\w.-]+(/[\w.-]+)+$"): ("owner and name: `harbour/policies`", "owners and names"),
    ("integer or string", None, "[^0-9]"): ("a whole number from 1, or text with more than digits", "ids of accounts"),
    ("boolean", None, None): ("`true` or `false`", "booleans"),
}
"""How each kind of value is called, one and many."""


def form(schema: Mapping[str, Any], group: tuple[str, str] | None) -> str:
    """How a value is written. `group` is the heading and the anchor of the group that it holds, if it holds one.

    Raises ValueError for a kind of text that has no words here.
    """
    linked = f"[{group[0]}](#{group[1]})" if group else ""
    if schema.get("type") == "array":
        least = f", at least {schema['minItems']}" if "minItems" in schema else ""
        return f"{_many(schema['items'], linked)}{least}"
    if "patternProperties" in schema:
        return f"ids of your own, each a group: {linked}"
    if linked:
        return f"a group: {linked}"
    return _one(schema)


def _many(items: Mapping[str, Any], linked: str) -> str:
    if linked:
        return f"a list of groups: {linked}"
    if "enum" in items:
        return f"a list of any of {_listed(items['enum'])}"
    return f"a list of {_kind(items)[1]}"


def _one(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f"one of {_listed(schema['enum'])}"
    if "const" in schema:
        return f"only `{str(schema['const']).lower()}`"
    if schema.get("type") == "integer":
        least = schema.get("minimum")
        return "a whole number" if least is None else f"a whole number from {least}"
    if schema.get("type") == "object":
        return "any keys"
    return _kind(schema)[0]


def _kind(schema: Mapping[str, Any]) -> tuple[str, str]:
    try:
        return _KINDS[_shape(schema)]
    except KeyError:
        raise ValueError(f"a kind of value without words: {dict(schema)}; add it to _KINDS of {__name__}") from None


def _listed(values: list[object]) -> str:
    return ", ".join(f"`{value}`" for value in values)
