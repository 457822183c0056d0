"""The Markdown parser, set so that nothing a reader of the site may see escapes the rules.

Raw HTML and links to any scheme are read as what they are: text and links. Fences are code; indented text is
read as prose, since admonitions and lists hold it, and `indented_code` tells where nothing does. Line breaks
that CommonMark folds away inside a code span or a link are counted on its token, so that every word keeps its
line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick, image, link

from ratified.source.calls import BLANK

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_NESTED = 20
"""Containers inside containers; the parser drops what stands deeper (`too_deep` tells)."""

_INDENT = " " * 4
_NOTE = re.compile(r"\s*(?:!!!|\?\?\?\+?|===) *[\w\"+!]|\s*\[\^[^\]\s]+\]:|:\s")
"""What opens a note, a tab, a footnote or a definition. What stands in it is indented by four more."""

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")

HOLDS = re.compile(r"\s*(!!!|\?\?\?|===|\[\^|:\s|<|///|\d+[.)]\s|[-+*]\s)")
"""Lines that may open what indented text below them belongs to."""

_Rule = Callable[[StateInline, bool], bool]


class _PageParser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url


def _counting_breaks(rule: _Rule) -> _Rule:
    def counting(state: StateInline, silent: bool) -> bool:
        begin, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if len(state.tokens) > before:
            made = state.tokens[before:]
            kept = sum(breaks(token) + _inner_breaks(token) for token in made)
            made[-1].meta["breaks"] = state.src.count("\n", begin, state.pos) - kept
        return True

    return counting


def _parser() -> MarkdownIt:
    options = {"html": False, "maxNesting": MOST_NESTED}
    parser = _PageParser("commonmark", options).enable(["table", "strikethrough"]).disable("code")
    for name, rule in (("backticks", backtick), ("link", link), ("image", image)):
        parser.inline.ruler.at(name, _counting_breaks(rule))
    return parser


PARSER = _parser()


def page_tokens(lines: Sequence[str]) -> tuple[list[Token], list[str]]:
    """The tokens of a page, and its lines as they were parsed: see `_outdented`."""
    parsed = _outdented(lines)
    return PARSER.parse("\n".join(parsed)), parsed


def _outdented(lines: Sequence[str]) -> list[str]:
    """The lines, with what stands in a note, a tab, a definition or a footnote moved to where that begins.

    CommonMark knows none of these, and of a list that is indented by four it sees the first item alone.
    """
    made = list(lines)
    fence = ""
    for index, line in enumerate(made):
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        if fence or not _NOTE.match(line):
            continue
        begin = len(line) - len(line.lstrip())
        for below in range(index + 1, len(made)):
            inner = made[below].expandtabs(4)
            if inner.strip() and not inner.startswith(" " * (begin + 4)):
                break
            made[below] = inner[:begin] + inner[begin + 4 :]
    return made


def indented_code(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[range]:
    """The lines of blocks indented by four or more that no list, admonition, note, definition or HTML holds.

    What holds such a block is the last one above it that is not indented. A doubt is settled for prose, which
    is read.
    """
    held = False
    for token in tokens:
        if token.level or token.map is None or token.nesting < 0:
            continue
        block = range(*token.map)
        written = [lines[index].expandtabs(4) for index in block if lines[index].strip()]
        if not written or not written[0].startswith(_INDENT):
            held = token.type.endswith("_list_open") or any(map(HOLDS.match, written))
        elif not held and all(line.startswith(_INDENT) for line in written):
            yield block


def breaks(token: Token) -> int:
    """How many line breaks of the source a token stands for, those of its children apart."""
    folded: int = token.meta.get("breaks", 0)
    return folded + (token.type in {"softbreak", "hardbreak"})


def _inner_breaks(token: Token) -> int:
    return sum(breaks(child) + _inner_breaks(child) for child in token.children or ())


def too_deep(token: Token) -> bool:
    """Whether a token opens a container whose content the parser drops."""
    container = token.type in {"blockquote_open", "list_item_open"}
    return container and token.level >= MOST_NESTED - 1


def plain(children: Iterable[Token]) -> Iterator[str]:
    """The words of inline tokens, code blanked, with a line break for each of the source's."""
    for child in children:
        if child.type in {"text", "text_special"}:
            yield child.content.replace("\n", " ")
        elif child.type == "code_inline":
            yield BLANK * len(child.content)
        elif child.type == "image":
            yield from plain(child.children or ())
        yield "\n" * breaks(child)


def linked(children: Iterable[Token]) -> Iterator[tuple[int, int]]:
    """The parts of what `plain` gives, from where to where, that stand in a link or name a picture."""
    at, inside = 0, 0
    for child in children:
        end = at + len("".join(plain([child])))
        inside += child.nesting if child.type.startswith("link_") else 0
        if end > at and (inside or child.type == "image"):
            yield at, end
        at = end


def words_of(text: str) -> str:
    """Inline Markdown as the words a reader sees, code included, white space folded."""
    tokens = PARSER.parseInline(text)
    return " ".join("".join(_seen(tokens[0].children or ())).split()) if tokens else ""


def _seen(children: Iterable[Token]) -> Iterator[str]:
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            yield " "
        elif child.type == "image":
            yield from _seen(child.children or ())
        else:
            yield child.content
