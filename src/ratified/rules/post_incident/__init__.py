"""PIR: what an incident taught us is written down, owned, and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.post_incident.actions import (
    action_overdue,
    action_unowned,
    closed_unproved,
    effect_unchecked,
    owner_gone,
)
from ratified.rules.post_incident.lessons import cause_again, nothing_prevents, trend_unseen, works_and_came_back
from ratified.rules.post_incident.review import cause_missing, nothing_decided, review_blames, review_late

if TYPE_CHECKING:
    from ratified.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    review_late,
    cause_missing,
    nothing_decided,
    action_unowned,
    action_overdue,
    closed_unproved,
    owner_gone,
    nothing_prevents,
    cause_again,
    review_blames,
    effect_unchecked,
    trend_unseen,
    works_and_came_back,
)
