"""For every document and every landing that changed it: did that landing approve it, and if not, why.

Asked from the last change backwards and only as far as the answer needs, since a signature costs a process.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile

from ratified.approval import trial as trials
from ratified.approval import words
from ratified.approval.adoption import before_bootstrap, find_bootstrap
from ratified.approval.evidence import Evidence
from ratified.approval.foxtrot import Foxtrots
from ratified.approval.hands import Hands
from ratified.approval.independence import Independence
from ratified.approval.keys import Keys
from ratified.approval.landing_facts import before_branch
from ratified.approval.outcome import Outcome, proof_of
from ratified.approval.requests import change_request
from ratified.approval.revocations import Revocation, Revocations
from ratified.approval.trial import Trial
from ratified.chronicle import (
    AUTHORITY,
    STRENGTH,
    Authority,
    Chronicle,
    Definitions,
    Learned,
    authority_changes,
    changed_by,
    changes,
    kind,
    read_ahead,
    take_up,
)
from ratified.chronicle.authority import BUILT_IN
from ratified.chronicle.chronicle import KEYS
from ratified.chronicle.past import PastPerson
from ratified.model.landing import Commit, Signature, Trust

_DEEP = 40
"""How many answers may wait for one another before the oldest is asked first: Python's stack is finite."""


class Ledger:
    """The outcomes of one history as of a day (UTC)."""

    LASTING = ("_outcomes", "authorities", "changes", "granted")

    def __init__(self, chronicle: Chronicle, evidence: Evidence, as_of: date, known: Learned | None = None) -> None:
        self.chronicle, self.evidence, self.as_of = chronicle, evidence, as_of
        self.hands = Hands(chronicle, evidence, self.sides)
        self.independence = Independence(chronicle, evidence, self.hands)
        self._outcomes: dict[tuple[str, int], Outcome] = {}
        self._waiting = 0
        self.authorities: list[int] = []
        self.granted: list[int] = []
        self.changes: Mapping[str, tuple[int, ...]] = {}
        self.keys = Keys(Revocations(chronicle, self.hands), self._stood_on)
        self.foxtrots = Foxtrots(chronicle, evidence, self.authority, self._landed)
        if known is not None:
            take_up(self, known)
            self.keys.end(self.granted)
            return
        self.changes = {AUTHORITY: tuple(authority_changes(chronicle))}
        self.hands.look_ahead(self.changes[AUTHORITY])
        find_bootstrap(chronicle, self.changes[AUTHORITY], self._tried)
        self._approve_authorities()
        self._end_revoked()
        self.changes = changes(chronicle, self._approved_definitions)

    def _approved_definitions(self, number: int) -> Definitions | None:
        """The documents of the register that decides at a landing; the bootstrap's where that was ended."""
        before, first = bisect_left(self.authorities, number), self.chronicle.bootstrap
        if before:
            return self.chronicle.defined(self.authorities[before - 1])
        return None if first is None or number <= first else self.chronicle.defined(first)

    def sides(self, number: int) -> Sequence[Definitions]:
        """The documents as the registers before a landing, after it, and the one that decides there define them."""
        approved = self._approved_definitions(number)
        own = (self.chronicle.defined(number - 1), self.chronicle.defined(number))
        return own if approved is None else (*own, approved)

    def in_force(self, document: str) -> tuple[int, ...]:
        """The landings since the bootstrap that changed a document, oldest first."""
        return self._from(self.chronicle.bootstrap, document)

    def since_adoption(self, document: str) -> tuple[int, ...]:
        """The landings since the first adopted register that changed a document: whose authors are on its bill."""
        return self._from(self.chronicle.adoption, document)

    def _from(self, start: int | None, document: str) -> tuple[int, ...]:
        numbers = self.changes.get(document, ())
        return () if start is None else numbers[bisect_left(numbers, start) :]

    def authority(self, number: int) -> Authority | None:
        """Who may approve at a landing: the last approved AUTHORITY at or before its base; the bootstrap's own tree.

        None where there is none yet, or where it cannot be read.
        """
        if number == self.chronicle.bootstrap:
            return self.chronicle.authority(number)
        stood = self.granted if number in self._ending else self.authorities
        before = bisect_left(stood, number)
        return self.chronicle.authority(stood[before - 1]) if before else None

    @property
    def _ending(self) -> frozenset[int]:
        """The landings whose approved lists end what keys approved before: judged by what stood when they came."""
        return frozenset(over.end for over in self.keys.ended)

    def outcome(self, document: str, number: int) -> Outcome:
        """Whether a landing since the first adopted register, which changed a document, approved it."""
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

    @property
    def outcomes(self) -> Iterable[Outcome]:
        """Every outcome that is known so far."""
        return self._outcomes.values()

    def covers(self, document: str, number: int) -> tuple[int, ...]:
        """The earlier landings that nobody approved and that an approval here covers as well, oldest first."""
        authority = document == AUTHORITY
        if number == self.chronicle.adoption or (authority and self.restores(number)):
            return ()
        found: list[int] = []
        for before in self._before(document, number):
            if self.outcome(document, before).approved or (authority and self.restores(before)):
                break
            found.append(before)
        return tuple(reversed(found))

    def look_ahead(self, documents: Iterable[str], whole: bool = False) -> None:
        """Learn at once what the last landing of each document will ask of git, and the one that its approval covers
        or ends at; `whole`, what every landing will.
        """
        asked = ((document, n) for document in documents for n in self.in_force(document)[None if whole else -2 :])
        last = sorted({n for document, n in asked if (document, n) not in self._outcomes})
        self.hands.look_ahead(last)
        read_ahead(self.chronicle, last)
        self._signatures_ahead({number: self.authority(number) for number in last})

    def classes(self, document: str, number: int) -> tuple[str, ...]:
        """The classes of a document before and after a landing, and by the register that decides there."""
        found = (side.by_id.get(document) for side in self.sides(number))
        return tuple(dict.fromkeys(definition.class_ for definition in found if definition))

    def _before(self, document: str, number: int) -> Iterator[int]:
        """The landings that changed a document before another one, newest first."""
        return (n for n in reversed(self.since_adoption(document)) if n < number)

    def _from_the_start(self, document: str, number: int) -> None:
        """Ask the earlier landings in order, so that no answer waits for more than one other."""
        waiting, self._waiting = self._waiting, 0
        for earlier in self.since_adoption(document):
            if earlier < number:
                self.outcome(document, earlier)
        self._waiting = waiting

    def _approve_authorities(self) -> None:
        """Find the landings that approved AUTHORITY, in order: each decides who may approve the next."""
        numbers = self.in_force(AUTHORITY)
        trust: Trust | None = None
        for place, number in enumerate(numbers):
            authority = self.authority(number)
            if authority is not None and authority.trust != trust:
                trust = authority.trust
                self._expect_approvals(numbers[place:], trust)
            first = number == self.chronicle.bootstrap
            if (first or self.authorities or number in self._ending) and self.outcome(AUTHORITY, number).approved:
                self.authorities.append(number)

    def _end_revoked(self) -> None:
        """Let the revoked keys of the last approved AUTHORITY end what they approved before it.

        Whether a landing that brought such a list is approved was decided by what stood then, and is not asked again.
        Nor is which landing is the bootstrap: where its approval ends there is no second, or one refused then could
        pass by its own tree.
        """
        self.granted = list(self.authorities)
        self.keys.end(self.granted)
        if self.keys.ended:
            self._outcomes = {(AUTHORITY, n): self._outcomes[AUTHORITY, n] for n in sorted(self._ending)}
            self.authorities = []
            self.foxtrots = Foxtrots(self.chronicle, self.evidence, self.authority, self._landed)
            self._approve_authorities()

    def _tried(self, number: int) -> Outcome:
        """What AUTHORITY is at a landing by its own tree."""
        return self.outcome(AUTHORITY, number)

    def _expect_approvals(self, numbers: Iterable[int], trust: Trust) -> None:
        """Learn at once what git says of landings under approved keys, up to the one that brings others."""
        commits: list[Commit] = []
        for number in numbers:
            landing = self.chronicle.landings[number]
            commits.append(landing.commit)
            if number != self.chronicle.bootstrap and any(c.path.startswith(KEYS) for c in landing.changes):
                break
        self.evidence.signatures_ahead(commits, trust)

    def _signatures_ahead(self, by: Mapping[int, Authority | None]) -> None:
        """Learn at once what git says of these landings' signatures, each under the keys of its authority."""
        under: dict[Trust, list[Commit]] = {}
        for number, authority in by.items():
            if authority is not None:
                under.setdefault(authority.trust, []).append(self.chronicle.landings[number].commit)
        for trust, commits in under.items():
            self.evidence.signatures_ahead(commits, trust)

    def _landed(self, number: int) -> bool:
        """Whether a landing proves which side was main: an approver merged what others wrote, with the proof that
        AUTHORITY asks for, or a forge signed that it took in a request. Whether it is approved as well is not asked.
        """
        authority = self.authority(number)
        if authority is None:
            return False
        trial = self._trial(AUTHORITY, number, authority)
        lander, commit = trial.lander, trial.commit
        if lander is None or trials.by_itself(self.chronicle, number) or self._by_branch(trial):
            return False
        signature = self._signature(trial, self.keys.stopped(AUTHORITY, number))
        proof = proof_of(signature)
        if proof is None or signature.person not in ("", lander.id):
            return False
        wrote = any(authority.author(maker) == lander for maker in self.hands.of(number))
        if wrote or trials.by_committer(trial, forged=bool(signature.forge)):
            return False
        if signature.forge and change_request(commit):
            return True
        bars = [authority.bar((name,)) for name in authority.register.classes]
        able = any(authority.entitled(lander, bar, trial.day) is not None for bar in bars)
        return able and STRENGTH[proof] >= STRENGTH[trial.bar.minimum]

    @property
    def unapproved_revocations(self) -> Mapping[Revocation, int]:
        """What the list of revoked keys said since AUTHORITY was approved last, with the landing that brought it."""
        end = len(self.chronicle.landings)
        return self.keys.revocations.brought(self.authorities, end) if self.authorities else {}

    def _stood_on(self, number: int) -> Sequence[int]:
        """The landings that approved AUTHORITY before another one, oldest first; where its own tree decides, itself."""
        authority = self.authority(number)
        own = authority is not None and authority.number == number
        return [number] if own else self.authorities[: bisect_left(self.authorities, number)]

    def _judge(self, document: str, number: int) -> Outcome:
        authority = self.authority(number)
        if authority is None:
            return self._without_authority(number)
        trial = self._trial(document, number, authority)
        commit, lander = trial.commit, trial.lander
        refused = (
            trials.by_itself(self.chronicle, number)
            or (words.inverted(commit, authority.register.main) if self.foxtrots.of(number) else None)
            or trials.by_entries(self.chronicle, document, number)
            or trials.by_lander(trial)
            or trials.by_committer(trial, forged=True)
        )
        if refused or lander is None:
            return refused or words.unknown_lander(commit)
        if not self._registered(document, number):
            return words.unregistered(commit, document)
        return (
            self._by_bulk(trial, lander)
            or self._by_branch(trial)
            or self._by_authors(trial, lander)
            or self._by_merge(trial)
            or self._by_signature(trial, lander)
        )

    def _registered(self, document: str, number: int) -> bool:
        """Whether a register that is approved has a document: the one that decides at a landing, or its own."""
        approved = self._approved_definitions(number)
        if document in BUILT_IN or (approved is not None and document in approved.by_id):
            return True
        own = number == self.chronicle.bootstrap or number in self.authorities
        return own and document in self.chronicle.defined(number).by_id

    def _trial(self, document: str, number: int, authority: Authority) -> Trial:
        commit = self.chronicle.landings[number].commit
        bar = authority.bar(self.classes(document, number))
        lander = authority.who(commit.author.who)
        return Trial(document, number, commit, authority, bar, self.chronicle.day(number), lander)

    def _without_authority(self, number: int) -> Outcome:
        first, landings = self.chronicle.bootstrap, self.chronicle.landings
        if first is None or number <= first:
            if number == first:
                return words.unreadable_authority(landings[number].commit)
            return before_bootstrap(landings[number].commit, None if first is None else landings[first].commit)
        before = bisect_left(self.authorities, number)
        if not before:
            return words.ended_authority(landings[first].commit, landings[self.authorities[0]].commit)
        return words.unreadable_authority(landings[self.authorities[before - 1]].commit)

    def _by_branch(self, trial: Trial) -> Outcome | None:
        """What the commits that a landing brought in rule out."""
        unsound = self.hands.unsound(trial.number)
        if unsound is not None:
            return words.malformed(trial.commit, unsound)
        late = before_branch(trial.commit, self.evidence.brought(self.chronicle.landings[trial.number]))
        return (
            words.untimely(trial.commit, "is dated more than a day before the branch that it merges") if late else None
        )

    def _by_bulk(self, trial: Trial, lander: PastPerson) -> Outcome | None:
        """A reaffirmation of several documents counts only where its approver is entitled to each."""
        if kind(self.chronicle, trial.document, trial.number) != "reaffirmation":
            return None
        for other in sorted(changed_by(self.chronicle, self.chronicle.landings[trial.number])):
            if kind(self.chronicle, other, trial.number) != "reaffirmation":
                continue
            bar = trial.authority.bar(self.classes(other, trial.number))
            if trial.authority.entitled(lander, bar, trial.day) is None:
                return words.not_entitled_to_all(trial.commit, lander, other)
        return None

    def _by_authors(self, trial: Trial, lander: PastPerson) -> Outcome | None:
        """Whether the lander wrote any of what the approval would cover, back to the last approval."""
        document, number = trial.document, trial.number
        restored = document == AUTHORITY and self.restores(number)
        refused = self.independence.of_landing(trial, lander, joining=not restored)
        if refused or restored or number == self.chronicle.adoption:
            return refused
        earlier: Iterable[int] = self._unsettled(document, number)
        if document == AUTHORITY:
            earlier = takewhile(lambda before: not self.restores(before), earlier)
        found = self.independence.of_earlier(trial, lander, list(earlier))
        if found is None or self._approved_since(document, found.by, number):
            return None
        stood = self._stood_on(number) if document == AUTHORITY else ()
        return words.or_restored(found.outcome, self.chronicle.landings[stood[-1]].commit) if stood else found.outcome

    def restores(self, number: int) -> bool:
        """Whether a landing leaves AUTHORITY exactly as it was approved last.

        Then nothing is left of what was pushed in between, and nobody who pushed it is on the bill, of this landing or
        of a later one: a push by somebody unknown, or in the name of the only one who may approve, would else lock
        AUTHORITY for ever.
        """
        stood = self._stood_on(number)
        files = self.chronicle.files
        return bool(stood) and stood[-1] < number and files(AUTHORITY, number) == files(AUTHORITY, stood[-1])

    def _unsettled(self, document: str, number: int) -> Iterator[int]:
        """The landings that changed a document before another one, newest first, back to one known to approve."""
        for before in self._before(document, number):
            known = self._outcomes.get((document, before))
            if known is not None and known.approved:
                return
            yield before

    def _approved_since(self, document: str, first: int, number: int) -> bool:
        """Whether any landing from one on, and before another, approved a document; the newest is asked first."""
        return any(self.outcome(document, n).approved for n in self._before(document, number) if n >= first)

    def _by_merge(self, trial: Trial) -> Outcome | None:
        """Whether the merge holds anything of the document that the merge of its parents does not."""
        touched = self.hands.by_hand(trial.document, trial.number)
        if touched is not None and not touched:
            return None  # and git is not asked where a merge is plainly its branch
        remerge = self.evidence.remerge(trial.commit)
        if touched is None and remerge is not None and not remerge.known:
            return words.unmerged(trial.commit)
        if touched is None:  # no assert, which `python -O` leaves out: what nobody could tell would be approved
            raise AssertionError("git did not say how a merge of two parents differs from its own")
        conflicts = touched & remerge.conflicts if remerge else frozenset()
        return words.evil(trial.commit, min(conflicts or touched), bool(conflicts))

    def _by_signature(self, trial: Trial, lander: PastPerson) -> Outcome:
        signature = self._signature(trial, self.keys.stopped_for(trial))
        proof = proof_of(signature)
        if proof is None:
            return words.unsound(trial.commit, signature)
        if signature.person and signature.person != lander.id:
            return words.mismatch(trial.commit, lander, signature)
        if (other := trials.by_committer(trial, forged=bool(signature.forge))) is not None:
            return other
        if STRENGTH[proof] < STRENGTH[trial.bar.minimum]:
            return words.weak(trial.commit, lander, proof, trial.bar.minimum)
        role = trial.authority.entitled(lander, trial.bar, trial.day) or ""
        return Outcome(approver=lander, role=role, proof=proof)

    def _signature(self, trial: Trial, stopped: Mapping[str, bool]) -> Signature:
        """What the signature of a landing is worth where these keys may not approve."""
        said = self.evidence.signature(trial.commit, trial.authority.trust)
        return trials.in_its_time(trial, self.keys.trusted(said, trial.number, stopped))
