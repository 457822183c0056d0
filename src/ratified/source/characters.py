"""Characters that a person cannot see: those no text file may hold, and those that hide inside a word.

The lists follow Unicode: control characters (Cc), line and paragraph separators, noncharacters; and the
default-ignorable and bidirectional format characters that Unicode Technical Standard 39 bars from names.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_HIDDEN_CLASS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_HIDDEN = re.compile(f"[{_HIDDEN_CLASS}]")
_ORDINARY = bytes((0x09, 0x0A, *range(0x20, 0x7F)))
"""Every byte of ASCII that a text file may hold; no character of ASCII is hidden."""
_JOINERS = frozenset("\u200c\u200d\u200e\u200f")
"""Scripts and emoji need these in running text; an id or a name does not."""


def forbidden(text: str) -> int | None:
    """The offset of the first character that no text file may hold. Tabs and line feeds pass."""
    if text.isascii() and not text.encode("ascii").translate(None, _ORDINARY):
        return None  # said ten times as soon, of most files and nearly all scalars
    found = _FORBIDDEN.search(text)
    return found.start() if found else None


def hidden(text: str, prose: bool = False) -> Iterator[int]:
    """The offsets of characters that hide or turn text; in prose the joiners of scripts and emoji pass."""
    if text.isascii():
        return iter(())
    return (m.start() for m in _HIDDEN.finditer(text) if not (prose and m[0] in _JOINERS))


def faint(text: str) -> Iterator[int]:
    """The offsets of characters that look like another one, or like nothing: hidden ones, joiners, variation selectors,
    and blanks that are no space. Running text needs some of them; where two texts differ by one, it must be seen.
    """
    if not text.isascii():
        yield from (n for n, char in enumerate(text) if not char.isascii() and _is_faint(char))


def _is_faint(char: str) -> bool:
    number = ord(char)
    selects = 0xFE00 <= number <= 0xFE0F or 0xE0100 <= number <= 0xE01EF
    return selects or char == "\u2800" or unicodedata.category(char) in {"Cf", "Zs"} or bool(_HIDDEN.match(char))


def unsafe(text: str) -> tuple[int, str] | None:
    """The first character of a text that is forbidden or hidden: its offset and its name."""
    if text.isascii() and text.isprintable():
        return None
    offset = min((o for o in (forbidden(text), next(hidden(text), None)) if o is not None), default=None)
    return None if offset is None else (offset, named(text[offset]))


def named(char: str) -> str:
    """A character by its number and name: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '(a control character)')}"
