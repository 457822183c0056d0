"""The search of the site: which pages come first, and what can be found that is no heading of a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.views.home.search_entries import SearchEntry

INDEX = "search/search_index.json"
SEPARATOR = r"[\s\-,;!=\[\]()\"`/|]+"
"""Where a text falls into words. A question is always split at spaces and hyphens, so texts must be too."""

_BOOSTS = (("runbooks/", 4.0), ("policy/", 3.0), ("people", 3.0), ("start-here", 3.0), ("rules/", 0.1))
"""How much more a page counts than others, by how its address begins: at night a word is asked for its runbook."""

_SOUGHT = 8.0
"""What an entry counts: somebody who types its name is looking for it."""


def boost(url: str) -> float | None:
    """What a page counts; None for as much as any."""
    return next((factor for start, factor in _BOOSTS if url.startswith(start)), None)


def with_entries(index: str, entries: Iterable[SearchEntry]) -> str:
    """The search's index with more to find in it. Raises ValueError where it is no such index.

    No word is left out as too common: `not` is half of a rule's code.
    """
    found = json.loads(index)
    found["docs"] += [
        {"location": one.location, "title": one.title, "text": one.text, "boost": _SOUGHT * one.counts}
        for one in entries
    ]
    found["config"] |= {"separator": SEPARATOR, "pipeline": []}
    return json.dumps(found, separators=(",", ":"))
