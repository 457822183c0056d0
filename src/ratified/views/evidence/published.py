"""The files that the site publishes for other systems, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.evidence.badge import badge_words
from ratified.views.site_map import PageLink

if TYPE_CHECKING:
    from ratified.views.page_context import PageContext

STATUS, FINDINGS, BADGE = "status.json", "findings.json", "badge.svg"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of the site, and what it holds."""

    file: PageLink
    about: Safe


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """The files, and the badge as a picture with its words; `badge` is empty where no history was judged."""

    files: tuple[PublishedFile, ...]
    badge: PageLink


def published_files(of: PageContext) -> PublishedFiles:
    """What is published beside the pages; nothing where no history was judged."""
    standing = of.standing
    if standing is None:
        return PublishedFiles((), PageLink(NOTHING))
    about = {STATUS: "the verdict on every document, as ratified status --format json prints it"}
    if standing.checked is not None:
        about[FINDINGS] = "what ratified check --format json prints"
    about[BADGE] = "a badge for other pages"
    files = tuple(
        PublishedFile(PageLink(escape(name), of.site_map.file(name, of.page)), escape(text))
        for name, text in about.items()
    )
    return PublishedFiles(files, PageLink(escape(badge_words(standing).said), of.site_map.file(BADGE, of.page)))
