"""JSON that somebody else wrote, read so that it has one meaning: a key stands once, and no number is none."""

from __future__ import annotations

import json


def strict_json(data: bytes) -> object:
    """What a file says. Raises ValueError, with the rest of a sentence, where it is no JSON, or could mean two."""
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise ValueError("is no UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"says {twice!r} twice")
    return found


def _no_number(text: str) -> object:
    raise ValueError(f"holds {text}, which is no number")
