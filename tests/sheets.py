"""What a PDF says on each of its sheets, read from where its words stand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from playwright.sync_api import Page
    from pypdf import PageObject

_FOOT = 13 * 72 / 25.4
"""What stands lower than 13 mm is the foot of a sheet, in points."""

_NEAR = 3.0
"""Words whose lines are so many points apart stand on one."""

TITLES = """() => [...document.querySelectorAll(
    'article :is(h1, h2, h3, h4, h5, h6, figcaption, summary, thead, .r-group)'
)].map((title) => title.textContent)"""
"""Titles of a page, and heads of its tables."""


@dataclass(frozen=True)
class Sheet:
    """The lines of a sheet from the top down, and what its foot says at the left and at the right."""

    lines: tuple[str, ...]
    foot: tuple[str, ...]


def sheets(pdf: bytes) -> list[Sheet]:
    return [_sheet(page) for page in PdfReader(BytesIO(pdf)).pages]


def _sheet(page: PageObject) -> Sheet:
    found: list[tuple[float, float, str]] = []

    def word(text: str, cm: list[float], tm: list[float], _font: Any, _size: float) -> None:
        if text.strip():
            found.append((tm[5] * cm[3] + cm[5], tm[4] * cm[0] + cm[4], text.strip()))

    page.extract_text(visitor_text=word)
    foot = sorted((x, text) for y, x, text in found if y < _FOOT)
    half = float(page.mediabox.width) / 2
    sides = ([text for x, text in foot if x < half], [text for x, text in foot if x >= half])
    return Sheet(tuple(_lines(one for one in found if one[0] >= _FOOT)), tuple(" ".join(side) for side in sides))


def _lines(words: Iterable[tuple[float, float, str]]) -> list[str]:
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for y, x, text in sorted(words, key=lambda one: -one[0]):
        if not lines or lines[-1][0] - y > _NEAR:
            lines.append((y, []))
        lines[-1][1].append((x, text))
    return [unicodedata.normalize("NFKC", " ".join(text for _, text in sorted(line))) for _, line in lines]


def bare(text: str) -> str:
    """A text by its letters and digits alone: a PDF does not say where a blank was."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def titles_at_ends(found: list[Sheet], titles: Collection[str]) -> list[str]:
    """Titles that are the last of a sheet, in one line or two."""
    known = {bare(title) for title in titles} - {""}
    ends = []
    for number, sheet in enumerate(found, 1):
        for count in (1, 2):
            if bare("".join(sheet.lines[-count:])) in known:
                ends.append(f"sheet {number}: {' '.join(sheet.lines[-count:])}")
    return ends


def printed(page: Page, paper: str = "A4") -> list[Sheet]:
    return sheets(page.pdf(format=paper, print_background=True))
