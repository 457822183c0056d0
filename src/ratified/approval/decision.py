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
from ratified.approval.authority import AUTHORITY, STRENGTH
from ratified.approval.document_changes import authority_changes, changed_by, changes, kind
from ratified.approval.foxtrot import FoxtrotMerges
from ratified.approval.landing_facts import LandingFacts
from ratified.approval.outcome import ApprovalOutcome, proof_of
from ratified.approval.review_outcomes import by_review
from ratified.cache.computed_attributes import ComputedAttributes, computed_attributes, restore_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ratified.approval.candidate import Candidate
    from ratified.approval.git_evidence import GitEvidence
    from ratified.approval.past_data import PastPerson
    from ratified.approval.timeline import Timeline
    from ratified.model.landing import Contributor, TrustedKeys

_DEEP = 40
"""How many answers may wait for one another before the oldest is asked first: Python's stack is finite."""


class Decisions:
    """The outcomes of one history as of a day (UTC)."""

    CACHED_ATTRIBUTES = ("_outcomes", "changes")

    def __init__(
        self, timeline: Timeline, evidence: GitEvidence, as_of: date, known: ComputedAttributes | None = None
    ) -> None:
        self.timeline, self.as_of = timeline, as_of
        self.facts = LandingFacts(timeline, evidence)
        self.approved = self.facts.approved
        self.foxtrot_merges = FoxtrotMerges(self.facts)
        self._outcomes: dict[tuple[str, int], ApprovalOutcome] = {}
        self._waiting = 0
        self.changes: Mapping[str, tuple[int, ...]] = {}
        if known is not None:
            self._restore(known)
            return
        self.changes = {AUTHORITY: tuple(authority_changes(timeline))}
        self.facts.authorship.prefetch_plain(self.changes[AUTHORITY])
        self.facts.authorship.prefetch(self.changes[AUTHORITY])
        find_bootstrap(timeline, self.changes[AUTHORITY], self._bootstrap_outcome)
        self._approve_authorities()
        self._end_revoked()
        self.changes = changes(timeline, self.approved.definitions)

    @property
    def computed(self) -> ComputedAttributes:
        """What was worked out so far, plain data, for `known` of a later run on the same history and day."""
        approved = computed_attributes(self.approved, self.approved.CACHED_ATTRIBUTES)
        return {**computed_attributes(self, self.CACHED_ATTRIBUTES), "approved": approved}

    def _restore(self, known: ComputedAttributes) -> None:
        restore_attributes(self, {name: known[name] for name in self.CACHED_ATTRIBUTES})
        restore_attributes(self.approved, known["approved"])
        self.approved.ended = self.facts.keys.revocations.ended(self.approved.granted)

    def in_force(self, document: str) -> tuple[int, ...]:
        """The landings since the bootstrap that changed a document, oldest first."""
        return self._from(self.timeline.bootstrap, document)

    def since_adoption(self, document: str) -> tuple[int, ...]:
        """The landings since the first adopted register that changed a document; their authors may not approve it."""
        return self._from(self.timeline.adoption, document)

    def _from(self, start: int | None, document: str) -> tuple[int, ...]:
        numbers = self.changes.get(document, ())
        return () if start is None else numbers[bisect_left(numbers, start) :]

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
        if number == self.timeline.adoption or (authority and self.approved.restores(number)):
            return ()
        found: list[int] = []
        for before in self._before(document, number):
            if self.outcome(document, before).approved or (authority and self.approved.restores(before)):
                break
            found.append(before)
        return tuple(reversed(found))

    def prefetch(self, documents: Iterable[str], whole: bool = False) -> None:
        """Learn at once what the last landing of each document will ask of git, and the one that its approval covers
        or ends at; `whole`, what every landing will.
        """
        documents = tuple(documents)
        self.facts.authorship.prefetch_plain(sorted({n for document in documents for n in self.in_force(document)}))
        asked = ((document, n) for document in documents for n in self.in_force(document)[None if whole else -2 :])
        numbers = sorted({n for document, n in asked if (document, n) not in self._outcomes})
        self.facts.prefetch(numbers)
        self.facts.reviews.expect(numbers)

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
        numbers, ending = self.in_force(AUTHORITY), self.approved.ending
        trust: TrustedKeys | None = None
        for place, number in enumerate(numbers):
            authority = self.approved.authority(number)
            if authority is not None and authority.trust != trust:
                trust = authority.trust
                self.facts.prefetch_approvals(numbers[place:], trust)
            first = number == self.timeline.bootstrap
            if (first or self.approved.numbers or number in ending) and self.outcome(AUTHORITY, number).approved:
                self.approved.numbers.append(number)

    def _end_revoked(self) -> None:
        """Let the revoked keys of the last approved AUTHORITY end what they approved before it.

        Whether a landing that brought such a list is approved was decided by what stood then, and is not asked again.
        Nor is which landing is the bootstrap: where its approval ends there is no second, or one refused then could
        pass by its own tree.
        """
        approved = self.approved
        approved.granted = list(approved.numbers)
        approved.ended = self.facts.keys.revocations.ended(approved.granted)
        if approved.ended:
            self._outcomes = {(AUTHORITY, n): self._outcomes[AUTHORITY, n] for n in sorted(approved.ending)}
            approved.numbers = []
            self.foxtrot_merges = FoxtrotMerges(self.facts)
            self._approve_authorities()

    def _bootstrap_outcome(self, number: int) -> ApprovalOutcome:
        """What AUTHORITY is at a landing by its own tree."""
        return self.outcome(AUTHORITY, number)

    def _judge(self, document: str, number: int) -> ApprovalOutcome:
        authority = self.approved.authority(number)
        if authority is None:
            return self._without_authority(number)
        candidate = self.facts.candidate(document, number, authority)
        if (refused := candidates.refused_by_commit(self.timeline, number)) is not None:
            return refused
        inverted = bool(self.foxtrot_merges.of(number)) if len(candidate.commit.parents) > 1 else False
        refused = (
            reasons.inverted(candidate.commit, authority.register.main) if inverted else None
        ) or candidates.refused_by_entries(self.timeline, document, number)
        found = candidates.refused_by_parents(self.timeline, number) or refused or self._by_merger(candidate)
        if refused or (found.approved and STRENGTH[found.proof] >= STRENGTH["reviewed"]):
            return found
        return by_review(self.facts, candidate, found, self._refused_for)

    def _by_merger(self, candidate: Candidate) -> ApprovalOutcome:
        """What whoever merged it makes of a merge of two parents."""
        commit, merger = candidate.commit, candidate.merger
        refused = candidates.refused_by_merger(candidate) or candidates.refused_by_committer(candidate, forged=True)
        if refused or merger is None:
            return refused or reasons.unknown_merger(commit)
        if not self.approved.registered(candidate.document, candidate.number):
            return reasons.unregistered(commit, candidate.document)
        return (
            self._by_bulk(candidate, merger)
            or self.facts.refused_by_branch(candidate)
            or self._by_authors(candidate, merger)
            or self.facts.refused_by_merge(candidate)
            or self._by_signature(candidate, merger)
        )

    def _refused_for(
        self, candidate: Candidate, approver: PastPerson, made: tuple[Contributor, ...], fork: int
    ) -> ApprovalOutcome | None:
        """Why somebody may not approve by a review what these people made, whoever landed it. `fork` is the number of
        the last landing that the reviewed head holds.
        """
        if not self.approved.registered(candidate.document, candidate.number):
            return reasons.unregistered(candidate.commit, candidate.document)
        return (
            self._by_bulk(candidate, approver)
            or self._by_authors(candidate, approver, made)
            or self._unseen(candidate, fork)
        )

    def _unseen(self, candidate: Candidate, fork: int) -> ApprovalOutcome | None:
        """That an approval would cover a change which nobody approved and the reviewed head does not hold."""
        for before in self._before(candidate.document, candidate.number):
            restored = candidate.document == AUTHORITY and self.approved.restores(before)
            if before <= fork or restored or self.outcome(candidate.document, before).approved:
                return None
            return reasons.unseen(candidate.commit, self.timeline.landings[before].commit)
        return None

    def _without_authority(self, number: int) -> ApprovalOutcome:
        first, landings = self.timeline.bootstrap, self.timeline.landings
        if first is None or number <= first:
            if number == first:
                return reasons.unreadable_authority(landings[number].commit)
            return before_bootstrap(landings[number].commit, None if first is None else landings[first].commit)
        approved = self.approved.numbers
        before = bisect_left(approved, number)
        if not before:
            return reasons.ended_authority(landings[first].commit, landings[approved[0]].commit)
        return reasons.unreadable_authority(landings[approved[before - 1]].commit)

    def _by_bulk(self, candidate: Candidate, merger: PastPerson) -> ApprovalOutcome | None:
        """A reaffirmation of several documents counts only where its approver is entitled to each."""
        if kind(self.timeline, candidate.document, candidate.number) != "reaffirmation":
            return None
        for other in sorted(changed_by(self.timeline, self.timeline.landings[candidate.number])):
            if kind(self.timeline, other, candidate.number) != "reaffirmation":
                continue
            bar = candidate.authority.bar(self.approved.classes(other, candidate.number))
            if candidate.authority.entitled(merger, bar, candidate.day) is None:
                return reasons.not_entitled_to_all(candidate.commit, merger, other)
        return None

    def _by_authors(
        self, candidate: Candidate, merger: PastPerson, made: tuple[Contributor, ...] | None = None
    ) -> ApprovalOutcome | None:
        """Whether the lander wrote any of what the approval would cover, back to the last approval."""
        document, number, independence = candidate.document, candidate.number, self.facts.independence
        restored = document == AUTHORITY and self.approved.restores(number)
        refused = independence.of_landing(candidate, merger, not restored, made)
        if refused or restored or number == self.timeline.adoption:
            return refused
        earlier: Iterable[int] = self._unsettled(document, number)
        if document == AUTHORITY:
            earlier = takewhile(lambda before: not self.approved.restores(before), earlier)
        found = independence.of_earlier(candidate, merger, list(earlier))
        if found is None or self._approved_since(document, found.by, number):
            return None
        approving = self.approved.before(number) if document == AUTHORITY else ()
        return (
            reasons.or_restored(found.outcome, self.timeline.landings[approving[-1]].commit)
            if approving
            else found.outcome
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

    def _by_signature(self, candidate: Candidate, merger: PastPerson) -> ApprovalOutcome:
        signature = self.facts.signature(candidate, self.facts.keys.stopped_for(candidate))
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
