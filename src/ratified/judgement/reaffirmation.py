"""Getting a reaffirmation ready: which line to set, who may approve it, and what goes into one pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ratified.approval import Docket
from ratified.book.read import MARKDOWN
from ratified.chronicle import AUTHORITY, SITE_LAYOUT, Definition
from ratified.chronicle.chronicle import REGISTER
from ratified.chronicle.files import first_page, matches
from ratified.history import History
from ratified.judgement.amended import NoSuchDocumentError, known
from ratified.model.verdict import VerdictWord
from ratified.source.fault import Fault
from ratified.source.review_date import YAML, ReviewDateError, review_date, with_review_date, without_review_date
from ratified.source.tree import WorkTree


class ReaffirmError(Exception):
    """Documents that cannot be reaffirmed as they stand: a sentence for each, with what to do."""


@dataclass(frozen=True)
class Planned:
    """The review date of one document: the file it stands in, its bytes before and after, the day that stood.

    `landed`: the day stands on the main branch already, so that nothing is left to do. `approvers` are the names,
    by person id, of those who may approve it. `verdict` is what stands for the document now.
    """

    document: str
    path: str
    before: bytes
    after: bytes
    stood: date | None
    landed: bool
    approvers: dict[str, str]
    verdict: VerdictWord


def plan(root: Path, history: History, docket: Docket, documents: Sequence[str], day: date) -> tuple[Planned, ...]:
    """What to set so that these documents are reviewed on a day (UTC). Nothing is written.

    Raises ReaffirmError with every reason why not, and NoSuchDocumentError.
    """
    wanted = tuple(dict.fromkeys(documents))
    for document in wanted:
        if document not in known(docket):
            raise NoSuchDocumentError(document, known(docket))
    planner = _Planner(root, history, docket, day)
    planned: list[Planned] = []
    refused: list[str] = []
    for document in wanted:
        try:
            planned.append(planner.of(document))
        except (ReaffirmError, ReviewDateError) as error:
            refused.append(str(error))
    if refused:
        raise ReaffirmError("\n".join(refused))
    return tuple(planned)


def together(planned: Sequence[Planned]) -> tuple[tuple[Planned, ...], ...]:
    """Documents that one landing can reaffirm: somebody may approve every one of a group."""
    groups: list[list[Planned]] = []
    for one in planned:
        fitting = (group for group in groups if shared([*group, one]))
        group = next(fitting, None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return tuple(map(tuple, groups))


def shared(group: Sequence[Planned]) -> dict[str, str]:
    """The names, by person id, of those who may approve every document of a group."""
    first, *rest = group
    return {id_: name for id_, name in first.approvers.items() if all(id_ in one.approvers for one in rest)}


class _Planner:
    def __init__(self, root: Path, history: History, docket: Docket, day: date) -> None:
        self.tree, self.docket, self.day, self.ref = WorkTree(root), docket, day, history.ref
        self.edited = history.edited()

    def of(self, document: str) -> Planned:
        """What to set in one document. Raises ReaffirmError and ReviewDateError."""
        definition = self.docket.documents.get(document)
        if definition is None:
            raise ReaffirmError(f"{document} is retired or gone from the register, so nothing asks for its review")
        path = self._file(document, definition)
        before = self.tree.read(path)
        if isinstance(before, Fault):
            raise ReaffirmError(f"{path} {before.message}; {before.help}")
        self._require_unedited(document, definition, path, before)
        stood = review_date(path, before)
        if stood is not None and stood > self.day:
            raise ReaffirmError(
                f"{document} was reviewed on {stood} by {path}, after {self.day}; a review never goes back"
            )
        after = before if stood == self.day else with_review_date(path, before, self.day)
        verdict = self.docket.verdicts[document]
        landed = stood == self.day and path not in self.edited
        return Planned(document, path, before, after, stood, landed, self._names(verdict.eligible), verdict.verdict)

    def _names(self, ids: Sequence[str]) -> dict[str, str]:
        authority = self.docket.authority
        people = [authority.person[id_] for id_ in ids] if authority else []
        return {person.id: person.name or person.id for person in sorted(people, key=lambda p: (p.name, p.id))}

    def _file(self, document: str, definition: Definition) -> str:
        """The file whose review date is the document's: its first page, else the first YAML file it binds."""
        if document == SITE_LAYOUT:
            raise ReaffirmError(
                f"{SITE_LAYOUT} has no review date; land a change of one of its files, a comment in mkdocs.yml "
                "for one, by a merge of an approver"
            )
        if document == AUTHORITY:
            return REGISTER
        here = [path for path, _ in self.docket.chronicle.files(document, self.docket.head)]
        page = first_page(definition, here)
        if page is not None and page.endswith(MARKDOWN):
            return page
        bound = [path for path in _ordered(definition.binds, here) if path.endswith(YAML)]
        if not bound:
            raise ReaffirmError(f"{document} has neither a page nor a YAML file on {self.ref} to hold a review date")
        return bound[0]

    def _require_unedited(self, document: str, definition: Definition, path: str, now: bytes) -> None:
        """Refuse where anything but a review date differs from the main branch: it would be no reaffirmation."""
        mine = {p for p, _ in self.docket.chronicle.files(document, self.docket.head)}
        touched = {p for p in self.edited if p in mine or matches(p, (*definition.pages, *definition.binds))}
        landed = self.docket.chronicle.content(path, self.docket.head) or b""
        if path in touched and _bare(path, now) == _bare(path, landed):
            touched.remove(path)
        if touched:
            raise ReaffirmError(
                f"{document} has other edits that are not on {self.ref}: {', '.join(sorted(touched))}; land or undo "
                "them first, so that the reaffirmation changes nothing but the date"
            )


def _bare(path: str, data: bytes) -> bytes:
    return without_review_date(path, data.replace(b"\r\n", b"\n"))


def _ordered(patterns: Sequence[str], paths: Sequence[str]) -> Iterator[str]:
    """Paths in the order of the patterns that name them."""
    for pattern in patterns:
        yield from sorted(path for path in paths if matches(path, (pattern,)))
