"""What was kept says the same as what was never kept: bytes of the real command line."""

from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest

from caching import ANSWERING, Command, Judged, account
from nightly import BY_NIGHT
from ratified.cache.packed_landings import pack, unpack
from ratified.check.judge import judge
from ratified.demo.story import AS_OF
from ratified.git import mainline
from ratified.model.landing import Blob, Commit, CommitStamp, Identity, Landing, PathChange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytest_plugins = ["cache_fixtures"]

POLICY = "docs/policy/index.md"
DAY = ("--as-of", str(AS_OF))
ASKED: Sequence[Sequence[str]] = (
    ["check", "--format", "json", "--ref", "main", *DAY],
    ["check", "--format", "json", "--base", "main~1", "--ref", "main", *DAY],
    ["check", "--format", "json", "--as-of", "2027-06-01"],
)
PLAIN: Sequence[Sequence[str]] = (
    *(["check", "--format", form, *DAY] for form in ("text", "json", "github", "sarif")),
    ["status", *DAY],
    ["status", "--format", "json", *DAY],
    ["status", "POL-IR", *DAY],
    ["log", "POL-IR", *DAY],
)
FIRST, AGAIN = (ASKED, PLAIN) if BY_NIGHT else (ASKED[1:], [PLAIN[0], PLAIN[5], PLAIN[7]])
EDITED: Sequence[Sequence[str]] = (["check", *DAY], ["status", "--format", "json", *DAY])


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


def unkept(judged: Judged, folder: Path) -> Path:
    """A copy of the demo company with nothing kept."""
    return shutil.copytree(judged.repo, folder / "repo")


def all_of(command: Command, lines: Sequence[Sequence[str]], keeping: Path) -> list[tuple[int, str, str]]:
    return [command(*line, "--repo", keeping) for line in lines]


def test_cold_warm_and_never_kept_are_the_same_bytes(
    judged: Judged, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping = unkept(judged, tmp_path)
    with account(None), monkeypatch.context() as patch:
        once = cache(judge)  # four formats of one judgement
        patch.setattr(ANSWERING, "judge", lambda *given: once(*given[:3]))
        never = all_of(command, (*FIRST, *AGAIN), keeping)
    with account(tmp_path / "account"):
        assert all_of(command, (*FIRST, *AGAIN), keeping) == never
        monkeypatch.setattr(ANSWERING, "judge", _nobody)
        monkeypatch.setattr(mainline, "_chain", _nobody)
        assert all_of(command, AGAIN, keeping) == never[len(FIRST) :], "nobody judged anew, and nobody read the history"
    assert {code for code, _, _ in never} == {0, 1}
    assert not any(err for _, _, err in never)


def test_an_edited_work_tree_is_the_same_bytes_and_so_is_one_put_back(
    judged: Judged, tmp_path: Path, command: Command
) -> None:
    keeping = unkept(judged, tmp_path)
    page = keeping / POLICY
    before = page.read_bytes()
    with account(tmp_path / "account"):
        plain = all_of(command, EDITED, keeping)
        page.write_bytes(before + b"\nAnd more.\n")
        edited = all_of(command, EDITED, keeping)
        assert command(*EDITED[0], "--repo", keeping) == edited[0]
    with account(None):
        assert all_of(command, EDITED, keeping) == edited
    assert [out for _, out, _ in edited] != [out for _, out, _ in plain]
    page.write_bytes(before)
    with account(tmp_path / "account"):
        assert all_of(command, EDITED, keeping) == plain


def _nobody(*_: object) -> object:
    raise AssertionError("this was kept")


def test_every_field_of_a_landing_is_kept() -> None:
    who = CommitStamp(Identity("Bob", "bob@x.org"), 1)
    commit = Commit("1", "2", ("3",), who, who, "m", (Identity("Ann", ""),), "ssh", ("odd",), "SHA256:x", 4, "AB")
    assert all(commit), "a field that is empty here would be missed by nobody"
    assert len(commit) == len(Commit._fields)
    landing = Landing(0, commit, (PathChange("a", None, Blob("100644", "5")),))
    assert unpack(pack([landing])) == [landing]
