"""What of a host's answers is imported: only what is new and what git bears out, in batches that follow one another."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ratified.model.host_review import FIRST, ReviewBatch, canonical, digest, path_of
from ratified.model.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ratified.analysis.host_answers.fetched_folder import FetchedFolder
    from ratified.model.host_review import MergedRequest

MOST_HEADS = 50
"""Reviewed heads that one commit keeps as its parents, besides the one before it."""
MOST_REQUESTS = 1000
"""Requests in one batch, so that no file grows beyond a few megabytes."""


class BatchChain(NamedTuple):
    """The batches that the next one follows, oldest first: how many, the digest of the last, and what they hold.

    `passed` are commits that bring a batch and do not count.
    """

    length: int = 0
    previous: str = FIRST
    held: frozenset[MergedRequest] = frozenset()
    passed: int = 0


def chain_of(believed: Sequence[ReviewBatch], passed: int) -> BatchChain:
    """The chain of an evidence branch: of the batches that count by the approved register, and of no others.

    One signature shows all batches below it, so to follow what anybody pushed would be to vouch for it.
    """
    if not believed:
        return BatchChain(passed=passed)
    held = frozenset(one for batch in believed for one in batch.requests)
    return BatchChain(len(believed), digest(canonical(believed[-1])), held, passed)


class LeftOut(NamedTuple):
    """Requests that are not imported, for one reason, and what to do; `todo` is "" where there is nothing to do."""

    names: tuple[str, ...]
    why: str
    todo: str = ""


@dataclass(frozen=True)
class NewBatch:
    """A batch to write: its place, its bytes, the subject of its commit, and the heads that the commit keeps."""

    batch: ReviewBatch
    path: str
    data: bytes
    subject: str
    heads: tuple[str, ...]


@dataclass(frozen=True)
class ReviewImport:
    """The batches to write and what is left out."""

    batches: tuple[NewBatch, ...]
    left_out: tuple[LeftOut, ...]


class GitFacts(NamedTuple):
    """What git holds: the commits of main's first-parent line, sorted; which of the reviewed heads are here; and which
    of these no branch would keep.
    """

    ref: str
    landed: Sequence[str]
    here: frozenset[str]
    unkept: frozenset[str]


_REFS = {
    "github": "refs/pull/{0}/head",
    "gitea": "refs/pull/{0}/head",
    "gitlab": "refs/merge-requests/{0}/head",
    "azure": "refs/pull/{0}/merge",
}
"""The ref by which each host still gives a request's head after the merge. Bitbucket has none."""


def head_ref(forge: str, name: str, head: str) -> str:
    """What to fetch so that a request's head is here."""
    return _REFS[forge].format(name[1:]) if forge in _REFS else head


def import_plan(fetched: FetchedFolder, chain: BatchChain, facts: GitFacts, main: str) -> ReviewImport:
    """What becomes of every request that was fetched."""
    reasons: dict[tuple[str, str], list[str]] = {}
    taken = []
    for request in fetched.requests:
        why, todo = _refusal(request, fetched, chain, facts, main)
        if why:
            reasons.setdefault((why, todo), []).append(request.name)
        else:
            taken.append(request)
    for name, why in fetched.refused.items():
        what, _, todo = why.partition("; ")
        reasons.setdefault((what, todo), []).append(name)
    left_out = [LeftOut(tuple(names), why, todo) for (why, todo), names in reasons.items()]
    missing = [one for one in taken if one.missing]
    for why, many in Counter(one.missing for one in missing).items():
        names = tuple(one.name for one in missing if one.missing == why)
        left_out.append(
            LeftOut(names, f"{counted(many, 'answer')} not whole, imported without opinions: {why}", "fetch it again")
        )
    return ReviewImport(tuple(_batches(fetched, chain, facts, taken)), tuple(left_out))


def _refusal(
    request: MergedRequest, fetched: FetchedFolder, chain: BatchChain, facts: GitFacts, main: str
) -> tuple[str, str]:
    """Why a request is not imported, and what to do; empty where it is."""
    if request in chain.held:
        return "imported already, as it is", ""
    if request.repository != fetched.repository:
        return f"merged into another project ({request.repository})", ""
    if request.branch != main:
        return f"merged into {request.branch}, not {main}", ""
    if request.merged_at > fetched.taken_at:
        return "merged after the script had begun", "the next import brings it"
    if not _landed(request.merge, facts.landed):
        todo = f"fetch {main} as it is at the host, and import again; where it was rewritten, find out by whom"
        return f"what the host says it became is no commit of {facts.ref}", todo
    if request.head not in facts.here:
        ref = head_ref(fetched.forge, request.name, request.head)
        return f"the head that was merged ({request.head[:10]}) is not here", f"git fetch origin {ref}"
    return "", ""


def _landed(merge: str, landed: Sequence[str]) -> bool:
    place = bisect_left(landed, merge)
    return place < len(landed) and landed[place].startswith(merge)


def _batches(
    fetched: FetchedFolder, chain: BatchChain, facts: GitFacts, taken: Iterable[MergedRequest]
) -> Iterable[NewBatch]:
    number, previous = chain.length, chain.previous
    for requests in _parts(taken, facts.unkept):
        number += 1
        batch = ReviewBatch(
            number=number,
            previous=previous,
            forge=fetched.forge,
            host=fetched.host,
            repository=fetched.repository,
            taken_at=fetched.taken_at,
            requests=tuple(requests),
        )
        data = canonical(batch)
        previous = digest(data)
        heads = tuple(dict.fromkeys(one.head for one in requests if one.head in facts.unkept))
        subject = f"reviews: {counted(len(requests), 'merged request')} of {fetched.host}, batch {number}"
        yield NewBatch(batch, path_of(number), data, subject, heads)


def _parts(taken: Iterable[MergedRequest], unkept: frozenset[str]) -> Iterable[list[MergedRequest]]:
    part: list[MergedRequest] = []
    heads: set[str] = set()
    for request in taken:
        more = {request.head} & unkept
        if part and (len(part) == MOST_REQUESTS or len(heads | more) > MOST_HEADS):
            yield part
            part, heads = [], set()
        part.append(request)
        heads |= more
    if part:
        yield part
