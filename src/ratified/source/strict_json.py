"""JSON that another program wrote, read strictly: no key twice, no number that is none, nothing too deep.

By RFC 8259; what it leaves to the reader (keys that stand twice, NaN, numbers without an end) is refused, since two
programs would read two things.
"""

from __future__ import annotations

import json
import math
import re

MOST_NESTED = 64
"""Levels of brackets. Exports of the forges and pagers have less than ten."""

_STEP = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{\]}]', re.DOTALL)
"""A string, also one that never ends, or a bracket: each begins where the last one ended, so time is linear."""


class NoJsonError(Exception):
    """A text that is no JSON which every program reads alike: a sentence that says what and where."""


def read_json(text: str) -> object:
    """The value of a JSON text. Raises NoJsonError, with line and column (from one) where they are known."""
    if _deepest(text) > MOST_NESTED:
        raise NoJsonError(f"it is nested deeper than {MOST_NESTED} levels; give the export as the program wrote it")
    try:
        found: object = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_float, parse_int=_int
        )
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:]
        raise NoJsonError(
            f"it is no JSON: {what}, line {error.lineno}, column {error.colno}; export it again"
        ) from None
    return found


def _deepest(text: str) -> int:
    depth = most = 0
    for step in _STEP.finditer(text):
        if step[0] in "[{":
            depth += 1
            most = max(most, depth)
        elif step[0] in "]}":
            depth -= 1
    return most


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise NoJsonError(f"the key {json.dumps(key[:60])} appears twice in one object; keep the one that is right")
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise NoJsonError(f"{name} is no number of JSON; write null or a number")


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise NoJsonError(f"{digits[:20]} is larger than any number that is kept; write it as text")
    return value


def _int(digits: str) -> int:
    if len(digits) > 40:
        raise NoJsonError(f"a number of {len(digits)} digits; write it as text")
    return int(digits)
