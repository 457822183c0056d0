"""A file of a governed document as it was: its lines, escaped, and nothing run or rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.changes.amendments import MOST_BYTES, AmendmentLanding, File
from ratified.model.plurals import how_many
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.views.amending.amendment import spot, to_document, to_landing
from ratified.views.escape import NOTHING, Safe, escape, from_git, verbatim
from ratified.views.page_context import PageContext, UnknownNameError
from ratified.views.wording import day_of

if TYPE_CHECKING:
    from ratified.views.approvals.status import SiteVerdicts
    from ratified.views.site_map import PageLink


@dataclass(frozen=True)
class PastTextLanding:
    """A landing after which the file said this: when, which document, as which version, and by whom it was approved."""

    on: Safe
    landing: PageLink
    document: PageLink
    by: Safe


@dataclass(frozen=True)
class PastText:
    """A file as it was. `lines` is empty where `note` says why it is not shown; `command` prints it."""

    title: Safe
    lines: Safe
    count: Safe
    note: Safe
    told: tuple[PastTextLanding, ...]
    more: Safe
    command: Safe
    list: PageLink


MOST_LANDINGS = 12
"""Landings that are named above a text."""


def past_text(of: PageContext, name: str) -> PastText:
    """The page of a file as it was, by what that page is called. Raises UnknownNameError."""
    standing = of.standing
    file = standing.amendments.by_name.get(name) if standing else None
    if file is None or standing is None:
        raise UnknownNameError(f"there is no text {name!r}; the page of a commit links to each")
    path, blob = file
    data = standing.amendments.texts[file]
    text = "" if data is None else decode(path, data)
    note = f"Over {MOST_BYTES:,} bytes: too long to be shown here." if data is None else ""
    if isinstance(text, ReadingFault):
        note, text = f"{len(data or b''):,} bytes that are no text, so they are not shown here.", ""
    rows = [_told(of, standing, landed, file) for landed in standing.amendments.left_by[file]]
    rest = len(rows) - MOST_LANDINGS
    return PastText(
        title=from_git(path),
        lines=verbatim(text),
        count=escape(text.count("\n") + (not text.endswith("\n")) if text else 0),
        note=escape(note),
        told=tuple(rows[:MOST_LANDINGS]),
        more=escape(f"And after {how_many(rest, 'earlier commit')} on main." if rest > 0 else ""),
        command=escape(f"git cat-file blob {blob.id}"),
        list=of.thing("All amendments", "amendment_list", ""),
    )


def _told(of: PageContext, standing: SiteVerdicts, landed: AmendmentLanding, file: File) -> PastTextLanding:
    one = next(touched for touched in landed.touched if file in touched.files)
    event = one.event
    approval = event.approval
    return PastTextLanding(
        escape(day_of(event)),
        to_landing(of, event, f"doc-{spot(one.document)}"),
        to_document(of, standing, one.document, f"{one.document} {one.title}"),
        from_git(f"version {one.version}, {approval.name}") if approval else NOTHING,
    )
