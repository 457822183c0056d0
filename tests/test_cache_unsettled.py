"""What a tool could not check today is asked again: it is not what stands until midnight."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from caching import DAY, REF, Judged, account, plainly_told, told
from ratified.cache.store import CacheStore
from ratified.check.cached_judgement import cached_or_new_judgement
from ratified.demo.story import AS_OF
from ratified.git.history import open_history
from ratified.git.openpgp import PgpTrust
from ratified.git.ssh_signature import SshTrust
from ratified.model.landing import CommitSignature
from worlds import PAGE, PAGE_TEXT, World
from written_worlds import Keyring, write

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["cache_fixtures"]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two merges by Ann with her key, and one that Eve signed with a key nobody trusts."""
    folder = tmp_path_factory.mktemp("signed")
    world = World().adopted(sign="ann")
    world.merged({PAGE: PAGE_TEXT + "Second words.\n"}, "bob", "ann", sign="ann")
    world.merged({"runbooks/RB-01.md": "Step two.\n"}, "bob", "ann", sign="eve")
    write(folder / "repo.git", {"history": world}, Keyring(folder / "ring"))
    return folder / "repo.git"


def unable(*_: object) -> CommitSignature:
    return CommitSignature("uncheckable", why="the tool broke off")


def unsure(*_: object) -> CommitSignature:
    return CommitSignature("untrusted", why="the tool broke off half way")


def test_a_history_of_which_a_signature_could_not_be_checked(signed: Path, tmp_path: Path) -> None:
    keeping = shutil.copytree(signed, tmp_path / "repo.git")
    truth = plainly_told(keeping, DAY)
    with account(tmp_path / "account"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SshTrust, "judge", unable)
            for _ in range(2):
                assert told(keeping, DAY).count("cannot be checked: the tool broke off") > truth.count(
                    "cannot be checked"
                )
        assert told(keeping, DAY) == truth
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SshTrust, "judge", unable)
            assert told(keeping, DAY) == truth, "what could be checked once stays"


def test_only_what_is_sure_outlives_the_day(signed: Path, tmp_path: Path) -> None:
    """Git says that a key is not trusted, too, where the tool broke off while it looked the key up."""
    keeping = shutil.copytree(signed, tmp_path / "repo.git")
    with account(tmp_path / "account"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SshTrust, "judge", unsure)
            told(keeping, DAY)
        next_day = date(2024, 2, 2)
        assert told(keeping, next_day) == plainly_told(keeping, next_day)
        with open_history(keeping, ref=REF) as history:
            found = history.kept.load("answers")
        assert isinstance(found, tuple)
        assert {s.state for each in found[0].values() for s in each.values()} == {"good"}


@pytest.mark.parametrize("trust", [SshTrust, PgpTrust])
def test_an_answer_that_hangs_on_such_a_signature(trust: type, judged: Judged, tmp_path: Path) -> None:
    keeping = shutil.copytree(judged.repo, tmp_path / "repo")
    with account(tmp_path / "account"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(trust, "judge", unable)
        assert cached_or_new_judgement(keeping, AS_OF).errors > judged.whole.errors
        kept = CacheStore(keeping / ".git", keeping)
        found: Any = kept.load("answer")
        assert found.found is None
        assert kept.load("docket refs/heads/main") is None
