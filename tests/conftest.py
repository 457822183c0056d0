"""The starter: a copy of this repository's own data, docs and runbooks, changed a line at a time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from ratified.check import judge as judging
from ratified.check import run_rules
from ratified.policy import Book
from ratified.policy import read as reading
from ratified.rules import BY_CODE
from ratified.site import audit
from ratified.source.page import read_page
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from ratified.check.judgement import Judgement
    from ratified.model.finding import Finding
    from visits import Visit

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a thousand commands are run here: each would compile all modules anew
sys.dont_write_bytecode = False

settings.register_profile("untimed", deadline=None)  # no test asserts a time: the machine may be busy
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
OF_WAIVERS = "GOV-13"
"""The rule whose answer hangs on what all the others find."""

_COMMITTED = {"NAME": "Lee Brandt", "EMAIL": "lee@example.com", "DATE": "2026-11-20T12:00:00Z"}


@pytest.fixture(autouse=True, scope="session")
def _account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An account of its own to keep answers under, so that no test writes into anybody's home."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("account")))
        patch.delenv("CI", raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _pages_read_once() -> Iterator[None]:
    """Read a page once a process: hundreds of tests change one line of one file and read sixty others as they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read_page", lru_cache(maxsize=512)(read_page))
        yield


@pytest.fixture(autouse=True)
def _nothing_watched_on() -> Iterator[None]:
    """A build that a test begins and does not end would have the tests after it refused what no build may."""
    yield
    audit.stop()


def commit_everything(root: Path) -> None:
    """Make a folder a git repository with one commit on main that holds all of it."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(root),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _COMMITTED.items()},
    }
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "Everything"]):
        subprocess.run(["git", *command], cwd=root, env=environment, check=True)


class Starter:
    """A repository to change and judge. Paths are relative; every change must find exactly one place."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("data", "docs", "runbooks"):
            shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("screens"))

    def change(self, path: str, old: str, new: str) -> Starter:
        """Replace the only occurrence of `old` in a file."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
        file.write_text(text.replace(old, new), encoding="utf-8")
        return self

    def write(self, path: str, text: str) -> Starter:
        """Write a whole file."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return self

    def lead(self, path: str, text: str) -> int:
        """Put a paragraph before everything else on a page; the line it begins on."""
        head, end, body = (self.root / path).read_text(encoding="utf-8").partition("\n---\n")
        self.write(path, f"{head}{end}\n{text}\n{body}")
        return head.count("\n") + 4

    def add(self, path: str, text: str) -> int:
        """Put a paragraph at the end of a page, where the last clause takes it in; the line it begins on."""
        before = (self.root / path).read_text(encoding="utf-8").rstrip("\n")
        self.write(path, f"{before}\n\n{text}\n")
        return before.count("\n") + 3

    def line(self, path: str, needle: str) -> int:
        """The number of the only line that holds `needle`."""
        lines = (self.root / path).read_text(encoding="utf-8").split("\n")
        found = [number for number, line in enumerate(lines, 1) if needle in line]
        assert len(found) == 1, f"{path} holds {needle!r} on lines {found}"
        return found[0]

    def committed(self) -> Starter:
        """Put everything as it is now into one commit on main, so that the command has a history to read."""
        commit_everything(self.root)
        return self

    def book(self) -> Book:
        """What it says, which must read without a fault that stops it."""
        found = reading.read_book(WorkTree(self.root)).book
        assert found is not None
        return found

    def judge(self, as_of: date = TODAY) -> Judgement:
        return judging.judge_tree(WorkTree(self.root), as_of)

    def findings(self, code: str, as_of: date = TODAY) -> list[Finding]:
        """The findings of one rule, which alone is asked: to ask all takes ten times as long.

        A file that cannot be read fails the test unless a SIT code is asked for.
        """
        with pytest.MonkeyPatch.context() as patch:
            if code != OF_WAIVERS:
                patch.setattr(run_rules, "RULES", (BY_CODE[code],))
            judged = self.judge(as_of)
        assert judged.book is not None or code.startswith("SIT"), [str(f.place) for f in judged.findings]
        return [finding for finding in judged.findings if finding.code == code]

    def places(self, code: str, as_of: date = TODAY) -> list[str]:
        """Where one rule fires: `path:line`, in order."""
        return [f"{f.place.path}:{f.place.line}" for f in self.findings(code, as_of)]


@pytest.fixture
def starter(tmp_path: Path) -> Starter:
    return Starter(tmp_path)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one Chromium of a test process: its driver cannot be started twice in one."""
    from serving import chromium

    with chromium() as found:
        yield found


# Sites, each built once in a run and shared by the test processes. A test module may put its own in their place.


def _of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all test processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen") else base


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """This repository's site, and what its build printed."""
    from serving import built_once

    return built_once(_of_the_run(tmp_path_factory))


@pytest.fixture(scope="session")
def site(whole: tuple[Path, str]) -> Path:
    """This repository's site."""
    return whole[0]


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company's site, of a real history; its repository is `demo` beside it."""
    from serving import demo_once

    return demo_once(_of_the_run(tmp_path_factory) / "company")


@pytest.fixture(scope="session")
def approved_host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A host's folder with this repository's site in it, everything approved."""
    from built_sites import approved, stood_once

    return stood_once(_of_the_run(tmp_path_factory) / "approved", approved)


@pytest.fixture(scope="session")
def mixed_host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A host's folder with this repository's site in it, which shows every verdict."""
    from built_sites import every_verdict, stood_once

    return stood_once(_of_the_run(tmp_path_factory) / "mixed", every_verdict)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where this repository's site is served."""
    from serving import served

    with served(site) as found:
        yield found


@pytest.fixture(scope="session")
def demo_address(demo_site: Path) -> Iterator[str]:
    """Where the demo company's site is served."""
    from serving import served

    with served(demo_site) as found:
        yield found


@pytest.fixture(scope="session")
def approved_address(approved_host: Path) -> Iterator[str]:
    """Where the site on which everything is approved is served."""
    from built_sites import BASE
    from serving import served

    with served(approved_host) as found:
        yield f"{found}{BASE}"


@pytest.fixture(scope="session")
def mixed_address(mixed_host: Path) -> Iterator[str]:
    """Where the site that shows every verdict is served."""
    from built_sites import BASE
    from serving import served

    with served(mixed_host) as found:
        yield f"{found}{BASE}"


@pytest.fixture(scope="session")
def navigation(site: Path) -> list[str]:
    """The address of every entry of the navigation, in order, relative to the site."""
    home = (site / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a href="([^"#]+)" class="md-nav__link', home)
    found = list(dict.fromkeys("" if link == "." else link for link in links))
    assert len(found) > 40
    assert found[0] == "start-here/"
    return found


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A visit to the site that the module serves."""
    from visits import Visit

    found = Visit(browser, address)
    yield found
    found.context.close()
