"""Every landing that changed a document, for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratified.model.plurals import counted
from ratified.output import terminal
from ratified.output.json_report import dumps
from ratified.output.status import COLOURS, identity, instant, readable
from ratified.output.terminal import DIM, GOOD, painted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.changes.document_log import DocumentLogEntry
    from ratified.changes.lines import DiffPassage
    from ratified.model.verdict import DocumentEvent

SCHEMA = "ratified/log/1"
MOST_WORDS = 40
"""Changes of one landing that are listed for people; `--format json` lists them all."""

MOST_LINES = 60
"""Lines of changed text shown beneath one landing."""


def render(document: str, entries: Sequence[DocumentLogEntry], colour: bool) -> Iterator[str]:
    """One block a landing, newest first: when, what, by whom, approved or not, and what changed in words."""
    if not entries:
        yield terminal.line(f"{document}: no commit on main changed it")
    for number, entry in enumerate(entries):
        if number:
            yield ""
        yield from _block(entry, colour)


def _block(entry: DocumentLogEntry, colour: bool) -> Iterator[str]:
    event = entry.event
    day = event.at.date().isoformat() if event.at else "no date   "
    verdict = painted(event.verdict, COLOURS[event.verdict], colour)
    version = f" (version {entry.version})" if entry.version and event.kind != "reaffirmation" else ""
    yield f"{day}  {event.kind}  {verdict}{version}  {terminal.line(event.reason)}"
    yield painted(terminal.line(f"  {_who(event)}"), DIM, colour)
    if event.approval and event.approval.covers:
        yield terminal.line(
            f"  covers: {', '.join(id_[:10] for id_ in event.approval.covers)}, which nobody had approved"
        )
    if entry.bulk:
        yield terminal.line(f"  bulk: also {', '.join(entry.bulk)}")
    changes = entry.amended.changes
    yield from (terminal.line(f"  - {change}") for change in changes[:MOST_WORDS])
    if len(changes) > MOST_WORDS:
        yield f"  - and {len(changes) - MOST_WORDS} more; --format json lists them all"
    yield from _texts(entry.amended.passages, event.landing, colour)


def _who(event: DocumentEvent) -> str:
    authors = ", ".join(map(str, event.authors)) or "nobody git can name"
    merger = f", merged by {event.merger}" if event.merger else ""
    return f"{event.landing[:10]} ({event.method}) by {authors}{merger}: {event.subject}"


def _texts(passages: Sequence[DiffPassage], landing: str, colour: bool) -> Iterator[str]:
    room, left = MOST_LINES, 0
    for passage in passages:
        printed = passage.lines[: max(room, 0)]
        left += len(passage.lines) - len(printed)
        room -= len(printed)
        if printed:
            yield painted(terminal.line(f"      {passage.title}"), DIM, colour)
            yield from (_line(line, colour) for line in printed if line.strip())
    if left:
        rest = f"{counted(left, 'line')} left out; `git show --first-parent {landing[:10]}` has them"
        yield painted(f"      {rest}", DIM, colour)


def _line(line: str, colour: bool) -> str:
    style = {"-": "31", "+": GOOD, "@": DIM}.get(line[:1])
    text = f"      {terminal.line(line)}".rstrip()
    return painted(text, style, colour) if style else text


def render_json(document: str, entries: Sequence[DocumentLogEntry]) -> str:
    """The landings as design.md promises them, newest first, and with them the bulk and what is covered."""
    return dumps({"schema": SCHEMA, "document": document, "entries": [_entry(entry) for entry in entries]})


def _entry(entry: DocumentLogEntry) -> dict[str, Any]:
    event, approval = entry.event, entry.event.approval
    return {
        "landing": event.landing,
        "at": instant(event.at) if event.at else None,
        "method": event.method,
        "merger": identity(event.merger) if event.merger else None,
        "authors": [identity(author) for author in event.authors],
        "change_request": event.change_request,
        "kind": event.kind,
        "proof": approval.proof if approval else None,
        "approver": approval.approver if approval else None,
        "verdict": event.verdict,
        "reason": readable(event.reason),
        "version": entry.version,
        "covers": list(approval.covers) if approval else [],
        "bulk": list(entry.bulk),
        "changes": [readable(change) for change in entry.amended.changes],
    }
