"""INC-37 to 39, NOT-16, ROL-16: what git says of the demo's records, silent as it is, and loud by one change."""

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
from records import ADOPTED, DRAFT, PEOPLE, REGISTER, Past, finds, told
from traces import SEV2, SEV3, incident, incident_text, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratified.model.incident import Incident

CODES = ("INC-37", "INC-38", "INC-39", "NOT-16", "ROL-16")
AFTER = "INC-2026-003"


@dataclass(frozen=True)
class Company:
    """The demo as its history tells it."""

    book: Book
    record: ApprovalRecord

    def told(self, *changed: Incident) -> list[tuple[str, str, int, str]]:
        """What the rules say with records in the place of those that are there: code, path, line and message."""
        ids = {one.id for one in changed}
        others = tuple(one for one in self.book.incidents if one.id not in ids)
        book = replace(self.book, incidents=(*others, *changed))
        found = [f for code in CODES for f in finds(code, book, self.record, AS_OF)]
        return [(f.code, f.place.path, f.place.line, f.message) for f in found]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder: Path = tmp_path_factory.mktemp("believed") / "company"
    write_demo(folder)
    with open_approval_history(folder, AS_OF) as (history, approvals):
        book = read_book(CommitTree(history.listing(history.tip), history.blob)).book
        assert book is not None
        yield Company(book, ApprovalRecord(approvals, {}, history.ref, history.tip))


def test_the_demo_is_silent(company: Company) -> None:
    assert company.told() == []


CHANGES = [
    (
        "INC-39",
        SEV2,
        ("to: incident-commander, person: sofia", "to: incident-commander, person: lee"),
        "INC-2026-001: lee was called as incident-commander at 2026-04-14T14:08-04:00, and sofia was on call",
    ),
    (
        "INC-39",
        SEV3,
        ("criteria: [S3-C4], by: aiko", "criteria: [S3-C4], by: noor"),
        "INC-2025-001: noor declared as on-call-engineer at 2025-10-07T10:30-04:00, and aiko was on call",
    ),
    (
        "NOT-16",
        SEV3,
        (
            "- {clock: us-ny, decision: not-required, reason: The message held a price list and no personal data, "
            "assessed_by: caleb, assessed: 2025-10-08T10:15-04:00",
            "- {clock: us-ny, decision: not-required, reason: The message held a price list and no personal data, "
            "assessed_by: caleb, assessed: 2026-05-13T10:15-04:00",
        ),
        "INC-2025-001: us-ny was used on 2026-05-13, and last verified on 2025-05-12, more than 365 days before",
    ),
]


@pytest.mark.parametrize(("code", "id_", "change", "says"), CHANGES)
def test_one_changed_line_is_found_where_it_stands(
    company: Company, code: str, id_: str, change: tuple[str, str], says: str
) -> None:
    line = line_of(id_, change[0][:60])
    assert company.told(incident(id_, change)) == [(code, f"data/incidents/{id_}.yml", line, says)]


def test_who_commanded_may_not_have_approved_the_record(company: Company) -> None:
    """Dana merged every landing of this record."""
    (code, path, line, says), *more = company.told(
        incident(SEV2, ("incident-commander, person: sofia, since", "incident-commander, person: dana, since"))
    )
    assert (code, path, line, more) == (
        "INC-37",
        f"data/incidents/{SEV2}.yml",
        line_of(SEV2, "incident-commander, person: sofia, since"),
        [],
    )
    assert says.startswith("INC-2026-001: dana commanded, and approved the record (")
    assert says.endswith(" and 3 more)")


def test_a_deputy_on_the_schedule_may_declare_and_the_second_who_is_called_may_be_anybody(company: Company) -> None:
    assert company.told(incident(AFTER, ("criteria: [S3-C4], by: noor", "criteria: [S3-C4], by: aiko"))) == []
    first = (
        "    - {at: 2026-04-14T14:08-04:00, rows: [s2-commander], to: incident-commander, person: sofia, channel: pager"
    )
    second = f"{first}}}\n{first.replace('14:08', '14:10').replace('sofia', 'lee')}"
    assert company.told(incident(SEV2, (first, second))) == []


def test_a_clock_of_the_last_day_of_its_year_is_verified(company: Company) -> None:
    reason = "- {clock: us-ny, decision: not-required, reason: The message held a price list and no personal data, "
    said = f"{reason}assessed_by: caleb, assessed: "
    change = (f"{said}2025-10-08T10:15-04:00", f"{said}2026-05-12T10:15-04:00")
    assert company.told(incident(SEV3, change)) == []


# INC-38: what main stated before it was so


RECORD = f"data/incidents/{AFTER}.yml"
EFFECT = "    seen_by: lee\n", "    seen_by: lee\n    effect: {checked_on: 2026-11-19, by: lee, result: works}\n"


def stated(*days: str) -> list[str]:
    """What is said where the record lands on these days, on the last of them with its effect checked on 19 November."""
    past, text = Past(), incident_text(AFTER)
    for day in days[:-1]:
        past.lands(day, {RECORD: text}, by="noor", merged_by="priya")
        text += "# looked at again\n"
    past.lands(days[-1], {RECORD: text.replace(*EFFECT)}, by="noor", merged_by="priya")
    return told(past.finds("INC-38"))


def test_a_check_that_main_stated_before_it_was_made_is_found_at_its_line() -> None:
    line = incident_text(AFTER).replace(*EFFECT).split("\n").index(EFFECT[1].split("\n")[1]) + 1
    says = "INC-2026-003: checked_on is 2026-11-19, and main stated it on 2026-11-17 (000000003a), before it was"
    assert stated("2026-11-10", "2026-11-17") == [f"{RECORD}:{line} {says}"]


@pytest.mark.parametrize("days", [("2026-11-19",), ("2026-11-19", "2026-11-20"), ("2026-11-20",)])
def test_what_lands_on_its_day_or_later_is_in_time(days: tuple[str, ...]) -> None:
    assert stated(*days) == []


def test_a_day_that_has_begun_somewhere_on_earth_is_no_finding() -> None:
    """Landings are at nine o'clock UTC, when it is eleven in the evening of the same day in Kiribati."""
    assert stated("2026-11-10", "2026-11-19") == []
    assert stated("2026-11-10", "2026-11-18") != []


def test_a_correction_of_the_day_ends_it() -> None:
    past, text = Past(), incident_text(AFTER)
    past.lands("2026-11-10", {RECORD: text.replace(*EFFECT)}, by="noor")
    assert len(past.finds("INC-38")) > 0
    past.lands("2026-11-20", {RECORD: text.replace(EFFECT[0], EFFECT[1].replace("11-19", "11-10"))}, by="noor")
    assert "checked_on" not in " ".join(told(past.finds("INC-38")))


# ROL-16: the schedule beside the trainings

NOOR = (
    "trained: [{role: on-call-engineer, finished: 2025-03-05}, {role: on-call-engineer, finished: 2026-03-05}, "
    "{role: scribe, finished: 2025-03-05}, {role: scribe, finished: 2026-03-05}]\n"
)
LATER = NOOR.replace("on-call-engineer, finished: 2026-03-05", "on-call-engineer, finished: 2026-03-20")


def past(trained: str, adopted: str = "2026-01-05") -> Past:
    """Adopted on a day, by a roster in which Noor was trained like this."""
    found = Past("")
    found.lands("2025-12-01", {PEOPLE: (NOOR, trained)}, by="helen", merged_by="priya")
    found.lands(adopted, {REGISTER: (DRAFT, ADOPTED)}, by="helen", merged_by="priya")
    return found


def test_a_schedule_of_trained_people_is_silent() -> None:
    assert told(past(NOOR).finds("ROL-16")) == []


def test_days_on_call_after_a_training_lapsed_are_found_at_the_person() -> None:
    """Of twelve months the longest count: 366 days after 5 March 2025 is 6 March 2026."""
    company = past(LATER)
    (found,) = company.finds("ROL-16")
    assert (found.place.path, found.place.line) == (PEOPLE, company.line(PEOPLE, "id: noor"))
    assert found.message == (
        "noor was on call as on-call-engineer from 2026-03-07 to 2026-03-19, in the period 2026, and was last "
        "trained in it on 2025-03-05"
    )


def test_a_row_that_was_replaced_is_a_training_all_the_same() -> None:
    company = past(NOOR)
    company.lands("2026-06-01", {PEOPLE: (NOOR, "trained: [{role: on-call-engineer, finished: 2026-05-20}]\n")})
    assert told(company.finds("ROL-16")) == []


def test_one_who_was_never_trained_and_one_who_is_not_on_call() -> None:
    (found,) = past("trained: [{role: scribe, finished: 2025-03-05}]\n").finds("ROL-16")
    assert found.message.endswith("in the period 2026, and was never trained in it by then")
    assert told(past(NOOR.replace("role: scribe", "role: support-lead")).finds("ROL-16")) == []


def test_days_before_the_adoption_and_from_today_on_do_not_count() -> None:
    assert told(past(LATER, "2026-03-20").finds("ROL-16")) == []
    (found,) = past(LATER).finds("ROL-16", date(2026, 3, 9))
    assert "from 2026-03-07 to 2026-03-08" in found.message
