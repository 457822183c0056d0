"""The periods that rules are asked about: the register's own, or the one that somebody asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.period import HOW, NoSuchPeriodError, PeriodWindow, asked, named

if TYPE_CHECKING:
    from ratified.model.register import AuditPeriod, Register


def windows(register: Register) -> tuple[PeriodWindow, ...]:
    """The periods of a register, in its order."""
    return tuple(map(_window, register.periods))


def window_of(register: Register, text: str) -> PeriodWindow:
    """The period that a text asks for. Days that are a period of the register are that one.

    Raises NoSuchPeriodError.
    """
    days, known = asked(text), windows(register)
    if days is None:
        found = next((window for window in known if window.name == text), None)
        if found is None:
            there = f"it has {', '.join(window.name for window in known)}" if known else "it has none"
            raise NoSuchPeriodError(f"data/register.yml has no period {text!r}, {there}; {HOW}")
        return found
    starts, ends = days
    same = next((window for window in known if (window.starts, window.ends) == days), None)
    place = register.spot.key("periods")
    return same or PeriodWindow(named(starts, ends), starts, ends, "type-1" if starts == ends else "type-2", place)


def _window(period: AuditPeriod) -> PeriodWindow:
    return PeriodWindow(period.id, period.starts, period.ends, period.report, period.at())
