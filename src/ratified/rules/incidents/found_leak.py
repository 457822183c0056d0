"""Something that must not stand in a text, and the signs without which there is none."""

from __future__ import annotations

from typing import NamedTuple

_LIKE = {
    **{ord(digit): "0" for digit in "123456789"},
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2013"), "-"),
}


class FoundLeak(NamedTuple):
    """From where to where in a text, and what to call it; what it says is nobody's to repeat."""

    start: int
    end: int
    what: str


def signs_of(text: str) -> str:
    """A text in small letters, with a 0 for every digit and one blank and one hyphen for those of all kinds.

    Most texts lack the sign that a shape cannot do without, and need not be searched for it. Each sign stands where it
    does in the text.
    """
    small = text.lower()
    if len(small) != len(text):  # a capital I with a dot has two small letters
        small = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return small.translate(_LIKE if text.isascii() else {ord(c): "0" for c in set(small) if c.isdecimal()} | _LIKE)
