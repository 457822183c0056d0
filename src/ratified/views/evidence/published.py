"""The files that the site publishes for other systems, as a page shows them, and the badge among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.approvals.currency import currency
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.site_map import NO_LINK, PageLink
from ratified.views.svg import XMLNS

if TYPE_CHECKING:
    from ratified.views.approvals.status import SiteVerdicts
    from ratified.views.page_context import PageContext

STATUS, FINDINGS, BADGE = "status.json", "findings.json", "badge.svg"


@dataclass(frozen=True)
class PublishedFile:
    """A file of the site, and what it holds."""

    file: PageLink
    about: Safe


@dataclass(frozen=True)
class PublishedFiles:
    """The files, and the badge as a picture with its words; `badge` is empty where no history was judged."""

    files: tuple[PublishedFile, ...]
    badge: PageLink


def published_files(of: PageContext) -> PublishedFiles:
    """What is published beside the pages; nothing where no history was judged."""
    standing = of.standing
    if standing is None:
        return PublishedFiles((), NO_LINK)
    about = {STATUS: "the verdict on every document, as ratified status --format json prints it"}
    if standing.checked is not None:
        about[FINDINGS] = "what ratified check --format json prints"
    about[BADGE] = "a badge for other pages"
    files = tuple(
        PublishedFile(PageLink(escape(name), of.site_map.file(name, of.page)), escape(text))
        for name, text in about.items()
    )
    return PublishedFiles(files, PageLink(escape(badge_words(standing).said), of.site_map.file(BADGE, of.page)))


_LABEL = "policy"
_GREEN, _AMBER, _RED, _GREY, _DARK = "#17693a", "#8a4206", "#a3182b", "#4b5763", "#18222c"
_LETTER, _PAD, _HIGH = 6.4, 8, 20
"""Widths in px at 11 px: the text is stretched to what is reckoned, whatever font draws it."""


@dataclass(frozen=True)
class BadgeWords:
    """The message of a badge and its colour. Plain text."""

    message: str
    colour: str

    @property
    def said(self) -> str:
        """The whole badge in words."""
        return f"{_LABEL}: {self.message}"


def badge_words(standing: SiteVerdicts) -> BadgeWords:
    """What stands, in few words: what is not current, else until when all is."""
    now = currency(standing)
    until = f" until {now.until}" if now.until else ""
    if now.word == "draft" and not now.in_force:
        return BadgeWords("draft", _GREY)
    if now.wanting:
        return BadgeWords(now.wanting, _AMBER if now.word == "pending" else _RED)
    if now.word == "claimed":
        return BadgeWords(f"approved{until}, in part by name only", _AMBER)
    return BadgeWords(f"approved{until}", _GREEN)


def badge(standing: SiteVerdicts) -> str:
    """The badge as a file."""
    words = badge_words(standing)
    left, right = _wide(_LABEL), _wide(words.message)
    size = f'width="{left + right}" height="{_HIGH}"'
    shapes = (
        _box(0, left + right, words.colour, ' rx="3"'),
        _box(0, left, _DARK, ' rx="3"'),
        _box(left - 3, 3, _DARK),
        _text(_LABEL, 0, left),
        _text(words.message, left, right),
    )
    head = f'<svg {XMLNS} {size} role="img" aria-labelledby="said">'
    return f'{head}<title id="said">{escape(words.said)}</title>{NOTHING.join(shapes)}</svg>\n'


def _wide(text: str) -> int:
    return round(len(text) * _LETTER) + 2 * _PAD


def _box(x: int, width: int, colour: str, more: str = "") -> Safe:
    return Safe(f'<rect x="{x}" width="{width}" height="{_HIGH}" fill="{colour}"{more}/>')


def _text(text: str, x: int, width: int) -> Safe:
    place = f'x="{x + width / 2:g}" y="14" textLength="{width - 2 * _PAD}" text-anchor="middle"'
    return Safe(f'<text {place} fill="#fff" font-family="sans-serif" font-size="11">{escape(text)}</text>')
