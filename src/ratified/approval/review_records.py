"""Which imported reviews are believed: batches that a trusted key signed, in one unbroken chain, of one project."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.outside_authors import lower_address
from ratified.approval.revocations import keys_of
from ratified.model.host_review import FIRST, ReviewBatch, digest, read_batch

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ratified.approval.authority import Authority
    from ratified.approval.git_evidence import GitEvidence
    from ratified.model.host_review import MergedRequest
    from ratified.model.landing import Commit, CommitSignature, EvidenceCommit

_HOST_BOT = re.compile(r"[1-9][0-9]*\+[^@\s]+\[bot\]@users\.noreply\.github\.com")
"""The address that GitHub gives the author of what a workflow or an app commits through its API."""

_GAP = "does not follow on the batch before it: one is missing, or they are not in order"
_BESIDE = "is no part of the chain that a later batch ends"
_INVALID = "is signed by a key that was not valid then"
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
    """The batches that an authority believes: the newest that a key signed which it trusts for this and nobody revoked,
    of the project that its register names, and all those before it by their digests, down to number 1.

    So one signature shows the whole chain, and a batch outlives the key that signed it. A commit that no such key
    signed and no chain holds counts as if it were not there, and nobody breaks a chain by pushing. A batch whose chain
    has a gap shows nothing: what is missing may have been taken out.
    """
    written = [(commit, data) for commit, data in commits if data is not None]  # the branch keeps other evidence too
    ended = _ended(written, evidence, authority, revoked)
    by_digest = {key: data for _, data in written if (key := digest(data)) not in ended}
    refused: list[RefusedBatch] = []
    chain: Mapping[str, ReviewBatch] = {}
    for commit, data in reversed(written):
        if digest(data) in chain:
            continue
        batch = read_batch(data)
        signature = evidence.signature(commit, authority.trust.of_evidence)
        why = _untrusted(commit, signature, authority, revoked)
        why = (
            why or _late(signature, batch) or _UNREADABLE * (batch is None) or _unfit(batch, authority.register.reviews)
        )
        found = {} if why or batch is None else _chain(digest(data), by_digest)
        if found and not chain:
            chain = found
        else:
            refused.append(RefusedBatch(commit.id, why or (_BESIDE if found else _GAP)))
    return BelievedBatches(tuple(chain.values()), tuple(reversed(refused)))


def _ended(
    written: Sequence[tuple[Commit, bytes]], evidence: GitEvidence, authority: Authority, revoked: Collection[str]
) -> frozenset[str]:
    """The batches, by their digests, that a revoked key signed and no trusted one: a later import that followed one in
    good faith does not vouch for it.
    """
    bad, good = set[str](), set[str]()
    for commit, data in written if revoked else ():
        signature = evidence.signature(commit, authority.trust.of_evidence)
        if not _untrusted(commit, signature, authority, revoked):
            good.add(digest(data))
        elif any(key in revoked for key in (*keys_of(signature), commit.signer)):
            bad.add(digest(data))
    return frozenset(bad - good)


def _chain(last: str, by_digest: Mapping[str, bytes]) -> Mapping[str, ReviewBatch]:
    """The batches up to one, by their digests, number 1 first; none where one is missing, or of another project."""
    found: dict[str, ReviewBatch] = {}
    while last != FIRST:
        batch = read_batch(by_digest.get(last, b""))
        after = next(reversed(found.values()), None)
        if batch is None or last in found or (after and not _follows(batch, after)):
            return {}
        found[last], last = batch, batch.previous
    return dict(reversed(found.items())) if found and next(reversed(found.values())).number == 1 else {}


def _follows(batch: ReviewBatch, after: ReviewBatch) -> bool:
    same = (batch.forge, batch.host, batch.repository) == (after.forge, after.host, after.repository)
    return same and batch.number == after.number - 1


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
    return _INVALID if at is None or not _valid(signature, at) else ""


def _valid(signature: CommitSignature, at: int) -> bool:
    return (signature.since or 0) <= at and (signature.until is None or at < signature.until)


def _late(signature: CommitSignature, batch: ReviewBatch | None) -> str:
    """Whether the host was asked when the key was not valid: the date of the commit itself is only a claim."""
    return _INVALID if batch is not None and not _valid(signature, batch.taken_at) else ""


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
