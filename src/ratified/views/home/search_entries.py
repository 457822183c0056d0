"""What the search knows besides pages: clauses, criteria and requirements by id, roles by title, levels by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape as to_html
from itertools import chain
from typing import TYPE_CHECKING

from ratified.policy.clause_text import in_short
from ratified.policy.roster.holders import holders
from ratified.views.policy.coverage import coverage_matrix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.policy import Book
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import SiteMap


@dataclass(frozen=True)
class SearchEntry:
    """Something to find: its address from the site's root, its title and its words, as HTML text.

    `named` is whether its title is a name of few words that many others have, as that of a level: then whoever types it
    means this.
    """

    location: str
    title: str
    text: str
    named: bool = False


def entries(of: PageContext) -> tuple[SearchEntry, ...]:
    """Clauses in the order of their pages, then roles, levels, criteria and requirements as their files have them."""
    found = (_clauses(of.book, of.site_map), _roles(of), _levels(of.book, of.site_map), _requirements(of))
    return tuple(chain.from_iterable(found))


def synonyms(book: Book, site_map: SiteMap, made: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Words by which people ask for a page, by its address from the site's root. `made` are those of the engine's pages
    by path, which a page of the company's own replaces."""
    fronts = {page.path: page.runbook or page.front for page in book.markdown}
    found = {**made, **{path: front.synonyms for path, front in fronts.items() if front}}
    return {site_map.urls[path]: words for path, words in found.items() if words and path in site_map.urls}


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


def _requirements(of: PageContext) -> Iterator[SearchEntry]:
    where = _where(of.site_map, "coverage_matrix", "req-")
    for group in coverage_matrix(of) if where is not None else ():
        for row in group.rows:
            yield SearchEntry(f"{where}{row.id}", str(row.id), f"{row.title}: {row.intent}")


def _levels(book: Book, site_map: SiteMap) -> Iterator[SearchEntry]:
    table, criteria = _where(site_map, "severity_table"), _where(site_map, "severity_criteria")
    for level in book.severities.levels:
        if table is not None:
            yield replace(_entry(f"{table}{level.id}", level.name, f"Severity: {level.label}"), named=True)
        for criterion in level.criteria if criteria is not None else ():
            yield _entry(f"{criteria}{criterion.id}", criterion.id, f"{level.name}: {criterion.text}")


def _where(site_map: SiteMap, macro: str, anchor: str = "") -> str | None:
    """The address of the page that shows something, up to the name of its anchor; None where none does."""
    path = next((path for path in site_map.shows.get(macro, ()) if path in site_map.urls), None)
    return None if path is None else f"{site_map.urls[path]}#{anchor}"


def _entry(location: str, title: str, text: str) -> SearchEntry:
    return SearchEntry(location, to_html(title), to_html(text))
