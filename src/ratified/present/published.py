"""The files that the site publishes for other systems, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from ratified.present.atlas import Link
from ratified.present.badge import badge_words
from ratified.present.escape import NOTHING, Safe, escape
from ratified.present.outlook import Outlook

STATUS, FINDINGS, BADGE = "status.json", "findings.json", "badge.svg"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of the site, and what it holds."""

    file: Link
    about: Safe


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """The files, and the badge as a picture with its words; `badge` is empty where no history was judged."""

    files: tuple[PublishedFile, ...]
    badge: Link


def published_files(of: Outlook) -> PublishedFiles:
    """What is published beside the pages; nothing where no history was judged."""
    standing = of.standing
    if standing is None:
        return PublishedFiles((), Link(NOTHING))
    about = {STATUS: "the verdict on every document, as ratified status --format json prints it"}
    if standing.checked is not None:
        about[FINDINGS] = "what ratified check --format json prints"
    about[BADGE] = "a badge for other pages"
    files = tuple(
        PublishedFile(Link(escape(name), of.atlas.file(name, of.page)), escape(text)) for name, text in about.items()
    )
    return PublishedFiles(files, Link(escape(badge_words(standing).said), of.atlas.file(BADGE, of.page)))
