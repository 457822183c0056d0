"""The command as its users meet it: exit codes, sentences, no traceback for a user's mistake."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from ratified.cli import check as check_verb
from ratified.cli.main import _VERBS, main
from ratified.cli.main import ratified as verbs
from ratified.rules import RULES

if TYPE_CHECKING:
    from conftest import Starter
    from ratified.rules.rule import Rule

AS_OF = ("--as-of", "2026-11-22")


def ratified(starter: Starter, *arguments: str) -> int:
    if not (starter.root / ".git").exists():
        starter.committed()
    return main([*arguments[:1], "--repo", str(starter.root), *AS_OF, *arguments[1:]])


def test_a_clean_repository_exits_0(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    assert ratified(starter, "check") == 0
    assert capsys.readouterr().out.split("\n")[-2].startswith("0 errors, ")


def test_a_past_day_says_what_it_leaves_out(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    starter.committed()
    starter.write("docs/notes.md", "TBD\n")
    day = {"GIT_AUTHOR_DATE": "2026-12-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-12-01T00:00:00Z"}
    for words in (["add", "-A"], ["commit", "-q", "-m", "Notes"]):
        who = ["-c", "user.name=Lee", "-c", "user.email=lee@example.com"]
        subprocess.run(["git", "-C", str(starter.root), *who, *words], check=True, env=os.environ | day)
    assert ratified(starter, "check") == 0
    assert capsys.readouterr().out.endswith("as of 2026-11-22; 1 later commit left out\n")


def test_an_error_exits_1_and_says_where_what_and_what_to_do(
    starter: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    starter.change("data/oncall.yml", "role: on-call-engineer", "role: on-call-enginer")
    line = starter.line("data/oncall.yml", "on-call-enginer")
    assert ratified(starter, "check") == 1
    out = capsys.readouterr().out
    assert f"data/oncall.yml:{line}:11: error ROL-01 " in out


def test_one_role_that_is_gone_is_one_group_and_json_has_every_finding(
    starter: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    starter.change("data/roles.yml", "  - id: scribe\n    title: Scribe", "  - id: recorder\n    title: Recorder")
    assert ratified(starter, "check", "--format", "json") == 1
    rows = [row for row in json.loads(capsys.readouterr().out)["findings"] if '"scribe"' in row["message"]]
    assert len(rows) > 10
    assert ratified(starter, "check") == 1
    first, *listed = capsys.readouterr().out.split("\n")
    assert first.startswith(f'{len(rows)} errors of one cause (ROL-01): data/roles.yml has no role "scribe"; ')
    assert sum(line.startswith("  ") for line in listed) == 11
    assert ratified(starter, "check", "--all") == 1
    assert sum('"scribe"' in line for line in capsys.readouterr().out.split("\n")) == len(rows)


def test_a_list_of_people_that_was_replaced_alone_is_one_group(
    starter: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    file = starter.root / "data/people.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^(  - (?:\{)?id: )", r"\1new-", text), encoding="utf-8")
    assert ratified(starter, "check", "--format", "json") == 1
    count = len(json.loads(capsys.readouterr().out)["findings"])
    assert ratified(starter, "check") == 1
    lines = capsys.readouterr().out.split("\n")
    assert "data/roles.yml and data/oncall.yml name people whom data/people.yml does not have" in lines[0]
    assert count > 800
    assert len(lines) < 60


def test_unreadable_data_exits_2_and_still_lists_every_fault(
    starter: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    starter.change("data/oncall.yml", "  - id: commander\n", "  - id: commander\n    id: captain\n")
    starter.change("data/limits.yml", "within: 1h", "within: soon")
    again, soon = starter.line("data/oncall.yml", "id: captain"), starter.line("data/limits.yml", "within: soon")
    assert ratified(starter, "check") == 2
    out = capsys.readouterr().out.split("\n")
    assert [line.split(": ")[0] for line in out[:2]] == [f"data/limits.yml:{soon}:32", f"data/oncall.yml:{again}:5"]
    assert out[2].startswith("could not decide: 2 files could not be read")


def test_json_of_an_undecided_run_says_so(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    (starter.root / "data/roles.yml").unlink()
    assert ratified(starter, "check", "--format", "json") == 2
    report = json.loads(capsys.readouterr().out)
    assert report["undecided"].startswith("1 file could not be read")
    assert [f["path"] for f in report["findings"]] == ["data/roles.yml"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "--repo", "/nowhere/at/all"], "no such folder: '/nowhere/at/all'"),
        (["check", "--repo", "{empty}"], "not a policy repository: there is no data/register.yml"),
        (["check", "--as-of", "yesterday"], "'yesterday' is not a day; write it as YYYY-MM-DD"),
        (["check", "--as-of", "2026-02-30"], "'2026-02-30' is not a day"),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (["chek"], "No such command 'chek'"),
        (["explain", "ROL-2"], "no rule 'ROL-2'; did you mean"),
        (["explain", "nonsense"], "no rule 'nonsense'"),
        (["whatif"], "say what to take away"),
    ],
)
def test_a_users_mistake_exits_2_with_a_sentence(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([argument.format(empty=tmp_path) for argument in arguments]) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert "Traceback" not in captured.err


def test_our_own_bug_exits_3_with_a_report_to_paste(
    starter: Starter, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no such luck")

    monkeypatch.setattr(check_verb, "cached_or_new_judgement", broken)
    assert ratified(starter, "check") == 3
    err = capsys.readouterr().err
    assert "a bug of ours" in err
    assert "no such luck" in err


def test_an_interrupt_exits_130(starter: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check_verb, "cached_or_new_judgement", interrupted)
    assert ratified(starter, "check") == 130


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_explain_prints_the_page_of_every_rule(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", rule.code.lower()]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{rule.code}: {rule.title} ({rule.level}, {rule.name})")
    for part in ("**Why it matters.**", "**How to fix it.**", "**Protects.**"):
        assert part in out


def test_explain_without_a_code_lists_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [r.code for r in RULES]


def test_the_github_format_fills_the_step_summary(
    starter: Starter, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path_factory.mktemp("runner") / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    starter.change("data/oncall.yml", "role: on-call-engineer", "role: on-call-enginer")
    assert ratified(starter, "check", "--format", "github") == 1
    assert "| ROL-01 |" in summary.read_text(encoding="utf-8")


def test_the_installed_command_runs_without_colour_when_nobody_looks(starter: Starter) -> None:
    root = str(starter.committed().root)
    command = [str(Path(sys.executable).with_name("ratified")), "check", "--repo", root, *AS_OF]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}, check=False)
    assert (done.returncode, "\x1b" in done.stdout) == (0, False)


def test_the_same_tree_and_day_give_the_same_bytes(starter: Starter) -> None:
    root = str(starter.committed().root)
    command = [str(Path(sys.executable).with_name("ratified")), "check", "--repo", root, *AS_OF]
    runs = {
        subprocess.run(
            [*command, "--format", "json"],
            capture_output=True,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            check=False,
        ).stdout
        for zone, seed in (("Pacific/Auckland", "1"), ("America/Los_Angeles", "2"))
    }
    assert len(runs) == 1


def test_whatif_says_what_would_break_without_a_person(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    assert ratified(starter, "whatif", "--without", "helen") == 0
    out = capsys.readouterr().out
    row = starter.line("data/escalation.yml", "id: t-staff-suspect")
    assert out.startswith("Without Helen Castellano, on 2026-11-22:\n")
    assert "  People Lead: nobody left, 1 needed\n" in out
    assert f"  data/escalation.yml:{row}:" in out


def test_whatif_says_so_when_nothing_breaks(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    assert ratified(starter, "whatif", "--without", "release-bot") == 0
    assert capsys.readouterr().out == "Without Release Bot, on 2026-11-22: nothing breaks that holds today.\n"


def test_whatif_without_a_role_as_json(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    assert ratified(starter, "whatif", "--without-role", "security-lead", "--format", "json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["schema"] == "ratified/whatif/1"
    assert {"id": "ROSTER", "class": "roster"} in report["documents"]


def test_whatif_without_somebody_unknown_offers_who_was_meant(
    starter: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ratified(starter, "whatif", "--without", "dan") == 2
    assert 'no person has the id "dan"; did you mean dana' in capsys.readouterr().err


def test_whatif_on_the_first_day_of_the_calendar_is_no_crash(starter: Starter) -> None:
    command = ["whatif", "--repo", str(starter.root), "--as-of", "0001-01-01", "--without", "dana"]
    assert main(command) == 0


def test_whatif_counts_the_macro_calls_that_would_lead_nowhere(
    starter: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ratified(starter, "whatif", "--without-role", "scribe") == 0
    calls = (starter.root / "docs/policy/severity.md").read_text(encoding="utf-8").count('role("scribe")')
    assert f"  docs/policy/severity.md: Scribe, in {calls} macro call" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("target", "sentence"), [(">/dev/full", "No space left on device"), (">&-", "no standard output")]
)
def test_output_that_cannot_be_written_exits_2_with_a_sentence(starter: Starter, target: str, sentence: str) -> None:
    command = f"{Path(sys.executable).with_name('ratified')} check --repo {starter.committed().root} {target}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_period_by_its_id_and_by_its_days_is_the_same(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    assert ratified(starter, "check", "--period", "2026", "--format", "json") == 0
    by_id = json.loads(capsys.readouterr().out)
    assert by_id["period"] == {"id": "2026", "starts": "2026-01-01", "ends": "2026-12-31", "report": "type-2"}
    assert ratified(starter, "check", "--period", "2026-01-01..2026-12-31", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == by_id
    assert ratified(starter, "check", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {**by_id, "period": None}


@pytest.mark.parametrize("format_", ["github", "sarif", "text", "markdown"])
def test_a_period_goes_with_every_format_and_with_a_base(
    starter: Starter, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ratified(starter, "check", "--base", "main", "--period", "2026", "--format", format_) == 0
    out = capsys.readouterr().out
    assert format_ != "text" or out.endswith("as of 2026-11-22, period 2026, 2026-01-01 to 2026-12-31\n")


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ("2026-12-31..2026-01-01", "ends before it starts; write 2026-01-01..2026-12-31"),
        ("last year", "'last year' is no period; write the id of a period of data/register.yml, two days such as"),
        ("2025", "data/register.yml has no period '2025', it has 2026"),
    ],
)
def test_a_period_that_cannot_be_is_a_users_mistake(
    starter: Starter, period: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ratified(starter, "check", "--period", period) == 2
    assert sentence in capsys.readouterr().err.replace("\n", " ")


def test_the_help_says_of_each_verb_what_its_own_help_begins_with() -> None:
    context = click.Context(verbs)
    own = {verb: verbs.get_command(context, verb) for verb in verbs.list_commands(context)}
    said = {verb: (command.help or "").partition("\n\n")[0] for verb, command in own.items() if command is not None}
    assert said == _VERBS


def test_help_and_pages_of_rules_load_no_rule_and_no_history() -> None:
    for words in (["--help"], ["explain"], ["explain", "ROL-02"]):
        code = f"import sys; from ratified.cli.main import main; main({words!r}); print(*sys.modules, file=sys.stderr)"
        loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.split()
        assert not {"pydantic", "ratified.rules", "ratified.git", "ratified.policy", "yaml"} & {*loaded}


def test_a_command_that_needs_the_extra_of_the_site_says_so(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['turbohtml'] = None; from ratified.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "verify-site", str(tmp_path)], capture_output=True, text=True, check=False
    )
    said = "ratified: this needs turbohtml, which is not installed; install ratified with its extra `site`\n"
    assert (done.returncode, done.stderr) == (2, said)
