"""Offices that share the day on call: who is on duty in which hours, so that as few as can be lie in somebody's night.

All hours are those of the first office's zone: in one zone they meet in every week of the year, in two they part while
one has changed its clocks and the other has not.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from ratified.clock.zones import zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ratified.model.answers import Answers

_HOURS = 24
_AWAKE = range(7, 23)
"""The hours of a day in which nobody is woken."""

_NEAREST, _USUAL = 4, 8
"""Offices nearer than four hours to each other have the same nights; a day begins at eight where nothing says more."""

_ENOUGH = 2
"""How many on call each office needs: one who is primary, another who is backup."""


class SharedDay(NamedTuple):
    """The people of an office who are on call, by id, and the hours of the day, in the first office's zone, in which
    they are: from `start` to `end`, 0 to 23."""

    zone: str
    people: tuple[str, ...]
    start: int
    end: int


def shared_day(answers: Answers, people: Sequence[str], day: date) -> tuple[SharedDay, ...]:
    """How offices share a day on call; nothing where one office is on call for all of it.

    They do where the answers give the office of each of these people, two of them at least in each of two to four
    offices, and these lie four hours from each other or more.
    """
    offices = _offices(answers, people)
    ahead = {one: _ahead(one, day) for one in offices}
    if not 1 < len(offices) < 5 or min(map(len, offices.values())) < _ENOUGH or _near(list(ahead.values())):
        return ()
    order = sorted(offices, key=lambda one: -ahead[one])
    length = _HOURS // len(order)
    home = _ahead(answers.offices[0].zone, day)
    starts = min(
        ([(first + number * length) % _HOURS for number in range(len(order))] for first in range(_HOURS)),
        key=lambda found: _cost([start - home + ahead[one] for start, one in zip(found, order, strict=True)], length),
    )
    return tuple(
        SharedDay(one, offices[one], start, (start + length) % _HOURS) for start, one in zip(starts, order, strict=True)
    )


def _offices(answers: Answers, people: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The people of each office, by its zone; nothing where somebody's office is not given."""
    office = {id_: one.office for id_, one in zip(answers.ids, answers.people, strict=True)}
    found: dict[str, tuple[str, ...]] = {}
    for id_ in people:
        where = office[id_]
        if where is None:
            return {}
        found[where] = (*found.get(where, ()), id_)
    return found


def _ahead(name: str, day: date) -> int:
    """How many hours a zone is ahead of UTC at noon of a day, to the full hour."""
    offset = datetime.combine(day, time(12), UTC).astimezone(zone(name)).utcoffset()
    return round(offset.total_seconds() / 3600) if offset is not None else 0


def _near(ahead: Sequence[int]) -> bool:
    apart = [(one - two) % _HOURS for number, one in enumerate(ahead) for two in ahead[number + 1 :]]
    return any(min(hours, _HOURS - hours) < _NEAREST for hours in apart)


def _cost(local: Sequence[int], length: int) -> tuple[int, int, int]:
    """What to keep small: hours in which somebody is woken, the most of one office, how far from eight they begin."""
    woken = [sum((start + hour) % _HOURS not in _AWAKE for hour in range(length)) for start in local]
    return sum(woken), max(woken), sum(abs(start % _HOURS - _USUAL) for start in local)
