"""Windows of clocks as durations, and the days on which a clock is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.duration import Duration

if TYPE_CHECKING:
    from datetime import date

    from ratified.model.notifications import Clock, Unit


def window_length(n: int | None, unit: Unit | None) -> Duration | None:
    """The length of a window; None where the law gives no figure (`no_fixed`) or the window is incomplete."""
    if n is None or unit is None or unit == "no_fixed":
        return None
    return {
        "hours": Duration(minutes=n * 60),
        "calendar_days": Duration(days=n),
        "business_days": Duration(business_days=n),
        "months": Duration(months=n),
    }[unit]


def clock_length(clock: Clock) -> Duration | None:
    """The length we plan a clock by: its strict reading where sources argue, else its window; None without a figure."""
    window = clock.strict or clock.window
    return window_length(window.n, window.unit) if window else None


def clock_effective(clock: Clock, on: date) -> bool:
    """Whether a clock runs for incidents of a day, its first and last day included."""
    return (clock.effective_from is None or clock.effective_from <= on) and (
        clock.effective_to is None or on <= clock.effective_to
    )
