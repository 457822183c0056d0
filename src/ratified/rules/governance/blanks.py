"""GOV-12: blanks of a template, in prose, front matter and data."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.model.data_entry import DataEntry
from ratified.model.governance import Waiver
from ratified.model.place import Place
from ratified.rules.governance.blank_words import blank_words, defined_words, filled_when_sent
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.prose import Page, TextBlock
    from ratified.policy import Book

_Text = tuple[str, DataEntry, tuple[str | int, ...]]
"""A text with the entry that holds it and the steps to it from there: few are asked for their place."""

_OPENS = re.compile(r"`+|<!--")


@rule("GOV-12", "error", "A blank of a template is left")
def blank_left(case: RuleInput) -> RuleHits:
    """A page, a runbook, its front matter or a data file still says FILL IN, TODO, TBD, TBC, FIXME, XXX, ACME,
    CHANGEME, PLACEHOLDER, *Lorem ipsum*, *example sentence to replace*, `[Company Name]`, `<Organization>`,
    `[YOUR NAME]`, `[DATE]`, `[INSERT ...]` or `[CUSTOMIZE ...]`, or has an address at yourcompany.com or
    example-company.com. Words of capitals count as whole words in capitals only; *fill in* and *fill me in* count in
    any, where they stand in brackets or are all that a value, an item or a cell says.

    On a page that no document governs it is a warning, and the template of a notice keeps `[DATE]` and its kind until
    it is sent. Code and comments are left alone, the `code` of a waiver, and words that mean something: ACME where
    certificates are spoken of, TBD where it is spelt out and stands in a sentence (*Owner: TBD* is always a blank),
    the TODO list, a FIXME comment, *is marked TBD*, `CVE-2026-XXXX`, XXX-XX-1234, chapter XXX, and FILL IN THE FORM.

    **Why it matters.** A blank that survived shows that the text was copied and not adopted, and an
    assessor then doubts every sentence beside it. A responder finds nothing where a number was needed.

    **How to fix it.** Write what is true for you, or take the sentence out.

    **Protects.** CC5.3, CC7.4
    """
    found = {hit.place: hit for page in case.book.markdown for hit in _blanks_of(page)}
    for text, entry, steps in _written(case.book):
        for _, word in blank_words(text):
            hit = _blank(word, _exactly(case.book, entry.at(*steps), word))
            found.setdefault(hit.place, hit)
    elsewhere = {page.path for page in case.book.pages if not case.book.documents_of(page.path)}
    for hit in found.values():
        yield replace(hit, level="warning") if hit.place.path in elsewhere else hit


def _blanks_of(page: Page) -> RuleHits:
    """Blanks in a page. What it explains anywhere is explained everywhere, and looked for where a blank was found."""
    held = [block for block in page.blocks if any(blank_words("\n".join(block.source)))]
    defined = defined_words("\n".join(line for block in page.blocks for line in block.source)) if held else frozenset()
    notice = page.front is not None and page.front.notice is not None
    for block in held:
        yield from (hit for word, hit in _blanks_in(block, defined) if not (notice and filled_when_sent(word)))


def _blanks_in(block: TextBlock, defined: frozenset[str]) -> Iterator[tuple[str, RuleHit]]:
    """Blanks in a block's source, code and comments masked. Its text would lack `<Company>`, a tag."""
    written = "\n".join(block.source)
    source = _read(written)
    for start, word in blank_words(source, written, defined):
        column = start - source.rfind("\n", 0, start)
        line = block.place.line + source.count("\n", 0, start)
        yield word, _blank(word, Place(block.place.path, line, column))


def _read(source: str) -> str:
    """A text with code and comments blotted out, a character for a character; each is looked at once."""
    runs: dict[str, list[int]] = {}
    opens = list(_OPENS.finditer(source))
    for found in opens:
        runs.setdefault(found[0], []).append(found.start())
    pieces, at, last = [], 0, source.rfind("-->") + 3  # behind which no comment ends
    for found in opens:
        if found.start() < at:
            continue
        if found[0] == "<!--":
            end = source.find("-->", found.end(), last) + 3 if found.end() < last else 0
        else:
            end = _closed(found, runs)
        if end:
            pieces += [source[at : found.start()], re.sub(r"[^\n]", "\0", source[found.start() : end])]
            at = end
    return "".join((*pieces, source[at:]))


def _closed(found: re.Match[str], runs: dict[str, list[int]]) -> int:
    """Where a run of backticks is closed by the next one of its length; 0 where it is not."""
    places = runs[found[0]]
    next_ = bisect_left(places, found.end())
    return places[next_] + len(found[0]) if next_ < len(places) else 0


def _blank(word: str, place: Place) -> RuleHit:
    blank_text = " ".join(word.split())
    return RuleHit(place, f"{blank_text!r} is a blank of a template", "write what is true for you, or take it out")


def _written(book: Book) -> Iterator[_Text]:
    """Every text of every data file and front matter."""
    for page in book.markdown:
        front = page.front or page.runbook
        yield from _texts(front) if front else ()
    for file in vars(book).values():
        if isinstance(file, DataEntry) and file.at().path in book.texts:
            yield from _texts(file)


def _texts(entry: DataEntry) -> Iterator[_Text]:
    for name, field in type(entry).model_fields.items():
        if name == "spot" or (isinstance(entry, Waiver) and name == "code"):
            continue
        below = getattr(entry, name)
        for index, item in enumerate(below if isinstance(below, tuple) else (below,)):
            yield from _texts_of(item, entry, (field.alias or name, index))


def _texts_of(value: object, entry: DataEntry, steps: tuple[str | int, ...]) -> Iterator[_Text]:
    if isinstance(value, str):
        yield value, entry, steps
    elif isinstance(value, DataEntry):
        yield from _texts(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts_of(item, entry, steps)


def _exactly(book: Book, place: Place, word: str) -> Place:
    """The word's own place at or after the start of its value, where the file's text is at hand."""
    lines = book.texts.get(place.path, "").split("\n")[place.line - 1 :]
    for down, line in enumerate(lines):
        column = line.find(word, place.column - 1 if down == 0 else 0)
        if column >= 0:
            return Place(place.path, place.line + down, column + 1)
    return place
