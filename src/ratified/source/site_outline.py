"""The outline of a page as the site's Markdown has it: of its tree, before anything inside a line is looked at."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from ratified.source.outline import part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    from ratified.model.outline import OutlinePart

_HELD = re.compile("\x02wzxhzdk:([0-9]+)\x03")
"""What stands in the tree for code and for HTML, until the page is written."""

_CODE = re.compile(
    r"\s*(?:<(?:div|table|tr|td|span|p)\b[^>]*>\s*)*(?:<span class=\"filename\">.*?</span>\s*)?<pre\b", re.DOTALL
)
_TAG = re.compile("<[^>]*>")


def site_outline(text: str, extensions: Iterable[str]) -> list[OutlinePart]:
    """The outline of a text without front matter, by Python-Markdown with these extensions.

    Nothing is read but the text: an extension that takes in other files has no place among them.
    """
    parser = _parser(tuple(extensions))
    parser.reset()
    lines = text.split("\n")
    for step in parser.preprocessors:
        lines = step.run(lines)
    root = parser.parser.parseDocument(lines).getroot()
    return [] if root is None else outline_of(root, parser.htmlStash.rawHtmlBlocks)


@cache
def _parser(extensions: tuple[str, ...]) -> Markdown:
    """It is slow to load, and most commands do without."""
    from markdown import Markdown
    from pymdownx.superfences import fence_code_format

    # every fence as plain code: to colour it would load another library, and says nothing of where it ends
    plain = {"custom_fences": [{"name": "*", "class": "", "format": fence_code_format, "validator": _options}]}
    fences: dict[str, dict[str, Any]] = {
        "pymdownx.superfences": plain,
        "pymdownx.extra": {"pymdownx.superfences": plain},
    }
    whole = [name if "." in name else f"markdown.extensions.{name}" for name in extensions]  # spares a search for names
    return Markdown(extensions=whole, extension_configs={name: fences[name] for name in whole if name in fences})


def _options(
    _language: str, given: Mapping[str, Any], _taken: object, other: dict[str, Any], _parser: Markdown
) -> bool:
    """A fence may have a title and numbers of lines; with any other word it is none."""
    from pymdownx.superfences import RE_HL_LINES, RE_LINENUMS

    forms = {"hl_lines": RE_HL_LINES, "linenums": RE_LINENUMS}
    for name, value in given.items():
        form = forms.get(name)
        known = name in {"title", "title_mode"} or (form is not None and value is not True and form.match(value))
        if not known and not name.startswith("data-"):
            other[name] = value
    return True


def outline_of(root: Element, held: Sequence[object]) -> list[OutlinePart]:
    """The outline of a tree whose lines are still as written. `held` is what the tree's placeholders stand for."""
    return list(_TreeOutline(held).parts(root, 0))


class _TreeOutline:
    def __init__(self, held: Sequence[object]) -> None:
        self._held = held

    def parts(self, element: Element, depth: int) -> Iterator[OutlinePart]:
        """The parts in an element that stands in so many lists, in order."""
        yield from self._code(element.text, depth)
        number = int(element.get("start", "1")) if element.tag == "ol" else -1
        column = 0
        for child in element:
            if child.tag == "li":
                yield part("item", depth, number, self._first(child))
                yield from self._further(child, depth)
                number += element.tag == "ol"
            elif re.fullmatch("h[1-6]", str(child.tag)):
                yield part("heading", int(child.tag[1]), -1, child.text or "")
            elif child.tag in {"th", "td"}:
                if (child.text or "").strip():
                    yield part("cell", column, -1, child.text or "")
                column += 1
            elif child.tag == "p" and not depth:
                for text in _HELD.split(child.text or "")[::2]:
                    yield part("paragraph", 0, -1, text)
            if child.tag != "pre":
                yield from self.parts(child, depth + (child.tag in {"ol", "ul"}))
            yield from self._code(child.tail, depth)

    def _first(self, item: Element) -> str:
        """The first paragraph of an item: its own text, or where its parts stand apart that of the first."""
        text = item.text or ""
        if not text.strip() and len(item) and item[0].tag == "p":
            text = item[0].text or ""
        return _HELD.split(text, maxsplit=1)[0]

    def _further(self, item: Element, depth: int) -> Iterator[OutlinePart]:
        """The paragraphs that stand in an item besides its first, those in notes and quotes included, and what is
        indented so far that it is code: the rules read that as text.
        """
        for child in item:
            if child.tag == "p":
                yield part("paragraph", depth, -1, child.text or "")
            elif child.tag == "pre":
                written = "".join(child.itertext())
                yield from (part("paragraph", depth, -1, one) for one in re.split(r"\n\s*\n", written) if one.strip())
            elif child.tag not in {"ol", "ul"}:
                yield from self._further(child, depth)
            if (child.tail or "").strip():
                yield part("paragraph", depth, -1, child.tail or "")

    def _code(self, text: str | None, depth: int) -> Iterator[OutlinePart]:
        for found in _HELD.finditer(text or ""):
            html = str(self._held[int(found[1])])
            if begin := _CODE.match(html):
                yield part("code", depth, -1, unescape(_TAG.sub("", html[begin.start() :])))
