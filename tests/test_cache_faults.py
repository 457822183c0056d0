"""Every call of git of a run that has kept answers made to fail in turn, and several runs at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from caching import (
    ANSWERING,
    DAY,
    REF,
    Judged,
    account,
    forgotten,
    kept_of,
    plainly_told,
    told,
    unapproved_world,
    written,
)
from ratified.check.cached_judgement import cached_or_new_judgement
from ratified.demo.story import AS_OF
from ratified.git.error import HistoryError
from test_demo import git
from test_git_faults import Sabotage
from worlds import PAGE, PAGE_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratified.check.judgement import Judgement

pytest_plugins = ["cache_fixtures"]

SUBTLE = ("silent", "halved", "a byte short", "babbling")
"""Faults after which a git says that all is well, or nearly so."""


def calls(run: Callable[[], object]) -> list[str]:
    """The calls of git that a run makes."""
    with pytest.MonkeyPatch.context() as patch:
        sabotage = Sabotage(patch, -1, "")
        run()
        return sabotage.calls


def spoiled(at: int, how: str, run: Callable[[], object]) -> object:
    """What a run gives, one of its calls spoilt; nothing where it says that it cannot decide."""
    with pytest.MonkeyPatch.context() as patch:
        Sabotage(patch, at, how)
        with suppress(HistoryError):
            return run()
    return None


def longer(folder: Path) -> tuple[Path, list[str]]:
    """A history of which an earlier tip was kept; its tips."""
    world = unapproved_world()
    world.merged({PAGE: PAGE_TEXT + "Third words.\n"}, "bob", "cid")
    root = written(folder / "repo.git", world)
    tips = git(root, "rev-list", "--first-parent", REF).split()
    return root, tips


@pytest.mark.parametrize("how", ["missing", "status 128", "silent", "halved", "babbling"])
def test_a_history_kept_in_part_is_told_right_or_not_at_all(how: str, tmp_path: Path) -> None:
    root, (tip, *_, _, root_commit) = longer(tmp_path)
    git(root, "update-ref", REF, root_commit)
    with account(tmp_path / "account"):
        told(root, DAY)
        before = shutil.copytree(kept_of(root), tmp_path / "before")
    git(root, "update-ref", REF, tip)
    truth = plainly_told(root, DAY)

    def run() -> str:
        return told(root, DAY)

    with account(tmp_path / "account"):
        made = calls(run)
        assert made.count("log") == 1
        for at in range(len(made)):
            forgotten(root)
            shutil.copytree(before, kept_of(root))
            assert spoiled(at, how, run) in (truth, None), (made[at], how)
            assert run() == truth, f"what was kept after {made[at]} failed"


def more(keeping: Path) -> None:
    with (keeping / "docs/policy/index.md").open("a", encoding="utf-8") as file:
        file.write("More.\n")


def new(keeping: Path) -> None:
    (keeping / "zzz").write_text("New.\n")


def elsewhere(keeping: Path) -> None:
    git(keeping, "checkout", "-q", "--detach")
    git(keeping, "-c", "user.name=X", "-c", "user.email=x@x", "commit", "-q", "--allow-empty", "-m", "x")


def moved(keeping: Path) -> None:
    git(keeping, "checkout", "-q", "--detach")
    git(keeping, "update-ref", "refs/heads/main", "HEAD~1")


def nothing(keeping: Path) -> None:
    """All is as it was."""


@pytest.mark.parametrize("change", [nothing, more, new, elsewhere, moved])
def test_a_kept_answer_is_not_given_for_another_state_whatever_fails(
    change: Callable[[Path], None], demo: Path, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew = replace(judged.whole, undecided="judged anew", book=None)
    monkeypatch.setattr(ANSWERING, "judge", lambda *_: anew)

    def run() -> Judgement:
        return cached_or_new_judgement(demo, AS_OF)

    change(demo)
    right = [anew, None] if change is not nothing else [anew, None, run()]
    made = calls(run)
    assert {"ls-files", "rev-parse", "config"} <= {*made}
    for at, call in enumerate(made):
        for how in SUBTLE:
            assert spoiled(at, how, run) in right, (call, how)


ASKS = """
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from caching import told
for _ in range(6):
    said = told(Path(sys.argv[1]), date(2024, 2, 1))
    print(said.split("'")[3], sha256(said.encode()).hexdigest(), flush=True)
"""


def test_several_at_once_while_main_moves_all_say_what_is_right(tmp_path: Path) -> None:
    root, tips = longer(tmp_path)
    right = {}
    for tip in tips[:4]:
        git(root, "update-ref", REF, tip)
        right[tip] = sha256(plainly_told(root, DAY).encode()).hexdigest()
    ours = {"XDG_CACHE_HOME": str(tmp_path / "account"), "PYTHONPATH": str(Path(__file__).parent)}
    command = [sys.executable, "-c", ASKS, str(root)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **ours}, text=True)
        for _ in range(3)
    ]
    turn = 0
    while any(process.poll() is None for process in running):
        turn += 1
        git(root, "update-ref", REF, tips[turn % 4])
    said = [process.communicate() for process in running]
    assert [err for _, err in said] == ["", "", ""]
    lines = [line.split() for out, _ in said for line in out.splitlines()]
    assert len(lines) == 18
    assert {digest == right[tip] for tip, digest in lines} == {True}
    assert not list((tmp_path / "account").rglob("new-*"))
    with account(tmp_path / "account"):
        assert told(root, DAY) == plainly_told(root, DAY)
