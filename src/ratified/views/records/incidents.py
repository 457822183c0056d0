"""All incidents in one list, with counts that tie out: every number of a year is a record, and every record counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.plurals import how_many, plural
from ratified.policy.records.statements import worst
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.records.common import RecordState, level, stamp, state, to_record
from ratified.views.records.incident_trace import verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.incident import Incident
    from ratified.views.inline import SeverityMark
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

NONE = "No incident has been recorded."
OPEN_ONE = "Run: ratified new incident"


@dataclass(frozen=True)
class IncidentRow:
    """An incident in the list. `level` is the most severe it was ever at, `kept` what became of its promises."""

    record: PageLink
    title: Safe
    state: RecordState
    level: SeverityMark | None
    declared: Safe
    closed: Safe
    kept: Safe
    why: Safe


@dataclass(frozen=True)
class YearRow:
    """The numbers of a year: from which to which, how many those are, and what they turned out to be."""

    year: Safe
    numbers: Safe
    count: Safe
    declared: Safe
    aside: Safe
    drafts: Safe
    sum: Safe
    whole: bool


@dataclass(frozen=True)
class LevelRow:
    """How many incidents of a level are open, closed, and both. The last row, without a level, is the sum."""

    level: SeverityMark | None
    open: Safe
    closed: Safe
    all: Safe


@dataclass(frozen=True)
class IncidentList:
    """The list. `told` says the counts in words; `nothing` and `todo` stand in place of it where there is no record."""

    told: tuple[Safe, ...]
    years: tuple[YearRow, ...]
    levels: tuple[LevelRow, ...]
    rows: tuple[IncidentRow, ...]
    nothing: Safe = NOTHING
    todo: Safe = NOTHING


def incident_list(of: PageContext) -> IncidentList:
    """Every incident, newest first, under the counts that show that none is missing."""
    found = of.book.incidents
    if not found:
        return IncidentList((), (), (), (), escape(NONE), escape(OPEN_ONE))
    return IncidentList(
        told=escape_all(_sentences(of, found)),
        years=tuple(_years(found)),
        levels=tuple(_levels(of, _counting(found))),
        rows=tuple(_row(of, one) for one in sorted(found, key=lambda one: one.id, reverse=True)),
    )


def _counting(found: Sequence[Incident]) -> list[Incident]:
    """The incidents that were declared and stand for themselves."""
    return [one for one in found if one.status != "draft" and one.set_aside is None]


def _sentences(of: PageContext, found: Sequence[Incident]) -> Iterator[str]:
    counting = _counting(found)
    aside = sum(one.set_aside is not None for one in found)
    drafts = len(found) - len(counting) - aside
    shut = sum(one.status == "closed" for one in counting)
    yield (
        f"{len(counting)} declared + {aside} set aside + {drafts} {plural(drafts, 'draft')} = "
        f"{how_many(len(found), 'record')}. Of those declared, {len(counting) - shut} open and {shut} closed."
    )
    gaps = [text for year in _by_year(found) for text in _gaps(year)]
    numbers = sum(_last(year) for year in _by_year(found))
    if gaps or numbers != len(found):
        twice = len(found) + len(gaps) - numbers
        said = [f"missing: {', '.join(gaps)}"] if gaps else []
        said += [f"{how_many(twice, 'number')} given twice"] if twice else []
        yield f"The numbers do not reconcile: {'; '.join(said)}."
    else:
        yield f"From the first number of each year to its last there are {numbers}, each a record: none is missing."
    dismissed = sorted(event.id for event in of.book.events.dismissed)
    span = f" ({dismissed[0]} to {dismissed[-1]})" if dismissed else ""
    yield f"Beside them, {how_many(len(dismissed), 'event was', 'events were')} judged and dismissed{span}."


def _by_year(found: Sequence[Incident]) -> list[list[Incident]]:
    years: dict[str, list[Incident]] = {}
    for one in sorted(found, key=lambda one: one.id):
        years.setdefault(one.id.split("-")[1], []).append(one)
    return list(years.values())


def _number(one: Incident) -> int:
    return int(one.id.rpartition("-")[2])


def _last(year: Sequence[Incident]) -> int:
    return max(map(_number, year))


def _gaps(year: Sequence[Incident]) -> list[str]:
    head, _, digits = year[0].id.rpartition("-")
    known = set(map(_number, year))
    return [f"{head}-{number:0{len(digits)}}" for number in range(1, _last(year) + 1) if number not in known]


def _years(found: Sequence[Incident]) -> Iterator[YearRow]:
    for year in reversed(_by_year(found)):
        head, _, digits = year[0].id.rpartition("-")
        counting = len(_counting(year))
        aside = sum(one.set_aside is not None for one in year)
        yield YearRow(
            year=escape(year[0].id.split("-")[1]),
            numbers=escape(f"{head}-{1:0{len(digits)}} to {head}-{_last(year):0{len(digits)}}"),
            count=escape(_last(year)),
            declared=escape(counting),
            aside=escape(aside),
            drafts=escape(len(year) - counting - aside),
            sum=escape(len(year)),
            whole=not _gaps(year) and len(year) == _last(year),
        )


def _levels(of: PageContext, counting: Sequence[Incident]) -> Iterator[LevelRow]:
    """By the most severe level each was ever at, so that no lowering takes one out of the sample."""
    found = Counter((_worst(of, one) or "", one.status) for one in counting)
    unknown = {id_ for id_, _ in found} - {*of.book.level}
    for id_ in (*of.book.level, *sorted(unknown)):
        still, shut = found[id_, "declared"], found[id_, "closed"]
        mark = level(of, id_ or "no level")
        yield LevelRow(mark, escape(still), escape(shut), escape(still + shut))
    shut = sum(one.status == "closed" for one in counting)
    yield LevelRow(None, escape(len(counting) - shut), escape(shut), escape(len(counting)))


def _worst(of: PageContext, one: Incident) -> str | None:
    """The most severe level it was ever at; where the policy knows none of them, the last one."""
    known = worst(of.book, one)
    severity = one.classification.severity
    return known.id if known else severity[-1].level if severity else None


def _row(of: PageContext, one: Incident) -> IncidentRow:
    worst_level = _worst(of, one)
    trace = of.trace(one.id)
    aside = one.set_aside
    return IncidentRow(
        record=to_record(of, one),
        title=escape(one.title),
        state=state(one),
        level=level(of, worst_level) if worst_level else None,
        declared=escape(stamp(one.times.stages.declared)),
        closed=escape(stamp(one.times.stages.closed)),
        kept=escape(verdict(trace)) if trace and not trace.without else NOTHING,
        why=escape(f"{f'merged into {aside.merged_into}: ' if aside.merged_into else ''}{aside.reason}")
        if aside
        else NOTHING,
    )
