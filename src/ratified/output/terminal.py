"""Text from data made safe for a terminal and for a runner that obeys commands it finds in a log."""

from __future__ import annotations

import unicodedata

GOOD, CARE, BAD, DOUBT, OPEN, BOLD, DIM = "32", "33", "31;1", "35;1", "36", "1", "2"
"""Colours and weights by what they say."""

_HIDING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def line(text: str) -> str:
    """One harmless line: control, bidi and zero-width characters shown as <U+XXXX>, runner commands broken.

    A runner obeys `::` at the start of a line and `##[` anywhere in it, so both get a space inside.
    """
    visible = "".join(f"<U+{ord(c):04X}>" if unicodedata.category(c) in _HIDING else c for c in text)
    visible = visible.replace("##[", "## [")
    return visible.replace("::", ": :", 1) if visible.lstrip().startswith("::") else visible


def painted(text: str, style: str, colour: bool) -> str:
    """A text in a colour or weight, where there is colour."""
    return f"\x1b[{style}m{text}\x1b[0m" if colour else text
