"""Who approved what: every document with its verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.views.approvals.status import WORDS, SiteVerdicts, VerdictStatus, proven, status_of, version_of
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.site_map import NO_LINK, PageLink, unlinked
from ratified.views.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.model.verdict import DocumentApproval, DocumentVerdict
    from ratified.views.page_context import PageContext

UNJUDGED = "The history was not evaluated for this build, so this page cannot say who approved what."
TROUBLE = ("unapproved", "undecidable", "stale", "pending", "claimed", "layout", "draft", "approved")
"""How a status looks, what needs somebody first."""


@dataclass(frozen=True)
class ApproverLine:
    """Who approved: by name, in which role, on what day (UTC), by which change request, and how we know."""

    name: Safe
    role: Safe
    on: Safe
    change: PageLink
    proof: Safe


@dataclass(frozen=True)
class ApprovalRow:
    """A document in the table. `reason` says why it is not green."""

    id: Safe
    document: PageLink
    owner: PageLink
    status: VerdictStatus
    reason: Safe
    signed: ApproverLine | None
    version: Safe
    due: Safe
    history: PageLink


@dataclass(frozen=True)
class StatusCount:
    """How many documents share a status."""

    status: VerdictStatus
    count: Safe


@dataclass(frozen=True)
class ApprovalsTable:
    """Every document, what needs somebody first; `judged` says as of when and at which commit, `adopted` the whole
    id of the commit that adopted the policies.
    """

    counts: tuple[StatusCount, ...]
    rows: tuple[ApprovalRow, ...]
    judged: tuple[PageLink, ...]
    unjudged: Safe = NOTHING
    adopted: PageLink = NO_LINK


def names(of: PageContext, ids: Iterable[str]) -> str:
    """People by name, in one line of plain text; an id that nobody knows shows as it is."""
    people = of.book.person
    return ", ".join(people[id_].name if id_ in people else id_ for id_ in ids)


def titled(of: PageContext, verdict: DocumentVerdict) -> PageLink:
    """A document by its title, linked to its first page that the site has."""
    found = (of.site_map.page(path, of.page) for path in verdict.pages)
    return PageLink(escape(verdict.title), next((href for href in found if href), NOTHING))


def signed(standing: SiteVerdicts, approval: DocumentApproval | None) -> ApproverLine | None:
    """Who stands behind an approval; None where nobody does."""
    if approval is None:
        return None
    on, change = approval.at.astimezone(UTC).date(), standing.change(approval.change_request)
    return ApproverLine(escape(approval.name), escape(approval.role), escape(on), change, escape(proven(approval)))


def why(verdict: DocumentVerdict) -> Safe:
    """Why a verdict is not green, as a sentence; nothing where the words of the verdict and its approval say it."""
    lapsed = verdict.verdict == "stale" and verdict.approval is not None
    said = verdict.reason.casefold() == WORDS[verdict.verdict].casefold()
    return NOTHING if verdict.in_force or lapsed or said else escape(sentence(verdict.reason))


def alone(standing: SiteVerdicts, document: str) -> Safe:
    """That one person alone may approve AUTHORITY, and why; nothing of any other document."""
    if document != AUTHORITY or not standing.single_approver:
        return NOTHING
    return escape(sentence(f"The register accepts that one person alone may approve this: {standing.single_approver}"))


def approvals_table(of: PageContext) -> ApprovalsTable:
    """Every document of the register and the two built in, what needs somebody first."""
    standing = of.standing
    if standing is None:
        return ApprovalsTable((), (), (), escape(UNJUDGED))
    rows = [approval_row(of, standing, verdict) for verdict in standing.verdicts.values()]
    rows.sort(key=lambda row: TROUBLE.index(row.status.kind))
    first = {row.status.kind: row.status for row in rows}
    counted = Counter(row.status.kind for row in rows)
    counts = tuple(StatusCount(VerdictStatus(s.kind, s.words), escape(counted[kind])) for kind, s in first.items())
    return ApprovalsTable(
        counts, tuple(rows), (unlinked(standing.as_of), standing.commit(standing.head)), adopted=_adopted(standing)
    )


def _adopted(standing: SiteVerdicts) -> PageLink:
    return PageLink(escape(standing.adopted_in), standing.commit(standing.adopted_in).href)


def approval_row(of: PageContext, standing: SiteVerdicts, verdict: DocumentVerdict) -> ApprovalRow:
    """What stands for a document, who approved it, and where its past is."""
    approval = verdict.approval
    return ApprovalRow(
        id=escape(verdict.id),
        document=titled(of, verdict),
        owner=of.role(verdict.owner) if verdict.owner else NO_LINK,
        status=status_of(standing, verdict),
        reason=Safe(" ").join(filter(None, (why(verdict), alone(standing, verdict.id)))),
        signed=signed(standing, approval),
        version=escape(version_of(standing, verdict)),
        due=escape(verdict.due or "no set date") if approval else NOTHING,
        history=of.thing("History", "approval_timelines", f"history-{verdict.id}"),
    )
