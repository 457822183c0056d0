"""The demo company in a folder of a larger repository: every command says what it says of a repository of its own."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from history_repo import CLEAN, Repo
from ratified.cli.main import main
from serving import AS_OF

if TYPE_CHECKING:
    from pathlib import Path

BELOW = "company/policy"
DAY = ("--as-of", AS_OF)


@pytest.fixture(scope="module")
def repositories(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The company's files as a repository of their own and as a folder of a larger one, by the same commits."""
    base, demo_repo = tmp_path_factory.mktemp("larger"), demo_site.parent / "demo"
    own, large = Repo(base / "own"), Repo(base / "large")
    shutil.copytree(demo_repo, own.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git"))
    shutil.copytree(demo_repo, large.root / BELOW, ignore=shutil.ignore_patterns(".git"))
    (large.root / "app").mkdir()
    for text, page in (("one\n", ""), ("two\n", "Read it once a year.\n"), ("three\n", "")):
        (large.root / "app/main.py").write_text(text, encoding="utf-8")
        for repo, folder in ((own, own.root), (large, large.root / BELOW)):
            with (folder / "docs/policy/review.md").open("a", encoding="utf-8") as file:
                file.write(page)
            _committed(repo, page)
    return own.root, large.root / BELOW


def _committed(repo: Repo, page: str) -> None:
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in WHO.items()}
    repo.git("add", "--all", more=CLEAN)
    repo.git("commit", "-q", "--allow-empty", "-m", page or "A change", more=who)


WHO = {"NAME": "Lee", "EMAIL": "lee@example.com", "DATE": "2026-11-20T09:00:00Z"}


def said(capsys: pytest.CaptureFixture[str], repo: Path, *command: str) -> tuple[int, str]:
    """What a command says, commits left out, which are others in another folder."""
    code = main([command[0], *command[1:], "--repo", str(repo)])
    out, err = capsys.readouterr()
    assert err == ""
    return code, re.sub(r"\b[0-9a-f]{10,40}\b", "COMMIT", out)


@pytest.mark.parametrize(
    "command",
    ["check", "check --format json", "status", "status --format json", "log POL-IR", "trace INC-2026-002", "coverage"],
)
def test_every_command_says_the_same(
    command: str, repositories: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    own, inside = (said(capsys, repo, *command.split(), *DAY) for repo in repositories)
    assert inside == own
    assert inside[1].count("\n") > 3


def test_what_forges_read_names_the_path_from_the_repository_s_root(
    repositories: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    own, inside = (said(capsys, repo, "check", "--format", "github", *DAY)[1] for repo in repositories)
    assert "::error file=data/register.yml,line=" in own
    assert inside == own.replace("file=", f"file={BELOW}/")
    own, inside = (said(capsys, repo, "check", "--format", "sarif", *DAY)[1] for repo in repositories)
    results = json.loads(inside)["runs"][0]["results"]
    paths = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}
    assert f"{BELOW}/data/register.yml" in paths
    assert all(path.startswith(f"{BELOW}/") for path in paths)


def test_what_lies_outside_changes_no_answer(
    repositories: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(repositories[1].parent.parent, tmp_path / "large")
    inside = tmp_path / "large" / BELOW
    before = said(capsys, inside, "check", *DAY)
    (tmp_path / "large/app/main.py").write_text("edited\n", encoding="utf-8")
    (tmp_path / "large/data").mkdir()
    (tmp_path / "large/data/register.yml").write_text("nonsense\n", encoding="utf-8")
    assert said(capsys, inside, "check", *DAY) == before
    (inside / "docs/policy/review.md").write_text("Edited.\n", encoding="utf-8")
    assert said(capsys, inside, "check", *DAY) != before


def test_a_pull_request_is_judged_by_the_folder_of_its_base(
    repositories: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for place, source in enumerate((repositories[0], repositories[1].parent.parent)):
        root = tmp_path / str(place)
        shutil.copytree(source, root)
        inside = root / BELOW if place else root
        repo = Repo.__new__(Repo)
        repo.root = root
        repo.git("switch", "-q", "-c", "proposal")
        with (inside / "docs/policy/review.md").open("a", encoding="utf-8") as file:
            file.write("A list:\n- that is none on the site\n")
        _committed(repo, "Propose it")
        found.append(said(capsys, inside, "check", "--base", "main", "--format", "json", *DAY))
    assert found[1] == found[0]
    assert [row["code"] for row in json.loads(found[0][1])["findings"] if not row["on_main"]] == ["APR-18", "SIT-18"]


def test_the_site_of_a_folder_is_built_and_built_again_elsewhere(
    repositories: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert main(["site", "build", "--repo", str(repositories[1]), *DAY, "--out", str(site)]) == 0
    capsys.readouterr()
    assert main(["verify-site", str(site), "--repo", str(repositories[1]), "--anew"]) == 0
    assert "no files unsound" in capsys.readouterr().out


def test_a_command_at_the_root_says_where_the_policy_is(
    repositories: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repositories[1].parent)
    assert main(["check"]) == 2
    assert capsys.readouterr().err == (
        "ratified: not a policy repository: there is no data/register.yml here; pass --repo policy, which has one\n"
    )
