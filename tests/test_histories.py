"""The repositories of the tests are git's own: what they write by themselves is what git would have written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from histories import Repo

if TYPE_CHECKING:
    from pathlib import Path

    from history_keys import Keys
    from ratified.model.landing import Blob

pytest_plugins = ["history_fixtures"]

ODD: dict[str, str | tuple[str, str]] = {
    "a.b": "2",
    "a/b": "3",
    "a/é/\udcff": "4",
    "a-b/c": "",
    "z": ("120000", "a"),
    "run": ("100755", "#!"),
}


@pytest.mark.parametrize("options", [(), ("--object-format=sha256",)])
def test_objects_are_those_that_git_writes(keys: Keys, tmp_path: Path, options: tuple[str, ...]) -> None:
    repo = Repo(tmp_path / "odd", keys).init(*options)
    files = repo.changed({}, ODD)
    for path, blob in files.items():
        content = ODD[path]
        text = content if isinstance(content, str) else content[1]
        assert repo.git("hash-object", "--stdin", feed=text.encode()) == blob.id
    assert repo.tree(files) == written_by_git(repo, files)
    repo.land(repo.commit([], files, "lee", "Begin"))
    repo.merges("kim", change={"a/b": "5", "new": "6"})
    assert repo.git("fsck", "--strict", "--full") == ""
    assert repo.git("log", "--format=%s", "--first-parent") == "Merge pull request #12 from lee/change\nBegin"


def written_by_git(repo: Repo, files: dict[str, Blob]) -> str:
    rows = "".join(f"{blob.mode} {blob.id}\t{path}\0" for path, blob in files.items())
    repo.git("update-index", "-z", "--index-info", feed=rows.encode("utf-8", "surrogateescape"))
    return repo.git("write-tree")
