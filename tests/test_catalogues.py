"""The two catalogues that ship in the package: complete, consistent, and honest about what is doubtful."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from ratified.clock import Workdays, zone
from ratified.model.notifications import TRIGGERS, Clock, ClockWindow
from ratified.policy.catalogue import ROWS, clock_catalogue, ready_made, requirement_catalogue
from ratified.rules.pages_json import pages

if TYPE_CHECKING:
    from ratified.model.requirements import RequirementCatalogue


def test_the_json_that_is_loaded_is_the_yaml_that_people_read() -> None:
    for name, text in {**ready_made(), "rules.json": pages()}.items():
        assert (files("ratified") / "catalogue" / name).read_text(encoding="utf-8") == text, "run: make schemas"


@pytest.mark.parametrize("name", ["clocks.yml", "requirements.yml", *(f"requirements/{name}.yml" for name in ROWS)])
def test_no_row_says_only_that_it_is_like_another(name: str) -> None:
    assert ": idem" not in (files("ratified") / "catalogue" / name).read_text(encoding="utf-8")


Clocks = dict[str, Clock]


@pytest.fixture(scope="module")
def clocks() -> Clocks:
    rows = clock_catalogue().clocks
    assert len(rows) == len({row.id for row in rows}) == 121
    return {row.id: row for row in rows}


@pytest.fixture(scope="module")
def catalogue() -> RequirementCatalogue:
    return requirement_catalogue()


def window_of(row: Clock) -> ClockWindow:
    """The window of a row, which every row of the catalogue has."""
    assert row.window is not None, row.id
    return row.window


def test_every_clock_says_who_is_told_from_when_and_why(clocks: Clocks) -> None:
    assert clocks["eu-nis2-fr"].of == "eu-nis2-in"
    for row in clocks.values():
        assert row.trigger != "prior_submission" or row.of in clocks, row.id
        assert row.trigger in TRIGGERS, row.id
        assert all((row.to, row.audience, row.source, row.recorded)), row.id
        window = window_of(row)
        assert window.unit, row.id
        assert (window.n is None) == (window.unit == "no_fixed"), row.id


def test_doubtful_clocks_stay_marked_and_say_so(clocks: Clocks) -> None:
    doubtful = [row for row in clocks.values() if row.certainty == "low" or row.status.endswith("_verify")]
    assert [row.id for row in doubtful] == ["uk-nis-bill", "us-circia-inc", "us-circia-pay", "in-dpdp"]
    assert [row.certainty for row in doubtful] == ["low", "low", "low", "medium"]
    assert all((row.note or "").startswith("Unverified") for row in doubtful)


def test_more_than_is_not_at_least(clocks: Clocks) -> None:
    limits = {row.id: (row.threshold.op, row.threshold.count) for row in clocks.values() if row.threshold}
    assert limits["us-ca-ag"] == limits["us-hipaa-media"] == (">", 500)
    assert limits["us-hipaa-hhs-500"] == (">=", 500)
    assert limits["us-hipaa-hhs-lt500"] == ("<", 500)
    assert limits["us-tx-ag"] == (">=", 250)


def test_windows_that_are_often_told_wrong(clocks: Clocks) -> None:
    windows = {id: (row.trigger, window_of(row).n, window_of(row).unit) for id, row in clocks.items()}
    assert windows["eu-gdpr-33"] == windows["uk-pecr"] == ("awareness", 72, "hours")
    cap, (stage,) = clocks["eu-dora-init"].cap, clocks["uk-nis-bill"].next
    assert cap is not None
    assert (cap.trigger, cap.n, cap.unit, cap.unless) == ("awareness", 24, "hours", "classified_after_cap")
    assert (stage.stage, stage.window.n, stage.anchor) == ("full", 72, "awareness")


VERSIONS = {
    2: "5dca555ea2ed9e4924fc8764c1cefb5b708728742e11514907a1c143a4642064",
    3: "a169250f7a7968374ae66d08f6278e6759cc7a86f5b88f36df15f45e3cf524db",
    4: "4b1c7bbbcfe7698f9fdb6c174c5c8e1f45489cb7130fc02708b94079aca2de20",
    5: "33e294835c629ba09a55dcc09089abe2707c02a8f69ff11dc28bccd2ce906651",
}
"""Each version of the catalogue of clocks by the SHA-256 of what it says: raise `version` with every change of a row,
and add the pair here; an incident names the version that it was judged by (NOT-14 asks the same of own clocks)."""


def test_no_version_of_the_catalogue_stands_for_two_sets_of_clocks() -> None:
    data = (files("ratified") / "catalogue" / "clocks.json").read_bytes()
    assert sha256(data).hexdigest() == VERSIONS[clock_catalogue().version]


def test_every_clock_is_counted_somewhere_and_in_business_days_by_a_calendar(clocks: Clocks) -> None:
    assert clock_catalogue().version == max(VERSIONS)
    calendars = {calendar.id: calendar for calendar in clock_catalogue().calendars}
    nowhere = {row.id for row in clocks.values() if not row.zones}
    assert nowhere == {
        "card-visa",
        "card-mc",
        "card-amex",
        "contract-default",
        "contract-baa",
        "insurer",
        "auditor-bridge",
    }
    assert all(zone(name) for row in clocks.values() for name in row.zones)
    counted = {row.id: row.calendar for row in clocks.values() if window_of(row).unit == "business_days"}
    assert counted == {
        "us-sec-8k": "us-federal",
        "us-ca-cdph": "us-ca",
        "us-ca-patients": "us-ca",
        "us-ia-ag": "us-ia",
        "us-il-ag-hipaa": "us-il",
        "us-ny-ag-hipaa": "us-ny",
        "us-vt-ag": "us-vt",
        "br-anpd": "br",
        "br-anpd-more": "br",
        "br-anpd-small": "br",
        "contract-baa": None,
    }
    for calendar in calendars.values():
        assert Workdays(calendar, calendar.valid_through).is_open(date(2028, 12, 29))
        assert zone(calendar.zone)


def test_a_number_that_decides_about_somebody_told_too_is_marked(clocks: Clocks) -> None:
    too = {row.id for row in clocks.values() if row.threshold and row.threshold.also}
    said = {row.id for row in clocks.values() if row.threshold and " too if " in row.threshold.text}
    assert too == said | {"us-ftc-hbnr"}


def test_who_may_ask_for_a_delay_is_known_where_the_row_speaks_of_one(clocks: Clocks) -> None:
    assert all((row.delay is None) == (row.delay_by is None) for row in clocks.values())
    assert [row.id for row in clocks.values() if row.delay_by == "attorney_general"] == ["us-sec-8k"]


def test_every_requirement_has_its_own_id_a_framework_and_maps_that_exist(catalogue: RequirementCatalogue) -> None:
    ids = [row.id for row in catalogue.requirements]
    assert len(ids) == len(set(ids))
    assert catalogue.version == 2
    assert {row.framework for row in catalogue.requirements} == {row.id for row in catalogue.frameworks}
    assert {target for row in catalogue.requirements for target in row.maps} <= set(ids)


def test_unchecked_requirements_stay_marked(catalogue: RequirementCatalogue) -> None:
    suspect = [row.id for row in catalogue.requirements if row.suspect]
    assert [row.id for row in catalogue.requirements if row.suspect and row.asked] == ["CC7.3-PF06", "CC7.4-PF14"]
    assert len(suspect) == 38
    assert [row.id for row in catalogue.requirements if row.certainty == "low"] == suspect
    assert {row.kind for row in catalogue.requirements if row.suspect} == {"pof"}
    assert not [row.id for row in catalogue.requirements if row.kind == "pof" and row.certainty == "high"]


def test_a_withdrawn_id_is_never_a_requirement_nor_cited_instead(catalogue: RequirementCatalogue) -> None:
    gone = [row.id for row in catalogue.withdrawn]
    kept = {row.id for row in catalogue.requirements}.union(*(row.instead for row in catalogue.withdrawn))
    assert len(gone) == len(set(gone)) == 37
    assert not kept.intersection(gone)
