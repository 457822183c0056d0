"""Kept answers: accounts to keep them under, a small history to ask about, and everything that is said of it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import pytest

from ratified.cache import store
from ratified.check.approval_record import approval_history_of
from ratified.cli.main import main
from ratified.git.history import open_history
from worlds import PAGE, PAGE_TEXT, World
from written_worlds import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratified.check.judgement import Judgement

ANSWERING = import_module("ratified.check.cached_judgement")
"""The module; its package says `answer` for the function."""
REF = "refs/heads/history"
DAY = date(2024, 2, 1)


class Judged(NamedTuple):
    """A repository, what `judge` says of it, and the account that kept the answer."""

    repo: Path
    whole: Judgement
    account: Path


class AskedError(Exception):
    """Somebody judged anew."""


@contextmanager
def account(home: Path | None) -> Iterator[None]:
    """Whatever is kept is kept under the account with this cache folder; with None nothing is."""
    with pytest.MonkeyPatch.context() as patch:
        if home is None:
            patch.setattr(store, "account_folder", lambda: None)
        else:
            patch.setenv("XDG_CACHE_HOME", str(home))
        yield


def kept_of(git_dir: Path) -> Path:
    """The folder in which the account that acts keeps what it learned of a repository."""
    folder = store.CacheStore(git_dir.resolve(), git_dir.resolve())._folder
    assert folder is not None
    return folder


def forgotten(git_dir: Path) -> None:
    """Nothing of a repository is kept any more."""
    shutil.rmtree(kept_of(git_dir), ignore_errors=True)


def unapproved_world() -> World:
    """A policy that was approved, and then changed by somebody whom nobody knows."""
    world = World().adopted()
    world.merged({PAGE: PAGE_TEXT + "Second words.\n"}, "bob", "ann")
    world.pushed({PAGE: PAGE_TEXT + "Approved, honestly.\n"}, "eve")
    return world


def written(root: Path, world: World) -> Path:
    """A bare repository with this world as its one branch."""
    write(root, {"history": world})
    return root


def told(root: Path, as_of: date, ref: str = REF) -> str:
    """All that is said of a history: its landings, every verdict, every event."""
    with open_history(root, ref=ref) as history, approval_history_of(history, as_of) as approvals:
        verdicts = [asdict(verdict) for verdict in approvals.verdicts.values()]
        events = [
            asdict(event) for document in sorted(approvals.decisions.changes) for event in approvals.events(document)
        ]
        authority = approvals.authority.number if approvals.authority else None
        more = [(id_, approvals.version(id_), approvals.awaiting(id_)) for id_ in approvals.documents]
        return repr((history.ref, history.tip, list(history.landings), authority, more, verdicts, events))


def plainly_told(root: Path, as_of: date, ref: str = REF) -> str:
    """The same, with nothing kept."""
    with account(None):
        return told(root, as_of, ref)


def forge(repo: Path) -> None:
    """Keep that everything is approved, by the account that is acting."""
    told(repo, DAY)
    name = f"approvals {REF}"
    with open_history(repo, ref=REF) as history:
        found = history.kept.load(name)
        assert isinstance(found, tuple)
        key, (timeline, decisions, own) = found
        verdicts = {id_: replace(v, verdict="approved") for id_, v in own["verdicts"].items()}
        history.kept.keep(name, (key, (timeline, decisions, {**own, "verdicts": verdicts})))


def files(git_dir: Path) -> list[Path]:
    return sorted(kept_of(git_dir).iterdir())


class Command:
    """The command as one calls it: what it prints, what it complains of, how it ends."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return code, *self._capsys.readouterr()
