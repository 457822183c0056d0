"""One document at one landing, and what the landing's own bytes and its lander rule out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ratified.approval import reasons
from ratified.approval.commit_facts import FORGE_COMMITTERS, method, misdated
from ratified.approval.effective_days import SECONDS, claimed, day_number

if TYPE_CHECKING:
    from ratified.approval.authority import ApprovalBar, Authority
    from ratified.approval.outcome import ApprovalOutcome
    from ratified.approval.past_data import PastPerson
    from ratified.approval.timeline import Timeline
    from ratified.model.landing import Commit, CommitSignature


@dataclass(frozen=True)
class Candidate:
    """A landing as it is judged for a document: by which authority and bar, on which day (UTC), landed by whom.

    The day is the effective one, on which the landing counts: whoever dates a merge back must have been entitled then.
    """

    document: str
    number: int
    commit: Commit
    authority: Authority
    bar: ApprovalBar
    day: date
    merger: PastPerson | None


def refused_by_commit(timeline: Timeline, number: int) -> ApprovalOutcome | None:
    """What the landing rules out for every document and every approver: a time nobody believes, several branches."""
    commit = timeline.landings[number].commit
    if why := timeline.days.untimely(number) or misdated(commit):
        return reasons.untimely(commit, why)
    if commit.faults:
        return reasons.malformed(commit)
    return reasons.octopus(commit) if len(commit.parents) > 2 else None


def refused_by_parents(timeline: Timeline, number: int) -> ApprovalOutcome | None:
    """That nobody whom git can name merged a landing of one parent."""
    landing = timeline.landings[number]
    return reasons.not_merged(landing.commit, method(landing, None)) if len(landing.commit.parents) < 2 else None


def refused_by_entries(timeline: Timeline, document: str, number: int) -> ApprovalOutcome | None:
    """Links and submodules say nothing themselves: what they show can change without any landing."""
    odd = next((path for path, blob in timeline.files(document, number) if not blob.mode.startswith("100")), None)
    return None if odd is None else reasons.odd_entry(odd)


def refused_by_merger(candidate: Candidate) -> ApprovalOutcome | None:
    """Whether somebody landed it who may approve this document on that day."""
    if candidate.merger is None:
        return reasons.unknown_merger(candidate.commit)
    if candidate.merger.kind == "bot":
        return reasons.bot(candidate.commit, candidate.merger)
    if candidate.authority.entitled(candidate.merger, candidate.bar, candidate.day) is not None:
        return None
    able = list(candidate.authority.eligible(candidate.bar, candidate.day))
    return reasons.not_entitled(candidate.commit, candidate.merger, able, candidate.day)


def timely_signature(candidate: Candidate, signature: CommitSignature) -> CommitSignature:
    """A good signature, or why it counts for nothing: its times differ, or its key was not valid at each of them.

    An expired key could else approve by a date, or a signature, that says it was earlier.
    """
    own = claimed(candidate.commit)
    if signature.state != "good" or own is None:
        return signature
    if signature.at is not None and abs(signature.at - own) > SECONDS:
        why = f"the signature says {day_in_words(signature.at)} and the commit {day_in_words(own)}"
        return signature._replace(state="untrusted", why=why)
    last = day_number(candidate.day) * SECONDS + SECONDS - 1
    times = [own, *(() if signature.at is None else (signature.at,)), *((last,) if last - own >= SECONDS else ())]
    for at in times:
        if (signature.since or 0) > at or (signature.until is not None and signature.until <= at):
            whose = f"the key {signature.key} of {signature.person}" if signature.person else f"the key {signature.key}"
            return signature._replace(state="untrusted", why=f"{whose} was not valid on {day_in_words(at)}")
    return signature


def day_in_words(at: int) -> str:
    """The UTC day of a second: `2 March 2026`."""
    day = datetime.fromtimestamp(at, UTC)
    return f"{day.day} {day:%B %Y}"


def refused_by_committer(candidate: Candidate, forged: bool) -> ApprovalOutcome | None:
    """Whether whoever merged also made the commit, or a forge did on their behalf; else nobody landed it.

    A committer whom the roster does not know is the forge where its pinned key signed (`forged`).
    """
    who = candidate.commit.committer.who
    if candidate.merger is None or who.email.lower() in FORGE_COMMITTERS:
        return None
    person = candidate.authority.who(who)
    if (person is None and forged) or (
        person is not None and (person.id == candidate.merger.id or person.kind == "bot")
    ):
        return None
    return reasons.other_committer(candidate.commit, candidate.merger)
