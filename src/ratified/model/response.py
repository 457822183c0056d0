"""What was done in an incident: who was told, what was seen, decided and done, and who was notified."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ratified.model.channels import ChannelKind
from ratified.model.data_entry import Code, DataEntry, Id, Text
from ratified.model.instant import Instant

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""The SHA-256 of a file, in lower-case hexadecimal."""


class RoleTurn(DataEntry):
    """A person in a role from one moment to another; without `until`, to the end."""

    role: Id
    person: Id
    since: Instant
    until: Instant | None = None


class EscalationAttempt(DataEntry):
    """One escalation, or an attempt where nobody answered. `rows` are those of the matrix that it follows.

    `to` is the role that was called: the one of the row, or the next where that did not answer.
    """

    at_: Instant = Field(alias="at")
    rows: tuple[Id, ...] = ()
    to: Id
    person: Id | None = None
    channel: ChannelKind
    answered: Instant | None = None


class TimelineEntry(DataEntry):
    """A line of the timeline. `entered` says when it was written, where that was later."""

    at_: Instant = Field(alias="at")
    by: Id
    kind: Literal["observe", "decide", "act", "communicate", "evidence"]
    text: Text
    ref: Text | None = None
    entered: Instant | None = None


class IncidentDecision(DataEntry):
    """A decision: what was asked, what there was to choose, and why. `answers` is a runbook's decision, `RB-02-D1`."""

    id: Code
    at_: Instant = Field(alias="at")
    question: Text
    options: tuple[Text, ...] = ()
    chosen: Text
    reason: Text
    by: Id
    role: Id
    approved_by: Id | None = None
    answers: Code | None = None


class ResponseStep(DataEntry):
    """A step of containment, eradication or recovery."""

    at_: Instant = Field(alias="at")
    kind: Literal["contain", "eradicate", "recover"]
    by: Id
    what: Text
    system: Text | None = None
    result: Text | None = None
    change: Text | None = None
    approved_by: Id | None = None


class CustodyTransfer(DataEntry):
    """Evidence that went from one hand to another."""

    at_: Instant = Field(alias="at")
    to: Text


class Exhibit(DataEntry):
    """One item of evidence: what it is, who took it, where it is kept, and every hand it passed through."""

    id: Code
    item: Text
    source: Text
    collected_by: Id | None = None
    collected: Instant | None = None
    sha256: Sha256 | None = None
    location: Text | None = None
    custody: tuple[CustodyTransfer, ...] = ()


class LegalHold(DataEntry):
    """Whether deletion stops for legal reasons, and who decided that."""

    held: bool
    by: Id
    at_: Instant = Field(alias="at")
    reason: Text


class LawEnforcementDelay(DataEntry):
    """A notice that waits for law enforcement."""

    asked_by: Text
    in_writing: bool
    since: Instant
    until: Instant


class NoticeDecision(DataEntry):
    """The decision for one clock, also where the answer is no. `start` is the timestamp it runs from.

    `clock` is a clock in scope, a window of a contract or a commitment. `assumed`: a threshold treated as met.
    """

    clock: Id
    decision: Literal["notify", "not-required", "pending"]
    reason: Text | None = None
    assumed: bool = False
    assessed_by: Id | None = None
    assessed: Instant | None = None
    approved_by: Id | None = None
    start: Instant | None = None
    due: Instant | None = None
    sent: Instant | None = None
    recipient: Text | None = None
    proof: Text | None = None
    late_reason: Text | None = None
    delay: LawEnforcementDelay | None = None


class StatusUpdate(DataEntry):
    """Something said about the incident, inside or outside."""

    at_: Instant = Field(alias="at")
    audience: Literal["internal", "customers", "public", "staff", "authority", "vendor"]
    by: Id
    text: Text
    approved_by: Id | None = None
    ref: Text | None = None


class RecoveryCheck(DataEntry):
    """A check before return to production, and who made it."""

    check: Text
    result: Literal["passed", "failed"]
    by: Id
    role: Id
    at_: Instant = Field(alias="at")


class ReturnToProduction(DataEntry):
    """The word that let systems return to production."""

    at_: Instant = Field(alias="at")
    by: Id
    role: Id
    reduced: Text | None = None


class Response(DataEntry):
    """Everything done between declaration and closure, each list oldest first."""

    roles: tuple[RoleTurn, ...] = ()
    escalations: tuple[EscalationAttempt, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    decisions: tuple[IncidentDecision, ...] = ()
    actions: tuple[ResponseStep, ...] = ()
    evidence: tuple[Exhibit, ...] = ()
    legal_hold: LegalHold | None = None
    notifications: tuple[NoticeDecision, ...] = ()
    updates: tuple[StatusUpdate, ...] = ()
    validation: tuple[RecoveryCheck, ...] = ()
    returned: ReturnToProduction | None = None
