"""The panel that starts the clocks: what to ask, and the data and scripts with which the browser counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.clock import spoken
from ratified.model.notifications import TRIGGERS, Clock
from ratified.policy.catalogue import clock_catalogue
from ratified.policy.notices.deadlines import starts_of
from ratified.policy.notices.duties import duty_of
from ratified.views.clocks.clock_data import clock_data
from ratified.views.clocks.duty_data import duty_rows, offices
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.people import on_call_data
from ratified.views.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.notifications import Clock
    from ratified.views.page_context import PageContext

SCRIPTS = ("assets/clock-days.js", "assets/clock-panel.js")
"""The scripts of the panel by their path in the site, in the order in which the browser needs them."""

AWARENESS = "awareness"
_WITH_HOLDERS = ("in_charge", "runbook_card")
"""Macros whose block holds who has which role."""

_FOLLOWS = {"prior_submission", "calendar_year_end_of_discovery"}
"""Stamps that nobody types here: the first is the report of a clock, the second follows from discovery."""


@dataclass(frozen=True)
class InvolvedParty:
    """Something to tick, with the ids of the time limits that it brings in, apart by spaces."""

    limits: Safe
    title: Safe
    detail: Safe


@dataclass(frozen=True)
class ClockMoment:
    """A moment to type: a stamp, or the id of a clock for when its report was sent; and what starts from it, by the
    laws, contracts and commitments and by their ids.
    """

    id: Safe
    title: Safe
    starts: Safe
    ids: Safe
    report: bool


@dataclass(frozen=True)
class StartClocks:
    """`data` goes into a `script` of type `application/json` as it is, `scripts` are addresses, to load in order.

    `holders` is data as well, by which the browser knows who has a role now; empty where another block of the page has
    it.
    """

    aware: ClockMoment
    moments: tuple[ClockMoment, ...]
    laws: tuple[InvolvedParty, ...]
    contracts: tuple[InvolvedParty, ...]
    data: Safe
    holders: Safe
    scripts: tuple[Safe, ...]


def start_clocks(of: PageContext) -> StartClocks:
    """Everything in scope, ready to be counted in the browser."""
    by_moment = _by_moment(of)
    has_holders = any(of.page in of.site_map.shows.get(name, ()) for name in _WITH_HOLDERS)
    scripts = SCRIPTS if has_holders else (SCRIPTS[0], *on_call_data.SCRIPTS[1:], *SCRIPTS[1:])
    return StartClocks(
        _moment(of, AWARENESS, by_moment.get(AWARENESS, ())),
        tuple(_moment(of, id_, limits) for id_, limits in by_moment.items() if id_ != AWARENESS),
        tuple(_laws(of)),
        tuple(
            InvolvedParty(
                escape(one.id),
                escape(one.party),
                escape(f"{one.id}, {'personal data' if one.personal_data else 'no personal data'}"),
            )
            for one in of.book.contracts.contracts
        ),
        clock_data(of.book, of.as_of, {"duties": duty_rows(of), "offices": offices(of.book)}),
        NOTHING if has_holders else on_call_data.duty_data(of.book, of.as_of),
        tuple(of.site_map.file(path, of.page) for path in scripts),
    )


def _laws(of: PageContext) -> Iterator[InvolvedParty]:
    """A line for each place whose law is in scope, and for each regime that is no place's law."""
    places: dict[str, list[Clock]] = {}
    for _, clock in of.book.scoped_clocks:
        places.setdefault(region(clock) or clock.regime, []).append(clock)
    for place, clocks in places.items():
        regimes = [regime for regime in dict.fromkeys(clock.regime for clock in clocks) if regime != place]
        yield InvolvedParty(escape(" ".join(clock.id for clock in clocks)), escape(place), escape("; ".join(regimes)))


def _by_moment(of: PageContext) -> Mapping[str, tuple[str, ...]]:
    """The moments that start something in scope, stamps first and in an incident's order; each with what it starts."""
    contracts = (one.id for one in of.book.contracts.contracts)
    limits = [*(clock.id for _, clock in of.book.scoped_clocks), *contracts, *of.book.commitment]
    found: dict[str, tuple[str, ...]] = {}
    for limit in limits:
        for start in starts_of(of.book, limit) - _FOLLOWS:
            found[start] = (*found.get(start, ()), limit)
    stamps = [stamp for stamp in TRIGGERS if stamp in found]
    reports = sorted(start for start in found if start in of.book.clock or start.partition("/")[0] in of.book.clock)
    return {start: found[start] for start in (*stamps, *reports)}


def _moment(of: PageContext, id_: str, limits: tuple[str, ...]) -> ClockMoment:
    report = id_ not in TRIGGERS
    title = f"The report under {_law(of, id_)} was sent" if report else capital(spoken(id_))
    starts = "; ".join(dict.fromkeys(_law(of, limit) for limit in limits))
    return ClockMoment(escape(id_), escape(title), escape(starts), escape(", ".join(limits)), report)


def _law(of: PageContext, limit: str) -> str:
    """What a time limit rests on, in words: a contract by its party and number."""
    contract = next((one for one in of.book.contracts.contracts if one.id == limit), None)
    return f"{contract.party}, {contract.id}" if contract else duty_of(of.book, limit, "").law


_REGIONS = {
    "au": "Australia",
    "br": "Brazil",
    "ca": "Canada",
    "ch": "Switzerland",
    "cn": "China",
    "eu": "European Union",
    "in": "India",
    "jp": "Japan",
    "kr": "South Korea",
    "sg": "Singapore",
    "uk": "United Kingdom",
    "us": "United States",
    "us-al": "Alabama",
    "us-ar": "Arkansas",
    "us-az": "Arizona",
    "us-ca": "California",
    "us-co": "Colorado",
    "us-ct": "Connecticut",
    "us-de": "Delaware",
    "us-fl": "Florida",
    "us-ga": "Georgia",
    "us-ia": "Iowa",
    "us-il": "Illinois",
    "us-in": "Indiana",
    "us-la": "Louisiana",
    "us-md": "Maryland",
    "us-me": "Maine",
    "us-mn": "Minnesota",
    "us-nm": "New Mexico",
    "us-ny": "New York",
    "us-oh": "Ohio",
    "us-ok": "Oklahoma",
    "us-or": "Oregon",
    "us-pr": "Puerto Rico",
    "us-ri": "Rhode Island",
    "us-sd": "South Dakota",
    "us-tn": "Tennessee",
    "us-tx": "Texas",
    "us-vt": "Vermont",
    "us-wa": "Washington",
    "us-wi": "Wisconsin",
}


def region(clock: Clock) -> str | None:
    """The region by name; None for what is no law of a place, and for a clock of the company's own."""
    if clock.id not in {one.id for one in clock_catalogue().clocks}:
        return None
    first, _, rest = clock.id.partition("-")
    return _REGIONS.get(f"{first}-{rest.partition('-')[0]}") or _REGIONS.get(first)
