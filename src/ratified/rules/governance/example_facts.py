"""GOV-17: what is Example Corp's in the repository of another company."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule, warning_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.policy import Book

EXAMPLE = "Example Corp"
"""The company that the starter is about."""

NAMES = (
    *(EXAMPLE, "Halvorsen Pike", "Tern Forensics", "Calder Mutual"),
    *("Northwind Freight", "Lumen Harbour Bank", "Osterberg Clinics", "Quarry Analytics"),
    "Data Protection Commission (Ireland) as lead authority",
)
"""The company itself, the firms that it has engaged, its customers, and its regulator, as the starter writes them or
once did. The regulator's short name is no fact of the example: any company in Ireland may write it."""

_FIRMS = ("halvorsenpike", "ternforensics", "caldermutual", "northwindfreight", "lumenharbour", "osterbergclinics")
_FACT = re.compile(
    rf"(?P<name>{'|'.join(map(re.escape, NAMES))}|\+1 202 555 01[0-9]{{2}}|\+44 1632 960[0-9]{{3}})"
    rf"|(?P<domain>(?:[\w.+-]+@)?\b(?:(?:{'|'.join((*_FIRMS, 'quarryanalytics'))})\.example|example\.com)\b)"
)


@rule("GOV-17", "error", "A fact of the example company")
def fact_of_example(case: RuleInput) -> RuleHits:
    """In the repository of a company that is not Example Corp, a data file or a governed page still names that
    company, its counsel, forensics firm or insurer, one of its customers, its regulator, or a number of the ranges in
    which no telephone rings (+1 202 555 01.., +44 1632 960...), as the starter has them. Its addresses in data files,
    such as those at `example.com`, are a warning.

    **Why it matters.** At night somebody dials a number that rings nowhere, and an assessor reads that your insurer is
    a firm that nobody has heard of.

    **How to fix it.** Write your own, or take the row out with what names it. `ratified init` writes a repository in
    which none of them is.

    **Protects.** CC5.3, CC7.4
    """
    if case.book.register.company == EXAMPLE:
        return
    for path, number, line, data in _lines(case.book):
        for found in _FACT.finditer(line):
            soft = found["domain"] is not None
            if data or not soft:
                what = f"{found[0]!r} is Example Corp's, a made-up company"
                help_ = "write your own, or take it out with what names it"
                cause = "facts of Example Corp, a made-up company, are left"
                yield RuleHit(
                    Place(path, number, found.start() + 1), what, help_, None, warning_where(soft), cause=cause
                )


def _lines(book: Book) -> Iterator[tuple[str, int, str, bool]]:
    """Every line of the data files and the governed pages: its file, its number, its text, whether it is data."""
    for path, text in book.texts.items():
        yield from ((path, number, line, True) for number, line in enumerate(text.split("\n"), 1))
    for page in book.markdown:
        if page.runbook or book.documents_of(page.path):
            for block in page.blocks:
                rows = enumerate(block.source, block.place.line)
                yield from ((page.path, number, line, False) for number, line in rows)
