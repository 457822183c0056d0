"""The policy in force at a moment: each data file as the last approved landing of its document left it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ratified.approval.document_changes import kind
from ratified.model.calendars import Calendars
from ratified.model.data_entry import DataEntry
from ratified.model.notifications import Contracts, Notifications
from ratified.model.people import People, Roles
from ratified.model.severities import Escalation, Intake, Severities
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.model.landing import Blob
    from ratified.policy import Book

JUDGED_BY: Mapping[str, type[DataEntry]] = {
    "severities": Severities,
    "escalation": Escalation,
    "intake": Intake,
    "notifications": Notifications,
    "contracts": Contracts,
    "calendars": Calendars,
    "people": People,
    "roles": Roles,
}
"""The data files that an incident is judged by, by their name under `data/`."""

POLICY = "data/severities.yml"
"""The file whose document is the policy: its version is the one that records name."""


@dataclass(frozen=True, slots=True)
class FileInForce:
    """One data file at a moment: the landing that decides what it said, and the document that landing approved.

    `landing` is None where main held nothing yet, `approved` False where nobody had approved the file by then.
    """

    path: str
    document: str | None
    landing: str | None
    approved: bool
    blob: Blob | None

    @property
    def doubt(self) -> str | None:
        """What must be said before the file is used, in a sentence; None where it was in force."""
        if self.blob is None:
            return f"{self.path}: main had no such file then"
        if not self.approved:
            return f"{self.path}: not approved then; taken as main had it ({(self.landing or '')[:10]})"
        return None


@dataclass(frozen=True)
class PolicyInForce:
    """What stood at a moment. `book` is today's with the files of then in it.

    `version` is that of the policy document, None where none was approved yet. `unread` says of each file that
    could not be read as it was then why not, by name: nothing may be judged by it.
    """

    at: datetime
    book: Book
    files: tuple[FileInForce, ...]
    version: int | None
    unread: Mapping[str, str]

    @property
    def doubts(self) -> tuple[str, ...]:
        """What must be said before the answer: files nobody had approved then, files that cannot be read."""
        unapproved = (file.doubt for file in self.files if file.blob is not None)
        return (*filter(None, unapproved), *self.unread.values())

    def lacks(self, *names: str) -> str | None:
        """Why nothing can be judged by these files, the first reason; None where all were read."""
        return next((self.unread[name] for name in names if name in self.unread), None)


class _DocumentApprovals:
    """The landings that approved a document, oldest first, its version after each, and their moments (UTC)."""

    def __init__(self, numbers: Sequence[int], versions: Sequence[int], moments: Sequence[datetime]) -> None:
        self.numbers, self.versions = numbers, versions
        self._since = list(accumulate(reversed(moments), min))[::-1]
        """For each landing the earliest moment that it or one after it names, so that the list is in order."""

    def last(self, when: datetime) -> int | None:
        """The index of the last landing at or before a moment; None where there is none."""
        count = bisect_right(self._since, when)
        return count - 1 if count else None


Read = DataEntry | str
"""A file of the past as its model, or a sentence that says why it cannot be read."""


class PolicyHistory:
    """The policy at any moment of one history. A file is read when it is asked for; each distinct blob once."""

    def __init__(self, approvals: ApprovalHistory, today: Book) -> None:
        self._history, self._today = approvals, today
        self._decisions, self._timeline = approvals.decisions, approvals.timeline
        self._read: dict[tuple[str, str], Read] = {}
        self._books: dict[tuple[Blob | None, ...], tuple[Book, Mapping[str, str]]] = {}
        self._approved: dict[str, _DocumentApprovals] = {}
        self._stood: dict[datetime, PolicyInForce] = {}
        self._looked_up: dict[datetime, tuple[FileInForce, ...]] = {}

    def at(self, when: datetime) -> PolicyInForce:
        """What stood at a moment. Landings at that very moment count."""
        if when not in self._stood:
            self._stood[when] = self._at(when)
        return self._stood[when]

    def _at(self, when: datetime) -> PolicyInForce:
        files = self._files(when)
        book, unread = self._book(files)
        policy = next((file.document for file in files if file.path == POLICY), None)
        return PolicyInForce(when, book, files, self.version(policy, when) if policy else None, unread)

    def prefetch(self, moments: Iterable[datetime]) -> None:
        """Ask git once for every file that stood at these moments."""
        found = (self._files(when) for when in sorted(moments))
        self._read_ahead(pair for files in found for pair in zip(JUDGED_BY, files, strict=True))

    def version(self, document: str, when: datetime) -> int | None:
        """The version of a document in force at a moment; None where nobody had approved it yet."""
        found = self._approvals(document)
        last = found.last(when)
        return None if last is None else found.versions[last]

    @cached_property
    def _latest(self) -> list[datetime]:
        """For each landing the latest moment that it or one before it names, so that the list is in order."""
        found: list[datetime] = []
        for landing in self._timeline.landings:
            at = self._timeline.moment(landing.number)
            known = [*found[-1:], *([at] if at else [])]
            found.append(max(known) if known else datetime.min.replace(tzinfo=UTC))
        return found

    def _moment(self, number: int) -> datetime:
        return self._timeline.moment(number) or self._latest[number]

    def _files(self, when: datetime) -> tuple[FileInForce, ...]:
        if when not in self._looked_up:
            last = bisect_right(self._latest, when) - 1
            self._looked_up[when] = tuple(self._file(f"data/{name}.yml", last, when) for name in JUDGED_BY)
        return self._looked_up[when]

    def _file(self, path: str, last: int, when: datetime) -> FileInForce:
        if last < 0:
            return FileInForce(path, None, None, False, None)
        document = next(iter(self._timeline.defined(last).of(path)), None)
        number = None if document is None else self._decided(document, when)
        at = last if number is None else number
        landing = self._timeline.landings[at].commit.id
        return FileInForce(path, document, landing, number is not None, self._timeline.at(path, at))

    def _decided(self, document: str, when: datetime) -> int | None:
        """The last landing at or before a moment that approved a document."""
        found = self._approvals(document)
        last = found.last(when)
        return None if last is None else found.numbers[last]

    def _approvals(self, document: str) -> _DocumentApprovals:
        """The landings that approved a document."""
        if document not in self._approved:
            self._decisions.prefetch((document,), whole=True)
            numbers = [n for n in self._decisions.in_force(document) if self._decisions.outcome(document, n).approved]
            versions: list[int] = []
            for number in numbers:
                amended = not versions or kind(self._timeline, document, number) != "reaffirmation"
                versions.append((versions[-1] if versions else 0) + amended)
            self._approved[document] = _DocumentApprovals(
                numbers, versions, [self._moment(number) for number in numbers]
            )
        return self._approved[document]

    def _book(self, files: tuple[FileInForce, ...]) -> tuple[Book, Mapping[str, str]]:
        key = tuple(file.blob for file in files)
        if key not in self._books:
            self._read_ahead(zip(JUDGED_BY, files, strict=True))
            found: dict[str, Any] = {}
            unread: dict[str, str] = {}
            for name, file in zip(JUDGED_BY, files, strict=True):
                read = self._read[name, file.blob.id] if file.blob else file.doubt or ""
                if isinstance(read, str):
                    unread[name] = read
                else:
                    found[name] = read
            self._books[key] = replace(self._today, **found), unread
        return self._books[key]

    def _read_ahead(self, files: Iterable[tuple[str, FileInForce]]) -> None:
        """Ask git once for the files that nobody read yet."""
        missing: dict[tuple[str, str], FileInForce] = {}
        for name, file in files:
            if file.blob and (name, file.blob.id) not in self._read:
                missing.setdefault((name, file.blob.id), file)
        regular = {id_ for (_, id_), file in missing.items() if file.blob and file.blob.regular}
        bytes_ = self._timeline.read(regular) if regular else {}
        for (name, id_), file in missing.items():
            self._read[name, id_] = _typed(JUDGED_BY[name], file, bytes_.get(id_))


def _typed(model: type[DataEntry], file: FileInForce, data: bytes | None) -> Read:
    where = f"{file.path} as of {(file.landing or '')[:10]}"
    text = decode(file.path, data) if data is not None else None
    if text is None or isinstance(text, ReadingFault):
        return f"{where} cannot be read: it is no text"
    yaml = read_yaml(file.path, text)
    entry = typed(model, yaml)
    worst = next((fault for fault in yaml.faults if fault.fatal), None)
    if entry is None or worst is not None:
        found = worst or next(iter(yaml.faults), None)
        return f"{where} cannot be read today: {f'line {found.place.line}, {found.message}' if found else 'no data'}"
    return entry
