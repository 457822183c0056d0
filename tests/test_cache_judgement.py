"""The kept answer of `check`: whatever could change what `judge` says makes it ask `judge` again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from caching import ANSWERING, AskedError, Judged
from ratified.cache import store
from ratified.check.cached_judgement import cached_or_new_judgement
from ratified.check.query import CheckQuery
from ratified.check.status import status_report
from ratified.demo.story import AS_OF
from ratified.model.landing import Anchor, Anchors
from test_demo import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ratified.check.judgement import Judgement

pytest_plugins = ["cache_fixtures"]

POLICY = "docs/policy/index.md"


def write(path: str, text: str = "More.\n", mode: str = "a") -> Callable[[Path], None]:
    def change(keeping: Path) -> None:
        (keeping / path).parent.mkdir(exist_ok=True, parents=True)
        with (keeping / path).open(mode, encoding="utf-8") as file:
            file.write(text)

    return change


def ignored(path: str) -> Callable[[Path], None]:
    def change(keeping: Path) -> None:
        write(".git/info/exclude", f"/{path}\n")(keeping)
        write(path)(keeping)
        assert path not in git(keeping, "status", "--porcelain", "--untracked-files=all")

    return change


def runs(*arguments: str) -> Callable[[Path], None]:
    def change(keeping: Path) -> None:
        git(keeping, "-c", "user.name=X", "-c", "user.email=x@x", *arguments)

    return change


def executable(keeping: Path) -> None:
    (keeping / POLICY).chmod(0o755)


def a_link(keeping: Path) -> None:
    (keeping / POLICY).rename(keeping / "docs/policy/other")
    (keeping / POLICY).symlink_to("other")


def a_folder_is_a_link(keeping: Path) -> None:
    write(".git/info/exclude", "/.github\n")(keeping)
    (keeping / ".github").rename(keeping / ".git/hub")
    (keeping / ".github").symlink_to(".git/hub")


def another_main(keeping: Path) -> None:
    register = keeping / "data/register.yml"
    register.write_text(register.read_text().replace("main: main\n", "main: trunk\n"))


def main_elsewhere(keeping: Path) -> None:
    git(keeping, "update-ref", "refs/remotes/origin/main", "main")
    git(keeping, "checkout", "-q", "--detach")
    git(keeping, "branch", "-q", "-D", "main")


CHANGES: dict[str, Callable[[Path], None]] = {
    "a page": write(POLICY),
    "data": write("data/severities.yml", "\n"),
    "trust": write("data/trust/allowed_signers", "# more\n"),
    "CODEOWNERS": write(".github/CODEOWNERS", "* @x\n"),
    "layout": write("mkdocs.yml", "# more\n"),
    "any file git tracks": write("README.md"),
    "a mode": executable,
    "a link": a_link,
    "a folder that is a link": a_folder_is_a_link,
    "a file gone": lambda keeping: next((keeping / "runbooks").iterdir()).unlink(),
    "a new file": write("macros/new.py"),
    "a new page": write("docs/new.md", "# New\n"),
    "an ignored page": ignored("docs/new.md"),
    "an ignored data file": ignored("data/new.yml"),
    "ignored CODEOWNERS": ignored("CODEOWNERS"),
    "a name nobody can read": write("docs/a\u202eb.md"),
    "the register's main": another_main,
    "HEAD moved": runs("checkout", "-q", "--detach", "HEAD~1"),
    "HEAD moved, no file did": runs("commit", "-q", "--allow-empty", "-m", "x"),
    "main moved": runs("update-ref", "refs/heads/main", "HEAD~1"),
    "main is the remote's": main_elsewhere,
    "no longer tracked": runs("rm", "-q", "--cached", "mkdocs.yml"),
}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_judged_anew(change: str, demo: Path, judged: Judged) -> None:
    assert cached_or_new_judgement(demo, AS_OF).findings == judged.whole.findings
    CHANGES[change](demo)
    with pytest.raises(AskedError):
        cached_or_new_judgement(demo, AS_OF)


def touched(keeping: Path) -> None:
    os.utime(keeping / POLICY, (1, 1))


def index_anew(keeping: Path) -> None:
    (keeping / ".git/index").unlink()
    git(keeping, "reset", "-q")


def other_branches(keeping: Path) -> None:
    git(keeping, "branch", "topic", "HEAD~2")
    git(keeping, "tag", "main", "HEAD~2")


def same_elsewhere(keeping: Path) -> None:
    git(keeping, "checkout", "-q", "-b", "topic")
    git(keeping, "config", "core.autocrlf", "true")


HARMLESS: dict[str, Callable[[Path], None]] = {
    "nothing": lambda keeping: None,
    "a file touched": touched,
    "other branches": other_branches,
    "the same by another name": same_elsewhere,
    "an ignored file elsewhere": ignored("build/x.bin"),
    "the index written anew": index_anew,
}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("change", HARMLESS)
def test_what_cannot_matter_is_not(change: str, demo: Path, judged: Judged) -> None:
    HARMLESS[change](demo)
    found = cached_or_new_judgement(demo, AS_OF)
    assert (found.findings, found.head, found.as_of, found.undecided, found.book, found.record) == (
        *(judged.whole.findings, judged.whole.head, AS_OF, None),
        *(None, None),
    )


@pytest.mark.usefixtures("alone")
def test_another_day_or_question_is_judged_anew(demo: Path) -> None:
    with pytest.raises(AskedError):
        cached_or_new_judgement(demo, AS_OF + timedelta(days=1))
    for question in (
        CheckQuery(ref="main"),
        CheckQuery(base="main"),
        CheckQuery(anchors=Anchors((Anchor("0" * 40),))),
        CheckQuery(period="2026"),
    ):
        with pytest.raises(AskedError):
            cached_or_new_judgement(demo, AS_OF, question)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("tool", ["gpg", "ssh-keygen", "git"])
def test_a_tool_that_vanished_is_missed(tool: str, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that needed it is not given without it; another of that name is not it either."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("git", "gpg", "ssh-keygen", "sh", "gpgconf"):
        if name != tool:
            (folder / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(folder))
    store._maker.cache_clear()
    try:
        with pytest.raises(AskedError):
            cached_or_new_judgement(demo, AS_OF)
    finally:
        store._maker.cache_clear()


@pytest.mark.usefixtures("alone")
def test_a_new_file_of_any_size_is_not_read(demo: Path) -> None:
    with (demo / "image.iso").open("wb") as file:
        file.truncate(1 << 38)
    with pytest.raises(AskedError):
        cached_or_new_judgement(demo, AS_OF)


def test_a_file_of_main_that_is_no_longer_tracked_still_counts(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git does not list it, and whether it is what main says is judged nevertheless."""
    git(demo, "rm", "-q", "--cached", "mkdocs.yml")
    write(".git/info/exclude", "/mkdocs.yml\n")(demo)
    for _ in range(3):
        before = cached_or_new_judgement(demo, AS_OF)
    with monkeypatch.context() as patch:
        patch.setattr(ANSWERING, "judge", _nobody)
        assert cached_or_new_judgement(demo, AS_OF).findings == before.findings
    write("mkdocs.yml", "# more\n")(demo)
    monkeypatch.setattr(ANSWERING, "judge", _nobody)
    with pytest.raises(AskedError):
        cached_or_new_judgement(demo, AS_OF)


def _nobody(*_: object) -> Judgement:
    raise AskedError


def test_evidence_that_git_does_not_track_still_counts(demo: Path) -> None:
    row = f"  - {{item: Notes, kind: notes, sha256: {'a' * 64}, location: macros/notes.txt}}\n"
    write("data/exercises/EX-2026-01.yml", row)(demo)
    write("macros/notes.txt", "One\n", "w")(demo)

    def said() -> list[str]:
        return [f.message for f in cached_or_new_judgement(demo, AS_OF).findings if f.code == "COV-05"]

    assert said() == said() == said()
    before = said()
    write("macros/notes.txt", "Two\n", "w")(demo)
    assert len(said()) == 1
    assert said() != before


def _unasked(*_: object, **__: object) -> object:
    raise AskedError


@pytest.mark.parametrize("change", ["a page", "an ignored page", "HEAD moved, no file did", "main moved", "a link"])
def test_what_stands_is_kept_as_well_and_worked_out_anew_where_anything_changed(
    change: str, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = status_report(demo, AS_OF)
    monkeypatch.setattr("ratified.check.approvals_only.approvals_only", _unasked)
    assert status_report(demo, AS_OF) == before
    with pytest.raises(AskedError):
        status_report(demo, AS_OF + timedelta(days=1))
    with pytest.raises(AskedError):
        status_report(demo, AS_OF, "main")
    CHANGES[change](demo)
    with pytest.raises(AskedError):
        status_report(demo, AS_OF)


def test_a_local_main_that_came_beside_the_remotes_is_asked(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main_elsewhere(demo)
    before = [cached_or_new_judgement(demo, AS_OF) for _ in range(2)][-1]
    with monkeypatch.context() as patch:
        patch.setattr(ANSWERING, "judge", _nobody)
        assert cached_or_new_judgement(demo, AS_OF) == before
        git(demo, "branch", "main", "HEAD~1")
        with pytest.raises(AskedError):
            cached_or_new_judgement(demo, AS_OF)


@pytest.mark.parametrize("name", ["check", "status"])
def test_an_answer_of_an_earlier_run_is_given_without_loading_what_made_it(name: str, demo: Path) -> None:
    """That is most of what such a run costs: one import too many is half a second at each."""
    said = f"{name!r}, '--repo', {str(demo)!r}, '--as-of', {AS_OF.isoformat()!r}"
    code = f"import sys; from ratified.cli.main import main; main([{said}]); print(*sys.modules, file=sys.stderr)"
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    loaded = {*done.stderr.split()}
    assert not {"ratified.rules", "ratified.policy", "ratified.approval.decision", "jinja2", "yaml"} & loaded


def test_reviews_that_were_imported_meanwhile_are_asked_about(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [cached_or_new_judgement(demo, AS_OF) for _ in range(2)][-1]
    monkeypatch.setattr(ANSWERING, "judge", _nobody)
    assert cached_or_new_judgement(demo, AS_OF) == before
    git(demo, "branch", "evidence", "HEAD~1")
    with pytest.raises(AskedError):
        cached_or_new_judgement(demo, AS_OF)
