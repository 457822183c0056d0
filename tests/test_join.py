"""Somebody joins: the exact lines that come, whose rows they are, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratified.analysis.joining import Joiner, join, person_id
from ratified.analysis.roster_files import RosterError
from ratified.source.tree import WorkTree
from test_leave import book_of, changed_lines

if TYPE_CHECKING:
    from conftest import Starter
    from ratified.analysis.leaving import RosterChange

FIRST = date(2026, 12, 1)
KIM = Joiner("Kim Sato", "kim@example.com")
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEfgndEr4Oj+V0Y5vEGk+vxF/TRRzlNelQyHm+vULDR8"


def planned(starter: Starter, joiner: Joiner, first: date = FIRST) -> RosterChange:
    return join(WorkTree(starter.root), book_of(starter), joiner, first)


def test_a_row_a_role_turns_and_a_key(starter: Starter) -> None:
    starter.write("data/trust/allowed_signers", "# Keys\n")
    roles = (("on-call-engineer", True),)
    kim = KIM._replace(
        phone="+44 1632 960150", account=("kims", 5001), key=f"{KEY} kim\n".encode(), roles=roles, rotation="first-line"
    )
    assert changed_lines(planned(starter, kim)) == {
        "data/people.yml": [
            "+  - id: kim",
            "+    name: Kim Sato",
            "+    kind: human",
            "+    started: 2026-12-01",
            "+    emails: [kim@example.com]",
            "+    forge: {login: kims, id: 5001}",
            '+    channels: [{kind: phone, to: mobile, number: "+44 1632 960150"}]',
        ],
        "data/roles.yml": ["+      - {person: kim, as: deputy, since: 2026-12-01}"],
        "data/oncall.yml": [
            "+    until: 2026-12-06",
            "+  - id: first-line-2",
            "+    role: on-call-engineer",
            "+    zone: America/New_York",
            "+    starts: 2026-12-07",
            '+    handover: {day: monday, time: "10:00"}',
            "+    shift: 7d",
            "+    backup_after: 5m",
            "+    if_no_ack: {after: 5m, to: incident-commander}",
            "+    pattern:",
            "+      - {primary: aiko, backup: noor}",
            "+      - {primary: noor, backup: aiko}",
            "+      - {primary: kim, backup: aiko}",
        ],
        "data/trust/allowed_signers": [
            f'+kim namespaces="git",valid-after="20261201Z" {KEY}',
        ],
    }


def test_an_account_that_has_no_number(starter: Starter) -> None:
    kim = KIM._replace(account=("kims", "{c788b2da-b7a2-404c-9e26-d3f077557007}"))
    assert changed_lines(planned(starter, kim))["data/people.yml"][-1] == (
        '+    forge: {login: kims, id: "{c788b2da-b7a2-404c-9e26-d3f077557007}"}'
    )


def test_a_role_without_holders_and_a_person_who_is_there(starter: Starter) -> None:
    starter.change(
        "data/roles.yml", "    holders:\n      - {person: helen, as: primary, since: 2021-11-15}\n", ""
    ).change("data/roles.yml", "    title: People Lead\n", "    title: People Lead   # since 2021\n")
    change = planned(starter, Joiner("Helen Castellano", "HELEN@example.com", roles=(("people-lead", False),)))
    assert changed_lines(change) == {
        "data/roles.yml": ["+    holders: [{person: helen, as: primary, since: 2026-12-01}]"]
    }
    with pytest.raises(RosterError, match=r"nothing is left to begin: Lee Brandt is in data/people\.yml"):
        planned(starter, Joiner("Lee Brandt", "lee@example.com", roles=(("security-lead", True),)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kim Sato", "kim"),
        ("Lee Ann O'Hara", "lee-ann-o-hara"),
        ("Dana Okafor", "dana-okafor"),
        ("Åsa Öberg", "asa"),
        ("李", "person"),
    ],
)
def test_an_id_that_nobody_has_or_had(starter: Starter, name: str, expected: str) -> None:
    assert person_id(name, book_of(starter).person) == expected
    assert person_id(name, [*book_of(starter).person, expected]) not in {expected, *book_of(starter).person}


REFUSED = [
    (
        KIM._replace(email="nobody"),
        "'nobody' is no address, or 'Kim Sato' no name; write a name and an",
    ),
    (KIM._replace(name="Kim\n\nCo-authored-by: x"), "or 'Kim\\n\\nCo-authored-by: x' no name; write a name and an"),
    (KIM._replace(phone="020 7946 0000"), "'020 7946 0000' cannot be dialled from everywhere; write it as '+44 1632"),
    (KIM._replace(email="lee@example.com"), ": lee@example.com is the address of Lee Brandt; give another one"),
    (KIM._replace(account=("kims", 4196)), ": account 4196 is Lee Brandt's; correct one"),
    (KIM._replace(roles=(("scrybe", True),)), "there is no role 'scrybe'; did you mean 'scribe'?"),
    (KIM._replace(roles=(("scribe", False),)), ": Noor Haddad is primary of scribe; write --role scribe:deputy"),
    (KIM._replace(rotation="second-line"), "there is no rotation 'second-line'; data/oncall.yml has first-line, comma"),
    (KIM._replace(key=b"-----BEGIN OPENSSH PRIVATE KEY-----\n"), "this is a private key, which nobody else may ever"),
]


@pytest.mark.parametrize(("joiner", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_with_its_sentence(starter: Starter, joiner: Joiner, sentence: str) -> None:
    with pytest.raises(RosterError) as caught:
        planned(starter, joiner)
    assert sentence in str(caught.value)


def test_whoever_left_gets_a_row_of_their_own(starter: Starter) -> None:
    starter.change("data/people.yml", "started: 2023-05-15\n", "started: 2023-05-15\n    left: 2026-11-01\n")
    with pytest.raises(RosterError, match="Lee Brandt left on 2026-11-01, and a row holds one stay; give an address"):
        planned(starter, Joiner("Lee Brandt", "lee@example.com"))
    change = planned(starter, Joiner("Lee Brandt", "lee@home.example"))
    assert change.person.id == "lee-brandt"


def test_a_rotation_that_is_over_or_counts_no_hours_takes_nobody(starter: Starter) -> None:
    starter.change("data/oncall.yml", "    shift: 7d\n    backup_after", "    shift: 90m\n    backup_after")
    with pytest.raises(RosterError, match=r"data/oncall\.yml:9:12: shifts of 90 minutes are no whole hours; change"):
        planned(starter, KIM._replace(rotation="first-line"))
    starter.change("data/oncall.yml", "    shift: 90m\n", "    shift: 7d\n    until: 2026-11-30\n")
    with pytest.raises(RosterError, match="rotation first-line ended on 2026-11-30; name another"):
        planned(starter, KIM._replace(rotation="first-line"))
