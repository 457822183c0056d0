"""NOT-09, 13, 14: each fires at its line after one change to the real file, and is silent beside it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from records import Past, told

if TYPE_CHECKING:
    from conftest import Starter

DATA, ROLES = "data/notifications.yml", "data/roles.yml"
US_NY = 'recipient: "Residents of New York, and the state\'s offices", starts: discovery, within: 30d, '
CHECKED = "verified_on: 2026-09-14, verified_by: ingrid"
ICO = 'contact: {how: "The breach line 0303 123 1113, or the form on ico.org.uk", verified_on: 2026-09-14}'


def said(starter: Starter, code: str, as_of: date = date(2026, 11, 22)) -> list[str]:
    return told(starter.findings(code, as_of))


def at(starter: Starter) -> str:
    return f"{DATA}:{starter.line(DATA, 'clock: us-ny')}"


# NOT-09


def test_the_starter_is_silent_on_the_last_day_of_the_year_and_not_on_the_next(starter: Starter) -> None:
    assert said(starter, "NOT-09", date(2027, 9, 14)) == []
    found = said(starter, "NOT-09", date(2027, 9, 15))
    assert len(found) == 11
    assert found[0] == (
        f"{DATA}:{starter.line(DATA, 'clock: eu-gdpr-33,')} eu-gdpr-33 was last verified on 2026-09-14, more than 365 "
        "days before 2027-09-15"
    )


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("verified_by: ingrid", "us-ny was never held against its source"),
        ("verified_on: 2026-09-14", "us-ny has no sign-off by the Legal Counsel"),
        (
            "verified_on: 2026-09-14, verified_by: dana",
            "us-ny was verified by dana, who was not Legal Counsel on 2026-09-14",
        ),
        (
            "verified_on: 2021-12-31, verified_by: ingrid",
            "us-ny was last verified on 2021-12-31, more than 365 days before 2026-11-22",
        ),
        ("verified_on: 2026-11-23, verified_by: ingrid", "us-ny says it was verified on 2026-11-23, after 2026-11-22"),
    ],
)
def test_one_row_that_counsel_did_not_check_is_found(starter: Starter, new: str, message: str) -> None:
    starter.change(DATA, US_NY + CHECKED, US_NY + new)
    assert said(starter, "NOT-09")[0] == f"{at(starter)} {message}"


@pytest.mark.parametrize("who", ["ingrid", "caleb"])
def test_whoever_held_the_role_that_day_may_sign(starter: Starter, who: str) -> None:
    starter.change(DATA, US_NY + CHECKED, US_NY + f"verified_on: 2025-11-22, verified_by: {who}")
    assert said(starter, "NOT-09") == []


def test_one_who_took_the_role_later_may_not(starter: Starter) -> None:
    ingrid = "{person: ingrid, as: primary, since: 2022-01-10}"
    starter.change(ROLES, ingrid, ingrid.replace("2022-01-10", "2026-09-15"))
    assert len(said(starter, "NOT-09")) == 11


def test_outside_counsel_may_play_the_part(starter: Starter) -> None:
    starter.change(ROLES, "  legal: legal-counsel\n", "  legal: outside-counsel\n")
    assert len(said(starter, "NOT-09")) == 11
    text = (starter.root / DATA).read_text()
    starter.write(DATA, text.replace("verified_by: ingrid", "verified_by: outside-counsel"))
    assert said(starter, "NOT-09") == []


# NOT-13


def test_a_contact_holds_for_180_days(starter: Starter) -> None:
    assert said(starter, "NOT-13", date(2027, 3, 13)) == []
    found = said(starter, "NOT-13", date(2027, 3, 14))
    assert [line.split(" ")[4] for line in found] == ["eu-gdpr-33", "uk-gdpr-33", "us-ca-ag", "us-tx-ag"]


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("", "uk-gdpr-33 does not say how Information Commissioner takes a notice"),
        (
            ICO.replace("2026-09-14", "2026-05-25"),
            "the contact of uk-gdpr-33 was last verified on 2026-05-25, more than 180 days before 2026-11-22",
        ),
        (
            ICO.replace("2026-09-14", "2026-12-01"),
            "the contact of uk-gdpr-33 says it was verified on 2026-12-01, after 2026-11-22",
        ),
    ],
)
def test_an_authority_that_cannot_be_reached_for_sure_is_found(starter: Starter, new: str, message: str) -> None:
    starter.change(DATA, f", {ICO}" if not new else ICO, new)
    assert said(starter, "NOT-13") == [f"{DATA}:{starter.line(DATA, 'clock: uk-gdpr-33')} {message}"]


def test_a_row_that_does_not_bind_and_other_audiences_need_no_contact(starter: Starter) -> None:
    starter.change(DATA, f", {ICO}", ", binding: false")
    assert said(starter, "NOT-13") == []


# NOT-14

OWN = """\
clocks:
  - {id: xx-bank, regime: Bank order 7, to: the bank, audience: authority, trigger: awareness, certainty: high,
     window: {n: 24, unit: hours}, zones: [UTC], status: in_force, source: Order 7, recorded: 2026-01-05}
"""
HEAD = "in_scope:\n"


def company(*, version: str = "version: 1\n") -> Past:
    """An adopted company with one clock of its own."""
    past = Past()
    text = past.text(DATA)
    past.lands("2026-10-12", {DATA: f"{version}{text}{OWN}"})
    return past


def test_own_clocks_under_a_version_are_silent_and_so_is_a_company_without_any() -> None:
    assert company().finds("NOT-14") == []
    assert Past().finds("NOT-14") == []


def test_a_window_that_changed_under_its_version_is_found_at_the_version() -> None:
    past = company()
    landing = past.landings[-1].commit.id[:10]
    edit = {DATA: ("n: 24, unit: hours", "n: 48, unit: hours")}
    message = f"{DATA}:1 xx-bank changed since {landing}, which had version 1, and the version is 1"
    assert told(past.finds("NOT-14", edits=edit)) == [message]
    past.lands("2026-10-19", edit)
    assert told(past.finds("NOT-14")) == [message]
    past.lands("2026-10-26", {DATA: ("version: 1\n", "version: 2\n")})
    assert past.finds("NOT-14") == []


def test_a_change_with_a_higher_version_is_silent_and_with_a_lower_one_is_not() -> None:
    past = company(version="version: 3\n")
    text = past.text(DATA).replace("n: 24, unit: hours", "n: 48, unit: hours")
    assert past.finds("NOT-14", edits={DATA: text.replace("version: 3", "version: 4")}) == []
    (found,) = past.finds("NOT-14", edits={DATA: text.replace("version: 3", "version: 2")})
    assert found.help == "write version: 4, or a higher one"


def test_a_row_that_goes_and_one_that_comes_is_a_change_and_the_way_it_is_written_is_none() -> None:
    past = company()
    assert len(past.finds("NOT-14", edits={DATA: (OWN, "")})) == 1
    turned = ("regime: Bank order 7, to: the bank", 'to: "the bank", regime: Bank order 7')
    assert past.finds("NOT-14", edits={DATA: turned}) == []
    assert past.finds("NOT-14", edits={DATA: ("within: 15d", "within: 14d")}) == []


def test_own_clocks_without_a_version_are_found_where_they_begin() -> None:
    past = company(version="")
    line = past.line(DATA, "id: xx-bank")
    assert told(past.finds("NOT-14")) == [f"{DATA}:{line} {DATA} has clocks of our own and no version"]


def test_what_a_draft_held_before_adoption_is_free_to_change() -> None:
    past = Past(adopted="")
    text = past.text(DATA)
    past.lands("2024-03-04", {DATA: f"version: 1\n{text}{OWN}"})
    past.lands("2024-03-11", {DATA: ("n: 24, unit: hours", "n: 48, unit: hours")})
    assert past.finds("NOT-14") == []
    past.lands("2026-10-05", {"data/register.yml": ("status: draft\n", "status: adopted\n")})
    assert past.finds("NOT-14") == []
