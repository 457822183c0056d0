"""A deadline, what has none, and which of several deadlines binds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

from ratified.clock.stamps import stamp_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import time

    from ratified.model.duration import Duration
    from ratified.model.notifications import Audience, ClockCap

Kind = Literal["law", "contract", "dpa", "baa", "policy", "commitment"]
Reason = Literal["not_started", "not_in_force", "not_applicable", "uncountable"]
_KINDS: tuple[Kind, ...] = ("law", "baa", "dpa", "contract", "policy", "commitment")
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TimeLimitTerm:
    """One time limit, before anything has happened: whom to tell, from which stamp, how long.

    `length` is None where no figure is given, `trigger` where no start is. `closes` is the time of day at which who is
    told takes nothing more for that day. `assumed` and `notes` go into the deadline.
    """

    clock: str
    kind: Kind
    to: str
    audience: Audience | None
    trigger: str | None
    length: Duration | None
    of: str | None = None
    closes: time | None = None
    cap: ClockCap | None = None
    recipient: str | None = None
    binding: bool = True
    assumed: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """When somebody must be told, and how that was counted.

    `trigger` and `trigger_at` (UTC) are what decided: of a limit and its cap, the one that ends first. `due_at` is
    UTC, the last second of the local day for times in days, or when the office closes on it; None where no figure is
    given, as is `due_on`, the audience's day it falls on. `assumed` where it rests on something not known, taken on
    the strict side; `notes` say what. `binding` is False for what is not in force as far as we know. `zone` is where
    `due_on` is that day.
    """

    clock: str
    kind: Kind
    to: str
    audience: Audience | None
    trigger: str
    trigger_at: datetime
    due_at: datetime | None
    due_on: date | None
    assumed: bool
    arithmetic: str
    notes: tuple[str, ...] = ()
    recipient: str | None = None
    binding: bool = True
    zone: str | None = None

    @property
    def note(self) -> str:
        """All notes as one text."""
        return " ".join(self.notes)


@dataclass(frozen=True, slots=True)
class UncountedDeadline:
    """A time limit without a deadline, and why. Only `uncountable` is a fault."""

    clock: str
    kind: Kind
    to: str
    trigger: str | None
    reason: Reason
    why: str


def strictest_first(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """The earliest due first, those without a figure last; of two at one moment law before contract before our word."""
    return tuple(sorted(deadlines, key=_strictness))


def first_for_audience(deadlines: Iterable[Deadline]) -> Mapping[Audience, Deadline]:
    """For each audience the deadline that binds: the earliest of law, contract and our own word."""
    found: dict[Audience, Deadline] = {}
    for one in strictest_first(deadlines):
        if one.audience is not None and one.due_at is not None and one.binding:
            found.setdefault(one.audience, one)
    return found


def _strictness(one: Deadline) -> tuple[datetime, bool, int, int, str]:
    return one.due_at or _NEVER, not one.binding, _KINDS.index(one.kind), stamp_order(one.trigger), one.clock
