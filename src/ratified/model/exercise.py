"""`data/exercises/EX-*.yml`: one exercise, who took part, what they decided, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ratified.model.action import Action
from ratified.model.data_entry import Clock24, Code, DataEntry, Day, Id, Span, Text
from ratified.model.instant import Instant
from ratified.model.response import Sha256

Phase = Literal["detect", "triage", "escalate", "contain", "eradicate", "recover", "notify", "review"]
PHASES: tuple[Phase, ...] = ("detect", "triage", "escalate", "contain", "eradicate", "recover", "notify", "review")
"""The phases of an incident in which an exercise asks for a decision, in order."""

ExerciseId = Annotated[str, StringConstraints(pattern=r"^EX-[0-9]{4}-[0-9]{2,4}$")]
"""An exercise's id, numbered through each year without gaps: `EX-2026-01`."""


class Scenario(DataEntry):
    """What was played, and why our threats make it likely."""

    tags: tuple[Id, ...] = ()
    text: Text | None = None
    why: Text | None = None


class Objective(DataEntry):
    """What the exercise was to test, and the criteria behind it."""

    text: Text
    criteria: tuple[Code, ...] = ()


class AgendaItem(DataEntry):
    """A part of the exercise, by its time of day."""

    time: Clock24 | None = None
    item: Text


class Inject(DataEntry):
    """A piece of news given to the players; `takes_away` is the role that it removes without warning."""

    id: Code
    phase: Phase
    text: Text
    channel: Text | None = None
    expected: Text | None = None
    takes_away: Id | None = None


class Participant(DataEntry):
    """A line of the sign-in sheet: a role, who came for it, and the day they signed.

    `made_up_on`: they missed it and worked through the scenario afterwards.
    """

    role: Id
    person: Id | None = None
    signed_on: Day | None = None
    method: Literal["in-person", "signature", "account"] | None = None
    made_up_on: Day | None = None


class ExerciseDecision(DataEntry):
    """A decision of a phase, and whether it followed the policy."""

    phase: Phase
    inject: Code | None = None
    at_: Instant | None = Field(default=None, alias="at")
    decision: Text
    by: Id
    reason: Text | None = None
    clause: Code | None = None
    follows: bool = True


class MeasuredTime(DataEntry):
    """A time that was taken in the exercise against a target of a severity."""

    target: Text
    level: Id
    took: Span


class ExercisedClock(DataEntry):
    """A notification clock that was worked through to its due time."""

    clock: Id
    start: Instant
    due: Instant | None = None


class ExerciseGap(DataEntry):
    """Something that did not go as the policy says; `action` is the follow-up it ends in."""

    text: Text
    action: Code | None = None
    decision: Phase | None = None


class AfterActionReport(DataEntry):
    """The report after an exercise: who wrote it, when it went out, and who else approved it."""

    author: Id
    issued_on: Day
    approved_by: Id | None = None
    approved_on: Day | None = None
    sent_to: tuple[Text, ...] = ()


class EvidenceFile(DataEntry):
    """A file that proves something of the exercise, such as the attendance list."""

    item: Text
    kind: Literal["attendance", "notes", "recording", "restore", "other"]
    sha256: Sha256 | None = None
    location: Text | None = None


class Exercise(DataEntry):
    """The whole of a record of an exercise.

    `draft`: planned. `held`: it took place and its report is being written. `closed`: the report is out.
    """

    id: ExerciseId
    title: Text
    status: Literal["draft", "held", "closed"]
    kind: Literal["tabletop", "functional", "live"]
    starts: Instant | None = None
    ends: Instant | None = None
    mode: Literal["in-person", "remote", "mixed"] | None = None
    policy_version: int | None = Field(default=None, ge=1)
    runbooks: tuple[Code, ...] = ()
    facilitator: Id | None = None
    scribe: Id | None = None
    scope: Text | None = None
    scenario: Scenario = Scenario.model_construct()
    objectives: tuple[Objective, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    injects: tuple[Inject, ...] = ()
    participants: tuple[Participant, ...] = ()
    decisions: tuple[ExerciseDecision, ...] = ()
    measured: tuple[MeasuredTime, ...] = ()
    clocks: tuple[ExercisedClock, ...] = ()
    strengths: tuple[Text, ...] = ()
    gaps: tuple[ExerciseGap, ...] = ()
    report: AfterActionReport | None = None
    follow_ups: tuple[Action, ...] = ()
    evidence: tuple[EvidenceFile, ...] = ()

    @property
    def held_on(self) -> date | None:
        """The local day it was held on, or None while it is planned."""
        return datetime.fromisoformat(self.starts).date() if self.starts and self.status != "draft" else None
