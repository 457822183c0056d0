"""What we ship for CI besides our workflows: each installs from a lock with hashes, and its shell runs on the demo.

The shell is run as it stands. By day `python` is a program that makes no environment and installs nothing, but writes
down what it was asked to install; by night the pipelines are installed for real (`tests/journeys`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from conftest import ROOT
from nightly import rest_by_night
from ratified.demo.writing import write_demo
from ratified.output.markdown import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = "2026-11-22"
ACTION, COMPONENT, AZURE = ROOT / "action.yml", ROOT / "templates/check.yml", ROOT / "templates/azure-pipelines.yml"
PIPELINES = ROOT / "src/ratified/init/pipelines"
HOOKS, HOOK, CONTAINER = ROOT / ".pre-commit-hooks.yaml", ROOT / ".ci/pre-commit-hook", ROOT / "Containerfile"


def loaded(file: Path) -> Any:
    """The last document of a file of YAML: a component's first one holds its inputs."""
    return [*yaml.safe_load_all(file.read_text(encoding="utf-8"))][-1]


# What stands there


@pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
def test_zizmor_finds_nothing_in_the_action(persona: str) -> None:
    zizmor = Path(sys.executable).parent / "zizmor"
    command = [str(zizmor), "--offline", "--quiet", "--format", "json", "--persona", persona, str(ACTION)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.returncode, json.loads(found.stdout)) == (0, []), found.stdout + found.stderr


def test_the_action_uses_what_the_workflows_use_and_takes_expressions_by_env_alone() -> None:
    used = re.findall(r"uses: (\S+) # (\S+)", ACTION.read_text(encoding="utf-8"))
    pinned = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    assert used
    assert all(f"uses: {action} # {version}" in pinned for action, version in used)
    steps = loaded(ACTION)["runs"]["steps"]
    assert not [step["name"] for step in steps if "${{" in step.get("run", "")]
    assert {step["shell"] for step in steps if "run" in step} == {"bash"}


def installs() -> Iterator[tuple[str, str]]:
    """Each line that installs something, with the file that it stands in."""
    for file in (ACTION, COMPONENT, AZURE, HOOK, CONTAINER, *sorted(PIPELINES.iterdir())):
        for line in file.read_text(encoding="utf-8").splitlines():
            if "pip install" in line:
                yield file.name, line


def test_everything_is_installed_from_a_lock_with_hashes() -> None:
    found = [*installs()]
    assert {name for name, _ in found} == {
        *("action.yml", "check.yml", "azure-pipelines.yml", "pre-commit-hook", "Containerfile"),
        *("gitlab-ci.yml", "bitbucket-pipelines.yml", "gitea-check.yml"),
    }
    for name, line in found:
        locked = "--no-deps --require-hashes -r " in line
        itself = "--no-deps --no-build-isolation " in line and name in (
            "action.yml",
            "pre-commit-hook",
            "Containerfile",
        )
        assert locked or itself, (name, line)


def test_the_hook_of_pre_commit_is_a_script_that_is_there_and_may_be_run() -> None:
    ((hook),) = loaded(HOOKS)
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("ratified-check", "script", False)
    assert ROOT / hook["entry"] == HOOK
    assert os.access(HOOK, os.X_OK)
    assert re.compile(hook["files"]).match("data/roles.yml")


def test_the_component_says_of_each_input_what_it_is() -> None:
    spec, _ = yaml.safe_load_all(COMPONENT.read_text(encoding="utf-8"))
    inputs = spec["spec"]["inputs"]
    assert all({"default", "description"} <= set(one) for one in inputs.values())
    assert set(re.findall(r"\$\[\[ inputs\.(\w+) \]\]", COMPONENT.read_text(encoding="utf-8"))) == set(inputs)


# What it does


STAND_IN = """#!/bin/bash
if [[ $1 == -m && $2 == venv ]]; then
  mkdir -p "$3/bin"
  cp "$0" "$3/bin/python"
  cp "$(dirname "$0")/the-command" "$3/bin/ratified"
elif [[ $1 == -m && $2 == pip ]]; then
  echo "${@:3}" >>"$HOME/installed"
else
  exit 97
fi
"""
COMMAND = f"""#!/bin/bash
if [[ $1 == check ]]; then exec {Path(sys.executable).parent}/ratified "$@" --as-of {DAY}; fi
echo "ratified $*"
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company with a branch that changes its policy; never to be changed."""
    folder = tmp_path_factory.mktemp("demo") / "company"
    write_demo(folder)
    author = {"NAME": "Ben Whitcombe", "EMAIL": "ben@example.com", "DATE": "2026-11-21T12:00:00Z"}
    stamp = {f"GIT_{who}_{what}": said for who in ("AUTHOR", "COMMITTER") for what, said in author.items()}
    page = folder / "docs/policy/review.md"
    for words in (["switch", "-q", "-c", "amend"], ["commit", "-q", "-a", "-m", "A line"], ["switch", "-q", "main"]):
        if words[0] == "commit":
            page.write_text(page.read_text(encoding="utf-8") + "\nReviews are friendly.\n", encoding="utf-8")
        subprocess.run(
            ["git", "-C", folder, "-c", "commit.gpgSign=false", *words], check=True, env={**os.environ, **stamp}
        )
    return folder


class Runner:
    """A machine with an empty home, a clone of the demo company as its workspace, and a stand-in for `python`."""

    def __init__(self, folder: Path, demo: Path, ref: str) -> None:
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        tools = folder / "tools"
        tools.mkdir()
        for name, text in (("python", STAND_IN), ("python3", STAND_IN), ("the-command", COMMAND)):
            (tools / name).write_text(text, encoding="utf-8")
            (tools / name).chmod(0o755)
        self.work = folder / "work"
        subprocess.run(["git", "clone", "-q", "--no-local", demo, self.work], check=True)
        subprocess.run(["git", "-C", self.work, "checkout", "-q", "--detach", ref], check=True)
        self._path = f"{tools}:{os.environ['PATH']}"

    def runs(self, *script: str, with_: str = "bash", **env: str) -> subprocess.CompletedProcess[str]:
        """A step, as a runner starts it: errors end it, nothing of our environment but the path."""
        given = {"PATH": self._path, "HOME": str(self.home), "RUNNER_TEMP": str(self.home), **env}
        command = [with_, "-eo", "pipefail", "-c", "\n".join(script)] if with_ == "bash" else [with_, "-c", *script]
        return subprocess.run(command, cwd=self.work, env=given, capture_output=True, text=True, check=False)

    @property
    def installed(self) -> list[str]:
        """What was to be installed."""
        return (self.home / "installed").read_text(encoding="utf-8").splitlines()


def job(file: Path, name: str) -> tuple[list[str], dict[str, str]]:
    """The shell of one of the two jobs of a pipeline, and the variables that it sets itself."""
    found = loaded(file)
    if file == COMPONENT:
        one = found[f"ratified-{name}"]
        return one["script"], {"LOCK": "requirements/site.txt"}
    if file == AZURE:
        (one,) = [one for one in found["jobs"] if one["job"] == name]
        return [step["bash"] for step in one["steps"] if "bash" in step], {}
    if "jobs" in found:
        return [step["run"] for step in found["jobs"][name]["steps"] if "run" in step], {}
    if "pipelines" in found:
        on = found["pipelines"]["pull-requests" if name == "proposal" else "branches"]
        return on["**" if name == "proposal" else "main"][0]["step"]["script"], {}
    return found[name]["script"], {}


FILES = [COMPONENT, AZURE, *sorted(PIPELINES.iterdir())]
GIVEN = {
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    "BITBUCKET_PR_DESTINATION_BRANCH": "main",
    "GITHUB_BASE_REF": "main",
    "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
}
PENDING = "POL-IR is pending: Priya Raman or Marcus Adeyemi can approve it by merging with a merge commit"


@pytest.mark.parametrize("file", rest_by_night(FILES, [COMPONENT]), ids=lambda file: file.name)
def test_the_shell_of_each_pipeline_runs_on_the_demo(file: Path, demo: Path, tmp_path: Path) -> None:
    for name, ref in (("proposal", "origin/amend"), ("main", "origin/main")):
        runner = Runner(tmp_path / name, demo, ref)
        script, own = job(file, name)
        done = runner.runs(
            *script, CI_BUILDS_DIR=str(runner.home), AGENT_TEMPDIRECTORY=str(runner.home), **GIVEN, **own
        )
        assert (done.returncode, done.stderr) == (0, ""), (name, done.stdout)
        assert (PENDING in done.stdout) == (name == "proposal")
        assert re.search(r"^0 errors, 0 warnings, 0 waived, as of 2026-11-22$", done.stdout, re.MULTILINE)
        (line,) = runner.installed
        assert re.fullmatch(r"install --quiet --no-deps --require-hashes -r (\S*/base/)?requirements/site\.txt", line)
        assert ("/base/" in line) == (name == "proposal"), "a proposal is judged by the base's lock"
        if file in (COMPONENT, AZURE) and name == "proposal":
            assert (
                (runner.home / "ratified.md").read_text(encoding="utf-8").startswith(f"{MARK}\n### ratified: 0 errors")
            )


@pytest.mark.nightly
def test_a_pipeline_fails_where_the_check_does(demo: Path, tmp_path: Path) -> None:
    runner = Runner(tmp_path, demo, "origin/amend")
    script, own = job(COMPONENT, "proposal")
    given = {**GIVEN, **own, "CI_BUILDS_DIR": str(runner.home), "RATIFIED_BOOTSTRAP": "0b" * 20}
    done = runner.runs(*script, **given)
    assert done.returncode == 1, done.stdout
    assert "APR-24" in done.stdout


def action(name: str) -> str:
    (step,) = [step for step in loaded(ACTION)["runs"]["steps"] if step["name"] == name]
    return str(step["run"])


@pytest.mark.parametrize("of", rest_by_night(("origin/main", ""), ["origin/main"]))
def test_the_shell_of_the_action_runs_on_the_demo(demo: Path, tmp_path: Path, of: str) -> None:
    base, ref = of, "origin/amend" if of else "origin/main"
    runner = Runner(tmp_path, demo, ref)
    done = runner.runs(action("Install"), ACTION="/the action")
    assert (done.returncode, done.stderr) == (0, "")
    assert runner.installed == [
        "install --quiet --no-deps --require-hashes -r /the action/requirements/site.txt",
        "install --quiet --no-deps --no-build-isolation /the action",
    ]
    output, summary = tmp_path / "output", tmp_path / "summary"
    given = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
    done = runner.runs(action("Check"), POLICY=".", BASE=base, ANCHORS="", **given)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert (PENDING in done.stdout) == bool(base)
    comment = Path(output.read_text(encoding="utf-8").removeprefix("comment=").rstrip("\n"))
    assert comment.read_text(encoding="utf-8").startswith(f"{MARK}\n### ratified: 0 errors")
    assert ("**Pending**" in comment.read_text(encoding="utf-8")) == bool(base)
    assert "### ratified: 0 errors" in summary.read_text(encoding="utf-8")
    if not base:
        done = runner.runs(action("Check"), POLICY=".", BASE="", ANCHORS=f"{'0a' * 20}@2026-11-01\n", **given)
        assert done.returncode == 1
        assert "APR-24" in done.stdout


def test_the_hook_of_pre_commit_installs_once_and_checks_the_demo(demo: Path, tmp_path: Path) -> None:
    runner = Runner(tmp_path, demo, "origin/main")
    (tmp_path / "clone/.ci").mkdir(parents=True)
    shutil.copy(HOOK, tmp_path / "clone/.ci")
    for _ in range(2):
        done = runner.runs(f"{tmp_path}/clone/.ci/pre-commit-hook", with_="sh")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "0 errors, 0 warnings, 0 waived, as of 2026-11-22\n"
    assert [line.rpartition(" ")[2] for line in runner.installed] == [
        f"{tmp_path}/clone/requirements/site.txt",
        f"{tmp_path}/clone",
    ]


@pytest.mark.nightly
def test_the_container_runs_the_command_that_it_installs(demo: Path, tmp_path: Path) -> None:
    """No container is built here: the first image's shell is run, in a folder of its own."""
    runner = Runner(tmp_path, demo, "origin/main")
    text = CONTAINER.read_text(encoding="utf-8")
    (build, final) = re.findall(r"^RUN ((?:.*\\\n)*.*)$", text, re.MULTILINE)
    done = runner.runs(build.replace("/opt/ratified", f"{tmp_path}/opt").replace("/src", "/the-source"), with_="sh")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.rpartition(" ")[2] for line in runner.installed] == [
        "/the-source/requirements/site.txt",
        "/the-source",
    ]
    assert {"git", "openssh-client", "gnupg"} <= set(final.split())
    assert re.search(r'^ENTRYPOINT \["ratified"\]\nCMD \["check"\]$', text, re.MULTILINE)
    done = runner.runs(f"{tmp_path}/opt/bin/ratified check", with_="sh")
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings, 0 waived, as of 2026-11-22\n")
