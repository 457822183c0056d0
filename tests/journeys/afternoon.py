"""A company's first afternoon, as its people type it. Every command is counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
PEOPLE = {
    "ada": "Ada Lindgren",
    "bo": "Bo Castillo",
    "cem": "Cem Aydin",
    "dia": "Dia Okoye",
    "eve": "Eve Marsh",
    "finn": "Finn Rask",
    "gus": "Gus Meyer",
    "hana": "Hana Ito",
}
"""The last two join later."""
ANSWERS = """\
company: Harbour Labs
forge: github
repository: harbour-labs/policies
profiles: [incident-response]
size: small
offices:
  - {zone: Europe/Berlin, country: DE, subdivision: BE}
  - {zone: America/New_York, country: US}
people:
  - {name: Ada Lindgren, email: ada@harbour.example, login: adal, account: 8121, started: 2024-02-01}
  - {name: Bo Castillo, email: bo@harbour.example, login: boc, account: 8122, started: 2024-02-01}
  - {name: Cem Aydin, email: cem@harbour.example, login: cema, account: 8123, started: 2024-02-01}
  - {name: Dia Okoye, email: dia@harbour.example, login: diao, account: 8124, started: 2024-02-01}
  - {name: Eve Marsh, email: eve@harbour.example, login: evem, account: 8125, started: 2024-02-01}
  - {name: Finn Rask, email: finn@harbour.example, login: finnr, account: 8126, started: 2024-02-01}
approvers: [ada@harbour.example, Bo Castillo]
security: [cem, dia]
on_call: [dia, eve, finn]
regimes: [eu-gdpr-33, eu-gdpr-33-2, us-ca, contract-default]
reach:
  pager: "the role's schedule in the pager"
  phone: "the duty phone, +49 30 5550 0100"
  chat: the room incident
  email: security@harbour.example
"""


class Answer(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


class Afternoon:
    """A folder, the people with their keys, and the commands they have typed so far."""

    def __init__(self, folder: Path, program: Path, answers: str = ANSWERS) -> None:
        self.keys, self.root, self.program = folder / "keys", folder / "policies", program
        self.commands: list[str] = []
        self.keys.mkdir()
        for person in PEOPLE:
            name = f"{person}@harbour.example"
            make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(self.keys / person)]
            subprocess.run(make, check=True)
        text = answers
        for person in ("ada", "bo", "cem"):
            key = (self.keys / f"{person}.pub").read_text("utf-8").strip()
            text = text.replace(f"email: {person}@harbour.example,", f"email: {person}@harbour.example, key: {key},")
        (folder / "answers.yml").write_text(text, encoding="utf-8")

    def ratified(self, *words: str, by: str = "ada", here: bool = True) -> Answer:
        """One command of ours, in the repository."""
        self.commands.append(f"ratified {' '.join(words)}")
        return self._run([str(self.program), *words], by, self.root if here else self.root.parent)

    def git(self, *words: str, by: str = "ada") -> Answer:
        """One command of git, typed by somebody who signs what they merge."""
        self.commands.append(f"git {' '.join(words)}")
        found = self._run(["git", *words], by, self.root)
        assert found.code == 0, found
        return found

    def merge(self, branch: str, by: str) -> None:
        """A merge with a merge commit, signed by whoever makes it."""
        self.git("merge", "--quiet", "--no-ff", "-S", "-m", f"Merge {branch}", branch, by=by)

    def status(self) -> dict[str, str]:
        """The verdict of every document; looking is no command of the journey."""
        found = self._run([str(self.program), "status", "--format", "json"], "ada", self.root)
        rows: list[dict[str, Any]] = json.loads(found.out)["documents"]
        return {row["id"]: row["verdict"] for row in rows}

    def _run(self, command: list[str], by: str, folder: Path) -> Answer:
        settings = {
            **{"user.name": PEOPLE[by], "user.email": f"{by}@harbour.example", "gpg.format": "ssh"},
            **{"user.signingkey": str(self.keys / by), "init.defaultBranch": "main", "commit.gpgsign": "false"},
        }
        said = self.root.parent / f"gitconfig-{by}"
        rows = [f"[{key.split('.')[0]}]\n\t{key.split('.')[1]} = {value}\n" for key, value in settings.items()]
        said.write_text("".join(rows), encoding="utf-8")
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root.parent),
            "GIT_CONFIG_GLOBAL": str(said),
            "TMPDIR": os.environ.get("TMPDIR", "/tmp"),  # noqa: S108 - where the machine has it
            "PYTHONDONTWRITEBYTECODE": "",
        }
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        return Answer(done.returncode, done.stdout, done.stderr)


def installed(folder: Path, source: Path = ROOT) -> Path:
    """Our command in an environment that holds nothing but the built wheel and what its lock names."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    wheel = next(folder.glob("ratified-*.whl"))
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    pip = [str(folder / "venv/bin/python"), "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run(
        [*pip, "--require-hashes", "-r", str(source / "requirements/site.txt")], check=True, capture_output=True
    )
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return folder / "venv/bin/ratified"
