"""Which files of a document can hold its review date, so that what is advised to be reaffirmed can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY, SITE_LAYOUT
from ratified.approval.documents import DocumentDefinition, first_page, matches
from ratified.approval.timeline import PEOPLE, REGISTER, ROLES
from ratified.policy.addresses import MARKDOWN
from ratified.policy.read import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LAYOUT_DATE = "macros/reviewed.yml"
"""Where SITE-LAYOUT's review date stands: a file of its own, which MkDocs neither reads nor publishes."""

_YAML = (".yml", ".yaml")


def review_files(document: str, definition: DocumentDefinition, here: Sequence[str]) -> tuple[str, ...]:
    """The files that could hold a document's review date, the first choice first; `here` are its files now.

    Empty for a document of pictures and other files that have no place for a date. SITE-LAYOUT's need not exist yet.
    """
    if document == SITE_LAYOUT:
        return (LAYOUT_DATE,)
    if document == AUTHORITY:
        return tuple(path for path in (REGISTER, PEOPLE, ROLES) if path in here)
    return tuple(dict.fromkeys(_of_document(definition, here)))


def _of_document(definition: DocumentDefinition, here: Sequence[str]) -> Iterator[str]:
    page = first_page(definition, here)
    if page is not None and page.endswith(MARKDOWN):
        yield page
    for pattern in (*definition.pages, *definition.binds):
        named = (path for path in here if matches(path, (pattern,)))
        # A record is what happened: its model has no place for the day on which it was read again.
        yield from sorted(path for path in named if path.endswith(_YAML) and not path.startswith(RECORDS))
