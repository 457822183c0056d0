"""Merges told by changes alone, against git's own: what they decide git says too, and no lie of git decides."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from history_repo import Repo
from ratified.git import remerge as merges
from ratified.git.history import History, open_history
from ratified.git.merge_by_changes import merges_by_changes
from ratified.git.runner import Git, ProcessResult
from ratified.model.landing import RemergeDifference

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.model.landing import Commit

NAMES = ("a", "b", "d/c", "d/e", "d/f/g", "k/l", "k/m", "n", "n/o", "d/p", "q/r", "q/r/s")
LINES = "the same line\n" * 9


def change(choose: random.Random, files: dict[str, str], tidy: bool) -> dict[str, str | None]:
    """Edits and new files, of which one may lie where another was a folder; without `tidy` also what goes and moves."""
    now: dict[str, str | None] = {}
    for _ in range(choose.randint(1, 2)):
        path, other = choose.choice(sorted(files)), choose.choice(NAMES)
        free = not any(other.startswith(f"{p}/") or p.startswith(f"{other}/") or p == other for p in {*files, *now})
        what = choose.randrange(3 if tidy else 5)
        if what == 0 or (what < 3 and not free):
            now[path] = files[path] + f"{choose.randrange(2)}\n"
        elif what < 3:
            now[other] = f"new {choose.randrange(2)}\n"
        elif what == 3 or not free:
            now[path] = None
        else:
            now |= {path: None, other: files[path]}
    return now


def after(files: dict[str, str], now: dict[str, str | None]) -> dict[str, str]:
    return {path: text for path, text in (files | now).items() if text is not None}


def story(repo: Repo, seed: int) -> None:
    """Branches that left main up to three landings ago, of up to two commits, each merged with or without more."""
    choose = random.Random(seed)  # noqa: S311 - a seed, so that it is always the same
    files = {name: f"{name}\n{LINES}" for name in choose.sample(NAMES[:7], 5)}
    states = [(repo.lands({**files}), files)]
    for _ in range(12):
        left, there = choose.choice(states[-3:])
        tip, side = left, there
        for _ in range(choose.randint(1, 2)):
            now = change(choose, side, choose.random() < 0.8)
            tip, side = repo.commit(now, [tip]), after(side, now)
        brought = {p: side.get(p) for p in {*side, *there} if side.get(p) != there.get(p)}
        held = states[-1][1]
        made: dict[str, str | None] = {p: t for p, t in brought.items() if t is not None or p in held}
        if choose.random() < 0.3:
            made |= change(choose, held, True)
        made = {p: t for p, t in made.items() if not any(o.startswith(f"{p}/") or p.startswith(f"{o}/") for o in held)}
        own = [p for p in made if any(o.startswith(f"{p}/") for o in made)]
        made = {p: t for p, t in made.items() if p not in own}
        states.append((repo.lands(made, [tip]), after(held, made)))


def asked(history: History) -> list[Commit]:
    return [landing.commit for landing in history.landings if len(landing.commit.parents) == 2]


def by_changes(history: History) -> dict[str, RemergeDifference]:
    opened, landings = history._opened, history.landings
    return merges_by_changes(opened.plain, opened.objects.format, history.ancestry(), landings, asked(history))


def by_git(history: History, monkeypatch: pytest.MonkeyPatch) -> dict[str, RemergeDifference | None]:
    plain = merges._plain
    with monkeypatch.context() as patched:

        def only_git(*arguments: object) -> None:
            plain(*arguments)  # type: ignore[arg-type]

        patched.setattr(merges, "_plain", only_git)
        history.prefetch_remerges(asked(history))
    return {commit.id: history.remerge(commit) for commit in asked(history)}


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ratified.cache.store.account_folder", lambda: None)


@pytest.mark.parametrize("seed", range(6))
def test_git_says_the_same(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo(tmp_path / "r", "sha256" if seed % 2 else "sha1")
    story(repo, seed)
    with open_history(repo.root) as history:
        told, true = by_changes(history), by_git(history, monkeypatch)
    assert told
    assert told == {id_: true[id_] for id_ in told}


def crossing(repo: Repo) -> None:
    """A branch that left main two landings ago, and a merge that adds to what both sides changed."""
    left = repo.lands({"a": "1\n", "b": "1\n", "d/c": "1\n", "d/e": "1\n", "quiet": "1\n"})
    repo.lands({"b": "main\n"})
    repo.lands({"new/main": "main\n"})
    side = repo.commit({"a": "side\n", "d/c": "side\n", "new/side": "side\n"}, [left])
    repo.lands({"a": "side\n", "d/e": "evil\n", "new/side": "side\n"}, [side])


def test_what_the_merge_adds_and_what_it_leaves_out_is_found(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    crossing(repo)
    with open_history(repo.root) as history:
        assert by_changes(history) == {history.tip: RemergeDifference(frozenset({"d/c", "d/e"}), frozenset())}


def test_whatever_git_says_of_a_branch_is_held_to_its_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo(tmp_path / "r")
    crossing(repo)
    run = Git.run
    with open_history(repo.root) as history:
        true = by_changes(history)
        history.ancestry()
        whole = b""

        def listen(git: Git, *arguments: Any, **more: Any) -> ProcessResult:
            nonlocal whole
            answer = run(git, *arguments, **more)
            whole = answer.out if arguments[0] == "diff-tree" else whole
            return answer

        monkeypatch.setattr(Git, "run", listen)
        by_changes(history)
        head, *entries = whole.split(b"\0")
        lies = [whole[:cut] for cut in range(len(whole))]
        lies += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))]
        one = entries[1].split(b" ")[2]
        lies += [whole + b":100644 100644 %b %b M\0quiet\0" % (one, one)]
        lies += [whole.replace(b"d/c", b"d/e"), whole.replace(b"M\0a", b"M\0a/b"), whole + entries[0], head, whole * 2]
        lies += [
            b"\0".join([head, *entries[:-3], b":000000 100644 " + b"0" * 40 + b" " + b"1" * 40 + b" A", b".git", b""])
        ]
        for lie in lies:
            monkeypatch.setattr(Git, "run", lambda *_, lie=lie, **__: ProcessResult(0, lie, b""))
            assert by_changes(history) in ({}, true), lie


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"a": "main\n"}, {"a": "side\n"}),
        ({"a": None, "moved": "1\n"}, {"a": "side\n"}),
        ({"a": None}, {"new": "side\n"}),
        ({"f": "main\n"}, {"f/g": "side\n"}),
        ({"f/g": "main\n"}, {"f": "side\n"}),
    ],
)
def test_what_changes_alone_do_not_decide(
    ours: dict[str, str | None], theirs: dict[str, str | None], tmp_path: Path
) -> None:
    repo = Repo(tmp_path / "r")
    left = repo.lands({"a": "1\n", "b": "1\n"})
    repo.lands(ours)
    repo.lands({}, [repo.commit(theirs, [left])])
    with open_history(repo.root) as history:
        assert by_changes(history) == {}


def tree_of(repo: Repo, *rows: tuple[bytes, str]) -> str:
    body = b"".join(said + b"\0" + bytes.fromhex(id_) for said, id_ in rows)
    return repo.said("hash-object", "-t", "tree", "-w", "--stdin", "--literally", feed=body)


def commit_of(repo: Repo, tree: str, *parents: str) -> str:
    who = b"A <a@x> 1700010000 +0000"
    lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents), ""]
    return repo.raw("\n".join(lines).encode() + b"author %b\ncommitter %b\n\nm\n" % (who, who))


@pytest.mark.parametrize("mode", [b"40000", b"040000"])
def test_a_folder_that_can_be_read_in_several_ways_decides_nothing(mode: bytes, tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    one, two = (repo.said("hash-object", "-w", "--stdin", feed=text) for text in (b"1", b"2"))
    odd, sound = (tree_of(repo, (said, one)) for said in (b"100644 .git", b"100644 x"))

    def holding(a: str, folder: str, *parents: str, more: bool = False) -> str:
        rows = [(b"100644 a", a), *([(b"100644 b", one)] if more else []), (mode + b" odd", folder)]
        return commit_of(repo, tree_of(repo, *rows), *parents)

    left = repo.main(holding(one, odd, repo.main(holding(two, odd))))
    ours = repo.main(holding(two, odd, left))
    repo.main(holding(two, sound, ours, holding(one, odd, left, more=True), more=True))
    with open_history(repo.root) as history:
        assert by_changes(history) == {}


def test_a_folder_that_git_calls_a_file_decides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo(tmp_path / "r")
    left = repo.lands({"a": "1\n"})
    repo.lands({"a": "2\n"})
    one, two = (repo.said("rev-parse", f"{id_}:a") for id_ in (left, repo.tip))
    folder = tree_of(repo, (b"100644 x", one))
    rows = (b"040000 f", folder)
    side = commit_of(repo, tree_of(repo, (b"100644 a", one), rows), left)
    repo.main(commit_of(repo, tree_of(repo, (b"100644 a", two), rows), str(repo.tip), side))
    said = f"{repo.tree(left)} {repo.tree(side)}\n:000000 040000 {'0' * 40} {folder} A\0f\0"
    with open_history(repo.root) as history:
        history.ancestry()
        monkeypatch.setattr(Git, "run", lambda *_, **__: ProcessResult(0, said.encode(), b""))
        assert by_changes(history) == {}


def test_what_main_took_back_is_no_change(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    left = repo.lands({"a": "1\n", "b": "1\n"})
    repo.lands({"a": "2\n"})
    repo.lands({"a": "1\n"})
    repo.lands({"a": "side\n"}, [repo.commit({"a": "side\n"}, [left])])
    with open_history(repo.root) as history:
        assert by_changes(history) == {history.tip: RemergeDifference(frozenset(), frozenset())}


def test_a_merge_of_lines_that_met_twice_or_never_is_left_to_trees(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    left = repo.lands({"a": "1\n", "b": "1\n", "c": "1\n"})
    side = repo.commit({"a": "side\n"}, [left])
    ours = repo.lands({"b": "main\n"})
    repo.lands({"a": "side\n"}, [side])
    side = repo.commit({"b": "main\n", "c": "side\n"}, [side, ours])
    repo.lands({"c": "side\n"}, [side])
    repo.lands({"x": "1\n"}, [repo.commit({"x": "1\n"})])
    with open_history(repo.root) as history:
        first, *_ = asked(history)
        assert set(by_changes(history)) == {first.id}


def test_a_branch_that_left_where_main_could_be_read_in_several_ways_decides_nothing(tmp_path: Path) -> None:
    """Its folder and its file of one name are gone on both sides, and both have the file elsewhere: a conflict."""
    repo = Repo(tmp_path / "r")
    start = repo.lands({"x": LINES, "d/y": "1\n"})
    x, d = (repo.said("rev-parse", f"{start}:{path}") for path in ("x", "d"))
    left = repo.main(commit_of(repo, tree_of(repo, (b"100644 x", x), (b"40000 x", d)), start))
    side = commit_of(repo, tree_of(repo, (b"100644 a", x)), left)
    ours = repo.main(commit_of(repo, tree_of(repo, (b"100644 b", x)), left))
    repo.main(commit_of(repo, tree_of(repo, (b"100644 a", x), (b"100644 b", x)), ours, side))
    with open_history(repo.root) as history:
        assert history.landings[1].commit.faults
        assert by_changes(history) == {}
