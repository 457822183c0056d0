"""Where things stand in the site: which page shows what, and how one page links to another."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ratified.views.escape import NOTHING, Safe, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ratified.policy import Book


@dataclass(frozen=True)
class PageLink:
    """A text and where it leads; an empty `href` where no page of the site shows the thing."""

    text: Safe
    href: Safe = NOTHING


NO_LINK = PageLink(NOTHING)
"""Where there is nothing to lead to."""


def unlinked(text: object) -> PageLink:
    """A text that leads nowhere."""
    return PageLink(escape(text))


@dataclass(frozen=True)
class SiteMap:
    """Pages by path, with their address relative to the site's root, and the pages that call each macro.

    `past` is the address of a page of the past, `{}` standing for its name; empty where the site makes none.
    """

    urls: Mapping[str, str]
    shows: Mapping[str, tuple[str, ...]]
    past: str = ""

    def page(self, path: str, here: str, anchor: str = "") -> Safe:
        """The address of a page as seen from another one; empty where the site has no such page."""
        if path not in self.urls:
            return NOTHING
        fragment = f"#{escape(anchor)}" if anchor else ""
        if path == here and fragment:
            return Safe(fragment)
        return Safe(_relative(self.urls[path], self.urls.get(here, "")) + fragment)

    def file(self, url: str, here: str) -> Safe:
        """The address of a file that is no page, such as a script, by its path in the site."""
        return _relative(url, self.urls.get(here, ""))

    def of_past(self, name: str, here: str, anchor: str = "") -> Safe:
        """The address of the page of a landing or of a text as it was, by its name; empty where there is none."""
        if not self.past:
            return NOTHING
        url = self.past.format(name)
        fragment = f"#{escape(anchor)}" if anchor else ""
        return Safe(_relative(url, self.urls.get(here, self.past)) + fragment)

    def thing(self, macro: str, anchor: str, here: str) -> Safe:
        """The address of something that a block macro shows: on the page itself where it calls the macro."""
        pages = [path for path in self.shows.get(macro, ()) if path in self.urls]
        if not pages:
            return NOTHING
        return self.page(here if here in pages else pages[0], here, anchor)


def make_site_map(
    book: Book, urls: Mapping[str, str], generated: Mapping[str, Iterable[str]], past: str = ""
) -> SiteMap:
    """The site map of a book: `urls` by repository path, `generated` pages with the macros that they call."""
    shows: dict[str, tuple[str, ...]] = {}
    calls = [(page.path, call.name) for page in book.markdown for call in page.calls]
    calls += [(path, name) for path, names in generated.items() for name in names]
    for path, name in sorted(calls, key=lambda pair: pair[0]):
        if path not in shows.get(name, ()):
            shows[name] = (*shows.get(name, ()), path)
    return SiteMap(urls, shows, past)


@lru_cache(maxsize=4096)
def _relative(target: str, here: str) -> Safe:
    """A relative address, escaped, between two addresses that both start at the site's root."""
    found = posixpath.relpath(f"/{target}", posixpath.dirname(f"/{here}"))
    return escape(f"{found}/" if (target.endswith("/") or not target) and found != "/" else found)
