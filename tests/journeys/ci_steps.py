"""The shell of the shipped workflows, run step by step as it stands, on clean clones of a company's repository."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from pathlib import Path


def steps(repository: Path, file: str, job: str) -> dict[str, str]:
    """The shell of each step of a job, by name, from the repository's own workflow."""
    text = (repository / ".github/workflows" / file).read_text(encoding="utf-8")
    found = yaml.safe_load(text)["jobs"][job]["steps"]
    return {step["name"]: step["run"] for step in found if "run" in step}


def scripts(file: Path) -> dict[str, list[str]]:
    """The shell lines of the two jobs of a pipeline of any forge; a component's stand after its inputs."""
    found = [*yaml.safe_load_all(file.read_text(encoding="utf-8"))][-1]
    if "jobs" in found and isinstance(found["jobs"], list):
        return {job["job"]: [step["bash"] for step in job["steps"] if "bash" in step] for job in found["jobs"]}
    if "jobs" in found:
        return {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in found["jobs"].items()}
    if "pipelines" not in found:
        names = {"proposal", "main", "ratified-proposal", "ratified-main"} & set(found)
        return {name.removeprefix("ratified-"): found[name]["script"] for name in names}
    on = found["pipelines"]
    steps_ = {"proposal": on["pull-requests"]["**"][0]["step"], "main": on["branches"]["main"][0]["step"]}
    return {name: step["script"] for name, step in steps_.items()}


class CleanRunner:
    """A runner with an empty home: `folder` is its workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "temp").mkdir(parents=True)
        (folder / "output").touch()

    def clone(self, repository: Path, ref: str, name: str) -> None:
        """What actions/checkout leaves: the whole history, main as a remote branch, one commit checked out."""
        where = self.folder / name
        subprocess.run(["git", "clone", "--quiet", "--no-local", repository, where], check=True)
        subprocess.run(["git", "-C", where, "checkout", "--quiet", "--detach", ref], check=True)

    def run(self, text: str, **env: str) -> subprocess.CompletedProcess[str]:
        """One step, as the runner starts it."""
        given = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            **{name: value for name, value in os.environ.items() if name.startswith("PIP_")},
            **env,
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
        return subprocess.run(command, cwd=self.folder, env=given, capture_output=True, text=True, check=False)
