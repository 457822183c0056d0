"""A clause in plain words, macro calls replaced by what they stand for: for tables that name a promise in short;
and which clause states a target.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.policy.roster.holders import title
from ratified.source.calls import BLANK
from ratified.source.commonmark import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ratified.model.prose import Clause, MacroCall, Page, TextBlock
    from ratified.policy.book import Book

NORMATIVE = re.compile(r"\b(must|shall|never|only|will|may\s+not|required\s+to)\b", re.IGNORECASE)
"""Words that make a sentence bind somebody."""

NUMBERS = frozenset({"target", "limit", "commitment", "clock", "review_interval", "review_after"})
"""Macros that put a number of the data into a page: a clause that calls one promises it."""

_FIGURE = re.compile(r"(?<![\w.,:/-])(?<![A-Z] )[0-9]+(?:[.,][0-9]+)?%?(?![\w:/-]|[.,][0-9])")
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\bArt\.)\s+(?=[^a-z])")
_ITEM = re.compile(r"^\s*(?:[-+*]|[0-9]{1,9}[.)])\s+")
_LONGEST = 160
_FIRST = 0xF0000
_MARK = re.compile("[\U000f0000-\U000ffffd]")
"""Marks for calls, from a plane of Unicode that no text uses."""


def binds(page: Page, clause: Clause) -> bool:
    """Whether a clause says one of the words that bind somebody."""
    return any(NORMATIVE.search(block.text) for block in page.blocks_of(clause))


def normative(page: Page, clause: Clause) -> bool:
    """Whether a clause promises something: it binds somebody, or gives a number, put in by a macro or in digits.

    Digits in an id, a date or the name of a standard give none.
    """
    blocks = page.blocks_of(clause)
    called = any(call.name in NUMBERS for block in blocks for call in page.calls_in(block))
    return called or binds(page, clause) or any(_FIGURE.search(block.text) for block in blocks)


def in_short(book: Book, page: Page, clause: Clause) -> str:
    """The first sentence of a clause in plain words on one line, cut where it is long."""
    found = _SENTENCE.split(" ".join(_texts(book, page, clause)).strip())[0]
    if len(found) <= _LONGEST:
        return found
    return f"{found[:_LONGEST].rpartition(' ')[0].rstrip(' ,;:')}…"


def _texts(book: Book, page: Page, clause: Clause) -> Iterator[str]:
    """The words of each block of a clause; a list after a sentence goes on with it.

    What a call stands for is put in after the Markdown is read, so that a title or a name is never read as Markdown.
    """
    for block in page.blocks_of(clause):
        said: list[str] = []
        lines = [_marked(book, page, block, number, line, said) for number, line in enumerate(block.source)]
        yield _put_in(words_of(_ITEM.sub("", "\n".join(lines))), said)


def _put_in(words: str, said: Sequence[str]) -> str:
    """The words with what each mark stands for; a mark that a page typed itself stands for nothing."""
    known = dict(enumerate(said, _FIRST))
    return " ".join(_MARK.sub(lambda mark: known.get(ord(mark[0]), ""), words).split())


def _marked(book: Book, page: Page, block: TextBlock, number: int, line: str, said: list[str]) -> str:
    """A line of a block with a mark for each macro call, blanked there; `said` gets what each stands for."""
    here = [c for c in page.calls_in(block) if c.place.line == block.place.line + number]

    def mark(blank: re.Match[str]) -> str:
        said.append(" ".join(_said(book, c) for c in here if blank.start() < c.place.column <= blank.end()))
        return chr(_FIRST + len(said) - 1)

    return re.sub(f"{BLANK}+", mark, line)


def _said(book: Book, call: MacroCall) -> str:
    """What a call stands for. What the data does not know is said by its id: other rules report it."""
    say = _SAID.get(call.name)
    given = [arg if isinstance(arg, str) else "" for arg in call.args]
    try:
        return say(book, *given) if say else ""
    except (KeyError, TypeError):
        return " ".join(given)


def _target(book: Book, severity: str, key: str) -> str:
    found = getattr(book.level[severity].targets, key, None)
    return "no set time" if found == "none" else str(found or key)


def _limit(book: Book, id_: str) -> str:
    found = book.limit[id_]
    return str(found.within or found.count or 0)


def _review_after(book: Book, event: str) -> str:
    return str(book.reviewed_after[event])


_SAID: Mapping[str, Callable[..., str]] = {
    "company": lambda book: book.register.company,
    "role": title,
    "severity": lambda book, id_: book.level[id_].name,
    "criterion": lambda book, id_: id_,
    "target": _target,
    "limit": _limit,
    "commitment": lambda book, id_: str(book.commitment[id_].within),
    "clock": lambda book, id_: book.clock[id_].regime,
    "review_interval": lambda book, id_: str(book.register.classes[id_].review_every),
    "review_after": _review_after,
    "runbook": lambda book, id_: f"{id_} {book.runbook[id_].title}",
    "source": lambda book, id_: book.source[id_].title,
    "clause_ref": lambda book, id_: id_,
}


_AFTER_CLOSING = frozenset({"review", "publish_review", "close_actions"})


def target_clauses(pages: Iterable[Page]) -> Mapping[tuple[str, str], str]:
    """The clause of these pages that states each target, by level and target; under `""` the first for any level.

    What is due after closing is stated by the chapter of the review, wherever else its time is borrowed.
    Ids are never used again, so a clause of today's text is the same promise, whatever its number was then.
    """
    found: dict[tuple[str, str], str] = {}
    stated = list(_stated_targets(pages))
    of_review = [one for one in stated if one[0] and one[2] in _AFTER_CLOSING]
    for _, level, target, clause in (*of_review, *stated):
        found.setdefault((level, target), clause)
        found.setdefault(("", target), clause)
    return found


def _stated_targets(pages: Iterable[Page]) -> Iterator[tuple[bool, str, str, str]]:
    """Each target that a clause names: whether on the chapter of the review, its level, its name, the clause."""
    for page in pages:
        clause = None
        of_review = page.front is not None and "review" in page.front.covers
        for call in sorted(page.calls, key=lambda call: call.place):
            if call.name == "clause":
                clause = call.text(0)
            elif call.name == "target" and clause is not None:
                yield of_review, call.text(0) or "", call.text(1) or "", clause
