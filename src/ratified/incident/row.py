"""What a trace is made of: one row for each promise, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ratified.clock import Deadline, UncountedDeadline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ratified.incident.policy_in_force import PolicyInForce
    from ratified.model.data_entry import DataPointer
    from ratified.model.incident import Incident
    from ratified.model.place import Place

Counted = Deadline | UncountedDeadline
"""A time limit for a notice: its deadline, or why it has none."""

Outcome = Literal["met", "missed", "accepted", "no record", "open", "not applicable", "undecidable"]
"""What became of a promise.

`accepted`: missed, and a signed deviation says so. `no record`: due, and nothing shows that it was kept. `open`: not
due yet. `undecidable`: it cannot be counted, or what promised it cannot be read.
"""

Stage = Literal["triage", "acknowledge", "command", "escalate", "contain", "update", "recover", "notify", "review"]

BROKEN: frozenset[Outcome] = frozenset({"missed", "no record"})
"""Promises that were broken, as far as the record shows, and that nobody signed for."""


def outcome_name(outcome: Outcome) -> str:
    """An outcome as people read it: what was accepted is a deviation, never the target."""
    return "deviation accepted" if outcome == "accepted" else outcome


def outcomes_of(count: int, outcome: Outcome) -> str:
    """How many had an outcome: `2 deviations accepted`, `1 missed`."""
    if outcome == "accepted":
        return f"{count} deviation{'s' * (count != 1)} accepted"
    return f"{count} {outcome}"


@dataclass(frozen=True, slots=True)
class PromiseAnswer:
    """What one policy says of a promise: in words, by when (UTC, where there is a figure), and what became of it."""

    promised: str
    due: datetime | None
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One promise. `id` is the target, the matrix row, the clock, the contract's window or the action.

    `level` is the severity that promised it, `clause` the clause of today's policy that states it, `source` the row
    of data. `happened` is in words, `at` its moment (UTC); `where` is where the record says it, or where it should.
    `then` is the answer by the policy in force then; `today` that of today's, where it is another one.
    """

    stage: Stage
    id: str
    source: str
    where: DataPointer
    then: PromiseAnswer
    level: str | None = None
    clause: str | None = None
    happened: str = ""
    at: datetime | None = None
    today: PromiseAnswer | None = None

    @property
    def place(self) -> Place:
        """Where the record says it, or where it should."""
        return self.where.place

    @property
    def outcome(self) -> Outcome:
        """What became of it, by the policy in force then."""
        return self.then.outcome


@dataclass(frozen=True, slots=True)
class IncidentTrace:
    """An incident against the policy in force then.

    `policies` are those it was judged by: when it was declared, then one for each time its level was raised.
    `without` says why there are no rows: a draft, or a record that stands for no incident of its own. `counted` are
    the time limits for notices by the policy of the declaration.
    """

    incident: Incident
    policies: tuple[PolicyInForce, ...]
    rows: tuple[TraceRow, ...]
    without: str = ""
    counted: tuple[Counted, ...] = ()

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many rows came to each outcome; those that none came to are left out."""
        found: dict[Outcome, int] = {}
        for row in self.rows:
            found[row.outcome] = found.get(row.outcome, 0) + 1
        return found

    @property
    def doubts(self) -> tuple[str, ...]:
        """What must be said before the rows: data that nobody had approved then, or that cannot be read."""
        return tuple(dict.fromkeys(doubt for policy in self.policies for doubt in policy.doubts))
