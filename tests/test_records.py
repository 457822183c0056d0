"""Records of incidents and exercises: read strictly, one file each, every fault at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Starter

INCIDENT = "data/incidents/INC-2026-001.yml"
EXERCISE = "data/exercises/EX-2026-01.yml"
DRAFT = "id: INC-2026-001\ntitle: A page nobody can load\nstatus: draft\n"
PLANNED = "id: EX-2026-01\ntitle: Ransomware at night\nstatus: draft\nkind: tabletop\n"


def reading(starter: Starter) -> list[tuple[str, str, str]]:
    return [(str(f.place), f.code, f.message) for f in starter.judge().findings if f.code.startswith("SIT")]


def test_records_are_in_the_book_by_their_ids(starter: Starter) -> None:
    starter.write(INCIDENT, DRAFT).write(EXERCISE, PLANNED)
    book = starter.book()
    assert (list(book.incident), list(book.exercise)) == (["INC-2026-001"], ["EX-2026-01"])
    document = book.document_of(INCIDENT)
    assert document is not None
    assert document.id == "EVENTS"
    assert reading(starter) == []


def test_a_book_without_records_is_whole(starter: Starter) -> None:
    book = starter.book()
    assert (book.incidents, book.exercises, dict(book.record_texts)) == ((), (), {})


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("2026-02-03T09:14", "detected: '2026-02-03T09:14' does not have the right form"),
        ("2026-02-03 09:14+01:00", "detected: '2026-02-03 09:14+01:00' does not have the right form"),
        ("2026-02-30T09:14+01:00", "detected: no such moment: '2026-02-30T09:14+01:00'"),
        ("2026-02-03T24:61Z", "detected: no such moment: '2026-02-03T24:61Z'"),
        ("2026-02-03", "detected: '2026-02-03' does not have the right form"),
    ],
)
def test_a_moment_has_a_day_a_time_and_an_offset(starter: Starter, written: str, what: str) -> None:
    starter.write(INCIDENT, f"{DRAFT}times:\n  stages:\n    detected: {written}\n")
    assert reading(starter) == [(f"{INCIDENT}:6:15", "SIT-08", what)]


def test_a_misspelt_key_is_found_at_the_key_with_the_right_one(starter: Starter) -> None:
    starter.write(INCIDENT, f"{DRAFT}times:\n  stages: {{detcted: 2026-02-03T09:14Z}}\n")
    (found,) = starter.findings("SIT-06")
    assert (str(found.place), found.code, found.help) == (
        f"{INCIDENT}:5:12",
        "SIT-06",
        "did you mean 'detected'? If not, take it out",
    )


def test_a_record_is_called_as_its_file(starter: Starter) -> None:
    starter.write(INCIDENT, DRAFT.replace("001", "002"))
    assert reading(starter) == [
        (f"{INCIDENT}:1:5", "SIT-06", "the file is called INC-2026-001, the record INC-2026-002")
    ]


def test_a_record_under_another_ending_is_no_silence(starter: Starter) -> None:
    starter.write("data/exercises/EX-2026-01.yaml", PLANNED).write("data/exercises/README.md", "Notes.\n")
    assert reading(starter) == [("data/exercises/EX-2026-01.yaml:1:1", "SIT-06", "a record that nothing reads")]


def test_an_action_has_an_id_of_its_own_among_all_records(starter: Starter) -> None:
    starter.write(INCIDENT, DRAFT + "corrective_actions:\n  - {id: A-1, text: Test the alert}\n")
    starter.write(EXERCISE, PLANNED + "follow_ups:\n  - {id: A-1, text: Write it down}\n")
    found = [(str(f.place), f.message) for f in starter.findings("SIT-07")]
    first = f"corrective action 'A-1' appears twice; first at {INCIDENT}:5:10"
    assert found == [(f"{EXERCISE}:6:10", first)]
