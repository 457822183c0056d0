"""Times typed into prose, in digits or words: what they say as a duration, and whether two are the same."""

from __future__ import annotations

import re

from ratified.clock import may_outlast
from ratified.model.duration import Duration

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
NUMBER_WORDS = {
    **{word: count for count, word in enumerate(_NUMBERS.split(), 1)},
    **{"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "forty-eight": 48},
    **{"fifty": 50, "sixty": 60, "seventy-two": 72, "ninety": 90},
}
"""Numbers that people write in words."""

_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
TIME = re.compile(
    rf"(?<![\w.,:/-])(?:(?P<digits>\d+(?:[.,]\d+)*)[\s-]*|(?P<word>{_WORD}|(?<=within\s)an?)[\s-]+)"
    r"(?P<kind>(?:business|working|calendar)[\s-]+)?"
    r"(?P<unit>minutes?|mins?|m|hours?|hrs?|h|days?|d|bd|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_ONE = {
    "m": Duration(minutes=1),
    "h": Duration(minutes=60),
    "d": Duration(days=1),
    "w": Duration(days=7),
    "mo": Duration(months=1),
    "y": Duration(months=12),
}
MOST_DIGITS = 5
"""Longer numbers are no times that anybody promises."""


def length_of(match: re.Match[str]) -> Duration | None:
    """What was typed as a duration; None for what data cannot say either: 1.5 hours, 4 business hours."""
    digits, word = match["digits"], match["word"]
    if digits and not (digits.isdigit() and len(digits) <= MOST_DIGITS):
        return None
    count = int(digits) if digits else NUMBER_WORDS.get(word.casefold(), 1)
    unit = match["unit"].casefold()
    working = unit == "bd" or (match["kind"] or "c")[0].casefold() in "bw"
    if working:
        return Duration(business_days=count) if unit[0] in "bd" else None
    one = _ONE["mo" if unit.startswith("mo") else unit[0]]
    return Duration(count * one.minutes, count * one.days, 0, count * one.months)


def same_time(one: Duration, other: Duration) -> bool:
    """Whether neither of two times may last longer than the other: one day is 24 hours, and no business day."""
    return not may_outlast(one, other) and not may_outlast(other, one)
