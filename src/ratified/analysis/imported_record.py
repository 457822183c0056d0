"""A draft from what another program says of an incident: each moment with its source, nothing that is not there.

A foreign moment is a stamp only where the source says of it just what the stage means (`ForeignMoment.claims`), all
that do say the same, and it is not before the detection. Any other is a remark beside the stage it may belong to.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ratified.analysis.foreign_incident import ForeignIncident, ForeignMoment, NoIncidentError
from ratified.analysis.new_incident import KnownFacts, NewStamp, OpenedIncident, incident_id, incident_record
from ratified.analysis.new_record import quoted
from ratified.analysis.redaction import Redaction, RemovedPart
from ratified.clock import moment
from ratified.model.incident_times import STAGES
from ratified.rules.incidents.leaks import customer_names, leaks_in
from ratified.source.tree import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.analysis.foreign_incident import ForeignEntry
    from ratified.analysis.new_response import NewExhibit
    from ratified.model.prose import Page
    from ratified.policy import Book

MOST_ENTRIES, MOST_PEOPLE = 2000, 300
"""More are no incident that somebody reads through, and names are sought in each text."""
_KINDS = "<observe, decide, act, communicate or evidence>"


@dataclass(frozen=True)
class ImportChoices:
    """What whoever imports says: the intake source, the level to prepare for, the runbook that was followed."""

    source: str | None
    level: str
    page: Page | None


@dataclass(frozen=True)
class ImportedRecord:
    """A draft: its id and text, how many stamps and lines of the timeline it has, and what was left out of it."""

    id: str
    text: str
    stamps: tuple[str, ...]
    entries: int
    removed: tuple[RemovedPart, ...]


def imported_record(
    book: Book, found: ForeignIncident, exports: Sequence[NewExhibit], choices: ImportChoices
) -> ImportedRecord:
    """The draft of a foreign incident. Raises NoIncidentError where it says no moment at all, or cannot be written."""
    noticed = _noticed(found)
    if len(found.entries) > MOST_ENTRIES or len({one.name for one in found.people}) > MOST_PEOPLE:
        raise NoIncidentError(
            f"{exports[0].source}: more than {MOST_ENTRIES} lines of the timeline or {MOST_PEOPLE} people; "
            "export the part that is about the incident"
        )
    redaction = Redaction(book, found.people)
    exports = [replace(one, source=redaction.text(one.source, "the file's name")) for one in exports]
    stamps = _stamps(found.moments, redaction)
    known = KnownFacts(
        tuple(_about(found, exports, redaction)),
        tuple(
            f"{found.label} says {name}: {_inline(redaction, value, name)}. No level of ours follows from it."
            for name, value in found.hints
        ),
        found.ticket,
        tuple(_row(one, redaction) for one in found.entries),
        tuple(exports),
    )
    title = redaction.text(found.title, "the title") or None
    opened = OpenedIncident(title, choices.source, noticed, choices.level, choices.page, stamps, known)
    text = incident_record(book, opened)
    if (leak := next(iter(leaks_in(text, customer_names(book))), None)) is not None:
        line = text.count("\n", 0, leak.start) + 1
        raise NoIncidentError(f"line {line} of the record would hold {leak.what}; take it out of the export")
    if len(text.encode()) > LIMIT:
        raise NoIncidentError("the record would be over 1 MiB; export the part that is about the incident")
    given = tuple(stage for stage in STAGES if stage in stamps and stamps[stage].at is not None)
    return ImportedRecord(incident_id(book, noticed), text, given, len(found.entries), tuple(redaction.removed))


def _noticed(found: ForeignIncident) -> str:
    """The moment by which it is numbered: of the detection, else the first that the source has."""
    claimed = [one.at for one in found.moments if one.stage == "detected" and one.claims]
    every = claimed or [one.at for one in found.moments] + [one.at for one in found.entries if one.at]
    if not every:
        raise NoIncidentError(
            f"{found.label} has no moment with day, time and offset, so that nobody can say in which year it was "
            "noticed; add a line such as `Detected: 2026-11-20T14:20+01:00`, or use `ratified new incident`"
        )
    return min(every, key=moment)


def _stamps(moments: Sequence[ForeignMoment], redaction: Redaction) -> Mapping[str, NewStamp]:
    """Per stage its stamp, if there is one, and what the source has besides."""
    beside: dict[str, list[ForeignMoment]] = defaultdict(list)
    for one in moments:
        if one.stage is not None:
            beside[one.stage].append(one)
    stamps: dict[str, NewStamp] = {}
    detected = _claim(beside["detected"], None)
    for stage, found in beside.items():
        sure = _claim(found, None if stage == "detected" or detected is None else detected)
        remarks = [
            _inline_source(one, redaction) if one.at == sure else f"{_inline_source(one, redaction)}: {one.at}"
            for one in found
        ]
        stamps[stage] = NewStamp(sure, "; ".join(remarks))
    return stamps


def _claim(found: Sequence[ForeignMoment], detected: str | None) -> str | None:
    claims = [one.at for one in found if one.claims]
    if not claims or len({moment(at) for at in claims}) > 1:
        return None
    return None if detected is not None and moment(claims[0]) < moment(detected) else claims[0]


def _about(found: ForeignIncident, exports: Sequence[NewExhibit], redaction: Redaction) -> Iterator[str]:
    yield f"Drafted from {found.kind}: {found.label}. A moment says where it was read; what it does not say is asked."
    yield from (f"  file {quoted(one.source)}, sha256 {one.sha256}" for one in exports)
    for name, value in found.about:
        yield f"  {name}: {_inline(redaction, value, name)}"
    for one in found.moments:
        if one.stage is None:
            yield f"  {_inline_source(one, redaction)}: {one.at}"


def _inline(redaction: Redaction, text: str, where: str) -> str:
    """A foreign text in a comment: on one line, whatever it holds."""
    return quoted(redaction.text(text, where))


def _inline_source(one: ForeignMoment, redaction: Redaction) -> str:
    """Where a moment was read. Names of timestamps are a company's own words."""
    head, colon, name = one.source.partition(": ")
    return f"{head}{colon}{_inline(redaction, name, head) if colon else ''}"


def _row(one: ForeignEntry, redaction: Redaction) -> str:
    """A line of the timeline. What kind of line it is, no export says."""
    by = redaction.person(one.by) or "<person>"
    text = redaction.text(one.text, one.source)
    return f"{{at: {one.at or '<moment>'}, by: {by}, kind: {_KINDS}, text: {quoted(text)}}}  # {one.source}"
