"""Which requirements a repository knows and is asked, and what answers one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.model.requirements import Framework, OwnFramework, OwnRequirement, Requirement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.policy.book import Book

KnownRequirement = Requirement | OwnRequirement
"""A row of the catalogue, or one of `data/requirements.yml`."""


def frameworks(book: Book) -> Sequence[Framework | OwnFramework]:
    """The frameworks of the catalogue and those of the company's own."""
    return (*book.requirement_catalogue.frameworks, *book.requirements.frameworks)


def frameworks_in_scope(book: Book) -> Sequence[str]:
    """The frameworks that `data/coverage.yml` lists, and the company's own: nobody writes down what is not asked."""
    return (*book.coverage.frameworks, *(framework.id for framework in book.requirements.frameworks))


def asked_requirements(book: Book) -> Sequence[KnownRequirement]:
    """The requirements that want an answer: those of a framework in scope of which something says who is asked. Where
    the register names profiles, those of a profile that it does not name are asked of somebody else."""
    scope, profiles = frameworks_in_scope(book), book.register.profiles
    asked = (row for row in book.requirement.values() if row.asked is not None and row.framework in scope)
    return [r for r in asked if profiles is None or r.asked in profiles or isinstance(r, OwnRequirement)]


class RequirementAnswers(NamedTuple):
    """What answers a requirement: the ids of clauses and runbooks, evidence in words; or why nothing does."""

    clauses: Sequence[str]
    runbooks: Sequence[str]
    evidence: Sequence[str]
    excluded: str | None

    @property
    def settled(self) -> bool:
        """Whether anything answers it, or says why nothing does."""
        return bool(self.clauses or self.runbooks or self.evidence or self.excluded)


def answers(book: Book, id_: str) -> RequirementAnswers:
    """What cites a requirement, and what `data/coverage.yml` says of it."""
    answer = next((row for row in book.coverage.answers if row.requirement == id_), None)
    excluded = next((row.reason for row in book.coverage.exclusions if row.requirement == id_), None)
    clauses = [clause.id for clause in book.clause.values() if id_ in clause.criteria]
    runbooks = [page.runbook.id for page in book.runbooks if page.runbook and id_ in page.runbook.criteria]
    if answer is None:
        return RequirementAnswers(clauses, runbooks, (), excluded)
    return RequirementAnswers(
        [*dict.fromkeys((*clauses, *answer.clauses))],
        [*dict.fromkeys((*runbooks, *answer.runbooks))],
        answer.evidence,
        excluded,
    )
