"""Records to fill in: YAML by hand, since comments say what is asked and no serialiser keeps them.

A line that starts with `#:` is for the reader: they put a value in the place of each <...> and take `#:` away.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ratified.policy.roster.holders import holders, title
from ratified.source.scalars import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ratified.model.page import RunbookFront
    from ratified.model.prose import Page
    from ratified.policy import Book

ASKED = "#:"
HOW = f"""\
# Lines that begin with {ASKED} are for you: write a value in the place of each <...>, then take the {ASKED} away.
# Anything else may be changed too. Keep names, secrets and customers out; people are named here by their id.
"""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/()'+;?!-]*")
_MACRO = re.compile(r"\{\{\s*(\w+)\(\s*[\"']([^\"']+)[\"'][^}]*\}\}")


def quoted(text: str) -> str:
    """A text as a YAML value that reads back as itself, in quotes where it needs them."""
    value, doubt = plain(text)
    bare = _PLAIN.fullmatch(text) and isinstance(value, str) and doubt is None and text == text.strip()
    return text if bare else json.dumps(text, ensure_ascii=False)


def sheet(book: Book, roles: Iterable[str], on: date) -> Iterator[tuple[str, str | None, str]]:
    """Roles of the company, who holds each first on a day, and a note with the names."""
    for id_ in dict.fromkeys(roles):
        role = book.role.get(id_)
        if role is None:
            continue
        known = [person for _, person in holders(book, role, on)]
        others = ", ".join(person.id for person in known[1:])
        note = known[0].name if known else f"nobody holds {title(book, id_)} on {on}"
        yield id_, known[0].id if known else None, f"{note}; deputies: {others}" if others else note


def prompt(book: Book, page: Page) -> tuple[str, tuple[str, ...]]:
    """The exercise prompt of a runbook: the scenario, and its injects."""
    blocks = page.section("Exercise prompt")
    text = " ".join(" ".join(block.source).strip() for block in blocks)
    told = _MACRO.sub(lambda found: title(book, found[2]) if found[1] == "role" else found[2], text)
    scenario, *injects = re.split(r"\s*Inject \d+:\s*", told)
    return scenario.strip(), tuple(inject[:1].upper() + inject[1:].strip() for inject in injects)


def front(page: Page) -> RunbookFront:
    """The front matter of a runbook."""
    found = page.runbook
    if found is None:
        raise ValueError(f"{page.path} is no runbook")
    return found


def next_id(prefix: str, year: int, width: int, known: Iterable[str]) -> str:
    """The id after the last one of a year. A number that was ever used is not given again."""
    head = f"{prefix}-{year}-"
    numbers = [int(id_.removeprefix(head)) for id_ in known if id_.startswith(head)]
    return f"{head}{max(numbers, default=0) + 1:0{width}}"
