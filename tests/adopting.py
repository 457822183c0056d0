"""The starter's adoption, and what the real command line says of a repository, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pull_requests import DAY, KEY_OF, REGISTER, adopted_register
from ratified.cli.main import main

if TYPE_CHECKING:
    import pytest

    from histories import Repo
    from history_keys import Keys

MARCUS = "Marcus Adeyemi <marcus@example.com>"
ADOPTED = {REGISTER: adopted_register()}
KEYS_OF = {**KEY_OF, MARCUS: "sam"}


def signers(keys: Keys, *people: str) -> str:
    """An `allowed_signers` file that trusts these people's keys; everybody's where none is named."""
    wanted = people or tuple(KEYS_OF)
    return "".join(f'{p.split(" ")[0].lower()} namespaces="git" {keys.ssh(KEYS_OF[p])}\n' for p in wanted)


def says(repo: Repo, capsys: pytest.CaptureFixture[str], *arguments: str, day: str = DAY) -> tuple[int, dict[str, Any]]:
    """The exit code of a command and its JSON."""
    verb, *options = arguments
    capsys.readouterr()
    code = main([verb, "--repo", str(repo.root), "--as-of", day, "--format", "json", *options])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, json.loads(captured.out)


def stands(repo: Repo, capsys: pytest.CaptureFixture[str], day: str = DAY) -> dict[str, dict[str, Any]]:
    """Every document as `ratified status` tells it of main."""
    code, told = says(repo, capsys, "status", "--ref", "refs/heads/main", day=day)
    assert code == 0
    return {document["id"]: document for document in told["documents"]}


def errors(report: dict[str, Any], on_main: bool = False) -> list[tuple[str, str | None]]:
    """Code and document of the errors that count, or of those that main had already."""
    rows = (f for f in report["findings"] if f["level"] == "error" and not f["waived"] and f["on_main"] is on_main)
    return [(f["code"], f["document"]) for f in rows]


def told(report: dict[str, Any], code: str) -> str:
    """What the findings of a rule say and advise, each on a line."""
    return "\n".join(f"{f['message']}; {f['help']}" for f in report["findings"] if f["code"] == code)
