"""ROL: training, contracts and contact details."""

from __future__ import annotations

import re
from datetime import date

import pytest

from conftest import TODAY, Starter

PEOPLE, ROLES, REGISTER = "data/people.yml", "data/roles.yml", "data/register.yml"
REACHED = "channels:\n      - {kind: pager, to: page Sofia,"
SOFIA = f"trained: [{{role: incident-commander, finished: 2026-03-04}}]\n    {REACHED}"


def places_and_words(starter: Starter, code: str, as_of: date = TODAY) -> list[str]:
    return [f"{f.place.path}:{f.place.line} {f.message}" for f in starter.findings(code, as_of)]


# ROL-09


def test_a_holder_who_was_never_trained_is_found_at_the_row(starter: Starter) -> None:
    starter.change(PEOPLE, SOFIA, REACHED)
    (found,) = starter.findings("ROL-09")
    line = starter.line(ROLES, "{person: sofia, as: primary")
    assert str(found.place) == f"{ROLES}:{line}:18"
    assert found.message == "sofia holds incident-commander and was never trained in it"
    assert (found.level, found.subject) == ("warning", "incident-commander")


def test_a_training_in_another_role_is_none(starter: Starter) -> None:
    starter.change(PEOPLE, SOFIA, SOFIA.replace("incident-commander", "scribe"))
    assert [f.message for f in starter.findings("ROL-09")] == [
        "sofia holds incident-commander and was never trained in it"
    ]


def test_a_training_counts_through_the_last_day_of_the_interval(starter: Starter) -> None:
    starter.change(PEOPLE, SOFIA, SOFIA.replace("2026-03-04", "2026-01-10"))
    assert starter.places("ROL-09", date(2027, 1, 11)) == []
    assert [f.message for f in starter.findings("ROL-09", date(2027, 1, 12))] == [
        "sofia holds incident-commander and was last trained in it on 2026-01-10, more than 366 days before"
    ]


def test_without_the_limit_a_training_counts_for_365_days(starter: Starter) -> None:
    starter.change(PEOPLE, SOFIA, SOFIA.replace("2026-03-04", "2026-01-10"))
    starter.change(
        "data/limits.yml", '  - {id: training-interval, within: P12M, text: "Responders are trained again"}\n', ""
    )
    assert starter.places("ROL-09", date(2027, 1, 10)) == []
    assert [f.subject for f in starter.findings("ROL-09", date(2027, 1, 11))] == ["incident-commander"]


def test_a_training_to_come_does_not_count_yet(starter: Starter) -> None:
    starter.change(PEOPLE, SOFIA, SOFIA.replace("2026-03-04", "2026-11-23"))
    assert len(starter.places("ROL-09")) == 1
    assert starter.places("ROL-09", date(2026, 11, 23)) == []


def test_roles_that_are_not_critical_and_holders_of_the_past_are_left_alone(starter: Starter) -> None:
    starter.change(PEOPLE, "trained: [{role: people-lead, finished: 2026-02-25}]\n", "trained: []\n")
    starter.change(PEOPLE, SOFIA, REACHED)
    row = "{person: sofia, as: primary, since: 2024-02-01}"
    starter.change(ROLES, row, row.replace("}", ", until: 2026-11-21}"))
    assert starter.places("ROL-09") == []


def test_somebody_with_two_rows_of_a_role_is_told_once(starter: Starter) -> None:
    starter.change(PEOPLE, SOFIA, REACHED)
    row = "      - {person: sofia, as: primary, since: 2024-02-01}\n"
    starter.change(ROLES, row, row + row.replace("primary", "deputy"))
    assert len(starter.places("ROL-09")) == 1


# ROL-10


def public(starter: Starter) -> Starter:
    return starter.change(REGISTER, "audience: internal", "audience: public")


def test_contact_details_in_a_public_repository_are_found(starter: Starter) -> None:
    assert starter.places("ROL-10") == []
    public(starter)
    found = places_and_words(starter, "ROL-10")
    sofia = starter.line(PEOPLE, "+1 202 555 0125")
    security = starter.line(ROLES, "+1 202 555 0102")
    firm = starter.line(ROLES, "address: breach@halvorsenpike.example")
    line = starter.line(ROLES, "emergency:")
    assert f"{ROLES}:{line} the number of the emergency line is in a public repository" in found
    assert f"{PEOPLE}:{sofia} a telephone number of sofia is in a public repository" in found
    assert f"{ROLES}:{security} a telephone number of security-lead is in a public repository" in found
    assert f"{ROLES}:{firm} an e-mail address of outside-counsel is in a public repository" in found
    numbers = sum((starter.root / path).read_text("utf-8").count("number: ") for path in (PEOPLE, ROLES))
    addresses = (starter.root / ROLES).read_text("utf-8").count("address: ")
    assert len(found) == numbers + addresses
    assert {finding.level for finding in starter.findings("ROL-10")} == {"error"}


@pytest.mark.parametrize("number", ["+44 20 7946 0000", "call 555-0100-22 at night", "(020) 79460000"])
def test_a_telephone_number_among_the_words_is_found(starter: Starter, number: str) -> None:
    public(starter).change(ROLES, '"duty phone, security", number: "+1 202 555 0102"', f'"{number}"')
    line = starter.line(ROLES, number)
    assert f"{ROLES}:{line} a telephone number of security-lead is in a public repository" in places_and_words(
        starter, "ROL-10"
    )


def test_links_and_words_alone_may_be_public(starter: Starter) -> None:
    for path in (PEOPLE, ROLES):
        text = (starter.root / path).read_text("utf-8")
        bare = re.sub(r"emergency: .*\n", "", re.sub(r', (number|address): ("[^"]*"|[^,}]*)', "", text))
        (starter.root / path).write_text(bare, encoding="utf-8")
    assert public(starter).places("ROL-10") == []


# ROL-11


def test_a_contract_that_ends_within_thirty_days_is_found(starter: Starter) -> None:
    starter.change(ROLES, "expires: 2027-03-31", "expires: 2026-12-22")
    line = starter.line(ROLES, "expires: 2026-12-22")
    assert places_and_words(starter, "ROL-11") == [
        f"{ROLES}:{line} the contract with Tern Forensics for forensics-firm ends on 2026-12-22"
    ]
    assert starter.places("ROL-11", date(2026, 11, 21)) == []


def test_a_contract_is_found_through_its_last_day_and_then_nobody_holds_the_role(starter: Starter) -> None:
    starter.change(ROLES, "expires: 2027-03-31", "expires: 2026-11-22")
    (found,) = starter.findings("ROL-11")
    assert (found.level, found.subject) == ("warning", "forensics-firm")
    assert starter.places("ROL-02") == []
    assert starter.places("ROL-11", date(2026, 11, 23)) == []
    assert starter.places("ROL-02", date(2026, 11, 23)) != []


@pytest.mark.parametrize("code", ["ROL-09", "ROL-10", "ROL-11"])
def test_the_starter_is_silent(starter: Starter, code: str) -> None:
    assert starter.places(code) == []
