"""Gitea and Forgejo: `pulls/N`, its reviews and its commits.

Keys as in their swagger (`PullRequest`, `PullReview`, `Commit`). An instance may give fewer entries a page than it is
asked for, so a list ends with an empty page. A bot is no kind of account there: only the roster tells one.
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


class GiteaUser(HostAnswer):
    """An account."""

    id: int
    login: str


class GiteaPull(HostAnswer):
    """A pull request."""

    number: Number
    merged: bool
    merged_at: Moment | None
    merge_commit_sha: CommitId | None
    merged_by: GiteaUser | None
    user: GiteaUser | None
    base: PullBase
    head: PullCommit


class GiteaReview(HostAnswer):
    """What one account said. `stale`: the head has changed since; `dismissed`: somebody has taken it back."""

    user: GiteaUser | None
    state: Literal["APPROVED", "REQUEST_CHANGES", "COMMENT", "PENDING", "REQUEST_REVIEW"]
    commit_id: str
    stale: bool
    dismissed: bool
    submitted_at: Moment


_PULL = TypeAdapter(GiteaPull)
_REVIEWS = TypeAdapter(list[GiteaReview])
_COMMITS = TypeAdapter(list[PullCommit])


def gitea_request(request: FetchedRequest) -> MergedRequest:
    """A request as Gitea or Forgejo answers of it. Raises NotTakenError."""
    pull = read_pull(_PULL, request)
    require_same(request, pull.number)
    if not pull.merged or pull.merged_at is None or pull.merge_commit_sha is None:
        raise NotTakenError("it is not merged")
    commits = read_pages(_COMMITS, request, "commits")
    reviews = _opinions(read_pages(_REVIEWS, request, "reviews"), pull.head.sha)
    facts = RequestFacts(
        author=_account(pull.user),
        repository=str(pull.base.repo.id),
        branch=pull.base.ref,
        head=pull.head.sha,
        merge=pull.merge_commit_sha,
        merged_by=_account(pull.merged_by) if pull.merged_by else None,
        merged_at=seconds(pull.merged_at),
    )
    newest_first = [one.sha for one in commits.value or ()]
    return record(request, facts, newest_first[::-1], reviews.value or (), (commits.missing, reviews.missing))


def _account(user: GiteaUser | None) -> ReviewAccount:
    """Below one are the accounts that stand for nobody: deleted ones, and the instance's own."""
    return NOBODY if user is None or user.id < 1 else ReviewAccount(id=str(user.id), login=user.login)


def _opinions(part: AnswerPart[list[GiteaReview]], head: str) -> AnswerPart[list[Review]]:
    found = []
    for one in part.value or ():
        if one.state in {"APPROVED", "REQUEST_CHANGES"}:
            state: ReviewState = "approved" if one.state == "APPROVED" else "changes-requested"
            commit = known_commit(one.commit_id)
            found.append(
                Review(
                    account=_account(one.user),
                    state="dismissed" if one.dismissed else state,
                    commit="" if one.stale and commit == head else commit,
                    at=seconds(one.submitted_at),
                )
            )
    return AnswerPart(found, part.missing)
