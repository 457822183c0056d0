"""An attack on "by whom": a hostile history and its benign twin on one repository, asked through the real command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from history_company import TODAY
from ratified.cli.main import main
from threats import FAIR, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from histories import Repo


@dataclass(frozen=True)
class Attack:
    """`says` is part of the reason that the hostile history gets; its twin must end approved."""

    name: str
    hostile: Step
    says: str
    twin: Step = FAIR
    word: str = "unapproved"
    document: str = "POL"
    by: str = "dana"
    stays: str = "approved"

    def fails_and_its_twin_does_not(self, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
        start = repo.tip, repo.now
        self.hostile(repo)
        told = status(repo, capsys)[self.document]
        assert (told["verdict"], told["approval"]) == (self.word, None), told["reason"]
        assert self.says in str(told["reason"])
        repo.tip, repo.now = start
        self.twin(repo)
        told = status(repo, capsys)[self.document]
        assert told["verdict"] == self.stays, told["reason"]
        approval = told["approval"]
        assert isinstance(approval, dict)
        assert approval["approver"] == self.by


def status(repo: Repo, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    """What `ratified status --format json` says of every document of main."""
    repo.ref("refs/heads/main", repo.tip)
    capsys.readouterr()
    code = main(["status", "--repo", str(repo.root), "--ref", "main", "--as-of", str(TODAY), "--format", "json"])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    return {document["id"]: document for document in json.loads(out)["documents"]}


def every(attacks: Iterable[Attack]) -> pytest.MarkDecorator:
    """Every attack with its twin."""
    return pytest.mark.parametrize("attack", [pytest.param(attack, id=attack.name) for attack in attacks])
