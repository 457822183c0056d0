"""What the search knows besides pages: clauses, criteria and rules by id, roles by their titles, levels by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape as to_html
from typing import TYPE_CHECKING

from ratified.policy.clause_text import in_short
from ratified.policy.roster.holders import holders
from ratified.rules import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.policy import Book
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import SiteMap


@dataclass(frozen=True)
class SearchEntry:
    """Something to find: its address from the site's root, its title and its words, as HTML text.

    `counts` is how much more it counts than others: a level's name is a word of many of them.
    """

    location: str
    title: str
    text: str
    counts: float = 1.0


def entries(of: PageContext) -> tuple[SearchEntry, ...]:
    """Clauses in the order of their pages, then roles, levels and criteria in the order of their files, then rules."""
    return (*_clauses(of.book, of.site_map), *_roles(of), *_levels(of.book, of.site_map), *_rules(of.site_map))


def _clauses(book: Book, site_map: SiteMap) -> Iterator[SearchEntry]:
    for page in book.markdown:
        for clause in page.clauses if page.path in site_map.urls else ():
            words = f"{in_short(book, page, clause)} {' '.join(clause.criteria)}"
            yield _entry(f"{site_map.urls[page.path]}#{clause.id}", f"{clause.id} {page.title}", words)


def _roles(of: PageContext) -> Iterator[SearchEntry]:
    where = _where(of.site_map, "roster", "role-")
    if where is None:
        return
    for role in of.book.roles.roles:
        names = ", ".join(person.name for _, person in holders(of.book, role, of.as_of)) or "nobody"
        yield _entry(f"{where}{role.id}", role.title, f"Held by {names}. {' '.join(role.duties)}")
    for outside in of.book.roles.outside_roles:
        yield _entry(f"{where}{outside.id}", outside.title, f"{outside.firm}. {' '.join(outside.duties)}")


def _levels(book: Book, site_map: SiteMap) -> Iterator[SearchEntry]:
    table, criteria = _where(site_map, "severity_table"), _where(site_map, "severity_criteria")
    for level in book.severities.levels:
        if table is not None:
            yield replace(_entry(f"{table}{level.id}", level.name, f"Severity: {level.label}"), counts=8.0)
        for criterion in level.criteria if criteria is not None else ():
            yield _entry(f"{criteria}{criterion.id}", criterion.id, f"{level.name}: {criterion.text}")


def _rules(site_map: SiteMap) -> Iterator[SearchEntry]:
    for code in BY_CODE:
        if (url := site_map.urls.get(f"docs/rules/{code}.md")) is not None:
            yield _entry(f"{url}#", code, "")  # its page is found by its words; the same address would hide it


def _where(site_map: SiteMap, macro: str, anchor: str = "") -> str | None:
    """The address of the page that shows something, up to the name of its anchor; None where none does."""
    path = next((path for path in site_map.shows.get(macro, ()) if path in site_map.urls), None)
    return None if path is None else f"{site_map.urls[path]}#{anchor}"


def _entry(location: str, title: str, text: str) -> SearchEntry:
    return SearchEntry(location, to_html(title), to_html(text))
