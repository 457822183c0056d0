"""GitHub: `pulls/N`, `pulls/N/reviews` and `pulls/N/commits` of its REST API.

Keys as in docs.github.com/en/rest/pulls/pulls and .../pulls/reviews. A review in state COMMENTED or PENDING is no
opinion; one that was dismissed stays in the list with state DISMISSED.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter

from ratified.analysis.host_answers.answer_files import (
    NOBODY,
    AnswerPart,
    FetchedRequest,
    HostAnswer,
    Moment,
    NotTakenError,
    Number,
    PullBase,
    PullCommit,
    RequestFacts,
    known_commit,
    read_pages,
    read_pull,
    record,
    require_same,
    seconds,
)
from ratified.model.host_review import CommitId, Review, ReviewAccount, ReviewState

if TYPE_CHECKING:
    from ratified.model.host_review import MergedRequest

_STATES: dict[str, ReviewState] = {
    "APPROVED": "approved",
    "CHANGES_REQUESTED": "changes-requested",
    "DISMISSED": "dismissed",
}


class GithubUser(HostAnswer):
    """An account. `type` is User, Bot, Organization or Mannequin; only people approve."""

    login: str
    id: Number
    type: str


class GithubPull(HostAnswer):
    """A pull request. `commits` is how many its branch has."""

    number: Number
    merged: bool
    merged_at: Moment | None
    merge_commit_sha: CommitId | None
    merged_by: GithubUser | None
    user: GithubUser | None
    base: PullBase
    head: PullCommit
    commits: int


class GithubReview(HostAnswer):
    """What one account said, and which commit was the head then. One that is pending has no `submitted_at`."""

    user: GithubUser | None
    state: Literal["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"]
    commit_id: str | None
    submitted_at: Moment | None = None


_PULL = TypeAdapter(GithubPull)
_REVIEWS = TypeAdapter(list[GithubReview])
_COMMITS = TypeAdapter(list[PullCommit])


def github_request(request: FetchedRequest) -> MergedRequest:
    """A request as GitHub answers of it. Raises NotTakenError."""
    pull = read_pull(_PULL, request)
    require_same(request, pull.number)
    if not pull.merged or pull.merged_at is None or pull.merge_commit_sha is None:
        raise NotTakenError("it is not merged")
    commits, lost = read_pages(_COMMITS, request, "commits")
    if commits is not None and len(commits) != pull.commits:
        lost = f"its branch has {pull.commits} commits and {len(commits)} were listed (GitHub lists no more than 250)"
    reviews = _opinions(read_pages(_REVIEWS, request, "reviews"))
    facts = RequestFacts(
        author=_account(pull.user),
        repository=str(pull.base.repo.id),
        branch=pull.base.ref,
        head=pull.head.sha,
        merge=pull.merge_commit_sha,
        merged_by=_account(pull.merged_by) if pull.merged_by else None,
        merged_at=seconds(pull.merged_at),
    )
    ids = [one.sha for one in commits or ()]
    return record(request, facts, ids, reviews.value or (), (lost, reviews.missing))


def _account(user: GithubUser | None) -> ReviewAccount:
    return NOBODY if user is None else ReviewAccount(id=str(user.id), login=user.login, bot=user.type != "User")


def _opinions(part: AnswerPart[list[GithubReview]]) -> AnswerPart[list[Review]]:
    found = []
    for one in part.value or ():
        if one.state in _STATES:
            if one.submitted_at is None:
                return AnswerPart(None, f"a review in state {one.state} has no submitted_at")
            at = seconds(one.submitted_at)
            account, commit = _account(one.user), known_commit(one.commit_id)
            found.append(Review(account=account, state=_STATES[one.state], commit=commit, at=at))
    return AnswerPart(found, part.missing)
