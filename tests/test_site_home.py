"""Home and what other systems read, built: the same as the command says, byte for byte, and honest where it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from nightly import rest_by_night
from ratified.check import background as module
from ratified.check.background import judge_in_background
from ratified.check.cached_judgement import cached_judgement, cached_or_new_judgement
from ratified.check.judgement import Judgement
from ratified.demo.story import AS_OF
from ratified.git.discovery import RepositoryFolders, find_repository
from ratified.policy.macro_data import FINDINGS
from ratified.site.build_verdicts import make_verdicts
from serving import build
from test_views import Words, whole_book

if TYPE_CHECKING:
    from collections.abc import Callable

COMMAND = Path(sys.executable).with_name("ratified")
CLEAN, FAULT = "", "self-approval"


def ratified(*arguments: str) -> str:
    """What the command prints, whatever its exit code says."""
    return subprocess.run([COMMAND, *arguments], capture_output=True, text=True, check=False).stdout


class Company:
    """The demo company with a fault or none, and its site."""

    def __init__(self, folder: Path, fault: str) -> None:
        self.root, self.site = folder / "company", folder / "site"
        ratified("demo", str(self.root), *(["--break", fault] if fault else []))
        self.build()
        self.page = (self.site / "index.html").read_text(encoding="utf-8")
        self.text = " ".join(Words(self.page.partition("<article")[2].partition("</article>")[0]).text.split())

    def build(self) -> dict[str, bytes]:
        ran = build(self.root, self.site, "--strict")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return {name: (self.site / name).read_bytes() for name in ("status.json", "findings.json", "badge.svg")}

    def says(self, verb: str, *more: str) -> str:
        return ratified(verb, "--repo", str(self.root), "--as-of", str(AS_OF), *more)


@pytest.fixture(scope="module", params=rest_by_night([CLEAN, FAULT], [FAULT]))
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("home"), request.param)


def test_the_files_are_what_the_command_prints(company: Company) -> None:
    for name, verb in (("status.json", "status"), ("findings.json", "check")):
        assert (company.site / name).read_text(encoding="utf-8") == company.says(verb, "--format", "json"), name


def test_home_shows_the_counts_that_the_command_prints(company: Company) -> None:
    closing = company.says("check").strip().split("\n")[-1]
    counts = closing.removesuffix(f", as of {AS_OF}")
    assert f"The check finds {counts}." in company.text
    found = json.loads(company.says("check", "--format", "json"))["findings"]
    assert all(f"{one['code']} " in company.text for one in found)


def test_the_answer_and_the_badge_follow_the_verdicts(company: Company) -> None:
    verdicts = [one["verdict"] for one in json.loads(company.says("status", "--format", "json"))["documents"]]
    current = verdicts.count("approved")
    assert f"Documents approved {'✔' if current == len(verdicts) else '✖'} {current} of {len(verdicts)}" in company.text
    assert ("All documents approved and up to date." in company.text) == (current == len(verdicts))
    badge = (company.site / "badge.svg").read_text(encoding="utf-8")
    assert ("1 not approved" in badge) == (current < len(verdicts))


@pytest.mark.nightly
def test_another_build_writes_the_same_bytes(company: Company) -> None:
    home = company.page
    assert company.build() == company.build()
    assert (company.site / "index.html").read_text(encoding="utf-8") == home


def test_the_coverage_page_counts_what_the_check_found(company: Company) -> None:
    page = (company.site / "coverage/index.html").read_text(encoding="utf-8")
    found = json.loads(company.says("check", "--format", "json"))["findings"]
    assert (f"{AS_OF}, 1 finding" in " ".join(Words(page).text.split())) == bool(found)
    assert "runs with each check</span>" not in page


# The answer beside other work


@pytest.fixture
def repository(company: Company) -> tuple[Path, RepositoryFolders]:
    return company.root, find_repository(company.root)


def forbidden(*_: object, **__: object) -> subprocess.Popen[bytes]:
    raise AssertionError("no process was to be started")


def absent(*_: object, **__: object) -> subprocess.Popen[bytes]:
    raise FileNotFoundError


def fails(*_: object, **__: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"], stdout=subprocess.PIPE)


def starting(start: Callable[..., object]) -> SimpleNamespace:
    """The module `subprocess` as one module sees it: git goes on as before."""
    return SimpleNamespace(Popen=start, DEVNULL=subprocess.DEVNULL, PIPE=subprocess.PIPE)


def test_a_kept_answer_starts_no_process(
    repository: tuple[Path, RepositoryFolders], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, found = repository
    asked = cached_or_new_judgement(root, AS_OF)
    cached_or_new_judgement(root, AS_OF)
    monkeypatch.setattr(module, "subprocess", starting(forbidden))
    with judge_in_background(root, AS_OF, found) as check:
        assert check().findings == asked.findings


def test_without_one_another_process_says_the_same_and_keeps_it(repository: tuple[Path, RepositoryFolders]) -> None:
    root, found = repository
    asked = cached_or_new_judgement(root, AS_OF)
    page = root / "docs/glossary.md"
    before = page.read_bytes()
    try:
        page.write_bytes(before + b"\nA day later.\n")
        assert cached_judgement(root, AS_OF, found) is None
        with judge_in_background(root, AS_OF, found) as check:
            told = check()
        assert (told.head, told.book, told.record) == (asked.head, None, None)
        assert told.findings == cached_or_new_judgement(root, AS_OF).findings
    finally:
        page.write_bytes(before)


@pytest.mark.parametrize("start", [fails, absent])
def test_a_check_that_cannot_run_decides_nothing(
    start: Callable[..., object], repository: tuple[Path, RepositoryFolders], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, found = repository
    monkeypatch.setattr(module, "cached_judgement", lambda *_: None)
    monkeypatch.setattr(module, "subprocess", starting(start))
    with judge_in_background(root, AS_OF, found) as check:
        told = check()
    assert told.undecided == "the check could not be run while the site was built; run `ratified check`"
    assert told.findings == ()


def test_a_check_of_another_commit_decides_nothing(
    repository: tuple[Path, RepositoryFolders], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, found = repository
    monkeypatch.setattr(module, "cached_judgement", lambda *_: Judgement(AS_OF, None, (), head="0" * 40))
    standing = make_verdicts(root, AS_OF, whole_book(), None, FINDINGS, found, anew=False)
    assert standing.checked is not None
    assert standing.checked.undecided == "the main branch moved while the site was built; build it again"


def test_a_site_that_shows_no_finding_is_built_without_a_check(
    repository: tuple[Path, RepositoryFolders], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, found = repository
    monkeypatch.setattr("ratified.site.build_verdicts.judge_in_background", forbidden)
    assert make_verdicts(root, AS_OF, whole_book(), None, frozenset(), found).checked is None
