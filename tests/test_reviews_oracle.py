"""Random histories with imported reviews, judged by `ratified` and by the oracle, which must say the same."""

from __future__ import annotations

import os
from collections import Counter
from functools import lru_cache

import pytest

import oracle
import ratified.approval.timeline
from nightly import by_day, rest_by_night
from random_worlds import Thrown
from ratified.approval.past_data import read_past
from reviewed_worlds import reviewed_world
from test_approval_oracle import differences

A_PART = int(os.environ.get("RATIFIED_IN_MEMORY", str(by_day(100, by_night=500))))
REACHED = {"reviewed": 12, "signed": 8, "no-approver": 12, "self-approval": 2, "uncheckable": 1, "hidden": 12}
"""What 100 worlds reach at least that often; else they would prove little."""


@pytest.mark.parametrize("part", rest_by_night(range(40), [0]))
def test_the_oracle_says_the_same_of_imported_reviews(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratified.approval.timeline, "read_past", lru_cache(read_past))
    reached: Counter[str] = Counter()
    found = {}
    for seed in range(part * A_PART, (part + 1) * A_PART):
        world = reviewed_world(Thrown(seed))
        day = world.last_day
        approvals, judged = world.approvals(day), oracle.judge(world.known(), day)
        found[seed] = differences(approvals, judged)
        events = [event for document in approvals.decisions.changes for event in approvals.events(document)]
        reached.update(event.approval.proof if event.approval else event.why for event in events)
    assert {seed: each for seed, each in found.items() if each} == {}
    if A_PART >= 100:
        assert {what: reached[what] for what, times in REACHED.items() if reached[what] < times} == {}
