"""The book as one page of the site sees it on one day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ratified.book import Book
from ratified.book.roster import title
from ratified.model.near import meant
from ratified.model.page import RunbookFront
from ratified.model.severities import Level
from ratified.present.atlas import Atlas, Link
from ratified.present.escape import escape
from ratified.present.standing import NOTHING_ELSE, Shown, Standing

T = TypeVar("T")


class UnknownNameError(LookupError):
    """A page asks for something that the repository does not have. The text is a sentence for its author."""


@dataclass(frozen=True)
class Outlook:
    """What a view is made from: a book, a day (UTC), the atlas, and the page (repository path) that asks.

    `judged` is what approval says, or gives it when it is first asked for, since it may still be worked out; None
    where no history was judged, and then no view says "approved". `shows` is what the page shows besides its own text.
    """

    book: Book
    as_of: date
    atlas: Atlas
    page: str
    judged: Standing | Callable[[], Standing] | None = None
    shows: Shown = NOTHING_ELSE

    @property
    def standing(self) -> Standing | None:
        """What approval says. Raises whatever kept it from being known."""
        return self.judged() if callable(self.judged) else self.judged

    def find(self, kind: str, known: Mapping[str, T], name: object) -> T:
        """An entry by its id. Raises UnknownNameError with what is close."""
        found = known.get(str(name))
        if found is None:
            raise UnknownNameError(unknown(kind, str(name), list(known)))
        return found

    def level(self, id_: str) -> Level:
        """A severity level by id."""
        return self.find("severity", self.book.level, id_)

    def rank(self, id_: str) -> int:
        """The place of a severity in the file, 1 for the most severe; 0 where there is none."""
        return [*self.book.level, id_].index(id_) + 1 if id_ in self.book.level else 0

    @property
    def in_runbook(self) -> bool:
        """Whether the page that asks is a runbook."""
        return any(page.path == self.page and page.runbook for page in self.book.runbooks)

    def runbook(self) -> RunbookFront:
        """The front matter of the runbook that asks. Raises UnknownNameError on any other page."""
        for page in self.book.runbooks:
            if page.path == self.page and page.runbook:
                return page.runbook
        raise UnknownNameError("this macro shows the runbook it stands in, and this page is none; remove it")

    def role(self, id_: str) -> Link:
        """A role by its title, linked to the roster; an id that nobody knows shows as it is written."""
        return self.thing(title(self.book, id_), "roster", f"role-{id_}")

    def requirement(self, id_: str) -> Link:
        """A requirement's id, linked to its row in the coverage matrix."""
        return self.thing(id_, "coverage_matrix", f"req-{id_}") if id_ in self.book.requirement else Link(escape(id_))

    def clause(self, id_: str) -> Link:
        """A clause's id, linked to the clause."""
        found = self.book.clause.get(id_)
        return Link(escape(id_), self.atlas.page(found.place.path, self.page, id_)) if found else Link(escape(id_))

    def to_runbook(self, id_: str) -> Link:
        """A runbook's id, linked to its page."""
        found = self.book.runbook.get(id_)
        return Link(escape(id_), self.atlas.page(found.path, self.page)) if found else Link(escape(id_))

    def thing(self, text: str, macro: str, anchor: str) -> Link:
        """A text linked to where a block macro shows it."""
        return Link(escape(text), self.atlas.thing(macro, anchor, self.page))


def unknown(kind: str, name: str, known: list[str]) -> str:
    """The sentence for a name that is not there: with what is close, else with what there is."""
    listed = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return f"there is no {kind} {name!r}; {meant(name, known, f'write one of: {listed}')}"
