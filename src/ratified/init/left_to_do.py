"""What the files of a new company leave for somebody to fill in, since only its people know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.init.follow_the_sun import shared_day
from ratified.init.ways import waking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.model.answers import Answers


def left_to_do(answers: Answers, day: date) -> Iterator[str]:
    """A sentence each, with the file that it is about."""
    if missing := [one.name for one in answers.people if not one.account]:
        what = "forge: {login: ..., id: ...}"
        yield f"data/people.yml: add `{what}` for {', '.join(missing)}, then `ratified owners --write`"
    if unsaid := [one.name for one in answers.people if one.started is None]:
        yield f"data/people.yml: `started` is today for {', '.join(unsaid)}; write their first days"
    if answers.responds:
        yield "data/notifications.yml: have counsel hold each clock against its source; add verified_on and verified_by"
        yield "data/contracts.yml: add the notice windows of customers' contracts"
        yield "data/roles.yml: roles for which you named nobody were given out; look at each, and at data/oncall.yml"
        if answers.reach and not waking(answers.reach):
            yield "data/roles.yml: nothing there can be dialled; add number: or link: to pager or phone (ROL-17)"
        if len(answers.offices) > 1:
            yield _of_the_day(answers, day)
        yield "data/coverage.yml and data/intake.yml: take out the evidence and the routes that you do not have"
        yield "data/coverage.yml: give your own reason for each requirement that is excluded"
        yield "runbooks/: each says `reviewed:` today, since it must name a day; adopt only what you have read"
        if any(getattr(answers.outside, name) is None for name in ("counsel", "forensics", "insurer")):
            yield "data/roles.yml: roles that say (none engaged yet) become outside_roles once a firm is engaged"
        yield "docs/ and runbooks/: change what you will not keep to, before anybody approves it"


def _of_the_day(answers: Answers, day: date) -> str:
    """What a company of several offices has to know of its rotations."""
    if shared_day(answers, answers.named(answers.on_call or answers.security), day):
        return "data/oncall.yml: the commander's rotation is one for all offices, also in their nights; look at it"
    return (
        "data/oncall.yml: one rotation is on call for all offices, also in their nights; they share the day where each "
        "has two people on call with their `office:`, four hours or more apart"
    )
