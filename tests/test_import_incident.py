"""`ratified import incident`: an export of another program becomes a draft that says no more than the export did."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT, Starter
from foreign_policies import company
from ratified.cli.main import main
from ratified.model.incident_times import STAGES
from ratified.rules.incidents.leaks import customer_names, leaks_in

if TYPE_CHECKING:
    from pathlib import Path

EXPORTS = ROOT / "tests/foreign_incidents"
RECORD = "data/incidents/INC-2026-001.yml"
AFTER = date(2026, 11, 30)
FORMS = {
    "issue-12": ["issue-12.json"],
    "pagerduty": ["pagerduty.json", "pagerduty-log.json"],
    "incident-io": ["incident-io.json"],
    "postmortem": ["postmortem.md"],
}


def run(starter: Starter, *words: str | Path) -> int:
    return main(["import", "incident", *map(str, words), "--repo", str(starter.root)])


def files(form: str) -> list[Path]:
    return [EXPORTS / name for name in FORMS[form]]


def put(tmp_path: Path, value: object, name: str = "export.json") -> Path:
    path = tmp_path / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def stamps(starter: Starter) -> dict[str, str]:
    (incident,) = starter.book().incidents
    found = {stage: getattr(incident.times.stages, stage) for stage in STAGES}
    return {stage: at for stage, at in found.items() if at is not None}


def codes(starter: Starter) -> list[tuple[str, str]]:
    return [(f.code, f.level) for f in starter.judge(AFTER).findings if f.code != "GOV-01"]


def timeline(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("#:    - {at: ") and "kind: <observe" in line]


# What is written


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_these_very_bytes(starter: Starter, form: str) -> None:
    assert run(starter, *files(form), "--source", "monitoring", "--runbook", "RB-03") == 0
    written = (starter.root / RECORD).read_bytes()
    assert written == (EXPORTS / f"{form}.yml").read_bytes()


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("issue-12", {"reported": "2026-11-20T14:20:05Z"}),
        ("pagerduty", {"detected": "2026-11-20T14:20:00Z", "acknowledged": "2026-11-20T09:24:10-05:00"}),
        ("incident-io", {"detected": "2026-11-20T13:05:00Z", "reported": "2026-11-20T13:28:57.801578Z"}),
        ("postmortem", {"detected": "2026-11-20T14:20Z", "contained": "2026-11-20T16:05+01:00"}),
    ],
)
def test_only_what_the_source_says_is_a_stamp(starter: Starter, form: str, expected: dict[str, str]) -> None:
    assert run(starter, *files(form)) == 0
    assert stamps(starter) == expected


@pytest.mark.parametrize("words", [[], ["--source", "employees"], ["--runbook", "RB-04"]])
@pytest.mark.parametrize("form", FORMS)
def test_the_draft_has_the_findings_of_any_draft(starter: Starter, form: str, words: list[str]) -> None:
    assert run(starter, *files(form), *words) == 0
    assert codes(starter) == [("INC-02", "warning")]


def test_no_name_no_address_and_no_customer_gets_into_a_record(
    starter: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in FORMS:
        assert run(starter, *files(form)) == 0
    texts = [path.read_text(encoding="utf-8") for path in sorted((starter.root / "data/incidents").iterdir())]
    assert len(texts) == 4
    for text in texts:
        assert leaks_in(text, customer_names(starter.book())) == []
        asked = "\n".join(line for line in text.split("\n") if "# " not in line[:2] and "; deputies" not in line)
        assert not re.search(r"Robin|Northwind|passer|203\.0|@", "\n".join(timeline(asked)))
    out = capsys.readouterr().out
    assert "taken out of GitHub issue 12, body: the name of a person\n" in out
    assert "taken out of GitHub issue 12, body: a login, 2 times\n" in out
    assert "taken out of GitHub issue 12, comments[0].body: the name of a customer\n" in out


def test_people_are_known_by_login_and_address_and_never_by_name_alone(starter: Starter, tmp_path: Path) -> None:
    log = [
        {"type": "annotate_log_entry", "summary": "a", "created_at": f"2026-11-20T15:0{n}:00Z", "agent": agent}
        for n, agent in enumerate(
            [
                {"type": "user", "name": "Nobody Known", "email": "SOFIA@example.com"},
                {"type": "user_reference", "summary": "Dana Okafor"},
                {"type": "service_reference", "summary": "Dana Okafor", "email": "dana@example.com"},
                {"type": "user_reference", "id": "lee"},
            ]
        )
    ]
    export = {"incident": {"incident_number": 5, "created_at": "2026-11-20T15:00:00Z"}, "log_entries": log}
    assert run(starter, put(tmp_path, export)) == 0
    found = re.findall(r", by: (\S+), kind: <observe", (starter.root / RECORD).read_text(encoding="utf-8"))
    assert found == ["sofia", "<person>", "<person>", "lee"]


def test_a_dry_run_prints_the_record_and_writes_nothing(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    words: list[str | Path] = [*files("issue-12"), "--source", "monitoring", "--runbook", "RB-03"]
    assert run(starter, *words, "--dry-run") == 0
    out, err = capsys.readouterr()
    assert out == (EXPORTS / "issue-12.yml").read_text(encoding="utf-8")
    assert err.split("\n")[-2].startswith(f"    ratified import incident {EXPORTS}/issue-12.json --source monitoring")
    assert not (starter.root / "data/incidents").exists()


def test_the_last_line_is_the_next_command(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(starter, *files("pagerduty")) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        f"Wrote {RECORD}, a draft from PagerDuty incident 1234: 2 stamps: detected, acknowledged; "
        "3 lines of the timeline.\n"
    )
    assert out.endswith(f"\n    ratified check --repo {starter.root}\n")


def test_nothing_is_ever_overwritten(
    starter: Starter, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(starter, *files("issue-12")) == 0
    before = (starter.root / RECORD).read_bytes()
    assert run(starter, *files("issue-12")) == 0
    assert (starter.root / "data/incidents/INC-2026-002.yml").exists()
    monkeypatch.setattr("ratified.analysis.imported_record.incident_id", lambda book, noticed: "INC-2026-001")
    assert run(starter, *files("pagerduty")) == 2
    assert "is there already, and nothing is ever overwritten" in capsys.readouterr().err
    assert (starter.root / RECORD).read_bytes() == before


def test_it_is_numbered_by_the_year_in_which_it_was_noticed(starter: Starter, tmp_path: Path) -> None:
    page = "# Late\n\nDetected: 2025-12-31 23:50 UTC\n\n## Timeline\n\n- 2024-01-01 10:00 UTC The cause\n"
    assert run(starter, put(tmp_path, page, "late.md")) == 0
    assert [path.name for path in (starter.root / "data/incidents").iterdir()] == ["INC-2025-001.yml"]


# Which stamp a moment may claim to be


def test_moments_that_contradict_each_other_are_no_stamp(starter: Starter, tmp_path: Path) -> None:
    page = (
        "# Two clocks\n\nDetected: 2026-11-20 14:20 UTC\n\nContained: 2026-11-20 15:00 UTC\n\n"
        "Contained: 2026-11-20 15:30 UTC\n\nReported: 2026-11-20 14:00 UTC\n\nEradicated: 2026-11-20 16:00 EST\n"
    )
    assert run(starter, put(tmp_path, page, "two.md")) == 0
    assert stamps(starter) == {"detected": "2026-11-20T14:20Z"}
    text = (starter.root / RECORD).read_text(encoding="utf-8")
    assert (
        "#:    contained: <moment>  # line 5: Contained: 2026-11-20T15:00Z; line 7: Contained: 2026-11-20T15:30Z\n"
        in text
    )
    assert "#:    reported: <moment>  # line 9: Reported: 2026-11-20T14:00Z\n" in text
    assert "#:    eradicated: <moment>\n" in text
    assert codes(starter) == [("INC-02", "warning")]


def test_what_a_program_calls_resolved_or_closed_is_no_stamp(starter: Starter, tmp_path: Path) -> None:
    incident = {
        "incident_number": 9,
        "created_at": "2026-11-20T15:00:00Z",
        "status": "resolved",
        "last_status_change_at": "2026-11-20T16:00:00+01:00",
    }
    assert run(starter, put(tmp_path, {"incident": incident})) == 0
    assert stamps(starter) == {"detected": "2026-11-20T15:00:00Z"}
    remark = "PagerDuty incident 9, incident.last_status_change_at, resolved: 2026-11-20T16:00:00+01:00"
    assert f"#:    restored: <moment>  # {remark}\n" in (starter.root / RECORD).read_text(encoding="utf-8")


def test_a_draft_without_any_stamp_reads_and_asks_for_them(starter: Starter, tmp_path: Path) -> None:
    incident = {"reference": "INC-7", "name": "", "created_at": "2026-11-20T15:00:00Z"}
    assert run(starter, put(tmp_path, {"incident": incident})) == 0
    text = (starter.root / RECORD).read_text(encoding="utf-8")
    assert "\ntitle: <what happened>\n" in text
    assert "\n#:times:\n" in text
    assert "\n#:    reported: <moment>  # incident.io INC-7, incident.created_at: 2026-11-20T15:00:00Z\n" in text
    assert stamps(starter) == {}
    assert codes(starter) == [("INC-02", "warning")]
    taken = re.sub(r"(?m)^#:(times|  stages|    reported)", r"\1", text)
    (starter.root / RECORD).write_text(
        taken.replace("reported: <moment>", "reported: 2026-11-20T15:00Z"), encoding="utf-8"
    )
    assert stamps(starter) == {"reported": "2026-11-20T15:00Z"}


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("2026-11-20 14:20 UTC x", "2026-11-20T14:20Z"),
        ("2026-11-20T14:20Z x", "2026-11-20T14:20Z"),
        ("2026-11-20T14:20:05.25-05:00 x", "2026-11-20T14:20:05.25-05:00"),
        ("2026-11-20 9:05 (CET): x", "2026-11-20T09:05+01:00"),
        ("**2026-11-20 14:20 +0530** x", "2026-11-20T14:20+05:30"),
        ("2026-11-20, 14:20 GMT - x", "2026-11-20T14:20Z"),
        ("2026-11-20 14:20 x", None),
        ("2026-11-20 14:20 EST x", None),
        ("2026-11-20 14:20 IST x", None),
        ("2026-11-20 14:20 UTC+2 x", None),
        ("2026-11-20 14:20 Europe/Berlin x", None),
        ("2026-11-20 02:20 PM UTC x", None),
        ("2026-11-20 08:20-09:30 x", None),
        ("2026-11-20 14:20 - 14:40 UTC x", None),
        ("2026-11-20 14:20 UTC - 14:40 UTC x", None),
        ("2026-11-20 25:20 UTC x", None),
        ("2026-02-30 14:20 UTC x", None),
        ("2026-11-20 14:20 +19:00 x", None),
        ("03/04/2026 14:20 UTC x", None),
        ("14:20 UTC x", None),
        ("yesterday x", None),
    ],
)
def test_a_written_time_is_a_moment_only_where_it_means_one(
    starter: Starter, tmp_path: Path, line: str, at: str | None
) -> None:
    page = f"# A\n\nDetected: 2026-01-01 00:00 UTC\n\n## Timeline\n\n- {line}\n"
    assert run(starter, put(tmp_path, page, "a.md")) == 0
    (row,) = timeline((starter.root / RECORD).read_text(encoding="utf-8"))
    assert row.startswith(f"#:    - {{at: {at or '<moment>'}, by: <person>, ")
    text = "x" if at else line
    assert row.endswith((f"text: {text}}}  # line 7", f"text: {json.dumps(text)}}}  # line 7"))


@pytest.mark.parametrize(
    ("above", "at"),
    [
        ("## Timeline of 2026-11-20 (UTC)", "2026-11-20T14:20Z"),
        ("## Timeline\n\nAll times are in CET.\n\n2026-11-20", "2026-11-20T14:20+01:00"),
        ("All times are in UTC; some say times in CET.\n\n## Timeline, 2026-11-20", None),
        ("## Timeline (UTC)", None),
        ("## Timeline (EST), 2026-11-20", None),
        ("## Timeline (UTC), 2026-11-20 and 2026-11-21", None),
        ("## Before (UTC), 2026-11-20\n\n## Timeline", None),
        ("## Timeline\n\n| Time (UTC) | What |\n|-|-|\n| 2026-11-20 10:00 | y |\n\n### 2026-11-20", None),
    ],
)
def test_a_day_and_a_zone_hold_where_they_were_named(
    starter: Starter, tmp_path: Path, above: str, at: str | None
) -> None:
    page = f"# A\n\nDetected: 2026-01-01 00:00 UTC\n\n{above}\n\n- 14:20 x\n"
    assert run(starter, put(tmp_path, page, "a.md")) == 0
    row = timeline((starter.root / RECORD).read_text(encoding="utf-8"))[-1]
    assert row.startswith(f"#:    - {{at: {at or '<moment>'}, by: <person>, ")


# What is refused


GOOD: dict[str, Any] = {"title": "T", "number": 1, "createdAt": "2026-11-20T14:20:05Z"}
PAGE = {"incident_number": 1, "created_at": "2026-11-20T14:20:05Z"}
KNOWN = "known are a GitHub issue, from gh issue view --json; a PagerDuty incident"


@pytest.mark.parametrize(
    ("export", "said"),
    [
        ({"foo": 1}, f"no form that is known by its keys (foo); {KNOWN}"),
        ({}, KNOWN),
        ([], "holds a list, and should be one object"),
        ("null", "holds one value, and should be one object"),
        ("", "it is no JSON: expecting value, line 1, column 1"),
        ("{", "it is no JSON"),
        ('{"title": "a", "title": "b"}', 'the key "title" appears twice in one object'),
        ('{"title": NaN}', "NaN is no number of JSON"),
        ('{"number": 1e999}', "is larger than any number that is kept"),
        (f'{{"number": {"9" * 5000}}}', "a number of 5000 digits"),
        ("[" * 100_000 + "]" * 100_000, "it is nested deeper than 64 levels"),
        ('{"a": ' * 65 + "1" + "}" * 65, "it is nested deeper than 64 levels"),
        ('{"title": "' + "x" * (1 << 20) + '"}', "over the limit of 1 MiB"),
        ({**GOOD, "extra_key": 1}, KNOWN),
        ({**GOOD, "createdAt": None}, "GitHub issue 1 has no moment with day, time and offset"),
        ({**GOOD, "createdAt": "yesterday"}, "createdAt: 'yesterday' is no moment"),
        ({**GOOD, "createdAt": "2026-11-20T14:20:05"}, "createdAt: '2026-11-20T14:20:05' has no offset"),
        ({**GOOD, "createdAt": "0001-01-01T00:00:00Z"}, "createdAt: no such moment"),
        ({**GOOD, "title": ["a"]}, "title is a list, and should be text"),
        ({**GOOD, "number": "12"}, "number is '12', and should be a whole number"),
        ({**GOOD, "number": True}, "number is true, and should be a whole number"),
        ({**GOOD, "comments": {}}, "comments is a group of keys, and should be a list"),
        ({**GOOD, "comments": [1]}, "comments[0] is 1, and should be an object"),
        ({**GOOD, "author": "dana"}, "author is 'dana', and should be an object"),
        ({"incident": {"id": "1"}}, KNOWN),
        ({"incident": {**PAGE, "reference": "INC-1"}}, KNOWN),
        ({"log_entries": []}, "log entries without their incident"),
        ({"incident": PAGE, "log_entries": "no"}, "log_entries is 'no', and should be a list"),
    ],
)
def test_what_is_no_export_is_refused_with_what_is_wrong(
    starter: Starter, tmp_path: Path, capsys: pytest.CaptureFixture[str], export: object, said: str
) -> None:
    assert run(starter, put(tmp_path, export)) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.endswith("; nothing was written\n")
    assert not (starter.root / "data/incidents").exists()


def test_bytes_that_are_no_text_and_files_that_are_none_are_refused(
    starter: Starter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.json").write_bytes('{"title": "é"}'.encode("utf-16"))
    assert run(starter, tmp_path / "x.json") == 2
    assert "x.json: not UTF-8: byte 0xff at 0; save it as UTF-8; nothing was written\n" in capsys.readouterr().err
    assert run(starter, tmp_path / "none.json") == 2
    assert "No such file or directory" in capsys.readouterr().err
    assert run(starter, tmp_path) == 2
    assert "Is a directory" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--source", "nowhere"], "'nowhere' is none of monitoring"),
        (["--runbook", "RB-99"], "'RB-99' is none of RB-01"),
        ([EXPORTS / "issue-12.json", EXPORTS / "issue-12.json"], "name one file, or an incident of PagerDuty"),
        ([EXPORTS / "pagerduty.json"], "two incidents; give one incident"),
        ([EXPORTS / "pagerduty-log.json"], "no form that is known by its keys"),
    ],
)
def test_a_mistake_on_the_command_line_is_told(
    starter: Starter, capsys: pytest.CaptureFixture[str], words: list[str | Path], said: str
) -> None:
    assert run(starter, EXPORTS / "issue-12.json", *words) == 2
    assert said in capsys.readouterr().err
    assert not (starter.root / "data/incidents").exists()


def test_a_company_of_policies_alone_has_no_incidents_to_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = company(tmp_path / "repo")
    assert main(["import", "incident", str(EXPORTS / "issue-12.json"), "--repo", str(root)]) == 2
    assert "the data has no severities, so that no incident can be recorded" in capsys.readouterr().err
    assert not (root / "data/incidents").exists()


# Two commands in one


def test_any_other_first_word_is_a_page_to_take_in(
    starter: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "incident").mkdir()
    (tmp_path / "incident/access.md").write_text("# Access Policy\n\nWords.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    common = ["--class", "policy", "--owner", "security-lead", "--dry-run", "--repo", str(starter.root)]
    assert main(["import", "./incident", *common]) == 0
    assert "docs/policies/access.md  from ./incident/access.md" in capsys.readouterr().out
    assert main(["import", *common, "incident"]) == 0
    assert "docs/policies/access.md  from incident/access.md" in capsys.readouterr().out
    assert main(["import", "incident", *common[4:]]) == 2
    assert "Missing argument 'FILE...'" in capsys.readouterr().err


def test_the_help_of_both_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Usage: ratified import [OPTIONS] PATH...\n")
    assert re.search(r"^  incident +Draft the record of an incident", out, re.MULTILINE)
    assert main(["import", "incident", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: ratified import incident [OPTIONS] FILE...\n")


# What cannot stay as it was


@pytest.mark.parametrize(
    ("body", "told", "removed"),
    [
        ("a\u202eb", "a<U+202E>b", ["the character U+202E RIGHT-TO-LEFT OVERRIDE"]),
        ("a\u2028b\x00", "a<U+2028>b<U+0000>", ["the character U+0000 (a control", "the character U+2028 LINE SEP"]),
        ("x" * 4001, "<a text of 4001 letters, to be shortened>", ["4001 letters, more than the 4000"]),
        ("DANA\nOKAFOR and Okafor", "dana and Okafor", ["the name of a person"]),
        ("call dana okafor-lee", "call dana-lee", ["the name of a person"]),
        ("see robin.vale", "see <person>", ["the name of a person"]),
        ("ask @Dana, @who", "ask dana, <person>", ["a login, 2 times"]),
        ("password=hunter22x", "<a password>", ["a password"]),
        ("LUMEN  harbour\nbank", "<the name of a customer>", ["the name of a customer"]),
        ("git@github.com: a-b@2x", "git@github.com: a-b@2x", []),
    ],
)
def test_what_is_taken_out_is_said_in_its_place_and_listed(
    starter: Starter, tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, told: str, removed: list[str]
) -> None:
    assert run(starter, put(tmp_path, {**GOOD, "body": body, "author": {"login": "r", "name": "Robin Vale"}})) == 0
    (row,) = timeline((starter.root / RECORD).read_text(encoding="utf-8"))
    assert row.endswith(
        (f"text: {told}}}  # GitHub issue 1, body", f"text: {json.dumps(told)}}}  # GitHub issue 1, body")
    )
    out = capsys.readouterr().out
    assert out.count("taken out of ") == len(removed)
    for what in removed:
        assert f"taken out of GitHub issue 1, body: {what}" in out


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("".join("  " * depth + "- 2026-11-20 14:20 UTC x\n" for depth in range(14)), "nested deeper than 20 levels"),
        ("- 2026-11-20 14:20 UTC x\n" * 2001, "more than 2000 lines of the timeline"),
        ("- 14:20 x\n", "the postmortem has no moment with day, time and offset"),
    ],
)
def test_a_postmortem_that_would_lose_something_is_refused(
    starter: Starter, tmp_path: Path, capsys: pytest.CaptureFixture[str], page: str, said: str
) -> None:
    assert run(starter, put(tmp_path, f"# A\n\n## Timeline\n\n{page}", "a.md")) == 2
    assert said in capsys.readouterr().err
    assert not (starter.root / "data/incidents").exists()


def test_a_name_costs_no_more_where_many_begin_alike(starter: Starter, tmp_path: Path) -> None:
    """Three hundred names that share their first words, in texts made of these words."""
    people = [{"author": {"name": "Name " * 30 + f"x{n}"}, "body": "Name " * 600} for n in range(280)]
    assert run(starter, put(tmp_path, {**GOOD, "comments": people})) == 0
    rows = timeline((starter.root / RECORD).read_text(encoding="utf-8"))
    assert len(rows) == 280
    assert all("Name" not in row and "<person>" in row for row in rows)
