"""The one place where text becomes markup."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup as Safe

from ratified.source.characters import faint, hidden

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NOTHING", "Safe", "escape", "escape_all", "from_git", "verbatim"]

NOTHING = Safe("")
"""An empty text, where there is nothing to show."""

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_CONTROL = re.compile(f"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef{_PLANES}]")
"""Control characters, and noncharacters: an entity of one is an error to HTML, and some readers leave it out."""

_SPECIAL = re.compile(r"^[0-9](?=[0-9]*[.)])|^[^0-9A-Za-z]|[^0-9A-Za-z ,./\-\u00a0-\U0010ffff]")
"""All ASCII punctuation but four marks that mean nothing inside a line; and what might open a list."""


def escape(text: object) -> Safe:
    """A text that shows itself in HTML, in an attribute, in Markdown, in a table cell and inside link text.

    Everything that HTML, Markdown or Jinja could read becomes a numeric entity. Line breaks become spaces,
    control characters and noncharacters the replacement character. Already safe text passes unchanged.
    """
    return text if isinstance(text, Safe) else _escaped(str(text))


def escape_all(texts: Iterable[object]) -> tuple[Safe, ...]:
    """Texts, each by itself."""
    return tuple(map(escape, texts))


@lru_cache(maxsize=4096)
def _escaped(text: str) -> Safe:
    """Most texts are titles and times that stand on many pages."""
    flat = _CONTROL.sub("\ufffd", _SPACE.sub(" ", text).strip())
    return Safe(_SPECIAL.sub(lambda found: f"&#{ord(found[0])};", flat))  # noqa: S704 - escaped in this very line


def from_git(text: str) -> Safe:
    """A text that anybody may have written into a commit, in one line.

    Bytes that are no UTF-8 stand as `\\xff`, characters that hide or turn text by their number.
    """
    return escape(_visible(text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")))


def verbatim(text: str) -> Safe:
    """The lines of a file, their breaks and spaces kept, for a `pre` or a cell that keeps spaces.

    As with `escape`, nothing in it is markup to HTML, Markdown or Jinja, and it is one line of source.
    """
    return Safe(_visible(text, prose=True).translate(_AS_IT_STANDS))  # noqa: S704 - escaped in this very line


def told_apart(text: str) -> Safe:
    """As `verbatim`, for what differs from another text: whatever looks like nothing, or like a space, is named."""
    return Safe(_named(text, frozenset(faint(text))).translate(_AS_IT_STANDS))  # noqa: S704 - escaped in this very line


_AS_IT_STANDS: dict[int, str] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0xD800, 0xE000)), "\ufffd"),
    **{ord(mark): f"&#{ord(mark)};" for mark in "\n\t!\"#$%&'()*+:;<=>?@[\\]^_`{|}~-"},
}


def _visible(text: str, prose: bool = False) -> str:
    """A text whose hidden characters show as `<U+202E>`."""
    return _named(text, frozenset(hidden(text, prose)))


def _named(text: str, found: frozenset[int]) -> str:
    return "".join(f"<U+{ord(c):04X}>" if n in found else c for n, c in enumerate(text)) if found else text
