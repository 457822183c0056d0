"""Rules that came with an upgrade warn for 90 days, and nobody but an approver of AUTHORITY makes them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import ratified
from histories import Repo, at
from older_companies import answers
from pull_requests import BEN, DANA, DAY, HELEN, PAGE, PRIYA, checks, lands, proposes, text_of
from ratified.check import new_rules
from ratified.cli.main import main
from ratified.init.record_text import RECORD, record_text
from ratified.model.starter_record import EngineUpgrade, StarterRecord, came_with, release
from ratified.rules import BY_CODE, RULES, Rule
from ratified.rules.families import FIRST

pytest_plugins = ("history_fixtures", "adopting_fixtures")
BLANK = {PAGE: text_of(PAGE) + "\nOwner: TBD\n"}
NEW_RULE = "GOV-12"


@pytest.fixture(autouse=True)
def _newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """GOV-12 as if it had come with version 0.2.0."""
    monkeypatch.setitem(BY_CODE, NEW_RULE, replace(BY_CODE[NEW_RULE], since="0.2.0"))


def record(*upgrades: tuple[str, str, str]) -> dict[str, str]:
    """The record of a company that was upgraded so: before, after, day."""
    rows = tuple(EngineUpgrade(before=b, after=a, day=date.fromisoformat(on)) for b, a, on in upgrades)
    made = StarterRecord(
        engine=rows[-1].after if rows else FIRST, begun=date(2026, 1, 5), answers=answers(), upgrades=rows
    )
    return {RECORD: record_text(made).decode()}


TO_NEW = ("0.1.0", "0.2.0", "2026-11-12")


def level(repo: Repo, capsys: pytest.CaptureFixture[str], day: str = DAY, *options: str) -> list[tuple[str, str]]:
    """The level and advice of GOV-12 on a day."""
    capsys.readouterr()
    main(["check", "--repo", str(repo.root), "--as-of", day, "--format", "json", "--ref", "main", *options])
    found = json.loads(capsys.readouterr().out)["findings"]
    return [(one["level"], one["help"].partition(" (")[2]) for one in found if one["code"] == NEW_RULE]


@pytest.fixture
def blank(company: Repo) -> Repo:
    """A company on whose page a blank was left, as the older version had nothing to say of it."""
    lands(company, PRIYA, BLANK)
    return company


ERR = [("error", "")]


def test_it_warns_until_the_ninetieth_day_and_says_so(blank: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert level(blank, capsys) == ERR
    lands(blank, PRIYA, record(TO_NEW))
    said = "new with 0.2.0: a warning until 2027-02-09, then an error)"
    for day in (DAY, "2027-02-09"):
        assert level(blank, capsys, day) == [("warning", said)]
    assert level(blank, capsys, "2027-02-10") == ERR
    assert date(2026, 11, 12) + timedelta(days=90) == date(2027, 2, 10)


def test_what_nobody_approved_makes_nothing_wait(blank: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    blank.pushes(BEN, record(TO_NEW))
    assert level(blank, capsys) == ERR
    lands(blank, HELEN, {RECORD: record(TO_NEW)[RECORD] + "# merged by somebody who may not\n"})
    assert level(blank, capsys) == ERR


def test_a_pull_request_that_brings_the_upgrade_is_judged_without_it(
    blank: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(blank, {**record(TO_NEW), PAGE: BLANK[PAGE] + "\nMore.\n"})
    _, lines = checks(blank, capsys)
    assert any(f"error {NEW_RULE} " in line for line in lines)


def test_the_days_run_from_the_first_landing_or_an_earlier_day(blank: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    blank.now = at("2026-11-15")
    lands(blank, PRIYA, record(("0.1.0", "0.2.0", "2027-11-12")))
    assert level(blank, capsys) == [("warning", "new with 0.2.0: a warning until 2027-02-12, then an error)")]
    blank.now = at("2026-11-20")
    lands(blank, PRIYA, record(("0.1.0", "0.2.0", "2026-08-25")))
    assert level(blank, capsys) == [("warning", "new with 0.2.0: a warning until 2026-11-22, then an error)")]
    assert level(blank, capsys, "2026-11-23") == ERR


@pytest.mark.parametrize(
    "between",
    [record(), record(TO_NEW, ("0.2.0", "0.1.0", "2026-12-01")), {RECORD: None}, {RECORD: "no record at all\n"}],
    ids=["taken out", "gone back", "deleted", "unreadable"],
)
def test_nothing_begins_the_days_anew(
    between: dict[str, str | None], blank: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    blank.now = at("2026-11-12")
    lands(blank, PRIYA, record(TO_NEW))
    blank.now = at("2027-01-20")
    lands(blank, PRIYA, between)
    blank.now = at("2027-02-01")
    lands(blank, PRIYA, record(("0.1.0", "0.2.0", "2027-02-01")))
    assert [one for one, _ in level(blank, capsys, "2027-02-05")] == ["warning"]
    assert [one for one, _ in level(blank, capsys, "2027-02-11")] == ["error"]


def test_a_rule_of_another_upgrade_does_not_wait(blank: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    lands(blank, PRIYA, record(("0.0.1", "0.1.9", "2026-11-12"), ("0.2.0", "0.3.0", "2026-11-12")))
    assert level(blank, capsys) == ERR


def test_nothing_waits_before_an_adoption(begun: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    lands(begun, DANA, {**BLANK, **record(TO_NEW)})
    assert level(begun, capsys) == ERR


def test_a_waiver_and_the_wait_do_not_trip_over_one_another(blank: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    row = f"{{code: {NEW_RULE}, place: {PAGE}, reason: As agreed, approver: priya, expires: 2026-12-20}}"
    lands(blank, PRIYA, {**record(TO_NEW), "data/waivers.yml": f"waivers:\n  - {row}\n"})
    capsys.readouterr()
    main(["check", "--repo", str(blank.root), "--as-of", DAY, "--format", "json", "--ref", "main"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(f["level"], f["waived"]) for f in found if f["code"] in {NEW_RULE, "GOV-13"}] == [("warning", "As agreed")]


def test_rules_that_guard_what_approved_means_never_wait() -> None:
    newer = [replace(one, since="9.0.0") for one in RULES]
    hard = {one.code for one in newer if not one.may_wait}
    assert {code for code in hard if code[:3] not in {"APR", "SIT"}} == {
        *("GOV-01", "GOV-02", "GOV-03", "GOV-04", "GOV-05", "GOV-06", "GOV-11", "GOV-18"),
    }
    assert {one.code for one in RULES if one.code[:3] in {"APR", "SIT"}} <= hard
    since_the_first = {
        *(f"INC-{n}" for n in range(31, 42)),
        "NOT-16",
        "ROL-16",
        "ROL-17",
        "PIR-13",
        "COV-13",
        "RUN-12",
        "RUN-13",
        "ESC-10",
    }
    assert {one.code for one in RULES if one.may_wait} == since_the_first


def test_a_rule_of_approvals_errs_though_the_upgrade_that_brings_it_is_approved(
    blank: Repo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BY_CODE, "APR-01", replace(BY_CODE["APR-01"], since="0.2.0"))
    lands(blank, PRIYA, record(TO_NEW))
    blank.pushes(BEN, {PAGE: BLANK[PAGE] + "\nPushed.\n"})
    capsys.readouterr()
    assert main(["check", "--repo", str(blank.root), "--as-of", DAY, "--format", "json", "--ref", "main"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {f["level"] for f in found if f["code"] == "APR-01"} == {"error"}


def test_explain_says_until_when(
    blank: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = tmp_path / "engine"
    (pages / "catalogue").mkdir(parents=True)
    row = {
        key: getattr(BY_CODE[NEW_RULE], key) for key in ("code", "level", "name", "title", "since", "may_wait", "page")
    }
    (pages / "catalogue/rules.json").write_text(json.dumps([row]), "utf-8")
    monkeypatch.setattr(ratified, "__file__", str(pages / "__init__.py"))
    lands(blank, PRIYA, record(TO_NEW))
    blank.git("checkout", "--quiet", "--force", "main")
    asked = ["explain", NEW_RULE, "--repo", str(blank.root), "--as-of"]
    capsys.readouterr()
    for day, said in ((DAY, True), ("2027-02-10", False)):
        assert main([*asked, day]) == 0
        out = capsys.readouterr().out
        assert (
            "**A warning here until 2027-02-09.** It came with the upgrade to 0.2.0, and is an error " in out
        ) is said


@pytest.mark.parametrize(
    ("before", "after", "version", "brings"),
    [
        ("0.1.0", "0.2.0", "0.2.0", True),
        ("0.1.0", "0.2.0", "0.1.0", False),
        ("0.1", "0.10.0", "0.9.3", True),
        ("0.2.0", "0.1.0", "0.2.0", False),
        ("0.1.0", "0.2.0rc1", "0.2.0", True),
        ("0.1.0", "1.0", "1.0.1", False),
    ],
)
def test_versions_are_compared_by_their_numbers(before: str, after: str, version: str, brings: bool) -> None:
    assert came_with(before, after, version) is brings


def test_zeros_at_the_end_of_a_version_say_nothing() -> None:
    assert release("0.1.0") == release("0.1") == (0, 1)
    assert release("0") == release("0.0") == ()


def test_a_rule_says_the_version_that_it_came_with() -> None:
    assert {type(one) for one in RULES} == {Rule}
    assert new_rules.SOFT_DAYS == 90
    held = (Path(ratified.__file__).parent / "catalogue/rules.json").read_text("utf-8")
    assert {(one["code"], one["since"]) for one in json.loads(held)} == {(r.code, r.since) for r in RULES}


def test_an_upgrade_goes_by_no_record_that_nobody_approved(
    company: Repo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A push gives an edited file the id of the edited text: it would be replaced, as if nobody had changed it."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ben Whitcombe")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ben@example.com")
    asked = ["upgrade", "--repo", str(company.root), "--as-of", DAY, "--dry-run"]
    lands(company, PRIYA, record())
    company.git("reset", "--quiet", "--hard", "main")
    assert main(asked) == 0
    company.pushes(
        BEN, {RECORD: record()[RECORD].replace("files: []", f"files:\n  - {{path: {PAGE}, blob: {'1' * 40}}}")}
    )
    company.git("reset", "--quiet", "--hard", "main")
    capsys.readouterr()
    assert main(asked) == 2
    said = capsys.readouterr().err
    assert "data/starter.yml is not as an approver of AUTHORITY last merged it, so nothing was made" in said
    lands(company, PRIYA, record())
    company.git("reset", "--quiet", "--hard", "main")
    assert main(asked) == 0
