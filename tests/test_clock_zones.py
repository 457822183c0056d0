"""Time zones: the locked data counts, whatever the machine has; the browser is given the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from browser_clock import Node, question, written
from conftest import ROOT, Starter
from ratified.clock import CountingPlace, IncidentFacts, TimeLimitTerm, UncountableError, moment, reckon, zone
from ratified.model.duration import Duration
from ratified.policy.roster.on_call import on_call_at
from ratified.views.clocks.clock_data import clock_data, engine_row, term_row, where_row
from ratified.views.clocks.zone_data import YEARS_AFTER, YEARS_BEFORE, zone_rows
from ratified.views.people.on_call_data import duty_data, rotation_row
from test_clock_laws import CHANGING, changes
from test_oncall import rotation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AS_OF = date(2026, 11, 22)
NEW_YORK = moment("2026-11-20T12:00-05:00")
MACHINES = """
from datetime import datetime
from zoneinfo import ZoneInfo
print(datetime(2026, 11, 20, tzinfo=ZoneInfo("America/New_York")).utcoffset())
"""
ASK = """
from datetime import datetime, UTC
from ratified.clock import UncountableError, zone
print(datetime(2026, 11, 20, 12, tzinfo=UTC).astimezone(zone("America/New_York")).isoformat())
for name in ("Only/Here", "localtime"):
    try:
        print(zone(name))
    except UncountableError as error:
        print(error)
"""


@pytest.fixture
def another_machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine whose New York is Tokyo, and that has zones which nobody else has."""
    tokyo = files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    for name in ("America/New_York", "Only/Here", "localtime"):
        path = tmp_path / "zoneinfo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tokyo)
    return {**os.environ, "PYTHONTZPATH": str(tmp_path / "zoneinfo"), "PYTHONPATH": str(ROOT / "src")}


def ran(code: str, environment: dict[str, str]) -> list[str]:
    found = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return found.stdout.splitlines()


def test_the_locked_data_counts_whatever_the_machine_has(another_machine: dict[str, str]) -> None:
    assert ran(MACHINES, another_machine) == ["9:00:00"], "the machine of this test has no data of its own"
    assert ran(ASK, another_machine) == [
        "2026-11-20T07:00:00-05:00",
        "there is no time zone 'Only/Here'",
        "there is no time zone 'localtime'",
    ]


def test_nothing_of_the_engine_asks_the_machine_for_a_zone() -> None:
    asking = {path.name for path in (ROOT / "src").rglob("*.py") if "ZoneInfo(" in path.read_text(encoding="utf-8")}
    assert asking == {"zones.py"}, "ratified.clock.zone() takes the locked data"


@pytest.mark.parametrize(
    "name", ["", "Europe", "europe/dublin", "../zoneinfo/UTC", "/UTC", "Europe/Dublin/", "UTC\0", "+01:00"]
)
def test_what_the_package_does_not_list_is_no_zone(name: str) -> None:
    with pytest.raises(UncountableError, match="there is no time zone"):
        zone(name)


def test_a_zone_bears_its_name_and_is_read_once() -> None:
    assert zone("Europe/Dublin").key == "Europe/Dublin"
    assert zone("Europe/Dublin") is zone("Europe/Dublin")
    assert zone("America/Argentina/Ushuaia").key == "America/Argentina/Ushuaia"


# What the browser is given


@pytest.mark.parametrize("name", [*CHANGING, "UTC", "Asia/Kolkata", "Africa/Casablanca"])
def test_the_offsets_of_a_page_are_those_of_the_zone(name: str) -> None:
    row: Any = zone_rows([name], AS_OF)[name]
    assert [datetime.fromtimestamp(row[end] / 1000, UTC).isoformat() for end in ("from", "until")] == [
        "2024-01-01T00:00:00+00:00",
        "2032-01-01T00:00:00+00:00",
    ]
    begins = [datetime.fromtimestamp(at / 1000, UTC) for at, _ in row["offsets"]]
    if name in CHANGING:
        assert set(changes(name)) <= set(begins[1:])
    for at, offset in row["offsets"]:
        for moment_ in (at, at + 1000):
            local = datetime.fromtimestamp(moment_ / 1000, UTC).astimezone(zone(name))
            assert local.utcoffset() == timedelta(milliseconds=offset)
    steps = [one for _, one in row["offsets"]]
    assert all(one != other for one, other in pairwise(steps))


def test_a_zone_that_nobody_knows_is_said_to_be_none() -> None:
    assert zone_rows(["Nowhere/Land"], AS_OF) == {"Nowhere/Land": None}


def test_a_page_holds_the_zones_that_it_counts_in(starter: Starter) -> None:
    book = starter.book()
    assert set(json.loads(clock_data(book, AS_OF))["zones"]) == {
        *("America/Chicago", "America/Los_Angeles", "America/New_York"),
        *("Europe/Athens", "Europe/Lisbon", "Europe/London"),
    }
    assert set(json.loads(duty_data(book, AS_OF))["zones"]) == {one.zone for one in book.oncall.rotations}


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    found = Node()
    yield found
    found.close()


def tokyos(name: str) -> dict[str, Any]:
    """The row of a zone, as a page would have it if it were Tokyo's."""
    return {name: zone_rows(["Asia/Tokyo"], AS_OF)["Asia/Tokyo"]}


def counted(node: Node, name: str, zones: dict[str, Any], at: datetime = NEW_YORK) -> tuple[Any, Any]:
    """What the browser says of one day from a moment, and what the engine says."""
    term, where = TimeLimitTerm("a", "law", "Somebody", None, "awareness", Duration(days=1)), CountingPlace((name,))
    limit = {"id": "x", "kind": "commitment", "where": where_row(where), "terms": [term_row(term)]}
    facts = IncidentFacts({"awareness": at})
    data = {**engine_row(), "limits": [limit], "calendars": {}, "zones": zones}
    (found,) = node.ask(question(name, facts, data=data))
    (expected,) = written([reckon(term, facts, where)])
    return found, expected


def test_the_page_s_zones_count_and_not_the_browser_s(node: Node) -> None:
    found, _ = counted(node, "America/New_York", tokyos("America/New_York"))
    assert (found["due_at"], found["due_on"]) == ("2026-11-22T14:59:59Z", "2026-11-22")
    found, expected = counted(node, "America/New_York", dict(zone_rows(["America/New_York"], AS_OF)))
    assert found == expected
    assert found["due_at"] == "2026-11-22T04:59:59Z"


def test_beyond_the_years_of_a_page_the_browser_s_own_data_counts(node: Node) -> None:
    for year in (AS_OF.year - YEARS_BEFORE - 1, AS_OF.year + YEARS_AFTER + 1):
        at = datetime(year, 7, 1, 12, tzinfo=UTC)
        found, expected = counted(node, "America/Chicago", tokyos("America/Chicago"), at)
        assert found == expected


def test_a_zone_that_only_the_browser_knows_is_none(node: Node) -> None:
    found, expected = counted(node, "europe/dublin", dict(zone_rows(["europe/dublin"], AS_OF)))
    assert found == expected
    assert found["why"] == "there is no time zone 'europe/dublin'"


def test_who_is_on_call_is_counted_in_the_page_s_zone(node: Node) -> None:
    line = rotation(zone="America/Denver")
    at = "2026-01-12T16:30:00Z"
    role = {"holders": [], "rotations": [rotation_row(line)]}
    book: dict[str, Any] = {"day": "2026-11-22", "ahead": 56, "people": {}, "roles": {"r": role}}
    told = [
        node.ask({"duty": {"book": {**book, "zones": zones}, "role": "r", "at": [at]}})[0]["until"]
        for zones in (tokyos("America/Denver"), dict(zone_rows(["America/Denver"], AS_OF)))
    ]
    engine = on_call_at(line, moment(at)).until
    assert engine is not None
    assert told[1] == engine.astimezone(UTC).isoformat().replace("+00:00", "Z")
    assert told[0] != told[1]
