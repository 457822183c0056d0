"""Verdicts for people and for machines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from ratified.approval.authority import AUTHORITY
from ratified.approval.due import DueDocument, due_next
from ratified.model.dates import iso
from ratified.model.plurals import counted
from ratified.output import terminal
from ratified.output.json_report import dumps
from ratified.output.terminal import BAD, CARE, DIM, DOUBT, GOOD, painted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.check.status import StatusReport
    from ratified.model.acknowledged import AskedPerson
    from ratified.model.landing import Identity
    from ratified.model.verdict import DocumentApproval, DocumentEvent, DocumentVerdict, VerdictWord

SCHEMA = "ratified/status/1"


class _JudgedHistory(Protocol):
    """What verdicts are of: the branch `ref` up to `head`, and what adopted it."""

    @property
    def head(self) -> str: ...
    @property
    def ref(self) -> str: ...
    @property
    def landings(self) -> int: ...
    @property
    def adopted_in(self) -> str: ...
    @property
    def single_approver(self) -> str: ...


SOON = 30
"""Days in which what is due is named beneath the table."""

COLOURS: Mapping[VerdictWord, str] = {
    "approved": GOOD,
    "claimed": CARE,
    "pending": CARE,
    "draft": DIM,
    "stale": BAD,
    "unapproved": BAD,
    "undecidable": DOUBT,
}


def render_json(
    stands: _JudgedHistory,
    as_of: date,
    documents: Sequence[DocumentVerdict],
    unread: Sequence[tuple[str, AskedPerson]] | None = None,
) -> str:
    """The verdicts as design.md promises them: `landings` is how many the branch `ref` holds up to `head`. `unread` is
    what one person has yet to acknowledge; None where nobody was named, and then the key is left out.
    """
    asked = None if unread is None else {"acknowledge": [_unread(id_, row) for id_, row in unread]}
    return dumps(
        {
            "schema": SCHEMA,
            "head": stands.head,
            "ref": stands.ref,
            "as_of": as_of.isoformat(),
            "landings": stands.landings,
            "bootstrap": stands.adopted_in or None,
            "single_approver": stands.single_approver or None,
            "documents": [_document(verdict) for verdict in documents],
            **(asked or {}),
        }
    )


def _unread(document: str, row: AskedPerson) -> dict[str, Any]:
    return {"document": document, "since": iso(row.since), "due": iso(row.due)}


def render(
    stands: StatusReport,
    as_of: date,
    documents: Sequence[DocumentVerdict],
    colour: bool,
    unread: Sequence[tuple[str, AskedPerson]] = (),
) -> Iterator[str]:
    """A table of verdicts, then what is due next, what one person has yet to acknowledge, and what was judged."""
    rows = [(v.verdict, v.id, v.due.isoformat() if v.due else "-", v.title) for v in documents]
    widths = [max([len(terminal.line(row[column])) for row in rows], default=0) for column in range(3)]
    for row in rows:
        cells = [terminal.line(cell).ljust(width) for cell, width in zip(row, (*widths, 0), strict=True)]
        yield "  ".join([painted(cells[0], COLOURS[row[0]], colour), *cells[1:]]).rstrip()
    due = due_next(documents, as_of, SOON)
    if due:
        yield ""
        yield f"Due next (within {SOON} days):"
        yield from (f"  {_due(entry)}" for entry in due)
    if unread:
        yield ""
        yield "To acknowledge, by `ratified acknowledge DOC` once it is read:"
        for id_, asked in unread:
            late = f", {counted((as_of - asked.due).days, 'day')} overdue" if asked.late(as_of) else ""
            yield terminal.line(f"  {id_} by {asked.due}{late}")
    yield ""
    day = f"{as_of.isoformat()} (today, so its tip counts as seen today)" if stands.today else as_of.isoformat()
    below = f", {counted(stands.above, 'commit')} below its tip" if stands.above else ""
    if stands.single_approver and any(verdict.id == AUTHORITY for verdict in documents):
        yield terminal.line(alone(stands.single_approver))
    if stands.adopted_in:
        yield f"Adopted in commit {stands.adopted_in}"
    yield terminal.line(f"{stands.ref} at {stands.head[:12]}{below}, as of {day}")


def alone(reason: str) -> str:
    """That one person alone may approve AUTHORITY, as a sentence."""
    return f"The register accepts that one person alone may approve {AUTHORITY}: {reason.rstrip('.')}."


def render_one(verdict: DocumentVerdict, version: int, stands: StatusReport, colour: bool) -> Iterator[str]:
    """Why a document stands as it does, in sentences."""
    yield terminal.line(f"{verdict.id}: {verdict.title}")
    yield f"{painted(verdict.verdict, COLOURS[verdict.verdict], colour)}: {terminal.line(verdict.reason)}"
    if verdict.help:
        yield terminal.line(f"To do: {verdict.help}")
    if verdict.approval:
        age = counted(verdict.age_days or 0, "day")
        yield f"Version {version}, approved {age} ago, commit {verdict.approval.landing}"
        if verdict.approval.own_claim:
            yield "Its date is unconfirmed: no anchor and no Git host's signature at or after it"
        if verdict.approval.unexamined:
            what = "the adoption" if verdict.approval.kind == "bootstrap" else "its first approval after the adoption"
            yield f"This is {what}: who wrote the text before that was not examined"
    if verdict.last_change:
        yield from _last(verdict.last_change)
    if stands.single_approver and verdict.id == AUTHORITY:
        yield terminal.line(alone(stands.single_approver))
    able = " or ".join(stands.people.get(id_, id_) for id_ in verdict.eligible) or _nobody(stands)
    yield terminal.line(f"Who may approve it next: {able}")
    yield f"Fingerprint: {verdict.fingerprint}"


def _nobody(stands: StatusReport) -> str:
    """Nobody is there; before an adoption that somebody approved, nobody can say who that is."""
    if stands.adopted_in:
        return "nobody; add a deputy to an approver role"
    return "whoever the register and the roster name that are adopted; `ratified adopt` says whether that works"


def _last(event: DocumentEvent) -> Iterator[str]:
    when = event.at.date().isoformat() if event.at else "a day that cannot be read"
    authors = ", ".join(map(str, event.authors)) or "nobody git can name"
    yield terminal.line(f"Last changed on {when} ({event.method}, {event.kind}) by {authors}: {event.subject}")


def _due(entry: DueDocument) -> str:
    verdict = entry.verdict
    if entry.days is None:
        when = f"now: {verdict.verdict}"
    elif entry.days < 0:
        when = f"{counted(-entry.days, 'day')} overdue"
    else:
        when = f"in {counted(entry.days, 'day')}, by {entry.day}"
    return terminal.line(f"{verdict.id} ({verdict.owner or verdict.class_}) {when}")


def _document(verdict: DocumentVerdict) -> dict[str, Any]:
    return {
        "id": verdict.id,
        "title": verdict.title,
        "pages": list(verdict.pages),
        "class": verdict.class_,
        "verdict": verdict.verdict,
        "reason": verdict.reason,
        "fingerprint": verdict.fingerprint,
        "due": iso(verdict.due),
        "age_days": verdict.age_days,
        "eligible": list(verdict.eligible),
        "approval": _approval(verdict.approval) if verdict.approval else None,
        "last_change": _change(verdict.last_change) if verdict.last_change else None,
    }


def _approval(approval: DocumentApproval) -> dict[str, Any]:
    return {
        "landing": approval.landing,
        "approver": approval.approver,
        "proof": approval.proof,
        "kind": approval.kind,
        "change_request": approval.change_request,
        "authors": list(approval.authors),
        "covers": list(approval.covers),
        "at": instant(approval.at),
        "said": instant(approval.said) if approval.said else None,
        "own_claim": approval.own_claim,
    }


def _change(event: DocumentEvent) -> dict[str, Any]:
    return {
        "landing": event.landing,
        "method": event.method,
        "merger": identity(event.merger) if event.merger else None,
        "authors": [identity(author) for author in event.authors],
        "at": instant(event.at) if event.at else None,
        "change_request": event.change_request,
    }


def identity(who: Identity) -> dict[str, str]:
    """A name and an address as JSON; bytes that are no UTF-8 as escapes."""
    return {"name": readable(who.name), "email": readable(who.email)}


def instant(at: datetime) -> str:
    """A moment as JSON: `2026-03-02T09:14:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def readable(text: str) -> str:
    """A text of a commit; bytes that are no UTF-8 as escapes."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
