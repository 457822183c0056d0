"""What stands for every governed document at the head, on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from ratified.approval import in_force, reasons
from ratified.approval.acknowledgements import acknowledgements
from ratified.approval.authority import AUTHORITY, BUILT_IN, SITE_LAYOUT, Authority
from ratified.approval.decision import Decisions
from ratified.approval.documents import DocumentDefinition, matches
from ratified.approval.effective_days import SECONDS, claimed, day_number
from ratified.approval.events import event
from ratified.approval.review_date_files import review_files
from ratified.approval.text_reviews import text_reviewed
from ratified.approval.time_witnesses import days_of, last_witness
from ratified.approval.timeline import Timeline
from ratified.cache.computed_attributes import ComputedAttributes, computed_attributes, restore_attributes
from ratified.model.acknowledged import NOTHING_ASKED, Acknowledgements
from ratified.model.landing import NO_ANCHORS, Anchors, Contributor, Landing
from ratified.model.place import Place
from ratified.model.verdict import DocumentApproval, DocumentEvent, DocumentVerdict

if TYPE_CHECKING:
    from ratified.approval.approvers import EligibleApprovers
    from ratified.approval.git_evidence import GitEvidence
    from ratified.approval.outcome import ApprovalOutcome
    from ratified.settings import UnknownSetting

_REGISTER = Place("data/register.yml")
_PREPARES = "; `ratified reaffirm` prepares one"
_LAST_DAY = date.max.toordinal()
_NO_FILE = "correct `pages:` of its entry in data/register.yml, or put the files there, by a merge of an approver"


Read = Callable[[Iterable[str]], Mapping[str, bytes]]
CachedApprovals = tuple[ComputedAttributes, ComputedAttributes, ComputedAttributes]
"""What was worked out of the timeline, the decisions and the verdicts."""


class ApprovalHistory:
    """The verdicts and events of one history, each worked out when it is asked for.

    `head` is the number of the last landing that counts on the day asked about, -1 where none does; `whole` is the
    chain it was cut from.
    """

    CACHED_ATTRIBUTES = ("_events", "verdicts", "witnessed", "acknowledged")

    def __init__(self, decisions: Decisions, whole: Sequence[Landing] | None = None) -> None:
        self.decisions, self.timeline = decisions, decisions.timeline
        self.whole = self.timeline.landings if whole is None else whole
        self.head = len(self.timeline.landings) - 1
        self._events: dict[tuple[str, int], DocumentEvent] = {}

    @classmethod
    def of(
        cls,
        landings: Sequence[Landing],
        read: Read,
        evidence: GitEvidence,
        as_of: date,
        known: CachedApprovals | None = None,
        anchors: Anchors = NO_ANCHORS,
    ) -> ApprovalHistory:
        """The approval history of a whole chain as of a day (UTC): of the landings that count on it.

        `known` is what `computed` gave of the same chain, day and anchors.
        """
        of_timeline, of_decisions, own = known or ({}, None, {})
        when = of_timeline["days"] if known else days_of(landings, read, evidence, anchors, as_of)
        timeline = Timeline(landings[: when.upto(as_of)], read, when)
        restore_attributes(timeline, of_timeline)
        approvals = cls(Decisions(timeline, evidence, as_of, of_decisions), landings)
        restore_attributes(approvals, own)
        return approvals

    @property
    def commit(self) -> str:
        """The id of the last landing that counts."""
        return self.timeline.landings[self.head].commit.id

    @cached_property
    def witnessed(self) -> int:
        """The number of the last landing at or above which a kept anchor or a forge's signature stands."""
        return last_witness(self.whole, self.decisions, self.timeline.days.witnessed)

    @cached_property
    def cut(self) -> Landing | None:
        """The landing at which a day cuts the chain though one above it claims to be of that day or before; else None.

        What stands above it counts for nothing on that day, whatever it says of itself.
        """
        above, end = self.whole[self.head + 1 :], day_number(self.decisions.as_of)
        early = any(at is not None and at // SECONDS <= end for at in (claimed(one.commit) for one in above))
        return above[0] if early else None

    @property
    def computed(self) -> CachedApprovals:
        """What was worked out so far, plain data, for a later run on the same history and day."""
        timeline, decisions = self.timeline, self.decisions
        return (
            computed_attributes(timeline, timeline.CACHED_ATTRIBUTES),
            decisions.computed,
            computed_attributes(self, self.CACHED_ATTRIBUTES),
        )

    @property
    def settled(self) -> bool:
        """Whether no answer so far hangs on a signature or merge that nobody could check: another try may find more."""
        sure = all(outcome.why != "uncheckable" for outcome in self.decisions.outcomes)
        known = vars(self).get("acknowledged", NOTHING_ASKED)
        return sure and known.settled and not self.decisions.facts.authorship.unsettled

    @cached_property
    def authority(self) -> Authority | None:
        """Who may approve what comes next: the last approved AUTHORITY."""
        approved = self.decisions.approved.numbers
        return self.timeline.authority(approved[-1]) if approved else None

    @cached_property
    def documents(self) -> Mapping[str, DocumentDefinition]:
        """Every document that must have a verdict, by id.

        Those of the head's register that are not retired, or whose retirement nobody approved; and those of an
        approved register that left without being retired.
        """
        now = self.timeline.defined(self.head).by_id
        kept = {id_: d for id_, d in now.items() if not self._over(d) or not self._retired(id_)}
        for number in self.decisions.approved.numbers:
            for id_, definition in self.timeline.defined(number).by_id.items():
                if id_ not in now and not self._retired(id_):
                    kept[id_] = definition
        return kept

    def governing(self, path: str) -> tuple[str, ...]:
        """The ids of the documents of a page, by the head's register and by the approved one, those with a verdict.

        A page that an unapproved register takes out of its document stays that document's.
        """
        sides = [self.timeline.defined(self.head), *map(self.timeline.defined, self.decisions.approved.numbers[-1:])]
        found = dict.fromkeys(id_ for side in sides for id_ in side.governing(path))
        return tuple(id_ for id_ in found if id_ in self.documents)

    def _retired(self, document: str) -> bool:
        """Whether the last approved register that had a document had retired it; before adoption nothing asks."""
        if self.timeline.bootstrap is None:
            return True
        found = (self.timeline.definition(document, n) for n in reversed(self.decisions.approved.numbers))
        return next((self._over(d) for d in found if d), False)

    def _over(self, definition: DocumentDefinition) -> bool:
        """Whether a document's retirement has come."""
        return definition.retired is not None and definition.retired <= self.decisions.as_of

    @cached_property
    def verdicts(self) -> Mapping[str, DocumentVerdict]:
        """The verdict of every document by id."""
        self.decisions.prefetch(self.documents)
        found = (self._verdict(id_, definition) for id_, definition in self.documents.items())
        return {verdict.id: self._advised(verdict) for verdict in found}

    def _advised(self, verdict: DocumentVerdict) -> DocumentVerdict:
        """A verdict that advises `ratified reaffirm` only where it would work."""
        if _PREPARES not in verdict.help or self.renewal(verdict.id).startswith("`"):
            return verdict
        return replace(verdict, help=verdict.help.replace(_PREPARES, ""))

    def events(self, document: str) -> tuple[DocumentEvent, ...]:
        """Every landing that changed a document, oldest first, those before adoption included."""
        return tuple(self._event(document, number) for number in self.decisions.changes.get(document, ()))

    def approved_event(self, document: str, path: str, first: int, end: int) -> DocumentEvent | None:
        """The first landing from one on, and before another, that approved a document which held a file; else None."""
        for number in self.decisions.in_force(document):
            held = first <= number < end and any(path == one for one, _ in self.timeline.files(document, number))
            if held and self.decisions.outcome(document, number).approved:
                return self._event(document, number)
        return None

    @cached_property
    def acknowledged(self) -> Acknowledgements:
        """Who acknowledged what, of the documents that the last approved register asks everybody to acknowledge."""
        return acknowledgements(self)

    def version(self, document: str) -> int:
        """How many of its amendments were approved; whatever approved it first counts as one."""
        approved = [e.kind for e in self.events(document) if e.approval is not None]
        return len(approved[:1]) + sum(kind != "reaffirmation" for kind in approved[1:])

    def _event(self, document: str, number: int) -> DocumentEvent:
        key = (document, number)
        if key not in self._events:
            self._events[key] = self._witnessed(event(self.decisions, document, number))
        return self._events[key]

    def _witnessed(self, found: DocumentEvent) -> DocumentEvent:
        approval = found.approval
        if approval is None or approval.proof == "forge" or found.number <= self.witnessed:
            return found
        return replace(found, approval=replace(approval, own_claim=True))

    def _verdict(self, document: str, definition: DocumentDefinition) -> DocumentVerdict:
        numbers = self.decisions.changes.get(document, ())
        for before in self.decisions.in_force(document)[-2:-1]:
            # It will be asked in any case, and where it approved, the last need look no further back.
            self.decisions.outcome(document, before)
        last = self._event(document, numbers[-1]) if numbers else None
        base = DocumentVerdict(
            id=document,
            title=definition.title,
            class_=definition.class_,
            pages=self._pages(definition),
            verdict="unapproved",
            reason="nothing of it is on main",
            help="get its files merged by an approver",
            why="direct",
            fingerprint=self.timeline.fingerprint(document, self.head),
            due=None,
            age_days=None,
            approval=None,
            last_change=last,
            eligible=self._eligible(document, definition),
            place=_REGISTER,
            owner=definition.owner,
        )
        return self._unless_cut(self._at_head(base, document, last))

    def _unless_cut(self, verdict: DocumentVerdict) -> DocumentVerdict:
        """A verdict with the landing beyond which nothing counts on the day, though what stands there claims to."""
        if self.cut is None:
            return verdict
        reason = f"{verdict.reason}; {reasons.cut(self.cut.commit, self.decisions.as_of)}"
        help_ = f"{verdict.help}; {reasons.CUT}" if verdict.help else reasons.CUT
        return replace(verdict, reason=reason, help=help_)

    def _at_head(self, base: DocumentVerdict, document: str, last: DocumentEvent | None) -> DocumentVerdict:
        if self.draft is not None:
            return replace(base, verdict="draft", reason=self.draft.reason, help=self.draft.help, why="")
        definition = self.timeline.definition(document, self.head)
        if definition is None:
            reason = f"{document} left the register without being retired"
            return replace(base, reason=reason, help="put its entry back, with `retired:` and a day", why="gone")
        approved = last is None or last.approval is not None
        if approved and (gone := self._without_file(definition)) is not None:
            return replace(base, reason=f"{document} has no file on main: {gone}", help=_NO_FILE, why="gone")
        if last is not None and not self.decisions.in_force(document):
            # The bootstrap left alone what an unapproved landing had brought into force.
            open_ = self.decisions.outcome(document, last.number)
            return replace(base, reason=open_.reason, help=open_.help, why=open_.why)
        judged = self._judged(base, last) if last else base
        return self._unless_open(judged) if document == SITE_LAYOUT else judged

    def _unless_open(self, layout: DocumentVerdict) -> DocumentVerdict:
        """What lays the site out, which nobody can approve while nobody can say what it is made from."""
        opened = self.open_settings
        if not opened or layout.verdict not in {"approved", "stale", "claimed"}:
            return layout
        return replace(
            layout,
            verdict="unapproved",
            reason=reasons.unknown_settings(opened),
            help=reasons.name_settings(opened),
            why="settings",
            approval=None,
            due=None,
            age_days=None,
        )

    @cached_property
    def open_settings(self) -> tuple[UnknownSetting, ...]:
        """The settings of the head whose inputs are unknown: its own or the approved register does not name them."""
        authority = self.authority
        registers = (self.timeline.register(self.head), authority.register if authority else None)
        named = [{one.setting for one in register.site_inputs} if register else set() for register in registers]
        return self.timeline.settings(self.head).open(*named)

    def _without_file(self, definition: DocumentDefinition) -> str | None:
        """Why a document of the register says nothing at all; None where it has a file, a page if it names pages."""
        if definition.id in BUILT_IN:
            return None
        held = self._pages(definition) if definition.pages else self.timeline.files(definition.id, self.head)
        names = definition.pages or definition.binds
        return None if held else f"nothing there is called {' or '.join(names)}" if names else "its entry names none"

    @cached_property
    def draft(self) -> ApprovalOutcome | None:
        """Why nothing is in force, with what to do; None where the adoption stands."""
        return in_force.draft_reason(self.decisions)

    @cached_property
    def adopters(self) -> EligibleApprovers | None:
        """Who could approve the adoption by the head's own tree; None where it is approved, or cannot be read."""
        return in_force.eligible_adopters(self.decisions, self.awaiting(AUTHORITY))

    def _judged(self, base: DocumentVerdict, last: DocumentEvent) -> DocumentVerdict:
        """What stands after the last landing that changed a document."""
        approval = last.approval
        if approval is None:
            return replace(base, verdict=last.verdict, reason=last.reason, help=last.help, why=last.why)
        day, cadence = self._reviewed(base.id, last.number, approval), self.cadence(base.id)
        due = None if cadence is None else date.fromordinal(min(day.toordinal() + cadence.days, _LAST_DAY))
        age = (self.decisions.as_of - approval.at.date()).days
        found = replace(base, verdict=last.verdict, why="", help="", due=due, age_days=age, approval=approval)
        if due is not None and self.decisions.as_of > due:
            read = f"its text was last reviewed on {_day_in_words(day)}, and " if day != approval.at.date() else ""
            reason = f"{last.reason}; {read}that lapsed after {_day_in_words(due)}"
            help_ = f"review it, then get {self.renewal(base.id)} merged by an approver"
            return replace(found, verdict="stale", reason=reason, help=help_)
        return replace(found, reason=f"{last.reason}; next review by {_day_in_words(due)}" if due else last.reason)

    def _reviewed(self, document: str, number: int, approval: DocumentApproval) -> date:
        """The day (UTC) from which the next review counts: of the last approval that was of more than data's dates."""
        at = self.timeline.moment(text_reviewed(self.decisions, document, number))
        return (at or approval.at).date()

    def renewal(self, document: str) -> str:
        """What renews a document, in words that follow 'land': never a command that could not do it."""
        definition = self.timeline.definition(document, self.head)
        here = [path for path, _ in self.timeline.files(document, self.head)]
        if definition is not None and review_files(document, definition, here):
            return f"`ratified reaffirm {document}`"
        return "a change of one of its files, none of which can hold a review date,"

    def cadence(self, document: str) -> timedelta | None:
        """How long an approval of a document lasts: by its class now or in the approved register, the shorter.

        Where the approved register cannot be read any more, by the last one that can: approvals always lapse.
        """
        first = () if self.timeline.bootstrap is None else (self.timeline.bootstrap,)
        candidates = (self.timeline.authority(n) for n in (*reversed(self.decisions.approved.numbers), *first))
        authority = next(filter(None, candidates), None)
        if authority is None:
            return timedelta(0)
        sides = (self.timeline.definition(document, n) for n in (self.head, authority.number))
        return authority.cadence(tuple(side.class_ for side in sides if side))

    def _eligible(self, document: str, definition: DocumentDefinition) -> tuple[str, ...]:
        """Who may approve a document now: whoever its class names, but for those who wrote what awaits approval."""
        authority = self.authority
        if authority is None:
            return ()
        wrote = {person.id for contributor in self.awaiting(document) if (person := authority.author(contributor))}
        approved = self.timeline.definition(document, authority.number)
        sides = (definition, approved) if approved else (definition,)
        bar = authority.bar(tuple(dict.fromkeys(side.class_ for side in sides)))
        return tuple(person.id for person in authority.eligible(bar, self.decisions.as_of) if person.id not in wrote)

    def awaiting(self, document: str) -> tuple[Contributor, ...]:
        """Everyone whose change to a document on main still awaits approval."""
        opened = self.open_landings(document)
        return tuple(
            dict.fromkeys(i for number in opened for i in self.decisions.facts.authorship.all(document, number))
        )

    def open_landings(self, document: str) -> tuple[int, ...]:
        """The landings whose change to a document still awaits approval, oldest first."""
        numbers = self.decisions.since_adoption(document)
        if not numbers or self.decisions.outcome(document, numbers[-1]).approved:
            return ()
        if document == AUTHORITY and self.decisions.approved.restores(numbers[-1]):
            return ()
        return (*self.decisions.covers(document, numbers[-1]), numbers[-1])

    def _pages(self, definition: DocumentDefinition) -> tuple[str, ...]:
        names = definition.pages
        return tuple(p for p, _ in self.timeline.files(definition.id, self.head) if names and matches(p, names))


def _day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
