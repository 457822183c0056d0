"""Threat 43: names of refs that mean something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from history_company import edit
from ratified.git.error import HistoryError
from ratified.git.history import open_history

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


def test_threat_43_a_tag_named_main_is_not_main(repo: Repo) -> None:
    pushed = repo.branch("lee", edit("2h"))
    repo.ref("refs/tags/main", pushed)
    repo.ref("refs/main", pushed)
    repo.ref("refs/heads/refs/heads/main", pushed)
    repo.ref("refs/heads/heads/main", pushed)
    assert repo.verdict().verdict == "approved"
    with open_history(repo.root) as history:
        assert (history.ref, history.tip) == ("refs/heads/main", repo.tip)


@pytest.mark.parametrize(
    "name",
    [
        "--output=stolen",
        "-h",
        "--upload-pack=touch stolen",
        "main..HEAD",
        "main^{/x}",
        "main:docs",
        "@{-1}",
        "",
        " ",
        "a\nb",
        "main\0",
        "^main",
    ],
)
def test_threat_43_a_ref_that_git_could_take_for_something_else_is_refused(name: str, repo: Repo) -> None:
    with pytest.raises(HistoryError):
        open_history(repo.root, ref=name)
    with pytest.raises(HistoryError):
        open_history(repo.root, main=name)
    assert not list(repo.root.glob("stolen*"))


def test_threat_43_a_branch_with_an_odd_name_can_be_asked_about_in_full(repo: Repo) -> None:
    repo.ref("refs/heads/--output=stolen", repo.branch("lee", edit("2h")))
    assert repo.verdict(ref="refs/heads/--output=stolen").why == "direct"
    assert not (repo.root / "stolen").exists()
    assert repo.verdict().verdict == "approved"


def test_threat_43_main_may_be_a_remote_tracking_branch_and_never_another_remotes(repo: Repo) -> None:
    tip = repo.tip
    repo.ref("refs/remotes/fork/main", repo.branch("lee", edit("2h")))
    (repo.root / ".git/refs/heads/main").unlink()
    with pytest.raises(HistoryError, match="neither refs/heads/main nor refs/remotes/origin/main"):
        repo.verdict()
    repo.ref("refs/remotes/origin/main", tip)
    assert repo.verdict().verdict == "approved"
