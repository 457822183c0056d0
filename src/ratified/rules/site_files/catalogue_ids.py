"""SIT-07, for what a company adds to the catalogue of requirements: an id of its own is not one of the catalogue's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.close_names import spelling
from ratified.rules.rule import RuleHit, RuleHits, hit_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ratified.model.requirements import OwnFramework, OwnRequirement
    from ratified.policy import Book


def ids_of_catalogue(book: Book) -> RuleHits:
    """Own requirements and frameworks that the catalogue has, or that nobody could tell from one of the catalogue."""
    catalogue, own = book.requirement_catalogue, book.requirements
    if own.requirements:
        known = [row.id for row in catalogue.requirements] + [row.id for row in catalogue.withdrawn]
        yield from _clashes("requirement", own.requirements, known)
    yield from _clashes("framework", own.frameworks, [framework.id for framework in catalogue.frameworks])


def _clashes(noun: str, own: Iterable[OwnRequirement | OwnFramework], known: Collection[str]) -> Iterable[RuleHit]:
    by_spelling = {spelling(id_): id_ for id_ in known}
    for entry in own:
        taken = entry.id if entry.id in known else by_spelling.get(spelling(entry.id))
        if taken is not None:
            says = f"has the id of {taken}" if taken == entry.id else f"is spelled like {taken}"
            message = f"{noun} {entry.id!r} {says} of the catalogue"
            yield hit_at(entry, "id", message, f"give it another id, or remove it and use {taken}")
