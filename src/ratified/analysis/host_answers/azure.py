"""Azure DevOps: a pull request, its threads, its iterations and its commits.

Keys as in learn.microsoft.com/rest/api/azure/devops/git (pull-requests, pull-request-threads, pull-request-iterations).
The system writes a thread for each vote (`CodeReviewThreadType` VoteUpdate) with its moment; an iteration is a head
that the branch had. Votes: 10 approved, 5 approved with suggestions, -5 waits for the author, -10 rejected, 0 taken
back. `reviewers` holds the votes that stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import Field, TypeAdapter

from ratified.analysis.host_answers.answer_files import (
    AnswerPart,
    FetchedRequest,
    HostAnswer,
    Moment,
    NotTakenError,
    Number,
    RequestFacts,
    page_names,
    read_file,
    read_pull,
    record,
    require_same,
    seconds,
)
from ratified.analysis.host_answers.heads import HeadSince, ends_at, head_at
from ratified.analysis.host_answers.standing import StandingVote, as_they_stand
from ratified.model.host_review import CommitId, Review, ReviewAccount, ReviewState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.host_review import MergedRequest

R = TypeVar("R")
_PEOPLE = frozenset({"aad", "msa", "win"})
"""How the descriptor of a person begins: Entra ID, a Microsoft account, Windows. Services and applications have others
(learn.microsoft.com/azure/devops/reference/graph-subject-types)."""
_VOTES: dict[int, ReviewState] = {
    10: "approved",
    5: "approved",
    0: "dismissed",
    -5: "changes-requested",
    -10: "changes-requested",
}


class AzureIdentity(HostAnswer):
    """An account."""

    id: str
    unique_name: str = Field(alias="uniqueName")
    descriptor: str


class AzureReviewer(HostAnswer):
    """Somebody, or a group of people, and their vote that stands."""

    id: str
    unique_name: str = Field(alias="uniqueName")
    vote: int
    is_container: bool = Field(default=False, alias="isContainer")


class AzureRepository(HostAnswer):
    """Where a request was merged into."""

    id: str


class AzureCommit(HostAnswer):
    """A commit."""

    id: CommitId = Field(alias="commitId")


class AzurePull(HostAnswer):
    """A pull request. `lastMergeCommit` of a completed one is what it became."""

    number: Number = Field(alias="pullRequestId")
    status: str
    created_by: AzureIdentity = Field(alias="createdBy")
    closed_by: AzureIdentity | None = Field(alias="closedBy")
    closed_at: Moment | None = Field(alias="closedDate")
    target: str = Field(alias="targetRefName", pattern="^refs/heads/.")
    head: AzureCommit = Field(alias="lastMergeSourceCommit")
    merge: AzureCommit = Field(alias="lastMergeCommit")
    repository: AzureRepository
    reviewers: list[AzureReviewer]


class AzureValue(HostAnswer):
    """A value of a thread's properties."""

    value: str | int = Field(alias="$value")


class AzureProperties(HostAnswer):
    """What the system notes on a thread of its own. Older ones name the voter by id alone (`CodeReviewVotedByTfId`)."""

    kind: AzureValue | None = Field(default=None, alias="CodeReviewThreadType")
    vote: AzureValue | None = Field(default=None, alias="CodeReviewVoteResult")
    voter: AzureValue | None = Field(default=None, alias="CodeReviewVotedByIdentity")


class AzureThread(HostAnswer):
    """A thread; `identities` are those that its properties name by a key."""

    published: Moment = Field(alias="publishedDate")
    properties: AzureProperties | None
    identities: dict[str, AzureIdentity] | None = None


class AzureIteration(HostAnswer):
    """A head that the branch had, and since when."""

    created: Moment = Field(alias="createdDate")
    head: AzureCommit = Field(alias="sourceRefCommit")


class AzureList(HostAnswer, Generic[R]):
    """A list, or a page of one."""

    count: int
    value: list[R]


_PULL = TypeAdapter(AzurePull)
_THREADS = TypeAdapter(AzureList[AzureThread])
_ITERATIONS = TypeAdapter(AzureList[AzureIteration])
_COMMITS = TypeAdapter(AzureList[AzureCommit])


def azure_request(request: FetchedRequest) -> MergedRequest:
    """A request as Azure DevOps answers of it. Raises NotTakenError."""
    pull = read_pull(_PULL, request)
    require_same(request, pull.number)
    if pull.status != "completed" or pull.closed_at is None:
        raise NotTakenError("it is not merged")
    commits = _pages(request)
    threads = _list(_THREADS, request, "threads.json")
    iterations = _list(_ITERATIONS, request, "iterations.json")
    heads = [HeadSince(one.created, one.head.id) for one in iterations.value or ()]
    facts = RequestFacts(
        author=_account(pull.created_by),
        repository=pull.repository.id.lower(),
        branch=pull.target.removeprefix("refs/heads/"),
        head=pull.head.id,
        merge=pull.merge.id,
        merged_by=_account(pull.closed_by) if pull.closed_by else None,
        merged_at=seconds(pull.closed_at),
    )
    votes = _votes(threads.value or [], heads)
    standing, unknown = _standing(pull.reviewers, votes.value or [])
    reviews = as_they_stand(votes.value or [], standing, facts.merged_at)
    ended = "" if iterations.missing else ends_at(heads, facts.head, "the list of its iterations")
    missing = (commits.missing, threads.missing, iterations.missing, ended, votes.missing, unknown)
    newest_first = [one.id for one in commits.value or ()]
    return record(request, facts, newest_first[::-1], reviews, missing)


def _list(kind: TypeAdapter[AzureList[R]], request: FetchedRequest, name: str) -> AnswerPart[list[R]]:
    part = read_file(kind, request.files, name)
    found = part.value
    if found is None:
        return AnswerPart(None, part.missing)
    if found.count != len(found.value):
        return AnswerPart(None, f"{name} says that there are {found.count} entries, and {len(found.value)} are here")
    return AnswerPart(found.value)


def _pages(request: FetchedRequest) -> AnswerPart[list[AzureCommit]]:
    """The commits: the last page is shorter than a page."""
    names, missing = page_names(request.files, "commits")
    found: list[AzureCommit] = []
    for name in names or ():
        page, missing = _list(_COMMITS, request, name)
        if page is None:
            return AnswerPart(None, missing)
        if (len(page) < request.page_size) != (names is not None and name == names[-1]):
            return AnswerPart(None, f"{name} has {len(page)} entries: the list broke off")
        found += page
    return AnswerPart(None, missing) if names is None else AnswerPart(found)


def _account(identity: AzureIdentity) -> ReviewAccount:
    bot = identity.descriptor.partition(".")[0] not in _PEOPLE
    return ReviewAccount(id=identity.id.lower(), login=identity.unique_name, bot=bot)


def _votes(threads: Sequence[AzureThread], heads: Sequence[HeadSince]) -> AnswerPart[list[Review]]:
    found = []
    for one in threads:
        said = one.properties
        if said is None or said.kind is None or said.kind.value != "VoteUpdate":
            continue
        voter = (one.identities or {}).get(str(said.voter.value)) if said.voter else None
        state = _state(said.vote)
        if voter is None or state is None:
            return AnswerPart(None, f"the vote of {one.published.isoformat()} does not say whose or which it is")
        commit, at = head_at(heads, one.published), seconds(one.published)
        found.append(Review(account=_account(voter), state=state, commit=commit, at=at))
    return AnswerPart(found)


def _state(vote: AzureValue | None) -> ReviewState | None:
    try:
        return _VOTES.get(int(vote.value)) if vote else None
    except ValueError:
        return None


def _standing(reviewers: Sequence[AzureReviewer], votes: Sequence[Review]) -> tuple[list[StandingVote], str]:
    """The votes that stand, but for those of groups, which their members gave; and why they cannot be read."""
    accounts = {one.account.id: one.account for one in votes}
    found = []
    for one in reviewers:
        if one.vote not in _VOTES:
            return [], f"reviewers: {one.vote} is no vote that the host documents"
        if not one.is_container:
            id_ = one.id.lower()
            account = accounts.get(id_, ReviewAccount(id=id_, login=one.unique_name))
            found.append(StandingVote(account, _VOTES[one.vote] if one.vote else None))
    return found, ""
