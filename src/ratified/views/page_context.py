"""The book as one page of the site sees it on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ratified.model.close_names import meant
from ratified.policy.roster.holders import title
from ratified.views.approvals.status import NOTHING_ELSE, PageContents, SiteVerdicts
from ratified.views.escape import escape
from ratified.views.site_map import PageLink, SiteMap, unlinked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from ratified.incident import IncidentTrace, PolicyInForce
    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident
    from ratified.model.page import RunbookFront
    from ratified.model.severities import SeverityLevel
    from ratified.policy import Book

T = TypeVar("T")


class UnknownNameError(LookupError):
    """A page asks for something that the repository does not have. The text is a sentence for its author."""


@dataclass(frozen=True)
class PageContext:
    """What a view is made from: a book, a day (UTC), the site map, and the page (repository path) that asks.

    `judged` is what approval says, or gives it when it is first asked for, since it may still be worked out; None
    where no history was judged, and then no view says "approved". `shows` is what the page shows besides its own text.
    """

    book: Book
    as_of: date
    site_map: SiteMap
    page: str
    judged: SiteVerdicts | Callable[[], SiteVerdicts] | None = None
    shows: PageContents = NOTHING_ELSE

    @property
    def standing(self) -> SiteVerdicts | None:
        """What approval says. Raises whatever kept it from being known."""
        return self.judged() if callable(self.judged) else self.judged

    def find(self, kind: str, known: Mapping[str, T], name: object) -> T:
        """An entry by its id. Raises UnknownNameError with what is close."""
        found = known.get(str(name))
        if found is None:
            raise UnknownNameError(unknown(kind, str(name), list(known)))
        return found

    def incident(self, id_: str) -> Incident:
        """A record of an incident by id. Raises UnknownNameError."""
        return self.find("incident", self.book.incident, id_)

    def exercise(self, id_: str) -> Exercise:
        """A record of an exercise by id. Raises UnknownNameError."""
        return self.find("exercise", self.book.exercise, id_)

    def trace(self, id_: str) -> IncidentTrace | None:
        """An incident's trace by its id, with today's answers; None where no history was judged."""
        return self.standing.trace(id_) if self.standing else None

    def held_under(self, id_: str) -> PolicyInForce | None:
        """What was in force when an exercise began; None where no history was judged."""
        return self.standing.held_under(id_) if self.standing else None

    def level(self, id_: str) -> SeverityLevel:
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
        raise UnknownNameError("this macro shows the runbook it is in, and this page is not a runbook; remove it")

    def role(self, id_: str) -> PageLink:
        """A role by its title, linked to the roster; an id that nobody knows shows as it is written."""
        return self.thing(title(self.book, id_), "roster", f"role-{id_}")

    def requirement(self, id_: str) -> PageLink:
        """A requirement's id, linked to its row in the coverage matrix."""
        known = id_ in self.book.requirement
        return self.thing(id_, "coverage_matrix", f"req-{id_}") if known else unlinked(id_)

    def clause(self, id_: str) -> PageLink:
        """A clause's id, linked to the clause."""
        found = self.book.clause.get(id_)
        return self.to_page(id_, found.place.path, id_) if found else unlinked(id_)

    def to_runbook(self, id_: str) -> PageLink:
        """A runbook's id, linked to its page."""
        found = self.book.runbook.get(id_)
        return self.to_page(id_, found.path) if found else unlinked(id_)

    def rule(self, code: str, title: str = "") -> PageLink:
        """A rule's code, and its title where it is given, linked to its page of the reference."""
        return self.to_page(f"{code} {title}".strip(), f"docs/rules/{code}.md")

    def to_page(self, text: str, path: str, anchor: str = "") -> PageLink:
        """A text linked to a page, by the path of its file."""
        return PageLink(escape(text), self.site_map.page(path, self.page, anchor))

    def thing(self, text: str, macro: str, anchor: str) -> PageLink:
        """A text linked to where a block macro shows it."""
        return PageLink(escape(text), self.site_map.thing(macro, anchor, self.page))


def unknown(kind: str, name: str, known: list[str]) -> str:
    """The sentence for a name that is not there: with what is close, else with what there is."""
    listed = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return f"there is no {kind} {name!r}; {meant(name, known, f'write one of: {listed}')}"
