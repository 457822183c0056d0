"""`data/notifications.yml`, `data/contracts.yml` and the clock catalogue: who must be told, by when."""

from __future__ import annotations

from datetime import time
from typing import Literal

from pydantic import Field

from ratified.model.calendars import Calendar
from ratified.model.data_entry import Clock24, Code, DataEntry, Day, Id, Span, Text

Audience = Literal[
    "authority", "individuals", "customers", "insurer", "card-scheme", "credit-bureaus", "media", "auditor", "internal"
]
Unit = Literal["hours", "calendar_days", "business_days", "months", "no_fixed"]
Certainty = Literal["high", "medium", "low"]

TRIGGERS: tuple[str, ...] = (
    "occurrence",
    "detection",
    "suspicion",
    "reasonable_suspicion",
    "reasonable_belief",
    "discovery",
    "awareness",
    "awareness_personal_data_affected",
    "noticing_or_told",
    "contract_defined",
    "determination_or_reason_to_believe",
    "determination",
    "confirmation",
    "classification",
    "scope_identified",
    "materiality_determination",
    "assessment_complete",
    "payment",
    "corrective_measure_available",
    "individual_notice_sent",
    "prior_submission",
    "calendar_year_end_of_discovery",
)
"""The stamps a clock may start from, earliest in an incident's life first."""


class ClockWindow(DataEntry):
    """How long a clock runs; `no_fixed` where the law gives no figure, with what it says instead in `words`."""

    n: int | None = Field(default=None, ge=1, le=100_000)
    unit: Unit | None = None
    words: Text | None = None


class ClockThreshold(DataEntry):
    """When a clock applies, in words; `op` and `count` where a number decides.

    `also`: the number decides only about somebody who is told too; the clock itself runs whatever the number.
    """

    text: Text
    op: Literal[">", ">=", "<", "<="] | None = None
    count: int | None = Field(default=None, ge=0)
    of: Text | None = None
    also: bool = False


class ClockCap(DataEntry):
    """A second limit; the earlier of the two counts."""

    trigger: Text
    n: int = Field(ge=1, le=100_000)
    unit: Unit
    unless: Text | None = None


class ClockStage(DataEntry):
    """A later report of the same clock."""

    stage: Text
    window: ClockWindow
    anchor: Text


class Clock(DataEntry):
    """One notification clock. Every one of them: check with counsel.

    `zones` are where its days are counted; of several the one counts in which it ends first. `calendar` is the one
    its business days are counted by. `closes` is the time of day, there, until which the office that is told takes a
    notice for that day; what comes later counts for its next business day. `strict` is the shorter window we plan by
    where sources argue for longer. `lenient` is a reading that is shown and never planned by. `delay_by` is who may
    ask for a delay.
    """

    id: Id
    regime: Text
    to: Text | None = None
    audience: Audience | None = None
    role: Text | None = None
    trigger: Text | None = None
    of: Text | None = None
    window: ClockWindow | None = None
    strict: ClockWindow | None = None
    zones: tuple[Text, ...] = ()
    calendar: Id | None = None
    closes: Clock24 | None = None
    cap: ClockCap | None = None
    next: tuple[ClockStage, ...] = ()
    threshold: ClockThreshold | None = None
    roll: Text | None = None
    lenient: Literal["reg-1182-71"] | None = None
    delay: Text | None = None
    delay_by: Literal["law_enforcement", "attorney_general"] | None = None
    effective_from: Day | None = None
    effective_to: Day | None = None
    certainty: Certainty
    status: Text
    source: Text | None = None
    recorded: Day
    note: Text | None = None
    verify_with_counsel: Literal[True] = True

    @property
    def closing_time(self) -> time | None:
        """`closes` as a time of day; None for the end of the day."""
        return time.fromisoformat(self.closes) if self.closes else None


class ClockCatalogue(DataEntry):
    """The clocks that ship with the package, and the public holidays that those in business days count by."""

    version: int
    clocks: tuple[Clock, ...]
    calendars: tuple[Calendar, ...] = ()


class AuthorityContact(DataEntry):
    """How an authority takes a notice: its form, line or address, and when somebody last saw that it works."""

    how: Text
    verified_on: Day


class ScopedClock(DataEntry):
    """A clock of the catalogue that binds us, with what we commit to. `zone` is the recipient's.

    `verified_on` is the day on which counsel held it against its source, `verified_by` who that was, by roster id.
    """

    clock: Id
    owner: Id
    recipient: Text
    starts: Text | None = None
    within: Span | None = None
    roll: Text | None = None
    zone: Text | None = None
    calendar: Id | None = None
    binding: bool = True
    verified_on: Day | None = None
    verified_by: Id | None = None
    contact: AuthorityContact | None = None


class Commitment(DataEntry):
    """The longest we allow ourselves for an audience, whatever the regime."""

    id: Id
    audience: Audience
    within: Span
    starts: Text
    owner: Id
    text: Text


class Notifications(DataEntry):
    """The whole of `data/notifications.yml`; `clocks` holds clocks that the catalogue lacks, in a `version`."""

    reviewed: Day | None = None
    version: int | None = Field(default=None, ge=1)
    in_scope: tuple[ScopedClock, ...]
    commitments: tuple[Commitment, ...]
    clocks: tuple[Clock, ...] = ()


class ContractWindow(DataEntry):
    """One notice window of a contract or data processing agreement.

    `calendar` is the one its days are counted by; where the contract names none, the company's public holidays.
    """

    id: Id
    kind: Literal["contract", "dpa", "baa", "policy"]
    audience: Audience = "customers"
    within: Span | None = None
    starts: Text | None = None
    calendar: Id | None = None
    contact: Text | None = None


class Contract(DataEntry):
    """A customer's contract, in force from one day until another, both included."""

    id: Code
    party: Text
    personal_data: bool
    from_: Day = Field(alias="from")
    until: Day | None = None
    windows: tuple[ContractWindow, ...] = ()


class Contracts(DataEntry):
    """The whole of `data/contracts.yml`."""

    reviewed: Day | None = None
    contracts: tuple[Contract, ...]
