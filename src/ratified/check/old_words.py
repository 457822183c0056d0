"""Words that were there when a document was adopted: what rules on wording find in them warns, and blocks nothing.

A company that adopts its old policies adopts their words. What a rule found in a sentence then is no error now; a
sentence that is new or changed is asked as any other. Which sentences stood there is read from git's objects: from the
tree of the landing that approved the adoption, where the same rules are asked of the same pages. A document that came
later, or that nobody has approved yet, has that only for pages that `ratified import` took in and that nobody changed
since, by the record of imports that somebody approved (decision 0045).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ratified.check.run_rules import file_findings
from ratified.model.imports import Imports
from ratified.policy import read_book
from ratified.policy.commit_tree import CommitTree
from ratified.policy.sentences import sentence_at
from ratified.rules import BY_CODE, RuleInput
from ratified.rules.families import ON_WORDING
from ratified.source.changed_tree import ChangedTree
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.model.finding import Finding
    from ratified.model.prose import Page, TextBlock
    from ratified.source.tree import FileTree

_IMPORTS = "data/imports.yml"
_ASKS_DATA = frozenset({"ROL-01"})
Words = tuple[str, str, str]
"""A rule's code, what it says, and the sentence that it says it of."""


class _Adopted(NamedTuple):
    """By which landing a document was adopted, None where by none yet: since when, in words, and which pages count, all
    where None.
    """

    landing: int | None
    since: str
    pages: frozenset[str] | None


def with_old_words(
    findings: Sequence[Finding], case: RuleInput, record: ApprovalRecord, tree: FileTree
) -> list[Finding]:
    """The findings, those on words warnings that stood in their document when it was adopted. `tree` is the one that
    was checked."""
    asked = {f.document for f in findings if f.code in ON_WORDING and f.level == "error" and f.document}
    if not asked:
        return list(findings)
    then = _ThenFound(record, case, tree)
    known = {document: then.words_of(document) for document in asked}
    pages = {page.path: page for page in case.book.markdown}
    made = []
    for finding in findings:
        since, left = known.get(finding.document or "", ("", Counter[Words]()))
        said = _words(finding, pages)
        if finding.level != "error" or said is None or not left[said]:
            made.append(finding)
            continue
        left[said] -= 1
        made.append(replace(finding, level="warning", help=f"{_OLD.format(since)}; {finding.help}"))
    return made


_OLD = "this was already there when {}, so it only warns; new or changed words must pass"


class _ThenFound:
    """What rules on wording found at landings; each is read once, since most documents were adopted by the same."""

    def __init__(self, record: ApprovalRecord, case: RuleInput, tree: FileTree) -> None:
        self._record, self._case, self._tree = record, case, tree
        self._found: dict[int | None, tuple[Sequence[Finding], Mapping[str, Page]]] = {}

    def words_of(self, document: str) -> tuple[str, Counter[Words]]:
        """Since when in words a document is adopted, and what the rules found in its words then."""
        adopted = self._adopted(document)
        if adopted.landing not in self._found:
            self._found[adopted.landing] = self._at(adopted.landing)
        found, every = self._found[adopted.landing]
        pages = {path: page for path, page in every.items() if adopted.pages is None or path in adopted.pages}
        of_it = (finding for finding in found if finding.document == document and finding.level == "error")
        return adopted.since, Counter(said for finding in of_it if (said := _words(finding, pages)) is not None)

    def _adopted(self, document: str) -> _Adopted:
        record, timeline = self._record, self._record.approvals.timeline
        first = timeline.bootstrap
        if first is not None and timeline.files(document, first):
            return _Adopted(first, _at("the policies were adopted", record, first), None)
        events = record.events(document) if document in record.verdicts else ()
        number = next((event.number for event in events if event.verdict == "approved"), None)
        if number is None:
            rows = _imports(_text(self._tree, _IMPORTS))
            return _Adopted(None, f"{document} was imported", _untouched(self._tree, rows))
        approved = {timeline.content(_IMPORTS, at) or b"" for at in record.approvals.decisions.approved.numbers}
        rows = frozenset(row for data in approved for row in _imports(data))
        since = _at(f"{document} was first approved", record, number)
        return _Adopted(number, since, _untouched(_landed(record, number), rows))

    def _at(self, number: int | None) -> tuple[Sequence[Finding], Mapping[str, Page]]:
        """Where this version cannot read that tree any more, its pages are read with today's data, and rules that ask
        data are not asked: a title that was renamed since is no old word.
        """
        then = self._tree if number is None else _landed(self._record, number)
        reading, codes = read_book(then, records=False), set(ON_WORDING)
        if reading.book is None:
            before = {path: _text(then, path) for path in then.paths("docs", "runbooks")}
            reading, codes = read_book(ChangedTree(self._tree, before), records=False), codes - _ASKS_DATA
        if reading.book is None:
            return (), {}
        day = self._case.as_of if number is None else self._record.approvals.timeline.day(number)
        rules = [BY_CODE[code] for code in sorted(codes)]
        found = file_findings(RuleInput(reading.book, day), reading, rules)
        return found, {page.path: page for page in reading.book.markdown}


def _at(what: str, record: ApprovalRecord, number: int) -> str:
    return f"{what} (commit {record.approvals.timeline.landings[number].commit.id[:10]})"


def _landed(record: ApprovalRecord, number: int) -> CommitTree:
    timeline = record.approvals.timeline
    listing = {path: blob for path in timeline.path_history if (blob := timeline.at(path, number)) is not None}
    return CommitTree(listing, lambda id_: timeline.read((id_,))[id_])


def _imports(data: bytes) -> frozenset[tuple[str, str]]:
    """The pages of a record of imports, each with the hash of its words; none where that cannot be read."""
    text = decode(_IMPORTS, data)
    found = None if isinstance(text, ReadingFault) else typed(Imports, read_yaml(_IMPORTS, text))
    return frozenset((row.path, row.body_sha256) for row in found.imports) if found is not None else frozenset()


def _untouched(tree: FileTree, rows: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The pages of a tree whose words below the front matter are those that `ratified import` wrote, to the byte."""
    return frozenset(path for path, hash_ in rows if sha256(_body(_text(tree, path))).hexdigest() == hash_)


def _text(tree: FileTree, path: str) -> bytes:
    data = tree.read(path)
    return b"" if isinstance(data, ReadingFault) else data


def _body(page: bytes) -> bytes:
    """What stands below a page's front matter."""
    lines = page.split(b"\n")
    closes = (number for number, line in enumerate(lines) if number and line.rstrip() in {b"---", b"..."})
    end = next(closes, None) if lines[0].rstrip() == b"---" else None
    return page if end is None else b"\n".join(lines[end + 1 :])


def _words(finding: Finding, pages: Mapping[str, Page]) -> Words | None:
    """What a finding is known again by; None where it is not about the prose of one of these pages."""
    page = pages.get(finding.place.path) if finding.code in ON_WORDING else None
    if page is None or any(call.place == finding.place for call in page.calls):
        return None  # what a macro names is a reference, and no word
    whole = ON_WORDING[finding.code] == "paragraph"
    held = [block for block in page.blocks if block.place.line <= finding.place.line <= block.last_line]
    if not held:
        return None
    said = (
        _row(held) if whole or len(held) > 1 or held[0].kind == "cell" else _folded(sentence_at(held[0], finding.place))
    )
    return finding.code, finding.message, f"{held[0].kind} {said}"


def _row(blocks: Iterable[TextBlock]) -> str:
    """A paragraph, an item, or a row of a table whole."""
    return " ".join(dict.fromkeys("\n".join(block.source) for block in blocks))


def _folded(text: str) -> str:
    return " ".join(text.split())
