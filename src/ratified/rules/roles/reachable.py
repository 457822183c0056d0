"""ROL-17: a critical role can be reached at three in the morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.channels import WAKING
from ratified.policy.roster.holders import holders
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.channels import Channel


@rule("ROL-17", "error", "A critical role without a channel that wakes anyone", response=True, since="0.2.0")
def nothing_wakes(case: RuleInput) -> RuleHits:
    """A role marked `critical` has no channel that rings at three in the morning: a pager, a phone, an SMS or a hotline
    with a `number` or a `link`. A room, a bridge, a mailbox and a way to meet in person wait until somebody looks, and
    words without a number cannot be dialled. It is silent where each of the role's active holders has such a channel of
    their own in `data/people.yml`. A role without any channel is ROL-07, and one that nobody holds ROL-02, as well.

    **Why it matters.** An incident cannot do without this role, and it does not wait for office hours. Who reads "call
    the duty phone" at night and finds no number looks for it while the clocks run.

    **How to fix it.** Write the number into the channel, `{kind: phone, to: duty phone, number: "+44 1632 960100"}`, or
    the page on which one pages it, `link: https://...`.

    **Protects.** CC7.4-PF01, CC7.4-PF06
    """
    for role in case.book.roles.roles:
        if not role.critical or any(one.wakes for one in role.channels):
            continue
        people = [person for _, person in holders(case.book, role, case.as_of)]
        if people and all(any(one.wakes for one in person.channels) for person in people):
            continue
        what = f"{role.id} is critical, and nothing wakes whoever holds it: {_why(role.channels)}"
        help_ = "give a pager, a phone, an SMS or a hotline its number, or the link of the page to page by"
        yield RuleHit(role.spot.key("channels"), what, help_, role.id)


def _why(channels: Sequence[Channel]) -> str:
    if not channels:
        return "it has no channel"
    kinds = ", ".join(dict.fromkeys(one.kind for one in channels))
    said = any(one.kind in WAKING for one in channels)
    return f"its channels ({kinds}) have no number and no link to page by" if said else f"its channels are {kinds} only"
