"""Moments as records write them: RFC 3339, and never without an offset."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from ratified.model.data_entry import YEARS

INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"


def _moment(value: str) -> str:
    try:
        exists = datetime.fromisoformat(value).year in YEARS
    except ValueError:
        exists = False
    if not exists:
        raise ValueError(f"no such moment: {value!r}; write a day and a time that exist")
    return value


Instant = Annotated[str, StringConstraints(pattern=INSTANT), AfterValidator(_moment)]
"""A moment with an offset, RFC 3339: `2026-11-20T14:20+01:00`."""
