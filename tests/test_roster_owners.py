"""CODEOWNERS as somebody leaves or joins, and which files one person can approve together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratified.analysis.joining import Joiner, join
from ratified.analysis.landing_steps import ApproverGroup, by_approvers
from ratified.analysis.leaving import leave
from ratified.analysis.owner_changes import owner_change
from ratified.analysis.owner_file import owner_file
from ratified.approval.documents import DocumentDefinition
from ratified.policy.branch_rules import MERGE_RULES, merge_rules
from ratified.source.tree import WorkTree
from test_leave import book_of

if TYPE_CHECKING:
    from conftest import Starter
    from ratified.analysis.leaving import RosterChange
    from ratified.analysis.owner_changes import OwnerChange

TODAY, LAST = date(2026, 11, 22), date(2026, 12, 31)
PATH = ".github/CODEOWNERS"


def by_command(starter: Starter) -> None:
    starter.write(PATH, owner_file(book_of(starter), TODAY, "GitHub", [PATH]).data.decode())


def left(starter: Starter, person: str, to: str | None = None) -> RosterChange:
    return leave(WorkTree(starter.root), book_of(starter), person, LAST, to)


def found(starter: Starter, change: RosterChange, as_of: date = TODAY) -> OwnerChange:
    return owner_change(WorkTree(starter.root), change, as_of, "GitHub", [PATH])


def test_a_file_by_command_names_a_leaver_no_more_and_nothing_is_left_to_do(starter: Starter) -> None:
    by_command(starter)
    change = found(starter, left(starter, "lee"))
    before, after = change.files[PATH]
    assert before is not None
    assert b"\n/data/oncall.yml @dana @leebrandt\n" in before
    assert b"\n/data/oncall.yml @dana\n" in after
    assert (b"@leebrandt" in after, change.todo) == (False, "")


def test_whoever_follows_on_a_later_day_is_named_then(starter: Starter) -> None:
    by_command(starter)
    change = found(starter, left(starter, "lee", "tomas"))
    assert b"\n/data/oncall.yml @dana\n" in change.files[PATH][1]
    assert change.todo == f"{PATH} changes once more: on 2027-01-01 or later run `ratified owners --write`"
    change = found(starter, left(starter, "lee", "tomas"), date(2027, 1, 1))
    assert (b"\n/data/oncall.yml @dana @thidalgo\n" in change.files[PATH][1], change.todo) == (True, "")


RULES = MERGE_RULES["GitHub"]


def test_the_rules_of_who_may_merge_change_with_the_roster_on_the_day(starter: Starter) -> None:
    starter.write(RULES, merge_rules(book_of(starter), TODAY, "GitHub").data.decode())
    change = found(starter, left(starter, "lee", "tomas"))
    assert RULES not in change.files
    assert change.todo == (
        f"{RULES} changes on 2027-01-01: run `ratified owners --rules --write` and tell the Git host then"
    )
    change = found(starter, left(starter, "lee", "tomas"), date(2027, 1, 1))
    before, after = change.files[RULES]
    assert before is not None
    lee, tomas = (b'"actor_id": %d,' % starter_account(starter, who) for who in ("lee", "tomas"))
    assert (lee in before, lee in after, tomas in before, tomas in after) == (True, False, False, True)
    assert change.todo == f"send {RULES} to the Git host once it is merged"
    starter.change(RULES, '"active"', '"evaluate"')
    change = found(starter, left(starter, "lee"))
    assert (dict(change.files), change.todo) == (
        {},
        f"{RULES} says more than `ratified owners --rules` writes, so it stays as it is",
    )


def starter_account(starter: Starter, person: str) -> int:
    account = book_of(starter).person[person].forge
    assert account is not None
    assert isinstance(account.id, int)
    return account.id


def test_the_only_one_to_be_asked_stays_until_the_last_day(starter: Starter) -> None:
    starter.change("data/roles.yml", "      - {person: marcus, as: deputy, since: 2023-01-09}\n", "")
    by_command(starter)
    change = found(starter, left(starter, "priya", "marcus"))
    assert change.files == {}
    assert change.todo.startswith(f"{PATH} changes once more: on 2027-01-01")


def test_a_file_of_somebodys_own_stays_and_its_lines_are_told(starter: Starter) -> None:
    starter.write(PATH, "* @dana\n/data/ @dana @leebrandt\n/docs/ @leebrandt\n")
    kept = f"{PATH} was not written by `ratified owners`, so it stays as it is"
    assert found(starter, left(starter, "lee")) == ({}, f"{kept}; take @leebrandt off lines 2 and 3")
    assert found(starter, left(starter, "omar")) == ({}, "")
    kim = Joiner("Kim Sato", "kim@example.com", ("kims", 5001), roles=(("security-lead", True),))
    joined = join(WorkTree(starter.root), book_of(starter), kim, TODAY)
    assert found(starter, joined) == ({}, f"{kept}; `ratified owners` prints where it should name @kims")


def test_without_a_file_there_is_nothing_to_do(starter: Starter) -> None:
    assert found(starter, left(starter, "lee")) == ({}, "")


def documents(**binds: tuple[str, ...]) -> dict[str, DocumentDefinition]:
    return {id_: DocumentDefinition(id_, id_, "c", "o", (), paths, None) for id_, paths in binds.items()}


@pytest.mark.parametrize(
    ("able", "expected"),
    [
        (
            {"AUTHORITY": ("ann", "bob"), "ROSTER": ("bob",)},
            [(("p", "r", "o", "x"), ("AUTHORITY", "ROSTER"), ("bob",))],
        ),
        (
            {"AUTHORITY": ("ann",), "ROSTER": ("bob",)},
            [(("p", "r", "x"), ("AUTHORITY",), ("ann",)), (("o",), ("ROSTER",), ("bob",))],
        ),
        (
            {"AUTHORITY": (), "ROSTER": ("bob",)},
            [(("p", "x"), ("AUTHORITY",), ()), (("r",), ("AUTHORITY",), ()), (("o",), ("ROSTER",), ("bob",))],
        ),
    ],
)
def test_files_are_together_where_one_person_may_approve_them(
    able: dict[str, tuple[str, ...]], expected: list[ApproverGroup]
) -> None:
    known = documents(ROSTER=("o",), AUTHORITY=("p", "r"))
    assert [*by_approvers(["o", "x", "r", "p"], known, able)] == expected
