"""One document at one landing, and what the landing's own bytes and its lander rule out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from ratified.approval import words
from ratified.approval.landing_facts import FORGES, method, misdated
from ratified.approval.outcome import Outcome
from ratified.chronicle import Authority, Bar, Chronicle
from ratified.chronicle.days import SECONDS, claimed, day_number
from ratified.chronicle.past import PastPerson
from ratified.model.landing import Commit, Signature


@dataclass(frozen=True)
class Trial:
    """A landing as it is judged for a document: by which authority and bar, on which day (UTC), landed by whom.

    The day is the effective one, on which the landing counts: whoever dates a merge back must have been entitled then.
    """

    document: str
    number: int
    commit: Commit
    authority: Authority
    bar: Bar
    day: date
    lander: PastPerson | None


def by_itself(chronicle: Chronicle, number: int) -> Outcome | None:
    """What the landing rules out for every document: a time nobody believes, no merge of two parents."""
    landing = chronicle.landings[number]
    commit = landing.commit
    if why := chronicle.days.untimely(number) or misdated(commit):
        return words.untimely(commit, why)
    if commit.faults:
        return words.malformed(commit)
    if len(commit.parents) < 2:
        return words.not_merged(commit, method(landing, None))
    return words.octopus(commit) if len(commit.parents) > 2 else None


def by_entries(chronicle: Chronicle, document: str, number: int) -> Outcome | None:
    """Links and submodules say nothing themselves: what they show can change without any landing."""
    odd = next((path for path, blob in chronicle.files(document, number) if not blob.mode.startswith("100")), None)
    return None if odd is None else words.odd_entry(odd)


def by_lander(trial: Trial) -> Outcome | None:
    """Whether somebody landed it who may approve this document on that day."""
    if trial.lander is None:
        return words.unknown_lander(trial.commit)
    if trial.lander.kind == "bot":
        return words.bot(trial.commit, trial.lander)
    if trial.authority.entitled(trial.lander, trial.bar, trial.day) is not None:
        return None
    able = list(trial.authority.eligible(trial.bar, trial.day))
    return words.not_entitled(trial.commit, trial.lander, able, trial.day)


def in_its_time(trial: Trial, signature: Signature) -> Signature:
    """A good signature, or why it counts for nothing: its times differ, or its key was not valid at each of them.

    An expired key could else approve by a date, or a signature, that says it was earlier.
    """
    own = claimed(trial.commit)
    if signature.state != "good" or own is None:
        return signature
    if signature.at is not None and abs(signature.at - own) > SECONDS:
        why = f"the signature says {told(signature.at)} and the commit {told(own)}"
        return signature._replace(state="untrusted", why=why)
    last = day_number(trial.day) * SECONDS + SECONDS - 1
    times = [own, *(() if signature.at is None else (signature.at,)), *((last,) if last - own >= SECONDS else ())]
    for at in times:
        if (signature.since or 0) > at or (signature.until is not None and signature.until <= at):
            whose = f"the key {signature.key} of {signature.person}" if signature.person else f"the key {signature.key}"
            return signature._replace(state="untrusted", why=f"{whose} was not valid on {told(at)}")
    return signature


def told(at: int) -> str:
    """The UTC day of a second: `2 March 2026`."""
    day = datetime.fromtimestamp(at, UTC)
    return f"{day.day} {day:%B %Y}"


def by_committer(trial: Trial, forged: bool) -> Outcome | None:
    """Whether whoever merged also made the commit, or a forge did on their behalf; else nobody landed it.

    A committer whom the roster does not know is the forge where its pinned key signed (`forged`).
    """
    who = trial.commit.committer.who
    if trial.lander is None or who.email.lower() in FORGES:
        return None
    person = trial.authority.who(who)
    if (person is None and forged) or (person is not None and (person.id == trial.lander.id or person.kind == "bot")):
        return None
    return words.other_committer(trial.commit, trial.lander)
