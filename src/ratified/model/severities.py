"""`data/severities.yml`, `data/escalation.yml` and `data/intake.yml`: how bad, who is told, where events come from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic.json_schema import WithJsonSchema

from ratified.model.channels import ChannelKind
from ratified.model.data_entry import Code, DataEntry, Day, Id, Span, Text, duration
from ratified.model.duration import Duration
from ratified.model.people import NoAnswer

Anchor = Literal[
    "exfiltration",
    "outage",
    "personal-data",
    "confidentiality",
    "integrity",
    "availability",
    "privacy",
]


def _target(value: object) -> object:
    return value if value == "none" else duration(value)


Target = Annotated[
    Duration | Literal["none"],
    BeforeValidator(_target),
    WithJsonSchema({"type": "string", "examples": ["15m", "4h", "3bd", "none"]}),
]
"""A time limit, or `none` where the policy makes no commitment on purpose."""


class Criterion(DataEntry):
    """A fact that puts an incident at a level; a ticket cites its id. `confirmed`: only once something confirms it."""

    id: Code
    text: Text
    short: Text
    confirmed: bool = False
    covers: tuple[Anchor, ...] = ()
    no_runbook: Text | None = None


class Targets(DataEntry):
    """What the policy promises at a level. The first seven are promised at every level."""

    acknowledge: Target | None = None
    name_commander: Target | None = None
    escalate: Target | None = None
    contain: Target | None = None
    update: Target | None = None
    recover: Target | None = None
    review: Target | None = None
    decide_containment: Target | None = None
    customer_update: Target | None = None
    assess_notification: Target | None = None
    publish_review: Target | None = None
    close_actions: Target | None = None
    recheck_severity: Target | None = None


TARGETS = tuple(name for name in Targets.model_fields if name != "spot")
"""The names of all targets, in the order of the model."""


class SeverityLevel(DataEntry):
    """A severity level, most severe first in the file."""

    id: Id
    name: Text
    label: Text
    summary: Text
    criteria: tuple[Criterion, ...] = ()
    targets: Targets = Targets.model_construct()


class Severities(DataEntry):
    """The whole of `data/severities.yml`."""

    reviewed: Day | None = None
    tie_break: Literal["highest-match-wins"] | None = None
    when_unsure: Literal["higher"] | None = None
    clock_starts: Literal["detected", "declared"]
    calendar: Id | None = None
    levels: tuple[SeverityLevel, ...]


class EscalationTrigger(DataEntry):
    """Something besides a severity that makes somebody be told."""

    id: Id
    text: Text


class EscalationRow(DataEntry):
    """Once `from` knows, `to` is notified within this time."""

    id: Id
    severity: Id | None = None
    trigger: Id | None = None
    from_: Id = Field(alias="from")
    to: Id
    within: Span | None = None
    channels: tuple[ChannelKind, ...] = ()
    if_no_ack: NoAnswer | None = None


class Escalation(DataEntry):
    """The whole of `data/escalation.yml`."""

    reviewed: Day | None = None
    first_responder: Id
    triggers: tuple[EscalationTrigger, ...] = ()
    rows: tuple[EscalationRow, ...]


class IntakeSource(DataEntry):
    """Where events come from, by which route, and who triages them."""

    id: Id
    title: Text
    examples: Text
    route: Text | None = None
    triage: Id | None = None
    within: Span | None = None


class Intake(DataEntry):
    """The whole of `data/intake.yml`."""

    reviewed: Day | None = None
    sources: tuple[IntakeSource, ...]
