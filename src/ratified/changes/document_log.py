"""What every landing changed in a document, by whom, approved or not, and what changed in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.approval.document_changes import changed_by, kind
from ratified.changes.data_diff import plain
from ratified.changes.files import ChangedFile, FileChange, describe_file
from ratified.changes.labels import Labels
from ratified.changes.pages import PagePart, of_clauses
from ratified.changes.read_comparison import PageComparison, compare_pages
from ratified.model.close_names import meant
from ratified.policy.addresses import MARKDOWN
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.approval.timeline import Timeline
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.changes.lines import DiffPassage
    from ratified.model.landing import Blob
    from ratified.model.verdict import DocumentEvent

BULK = 3
"""Documents from which on one landing that reaffirms them all is a bulk reaffirmation."""


class NoSuchDocumentError(LookupError):
    """A document that no register ever had. The message names what is close, or what there is."""

    def __init__(self, wanted: str, known: Sequence[str]) -> None:
        hint = meant(wanted, known, f"there are {', '.join(known[:12]) or 'none'}")
        super().__init__(f"there is no document {wanted!r}; {hint}")


@dataclass(frozen=True)
class DocumentChange:
    """What one landing changed in a document: in words, the lines of prose that differ, and its pages as they are read.

    `read` holds a page for each passage that is one, where it was asked for; a text that is too long for it has none.
    """

    changes: tuple[str, ...]
    passages: tuple[DiffPassage, ...]
    read: tuple[PageComparison, ...] = ()


@dataclass(frozen=True)
class DocumentLogEntry:
    """One landing that changed a document. `version` is the document's number from it on, where it was approved.

    `bulk` holds the other documents that the landing reaffirms, where they make it a bulk reaffirmation.
    """

    event: DocumentEvent
    amended: DocumentChange
    version: int | None
    bulk: tuple[str, ...]


def known_documents(approvals: ApprovalHistory) -> tuple[str, ...]:
    """The ids of every document that a register on the main branch ever had."""
    return tuple(dict.fromkeys((*approvals.documents, *approvals.decisions.changes)))


def document_log(approvals: ApprovalHistory, document: str) -> tuple[DocumentLogEntry, ...]:
    """Every landing that changed a document, newest first. Raises NoSuchDocumentError."""
    if document not in known_documents(approvals):
        raise NoSuchDocumentError(document, known_documents(approvals))
    historian = ChangeDescriber(approvals.timeline)
    found: list[DocumentLogEntry] = []
    version = 0
    for event in approvals.events(document):
        approved = event.approval is not None
        version += approved and event.kind != "reaffirmation"
        bulk = historian.bulk(document, event)
        found.append(
            DocumentLogEntry(event, historian.amended(document, event.number), version if approved else None, bulk)
        )
    return tuple(reversed(found))


class ChangeDescriber:
    """Tells what landings changed. Names are read once for each roster that ever was."""

    def __init__(self, timeline: Timeline, contents: Mapping[str, bytes] | None = None, reads: bool = False) -> None:
        """`contents` are blobs by id that somebody read already; git is asked for any other. `reads`: pages are
        compared as they are read, too.
        """
        self.timeline, self._reads = timeline, reads
        self._contents = contents or {}
        self._names: dict[tuple[Blob | None, ...], Labels] = {}

    def bulk(self, document: str, event: DocumentEvent) -> tuple[str, ...]:
        """The other documents that a landing reaffirms with this one, where it is a bulk reaffirmation."""
        if event.kind != "reaffirmation":
            return ()
        changed = changed_by(self.timeline, self.timeline.landings[event.number])
        same = sorted(id_ for id_ in changed if kind(self.timeline, id_, event.number) == "reaffirmation")
        return tuple(id_ for id_ in same if id_ != document) if len(same) >= BULK else ()

    def amended(self, document: str, number: int) -> DocumentChange:
        """What a landing changed in a document. There is always a word for it."""
        before = dict(self.timeline.files(document, number - 1))
        after = dict(self.timeline.files(document, number))
        moves = self._membership(before, after, number)
        paths = [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)]
        names = self._named(number).over(self._named(number - 1))
        told = {path: describe_file(self._changed(path, before, after, number), names) for path in paths}
        changes = [*moves, *_of_pages(told), *(change for one in told.values() for change in one.changes)]
        changes += _reviewed(told, alone=not changes)
        if not changes:
            changes = [self._unchanged(number)]
        passages = tuple(passage for one in told.values() for passage in one.passages)
        return DocumentChange(tuple(changes), passages, tuple(self._read(told, before, after, number)))

    def _read(
        self, told: Mapping[str, FileChange], before: dict[str, Blob], after: dict[str, Blob], number: int
    ) -> Iterator[PageComparison]:
        """The pages of which lines are shown, as they are read: by the names of before and of after."""
        pages = (path for path, one in told.items() if one.passages and path.endswith(MARKDOWN))
        for path in pages if self._reads else ():
            file = self._changed(path, before, after, number)
            old, new = (decode(path, data or b"") for data in (file.before, file.after))
            if isinstance(old, str) and isinstance(new, str):
                found = compare_pages(path, old, new, self._named(number - 1), self._named(number))
                if found is not None:
                    yield found

    def _unchanged(self, number: int) -> str:
        if self.timeline.turns(number):
            return "adopted as is" if self.timeline.adopted(number) else "no longer adopted, otherwise unchanged"
        return "its entry in the register changed, and none of its files"

    def _changed(self, path: str, before: dict[str, Blob], after: dict[str, Blob], number: int) -> ChangedFile:
        contents = (self._content(path, at) for at in (number - 1, number))
        return ChangedFile(path, before.get(path), after.get(path), *contents)

    def _membership(self, before: dict[str, Blob], after: dict[str, Blob], number: int) -> list[str]:
        """What joined, left or moved with all its bytes; it is taken out of both, so that nothing tells it twice."""
        said = []
        new: dict[Blob, list[str]] = {}
        for path in sorted(after.keys() - before.keys()):
            new.setdefault(after[path], []).append(path)
        for path in sorted(before.keys() - after.keys()):
            if self.timeline.at(path, number) is not None:
                said.append(f"{path} is no longer part of it")
                del before[path]
            elif twins := new.get(before[path]):
                twin = twins.pop(0)
                said.append(f"{path} moved to {twin}, byte for byte")
                del before[path], after[twin]
        for path in sorted(after.keys() - before.keys()):
            earlier = self.timeline.at(path, number - 1)
            if earlier is not None:
                said.append(f"{path} is part of it now")
                before[path] = earlier
        return said

    def _named(self, number: int) -> Labels:
        paths = ("data/roles.yml", "data/people.yml", "data/severities.yml")
        key = tuple(self.timeline.at(path, number) for path in paths)
        if key not in self._names:
            self._names[key] = Labels.of(lambda path: _value(path, self._content(path, number)))
        return self._names[key]

    def _content(self, path: str, number: int) -> bytes | None:
        blob = self.timeline.at(path, number)
        read = self._contents.get(blob.id) if blob and blob.regular else None
        return self.timeline.content(path, number) if read is None else read


def _value(path: str, data: bytes | None) -> object:
    text = decode(path, data or b"")
    return None if isinstance(text, ReadingFault) or data is None else plain(read_yaml(path, text).value)


def _of_pages(told: dict[str, FileChange]) -> Iterator[str]:
    """What happened to clauses, over all pages: one that moved to another page is neither gone nor new.

    The clauses that a whole page brought or took along are told in one sentence.
    """
    old: dict[str, PagePart] = {}
    new: dict[str, PagePart] = {}
    for one in told.values():
        for side, page in zip((old, new), one.pages, strict=True):
            side.update(page.clauses if page else {})
    for mine, other, verb in ((old, new, "removed"), (new, old, "added")):
        for path, one in told.items():
            alone = [id_ for id_, part in mine.items() if part.path == path and id_ not in other]
            if alone and None in one.pages:
                yield f"clauses {', '.join(alone)} {verb} with {path}"
                for id_ in alone:
                    del mine[id_]
    yield from of_clauses(old, new)


def _reviewed(told: dict[str, FileChange], alone: bool) -> Iterator[str]:
    """The review dates that changed; `alone` where nothing else did."""
    dates = {path: one.reviewed for path, one in told.items() if one.reviewed}
    for path, (before, after) in dates.items():
        which = f" of {path}" if len(dates) > 1 else ""
        yield f"reviewed{which}: {before} → {after}{', nothing else' if alone else ''}"
