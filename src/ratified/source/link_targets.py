"""Every place of a page's text that says where a link leads or which picture it shows, and texts that it takes in.

Places are found by their form and not by tokens, since what is found is written again in place: inline links and
pictures, reference definitions, and the attributes of HTML. Code holds none.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from ratified.model.engine_marks import without_code

if TYPE_CHECKING:
    from collections.abc import Iterator

_INLINE = re.compile(r"(?<!\\)\]\([ \t]*\r?\n?[ \t]*(?:<([^<>\r\n]*)>|((?:[^\s()<>]|\([^\s()]*\))+))")
_DEFINED = re.compile(r"^ {0,3}\[(?!\^)[^\]\r\n]+\]:[ \t]*(?:<([^<>\r\n]*)>|([^\s<>]+))", re.MULTILINE)
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_ATTRIBUTE = re.compile(r"""(?<![\w-])(?:href|src|data|poster)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")

_TAKES_IN = re.compile(
    r"\{%-?\s{0,9}(?:include(?:_relative|_cached)?|include-markdown|render|import|extends|embed)\b[^%\n]{0,200}%?\}?"
    r"|\{\{[<%]\s{0,9}(?:include|readfile|render|partial)[^>%\n]{0,200}[>%]?\}?\}?"
    r"|\{\{#include\s[^}\n]{0,200}\}?\}?"
    r"|^[ \t]*;?-+8<-+[^\n]*"
    r"|\{![^!\n]{1,200}!\}"
    r"|^[ \t]*\.\.[ \t]+(?:literal)?include::[^\n]*"
    r"|^[ \t]*`{3,}\{(?:literal)?include\}[^\n]*"
    r"|<!--\s{0,9}#include[^\n]{0,200}?-->",
    re.MULTILINE,
)
"""Each is looked for a few characters on, so that no text makes it long."""


class LinkTarget(NamedTuple):
    """What a link or a picture names: from where to where it stands in the text, and how it is written."""

    start: int
    end: int
    written: str

    @property
    def elsewhere(self) -> bool:
        """Whether it leads out of the site, or to another place of the same page."""
        return not self.written or self.written[0] in "#?" or _ELSEWHERE.match(unescape(self.written)) is not None

    @property
    def path(self) -> str:
        """The path that it names, as a file has it: without query and fragment."""
        return unquote(_ESCAPED.sub(r"\1", unescape(self._cut()[0])))

    @property
    def tail(self) -> str:
        """Its query and fragment, as they are written."""
        return self._cut()[1]

    def _cut(self) -> tuple[str, str]:
        at = re.search(r"[?#]", self.written)
        return (self.written, "") if at is None else (self.written[: at.start()], self.written[at.start() :])


def link_targets(text: str) -> Iterator[LinkTarget]:
    """Every target in the order of the text, whose lines may end in CRLF."""
    plain = without_code(text.replace("\r\n", " \n"))
    found = [_target(one) for pattern in (_INLINE, _DEFINED) for one in pattern.finditer(plain)]
    for tag in _TAG.finditer(plain):
        found += [_target(one) for one in _ATTRIBUTE.finditer(plain, tag.start(), tag.end())]
    yield from sorted(set(found))


def _target(found: re.Match[str]) -> LinkTarget:
    group = 1 if found[1] is not None else 2
    return LinkTarget(*found.span(group), found[group])


def texts_taken_in(text: str) -> Iterator[tuple[int, str]]:
    """Where a page takes in the text of another file, in the ways of Jekyll, Hugo, MkDocs, mdBook and Sphinx: the
    offset, and what stands there. Code is no exception, since those programs make none."""
    for found in _TAKES_IN.finditer(text.replace("\r\n", " \n")):
        words = found[0].strip()
        yield found.start() + found[0].index(words), words
