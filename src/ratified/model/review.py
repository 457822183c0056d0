"""What is written once an incident is over: its review, what deviated, what is disclosed, what changed since."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ratified.model.data_entry import Code, DataEntry, Day, Id, Span, Text
from ratified.model.instant import Instant
from ratified.model.response import Sha256

Cause = Literal[
    "missing-control",
    "control-failed",
    "design-flaw",
    "misconfiguration",
    "known-weakness-open",
    "capacity",
    "process",
    "training",
    "vendor",
    "human-error",
    "unknown",
]


class Attendee(DataEntry):
    """Somebody who took part in a review, or sent a written account."""

    role: Id
    person: Id
    in_writing: bool = False


class RootCause(DataEntry):
    """Why our controls let it happen, and the evidence for that."""

    category: Cause
    text: Text
    evidence: Text | None = None


class Improvement(DataEntry):
    """Whether controls change, and who signed that."""

    decision: Literal["change", "no-change"]
    reason: Text
    signed_by: Id | None = None
    signed_on: Day | None = None


class IncidentReview(DataEntry):
    """The review after an incident."""

    held: Instant | None = None
    published: Instant | None = None
    sent_to: tuple[Text, ...] = ()
    facilitator: Id | None = None
    attendees: tuple[Attendee, ...] = ()
    root_cause: RootCause | None = None
    contributing: tuple[Text, ...] = ()
    worked: tuple[Text, ...] = ()
    detection_gap: Text | None = None
    severity_right: Text | None = None
    improvement: Improvement | None = None


class Deviation(DataEntry):
    """A promise that was not kept. `promise` is a target, a matrix row, a clock or a clause; `took` what it took."""

    promise: Code
    took: Span | None = None
    reason: Text
    accepted_by: Id | None = None
    accepted: Instant | None = None


class Disclosure(DataEntry):
    """Whether management's description of the system must tell of the incident."""

    significant: bool
    reason: Text
    proposed_by: Id | None = None
    decided_by: Id
    decided_on: Day


class FullRecord(DataEntry):
    """The unredacted record, which is kept elsewhere, and the hash that proves this one is drawn from it."""

    sha256: Sha256
    location: Text


class RecordAmendment(DataEntry):
    """A change to a closed record: what, by whom and why."""

    at_: Instant = Field(alias="at")
    by: Id
    what: Text
    why: Text


class Reopening(DataEntry):
    """A closed incident that came back: the sign that showed it, and the closure that no longer counts."""

    at_: Instant = Field(alias="at")
    by: Id
    sign: Text
    closed_before: Instant


class SetAsideRecord(DataEntry):
    """A record that stands for no incident of its own: opened by mistake, or merged into another."""

    at_: Instant = Field(alias="at")
    by: Id
    reason: Text
    merged_into: Code | None = None
