"""The levels of an incident, each from its moment to the next, and the policy that each is judged by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ratified.clock import CountingStart, moment
from ratified.incident.policy_in_force import PolicyInForce

if TYPE_CHECKING:
    from ratified.model.incident import Incident, SeverityChange
    from ratified.model.severities import SeverityLevel

PolicyAt = Callable[[datetime], PolicyInForce]
"""The policy that judges what began at a moment."""


@dataclass(frozen=True, slots=True)
class SeveritySpan:
    """A level while it held. `start` is what its targets run from, in words and UTC; None where the record lacks it.

    `since` is when the level was set, `until` when another one took its place (None: it is the last).
    """

    level: str
    start: CountingStart | None
    since: datetime
    until: datetime | None
    policy: PolicyInForce
    first: bool
    raised: bool

    @property
    def promises(self) -> SeverityLevel | None:
        """The level as the policy then has it; None where it has none of that id."""
        return self.policy.book.level.get(self.level)


def declared_at(incident: Incident) -> datetime | None:
    """When an incident was declared: its stamp, else its first severity; None where it has neither."""
    written = incident.times.stages.declared or next((s.at_ for s in incident.classification.severity), None)
    return moment(written) if written else None


def set_aside_words(incident: Incident) -> str | None:
    """Why a record stands for no incident of its own; None where it does."""
    aside = incident.set_aside
    if aside is None:
        return None
    merged = f", merged into {aside.merged_into}" if aside.merged_into else ""
    return f"set aside{merged}: {aside.reason}"


def stretches(incident: Incident, policy_at: PolicyAt) -> tuple[SeveritySpan, ...]:
    """The levels of an incident in order.

    The first is judged by the policy of its declaration, and so is a lower level that follows; a raised one by the
    policy of the raise, and its targets run from there (IR-4.7 of the reference policy).
    """
    changes = sorted(incident.classification.severity, key=lambda change: moment(change.at_))
    declared = declared_at(incident)
    if not changes or declared is None:
        return ()
    policy = policy_at(declared)
    start = _first_start(incident, policy, declared)
    found: list[SeveritySpan] = []
    for index, change in enumerate(changes):
        at = moment(change.at_)
        raised = index > 0 and _rank(policy, change) < _rank(policy, changes[index - 1])
        if raised:
            policy = policy_at(at)
            start = CountingStart(f"the raise to {_name(policy, change.level)}", at)
        until = moment(changes[index + 1].at_) if index + 1 < len(changes) else None
        found.append(SeveritySpan(change.level, start, at, until, policy, index == 0, raised))
    return tuple(found)


def worst(found: Sequence[SeveritySpan]) -> SeveritySpan:
    """The stretch of the most severe level: the review is that of this one, whatever came after."""
    order = list(found[0].policy.book.level)
    return min(found, key=lambda one: order.index(one.level) if one.level in order else len(order))


def _first_start(incident: Incident, policy: PolicyInForce, declared: datetime) -> CountingStart | None:
    if policy.book.severities.clock_starts == "detected":
        detected = incident.times.stages.detected
        return CountingStart("detection", moment(detected)) if detected else None
    return CountingStart("declaration", declared)


def _rank(policy: PolicyInForce, change: SeverityChange) -> int:
    """Where a level stands, most severe first; one that the policy does not know is the least."""
    order = list(policy.book.level)
    return order.index(change.level) if change.level in order else len(order)


def _name(policy: PolicyInForce, level: str) -> str:
    found = policy.book.level.get(level)
    return found.name if found else level
