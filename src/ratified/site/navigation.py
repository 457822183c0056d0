"""The navigation: a default where the settings have none, and what a navigation of its own leaves out."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, get_args

from ratified.model.page import Section
from ratified.policy.addresses import DOCS, START_PAGE
from ratified.site.pages import CATALOGUE, EXERCISES, INCIDENTS, INDEXES, RULE_INDEX, RUNBOOKS
from ratified.views.escape import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ratified.model.prose import Page
    from ratified.policy import Book

START, HOME = START_PAGE.removeprefix(DOCS), "index.md"
ACKNOWLEDGEMENTS = "acknowledgements.md"

_ENGINE: tuple[object, ...] = (
    {"Runbooks": RUNBOOKS},
    {"Records": [{"Incidents": INCIDENTS}, {"Exercises": EXERCISES}, {"Corrective actions": "corrective-actions.md"}]},
    {
        "Reference": [
            {"People and on-call": "people.md"},
            {"Notification deadlines": "clocks.md"},
            {"Catalogue of deadlines": CATALOGUE},
            {"Coverage": "coverage.md"},
            {"How to amend": "how-to-amend.md"},
            {"Glossary": "glossary.md"},
        ]
    },
    {
        "Evidence": [
            {"Approvals": "approvals.md"},
            {"Amendments": "amendments.md"},
            {"Acknowledgements": "acknowledgements.md"},
            {"How an approval is decided": "approval-rules.md"},
            {"For the assessor": "for-the-assessor.md"},
        ]
    },
    {"Rules": RULE_INDEX},
)
_ORDER = {topic: place for place, topic in enumerate(get_args(Section))}


def navigation(
    given: object, book: Book, docs: str, there: Collection[str], foreign: Iterable[str] = ()
) -> list[object]:
    """The navigation of a site: the company's own pages first, then the engine's, of those that are `there`. `given` is
    what the settings say, None where they say nothing; `foreign` are pages that other plugins made."""
    ours = frozenset(there).intersection(engine_pages(book))
    if isinstance(given, list):
        return [*given, *_rest(_ENGINE, ours.difference(_named(given)))]
    paths = {page.path.removeprefix(f"{docs}/"): page for page in book.pages if page.path.startswith(f"{docs}/")}
    own = {uri: page for uri, page in paths.items() if uri in there}
    first = [entry for entry in ({"Start here": START}, {"Home": HOME}) if frozenset(there).issuperset(entry.values())]
    pages = {uri: page for uri, page in own.items() if uri not in {START, *INDEXES}}
    policy = {
        posixpath.dirname(uri)
        for uri, page in pages.items()
        if page.front and page.front.covers and book.document_of(page.path)
    }
    first_pages = {page.path for page in (book.policy_pages if book.runbooks else book.pages)}
    chapters = {u: page for u, page in pages.items() if posixpath.dirname(u) in policy or page.path in first_pages}
    others = {uri: page for uri, page in pages.items() if uri not in chapters}
    runbooks, *rest = _ENGINE
    return [
        *(*first, *_sections(chapters), *_rest([runbooks], ours)),
        *(*_sections(others), *_of_folders(foreign), *_rest(rest, ours)),
    ]


def doors(book: Book, docs: str, there: Mapping[str, str]) -> Mapping[str, str]:
    """Where the doors of the home page lead, by what is behind each: only to pages that have something to say."""
    policies = (page.path.removeprefix(f"{docs}/") for page in book.policy_pages)
    ways = {
        "start": START,
        "runbooks": RUNBOOKS if book.runbooks else "",
        "people": "people.md",
        "clocks": "clocks.md" if book.responds else "",
        "policy": next((uri for uri in ("policy/index.md", *policies) if uri in there), ""),
    }
    return {door: there[uri] for door, uri in ways.items() if uri in there}


def _sections(pages: Mapping[str, Page]) -> Iterator[object]:
    """A section for each folder of the company's pages, in the order of what they cover; others by themselves."""
    sections: dict[str, list[str]] = {}
    for uri in sorted(pages, key=lambda uri: _place(uri, pages[uri])):
        sections.setdefault(posixpath.dirname(uri), []).append(uri)
    for folder, uris in sorted(sections.items(), key=lambda pair: (min(_place(u, pages[u]) for u in pair[1]), pair[0])):
        if folder:
            yield {_title(folder): uris}
        else:
            yield from uris


def _of_folders(uris: Iterable[str]) -> Iterator[object]:
    """Pages that nothing is known of, by the folder that they stand in."""
    folders: dict[str, list[str]] = {}
    for uri in sorted(uris):
        folders.setdefault(posixpath.dirname(uri), []).append(uri)
    for folder, below in sorted(folders.items()):
        yield from below if not folder else [{_title(folder): below}]


def _title(folder: str) -> str:
    return escape(posixpath.basename(folder).replace("-", " ").capitalize())  # the theme writes it as it is


def _place(uri: str, page: Page) -> tuple[int, bool, str]:
    covers = page.front.covers if page.front else ()
    return min((_ORDER[topic] for topic in covers), default=len(_ORDER)), not uri.endswith("index.md"), uri


def _rest(entries: Iterable[object], left: Collection[str]) -> Iterator[object]:
    """The entries whose page is there and has no place yet; of a section those of its pages."""
    for entry in entries:
        assert isinstance(entry, dict)  # noqa: S101 - for types: nothing else would hold
        ((title, below),) = entry.items()
        if isinstance(below, list):
            if found := [*_rest(below, left)]:
                yield {title: found}
        elif below in left:
            yield entry


def _named(nav: object) -> Iterator[str]:
    """Every page that a navigation names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list | dict):
        for below in nav.values() if isinstance(nav, dict) else nav:
            yield from _named(below)


_EVERY = frozenset(_named([*_ENGINE]))
_OF_INCIDENTS = frozenset({RUNBOOKS, INCIDENTS, EXERCISES, "corrective-actions.md", "clocks.md", CATALOGUE})


def engine_pages(book: Book) -> frozenset[str]:
    """The pages of the engine that a navigation leads to: not to those of a profile that the register leaves out,
    nor to acknowledgements that it asks nobody for."""
    without = book.register.profiles is not None and not book.responds
    asked = _EVERY if book.register.acknowledgements else _EVERY - {ACKNOWLEDGEMENTS}
    return asked - _OF_INCIDENTS if without else asked
