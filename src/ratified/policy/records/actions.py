"""Corrective actions of all records, those of incidents first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.action import Action
    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident
    from ratified.policy.book import Book


def actions(book: Book) -> Iterator[tuple[Incident | Exercise, Action]]:
    """Every corrective action with the record it belongs to."""
    for incident in book.incidents:
        for action in incident.corrective_actions:
            yield incident, action
    for exercise in book.exercises:
        for action in exercise.follow_ups:
            yield exercise, action
