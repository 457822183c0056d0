"""Our own merge against git's, on random trees with renames: where we answer, git says the same."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from history_repo import Repo
from ratified.git import remerge as merges
from ratified.git.history import open_history

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ratified.git.runner import Git
    from ratified.model.landing import Commit, RemergeDifference

NAMES = ("a", "b", "d/c", "d/e", "d/f/g", "k/l", "k/m")


def changed(choose: random.Random, files: dict[str, str]) -> dict[str, str | None]:
    """One to three things that somebody does to a tree: edits, adds, deletes, moves a file or a folder."""
    now: dict[str, str | None] = {}
    for _ in range(choose.randint(1, 3)):
        path, other = choose.choice(sorted(files)), choose.choice((*NAMES, "n/o", "d/p"))
        what = choose.randrange(5)
        if what == 0:
            now[path] = files[path] + f"{choose.randrange(2)}\n"
        elif what == 1 and other not in files:
            now[other] = f"new {choose.randrange(2)}\n"
        elif what == 2:
            now[path] = None
        elif what == 3 and other not in files:
            now |= {path: None, other: files[path]}
        elif what == 4:
            now |= {p: None for p in files if p.startswith("d/")}
            now |= {f"z/{p[2:]}": text for p, text in files.items() if p.startswith("d/")}
    return {path: text for path, text in now.items() if text is not None or path in files}


def story(repo: Repo, seed: int) -> None:
    choose = random.Random(seed)  # noqa: S311 - a seed, so that it is always the same
    for _ in range(6):
        base = {name: f"{name}\n" + "the same line\n" * 9 for name in choose.sample(NAMES, 5)}
        start = repo.lands({**dict.fromkeys(held(repo)), **base})
        ours, theirs = changed(choose, base), changed(choose, base)
        side = repo.commit(theirs, [start])
        repo.lands(ours)
        made = {**theirs, **({"evil": "x"} if choose.random() < 0.3 else {})}
        here = held(repo)
        repo.lands({path: text for path, text in made.items() if text is not None or path in here}, [side])


def held(repo: Repo) -> list[str]:
    return repo.said("ls-tree", "-r", "--name-only", "main").split("\n") if repo.tip else []


def found(repo: Repo) -> list[RemergeDifference | None]:
    with open_history(repo.root) as history:
        commits = [landing.commit for landing in history.landings if len(landing.commit.parents) == 2]
        history.prefetch_remerges(commits)
        return [history.remerge(commit) for commit in commits]


@pytest.mark.parametrize("seed", range(4))
def test_git_says_the_same(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ratified.cache.store.account_folder", lambda: None)
    repo = Repo(tmp_path / "r")
    story(repo, seed)
    asked: list[int] = []
    attempt = merges._ask

    def ask(git: Git, some: Sequence[Commit], *rest: Any) -> Any:
        asked.append(len(some))
        return attempt(git, some, *rest)

    monkeypatch.setattr(merges, "_ask", ask)
    ours = found(repo)
    assert sum(asked) < len(ours)
    plain = merges._plain

    def only_git(*arguments: object) -> None:
        plain(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(merges, "_plain", only_git)
    assert found(repo) == ours
