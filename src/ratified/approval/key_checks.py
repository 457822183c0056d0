"""Which keys may approve on a landing, as lists of revoked keys have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.approval.revocations import RevocationLists, all_keys_revoked, keys_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.approval.approved_authorities import ApprovedAuthorities
    from ratified.approval.candidate import Candidate
    from ratified.model.landing import CommitSignature

_REVOKED = "the key is revoked from an earlier commit on"
_OWN = "the commit itself revokes the key"
_LISTED = "data/trust/revoked.yml listed the key then, though nobody approved that yet"


class KeyChecks:
    """What stops a key under the authorities that are approved."""

    def __init__(self, revocations: RevocationLists, approved: ApprovedAuthorities) -> None:
        self.revocations, self._approved = revocations, approved

    def trusted(self, signature: CommitSignature, number: int, stopped: Mapping[str, bool]) -> CommitSignature:
        """A good signature of a landing, or what it is worth where a list stops or ends its key."""
        if signature.state != "good":
            return signature
        for key in keys_of(signature):
            if stopped.get(key) or any(
                key == over.key and over.first <= number < over.end for over in self._approved.ended
            ):
                return signature._replace(state="untrusted", why=_REVOKED)
            if key in stopped:
                own = any(key == one.key for one in self.revocations.brought_in_by(number))
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
        return self.revocations.stopped(self._approved.before(number), number + own)

    def stopped_for(self, candidate: Candidate) -> Mapping[str, bool]:
        """The same for what is on trial. Lists that nobody approved and that name every key by which they could be
        taken back do not stop a landing that does nothing else.
        """
        stopped = self.stopped(candidate.document, candidate.number)
        if not stopped or not self._takes_back(candidate):
            return stopped
        able = list(candidate.authority.eligible(candidate.bar, candidate.day))
        every = all_keys_revoked(candidate.authority, candidate.bar, able, stopped, candidate.day)
        return {key: True for key, approved in stopped.items() if approved} if every else stopped

    def _takes_back(self, candidate: Candidate) -> bool:
        before = self._approved.before(candidate.number)
        first = candidate.document != AUTHORITY or not before or before[-1] == candidate.number
        return not first and self.revocations.takes_back(before, candidate.number)
