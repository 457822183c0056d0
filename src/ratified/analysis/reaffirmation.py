"""Getting a reaffirmation ready: which line to set, who may approve it, and what goes into one pull request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.approval.documents import DocumentDefinition, matches
from ratified.approval.review_date_files import LAYOUT_DATE, review_files
from ratified.changes.document_log import NoSuchDocumentError, known_documents
from ratified.policy.addresses import MARKDOWN
from ratified.policy.data_files import DATA
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.review_date import (
    EMPTY_HEAD,
    ReviewDateError,
    review_date,
    with_front_matter,
    with_review_date,
    without_review_date,
    written_otherwise,
)
from ratified.source.tree import WorkTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.git.history import History
    from ratified.model.data_entry import DataEntry
    from ratified.model.verdict import VerdictWord


class ReaffirmError(Exception):
    """Documents that cannot be reaffirmed as they stand: a sentence for each, with what to do."""


@dataclass(frozen=True)
class PlannedReaffirmation:
    """The review date of one document: the file it stands in, its bytes before and after, the day that stood.

    There are no bytes before where the file is made for it. `landed`: the day stands on the main branch already, so
    that nothing is left to do. `approvers` are the names, by person id, of those who may approve it. `verdict` is
    what stands for the document now.
    """

    document: str
    path: str
    before: bytes | None
    after: bytes
    stood: date | None
    landed: bool
    approvers: dict[str, str]
    verdict: VerdictWord


def plan(
    root: Path, history: History, approvals: ApprovalHistory, documents: Sequence[str], day: date
) -> tuple[PlannedReaffirmation, ...]:
    """What to set so that these documents are reviewed on a day (UTC). Nothing is written.

    Raises ReaffirmError with every reason why not, and NoSuchDocumentError.
    """
    wanted = tuple(dict.fromkeys(documents))
    for document in wanted:
        if document not in known_documents(approvals):
            raise NoSuchDocumentError(document, known_documents(approvals))
    planner = _ReaffirmationPlanner(root, history, approvals, day)
    planned: list[PlannedReaffirmation] = []
    refused: list[str] = []
    for document in wanted:
        try:
            planned.append(planner.of(document))
        except (ReaffirmError, ReviewDateError) as error:
            refused.append(str(error))
    if refused:
        raise ReaffirmError("\n".join(refused))
    return tuple(planned)


def together(planned: Sequence[PlannedReaffirmation]) -> tuple[tuple[PlannedReaffirmation, ...], ...]:
    """Documents that one landing can reaffirm: somebody may approve every one of a group."""
    groups: list[list[PlannedReaffirmation]] = []
    for one in planned:
        fitting = (group for group in groups if shared([*group, one]))
        group = next(fitting, None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return tuple(map(tuple, groups))


def shared(group: Sequence[PlannedReaffirmation]) -> dict[str, str]:
    """The names, by person id, of those who may approve every document of a group."""
    first, *rest = group
    return {id_: name for id_, name in first.approvers.items() if all(id_ in one.approvers for one in rest)}


class _ReaffirmationPlanner:
    def __init__(self, root: Path, history: History, approvals: ApprovalHistory, day: date) -> None:
        self.tree, self.approvals, self.day, self.ref = WorkTree(root), approvals, day, history.ref
        self.edited = history.edited()

    def of(self, document: str) -> PlannedReaffirmation:
        """What to set in one document. Raises ReaffirmError and ReviewDateError."""
        definition = self.approvals.documents.get(document)
        if definition is None:
            raise ReaffirmError(f"{document} is retired or gone from the register, so nothing asks for its review")
        refused: list[str] = []
        for path in self._files(document, definition):
            try:
                return self._planned(document, definition, path)
            except ReviewDateError as error:
                refused.append(str(error))
        raise ReaffirmError("\n".join(refused))

    def _planned(self, document: str, definition: DocumentDefinition, path: str) -> PlannedReaffirmation:
        before = self.tree.read(path)
        missing = isinstance(before, ReadingFault) and path == LAYOUT_DATE and not (self.tree.root / path).exists()
        if isinstance(before, ReadingFault) and not missing:
            raise ReaffirmError(f"{path} {before.message}; {before.help}")
        data = b"" if isinstance(before, ReadingFault) else before
        self._require_unedited(document, definition, path, data)
        verdict = self.approvals.verdicts[document]
        stood = None if missing else _stood(path, data)
        open_ = verdict.verdict in {"unapproved", "undecidable", "pending"}
        if stood is not None and stood > self.day and not open_:
            raise ReaffirmError(
                f"{document} was reviewed on {stood} by {path}, after {self.day}; a review never goes back"
            )
        landed = stood == self.day and path not in self.edited
        # A date that landed today and that nobody approved has to change for anybody to approve it.
        after = written_otherwise(path, data) if landed and open_ else _dated(path, data, stood, self.day, definition)
        if _refused(path, data, after):
            raise ReviewDateError(f"{path}: has no place for a review date")
        held = None if missing else data
        return PlannedReaffirmation(
            document, path, held, after, stood, landed and not open_, self._names(verdict.eligible), verdict.verdict
        )

    def _names(self, ids: Sequence[str]) -> dict[str, str]:
        authority = self.approvals.authority
        people = [authority.person[id_] for id_ in ids] if authority else []
        return {person.id: person.name or person.id for person in sorted(people, key=lambda p: (p.name, p.id))}

    def _files(self, document: str, definition: DocumentDefinition) -> tuple[str, ...]:
        """The files that may hold a document's review date, the first choice first."""
        here = [path for path, _ in self.approvals.timeline.files(document, self.approvals.head)]
        found = review_files(document, definition, here)
        if not found:
            raise ReaffirmError(
                f"{document} has neither a page nor a YAML file on {self.ref} to hold a review date; get any change "
                "of one of its files merged by an approver"
            )
        return found

    def _require_unedited(self, document: str, definition: DocumentDefinition, path: str, now: bytes) -> None:
        """Refuse where anything but a review date differs from the main branch: it would be no reaffirmation."""
        mine = {p for p, _ in self.approvals.timeline.files(document, self.approvals.head)}
        touched = {p for p in self.edited if p in mine or matches(p, (*definition.pages, *definition.binds))}
        landed = self.approvals.timeline.content(path, self.approvals.head) or b""
        if path in touched and (
            _bare(path, now) == _bare(path, landed) or self._prepared(path, now, landed, definition)
        ):
            touched.remove(path)
        if touched:
            raise ReaffirmError(
                f"{document} has other edits that are not on {self.ref}: {', '.join(sorted(touched))}; merge or undo "
                "them first, so that the reaffirmation changes nothing but the date"
            )

    def _prepared(self, path: str, now: bytes, landed: bytes, definition: DocumentDefinition) -> bool:
        """Whether an earlier run put front matter before this page, and nothing else changed since."""
        try:
            day = review_date(path, now)
            return day is not None and now == with_front_matter(path, landed, day, definition.title)
        except ReviewDateError:
            return False


def _bare(path: str, data: bytes) -> bytes:
    return without_review_date(path, data.replace(b"\r\n", b"\n"))


def _stood(path: str, data: bytes) -> date | None:
    """The review date that stands; None where there is none, front matter for it lacking too."""
    return None if _headless(path, data) else review_date(path, data)


def _dated(path: str, data: bytes, stood: date | None, day: date, definition: DocumentDefinition) -> bytes:
    if path == LAYOUT_DATE and not data:
        return f"reviewed: {day}\n".encode("ascii")
    if stood == day:
        return data
    if _headless(path, data):
        return with_front_matter(path, data, day, definition.title)
    return with_review_date(path, data, day)


def _headless(path: str, data: bytes) -> bool:
    """Whether a page has no front matter at all, or one that holds nothing."""
    return path.endswith(MARKDOWN) and (not data.startswith(b"---") or EMPTY_HEAD.match(data) is not None)


def _refused(path: str, before: bytes, after: bytes) -> bool:
    """Whether the model of a data file has no place for the date: it would read well before, and not after."""
    file = DATA.get(path.removeprefix("data/").removesuffix(".yml")) if path.startswith("data/") else None
    return file is not None and _reads(file.model, path, before) and not _reads(file.model, path, after)


def _reads(model: type[DataEntry], path: str, data: bytes) -> bool:
    text = decode(path, data)
    if isinstance(text, ReadingFault):
        return False
    yaml = read_yaml(path, text)
    return typed(model, yaml) is not None and not yaml.faults
