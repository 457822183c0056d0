"""Whether a line of `data/acknowledgements/` counts: it is that person's own act, or a list that others vouch for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ratified.approval.acknowledged_texts import AcknowledgedTexts
from ratified.approval.acknowledgement_refusals import (
    AS_LIST,
    LineRefusal,
    again,
    by_others,
    on_own_list,
    outside_term,
    unbound,
)
from ratified.approval.authority import BUILT_IN
from ratified.approval.commit_facts import misdated
from ratified.approval.reasons import short
from ratified.model.acknowledged import AcknowledgedBy, Acknowledgement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ratified.approval.acknowledged_lines import AcknowledgedLine, TracedLine
    from ratified.approval.authority import Authority
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.model.landing import Commit, Contributor, TrustedKeys

_ZONES = timedelta(days=1)
"""A day that people write is that of where they are; a landing's is UTC."""


class LineJudge:
    """Judges lines of one history, each by the authority that decides at the landing which brought it."""

    def __init__(self, approvals: ApprovalHistory) -> None:
        self._approvals, self._decisions = approvals, approvals.decisions
        self._timeline, self._facts = approvals.timeline, approvals.decisions.facts
        self.texts = AcknowledgedTexts(approvals.decisions)

    def prefetch(self, lines: Iterable[TracedLine]) -> None:
        """Learn at once what the lines will ask of git: merges in one process, signatures by people's own keys."""
        own = [one for one in lines if not one.line.listed]
        numbers = sorted({n for one in own for n in one.added})
        self._facts.authorship.prefetch(numbers)
        under: dict[TrustedKeys, dict[str, Commit]] = {}
        for one in own:
            for number in one.added:
                authority = self._decisions.approved.authority(number)
                for commit in self._signed(one.line.person, number, authority) if authority else ():
                    under.setdefault(authority.trust, {})[commit.id] = commit  # type: ignore[union-attr]  # just asked
        for trust, commits in under.items():
            self._facts.evidence.prefetch_signatures(commits.values(), trust)

    def judged(self, traced: TracedLine) -> Acknowledgement:
        """A line as the first landing that makes it count, or as the last of those that do not."""
        judge = self._listed if traced.line.listed else self._own
        end = len(self._timeline.landings)
        tried = [judge(traced.line, first, end if until is None else until) for first, until in traced.stood]
        found = next((one for one in tried if not one.why), tried[-1])
        removed = traced.removed
        return found if removed is None else found._replace(removed=self._timeline.landings[removed].commit.id)

    def proposed(self, line: AcknowledgedLine, made: Sequence[Contributor]) -> LineRefusal | None:
        """Why a line that these people add in a pull request would count for nothing; None where it may count."""
        authority, end = self._approvals.authority, len(self._timeline.landings)
        if authority is None:
            return None
        refused = self._by_facts(line, end, self._decisions.as_of, authority)
        if refused or not line.listed:
            return refused or by_others(line, made, authority, "this pull request")
        if not self._documents(line):
            return unbound(line)
        wrote = {found.id for one in made if (found := authority.author(one))}
        return on_own_list(line, "wrote") if line.person in wrote else None

    def _own(self, line: AcknowledgedLine, number: int, _end: int) -> Acknowledgement:
        authority = self._decisions.approved.authority(number)
        by: AcknowledgedBy = "own name"
        if authority is None:
            return self._found(
                line, by, number, number, LineRefusal("was merged while nothing was in force", again(line))
            )
        signed = self._signed(line.person, number, authority)
        refused = self._by_facts(line, number, self._timeline.day(number), authority)
        if refused is None and signed:
            by, refused = "own key", self._by_key(line, number, authority, signed)
        refused = refused or self._by_hands(line, number, authority, vouched=self._all(number, signed))
        return self._found(line, by, number, number, refused)

    def _listed(self, line: AcknowledgedLine, number: int, end: int) -> Acknowledgement:
        by: AcknowledgedBy = "import" if line.imported else "list"
        approving, refused = self._approving(line, number, end)
        authority = self._decisions.approved.authority(number if approving is None else approving)
        if refused is None and authority is None:
            refused = LineRefusal("was merged while nothing was in force", AS_LIST)
        if refused is None and authority is not None:
            refused = self._by_facts(line, number, self._timeline.day(number), authority)
        return self._found(line, by, number if approving is None else approving, number, refused)

    def _found(
        self, line: AcknowledgedLine, by: AcknowledgedBy, at: int, number: int, refused: LineRefusal | None
    ) -> Acknowledgement:
        text = self.texts.before(line.document, line.fingerprint, number)
        landing, on = self._timeline.landings[at].commit.id, self._timeline.day(at)
        why, help_, undecided = refused or ("", "", False)
        return Acknowledgement(*line[:5], by, landing, on, -1 if text is None else text, why, help_, undecided)

    def _by_facts(self, line: AcknowledgedLine, number: int, day: date, authority: Authority) -> LineRefusal | None:
        """What the roster, the text and the days say against a line that lands as a number, on a day."""
        anew = AS_LIST if line.listed else again(line)
        person = authority.person.get(line.person)
        if person is None or person.kind != "human":
            who = "is a bot" if person is not None else "was nobody in the approved data/people.yml"
            return LineRefusal(f"names {line.person}, who {who} when it was merged", "take the line out")
        text = self.texts.before(line.document, line.fingerprint, number)
        if text is None:
            return self._unread(line, anew)
        stood = self._timeline.day(text)
        if (other := outside_term(line, person)) is not None:
            return LineRefusal(other, anew)
        if line.date > day + _ZONES:
            return LineRefusal(f"says {line.date}, a day after it was merged on {day}", anew)
        if line.date < stood - _ZONES:
            return LineRefusal(f"says {line.date}, and the text that it names came to main on {stood}", anew)
        return None

    def _unread(self, line: AcknowledgedLine, anew: str) -> LineRefusal:
        known = self.texts.known(line.document, line.fingerprint)
        what = "of a text that nobody had approved on main before it" if known else "of no text that was ever on main"
        return LineRefusal(f"names a fingerprint of {line.document} {what}", anew)

    def _by_hands(self, line: AcknowledgedLine, number: int, authority: Authority, vouched: bool) -> LineRefusal | None:
        """Whether anybody else had a hand in what brought a line, or nobody can tell who had."""
        landing, authorship, anew = self._timeline.landings[number], self._facts.authorship, again(line)
        commit = landing.commit
        unsound = authorship.unsound(number) or (commit if commit.faults else None)
        if unsound is not None:
            return LineRefusal(f"came with {short(unsound)}, whose own lines are at fault", anew)
        if why := self._timeline.days.untimely(number) or misdated(commit):
            return LineRefusal(f"came with {short(commit)}, which {why}", anew)
        by_hand = authorship.merger(number) if authorship.merged_by_hand(line.path, number) else ()
        return by_others(line, authorship.of(number), authority, short(commit), vouched) or by_others(
            line, by_hand, authority, short(commit)
        )

    def _signed(self, person: str, number: int, authority: Authority | None) -> Sequence[Commit]:
        """The commits behind a landing that a key of somebody is said to have signed; whether it did is not asked."""
        holders = authority.holders if authority else {}
        return [commit for commit in self._made(number) if commit.signer and holders.get(commit.signer) == person]

    def _made(self, number: int) -> Sequence[Commit]:
        """The commits that a landing brought in, or itself where it merges nothing."""
        landing = self._timeline.landings[number]
        return self._facts.evidence.brought_in(landing) if len(landing.commit.parents) > 1 else (landing.commit,)

    def _all(self, number: int, signed: Sequence[Commit]) -> bool:
        """Whether these are all commits of a landing that can bring anything of their own; merges inside a branch whose
        merging changed nothing add nobody."""
        ids = {commit.id for commit in signed}
        return bool(ids) and all(commit.id in ids for commit in self._made(number) if len(commit.parents) < 2)

    def _by_key(
        self, line: AcknowledgedLine, number: int, authority: Authority, signed: Sequence[Commit]
    ) -> LineRefusal | None:
        """Why a signature that names the person's own key is worse than none; None where it is good."""
        keys, stopped = self._facts.keys, self._facts.keys.stopped("", number)
        for commit in signed:
            found = keys.trusted(self._facts.evidence.signature(commit, authority.trust), number, stopped)
            if found.state != "good" or found.person != line.person:
                why = f": {found.why}" if found.why else ""
                what = f"came with {short(commit)}, whose signature by {line.person}'s key does not hold{why}"
                return LineRefusal(what, again(line), found.state == "uncheckable")
        return None

    def _documents(self, line: AcknowledgedLine) -> list[str]:
        """The documents that a list belongs to, each of which has to be approved."""
        return [id_ for id_ in self._approvals.governing(line.path) if id_ not in BUILT_IN]

    def _approving(self, line: AcknowledgedLine, number: int, end: int) -> tuple[int | None, LineRefusal | None]:
        """The landing that approved a list with a line that stood from one landing to before another; or why none."""
        documents = self._documents(line)
        if not documents:
            return None, unbound(line)
        events = [self._approvals.approved_event(id_, line.path, number, end) for id_ in documents]
        approvals = [event.approval for event in events if event is not None and event.approval is not None]
        if len(approvals) < len(documents):
            what = f"stands in a list that nobody has approved: it belongs to {' and '.join(documents)}"
            return None, LineRefusal(what, "let an approver who wrote none of it, and is not on it, merge the list")
        for approval in approvals:
            if line.person in (approval.approver, *approval.authors):
                return None, on_own_list(line, "approved" if line.person == approval.approver else "wrote")
        return max(approval.number for approval in approvals), None
