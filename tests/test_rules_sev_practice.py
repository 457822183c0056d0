"""SEV-08, 09: what paging can deliver, and what the last incidents of the demo show of the targets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ratified.approval.record import ApprovalRecord
from ratified.check.approval_record import open_approval_history
from ratified.demo.story import AS_OF
from ratified.demo.writing import write_demo
from ratified.model.duration import Duration
from ratified.model.incident import Incident
from ratified.policy import Book, read_book
from ratified.policy.commit_tree import CommitTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml
from records import finds, told
from traces import SEV1, SEV2, incident, incident_text, with_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Starter

DATA, ONCALL = "data/severities.yml", "data/oncall.yml"
FALLBACK = "    if_no_ack: {after: 5m, to: incident-commander}\n"


def said(starter: Starter, as_of: date = AS_OF) -> list[str]:
    return told(starter.findings("SEV-08", as_of))


def test_the_target_must_leave_time_for_everybody_whom_the_page_asks(starter: Starter) -> None:
    starter.change(DATA, "acknowledge: 15m", "acknowledge: 10m")
    assert said(starter) == [
        f"{DATA}:{starter.line(DATA, 'acknowledge: 10m')} sev-1 has an acknowledgement target of 10 minutes, but "
        "first-line pages Incident Commander after 5 minutes + 5 minutes"
    ]


def test_a_minute_more_is_enough_and_so_is_a_page_that_ends_with_the_backup(starter: Starter) -> None:
    starter.change(DATA, "acknowledge: 15m", "acknowledge: 11m")
    assert said(starter) == []
    starter.change(DATA, "acknowledge: 11m", "acknowledge: 6m").change(ONCALL, FALLBACK, "")
    assert said(starter) == []
    starter.change(DATA, "acknowledge: 6m", "acknowledge: 5m")
    assert [line.rsplit(", but ")[1] for line in said(starter)] == ["first-line pages the backup after 5 minutes"]


def test_a_slower_page_is_found_at_each_target_that_it_breaks(starter: Starter) -> None:
    starter.change(ONCALL, "backup_after: 5m", "backup_after: 25m")
    places = [line.split(" ")[0] for line in said(starter)]
    assert places == [f"{DATA}:{starter.line(DATA, f'acknowledge: {time}')}" for time in ("15m", "30m")]


def test_a_rotation_that_does_not_say_when_the_backup_is_paged_is_found(starter: Starter) -> None:
    starter.change(ONCALL, "    backup_after: 5m\n", "")
    assert said(starter) == [
        f"{ONCALL}:{starter.line(ONCALL, 'id: first-line')} first-line does not say when a page that nobody "
        "acknowledges goes to the backup"
    ]


def test_other_roles_and_rotations_that_are_over_are_left_out(starter: Starter) -> None:
    assert "backup_after" not in (starter.root / ONCALL).read_text().split("id: commander")[1]
    starter.change(ONCALL, "    backup_after: 5m\n", "    until: 2026-11-21\n")
    assert said(starter) == []
    assert len(said(starter, date(2026, 11, 21))) == 1


# SEV-09


@dataclass(frozen=True)
class Company:
    """The demo as its history tells it."""

    book: Book
    record: ApprovalRecord

    def told(self, *changed: tuple[str, tuple[str, str]], book: Book | None = None) -> list[str]:
        """What SEV-09 says where records of the demo have a piece replaced."""
        records = {one.id: one for one in self.book.incidents} | {id_: incident(id_, edit) for id_, edit in changed}
        return told(finds("SEV-09", replace(book or self.book, incidents=tuple(records.values())), self.record, AS_OF))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder: Path = tmp_path_factory.mktemp("practice") / "company"
    write_demo(folder)
    with open_approval_history(folder, AS_OF) as (history, approvals):
        book = read_book(CommitTree(history.listing(history.tip), history.blob)).book
        assert book is not None
        yield Company(book, ApprovalRecord(approvals, {}, history.ref, history.tip))


LATE_2 = (SEV2, ("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:33"))
LATE_1 = (SEV1, ("acknowledged: 2026-08-18T09:55", "acknowledged: 2026-08-18T10:04"))
IN_TIME = (SEV1, ("acknowledged: 2026-08-18T09:55", "acknowledged: 2026-08-18T10:03"))


def test_the_demo_signed_for_two_misses_of_two_targets_which_is_no_practice(company: Company) -> None:
    assert company.told() == []


def test_two_misses_of_one_target_are_found_at_its_number(company: Company) -> None:
    lines = (Path(__file__).parent.parent / DATA).read_text().split("\n")
    line = lines.index("      acknowledge: 15m") + 1
    assert company.told(LATE_2, LATE_1) == [
        f"{DATA}:{line} acknowledge was met in 2 of the last 4 incidents that tested it, 50 %; "
        "missed in INC-2026-001, INC-2026-002"
    ]


def test_one_miss_is_chance_and_a_target_met_on_the_minute_is_met(company: Company) -> None:
    assert company.told(LATE_2) == []
    assert company.told(LATE_2, IN_TIME) == []


def test_misses_that_somebody_signed_for_are_misses(company: Company) -> None:
    counsel = "channel: phone, answered: 2026-04-14T14:49"
    late = (SEV2, (counsel, counsel.replace("T14:49", "T18:49")))
    assert [line.split(" ", 1)[1] for line in company.told(late)] == [
        "escalate was met in 2 of the last 4 incidents that tested it, 50 %; missed in INC-2026-001, INC-2026-002"
    ]


def test_a_target_that_was_amended_since_starts_anew(company: Company) -> None:
    amended = with_target(company.book, "sev-1", acknowledge=Duration(minutes=20))
    assert company.told(LATE_2, LATE_1, book=amended) == []


@pytest.mark.parametrize(("kept", "fires"), [(17, True), (18, False), (19, False)])
def test_two_misses_count_until_they_are_a_tenth_of_the_last_twenty(company: Company, kept: int, fires: bool) -> None:
    late = [incident(id_, edit) for id_, edit in (LATE_2, LATE_1)]
    times = [(f"INC-2026-1{n:02}", ("2026-04-14T", f"2026-10-{n + 1:02}T")) for n in range(kept)]
    good = [_moved(id_, *edit) for id_, edit in times]
    book = replace(company.book, incidents=(*good, *late))
    found = told(finds("SEV-09", book, company.record, AS_OF))
    assert len([line for line in found if " acknowledge was met" in line]) == int(fires)


def _moved(id_: str, old: str, new: str) -> Incident:
    """A copy of a record of the demo on another day."""
    text = incident_text(SEV2).replace(old, new).replace(SEV2, id_)
    record = typed(Incident, read_yaml(f"data/incidents/{id_}.yml", text))
    assert record is not None
    return record


def test_nothing_is_asked_of_a_register_that_nobody_adopted(company: Company) -> None:
    draft = replace(company.book, register=company.book.register.model_copy(update={"status": "draft"}))
    assert company.told(LATE_2, LATE_1, book=draft) == []
