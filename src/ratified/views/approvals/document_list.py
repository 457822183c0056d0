"""Every document with its state in one line, what needs somebody first, then by its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ratified.views.approvals.status import VerdictStatus, status_of
from ratified.views.approvals.table import TROUBLE, UNJUDGED, titled
from ratified.views.escape import NOTHING, Safe, escape

if TYPE_CHECKING:
    from ratified.model.verdict import DocumentVerdict
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink


@dataclass(frozen=True)
class DocumentLine:
    """A document, its status, and until when that holds."""

    document: PageLink
    status: VerdictStatus
    until: Safe


@dataclass(frozen=True)
class HomeDocuments:
    """Every document; `unjudged` stands in place of them where no history was judged."""

    rows: tuple[DocumentLine, ...]
    more: PageLink
    unjudged: Safe = NOTHING


def home_documents(of: PageContext) -> HomeDocuments:
    """Every document of the register and the two built in."""
    standing = of.standing
    more = of.thing("Who approved each, when, and with what proof", "approvals_table", "")
    if standing is None:
        return HomeDocuments((), more, escape(UNJUDGED))
    found = [(status_of(standing, verdict), verdict) for verdict in standing.verdicts.values()]
    found.sort(key=lambda pair: (TROUBLE.index(pair[0].kind), pair[1].due or date.max, pair[1].title))
    rows = tuple(DocumentLine(_linked(of, verdict), status, escape(_until(verdict))) for status, verdict in found)
    return HomeDocuments(rows, more)


def _linked(of: PageContext, verdict: DocumentVerdict) -> PageLink:
    """A document by its title; one of data alone leads to who approved it."""
    link = titled(of, verdict)
    return link if link.href else of.thing(verdict.title, "approvals_table", f"approval-{verdict.id}")


def _until(verdict: DocumentVerdict) -> str:
    if not verdict.in_force:
        return ""
    return f"until {verdict.due}" if verdict.due else "no set date"
