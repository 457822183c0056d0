"""Pages of the past: one for each landing and each text as it was, made from one page of the theme with holes.

They stand outside the navigation and the search, and differ from each other in their title and content alone. So the
theme renders one of them, and the others are filled in: a landing costs what its own words cost.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.changes.amendments import Amendments

LIST = "amendment_list"
"""The macro whose page the pages of the past belong to; without one there are none."""

MACROS = ("amendment", "past_text")
FOLDER = "amendments"
NAME, TITLE, CONTENT = "ratified-name-of-the-past", "ratified-title-of-the-past", "ratified-content-of-the-past"
"""What stands in the holes."""

PATH = "the past"
"""The path that views get: no file holds these pages, and all of them stand in one folder."""

_HOLES = re.compile(f"({NAME}|{TITLE}|{CONTENT})")


@dataclass(frozen=True)
class PastPage:
    """A page of the past: its name in the address, its title and its content, both HTML."""

    name: str
    title: str
    content: str


def wanted(found: Amendments) -> Iterator[tuple[str, str]]:
    """The macro and the argument of each page."""
    yield from (("amendment", landed.id) for landed in found.landings)
    yield from (("past_text", name) for name in found.by_name)


def fill(frame: str, pages: Iterator[PastPage]) -> Iterator[tuple[str, str]]:
    """The name and the HTML of each page. What fills a hole is never looked at again."""
    parts = _HOLES.split(frame)
    for page in pages:
        holes = {NAME: page.name, TITLE: page.title, CONTENT: page.content}
        yield page.name, "".join(holes.get(part, part) if at % 2 else part for at, part in enumerate(parts))


def short(nav: Any) -> Any:
    """A navigation with no more than its index page for each section that has one: it stands on hundreds of pages."""

    def shortened(item: Any) -> Any:
        if not item.children:
            return item
        index = next((child for child in item.children if getattr(child, "is_index", False)), None)
        section = copy(item)  # of whatever class a plugin made it
        section.children = [index] if index else [*map(shortened, item.children)]
        return section

    found = type(nav)([*map(shortened, nav.items)], nav.pages)
    found.homepage = nav.homepage
    return found
