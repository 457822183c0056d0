"""The panel that starts the clocks: what to ask, and the data and scripts with which the browser counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.clock import spoken
from ratified.model.notifications import TRIGGERS, Clock
from ratified.policy.notices.deadlines import starts_of
from ratified.views.clocks.clock_data import clock_data
from ratified.views.clocks.regions import region
from ratified.views.escape import Safe, escape
from ratified.views.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.views.page_context import PageContext

SCRIPTS = ("assets/clock-days.js", "assets/clock-panel.js")
"""The scripts of the panel by their path in the site, in the order in which the browser needs them."""

AWARENESS = "awareness"
_FOLLOWS = {"prior_submission", "calendar_year_end_of_discovery"}
"""Stamps that nobody types here: the first is the report of a clock, the second follows from discovery."""


@dataclass(frozen=True, slots=True)
class InvolvedParty:
    """Something to tick, with the ids of the time limits that it brings in, apart by spaces."""

    limits: Safe
    title: Safe
    detail: Safe


@dataclass(frozen=True, slots=True)
class ClockMoment:
    """A moment to type: a stamp, or the id of a clock for when its report was sent; and what starts from it."""

    id: Safe
    title: Safe
    starts: Safe
    report: bool


@dataclass(frozen=True, slots=True)
class StartClocks:
    """`data` goes into a `script` of type `application/json` as it is, `scripts` are addresses, to load in order."""

    aware: ClockMoment
    moments: tuple[ClockMoment, ...]
    laws: tuple[InvolvedParty, ...]
    contracts: tuple[InvolvedParty, ...]
    data: Safe
    scripts: tuple[Safe, ...]


def start_clocks(of: PageContext) -> StartClocks:
    """Everything in scope, ready to be counted in the browser."""
    by_moment = _by_moment(of)
    return StartClocks(
        _moment(AWARENESS, by_moment.get(AWARENESS, ())),
        tuple(_moment(id_, limits) for id_, limits in by_moment.items() if id_ != AWARENESS),
        tuple(_laws(of)),
        tuple(
            InvolvedParty(
                escape(one.id),
                escape(one.party),
                escape(f"{one.id}, {'personal data' if one.personal_data else 'no personal data'}"),
            )
            for one in of.book.contracts.contracts
        ),
        clock_data(of.book, of.as_of),
        tuple(of.site_map.file(path, of.page) for path in SCRIPTS),
    )


def _clocks(of: PageContext) -> Iterator[Clock]:
    for row in of.book.notifications.in_scope:
        clock = of.book.clock.get(row.clock)
        if clock is not None:
            yield clock


def _laws(of: PageContext) -> Iterator[InvolvedParty]:
    """A line for each place whose law is in scope, and for each regime that is no place's law."""
    places: dict[str, list[Clock]] = {}
    for clock in _clocks(of):
        places.setdefault(region(clock) or clock.regime, []).append(clock)
    for place, clocks in places.items():
        regimes = [regime for regime in dict.fromkeys(clock.regime for clock in clocks) if regime != place]
        yield InvolvedParty(escape(" ".join(clock.id for clock in clocks)), escape(place), escape("; ".join(regimes)))


def _by_moment(of: PageContext) -> Mapping[str, tuple[str, ...]]:
    """The moments that start something in scope, stamps first and in an incident's order; each with what it starts."""
    contracts = (one.id for one in of.book.contracts.contracts)
    limits = [*(clock.id for clock in _clocks(of)), *contracts, *of.book.commitment]
    found: dict[str, tuple[str, ...]] = {}
    for limit in limits:
        for start in starts_of(of.book, limit) - _FOLLOWS:
            found[start] = (*found.get(start, ()), limit)
    stamps = [stamp for stamp in TRIGGERS if stamp in found]
    reports = sorted(start for start in found if start in of.book.clock or start.partition("/")[0] in of.book.clock)
    return {start: found[start] for start in (*stamps, *reports)}


def _moment(id_: str, limits: tuple[str, ...]) -> ClockMoment:
    report = id_ not in TRIGGERS
    title = f"The report under {id_} was sent" if report else capital(spoken(id_))
    return ClockMoment(escape(id_), escape(title), escape(", ".join(limits)), report)
