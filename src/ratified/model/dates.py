"""Days and months in words, in English whatever the machine speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def iso(day: date | None) -> str | None:
    """`2026-11-20`, for other programs; None for none."""
    return day.isoformat() if day else None


def day_words(day: date) -> str:
    """`Fri 2026-11-20`."""
    return f"{_WEEKDAYS[day.weekday()]} {day.isoformat()}"


def short_day(day: date) -> str:
    """`Fri 20 Nov`, where everybody knows the year."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {short_month(day)}"


def month_words(day: date) -> str:
    """`November 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def short_month(day: date) -> str:
    """`Nov`."""
    return _MONTHS[day.month - 1][:3]
