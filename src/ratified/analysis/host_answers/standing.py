"""What was said, held to what stands: some hosts keep a list of events and, beside it, everybody's last word.

Where the two differ an approval does not count: one that the last word has taken back is dismissed at the end, and one
that has no event is of no head.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.model.host_review import Review, ReviewAccount, ReviewState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class StandingVote(NamedTuple):
    """Somebody's last word; None where they have none."""

    account: ReviewAccount
    state: ReviewState | None


def as_they_stand(given: Sequence[Review], standing: Iterable[StandingVote], merged_at: int) -> list[Review]:
    """The opinions, and behind them what stands otherwise than they say.

    Nobody knows when that came, so it is taken to have been the account's last word before the merge.
    """
    in_order = sorted(given, key=lambda one: one.at)
    last = {one.account.id: one for one in in_order}
    stands: dict[str, StandingVote] = {id_: StandingVote(one.account, None) for id_, one in last.items()}
    stands.update((one.account.id, one) for one in standing)
    found = []
    for id_, vote in stands.items():
        said = last[id_].state if id_ in last else None
        now: ReviewState | None = "dismissed" if vote.state is None and said is not None else vote.state
        if now is not None and now != said:
            found.append(Review(account=vote.account, state=now, commit="", at=merged_at))
    return [*in_order, *found]
