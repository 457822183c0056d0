"""Text from data made safe for a terminal and for a runner that obeys commands it finds in a log."""

from __future__ import annotations

import unicodedata

_HIDING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def line(text: str) -> str:
    """One harmless line: control, bidi and zero-width characters shown as <U+XXXX>, runner commands broken.

    A runner obeys `::` at the start of a line and `##[` anywhere in it, so both get a space inside.
    """
    visible = "".join(f"<U+{ord(c):04X}>" if unicodedata.category(c) in _HIDING else c for c in text)
    visible = visible.replace("##[", "## [")
    return visible.replace("::", ": :", 1) if visible.lstrip().startswith("::") else visible
