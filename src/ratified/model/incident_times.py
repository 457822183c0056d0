"""The moments of an incident: those of its stages, and those that notification clocks start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.data_entry import DataEntry, Id, Text
from ratified.model.instant import Instant

if TYPE_CHECKING:
    from collections.abc import Mapping


class StageStamps(DataEntry):
    """When each stage was reached, in the order of the response. None is ever computed from another."""

    occurred_from: Instant | None = None
    occurred_to: Instant | None = None
    detected: Instant | None = None
    reported: Instant | None = None
    triaged: Instant | None = None
    declared: Instant | None = None
    acknowledged: Instant | None = None
    commander_named: Instant | None = None
    containment_decided: Instant | None = None
    contained: Instant | None = None
    eradicated: Instant | None = None
    restored: Instant | None = None
    validated: Instant | None = None
    closed: Instant | None = None


STAGES = tuple(name for name in StageStamps.model_fields if name != "spot")
"""The names of the stages, in the order of the model."""


class ClockStamps(DataEntry):
    """What clocks of the catalogue start from, by the names it gives them; occurrence and detection are stages."""

    suspicion: Instant | None = None
    reasonable_suspicion: Instant | None = None
    reasonable_belief: Instant | None = None
    discovery: Instant | None = None
    awareness: Instant | None = None
    awareness_personal_data_affected: Instant | None = None
    noticing_or_told: Instant | None = None
    contract_defined: Instant | None = None
    determination_or_reason_to_believe: Instant | None = None
    determination: Instant | None = None
    confirmation: Instant | None = None
    classification: Instant | None = None
    scope_identified: Instant | None = None
    materiality_determination: Instant | None = None
    assessment_complete: Instant | None = None
    payment: Instant | None = None
    corrective_measure_available: Instant | None = None
    individual_notice_sent: Instant | None = None


class Awareness(DataEntry):
    """Who decided when we became aware, on which facts, and why it took as long as it did."""

    by: Id
    role: Id
    facts: Text
    gap_reason: Text | None = None


class SkippedStage(DataEntry):
    """A stage that this incident did not go through."""

    stamp: Text
    reason: Text


class IncidentTimes(DataEntry):
    """Every timestamp of an incident. `estimated` names the stages whose time is an estimate."""

    stages: StageStamps = StageStamps.model_construct()
    clocks: ClockStamps = ClockStamps.model_construct()
    awareness: Awareness | None = None
    estimated: tuple[Text, ...] = ()
    not_applicable: tuple[SkippedStage, ...] = ()

    def starts(self) -> Mapping[str, str]:
        """What each clock of the catalogue may start from, by its name there, as written."""
        stages, clocks = self.stages, self.clocks
        found = {"occurrence": stages.occurred_from, "detection": stages.detected}
        found |= {name: getattr(clocks, name) for name in ClockStamps.model_fields if name != "spot"}
        return {name: at for name, at in found.items() if at is not None}
