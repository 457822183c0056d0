"""The one place where text becomes markup."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup as Safe

__all__ = ["NOTHING", "Safe", "escape"]

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


@lru_cache(maxsize=4096)
def _escaped(text: str) -> Safe:
    """Most texts are titles and times that stand on many pages."""
    flat = _CONTROL.sub("\ufffd", _SPACE.sub(" ", text).strip())
    return Safe(_SPECIAL.sub(lambda found: f"&#{ord(found[0])};", flat))
