"""Pages of a built site as one document for paper: a cover with what approval says, then the pages as they stand.

The cover shows the panels that the pages themselves carry, so it cannot speak of another text than the one that
follows. Nothing is read but the site.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
_TITLE = re.compile(r"<h1[^>]*>(.*?)(?:<a class=\"headerlink\".*?</a>)?</h1>", re.DOTALL)
_PANEL = re.compile(r'<section class="r-approval .*?</section>', re.DOTALL)
_ON_SCREEN = re.compile(
    r'<a [^>]*class="md-content__button.*?</a>|<a class="headerlink".*?</a>|<nav class="r-jump".*?</nav>'
    r"|<script.*?</script>|<p class=\"r-approval-(?:lapse|more)\">.*?</p>",
    re.DOTALL,
)
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_HREF = re.compile(r' href="([^"]*)"')
_COMMIT = re.compile(r"<dt>Judged at commit</dt> <dd>(.*?)</dd>", re.DOTALL)
_DAY = re.compile(r"<span>As of: (.*?)</span>")
_TAG = re.compile(r"<[^>]*>")

_PAPER = """
@page { size: A4; margin: 18mm 17mm 20mm;
  @bottom-left { content: %s; font: 7.5pt sans-serif; color: #4b5763; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt sans-serif; color: #4b5763; } }
html { font-size: 100%%; } body { background: #fff; }
.md-typeset { font-size: 9.5pt; line-height: 1.45; }
.p-cover { break-after: page; } .p-cover h1 { font-size: 26pt; margin: 45mm 0 4mm; }
.p-cover .p-of { color: #4b5763; font-size: 12pt; margin: 0 0 14mm; }
.p-cover .p-documents { color: #4b5763; margin: 0 0 1mm; }
.p-page + .p-page { break-before: page; }
details > summary { display: none !important; }
"""


class NotASiteError(ValueError):
    """A folder that no site was built into, or a page of it that has no article."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page of the site: its address from the root (`policy/severity/`), and its HTML as built."""

    url: str
    html: str


@dataclass(frozen=True, slots=True)
class PrintStamp:
    """At which commit approval was judged, and for which day, as the pages say; empty where they say nothing."""

    commit: str
    day: str


def stamp(pages: Sequence[PrintedPage]) -> PrintStamp:
    """The commit and the day of the pages. Raises NotASiteError where they are not of one build."""
    found = {
        PrintStamp(_text(_COMMIT, panel), _text(_DAY, panel)) for page in pages for panel in _PANEL.findall(page.html)
    }
    if len(found) > 1:
        raise NotASiteError("its pages were built at different commits or for different days; build it anew")
    return next(iter(found), PrintStamp("", ""))


def printed(title: str, of: str, pages: Sequence[PrintedPage], root: str) -> str:
    """A document of these pages, in order, as HTML that needs nothing but the site at `root`, a file address.

    `of` says whose it is. A link to one of the pages stays inside; one to another page of the site is text.
    """
    parts = [_part(page, {other.url: other for other in pages}) for page in pages]
    made = stamp(pages)
    commit = f"commit {made.commit}" if made.commit else "no commit was judged"
    footer = f"{of}: {title}, {commit}" + (f", as of {made.day}" if made.day else "")
    styles = "".join(f'<link rel="stylesheet" href="{root}/{href}">' for href in _styles(pages[0]))
    return (
        f'<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>{escape(title)}</title>{styles}'
        f"<style>{_PAPER % _css(footer)}</style></head>"
        '<body dir="ltr" data-md-color-scheme="default"><div class="md-content"><article class="md-content__inner '
        'md-typeset">'
        f'<section class="p-cover"><h1>{escape(title)}</h1><p class="p-of">{escape(of)}</p>{_cover(pages)}</section>'
        f"{''.join(parts)}</article></div></body></html>"
    )


def _cover(pages: Sequence[PrintedPage]) -> str:
    """What approval says of each document, over the titles of its pages; opened, since nobody can on paper."""
    titles: dict[str, list[str]] = {}
    for page in pages:
        for panel in _PANEL.findall(page.html):
            plain = _unlinked(_ON_SCREEN.sub("", panel)).replace("<details>", "<details open>")
            titles.setdefault(plain, []).append(title_of(page))
    listed = ((escape("; ".join(names)), panel) for panel, names in titles.items())
    return "".join(f'<p class="p-documents">{names}</p>{panel}' for names, panel in listed)


def title_of(page: PrintedPage) -> str:
    """The title of a page in words. Raises NotASiteError where it has none."""
    found = _TITLE.search(page.html)
    if found is None:
        raise NotASiteError(f"{page.url or 'index.html'} has no title; was it built by `mkdocs build`?")
    return unescape(_TAG.sub("", found[1])).strip()


def _part(page: PrintedPage, pages: Mapping[str, PrintedPage]) -> str:
    found = _ARTICLE.search(page.html)
    if found is None:
        raise NotASiteError(f"{page.url or 'index.html'} has no article; was it built by `mkdocs build`?")
    text = _PANEL.sub("", _ON_SCREEN.sub("", found[1])).replace("<details>", "<details open>")
    text = _HREF.sub(lambda href: _led(href, page, pages), text)
    return f'<section class="p-page" id="{_id(page.url)}">{text}</section>'


def _led(href: re.Match[str], page: PrintedPage, pages: Mapping[str, PrintedPage]) -> str:
    parts = urlsplit(unescape(href[1]))
    if parts.scheme in {"https", "http", "mailto"}:
        return href[0]
    target = posixpath.normpath(posixpath.join(page.url, parts.path)) + "/" if parts.path else page.url
    if target not in pages:
        return ""
    return f' href="#{escape(parts.fragment or _id(target))}"'


def _unlinked(html: str) -> str:
    return _HREF.sub(lambda href: href[0] if unescape(href[1]).startswith("https://") else "", html)


def _styles(page: PrintedPage) -> Iterator[str]:
    for href in _STYLE.findall(page.html):
        yield posixpath.normpath(posixpath.join(page.url, unescape(href)))


def _text(shape: re.Pattern[str], html: str) -> str:
    found = shape.search(html)
    return unescape(_TAG.sub("", found[1])).strip() if found else ""


def _id(url: str) -> str:
    return f"page-{url.strip('/').replace('/', '-') or 'home'}"


def _css(text: str) -> str:
    """A text as a string of CSS."""
    return '"' + "".join(c if c.isalnum() or c in " .,:-" else f"\\{ord(c):x} " for c in text) + '"'
