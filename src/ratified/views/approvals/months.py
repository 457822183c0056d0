"""Twelve months of approvals: a bar a month, drawn at build time, and the same in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING, Literal, NamedTuple

from ratified.views.approvals.due import MONTHS
from ratified.views.approvals.status import IN_FORCE
from ratified.views.approvals.table import UNJUDGED
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.records.common import counted
from ratified.views.svg.verdict_line import LegendSample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.verdict import DocumentEvent
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

Sort = Literal["amended", "renewed", "not"]
"""What a landing did to a document: approved a change, renewed what stood, or changed it without an approval."""

_SAID: dict[Sort, str] = {"amended": "amended", "renewed": "renewed unchanged", "not": "changed without approval"}
_LOW, _HIGH, _SPACE = 96, 132, 'xmlns="http://www.w3.org/2000/svg"'
_WIDE = 100 / 12
_BAR = 0.62 * _WIDE


class Month(NamedTuple):
    """A month by its year and number (1 to 12), and how often each sort of landing changed a document in it."""

    year: int
    number: int
    counts: Counter[Sort]

    @property
    def total(self) -> int:
        """Everything in it."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month in words."""

    month: Safe
    said: Safe


@dataclass(frozen=True, slots=True)
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
    told = f"Since {_name(months[0])}: {_words(counts)}." if counts else _NONE
    rows = tuple(MonthLine(escape(_name(month)), escape(_words(month.counts) or "nothing")) for month in months)
    return ApprovalMonths(
        escape(told), _draw(months, told) if counts else NOTHING, tuple(_legend(counts)), rows if counts else (), more
    )


_NONE = "Nothing was approved in these twelve months."


def twelve(events: Sequence[DocumentEvent], as_of: date) -> tuple[Month, ...]:
    """The twelve months up to that of a day, the oldest first. What landed before adoption counts for nothing."""
    last = as_of.year * 12 + as_of.month - 1
    found: dict[int, Counter[Sort]] = {number: Counter() for number in range(last - 11, last + 1)}
    for event in events:
        at = event.at.astimezone(UTC) if event.at else None
        number = at.year * 12 + at.month - 1 if at and at.date() <= as_of else -1
        if number in found and event.verdict != "draft":
            found[number][_sort(event)] += 1
    return tuple(Month(number // 12, number % 12 + 1, counts) for number, counts in found.items())


def _sort(event: DocumentEvent) -> Sort:
    if event.verdict not in IN_FORCE:
        return "not"
    return "renewed" if event.kind == "reaffirmation" else "amended"


def _name(month: Month) -> str:
    return f"{MONTHS[month.number - 1]} {month.year}"


def _words(counts: Counter[Sort]) -> str:
    """`3 approvals (2 amended, 1 renewed unchanged); 1 change without an approval`. Plain text.

    A document that was approved twice counts twice.
    """
    sorts: tuple[Sort, ...] = ("amended", "renewed")
    approved = ", ".join(f"{counts[sort]} {_SAID[sort]}" for sort in sorts if counts[sort])
    said = [f"{counted(sum(counts[sort] for sort in sorts), 'approval')} ({approved})"] if approved else []
    return "; ".join([*said, *([f"{counted(counts['not'], 'change')} without an approval"] if counts["not"] else [])])


def _draw(months: Sequence[Month], told: str) -> Safe:
    most = max(month.total for month in months)
    shapes = Safe("").join(part for place, month in enumerate(months) for part in _column(place, month, most))
    head = f'<title id="months">{escape("Twelve months of approvals")}</title>'
    words = f'<desc id="months-words">{escape(told)}</desc>'
    named = 'role="img" aria-labelledby="months months-words"'
    floor = Safe(f'<line class="tl-tick" x1="0" x2="100%" y1="{_LOW}" y2="{_LOW}" stroke="currentColor"/>')
    return Safe(
        f'<svg class="tl bars" {_SPACE} width="100%" height="{_HIGH}" {named}>{head}{words}{floor}{shapes}</svg>'
    )


def _column(place: int, month: Month, most: int) -> Iterator[Safe]:
    """The bars of a month on top of each other, its number above, its name below; January has its year."""
    middle = (place + 0.5) * _WIDE
    top = float(_LOW)
    for sort in _SAID:
        if month.counts[sort]:
            high = month.counts[sort] / most * (_LOW - 18)
            top -= high
            yield _bar(sort, middle - _BAR / 2, top, _BAR, high)
    if month.total:
        yield _text(middle, top - 4, str(month.total), "tl-day bars-count")
    yield _text(middle, _LOW + 14, MONTHS[month.number - 1][:3], "tl-day")
    if month.number == 1 or (place == 0 and month.number < 12):
        yield _text(middle, _LOW + 29, str(month.year), "tl-day")


def _bar(sort: Sort, x: float, y: float, wide: float, high: float, unit: str = "%") -> Safe:
    place = f'x="{x:.2f}{unit}" y="{y:.1f}" width="{wide:.2f}{unit}" height="{high:.1f}"'
    return Safe(f'<rect class="bars-{sort}" {place} fill="currentColor"/>')


def _text(x: float, y: float, text: str, kind: str) -> Safe:
    place = f'x="{x:.2f}%" y="{y:.1f}" text-anchor="middle"'
    return Safe(f'<text class="{kind}" {place} fill="currentColor">{escape(text)}</text>')


def _legend(counts: Counter[Sort]) -> Iterator[LegendSample]:
    for sort, words in _SAID.items():
        if counts[sort]:
            shape = _bar(sort, 1, 1, 14, 12, "")
            yield LegendSample(
                Safe(f'<svg class="tl bars" {_SPACE} width="16" height="14" aria-hidden="true">{shape}</svg>'),
                escape(words),
            )
