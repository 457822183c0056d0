"""Companies that were begun with an older starter, and the upgrade of them by the real command line."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from journeys.afternoon import ANSWERS
from ratified.cli.main import main
from ratified.demo.starter import starter_files
from ratified.git.blob_id import blob_id
from ratified.init.plan import planned
from ratified.init.record_text import RECORD, record_text
from ratified.model.answers import Answers
from ratified.model.starter_record import StarterFile, StarterRecord
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

BEGUN = date(2026, 11, 2)
DAY = "2026-11-30"
OLD = "0.0.9"
ADA = {"NAME": "Ada Lindgren", "EMAIL": "ada@harbour.example"}


def answers(text: str = ANSWERS) -> Answers:
    found = typed(Answers, read_yaml("answers.yml", text))
    assert found is not None
    return found


@cache
def _rendered(text: str, changed: tuple[tuple[str, bytes | None], ...]) -> Mapping[str, bytes]:
    starter = {**starter_files(), **dict(changed)}
    return planned(
        answers(text), BEGUN, starter={path: data for path, data in starter.items() if data is not None}
    ).files


@dataclass
class OlderCompany:
    """A repository whose files an older starter wrote: `written` are those files."""

    root: Path
    written: Mapping[str, bytes]

    @classmethod
    def begun(
        cls, root: Path, starter: Mapping[str, bytes | None], text: str = ANSWERS, engine: str = OLD
    ) -> OlderCompany:
        """One on main, whose starter had these files otherwise (None for one that it had not)."""
        files = {**_rendered(text, tuple(sorted(starter.items())))}
        for path, data in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        rows = tuple(StarterFile(path=path, blob=blob_id(data, "sha1")) for path, data in files.items())
        record = StarterRecord(engine=engine, begun=BEGUN, answers=answers(text), files=rows)
        (root / RECORD).write_bytes(record_text(record))
        made = cls(root, files)
        made.git("init", "--quiet", "--initial-branch=main")
        made.land("policy: Begin")
        return made

    def git(self, *words: str) -> str:
        """One command of git, by somebody of the roster."""
        env = {"PATH": os.environ["PATH"], "HOME": str(self.root.parent), "GIT_CONFIG_NOSYSTEM": "1"}
        for role in ("AUTHOR", "COMMITTER"):
            env |= {f"GIT_{role}_{key}": value for key, value in ADA.items()} | {
                f"GIT_{role}_DATE": "2026-11-03T09:00Z"
            }
        done = subprocess.run(["git", *words], cwd=self.root, env=env, capture_output=True, check=True)
        return done.stdout.decode()

    def land(self, message: str) -> None:
        """Everything as it is here, on main."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def edit(self, path: str, data: bytes | None, land: bool = True) -> None:
        """Write a file, or take it away."""
        (self.root / path).unlink() if data is None else (self.root / path).write_bytes(data)
        if land:
            self.land(f"policy: Edit {path}")

    def upgrade(self, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
        """`ratified upgrade` here: the exit code, and what it said."""
        capsys.readouterr()
        code = main(["upgrade", "--repo", str(self.root), "--as-of", DAY, *options])
        said = capsys.readouterr()
        assert "Traceback" not in said.err, said.err
        return code, said.out, said.err

    def branch(self, path: str, name: str = "upgrade-0.1.0") -> bytes:
        """A file of the branch."""
        return subprocess.run(["git", "show", f"{name}:{path}"], cwd=self.root, capture_output=True, check=True).stdout

    def git_id(self, data: bytes) -> str:
        """The id of a file of these bytes."""
        return blob_id(data, "sha1")

    def refs(self) -> list[str]:
        """Every ref, with the commit that it names."""
        return self.git("for-each-ref", "--format=%(refname) %(objectname)").split("\n")[:-1]
