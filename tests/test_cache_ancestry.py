"""Landings that were kept: taken up where the branch grew from them, dropped where it did not."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from caching import account, files, kept_of
from history_repo import Repo
from ratified.git import mainline
from ratified.git.history import open_history

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ratified.git.runner import Git
    from ratified.git.running import RunningGit
    from ratified.model.landing import Landing

Formats = pytest.mark.parametrize("object_format", ["sha1", "sha256"])


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """One history for each format of ids."""
    return {form: first(tmp_path_factory.mktemp("story") / "r", form) for form in ("sha1", "sha256")}


def first(root: Path, object_format: str) -> Path:
    """Main with six landings, two of them merges."""
    repo = Repo(root, object_format)
    base = repo.lands({"a": "1", "d/b": "1"})
    repo.lands({"a": "2"})
    repo.lands({"x": "1"}, [repo.commit({"x": "1"}, [repo.commit({"y": "0"}, [base])])])
    repo.lands({"a": "3", "d/b": None})
    repo.lands({"z": "1"}, [repo.commit({"z": "1"}, [base])])
    repo.lands({"a": "4"})
    return root


def story(stories: Mapping[str, Path], root: Path, object_format: str = "sha1") -> Repo:
    """A copy of that history to go on from."""
    shutil.copytree(stories[object_format], root)
    repo = Repo(root, object_format)
    repo.tip, repo.made = commits(repo)[0], 20
    return repo


def commits(repo: Repo) -> list[str]:
    """The landings of main, newest first."""
    return repo.said("rev-list", "--first-parent", "refs/heads/main").split("\n")


def side(repo: Repo) -> str:
    """A commit that main reaches by a second parent only."""
    return repo.said("rev-parse", f"{commits(repo)[1]}^2")


def grown(repo: Repo) -> None:
    repo.lands({"a": "5"})
    repo.lands({"b": "5"}, [repo.commit({"b": "5"}, [commits(repo)[-1]])])


def back(repo: Repo) -> None:
    repo.main(commits(repo)[2])


def back_and_grown(repo: Repo) -> None:
    repo.main(commits(repo)[2])
    repo.lands({"a": "other"})


def to_a_side(repo: Repo) -> None:
    repo.main(side(repo))


def from_a_side(repo: Repo) -> None:
    repo.main(side(repo))
    repo.lands({"a": "other"})
    repo.lands({"a": "more"})


def amended(repo: Repo) -> None:
    tip, base = commits(repo)[:2]
    repo.main(repo.commit({"a": "4"}, [base], "Said otherwise"))
    assert repo.tip != tip


def forced(repo: Repo) -> None:
    repo.main(commits(repo)[3])
    for number in range(5):
        repo.lands({"a": f"forced {number}"})


def inverted(repo: Repo) -> None:
    """Main merged into a branch, and main put there: what it was is a second parent now."""
    tip = commits(repo)[0]
    branch = repo.commit({"i": "1"}, [commits(repo)[3]])
    repo.main(repo.commit({"i": "1"}, [branch, tip], "Merge branch 'main' into topic"))


def inverted_and_grown(repo: Repo) -> None:
    inverted(repo)
    repo.lands({"a": "6"})


def both_parents(repo: Repo) -> None:
    """The old tip is on the chain, and reached by a second parent after it as well."""
    tip = commits(repo)[0]
    repo.lands({"a": "7"})
    repo.lands({"q": "1"}, [repo.commit({"q": "1"}, [tip])])


def unrelated(repo: Repo) -> None:
    repo.main(repo.commit({"u": "1"}))
    repo.lands({"u": "2"})


def unrelated_takes_the_old_in(repo: Repo) -> None:
    tip = commits(repo)[0]
    repo.main(repo.commit({"u": "1"}))
    repo.lands({"u": "2"}, [tip])


def old_on_top(repo: Repo) -> None:
    """The very root of main is no root any more."""
    old = commits(repo)
    repo.main(repo.commit({"r": "1"}))
    for id_ in reversed(old):
        repo.main(repo.commit({"a": id_[:4]}, [str(repo.tip)]))


def gone(repo: Repo) -> None:
    """The old tip is no object any more."""
    tip = commits(repo)[0]
    amended(repo)
    repo.git("update-ref", "refs/made/commit", str(repo.tip))
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("repack", "-q", "-a", "-d")
    repo.git("prune", "--expire=now")
    assert b"missing" in repo.git("cat-file", "--batch-check", feed=f"{tip}\n".encode())


MOVES: list[Callable[[Repo], None]] = [
    *(grown, back, back_and_grown, to_a_side, from_a_side, amended, forced, inverted, inverted_and_grown),
    *(both_parents, unrelated, unrelated_takes_the_old_in, old_on_top, gone),
]


def landed(repo: Repo, **asked: object) -> list[Landing]:
    with open_history(repo.root, **asked) as history:  # type: ignore[arg-type]
        return list(history.landings)


@Formats
@pytest.mark.parametrize("move", MOVES)
def test_wherever_main_moves_its_landings_are_those_of_a_fresh_run(
    move: Callable[[Repo], None], object_format: str, stories: Mapping[str, Path], tmp_path: Path
) -> None:
    repo = story(stories, tmp_path / "r", object_format)
    old = repo.tip
    with account(tmp_path / "account"):
        before = landed(repo)
        assert len(before) == 6
        move(repo)
        moved, again = landed(repo), landed(repo)
    with account(None):
        assert moved == again == landed(repo)
    assert [landing.commit.id for landing in reversed(moved)] == commits(repo)
    if move is not gone:
        repo.main(str(old))
        with account(tmp_path / "account"):
            assert landed(repo) == before


def test_only_what_came_after_is_asked_for_where_main_grew(
    stories: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    real = mainline.log_of

    def log(git: Git, below: str, *span: str) -> RunningGit:
        asked.append(span)
        return real(git, below, *span)

    monkeypatch.setattr(mainline, "log_of", log)
    with account(tmp_path / "account"):
        repo = story(stories, tmp_path / "r")
        old = repo.tip
        landed(repo)
        landed(repo)
        assert asked == [(old,)]
        grown(repo)
        landed(repo)
        landed(repo)
        assert asked[1:] == [(repo.tip, f"^{old}")]
        back(repo)
        landed(repo)
        amended(repo)
        landed(repo)
        assert [len(span) for span in asked[2:]] == [2, 1], "asked for what came after, then for the whole"


def test_each_branch_has_its_own_and_a_commit_has_none(stories: Mapping[str, Path], tmp_path: Path) -> None:
    with account(tmp_path / "account"):
        repo = story(stories, tmp_path / "r")
        for branch in ("main", "refs/heads/topic", "main", "HEAD", str(repo.tip), "main~2"):
            repo.git("update-ref", "refs/heads/topic", commits(repo)[2])
            found = landed(repo, ref=branch)
            with account(None):
                assert found == landed(repo, ref=branch)
        assert len(files(repo.root / ".git")) == 2


def test_another_repository_put_in_its_place(stories: Mapping[str, Path], tmp_path: Path) -> None:
    with account(tmp_path / "account"):
        repo = story(stories, tmp_path / "r")
        landed(repo)
        other = story(stories, tmp_path / "other", "sha256")
        shutil.copytree(kept_of(repo.root / ".git"), kept_of(other.root / ".git"))
        found = landed(other)
    with account(None):
        assert found == landed(other)
