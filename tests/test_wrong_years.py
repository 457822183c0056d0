"""INC-27: one mistyped year is one finding, whatever would follow from it, and a record of two years is none."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import TODAY
from corpus_lines import ENOUGH, corpus
from nightly import by_day, rest_by_night
from ratified.model.governance import Waiver, Waivers
from ratified.model.incident_times import STAGES, ClockStamps
from written_records import EXERCISE, ONE, TWO, Kept, base

if TYPE_CHECKING:
    from ratified.model.finding import Finding

LINES = corpus("wrong_years.tsv", 4)
RECORD = "data/incidents/INC-2026-003.yml"
JANUARY = date(2027, 1, 20)
"""The day on which the lines are looked at."""

YEAR = re.compile(r"(?<![\w-])[0-9]{4}(?=-[0-9]{2}-[0-9]{2})")
SILENT = {"occurred_from of 1": {-1, 1}, "due": {1}, "from": {1}, "to": {1}, "keep_until": {-1, 1}}
"""What nobody can tell to be wrong, or another rule can: an estimate, and what may well lie a year ahead."""


def written(line: str) -> str:
    """A closed record with the stamps of a line."""
    entries = [tuple(entry.split()) for entry in line.split(" | ")]
    stages = "".join(f"    {key}: {text}\n" for key, text in entries if key in STAGES)
    clocks = "".join(f"    {key}: {text}\n" for key, text in entries if key in ClockStamps.model_fields)
    review = "".join(f"  {key}: {text}\n" for key, text in entries if key in ("held", "published"))
    days = "".join(f"    {key}: {text}\n" for key, text in entries if key in ("due", "closed_on"))
    signed, checked, kept, estimated = (
        next((text for key, text in entries if key == wanted), None)
        for wanted in ("signed_on", "checked_on", "keep_until", "estimated")
    )
    lines = "".join(
        f"    - {{at: {text}, by: dana, kind: act, text: Seen}}\n" for key, text in entries if key == "line"
    )
    improvement = f"  improvement: {{decision: change, reason: None, signed_by: dana, signed_on: {signed}}}\n"
    effect = f"    effect: {{checked_on: {checked}, by: lee, result: works, text: It did}}\n"
    return (
        "id: INC-2026-003\ntitle: Mail is slow\nstatus: closed\norigin: {intake: employees}\n"
        + (f"times:\n  stages:\n{stages}" + (f"  clocks:\n{clocks}" if clocks else ""))
        + (f"  estimated: [{estimated}]\n" if estimated else "")
        + (f"response:\n  timeline:\n{lines}" if lines else "")
        + (f"review:\n{review}{improvement if signed else ''}" if review or signed else "")
        + (
            f"corrective_actions:\n  - id: INC-2026-003-A1\n    text: Do\n{days}{effect if checked else ''}"
            if days
            else ""
        )
        + (f"governance:\n  keep_until: {kept}\n" if kept else "")
    )


def found(line: str) -> list[Finding]:
    return Kept().write(RECORD, written(line)).findings(JANUARY)


def said(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.code, str(finding.place), finding.message) for finding in findings]


@pytest.mark.parametrize(("name", "line", "key", "meant"), [case for case in LINES if case[2]])
def test_one_wrong_year_is_one_finding_where_it_stands(name: str, line: str, key: str, meant: str) -> None:
    wrong = next(entry.split()[1] for entry in line.split(" | ") if entry.split()[0] == key)
    right = line.replace(f"{key} {wrong}", f"{key} {meant}")
    findings = found(line)
    (finding,) = [one for one in findings if one.code == "INC-27"]
    number = next(n for n, text in enumerate(written(line).split("\n"), 1) if f"{key}: {wrong}" in text)
    assert (finding.place.path, finding.place.line, finding.level) == (RECORD, number, "error"), name
    assert finding.message.endswith(f" is {wrong}, far from everything else in the record")
    assert finding.help == f"was {meant} meant?"
    assert said([one for one in findings if one.code != "INC-27"]) == said(found(right))


@pytest.mark.parametrize(("name", "line"), [case[:2] for case in LINES if not case[2]])
def test_a_record_of_more_than_one_year_is_silent(name: str, line: str) -> None:
    assert [one.help for one in found(line) if one.code == "INC-27"] == [], name


def test_there_are_lines_enough() -> None:
    wrong = [case for case in LINES if case[2]]
    assert min(len(wrong), len(LINES) - len(wrong)) >= ENOUGH


def places(path: str) -> list[tuple[int, str]]:
    """Where each year of a record's moments and days stands, and what it is the year of."""
    text = Kept().texts[path]
    keys = [(match.start(), re.search(r"([\w]+): $", text[: match.start()])) for match in YEAR.finditer(text)]
    return [(start, key[1]) for start, key in keys if key is not None]


EVERY = [(path, *at, years) for path in (ONE, TWO, EXERCISE) for at in places(path) for years in (-1, 1)]


@pytest.mark.parametrize("typed", rest_by_night(EVERY, EVERY[::5]))
def test_no_year_of_a_whole_record_is_two_findings(typed: tuple[str, int, str, int]) -> None:
    path, start, key, years = typed
    text = Kept().texts[path]
    wrong = f"{text[:start]}{int(text[start : start + 4]) + years}{text[start + 4 :]}"
    codes = [finding.code for finding in Kept().write(path, wrong).findings(TODAY)]
    may_be = SILENT.get(f"{key} of {path[-5]}", SILENT.get(key, set()))
    assert len(codes) <= 1 if years in may_be else codes == ["INC-27"], codes


@settings(max_examples=by_day(15, by_night=200))
@given(st.data())
def test_two_wrong_years_are_two_findings(data: st.DataObject) -> None:
    """In different lines: what one line says of itself belongs together."""
    text = Kept().texts[TWO]
    stamps = [start for start, key in places(TWO) if key == "at"]
    one, other = data.draw(st.lists(st.sampled_from(stamps), min_size=2, max_size=2, unique=True))
    for start in (one, other):
        text = f"{text[:start]}{int(text[start : start + 4]) - 1}{text[start + 4 :]}"
    assert [finding.code for finding in Kept().write(TWO, text).findings(TODAY)] == ["INC-27", "INC-27"]


def test_an_occurrence_that_ended_before_it_began_is_certain_and_an_early_one_is_not() -> None:
    kept = Kept().change(TWO, "occurred_to: 2026", "occurred_to: 2025")
    assert [(one.code, one.level) for one in kept.findings()] == [("INC-27", "error")]
    early = Kept().change(TWO, "occurred_from: 2026", "occurred_from: 2025")
    assert [(one.code, one.level) for one in early.findings()] == [("INC-27", "warning")]


def test_where_a_waiver_says_that_the_years_are_right_they_count_as_they_are_written() -> None:
    late = ("published: 2026-04-24", "published: 2027-04-24")
    assert codes(Kept().change(ONE, *late), date(2027, 11, 22)) == ["INC-27"]
    waiver = Waiver(code="INC-27", place=ONE, reason="The company slept", approver="priya", expires=date(2028, 1, 1))
    book = replace(base(), waivers=base().waivers.model_copy(update={"waivers": (waiver,)}))
    assert codes(Kept(book).change(ONE, *late), date(2027, 11, 22)) == ["INC-27", "PIR-01"]
    elsewhere = replace(book, waivers=Waivers(waivers=(waiver.model_copy(update={"place": TWO}),)))
    assert codes(Kept(elsewhere).change(ONE, *late), date(2027, 11, 22)) == ["INC-27"]


def codes(kept: Kept, as_of: date) -> list[str]:
    """What is found in the first record."""
    return [finding.code for finding in kept.findings(as_of) if finding.place.path == ONE]
