"""A page with what its macros give in place of their calls, without making a template of it.

Compiling a template for every page takes a twelfth of the build, to learn what is known already: between braces stand
macro calls with their arguments written out, and nothing else (decisions/0005). And what a call on a line of its own
gives is a block of HTML, which Markdown would read to its end, twice, and hand back as it was: it is put in later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ratified.site.html import tree
from ratified.source.calls import usual_calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_HOLD = '<div id="ratified-block-{}"></div>'
_HELD = re.compile('<div id="ratified-block-([0-9]{1,7})"></div>')
_KINDS = "(?:article|details|div|dl|figure|form|h[2-6]|nav|ol|p|section|table|ul)"
_WHOLE = re.compile(rf"<{_KINDS}\b(?!.*\smarkdown=).*</{_KINDS}>")
"""HTML that Markdown leaves as it is: one line of blocks, from the start of one to the end of one."""

_FENCE = re.compile("^ {0,3}(?:```|~~~)", re.MULTILINE)


class ExpandedPage(NamedTuple):
    """A page for Markdown, and the blocks that come back to their places when it is HTML."""

    markdown: str
    blocks: tuple[str, ...]


def renders_as_usual(macros: Any) -> bool:
    """Whether the macros plugin takes every page that does not forbid it, and `{{ }}` for a call."""
    environment = macros.env
    marks = (environment.variable_start_string, environment.variable_end_string)
    return marks == ("{{", "}}") and bool(macros.config["render_by_default"])


def written_out(markdown: str, give: Callable[[int, str, tuple[str, ...]], object]) -> ExpandedPage | None:
    """The page as Jinja would render it; `give` gets the line of a call, the macro's name and the arguments.

    None where a call has any other form, or a text stands between raw marks: then Jinja must render the page.
    """
    markdown = markdown.removesuffix("\n")
    calls = usual_calls(markdown) if "\r" not in markdown else None
    if calls is None:
        return None
    apart = "ratified-block-" not in markdown and not _FENCE.search(markdown)
    parts: list[str] = []
    blocks: list[str] = []
    end, line = 0, 1
    for call in calls:
        before = markdown[end : call.start]
        line += before.count("\n")
        text = str(give(line, call.name, call.args))
        if apart and _alone(markdown, call.start, call.end) and _WHOLE.fullmatch(text):
            blocks.append(text)
            text = _HOLD.format(len(blocks) - 1)
        parts += (before, text)
        end = call.end
    return ExpandedPage("".join((*parts, markdown[end:])), tuple(blocks))


def _alone(markdown: str, start: int, end: int) -> bool:
    """Whether nothing stands beside a call, and nothing on the lines above and below."""
    return (start == 0 or markdown.endswith("\n\n", 0, start)) and (
        end == len(markdown) or markdown.startswith("\n\n", end) or markdown[end:] == "\n"
    )


def filled(html: str, blocks: Sequence[str]) -> str | None:
    """A rendered page with its blocks in their places; None where one has no place, or more than one."""
    if not blocks:
        return html
    if sorted(map(int, _HELD.findall(html))) != [*range(len(blocks))]:
        return None
    return _HELD.sub(lambda held: blocks[int(held[1])], html)


def ids(blocks: Sequence[str]) -> Iterator[str]:
    """What links may lead to in blocks that Markdown has not seen."""
    for block in blocks:
        yield from (element.attr("id") or "" for element in tree(block).select("[id]"))
