"""What stands under the title of a governed page: the verdict on its document, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.approval.authority import SITE_LAYOUT, STRENGTH
from ratified.clock.lengths import shortest
from ratified.views.approvals.status import (
    WORDS,
    PageContents,
    SiteVerdicts,
    VerdictStatus,
    status_by,
    status_of,
    version_of,
)
from ratified.views.approvals.table import UNJUDGED, ApproverLine, alone, names, signed, why
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.facts import NamedFact, fact
from ratified.views.page_context import PageContext, UnknownNameError
from ratified.views.site_map import NO_LINK, PageLink
from ratified.views.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ratified.model.verdict import DocumentApproval, DocumentVerdict, VerdictWord
    from ratified.policy import Book

_WORST: tuple[VerdictWord, ...] = ("unapproved", "undecidable", "pending", "draft", "stale", "claimed", "approved")
"""Verdicts, the worst first: of several documents over one page the worst counts."""

_DATED: frozenset[VerdictWord] = frozenset({"approved", "claimed", "stale"})
_NAME_ONLY = (
    "By name only: the merge carries the name of an approver and no signature, and anyone can type a name. "
    "The class of this document accepts that."
)
_BOOTSTRAP = "This is the first adoption: who wrote what before it was not examined."
_FIRST = "This is its first approval: who wrote what before the register was first adopted was not examined."


@dataclass(frozen=True)
class ApprovalPanel:
    """What stands under a page's title. `signed` says who stands or stood behind it, `signed_as` which of the two.

    `warnings` must be read with the verdict, `facts` matter to every reader, `evidence` to an assessor and to whoever
    fixes it. `lapse` is shown by the reader's browser after the last day of the status.
    """

    document: Safe
    status: VerdictStatus
    signed_as: Safe
    signed: ApproverLine | None
    warnings: tuple[Safe, ...]
    facts: tuple[NamedFact, ...]
    evidence: tuple[NamedFact, ...]
    lapse: Safe
    history: PageLink


def approval_panel(of: PageContext) -> ApprovalPanel:
    """The panel of the page that asks. Raises UnknownNameError where no document governs it."""
    standing = of.standing
    found = governing(of.book, standing, of.page)
    if not found:
        raise UnknownNameError("no document of data/register.yml governs this page, so nobody approves it; remove it")
    id_ = found[0]
    verdict = standing.verdicts.get(id_) if standing else None
    if standing is None or verdict is None:
        return _unknown(id_, standing)
    status = status_of(standing, verdict, of.shows)
    return ApprovalPanel(
        document=escape(id_),
        status=status,
        signed_as=escape("by" if verdict.in_force else "last approved by"),
        signed=signed(standing, verdict.approval),
        warnings=tuple(_warnings(of, standing, verdict)),
        facts=tuple(_facts(standing, verdict)),
        evidence=tuple(_evidence(of, standing, verdict)),
        lapse=_lapse(standing, status),
        history=of.thing("History", "approval_timelines", f"history-{id_}"),
    )


def governing(book: Book, standing: SiteVerdicts | None, path: str) -> tuple[str, ...]:
    """The documents of a page, by the work tree's register and those of the main branch: the worst verdict first.

    Of two alike the one that asks for more comes first: a stronger proof, fewer roles, a shorter interval.
    """
    found = dict.fromkeys((*book.documents_of(path), *(standing.governing(path) if standing else ())))
    return tuple(sorted(found, key=lambda id_: _rank(book, standing.verdicts.get(id_) if standing else None)))


def _rank(book: Book, verdict: DocumentVerdict | None) -> tuple[int, int, int, float]:
    if verdict is None:
        return _WORST.index("undecidable"), 0, 0, 0.0
    class_ = book.register.classes.get(verdict.class_)
    if class_ is None:
        return _WORST.index(verdict.verdict), 0, 0, 0.0
    every = class_.review_every
    return (
        _WORST.index(verdict.verdict),
        -STRENGTH[class_.minimum_proof],
        len(class_.approvers),
        shortest(every).total_seconds() if every is not None else float("inf"),
    )


def _unknown(id_: str, standing: SiteVerdicts | None) -> ApprovalPanel:
    status = status_by("undecidable")
    absent = f"The history that was judged holds no document {id_}; approve the change that adds it."
    said = escape(absent if standing else UNJUDGED)
    facts = (fact("As of", standing.as_of),) if standing else ()
    return ApprovalPanel(escape(id_), status, NOTHING, None, (said,), facts, (), NOTHING, NO_LINK)


def _warnings(of: PageContext, standing: SiteVerdicts, verdict: DocumentVerdict) -> Iterator[Safe]:
    if reason := why(verdict):
        yield reason
    if said := alone(standing, verdict.id):
        yield said
    if len(also := governing(of.book, standing, of.page)) > 1:
        every = _with_verdicts(standing, also)
        yield escape(f"More than one document claims this page, and the worst counts: {every}.")
    if verdict.in_force and not standing.layout_approved:
        yield _layout(standing)
    if verdict.in_force:
        yield from _besides(standing, of.shows)
    approval = verdict.approval
    if approval is not None and approval.proof == "claimed":
        yield escape(_NAME_ONLY)
    if approval is not None and approval.unexamined:
        yield escape(_BOOTSTRAP if approval.kind == "bootstrap" else _FIRST)


def _with_verdicts(standing: SiteVerdicts, documents: Iterable[str]) -> str:
    known = ((id_, standing.verdicts.get(id_)) for id_ in documents)
    return ", ".join(f"{id_} ({WORDS[found.verdict].lower() if found else 'not judged'})" for id_, found in known)


def _layout(standing: SiteVerdicts) -> Safe:
    layout = standing.verdicts.get(SITE_LAYOUT)
    if layout is not None and layout.verdict == "claimed":
        return escape(sentence(f"Its layout (settings, macros, theme) is approved by name only: {layout.reason}"))
    said = "it was not judged" if layout is None else f"{WORDS[layout.verdict].lower()}: {layout.reason}"
    text = "The text is approved. Its layout (settings, macros, theme) is not, so a number could read wrong here"
    return escape(sentence(f"{text}; {said}"))


def _besides(standing: SiteVerdicts, shows: PageContents) -> Iterator[Safe]:
    """What the page shows of others that is not approved as well as it should be."""
    for id_ in shows.documents:
        found = standing.verdicts.get(id_)
        if found is None or found.verdict != "approved":
            said = f"{WORDS[found.verdict].lower()}: {found.reason}" if found else "which was not judged"
            title = found.title if found else "no document of the history"
            yield escape(sentence(f"The page also shows what {id_} ({title}) says, and that is {said}"))
    if shows.loose:
        yield escape(
            sentence(f"The page also shows what is in no commit, so nobody approved it: {', '.join(shows.loose)}")
        )


def _facts(standing: SiteVerdicts, verdict: DocumentVerdict) -> Iterator[NamedFact]:
    approval = verdict.approval
    name = "Version" if verdict.verdict in _DATED else "Approved versions so far"
    yield fact(name, version_of(standing, verdict))
    if approval is not None and verdict.verdict in _DATED:
        name = "Expired after" if verdict.verdict == "stale" else "Next review by"
        yield fact(name, verdict.due or "no set date")
    yield fact("As of", standing.as_of)
    if verdict.fingerprint:
        yield fact("Fingerprint", verdict.fingerprint[:12])


def _evidence(of: PageContext, standing: SiteVerdicts, verdict: DocumentVerdict) -> Iterator[NamedFact]:
    if not verdict.in_force and verdict.help:
        yield fact("What to do", sentence(verdict.help))
    if not verdict.in_force and verdict.eligible:
        yield fact("May approve it now", names(of, verdict.eligible))
    yield fact("Document", f"{verdict.id}, {verdict.title}")
    yield fact("Owner", of.role(verdict.owner))
    if of.shows.documents:
        yield fact("Also shows", _with_verdicts(standing, of.shows.documents))
    yield fact("Full fingerprint", verdict.fingerprint or "none")
    yield fact("Evaluated at commit", standing.commit(standing.head))
    if verdict.approval is not None:
        yield from _approved(of, standing, verdict.approval)
    change = verdict.last_change
    if change is not None and (verdict.approval is None or change.landing != verdict.approval.landing):
        yield fact("Last changed by", standing.commit(change.landing))
        yield fact("Commit subject", change.subject)


def _approved(of: PageContext, standing: SiteVerdicts, approval: DocumentApproval) -> Iterator[NamedFact]:
    yield fact("Approved at commit", standing.commit(approval.landing))
    if approval.own_claim:
        yield fact("Its day", "unconfirmed commit date: no anchor or Git host signature at or after it")
    if approval.kind != "bootstrap":
        yield fact("Written by", names(of, approval.authors) or "no known author")
    if approval.covers:
        earlier = ", ".join(id_[:12] for id_ in approval.covers)
        yield fact("Covers earlier changes too", earlier)


def _lapse(standing: SiteVerdicts, status: VerdictStatus) -> Safe:
    if not status.until:
        return NOTHING
    text = f"This page was built for {standing.as_of}. It expired after {status.until}"
    return escape(f"{text}: rebuild the site to see the current status.")
