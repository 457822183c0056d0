"""ESC-08: the channels of a row are two, and the role can be reached by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.rule import RuleHit, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

ENOUGH = 2
"""How many kinds of channel a row needs: when one fails, the other is tried."""


@rule("ESC-08", "error", "A row calls by a channel the role does not have")
def channel_missing(case: RuleInput) -> Iterator[RuleHit]:
    """A kind in the `channels` of a row is not among the channels of its `to` role in `data/roles.yml`; or
    the row names fewer than two kinds. A role that is not there is left to ROL-01.

    **Why it matters.** The policy has each role called by the two channels of its row. A responder who looks
    up the number and finds none loses the minutes that the row counts.

    **How to fix it.** Give the role that channel in `data/roles.yml`, or name two kinds that it has.

    **Protects.** CC7.4-PF06, CC2.2
    """
    for row in case.book.escalation.rows:
        role = case.book.role.get(row.to) or case.book.outside_role.get(row.to)
        if role is None:
            continue
        has = list(dict.fromkeys(channel.kind for channel in role.channels))
        names = ", ".join(has) or "none"
        for index, kind in enumerate(row.channels):
            if kind not in has:
                what = f"{row.id} calls {row.to} by {kind}; the channels of that role are {names}"
                yield RuleHit(
                    row.at("channels", index), what, f"write two of {names}, or add {kind} to the role", row.id
                )
        if len(set(row.channels)) < ENOUGH:
            what = f"{row.id} calls by {', '.join(sorted(set(row.channels))) or 'no channel'}; two kinds are needed"
            yield RuleHit(row.at("channels"), what, f"write two of {names}", row.id)
