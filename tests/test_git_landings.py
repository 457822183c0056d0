"""The landings: every path that each changed, whatever the path, the mode or the repository's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from caching import account
from history_repo import START, Repo
from ratified.git.error import HistoryError
from ratified.git.history import open_history
from ratified.git.mainline import _records, require_whole
from ratified.git.running import RunningGit
from ratified.git.trees import entries
from ratified.model.landing import Blob, Landing, PathChange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATHS = [
    "plain.md",
    "tab\there",
    'quo"te',
    "new\nline",
    ":colon",
    "*",
    "back\\slash",
    "caf\xe9",
    "a\udcff",
    "deep/er/x",
]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "r")


def landings(repo: Repo, **asked: object) -> list[Landing]:
    with open_history(repo.root, **asked) as history:  # type: ignore[arg-type]
        return list(history.landings)


def paths(landing: Landing) -> set[str]:
    return {change.path for change in landing.changes}


def blob(repo: Repo, text: str, mode: str = "100644") -> Blob:
    return Blob(mode, repo.said("hash-object", "--stdin", feed=text.encode()))


def test_landings_run_from_the_root_to_the_head(repo: Repo) -> None:
    ids = [repo.lands({"a": str(number)}) for number in range(4)]
    with open_history(repo.root) as history:
        assert [landing.commit.id for landing in history.landings] == ids
        assert [landing.number for landing in history.landings] == [0, 1, 2, 3]
        assert (history.tip, history.tip, history.ref) == (ids[-1], ids[-1], "refs/heads/main")


def test_the_root_is_measured_against_the_empty_tree(repo: Repo) -> None:
    repo.lands({"a": "1", "b/c": "2"})
    (root,) = landings(repo)
    assert root.changes == (PathChange("a", None, blob(repo, "1")), PathChange("b/c", None, blob(repo, "2")))


def test_a_merge_is_measured_against_its_first_parent(repo: Repo) -> None:
    base = repo.lands({"a": "1"})
    side = repo.commit({"b": "2"}, [base])
    repo.lands({"c": "3"})
    repo.lands({"b": "2", "a": None}, [side])
    assert [sorted(paths(landing)) for landing in landings(repo)] == [["a"], ["c"], ["a", "b"]]


def test_any_path_is_read_to_the_byte(repo: Repo) -> None:
    repo.lands(dict.fromkeys(PATHS, "1"))
    repo.lands(dict.fromkeys(PATHS, "2"))
    repo.lands(dict.fromkeys(PATHS))
    for landing in landings(repo):
        assert paths(landing) == set(PATHS)


def test_modes_types_and_empty_commits(repo: Repo) -> None:
    sub = repo.lands({"f": "1", "d/x": "1", "s": ("160000", "1" * 40)})
    repo.lands({"f": ("100755", "1"), "s": ("160000", "2" * 40)})
    repo.lands({"f": ("120000", "d/x"), "s": "now a file"})
    repo.lands({"f": ("160000", sub), "d/x": None, "d": "a file where a folder was"})
    repo.lands({})
    one, link = blob(repo, "1"), blob(repo, "d/x", "120000")
    _, mode, type_, gitlink, empty = landings(repo)
    assert mode.changes == (
        PathChange("f", one, Blob("100755", one.id)),
        PathChange("s", Blob("160000", "1" * 40), Blob("160000", "2" * 40)),
    )
    assert type_.changes[0] == PathChange("f", Blob("100755", one.id), link)
    assert paths(gitlink) == {"d", "d/x", "f"}
    assert gitlink.changes[2] == PathChange("f", link, Blob("160000", sub))
    assert empty.changes == ()


def test_a_rename_is_a_removal_and_an_addition(repo: Repo) -> None:
    repo.lands({"old": "text\n" * 50})
    repo.lands({"old": None, "new": "text\n" * 50})
    assert [(change.path, change.before is None) for change in landings(repo)[1].changes] == [
        ("new", True),
        ("old", False),
    ]


def test_no_setting_of_the_repository_hides_a_change(repo: Repo) -> None:
    modules = '[submodule "s"]\n\tpath = s\n\turl = x\n\tignore = all\n'
    repo.lands({"s": ("160000", "1" * 40), ".gitmodules": modules, ".gitattributes": "* -diff filter=x\n", "a": "1"})
    repo.lands({"s": ("160000", "2" * 40), "a": "2"})
    (repo.root / "order").write_text("s\n")
    before = landings(repo)
    for name, value in {
        "diff.ignoreSubmodules": "all",
        "submodule.s.ignore": "all",
        "diff.orderFile": "order",
        "diff.renames": "copies",
        "diff.relative": "true",
        "diff.noprefix": "true",
        "diff.external": "false",
        "log.showRoot": "false",
        "log.diffMerges": "off",
        "log.follow": "true",
        "log.date": "relative",
        "log.decorate": "full",
        "log.mailmap": "true",
        "log.showSignature": "true",
        "format.pretty": "oneline",
        "format.notes": "true",
        "i18n.logOutputEncoding": "utf-16",
        "i18n.commitEncoding": "latin1",
        "core.abbrev": "4",
        "core.quotePath": "true",
        "core.attributesFile": "order",
        "core.pager": "false",
        "core.worktree": "/",
        "core.fsmonitor": "false",
        "alias.log": "!false",
        "alias.cat-file": "!false",
        "trailer.separators": "#",
        "trailer.co-authored-by.key": "x",
        "color.ui": "always",
        "gpg.program": "false",
        "include.path": "nowhere",
    }.items():
        repo.git("config", name, value)
    repo.git("-c", "user.name=N", "-c", "user.email=n@x", "notes", "add", "-m", "a note", "main")
    (repo.root / ".mailmap").write_text("Eve <eve@example.com> <ada@example.com>\n")
    assert landings(repo) == before
    assert paths(before[1]) == {"a", "s"}


def test_equal_blobs_and_paths_are_one_object(repo: Repo) -> None:
    repo.lands({"a": "1"})
    repo.lands({"a": "2"})
    first, second = landings(repo)
    assert first.changes[0].after is second.changes[0].before
    assert first.changes[0].path is second.changes[0].path


def test_sha256(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r", "sha256")
    base = repo.lands({"a": "1", "d/b": "2"})
    side = repo.commit({"c": "3"}, [base])
    head = repo.lands({"c": "3"}, [side])
    with open_history(repo.root) as history:
        assert (history.object_format, history.tip, len(head)) == ("sha256", head, 64)
        assert [sorted(paths(landing)) for landing in history.landings] == [["a", "d/b"], ["c"]]
        assert [commit.id for commit in history.brought_in(history.landings[1])] == [side]
        assert history.blob(history.listing(head)["d/b"].id) == b"2"
        remerged = history.remerge(history.landings[1].commit)
        assert remerged is not None
        assert not remerged.differs


DAY = 86400
FIRST = START // DAY * DAY


def test_a_listing_is_what_git_lists(repo: Repo) -> None:
    repo.lands(dict.fromkeys(PATHS, "1") | {"s": ("160000", "1" * 40), "x": ("100755", ""), "l": ("120000", "x")})
    old = repo.lands({"x": None, "deep/er/y/z": "2"})
    repo.lands({"deep": "gone"})
    for commit in (old, repo.tip):
        assert commit
        rows = [
            row.split("\t", 1)
            for row in repo.git("ls-tree", "-r", "-z", commit).decode("utf-8", "surrogateescape").split("\0")[:-1]
        ]
        expected = {path: Blob(meta.split()[0], meta.split()[2]) for meta, path in rows}
        with open_history(repo.root) as history:
            assert history.listing(commit) == expected


def tree_of(repo: Repo, *rows: tuple[bytes, bytes]) -> bytes:
    content = repo.said("hash-object", "-w", "--stdin", feed=b"x")
    body = b"".join(mode + b" " + name + b"\0" + bytes.fromhex(content) for mode, name in rows)
    return repo.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", feed=body).strip()


def with_tree(repo: Repo, tree: bytes) -> str:
    who = b"A <a@x> 1700000000 +0000"
    return repo.main(repo.raw(b"tree %b\nauthor %b\ncommitter %b\n\nm\n" % (tree, who, who)))


@pytest.mark.parametrize("names", [(b"..",), (b"a/b",), (b"a", b"a"), (b".git",), (b".",)])
def test_a_tree_that_git_forbids_holds_nothing(repo: Repo, names: tuple[bytes, ...]) -> None:
    with_tree(repo, tree_of(repo, *((b"100644", name) for name in names)))
    with open_history(repo.root) as history:
        (landing,) = history.landings
        assert landing.changes == ()
        assert "no tree that can be read one way only" in landing.commit.faults[0]
        assert history.listing(history.tip) == {}


def test_the_modes_of_ancient_trees_are_those_that_git_takes_them_for(repo: Repo) -> None:
    with_tree(repo, tree_of(repo, (b"100664", b"a"), (b"100775", b"b")))
    with open_history(repo.root) as history:
        assert [blob.mode for blob in history.listing(history.tip).values()] == ["100644", "100755"]


def test_a_damaged_tree_holds_nothing() -> None:
    assert entries("a" * 40, "tree", b"100644 name\0short") is None


def test_missing_objects_are_never_taken_for_no_history(repo: Repo) -> None:
    repo.lands({"a": "1", "d/b": "1"})
    base = repo.lands({"a": "2"})
    repo.lands({"a": "3"})
    lost = {base: "commit", repo.tree(base): "tree", repo.said("rev-parse", f"{base}:a"): "blob"}
    for id_, kind in lost.items():
        file = repo.root / ".git" / "objects" / id_[:2] / id_[2:]
        data = file.read_bytes()
        file.unlink()
        if kind == "blob":
            with open_history(repo.root) as history, pytest.raises(HistoryError, match=f"the object {id_} is missing"):
                history.blob(id_)
        else:
            with pytest.raises(HistoryError, match=r"broke off|missing"):
                open_history(repo.root)
        file.write_bytes(data)


def test_a_broken_object_is_told_from_its_id(repo: Repo) -> None:
    repo.lands({"a": "1"})
    one, other = (repo.said("hash-object", "-w", "--stdin", feed=text) for text in (b"one", b"two"))
    objects = repo.root / ".git" / "objects"
    target = objects / one[:2] / one[2:]
    target.unlink()
    target.write_bytes((objects / other[:2] / other[2:]).read_bytes())
    with open_history(repo.root) as history, pytest.raises(HistoryError, match=r"content of its id|broke off|missing"):
        history.blob(one)


def test_an_object_of_another_type_is_told(repo: Repo) -> None:
    repo.lands({"a": "1"})
    with open_history(repo.root) as history:
        with pytest.raises(HistoryError, match="is a commit where a blob is needed"):
            history.blob(history.tip)
        with pytest.raises(HistoryError, match="is a tree where a commit is needed"):
            history.listing(history.landings[0].commit.tree)
        for id_ in ("HEAD", "--batch", "a" * 39, "A" * 40, "a" * 40 + "\n", ""):
            with pytest.raises(HistoryError, match="is no object id"):
                history.blob(id_)


def test_many_blobs_are_read_at_once(repo: Repo) -> None:
    size = 3000
    repo.lands({f"{number % 50}/{number}": f"{number} " * 60 for number in range(size)})
    with open_history(repo.root) as history:
        ids = {path: held.id for path, held in history.listing(history.tip).items()}
        found = history.blobs(ids.values())
        assert {path: found[id_] for path, id_ in ids.items()} == {
            f"{number % 50}/{number}": f"{number} ".encode() * 60 for number in range(size)
        }
        assert history.blobs([]) == {}


def log_of(*records: bytes) -> Iterator[bytes]:
    whole = b"".join(records)
    for cut in range(0, len(whole), 7):
        yield whole[cut : cut + 7]


META = b":100644 100644 " + b"1" * 40 + b" " + b"2" * 40 + b" M\0"


def test_a_path_that_looks_like_a_record_is_a_path() -> None:
    hostile = [b"c" * 40, META[:-1], b"\n:", b"\n"]
    told = [b"a" * 40 + b"\0\n", *(META + path + b"\0" for path in hostile), b"b" * 40 + b"\0"]
    records = list(_records(log_of(*told)))
    assert [(id_, [change.path.encode() for change in changes]) for id_, changes in records] == [
        ("a" * 40, hostile),
        ("b" * 40, []),
    ]


def test_a_log_that_leaves_a_commit_out_is_not_believed(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [repo.lands({"a": str(number)}) for number in range(3)]
    with open_history(repo.root) as history:
        whole = list(history.landings)
    assert [landing.commit.id for landing in whole] == ids
    for kept in ([2], [2, 0], [1, 0], [2, 1]):
        told = b"".join(ids[number].encode() + b"\0" for number in kept)
        monkeypatch.setattr(RunningGit, "pieces", lambda _, told=told: iter([told]))
        with account(None), open_history(repo.root) as history:
            assert list(history.landings) == whole


def test_a_log_that_leaves_a_change_out_is_told(repo: Repo) -> None:
    repo.lands({"a": "1", "b": "1"})
    repo.lands({"a": "2"})
    repo.lands({"a": None, "c": "3"})
    with open_history(repo.root) as history:
        whole, held = list(history.landings), history.listing(history.tip)
    require_whole(whole, held)
    for number, landing in enumerate(whole):
        for place in range(len(landing.changes)):
            fewer = landing.changes[:place] + landing.changes[place + 1 :]
            with pytest.raises(HistoryError, match="does not agree"):
                require_whole([*whole[:number], landing._replace(changes=fewer), *whole[number + 1 :]], held)


@pytest.mark.parametrize("cut", [1, 20, 60, 141, 150])
def test_a_log_that_breaks_off_is_told(cut: int) -> None:
    whole = b"a" * 40 + b"\0\n" + META + b"path\0"
    with pytest.raises(HistoryError, match="does not agree"):
        list(_records(iter([whole[:-cut]])))
