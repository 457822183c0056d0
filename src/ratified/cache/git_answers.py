"""What git said of commits: answers that cost a process each and stay true as long as the commit does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ratified.cache.store import CacheStore
    from ratified.model.landing import CommitSignature, RemergeDifference, TrustedKeys

_NAME = "answers"


class GitAnswers:
    """Signatures by trust and commit, and merges by commit, those of earlier runs among them."""

    def __init__(self, kept: CacheStore) -> None:
        self._kept = kept
        self.signatures: dict[TrustedKeys, dict[str, CommitSignature]] = {}
        self.remerges: dict[str, RemergeDifference] = {}
        before = kept.load(_NAME)
        if isinstance(before, tuple):
            self.signatures, self.remerges = before
        self._known = self._count()

    def keep(self) -> None:
        """Keep them for later runs, if there is anything new; not what only this machine today could not check."""
        if self._count() != self._known:
            sure = {
                trust: {id_: s for id_, s in each.items() if _settled(s)} for trust, each in self.signatures.items()
            }
            merges = {id_: merge for id_, merge in self.remerges.items() if merge.known}
            self._kept.keep(_NAME, (sure, merges))
            self._known = self._count()

    def _count(self) -> int:
        merges = sum(merge.known for merge in self.remerges.values())
        return merges + sum(map(_settled, (s for each in self.signatures.values() for s in each.values())))


def _settled(signature: CommitSignature) -> bool:
    """Git also says `untrusted` where a tool broke off while it looked for whose key it is."""
    return signature.state in {"good", "bad"}
