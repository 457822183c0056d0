"""COV-02, COV-05, COV-06: a criterion's three legs, and evidence that is there and of its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from conftest import TODAY
from periods import AFTER, Company, draft
from ratified.policy.records.evidence_files import PATH, named_files
from records import Past
from written_records import EVENTS, EXERCISE, ONE

COVERAGE = "data/coverage.yml"
P8 = "  - requirement: P8.1\n"
LOOKED = (
    '    manual: [{role: privacy-officer, what: "Compares the privacy complaints with the events", '
    "limit: trend-review}]\n"
)
NO_REVIEWS = "dismissed: []\n"


def covering(*edits: tuple[str, str], adopted: str = "2026-01-05") -> Company:
    """A company whose coverage file says something else, as it lands on the day after the adoption."""
    past = Past(adopted)
    text = past.text(COVERAGE)
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    past.lands(adopted[:-1] + "6", {COVERAGE: text})
    return Company(past=past)


def exhibit(**keys: str) -> tuple[str, str]:
    """An exhibit of P8.1."""
    said = ", ".join(f"{key}: {value}" for key, value in {"item": "Complaints compared", **keys}.items())
    return P8, f"{P8}    exhibits: [{{{said}}}]\n"


def unseen(company: Company) -> Company:
    """Without any trend review."""
    return company.keeping(lambda k: k.write(EVENTS, NO_REVIEWS))


# COV-02


def test_a_period_with_a_leg_for_each_criterion_is_silent() -> None:
    assert Company().said("COV-02") == []
    assert Company().said("COV-02", AFTER) == []


def test_a_criterion_without_operating_evidence_in_the_period_is_found_at_its_answer() -> None:
    company = unseen(Company())
    (found,) = company.finds("COV-02", AFTER)
    assert found.message == "P8.1 has no operating evidence in the period 2026"
    assert (found.place.path, found.level, found.subject) == (COVERAGE, "error", "P8.1")
    assert found.place.line == company.past.line(COVERAGE, "requirement: P8.1")


def test_while_the_period_runs_it_is_a_warning_near_its_end_with_the_last_day() -> None:
    company = unseen(Company())
    assert company.finds("COV-02", date(2026, 10, 31)) == []
    (found,) = company.finds("COV-02", date(2026, 11, 1))
    assert (found.level, found.message) == (
        "warning",
        "P8.1 has no operating evidence in the period 2026 yet; the last day for it is 2026-12-31",
    )


def test_a_dated_exhibit_is_operating_evidence_of_its_period_alone() -> None:
    assert unseen(covering(exhibit(dated="2026-06-30"))).said("COV-02", AFTER) == []
    assert len(unseen(covering(exhibit(dated="2025-12-31"))).said("COV-02", AFTER)) == 1


def looking(starts: str, ends: str) -> Company:
    """With one look back, held on 7 January 2027, at these days."""
    counts = "held_on: 2027-01-07, by: dana, query: all, incidents: 0, dismissed: 0, minutes: kept"
    text = f"dismissed: []\ntrend_reviews:\n  - {{id: TR-1, starts: {starts}, ends: {ends}, {counts}}}\n"
    return Company().keeping(lambda k: k.write(EVENTS, text))


def test_a_look_back_counts_for_the_days_it_speaks_of() -> None:
    assert looking("2026-10-01", "2026-12-31").said("COV-02", AFTER) == []
    assert len(looking("2026-11-01", "2027-01-03").said("COV-02", AFTER)) == 1


def test_without_a_check_the_procedure_lacks_too() -> None:
    company = covering((LOOKED, "    unchecked: Nobody does\n"))
    (said,) = company.said("COV-02", AFTER)
    assert said == "P8.1 has no procedure and no operating evidence in the period 2026"


def test_what_comes_as_it_comes_is_not_asked_for_twice() -> None:
    company = Company().keeping(lambda k: k.drop(ONE, "data/incidents/INC-2026-002.yml"))
    assert company.said("COV-02", AFTER) == []


def test_a_short_period_takes_the_year_before_its_end_and_no_more() -> None:
    company = Company()
    assert company.said("COV-02", AFTER, "2026-11-01..2026-11-30") == []
    late = unseen(company).said("COV-02", AFTER, "2026-11-01..2026-11-30")
    assert [what.split()[0] for what in late] == ["P8.1"]


def test_a_report_of_type_1_is_content_with_what_stands_by_its_day_and_warns() -> None:
    assert Company().said("COV-02", TODAY, "2026-06-30") == []
    (found,) = unseen(Company()).finds("COV-02", TODAY, "2026-06-30")
    assert (found.level, found.message) == ("warning", "P8.1 has no operating evidence in the period 2026-06-30")
    assert draft().said("COV-02", AFTER) == []


# COV-05

NOTES = "evidence/EX-2026-01/notes.txt"
TEXT = "What was said\n"
LINE = "  - {{item: Notes, kind: notes, sha256: {sha}, location: {path}}}\n"
ATTENDANCE = "  - {item: Attendance list"


def noted(path: str = NOTES, text: str | None = TEXT, sha: str | None = None) -> Company:
    """The exercise names a file; main holds it with a text, or does not."""
    past = Past("2026-01-05")
    past.lands("2026-06-01", {"evidence/README.txt": "Kept here\n", **({NOTES: text} if text is not None else {})})
    line = LINE.format(sha=sha or sha256(TEXT.encode()).hexdigest(), path=path)
    return Company(past=past).keeping(lambda k: k.change(EXERCISE, ATTENDANCE, line + ATTENDANCE))


def lost(company: Company) -> list[tuple[int, str]]:
    """What COV-05 says, with the files of main read as `judge` reads them."""
    blobs = {path: company.past.text(path).encode() for path in company.past.tree if path.startswith("evidence/")}
    record = replace(company.record(TODAY), files=blobs)
    return [(f.place.line, f.message) for f in company.finds("COV-05", record=record)]


def test_a_file_that_is_what_it_was_is_silent() -> None:
    assert lost(noted()) == []
    assert [one.path for one in named_files(noted().book)] == [NOTES]


def test_a_file_with_another_hash_is_found_at_the_hash() -> None:
    company = noted(text="What was said, tidied\n")
    ((line, what),) = lost(company)
    assert line == company.kept.line(EXERCISE, NOTES)
    assert what.startswith(f"evidence of EX-2026-01: {NOTES} has the SHA-256 ")


def test_a_file_that_is_not_there_is_found_where_it_is_named() -> None:
    company = noted(text=None)
    assert lost(company) == [
        (company.kept.line(EXERCISE, NOTES), f"evidence of EX-2026-01 names {NOTES}, which cannot be read here")
    ]


@pytest.mark.parametrize("path", ["Evidence store / EX-2026-01", "bucket/ex/notes.txt", "s3://bucket/notes.txt"])
def test_places_elsewhere_are_left_alone(path: str) -> None:
    assert lost(noted(path=path)) == []


@pytest.mark.parametrize("path", ["../etc/passwd", "/etc/passwd", ".git/config", "evidence/../../x", "evidence//x"])
def test_no_path_leads_out_of_the_repository(path: str) -> None:
    assert not PATH.fullmatch(path)
    company = covering(exhibit(dated="2026-06-30", file=path))
    ((_, what),) = lost(company)
    assert what == f"evidence of P8.1 names {path}, which is no path in this repository"


# COV-06


def test_an_exhibit_of_another_year_is_found_at_its_day() -> None:
    company = covering(exhibit(dated="2025-12-31", period='"2026"'))
    (found,) = company.finds("COV-06")
    assert found.message == "evidence of P8.1 is dated 2025-12-31, outside the period 2026, 2026-01-01 to 2026-12-31"
    assert (found.place.path, found.place.line) == (COVERAGE, company.past.line(COVERAGE, "dated: 2025-12-31"))
    assert covering(exhibit(dated="2026-01-01", period='"2026"')).said("COV-06") == []
    assert covering(exhibit(dated="2025-12-31")).said("COV-06") == []


def test_an_exhibit_of_a_period_that_is_none_or_of_a_day_to_come_is_found() -> None:
    assert covering(exhibit(dated="2026-06-30", period='"2027"')).said("COV-06") == [
        "evidence of P8.1 is claimed for the period 2027, which the register lacks"
    ]
    assert covering(exhibit(dated="2026-12-01")).said("COV-06") == [
        "evidence of P8.1 is dated 2026-12-01, after 2026-11-22"
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "signed_on: 2026-04-07",
            "signed_on: 2026-03-31",
            "NIL-2026-Q1 was signed on 2026-03-31, before 2026-03-31 was over",
        ),
        ("held_on: 2026-04-07", "held_on: 2026-03-30", "TR-2026-Q1 was held on 2026-03-30, before 2026-03-31 was over"),
        ("held_on: 2026-04-07", "held_on: 2026-03-31", None),
        ("signed_on: 2026-04-07", "signed_on: 2026-04-01", None),
        ("TR-2026-Q2, starts: 2026-04-01", "TR-2026-Q2, starts: 2026-07-01", "TR-2026-Q2 ends before it starts"),
    ],
)
def test_nobody_signs_or_looks_back_before_the_days_are_over(old: str, new: str, says: str | None) -> None:
    company = Company().keeping(lambda k: k.change(EVENTS, old, new))
    assert company.said("COV-06") == ([] if says is None else [says])
    if says is not None:
        (found,) = company.finds("COV-06")
        assert (found.place.path, found.place.line) == (EVENTS, company.kept.line(EVENTS, says.split()[0]))
