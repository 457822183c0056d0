"""Bitbucket Cloud: a pull request, its activity and its commits.

Keys as in developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests. The activity tells what was said and
when, and when the branch changed; `participants` what of it stands. Ids of commits may be cut to 12 letters: the list
of commits completes them. A page is the last one where it has no `next`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import TypeAdapter

from ratified.analysis.host_answers.answer_files import (
    NOBODY,
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


class BitbucketUser(HostAnswer):
    """An account; `type` is user, team or app_user."""

    uuid: str
    type: str
    nickname: str = ""


class BitbucketCommit(HostAnswer):
    """A commit, its id possibly cut."""

    hash: str


class BitbucketBranch(HostAnswer):
    """A branch."""

    name: str


class BitbucketRepository(HostAnswer):
    """Where a request was merged into."""

    uuid: str


class BitbucketDestination(HostAnswer):
    """The branch it was merged into."""

    branch: BitbucketBranch
    repository: BitbucketRepository


class BitbucketSource(HostAnswer):
    """The tip of its branch; none where that is gone."""

    commit: BitbucketCommit | None


class BitbucketParticipant(HostAnswer):
    """Somebody who took part: `state` is approved, changes_requested or null."""

    user: BitbucketUser
    approved: bool
    state: str | None


class BitbucketPull(HostAnswer):
    """A pull request."""

    id: Number
    state: str
    author: BitbucketUser | None
    closed_by: BitbucketUser | None
    source: BitbucketSource
    destination: BitbucketDestination
    merge_commit: BitbucketCommit | None
    participants: list[BitbucketParticipant]


class BitbucketOpinion(HostAnswer):
    """That somebody approved or asked for changes."""

    date: Moment
    user: BitbucketUser


class BitbucketUpdate(HostAnswer):
    """That something of the request changed, and what its branch was at then."""

    date: Moment
    state: str
    source: BitbucketSource


class BitbucketActivity(HostAnswer):
    """One entry, which is of one kind."""

    approval: BitbucketOpinion | None = None
    changes_requested: BitbucketOpinion | None = None
    update: BitbucketUpdate | None = None
    comment: object = None
    task: object = None


class BitbucketPage(HostAnswer, Generic[R]):
    """A page. `size`, where it is given, counts the entries of all pages."""

    values: list[R]
    next: str | None = None
    size: int | None = None


class BitbucketFullCommit(HostAnswer):
    """A commit of the branch."""

    hash: CommitId


_PULL = TypeAdapter(BitbucketPull)
_ACTIVITY = TypeAdapter(BitbucketPage[BitbucketActivity])
_COMMITS = TypeAdapter(BitbucketPage[BitbucketFullCommit])


def bitbucket_request(request: FetchedRequest) -> MergedRequest:
    """A request as Bitbucket Cloud answers of it. Raises NotTakenError."""
    pull = read_pull(_PULL, request)
    require_same(request, pull.id)
    if pull.state != "MERGED" or pull.merge_commit is None or pull.source.commit is None:
        raise NotTakenError("it is not merged")
    commits = _pages(_COMMITS, request, "commits")
    newest_first = [one.hash for one in commits.value or ()]
    head = _completed(pull.source.commit, newest_first)
    if not head:
        why = commits.missing or "the list of its commits does not hold its head"
        raise NotTakenError(f"{why}, so that the head's id cannot be completed; fetch it again")
    activity = _pages(_ACTIVITY, request, "activity")
    rows = activity.value or []
    merged = [one.update.date for one in rows if one.update and one.update.state.upper() == "MERGED"]
    if not merged:
        raise NotTakenError(f"{activity.missing or 'its activity does not say when it was merged'}; fetch it again")
    facts = RequestFacts(
        author=_account(pull.author),
        repository=pull.destination.repository.uuid,
        branch=pull.destination.branch.name,
        head=head,
        merge=pull.merge_commit.hash,
        merged_by=_account(pull.closed_by) if pull.closed_by else None,
        merged_at=seconds(max(merged)),
    )
    heads = [_head(one.update, newest_first) for one in rows if one.update]
    given = [_opinion(said, state, heads) for one in rows for said, state in _opinions(one)]
    reviews = as_they_stand(given, [_standing(one) for one in pull.participants], facts.merged_at)
    missing = (activity.missing, _odd(rows), ends_at(heads, head, "its activity"))
    return record(request, facts, newest_first[::-1], reviews, missing)


def _pages(kind: TypeAdapter[BitbucketPage[R]], request: FetchedRequest, stem: str) -> AnswerPart[list[R]]:
    """A list of which each page but the last one has a `next`."""
    names, missing = page_names(request.files, stem)
    if names is None:
        return AnswerPart(None, missing)
    found: list[R] = []
    for name in names:
        part = read_file(kind, request.files, name)
        page = part.value
        if page is None:
            return AnswerPart(None, part.missing)
        if (page.next is None) != (name == names[-1]):
            why = "is the last page by its own word" if page.next is None else "names a page after it that is not here"
            return AnswerPart(None, f"{name} {why}")
        found += page.values
        if name == names[-1] and page.size is not None and page.size != len(found):
            return AnswerPart(None, f"{name} says that there are {page.size} entries, and {len(found)} are here")
    return AnswerPart(found)


def _completed(commit: BitbucketCommit | None, full: Sequence[str]) -> str:
    """The one full id that begins as the host says; "" where none or several do."""
    found = {one for one in full if commit and len(commit.hash) >= _SHORTEST and one.startswith(commit.hash)}
    return found.pop() if len(found) == 1 else ""


_SHORTEST = 7


def _account(user: BitbucketUser | None) -> ReviewAccount:
    return NOBODY if user is None else ReviewAccount(id=user.uuid, login=user.nickname, bot=user.type != "user")


def _head(update: BitbucketUpdate, full: Sequence[str]) -> HeadSince:
    return HeadSince(update.date, _completed(update.source.commit, full))


def _opinions(entry: BitbucketActivity) -> list[tuple[BitbucketOpinion, ReviewState]]:
    kinds: tuple[tuple[BitbucketOpinion | None, ReviewState], ...] = (
        (entry.approval, "approved"),
        (entry.changes_requested, "changes-requested"),
    )
    return [(said, state) for said, state in kinds if said is not None]


def _opinion(said: BitbucketOpinion, state: ReviewState, heads: Sequence[HeadSince]) -> Review:
    commit = head_at(heads, said.date)
    return Review(account=_account(said.user), state=state, commit=commit, at=seconds(said.date))


def _standing(one: BitbucketParticipant) -> StandingVote:
    approved = one.approved and one.state == "approved"
    state: ReviewState | None = "approved" if approved else None
    return StandingVote(_account(one.user), "changes-requested" if one.state == "changes_requested" else state)


def _odd(rows: Sequence[BitbucketActivity]) -> str:
    """An entry of a kind that nobody knows may be anything, a change of the branch too."""
    known = [one.approval or one.changes_requested or one.update or one.comment or one.task for one in rows]
    return (
        ""
        if all(known)
        else f"entry {[bool(one) for one in known].index(False) + 1} of its activity is of no known kind"
    )
