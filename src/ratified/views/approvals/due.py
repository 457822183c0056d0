"""The calendar of what is due: what needs an approval already, then month by month."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ratified.approval.due import DueDocument, due_next
from ratified.model.dates import month_words
from ratified.model.plurals import counted, plural
from ratified.views.approvals.status import SiteVerdicts, VerdictStatus, status_of
from ratified.views.approvals.table import UNJUDGED, names, titled
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.site_map import NO_LINK, PageLink

if TYPE_CHECKING:
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class DueRow:
    """A document that is due. `within` says how far off in words, `by` who may approve it now."""

    id: Safe
    document: PageLink
    status: VerdictStatus
    owner: PageLink
    day: Safe
    within: Safe
    by: Safe


@dataclass(frozen=True)
class DueMonth:
    """What is due in a month, or already."""

    title: Safe
    now: bool
    rows: tuple[DueRow, ...]


@dataclass(frozen=True)
class DueCalendar:
    """Months with something due, in order, what is due already first; `undated` have no review date by their class."""

    months: tuple[DueMonth, ...]
    undated: tuple[PageLink, ...]
    as_of: Safe
    unjudged: Safe = NOTHING


def due_calendar(of: PageContext) -> DueCalendar:
    """Every document by the last day of its approval."""
    standing = of.standing
    if standing is None:
        return DueCalendar((), (), escape(of.as_of), escape(UNJUDGED))
    found = due_next(standing.verdicts.values(), standing.as_of)
    months = tuple(
        DueMonth(escape(title), title == _NOW, tuple(_row(of, standing, due) for due in rows))
        for title, rows in groupby(found, _title)
    )
    listed = {due.verdict.id for due in found}
    undated = [v for v in standing.verdicts.values() if v.id not in listed and v.verdict != "draft"]
    return DueCalendar(months, tuple(titled(of, verdict) for verdict in undated), escape(standing.as_of))


@dataclass(frozen=True)
class DueSoon:
    """What is due within SOON days, what needs an approval already first; `now` is how many do.

    `close` is whether anything is due within CLOSE days. `told` sums up in one sentence, with what comes after where
    there is nothing.
    """

    told: Safe
    rows: tuple[DueRow, ...]
    now: int
    close: bool
    more: PageLink


SOON, CLOSE = 90, 30
"""Days ahead that the home page looks, and from which on it urges."""


def due_soon(of: PageContext) -> DueSoon:
    """What needs somebody within SOON days."""
    more = of.thing("The whole calendar", "due_calendar", "")
    standing = of.standing
    if standing is None:
        return DueSoon(escape(UNJUDGED), (), 0, False, more)
    found = due_next(standing.verdicts.values(), standing.as_of)
    soon = [due for due in found if due.now or (due.days is not None and due.days <= SOON)]
    close = any(due.days is not None and due.days <= CLOSE for due in soon)
    now, later = sum(due.now for due in soon), found[len(soon) :]
    told = f"{now} of them {plural(now, 'needs', 'need')} an approval now." if now else ""
    if not soon and later:
        told = f"Nothing is due in the next {SOON} days. Next is {later[0].verdict.title}, by {later[0].day}."
    elif not soon:
        told = "Nothing is due: no approval has a last day."
    return DueSoon(escape(told), tuple(_row(of, standing, due) for due in soon), now, close, more)


_NOW = "Needs an approval now"


def _title(due: DueDocument) -> str:
    return _NOW if due.now or due.day is None else month_words(due.day)


def _row(of: PageContext, standing: SiteVerdicts, due: DueDocument) -> DueRow:
    verdict = due.verdict
    return DueRow(
        id=escape(verdict.id),
        document=titled(of, verdict),
        status=status_of(standing, verdict),
        owner=of.role(verdict.owner) if verdict.owner else NO_LINK,
        day=escape(due.day or "now"),
        within=escape(within(due.days)),
        by=escape(names(of, verdict.eligible) or "nobody: give somebody the role first"),
    )


def within(days: int | None) -> str:
    """How far off a day is: `in 38 days`, `today`, `3 days overdue`. Plain text."""
    if days is None:
        return "the change is here already"
    if days == 0:
        return "today"
    count = counted(abs(days), "day")
    return f"{count} overdue" if days < 0 else f"in {count}"
