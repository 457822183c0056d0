"""What every landing changed in a document, by whom, approved or not, and what changed in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ratified.approval.docket import Docket
from ratified.book.lasting import lasting
from ratified.chronicle import Chronicle, changed_by, kind
from ratified.history.history import History, open_history
from ratified.judgement.amended_files import Changed, Told, tell
from ratified.judgement.amended_lines import Passage
from ratified.judgement.amended_names import Names
from ratified.judgement.amended_prose import Part, of_clauses
from ratified.judgement.amended_rows import plain
from ratified.judgement.recorded import docket_of, of_branch, register_of, require_anchors
from ratified.model.landing import NO_ANCHORS, Anchors, Blob
from ratified.model.near import meant
from ratified.model.verdict import Event
from ratified.source.decode import decode
from ratified.source.fault import Fault
from ratified.source.tree import WorkTree
from ratified.source.yaml_reader import read_yaml

BULK = 3
"""Documents from which on one landing that reaffirms them all is a bulk reaffirmation."""


class NoSuchDocumentError(LookupError):
    """A document that no register ever had. The message names what is close, or what there is."""

    def __init__(self, wanted: str, known: Sequence[str]) -> None:
        hint = meant(wanted, known, f"there are {', '.join(known[:12]) or 'none'}")
        super().__init__(f"there is no document {wanted!r}; {hint}")


@dataclass(frozen=True)
class Amended:
    """What one landing changed in a document: in words, and the lines of prose that differ."""

    changes: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Entry:
    """One landing that changed a document. `version` is the document's number from it on, where it was approved.

    `bulk` holds the other documents that the landing reaffirms, where they make it a bulk reaffirmation.
    """

    event: Event
    amended: Amended
    version: int | None
    bulk: tuple[str, ...]


@contextmanager
def consulted(
    root: Path, as_of: date, ref: str | None = None, anchors: Anchors = NO_ANCHORS
) -> Iterator[tuple[History, Docket]]:
    """The history and the docket of a repository, as of a day (UTC), while git can be asked.

    Without a ref the main branch is read that the register here names. Raises HistoryError.
    """
    with lasting():
        main = "main" if ref is not None else register_of(WorkTree(root)).main
        with (
            open_history(root, ref=ref, main=main, anchors=anchors) as history,
            docket_of(history, as_of) as docket,
        ):
            require_anchors(history)
            if ref is None:
                of_branch(history, docket, main)
            yield history, docket


def known(docket: Docket) -> tuple[str, ...]:
    """The ids of every document that a register on the main branch ever had."""
    return tuple(dict.fromkeys((*docket.documents, *docket.ledger.changes)))


def entries(docket: Docket, document: str) -> tuple[Entry, ...]:
    """Every landing that changed a document, newest first. Raises NoSuchDocumentError."""
    if document not in known(docket):
        raise NoSuchDocumentError(document, known(docket))
    historian = Historian(docket.chronicle)
    found: list[Entry] = []
    version = 0
    for event in docket.events(document):
        approved = event.approval is not None
        version += approved and event.kind != "reaffirmation"
        bulk = historian.bulk(document, event)
        found.append(Entry(event, historian.amended(document, event.number), version if approved else None, bulk))
    return tuple(reversed(found))


class Historian:
    """Tells what landings changed. Names are read once for each roster that ever was."""

    def __init__(self, chronicle: Chronicle, contents: Mapping[str, bytes] | None = None) -> None:
        """`contents` are blobs by id that somebody read already; git is asked for any other."""
        self.chronicle = chronicle
        self._contents = contents or {}
        self._names: dict[tuple[Blob | None, ...], Names] = {}

    def bulk(self, document: str, event: Event) -> tuple[str, ...]:
        """The other documents that a landing reaffirms with this one, where it is a bulk reaffirmation."""
        if event.kind != "reaffirmation":
            return ()
        changed = changed_by(self.chronicle, self.chronicle.landings[event.number])
        same = sorted(id_ for id_ in changed if kind(self.chronicle, id_, event.number) == "reaffirmation")
        return tuple(id_ for id_ in same if id_ != document) if len(same) >= BULK else ()

    def amended(self, document: str, number: int) -> Amended:
        """What a landing changed in a document. There is always a word for it."""
        before = dict(self.chronicle.files(document, number - 1))
        after = dict(self.chronicle.files(document, number))
        moves = self._membership(before, after, number)
        paths = [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)]
        names = self._named(number).over(self._named(number - 1))
        told = {path: tell(self._changed(path, before, after, number), names) for path in paths}
        changes = [*moves, *_of_pages(told), *(change for one in told.values() for change in one.changes)]
        changes += _reviewed(told, alone=not changes)
        if not changes:
            changes = [self._unchanged(number)]
        return Amended(tuple(changes), tuple(passage for one in told.values() for passage in one.passages))

    def _unchanged(self, number: int) -> str:
        if self.chronicle.turns(number):
            return "adopted as it stood" if self.chronicle.adopted(number) else "no longer adopted, else as it stood"
        return "its entry in the register changed, and none of its files"

    def _changed(self, path: str, before: dict[str, Blob], after: dict[str, Blob], number: int) -> Changed:
        contents = (self._content(path, at) for at in (number - 1, number))
        return Changed(path, before.get(path), after.get(path), *contents)

    def _membership(self, before: dict[str, Blob], after: dict[str, Blob], number: int) -> list[str]:
        """What joined, left or moved with all its bytes; it is taken out of both, so that nothing tells it twice."""
        said = []
        new: dict[Blob, list[str]] = {}
        for path in sorted(after.keys() - before.keys()):
            new.setdefault(after[path], []).append(path)
        for path in sorted(before.keys() - after.keys()):
            if self.chronicle.at(path, number) is not None:
                said.append(f"{path} is no longer part of it")
                del before[path]
            elif twins := new.get(before[path]):
                twin = twins.pop(0)
                said.append(f"{path} moved to {twin}, byte for byte")
                del before[path], after[twin]
        for path in sorted(after.keys() - before.keys()):
            earlier = self.chronicle.at(path, number - 1)
            if earlier is not None:
                said.append(f"{path} is part of it now")
                before[path] = earlier
        return said

    def _named(self, number: int) -> Names:
        paths = ("data/roles.yml", "data/people.yml", "data/severities.yml")
        key = tuple(self.chronicle.at(path, number) for path in paths)
        if key not in self._names:
            self._names[key] = Names.of(lambda path: _value(path, self._content(path, number)))
        return self._names[key]

    def _content(self, path: str, number: int) -> bytes | None:
        blob = self.chronicle.at(path, number)
        read = self._contents.get(blob.id) if blob and blob.mode.startswith("100") else None
        return self.chronicle.content(path, number) if read is None else read


def _value(path: str, data: bytes | None) -> object:
    text = decode(path, data or b"")
    return None if isinstance(text, Fault) or data is None else plain(read_yaml(path, text).value)


def _of_pages(told: dict[str, Told]) -> Iterator[str]:
    """What happened to clauses, over all pages: one that moved to another page is neither gone nor new.

    The clauses that a whole page brought or took along are told in one sentence.
    """
    old: dict[str, Part] = {}
    new: dict[str, Part] = {}
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


def _reviewed(told: dict[str, Told], alone: bool) -> Iterator[str]:
    """The review dates that changed; `alone` where nothing else did."""
    dates = {path: one.reviewed for path, one in told.items() if one.reviewed}
    for path, (before, after) in dates.items():
        which = f" of {path}" if len(dates) > 1 else ""
        yield f"reviewed{which}: {before} → {after}{', nothing else' if alone else ''}"
