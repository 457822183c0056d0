"""Ids for the rules of a document that has none yet: where each would stand, to be taken or left."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.close_names import meant
from ratified.policy.read import read_book
from ratified.rules.governance.clauses import CLAUSE_ID, binding_words
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.page import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.prose import Page, TextBlock
    from ratified.model.register import GovernedDocument
    from ratified.policy import Book
    from ratified.source.tree import FileTree

_SCHEME = re.compile(r"[A-Z]{2,5}-\{n\}\.\{m\}")
_FORM = "write two to five capitals and the two numbers: AC-{n}.{m}"
_LITERAL = "shows its braces as they are written; take `render_macros: false` out, and put them between {% raw %}"


class NoOfferError(Exception):
    """Why no ids can be offered: a sentence with what to do."""


@dataclass(frozen=True)
class OfferedClauses:
    """A page with the ids that its rules would get, and its bytes before and after."""

    path: str
    ids: tuple[str, ...]
    before: bytes
    after: bytes

    def diff(self) -> Iterator[str]:
        """The lines of a unified diff."""
        old, new = (data.decode("utf-8").splitlines() for data in (self.before, self.after))
        yield from difflib.unified_diff(old, new, f"a/{self.path}", f"b/{self.path}", lineterm="")


def offered_clauses(tree: FileTree, document: str, scheme: str | None) -> tuple[OfferedClauses, ...]:
    """The pages of a document on which rules stand outside of any clause. Nothing is written. Raises NoOfferError."""
    book = read_book(tree).book
    if book is None:
        raise NoOfferError("this repository cannot be read; `ratified check` says what is wrong there")
    found = next((one for one in book.register.documents if one.id == document and one.retired is None), None)
    if found is None:
        ids = [one.id for one in book.register.documents]
        raise NoOfferError(f"there is no document {document!r}; {meant(document, ids, 'the register lists them')}")
    if book.register.clauses(found) == "none":
        what = f"documents of the class {found.class_} have no clauses"
        raise NoOfferError(f"{what}; write `clauses: offered` for it in data/register.yml first")
    numbers = _ClauseNumbers(book, _prefix(found, scheme))
    pages = [page for page in book.pages if document in book.documents_of(page.path) and not page.original]
    return tuple(offer for page in pages if (offer := _offer(tree, page, numbers)) is not None)


def _prefix(document: GovernedDocument, scheme: str | None) -> str:
    """The capitals of the ids: those of the scheme, else the initials of the document's id."""
    if scheme is not None:
        if not _SCHEME.fullmatch(scheme):
            raise NoOfferError(f"{scheme!r} is no scheme for ids; {_FORM}")
        return scheme.partition("-")[0]
    words = re.findall(r"[A-Z]+", document.id.upper())
    names = words[1:] or words
    prefix = "".join(word[0] for word in names) if len(names) > 1 else "".join(names)[:3]
    if not CLAUSE_ID.fullmatch(f"{prefix[:5]}-1.1"):
        raise NoOfferError(f"{document.id} gives no capitals for ids; name them with --scheme: {_FORM}")
    return prefix[:5]


class _ClauseNumbers:
    """The numbers that are free: a section goes on with the chapter that its clauses have, another one begins one."""

    def __init__(self, book: Book, prefix: str) -> None:
        self.prefix = prefix
        self._last: dict[int, int] = {}
        for id_ in book.clause:
            if id_.startswith(f"{prefix}-") and CLAUSE_ID.fullmatch(id_):
                chapter, number = map(int, id_.removeprefix(f"{prefix}-").split("."))
                self._last[chapter] = max(number, self._last.get(chapter, 0))

    def chapter_of(self, ids: Sequence[str]) -> int:
        """The chapter of a section in which these clauses stand."""
        own = [id_ for id_ in ids if id_.startswith(f"{self.prefix}-") and CLAUSE_ID.fullmatch(id_)]
        if own:
            return int(own[-1].removeprefix(f"{self.prefix}-").partition(".")[0])
        chapter = max(self._last, default=0) + 1
        self._last[chapter] = 0
        return chapter

    def next(self, chapter: int) -> str:
        self._last[chapter] += 1
        return f"{self.prefix}-{chapter}.{self._last[chapter]}"


def _offer(tree: FileTree, page: Page, numbers: _ClauseNumbers) -> OfferedClauses | None:
    rules = [*_rules(page)]
    data = tree.read(page.path)
    if not rules or isinstance(data, ReadingFault):
        return None
    if page.literal:
        raise NoOfferError(f"{page.path} {_LITERAL}")
    chapters: dict[str, int] = {}
    lines = data.decode("utf-8").split("\n")
    ids: list[str] = []
    for block in rules:
        if block.section not in chapters:
            chapters[block.section] = numbers.chapter_of(_standing(page, block.section))
        ids.append(numbers.next(chapters[block.section]))
        line, column = block.place.line - 1, block.place.column - 1
        lines[line] = f'{lines[line][:column]}{{{{ clause("{ids[-1]}") }}}} {lines[line][column:]}'
    after = "\n".join(lines).encode("utf-8")
    _see(page, ids, after)
    return OfferedClauses(page.path, tuple(ids), data, after)


def _rules(page: Page) -> Iterator[TextBlock]:
    """The paragraphs and items of a page that bind somebody and stand in no clause."""
    inside = {block.place for clause in page.clauses for block in page.blocks_of(clause)}
    for block in page.blocks:
        if block.kind in {"paragraph", "item"} and block.place not in inside and binding_words(block.text):
            yield block


def _standing(page: Page, section: str) -> list[str]:
    """The ids of the clauses of a section."""
    lines = {(block.place.line, block.last_line) for block in page.blocks if block.section == section}
    return [one.id for one in page.clauses if any(first <= one.place.line <= last for first, last in lines)]


def _see(page: Page, ids: Sequence[str], after: bytes) -> None:
    """Raise NoOfferError where the page would not read as it did, with these clauses more."""
    text = decode(page.path, after)
    read, faults = (page, [text]) if isinstance(text, ReadingFault) else read_page(page.path, text, runbook=False)
    more = [clause.id for clause in read.clauses if clause.id not in {one.id for one in page.clauses}]
    if faults or more != [*ids] or len(read.blocks) != len(page.blocks):
        raise NoOfferError(f"{page.path} is written so that no id can be put in front of its rules; do it by hand")
