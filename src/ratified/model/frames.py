"""Frames on pages that nobody governs: what they show, and the link that the site puts in their place.

A page inside of a page could be one with a panel, and a video of another host would stay empty: pages of the site load
nothing from elsewhere. A link shows the same, and says where it leads.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# Nothing of it goes past the next `<`, so that a text is looked through once, whatever it holds.
_FRAME = re.compile(r"""<iframe(?=[\s/])((?:[^<>"']|"[^<"]*"|'[^<']*')*)>[^<]*</iframe\s*>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'=/>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\\]+|[^\s\\:/?#]*(?:[/?#][^\s\\]*)?", re.IGNORECASE)


class Frame(NamedTuple):
    """One frame of a text: where it begins and ends, and the link that says the same."""

    start: int
    end: int
    link: str


def frames(text: str) -> Iterator[Frame]:
    """The frames of Markdown or HTML that show the page at an address; not one that holds a page of its own."""
    for found in _FRAME.finditer(text):
        parts = list(_ATTRIBUTE.finditer(found[1]))
        said = {part[1].lower(): _value(part[2] or "") for part in reversed(parts)}  # the first of a name counts
        address = said.get("src", "").strip()
        if address and "srcdoc" not in found[1].lower() and _ADDRESS.fullmatch(address):
            words = said.get("title", "").strip() or address
            link = f'<a href="{escape(address)}">{escape(words)}</a>'
            yield Frame(found.start(), found.end(), link)


def _value(written: str) -> str:
    return unescape(written[1:-1] if written[:1] in {'"', "'"} else written)


def with_links(html: str, given: Collection[str]) -> str:
    """A rendered page with a link in place of each frame but those that stand in what macros gave for it."""
    parts, at = [], 0
    for frame in frames(html):
        if not any(html[frame.start : frame.end] in text for text in given):
            parts += [html[at : frame.start], frame.link]
            at = frame.end
    return "".join((*parts, html[at:]))
