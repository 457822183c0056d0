"""What a message tells somebody to run exists: every verb of `ratified` with its options, every command of git."""

from __future__ import annotations

import ast
import re
import subprocess
from typing import TYPE_CHECKING

import click
import pytest

from conftest import ROOT
from ratified.cli.main import _VERBS, ratified

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COMMAND = re.compile(r"`((?:ratified|git) [^`\n]+)`")
_IN_GIT = {
    "refs",  # git 2.46: only ever advised together with that git
}


def texts(file: Path) -> Iterator[str]:
    """Every string of a module, what is put into it left as a word."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "X" for part in node.values)  # type: ignore[misc]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def commands() -> list[tuple[str, ...]]:
    files = sorted((ROOT / "src/ratified").rglob("*.py"))
    found = {
        tuple(match[1].split())
        for file in files
        if "starter" not in file.parts
        for text in texts(file)
        for match in _COMMAND.finditer(" ".join(text.split()) if text.count("`") % 2 == 0 else text)
    }
    return sorted(found)


FOUND = commands()


def test_there_is_advice() -> None:
    assert len([one for one in FOUND if one[0] == "ratified"]) > 8
    assert len([one for one in FOUND if one[0] == "git"]) > 8


@pytest.mark.parametrize("words", [one for one in FOUND if one[0] == "ratified"], ids=" ".join)
def test_a_verb_of_ours_that_is_advised_exists(words: tuple[str, ...]) -> None:
    verb, options = words[1].rstrip(".,;"), [word.split("=")[0] for word in words[2:] if word.startswith("--")]
    assert verb in _VERBS or verb in ("X", "--help"), words
    if verb in _VERBS:
        command = ratified.get_command(click.Context(ratified), verb)
        assert command is not None
        parts = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        known = {name for part in parts for parameter in part.params for name in parameter.opts}
        assert set(options) <= known, words


@pytest.mark.parametrize("verb", sorted({one[1] for one in FOUND if one[0] == "git"}))
def test_a_command_of_git_that_is_advised_exists(verb: str) -> None:
    if verb in _IN_GIT or verb == "X" or verb.startswith("-"):
        return
    known = subprocess.run(
        ["git", "--list-cmds=main,others"], capture_output=True, text=True, check=True
    ).stdout.split()
    assert verb in known
