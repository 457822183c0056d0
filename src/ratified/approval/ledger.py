"""For every document and every landing that changed it: did that landing approve it, and if not, why.

Asked from the last change backwards and only as far as the answer needs, since a signature costs a process.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from ratified.approval import trial as trials
from ratified.approval import words
from ratified.approval.evidence import Evidence
from ratified.approval.hands import Hands
from ratified.approval.landing_facts import moment
from ratified.approval.outcome import Outcome
from ratified.approval.trial import Trial
from ratified.chronicle import AUTHORITY, STRENGTH, Authority, Chronicle, changed_by, changes, kind
from ratified.chronicle.chronicle import REVOKED
from ratified.chronicle.past import PastPerson, PastRevoked
from ratified.model.landing import Identity, Signature
from ratified.model.register import Proof

_DEEP = 40
"""How many answers may wait for one another before the oldest is asked first: Python's stack is finite."""

_LONG_AGO = datetime.fromtimestamp(0, UTC)


class Ledger:
    """The outcomes of one history as of a day (UTC)."""

    def __init__(self, chronicle: Chronicle, evidence: Evidence, as_of: date) -> None:
        self.chronicle, self.evidence, self.as_of = chronicle, evidence, as_of
        self.hands = Hands(chronicle, evidence)
        self.changes: Mapping[str, tuple[int, ...]] = changes(chronicle)
        self._outcomes: dict[tuple[str, int], Outcome] = {}
        self._waiting = 0
        self._revoked = self._revocations()
        self.authorities: tuple[int, ...] = ()
        self._approve_authorities()

    def in_force(self, document: str) -> tuple[int, ...]:
        """The landings since adoption that changed a document, oldest first."""
        start = self.chronicle.bootstrap
        numbers = self.changes.get(document, ())
        return () if start is None else numbers[bisect_left(numbers, start) :]

    def authority(self, number: int) -> Authority | None:
        """Who may approve at a landing: the last approved AUTHORITY at or before its base; the bootstrap's own tree.

        None where there is none yet, or where it cannot be read.
        """
        if number == self.chronicle.bootstrap:
            return self.chronicle.authority(number)
        before = bisect_left(self.authorities, number)
        return self.chronicle.authority(self.authorities[before - 1]) if before else None

    def outcome(self, document: str, number: int) -> Outcome:
        """Whether a landing since adoption, which changed a document, approved it."""
        key = (document, number)
        if key not in self._outcomes:
            self._waiting += 1
            try:
                if self._waiting > _DEEP:
                    self._from_the_start(document, number)
                self._outcomes[key] = self._judge(document, number)
            finally:
                self._waiting -= 1
        return self._outcomes[key]

    def covers(self, document: str, number: int) -> tuple[int, ...]:
        """The earlier landings that nobody approved and that an approval here covers as well, oldest first."""
        if number == self.chronicle.bootstrap:
            return ()
        found: list[int] = []
        for before in self._before(document, number):
            if self.outcome(document, before).approved:
                break
            found.append(before)
        return tuple(reversed(found))

    def classes(self, document: str, number: int) -> tuple[str, ...]:
        """The classes of a document before and after a landing."""
        sides = (self.chronicle.definition(document, at) for at in (number - 1, number))
        return tuple(dict.fromkeys(side.class_ for side in sides if side))

    def _before(self, document: str, number: int) -> Iterator[int]:
        """The landings that changed a document before another one, newest first."""
        return (n for n in reversed(self.in_force(document)) if n < number)

    def _from_the_start(self, document: str, number: int) -> None:
        """Ask the earlier landings in order, so that no answer waits for more than one other."""
        waiting, self._waiting = self._waiting, 0
        for earlier in self.in_force(document):
            if earlier < number:
                self.outcome(document, earlier)
        self._waiting = waiting

    def _approve_authorities(self) -> None:
        """Find the landings that approved AUTHORITY, in order: each decides who may approve the next."""
        for number in self.in_force(AUTHORITY):
            first = number == self.chronicle.bootstrap
            if (first or self.authorities) and self.outcome(AUTHORITY, number).approved:
                self.authorities = (*self.authorities, number)

    def _revocations(self) -> Mapping[str, int]:
        """Revoked keys with the first landing on which they count for nothing, by any list that ever was on main.

        A list only takes trust away, so it is believed whoever wrote it, and a line once there stays.
        """
        place = {landing.commit.id: landing.number for landing in self.chronicle.landings}
        found: dict[str, int] = {}
        for number in self.chronicle.timeline.get(REVOKED, ([], []))[0]:
            revoked = self.chronicle.past(PastRevoked, REVOKED, number)
            for key in revoked.revoked if revoked else ():
                since = place.get(key.from_, -1) + 1
                found[key.fingerprint] = min(since, found.get(key.fingerprint, since))
        return found

    def _judge(self, document: str, number: int) -> Outcome:
        authority = self.authority(number)
        if authority is None:
            return self._without_authority(number)
        commit = self.chronicle.landings[number].commit
        bar = authority.bar(self.classes(document, number))
        lander = authority.who(commit.author.who)
        trial = Trial(document, number, commit, authority, bar, (moment(commit) or _LONG_AGO).date(), lander)
        refused = (
            trials.by_itself(self.chronicle, number, self.as_of, authority.register.main)
            or trials.by_entries(self.chronicle, document, number)
            or trials.by_lander(trial)
        )
        if refused or lander is None:
            return refused or words.unknown_lander(commit)
        return (
            self._by_bulk(trial, lander)
            or self._by_authors(trial, lander)
            or self._by_merge(trial)
            or self._by_signature(trial, lander)
        )

    def _without_authority(self, number: int) -> Outcome:
        first = self.chronicle.bootstrap
        if first is not None and (not self.authorities or number == first):
            known = self._outcomes.get((AUTHORITY, first))
            unreadable = "its register, people or roles cannot be read"
            return words.no_bootstrap(self.chronicle.landings[first].commit, known.reason if known else unreadable)
        before = bisect_left(self.authorities, number)
        return words.unreadable_authority(self.chronicle.landings[self.authorities[before - 1]].commit)

    def _by_bulk(self, trial: Trial, lander: PastPerson) -> Outcome | None:
        """A reaffirmation of several documents counts only where its approver is entitled to each."""
        if kind(self.chronicle, trial.document, trial.number) != "reaffirmation":
            return None
        for other in sorted(changed_by(self.chronicle, self.chronicle.landings[trial.number])):
            bar = trial.authority.bar(self.classes(other, trial.number))
            if (
                kind(self.chronicle, other, trial.number) == "reaffirmation"
                and trial.authority.entitled(lander, bar, trial.day) is None
            ):
                return words.not_entitled_to_all(trial.commit, lander, other)
        return None

    def _by_authors(self, trial: Trial, lander: PastPerson) -> Outcome | None:
        """Whether the lander wrote any of what the approval would cover, back to the last approval."""
        refused = self._independent(self.hands.of(trial.number), trial, lander, trial.number)
        if refused or trial.number == self.chronicle.bootstrap:
            return refused
        for before in self._before(trial.document, trial.number):
            refused = self._independent(self.hands.of(before), trial, lander, before)
            if refused is None:
                merger = self.hands.merger(before)
                refused = self._independent(merger, trial, lander, before)
                if refused and not self.hands.changed_by_merging(trial.document, before):
                    refused = None
            if refused is not None:
                return None if self._approved_since(trial.document, before, trial.number) else refused
        return None

    def _approved_since(self, document: str, first: int, number: int) -> bool:
        """Whether any landing from one on, and before another, approved a document; the newest is asked first."""
        return any(self.outcome(document, n).approved for n in self._before(document, number) if n >= first)

    def _independent(self, made: tuple[Identity, ...], trial: Trial, lander: PastPerson, by: int) -> Outcome | None:
        """Whether a lander wrote nothing of a landing, and everyone who did is known."""
        earlier = None if by == trial.number else self.chronicle.landings[by].commit
        people = [(identity, trial.authority.who(identity)) for identity in made]
        if any(person is not None and person.id == lander.id for _, person in people):
            return words.self_approval(trial.commit, lander, earlier)
        unknown = next((identity for identity, person in people if person is None), None)
        return words.unknown_author(trial.commit, unknown, earlier) if unknown else None

    def _by_merge(self, trial: Trial) -> Outcome | None:
        """Whether the merge holds anything of the document that the merge of its parents does not."""
        touched = self.hands.by_hand(trial.document, trial.number)
        if not touched:
            return None
        remerge = self.evidence.remerge(trial.commit)
        conflicts = touched & remerge.conflicts if remerge else frozenset()
        return words.evil(trial.commit, min(conflicts or touched), bool(conflicts))

    def _by_signature(self, trial: Trial, lander: PastPerson) -> Outcome:
        signature = self._trusted(self.evidence.signature(trial.commit, trial.authority.trust), trial.number)
        if signature.state in {"bad", "untrusted", "uncheckable"}:
            return words.unsound(trial.commit, signature)
        if signature.person and signature.person != lander.id:
            return words.mismatch(trial.commit, lander, signature)
        proof: Proof = "claimed" if signature.state == "none" else "signed" if signature.person else "forge"
        if STRENGTH[proof] < STRENGTH[trial.bar.minimum]:
            return words.weak(trial.commit, lander, proof, trial.bar.minimum)
        role = trial.authority.entitled(lander, trial.bar, trial.day) or ""
        return Outcome(approver=lander, role=role, proof=proof)

    def _trusted(self, signature: Signature, number: int) -> Signature:
        since = self._revoked.get(signature.key, self._revoked.get(signature.forge))
        if signature.state != "good" or since is None or number < since:
            return signature
        return signature._replace(state="untrusted", why="the key is revoked from an earlier commit on")
