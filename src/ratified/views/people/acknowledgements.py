"""Who has acknowledged which document, how that is known, and who has not yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.plurals import counted, plural
from ratified.views.approvals.due import within
from ratified.views.approvals.status import VerdictStatus
from ratified.views.approvals.table import UNJUDGED, titled
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.site_map import NO_LINK, PageLink
from ratified.views.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ratified.model.acknowledged import AcknowledgedBy, Acknowledgement, AskedDocument, AskedPerson
    from ratified.views.approvals.status import SiteVerdicts
    from ratified.views.page_context import PageContext

_HOW: Mapping[AcknowledgedBy, tuple[str, str, str]] = {
    "own key": ("approved", "By themselves, signed", "in a commit signed with their own key"),
    "own name": ("approved", "By themselves", "in a commit in their name"),
    "list": ("claimed", "By a list", "by a list that somebody else approved"),
    "import": ("claimed", "By an imported list", "by an import that somebody else approved"),
}
"""How each looks, its words as a status, and in a sentence: a list is weaker, and says so."""

_OPEN, _LATE = ("pending", "Not yet"), ("stale", "Overdue")
_NOBODY = "The approved register asks nobody to acknowledge a document."


@dataclass(frozen=True)
class AcknowledgementRow:
    """A person and what counts for them, or until when they are asked. `said` is the day that their line says, `on` the
    one from which it is on main, `before` what they acknowledged before a material amendment."""

    person: Safe
    status: VerdictStatus
    said: Safe
    how: Safe
    on: Safe
    landing: PageLink
    due: Safe
    within: Safe
    before: Safe


@dataclass(frozen=True)
class VoidRow:
    """A line that counts for nothing, whose it is, and why."""

    person: Safe
    document: Safe
    said: Safe
    why: Safe
    landing: PageLink


@dataclass(frozen=True)
class AcknowledgedDocument:
    """A document: how many acknowledged it, each way counted apart; who has not, the most urgent first; who has.

    `again` says since when and why everybody is asked anew, `told` how far it is, in a sentence.
    """

    id: Safe
    document: PageLink
    told: Safe
    again: Safe
    fingerprint: Safe
    counts: tuple[tuple[VerdictStatus, Safe], ...]
    open: tuple[AcknowledgementRow, ...]
    done: tuple[AcknowledgementRow, ...]


@dataclass(frozen=True)
class AcknowledgementTable:
    """Every document that is asked for, and the lines that count for nothing. `none` says that there is no document."""

    documents: tuple[AcknowledgedDocument, ...]
    void: tuple[VoidRow, ...] = ()
    as_of: Safe = NOTHING
    none: Safe = NOTHING


def acknowledgement_table(of: PageContext) -> AcknowledgementTable:
    """Every document that the approved register asks everybody to acknowledge."""
    standing = of.standing
    if standing is None:
        return AcknowledgementTable((), none=escape(UNJUDGED))
    known = standing.acknowledged
    if not known.documents:
        return AcknowledgementTable((), none=escape(_NOBODY))
    void = [_void(of, standing, one, sentence(f"It {one.why}")) for one in known.refused]
    void += [_void(of, standing, one, f"Taken out by commit {one.removed[:10]}.") for one in known.removed]
    documents = tuple(_document(of, standing, one) for one in known.documents)
    return AcknowledgementTable(documents, tuple(void), escape(standing.as_of))


def acknowledged_lines(of: PageContext) -> tuple[tuple[PageLink, str], ...]:
    """Each document that is asked for, linked to where the site says who, with how far it is in words, plain text."""
    standing = of.standing
    found = standing.acknowledged.documents if standing else ()
    day = standing.as_of if standing else of.as_of
    return tuple(
        (of.thing(one.title, "acknowledgement_table", f"acknowledge-{one.document}"), _told(one, day)) for one in found
    )


def _document(of: PageContext, standing: SiteVerdicts, asked: AskedDocument) -> AcknowledgedDocument:
    rows = sorted(asked.people, key=lambda one: (one.due, one.name))
    verdict = standing.verdicts.get(asked.document)
    return AcknowledgedDocument(
        id=escape(asked.document),
        document=titled(of, verdict) if verdict else PageLink(escape(asked.title), NOTHING),
        told=escape(_told(asked, standing.as_of)),
        again=escape(_again(of, asked)),
        fingerprint=escape(asked.fingerprint),
        counts=tuple(_counts(asked, standing.as_of)),
        open=tuple(_row(standing, one) for one in rows if one.done is None),
        done=tuple(_row(standing, one) for one in sorted(rows, key=lambda one: one.name) if one.done is not None),
    )


def _told(asked: AskedDocument, day: date) -> str:
    total, done = len(asked.people), sum(one.done is not None for one in asked.people)
    late = sum(one.late(day) for one in asked.people)
    if done == total:
        return f"Everybody who is asked has acknowledged it: {counted(total, 'person', 'people')}."
    overdue = f", {late} of them {plural(late, 'is', 'are')} overdue" if late else ", nobody is overdue"
    return f"{done} of {counted(total, 'person', 'people')} have acknowledged it; {total - done} have not yet{overdue}."


def _again(of: PageContext, asked: AskedDocument) -> str:
    if asked.material is None:
        return ""
    rows = [row for one in of.book.register.acknowledgements if one.document == asked.document for row in one.material]
    named = [row for row in rows if row.amended <= asked.material.on]
    reason = f": {max(named, key=lambda row: row.amended).reason}" if named else ""
    return sentence(f"Asked anew of everybody since the amendment of {asked.material.on}{reason}")


def _counts(asked: AskedDocument, day: date) -> Sequence[tuple[VerdictStatus, Safe]]:
    """Each way of acknowledging that anybody went, and those who have not, counted apart."""
    found: dict[tuple[str, str], int] = {}
    for one in asked.people:
        look = _look(one, day)
        found[look] = found.get(look, 0) + 1
    order = [_LATE, _OPEN, *(how[:2] for how in _HOW.values())]
    return [(_status(look), escape(found[look])) for look in order if look in found]


def _look(one: AskedPerson, day: date) -> tuple[str, str]:
    if one.done is None:
        return _LATE if one.late(day) else _OPEN
    return _HOW[one.done.by][:2]


def _status(look: tuple[str, str]) -> VerdictStatus:
    return VerdictStatus(escape(look[0]), escape(look[1]))


def _dated(one: AskedPerson, day: date) -> VerdictStatus:
    """How far somebody is; on a page that nobody rebuilt, after their last day, it says that they are overdue."""
    found = _status(_look(one, day))
    waits = one.done is None and not one.late(day)
    return VerdictStatus(found.kind, found.words, escape(one.due), escape(_LATE[1])) if waits else found


def _row(standing: SiteVerdicts, one: AskedPerson) -> AcknowledgementRow:
    done, earlier = one.done, one.earlier
    before = f"Acknowledged an older text on {earlier.day}" if earlier else ""
    return AcknowledgementRow(
        person=escape(one.name),
        status=_dated(one, standing.as_of),
        said=escape(done.day) if done else NOTHING,
        how=escape(_HOW[done.by][2]) if done else NOTHING,
        on=escape(done.on) if done else NOTHING,
        landing=standing.commit(done.landing) if done else NO_LINK,
        due=escape(one.due),
        within=escape(within((one.due - standing.as_of).days)),
        before=escape(before),
    )


def _void(of: PageContext, standing: SiteVerdicts, one: Acknowledgement, why: str) -> VoidRow:
    person = of.book.person.get(one.person)
    return VoidRow(
        escape(person.name if person else one.person),
        escape(one.document),
        escape(one.day),
        escape(why),
        standing.commit(one.landing),
    )
