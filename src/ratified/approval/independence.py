"""Whether whoever landed something wrote none of it, and everybody who did is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.approval import reasons
from ratified.approval.author_lines import authorship_lines
from ratified.model.landing import Contributor, Identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.approval.authorship import Authorship
    from ratified.approval.candidate import Candidate
    from ratified.approval.git_evidence import GitEvidence
    from ratified.approval.outcome import ApprovalOutcome
    from ratified.approval.past_data import PastPerson
    from ratified.approval.timeline import Timeline


class IndependenceRefusal(NamedTuple):
    """Why an approval cannot cover a landing, and the number of that landing."""

    outcome: ApprovalOutcome
    by: int


class Independence:
    """Who wrote what, held against who landed it."""

    def __init__(self, timeline: Timeline, evidence: GitEvidence, authorship: Authorship) -> None:
        self._timeline, self._evidence, self._authorship = timeline, evidence, authorship

    def of_landing(
        self,
        candidate: Candidate,
        merger: PastPerson,
        joining: bool = True,
        made: tuple[Contributor, ...] | None = None,
    ) -> ApprovalOutcome | None:
        """Why a lander is not independent of the landing itself, and of the files that are `joining` its document.

        `made` are those who made it, where that is known better than the landing says.
        """
        own = self._authorship.of(candidate.number) if made is None else made
        refused = self._of(own, candidate, merger, candidate.number)
        asked = joining and refused is None
        for before, made in self._authorship.entered(candidate.document, candidate.number).items() if asked else ():
            refused = refused or self._of(made, candidate, merger, before)
        return refused

    def of_earlier(
        self, candidate: Candidate, merger: PastPerson, earlier: Sequence[int]
    ) -> IndependenceRefusal | None:
        """The first of these earlier landings of the document of which a lander is not independent.

        Who merged one by hand wrote of it as well; git is asked about that only where it would refuse.
        """
        self._timeline.embeds_ahead(earlier)
        doubtful = {n for n in earlier if self._concerned(self._authorship.merger(n), candidate, merger)}
        self._authorship.prefetch(sorted(doubtful))
        for before in earlier:
            refused = self._of(self._authorship.of(before), candidate, merger, before)
            if (
                refused is None
                and before in doubtful
                and self._authorship.by_hand(candidate.document, before) != frozenset()
            ):
                refused = self._of(self._authorship.merger(before), candidate, merger, before)
            for made in () if refused else self._authorship.entered(candidate.document, before).values():
                refused = refused or self._of(made, candidate, merger, before)
            if refused is not None:
                return IndependenceRefusal(refused, before)
        return None

    def _of(
        self, made: tuple[Contributor, ...], candidate: Candidate, merger: PastPerson, by: int
    ) -> ApprovalOutcome | None:
        """Why a lander may not approve what these people made in the landing `by`; None where nothing is against it."""
        if not self._concerned(made, candidate, merger):
            return None
        earlier = None if by == candidate.number else self._timeline.landings[by].commit
        landing = self._timeline.landings[by]
        merge = candidate.commit if earlier is None else None
        commits = (*self._evidence.brought_in(landing), *(() if merge else (landing.commit,)))
        people = [(contributor, candidate.authority.author(contributor)) for contributor in made]
        own = {contributor for contributor, person in people if person is not None and person.id == merger.id}
        if own:
            lines = authorship_lines(own, commits, merge)
            merged = len(candidate.commit.parents) > 1 and candidate.merger == merger
            return reasons.self_approval(candidate.commit, merger, earlier, lines, "merged" if merged else "reviewed")
        unknown = next((contributor for contributor, person in people if person is None), None)
        if not isinstance(unknown, Identity):
            return None
        return reasons.unknown_author(candidate.commit, unknown, earlier, authorship_lines({unknown}, commits, merge))

    def _concerned(self, made: tuple[Contributor, ...], candidate: Candidate, merger: PastPerson) -> bool:
        """Whether a lander is among those who wrote something, or any of those is unknown."""
        for contributor in made:
            person = candidate.authority.author(contributor)
            if person is None or person.id == merger.id:
                return True
        return False
