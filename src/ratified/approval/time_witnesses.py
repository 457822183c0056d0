"""What forge signatures and anchors prove of the days of a chain's landings.

A forge's signature is worth a process, and thousands of landings bear one. So each is first taken at its word, and
only those are verified on which some day hangs: in a chain whose dates agree with one another, none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.approval.decision import Decisions
from ratified.approval.effective_days import SECONDS, EffectiveDays, claimed, day_number, days
from ratified.approval.timeline import Timeline
from ratified.model.landing import Anchors, Commit, CommitSignature, Landing, TrustedKeys

if TYPE_CHECKING:
    from ratified.approval.git_evidence import GitEvidence

_ROUNDS = 8
"""How often judging may change which keys are pinned before what every round found is taken."""

_LATE = 10**9
_AT_ONCE = 32
Read = Callable[[Iterable[str]], Mapping[str, bytes]]


def days_of(
    landings: Sequence[Landing], read: Read, evidence: GitEvidence, anchors: Anchors, as_of: date
) -> EffectiveDays:
    """The days of a whole chain, as far as git and these anchors can tell."""
    claims = [claimed(landing.commit) for landing in landings]
    place = {landing.commit.id: landing.number for landing in landings}
    kept = [(place[a.commit], day_number(a.day)) for a in anchors.kept if a.day and a.commit in place]
    today = day_number(as_of) if anchors.today else None
    seen = kept if today is None else [*kept, (len(landings) - 1, today)]
    doubtful = [landings[number] for number in _doubtful(landings, claims, seen)]

    def told(forge: Mapping[int, int]) -> EffectiveDays:
        return days(claims, kept, forge, today)

    return _in_rounds(landings, read, evidence, doubtful, told) if doubtful else told({})


def _doubtful(
    landings: Sequence[Landing], claims: Sequence[int | None], seen: Sequence[tuple[int, int]]
) -> Iterator[int]:
    """The landings on whose signature some day hangs: what it says of its time contradicts the landing's own date, one
    below or above, or an anchor. Whatever agrees with all of these changes nothing, whether or not it is good.
    """
    signed = {
        n: landing.commit.signed_at for n, landing in enumerate(landings) if landing.commit.signature == "openpgp"
    }
    if not signed:
        return
    says = [_days_said(at, signed.get(n)) for n, at in enumerate(claims)]
    beneath, above = [max(s, default=-1) for s in says], [min(s, default=_LATE) for s in says]
    for number, day in seen:
        above[number] = min(above[number], day)
        if number + 1 < len(beneath):
            beneath[number + 1] = max(beneath[number + 1], day)
    highest = list(accumulate(beneath, max))
    lowest = list(accumulate(reversed(above), min))[::-1]
    for number, at in signed.items():
        day = -1 if at is None else at // SECONDS
        if (
            at is None
            or claims[number] is None
            or says[number] != {day}
            or not highest[number] <= day <= lowest[number]
        ):
            yield number


def _days_said(*times: int | None) -> set[int]:
    return {at // SECONDS for at in times if at is not None}


def _in_rounds(
    landings: Sequence[Landing],
    read: Read,
    evidence: GitEvidence,
    doubtful: Sequence[Landing],
    told: Callable[[Mapping[int, int]], EffectiveDays],
) -> EffectiveDays:
    """Which keys are pinned hangs on who approved them when, and that on what the keys prove: judged until it settles.

    It begins with the keys of the first adopted register. Where it does not settle, only what each round found counts.
    """
    first = Timeline(landings, read)
    if first.adoption is None:
        return told({})
    begun = _verified(evidence, doubtful, [first.trust(first.adoption)] * len(doubtful))
    found: list[Mapping[int, int]] = [{number: day for number, (day, _) in begun.items()}]
    for _ in range(_ROUNDS):
        decisions = Decisions(Timeline(landings, read, told(found[-1])), evidence, date.max)
        found.append(_forge_days_by(decisions, doubtful))
        if found[-1] == found[-2]:
            return told(found[-1])
    return told({n: day for n, day in found[-1].items() if all(each.get(n) == day for each in found)})


def _forge_days_by(decisions: Decisions, landings: Sequence[Landing]) -> Mapping[int, int]:
    """The days of forge signatures that are good by what the decisions approve, approved lists of
    revoked keys included.
    """
    found = _verified(decisions.facts.evidence, landings, [_pinned(decisions, landing.number) for landing in landings])
    return {number: day for number, (day, said) in found.items() if _is_trusted(decisions, said, number)}


def _is_trusted(decisions: Decisions, said: CommitSignature, number: int) -> bool:
    """Whether no approved list of revoked keys is against it; one that anybody pushed takes no witness away."""
    lists = decisions.facts.keys.stopped(AUTHORITY, number)
    approved = {key: True for key, by_approval in lists.items() if by_approval}
    return decisions.facts.keys.trusted(said, number, approved).state == "good"


def _pinned(decisions: Decisions, number: int) -> TrustedKeys:
    """The keys by which a landing's signature counts: of the last approved AUTHORITY at or before its base.

    Of the bootstrap's own tree for that landing and all before it; while nobody has approved the adoption, of the tree
    that adopted first, or an adoption which its own forge refutes would be judged without that witness.
    """
    approved = decisions.approved.numbers
    at = approved[max(bisect_left(approved, number) - 1, 0)] if approved else decisions.timeline.adoption
    return TrustedKeys() if at is None else decisions.timeline.trust(at)


def _verified(
    evidence: GitEvidence, landings: Sequence[Landing], trust: Sequence[TrustedKeys]
) -> Mapping[int, tuple[int, CommitSignature]]:
    """The days and signatures of those landings whose forge signature is good; many are asked for at once."""
    together: dict[TrustedKeys, list[Commit]] = {}
    for landing, keys in zip(landings, trust, strict=True):
        together.setdefault(keys, []).append(landing.commit)
    for keys, commits in together.items():
        if keys.forge_keys:
            evidence.prefetch_signatures(commits, keys)
    found: dict[int, tuple[int, CommitSignature]] = {}
    for landing, keys in zip(landings, trust, strict=True):
        said = evidence.signature(landing.commit, keys) if keys.forge_keys else None
        if said is not None and said.state == "good" and said.forge and _in_its_window(said):
            found[landing.number] = (said.at or 0) // SECONDS, said
    return found


def _in_its_window(said: CommitSignature) -> bool:
    """Whether the key was valid when the signature says it was made."""
    return said.at is not None and (said.since or 0) <= said.at and (said.until is None or said.at < said.until)


def last_witness(landings: Sequence[Landing], decisions: Decisions, known: int) -> int:
    """The number of the last landing with a good forge signature, or `known` where none is after it."""
    signed = [one for one in reversed(landings[known + 1 :]) if one.commit.signature == "openpgp"]
    for start in range(0, len(signed), _AT_ONCE):
        found = _forge_days_by(decisions, signed[start : start + _AT_ONCE])
        if found:
            return max(found)
    return known
