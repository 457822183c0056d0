"""One complaint of a model, in the words of somebody who fills in the file."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, get_args

from ratified.model.close_names import meant, near
from ratified.model.data_entry import DataEntry
from ratified.model.instant import INSTANT
from ratified.model.place import SPOT, Place, Spot
from ratified.model.quoting import quoted
from ratified.source.fault import Kind, ReadingFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic_core import ErrorDetails

Steps = tuple[str | int, ...]

_MAPPING = ("a group of keys", "write one 'key: value' a line, indented under it")
_WANTED = {
    "string_type": ("text", "write one text"),
    "int_type": ("a whole number", "write a whole number without quotes"),
    "bool_type": ("true or false", "write true or false without quotes"),
    "tuple_type": ("a list", "write a list: each value on its own line after '- '"),
    "model_type": _MAPPING,
    "mapping_type": _MAPPING,
    "dict_type": _MAPPING,
}

FORMS = {
    r"\S": "write some text",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "write lower-case letters, digits and single hyphens: security-lead",
    r"^[A-Za-z0-9][A-Za-z0-9.()/_-]*$": "write letters, digits and . ( ) / _ - without spaces: CC7.4-PF01",
    r"^[^@\s<>]+@[^@\s<>]+$": "write one e-mail address: name@example.com",
    r"^[A-Z]{3}-[0-9]{2}$": "write a rule's code: ROL-02",
    r"^[\w-][\w.-]*\.html$": "write the name of a template of the layout's own, a file in overrides/: card.html",
    r"^[\w.-]+(/[\w.-]+)+$": "write the owner and the name of the repository: harbour/policies",
    r"^[0-9]+(\.[0-9]+)*[a-z0-9.+-]*$": "write a version of ratified: 0.1.0",
    r"^[A-Z]{2}$": "write the two capital letters of a country: US",
    INSTANT: "write a day, a time and its offset: 2026-11-20T14:20+01:00",
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": 'write a quoted time of day: "09:00"',
    r"^([0-9a-f]{40}|[0-9a-f]{64})$": "write the whole id that git gives, 40 or 64 of 0-9 and a-f",
    r"^[a-z]+(\.[a-z0-9_]+)+$": "write the path of a record's field: incident.review.held_at",
    r"^INC-[0-9]{4}-[0-9]{3,5}$": "write an incident's id, with its year: INC-2026-001",
    r"^EX-[0-9]{4}-[0-9]{2,4}$": "write an exercise's id, with its year: EX-2026-01",
    r"^[0-9a-f]{64}$": "write a SHA-256, 64 of 0-9 and a-f",
}

_DATES = ("not a date", "no such day", "no such moment")


def shape_fault(model: type[DataEntry], detail: ErrorDetails, root: Spot) -> ReadingFault:
    """What pydantic says of one value, as a fault at that value or key."""
    steps: Steps = tuple(detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown_key(model, steps, root)
    if kind == "missing":
        name = str(steps[-1])
        return ReadingFault("shape", root.of(*steps[:-1]), f"{name!r} is missing", f"add '{name}:'")
    place, name = root.of(*steps), _name(steps)
    if steps[-1:] == ("[key]",):
        place, name = _key(root, steps[:-1]), "the key"
    what, help_, fault_kind = _words(kind, detail["input"], detail.get("ctx", {}))
    if what is None:
        what, help_ = detail["msg"].lower(), "write another value"
    return ReadingFault(fault_kind, place, f"{name}: {what}", help_)


def renamed(model: type[DataEntry], details: Sequence[ErrorDetails]) -> Mapping[Steps, Steps]:
    """The missing keys that are most likely there under another name, each with the path of that name.

    So where a mapping lacks just one key and has just one that is unknown, which is no slip of a third one: else one
    word of a file makes two complaints.
    """
    missing, unknown = (
        [tuple(detail["loc"]) for detail in details if detail["type"] == kind]
        for kind in ("missing", "extra_forbidden")
    )
    lacks, has = Counter(path[:-1] for path in missing), {path[:-1]: path for path in unknown}
    odd = Counter(path[:-1] for path in unknown)
    pairs = {path: has[path[:-1]] for path in missing if lacks[path[:-1]] == odd[path[:-1]] == 1}
    return {
        wanted: given
        for wanted, given in pairs.items()
        if near(str(given[-1]), _keys_of(model, given[:-1])) in ([], [wanted[-1]])
    }


def misnamed_fault(given: Steps, wanted: Steps, root: Spot) -> ReadingFault:
    """A key that stands where another belongs; it is said once, at that key."""
    name, unknown = str(wanted[-1]), quoted(str(given[-1]))
    what = f"unknown key {unknown}, and {name!r} is missing"
    hint = f"write {name!r} in place of {unknown}; if that is something else, take it out and add '{name}:'"
    return ReadingFault("shape", _key(root, given), what, hint)


def _words(kind: str, given: object, context: Mapping[str, Any]) -> tuple[str | None, str, Kind]:
    """What is wrong with a value, what to write, and the kind of fault."""
    seen = quoted(given)
    if kind == "literal_error":
        return f"{seen} is not one of its values", _one_of(given, str(context["expected"])), "shape"
    if kind == "value_error":
        what, _, help_ = str(context["error"]).rpartition("; ")
        return what or help_, help_, "date" if what.startswith(_DATES) else "shape"
    if kind == "string_pattern_mismatch":
        what = f"{seen} does not have the right form" if str(given).strip() else "empty"
        pattern = context["pattern"]
        return what, FORMS.get(pattern, f"match {pattern}"), "date" if pattern == INSTANT else "shape"
    if kind == "string_too_long":
        most = context["max_length"]
        return (
            f"{len(str(given)):,} characters, over the limit of {most:,}",
            f"shorten it to {most:,}",
            "shape",
        )
    if kind == "too_short":
        count, least = context["actual_length"], context["min_length"]
        what = "empty" if count == 0 else f"only {count} given"
        return what, f"give at least {least}", "shape"
    if kind == "greater_than_equal":
        return f"{seen} is too small", f"write {context['ge']} or more", "shape"
    if kind == "less_than_equal":
        return f"{seen} is too big", f"write {context['le']:,} or less", "shape"
    if kind in _WANTED:
        wanted, help_ = _WANTED[kind]
        if kind == "string_type" and isinstance(given, bool | int):
            help_ = f'put quotes round it: "{seen}"'
        return f"{seen} where {wanted} belongs", help_, "shape"
    return None, "", "shape"


def _one_of(given: object, expected: str) -> str:
    """What to write where only some values may stand: the closest, or all of them."""
    close = near(str(given), re.findall("'([^']*)'", expected))
    return f"write {close[0]!r}" if close else f"write {expected.replace('True', 'true')}"


def _name(steps: Steps) -> str:
    """What a person calls the value at a path: its key, or its number in a list."""
    if isinstance(steps[-1], str):
        return steps[-1]
    above = next((step for step in reversed(steps) if isinstance(step, str)), "list")
    return f"{above}, entry {steps[-1] + 1}"


def _unknown_key(model: type[DataEntry], steps: Steps, root: Spot) -> ReadingFault:
    name = str(steps[-1])
    allowed = _keys_of(model, steps[:-1])
    close = meant(name, allowed, "")
    hint = f"{close} If not, take it out" if close else f"take it out; the keys known here are {', '.join(allowed)}"
    hint = _entry_at(model, steps[:-1]).REPLACED.get(name, hint)
    return ReadingFault("key", _key(root, steps), f"unknown key {quoted(name)}", hint, fatal=False)


def _key(root: Spot, steps: Steps) -> Place:
    """The place of the key that a path ends in."""
    here = root
    for step in steps[:-1]:
        here = here.inside.get(step, here)
    return here.key(str(steps[-1]))


def _keys_of(model: type[DataEntry], steps: Steps) -> list[str]:
    """The keys that may stand in the mapping at a path of a model."""
    names = [field.alias or name for name, field in _entry_at(model, steps).model_fields.items()]
    return sorted(name for name in names if name != SPOT)


def _entry_at(model: type[DataEntry], steps: Steps) -> type[DataEntry]:
    """The model of the mapping at a path of a model."""
    here = model
    for step in steps:
        by_key = {field.alias or name: field.annotation for name, field in here.model_fields.items()}
        found = _entry_in(by_key.get(str(step))) if isinstance(step, str) else here
        here = found or here
    return here


def _entry_in(annotation: Any) -> type[DataEntry] | None:
    if isinstance(annotation, type) and issubclass(annotation, DataEntry):
        return annotation
    return next((found for part in get_args(annotation) if (found := _entry_in(part))), None)
