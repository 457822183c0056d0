"""Words of the glossary: in the policy and the runbooks each leads there, with its meaning, where it first stands.

The glossary is a page like any other, a list in which each entry begins with its word: `- **Deviation.** A target ...`.
What it says is read once it is rendered, so that a meaning has its numbers and roles in it.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

GLOSSARY = "docs/glossary.md"

_ENTRY = re.compile(r"<li>(\s*(?:<p>)?)<strong>([^<]+)\.</strong>(.*?)</li>", re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")
_CLOSED = frozenset("a abbr button code dt figure h1 h2 h3 h4 pre script strong style svg table".split())  # noqa: SIM905
"""Elements whose text is left alone: it leads somewhere else, names something, or is short of room."""

_BEFORE = "(?:a|an|the|this|that|its|our|their|each|every|any|no|of|one)[ \n]"
"""What makes of a word such as `record` a thing and not something to do."""


class GlossaryTerm(NamedTuple):
    """A word of the glossary as it is written there, the id of its entry, and its meaning as plain text."""

    word: str
    id: str
    meaning: str


def with_ids(html: str) -> tuple[str, tuple[GlossaryTerm, ...]]:
    """The glossary with an id at each entry, and its words. Two words before one meaning share an entry."""
    terms: list[GlossaryTerm] = []

    def entry(found: re.Match[str]) -> str:
        space, words, rest = found.groups()
        meaning = " ".join(unescape(_TAG.sub("", rest)).split())
        id_ = f"term-{re.sub(r'[^a-z0-9]+', '-', unescape(words).lower()).strip('-')}"
        terms.extend(GlossaryTerm(word.strip(), id_, meaning) for word in unescape(words).split(","))
        return f'<li id="{id_}">{space}<strong>{words}.</strong>{rest}</li>'

    return _ENTRY.sub(entry, html), tuple(terms)


class Glossary:
    """The words of a glossary, to be found in other pages."""

    def __init__(self, terms: Sequence[GlossaryTerm]) -> None:
        self._known: Mapping[str, GlossaryTerm] = {term.word.lower(): term for term in terms}
        words = sorted(self._known, key=len, reverse=True)
        sure = [re.escape(word) for word in words if not word.isalpha()]
        things = [re.escape(word) for word in words if word.isalpha()]
        shapes = [f"({'|'.join(sure) or '(?!)'})", f"{_BEFORE}({'|'.join(things) or '(?!)'})"]
        self._shape = re.compile(rf"\b(?:{'|'.join(shapes)})\b", re.IGNORECASE)

    def shown_in(self, html: str, href: str, meanings: bool = True) -> str:
        """A page in which each word leads to its entry where it first stands in running text.

        `href` is the address of the glossary for that page, ready to stand in an attribute. Without `meanings` the page
        gets links alone, and no word that it does not hold already.
        """
        left = set(self._known)
        marked = (self._marked(part, left, href, meanings) if running else part for part, running in _parts(html))
        return "".join(marked)

    def _marked(self, part: str, left: set[str], href: str, meanings: bool) -> str:
        made: list[str] = []
        at = 0
        for found in self._shape.finditer(part):
            group = 1 if found[1] else 2
            word = found[group].lower()
            if word in left:
                left.discard(word)
                made += [part[at : found.start(group)], _link(self._known[word], found[group], href, meanings)]
                at = found.end(group)
        return "".join((*made, part[at:]))


def _link(term: GlossaryTerm, text: str, href: str, meanings: bool) -> str:
    title = f' title="{escape(term.meaning)}"' if meanings else ""
    return f'<a class="r-term" href="{href}#{term.id}"{title}>{text}</a>'


def _parts(html: str) -> Iterator[tuple[str, bool]]:
    """The tags and texts of a page in order; of each whether it is running text."""
    closed = 0
    for part in _TAG.split(html):
        if not part.startswith("<"):
            yield part, not closed and bool(part.strip())
            continue
        name = re.match(r"</?([a-z0-9]+)", part)
        if name and name[1] in _CLOSED and not part.endswith("/>"):
            closed += -1 if part.startswith("</") else 1
        yield part, False
