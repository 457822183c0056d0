"""Who approved what: every document with its verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from ratified.model.verdict import Approval, Verdict
from ratified.present.atlas import Link
from ratified.present.escape import NOTHING, Safe, escape
from ratified.present.outlook import Outlook
from ratified.present.standing import IN_FORCE, WORDS, Standing, Status, proven, status_of, version_of
from ratified.present.words import sentence

UNJUDGED = "No history was judged for this build, so nothing here says who approved what."
TROUBLE = ("unapproved", "undecidable", "stale", "pending", "claimed", "layout", "draft", "approved")
"""How a status looks, what needs somebody first."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who approved: by name, in which role, on what day (UTC), by which change request, and how we know."""

    name: Safe
    role: Safe
    on: Safe
    change: Link
    proof: Safe


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A document in the table. `reason` says why it is not green."""

    id: Safe
    document: Link
    owner: Link
    status: Status
    reason: Safe
    signed: Signed | None
    version: Safe
    due: Safe
    history: Link


@dataclass(frozen=True, slots=True)
class Count:
    """How many documents share a status."""

    status: Status
    count: Safe


@dataclass(frozen=True, slots=True)
class ApprovalsTable:
    """Every document, what needs somebody first; `judged` says as of when and at which commit."""

    counts: tuple[Count, ...]
    rows: tuple[ApprovalRow, ...]
    judged: tuple[Link, ...]
    unjudged: Safe = NOTHING


def names(of: Outlook, ids: Iterable[str]) -> str:
    """People by name, in one line of plain text; an id that nobody knows shows as it is."""
    people = of.book.person
    return ", ".join(people[id_].name if id_ in people else id_ for id_ in ids)


def titled(of: Outlook, verdict: Verdict) -> Link:
    """A document by its title, linked to its first page that the site has."""
    found = (of.atlas.page(path, of.page) for path in verdict.pages)
    return Link(escape(verdict.title), next((href for href in found if href), NOTHING))


def signed(standing: Standing, approval: Approval | None) -> Signed | None:
    """Who stands behind an approval; None where nobody does."""
    if approval is None:
        return None
    on, change = approval.at.astimezone(UTC).date(), standing.change(approval.change_request)
    return Signed(escape(approval.name), escape(approval.role), escape(on), change, escape(proven(approval)))


def why(verdict: Verdict) -> Safe:
    """Why a verdict is not green, as a sentence; nothing where the words of the verdict and its approval say it."""
    lapsed = verdict.verdict == "stale" and verdict.approval is not None
    said = verdict.reason.casefold() == WORDS[verdict.verdict].casefold()
    return NOTHING if verdict.verdict in IN_FORCE or lapsed or said else escape(sentence(verdict.reason))


def approvals_table(of: Outlook) -> ApprovalsTable:
    """Every document of the register and the two built in, what needs somebody first."""
    standing = of.standing
    if standing is None:
        return ApprovalsTable((), (), (), escape(UNJUDGED))
    rows = [_row(of, standing, verdict) for verdict in standing.verdicts.values()]
    rows.sort(key=lambda row: TROUBLE.index(row.status.kind))
    first = {row.status.kind: row.status for row in rows}
    counted = Counter(row.status.kind for row in rows)
    counts = tuple(Count(Status(s.kind, s.words), escape(counted[kind])) for kind, s in first.items())
    return ApprovalsTable(counts, tuple(rows), (Link(escape(standing.as_of)), standing.commit(standing.head)))


def _row(of: Outlook, standing: Standing, verdict: Verdict) -> ApprovalRow:
    approval = verdict.approval
    return ApprovalRow(
        id=escape(verdict.id),
        document=titled(of, verdict),
        owner=of.role(verdict.owner) if verdict.owner else Link(NOTHING),
        status=status_of(standing, verdict),
        reason=why(verdict),
        signed=signed(standing, approval),
        version=escape(version_of(standing, verdict)),
        due=escape(verdict.due or "no set day") if approval else NOTHING,
        history=of.thing("History", "approval_timelines", f"history-{verdict.id}"),
    )
