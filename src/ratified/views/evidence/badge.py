"""A small badge that says what stands: an SVG with words and a title, no font and no other host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.approvals.currency import currency
from ratified.views.escape import Safe, escape

if TYPE_CHECKING:
    from ratified.views.approvals.status import SiteVerdicts

_LABEL = "policy"
_GREEN, _AMBER, _RED, _GREY, _DARK = "#17693a", "#8a4206", "#a3182b", "#4b5763", "#18222c"
_LETTER, _PAD, _HIGH = 6.4, 8, 20
"""Widths in px at 11 px: the text is stretched to what is reckoned, whatever font draws it."""


@dataclass(frozen=True, slots=True)
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
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="said">'
    return f'{head}<title id="said">{escape(words.said)}</title>{Safe("").join(shapes)}</svg>\n'


def _wide(text: str) -> int:
    return round(len(text) * _LETTER) + 2 * _PAD


def _box(x: int, width: int, colour: str, more: str = "") -> Safe:
    return Safe(f'<rect x="{x}" width="{width}" height="{_HIGH}" fill="{colour}"{more}/>')


def _text(text: str, x: int, width: int) -> Safe:
    place = f'x="{x + width / 2:g}" y="14" textLength="{width - 2 * _PAD}" text-anchor="middle"'
    return Safe(f'<text {place} fill="#fff" font-family="sans-serif" font-size="11">{escape(text)}</text>')
