"""What Example Corp writes down as it happens: two incidents, an exercise, dismissed events and trend reviews.

Each record lands once the review is out or the report issued, with its actions open, and again as they close.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ratified.starter.company import EVENTS
from ratified.starter.kept_records import EXERCISE, INCIDENT_1, INCIDENT_2, NO_EVENTS, events, record
from ratified.starter.step import Edit, Step, landed

_CLOSED = re.compile(r"    closed_on: (\S+)\n    evidence: .*\n    seen_by: .*\n")
_EFFECT = re.compile(r"    effect: \{checked_on: ([0-9-]+), .*\n")


def _opened(text: str) -> str:
    """A record before any of its actions was closed."""
    return _CLOSED.sub("", _EFFECT.sub("", text))


def _told(path: str, day: str, title: str, author: str) -> Iterator[Step]:
    """The landings of a record: all of it, then each action as it closes and once its effect is checked."""
    final = record(path)
    yield _landed(day, title, author, Edit(path, None, _opened(final)))
    for action in re.findall(r"  - id: \S+-A\d\n(?:    .*\n|      .*\n)+", final):
        id_, bare, done = action.split("\n")[0].rpartition(" ")[2], _opened(action), _EFFECT.sub("", action)
        owner = re.findall(r"    owner: (\S+)\n", action)[0]
        for closed in _CLOSED.findall(action):
            yield _landed(closed, f"{id_} is done", owner, Edit(path, bare, done))
        for checked in _EFFECT.findall(action):
            yield _landed(checked, f"{id_} was checked for effect", owner, Edit(path, done, action))


def _landed(day: str, title: str, author: str, edit: Edit) -> Step:
    """A record is merged by a security lead who did not write it."""
    return landed(_working(day), title, author, "lee" if author == "dana" else "dana", "signed", edit)


def _working(day: str) -> str:
    """The day itself; what is done on a weekend lands on Monday."""
    found = date.fromisoformat(day)
    return date.fromordinal(found.toordinal() + max(0, 7 - found.weekday()) * (found.weekday() > 4)).isoformat()


def _quarters() -> Iterator[Step]:
    """The events of each quarter, and the look across them."""
    final = events()
    dismissed, nil, trend = re.findall(r"(?m)^\w+:\n(?:  .*\n)+", final)
    found = re.findall(r"  - id: \S+\n(?:    .*\n)+", dismissed)
    seen = re.findall(r"  - .*\n", trend)
    before = NO_EVENTS
    for number, day in enumerate(("2026-04-08", "2026-07-08", "2026-10-07"), 1):
        parts = ["dismissed:\n", *found[:number], nil, "trend_reviews:\n", *seen[:number]]
        after = "".join(parts)
        yield _landed(day, f"Events of quarter {number}, looked at together", "dana", Edit(EVENTS, before, after))
        before = after


def _in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: step.day))


STEPS: tuple[Step, ...] = _in_order(
    (
        *_quarters(),
        *_told(INCIDENT_1, "2026-04-27", "INC-2026-001: a support account taken over, and its review", "noor"),
        *_told(EXERCISE, "2026-06-01", "EX-2026-01: an outage that hides an export", "noor"),
        *_told(INCIDENT_2, "2026-08-31", "INC-2026-002: export files readable by anyone", "yusuf"),
    )
)
