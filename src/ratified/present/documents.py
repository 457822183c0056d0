"""Every document with its state in one line, what needs somebody first, then by its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ratified.model.verdict import Verdict
from ratified.present.approvals import TROUBLE, UNJUDGED, titled
from ratified.present.atlas import Link
from ratified.present.escape import NOTHING, Safe, escape
from ratified.present.outlook import Outlook
from ratified.present.standing import IN_FORCE, Status, status_of


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document, its status, and until when that holds."""

    document: Link
    status: Status
    until: Safe


@dataclass(frozen=True, slots=True)
class HomeDocuments:
    """Every document; `unjudged` stands in place of them where no history was judged."""

    rows: tuple[DocumentLine, ...]
    more: Link
    unjudged: Safe = NOTHING


def home_documents(of: Outlook) -> HomeDocuments:
    """Every document of the register and the two built in."""
    standing = of.standing
    more = of.thing("Who approved each, when, and with what proof", "approvals_table", "")
    if standing is None:
        return HomeDocuments((), more, escape(UNJUDGED))
    found = [(status_of(standing, verdict), verdict) for verdict in standing.verdicts.values()]
    found.sort(key=lambda pair: (TROUBLE.index(pair[0].kind), pair[1].due or date.max, pair[1].title))
    rows = tuple(DocumentLine(_linked(of, verdict), status, escape(_until(verdict))) for status, verdict in found)
    return HomeDocuments(rows, more)


def _linked(of: Outlook, verdict: Verdict) -> Link:
    """A document by its title; one of data alone leads to who approved it."""
    link = titled(of, verdict)
    return link if link.href else of.thing(verdict.title, "approvals_table", f"approval-{verdict.id}")


def _until(verdict: Verdict) -> str:
    if verdict.verdict not in IN_FORCE:
        return ""
    return f"until {verdict.due}" if verdict.due else "no set day"
