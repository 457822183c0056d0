"""Who approved a document, when and in which amendment, and how its text stood on each day of an audit period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.check.verdict_spans import WORST, stretches, word_of
from ratified.model.plurals import counted, how_many
from ratified.model.verdict import IN_FORCE, VerdictWord
from ratified.policy.records.statements import midnight, midnight_after
from ratified.policy.roster.on_call import days_from
from ratified.views.amending.amendment import spot
from ratified.views.approvals.status import WORDS, SiteVerdicts
from ratified.views.approvals.table import ApprovalRow, approval_row, names
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.site_map import NO_LINK, PageLink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ratified.model.period import PeriodWindow
    from ratified.model.verdict import DocumentApproval, DocumentEvent, DocumentVerdict
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class ApprovedText:
    """A document as evidence: its approval, the amendment that was approved, who wrote that, and its period.

    `period` says on how many days of the period which verdict stood, and what main changed in it.
    """

    row: ApprovalRow
    amendment: PageLink
    wrote: Safe
    period: Safe


def approved_texts(of: PageContext, period: PeriodWindow | None) -> Mapping[str, ApprovedText]:
    """Every document that was judged, by id: many criteria name the same ones."""
    standing = of.standing
    return {id_: _text(of, standing, verdict, period) for id_, verdict in standing.verdicts.items()} if standing else {}


def _text(
    of: PageContext, standing: SiteVerdicts, verdict: DocumentVerdict, period: PeriodWindow | None
) -> ApprovedText:
    row, approval = approval_row(of, standing, verdict), verdict.approval
    told = escape(_of_period(of, standing, verdict, period) if period else "")
    if approval is None:
        return ApprovedText(row, NO_LINK, NOTHING, told)
    return ApprovedText(row, _amendment(of, standing, verdict.id, approval), escape(_wrote(of, approval)), told)


def _amendment(of: PageContext, standing: SiteVerdicts, id_: str, approval: DocumentApproval) -> PageLink:
    """The page of the landing that was approved, at this document; no link where it has none."""
    paged = approval.landing in standing.amendments.by_id
    href = of.site_map.of_past(approval.landing, of.page, f"doc-{spot(id_)}") if paged else NOTHING
    return PageLink(escape("What was approved"), href)


def _wrote(of: PageContext, approval: DocumentApproval) -> str:
    if approval.unexamined:
        return "Who wrote what was there before the adoption was not examined."
    return f"Changes written by {names(of, approval.authors)}." if approval.authors else ""


def _of_period(of: PageContext, standing: SiteVerdicts, verdict: DocumentVerdict, period: PeriodWindow) -> str:
    events = standing.events(verdict.id)
    class_ = of.book.register.classes.get(verdict.class_)
    spans = stretches(events, verdict, class_.review_every if class_ else None, standing.as_of)
    last = min(period.ends, standing.as_of)
    found = Counter(word_of(spans, day) for day in days_from(period.starts, (last - period.starts).days + 1))
    return f"{_days_in_words(found)} {_landings_in_words(events, period, last)}"


def _said(word: VerdictWord) -> str:
    return WORDS[word].lower().partition(":")[0]


def _days_in_words(found: Counter[VerdictWord]) -> str:
    days = found.total()
    if len(found) == 1:
        ((word, _),) = found.items()
        return f"In the period: {_said(word)} on each of {counted(days, 'day')}."
    told = ", ".join(f"{_said(word)} on {found[word]}" for word in reversed(WORST) if found[word])
    return f"In the period, of {counted(days, 'day')}: {told}."


def _landings_in_words(events: Sequence[DocumentEvent], period: PeriodWindow, last: date) -> str:
    first, end = midnight(period.starts), midnight_after(last)
    found = [event for event in events if event.at is not None and first <= event.at < end]
    if not found:
        return "No commit on main changed it."
    kinds = Counter(event.kind for event in found)
    what = ", ".join(counted(count, kind) if kind != "bootstrap" else "the adoption" for kind, count in kinds.items())
    loose = [event for event in found if event.verdict not in IN_FORCE]
    each = Counter(_said(event.verdict) for event in (loose or found))
    how = ", ".join(f"{count} {word}" for word, count in each.items())
    if not loose and len(each) == 1:
        how = f"all {next(iter(each))}" if len(found) > 1 else next(iter(each))
    return f"{how_many(len(found), 'change')} on main ({what}), {how}."
