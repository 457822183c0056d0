"""INC-19 by git: a closed record of the demo, changed by real landings, one with a word and one without."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, TODAY
from history_repo import Repo
from ratified.check.judge import judge
from ratified.rules.incidents import closed_edits
from ratified.rules.incidents.closed_edits import RESPONSE_KEYS
from ratified.rules.incidents.record_sections import differing, sections
from traces import SEV2, incident, incident_path, incident_text, line_of

if TYPE_CHECKING:
    from pathlib import Path

PATH = incident_path(SEV2)
FINAL = incident_text(SEV2)
RESPONDED = FINAL[: FINAL.index("\nreview:\n") + 1]
"""The record as it lands when it is closed: its review and its actions come later."""
AMENDED = "amendments:\n  - {at: 2026-06-01T10:00-04:00, by: dana, what: Restored, why: The log was an hour off}\n"
REOPENED = (
    "reopened:\n  - {at: 2026-06-01T10:00-04:00, by: dana, sign: The range is back, "
    "closed_before: 2026-04-14T20:10-04:00}\n"
)
RESTORED = ("restored: 2026-04-14T18:05-04:00", "restored: 2026-04-14T17:55-04:00")
STARTER = {
    path.relative_to(ROOT).as_posix(): path.read_bytes()
    for folder in ("data", "docs", "runbooks")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".yml", ".md"}
}
DAYS = (date(2026, 4, 16), date(2026, 4, 27), date(2026, 6, 2), date(2026, 6, 9))


def edited(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert text.count(old) == 1, f"the record holds {old!r} {text.count(old)} times"
        text = text.replace(old, new)
    return text


class Company:
    """The starter in a real repository, and the versions of a record that land in it."""

    def __init__(self, root: Path, object_format: str = "sha1") -> None:
        self.repo = Repo(root, object_format)
        register = STARTER["data/register.yml"].replace(b"status: draft", b"status: adopted")
        self.repo.lands({**STARTER, "data/register.yml": register})

    def keeps(self, *versions: str | None) -> Company:
        """Each version lands on its day."""
        for text, day in zip(versions, DAYS, strict=False):
            at = int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp())
            self.repo.lands({PATH: text}, at=at)
        self.repo.check_out()
        return self

    def told(self) -> list[tuple[str, str]]:
        """What the rule finds: where, and what it says, commits left out."""
        found = [f for f in judge(self.repo.root, TODAY).findings if f.code == "INC-19"]
        return [(f"{f.place.path}:{f.place.line}", re.sub(r" \([0-9a-f]{10}\)", "", f.message)) for f in found]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "company")


WAS = "INC-2026-001 was closed, and changed on 2026-06-02 with no amendment: "


class TestFound:
    def test_a_stamp_that_moved(self, company: Company) -> None:
        company.keeps(RESPONDED, FINAL, edited(FINAL, RESTORED))
        told = WAS + "times.stages.restored from '2026-04-14T18:05-04:00' to '2026-04-14T17:55-04:00'"
        assert company.told() == [(f"{PATH}:{line_of(SEV2, 'restored: ')}", told)]

    def test_in_a_repository_of_sha256(self, tmp_path: Path) -> None:
        company = Company(tmp_path / "company", "sha256").keeps(RESPONDED, FINAL, edited(FINAL, RESTORED))
        assert [place for place, _ in company.told()] == [f"{PATH}:{line_of(SEV2, 'restored: ')}"]

    def test_a_line_of_the_timeline_that_went_and_one_that_came(self, company: Company) -> None:
        line = next(one for one in FINAL.split("\n") if "Alert about a sign-in" in one) + "\n"
        without, more = edited(FINAL, (line, "")), edited(FINAL, (line, line + line.replace("Alert", "Call")))
        company.keeps(FINAL, without, FINAL, more)
        said = [message.partition("amendment: ")[2].partition(" from ")[0] for _, message in company.told()]
        assert sorted(said) == ["response.timeline.0", "response.timeline.0.at", "response.timeline.1"]

    def test_among_a_review_that_came_with_it(self, company: Company) -> None:
        company.keeps(RESPONDED, edited(FINAL, RESTORED))
        assert [message.partition(" with ")[0] for _, message in company.told()] == [
            "INC-2026-001 was closed, and changed on 2026-04-27"
        ]

    def test_a_record_that_was_opened_again_without_a_sign(self, company: Company) -> None:
        company.keeps(FINAL, edited(FINAL, ("status: closed", "status: declared")), FINAL)
        assert [message.partition("amendment: ")[2] for _, message in company.told()] == [
            "status from 'closed' to 'declared'"
        ]

    def test_a_notice_that_was_decided_otherwise(self, company: Company) -> None:
        old = next(one for one in FINAL.split("\n") if "clock: us-ny," in one)
        company.keeps(FINAL, edited(FINAL, (old, old.replace("not-required", "notify"))))
        assert [place for place, _ in company.told()] == [f"{PATH}:{line_of(SEV2, 'clock: us-ny,')}"]

    def test_an_amendment_that_came_too_late_or_was_there_before(self, company: Company) -> None:
        changed = edited(FINAL, RESTORED)
        company.keeps(FINAL, changed, changed + AMENDED, edited(FINAL) + AMENDED)
        assert [message.partition(" with ")[0][-10:] for _, message in company.told()] == ["2026-04-27", "2026-06-09"]

    def test_across_a_version_that_nobody_can_read(self, company: Company) -> None:
        company.keeps(FINAL, "id: [", edited(FINAL, RESTORED))
        assert [message for _, message in company.told()] == [
            WAS + "times.stages.restored from '2026-04-14T18:05-04:00' to '2026-04-14T17:55-04:00'"
        ]

    def test_an_edit_here_that_has_not_landed(self, company: Company) -> None:
        company.keeps(FINAL)
        (company.repo.root / PATH).write_text(edited(FINAL, RESTORED), encoding="utf-8")
        ((_, message),) = company.told()
        assert message.startswith("INC-2026-001 is closed and is changed here with no amendment: times.stages.restored")


class TestWrongYear:
    WRONG = ("restored: 2026-04-14T18:05-04:00", "restored: 2025-04-14T18:05-04:00")

    def test_a_year_that_was_wrong_from_the_start_is_no_change(self, company: Company) -> None:
        company.keeps(edited(RESPONDED, self.WRONG), edited(FINAL, self.WRONG))
        assert company.told() == []
        assert [f.help for f in judge(company.repo.root, TODAY).findings if f.code == "INC-27"] == [
            "was 2026-04-14T18:05-04:00 meant?"
        ]

    def test_a_wrong_year_that_came_later_is_a_change_too(self, company: Company) -> None:
        company.keeps(FINAL, edited(FINAL, self.WRONG))
        told = "times.stages.restored from '2026-04-14T18:05-04:00' to '2025-04-14T18:05-04:00'"
        assert [message.partition("amendment: ")[2] for _, message in company.told()] == [told]

    def test_what_is_judged_is_still_what_is_written(self, company: Company) -> None:
        book = judge(company.keeps(edited(FINAL, self.WRONG)).repo.root, TODAY).book
        assert book is not None
        assert book.incident[SEV2].times.stages.restored == "2025-04-14T18:05-04:00"


class TestSilent:
    @pytest.mark.parametrize(
        "versions",
        [
            pytest.param((RESPONDED, FINAL), id="a review and actions that came later"),
            pytest.param((FINAL, edited(FINAL, RESTORED) + AMENDED), id="a change with an amendment"),
            pytest.param((FINAL, edited(FINAL, RESTORED) + REOPENED), id="a change with a sign that it came back"),
            pytest.param((edited(FINAL, ("status: closed", "status: declared")), FINAL), id="the closing itself"),
            pytest.param((FINAL, edited(FINAL, ("ticket: SEC-1187", "ticket: SEC-1188"))), id="another ticket"),
            pytest.param(
                (edited(FINAL, ("    closed_on: 2026-06-09\n", "")), FINAL), id="an action that was closed later"
            ),
            pytest.param((FINAL, "# Looked at again\n" + FINAL.replace("SEC-1187", '"SEC-1187"')), id="other quotes"),
            pytest.param((FINAL, FINAL.replace("\n", "\r\n")), id="other line ends"),
        ],
    )
    def test_what_may_come_later(self, company: Company, versions: tuple[str, ...]) -> None:
        assert company.keeps(*versions).told() == []

    def test_a_notice_that_was_sent_later_and_one_more_update(self, company: Company) -> None:
        pending = next(one for one in FINAL.split("\n") if "clock: us-ny," in one)
        before = edited(FINAL, (pending, "    - {clock: us-ny, decision: pending}"))
        update = next(one for one in FINAL.split("\n") if "Checks passed and clocks decided" in one) + "\n"
        after = edited(FINAL, (update, update + update.replace("2026-04-14T19:50", "2026-04-20T19:50")))
        assert company.keeps(before, after).told() == []

    def test_other_files_that_land_meanwhile(self, company: Company) -> None:
        company.keeps(FINAL)
        company.repo.lands({"README.md": "Policy\n"})
        company.repo.check_out()
        assert company.told() == []


class TestWhatIsNotRead:
    def test_older_versions_without_their_review_are_not_parsed(
        self, company: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def never(path: str, text: str) -> None:
            raise AssertionError(path)

        monkeypatch.setattr(closed_edits, "read_yaml", never)
        assert company.keeps(RESPONDED, edited(FINAL, ("    closed_on: 2026-06-09\n", "")), FINAL).told() == []

    def test_sections_are_the_keys_of_the_record(self) -> None:
        found = sections(FINAL, incident(SEV2))
        assert found is not None
        assert "".join(found.values()) == FINAL[FINAL.index("id: ") :]
        assert {"response", "times", "review"} <= found.keys()
        assert set(RESPONSE_KEYS) <= {*type(incident(SEV2)).model_fields}

    @pytest.mark.parametrize(
        "text",
        [
            "a: 1\na: 2\n",
            "title: 'x\nreview: y'\n",
            "- a\nb: 1\n",
            "\nx y\nb: 1\n",
            "",
        ],
    )
    def test_a_left_edge_that_says_something_else(self, text: str) -> None:
        assert sections(text, incident(SEV2)) is None

    @pytest.mark.parametrize("value", ['"', "'", "[", "{a: ", "&a b", "!t b", "|\n  x\n---\nb: 1"])
    def test_a_section_that_is_not_whole_by_itself(self, value: str) -> None:
        before = sections(f"id: x\nreview: {value}\n")
        assert before is None or differing(before, sections("id: x\n") or {}) is None
        assert differing(sections("id: x\nreview: y\n") or {}, sections("id: x\n") or {}) == {"review"}
