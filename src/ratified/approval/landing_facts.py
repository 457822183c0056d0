"""What is so of each landing under the authorities approved by then, whatever is decided of it.

Decisions are made from these; nothing here asks for a decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval import candidate as candidates
from ratified.approval import reasons
from ratified.approval.approved_authorities import ApprovedAuthorities
from ratified.approval.authority import AUTHORITY, STRENGTH, Authority
from ratified.approval.authorship import Authorship
from ratified.approval.candidate import Candidate
from ratified.approval.change_requests import change_request
from ratified.approval.commit_facts import before_branch
from ratified.approval.document_changes import read_ahead
from ratified.approval.independence import Independence
from ratified.approval.key_checks import KeyChecks
from ratified.approval.outcome import ApprovalOutcome, proof_of
from ratified.approval.review_approvals import ReviewApprovals
from ratified.approval.revocations import KeyRevocation, RevocationLists
from ratified.approval.timeline import KEYS, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ratified.approval.git_evidence import GitEvidence
    from ratified.model.landing import Commit, CommitSignature, TrustedKeys


class LandingFacts:
    """The facts of one history, each looked up when it is asked for."""

    def __init__(self, timeline: Timeline, evidence: GitEvidence) -> None:
        self.timeline, self.evidence = timeline, evidence
        self.approved = ApprovedAuthorities(timeline)
        self.authorship = Authorship(timeline, evidence, self.approved)
        self.independence = Independence(timeline, evidence, self.authorship)
        self.keys = KeyChecks(RevocationLists(timeline, self.authorship), self.approved)
        self.reviews = ReviewApprovals(timeline, evidence, self.approved, self.keys)

    def candidate(self, document: str, number: int, authority: Authority) -> Candidate:
        """A landing as an authority judges it for a document."""
        commit = self.timeline.landings[number].commit
        bar = authority.bar(self.approved.classes(document, number))
        merger = authority.who(commit.author.who)
        return Candidate(document, number, commit, authority, bar, self.timeline.day(number), merger)

    def refused_by_branch(self, candidate: Candidate) -> ApprovalOutcome | None:
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

    def refused_by_merge(self, candidate: Candidate) -> ApprovalOutcome | None:
        """Whether the merge holds anything of the document that the merge of its parents does not."""
        touched = self.authorship.by_hand(candidate.document, candidate.number)
        if touched is not None and not touched:
            return None  # and git is not asked where a merge is plainly its branch
        remerge = self.evidence.remerge(candidate.commit)
        if touched is None and remerge is not None and not remerge.known:
            return reasons.unmerged(candidate.commit)
        if touched is None:  # no assert, which `python -O` leaves out: what nobody could tell would be approved
            raise AssertionError("git did not say how a merge of two parents differs from its own")
        if remerge and touched <= remerge.carried:
            return reasons.carried(candidate.commit, min(touched))
        conflicts = touched & remerge.conflicts if remerge else frozenset()
        return reasons.evil(candidate.commit, min(conflicts or touched), bool(conflicts))

    def signature(self, candidate: Candidate, stopped: Mapping[str, bool]) -> CommitSignature:
        """What the signature of a landing is worth where these keys may not approve."""
        said = self.evidence.signature(candidate.commit, candidate.authority.trust)
        return candidates.timely_signature(candidate, self.keys.trusted(said, candidate.number, stopped))

    def proves_main(self, number: int) -> bool:
        """Whether a landing proves which side was main: an approver merged what others wrote, with the proof that
        AUTHORITY asks for, or a forge signed that it took in a request. Whether it is approved as well is not asked.
        """
        authority = self.approved.authority(number)
        if authority is None:
            return False
        candidate = self.candidate(AUTHORITY, number, authority)
        merger, commit = candidate.merger, candidate.commit
        if (
            merger is None
            or candidates.refused_by_commit(self.timeline, number)
            or candidates.refused_by_parents(self.timeline, number)
            or self.refused_by_branch(candidate)
        ):
            return False
        signature = self.signature(candidate, self.keys.stopped(AUTHORITY, number))
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
        approved, end = self.approved.numbers, len(self.timeline.landings)
        return self.keys.revocations.brought_in(approved, end) if approved else {}

    def prefetch(self, numbers: Sequence[int]) -> None:
        """Learn at once what these landings will ask of git, each signature under the keys of its authority."""
        self.authorship.prefetch(numbers)
        read_ahead(self.timeline, numbers)
        under: dict[TrustedKeys, list[Commit]] = {}
        for number in numbers:
            if (authority := self.approved.authority(number)) is not None:
                under.setdefault(authority.trust, []).append(self.timeline.landings[number].commit)
        for trust, commits in under.items():
            self.evidence.prefetch_signatures(commits, trust)

    def prefetch_approvals(self, numbers: Iterable[int], trust: TrustedKeys) -> None:
        """Learn at once what git says of landings under approved keys, up to the one that brings others."""
        commits: list[Commit] = []
        for number in numbers:
            landing = self.timeline.landings[number]
            commits.append(landing.commit)
            if number != self.timeline.bootstrap and any(c.path.startswith(KEYS) for c in landing.changes):
                break
        self.evidence.prefetch_signatures(commits, trust)
