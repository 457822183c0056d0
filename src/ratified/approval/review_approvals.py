"""Whether an imported review approved what a landing brought: an approver's, of exactly the head that was merged."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.authority import AUTHORITY
from ratified.approval.branch_merges import contributors
from ratified.approval.review_bindings import ReviewBinding, ReviewBindings
from ratified.approval.review_records import BelievedBatches, ImportedRequests, believed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ratified.approval.approved_authorities import ApprovedAuthorities
    from ratified.approval.authority import Authority
    from ratified.approval.candidate import Candidate
    from ratified.approval.git_evidence import GitEvidence
    from ratified.approval.key_checks import KeyChecks
    from ratified.approval.past_data import PastPerson
    from ratified.approval.timeline import Timeline
    from ratified.model.host_review import MergedRequest, Review
    from ratified.model.landing import Contributor


class Reviewer(NamedTuple):
    """Whose review of exactly the head was the account's last word before the merge: `person` is of the roster."""

    person: PastPerson
    review: Review


class ReviewApprovals:
    """The reviews of one history, by whose word they count: that of the authority which judges the landing."""

    def __init__(
        self, timeline: Timeline, evidence: GitEvidence, approved: ApprovedAuthorities, keys: KeyChecks
    ) -> None:
        self._timeline, self._evidence, self._approved, self._keys = timeline, evidence, approved, keys
        self._bindings: dict[tuple[object, ...], ReviewBindings] = {}

    def of(self, document: str, number: int, authority: Authority) -> Iterator[ReviewBinding]:
        """What imported requests say that a landing is, as an authority believes them, or the last approved one does.

        Who may approve is never decided by what a later authority believes.
        """
        if not self._evidence.reviews.commits:
            return
        seen = []
        for one in (authority, *(() if document == AUTHORITY else self._last())):
            for binding in self._under(one, document, number).of(number):
                if binding not in seen:
                    seen.append(binding)
                    yield binding

    def expect(self, numbers: Iterable[int]) -> None:
        """Learn at once what the reviews of these landings will ask of git."""
        if self._evidence.reviews.commits:
            for authority in self._last():
                self._under(authority, "", 0).expect(numbers)

    def believed(self, authority: Authority, document: str, number: int) -> BelievedBatches:
        """The batches that an authority believes, and the commits that it does not."""
        return believed(self._evidence.reviews.commits, self._evidence, authority, self._revoked(document, number))

    def _revoked(self, document: str, number: int) -> frozenset[str]:
        """The keys by which no import counts. Whoever has a stolen one can sign an import about any day, so a key that
        an approved list ends signs none at all, whenever the import says it was made.
        """
        upto = number if document == AUTHORITY else len(self._timeline.landings)
        return frozenset((*self._keys.stopped(AUTHORITY, upto), *(over.key for over in self._approved.ended)))

    def made(self, binding: ReviewBinding) -> tuple[Contributor, ...]:
        """Everyone who made the commits of a reviewed branch."""
        return tuple(dict.fromkeys(contributors(binding.branch, self._evidence)))

    def fork(self, binding: ReviewBinding) -> int:
        """The number of the last landing that a reviewed head holds: of what came later its reviewer saw nothing."""
        return self._evidence.reviews.fork(binding.request.head)

    def _last(self) -> tuple[Authority, ...]:
        numbers = self._approved.numbers
        found = self._timeline.authority(numbers[-1]) if numbers else None
        return (found,) if found else ()

    def _under(self, authority: Authority, document: str, number: int) -> ReviewBindings:
        revoked, register = self._revoked(document, number), authority.register
        key = (authority.trust.of_evidence, register.reviews, register.main, authority.bots, revoked)
        if key not in self._bindings:
            found = believed(self._evidence.reviews.commits, self._evidence, authority, revoked)
            requests = ImportedRequests(found.batches)
            self._bindings[key] = ReviewBindings(self._timeline, self._evidence.reviews, requests, register.main)
        return self._bindings[key]


def reviewers(request: MergedRequest, candidate: Candidate) -> tuple[list[Reviewer], list[str]]:
    """Those whose last word on a request was an approval of exactly its head, and of everybody else why not."""
    last: dict[str, Review] = {}
    in_order = sorted(request.reviews, key=lambda one: (one.at, one.state != "approved"))  # of one second: against
    for review in in_order:
        if review.at <= request.merged_at:
            last[review.account.id] = review
    found: list[Reviewer] = []
    why = [
        f"that of {review.account.login or review.account.id} came after the merge"
        for review in request.reviews
        if review.at > request.merged_at and review.account.id not in last
    ]
    for review in last.values():
        name = review.account.login or review.account.id
        person = candidate.authority.account(review.account.id)
        if refusal := _refusal(review, request, person, candidate):
            why.append(f"that of {name} {refusal}")
        elif person is not None:
            found.append(Reviewer(person, review))
    return found, why


def _refusal(review: Review, request: MergedRequest, person: PastPerson | None, candidate: Candidate) -> str:
    """Why a review approves nothing, in words that follow 'that of NAME'; "" where it may."""
    if review.state == "dismissed":
        return "was dismissed"
    if review.state == "changes-requested":
        return "asks for changes"
    if not review.commit:
        return "is of a head that the host does not name"
    if review.commit != request.head:
        return f"is of {review.commit[:10]}, before the last push"
    if person is None:
        return f"is by an account ({review.account.id}) that is nobody's in data/people.yml"
    if review.account.bot or person.kind == "bot":
        return "is by a bot"
    if review.account.id == request.author.id:
        return "is by whoever opened it"
    if datetime.fromtimestamp(review.at, UTC).date() > candidate.day:
        return "came after the day from which the commit counts"
    return _unentitled(candidate, person)


def _unentitled(candidate: Candidate, person: PastPerson) -> str:
    return (
        "" if candidate.authority.entitled(person, candidate.bar, candidate.day) else "held no role that approves this"
    )
