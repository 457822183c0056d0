"""Twelve months of approvals: a bar a month, drawn at build time, and the same in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING, Literal, NamedTuple

from ratified.model.dates import month_words, short_month
from ratified.model.plurals import how_many
from ratified.views.approvals.table import UNJUDGED
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.svg import FILLED, INK, LegendSample, percent, sample, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.verdict import DocumentEvent
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

Sort = Literal["amended", "renewed", "not"]
"""What a landing did to a document: approved a change, renewed what stood, or changed it without an approval."""

_SAID: dict[Sort, str] = {"amended": "amended", "renewed": "renewed unchanged", "not": "changed without approval"}
_LOW, _HIGH = 96, 132
_WIDE = 100 / 12
_BAR = 0.62 * _WIDE


class Month(NamedTuple):
    """A month by its first day, and how often each sort of landing changed a document in it."""

    first: date
    counts: Counter[Sort]


@dataclass(frozen=True)
class MonthLine:
    """A month in words."""

    month: Safe
    said: Safe


@dataclass(frozen=True)
class ApprovalMonths:
    """The picture with its legend, one sentence, and each month in words. Nothing is drawn where nothing landed."""

    told: Safe
    svg: Safe
    legend: tuple[LegendSample, ...]
    rows: tuple[MonthLine, ...]
    more: PageLink


def approval_months(of: PageContext) -> ApprovalMonths:
    """What landed on governed documents in the month of the page and the eleven before it."""
    standing = of.standing
    more = of.thing("Every document's history", "approval_timelines", "")
    if standing is None:
        return ApprovalMonths(escape(UNJUDGED), NOTHING, (), (), more)
    months = twelve([event for id_ in standing.verdicts for event in standing.events(id_)], standing.as_of)
    counts = sum((month.counts for month in months), Counter[Sort]())
    told = f"Since {month_words(months[0].first)}: {_words(counts)}." if counts else _NONE
    rows = tuple(
        MonthLine(escape(month_words(month.first)), escape(_words(month.counts) or "nothing")) for month in months
    )
    return ApprovalMonths(
        escape(told), _draw(months, told) if counts else NOTHING, tuple(_legend(counts)), rows if counts else (), more
    )


_NONE = "Nothing was approved in these twelve months."


def twelve(events: Sequence[DocumentEvent], as_of: date) -> tuple[Month, ...]:
    """The twelve months up to that of a day, the oldest first. What landed before adoption counts for nothing."""
    last = as_of.year * 12 + as_of.month - 1
    months = tuple(Month(date(n // 12, n % 12 + 1, 1), Counter()) for n in range(last - 11, last + 1))
    counts = {month.first: month.counts for month in months}
    for event in events:
        day = event.at.astimezone(UTC).date() if event.at else date.max
        if day <= as_of and event.verdict != "draft" and (month := counts.get(day.replace(day=1))) is not None:
            month[_sort(event)] += 1
    return months


def _sort(event: DocumentEvent) -> Sort:
    if not event.in_force:
        return "not"
    return "renewed" if event.kind == "reaffirmation" else "amended"


def _words(counts: Counter[Sort]) -> str:
    """`3 approvals (2 amended, 1 renewed unchanged); 1 change without an approval`. Plain text.

    A document that was approved twice counts twice.
    """
    sorts: tuple[Sort, ...] = ("amended", "renewed")
    approved = ", ".join(f"{counts[sort]} {_SAID[sort]}" for sort in sorts if counts[sort])
    said = [f"{how_many(sum(counts[sort] for sort in sorts), 'approval')} ({approved})"] if approved else []
    return "; ".join([*said, *([f"{how_many(counts['not'], 'change')} without an approval"] if counts["not"] else [])])


def _draw(months: Sequence[Month], told: str) -> Safe:
    most = max(month.counts.total() for month in months)
    columns = [part for place, month in enumerate(months) for part in _column(place, month, most)]
    floor = Safe(f'<line class="tl-tick" x1="0" x2="100%" y1="{_LOW}" y2="{_LOW}" {INK}/>')
    return spoken("tl bars", "months", "Twelve months of approvals", told, _HIGH, [floor, *columns])


def _column(place: int, month: Month, most: int) -> Iterator[Safe]:
    """The bars of a month on top of each other, its number above, its name below; January has its year."""
    middle = (place + 0.5) * _WIDE
    top = float(_LOW)
    for sort in _SAID:
        if month.counts[sort]:
            high = month.counts[sort] / most * (_LOW - 18)
            top -= high
            yield _bar(sort, middle - _BAR / 2, top, _BAR, high)
    if total := month.counts.total():
        yield _text(middle, top - 4, str(total), "tl-day bars-count")
    yield _text(middle, _LOW + 14, short_month(month.first), "tl-day")
    if month.first.month == 1 or (place == 0 and month.first.month < 12):
        yield _text(middle, _LOW + 29, str(month.first.year), "tl-day")


def _bar(sort: Sort, x: float, y: float, wide: float, high: float, unit: str = "%") -> Safe:
    place = f'x="{x:.2f}{unit}" y="{y:.1f}" width="{wide:.2f}{unit}" height="{high:.1f}"'
    return Safe(f'<rect class="bars-{sort}" {place} {FILLED}/>')


def _text(x: float, y: float, text: str, kind: str) -> Safe:
    place = f'x="{percent(x)}" y="{y:.1f}" text-anchor="middle"'
    return Safe(f'<text class="{kind}" {place} {FILLED}>{escape(text)}</text>')


def _legend(counts: Counter[Sort]) -> Iterator[LegendSample]:
    for sort, words in _SAID.items():
        if counts[sort]:
            yield sample("tl bars", 16, 14, _bar(sort, 1, 1, 14, 12, ""), words)
