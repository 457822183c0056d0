"""The files that one request was fetched into, and how each is read: every key that is needed has to be there.

A list comes in pages, numbered from 1. Nothing here takes a list that broke off for a short one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Generic, NamedTuple, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ratified.model.host_review import CommitId, MergedRequest, Review, ReviewAccount
from ratified.model.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

PULL = "pull.json"
Moment = AwareDatetime
"""A moment with its offset, as all five hosts write it (RFC 3339)."""
Number = Annotated[int, Field(ge=1)]
T = TypeVar("T")


class NotTakenError(Exception):
    """A request of which no record can be made: why, and what to do."""


class HostAnswer(BaseModel):
    """An object of an answer. The keys named in a model must be there; all others are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, defer_build=True)


class PullRepository(HostAnswer):
    """Where a request was merged into, as GitHub says it, and Gitea after it."""

    id: Number


class PullBase(HostAnswer):
    """The branch it was merged into."""

    ref: str
    repo: PullRepository


class PullCommit(HostAnswer):
    """A commit: the tip of its branch, or one of a list."""

    sha: CommitId


@dataclass(frozen=True)
class FetchedRequest:
    """The files of one request by their names in its folder, and `shared` those beside all requests by their paths.
    `name` is how the host writes the request: `#12`, or `!12` on GitLab.

    A page of a list that has fewer than `page_size` entries is its last one.
    """

    name: str
    files: Mapping[str, bytes]
    shared: Mapping[str, bytes]
    page_size: int


class AnswerPart(NamedTuple, Generic[T]):
    """What a file or a list says, and why that is not whole: then nothing of it is taken, and `missing` says why."""

    value: T | None
    missing: str = ""


def read_file(kind: TypeAdapter[T], files: Mapping[str, bytes], name: str) -> AnswerPart[T]:
    """What one file says. Raises NotTakenError where it is no JSON at all."""
    if name not in files:
        return AnswerPart(None, f"{name} was not fetched")
    try:
        return AnswerPart(kind.validate_json(files[name]))
    except ValidationError as error:
        return AnswerPart(None, _fault(name, error))


def require_same(request: FetchedRequest, number: int) -> None:
    """Refuse the answer about another request than its folder names. Raises NotTakenError."""
    if request.name[1:] != str(number):
        raise NotTakenError(f"{PULL} is of request {number}; fetch it again")


def read_pull(kind: TypeAdapter[T], request: FetchedRequest) -> T:
    """The request itself, without which there is no record. Raises NotTakenError."""
    found = read_file(kind, request.files, PULL)
    if found.value is None:
        raise NotTakenError(f"{found.missing}; fetch it again")
    return found.value


def page_names(files: Iterable[str], stem: str) -> AnswerPart[list[str]]:
    """The pages of a list in order: numbered from 1, without a hole."""
    pattern = re.compile(rf"{stem}-([1-9][0-9]*)\.json")
    numbers = sorted(int(found[1]) for name in files if (found := pattern.fullmatch(name)))
    if not numbers:
        return AnswerPart(None, f"{stem}-1.json was not fetched")
    for wanted, number in enumerate(numbers, 1):
        if wanted != number:
            return AnswerPart(None, f"{stem}-{wanted}.json was not fetched, though {stem}-{number}.json was")
    return AnswerPart([f"{stem}-{number}.json" for number in numbers])


def read_pages(kind: TypeAdapter[list[T]], request: FetchedRequest, stem: str) -> AnswerPart[list[T]]:
    """A list of which each page is a list: whole where the last page is shorter than a page, and no other is."""
    names, missing = page_names(request.files, stem)
    if names is None:
        return AnswerPart(None, missing)
    found: list[T] = []
    for place, name in enumerate(names, 1):
        page = read_file(kind, request.files, name)
        if page.value is None:
            return AnswerPart(None, page.missing)
        entries = len(page.value)
        if (entries < request.page_size) != (place == len(names)):
            return AnswerPart(None, _uneven(name, entries, place == len(names)))
        found += page.value
    return AnswerPart(found)


def _uneven(name: str, entries: int, last: bool) -> str:
    if last:
        return f"the page after {name} was not fetched: that one has {entries} entries, as many as a page holds"
    return f"{name} has {entries} entries and is not the last page: it broke off"


def _fault(name: str, error: ValidationError) -> str:
    detail = error.errors(include_url=False, include_context=False)[0]
    if detail["type"] == "json_invalid":
        raise NotTakenError(f"{name} is no JSON: {detail['msg'].partition(': ')[2]}; fetch it again")
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in detail["loc"]).lstrip(".")
    if detail["type"] == "missing":
        return f"{name} has no {path}"
    return f"{name}: {path or 'the file'} is {quoted(detail['input'])[:80]}, which the host does not document"


def seconds(moment: datetime) -> int:
    """A moment as whole seconds since 1970 UTC."""
    return int(moment.timestamp() // 1)


class RequestFacts(NamedTuple):
    """What makes a record besides its parts: all of it from the request itself."""

    author: ReviewAccount
    repository: str
    branch: str
    head: str
    merge: str
    merged_by: ReviewAccount | None
    merged_at: int


NOBODY = ReviewAccount(id="", login="")
"""An account that the host has deleted: its answer names nobody."""


def record(
    request: FetchedRequest,
    facts: RequestFacts,
    commits: Sequence[str],
    reviews: Iterable[Review],
    missing: Sequence[str],
) -> MergedRequest:
    """The record. Where anything is missing no opinion is kept: half of them may read as an approval.

    Raises NotTakenError where the host's own words make no record.
    """
    said = [one for one in missing if one]
    if not said and facts.head not in commits:
        said = [f"the list of its commits does not hold its head {facts.head[:12]}"]
    values: dict[str, Any] = {"name": request.name, **facts._asdict(), "commits": () if said else tuple(commits)}
    opinions = () if said else tuple(sorted(reviews, key=lambda one: one.at))
    try:
        return MergedRequest(**values, reviews=opinions, missing="; ".join(said))
    except ValidationError as error:
        raise NotTakenError(f"{_fault(PULL, error)}; fetch it again") from None


def known_commit(text: str | None) -> str:
    """The full id that a host gives, and "" for anything else: no id, or a part of one."""
    try:
        return _COMMIT.validate_python(text)
    except ValidationError:
        return ""


_COMMIT: TypeAdapter[str] = TypeAdapter(CommitId)
