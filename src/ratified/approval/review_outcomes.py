"""What an imported review makes of a landing that its merger alone does not approve, or approves with less proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval import reasons
from ratified.approval.authority import STRENGTH
from ratified.approval.commit_facts import before_branch
from ratified.approval.outcome import ApprovalOutcome
from ratified.approval.review_approvals import Reviewer, reviewers

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratified.approval.candidate import Candidate
    from ratified.approval.landing_facts import LandingFacts
    from ratified.approval.past_data import PastPerson
    from ratified.approval.review_bindings import ReviewBinding
    from ratified.model.landing import Contributor

    Refusing = Callable[[Candidate, PastPerson, tuple[Contributor, ...], int], ApprovalOutcome | None]


def by_review(
    facts: LandingFacts,
    candidate: Candidate,
    otherwise: ApprovalOutcome,
    refused: Refusing,
) -> ApprovalOutcome:
    """The outcome by the reviews that were imported of a landing; `otherwise`, where none raises it.

    `refused` says why somebody may not approve what a landing holds, whoever landed it: several documents at once,
    authors, and what nobody approved that the reviewed head does not hold. A refusal of a review is put behind the
    reason why the landing is not approved otherwise.
    """
    said: list[ApprovalOutcome] = []
    for binding in facts.reviews.of(candidate.document, candidate.number, candidate.authority):
        found = _by_binding(facts, candidate, binding, refused)
        if found.approved:
            return found
        said.append(found)
    if otherwise.approved or not said:
        return otherwise
    return reasons.unreviewed(otherwise, next((one for one in said if one.why != "hidden"), said[0]))


def _by_binding(
    facts: LandingFacts,
    candidate: Candidate,
    binding: ReviewBinding,
    refused: Refusing,
) -> ApprovalOutcome:
    commit, request = candidate.commit, binding.request
    if binding.refused:
        return reasons.unbound(commit, request.name, binding.refused, binding.here)
    squashed = len(commit.parents) == 1
    if squashed:
        unsound = next((one for one in binding.branch if one.faults), None)
        if unsound is not None:
            return reasons.malformed(commit, unsound)
        if before_branch(commit._replace(parents=(request.head,)), binding.branch):
            return reasons.untimely(commit, "is dated more than a day before the branch that it squashes")
    else:
        not_branch = facts.refused_by_branch(candidate)
        if not_branch is not None:
            return not_branch
    found, why = reviewers(request, candidate)
    answers = [_by_reviewer(facts, candidate, binding, one, refused) for one in found]
    good = next((one for one in answers if one.approved), None)
    return good or (answers[0] if answers else reasons.no_reviewer(commit, request.name, why))


def _by_reviewer(
    facts: LandingFacts,
    candidate: Candidate,
    binding: ReviewBinding,
    reviewer: Reviewer,
    refused: Refusing,
) -> ApprovalOutcome:
    person, squashed = reviewer.person, len(candidate.commit.parents) == 1
    found = refused(candidate, person, _made(facts, candidate, binding), facts.reviews.fork(binding))
    if found is None and not squashed:
        found = facts.refused_by_merge(candidate)
    if found is not None:
        return found
    if STRENGTH["reviewed"] < STRENGTH[candidate.bar.minimum]:
        return reasons.weak(candidate.commit, person, "reviewed", candidate.bar.minimum)
    role = candidate.authority.entitled(person, candidate.bar, candidate.day) or ""
    return ApprovalOutcome(approver=person, role=role, proof="reviewed")


def _made(facts: LandingFacts, candidate: Candidate, binding: ReviewBinding) -> tuple[Contributor, ...]:
    """Everyone who made what a landing holds. A squash or rebase that holds exactly the reviewed branch is made by its
    author and whom it names, and not by whoever pressed the button, whom the Git host may have made its committer.
    """
    commit = candidate.commit
    landed = (commit.author.who, *commit.co_authors) if len(commit.parents) == 1 else ()
    own = landed or facts.authorship.of(candidate.number)
    return tuple(dict.fromkeys((*own, *facts.reviews.made(binding))))
