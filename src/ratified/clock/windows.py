"""Windows of clocks as durations."""

from __future__ import annotations

from ratified.model.duration import Duration
from ratified.model.notifications import Unit


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
