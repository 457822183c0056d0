"""Where a site may be written: nothing that somebody needs is emptied, and nothing that lies there is published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from histories import Repo
from ratified.site.built_bytes import builds, forget, keep
from ratified.site.site_folder import left_over, unfit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from history_keys import Keys

pytest_plugins = ["history_fixtures"]


@pytest.fixture(name="repo")
def _repo(keys: Keys, tmp_path: Path) -> Repo:
    found = Repo(tmp_path / "company", keys).init()
    for name in ("README.md", "data/register.yml"):
        (found.root / name).parent.mkdir(exist_ok=True)
        (found.root / name).write_text("Needed.\n", encoding="utf-8")
    found.git("add", "--all")
    return found


def linked(repo: Repo, target: str) -> Path:
    (repo.root / "build").mkdir()
    (repo.root / "build/site").symlink_to(target)
    return repo.root / "build/site"


def committed(repo: Repo) -> Path:
    site = repo.root / "build/site"
    site.mkdir(parents=True)
    (site / ".htaccess").write_text("Rewrite\n", encoding="utf-8")
    repo.git("add", "--force", "build/site/.htaccess")
    return site


def foreign(repo: Repo) -> Path:
    site = repo.root.parent / "letters"
    site.mkdir()
    (site / "to-mum.txt").write_text("Dear\n", encoding="utf-8")
    return site


HOSTILE: dict[str, tuple[Callable[[Repo], Path], str]] = {
    "a link out of the repository": (lambda repo: linked(repo, "../../elsewhere"), "build/site is a link"),
    "a link to what the company keeps": (lambda repo: linked(repo, "../data"), "build/site is a link"),
    "a link to the repository": (lambda repo: linked(repo, ".."), "holds the repository itself"),
    "a folder behind a link": (lambda repo: linked(repo, "../data") / "inside", "build/site is a link"),
    "the repository": (lambda repo: repo.root, "holds the repository itself"),
    "what the repository lies in": (lambda repo: repo.root.parent, "holds the repository itself"),
    "git's own folder": (lambda repo: repo.root / ".git/site", "holds the repository itself"),
    "a folder of the company's": (lambda repo: repo.root / "data", "holds data/register.yml, which git has"),
    "a folder with a file that somebody committed": (committed, "holds build/site/.htaccess, which git has"),
    "a folder with somebody's letters": (foreign, "holds to-mum.txt, and no site of ours"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_somebody_needs_is_emptied(name: str, repo: Repo) -> None:
    make, said = HOSTILE[name]
    assert said in unfit(repo.root, str(make(repo)))


def test_a_new_folder_an_empty_one_and_a_site_that_was_built_may_be_written_to(repo: Repo) -> None:
    site = repo.root / "build/site"
    assert unfit(repo.root, str(site)) == ""
    site.mkdir(parents=True)
    assert unfit(repo.root, str(site)) == ""
    (site / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert unfit(repo.root, str(site)) == ""
    for made in ("index.html", "provenance.json"):
        (site / made).write_text("{}", encoding="utf-8")
    assert unfit(repo.root, str(site)) == ""
    outside = repo.root.parent / "sites"
    outside.mkdir()
    (repo.root.parent / "current").symlink_to(outside)
    assert unfit(repo.root, str(repo.root.parent / "current")) == "", "whoever names a link outside means it"


def test_what_is_left_in_the_folder_is_named(tmp_path: Path) -> None:
    for name in (".git", ".x", ".htaccess", "index.html"):  # the last is there in a build that is not a clean one
        (tmp_path / name).mkdir()
    assert left_over(str(tmp_path)) == [".htaccess", ".x"]
    assert left_over(str(tmp_path / "nowhere")) == []


def test_a_build_that_is_forgotten_is_known_no_more_and_others_are(repo: Repo) -> None:
    day = date(2026, 11, 22)
    for built in ({"index.html": "one"}, {"index.html": "two"}):
        keep(repo.root, "a" * 40, day, built)
    forget(repo.root, "a" * 40, day, {"index.html": "two"})
    assert builds(repo.root, "a" * 40, day) == ({"index.html": "one"},)
