"""Words of the glossary: in the policy and the runbooks each leads there, with its meaning, where it first stands.

The glossary is a page like any other, a list in which each entry begins with its word: `- **Deviation.** A target ...`.
What it says is read once it is rendered, so that a meaning has its numbers and roles in it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from turbohtml import TokenType

from ratified.site.html import HtmlText, edited, more, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mkdocs.structure.pages import Page

    from ratified.policy import Book
    from ratified.views import SiteMap

GLOSSARY = "docs/glossary.md"

_WORD = ":is(:scope, :scope > p:first-child) > strong:first-child"
"""The word of an entry, which may stand in a paragraph."""
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
    page = HtmlText(html)
    terms: list[GlossaryTerm] = []
    edits: list[tuple[int, int, str]] = []
    for entry in page.tree.find_all("li"):
        word, text = entry.select_one(_WORD), entry.text.strip()
        if "id" not in entry.attrs and word is not None and word.text.endswith(".") and text.startswith(word.text):
            meaning = " ".join(text.removeprefix(word.text).split())
            names = word.text.removesuffix(".")
            id_ = f"term-{re.sub(r'[^a-z0-9]+', '-', names.lower()).strip('-')}"
            terms.extend(GlossaryTerm(name.strip(), id_, meaning) for name in names.split(","))
            edits.append(more(entry, f'id="{id_}"'))
    return edited(page.text, edits), tuple(terms)


def lead_to_the_glossary(rendered: Sequence[tuple[Page, str]], book: Book, site_map: SiteMap) -> set[str]:
    """In the policy and the runbooks let the glossary's words say what they mean; the paths where one does.

    `rendered` are the pages that are read, each with its path. On a page of a document meanings are only shown where
    somebody governs what the glossary says.
    """
    told: set[str] = set()
    found = next((page for page, path in rendered if path == GLOSSARY), None)
    if found is None:
        return told
    governed = book.document_of(GLOSSARY) is not None
    found.content, terms = with_ids(found.content or "")
    glossary, policy = Glossary(terms), {page.path for page in book.policy_pages}
    for page, path in rendered:
        if path in policy or path.startswith("runbooks/"):
            meanings = governed or book.document_of(path) is None
            before, href = page.content or "", site_map.page(GLOSSARY, path)
            page.content = glossary.shown_in(before, href, meanings)
            told |= {path} if meanings and page.content != before else set()
    return told


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
    for text, token in pieces(html):
        yield text, not closed
        if token is not None:
            yield token.source or "", False
            if token.tag in _CLOSED and not token.self_closing:
                closed += -1 if token.type is TokenType.END_TAG else 1
