"""Which imported reviews are believed: batches that a trusted key signed, in one unbroken chain, of one project."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.outside_authors import lower_address
from ratified.approval.revocations import keys_of
from ratified.model.host_review import FIRST, ReviewBatch, digest, read_batch

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ratified.approval.authority import Authority
    from ratified.approval.git_evidence import GitEvidence
    from ratified.model.host_review import MergedRequest
    from ratified.model.landing import Commit, CommitSignature, EvidenceCommit

_HOST_BOT = re.compile(r"[1-9][0-9]*\+[^@\s]+\[bot\]@users\.noreply\.github\.com")
"""The address that GitHub gives the author of what a workflow or an app commits through its API."""

_UNREADABLE = "adds a batch that cannot be read, or is not written as `ratified reviews import` writes it"

SHORT = 12
"""Letters of a commit's id that every host gives."""


class RefusedBatch(NamedTuple):
    """A commit of the evidence branch that counts for nothing, and why, in words that follow 'it'."""

    commit: str
    why: str


class BelievedBatches(NamedTuple):
    """The batches that count, oldest first, and the commits that do not."""

    batches: tuple[ReviewBatch, ...]
    refused: tuple[RefusedBatch, ...]


def believed(
    commits: Sequence[EvidenceCommit], evidence: GitEvidence, authority: Authority, revoked: Collection[str]
) -> BelievedBatches:
    """The batches that an authority believes: each signed by a key that it trusts for this and that nobody revoked,
    numbered from 1, with the digest of the one before, and of the project that its register names.

    A commit that no such key signed counts as if it were not there, so that nobody breaks the chain by pushing. One
    that does not follow on ends it: what comes after a gap may hide what was taken out.
    """
    source, trust = authority.register.reviews, authority.trust.of_evidence
    batches: list[ReviewBatch] = []
    refused: list[RefusedBatch] = []
    previous, broken = FIRST, ""
    for commit, data in commits:
        if data is None:
            continue  # the branch keeps other evidence too
        why = _untrusted(commit, evidence.signature(commit, trust), authority, revoked)
        batch = None if why else read_batch(data)
        if not why:
            why = broken or _UNREADABLE * (batch is None) or _unfit(batch, source)
        if not why and batch is not None and (batch.number, batch.previous) != (len(batches) + 1, previous):
            why = broken = "does not follow on the batch before it: one is missing, or they are not in order"
        if why or batch is None:
            refused.append(RefusedBatch(commit.id, why))
            continue
        batches.append(batch)
        previous = digest(data)
    return BelievedBatches(tuple(batches), tuple(refused))


def _untrusted(commit: Commit, signature: CommitSignature, authority: Authority, revoked: Collection[str]) -> str:
    if commit.faults:
        return f"cannot be trusted: {commit.faults[0]}"
    if signature.state == "none":
        return "is not signed"
    if signature.state != "good":
        return f"is not signed by a key that is trusted for imports of reviews ({signature.why or signature.state})"
    if any(key in revoked for key in keys_of(signature)):
        return "is signed by a key that is revoked"
    if signature.forge and not _of_host(commit, authority):
        return (
            "is signed by the Git host, and its author is no bot of it: anybody who may push can commit there by hand"
        )
    at = commit.committer.at
    if at is None or (signature.since or 0) > at or (signature.until is not None and signature.until <= at):
        return "is signed by a key that was not valid then"
    return ""


def _of_host(commit: Commit, authority: Authority) -> bool:
    """Whether a workflow of the host made a commit: its author is a bot, by the host's address or by the roster."""
    email = lower_address(commit.author.who.email)
    return email in authority.bots or bool(_HOST_BOT.fullmatch(email))


def _unfit(batch: ReviewBatch | None, source: object) -> str:
    if source is None:
        return "is of no project that the approved register names under `reviews:`"
    said = (batch.forge, batch.host, batch.repository) if batch else ()
    wanted = tuple(getattr(source, name) for name in ("forge", "host", "repository"))
    return "" if said == wanted else "is of another project than the approved register names under `reviews:`"


class ImportedRequest(NamedTuple):
    """A merged request as it was imported; `unfit` is why the answer decides nothing, "" where it may."""

    request: MergedRequest
    unfit: str


class ImportedRequests:
    """The merged requests of the batches that are believed, by the commit that each became.

    Of several answers about a request the first whole one that was asked for after the merge counts, so that leaving
    out a later one changes nothing.
    """

    def __init__(self, batches: Sequence[ReviewBatch]) -> None:
        self._by_merge: dict[str, dict[str, ImportedRequest]] = {}
        for batch in batches:
            for request in batch.requests:
                early = "" if batch.taken_at >= request.merged_at else "the host was asked before it was merged"
                told = ImportedRequest(request, request.missing or early)
                known = self._by_merge.setdefault(request.merge[:SHORT], {})
                if request.name not in known or (known[request.name].unfit and not told.unfit):
                    known[request.name] = told

    def of(self, commit: str) -> tuple[ImportedRequest, ...]:
        """What became a commit, what may decide first."""
        found = (
            told for told in self._by_merge.get(commit[:SHORT], {}).values() if commit.startswith(told.request.merge)
        )
        return tuple(sorted(found, key=lambda told: bool(told.unfit)))

    def __bool__(self) -> bool:
        return bool(self._by_merge)
