"""The GitHub side: permissions, pins, where the tool comes from, scripts fed with hostile data, owners and rules."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from ratified.cli.main import ratified

ROOT = Path(__file__).parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").iterdir())
Step = dict[str, Any]


def load(name: str) -> dict[Any, Any]:
    loaded = yaml.safe_load((GITHUB / "workflows" / name).read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def jobs() -> dict[str, dict[str, Any]]:
    """Every job as `file/job`."""
    return {f"{file.name}/{id}": job for file in WORKFLOWS for id, job in load(file.name)["jobs"].items()}


def steps() -> list[tuple[str, Step]]:
    """Every step with its `file/job/name`."""
    return [(f"{job}/{step['name']}", step) for job, found in jobs().items() for step in found["steps"]]


def script(of: str) -> str:
    """The shell of one step, by `file/job/name`."""
    return str(dict(steps())[of]["run"])


def run(text: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step's script as the runner does: bash, errors end it, nothing of our environment but the path."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **env},
        capture_output=True,
        text=True,
        check=False,
    )


def program(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/bash\n{text}", encoding="utf-8")
    file.chmod(0o755)


# What they may do


def test_the_workflows_are_the_two_we_ship() -> None:
    assert [file.name for file in WORKFLOWS] == ["check.yml", "site.yml"]


@pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
def test_zizmor_finds_nothing(persona: str) -> None:
    zizmor = Path(sys.executable).parent / "zizmor"
    found = subprocess.run(
        [zizmor, "--offline", "--quiet", "--format", "json", "--persona", persona, *WORKFLOWS],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, json.loads(found.stdout)) == (0, []), found.stdout + found.stderr


@pytest.mark.parametrize("name", [file.name for file in WORKFLOWS])
def test_a_workflow_starts_on_three_events_and_no_privileged_one(name: str) -> None:
    triggers = load(name)[True]  # YAML reads the key `on` as true
    assert set(triggers) == {"pull_request", "push", "schedule"}
    assert triggers["pull_request"] == triggers["push"] == {"branches": ["main"]}
    minute, hour, *rest = triggers["schedule"][0]["cron"].split()
    assert (len(triggers["schedule"]), rest) == (1, ["*", "*", "*"]), "once a day"
    assert minute.isdigit()
    assert hour.isdigit()


def test_every_job_has_the_permissions_it_needs_and_no_other() -> None:
    assert [load(file.name)["permissions"] for file in WORKFLOWS] == [{}, {}]
    assert {job: found["permissions"] for job, found in jobs().items()} == {
        "check.yml/proposal": {"contents": "read"},
        "check.yml/main": {"contents": "read"},
        "check.yml/witness": {"contents": "write"},
        "check.yml/reviews": {"contents": "read", "pull-requests": "read"},
        "check.yml/keep": {"contents": "write"},
        "check.yml/remind": {"issues": "write"},
        "site.yml/build": {"contents": "read"},
        "site.yml/deploy": {"pages": "write", "id-token": "write"},
    }


def test_a_job_that_may_write_runs_no_code_of_the_repository() -> None:
    for job in ("check.yml/witness", "check.yml/keep", "check.yml/remind", "site.yml/deploy"):
        text = json.dumps(jobs()[job])
        assert "actions/checkout" not in text
        assert "RUNNER_TEMP" not in text


def test_only_what_writes_or_asks_the_host_sees_a_token_and_nothing_sees_a_secret() -> None:
    holders = [name for name, step in steps() if "github.token" in json.dumps(step)]
    assert holders == [
        "check.yml/witness/Append the anchor",
        "check.yml/reviews/Fetch the reviews",
        "check.yml/reviews/Fetch the reviewed heads",
        "check.yml/keep/Commit the batches",
        "check.yml/remind/Open, update or close the issue",
    ]
    assert not [file.name for file in WORKFLOWS if "secrets." in file.read_text(encoding="utf-8")]


def test_every_action_is_pinned_by_its_full_sha_and_says_its_version() -> None:
    pins: dict[str, set[str]] = {}
    for file in WORKFLOWS:
        for line in file.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                found = re.fullmatch(r"\s+uses: (actions/[a-z-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
                assert found, f"{file.name}: {line}"
                pins.setdefault(found[1], set()).add(f"{found[2]} {found[3]}")
    assert sorted(pins) == [
        "actions/checkout",
        "actions/deploy-pages",
        "actions/download-artifact",
        "actions/setup-python",
        "actions/upload-artifact",
        "actions/upload-pages-artifact",
    ]
    assert {action for action, found in pins.items() if len(found) > 1} == set(), "one pin an action"


def test_no_script_holds_an_expression_and_bash_reads_every_script() -> None:
    for name, step in steps():
        if "run" in step:
            assert "${{" not in step["run"], f"{name}: expressions come in by env"
            checked = subprocess.run(["bash", "-n"], input=step["run"], capture_output=True, text=True, check=False)
            assert (checked.returncode, checked.stderr) == (0, ""), name


def test_no_checkout_keeps_its_credentials_and_whatever_is_judged_has_its_whole_history() -> None:
    found = [(name, step["with"]) for name, step in steps() if "actions/checkout" in step.get("uses", "")]
    assert {options["persist-credentials"] for _, options in found} == {False}
    assert {name: options.get("fetch-depth") for name, options in found} == {
        "check.yml/proposal/Check out what would land": 0,
        "check.yml/proposal/Check out the base's tool": None,
        "check.yml/main/Check out main": 0,
        "check.yml/reviews/Check out main": 0,
        "site.yml/build/Check out": 0,
    }


# Where the tool comes from


def test_a_proposal_is_judged_by_the_base_and_only_read() -> None:
    found = jobs()["check.yml/proposal"]
    by_name = {step["name"]: step for step in found["steps"]}
    assert by_name["Check out the base's tool"]["with"]["ref"] == "${{ steps.base.outputs.sha }}"
    assert "proposal" not in by_name["Install the base's tool"]["run"]
    assert by_name["Check"]["env"] == {
        "BASE": "${{ steps.base.outputs.sha }}",
        "BOOTSTRAP": "${{ vars.RATIFIED_BOOTSTRAP }}",
    }
    assert not any(word in json.dumps(found) for word in ("mkdocs", "macros", "working-directory", "cache"))


def test_everything_is_installed_by_hash() -> None:
    installs = [line for _, step in steps() for line in step.get("run", "").splitlines() if "pip install" in line]
    assert len(installs) == 8
    for line in installs:
        locked = " --require-hashes -r " in line and line.endswith("requirements/site.txt")
        assert locked or " --no-deps --no-build-isolation " in line, line


def test_every_call_of_ratified_is_one_the_command_has() -> None:
    calls = {}
    for name, step in steps():
        for line in step.get("run", "").splitlines():
            if found := re.search(r"/bin/ratified\" ((?:reviews )?[\w-]+) (.*)", line):
                calls[name] = (found[1], set(re.findall(r"--[a-z-]+", step["run"])))
    assert calls == {
        "check.yml/proposal/Check": ("check", {"--repo", "--base", "--format", "--anchor", "--verify", "--quiet"}),
        "check.yml/main/Check": ("check", {"--repo", "--anchor", "--format"}),
        "check.yml/main/Say what was seen": ("head", {"--repo", "--anchor"}),
        "check.yml/main/Write the status": ("status", {"--repo", "--format"}),
        "check.yml/reviews/Fetch the reviews": ("reviews fetch", {"--forge", "--repo", "--format"}),
        "check.yml/reviews/Import": ("reviews import", {"--repo", "--out"}),
        "site.yml/build/Build strictly": ("site", {"--verify", "--quiet"}),
        "site.yml/build/Verify what was built": ("verify-site", {"--anchor", "--anew", "--verify", "--quiet"}),
    }
    for verb, used in calls.values():
        command: click.Command | None = ratified
        for word in verb.split():
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), word)
        assert command is not None, f"there is no `ratified {verb}`"
        of_git = {"--verify", "--quiet"} | ({"--format"} if verb == "reviews fetch" else set())
        assert used - of_git <= {name for option in command.params for name in option.opts}, verb


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=Dana", "-c", "user.email=dana@example.com", "-c", "commit.gpgSign=false")
    done = subprocess.run(["git", "-C", folder, *identity, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    """What GitHub's checkout leaves: a detached merge of a branch into main, and `origin/main` at its first parent."""
    folder = tmp_path / "proposal"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Start")
    git(folder, "switch", "--quiet", "-c", "branch")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Propose")
    git(folder, "switch", "--quiet", "main")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Move on")
    git(folder, "update-ref", "refs/remotes/origin/main", "main")
    git(folder, "switch", "--quiet", "--detach", "main")
    git(folder, "merge", "--quiet", "--no-ff", "-m", "Merge", "branch")
    return folder


def find_base(proposal: Path) -> tuple[int, str]:
    output = proposal.parent / "output"
    output.write_text("", encoding="utf-8")
    done = run(
        script("check.yml/proposal/Find the base"),
        proposal.parent,
        GITHUB_OUTPUT=str(output),
        GITHUB_BASE_REF="main",
    )
    return done.returncode, output.read_text(encoding="utf-8")


def test_the_base_is_the_main_that_gets_the_proposal(proposal: Path) -> None:
    assert find_base(proposal) == (0, f"sha={git(proposal, 'rev-parse', 'main')}\n")


def test_main_may_have_moved_on_since_the_merge_was_made(proposal: Path) -> None:
    base = git(proposal, "rev-parse", "main")
    later = git(proposal, "commit-tree", "-p", base, "-m", "Later", "main^{tree}")
    git(proposal, "update-ref", "refs/remotes/origin/main", later)
    assert find_base(proposal) == (0, f"sha={base}\n")


@pytest.mark.parametrize("at", ["branch", "main", "HEAD^{tree}"])
def test_without_a_merge_into_main_there_is_no_base(proposal: Path, at: str) -> None:
    if at == "HEAD^{tree}":  # main merged into the branch: its first parent is the proposal's own
        at = git(proposal, "commit-tree", "-p", "branch", "-p", "main", "-m", "Inverted", at)
    git(proposal, "switch", "--quiet", "--detach", at)
    assert find_base(proposal) == (2, "")


UNPINNED = "No adoption is pinned: 'ratified adopt' says which id to set as the variable RATIFIED_BOOTSTRAP."


@pytest.mark.parametrize(
    ("before", "adopted", "more"),
    [
        ("", "", []),
        ("0" * 40, "", []),
        ("0" * 64, "", []),
        ("0a" * 20, "", ["--anchor", "0a" * 20]),
        ("", "0b" * 20, ["--anchor", "0b" * 20]),
        ("0a" * 20, "0b" * 20, ["--anchor", "0a" * 20, "--anchor", "0b" * 20]),
    ],
)
def test_a_push_is_compared_with_the_tip_before_it_and_with_the_adoption_that_is_pinned(
    tmp_path: Path, before: str, adopted: str, more: list[str]
) -> None:
    program(tmp_path / "tool" / "bin" / "ratified", "printf '%s\\n' \"$@\"; exit 1\n")
    (tmp_path / "policy").mkdir()
    git(tmp_path / "policy", "init", "--quiet")
    given = {"RUNNER_TEMP": str(tmp_path), "BEFORE": before, "BOOTSTRAP": adopted}
    took = run(script("check.yml/main/Take the anchors"), tmp_path, **given)
    told = "" if adopted else f"::notice::{UNPINNED}\n"
    assert (took.returncode, took.stdout, took.stderr) == (0, told, "")
    done = run(script("check.yml/main/Check"), tmp_path, RUNNER_TEMP=str(tmp_path))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.split() == ["check", "--repo", "policy", "--format", "github", *more]


@pytest.mark.parametrize(
    ("of", "folder"),
    [
        ("check.yml/proposal/Check", "proposal"),
        ("check.yml/main/Check", "policy"),
        ("site.yml/build/Build strictly", "."),
        ("site.yml/build/Verify what was built", "."),
    ],
)
def test_what_earlier_runs_saw_is_told_to_later_ones(tmp_path: Path, of: str, folder: str) -> None:
    at = tmp_path / folder
    at.mkdir(exist_ok=True)
    lines = [f"{'0a' * 20}@2026-11-01", f"{'0b' * 20}@2026-11-02"]
    git(at, "init", "--quiet")
    (at / "anchors").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    git(at, "add", "anchors")
    git(at, "commit", "--quiet", "-m", "anchors")
    git(at, "update-ref", "refs/remotes/origin/evidence", "HEAD")
    program(tmp_path / "tool" / "bin" / "ratified", 'printf \'%s\\n\' "$@" "$RATIFIED_ANCHORS"\n')
    if folder == "policy":
        run(script("check.yml/main/Take the anchors"), tmp_path, RUNNER_TEMP=str(tmp_path), BEFORE="")
    done = run(script(of), tmp_path, RUNNER_TEMP=str(tmp_path), BASE="x", NO_MKDOCS_2_WARNING="1")
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.split()
    assert [word for word in told if "@" in word] == lines
    assert told.count("--anchor") == (0 if of.endswith("Build strictly") else 2)


WITNESSED = """
printf '%s\n' "$*" >>"$HOME/asked"
case "$*" in
  *matching-refs*) cat "$HOME/head" ;;
  *contents/anchors*) cat "$HOME/kept" ;;
  *git/commits/*) echo base ;;
  *git/trees*) cp tree.json "$HOME/made.json"; echo tree ;;
  *git/commits*) echo commit ;;
esac
"""


@pytest.mark.parametrize("kept", [None, [], ["0b" * 20 + "@2026-11-01"]])
def test_the_witness_appends_one_line_and_never_forces(tmp_path: Path, kept: list[str] | None) -> None:
    line = "0a" * 20 + "@2026-11-02"
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    (home / "head").write_text("" if kept is None else "head\n", encoding="utf-8")
    (home / "kept").write_text("".join(f"{one}\n" for one in kept or []), encoding="utf-8")
    program(tmp_path / "bin" / "gh", WITNESSED)
    more = {"HOME": str(home), "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "GH_REPO": "o/r"}
    done = run(script("check.yml/witness/Append the anchor"), here, LINE=line, **more)
    assert (done.returncode, done.stderr) == (0, "")
    made = json.loads((home / "made.json").read_text(encoding="utf-8"))
    assert made["tree"][0]["content"].splitlines() == [*(kept or []), line]
    assert made.get("base_tree") == (None if kept is None else "base")
    asked = (home / "asked").read_text(encoding="utf-8")
    assert "force" not in asked
    assert ("PATCH" in asked) is (kept is not None)
    assert ("parents[]=head" in asked) is (kept is not None)


def test_the_witness_keeps_a_line_once_and_nothing_that_is_none(tmp_path: Path) -> None:
    line = "0a" * 20 + "@2026-11-02"
    (tmp_path / "head").write_text("head\n", encoding="utf-8")
    (tmp_path / "kept").write_text(f"{line}\n", encoding="utf-8")
    program(tmp_path / "bin" / "gh", WITNESSED)
    more = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "GH_REPO": "o/r"}
    assert run(script("check.yml/witness/Append the anchor"), tmp_path, LINE=line, **more).returncode == 0
    assert not (tmp_path / "made.json").exists()
    for bad in ("", "main", f"{line}\n{line}", f"{line};x"):
        assert run(script("check.yml/witness/Append the anchor"), tmp_path, LINE=bad, **more).returncode == 1


@pytest.mark.parametrize("source", [True, False])
def test_the_engine_is_built_where_its_source_is_and_else_comes_from_the_lock(tmp_path: Path, source: bool) -> None:
    for of, folder in (
        ("check.yml/proposal/Install the base's tool", "base"),
        ("check.yml/main/Install the tool", "policy"),
        ("check.yml/reviews/Install the tool", "policy"),
        ("site.yml/build/Install", "."),
    ):
        at = tmp_path / of.replace("/", "-")
        program(at / "bin" / "python", 'printf \'%s\\n\' "$*" >>"$RUNNER_TEMP/ran"\n')
        program(at / "tool" / "bin" / "python", (at / "bin" / "python").read_text(encoding="utf-8").partition("\n")[2])
        (at / folder / "requirements").mkdir(parents=True)
        (at / folder / "requirements" / "site.txt").touch()
        if source:
            (at / folder / "src" / "ratified").mkdir(parents=True)
        done = run(script(of), at, RUNNER_TEMP=str(at), PATH=f"{at / 'bin'}:{os.environ['PATH']}")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        lock, built = (
            ("requirements/site.txt", ".") if folder == "." else (f"{folder}/requirements/site.txt", f"./{folder}")
        )
        assert (at / "ran").read_text(encoding="utf-8").splitlines() == [
            f"-m venv {at}/tool",
            f"-m pip install --quiet --no-deps --require-hashes -r {lock}",
            *([f"-m pip install --quiet --no-deps --no-build-isolation {built}"] if source else []),
        ]


def test_a_base_without_a_tool_says_what_to_land_first(tmp_path: Path) -> None:
    done = run(script("check.yml/proposal/Install the base's tool"), tmp_path, RUNNER_TEMP=str(tmp_path))
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith("::error::The base holds no requirements/site.txt, so there is no tool to judge by.")


# The reminder


def document(id: str, verdict: str, due: date | None, title: str = "A title") -> dict[str, str | None]:
    return {"id": id, "title": title, "verdict": verdict, "due": due.isoformat() if due else None}


def body(folder: Path, *documents: dict[str, str | None]) -> str:
    """The issue's text for a status of 1 November 2026; empty where there is nothing to say."""
    status = {"schema": "ratified/status/1", "as_of": "2026-11-01", "documents": documents}
    (folder / "status.json").write_text(json.dumps(status), encoding="utf-8")
    done = run(script("check.yml/remind/List what is stale or due within 30 days"), folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return (folder / "body.md").read_text(encoding="utf-8")


def items(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("- ")]


def test_the_issue_lists_what_is_stale_or_due_soonest_first(tmp_path: Path) -> None:
    text = body(
        tmp_path,
        document("IN-31", "approved", date(2026, 12, 2)),
        document("IN-30", "approved", date(2026, 12, 1)),
        document("BY-NAME", "claimed", date(2026, 11, 1)),
        document("LATE", "stale", date(2026, 10, 31)),
        document("NO-DAY", "stale", None),
        document("NOBODY", "unapproved", None),
        document("DRAFT", "draft", None),
    )
    assert items(text) == [
        "- `NO-DAY` `A title`: stale",
        "- `LATE` `A title`: stale, was due 2026-10-31",
        "- `BY-NAME` `A title`: is due 2026-11-01",
        "- `IN-30` `A title`: is due 2026-12-01",
    ]
    assert text.startswith("Stale, or due within 30 days of 2026-11-01:\n\n- ")


def test_nothing_due_is_an_empty_text(tmp_path: Path) -> None:
    assert body(tmp_path, document("POL-IR", "approved", date(2027, 1, 1))) == ""
    assert body(tmp_path) == ""


def test_a_hostile_title_is_text_on_one_line_and_nothing_else(tmp_path: Path) -> None:
    title = "`@dana` <img src=x>\n- [ ] #1\r\n::error::x\u202e\u2028\x1b[2J ##[group] $(id) \ud800 ```"
    lines = items(body(tmp_path, document("A`B\n", "stale", None, title), document("E", "stale", None, "")))
    assert lines == [
        "- `A'B` `'@dana' <img src=x> - [ ] #1  ::error::x   [2J ##[group] $(id)   '''`: stale",
        "- `E` `-`: stale",
    ]
    assert all(line.count("`") == 4 for line in lines)


def test_the_issue_never_outgrows_what_github_takes(tmp_path: Path) -> None:
    text = body(tmp_path, *(document(f"{n:04}" * 99, "stale", None, "\U0001f600" * 9999) for n in range(400)))
    assert len(items(text)) == 151
    assert items(text)[-1] == "- and 250 more; `ratified status` lists them all"
    assert len(text) < 65536
    assert all(len(line) < 220 for line in items(text))


@pytest.mark.parametrize("status", ['{"schema": "ratified/status/2"}', "", "[]"])
def test_a_status_it_does_not_know_fails_and_leaves_no_text(tmp_path: Path, status: str) -> None:
    (tmp_path / "status.json").write_text(status, encoding="utf-8")
    done = run(script("check.yml/remind/List what is stale or due within 30 days"), tmp_path)
    assert done.returncode == 1
    assert not (tmp_path / "body.md").exists()


GH = r"""
if [[ $1 == api ]]; then
  [[ -z $FOUND ]] || printf '%s\n' "$FOUND"
fi
printf '%s\n' "$*" >>calls
"""


@pytest.mark.parametrize(
    ("text", "found", "calls"),
    [
        ("- due\n", "7", ["issue edit 7 --body-file body.md"]),
        (
            "- due\n",
            "",
            [
                "label create ratified-due --force --color D93F0B"
                " --description Approvals that are stale or due within 30 days",
                "issue create --title Approvals are due --label ratified-due --body-file body.md",
            ],
        ),
        ("", "7", ["issue close 7 --comment Nothing is stale, and nothing is due within 30 days."]),
        ("", "", []),
    ],
    ids=["updates", "opens", "closes", "rests"],
)
def test_there_is_one_issue_and_it_is_open_only_while_something_is_due(
    tmp_path: Path, text: str, found: str, calls: list[str]
) -> None:
    program(tmp_path / "bin" / "gh", GH)
    (tmp_path / "body.md").write_text(text, encoding="utf-8")
    step = dict(steps())["check.yml/remind/Open, update or close the issue"]
    done = run(
        step["run"],
        tmp_path,
        PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        FOUND=found,
        GH_REPO="example-corp/policy",
        LABEL=step["env"]["LABEL"],
    )
    assert (done.returncode, done.stderr) == (0, "")
    look, *rest = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert look.startswith("api --method GET repos/example-corp/policy/issues -f state=open -f labels=ratified-due ")
    assert rest == calls


def test_an_unanswered_question_closes_no_issue(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "gh", GH.replace("printf '%s\\n' \"$*\" >>calls", "exit 4"))
    (tmp_path / "body.md").touch()
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    text = script("check.yml/remind/Open, update or close the issue")
    assert run(text, tmp_path, PATH=path, FOUND="7", GH_REPO="a/b", LABEL="x").returncode == 4


# The site


def test_the_site_is_published_only_from_main_and_only_when_its_audience_was_checked() -> None:
    gate = "github.event_name != 'pull_request' && vars.PAGES_AUDIENCE_CHECKED == 'true'"
    assert jobs()["site.yml/deploy"]["if"] == gate
    assert dict(steps())["site.yml/build/Hand the site over"]["if"] == gate
    assert 'ratified" site build' in script("site.yml/build/Build strictly")


@pytest.mark.parametrize(
    ("checked", "title"),
    [("true", "GitHub Pages may be public"), ("", "Built, not published"), ("yes", "Built, not published")],
)
def test_a_run_on_main_warns_that_pages_may_be_public(tmp_path: Path, checked: str, title: str) -> None:
    done = run(script("site.yml/build/Say who may read it"), tmp_path, CHECKED=checked)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    assert done.stdout.startswith(f"::warning title={title}::")


# Owners, rules, forms


def owners(path: str) -> list[str]:
    """Whom CODEOWNERS names for a path: the last pattern that matches wins."""
    found: list[str] = []
    for line in (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines():
        pattern, *people = line.split()[:1] + line.split()[1:] if line and line[0] != "#" else [""]
        if pattern and (path.startswith(pattern[1:]) if pattern.endswith("/") else path == pattern[1:]):
            found = people
    return found


@cache
def approvers(class_: str) -> list[str]:
    """The logins of those who hold a role that approves a class, as CODEOWNERS writes them."""
    register, roles, people = (
        yaml.safe_load((ROOT / "data" / f"{name}.yml").read_text(encoding="utf-8"))
        for name in ("register", "roles", "people")
    )
    wanted = register["classes"][class_]["approvers"]
    holders = {h["person"] for role in roles["roles"] if role["id"] in wanted for h in role["holders"]}
    return sorted(f"@{person['forge']['login']}" for person in people["people"] if person["id"] in holders)


def governed() -> dict[str, str]:
    """Every file of every governed document, built-in ones too, and its class."""
    register = yaml.safe_load((ROOT / "data" / "register.yml").read_text(encoding="utf-8"))
    patterns = [
        (pattern, found["class"])
        for found in register["documents"]
        for pattern in (*found.get("pages", ()), *found.get("binds", ()))
    ]
    own = ("register", "people", "roles", "waivers", "imports", "starter")
    patterns += [(f"data/{name}.yml", "authority") for name in own]
    patterns += [("data/trust/*", "authority"), (".github/*", "authority")]
    patterns += [(name, "authority") for name in ("requirements/*", "pyproject.toml", "Makefile", ".ci/*")]
    patterns += [(".pre-commit-config.yaml", "authority"), ("action.yml", "authority")]
    patterns += [(pattern, "layout") for pattern in ("mkdocs.yml", "macros/*", "overrides/*", "docs/assets/*")]
    files = [
        file.relative_to(ROOT).as_posix()
        for top in ("data", "docs", "runbooks", "macros", "overrides", "requirements", ".ci", ".github")
        for file in (ROOT / top).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    ] + ["mkdocs.yml", "pyproject.toml", "Makefile", ".pre-commit-config.yaml", "action.yml"]
    return {file: class_ for pattern, class_ in patterns for file in files if fnmatch.fnmatchcase(file, pattern)}


def test_code_owners_of_a_governed_file_are_the_approvers_of_its_class() -> None:
    found = governed()
    assert len(found) > 50
    assert set(found.values()) == {"policy", "runbook", "roster", "record", "authority", "layout"}
    assert {file: sorted(owners(file)) for file in found} == {file: approvers(c) for file, c in found.items()}
    assert sorted(owners("data/trust/allowed_signers")) == approvers("authority")


def test_code_owners_are_plain_patterns_that_lead_somewhere() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    patterns = [line.split()[0] for line in lines if line and not line.startswith("#")]
    assert len(patterns) == len(set(patterns))
    for pattern in patterns:
        assert re.fullmatch(r"/[A-Za-z0-9._/-]+", pattern), pattern
        assert (ROOT / pattern[1:]).exists() or pattern == "/data/trust/", pattern


def test_the_branch_rules_keep_the_record_and_require_checks_that_exist() -> None:
    ruleset = json.loads((GITHUB / "branch-rules.json").read_text(encoding="utf-8"))
    rules = {rule["type"]: rule.get("parameters", {}) for rule in ruleset["rules"]}
    assert sorted(rules) == ["deletion", "non_fast_forward", "pull_request", "required_status_checks"]
    assert (ruleset["enforcement"], ruleset["bypass_actors"]) == ("active", [])
    assert ruleset["conditions"]["ref_name"] == {"include": ["refs/heads/main"], "exclude": []}
    assert rules["pull_request"]["allowed_merge_methods"] == ["merge"]
    assert rules["pull_request"]["require_code_owner_review"] is True
    assert rules["pull_request"]["require_last_push_approval"] is True
    required = {check["context"] for check in rules["required_status_checks"]["required_status_checks"]}
    assert required == {jobs()[job]["name"] for job in ("check.yml/proposal", "site.yml/build")}


def test_every_rule_is_explained() -> None:
    ruleset = json.loads((GITHUB / "branch-rules.json").read_text(encoding="utf-8"))
    page = (GITHUB / "branch-rules.md").read_text(encoding="utf-8")
    assert [rule["type"] for rule in ruleset["rules"] if f"`{rule['type']}`" not in page] == []


@pytest.mark.parametrize("name", ["amendment.yml", "gap.yml"])
def test_an_issue_form_is_one_that_github_reads(name: str) -> None:
    form = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / name).read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "title", "body"}
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert len(fields) + 1 == len(form["body"]), "one line first that says who reads this"
    assert (
        len({field["id"] for field in fields}) == len({field["attributes"]["label"] for field in fields}) == len(fields)
    )
    assert {field["type"] for field in fields} <= {"input", "textarea", "dropdown"}


def test_the_pull_request_template_asks_for_a_merge_commit() -> None:
    assert "merge it **with a merge commit**" in (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
