"""What `ratified verify-site` prints: every file that is not sound, and a count of the pages; or all of it as JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Protocol

from ratified.model.plurals import how_many
from ratified.output.terminal import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_COUNTED = {
    "approved": "what was approved",
    "not approved": "governed and not approved, or by name only, as they say",
    "ungoverned": "governed by no document, as they say",
}
_MOST = 5


class VerifiedFileRow(Protocol):
    """A file of a site, and what it is."""

    @property
    def file(self) -> str:
        """Its path in the site."""

    @property
    def state(self) -> str:
        """What it is, in one or two words."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that govern it, by id."""

    @property
    def why(self) -> str:
        """Why, in words; empty where that needs none."""


def render(head: str, as_of: date, pages: Sequence[VerifiedFileRow], edited: Sequence[str]) -> Iterator[str]:
    """A line for each file that is not sound, and what was built from another text; then what all pages are."""
    for page in pages:
        if page.state not in _COUNTED:
            yield line(f"{page.file}: {page.state}: {page.why}")
    if edited:
        named = ", ".join(edited[:_MOST]) + (f" and {len(edited) - _MOST} more" if len(edited) > _MOST else "")
        yield line(f"built from a work tree that was not {head[:12]}: {named}")
    counts = Counter(page.state for page in pages)
    told = [f"{counts[state]} {words}" for state, words in _COUNTED.items() if counts[state]]
    bad = sum(count for state, count in counts.items() if state not in _COUNTED)
    unsound = f"{how_many(bad, 'file')} unsound"
    yield f"at {head[:12]}, as of {as_of}: {'; '.join(told) or 'no page'}; {unsound}"


def render_json(head: str, as_of: date, pages: Sequence[VerifiedFileRow], edited: Sequence[str], sound: bool) -> str:
    """All of it, for machines: `ratified/verified-site/1`."""
    told = {
        "schema": "ratified/verified-site/1",
        "head": head,
        "as_of": as_of.isoformat(),
        "sound": sound,
        "edited": list(edited),
        "pages": [
            {"file": page.file, "state": page.state, "documents": list(page.documents), "why": page.why}
            for page in pages
        ],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)
