"""What happens while an answer is made, and several runs at once: nothing wrong is ever kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from caching import ANSWERING, Judged, forgotten
from ratified.cache.store import CacheStore
from ratified.check.cached_judgement import cached_or_new_judgement
from ratified.demo.story import AS_OF
from ratified.git.error import HistoryError
from test_demo import git

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.check.judgement import Judgement

pytest_plugins = ["cache_fixtures"]

POLICY = "docs/policy/index.md"
Happens = Callable[[], object]


class Meanwhile:
    """Something else happens while an answer is made: before it is judged, and perhaps undone after it."""

    def __init__(self, patch: pytest.MonkeyPatch, judged: Judgement, before: Happens, after: Happens) -> None:
        self.judged, self.before, self.after = judged, before, after
        patch.setattr(ANSWERING, "judge", self.judge)

    def judge(self, *_: object) -> Judgement:
        self.before()
        self.after()
        return self.judged


def is_kept(keeping: Path) -> bool:
    found: Any = CacheStore(keeping / ".git", keeping).load("answer")
    return found.found is not None


def test_what_moved_while_it_was_judged_is_not_kept(demo: Path, judged: Judged) -> None:
    page = demo / POLICY
    text, stat = page.read_bytes(), page.stat()

    def edit() -> None:
        page.write_bytes(text + b"More.\n")

    def put_back() -> None:
        page.write_bytes(text)
        os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    def come_and_go() -> None:
        (demo / "docs/new.md").write_text("# New\n")
        (demo / "docs/new.md").unlink()

    happens: list[tuple[Happens, Happens]] = [
        (edit, lambda: None),
        (edit, put_back),
        (put_back, lambda: None),
        (come_and_go, lambda: None),
        (lambda: git(demo, "update-ref", "refs/heads/main", "main~1"), lambda: None),
    ]
    for before, after in happens:
        forgotten(demo / ".git")
        with pytest.MonkeyPatch.context() as patch:
            Meanwhile(patch, judged.whole, before, after)
            cached_or_new_judgement(demo, AS_OF)
        assert not is_kept(demo)


def test_what_was_judged_by_another_tip_is_not_kept(
    demo: Path, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Main moved and moved back: what the files say is the same all the while."""
    assert judged.whole.record is not None
    for tip, expected in ((judged.whole.record.tip, True), ("0" * 40, False)):
        forgotten(demo / ".git")
        moved = replace(judged.whole, record=replace(judged.whole.record, tip=tip))
        Meanwhile(monkeypatch, moved, lambda: None, lambda: None)
        cached_or_new_judgement(demo, AS_OF)
        assert is_kept(demo) is expected


def test_nothing_is_kept_of_what_could_not_be_read_or_trusted(demo: Path) -> None:
    forgotten(demo / ".git")
    (demo / "data/register.yml").write_text("nothing: [")
    assert cached_or_new_judgement(demo, AS_OF).undecided
    assert CacheStore(demo / ".git", demo).load("answer") is None
    (demo / ".git/shallow").write_text(git(demo, "rev-parse", "HEAD"))
    git(demo, "checkout", "-q", "data/register.yml")
    with pytest.raises(HistoryError, match="shallow"):
        cached_or_new_judgement(demo, date(2026, 11, 22))
