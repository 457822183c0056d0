"""A file of a governed document as it was: its lines, escaped, and nothing run or rendered."""

from __future__ import annotations

from dataclasses import dataclass

from ratified.judgement.amendments import MOST_BYTES, File, Landed
from ratified.present.amendment import spot, to_document, to_landing
from ratified.present.atlas import Link
from ratified.present.escape import NOTHING, Safe, escape, from_git, verbatim
from ratified.present.outlook import Outlook, UnknownNameError
from ratified.present.standing import Standing
from ratified.source.decode import decode
from ratified.source.fault import Fault


@dataclass(frozen=True, slots=True)
class Told:
    """A landing after which the file said this: when, which document, as which version, and by whom it was approved."""

    on: Safe
    landing: Link
    document: Link
    by: Safe


@dataclass(frozen=True, slots=True)
class PastText:
    """A file as it was. `lines` is empty where `note` says why it is not shown; `command` prints it."""

    title: Safe
    lines: Safe
    count: Safe
    note: Safe
    told: tuple[Told, ...]
    more: Safe
    command: Safe
    list: Link


MOST_LANDINGS = 12
"""Landings that are named above a text."""


def past_text(of: Outlook, name: str) -> PastText:
    """The page of a file as it was, by what that page is called. Raises UnknownNameError."""
    standing = of.standing
    file = standing.amendments.by_name.get(name) if standing else None
    if file is None or standing is None:
        raise UnknownNameError(f"there is no text {name!r}; the page of a landing links to each")
    path, blob = file
    data = standing.amendments.texts[file]
    text = "" if data is None else decode(path, data)
    note = f"Over {MOST_BYTES:,} bytes: too long to be shown here." if data is None else ""
    if isinstance(text, Fault):
        note, text = f"{len(data or b''):,} bytes that are no text, so they are not shown here.", ""
    rows = [_told(of, standing, landed, file) for landed in standing.amendments.left_by[file]]
    rest = len(rows) - MOST_LANDINGS
    return PastText(
        title=from_git(path),
        lines=verbatim(text),
        count=escape(text.count("\n") + (not text.endswith("\n")) if text else 0),
        note=escape(note),
        told=tuple(rows[:MOST_LANDINGS]),
        more=escape(f"And after {rest} earlier landings." if rest > 0 else ""),
        command=escape(f"git cat-file blob {blob.id}"),
        list=of.thing("All amendments", "amendment_list", ""),
    )


def _told(of: Outlook, standing: Standing, landed: Landed, file: File) -> Told:
    one = next(touched for touched in landed.touched if file in touched.files)
    event = one.event
    approval = event.approval
    return Told(
        escape(event.at.date() if event.at else "no date that git can read"),
        to_landing(of, event, f"doc-{spot(one.document)}"),
        to_document(of, standing, one.document, f"{one.document} {one.title}"),
        from_git(f"version {one.version}, {approval.name}") if approval else NOTHING,
    )
