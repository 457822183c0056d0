"""Lines of `data/acknowledgements/` through the history of main: which landing added each, which took it away."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.past_data import PastAcknowledged, read_past
from ratified.model.acknowledgement import FOLDER, LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.approval.timeline import Timeline
    from ratified.model.landing import Blob

_ENDING = ".yml"


class AcknowledgedLine(NamedTuple):
    """What one line says: that a person acknowledged the text of a document with this fingerprint on a day.

    `listed` where it stands in a list and not in a file of that person, `imported` where a file gave the list.
    """

    path: str
    person: str
    document: str
    fingerprint: str
    date: date
    listed: bool = False
    imported: bool = False


class TracedLine(NamedTuple):
    """A line and when it stood: each time from the landing that added it to before the one that took it away, oldest
    first; None where it stands."""

    line: AcknowledgedLine
    stood: tuple[tuple[int, int | None], ...]

    @property
    def added(self) -> tuple[int, ...]:
        """The landings that added it."""
        return tuple(first for first, _ in self.stood)

    @property
    def removed(self) -> int | None:
        """The landing that took it away; None where it stands."""
        return self.stood[-1][1]


def traced_lines(timeline: Timeline) -> Iterator[TracedLine]:
    """Every line that ever stood in a file of a person or in a list, in the order of files and landings."""
    paths = sorted(path for path in timeline.path_history if is_file(path))
    held = {blob.id for path in paths for blob in timeline.path_history[path][1] if blob is not None and blob.regular}
    texts = timeline.read(held) if held else {}
    for path in paths:
        numbers, blobs = timeline.path_history[path]
        states = [_lines(path, blob, texts[blob.id] if blob and blob.regular else b"") for blob in blobs]
        yield from _traced(numbers, states)


def is_file(path: str) -> bool:
    """Whether a path is that of a file of a person, or of a list."""
    if not path.startswith(FOLDER) or not path.endswith(_ENDING):
        return False
    return "/" not in path.removeprefix(LISTS if path.startswith(LISTS) else FOLDER)


def _lines(path: str, blob: Blob | None, data: bytes) -> dict[AcknowledgedLine, None]:
    """The lines of a file, each once; none where there is no file, or it cannot be read."""
    found = read_past(PastAcknowledged, path, data) if blob is not None and blob.regular else None
    if found is None:
        return {}
    if path.startswith(LISTS):
        lines = (
            AcknowledgedLine(
                path, one.person, one.document, one.fingerprint, one.date, True, found.imported is not None
            )
            for one in found.acknowledged
        )
        return dict.fromkeys(lines)
    named = path.removeprefix(FOLDER).removesuffix(_ENDING)
    if found.person != named:
        return {}  # nobody can say whose file it is; reading it says so
    return dict.fromkeys(
        AcknowledgedLine(path, named, one.document, one.fingerprint, one.date) for one in found.acknowledged
    )


def _traced(numbers: list[int], states: list[dict[AcknowledgedLine, None]]) -> Iterator[TracedLine]:
    every = dict.fromkeys(line for state in states for line in state)
    for line in every:
        there = [line in state for state in states]
        before = [False, *there[:-1]]
        turns = [number for number, now, was in zip(numbers, there, before, strict=True) if now != was]
        yield TracedLine(line, tuple(zip_longest(turns[::2], turns[1::2])))
