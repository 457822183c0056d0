"""Which keys may approve on a landing, as lists of revoked keys have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ratified.approval.revocations import Ended, Revocations, keys_of, locked
from ratified.approval.trial import Trial
from ratified.chronicle import AUTHORITY
from ratified.model.landing import Signature

_REVOKED = "the key is revoked from an earlier commit on"
_OWN = "the landing itself revokes the key"
_LISTED = "data/trust/revoked.yml listed the key then, though nobody approved that yet"


class Keys:
    """What stops a key. `stood_on` gives the landings that approved AUTHORITY before another one, oldest first."""

    def __init__(self, revocations: Revocations, stood_on: Callable[[int], Sequence[int]]) -> None:
        self.revocations, self._stood_on = revocations, stood_on
        self.ended: tuple[Ended, ...] = ()

    def end(self, authorities: Sequence[int]) -> None:
        """Let the last of these approved lists end what its keys approved before."""
        self.ended = self.revocations.ended(authorities)

    def trusted(self, signature: Signature, number: int, stopped: Mapping[str, bool]) -> Signature:
        """A good signature of a landing, or what it is worth where a list stops or ends its key."""
        if signature.state != "good":
            return signature
        for key in keys_of(signature):
            if stopped.get(key) or any(key == over.key and over.first <= number < over.end for over in self.ended):
                return signature._replace(state="untrusted", why=_REVOKED)
            if key in stopped:
                own = any(key == one.key for one in self.revocations.brought_by(number))
                return signature._replace(state="untrusted", why=_OWN if own else _LISTED)
        return signature

    def stopped(self, document: str, number: int) -> Mapping[str, bool]:
        """The keys that may not approve a document on a landing, and whether an approved list says so.

        What the landing itself brings counts for other documents than AUTHORITY, approved or not: whoever has a stolen
        key could else list it in the landing that it signs, and no later list of it would end what that approved.
        """
        if not self.revocations.numbers:
            return {}
        own = document != AUTHORITY and number in self.revocations.numbers
        return self.revocations.stopped(self._stood_on(number), number + own)

    def stopped_for(self, trial: Trial) -> Mapping[str, bool]:
        """The same for what is on trial. Lists that nobody approved and that name every key by which they could be
        taken back do not stop a landing that does nothing else.
        """
        stopped = self.stopped(trial.document, trial.number)
        if not stopped or not self._takes_back(trial):
            return stopped
        able = list(trial.authority.eligible(trial.bar, trial.day))
        every = locked(trial.authority, trial.bar, able, stopped, trial.day)
        return {key: True for key, approved in stopped.items() if approved} if every else stopped

    def _takes_back(self, trial: Trial) -> bool:
        before = self._stood_on(trial.number)
        first = trial.document != AUTHORITY or not before or before[-1] == trial.number
        return not first and self.revocations.takes_back(before, trial.number)
