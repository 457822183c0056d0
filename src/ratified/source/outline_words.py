"""What is said of a part of a page that one reader has and the other has not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.source.calls import BLANK
from ratified.source.commonmark import HOLDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.outline import OutlinePart

_AS = {
    "heading": "a heading",
    "item": "a list item",
    "cell": "a cell of a table",
    "code": "a block of code",
    "paragraph": "a paragraph",
}
_PLAINLY = "put an empty line around it, and indent what belongs to a list by four blanks for each level"
_FENCE = "open it with ``` and at most one word, and close it with as many signs as open it"
_COMMENT = "the site shows nothing of a comment: delete it, or write it as text"
_HTML = "take it out of {0}, or write {1} and name md_in_html under markdown_extensions in mkdocs.yml"
_CELL = "a | inside of `code` divides cells for one reader and not for the other: write it in other words"
_ROW = "begin and end each row of the table with a |"
_CODE = "delete the blanks before it, or indent all of it by four: under no list the site takes indented lines for code"
_NOTES = {"???": "pymdownx.details", "===": "pymdownx.tabbed", ":": "def_list"}
_HEADING = "write it on one line, with ## and a blank before it"
_TAG = re.compile(r" {0,3}(<!--|<([a-z][a-z0-9-]*)\b[^>]*>)", re.IGNORECASE)


def missing(part: OutlinePart, instead: Sequence[OutlinePart], lines: Sequence[str]) -> tuple[str, str]:
    """Of a part that the rules read: what the site makes of it (`instead`), and what to do."""
    read = f"the rules read {_AS[part.kind]} here, {_cut(part.text)}"
    if not instead:
        seen = "the site shows text" if part.kind == "code" else "the site shows none"
    elif instead[0].key[::3] == part.key[::3]:
        seen = f"the site shows it {_where(part, instead[0])}"
    else:
        seen = f"the site shows {_AS[instead[0].kind]}, {_cut(instead[0].text)}"
    return f"{read}, and {seen}", _help(part, lines)


def _where(read: OutlinePart, site: OutlinePart) -> str:
    if read.kind == "cell":
        return f"in column {site.level + 1}, not {read.level + 1}"
    if read.level != site.level:
        return f"at level {site.level}, not {read.level}"
    return f"with the number {site.number}" if site.number >= 0 else "without a number"


def _help(part: OutlinePart, lines: Sequence[str]) -> str:
    holder = _html_around(lines, part.line)
    if holder == "<!--" or part.text.startswith("<! --"):
        return _COMMENT
    if holder:
        return _HTML.format(holder, f"{holder[:-1]} markdown>")
    if part.kind == "cell":
        return _CELL if "`" in part.text else _ROW
    if opener := _unknown_note(lines, part.line):
        return opener
    if part.kind == "paragraph" and _partly_code(lines, part.line):
        return _CODE
    if part.kind == "heading" and not lines[part.line].lstrip().startswith("#"):
        return _HEADING
    return _FENCE if part.kind == "code" else _PLAINLY


def surplus(part: OutlinePart, lines: Sequence[str], above: int) -> tuple[int, str, str]:
    """Of a part that only the site has, somewhere below a line: its line, what it is, what to do."""
    first = part.text.split(" ", 1)[0]
    line = next((row for row in range(above, len(lines)) if first and first in lines[row]), above)
    return line, f"the site shows {_AS[part.kind]} here that no rule reads, {_cut(part.text)}", _PLAINLY


def _cut(text: str) -> str:
    text = re.sub(f"{BLANK}+", "{{ … }}", text)
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def _unknown_note(lines: Sequence[str], row: int) -> str:
    """What to do where a line stands in a folded note or a tab, which are only shown with an extension."""
    for above in range(row - 1, -1, -1):
        line = lines[above]
        if line.strip() and not line.startswith(" "):
            sign = ":" if line.startswith(": ") else line[:3]
            name = _NOTES.get(sign)
            return f"name {name} under markdown_extensions in mkdocs.yml, or write it without {sign}" if name else ""
    return ""


def _partly_code(lines: Sequence[str], row: int) -> bool:
    """Whether a line is indented by four, and what stands above it holds no indented lines."""
    if not lines[row].expandtabs(4).startswith(" " * 4):
        return False
    above = next((line for line in reversed(lines[:row]) if line.strip() and not line.startswith((" ", "\t"))), "")
    return HOLDS.match(above) is None


def _html_around(lines: Sequence[str], row: int) -> str:
    """The tag that opens the HTML a line stands in, `<!--` for a comment; empty where it stands in none."""
    for above in range(row, -1, -1):
        found = _TAG.match(lines[above])
        if found:
            end = "-->" if found[1] == "<!--" else f"</{found[2]}>"
            closes = next((below for below in range(above, len(lines)) if end in lines[below]), -1)
            if closes >= row:
                return found[1]
    return ""
