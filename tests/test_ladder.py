"""Whom to ask when somebody is silent: named people in order, each once, the same in Python and in the browser."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browser_clock import Node
from conftest import ROOT, TODAY, Starter
from nightly import by_day
from ratified.output.status import instant
from ratified.policy import Book, read_book
from ratified.policy.roster.ladder import LadderRole, commander_silent, people_asked, roles_asked
from ratified.source.tree import WorkTree
from ratified.views.people.on_call_data import duty_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ESCALATION, ROLES = "data/escalation.yml", "data/roles.yml"


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    found = Node()
    yield found
    found.close()


@pytest.fixture(scope="module")
def book() -> Book:
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    return found


def row(book: Book, id_: str) -> tuple[LadderRole, ...]:
    return roles_asked(book, next(one for one in book.escalation.rows if one.id == id_))


def said(book: Book, roles: Sequence[LadderRole], silent: bool = False) -> list[str]:
    steps = people_asked(book, roles, TODAY, silent)
    return [f"{one.role}: {one.person or 'the firm'}{f' after {one.after}' if one.after else ''}" for one in steps]


def test_the_roles_are_those_of_the_rows_one_after_another(book: Book) -> None:
    found = row(book, "s1-executive")
    assert [(one.role, str(one.after)) for one in found] == [
        ("executive-sponsor", "None"),
        ("legal-counsel", "15 minutes"),
        ("outside-counsel", "15 minutes"),
    ]


def test_who_holds_two_steps_is_asked_once_and_the_next_has_their_turn(book: Book) -> None:
    """Both who hold security lead are deputies of the commander: operations is asked when security would have been."""
    assert [one.role for one in row(book, "s1-commander")] == ["incident-commander", "security-lead", "operations-lead"]
    assert said(book, row(book, "s1-commander")) == [
        "incident-commander: sofia",
        "incident-commander: dana",
        "incident-commander: lee",
        "operations-lead: tomas after 5 minutes",
        "operations-lead: aiko",
    ]
    assert said(book, row(book, "s1-privacy")) == [
        "privacy-officer: caleb",
        "privacy-officer: ingrid",
        "outside-counsel: the firm after 15 minutes",
    ]


def test_a_silent_commander_is_not_asked_and_the_deputies_are_first(book: Book) -> None:
    assert said(book, commander_silent(book), silent=True) == [
        "incident-commander: dana",
        "incident-commander: lee",
        "operations-lead: tomas after 15 minutes",
        "operations-lead: aiko",
    ]


def test_a_backup_waits_as_long_as_the_rotation_says(starter: Starter) -> None:
    line = "from: incident-commander, to: vendor-manager, within: 60m"
    starter.change(ESCALATION, line, line.replace("vendor-manager", "on-call-engineer"))
    assert said(starter.book(), row(starter.book(), "t-vendor-source")) == [
        "on-call-engineer: noor",
        "on-call-engineer: aiko after 5 minutes",
        "legal-counsel: ingrid after 1 hour",
        "legal-counsel: caleb",
        "outside-counsel: the firm after 15 minutes",
    ]


def test_without_the_trigger_the_first_row_to_the_commander_says_who_is_next(starter: Starter) -> None:
    starter.change(
        ESCALATION, "  - {id: t-commander-silent, trigger: commander-silent,", "  - {id: x, severity: sev-4,"
    )
    assert [one.role for one in commander_silent(starter.book())] == [
        "incident-commander",
        "security-lead",
        "operations-lead",
    ]


def test_fallbacks_that_go_round_end_and_a_contract_that_is_over_asks_nobody(starter: Starter) -> None:
    starter.change(
        ESCALATION,
        "if_no_ack: {after: 5m, to: operations-lead}}\n  - {id: s1-engineering",
        ("if_no_ack: {after: 5m, to: incident-commander}}\n  - {id: s1-engineering"),
    )
    assert [one.role for one in row(starter.book(), "s1-commander")] == ["incident-commander", "security-lead"]
    starter.change(ROLES, "expires: 2027-06-30", "expires: 2026-11-21")
    assert said(starter.book(), row(starter.book(), "s1-privacy")) == [
        "privacy-officer: caleb",
        "privacy-officer: ingrid",
    ]


def test_people_who_left_are_not_asked(book: Book) -> None:
    before = people_asked(book, row(book, "s1-commander"), date(2020, 1, 1))
    assert before == ()


def ladders(book: Book) -> list[tuple[tuple[LadderRole, ...], bool]]:
    return [(commander_silent(book), True), *((roles_asked(book, one), False) for one in book.escalation.rows)]


def by_the_script(roles: Sequence[LadderRole], silent: bool, data: Any, at: Sequence[datetime]) -> dict[str, Any]:
    wanted = [
        [one.role, str(one.after) if one.after else None, str(one.backup) if one.backup else None] for one in roles
    ]
    return {"ladder": {"book": data, "roles": wanted, "silent": silent, "at": [instant(one) for one in at]}}


def by_the_engine(book: Book, roles: Sequence[LadderRole], silent: bool, at: datetime) -> list[dict[str, Any]]:
    steps = people_asked(book, roles, at.date(), silent, at)
    return [
        {"role": one.role, "person": one.person, "after": str(one.after) if one.after else None, "deputy": one.deputy}
        for one in steps
    ]


@given(st.integers(0, 24 * 60 * 70))
@settings(max_examples=by_day(25, by_night=500), deadline=None)
def test_the_browser_asks_the_same_people_at_every_moment(node: Node, book: Book, minutes: int) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    data = json.loads(duty_data(book, TODAY))
    for roles, silent in ladders(book):
        (found,) = node.ask(by_the_script(roles, silent, data, [at]))
        assert found == by_the_engine(book, roles, silent, at)
        people = [step["person"] for step in found if step["person"]]
        assert len(people) == len({*people})
        if silent:
            held = by_the_engine(book, roles, False, at)[0]
            assert held["person"] not in people
