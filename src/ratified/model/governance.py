"""The smaller files: coverage, limits, waivers, events, revoked keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ratified.model.data_entry import Code, DataEntry, Day, Id, RuleCode, Span, Text
from ratified.model.instant import Instant
from ratified.model.promises import Promise
from ratified.model.response import Sha256


class DatedEvidence(DataEntry):
    """A piece of evidence that stands in no record: what it is, and the day it is of.

    `period` is the audit period it is claimed for, `file` where it is in this repository, `sha256` its hash.
    """

    item: Text
    dated: Day
    period: Id | None = None
    file: Text | None = None
    sha256: Sha256 | None = None


class RequirementAnswer(DataEntry):
    """What shows that a requirement is met, beyond the clauses and runbooks that cite it themselves.

    `evidence` says in words what an assessor can look at, `exhibits` name pieces of it with their days.
    """

    requirement: Code
    clauses: tuple[Code, ...] = ()
    runbooks: tuple[Code, ...] = ()
    evidence: tuple[Text, ...] = ()
    exhibits: tuple[DatedEvidence, ...] = ()


class Exclusion(DataEntry):
    """A requirement that nothing answers, and why that is right."""

    requirement: Code
    reason: Text


class Coverage(DataEntry):
    """The whole of `data/coverage.yml`."""

    reviewed: Day | None = None
    frameworks: tuple[Code, ...] = Field(min_length=1)
    answers: tuple[RequirementAnswer, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    promises: tuple[Promise, ...] = ()


class Limit(DataEntry):
    """A number the policy sets that belongs to no severity: a time or a count."""

    id: Id
    text: Text
    within: Span | None = None
    count: int | None = Field(default=None, ge=0)


class Limits(DataEntry):
    """The whole of `data/limits.yml`."""

    reviewed: Day | None = None
    limits: tuple[Limit, ...]


class Waiver(DataEntry):
    """A finding we accept for a while. `place` is a path, or `path#subject` for one entry of it."""

    code: RuleCode
    place: Text
    reason: Text
    approver: Id | None = None
    expires: Day | None = None


class Waivers(DataEntry):
    """The whole of `data/waivers.yml`."""

    reviewed: Day | None = None
    waivers: tuple[Waiver, ...] = ()


class DismissedEvent(DataEntry):
    """An event that was judged and found to be no incident. INC-25 asks for the reason and the decider."""

    id: Code
    detected_at: Instant
    source: Id
    reason: Text | None = None
    decided_by: Id | None = None
    decided_at: Instant | None = None


class NilStatement(DataEntry):
    """A signed statement that a stretch of days had no incident, with the query that showed it."""

    id: Code
    starts: Day
    ends: Day
    query: Text
    signed_by: Id
    signed_on: Day


class TrendReview(DataEntry):
    """A look across a stretch of days, and the counts that the pager and the ticket system gave for it.

    `incidents` counts what was declared in the stretch, `dismissed` the events detected in it.
    """

    id: Code
    starts: Day
    ends: Day
    held_on: Day
    by: Id
    query: Text
    incidents: int = Field(ge=0)
    dismissed: int = Field(ge=0)
    minutes: Text


class ControlRun(DataEntry):
    """A control that comes back at an interval, on the day on which it was run. `control` is the id of its limit."""

    control: Id
    held_on: Day
    by: Id
    result: Literal["passed", "failed"]
    evidence: Text


class Events(DataEntry):
    """The whole of `data/events.yml`."""

    reviewed: Day | None = None
    dismissed: tuple[DismissedEvent, ...] = ()
    nil_statements: tuple[NilStatement, ...] = ()
    trend_reviews: tuple[TrendReview, ...] = ()
    controls: tuple[ControlRun, ...] = ()


class RevokedKey(DataEntry):
    """A key that counts for nothing on commits that are not ancestors of `from`."""

    fingerprint: Text
    from_: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")] = Field(alias="from")
    reason: Text


class RevokedKeys(DataEntry):
    """The whole of `data/trust/revoked.yml`."""

    revoked: tuple[RevokedKey, ...] = ()
