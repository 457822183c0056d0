"""Whether whoever landed something wrote none of it, and everybody who did is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ratified.approval import words
from ratified.approval.evidence import Evidence
from ratified.approval.hands import Hands
from ratified.approval.naming import named_by
from ratified.approval.outcome import Outcome
from ratified.approval.trial import Trial
from ratified.chronicle import Chronicle
from ratified.chronicle.past import PastPerson
from ratified.model.landing import Identity, Maker


class Refused(NamedTuple):
    """Why an approval cannot cover a landing, and the number of that landing."""

    outcome: Outcome
    by: int


class Independence:
    """Who wrote what, held against who landed it."""

    def __init__(self, chronicle: Chronicle, evidence: Evidence, hands: Hands) -> None:
        self._chronicle, self._evidence, self._hands = chronicle, evidence, hands

    def of_landing(self, trial: Trial, lander: PastPerson, joining: bool = True) -> Outcome | None:
        """Why a lander is not independent of the landing itself, and of the files that are `joining` its document."""
        refused = self._of(self._hands.of(trial.number), trial, lander, trial.number)
        asked = joining and refused is None
        for before, made in self._hands.entered(trial.document, trial.number).items() if asked else ():
            refused = refused or self._of(made, trial, lander, before)
        return refused

    def of_earlier(self, trial: Trial, lander: PastPerson, earlier: Sequence[int]) -> Refused | None:
        """The first of these earlier landings of the document of which a lander is not independent.

        Who merged one by hand wrote of it as well; git is asked about that only where it would refuse.
        """
        doubtful = {n for n in earlier if self._concerned(self._hands.merger(n), trial, lander)}
        self._hands.look_ahead(sorted(doubtful))
        for before in earlier:
            refused = self._of(self._hands.of(before), trial, lander, before)
            if refused is None and before in doubtful and self._hands.by_hand(trial.document, before) != frozenset():
                refused = self._of(self._hands.merger(before), trial, lander, before)
            for made in () if refused else self._hands.entered(trial.document, before).values():
                refused = refused or self._of(made, trial, lander, before)
            if refused is not None:
                return Refused(refused, before)
        return None

    def _of(self, made: tuple[Maker, ...], trial: Trial, lander: PastPerson, by: int) -> Outcome | None:
        """Why a lander may not approve what these people made in the landing `by`; None where nothing is against it."""
        if not self._concerned(made, trial, lander):
            return None
        earlier = None if by == trial.number else self._chronicle.landings[by].commit
        landing = self._chronicle.landings[by]
        merge = trial.commit if earlier is None else None
        commits = (*self._evidence.brought(landing), *(() if merge else (landing.commit,)))
        people = [(maker, trial.authority.author(maker)) for maker in made]
        own = {maker for maker, person in people if person is not None and person.id == lander.id}
        if own:
            return words.self_approval(trial.commit, lander, earlier, named_by(own, commits, merge))
        unknown = next((maker for maker, person in people if person is None), None)
        if not isinstance(unknown, Identity):
            return None
        return words.unknown_author(trial.commit, unknown, earlier, named_by({unknown}, commits, merge))

    def _concerned(self, made: tuple[Maker, ...], trial: Trial, lander: PastPerson) -> bool:
        """Whether a lander is among those who wrote something, or any of those is unknown."""
        for maker in made:
            person = trial.authority.author(maker)
            if person is None or person.id == lander.id:
                return True
        return False
