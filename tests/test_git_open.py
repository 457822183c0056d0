"""Opening: what is not to be trusted is refused before anything is claimed, and no name can mislead."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from history_repo import CLEAN, Repo
from ratified.git.error import HistoryError
from ratified.git.history import open_history
from ratified.git.repository import OpenRepository
from ratified.git.repository_checks import borrowing_repository
from ratified.git.revisions import is_ref_name
from ratified.git.runner import Git, ProcessResult
from ratified.model.landing import Anchor, Anchors


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "r")
    made.lands({"a": "1", "d/b": "1"})
    made.lands({"a": "2"})
    return made


def refusal(root: Path, **asked: object) -> str:
    """The sentence with which opening is refused, made independent of where it happened."""
    with pytest.raises(HistoryError) as refused:
        open_history(root, **asked).close()  # type: ignore[arg-type]
    sentence = str(refused.value)
    assert "\n" not in sentence
    return sentence.replace(str(root.parent), "")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no") == "/no cannot be opened; give the folder of a git repository"
    assert refusal(tmp_path / "a\0b") == "/a?b cannot be opened; give the folder of a git repository"


def test_no_repository(tmp_path: Path) -> None:
    assert refusal(tmp_path).endswith("is not a git repository; run there `git init`, or give the right folder")
    (tmp_path / "file").write_text("")
    assert "is not a git repository" in refusal(tmp_path / "file")
    (tmp_path / ".git").write_text("nonsense\n")
    assert "is not a git repository" in refusal(tmp_path)


def test_a_folder_of_gits_own(repo: Repo) -> None:
    assert refusal(repo.root / ".git") == "/.git is a folder of git's own; give the repository's root"


def test_an_empty_repository(tmp_path: Path) -> None:
    Repo(tmp_path / "r")
    assert refusal(tmp_path / "r") == (
        "/r holds no commit on any branch yet; commit the policy to main, then ask again"
    )


def test_a_main_branch_that_is_not_there(repo: Repo) -> None:
    assert refusal(repo.root, main="trunk") == (
        "/r has neither refs/heads/trunk nor refs/remotes/origin/trunk; fetch the branch or give --ref"
    )


def test_a_shallow_clone(repo: Repo, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--depth=1", f"file://{repo.root}", str(tmp_path / "c"))
    assert refusal(tmp_path / "c") == (
        "/c is a shallow clone that hides who approved what; "
        "in CI check out with fetch-depth: 0, elsewhere run `git fetch --unshallow`"
    )


def test_a_partial_clone(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.root}", str(tmp_path / "c"))
    sentence = "/c is a partial clone{} that lacks objects; clone it again without --filter"
    assert refusal(tmp_path / "c") == sentence.format("")
    for file in (tmp_path / "c/.git/objects/pack").glob("*.promisor"):
        file.unlink()
    assert refusal(tmp_path / "c") == sentence.format(" (remote.origin.promisor)")


@pytest.mark.parametrize(
    ("name", "value", "refused"),
    [
        ("remote.a.b.promisor", "true", True),
        ("remote.x.promisor", "1", True),
        ("remote.x.promisor", "false", False),
        ("remote.x.promisor", "No", False),
        ("extensions.partialClone", "x", True),
        ("remote.x.promisorx", "true", False),
    ],
)
def test_a_promised_remote(repo: Repo, name: str, value: str, refused: bool) -> None:
    repo.git("config", name, value)
    if refused:
        assert "is a partial clone" in refusal(repo.root)
    else:
        open_history(repo.root).close()


def test_grafts(repo: Repo) -> None:
    grafts = repo.root / ".git/info/grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text("")
    open_history(repo.root).close()
    grafts.write_text(f"{repo.tip}\n")
    assert refusal(repo.root) == "/r rewrites parents in info/grafts; remove that file"


def test_replaced_objects(repo: Repo) -> None:
    repo.git("replace", str(repo.tip), repo.said("rev-parse", "main~1"))
    assert refusal(repo.root).startswith("/r replaces objects (refs/replace), so its history is not what it seems")


def seen_before(commit: str) -> Anchors:
    return Anchors((Anchor(commit),))


def test_a_head_off_its_chain_is_named(repo: Repo) -> None:
    first = repo.said("rev-parse", "main~1")
    assert repo.tip is not None
    with open_history(repo.root, anchors=seen_before(repo.tip)) as history:
        assert history.anchor_state == "on-chain"
    with open_history(repo.root, anchors=seen_before(first)) as history:
        assert history.anchor_state == "on-chain"
    with open_history(repo.root) as history:
        assert history.anchor_state == ""
    side = repo.commit({"x": "1"}, [first])
    with open_history(repo.root, anchors=seen_before(side)) as history:
        assert history.anchor_state == "rewritten"
    seen = repo.tip
    repo.main(repo.commit({"x": "1"}, [side, seen]))
    with open_history(repo.root, anchors=seen_before(seen)) as history:
        assert history.anchor_state == "inverted"
    for unknown in ("0" * 40, repo.tree("main"), "f" * 64):
        with open_history(repo.root, anchors=seen_before(unknown)) as history:
            assert history.anchor_state == "rewritten"
    for malformed in ("main", str(seen)[:12], "--all", ""):
        assert "is no object id" in refusal(repo.root, anchors=seen_before(malformed))


def test_the_local_branch_counts_before_the_remote_one(repo: Repo) -> None:
    first = repo.said("rev-parse", "main~1")
    repo.git("update-ref", "refs/remotes/origin/main", first)
    with open_history(repo.root) as history:
        assert (history.ref, history.tip) == ("refs/heads/main", repo.tip)
    repo.git("symbolic-ref", "HEAD", "refs/heads/other")
    repo.git("update-ref", "-d", "refs/heads/main")
    with open_history(repo.root) as history:
        assert (history.ref, history.tip) == ("refs/remotes/origin/main", first)


def test_a_tag_is_never_taken_for_the_main_branch(repo: Repo) -> None:
    first = repo.said("rev-parse", "main~1")
    for name in ("main", "refs/heads/main", "heads/main", "origin/main", "refs/remotes/origin/main"):
        repo.git("update-ref", f"refs/tags/{name}", first)
    for ref in (None, "refs/heads/main"):
        with open_history(repo.root, ref=ref) as history:
            assert (history.ref, history.tip) == ("refs/heads/main", repo.tip)
            assert history.resolve("refs/heads/main~1") == first
    said = refusal(repo.root, ref="main")
    assert said == "main is more than one ref here; say which, by its full name: refs/heads/main or refs/tags/main"
    repo.git("symbolic-ref", "HEAD", "refs/heads/other")
    repo.git("update-ref", "-d", "refs/heads/main")
    assert "has neither refs/heads/main nor refs/remotes/origin/main" in refusal(repo.root)


@pytest.mark.parametrize(
    "name", ["--output=x", "../x", "a b", "x.lock", "@{-1}", "main:a", "m*n", "", "a\nb", "a\0b", "-x"]
)
def test_a_hostile_name(repo: Repo, name: str) -> None:
    assert "cannot be the name of a branch" in refusal(repo.root, main=name)
    assert "cannot name a commit" in refusal(repo.root, ref=name)
    assert not Path(repo.root / "x").exists()


def test_any_name_of_a_commit_may_be_given(repo: Repo) -> None:
    tip, first = str(repo.tip), repo.said("rev-parse", "main~1")
    repo.git("update-ref", "refs/remotes/origin/topic", first)
    repo.git("-c", "user.name=T", "-c", "user.email=t@x", "tag", "-a", "-m", "t", "v1", first)
    repo.git("tag", "a-blob", f"{tip}:a")
    expected = {
        "HEAD": (tip, tip),
        "@": (tip, tip),
        "main": ("refs/heads/main", tip),
        "refs/heads/main": ("refs/heads/main", tip),
        "origin/topic": ("refs/remotes/origin/topic", first),
        "v1": ("refs/tags/v1", first),
        "v1^0": (first, first),
        "main~1": (first, first),
        "main^": (first, first),
        "@~": (first, first),
        tip: (tip, tip),
        tip[:9]: (tip, tip),
        f"{tip}^1": (first, first),
    }
    for name, (ref, head) in expected.items():
        with open_history(repo.root, ref=name) as history:
            assert (history.ref, history.tip) == (ref, head), name
    for name in ("no-such", "main~9", "main^2", "0" * 40, "abcd" * 2, "a-blob", "refs/heads", "origin"):
        sentence = refusal(repo.root, ref=name)
        assert re.match(
            re.escape(name) + r" (is no branch, tag or commit|names no commit|leads to no commit)", sentence
        )


def test_a_work_tree_of_its_own_and_one_with_its_git_directory_elsewhere(repo: Repo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"), "main~1")
    with open_history(tmp_path / "linked") as history:
        assert (history.root, history.tip) == (tmp_path / "linked", repo.tip)
        assert history.edited() == {"a"}
        assert history.resolve("HEAD") == repo.said("rev-parse", "main~1")
    subprocess.run(
        ["git", "clone", "-q", f"--separate-git-dir={tmp_path / 'far'}", str(repo.root), str(tmp_path / "near")],
        env=CLEAN,
        check=True,
    )
    with open_history(tmp_path / "near") as history:
        assert (history.tip, history.edited()) == (repo.tip, frozenset())


def test_a_bare_repository(repo: Repo, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--bare", ".", str(tmp_path / "b"))
    with open_history(tmp_path / "b") as history:
        assert history.tip == repo.tip
        with pytest.raises(HistoryError, match="is bare"):
            history.edited()


@pytest.mark.parametrize(
    "name", ["sp ace", 'quo"te', "new\nline", "#hash", "$HOME", "~", "a:b", "back\\slash", "caf\xe9"]
)
def test_a_repository_whose_folder_has_an_odd_name(tmp_path: Path, name: str) -> None:
    repo = Repo(tmp_path / name)
    repo.lands({"a": "1"})
    repo.check_out()
    with open_history(repo.root) as history:
        assert history.blob(history.listing(history.tip)["a"].id) == b"1"
        assert history.edited() == frozenset()


def test_borrowed_objects_are_fine(repo: Repo, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--shared", ".", str(tmp_path / "c"))
    with open_history(tmp_path / "c") as history:
        assert history.blob(history.listing(history.tip)["d/b"].id) == b"1"


def test_ancestors(repo: Repo) -> None:
    first, tip = repo.said("rev-parse", "main~1"), str(repo.tip)
    side, alone = repo.commit({"x": "1"}, [first]), repo.commit({"x": "1"})
    with open_history(repo.root) as history:
        assert history.is_ancestor(first, tip)
        assert history.is_ancestor(tip, tip)
        assert not history.is_ancestor(tip, first)
        assert not history.is_ancestor(alone, tip)
        lands = history.would_land(tip, side)
        assert (set(lands.listing), lands.conflicts) == ({*history.listing(tip), "x"}, frozenset())
        assert history.would_land(tip, first).listing == history.listing(tip)
        assert set(history.would_land(tip, alone).listing) == {*history.listing(tip), "x"}
        for ask in (history.is_ancestor, history.would_land):
            with pytest.raises(HistoryError, match=r"failed on|did not say what the merge would bring"):
                ask("0" * 40, tip)
            with pytest.raises(HistoryError, match="is no object id"):
                ask("main", tip)


@pytest.mark.parametrize(
    "version", [b"git version 2.38.9\n", b"git version 1.9\n", b"", b"git version 2.39.5", b"hub 3\n"]
)
def test_a_git_that_is_too_old(repo: Repo, version: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Git.run
    monkeypatch.setattr(
        Git, "run", lambda self, *a, **k: ProcessResult(0, version, b"") if a == ("version",) else run(self, *a, **k)
    )
    assert refusal(repo.root).startswith("git 2.39 or newer is needed, and this one says")


@pytest.mark.parametrize(
    "version", [b"git version 2.39.0\n", b"git version 2.51.0.windows.1\n", b"git version 3.0.0 (Apple Git-1)\n"]
)
def test_a_git_that_is_new_enough(repo: Repo, version: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Git.run
    monkeypatch.setattr(
        Git, "run", lambda self, *a, **k: ProcessResult(0, version, b"") if a == ("version",) else run(self, *a, **k)
    )
    open_history(repo.root).close()


def test_no_git_at_all(repo: Repo) -> None:
    code = f"""
from pathlib import Path
from ratified.git.error import HistoryError
from ratified.git.history import open_history
try:
    open_history(Path({str(repo.root)!r}))
except HistoryError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.startswith("git cannot be started: ")


def test_a_program_in_the_repository_is_never_taken_for_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = repo.root / "git"
    fake.write_text("#!/bin/sh\necho hello\n")
    fake.chmod(0o755)
    monkeypatch.chdir(repo.root)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")
    open_history(repo.root).close()


@pytest.mark.parametrize("what", ["ratified.git.repository_checks.borrowing_repository", "tempfile.TemporaryFile"])
def test_no_room_for_temporary_files(repo: Repo, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(what, full)
    assert refusal(repo.root) == (
        "no temporary file can be written: No space left on device; make room, or set TMPDIR to another folder"
    )


@pytest.mark.parametrize("bare", [False, True])
def test_a_configuration_that_cannot_be_read(tmp_path: Path, bare: bool) -> None:
    repo = Repo(tmp_path / "r", bare=bare)
    repo.lands({"a": "1"})
    (repo.root / ("config" if bare else ".git/config")).write_text("nonsense [[[\n")
    assert re.search("is not a git repository|failed on", refusal(repo.root))


def test_everything_made_is_removed(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    with open_history(repo.root) as history:
        history.remerge(history.landings[1].commit)
        assert len(list((tmp_path / "t").iterdir())) == 1
    history.close()
    refusal(repo.root, ref="no-such")
    assert list((tmp_path / "t").iterdir()) == []
    left = open_history(repo.root)
    del left
    assert list((tmp_path / "t").iterdir()) == []


HOSTILE = {
    "GIT_DIR": "/nowhere",
    "GIT_COMMON_DIR": "/nowhere",
    "GIT_WORK_TREE": "/nowhere",
    "GIT_INDEX_FILE": "/nowhere/index",
    "GIT_OBJECT_DIRECTORY": "/nowhere",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nowhere",
    "GIT_NAMESPACE": "other",
    "GIT_CEILING_DIRECTORIES": "/",
    "GIT_GRAFT_FILE": "/nowhere",
    "GIT_SHALLOW_FILE": "/nowhere",
    "GIT_REPLACE_REF_BASE": "refs/heads/",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.abbrev",
    "GIT_CONFIG_VALUE_0": "nonsense",
    "GIT_CONFIG_PARAMETERS": "'core.abbrev'='nonsense'",
    "GIT_CONFIG_GLOBAL": "/nowhere",
    "GIT_ICASE_PATHSPECS": "1",
    "GIT_EXTERNAL_DIFF": "false",
    "GIT_PAGER": "false",
    "GIT_TRACE": "2",
    "GIT_DEFAULT_HASH": "sha256",
    "GIT_EXEC_PATH": "/nowhere",
    "GIT_SSH": "false",
    "LC_ALL": "tr_TR.UTF-8",
    "LANGUAGE": "de",
    "TZ": "Pacific/Kiritimati",
    "HOME": "/nowhere",
    "PAGER": "false",
}


def everything(repo: Repo) -> object:
    with open_history(repo.root) as history:
        return (
            history.ref,
            history.tip,
            list(history.landings),
            [history.brought_in(landing) for landing in history.landings],
            [history.remerge(landing.commit) for landing in history.landings],
            history.listing(history.tip),
            history.edited(),
            history.would_land(history.tip, history.landings[0].commit.id),
        )


def test_the_callers_environment_changes_nothing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    side = repo.commit({"x": "1"}, [str(repo.tip)])
    repo.lands({"x": "1", "A": "up"}, [side])
    repo.check_out()
    (repo.root / "a").write_text("edited")
    before = everything(repo)
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    assert everything(repo) == before
    assert os.environ["GIT_DIR"] == "/nowhere"


@given(
    st.text(st.sampled_from("am/.-@{~^:?*[\\ lock\x7f\n"), max_size=7)
    | st.sampled_from(["a.lock", "a.lock/b", "@", "a/.b"])
)
def test_a_name_is_a_branch_when_git_says_so(name: str) -> None:
    done = subprocess.run(["git", "check-ref-format", f"refs/heads/{name}"], env=CLEAN, check=False)
    assert is_ref_name(name) == (done.returncode == 0 and not name.startswith("-") and name != "@")


def test_the_borrowing_directory_has_nothing_of_its_own(repo: Repo) -> None:
    with borrowing_repository(repo.root / ".git/objects", "sha1") as folder:
        assert Git(Path(folder)).run("rev-parse", "--glob=*", "--show-object-format").out == b"sha1\n"
    assert shutil.which("git")


def test_a_history_that_is_expected_twice_is_told_once(repo: Repo) -> None:
    with OpenRepository(repo.root) as opened:
        tip = repo.said("rev-parse", "HEAD")
        opened.expect(tip)
        first = opened.begun(tip)
        assert first is not None
        first.__exit__()
        opened.expect(tip)
        opened.expect(tip)
        again = opened.begun(tip)
        assert again is not None
        assert opened.begun(tip) is None
        assert b"".join(again.pieces()).startswith(tip.encode())
        again.__exit__()
