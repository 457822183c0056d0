"""What Example Corp writes down as it happens: incidents, an exercise, dismissed events and trend reviews.

An incident lands in the days after it is closed, since a timeline that git receives later is a late entry; again
with its review and its actions open, and as they close. One of them leads to an amendment of the policy.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ratified.demo.company import EVENTS
from ratified.demo.landings import DemoLanding, Edit, landed
from ratified.demo.records import (
    EXERCISE,
    INCIDENT_1,
    INCIDENT_2,
    INCIDENT_AFTER,
    INCIDENT_BEFORE,
    NO_EVENTS,
    events,
    record,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CLOSED = re.compile(r"    closed_on: (\S+)\n    evidence: .*\n    seen_by: .*\n")
_EFFECT = re.compile(r"    effect: \{checked_on: ([0-9-]+), .*\n")
_MOVED = re.compile(r"    due: \S+\n    extended:\n      - \{from: (?P<before>\S+), .*approved_on: (?P<on>[0-9-]+)\}\n")


def _due_first(text: str) -> str:
    """A record, or an action of one, before any date was moved: nobody states an approval before it is given."""
    return _MOVED.sub(r"    due: \g<before>\n", text)


def _opened(text: str) -> str:
    """A record before any of its actions was closed, or its date moved."""
    return _due_first(_CLOSED.sub("", _EFFECT.sub("", text)))


def _told(
    path: str, day: str, title: str, author: str, closed: str | None = None, merger: str = "dana"
) -> Iterator[DemoLanding]:
    """The landings of a record: the response once it is `closed`, the review, and each action as it closes.

    An action lands once more when its date is moved, and when its effect is checked. `merger` commanded nothing in it.
    """
    final = record(path)
    response = None
    if closed is not None:
        response = final[: final.index("\nreview:\n") + 1]
        yield _landed(closed, f"{title}: the response", author, merger, Edit(path, None, response))
        title = f"{title}: the review"
    yield _landed(day, title, author, merger, Edit(path, response, _opened(final)))
    for action in re.findall(r"  - id: \S+-A\d\n(?:    .*\n|      .*\n)+", final):
        id_, bare, done = action.split("\n")[0].rpartition(" ")[2], _opened(action), _EFFECT.sub("", action)
        owner = re.findall(r"    owner: (\S+)\n", action)[0]
        later = _CLOSED.sub("", done)
        for moved in _MOVED.finditer(action):
            yield _landed(moved["on"], f"{id_} is due later", owner, merger, Edit(path, bare, later))
        for closed in _CLOSED.findall(action):
            yield _landed(closed, f"{id_} is done", owner, merger, Edit(path, later, done))
        for checked in _EFFECT.findall(action):
            yield _landed(checked, f"{id_} was checked for effect", owner, merger, Edit(path, done, action))


def _landed(day: str, title: str, author: str, merger: str, edit: Edit) -> DemoLanding:
    """A record is merged by a security lead who did not write it."""
    return landed(_working(day), title, author, "lee" if author == merger else merger, "signed", edit)


def _working(day: str) -> str:
    """The day itself; what is done on a weekend lands on Monday."""
    found = date.fromisoformat(day)
    return date.fromordinal(found.toordinal() + max(0, 7 - found.weekday()) * (found.weekday() > 4)).isoformat()


def _quarters() -> Iterator[DemoLanding]:
    """The events of each quarter and the look across them, with the controls that were run until then."""
    final = events()
    dismissed, nil, trend, controls = re.findall(r"(?m)^\w+:\n(?:  .*\n)+", final)
    found = re.findall(r"  - id: \S+\n(?:    .*\n)+", dismissed)
    seen, runs = (re.findall(r"  - .*\n", part) for part in (trend, controls))
    before = NO_EVENTS
    for number, day in enumerate(("2026-04-08", "2026-07-08", "2026-10-07", "2026-11-12"), 1):
        parts = ["dismissed:\n", *found[:number], nil, "trend_reviews:\n", *seen[:number]]
        done = [run for run in runs if re.findall(r"held_on: ([0-9-]+)", run)[0] < day]
        after = "".join((*parts, "controls:\n", *done))
        title = f"Events of quarter {number}, looked at together" if number < 4 else "Controls of the autumn"
        yield _landed(day, title, "dana", "lee", Edit(EVENTS, before, after))
        before = after


def _in_order(steps: Iterable[DemoLanding]) -> tuple[DemoLanding, ...]:
    return tuple(sorted(steps, key=lambda step: step.day))


_AMENDED = landed(
    "2025-11-19",
    "Contain a Sev-3 within 3 business days, not 1 (from INC-2025-001)",
    "lee",
    "priya",
    "signed",
    Edit("data/severities.yml", "      contain: 1bd\n", "      contain: 3bd\n"),
)

STEPS: tuple[DemoLanding, ...] = _in_order(
    (
        *_quarters(),
        *_told(INCIDENT_BEFORE, "2025-10-27", "INC-2025-001, a price list astray", "noor", closed="2025-10-14"),
        _AMENDED,
        *_told(INCIDENT_1, "2026-04-27", "INC-2026-001, a support account taken over", "noor", closed="2026-04-16"),
        *_told(EXERCISE, "2026-06-01", "EX-2026-01: an outage that hides an export", "noor"),
        *_told(INCIDENT_2, "2026-08-31", "INC-2026-002, export files readable by anyone", "yusuf", "2026-08-20", "lee"),
        *_told(INCIDENT_AFTER, "2026-10-26", "INC-2026-003, a draft offer astray", "noor", closed="2026-10-09"),
    )
)
