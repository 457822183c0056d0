"""Pages of a built site as one document for paper: a cover with what approval says, then the pages as they stand.

The cover shows the panels that the pages themselves carry, so it cannot speak of another text than the one beside it.
Of a runbook it is the last sheet, and a line under the title says the verdict: on paper, too, the steps come first.
Nothing is read but the site.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from turbohtml import Axis

from ratified.site.html import HtmlText, edited, located, more
from ratified.site.sheet_foot import css_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from turbohtml import Element

_DAY = "As of: "
_OF_SCREENS = "p.r-approval-lapse, p.r-approval-more, a.md-content__button, a.headerlink, nav.r-jump, script"
_ON_COVER = "section.r-approval"
_ON_LAST = "section.r-approval details"
"""What of a panel is on the cover alone, where that comes first, and where it comes last."""

_PAPER = """
@page { size: A4; margin: 18mm 17mm 20mm;
  @bottom-left { content: %s; font: 7.5pt sans-serif; color: #4b5763; text-align: left; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt sans-serif; color: #4b5763; } }
html { font-size: 100%%; } body { background: #fff; }
.md-typeset { font-size: 9.5pt; line-height: 1.45; }
.p-cover { break-after: page; } .p-page + .p-cover { break-after: auto; break-before: page; }
.p-cover h1 { font-size: 26pt; margin: 45mm 0 4mm; } .p-page + .p-cover h1 { margin-top: 0; }
.p-cover .p-of { color: #4b5763; font-size: 12pt; margin: 0 0 14mm; }
.p-cover .p-documents { color: #4b5763; margin: 0 0 1mm; }
.p-page + .p-page { break-before: page; }
details > summary { display: none !important; }
"""


class NotASiteError(ValueError):
    """A folder that no site was built into, or a page of it that has no article."""


class PrintedPage:
    """One page of the site: its address from the root (`policy/severity/`), and its HTML as built."""

    def __init__(self, url: str, html: str) -> None:
        self.url, self.html = url, HtmlText(html)
        self.panels = self.html.tree.select("section.r-approval")


@dataclass(frozen=True, slots=True)
class PrintStamp:
    """At which commit approval was judged, and for which day, as the pages say; empty where they say nothing."""

    commit: str
    day: str

    @classmethod
    def of(cls, panel: Element) -> PrintStamp:
        """What one panel says."""
        name = panel.find("dt", text="Evaluated at commit")
        commit = None if name is None else name.find("dd", axis=Axis.NEXT_SIBLINGS)
        days = (one.text.removeprefix(_DAY) for one in panel.find_all("span") if one.text.startswith(_DAY))
        return cls("" if commit is None else commit.text.strip(), next(days, "").strip())


def stamp(pages: Sequence[PrintedPage]) -> PrintStamp:
    """The commit and the day of the pages. Raises NotASiteError where they are not of one build."""
    found = {PrintStamp.of(panel) for page in pages for panel in page.panels}
    if len(found) > 1:
        raise NotASiteError("its pages were built at different commits or for different days; build it anew")
    return next(iter(found), PrintStamp("", ""))


def printed(title: str, of: str, pages: Sequence[PrintedPage], root: str, *, cover_last: bool = False) -> str:
    """A document of these pages, in order, as HTML that needs nothing but the site at `root`, a file address.

    `of` says whose it is. A link to one of the pages stays inside; one to another page of the site is text.
    """
    among = {page.url: page for page in pages}
    without = f"{_OF_SCREENS}, {_ON_LAST if cover_last else _ON_COVER}"
    parts = "".join(_part(page, among, without) for page in pages)
    cover = (
        f'<section class="p-cover"><h1>{escape(title)}</h1><p class="p-of">{escape(of)}</p>{_cover(pages)}</section>'
    )
    made = stamp(pages)
    commit = f"commit {made.commit}" if made.commit else "no commit was judged"
    footer = f"{of}: {title}, {commit}" + (f", as of {made.day}" if made.day else "")
    styles = "".join(f'<link rel="stylesheet" href="{root}/{href}">' for href in _styles(pages[0]))
    return (
        f'<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>{escape(title)}</title>{styles}'
        f"<style>{_PAPER % css_string(footer)}</style></head>"
        '<body dir="ltr" data-md-color-scheme="default"><div class="md-content"><article class="md-content__inner '
        f'md-typeset">{parts + cover if cover_last else cover + parts}</article></div></body></html>'
    )


def _cover(pages: Sequence[PrintedPage]) -> str:
    """What approval says of each document, over the titles of its pages; opened, since nobody can on paper."""
    titles: dict[str, list[str]] = {}
    for page in pages:
        for panel in page.panels:
            titles.setdefault(_on_paper(page, panel, _abroad, _OF_SCREENS), []).append(title_of(page))
    listed = ((escape("; ".join(names)), panel) for panel, names in titles.items())
    return "".join(f'<p class="p-documents">{names}</p>{panel}' for names, panel in listed)


def title_of(page: PrintedPage) -> str:
    """The title of a page in words. Raises NotASiteError where it has none."""
    title = page.html.tree.select_one("h1")
    if title is None:
        raise NotASiteError(f"{page.url or 'index.html'} has no title; was it built by `mkdocs build`?")
    return "".join(node.text for node in title if not node.matches("a.headerlink")).strip()


def _part(page: PrintedPage, pages: Mapping[str, PrintedPage], without: str) -> str:
    article = page.html.tree.select_one("article")
    if article is None:
        raise NotASiteError(f"{page.url or 'index.html'} has no article; was it built by `mkdocs build`?")
    text = _on_paper(page, article, lambda href: _led(href, page, pages), without, inside=True)
    return f'<section class="p-page" id="{_id(page.url)}">{text}</section>'


def _on_paper(
    page: PrintedPage, part: Element, led: Callable[[str], str | None], without: str, inside: bool = False
) -> str:
    """A part of a page without what some selectors find, all of it open, and its links led anew."""
    gone = part.select(without)
    edits = [(*page.html.place(one), "") for one in gone]
    edits += [more(one, "open") for one in part.select("details:not([open])")]
    for one in part.select("[href]"):
        href, at = one.attr("href") or "", located(one).attrs["href"]
        if (there := led(href)) != href:
            edits.append((at.start_offset - 1, at.end_offset, "" if there is None else f' href="{escape(there)}"'))
    return edited(page.html.text, edits, *page.html.place(part, inside))


def _led(href: str, page: PrintedPage, pages: Mapping[str, PrintedPage]) -> str | None:
    parts = urlsplit(href)
    if parts.scheme in {"https", "http", "mailto"}:
        return href
    target = posixpath.normpath(posixpath.join(page.url, parts.path)) + "/" if parts.path else page.url
    return f"#{parts.fragment or _id(target)}" if target in pages else None


def _abroad(href: str) -> str | None:
    return href if href.startswith("https://") else None


def policy_pages(home: PrintedPage) -> list[str]:
    """The addresses of the policy's pages, in the order of the navigation."""
    links = home.html.tree.select('a.md-nav__link[href^="policy/"]')
    return list(dict.fromkeys(href for link in links if "#" not in (href := link.attr("href") or "")))


def _styles(page: PrintedPage) -> Iterator[str]:
    for one in page.html.tree.select('link[rel~="stylesheet"][href]'):
        yield posixpath.normpath(posixpath.join(page.url, one.attr("href") or ""))


def _id(url: str) -> str:
    return f"page-{url.strip('/').replace('/', '-') or 'home'}"
