"""Git's own merge beside what was committed: an evil merge cannot hide, an honest one is never accused."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from history_repo import Repo
from ratified.git.history import History, open_history
from ratified.git.remerge import RemergeBudget, remerges
from ratified.git.runner import Git, ProcessResult
from ratified.model.landing import RemergeDifference

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "".join(f"line {number}\n" for number in range(12))
CLEAN = RemergeDifference(frozenset(), frozenset())


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "r")
    made.lands({"a": TEXT, "b": TEXT, "d/c": TEXT})
    return made


def branch(repo: Repo, files: dict[str, str | None], other: dict[str, str | None]) -> str:
    """A side commit with these files off main, after which main lands the others; the side's id."""
    side = repo.commit(files, [str(repo.tip)])
    repo.lands(other)
    return side


def last(repo: Repo, **asked: str) -> RemergeDifference | None:
    with open_history(repo.root, **asked) as history:  # type: ignore[arg-type]
        return history.remerge(history.landings[-1].commit)


def test_an_honest_merge(repo: Repo) -> None:
    side = branch(repo, {"a": TEXT.replace("line 1\n", "one\n")}, {"a": TEXT.replace("line 9", "nine")})
    repo.lands({"a": TEXT.replace("line 1\n", "one\n").replace("line 9", "nine")}, [side])
    assert last(repo) == CLEAN


def test_a_renamed_file_follows(repo: Repo) -> None:
    side = branch(repo, {"a": TEXT + "more\n"}, {"a": None, "moved": TEXT})
    repo.lands({"moved": TEXT + "more\n"}, [side])
    assert last(repo) == RemergeDifference(frozenset(), frozenset(), carried=frozenset({"moved"}))


def test_a_file_that_main_does_not_have_and_that_holds_more_than_its_branch(repo: Repo) -> None:
    side = branch(repo, {"a": None, "moved": TEXT}, {"a": TEXT.replace("line 3", "three")})
    repo.lands({"a": None, "moved": TEXT.replace("line 3", "three")}, [side])
    assert last(repo) == RemergeDifference(frozenset(), frozenset(), carried=frozenset({"moved"}))


def test_a_renamed_file_that_nobody_else_changed_carries_nothing(repo: Repo) -> None:
    side = branch(repo, {"a": None, "moved": TEXT}, {"b": "main\n", "new": "x"})
    repo.lands({"a": None, "moved": TEXT}, [side])
    assert last(repo) == CLEAN


def test_a_file_that_both_deleted_and_one_renamed_is_in_conflict_whatever_else_changed(repo: Repo) -> None:
    repo.lands({"d/x": TEXT, "d/y": "y\n"})
    for more in ({}, {"d/y": "changed\n"}):
        side = branch(repo, {"d/x": None, "e/x": TEXT}, {"d/x": None, **more})
        repo.lands({"e/x": TEXT}, [side])
        found = last(repo)
        assert found is not None
        assert found.conflicts == {"e/x"}, more
        repo.lands({"d/x": TEXT, "d/y": "y\n", "e/x": None})


def test_a_change_that_only_the_merge_makes(repo: Repo) -> None:
    side = branch(repo, {"a": "side\n"}, {"b": "main\n"})
    repo.lands({"a": "side\n", "b": "evil\n", "d/c": None, "new\nfile": "x"}, [side])
    assert last(repo) == RemergeDifference(frozenset({"b", "d/c", "new\nfile"}), frozenset())


def test_a_merge_that_keeps_our_side_only(repo: Repo) -> None:
    side = branch(repo, {"a": "side\n"}, {"b": "main\n"})
    repo.lands({}, [side])
    assert last(repo) == RemergeDifference(frozenset({"a"}), frozenset())


def test_a_mode_that_only_the_merge_changes(repo: Repo) -> None:
    side = branch(repo, {"a": "side\n"}, {"b": "main\n"})
    repo.lands({"a": ("100755", "side\n")}, [side])
    assert last(repo) == RemergeDifference(frozenset({"a"}), frozenset())


def test_a_conflict_resolved_by_hand(repo: Repo) -> None:
    side = branch(repo, {"a": "side\n", "d/c": None}, {"a": "main\n", "d/c": "main\n"})
    repo.lands({"a": "both\n"}, [side])
    found = last(repo)
    assert found is not None
    assert found.conflicts == {"a", "d/c"}
    assert "a" in found.differs


def test_a_conflict_that_is_about_no_file(repo: Repo) -> None:
    names = [f"f{number}" for number in range(4)]
    repo.lands({f"old/{name}": f"{name}\n" * 9 for name in names})
    moved = {f"{'one' if name < 'f2' else 'two'}/{name}": f"{name}\n" * 9 for name in names}
    side = repo.commit({"old/new": "new\n"}, [str(repo.tip)])
    repo.lands({**moved, **dict.fromkeys(f"old/{name}" for name in names)})
    repo.lands({"old/new": "new\n"}, [side])
    found = last(repo)
    assert found == RemergeDifference(frozenset(), frozenset({"a", "b", "d/c", "old/new", *moved}))


def test_unrelated_histories(repo: Repo) -> None:
    other = repo.commit({"x": "1", "a": "other\n"})
    repo.lands({"x": "1", "a": TEXT}, [other])
    found = last(repo)
    assert found is not None
    assert found.conflicts == found.differs == {"a"}


def test_only_a_merge_of_two_is_merged_again(repo: Repo) -> None:
    base = str(repo.tip)
    sides = [repo.commit({name: "1"}, [base]) for name in ("x", "y")]
    repo.lands({"x": "1", "y": "1"}, sides)
    repo.lands({"z": "1"})
    with open_history(repo.root) as history:
        assert [history.remerge(landing.commit) for landing in history.landings] == [None, None, None]


def test_no_attribute_driver_or_setting_decides(repo: Repo) -> None:
    side = branch(repo, {"a": "side\n", ".gitattributes": "* merge=ours filter=f text eol=crlf\n"}, {"a": "main\n"})
    repo.lands({"a": "main\n", ".gitattributes": "* merge=ours filter=f text eol=crlf\n"}, [side])
    expected = RemergeDifference(frozenset({"a"}), frozenset({"a"}))
    assert last(repo) == expected
    repo.check_out()
    (repo.root / ".git/info").mkdir(exist_ok=True)
    (repo.root / ".git/info/attributes").write_text("* merge=ours\n")
    for name, value in {
        "merge.ours.driver": "true",
        "merge.default": "ours",
        "merge.renames": "false",
        "merge.conflictStyle": "diff3",
        "merge.renormalize": "true",
        "filter.f.clean": "false",
        "filter.f.required": "true",
        "core.attributesFile": ".gitattributes",
        "core.autocrlf": "true",
        "attr.tree": "HEAD",
    }.items():
        repo.git("config", name, value)
    assert last(repo) == expected


def test_many_at_once_are_what_each_is_alone(repo: Repo) -> None:
    choose = random.Random(7)  # noqa: S311 - a seed, so that it is always the same
    for number in range(10):
        side = branch(repo, {"a": f"{choose.randrange(2)}\n", f"s{number}": "1"}, {"a": f"{choose.randrange(2)}\n"})
        repo.lands({f"s{number}": choose.choice("12"), **({"a": "end\n"} if number % 2 else {})}, [side])
    with open_history(repo.root) as one, open_history(repo.root) as all_:
        commits = [landing.commit for landing in one.landings]
        all_.prefetch_remerges(commits)
        all_.prefetch_remerges(commits)
        found = [all_.remerge(commit) for commit in commits]
        assert found == [one.remerge(commit) for commit in commits]
        assert {bool(merge.conflicts) for merge in found if merge} == {True, False}
        assert {bool(merge.differs) for merge in found if merge} == {True, False}


def test_nothing_is_written_to_the_repository(repo: Repo) -> None:
    side = branch(repo, {"a": "side\n"}, {"a": "main\n"})
    repo.lands({"a": "both\n"}, [side])
    before = sorted((repo.root / ".git").rglob("*"))
    last(repo)
    assert sorted((repo.root / ".git").rglob("*")) == before


def test_every_byte_missing_costs_one_merge_at_most(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever git leaves out is asked for once more, alone; and what it never tells is not known."""
    side = branch(repo, {"a": "side\n", "b": "side\n"}, {"a": "main\n", "b": "main\n"})
    repo.lands({"a": "both\n"}, [side])
    with open_history(repo.root) as history:
        commits = [history.landings[-1].commit] * 2
        lines = [" ".join(commits[0].parents)]
        whole, alone = _answer(history, lines * 2), _answer(history, lines)
        known = history.remerge(commits[0])
        assert known is not None
        for told in (*(whole[:cut] for cut in range(len(whole))), whole + b"more\0", whole + whole):

            def attempt(*_: object, feed: bytes, told: bytes = told, **__: object) -> ProcessResult:
                return ProcessResult(0, told if feed.count(b"\n") == 2 else alone, b"")

            monkeypatch.setattr(Git, "attempt", attempt)
            opened, ancestry = history._opened, history.ancestry()
            assert remerges(opened.plain, opened.objects, ancestry, commits, RemergeBudget()) == [known, known]


def _answer(history: History, lines: list[str]) -> bytes:
    options = ("--write-tree", "--stdin", "-z", "--allow-unrelated-histories", "--name-only", "--no-messages")
    return history._opened.plain.run("merge-tree", *options, feed="\n".join([*lines, ""]).encode()).out
