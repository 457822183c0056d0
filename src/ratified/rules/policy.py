"""The policy on a day: the documents in force whose class has clauses, their pages and clauses."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ratified.model.page import Section
    from ratified.model.place import Place
    from ratified.model.prose import Clause, Page
    from ratified.model.register import GovernedDocument
    from ratified.rules.rule import RuleInput

OF_INCIDENTS: frozenset[Section] = frozenset(
    {"intake", "triage", "severity", "escalation", "containment", "eradication", "recovery", "notification"}
)
"""The topics that no other policy covers. One on access has roles, reviews and a chapter on governance as well."""


def policy_documents(case: RuleInput) -> tuple[GovernedDocument, ...]:
    """The documents in force on the day that have pages and whose class has clauses, in the register's order."""
    register = case.book.register
    return tuple(d for d in register.live(case.as_of) if d.pages and register.clauses(d) != "none")


def incident_documents(case: RuleInput) -> tuple[GovernedDocument, ...]:
    """Those of them that say how incidents are handled: a page covers a topic of it. Where none does, all of them."""
    every = policy_documents(case)
    found = (
        d for d in every if any(p.front and OF_INCIDENTS.intersection(p.front.covers) for p in pages_of(case, [d]))
    )
    return tuple(found) or every


def pages_of(case: RuleInput, documents: Iterable[GovernedDocument], runbooks: bool = False) -> tuple[Page, ...]:
    """The pages of documents, in the default language, and where somebody asks for them their `runbooks`."""
    patterns = [pattern for document in documents for pattern in document.pages]
    own = (page for page in (case.book.markdown if runbooks else case.book.pages) if not page.original)
    return tuple(p for p in own if any(fnmatchcase(p.path, pattern) for pattern in patterns))


def policy_pages(case: RuleInput) -> tuple[Page, ...]:
    """The pages of all of them, in the default language."""
    return pages_of(case, policy_documents(case))


def policy_clauses(case: RuleInput) -> Iterator[Clause]:
    """Their clauses, page by page."""
    return (clause for page in policy_pages(case) for clause in page.clauses)


def policy_row(case: RuleInput) -> Place:
    """Where the register names the policy for incidents: its first document's row, else the list of documents."""
    first = next(iter(incident_documents(case)), None)
    return first.at() if first else case.book.register.at("documents")
