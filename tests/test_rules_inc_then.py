"""INC-04, 07, 12, 13, 29: records of the demo against its real history, silent as they are, and loud by one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratified.approval.record import ApprovalRecord
from ratified.check.approval_record import open_approval_history
from ratified.demo.story import AS_OF
from ratified.demo.writing import write_demo
from ratified.policy import Book, read_book
from ratified.policy.commit_tree import CommitTree
from records import Past, finds
from traces import IDS, SEV1, SEV2, SEV3, incident, incident_text, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratified.model.finding import Finding
    from ratified.model.incident import Incident

CODES = ("INC-04", "INC-07", "INC-12", "INC-13", "INC-29")


@dataclass(frozen=True)
class Company:
    """The demo as its history tells it."""

    book: Book
    record: ApprovalRecord

    def told(
        self, changed: Incident, as_of: date = AS_OF, codes: tuple[str, ...] = CODES
    ) -> list[tuple[str, int, str]]:
        """What the rules say of a record in the place of the one that is there: code, line and message."""
        others = tuple(one for one in self.book.incidents if one.id != changed.id)
        book = replace(self.book, incidents=(*others, changed))
        found: list[Finding] = [f for code in codes for f in finds(code, book, self.record, as_of)]
        assert all(f.place.path == f"data/incidents/{changed.id}.yml" for f in found)
        return [(f.code, f.place.line, f.message) for f in found]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder: Path = tmp_path_factory.mktemp("inc") / "company"
    write_demo(folder)
    with open_approval_history(folder, AS_OF) as (history, approvals):
        book = read_book(CommitTree(history.listing(history.tip), history.blob)).book
        assert book is not None
        yield Company(book, ApprovalRecord(approvals, {}, history.ref, history.tip))


@pytest.mark.parametrize("id_", IDS)
def test_silent_on_every_record_of_the_demo_as_it_is(company: Company, id_: str) -> None:
    assert company.told(incident(id_)) == []


MISSED = [
    (
        SEV2,
        ("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:33"),
        "acknowledge at sev-2 missed its target (within 30 minutes of declaration); "
        "2026-04-14 14:33-04:00, after 31 min, 1 min late",
    ),
    (
        SEV2,
        ("    contained: 2026-04-14T15:10", "    contained: 2026-04-15T14:04"),
        "contain at sev-2 missed its target (within 24 hours of declaration); "
        "2026-04-15 14:04-04:00, after 1 d, 2 min late",
    ),
    (
        SEV2,
        ("{at: 2026-04-14T16:00-04:00, aud", "{at: 2026-04-14T16:26-04:00, aud"),
        "update at sev-2 missed its target (every 2 hours from declaration); none for 2 h 1 min, 1 min late",
    ),
    (
        SEV2,
        ("channel: phone, answered: 2026-04-14T14:49", "channel: phone, answered: 2026-04-14T16:49"),
        "s2-legal at sev-2 missed its target (Legal Counsel notified within 90 minutes of the Incident Commander "
        "becoming aware); "
        "2026-04-14 16:49-04:00, after 2 h 38 min, 1 h 8 min late",
    ),
    (
        SEV3,
        ("  - promise: contain", "  - promise: recover"),
        "contain at sev-3 missed its target (within 1 business day of declaration); 2025-10-09 11:20-04:00, after 2 d, "
        "11 h 20 min late",
    ),
]


@pytest.mark.parametrize(("id_", "change", "says"), MISSED)
def test_a_late_stamp_is_found_at_its_line(company: Company, id_: str, change: tuple[str, str], says: str) -> None:
    found = company.told(incident(id_, change), codes=("INC-04",))
    stamp = change[0] if "promise" not in change[0] else "    contained: 2025-10-09"
    assert found == [("INC-04", line_of(id_, stamp), f"{id_}: {says}")]


def test_a_signed_deviation_ends_the_finding_and_an_unsigned_one_does_not(company: Company) -> None:
    unsigned = ("    accepted_by: dana\n    accepted: 2025-10-09T15:00-04:00\n", "")
    (found,) = company.told(incident(SEV3, unsigned), codes=("INC-04",))
    assert "a deviation is written and nobody has signed it" in found[2]


def test_the_same_response_is_no_finding_after_the_amendment(company: Company) -> None:
    assert "deviations:" not in incident_text("INC-2026-003")
    assert company.told(incident("INC-2026-003")) == []


def test_what_nobody_had_approved_is_judged_with_a_warning() -> None:
    past = Past(adopted="2026-10-05")
    early = incident(SEV2, ("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:33"))
    book = replace(past.book(), incidents=(early,))
    (found,) = [f for f in finds("INC-04", book, past.record()) if "acknowledge" in f.message]
    assert found.level == "warning"
    assert "not approved then; taken as main had it" in found.message


def test_what_cannot_be_judged_is_no_silence() -> None:
    past = Past()
    old = incident(SEV2)
    stamps = {name: value.replace("2026", "2023") for name, value in old.times.stages.model_dump().items() if value}
    times = old.times.model_copy(update={"stages": old.times.stages.model_copy(update=stamps)})
    levels = tuple(s.model_copy(update={"at_": s.at_.replace("2026", "2023")}) for s in old.classification.severity)
    classified = old.classification.model_copy(update={"severity": levels, "triggers": ()})
    moved = old.model_copy(update={"times": times, "classification": classified})
    (found,) = finds("INC-04", replace(past.book(), incidents=(moved,)), past.record())
    assert found.level == "warning"
    assert found.message.startswith("INC-2026-001: nobody can judge ")
    assert found.message.endswith("data/intake.yml: main had no such file then")


@pytest.mark.parametrize(
    ("id_", "change", "says"),
    [
        (SEV2, ("clock_catalogue: 2", "policy_version: 8"), "names version 8 of the policy; version 7 was in force"),
        (SEV3, ("policy_version: 4", "policy_version: 5"), "names version 5 of the policy; version 4 was in force"),
        (SEV1, ("{id: RB-03}", "{id: RB-03, version: 9}"), "names version 9 of RB-03; version 1 was in force"),
    ],
)
def test_a_version_that_was_not_in_force_is_found(
    company: Company, id_: str, change: tuple[str, str], says: str
) -> None:
    assert company.told(incident(id_, change)) == [
        ("INC-07", line_of(id_, change[0]), f"{id_} {says} when it was declared")
    ]


def notice(clock: str) -> str:
    return next(line for line in incident_text(SEV1).split("\n") if f"{{clock: {clock}," in line)


def changed(clock: str, old: str, new: str) -> tuple[str, str]:
    text = notice(clock)
    assert text.count(old) == 1
    return text, text.replace(old, new)


def test_a_late_notice_without_a_reason_is_found_and_with_one_is_not(company: Company) -> None:
    late = changed("ct-021-dpa", "sent: 2026-08-19T10:30", "sent: 2026-08-20T10:30")
    told = "ct-021-dpa was due Thu 2026-08-20 13:48 UTC and sent Thu 2026-08-20 14:30 UTC, with no reason"
    line = line_of(SEV1, "{clock: ct-021-dpa,")
    assert company.told(incident(SEV1, late), codes=("INC-12",)) == [("INC-12", line, f"{SEV1}: {told}")]
    explained = (late[0], late[1].replace("proof:", "late_reason: The customer's address had changed, proof:"))
    assert company.told(incident(SEV1, explained), codes=("INC-12",)) == []


def test_a_notice_never_sent_is_found_once_its_time_is_over(company: Company) -> None:
    unsent = changed("ct-021-dpa", ", sent: 2026-08-19T10:30-04:00", "")
    line = line_of(SEV1, "{clock: ct-021-dpa,")
    told = "ct-021-dpa was due Thu 2026-08-20 13:48 UTC, and nothing was sent"
    assert company.told(incident(SEV1, unsent), codes=("INC-12",)) == [("INC-12", line, f"{SEV1}: {told}")]
    assert company.told(incident(SEV1, unsent), date(2026, 8, 20), codes=("INC-12",)) == []


@pytest.mark.parametrize(
    ("clock", "old", "new", "says"),
    [
        ("ct-014-dpa", "due: 2026-08-21T09:48-04:00", "due: 2026-08-24T09:48-04:00", "is due Fri 2026-08-21 13:48 UTC"),
        ("ct-014-dpa", "due: 2026-08-21T09:48-04:00", "due: 2026-08-21T09:48Z", "is due Fri 2026-08-21 13:48 UTC"),
        ("insurer", "start: 2026-08-18T09:05", "start: 2026-08-18T09:48", "runs from discovery, Tue 2026-08-18 13:05"),
    ],
)
def test_a_due_time_or_start_that_its_stamp_does_not_give_is_found(
    company: Company, clock: str, old: str, new: str, says: str
) -> None:
    found = company.told(incident(SEV1, changed(clock, old, new)), codes=("INC-13",))
    assert [(code, line) for code, line, _ in found] == [("INC-13", line_of(SEV1, f"{{clock: {clock},"))]
    assert found[0][2].startswith(f"{SEV1}: {clock} {says}")


def test_a_due_time_without_the_stamp_it_runs_from_is_found(company: Company) -> None:
    without = incident(SEV1, ("    awareness: 2026-08-18T09:48-04:00\n", ""))
    found = company.told(without, codes=("INC-13",))
    assert "INC-2026-002: ct-021-dpa has a due time and the record has no such moment: it starts from awareness" in [
        message for _, _, message in found
    ]


# INC-29: the history decides when an entry was received


PATH = f"data/incidents/{SEV2}.yml"
ENTRY = "    - {at: 2026-04-14T18:45-04:00, by: sofia, kind: decide, text:"
MORE = '    - {at: 2026-04-14T17:00-04:00, by: dana, kind: observe, text: "The range is quiet"}\n'


def received(first: str, later: str | None = None, entry: str = MORE) -> list[tuple[int, str]]:
    """What the rule says of a record that landed on one day, and of an entry that was added on another."""
    past = Past(adopted="2026-04-01")
    text = incident_text(SEV2)
    assert text.count(ENTRY) == 1
    past.lands(first, {PATH: text})
    if later is not None:
        past.lands(later, {PATH: text.replace(ENTRY, entry + ENTRY)})
    return [(f.place.line, f.message) for f in finds("INC-29", past.book(), past.record())]


def test_a_record_committed_in_its_week_is_no_late_entry() -> None:
    assert received("2026-04-21") == []


def test_an_entry_that_landed_weeks_later_is_found_at_its_line() -> None:
    (found,) = received("2026-04-16", "2026-05-08")
    line = incident_text(SEV2).split("\n").index(next(x for x in incident_text(SEV2).split("\n") if ENTRY in x)) + 1
    assert found[0] == line
    assert found[1].startswith(f"{SEV2}: git received an entry of the timeline on 2026-05-08 (")
    assert found[1].endswith("24 days after what it tells of")


def test_a_time_of_entry_that_is_claimed_is_held_against_the_landing() -> None:
    claimed = MORE.replace("}\n", ", entered: 2026-04-15T09:00-04:00}\n")
    assert received("2026-04-16", "2026-05-08", claimed)[0][1].endswith("23 days after it says it was entered")
    honest = MORE.replace("}\n", ", entered: 2026-05-07T09:00-04:00}\n")
    assert received("2026-04-16", "2026-05-08", honest) == []


def test_a_record_written_long_afterwards_is_one_finding() -> None:
    (found,) = received("2026-05-08")
    assert "git received 9 entries of the timeline on 2026-05-08" in found[1]
    assert found[1].endswith("up to 24 days after their times")
