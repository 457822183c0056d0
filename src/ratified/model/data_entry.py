"""What every entry of a data file shares: frozen, strict, and aware of where it was written."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, StringConstraints
from pydantic.json_schema import SkipJsonSchema, WithJsonSchema

from ratified.model.duration import Duration
from ratified.model.place import NOWHERE, SPOT, Place, Spot
from ratified.model.quoting import quoted


class DataEntry(BaseModel):
    """A mapping of a data file. Unknown keys and guessed types are errors; `at` answers where it stands.

    Only whole files are ever validated, so `defer_build` spares building a validator for each nested model too:
    a third of what importing the models costs. What stands for an entry that is left out is made by `model_construct`,
    which needs no validator.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    REPLACED: ClassVar[dict[str, str]] = {}
    """Keys of earlier versions, each with where what it says belongs now, so that nobody is told to throw it away."""

    spot: SkipJsonSchema[InstanceOf[Spot]] = Field(default=NOWHERE, alias=SPOT, repr=False, exclude=True)

    def pointer(self, *steps: str | int) -> DataPointer:
        """What `at` answers, for whoever may not need the answer."""
        return DataPointer(self, steps)

    def at(self, *steps: str | int) -> Place:
        """The place of a value inside this entry, or of the entry itself."""
        return self.spot.of(*steps)


class DataPointer(NamedTuple):
    """A value inside an entry, by the keys that lead to it. Its place is looked up when somebody asks."""

    entry: DataEntry
    steps: tuple[str | int, ...]

    @property
    def place(self) -> Place:
        """Where it stands, or the deepest thing that exists on the way."""
        return self.entry.at(*self.steps)


YEARS = range(1900, 2200)
"""A day outside these years is a slip of the finger, and would run sums of days off the calendar."""


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(f"not a date: {quoted(value)}; write it as YYYY-MM-DD: 2026-01-31")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"no such day: {value!r}; write a day that exists, as YYYY-MM-DD") from None
    if found.year not in YEARS:
        raise ValueError(f"no such day: {value!r}; write a year from {YEARS[0]} to {YEARS[-1]}")
    return found


def duration(value: object) -> object:
    """A duration as written, for fields that take one; anything but text or a duration is refused."""
    if isinstance(value, Duration):
        return value
    if isinstance(value, str):
        return Duration.parse(value)
    if isinstance(value, int) and value > 0 and not isinstance(value, bool):
        raise ValueError(f"a number without a unit: {value}; write {value}m, {value}h, {value}d or {value}bd")
    raise ValueError(f"not a duration: {quoted(value)}; write a time such as 15m, 4h, 30d or 3bd")


_DURATION_SCHEMA = {
    "type": "string",
    "pattern": r"^([1-9][0-9]{0,5}(m|h|d|bd)"
    r"|P(?!$)([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?)?)$",
    "examples": ["15m", "4h", "3bd", "30d", "P1M"],
}

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""A lower-case id with hyphens: `security-lead`, `lost-device`, `eu-gdpr-33`."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.()/_-]*$", max_length=64)]
"""An id that keeps the capitals and dots of its field: `S1-C2`, `RB-02`, `CC7.4-PF01`, `164.308(a)(7)`."""

RuleCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-[0-9]{2}$")]
"""The code of a rule: `ESC-07`."""

Text = Annotated[str, StringConstraints(pattern=r"\S", max_length=4000)]
"""Any text that is not blank."""

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+$", max_length=254)]

Clock24 = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day, quoted in YAML: `"09:00"`."""

Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A calendar day, written YYYY-MM-DD."""

Span = Annotated[Duration, BeforeValidator(duration), WithJsonSchema(_DURATION_SCHEMA)]
"""A duration: `15m`, `4h`, `3d`, `3bd` (business days) or ISO 8601 (`P1M`, `PT72H`)."""
