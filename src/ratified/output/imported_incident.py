"""What came of the import of an incident: the draft, what of the source is in it, and what was taken out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ratified.model.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.analysis.imported_record import ImportedRecord


def render(drafted: ImportedRecord, label: str, path: str) -> Iterator[str]:
    """The lines to print before the command that comes next. Without a path nothing was written."""
    stamps = f"{counted(len(drafted.stamps), 'stamp')}{': ' * bool(drafted.stamps)}{', '.join(drafted.stamps)}"
    what = f"{label}: {stamps}; {counted(drafted.entries, 'line')} of the timeline"
    yield f"Wrote {path}, a draft from {what}." if path else f"{drafted.id} would be a draft from {what}."
    for (where, removed), times in Counter(drafted.removed).items():
        yield f"taken out of {where}: {removed}{f', {times} times' if times > 1 else ''}"
    if drafted.removed:
        yield "What was taken out belongs in the full record."
    yield "Names of people and companies that are not in data/ may still be in it: read it before it is pushed."
    yield "Next, fill in the lines that begin with #: and run:" if path else "Next, to write it:"
