"""Which landing reviewed the text of a document last: one that changed nothing but dates of its data did not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.approval.document_changes import kind

if TYPE_CHECKING:
    from ratified.approval.decision import Decisions
    from ratified.approval.timeline import Timeline

_DATE = re.compile(rb"(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])")


def text_reviewed(decisions: Decisions, document: str, number: int) -> int:
    """The landing from which the approval of a landing counts until the next review: its own, or an earlier one.

    A change of data's dates alone reviews no text, so the approval before it goes on counting. One that covers earlier
    changes that nobody had approved reviews those.
    """
    earlier = [n for n in decisions.in_force(document) if n < number]
    while earlier and dates_alone(decisions.timeline, document, number):
        if not decisions.outcome(document, earlier[-1]).approved:
            break
        number = earlier.pop()
    return number


def dates_alone(timeline: Timeline, document: str, number: int) -> bool:
    """Whether a landing changed nothing of a document with pages but dates in the data that it binds.

    A reaffirmation is none: whoever sets a `reviewed:` says that they read it.
    """
    definition = timeline.definition(document, number)
    if definition is None or not definition.pages or kind(timeline, document, number) != "amendment":
        return False
    before, after = dict(timeline.files(document, number - 1)), dict(timeline.files(document, number))
    paths = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    pairs = [(before.get(path), after.get(path)) for path in sorted(paths) if path.endswith((".yml", ".yaml"))]
    same = [(old, new) for old, new in pairs if old and new and old.regular and new.regular and old.mode == new.mode]
    if len(same) != len(paths):
        return False
    texts = timeline.read({blob.id for pair in same for blob in pair})
    return all(_DATE.sub(b"", texts[old.id]) == _DATE.sub(b"", texts[new.id]) for old, new in same)
