"""The page of one landing: who proposed, who ratified and how we know, what changed, and what it said from then on.

Nothing of the past is run here: old pages are compared by their words, old macros by what they name (`decisions/0052`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from ratified.changes.amendments import File, LandedDocument, text_name
from ratified.model.plurals import counted, how_many
from ratified.views.amending.as_read import PageAsRead, as_read
from ratified.views.amending.side_by_side import MOST_ROWS as MOST_LINES
from ratified.views.amending.side_by_side import SideBySideText, beside
from ratified.views.approvals.status import METHODS, SiteVerdicts, VerdictStatus, status_by
from ratified.views.approvals.table import titled
from ratified.views.approvals.verdict_line import KINDS
from ratified.views.escape import NOTHING, Safe, escape, from_git
from ratified.views.page_context import PageContext, UnknownNameError
from ratified.views.site_map import NO_LINK, PageLink
from ratified.views.wording import day_of, sentence

if TYPE_CHECKING:
    from ratified.model.verdict import DocumentEvent

MOST_WORDS = 200
"""Changes of one document that are listed; the command lists all."""

MOST_ROWS = 1_000
"""Changed lines of one landing that are shown beside each other."""


@dataclass(frozen=True)
class PastTextLink:
    """A file of a document as it stood from a landing on, and whether that landing changed it."""

    file: PageLink
    changed: bool


@dataclass(frozen=True)
class ChangedDocument:
    """What a landing did to one document. `spot` ends its anchors, `reason` says why it was approved or not; `read` are
    its pages before and after, `texts` what else changed line by line, `unchanged` counts the files that did not.
    """

    id: Safe
    spot: Safe
    document: PageLink
    what: Safe
    status: VerdictStatus
    version: Safe
    reason: Safe
    covers: tuple[PageLink, ...]
    bulk: tuple[PageLink, ...]
    changes: tuple[Safe, ...]
    more: Safe
    read: tuple[PageAsRead, ...]
    texts: tuple[SideBySideText, ...]
    files: tuple[PastTextLink, ...]
    unchanged: Safe


@dataclass(frozen=True)
class AmendmentPage:
    """A landing. `command` shows all of it on a command line."""

    title: Safe
    subject: Safe
    on: Safe
    method: Safe
    proposed: tuple[Safe, ...]
    merged: Safe
    change: PageLink
    landing: PageLink
    documents: tuple[ChangedDocument, ...]
    command: Safe
    earlier: PageLink
    later: PageLink
    list: PageLink


def title_of(event: DocumentEvent) -> str:
    """What a landing is called: `#41`, else the first letters of its commit. Plain text."""
    return event.change_request or event.landing[:12]


def _called(event: DocumentEvent) -> str:
    return f"Change request {event.change_request}" if event.change_request else f"Commit {event.landing[:12]}"


def to_landing(of: PageContext, event: DocumentEvent, anchor: str = "") -> PageLink:
    """A landing by its change request, linked to its page where it has one."""
    standing = of.standing
    paged = standing is not None and event.landing in standing.amendments.by_id
    return PageLink(
        from_git(title_of(event)), of.site_map.of_past(event.landing, of.page, anchor) if paged else NOTHING
    )


def spot(document: str) -> str:
    """The id of a document as the end of an anchor: any register of the past may have named it anyhow."""
    return re.sub(r"[^A-Za-z0-9_.-]", "-", document)


def amendment(of: PageContext, commit: str) -> AmendmentPage:
    """The page of a landing, by its commit id. Raises UnknownNameError."""
    standing = of.standing
    landed = standing.amendments.by_id.get(commit) if standing else None
    if landed is None or standing is None:
        raise UnknownNameError(
            f"there is no page of a commit {commit!r}; `ratified log DOC` lists every commit on main"
        )
    event, ends = landed.event, standing.amendments.landings
    place = ends.index(landed)
    room = MOST_ROWS
    documents = []
    for one in landed.touched:
        found = _document(of, standing, one, room)
        room -= sum(len(text.rows) for text in (*found.texts, *(page.source for page in found.read)))
        documents.append(found)
    return AmendmentPage(
        title=from_git(f"{_called(event)}, {day_of(event, 'no date')}"),
        subject=from_git(event.subject),
        on=escape(event.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if event.at else "no date that git can read"),
        method=escape(METHODS[event.method]),
        proposed=tuple(from_git(str(author)) for author in event.authors) or (escape("nobody git can name"),),
        merged=from_git(str(event.merger)) if event.merger else NOTHING,
        change=PageLink(from_git(event.change_request or ""), standing.change(event.change_request).href),
        landing=standing.commit(event.landing),
        documents=tuple(documents),
        command=escape(f"git show --first-parent {event.landing[:12]}"),
        earlier=to_landing(of, ends[place + 1].event) if place + 1 < len(ends) else NO_LINK,
        later=to_landing(of, ends[place - 1].event) if place else NO_LINK,
        list=of.thing("All amendments", "amendment_list", ""),
    )


def _document(of: PageContext, standing: SiteVerdicts, one: LandedDocument, room: int) -> ChangedDocument:
    event, changes = one.event, one.amended.changes
    read, texts = _texts(one, room)
    more = len(changes) - MOST_WORDS
    approval = event.approval
    return ChangedDocument(
        id=from_git(one.document),
        spot=Safe(spot(one.document)),
        document=to_document(of, standing, one.document, one.title),
        what=escape(KINDS[event.kind]),
        status=status_by(event.verdict),
        version=escape(version_words(one.version, event)),
        reason=from_git(sentence(event.reason)),
        covers=tuple(_covered(of, standing, id_) for id_ in approval.covers) if approval else (),
        bulk=tuple(to_document(of, standing, id_, id_) for id_ in one.bulk),
        changes=tuple(map(from_git, changes[:MOST_WORDS])),
        more=from_git(
            f"{how_many(more, 'change')} more: ratified log {one.document} --format json" if more > 0 else ""
        ),
        read=read,
        texts=texts,
        files=tuple(_file(of, one, file) for file in one.files),
        unchanged=escape(f"{counted(sum(path not in one.changed for path, _ in one.files), 'file')} unchanged"),
    )


def to_document(of: PageContext, standing: SiteVerdicts, id_: str, title: str) -> PageLink:
    """A document by its title, linked to its first page today where it has one."""
    verdict = standing.verdicts.get(id_)
    return PageLink(from_git(title), titled(of, verdict).href if verdict else NOTHING)


def version_words(version: int | None, event: DocumentEvent) -> str:
    """Which version stands after a landing, in words. Plain text."""
    if event.in_force:
        return f"version {version}"
    return f"version {version} is the last that was approved" if version else "no approved version yet"


def _covered(of: PageContext, standing: SiteVerdicts, id_: str) -> PageLink:
    href = of.site_map.of_past(id_, of.page) if id_ in standing.amendments.by_id else standing.commit(id_).href
    return PageLink(escape(id_[:12]), href)


def _texts(one: LandedDocument, room: int) -> tuple[tuple[PageAsRead, ...], tuple[SideBySideText, ...]]:
    """Its pages as they are read, each with its source; and what else changed, line by line."""
    pages = {found.path: found for found in one.amended.read}
    read: list[PageAsRead] = []
    texts: list[SideBySideText] = []
    for passage in one.amended.passages:
        most = min(room, MOST_LINES)
        found = beside(passage, most)
        room -= len(found.rows)
        if page := pages.get(passage.title):
            read.append(as_read(page, found, most))
        else:
            texts.append(found)
    return tuple(read), tuple(texts)


def _file(of: PageContext, one: LandedDocument, file: File) -> PastTextLink:
    path, _ = file
    href = of.site_map.of_past(text_name(file), of.page) if has_text(of, file) else NOTHING
    return PastTextLink(PageLink(from_git(path), href), path in one.changed)


def has_text(of: PageContext, file: File) -> bool:
    """Whether a file as it was has a page of its own."""
    return of.standing is not None and file in of.standing.amendments.texts
