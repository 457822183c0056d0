"""What a landing brought in is `base..` every other parent, on any history there can be."""

from __future__ import annotations

import random
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from history_repo import START, Repo
from ratified.git import branch_commits
from ratified.git.ancestry import ancestry_of_walk
from ratified.git.error import HistoryError
from ratified.git.history import open_history
from ratified.git.runner import Git
from ratified.git.running import PrefetchedCall

if TYPE_CHECKING:
    from pathlib import Path


def wild(root: Path, seed: int, size: int = 60) -> Repo:
    """A history of random merges: criss-cross, octopus, branches off branches, foxtrots, unrelated roots."""
    choose = random.Random(seed)  # noqa: S311 - a seed, so that it is always the same
    repo = Repo(root)
    tree = repo.said("hash-object", "-t", "tree", "-w", "--stdin")
    commits: list[str] = []
    for number in range(size):
        count = choose.choices([0, 1, 2, 3, 4], [1, 8, 8, 2, 1])[0]
        recent = commits[-12:] if choose.random() < 0.8 else commits
        parents = choose.sample(recent, min(count, len(recent)))
        if parents and choose.random() < 0.05:
            parents.append(parents[0])
        at = START + choose.randrange(100_000)
        who = f"A <a@x> {at} +0000"
        lines = [
            f"tree {tree}",
            *(f"parent {id_}" for id_ in parents),
            f"author {who}",
            f"committer {who}",
            "",
            f"{number}\n",
        ]
        commits.append(repo.raw("\n".join(lines).encode()))
    repo.main(commits[-1])
    return repo


@pytest.mark.parametrize("seed", range(12))
def test_it_is_what_git_lists_between_the_base_and_the_other_parents(tmp_path: Path, seed: int) -> None:
    repo = wild(tmp_path / "r", seed)
    with open_history(repo.root) as history:
        order = list(history.landings)
        random.Random(seed).shuffle(order)  # noqa: S311 - a seed, so that it is always the same
        for landing in order:
            base, *others = landing.commit.parents or ("",)
            expected = repo.said("rev-list", *others, f"^{base}").split() if others else []
            brought_in = history.brought_in(landing)
            assert sorted(commit.id for commit in brought_in) == sorted(expected)
            assert history.brought_in(landing) is brought_in or not brought_in
            for commit in brought_in:
                assert commit.id != landing.commit.id
                assert list(commit.parents) == repo.said("rev-parse", f"{commit.id}^@").split()


def test_older_commits_come_first(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    base = repo.lands({"a": "1"})
    one = repo.commit({"b": "1"}, [base], author="Bob <b@x>")
    two = repo.commit({"b": "2"}, [one], author="Cy <c@x>")
    repo.lands({"b": "2"}, [two])
    with open_history(repo.root) as history:
        assert [history.brought_in(landing) for landing in history.landings[:1]] == [()]
        brought_in = history.brought_in(history.landings[1])
    assert [(commit.id, commit.author.who.name) for commit in brought_in] == [(one, "Bob"), (two, "Cy")]


def test_nobody_asked_means_no_walk(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    side = repo.commit({"x": "1"})
    repo.lands({"a": "1"})
    repo.lands({"x": "1"}, [side])
    (repo.root / ".git" / "objects" / side[:2] / side[2:]).unlink()
    with open_history(repo.root) as history, pytest.raises(HistoryError, match="`git rev-list` failed"):
        history.brought_in(history.landings[1])


def test_a_longer_branch_than_is_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branch_commits, "_AT_ONCE", 512)
    repo = Repo(tmp_path / "r")
    base = repo.lands({"a": "1"})
    tree = repo.tree(base)
    script = [
        f"commit refs/heads/side\nmark :{n}\ncommitter A <a@x> {START + n} +0000\n"
        f"data 1\nx\nfrom {base if n == 1 else f':{n - 1}'}\n"
        for n in range(1, 701)
    ]
    repo.git("fast-import", "--quiet", feed="".join(script).encode())
    side = repo.said("rev-parse", "refs/heads/side")
    repo.lands({}, [side])
    other = repo.commit({}, [side])
    repo.lands({}, [other])
    assert repo.tree(side) == tree
    with open_history(repo.root) as history:
        assert [len(history.brought_in(landing)) for landing in history.landings] == [0, 700, 1]
        assert history.brought_in(history.landings[1])[-1].id == side


@pytest.mark.parametrize("out", [b"", b"a" * 40, b"a b\n", b"a" * 40 + b" " + b"b" * 40 + b"\n"])
def test_an_ancestry_with_holes_is_told(tmp_path: Path, out: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    Repo(tmp_path / "r")
    monkeypatch.setattr(PrefetchedCall, "answer", lambda _: out)
    holes = pytest.raises(HistoryError, match="did not list the whole history")
    with closing(PrefetchedCall(Git(tmp_path / "r/.git"), "version")) as walk, holes:
        ancestry_of_walk(walk, ("a" * 40,))


def test_parents_that_git_and_the_commit_tell_differently(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo(tmp_path / "r")
    base = repo.lands({"a": "1"})
    one = repo.commit({"b": "1"}, [base])
    repo.lands({"b": "2"}, [repo.commit({"b": "2"}, [one])])
    with open_history(repo.root) as history:
        told = ancestry_of_walk(history._opened.walk(history.tip), (history.tip,))
        monkeypatch.setattr("ratified.git.history.ancestry_of_walk", lambda *_: {**told, one: ()})
        with pytest.raises(HistoryError, match="names parents that the commits themselves do not"):
            history.brought_in(history.landings[1])


def test_between_two_commits(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    base = repo.lands({"a": "1"})
    one = repo.commit({"b": "1"}, [base])
    two = repo.commit({"b": "2"}, [one])
    with open_history(repo.root) as history:
        assert [commit.id for commit in history.between(base, two)] == [two, one]
        assert history.between(two, base) == ()
