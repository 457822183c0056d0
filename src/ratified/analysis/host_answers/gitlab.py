"""GitLab: a merge request, its approvals, its reviewers, its versions, its commits, and who those accounts are.

Keys as in docs.gitlab.com/api/merge_requests, .../merge_request_approvals and .../users. An approval names no commit:
it is of the newest version that was there when it was given. `state: requested_changes` of a reviewer has no moment, so
it is taken to have been their last word before the merge. Only users/ID says that an account is a bot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from ratified.analysis.host_answers.answer_files import (
    AnswerPart,
    FetchedRequest,
    HostAnswer,
    Moment,
    NotTakenError,
    Number,
    RequestFacts,
    read_file,
    read_pages,
    read_pull,
    record,
    require_same,
    seconds,
)
from ratified.analysis.host_answers.heads import HeadSince, ends_at, head_at
from ratified.model.host_review import CommitId, Review, ReviewAccount

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ratified.model.host_review import MergedRequest


class GitlabUser(HostAnswer):
    """An account as it is named in other answers."""

    id: Number
    username: str


class GitlabAccount(HostAnswer):
    """An account as `users/ID` answers."""

    id: Number
    bot: bool


class GitlabMergeRequest(HostAnswer):
    """A merge request. What it became is the merge commit, else the squash commit, else its head itself."""

    iid: Number
    state: str
    target_project_id: Number
    target_branch: str
    author: GitlabUser
    merge_user: GitlabUser | None
    merged_at: Moment | None
    sha: CommitId
    merge_commit_sha: CommitId | None
    squash_commit_sha: CommitId | None


class GitlabApproval(HostAnswer):
    """Who approves. An old instance does not say when."""

    user: GitlabUser
    approved_at: Moment | None = None


class GitlabApprovals(HostAnswer):
    """Those approvals that stand."""

    approved_by: list[GitlabApproval]


class GitlabReviewer(HostAnswer):
    """A reviewer, and what they last said."""

    user: GitlabUser
    state: str


class GitlabVersion(HostAnswer):
    """A head that the branch had, and since when."""

    head_commit_sha: CommitId
    created_at: Moment


class GitlabCommit(HostAnswer):
    """A commit of the branch."""

    id: CommitId


_REQUEST = TypeAdapter(GitlabMergeRequest)
_APPROVALS = TypeAdapter(GitlabApprovals)
_REVIEWERS = TypeAdapter(list[GitlabReviewer])
_VERSIONS = TypeAdapter(list[GitlabVersion])
_COMMITS = TypeAdapter(list[GitlabCommit])
_ACCOUNT = TypeAdapter(GitlabAccount)


def gitlab_request(request: FetchedRequest) -> MergedRequest:
    """A request as GitLab answers of it. Raises NotTakenError."""
    pull = read_pull(_REQUEST, request)
    require_same(request, pull.iid)
    if pull.state != "merged" or pull.merged_at is None:
        raise NotTakenError("it is not merged")
    commits = read_pages(_COMMITS, request, "commits")
    accounts = _Accounts(request, [pull.author, *([pull.merge_user] if pull.merge_user else [])])
    reviews = _opinions(request, pull, accounts)
    facts = RequestFacts(
        author=accounts.of(pull.author),
        repository=str(pull.target_project_id),
        branch=pull.target_branch,
        head=pull.sha,
        merge=pull.merge_commit_sha or pull.squash_commit_sha or pull.sha,
        merged_by=accounts.of(pull.merge_user) if pull.merge_user else None,
        merged_at=seconds(pull.merged_at),
    )
    newest_first = [one.id for one in commits.value or ()]
    missing = (commits.missing, reviews.missing, accounts.missing)
    return record(request, facts, newest_first[::-1], reviews.value or (), missing)


class _Accounts:
    """Accounts with what `users/ID` says of each; of whom that was not fetched nothing is believed."""

    def __init__(self, request: FetchedRequest, users: Iterable[GitlabUser]) -> None:
        self._shared = request.shared
        self.missing = next(filter(None, (self._asked(user).missing for user in users)), "")

    def _asked(self, user: GitlabUser) -> AnswerPart[GitlabAccount]:
        file = f"users/{user.id}.json"
        found = read_file(_ACCOUNT, self._shared, file)
        if found.value is not None and found.value.id != user.id:
            return AnswerPart(None, f"{file} is of account {found.value.id}")
        return found

    def of(self, user: GitlabUser) -> ReviewAccount:
        found = self._asked(user).value
        return ReviewAccount(id=str(user.id), login=user.username, bot=found is None or found.bot)

    def unknown(self, users: Iterable[GitlabUser]) -> str:
        return next(filter(None, (self._asked(user).missing for user in users)), "")


def _opinions(request: FetchedRequest, pull: GitlabMergeRequest, accounts: _Accounts) -> AnswerPart[list[Review]]:
    approvals = read_file(_APPROVALS, request.files, "approvals.json")
    reviewers = read_file(_REVIEWERS, request.files, "reviewers.json")
    versions = read_pages(_VERSIONS, request, "versions")
    missing = [approvals.missing, reviewers.missing, versions.missing]
    given: Sequence[GitlabApproval] = approvals.value.approved_by if approvals.value else ()
    against = [one.user for one in reviewers.value or () if one.state == "requested_changes"]
    heads = [HeadSince(one.created_at, one.head_commit_sha) for one in versions.value or ()]
    if not any(missing):
        missing = [ends_at(heads, pull.sha, "the list of its versions")]
    missing.append(accounts.unknown([*(one.user for one in given), *against]))
    merged_at = seconds(pull.merged_at) if pull.merged_at else 0
    found = [
        Review(
            account=accounts.of(one.user),
            state="approved",
            commit=head_at(heads, one.approved_at),
            at=seconds(one.approved_at) if one.approved_at else merged_at,
        )
        for one in given
    ]
    # Nobody knows when, so it is their last word before the merge: a sort keeps the order of what is at one moment.
    found += [Review(account=accounts.of(user), state="changes-requested", commit="", at=merged_at) for user in against]
    return AnswerPart(found, "; ".join(filter(None, missing)))
