"""What `check --fix` changes: governed pages that the site would show otherwise than they are read (SIT-18)."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ratified.policy.read import read_book
from ratified.source.calls import BLANK
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.outline_differences import OutlineDifference, compared
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ratified.model.prose import Page


@dataclass(frozen=True)
class FixedPage:
    """A page with its bytes before and after, and each change: its line, from 0, what was wrong, what was done."""

    path: str
    before: bytes
    after: bytes
    changes: tuple[OutlineDifference, ...]


class NotComparedError(Exception):
    """Why no page was compared with what the site shows."""


def page_fixes(root: Path) -> tuple[FixedPage, ...]:
    """The pages of a work tree that a mechanical edit brings nearer to what the site shows; nothing is written.

    Raises NotComparedError where a file cannot be read, or the settings name a Markdown extension that nobody knows.
    """
    tree = WorkTree(root)
    book = read_book(tree, skim=True).book
    if book is None:
        raise NotComparedError("a file could not be read; fix what is listed, then run again")
    if book.settings.blocks is None:
        raise NotComparedError("mkdocs.yml names a Markdown extension that is not known; the site build compares")
    pages = [page for page in (*book.pages, *book.runbooks) if book.documents_of(page.path)]
    return tuple(_fixed(tree, pages, book.settings.blocks))


def _fixed(tree: WorkTree, pages: Sequence[Page], extensions: Sequence[str]) -> Iterator[FixedPage]:
    for page in pages:
        found = compared(page.body, page.prose.outline, extensions)
        data = tree.read(page.path)
        text = data if isinstance(data, ReadingFault) else decode(page.path, data)
        if found.text == page.body or isinstance(data, ReadingFault) or isinstance(text, ReadingFault):
            continue
        after = with_body(text, page.body, found.text)
        yield FixedPage(page.path, data, _with_ends(data, after), tuple(one for one in found.differences if one.edited))


def _with_ends(before: bytes, after: str) -> bytes:
    """A text whose lines end as they did; a line that is new ends as the first one."""
    old = before.split(b"\n")
    plain = [line.removesuffix(b"\r") for line in old]
    new = [line.encode() for line in after.split("\n")]
    first = b"\r" if old[0].endswith(b"\r") else b""
    ends = [first] * len(new)
    for kind, one, two, begin, end in SequenceMatcher(None, plain, new, autojunk=False).get_opcodes():
        if kind == "equal" or two - one == end - begin:
            ends[begin:end] = [b"\r" if line.endswith(b"\r") else b"" for line in old[one:two]]
    ends[-1] = b""
    return b"\n".join(line + end for line, end in zip(new, ends, strict=True))


def with_body(text: str, blanked: str, fixed: str) -> str:
    """A page with its new body: front matter and macro calls as they were, where `blanked` had blanks for them."""
    blanks = [place for place, char in enumerate(blanked) if char == BLANK]
    head = len(text) - len(blanked.lstrip("\n"))
    begin = len(blanked) - len(blanked.lstrip("\n"))
    words = iter([text[head + place - begin] for place in blanks])
    return text[:head] + "".join(next(words) if char == BLANK else char for char in fixed.lstrip("\n"))
