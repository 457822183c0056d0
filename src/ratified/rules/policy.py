"""The policy on a day: the documents of class `policy` that are not retired, their pages and clauses."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.place import Place
    from ratified.model.prose import Clause, Page
    from ratified.model.register import GovernedDocument
    from ratified.rules.rule import RuleInput


def policy_documents(case: RuleInput) -> tuple[GovernedDocument, ...]:
    """The documents of class `policy` in force on the day, in the register's order."""
    return tuple(d for d in case.book.register.live(case.as_of) if d.class_ == "policy")


def policy_pages(case: RuleInput) -> tuple[Page, ...]:
    """Their pages, in the default language."""
    patterns = [pattern for document in policy_documents(case) for pattern in document.pages]
    own = (page for page in case.book.pages if not page.original)
    return tuple(p for p in own if any(fnmatchcase(p.path, pattern) for pattern in patterns))


def policy_clauses(case: RuleInput) -> Iterator[Clause]:
    """Their clauses, page by page."""
    return (clause for page in policy_pages(case) for clause in page.clauses)


def policy_row(case: RuleInput) -> Place:
    """Where the register names the policy: its first document's row, else the list of documents."""
    first = next(iter(policy_documents(case)), None)
    return first.at() if first else case.book.register.at("documents")
