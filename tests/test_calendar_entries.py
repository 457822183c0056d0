"""Calendar entries keep their identity, name their incident and speak up; two libraries read them alike."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from ratified.cli.main import main
from ratified.clock import IncidentFacts, moment
from ratified.clock.deadline import Deadline
from ratified.demo.story import AS_OF
from ratified.demo.writing import write_demo
from ratified.output import calendar_entries
from ratified.output.duty_texts import DutyTexts
from ratified.policy import read_book
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from pathlib import Path

BOOK = read_book(WorkTree(ROOT)).book
INCIDENT = "INC-2026-002"
RECORD = f"data/incidents/{INCIDENT}.yml"
DAY = date(2026, 11, 22)
SITE = "https://policy.example/ir"


class Entry(NamedTuple):
    """One entry, as a library reads it."""

    sequence: int
    due: datetime
    summary: str
    cancelled: bool
    alarms: tuple[datetime, ...]


def by_icalendar(raw: str) -> dict[str, Entry]:
    calendar: Any = icalendar.Calendar.from_ical(raw)
    return {
        str(event["UID"]): Entry(
            int(event["SEQUENCE"]),
            event["DTSTART"].dt.astimezone(UTC),
            str(event["SUMMARY"]),
            str(event.get("STATUS", "")) == "CANCELLED",
            tuple(alarm["TRIGGER"].dt.astimezone(UTC) for alarm in event.walk("VALARM")),
        )
        for event in calendar.walk("VEVENT")
    }


def by_vobject(raw: str) -> dict[str, Entry]:
    return {
        event.uid.value: Entry(
            int(event.sequence.value),
            event.dtstart.value.astimezone(UTC),
            event.summary.value,
            hasattr(event, "status") and event.status.value == "CANCELLED",
            tuple(alarm.trigger.value.astimezone(UTC) for alarm in event.contents.get("valarm", ())),
        )
        for event in vobject.readOne(raw).vevent_list
    }


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calendar") / "company"
    write_demo(folder)
    return folder


class Company:
    """The demo, whose records are corrected."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys

    def change(self, old: str, new: str, *, path: str = RECORD) -> Company:
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")
        return self

    def entries(self, incident: str = INCIDENT) -> dict[str, Entry]:
        assert main(["clock", incident, "--ics", "--repo", str(self.root), "--as-of", str(AS_OF)]) == 0
        raw = self.capsys.readouterr().out
        found = by_icalendar(raw)
        assert found == by_vobject(raw)
        assert len(found) == raw.count("BEGIN:VEVENT")
        return found


@pytest.fixture
def company(written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Company:
    shutil.copytree(written, tmp_path / "company")
    return Company(tmp_path / "company", capsys)


def test_a_corrected_time_moves_the_same_entries(company: Company) -> None:
    before = company.entries()
    after = company.change("awareness: 2026-08-18T09:48-04:00", "awareness: 2026-08-18T09:33-04:00").entries()
    assert after.keys() == before.keys()
    moved = {uid for uid in before if after[uid].due != before[uid].due}
    assert moved
    assert all(before[uid].due - after[uid].due == timedelta(minutes=15) for uid in moved)
    assert min(e.sequence for e in after.values()) >= max(e.sequence for e in before.values())


def test_of_two_files_the_later_goes_before() -> None:
    at = moment("2026-11-20T13:20Z")
    one, other = (calendar_entries.of_record("INC-1", at + timedelta(seconds=later)) for later in (0, 1))
    assert other.version == one.version + 1 < 2**31
    assert calendar_entries.of_record("INC-1", moment("2087-01-01T00:00Z")).version < 2**31


def test_a_deadline_that_a_correction_ended_is_cancelled(company: Company) -> None:
    before = company.entries()
    lines = (company.root / RECORD).read_text("utf-8").split("\n")
    (line,) = [one for one in lines if "    awareness: 2026-08-18T09:48-04:00" in one]
    after = company.change(f"{line}\n", "").entries()
    assert before.keys() <= after.keys()
    ended = {uid for uid in before if after[uid].cancelled and not before[uid].cancelled}
    assert ended
    assert all("Not required" in after[uid].summary and not after[uid].alarms for uid in ended)


def test_two_incidents_share_no_entry_and_each_names_its_own(company: Company) -> None:
    company.change("INC-2026-002", "INC-2026-009")
    (company.root / RECORD).rename(company.root / RECORD.replace("002", "009"))
    subprocess.run(["git", "-C", company.root, "checkout", "-q", "--", RECORD], check=True)
    one, other = company.entries(), company.entries("INC-2026-009")
    assert len(one) > 3
    assert not one.keys() & other.keys()
    assert all(entry.summary.endswith("[INC-2026-002]") for entry in one.values())
    assert all(entry.summary.endswith("[INC-2026-009]") for entry in other.values())


def deadline(due: datetime, started: datetime, clock: str = "eu-gdpr-33", to: str = "authority") -> Deadline:
    return Deadline(clock, "law", to, "authority", "awareness", started, due, due.date(), False, "72 hours")


def entries_of(deadlines: list[Deadline], of: calendar_entries.EntriesOf) -> list[Entry]:
    assert BOOK is not None
    raw = calendar_entries.render(deadlines, DAY, of, DutyTexts(BOOK, SITE)).decode()
    found = by_icalendar(raw)
    assert found == by_vobject(raw)
    assert len(found) == len(deadlines)
    return list(found.values())


OF = calendar_entries.of_record("INC-1", moment("2020-01-01T00:00:03Z"))
BEGIN = moment("2026-01-01T00:00Z")
MOMENTS = st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


@given(MOMENTS, st.integers(1, 30 * 24))
def test_both_libraries_read_the_moment_that_was_written_across_every_change_of_clocks(
    at: datetime, hours: int
) -> None:
    due = at + timedelta(hours=hours)
    (entry,) = entries_of([deadline(due, at)], OF)
    assert (entry.due, entry.sequence) == (due, 3)
    ahead = [before for before in (24, 4) if hours > before]
    assert sorted(entry.alarms) == sorted(due - timedelta(hours=before) for before in ahead)


def test_one_clock_that_tells_one_audience_twice_has_two_entries() -> None:
    at = moment("2026-11-20T13:20Z")
    twice = [deadline(at + timedelta(hours=hours), at) for hours in (24, 72)]
    assert len(entries_of(twice, OF)) == 2


def test_without_a_record_the_moments_tell_incidents_apart_and_the_entry_says_so() -> None:
    at = moment("2026-11-20T13:20Z")
    one, other = (
        calendar_entries.unrecorded(IncidentFacts({"awareness": at + timedelta(minutes=minutes)})) for minutes in (0, 1)
    )
    assert one.key != other.key
    (entry,) = entries_of([deadline(at + timedelta(hours=72), at)], one)
    assert entry.summary == "Notify DPC Ireland (GDPR Art. 33(1)) [no record yet, 2026-11-20 13:20 UTC]"


def promised(due: datetime, started: datetime) -> Deadline:
    """What we promise every authority, due with a notice of law."""
    day = due.date()
    return Deadline(
        "authority-notice", "commitment", "authority", "authority", "awareness", started, due, day, False, ""
    )


def test_what_falls_together_is_one_entry_that_tells_of_both_and_leads_to_the_site() -> None:
    assert BOOK is not None
    at = moment("2026-11-20T13:20Z")
    due = at + timedelta(hours=72)
    both = [deadline(due, at), promised(due, at)]
    raw = calendar_entries.render(both, DAY, OF, DutyTexts(BOOK, SITE)).decode()
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert event["SUMMARY"] == "Notify DPC Ireland (GDPR Art. 33(1)) [INC-1]"
    assert event["URL"] == f"{SITE}/clocks/#clock-eu-gdpr-33"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Owner: Privacy Officer",
        "How: The breach form on dataprotection.ie",
        "Template: Notice to an authority (docs/notices/notice-authority.md)",
        "The same notice meets: our commitment (authority-notice)",
        f"Link: {SITE}/clocks/#clock-eu-gdpr-33",
        "72 hours.",
        "Id: eu-gdpr-33",
    ]


def test_what_is_done_with_falls_together_with_nothing_that_is_not() -> None:
    """A notice that need not be sent must not take what we promised along."""
    assert BOOK is not None
    at = moment("2026-11-20T13:20Z")
    due = at + timedelta(hours=72)
    both = [deadline(due, at), promised(due, at)]
    raw = calendar_entries.render(both, DAY, OF, DutyTexts(BOOK, ""), {"eu-gdpr-33": "dropped"}).decode()
    assert {entry.summary: bool(entry.alarms) for entry in by_icalendar(raw).values()} == {
        "Not required: DPC Ireland (GDPR Art. 33(1)) [INC-1]": False,
        "Notify authorities (our commitment) [INC-1]": True,
    }


def test_an_entry_that_another_now_tells_of_leaves_the_calendar_and_says_where_it_is() -> None:
    assert BOOK is not None
    at = moment("2026-11-20T13:20Z")
    due = at + timedelta(hours=72)
    texts = DutyTexts(BOOK, "")
    before = calendar_entries.render([promised(due, at)], DAY, OF, texts).decode()
    both = [deadline(due, at), promised(due, at)]
    after = by_icalendar(calendar_entries.render(both, DAY, OF, texts, gone=[promised(due, at)]).decode())
    (uid,) = by_icalendar(before)
    assert after[uid].summary == "In another entry: authorities (our commitment) [INC-1]"
    assert (after[uid].cancelled, len(after)) == (True, 2)
