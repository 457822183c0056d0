"""What a Git host says of merged change requests and their reviews, as it is kept on the evidence branch.

A batch is one JSON file: canonical (keys in order, no white space, UTF-8, whole numbers alone, as in RFC 8785), each
with the SHA-256 of the one before it. Moments are seconds since 1970 UTC.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

Forge = Literal["github", "gitlab", "gitea", "bitbucket", "azure"]
ReviewState = Literal["approved", "changes-requested", "dismissed"]
EVIDENCE_BRANCH = "evidence"
FIRST = "0" * 64
"""What stands for the batch before the first one."""

_FULL = r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$"
CommitId = Annotated[str, StringConstraints(pattern=_FULL)]
PartialId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12,64}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _KeptAnswer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class ReviewAccount(_KeptAnswer):
    """An account at the host. `id` never changes hands: a number, or where the host has none the text it gives."""

    id: str
    login: str = ""
    bot: bool = False


class Review(_KeptAnswer):
    """What one account said of a request, and of which head. `commit` is "" where the host does not say of which."""

    account: ReviewAccount
    state: ReviewState
    commit: CommitId | Literal[""]
    at: int


class MergedRequest(_KeptAnswer):
    """A change request that was merged, as the host answers of it after the merge.

    `repository` and `branch` are what it was merged into, `head` is the tip of its branch then and `merge` the commit
    that the host says it became: at least 12 letters of its id, as some hosts give no more. `commits` are those of the
    branch, oldest first. `reviews` are all opinions, oldest first. `missing` is why the answers are not whole, in
    words, and "" where they are.
    """

    name: str
    author: ReviewAccount
    repository: str
    branch: str
    head: CommitId
    merge: PartialId
    merged_by: ReviewAccount | None
    merged_at: int
    commits: tuple[CommitId, ...]
    reviews: tuple[Review, ...]
    missing: str = ""


class ReviewBatch(_KeptAnswer):
    """What one import brought: its number from 1, the SHA-256 of the batch before, from where and when it was asked."""

    number: int
    previous: Digest
    forge: Forge
    host: str
    repository: str
    taken_at: int
    requests: tuple[MergedRequest, ...]


def canonical(batch: ReviewBatch) -> bytes:
    """The bytes of a batch as they are kept."""
    text = json.dumps(batch.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest(data: bytes) -> str:
    """The SHA-256 of a batch's bytes, which the next one carries."""
    return hashlib.sha256(data).hexdigest()


def read_batch(data: bytes) -> ReviewBatch | None:
    """The batch of a file; None where it is none, or is written otherwise than `canonical` writes it."""
    try:
        batch = ReviewBatch.model_validate_json(data)
    except (ValidationError, UnicodeDecodeError):
        return None
    return batch if canonical(batch) == data else None


BATCH_PATH = re.compile(r"reviews/[0-9]{6}\.json")


def path_of(number: int) -> str:
    """Where a batch lies on the evidence branch."""
    return f"reviews/{number:06}.json"
