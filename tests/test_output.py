"""Every format is a skin over the same findings, and no data can inject an escape or a runner command."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightly import by_day
from ratified.check.judgement import Judgement
from ratified.model.finding import Finding
from ratified.model.place import Place
from ratified.output import github, json_report, sarif, text

DAY = date(2026, 11, 22)
SARIF_SCHEMA = Path(__file__).parent / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


def finding(**changes: Any) -> Finding:
    facts: dict[str, Any] = {
        "code": "ROL-02",
        "name": "role-nobody-holds",
        "level": "error",
        "place": Place("data/roles.yml", 12, 5),
        "message": "nobody holds Scribe on 2026-11-22",
        "help": "name a holder",
        "document": "AUTHORITY",
        "subject": "scribe",
    }
    return Finding(**(facts | changes))


def judged(*findings: Finding, undecided: str | None = None) -> Judgement:
    return Judgement(DAY, None, findings, undecided)


WARNED = finding(code="ROL-07", name="one-channel", level="warning", place=Place("data/roles.yml", 20, 7))
WAIVED = finding(waived="the deputy starts on Monday")


def test_text_is_one_line_a_finding_and_a_summary() -> None:
    assert list(text.render(judged(finding(), WARNED, WAIVED), colour=False)) == [
        "data/roles.yml:12:5: error ROL-02 nobody holds Scribe on 2026-11-22; name a holder",
        "data/roles.yml:20:7: warning ROL-07 nobody holds Scribe on 2026-11-22; name a holder",
        "data/roles.yml:12:5: waived ROL-02 nobody holds Scribe on 2026-11-22; waived: the deputy starts on Monday",
        "1 error, 1 warning, 1 waived, as of 2026-11-22",
    ]


def many(number: int, **changes: Any) -> list[Finding]:
    return [finding(place=Place(f"docs/{n % 7}.md", n + 1), **changes) for n in range(number)]


def test_many_findings_of_one_cause_are_a_group_of_which_the_first_ten_are_listed() -> None:
    found = many(1000, cause="nobody holds scribe")
    lines = list(text.render(judged(*found, WARNED), colour=False, whole=False))
    assert lines[:2] == [
        "1,000 errors of one cause (ROL-02): nobody holds scribe; name a holder",
        "  docs/0.md:1:1: error ROL-02 nobody holds Scribe on 2026-11-22",
    ]
    assert lines[11:] == [
        "  990 more in 7 files; `ratified check --all` lists each",
        "data/roles.yml:20:7: warning ROL-07 nobody holds Scribe on 2026-11-22; name a holder",
        "1000 errors, 1 warning, 0 waived, as of 2026-11-22",
    ]
    assert len(list(text.render(judged(*found, WARNED), colour=False))) == 1002


def test_first_causes_come_first_and_large_groups_before_small_ones() -> None:
    unheld, strangers = many(20, cause="nobody holds scribe"), many(4, code="ROL-03", cause="kim is nobody")
    alike = many(11, code="APR-23", name="codeowners-disagree")
    small = many(3, cause="nobody holds legal")
    lines = text.render(judged(*small, *alike, *unheld, *strangers), colour=False, whole=False)
    assert [line for line in lines if not line.startswith("  ")] == [
        "4 errors of one cause (ROL-03): kim is nobody; name a holder",
        "20 errors of one cause (ROL-02): nobody holds scribe; name a holder",
        "11 errors of one kind: APR-23 codeowners-disagree; name a holder",
        *[f"docs/{n}.md:{n + 1}:1: error ROL-02 nobody holds Scribe on 2026-11-22; name a holder" for n in range(3)],
        "38 errors, 0 warnings, 0 waived, as of 2026-11-22",
    ]


def test_what_is_waived_or_on_main_stands_in_no_group_with_what_counts() -> None:
    found = [*many(4, cause="c"), *many(4, cause="c", on_main=True), *many(4, cause="c", waived="later")]
    lines = list(text.render(judged(*found), colour=False, whole=False))
    assert [line for line in lines if not line.startswith("  ")][:-1] == [
        "4 errors of one cause (ROL-02): c; name a holder",
        "4 findings, on main, of one cause (ROL-02): c; name a holder",
        "4 findings, waived, of one cause (ROL-02): c; name a holder",
    ]


def test_the_summary_tells_that_later_landings_do_not_count() -> None:
    then = replace(judged(), left_out=2)
    assert list(text.render(then, colour=False)) == [
        "0 errors, 0 warnings, 0 waived, as of 2026-11-22; 2 later commits left out"
    ]


def test_text_is_coloured_only_when_asked_to_be() -> None:
    assert "\x1b[31;1merror\x1b[0m" in next(text.render(judged(finding()), colour=True))
    assert "\x1b" not in "".join(text.render(judged(finding()), colour=False))


def test_an_undecided_run_never_reads_like_a_clean_one() -> None:
    last = list(text.render(judged(undecided="1 file could not be read"), colour=False))[-1]
    assert last == "could not decide: 1 file could not be read"


def test_json_has_the_keys_that_other_programs_depend_on() -> None:
    report = json.loads("\n".join(json_report.render(judged(WAIVED))))
    assert report == {
        "schema": "ratified/findings/1",
        "as_of": "2026-11-22",
        "head": None,
        "period": None,
        "undecided": None,
        "pending": [],
        "approvers_of_all": [],
        "ratifies": [],
        "findings": [
            {
                "code": "ROL-02",
                "name": "role-nobody-holds",
                "level": "error",
                "path": "data/roles.yml",
                "line": 12,
                "column": 5,
                "document": "AUTHORITY",
                "subject": "scribe",
                "message": "nobody holds Scribe on 2026-11-22",
                "help": "name a holder",
                "waived": "the deputy starts on Monday",
                "on_main": False,
            }
        ],
        "replaces": [],
        "summary": {"errors": 0, "warnings": 0, "waived": 1, "on_main": 0},
    }


def test_annotations_stop_at_ten_of_each_level_and_the_rest_are_plain_lines() -> None:
    lines = list(github.render(judged(*[finding(place=Place("a.md", n)) for n in range(1, 16)], WARNED)))
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 1
    assert sum(line.startswith("a.md:") for line in lines) == 15


def test_an_annotation_escapes_what_the_runner_would_obey() -> None:
    hostile = finding(message="100%\n::set-output name=a::b", place=Place("a,b:c.md", 3, 4))
    assert next(github.render(judged(hostile))) == (
        "::error file=a%2Cb%3Ac.md,line=3,col=4,title=ROL-02 role-nobody-holds"
        "::100%25%0A::set-output name=a::b; name a holder"
    )


def test_what_main_had_already_counts_for_nothing_and_says_so_in_every_format() -> None:
    old = judged(finding(on_main=True))
    assert (old.errors, old.on_main) == (0, 1)
    assert [*text.render(old, colour=False)][-1].startswith("0 errors, 0 warnings, 0 waived, 1 already on main")
    assert "on main ROL-02" in next(iter(text.render(old, colour=False)))
    assert not any(line.startswith("::") for line in github.render(old))
    assert "| on main |" in github.step_summary(old)
    assert json.loads("\n".join(json_report.render(old)))["findings"][0]["on_main"] is True
    (result,) = json.loads("\n".join(sarif.render(old)))["runs"][0]["results"]
    assert result["baselineState"] == "unchanged"


def test_waived_findings_are_in_the_summary_and_never_annotated() -> None:
    assert not any(line.startswith("::") for line in github.render(judged(WAIVED)))
    assert "the deputy starts on Monday" in github.step_summary(judged(WAIVED))


def test_the_step_summary_shows_hostile_cells_as_themselves() -> None:
    summary = github.step_summary(judged(finding(message="a|b <img src=x> `c` @team")))
    assert "a&#124;b &#60;img src=x&#62; &#96;c&#96; &#64;team" in summary


@pytest.mark.parametrize(
    "judgement",
    [judged(), judged(finding(), WARNED, WAIVED), judged(undecided="why"), judged(finding(place=Place("a b/ü#.md")))],
)
def test_sarif_is_valid_against_the_published_schema(judgement: Judgement) -> None:
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))
    log = json.loads("\n".join(sarif.render(judgement)))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    assert len(log["runs"][0]["results"]) == len(judgement.findings)


def test_sarif_carries_the_waiver_as_a_suppression() -> None:
    result = json.loads("\n".join(sarif.render(judged(WAIVED))))["runs"][0]["results"][0]
    assert result["suppressions"] == [{"kind": "external", "justification": "the deputy starts on Monday"}]


ANYTHING = st.text(st.characters(codec="utf-8"), min_size=1) | st.sampled_from(
    ["::error::x", "##[error]x", "\x1b[31m", "\x1b]8;;http://x\x07", "\u202e", "a\r\n::b", "\x9b31m", " ::stop"]
)


@settings(max_examples=by_day(60, by_night=200), deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_no_data_reaches_a_terminal_or_a_runner_as_a_command(path: str, message: str, help_: str, why: str) -> None:
    hostile = judged(finding(place=Place(path), message=message, help=help_), finding(message=message, waived=why))
    shown = list(text.render(hostile, colour=False))
    assert len(shown) == 3
    annotation, *rest = github.render(hostile)
    assert annotation.startswith("::error file=")
    for line in [*shown, *rest]:
        assert not line.lstrip().startswith("::")
    for line in [*shown, annotation, *rest, *json_report.render(hostile), *sarif.render(hostile)]:
        assert "##[" not in line
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2028\u200b" for c in line)
    assert json.loads("\n".join(json_report.render(hostile)))["findings"][0]["message"] == message
