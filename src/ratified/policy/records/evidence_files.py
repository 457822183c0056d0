"""The files of the repository that evidence names, and the hashes it gives for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.policy.records.statements import days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident
    from ratified.model.place import Place
    from ratified.model.response import Exhibit
    from ratified.model.review import FullRecord
    from ratified.policy.book import Book

PATH = re.compile(r"[A-Za-z0-9_][\w.@+=-]*(/[A-Za-z0-9_][\w.@+=-]*)*")
"""A path in the repository: no blank, and no part that begins with a dot, so that none leads out of it."""


class EvidenceFileReference(NamedTuple):
    """A file that evidence names: by whom, where that stands, the SHA-256 it gives and where, and the day it speaks of.

    `sure`: the text is a path by its key. Else it is where something is kept, which may be a place elsewhere.
    """

    path: str
    owner: str
    place: Place
    sha256: str | None
    hashed: Place
    day: date | None
    sure: bool


def named_files(book: Book) -> tuple[EvidenceFileReference, ...]:
    """Every file that evidence names, in the order of the data."""
    return (
        *_of_answers(book),
        *(found for incident in book.incidents for found in _of_incident(incident)),
        *(found for exercise in book.exercises for found in _of_exercise(exercise)),
    )


def _of_answers(book: Book) -> Iterator[EvidenceFileReference]:
    for answer in book.coverage.answers:
        for one in answer.exhibits:
            if one.file is not None:
                place, hashed = one.at("file"), one.at("sha256")
                yield EvidenceFileReference(
                    one.file, answer.requirement, place, one.sha256, hashed, one.dated, sure=True
                )


def _of_incident(incident: Incident) -> Iterator[EvidenceFileReference]:
    declared = incident.times.stages.declared
    day = days(declared)[0] if declared else None
    kept: list[Exhibit | FullRecord] = [*incident.response.evidence]
    kept += [incident.governance.full_record] if incident.governance.full_record else []
    for one in kept:
        if one.location is not None and _path(one.location):
            place, hashed = one.at("location"), one.at("sha256")
            yield EvidenceFileReference(one.location, incident.id, place, one.sha256, hashed, day, sure=False)


def _of_exercise(exercise: Exercise) -> Iterator[EvidenceFileReference]:
    for one in exercise.evidence:
        if one.location is not None and _path(one.location):
            place, hashed = one.at("location"), one.at("sha256")
            yield EvidenceFileReference(
                one.location, exercise.id, place, one.sha256, hashed, exercise.held_on, sure=False
            )


def _path(text: str) -> bool:
    return "/" in text and PATH.fullmatch(text) is not None
