"""One document at one landing, and what the landing's own bytes and its lander rule out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ratified.approval import words
from ratified.approval.landing_facts import FORGES, method, untimely
from ratified.approval.outcome import Outcome
from ratified.chronicle import Authority, Bar, Chronicle
from ratified.chronicle.past import PastPerson
from ratified.model.landing import Commit


@dataclass(frozen=True)
class Trial:
    """A landing as it is judged for a document: by which authority and bar, on which days (UTC), landed by whom.

    The first day is its own. The other is the latest that a landing before it names: whoever dates a merge back
    must have been entitled then as well.
    """

    document: str
    number: int
    commit: Commit
    authority: Authority
    bar: Bar
    days: tuple[date, ...]
    lander: PastPerson | None


def by_itself(chronicle: Chronicle, number: int, as_of: date) -> Outcome | None:
    """What the landing rules out for every document: a time nobody believes, no merge of two parents."""
    landing = chronicle.landings[number]
    commit = landing.commit
    if why := untimely(chronicle.landings, number, as_of):
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
    missed = next((d for d in trial.days if trial.authority.entitled(trial.lander, trial.bar, d) is None), None)
    if missed is None:
        return None
    return words.not_entitled(trial.commit, trial.lander, list(trial.authority.eligible(trial.bar, missed)), missed)


def by_committer(trial: Trial) -> Outcome | None:
    """Whether whoever merged also made the commit, or a forge did on their behalf; else nobody landed it."""
    who = trial.commit.committer.who
    if trial.lander is None or who.email.lower() in FORGES:
        return None
    person = trial.authority.who(who)
    if person is not None and (person.id == trial.lander.id or person.kind == "bot"):
        return None
    return words.other_committer(trial.commit, trial.lander)
