"""A notice held back at a request of law enforcement, where the clock allows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.clock.counting import closing_words
from ratified.clock.moments import end_of_day
from ratified.clock.zones import zone

if TYPE_CHECKING:
    from ratified.clock.counting import CountingPlace
    from ratified.clock.deadline import Deadline
    from ratified.clock.facts import DelayRequest
    from ratified.model.notifications import Clock


def held_back(found: Deadline, clock: Clock, delay: DelayRequest, where: CountingPlace) -> Deadline:
    """The deadline, at the end of the delay's last day where that is later and the law allows the delay.

    The strict reading: nothing is added for the time that was left when the request came. A request without an
    end, of somebody the law does not name, or that came after the deadline moves nothing, and the note says so.
    """
    if found.due_at is None or found.due_on is None:
        return found
    refused = _refused(found, clock, delay)
    if refused or delay.last is None:
        return replace(
            found, notes=(*found.notes, f"The delay asked for by {delay.requester} moves nothing: {refused}.")
        )
    closes = clock.closing_time
    until, name = min((end_of_day(delay.last, zone(name), closes), name) for name in where.zones)
    if until <= found.due_at:
        return found
    asked = f"{delay.form} request of {delay.requester}, from {delay.since} to {delay.last}"
    return replace(
        found,
        due_at=until,
        due_on=delay.last,
        zone=name,
        arithmetic=f"{found.arithmetic}; held back to {closing_words(delay.last, closes)} by the {asked}",
        notes=(*found.notes, "Whether time that was left is added when a delay ends is for counsel; none is added."),
    )


def _refused(found: Deadline, clock: Clock, delay: DelayRequest) -> str | None:
    """Why a delay has no effect on a clock, or None."""
    if clock.delay_by is None:
        return "no delay is known under this clock"
    if clock.delay_by == "attorney_general" and (delay.asked_by != "attorney_general" or delay.form != "written"):
        return "only a written determination of the Attorney General does"
    if delay.last is None:
        return "a written request must say until when"
    if found.due_on is not None and delay.since > found.due_on:
        return f"it was asked for on {delay.since}, after the deadline"
    return None
