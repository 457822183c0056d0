"""The states and territories: every window of public tables is a clock of the catalogue, or has a reason to be none.

Check with counsel: the table is `us_breach_laws.yml`, written from public sources on the day that it names.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from ratified.clock import CountingPlace, Deadline, IncidentFacts, law_deadlines, moment
from ratified.policy.catalogue import clock_catalogue
from ratified.views.clocks.start_clocks import region

if TYPE_CHECKING:
    from ratified.model.notifications import Clock

TABLE = Path(__file__).with_name("us_breach_laws.yml")
DATA: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
PLACES: list[dict[str, Any]] = DATA["places"]
CLOCKS = {clock.id: clock for clock in clock_catalogue().clocks}
WINDOWS = [(place, window) for place in PLACES for window in place.get("windows", ())]

STATES = """
Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Georgia, Hawaii, Idaho,
Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota, Mississippi,
Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York, North Carolina, North Dakota,
Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, Tennessee, Texas, Utah, Vermont,
Virginia, Washington, West Virginia, Wisconsin, Wyoming
"""
BESIDES = "District of Columbia, American Samoa, Guam, Northern Mariana Islands, Puerto Rico, Virgin Islands"


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def test_every_state_and_territory_is_in_the_table_once() -> None:
    assert len(names(STATES)) == 50
    assert sorted(place["place"] for place in PLACES) == sorted([*names(STATES), *names(BESIDES)])
    assert len({place["code"] for place in PLACES}) == 56


def test_the_table_says_its_day_its_sources_and_whom_to_ask() -> None:
    assert "Check with counsel" in TABLE.read_text(encoding="utf-8").partition("looked_up:")[0]
    assert date(2026, 11, 30) <= DATA["looked_up"]
    for place in PLACES:
        assert place["seen"] in {"text", "summary", "recalled"}, place["place"]
        assert place["law"], place["place"]
        assert place.get("windows") or place["no_row"], place["place"]
        assert all(one["whom"] and one["why"] for one in place.get("no_row", ())), place["place"]


def stated(clock: Clock) -> dict[str, Any]:
    """A clock in the words of the table."""
    window, limit = clock.window, clock.threshold
    assert window is not None
    found = {"clock": clock.id, "from": clock.trigger, "within": f"{window.n} {window.unit}"}
    tells = limit is not None and limit.op is not None and not limit.also
    return {**found, **({"if": f"{limit.op} {limit.count}"} if limit and tells else {})}


@pytest.mark.parametrize(("place", "window"), WINDOWS, ids=[window["clock"] for _, window in WINDOWS])
def test_a_window_of_the_table_is_the_clock_of_the_catalogue(place: dict[str, Any], window: dict[str, Any]) -> None:
    clock = CLOCKS[window["clock"]]
    assert clock.id == place["code"] or clock.id.startswith(f"{place['code']}-")
    assert stated(clock) == window
    assert region(clock) == place["place"]
    if place["seen"] == "recalled":
        assert clock.certainty != "high" or clock.recorded < DATA["looked_up"], "a new row surer than what was seen"


def test_every_clock_of_a_state_or_territory_is_in_the_table() -> None:
    codes = {place["code"] for place in PLACES}
    theirs = {id_ for id_ in CLOCKS if "-".join(id_.split("-")[:2]) in codes}
    assert theirs == {window["clock"] for _, window in WINDOWS}
    assert len(WINDOWS) == len(theirs)


def test_residents_are_told_within_the_days_that_an_independent_survey_lists() -> None:
    theirs = {
        place: f"{days} calendar_days" for days, places in DATA["survey"]["residents"].items() for place in places
    }
    ours = {
        place["place"]: window["within"]
        for place, window in WINDOWS
        if CLOCKS[window["clock"]].audience == "individuals" and window["clock"] == place["code"]
    }
    assert {place: ours.get(place) for place in theirs} == theirs
    assert ours.keys() - theirs.keys() == set(DATA["survey"]["differs"])


@pytest.mark.parametrize("clock_id", [window["clock"] for _, window in WINDOWS])
def test_a_deadline_of_a_state_says_to_check_with_counsel(clock_id: str) -> None:
    clock = CLOCKS[clock_id]
    at = moment("2026-11-20T14:20-05:00")
    trigger = clock.trigger or ""
    facts = IncidentFacts({trigger: at} if trigger != "prior_submission" else {}, {clock.of or "": at})
    calendars = {one.id: one for one in clock_catalogue().calendars}
    (found,) = law_deadlines(clock, facts, CountingPlace(clock.zones, calendars.get(clock.calendar or "")))
    assert isinstance(found, Deadline)
    assert "Check with counsel." in found.notes


# Deadlines that stand only in prose

NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|ten|fifteen|thirty|forty-five|sixty)"
UNIT = r"(?:h|d|hours?|(?:business |working |calendar )?days?|months?)"
FIGURE = re.compile(rf"\b{NUMBER}(?:[-/]\d+)*[ -]?{UNIT}\b", re.IGNORECASE)
NO_CLOCK = {
    "eu-gdpr-33": "of a proposal, and of its own window",
    "uk-pecr": "what it was before",
    "eu-nis2-fr": "from the end of the handling, for which there is no timestamp",
    "us-hipaa-ba": "what contracts have; contract-baa",
    "us-bank-36h": "how long a service is disrupted",
    "us-fl": "longer, so never planned by",
    "us-tx": "what some say; us-tx-ag",
    "us-md-sp": "what it was before",
    "ca-pipeda": "how long records are kept",
    "in-certin": "how long logs are kept",
    "jp-appi-prelim": "of its own two readings",
    "us-la-ag": "of its own window",
    "us-hipaa-ind": "of a delay that was asked for orally, which the clock counts",
    "us-hipaa-hhs-500": "as us-hipaa-ind",
    "us-hipaa-hhs-lt500": "as us-hipaa-ind",
    "us-hipaa-media": "as us-hipaa-ind",
    "card-visa": "of its own window, argued; the account list and the investigator are the acquirer's to ask for",
    "card-mc": "the investigator is the acquirer's to ask for",
    "contract-default": "what contracts have",
    "contract-baa": "what contracts have",
    "insurer": "what policies have",
}
"""Rows with a figure in their prose that is no deadline by itself, and what it is."""


def prose(clock: Clock) -> str:
    limit = clock.threshold
    return "; ".join(text for text in (clock.to, clock.note, clock.delay, limit and limit.text) if text)


def test_no_deadline_stands_only_in_prose() -> None:
    figures = {clock.id for clock in CLOCKS.values() if FIGURE.search(prose(clock))}
    assert figures == set(NO_CLOCK)


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=str)
def test_a_clock_that_prose_leads_to_exists(clock: Clock) -> None:
    named = re.findall(r"\b(?:us-[a-z]{2}-[a-z-]+|[a-z]{2}-[a-z]+-(?:more|small|cii|attack|assess))\b", prose(clock))
    assert set(named) <= set(CLOCKS)
