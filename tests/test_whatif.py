"""What would break without a person or a role, and nothing that is broken already."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import TODAY, Starter
from ratified.analysis.whatif import NoSuchIdError, Orphan, Shortfall, without_person, without_role

if TYPE_CHECKING:
    from ratified.policy import Book


def book(starter: Starter) -> Book:
    return starter.book()


class TestWithoutAPerson:
    def test_a_sole_holder_leaves_the_role_and_what_leads_to_it_empty(self, starter: Starter) -> None:
        found = without_person(book(starter), "yusuf", TODAY)
        assert found.roles == (Shortfall("scribe", 1, 2), Shortfall("vendor-manager", 0, 1))
        assert {r.role for r in found.references} == {"vendor-manager"}
        assert {
            "escalation row t-vendor-source (to)",
            "intake source vendors",
            "document RB-06 (owner)",
        } <= {r.said_by for r in found.references}
        assert {r.kind for r in found.references} == {"data", "front matter", "macro"}
        assert (found.escalation, found.documents, found.rotations) == ((), (), ())

    def test_a_commander_leaves_holes_in_the_rotation_for_one_whole_turn(self, starter: Starter) -> None:
        found = without_person(book(starter), "dana", TODAY)
        (holes,) = found.rotations
        assert holes.rotation == "commander"
        assert (holes.primary[0], holes.primary[-1], len(holes.primary)) == (
            date(2026, 11, 23),
            date(2026, 11, 29),
            7,
        )
        assert holes.backup == (date(2026, 11, 22), *(date(2026, 12, day) for day in range(7, 13)))
        assert found.roles == (Shortfall("security-lead", 1, 2), Shortfall("incident-commander", 2, 3))

    def test_documents_lose_their_last_approver(self, starter: Starter) -> None:
        starter.change("data/roles.yml", "      - {person: marcus, as: deputy, since: 2023-01-09}\n", "")
        found = without_person(book(starter), "priya", TODAY)
        assert found.documents == (
            Orphan("POL-IR", "Incident Response Policy", "policy"),
            Orphan("AUTHORITY", "AUTHORITY", "authority"),
        )

    def test_rows_whose_target_and_fallback_are_dead_reach_nobody(self, starter: Starter) -> None:
        starter.change("data/roles.yml", "      - {person: ingrid, as: deputy, since: 2023-02-20}\n", "")
        starter.change("data/roles.yml", "      - {person: ingrid, as: primary, since: 2022-01-10}\n", "")
        found = without_person(book(starter), "caleb", TODAY)
        assert [row.id for row in found.escalation] == ["s1-privacy", "s2-privacy", "t-personal-data"]

    def test_somebody_with_no_duties_breaks_nothing(self, starter: Starter) -> None:
        assert without_person(book(starter), "release-bot", TODAY).nothing

    def test_what_is_broken_already_is_not_blamed_on_them(self, starter: Starter) -> None:
        starter.change("data/people.yml", "started: 2024-02-26\n", "started: 2024-02-26\n    left: 2026-11-20\n")
        today = book(starter)
        assert without_person(today, "yusuf", TODAY).nothing
        gone = without_person(today, "noor", TODAY)
        assert gone.roles == (Shortfall("scribe", 0, 2), Shortfall("on-call-engineer", 1, 2))

    def test_the_book_itself_stays_as_it_was(self, starter: Starter) -> None:
        today = book(starter)
        without_person(today, "dana", TODAY)
        assert today.person["dana"].left is None

    @pytest.mark.parametrize(("wanted", "close"), [("danna", "dana"), ("Dana Okafor", "dana"), ("zzzz", None)])
    def test_an_unknown_person_is_an_error_with_close_ids(
        self, starter: Starter, wanted: str, close: str | None
    ) -> None:
        with pytest.raises(NoSuchIdError) as raised:
            without_person(book(starter), wanted, TODAY)
        assert raised.value.close[:1] == ((close,) if close else ())
        assert str(raised.value).startswith(f'no person has the id "{wanted}"')


class TestWithoutARole:
    def test_everything_that_names_it_in_data_and_front_matter_is_listed(self, starter: Starter) -> None:
        found = without_role(book(starter), "legal-counsel", TODAY)
        assert {r.role for r in found.references} == {"legal-counsel"}
        assert {"part legal", "escalation row s1-legal (to)", "clock us-ca (owner)"} <= {
            r.said_by for r in found.references
        }
        assert (found.escalation, found.roles) == ((), ())

    def test_a_rotation_of_a_dropped_role_is_one_long_hole(self, starter: Starter) -> None:
        (holes,) = without_role(book(starter), "on-call-engineer", TODAY).rotations
        assert (holes.rotation, len(holes.primary), len(holes.backup)) == ("first-line", 15, 15)

    def test_a_fallback_that_is_dead_already_does_not_save_a_row(self, starter: Starter) -> None:
        starter.change("data/roles.yml", "expires: 2027-06-30", "expires: 2026-01-01")
        found = without_role(book(starter), "legal-counsel", TODAY)
        assert [row.id for row in found.escalation] == [
            "s1-legal",
            "s2-legal",
            "t-extortion-legal",
            "t-law-enforcement",
        ]

    def test_approvers_go_with_their_role(self, starter: Starter) -> None:
        found = without_role(book(starter), "executive-sponsor", TODAY)
        assert [orphan.document for orphan in found.documents] == ["POL-IR", "AUTHORITY"]

    def test_an_outside_role_may_go_too(self, starter: Starter) -> None:
        found = without_role(book(starter), "insurer", TODAY)
        assert {r.kind for r in found.references} == {"front matter", "macro"}

    def test_an_unknown_role_is_an_error_with_close_ids(self, starter: Starter) -> None:
        with pytest.raises(NoSuchIdError, match="did you mean security-lead"):
            without_role(book(starter), "security-leed", TODAY)
