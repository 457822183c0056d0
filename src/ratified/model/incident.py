"""`data/incidents/INC-*.yml`: one incident, from detection to closed actions, in its redacted form."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ratified.model.action import Action
from ratified.model.data_entry import Code, DataEntry, Day, Id, Span, Text
from ratified.model.incident_times import IncidentTimes
from ratified.model.instant import Instant
from ratified.model.response import Response
from ratified.model.review import (
    Deviation,
    Disclosure,
    FullRecord,
    IncidentReview,
    RecordAmendment,
    Reopening,
    SetAsideRecord,
)

IncidentId = Annotated[str, StringConstraints(pattern=r"^INC-[0-9]{4}-[0-9]{3,5}$")]
"""An incident's id, numbered through each year without gaps: `INC-2026-001`."""


class Origin(DataEntry):
    """Where the incident came from: an intake source, the role that reported it, the vendor it started at."""

    intake: Id
    reporter: Id | None = None
    vendor: Text | None = None
    vendor_notice: Instant | None = None


class SkippedStep(DataEntry):
    """A step of a runbook that was left out, and why."""

    step: Text
    reason: Text


class FollowedRunbook(DataEntry):
    """A runbook that the responders followed, in the version they had, and what they left out."""

    id: Code
    version: int | None = Field(default=None, ge=1)
    left_out: tuple[SkippedStep, ...] = ()


class SeverityChange(DataEntry):
    """A level, from a moment on: the criteria it matches, who set it, and why where it was lowered.

    `no_longer` is the criterion that a lower level rests on: the one that does not hold any more.
    """

    at_: Instant = Field(alias="at")
    level: Id
    criteria: tuple[Code, ...] = ()
    by: Id
    role: Id
    reason: Text | None = None
    no_longer: Code | None = None


class IncidentTrigger(DataEntry):
    """A fact that escalates at any severity, and when it was known."""

    id: Id
    at_: Instant = Field(alias="at")


class AffectedCount(DataEntry):
    """A number and how sure it is; without `n` it is unknown."""

    n: int | None = Field(default=None, ge=0)
    certainty: Literal["counted", "estimated", "unknown"]
    method: Text | None = None


class Impact(DataEntry):
    """What was hit. `data` is never left open: none, possible, confidential, or personal."""

    text: Text | None = None
    data: Literal["none", "possible", "confidential", "personal"] | None = None
    kinds: tuple[Text, ...] = ()
    properties: tuple[Literal["confidentiality", "integrity", "availability", "privacy"], ...] = ()
    systems: tuple[Text, ...] = ()
    customers: AffectedCount | None = None
    people: AffectedCount | None = None
    places: tuple[Text, ...] = ()
    contracts: tuple[Code, ...] = ()
    lasted: Span | None = None


class Classification(DataEntry):
    """What kind of incident it is and how severe it was, first level first."""

    scenario: Id | None = None
    severity: tuple[SeverityChange, ...] = ()
    triggers: tuple[IncidentTrigger, ...] = ()
    impact: Impact = Impact.model_construct()


class RecordGovernance(DataEntry):
    """What closing asks for: disclosure in the system description, where the full record is, how long it is kept."""

    disclosure: Disclosure | None = None
    full_record: FullRecord | None = None
    privileged: bool = False
    keep_until: Day | None = None
    case_reference: Text | None = None


class Incident(DataEntry):
    """The whole of a record of an incident.

    `draft`: opened, and nobody declared it yet. `policy_version` and `clock_catalogue` are those in force when it
    was declared. People stand in it by their roster id; customers by the id of their contract.
    """

    id: IncidentId
    title: Text
    status: Literal["draft", "declared", "closed"]
    codename: Text | None = None
    confidentiality: Literal["restricted", "internal"] = "restricted"
    ticket: Text | None = None
    policy_version: int | None = Field(default=None, ge=1)
    clock_catalogue: int | None = Field(default=None, ge=1)
    runbooks: tuple[FollowedRunbook, ...] = ()
    origin: Origin | None = None
    times: IncidentTimes = IncidentTimes.model_construct()
    classification: Classification = Classification.model_construct()
    response: Response = Response.model_construct()
    deviations: tuple[Deviation, ...] = ()
    review: IncidentReview | None = None
    corrective_actions: tuple[Action, ...] = ()
    governance: RecordGovernance = RecordGovernance.model_construct()
    set_aside: SetAsideRecord | None = None
    reopened: tuple[Reopening, ...] = ()
    amendments: tuple[RecordAmendment, ...] = ()
