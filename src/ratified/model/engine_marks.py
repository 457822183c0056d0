"""What a page's own text must not hold: the marks that the engine alone sets, and what reaches beyond its place.

A page says in the engine's own place whether anybody approved it. Text that carried the engine's classes could say so
itself, and text with a style sheet, a frame or a position of its own could cover what the engine says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENGINE = ("r-", "ratified-")
"""How the engine's classes and ids begin."""

THEME, BUTTON = "md-", "md-button"
"""How those of the theme begin, which place what the theme shows; a button is for pages."""

_BEYOND = """
animate animatemotion animatetransform base dialog embed frame frameset iframe link marquee meta object plaintext
script set style audio datalist noembed noframes noscript select template title xmp
"""
BEYOND = tuple(_BEYOND.split())
"""Elements that reach beyond their place: what they say counts for the whole page, is another page, or moves; and those
in which a page holds words that nobody sees.
"""

PLAIN = frozenset(
    (
        *("background-color", "border", "border-collapse", "color", "font-style", "font-weight", "list-style-type"),
        *("max-width", "min-width", "padding", "text-align", "text-decoration", "vertical-align", "white-space"),
        "width",
    )
)
"""What a `style` attribute may set: nothing that moves, hides or covers anything."""

_TAG = re.compile(rf"<(?:{'|'.join(BEYOND)})(?=[\s/>]|$)", re.IGNORECASE)
_VALUE = r"""\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)"""
_NAMED = re.compile(rf"(?<![\w-])(class|id){_VALUE}", re.IGNORECASE)
_STYLED = re.compile(rf"(?<![\w-])style{_VALUE}", re.IGNORECASE)
_SVG = re.compile(r"""<svg(?=[\s/])((?:[^>"']|"[^"]*"|'[^']*')*)""", re.IGNORECASE)
_FRAMELESS = re.compile(rf"(?<![\w-])(overflow|transform){_VALUE}", re.IGNORECASE)
_LISTED = re.compile(r"\{:?[^{}\n]*\}")
_IN_LIST = re.compile(r"(?<=[\s{:])[.#]([A-Za-z][\w-]*)")
_DATA = re.compile(r"(?<![\w-])data-r-[\w-]*", re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*$", re.MULTILINE)
_TICKS = re.compile(r"`+")
_BETWEEN = re.compile(r"\n[ \t]*(?=\n)")
_HIDES = re.compile(r"<[A-Za-z][^<>]*?\s(hidden|inert)(?=[\s=>/])", re.IGNORECASE)
_MAY = re.compile(r"class|id|style|data-r-|inert|<[abdefilmnopstx]|\{[: ]", re.IGNORECASE)


class EngineMark(NamedTuple):
    """What was found: what it is in words, and where it begins in the text."""

    what: str
    offset: int


def marks(text: str, rendered: bool = False) -> Iterator[EngineMark]:
    """Every mark of a text of Markdown or HTML, in no order; entities count as what they stand for.

    In HTML that was `rendered` headings have ids of their own words, which may begin like the engine's.
    """
    if not _MAY.search(text):
        return
    for found in _TAG.finditer(text):
        yield EngineMark(f"<{found[0][1:].lower()}>", found.start())
    for found in _NAMED.finditer(text):
        names = _value(found[2]).split() if not rendered or found[1].lower() == "class" else ()
        yield from (EngineMark(f"the name {name!r}", found.start()) for name in names if reserved(name))
    for found in () if rendered else _LISTED.finditer(text):
        listed = (name[1] for name in _IN_LIST.finditer(unescape(found[0])))
        yield from (EngineMark(f"the name {name!r}", found.start()) for name in listed if reserved(name))
    for found in _STYLED.finditer(text):
        odd = [name for name in _declared(_value(found[1])) if name not in PLAIN]
        yield from (EngineMark(f"the style {name!r}", found.start()) for name in odd)
    for found in _SVG.finditer(text):
        odd = [part[1].lower() for part in _FRAMELESS.finditer(found[1]) if _value(part[2]).strip().lower() != "hidden"]
        yield from (EngineMark(f"the attribute {name!r} of a picture", found.start()) for name in odd)
    for found in () if rendered else _HIDES.finditer(text):
        yield EngineMark(f"the attribute {found[1].lower()!r}, which hides", found.start())
    for found in _DATA.finditer(text):
        yield EngineMark(f"the attribute {found[0].lower()!r}", found.start())


def without_code(text: str) -> str:
    """A text of Markdown with what stands in backticks blanked out, as long as it was.

    What a renderer takes for no code though it looks like it is found where the page is built. Whatever the text holds,
    each part of it is looked at a few times at most.
    """
    if "`" not in text:
        return text
    fenced = _blanked(text, _fences(text))
    return _blanked(fenced, _spans(fenced))


def _blanked(text: str, parts: Iterable[tuple[int, int]]) -> str:
    """A text with these parts of it, in order, blank but for their line breaks."""
    found, at = [], 0
    for start, end in parts:
        found += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join((*found, text[at:]))


def _fences(text: str) -> Iterator[tuple[int, int]]:
    """Where fenced blocks stand: from a fence to the next one that begins with all of it."""
    lines = [(found.start(), found.end(), found[1]) for found in _FENCE.finditer(text)]
    longest = {"`": 0, "~": 0}
    ahead = []
    for _, _, fence in reversed(lines):
        ahead.append(longest[fence[0]])
        longest[fence[0]] = max(longest[fence[0]], len(fence))
    ahead.reverse()
    at = 0
    while at < len(lines):
        start, _, fence = lines[at]
        at += 1
        if ahead[at - 1] >= len(fence):
            while not lines[at][2].startswith(fence):
                at += 1
            yield start, lines[at][1]
            at += 1


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where code stands inside paragraphs: from some backticks to the next that are as many."""
    edges = [found.start() for found in _BETWEEN.finditer(text)]
    runs = [(found.start(), found.end(), bisect_left(edges, found.start())) for found in _TICKS.finditer(text)]
    last: dict[tuple[int, int], int] = {}
    closes: list[int | None] = []
    for place in range(len(runs) - 1, -1, -1):
        start, end, paragraph = runs[place]
        closes.append(last.get((end - start, paragraph)))
        last[end - start, paragraph] = place
    closes.reverse()
    place = 0
    while place < len(runs):
        other = closes[place]
        if other is not None:
            yield runs[place][0], runs[other][1]
        place = (place if other is None else other) + 1


def reserved(name: str) -> bool:
    """Whether a class or an id is one of the engine's or the theme's."""
    folded = name.casefold()
    return folded.startswith(ENGINE) or (folded.startswith(THEME) and not folded.startswith(BUTTON))


def _value(written: str) -> str:
    """What an attribute says, without its quotes."""
    return unescape(written.strip("\"'"))


def _declared(style: str) -> Iterator[str]:
    """The properties that a style sets; what is none comes as it is written."""
    for part in style.split(";"):
        name, colon, value = part.strip().partition(":")
        if name or colon:
            plain = colon and not re.search(r"[\\(]|/\*|!important", value)
            yield name.strip().casefold() if plain else part.strip()
