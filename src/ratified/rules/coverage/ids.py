"""COV-04: ids of requirements, frameworks, clauses and runbooks that coverage cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.close_names import write_close
from ratified.policy.requirements import frameworks
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ratified.model.place import Place
    from ratified.policy import Book

_DESCRIBE = "correct it, remove it, or describe it in data/requirements.yml"
_NAME_IT = "correct it, or describe it under frameworks: of this file"


@rule("COV-04", "error", "A requirement that is unknown, withdrawn or settled twice")
def requirement_unknown(case: RuleInput) -> RuleHits:
    """A clause, a runbook's `criteria` or `data/coverage.yml` cites a requirement that neither the catalogue
    nor `data/requirements.yml` has, or one that was withdrawn, such as the ids that NIST CSF 1.1 had and 2.0
    has not. Or `data/coverage.yml` names an unknown framework, clause or runbook, answers or excludes a
    requirement twice, or does both. Or a row of `data/requirements.yml` is of a framework that this file
    does not describe.

    **Why it matters.** A wrong citation makes every right one doubtful. Public lists mix the ids of two
    versions, and they travel by copying. What is answered and excluded too has two answers.

    **How to fix it.** Cite what the finding names instead, or describe the requirement in
    `data/requirements.yml`. The ids of points of focus (CC7.4-PF01) are this catalogue's own numbers, since the
    criteria leave them without.

    **Protects.** CC5.3
    """
    catalogue = case.book.requirement_catalogue
    withdrawn = {row.id: row for row in catalogue.withdrawn}
    # What a withdrawn id gave way to is real, though the catalogue may not describe it.
    known = {*case.book.requirement, *(new for row in catalogue.withdrawn for new in row.instead)}
    for id_, place, subject in _cited(case.book):
        if id_ in withdrawn:
            row = withdrawn[id_]
            help_ = f"cite {' or '.join(row.instead)}" if row.instead else "remove it"
            yield RuleHit(place, f"{id_} of {row.framework} is withdrawn", help_, subject)
        else:
            yield from _unknown("requirement", id_, known, place, subject, _DESCRIBE)
    yield from _coverage(case.book)
    yield from _own(case.book)
    yield from _settled_twice(case.book)


def _cited(book: Book) -> Iterator[tuple[str, Place, str]]:
    """Every requirement that is cited: its id, where, and the clause, runbook or row that cites it."""
    for page in book.pages:
        for clause in page.clauses:
            yield from ((id_, clause.place, clause.id) for id_ in clause.criteria)
    for page in book.runbooks:
        if (front := page.runbook) is not None:
            for index, id_ in enumerate(front.criteria):
                yield id_, front.at("criteria", index), front.id
    for row in book.coverage.answers:
        yield row.requirement, row.at("requirement"), row.requirement
    for exclusion in book.coverage.exclusions:
        yield exclusion.requirement, exclusion.at("requirement"), exclusion.requirement


def _coverage(book: Book) -> RuleHits:
    """Frameworks, clauses and runbooks that `data/coverage.yml` names and nobody knows."""
    known = [framework.id for framework in frameworks(book)]
    for index, id_ in enumerate(book.coverage.frameworks):
        yield from _unknown("framework", id_, known, book.coverage.at("frameworks", index), id_)
    for answer in book.coverage.answers:
        subject = answer.requirement
        for index, id_ in enumerate(answer.clauses):
            yield from _unknown("clause", id_, book.clause, answer.at("clauses", index), subject)
        for index, id_ in enumerate(answer.runbooks):
            yield from _unknown("runbook", id_, book.runbook, answer.at("runbooks", index), subject)


def _own(book: Book) -> RuleHits:
    """Frameworks that rows of the company's own name, and that it does not describe."""
    known = [framework.id for framework in book.requirements.frameworks]
    for row in book.requirements.requirements:
        place = row.at("framework")
        yield from _unknown("framework of our own", row.framework, known, place, row.id, _NAME_IT)


def _settled_twice(book: Book) -> RuleHits:
    """Requirements that `data/coverage.yml` answers or excludes again, at each row after the first."""
    rows = [(row.requirement, "answered", row.at("requirement")) for row in book.coverage.answers]
    rows += [(row.requirement, "excluded", row.at("requirement")) for row in book.coverage.exclusions]
    first: dict[str, tuple[str, Place]] = {}
    for id_, done, place in rows:
        before, where = first.setdefault(id_, (done, place))
        if where != place:
            message = f"{id_} is {done} here and {before} at {where.path}:{where.line}"
            help_ = "put both in one row" if done == before else "keep the answer or the exclusion"
            yield RuleHit(place, message, help_, id_)


def _unknown(
    noun: str, id_: str, known: Collection[str], place: Place, subject: str, otherwise: str = "correct it, or remove it"
) -> RuleHits:
    if id_ not in known:
        help_ = write_close(id_, known, otherwise)
        yield RuleHit(place, f"there is no {noun} {id_!r}", help_, subject)
