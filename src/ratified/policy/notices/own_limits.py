"""The time limits of a repository's own data: internal deadlines, what contracts and commitments say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import TimeLimitTerm, clock_length

if TYPE_CHECKING:
    from ratified.model.notifications import Clock, Commitment, Contract, ContractWindow, ScopedClock

NO_TIME = "the contract's row names no time"


def own_term(clock: Clock, row: ScopedClock) -> TimeLimitTerm | None:
    """Our internal deadline for a clock in scope; None where that is the clock's own time."""
    starts = row.starts or clock.trigger
    same = (row.within, starts) == (clock_length(clock), clock.trigger)
    if row.within is None or (same and clock.status != "per_contract"):
        return None
    return TimeLimitTerm(
        f"{clock.id}/own",
        "commitment",
        clock.to or clock.regime,
        clock.audience,
        starts,
        row.within,
        of=clock.of,
        closes=clock.closing_time,
        recipient=row.recipient,
        notes=(f"Our internal deadline under {clock.regime}.",),
    )


def window_term(contract: Contract, window: ContractWindow) -> TimeLimitTerm:
    """A contract's window."""
    return TimeLimitTerm(
        window.id,
        window.kind,
        contract.party,
        window.audience,
        window.starts,
        window.within,
        recipient=window.contact,
        notes=(f"{contract.id}, if {contract.party} is touched.",),
    )


def promise_term(one: Commitment) -> TimeLimitTerm:
    """A commitment of ours."""
    notes = (f"Our commitment: {one.text}.",)
    return TimeLimitTerm(one.id, "commitment", one.audience, one.audience, one.starts, one.within, notes=notes)
