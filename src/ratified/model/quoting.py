"""How a value that somebody wrote is shown in a message: short, on one line, nothing in it hidden."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST = 60


def quoted(value: object) -> str:
    """A value as a person would say it: quoted text cut at 60 characters, `true`, `a list`, `a group of keys`."""
    if isinstance(value, Mapping):
        return "a group of keys"
    if isinstance(value, tuple | list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    return repr(value if len(value) <= LONGEST else value[: LONGEST - 3] + "...")
