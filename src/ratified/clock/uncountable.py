"""What cannot be counted, and why."""

from __future__ import annotations


class UncountableError(ValueError):
    """A time that nobody can count from what is known; the message says why."""


class CalendarError(UncountableError):
    """A calendar that cannot say whether a day is a working day; the message says why."""
