"""Holding what Markdown makes of a governed page against what the rules read of it, while the site is built.

`SIT-18` compares the same two readings without a site. Here the page is the one that is published: with what its macros
give, what other plugins changed, and every extension that the settings name.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from ratified.source.calls import BLANK
from ratified.source.outline_differences import OutlineDifference, comparable, compared, differences
from ratified.source.outline_words import missing
from ratified.source.site_outline import outline_of
from ratified.source.unseen import unseen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from mkdocs.config.defaults import MkDocsConfig

    from ratified.model.outline import OutlinePart
    from ratified.model.prose import Page
    from ratified.policy import Book

_LOG = logging.getLogger("mkdocs.plugins.ratified")
_MOST = 20
"""Differences of one page that are told; a macro that fails in the middle may make all others of it."""

_FIRST = 1_000_000
"""Before whatever looks into lines, while they are as written."""


class SiteOutlines(Extension):
    """Remembers the outline of the page that was read last."""

    def __init__(self) -> None:
        super().__init__()
        self.last: list[OutlinePart] = []

    def join(self, config: MkDocsConfig) -> None:
        """Be asked with every page from here on, in place of the one of an earlier build."""
        others = [one for one in config.markdown_extensions if not isinstance(one, SiteOutlines)]
        config.markdown_extensions = [*others, self]  # type: ignore[list-item]

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Come first among those that look at a page's tree."""
        md.treeprocessors.register(_Noting(md, self), "ratified_outline", _FIRST)

    def warn(self, page: Page, book: Book) -> None:
        """Warn of each difference of a governed page; a strict build stops at warnings."""
        found = unlike(page, self.last, book.settings.blocks)
        if len(found) > _MOST:
            _LOG.warning("%s: %s more differences; `ratified check` lists them", page.path, len(found) - _MOST)
        for one in found[:_MOST]:
            _LOG.warning("%s:%s: %s; %s", page.path, one.line + 1, one.what, one.help)


class _Noting(Treeprocessor):
    def __init__(self, md: Markdown, owner: SiteOutlines) -> None:
        super().__init__(md)
        self._owner = owner

    def run(self, root: Element) -> None:
        self._owner.last = outline_of(root, self.md.htmlStash.rawHtmlBlocks)


def unlike(page: Page, site: Sequence[OutlinePart], extensions: Sequence[str] | None) -> list[OutlineDifference]:
    """The differences of a page: those of its text alone if there are any, since they have their lines and fixes."""
    read, lines = page.prose.outline, page.body.split("\n")
    ours, theirs = comparable([one for one in read if one.kind != "paragraph" or BLANK not in one.text], site)
    ours = [one for one in ours if one.kind != "paragraph" or not _within(one, site)]
    if len(ours) == len(theirs) and all(map(_same, ours, theirs)):
        return [OutlineDifference(*one) for one in unseen(lines)]
    if extensions is not None and (found := compared(page.body, read, extensions).differences):
        return list(found)
    return list(_lost(ours, theirs, lines) if BLANK in page.body else differences(ours, theirs, lines))


def _within(read: OutlinePart, site: Sequence[OutlinePart]) -> bool:
    """Whether a paragraph is shown as a part of one, to which a plugin has added words."""
    return any(one.kind == "paragraph" and one.level == read.level and read.text in one.text for one in site)


def _lost(
    ours: Sequence[OutlinePart], theirs: Sequence[OutlinePart], lines: Sequence[str]
) -> Iterator[OutlineDifference]:
    """What the rules read and the site does not show, in a page whose macros may show more than was read."""
    begin = lost = 0
    for one in ours:
        place = next((at for at in range(begin, len(theirs)) if _same(one, theirs[at])), None)
        if place is not None:
            begin = place + 1
        elif lost <= _MOST:
            lost += 1
            yield OutlineDifference(one.line, *missing(one, (), lines))
        else:
            return


def _same(read: OutlinePart, site: OutlinePart) -> bool:
    """Whether both are one part, where the site has anything in place of a macro call."""
    if read.key[:3] != site.key[:3]:
        return False
    if BLANK not in read.text:
        return read.text == site.text
    first, *others = re.split(f"{BLANK}+", read.text)
    if not site.text.startswith(first):
        return False
    at = len(first)
    for text in others[:-1]:
        found = site.text.find(text, at)
        if found < 0:
            return False
        at = found + len(text)
    return site.text.endswith(others[-1]) and len(site.text) - len(others[-1]) >= at
