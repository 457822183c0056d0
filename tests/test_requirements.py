"""The catalogue of requirements: every id that must be there, in words of our own, and asked of whom."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from ratified.model.close_names import near
from ratified.policy import read_book
from ratified.policy.catalogue import ROWS, requirement_catalogue
from ratified.policy.requirements import asked_requirements
from ratified.source.tree import WorkTree
from ratified.views import view
from test_views import page_context

if TYPE_CHECKING:
    from ratified.model.requirements import Requirement

ALL = requirement_catalogue().requirements
BY_ID = {row.id: row for row in ALL}

POINTS = {
    **{"CC1.1": 5, "CC1.2": 4, "CC1.3": 6, "CC1.4": 7, "CC1.5": 6},
    **{"CC2.1": 9, "CC2.2": 13, "CC2.3": 12},
    **{"CC3.1": 16, "CC3.2": 9, "CC3.3": 5, "CC3.4": 6},
    **{"CC4.1": 8, "CC4.2": 3},
    **{"CC5.1": 6, "CC5.2": 4, "CC5.3": 6},
    **{"CC6.1": 13, "CC6.2": 3, "CC6.3": 4, "CC6.4": 4, "CC6.5": 2, "CC6.6": 4, "CC6.7": 4, "CC6.8": 5},
    **{"CC7.1": 5, "CC7.2": 4, "CC7.3": 7, "CC7.4": 14, "CC7.5": 6},
    **{"CC8.1": 18, "CC9.1": 2, "CC9.2": 13},
    **{"A1.1": 3, "A1.2": 11, "A1.3": 2, "C1.1": 3, "C1.2": 2},
    **{"PI1.1": 2, "PI1.2": 3, "PI1.3": 5, "PI1.4": 4, "PI1.5": 4},
    **{"P1.1": 7, "P2.1": 6, "P3.1": 4, "P3.2": 2, "P4.1": 1, "P4.2": 2, "P4.3": 3, "P5.1": 5, "P5.2": 4},
    **{"P6.1": 4, "P6.2": 1, "P6.3": 1, "P6.4": 3, "P6.5": 2, "P6.6": 2, "P6.7": 3, "P7.1": 2, "P8.1": 6},
}
"""Every criterion, and how many points of focus it has as revised in 2022."""

NAMED = {
    "CC2.2-PF06": "CC2.2-PF-report",
    "CC2.3-PF02": "CC2.3-PF-inbound",
    "CC5.3-PF06": "CC5.3-PF-reassess",
}
"""Points that had a name before the others came, by the number that they would have."""

ANNEX = {5: 37, 6: 8, 7: 14, 8: 34}
"""How many controls each theme of annex A has."""

COUNTS = {
    **{"tsc-2017": 391, "soc2-dc-200": 1, "iso27001-2022": 94, "csf-2.0": 29, "pci-dss-4.0.1": 8, "hipaa": 7},
}
CATEGORIES = {"A": "availability", "C": "confidentiality", "PI": "processing-integrity", "P": "privacy"}


def family(id_: str) -> str:
    """The letters that a criterion begins with."""
    return re.split(r"\d", id_)[0]


def test_the_catalogue_has_every_criterion_of_the_trust_services() -> None:
    criteria = [row.id for row in ALL if row.framework == "tsc-2017" and row.kind == "criterion"]
    assert criteria == list(POINTS)
    assert Counter(map(family, criteria)) == {"CC": 33, "A": 3, "C": 2, "PI": 5, "P": 18}


@pytest.mark.parametrize("criterion", POINTS)
def test_a_criterion_has_its_points_of_focus_in_order(criterion: str) -> None:
    numbered = [f"{criterion}-PF{number:02}" for number in range(1, POINTS[criterion] + 1)]
    found = [row.id for row in ALL if row.id.startswith(f"{criterion}-")]
    assert found == [NAMED.get(id_, id_) for id_ in numbered]
    assert all(BY_ID[id_].kind == "pof" and BY_ID[id_].framework == "tsc-2017" for id_ in found)


def test_the_catalogue_has_every_control_of_annex_a() -> None:
    controls = [row.id for row in ALL if row.framework == "iso27001-2022" and row.kind == "control"]
    assert controls == [f"A.{theme}.{n}" for theme, most in ANNEX.items() for n in range(1, most + 1)]
    assert len(controls) == 93


def test_how_many_rows_each_framework_has() -> None:
    assert Counter(row.framework for row in ALL) == COUNTS
    assert sum(POINTS.values()) + len(POINTS) == COUNTS["tsc-2017"]
    assert len(ALL) == len(BY_ID) == 530


def test_the_rows_of_a_category_say_so() -> None:
    for row in ALL:
        if row.framework == "tsc-2017" and (wanted := CATEGORIES.get(family(row.id))):
            assert row.category == wanted, row.id


def test_what_was_there_before_is_asked_and_nothing_else() -> None:
    asked = [row for row in ALL if row.asked]
    assert {row.asked for row in asked} == {"incident-response"}
    assert len(asked) == 120
    assert {row.recorded.isoformat() for row in asked} == {"2026-11-22"}
    assert {row.recorded.isoformat() for row in ALL if not row.asked} == {"2026-11-30"}
    assert {"CC7.3", "CC7.4", "CC7.5", "CC2.2-PF-report", "A.5.24", "12.10.1"} <= {row.id for row in asked}
    assert {"CC6.1", "CC7.3-PF07", "PI1.1", "A.8.34"}.isdisjoint(row.id for row in asked)


def test_every_file_of_rows_is_part_of_the_catalogue() -> None:
    folder = files("ratified") / "catalogue" / "requirements"
    assert sorted(file.name for file in folder.iterdir()) == sorted(f"{name}.yml" for name in ROWS)


# The words are ours

TWICE = {"recovery plan tested"}
"""A title that two rows bear since before: of CC7.5-PF06 and of A1.3."""

THEIRS = ("the entity", "entity's objectives", "tone at the top", "internal control", "cogniz", "in a timely manner")
"""How the criteria themselves are written."""


def test_no_two_rows_of_a_framework_have_one_title_or_one_intent() -> None:
    count = Counter((row.framework, text.casefold()) for row in ALL for text in (row.title, row.intent))
    assert {text for (_, text), times in count.items() if times > 1} <= TWICE


def words(row: Requirement) -> tuple[str, ...]:
    return row.title, row.intent, row.evidence


@pytest.mark.parametrize("framework", COUNTS)
def test_a_row_is_a_title_a_sentence_and_what_is_looked_at(framework: str) -> None:
    for row in (row for row in ALL if row.framework == framework):
        assert len(row.title) <= 60, row.id
        assert 10 <= len(row.intent) <= 160, row.id
        assert row.intent.endswith("."), row.id
        assert not re.search(r"[.!?] [A-Z]", row.intent), row.id
        assert len(row.evidence) <= 140, row.id
        assert not row.evidence.endswith("."), row.id


def test_no_row_sounds_like_the_publications() -> None:
    for row in ALL:
        said = " ".join(words(row)).casefold()
        assert not [phrase for phrase in THEIRS if phrase in said], row.id
        assert row.framework == "hipaa" or not re.search(r"\bshall\b|\bentity\b", said), row.id


# A slip of the pen

SLIPS = {
    **{"cc7.1": "CC7.1", "CC 7.1": "CC7.1", "CC71": "CC7.1", "cc71": "CC7.1", "CC-7.1": "CC7.1", "CC7,1": "CC7.1"},
    **{"CC7.01": "CC7.1", "CC6:1": "CC6.1", "CC7.4-PF1": "CC7.4-PF01", "CC74PF01": "CC7.4-PF01"},
    **{"cc 6.1 pf 13": "CC6.1-PF13", "A524": "A.5.24", "a5.24": "A.5.24", "A 5.24": "A.5.24", "A_8_9": "A.8.9"},
    **{"A89": "A.8.9", "PI11": "PI1.1", "pi-1.1": "PI1.1", "P81": "P8.1", "C11": "C1.1", "A12": "A1.2"},
    **{"12105": "12.10.5", "164410": "164.410", "CC2.2-PF-raport": "CC2.2-PF-report", "RSMI01": "RS.MI-01"},
}
"""What is plainly a slip, and what was meant."""

NO_SLIPS = (
    *("CC1.6", "CC6.9", "CC9.3", "CC0.1", "CC10.1", "CC7", "CC", "CC77", "C1.3", "A1.4", "PI1.6", "P1.2", "P6.8"),
    *("CC6.1-PF14", "CC7.2-PF05", "CC2.2-PF06", "CC2.3-PF02", "CC7.1-PF", "A.5.38", "A.6.9", "A.7.15", "A.8.35"),
    *("A.8.1.1", "A.9.2.3", "A.16.1.1", "A.13", "A.5", "CC.71", "CC7-11", "CC7.11", "Q7.1", "12.10.8", "164.404"),
)
"""What is another thing, or none: ids of ISO 27001:2013 among them, which have one number more."""


@pytest.mark.parametrize("typed", SLIPS)
def test_a_slip_of_the_pen_is_told(typed: str) -> None:
    assert near(typed, BY_ID) == [SLIPS[typed]]


@pytest.mark.parametrize("typed", NO_SLIPS)
def test_another_id_is_no_slip_of_the_pen(typed: str) -> None:
    assert typed not in BY_ID
    assert near(typed, BY_ID) == []


def test_separators_may_be_missing_only_where_one_name_is_left() -> None:
    assert near("IR112", ["IR-1.12", "IR-11.2"]) == []
    assert near("IR112", ["IR-11.2"]) == ["IR-11.2"]
    assert near("IR-112", ["IR-11.2"]) == []


# What is asked and shown


def test_the_reference_policy_answers_or_excludes_what_incidents_touch_and_is_asked_no_more_than_before() -> None:
    book = read_book(WorkTree(ROOT)).book
    assert book is not None
    groups = view("coverage_matrix", page_context(book))
    assert {str(group.id): (group.in_scope, len(group.rows), group.open) for group in groups} == {
        "tsc-2017": (True, 82, 0),
        "soc2-dc-200": (True, 1, 0),
        "iso27001-2022": (False, 18, 0),
        "csf-2.0": (False, 29, 0),
    }
    assert len(asked_requirements(book)) == 56
