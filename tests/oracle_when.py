"""When: the effective days of a chain, and the dates that nobody can believe. See `oracle.py`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from oracle_facts import DAY, Commit, utc_day

if TYPE_CHECKING:
    from collections.abc import Mapping


class Days:
    """The one rule of time over a whole chain. `seen` are the anchors' days by the number of the landing they name,
    `vouched` the days of the forge's own signatures by the number of the landing that bears one.
    """

    def __init__(self, chain: list[Commit], seen: list[tuple[int, date]], vouched: Mapping[int, date]) -> None:
        self.chain = chain
        own = [None if commit.committer.at is None else utc_day(commit.committer.at) for commit in chain]
        self.said = [vouched.get(n, day) for n, day in enumerate(own)]
        self.low = [
            max([day for k, day in seen if k < n] + [day for k, day in vouched.items() if k <= n], default=None)
            for n in range(len(chain))
        ]
        self.high = [
            min([day for k, day in seen if k >= n] + [self._low(k) for k in vouched if k >= n], default=None)
            for n in range(len(chain))
        ]
        self.effective: list[date] = []
        for n in range(len(chain)):
            self.effective.append(self._effective(n))

    def _low(self, n: int) -> date:
        low = self.low[n]
        assert low is not None
        return low

    def _effective(self, n: int) -> date:
        said, high = self.said[n], self.high[n]
        claimed = said if said is None or high is None else min(said, high)
        parts = [self.low[n], claimed, self.effective[n - 1] if n else None]
        return max((day for day in parts if day is not None), default=date.min)

    def head(self, as_of: date) -> int:
        """The last landing that counts on a day; -1 where none does."""
        return max((n for n, day in enumerate(self.effective) if day <= as_of), default=-1)

    def refuted(self, n: int) -> bool:
        """Whether a witness says that a landing was there before the day that it names."""
        said, high = self.said[n], self.high[n]
        return said is not None and high is not None and said > high

    def unbelievable(self, n: int, others: list[Commit]) -> bool:
        """Whether a landing's own dates are such that it approves nothing; `others` are the tips that it merged."""
        commit, said, high = self.chain[n], self.said[n], self.high[n]
        at, written = commit.committer.at, commit.author.at
        if at is None or said is None:
            return True
        return (
            (high is not None and said > high + timedelta(1))
            or (written is not None and written > at + 3600)
            or any(self._later(k, said) for k in range(n) if not self.refuted(k))
            or any(tip.committer.at is not None and tip.committer.at > at + DAY for tip in others)
        )

    def _later(self, n: int, day: date) -> bool:
        said = self.said[n]
        return said is not None and said > day + timedelta(1)
