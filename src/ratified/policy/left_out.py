"""Governed pages and runbooks that the settings of the site keep from its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.model.place import Place
from ratified.policy.addresses import DOCS
from ratified.settings.left_out import LeftOutSetting, takes_off

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.policy.book import Book

_RECORDS = "records"


class LeftOutPage(NamedTuple):
    """Such a page: where what takes it off stands, what is said of it, and what to do."""

    place: Place
    message: str
    help: str


def left_out(book: Book) -> Iterator[LeftOutPage]:
    """Every page of a document that is in use, and every runbook, that the site would not show."""
    runbooks = {page.path for page in book.runbooks}
    documents = {document.id: document for document in book.register.documents}
    for page in book.markdown:
        owners = [one for id_ in book.documents_of(page.path) if (one := documents[id_]).class_ != _RECORDS]
        if not owners and page.path not in runbooks:
            continue
        found = takes_off(page.path.removeprefix(DOCS), book.settings.left_out)
        if found is None:
            continue
        by = found.setting if isinstance(found, LeftOutSetting) else found
        whose = f"which {owners[0].id} governs" if owners else "a runbook"
        what = f"{page.path}, {whose}, is taken off the site by {by}, so nobody reads there what was approved"
        if isinstance(found, LeftOutSetting):
            yield LeftOutPage(found.place, what, "take it out of the setting, or let no document govern it")
        else:
            place = owners[0].at() if owners else Place(page.path)
            yield LeftOutPage(place, what, "move it out of templates/ and of names that begin with a dot")
