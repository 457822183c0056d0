"""Every landing of the last two years that changed a governed document, and what stood on each day since.

One table of facts, worked out while git can be asked: pages of the site lay it out, and `ratified log` has the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from ratified.changes.document_log import ChangeDescriber, DocumentChange, known_documents
from ratified.model.landing import Blob

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.approval.timeline import Timeline
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.model.verdict import DocumentEvent

MONTHS = 24
"""How far back landings have pages; whoever looks further asks `ratified log DOC`."""

MOST_LANDINGS = 1_000
"""Landings beyond which the older ones have no page, so that a busy repository still builds its site."""

MOST_BYTES = 200_000
"""Bytes of a file beyond which its text has no page: nobody reads it there either."""

File = tuple[str, Blob]
"""A path and what it holds."""

Words = dict[tuple[str, int], DocumentChange]
"""What landings changed, by document and number of the landing."""


@dataclass(frozen=True)
class LandedDocument:
    """What a landing did to one document, and the files it is made of from then on.

    `version` is the one in force after the landing, None where none was ever approved; `bulk` as an entry of the log;
    `changed` are the paths among `files` that the landing gave another content.
    """

    document: str
    title: str
    event: DocumentEvent
    version: int | None
    amended: DocumentChange
    bulk: tuple[str, ...]
    files: tuple[File, ...]
    changed: frozenset[str]


@dataclass(frozen=True)
class AmendmentLanding:
    """One landing with every governed document that it changed, in the order of the register."""

    id: str
    number: int
    touched: tuple[LandedDocument, ...]

    @property
    def event(self) -> DocumentEvent:
        """What is the same for each of its documents: who, when, how, and its subject."""
        return self.touched[0].event


@dataclass(frozen=True)
class DocumentSpan:
    """From one landing of a document to the next: what main said, and whether somebody had approved it.

    Days are UTC. `since` is the day of the landing, `until` the last day before the next one (its own day, where the
    next came on the same), None where it stands today. `due` is the last day on which its approval held by today's
    cadence, None without approval or cadence.
    """

    document: str
    title: str
    event: DocumentEvent
    version: int | None
    since: date
    until: date | None
    due: date | None


@dataclass(frozen=True)
class Amendments:
    """Landings, newest first; what stood, by document and newest first; and the texts that these name.

    `since` is the first day of the window. `texts` holds the bytes of every file of every landing here, None of one
    that is too long; `earlier` counts the landings since adoption that have no page.
    """

    since: date | None = None
    landings: tuple[AmendmentLanding, ...] = ()
    stood: tuple[DocumentSpan, ...] = ()
    texts: Mapping[File, bytes | None] = field(default_factory=dict)
    earlier: int = 0

    @cached_property
    def by_id(self) -> Mapping[str, AmendmentLanding]:
        """The landings by commit id."""
        return {landed.id: landed for landed in self.landings}

    @cached_property
    def by_name(self) -> Mapping[str, File]:
        """The files that have a text, by what its page is called."""
        return {text_name(file): file for file in self.texts}

    @cached_property
    def left_by(self) -> Mapping[File, tuple[AmendmentLanding, ...]]:
        """The landings after which a document held each file, newest first."""
        found: dict[File, dict[str, AmendmentLanding]] = {}
        for landed in self.landings:
            for file in {file for one in landed.touched for file in one.files}:
                found.setdefault(file, {})[landed.id] = landed
        return {file: tuple(some.values()) for file, some in found.items()}


def text_name(file: File) -> str:
    """What the page of a file as it was is called: of its path and its bytes, so that two are never taken for one."""
    path, blob = file
    return sha256(f"{blob.id} {path}".encode("utf-8", "surrogateescape")).hexdigest()[:40]


def amendments(approvals: ApprovalHistory, as_of: date, told: Words | None = None) -> Amendments:
    """The amendments up to a day (UTC), while git can be asked. Before adoption nothing was governed: then none.

    `told` is what an earlier run said of this very history; what is said for the first time is added to it.
    """
    timeline = approvals.timeline
    if timeline.bootstrap is None:
        return Amendments()
    since, start = _two_years_before(as_of), timeline.bootstrap
    days = [timeline.day(landing.number) for landing in timeline.landings]
    events = {id_: [e for e in approvals.events(id_) if e.number >= start] for id_ in known_documents(approvals)}
    stood = [one for id_, found in events.items() for one in _stood(approvals, id_, found, days, since)]
    paged, earlier = _paged(events, stood, since, days)
    wanted = [(id_, event) for id_, found in events.items() for event in found if event.number in paged]
    told = {} if told is None else told
    contents = _read(timeline, wanted, told)
    historian = ChangeDescriber(timeline, contents, reads=True)
    for key, event in ((key, event) for id_, event in wanted if (key := (id_, event.number)) not in told):
        told[key] = historian.amended(key[0], event.number)
    by_landing: dict[int, list[LandedDocument]] = {}
    versions = {(one.document, one.event.number): one.version for one in _versioned(events)}
    for id_, event in wanted:
        version = versions[id_, event.number]
        words = told[id_, event.number]
        by_landing.setdefault(event.number, []).append(_touched(historian, id_, event, version, words))
    return Amendments(
        since,
        tuple(
            AmendmentLanding(timeline.landings[n].commit.id, n, tuple(by_landing[n]))
            for n in sorted(paged, reverse=True)
        ),
        tuple(one for one in stood if one.event.number in paged),
        {
            file: contents[file[1].id] if len(contents[file[1].id]) <= MOST_BYTES else None
            for touched in by_landing.values()
            for one in touched
            for file in one.files
            if file[1].id in contents
        },
        earlier,
    )


def _two_years_before(day: date) -> date:
    year = day.year - MONTHS // 12
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=max(year, 1))


@dataclass(frozen=True)
class _EventVersion:
    document: str
    event: DocumentEvent
    version: int | None


def _versioned(events: Mapping[str, Sequence[DocumentEvent]]) -> Iterator[_EventVersion]:
    """Each event with the version in force after it: the count of approved amendments, the first approval being one."""
    for id_, found in events.items():
        version = None
        for event in found:
            if event.approval is not None and (version is None or event.kind != "reaffirmation"):
                version = (version or 0) + 1
            yield _EventVersion(id_, event, version)


def _stood(
    approvals: ApprovalHistory, id_: str, events: Sequence[DocumentEvent], days: Sequence[date], since: date
) -> tuple[DocumentSpan, ...]:
    """What stood of one document in the window, newest first."""
    cadence = approvals.cadence(id_) if id_ in approvals.documents else None
    after: date | None = None if id_ in approvals.documents else _ended(approvals, id_, events, days)
    found = []
    for one in reversed([*_versioned({id_: events})]):
        day, approval = days[one.event.number], one.event.approval
        due = _later(approval.at.date(), cadence) if approval and cadence is not None else None
        until = after if after is None else max(after, day)
        title = _title(approvals.timeline, id_, one.event.number)
        found.append(DocumentSpan(id_, title, one.event, one.version, day, until, due))
        after = day - timedelta(days=1)
        if day <= since:
            break
    return tuple(found)


def _ended(approvals: ApprovalHistory, id_: str, events: Sequence[DocumentEvent], days: Sequence[date]) -> date | None:
    """The last day of a document that the register has no more: that of its retirement, else of its last landing."""
    retired = [d.retired for e in events[-1:] if (d := approvals.timeline.definition(id_, e.number)) and d.retired]
    return retired[0] if retired else days[events[-1].number] if events else None


def _later(day: date, cadence: timedelta) -> date | None:
    return None if date.max - day < cadence else day + cadence


def _paged(
    events: Mapping[str, Sequence[DocumentEvent]], stood: Sequence[DocumentSpan], since: date, days: Sequence[date]
) -> tuple[frozenset[int], int]:
    """The landings that get a page, and how many of the others there are.

    Those of the window, and those whose text still stood when it began.
    """
    every = {event.number for found in events.values() for event in found}
    wanted = {number for number in every if days[number] >= since} | {one.event.number for one in stood}
    paged = frozenset(sorted(wanted)[-MOST_LANDINGS:])
    return paged, len(every) - len(paged)


def _read(timeline: Timeline, wanted: Sequence[tuple[str, DocumentEvent]], told: Words) -> Mapping[str, bytes]:
    """Every file of these documents after these landings, and before those nobody told of: one question to git."""
    after = [(id_, event.number) for id_, event in wanted]
    before = [(id_, number - 1) for id_, number in after if (id_, number) not in told]
    files = (timeline.files(id_, number) for id_, number in (*after, *before))
    return timeline.read({blob.id for found in files for _, blob in found if blob.regular})


def _touched(
    historian: ChangeDescriber, id_: str, event: DocumentEvent, version: int | None, words: DocumentChange
) -> LandedDocument:
    timeline, number = historian.timeline, event.number
    before, after = timeline.files(id_, number - 1), timeline.files(id_, number)
    return LandedDocument(
        document=id_,
        title=_title(timeline, id_, number),
        event=event,
        version=version,
        amended=words,
        bulk=historian.bulk(id_, event),
        files=after,
        changed=frozenset(path for path, _ in {*after} - {*before}),
    )


def _title(timeline: Timeline, id_: str, number: int) -> str:
    sides = (timeline.definition(id_, at) for at in (number, number - 1) if at >= 0)
    return next((found.title for found in sides if found), id_)
