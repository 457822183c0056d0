"""Every amendment with its page, newest first; and what stood on each day, by document."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ratified.changes.amendments import (
    MONTHS,
    MOST_LANDINGS,
    AmendmentLanding,
    Amendments,
    DocumentSpan,
    LandedDocument,
)
from ratified.model.dates import month_words
from ratified.model.plurals import how_many, plural
from ratified.views.amending.amendment import spot, to_document, to_landing, version_words
from ratified.views.approvals.status import VerdictStatus, proven, status_by
from ratified.views.approvals.table import UNJUDGED
from ratified.views.approvals.verdict_line import KINDS
from ratified.views.escape import NOTHING, Safe, escape, from_git
from ratified.views.site_map import PageLink
from ratified.views.wording import day_of

if TYPE_CHECKING:
    from datetime import date

    from ratified.views.page_context import PageContext

_WORDS = 3
"""Changes of a landing that its row in the list tells."""

_NONE = "Nothing is in force yet, so nothing was amended. `ratified log DOC` lists what was written."


@dataclass(frozen=True)
class AmendedDocument:
    """A document in a row of the list: its id, what the landing did to it, and whether that was approved."""

    id: PageLink
    title: Safe
    what: Safe
    status: VerdictStatus


@dataclass(frozen=True)
class AmendmentRow:
    """A landing in the list. `words` are its first changes, `more` says how many are left."""

    landing: PageLink
    on: Safe
    subject: Safe
    documents: tuple[AmendedDocument, ...]
    words: tuple[Safe, ...]
    more: Safe
    by: Safe


@dataclass(frozen=True)
class AmendmentMonth:
    """The landings of one month, newest first."""

    title: Safe
    rows: tuple[AmendmentRow, ...]


@dataclass(frozen=True)
class AmendmentList:
    """How many there are, in a sentence, then month by month; `note` says what has no page and where it is."""

    told: Safe
    months: tuple[AmendmentMonth, ...]
    note: Safe
    nothing: Safe = NOTHING


@dataclass(frozen=True)
class PastVerdictRow:
    """What stood from one day to another, both included. `first` and `last` are ISO days for a script.

    `last` is empty where it stands today. `lapsed` says from when on its approval was overdue, where it was.
    """

    since: Safe
    until: Safe
    first: Safe
    last: Safe
    due: Safe
    version: Safe
    status: VerdictStatus
    by: Safe
    proof: Safe
    lapsed: Safe
    landing: PageLink
    text: PageLink


@dataclass(frozen=True)
class PastVerdictDocument:
    """One document and what stood of it, newest first. `holds` names its files, for whoever looks for one."""

    id: Safe
    document: PageLink
    holds: tuple[Safe, ...]
    rows: tuple[PastVerdictRow, ...]


@dataclass(frozen=True)
class PastVerdictTable:
    """What stood, by document. `since` and `as_of` are the first and the last day that can be asked for."""

    since: Safe
    as_of: Safe
    documents: tuple[PastVerdictDocument, ...]
    nothing: Safe = NOTHING


def amendment_list(of: PageContext) -> AmendmentList:
    """Every landing of the last two years that changed a governed document, newest first."""
    standing = of.standing
    found = standing.amendments if standing else Amendments()
    if not found.landings or standing is None:
        return AmendmentList(NOTHING, (), NOTHING, escape(_NONE if standing else UNJUDGED))
    months = tuple(
        AmendmentMonth(escape(month), tuple(_row(of, landed) for landed in group))
        for month, group in groupby(found.landings, _month)
    )
    return AmendmentList(escape(_told(found)), months, escape(_note(found)))


def _month(landed: AmendmentLanding) -> str:
    return month_words(landed.event.at) if landed.event.at else "No date that git can read"


def _told(found: Amendments) -> str:
    events = [one.event for landed in found.landings for one in landed.touched]
    not_approved = sum(not event.in_force for event in events)
    times = f"{how_many(not_approved, 'time')} a document was changed without approval"
    those = times if not_approved else "each of them approved"
    return f"{how_many(len(found.landings), 'commit')} on main; {those}."


def _note(found: Amendments) -> str:
    rest = f" {how_many(found.earlier, 'commit')} since the adoption {plural(found.earlier, 'has', 'have')} none."
    return (
        f"Commits on main of the last {MONTHS} months have a page, at most {MOST_LANDINGS:,}, as do those whose text "
        f"was still on main when that period began.{rest if found.earlier else ''} All others, including those before "
        "the adoption, are listed by: ratified log DOC"
    )


def _row(of: PageContext, landed: AmendmentLanding) -> AmendmentRow:
    event = landed.event
    changes = [change for one in landed.touched for change in one.amended.changes]
    left = len(changes) - _WORDS
    signers = dict.fromkeys(f"{a.name}, {proven(a)}" for one in landed.touched if (a := one.event.approval) is not None)
    return AmendmentRow(
        landing=to_landing(of, event),
        on=escape(day_of(event, "no date")),
        subject=from_git(event.subject),
        documents=tuple(_touched(of, event.landing, one) for one in landed.touched),
        words=tuple(map(from_git, changes[:_WORDS])),
        more=escape(f"and {left} more" if left > 0 else ""),
        by=from_git("; ".join(signers) or "nobody entitled to approve"),
    )


def _touched(of: PageContext, landing: str, one: LandedDocument) -> AmendedDocument:
    return AmendedDocument(
        PageLink(from_git(one.document), of.site_map.of_past(landing, of.page, f"doc-{spot(one.document)}")),
        from_git(one.title),
        escape(KINDS[one.event.kind]),
        status_by(one.event.verdict),
    )


def stood_table(of: PageContext) -> PastVerdictTable:
    """What stood of each document on each day of the last two years, the documents in the order of the register."""
    standing = of.standing
    found = standing.amendments if standing else Amendments()
    if not found.stood or standing is None or found.since is None:
        return PastVerdictTable(NOTHING, NOTHING, (), escape(_NONE if standing else UNJUDGED))
    holds = {one.document: one.files for landed in reversed(found.landings) for one in landed.touched}
    documents = tuple(
        PastVerdictDocument(
            id=from_git(id_),
            document=to_document(of, standing, id_, (rows := tuple(group))[0].title),
            holds=tuple(from_git(path) for path, _ in holds.get(id_, ())),
            rows=tuple(_stood(of, one, standing.as_of) for one in rows),
        )
        for id_, group in groupby(found.stood, lambda one: one.document)
    )
    first = min(one.since for one in found.stood)
    return PastVerdictTable(escape(max(first, found.since)), escape(standing.as_of), documents)


def _stood(of: PageContext, one: DocumentSpan, as_of: date) -> PastVerdictRow:
    event, approval = one.event, one.event.approval
    over = one.due is not None and one.due < (one.until or as_of)
    return PastVerdictRow(
        since=escape(one.since),
        until=escape(one.until or "today"),
        first=escape(one.since),
        last=escape(one.until or ""),
        due=escape(one.due or ""),
        version=escape(version_words(one.version, event)),
        status=status_by(event.verdict),
        by=from_git(f"{approval.name}, {approval.role}" if approval and approval.role else approval.name)
        if approval
        else escape("nobody entitled to approve"),
        proof=escape(proven(approval) if approval else ""),
        lapsed=escape(f"review overdue after {one.due}" if over else ""),
        landing=to_landing(of, event, f"doc-{spot(one.document)}"),
        text=PageLink(
            escape("Text on main"), of.site_map.of_past(event.landing, of.page, f"said-{spot(one.document)}")
        ),
    )
