"""Corrective actions: what a review or an exercise decided to change, by whom and by when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ratified.model.data_entry import Code, DataEntry, Day, Id, Text


class Extension(DataEntry):
    """A due date that was moved, by whom and why."""

    from_: Day = Field(alias="from")
    to: Day
    reason: Text
    approved_by: Id | None = None
    approved_on: Day | None = None


class EffectCheck(DataEntry):
    """Whether a closed action did what it was meant to."""

    checked_on: Day
    by: Id
    result: Literal["works", "does-not-work"]
    text: Text | None = None


class Action(DataEntry):
    """One corrective action. It is open until `closed_on`; `seen_by` is who looked at the evidence of closing.

    `owner` is a person of the roster, `role` the one they answer in.
    """

    id: Code
    text: Text
    kind: Literal["preventive", "detective", "corrective"] | None = None
    role: Id | None = None
    owner: Id | None = None
    priority: Literal["high", "medium", "low"] | None = None
    due: Day | None = None
    extended: tuple[Extension, ...] = ()
    closed_on: Day | None = None
    evidence: Text | None = None
    seen_by: Id | None = None
    effect: EffectCheck | None = None
