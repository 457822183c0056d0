"""For every document and every landing that changed it: did that landing approve it, and if not, why.

Asked from the last change backwards and only as far as the answer needs, since a signature costs a process.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING

from ratified.approval import candidate as candidates
from ratified.approval import reasons
from ratified.approval.adoption import before_bootstrap, find_bootstrap
from ratified.approval.authority import AUTHORITY, BUILT_IN, STRENGTH, Authority
from ratified.approval.authorship import Authorship
from ratified.approval.candidate import Candidate
from ratified.approval.change_requests import change_request
from ratified.approval.commit_facts import before_branch
from ratified.approval.document_changes import authority_changes, changed_by, changes, kind, read_ahead
from ratified.approval.foxtrot import FoxtrotMerges
from ratified.approval.independence import Independence
from ratified.approval.key_checks import KeyChecks
from ratified.approval.outcome import ApprovalOutcome, proof_of
from ratified.approval.revocations import KeyRevocation, RevocationLists
from ratified.approval.timeline import KEYS, Timeline
from ratified.cache.computed_attributes import ComputedAttributes, restore_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ratified.approval.documents import DocumentDefinitions
    from ratified.approval.git_evidence import GitEvidence
    from ratified.approval.past_data import PastPerson
    from ratified.model.landing import Commit, CommitSignature, TrustedKeys

_DEEP = 40
"""How many answers may wait for one another before the oldest is asked first: Python's stack is finite."""


class Decisions:
    """The outcomes of one history as of a day (UTC)."""

    CACHED_ATTRIBUTES = ("_outcomes", "authorities", "changes", "granted")

    def __init__(
        self, timeline: Timeline, evidence: GitEvidence, as_of: date, known: ComputedAttributes | None = None
    ) -> None:
        self.timeline, self.evidence, self.as_of = timeline, evidence, as_of
        self.authorship = Authorship(timeline, evidence, self.sides)
        self.independence = Independence(timeline, evidence, self.authorship)
        self._outcomes: dict[tuple[str, int], ApprovalOutcome] = {}
        self._waiting = 0
        self.authorities: list[int] = []
        self.granted: list[int] = []  # as `authorities` was before lists of revoked keys ended some of it
        self.changes: Mapping[str, tuple[int, ...]] = {}
        self.keys = KeyChecks(RevocationLists(timeline, self.authorship), self._prior_approvals)
        self.foxtrot_merges = FoxtrotMerges(timeline, evidence, self.authority, self._landed)
        if known is not None:
            restore_attributes(self, known)
            self.keys.end(self.granted)
            return
        self.changes = {AUTHORITY: tuple(authority_changes(timeline))}
        self.authorship.prefetch(self.changes[AUTHORITY])
        find_bootstrap(timeline, self.changes[AUTHORITY], self._bootstrap_outcome)
        self._approve_authorities()
        self._end_revoked()
        self.changes = changes(timeline, self._approved_definitions)

    def _approved_definitions(self, number: int) -> DocumentDefinitions | None:
        """The documents of the register that decides at a landing; the bootstrap's where that was ended."""
        before, first = bisect_left(self.authorities, number), self.timeline.bootstrap
        if before:
            return self.timeline.defined(self.authorities[before - 1])
        return None if first is None or number <= first else self.timeline.defined(first)

    def sides(self, number: int) -> Sequence[DocumentDefinitions]:
        """The documents as the registers before a landing, after it, and the one that decides there define them."""
        approved = self._approved_definitions(number)
        own = (self.timeline.defined(number - 1), self.timeline.defined(number))
        return own if approved is None else (*own, approved)

    def in_force(self, document: str) -> tuple[int, ...]:
        """The landings since the bootstrap that changed a document, oldest first."""
        return self._from(self.timeline.bootstrap, document)

    def since_adoption(self, document: str) -> tuple[int, ...]:
        """The landings since the first adopted register that changed a document: whose authors are on its bill."""
        return self._from(self.timeline.adoption, document)

    def _from(self, start: int | None, document: str) -> tuple[int, ...]:
        numbers = self.changes.get(document, ())
        return () if start is None else numbers[bisect_left(numbers, start) :]

    def authority(self, number: int) -> Authority | None:
        """Who may approve at a landing: the last approved AUTHORITY at or before its base; the bootstrap's own tree.

        None where there is none yet, or where it cannot be read.
        """
        if number == self.timeline.bootstrap:
            return self.timeline.authority(number)
        approving = self.granted if number in self._ending else self.authorities
        before = bisect_left(approving, number)
        return self.timeline.authority(approving[before - 1]) if before else None

    @property
    def _ending(self) -> frozenset[int]:
        """The landings whose approved lists end what keys approved before: judged by what stood when they came."""
        return frozenset(over.end for over in self.keys.ended)

    def outcome(self, document: str, number: int) -> ApprovalOutcome:
        """Whether a landing since the first adopted register, which changed a document, approved it."""
        key = (document, number)
        if key not in self._outcomes:
            self._waiting += 1
            try:
                if self._waiting > _DEEP:
                    self._from_the_start(document, number)
                self._outcomes[key] = self._judge(document, number)
            finally:
                self._waiting -= 1
        return self._outcomes[key]

    @property
    def outcomes(self) -> Iterable[ApprovalOutcome]:
        """Every outcome that is known so far."""
        return self._outcomes.values()

    def covers(self, document: str, number: int) -> tuple[int, ...]:
        """The earlier landings that nobody approved and that an approval here covers as well, oldest first."""
        authority = document == AUTHORITY
        if number == self.timeline.adoption or (authority and self.restores(number)):
            return ()
        found: list[int] = []
        for before in self._before(document, number):
            if self.outcome(document, before).approved or (authority and self.restores(before)):
                break
            found.append(before)
        return tuple(reversed(found))

    def prefetch(self, documents: Iterable[str], whole: bool = False) -> None:
        """Learn at once what the last landing of each document will ask of git, and the one that its approval covers
        or ends at; `whole`, what every landing will.
        """
        asked = ((document, n) for document in documents for n in self.in_force(document)[None if whole else -2 :])
        last = sorted({n for document, n in asked if (document, n) not in self._outcomes})
        self.authorship.prefetch(last)
        read_ahead(self.timeline, last)
        self._prefetch_signatures({number: self.authority(number) for number in last})

    def classes(self, document: str, number: int) -> tuple[str, ...]:
        """The classes of a document before and after a landing, and by the register that decides there."""
        found = (side.by_id.get(document) for side in self.sides(number))
        return tuple(dict.fromkeys(definition.class_ for definition in found if definition))

    def _before(self, document: str, number: int) -> Iterator[int]:
        """The landings that changed a document before another one, newest first."""
        return (n for n in reversed(self.since_adoption(document)) if n < number)

    def _from_the_start(self, document: str, number: int) -> None:
        """Ask the earlier landings in order, so that no answer waits for more than one other."""
        waiting, self._waiting = self._waiting, 0
        for earlier in self.since_adoption(document):
            if earlier < number:
                self.outcome(document, earlier)
        self._waiting = waiting

    def _approve_authorities(self) -> None:
        """Find the landings that approved AUTHORITY, in order: each decides who may approve the next."""
        numbers = self.in_force(AUTHORITY)
        trust: TrustedKeys | None = None
        for place, number in enumerate(numbers):
            authority = self.authority(number)
            if authority is not None and authority.trust != trust:
                trust = authority.trust
                self._prefetch_approvals(numbers[place:], trust)
            first = number == self.timeline.bootstrap
            if (first or self.authorities or number in self._ending) and self.outcome(AUTHORITY, number).approved:
                self.authorities.append(number)

    def _end_revoked(self) -> None:
        """Let the revoked keys of the last approved AUTHORITY end what they approved before it.

        Whether a landing that brought such a list is approved was decided by what stood then, and is not asked again.
        Nor is which landing is the bootstrap: where its approval ends there is no second, or one refused then could
        pass by its own tree.
        """
        self.granted = list(self.authorities)
        self.keys.end(self.granted)
        if self.keys.ended:
            self._outcomes = {(AUTHORITY, n): self._outcomes[AUTHORITY, n] for n in sorted(self._ending)}
            self.authorities = []
            self.foxtrot_merges = FoxtrotMerges(self.timeline, self.evidence, self.authority, self._landed)
            self._approve_authorities()

    def _bootstrap_outcome(self, number: int) -> ApprovalOutcome:
        """What AUTHORITY is at a landing by its own tree."""
        return self.outcome(AUTHORITY, number)

    def _prefetch_approvals(self, numbers: Iterable[int], trust: TrustedKeys) -> None:
        """Learn at once what git says of landings under approved keys, up to the one that brings others."""
        commits: list[Commit] = []
        for number in numbers:
            landing = self.timeline.landings[number]
            commits.append(landing.commit)
            if number != self.timeline.bootstrap and any(c.path.startswith(KEYS) for c in landing.changes):
                break
        self.evidence.prefetch_signatures(commits, trust)

    def _prefetch_signatures(self, by: Mapping[int, Authority | None]) -> None:
        """Learn at once what git says of these landings' signatures, each under the keys of its authority."""
        under: dict[TrustedKeys, list[Commit]] = {}
        for number, authority in by.items():
            if authority is not None:
                under.setdefault(authority.trust, []).append(self.timeline.landings[number].commit)
        for trust, commits in under.items():
            self.evidence.prefetch_signatures(commits, trust)

    def _landed(self, number: int) -> bool:
        """Whether a landing proves which side was main: an approver merged what others wrote, with the proof that
        AUTHORITY asks for, or a forge signed that it took in a request. Whether it is approved as well is not asked.
        """
        authority = self.authority(number)
        if authority is None:
            return False
        candidate = self._candidate(AUTHORITY, number, authority)
        merger, commit = candidate.merger, candidate.commit
        if merger is None or candidates.refused_by_commit(self.timeline, number) or self._by_branch(candidate):
            return False
        signature = self._signature(candidate, self.keys.stopped(AUTHORITY, number))
        proof = proof_of(signature)
        if proof is None or signature.person not in ("", merger.id):
            return False
        wrote = any(authority.author(contributor) == merger for contributor in self.authorship.of(number))
        if wrote or candidates.refused_by_committer(candidate, forged=bool(signature.forge)):
            return False
        if signature.forge and change_request(commit):
            return True
        bars = [authority.bar((name,)) for name in authority.register.classes]
        able = any(authority.entitled(merger, bar, candidate.day) is not None for bar in bars)
        return able and STRENGTH[proof] >= STRENGTH[candidate.bar.minimum]

    @property
    def unapproved_revocations(self) -> Mapping[KeyRevocation, int]:
        """What the list of revoked keys said since AUTHORITY was approved last, with the landing that brought it."""
        end = len(self.timeline.landings)
        return self.keys.revocations.brought_in(self.authorities, end) if self.authorities else {}

    def _prior_approvals(self, number: int) -> Sequence[int]:
        """The landings that approved AUTHORITY before another one, oldest first; where its own tree decides, itself."""
        authority = self.authority(number)
        own = authority is not None and authority.number == number
        return [number] if own else self.authorities[: bisect_left(self.authorities, number)]

    def _judge(self, document: str, number: int) -> ApprovalOutcome:
        authority = self.authority(number)
        if authority is None:
            return self._without_authority(number)
        candidate = self._candidate(document, number, authority)
        commit, merger = candidate.commit, candidate.merger
        refused = (
            candidates.refused_by_commit(self.timeline, number)
            or (reasons.inverted(commit, authority.register.main) if self.foxtrot_merges.of(number) else None)
            or candidates.refused_by_entries(self.timeline, document, number)
            or candidates.refused_by_merger(candidate)
            or candidates.refused_by_committer(candidate, forged=True)
        )
        if refused or merger is None:
            return refused or reasons.unknown_merger(commit)
        if not self._registered(document, number):
            return reasons.unregistered(commit, document)
        return (
            self._by_bulk(candidate, merger)
            or self._by_branch(candidate)
            or self._by_authors(candidate, merger)
            or self._by_merge(candidate)
            or self._by_signature(candidate, merger)
        )

    def _registered(self, document: str, number: int) -> bool:
        """Whether a register that is approved has a document: the one that decides at a landing, or its own."""
        approved = self._approved_definitions(number)
        if document in BUILT_IN or (approved is not None and document in approved.by_id):
            return True
        own = number == self.timeline.bootstrap or number in self.authorities
        return own and document in self.timeline.defined(number).by_id

    def _candidate(self, document: str, number: int, authority: Authority) -> Candidate:
        commit = self.timeline.landings[number].commit
        bar = authority.bar(self.classes(document, number))
        merger = authority.who(commit.author.who)
        return Candidate(document, number, commit, authority, bar, self.timeline.day(number), merger)

    def _without_authority(self, number: int) -> ApprovalOutcome:
        first, landings = self.timeline.bootstrap, self.timeline.landings
        if first is None or number <= first:
            if number == first:
                return reasons.unreadable_authority(landings[number].commit)
            return before_bootstrap(landings[number].commit, None if first is None else landings[first].commit)
        before = bisect_left(self.authorities, number)
        if not before:
            return reasons.ended_authority(landings[first].commit, landings[self.authorities[0]].commit)
        return reasons.unreadable_authority(landings[self.authorities[before - 1]].commit)

    def _by_branch(self, candidate: Candidate) -> ApprovalOutcome | None:
        """What the commits that a landing brought in rule out."""
        unsound = self.authorship.unsound(candidate.number)
        if unsound is not None:
            return reasons.malformed(candidate.commit, unsound)
        late = before_branch(candidate.commit, self.evidence.brought_in(self.timeline.landings[candidate.number]))
        return (
            reasons.untimely(candidate.commit, "is dated more than a day before the branch that it merges")
            if late
            else None
        )

    def _by_bulk(self, candidate: Candidate, merger: PastPerson) -> ApprovalOutcome | None:
        """A reaffirmation of several documents counts only where its approver is entitled to each."""
        if kind(self.timeline, candidate.document, candidate.number) != "reaffirmation":
            return None
        for other in sorted(changed_by(self.timeline, self.timeline.landings[candidate.number])):
            if kind(self.timeline, other, candidate.number) != "reaffirmation":
                continue
            bar = candidate.authority.bar(self.classes(other, candidate.number))
            if candidate.authority.entitled(merger, bar, candidate.day) is None:
                return reasons.not_entitled_to_all(candidate.commit, merger, other)
        return None

    def _by_authors(self, candidate: Candidate, merger: PastPerson) -> ApprovalOutcome | None:
        """Whether the lander wrote any of what the approval would cover, back to the last approval."""
        document, number = candidate.document, candidate.number
        restored = document == AUTHORITY and self.restores(number)
        refused = self.independence.of_landing(candidate, merger, joining=not restored)
        if refused or restored or number == self.timeline.adoption:
            return refused
        earlier: Iterable[int] = self._unsettled(document, number)
        if document == AUTHORITY:
            earlier = takewhile(lambda before: not self.restores(before), earlier)
        found = self.independence.of_earlier(candidate, merger, list(earlier))
        if found is None or self._approved_since(document, found.by, number):
            return None
        approving = self._prior_approvals(number) if document == AUTHORITY else ()
        return (
            reasons.or_restored(found.outcome, self.timeline.landings[approving[-1]].commit)
            if approving
            else found.outcome
        )

    def restores(self, number: int) -> bool:
        """Whether a landing leaves AUTHORITY exactly as it was approved last.

        Then nothing is left of what was pushed in between, and nobody who pushed it is on the bill, of this landing or
        of a later one: a push by somebody unknown, or in the name of the only one who may approve, would else lock
        AUTHORITY for ever.
        """
        approving = self._prior_approvals(number)
        files = self.timeline.files
        return (
            bool(approving) and approving[-1] < number and files(AUTHORITY, number) == files(AUTHORITY, approving[-1])
        )

    def _unsettled(self, document: str, number: int) -> Iterator[int]:
        """The landings that changed a document before another one, newest first, back to one known to approve."""
        for before in self._before(document, number):
            known = self._outcomes.get((document, before))
            if known is not None and known.approved:
                return
            yield before

    def _approved_since(self, document: str, first: int, number: int) -> bool:
        """Whether any landing from one on, and before another, approved a document; the newest is asked first."""
        return any(self.outcome(document, n).approved for n in self._before(document, number) if n >= first)

    def _by_merge(self, candidate: Candidate) -> ApprovalOutcome | None:
        """Whether the merge holds anything of the document that the merge of its parents does not."""
        touched = self.authorship.by_hand(candidate.document, candidate.number)
        if touched is not None and not touched:
            return None  # and git is not asked where a merge is plainly its branch
        remerge = self.evidence.remerge(candidate.commit)
        if touched is None and remerge is not None and not remerge.known:
            return reasons.unmerged(candidate.commit)
        if touched is None:  # no assert, which `python -O` leaves out: what nobody could tell would be approved
            raise AssertionError("git did not say how a merge of two parents differs from its own")
        conflicts = touched & remerge.conflicts if remerge else frozenset()
        return reasons.evil(candidate.commit, min(conflicts or touched), bool(conflicts))

    def _by_signature(self, candidate: Candidate, merger: PastPerson) -> ApprovalOutcome:
        signature = self._signature(candidate, self.keys.stopped_for(candidate))
        proof = proof_of(signature)
        if proof is None:
            return reasons.unsound(candidate.commit, signature)
        if signature.person and signature.person != merger.id:
            return reasons.mismatch(candidate.commit, merger, signature)
        if (other := candidates.refused_by_committer(candidate, forged=bool(signature.forge))) is not None:
            return other
        if STRENGTH[proof] < STRENGTH[candidate.bar.minimum]:
            return reasons.weak(candidate.commit, merger, proof, candidate.bar.minimum)
        role = candidate.authority.entitled(merger, candidate.bar, candidate.day) or ""
        return ApprovalOutcome(approver=merger, role=role, proof=proof)

    def _signature(self, candidate: Candidate, stopped: Mapping[str, bool]) -> CommitSignature:
        """What the signature of a landing is worth where these keys may not approve."""
        said = self.evidence.signature(candidate.commit, candidate.authority.trust)
        return candidates.timely_signature(candidate, self.keys.trusted(said, candidate.number, stopped))
