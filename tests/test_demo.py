"""The demo company: a real history, always the same, signed; green but for the one fault that was asked for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from nightly import rest_by_night
from ratified.cli.main import main
from ratified.demo import writing as writer
from ratified.demo.acknowledged import acknowledged_files
from ratified.demo.company import SIGNING, final_files
from ratified.demo.faults import FAULTS
from ratified.demo.keys import DemoKeys, throw_away_keys
from ratified.demo.landings import edited
from ratified.demo.records import RECORDS
from ratified.demo.starter import starter_files, starter_root
from ratified.demo.story import AS_OF, STORY
from ratified.demo.tools import DemoError
from ratified.policy import read_book
from ratified.rules import BY_CODE
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratified.demo.fault import DemoFault
    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident

DAY = ("--as-of", str(AS_OF))


def git(repo: Path, *arguments: str, home: Path | None = None) -> str:
    """What git says, with no configuration of ours or the user's."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(home or "/nowhere"), "GIT_CONFIG_NOSYSTEM": "1", "TZ": "UTC"}
    done = subprocess.run(["git", "-C", str(repo), *arguments], capture_output=True, text=True, env=clean, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plain demo, written by the command."""
    folder = tmp_path_factory.mktemp("demo") / "company"
    assert main(["demo", str(folder)]) == 0
    return folder


def landings(repo: Path, form: str = "%cs %an %s") -> list[str]:
    return git(repo, "log", "--first-parent", "--reverse", f"--format={form}", "main").splitlines()


def test_the_story_is_long_and_ends_where_it_says(company: Path) -> None:
    days = landings(company, "%cs")
    assert len(days) == len(STORY) >= 40
    assert (days[0], days[-1]) == ("2025-05-05", "2026-11-18")
    assert days == sorted(days) == [str(step.day) for step in STORY]


def test_landings_after_the_draft_have_two_parents_and_a_merger_who_wrote_nothing(company: Path) -> None:
    rows = [line.split("|") for line in git(company, "log", "--format=%H|%P|%an|%cn").splitlines()]
    commits = {id_: (parents.split(), {author, committer}) for id_, parents, author, committer in rows}
    merger = {id_: author for id_, _, author, _ in rows}
    main_line = landings(company, "%H")
    on_main = set(main_line)
    for landing in main_line[2:]:
        (base, tip), _ = commits[landing]
        assert base in on_main
        brought_in, open_ = set(), {tip}
        while open_ := {id_ for id_ in open_ if id_ not in on_main}:
            brought_in |= {name for id_ in open_ for name in commits[id_][1]}
            open_ = {parent for id_ in open_ for parent in commits[id_][0]}
        assert brought_in
        assert merger[landing] not in brought_in


def test_no_two_branches_in_three_wait_equally_long_for_their_merge(company: Path) -> None:
    rows = [line.split() for line in git(company, "log", "--format=%H %ct %P").splitlines()]
    on_main = set(landings(company, "%H"))
    made = {id_: int(at) for id_, at, *_ in rows}
    waits = [(made[id_] - made[parents[1]]) // 60 for id_, _, *parents in rows if id_ in on_main and len(parents) == 2]
    assert all(20 <= wait <= 300 for wait in waits)
    assert len(set(waits)) * 3 > len(waits) * 2


def test_every_merge_is_what_git_would_have_merged(company: Path) -> None:
    merges = git(company, "log", "--merges", "--format=%T %P").splitlines()
    assert len(merges) > len(STORY) - 2  # one branch took main in
    pairs = "".join(f"{line.split()[1]} {line.split()[2]}\n" for line in merges)
    command = ["git", "-C", str(company), "merge-tree", "--write-tree", "--stdin"]
    done = subprocess.run(command, input=pairs, capture_output=True, text=True, check=True)
    trees = [part for part in done.stdout.split("\0") if re.fullmatch("[0-9a-f]{40}", part)]
    assert trees == [line.split()[0] for line in merges]


def test_two_runs_tell_the_same_story_with_other_keys(company: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert main(["demo", str(again)]) == 0
    form = "--format=%ad %an %ae %cd %cn %ce %B"
    changed = ("--first-parent", "--diff-merges=first-parent", "--raw", "--no-abbrev", "--root")
    told = [git(repo, "log", *changed, form).splitlines() for repo in (company, again)]
    differing = {mine.partition("\t")[2] for mine, theirs in zip(*told, strict=True) if mine != theirs}
    assert differing == {"data/trust/allowed_signers", "data/trust/forge/example-forge.asc"}
    assert git(again, "log", form) == git(company, "log", form)
    assert git(again, "rev-parse", "HEAD") != git(company, "rev-parse", "HEAD")


def test_every_merge_is_signed_by_a_key_that_the_final_tree_trusts(company: Path, tmp_path: Path) -> None:
    home = tmp_path
    home.chmod(0o700)
    gpg = ["gpg", "--homedir", str(home), "--batch", "--quiet"]
    subprocess.run([*gpg, "--import", *(company / "data/trust/forge").iterdir()], check=True)
    (home / ".gnupg").symlink_to(home)
    trusted = f"gpg.ssh.allowedSignersFile={company / 'data/trust/allowed_signers'}"
    form = "%G?|%GS|%an|%cn"
    signed = git(company, "-c", trusted, "log", "--first-parent", "--merges", f"--format={form}", "main", home=home)
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)
    people = {name.capitalize(): name for name in SIGNING}
    ways = set()
    for line in signed.splitlines():
        state, signer, author, committer = line.split("|")
        if committer == "Example Forge":
            assert (state, signer) == ("U", "Example Forge <noreply@forge.example>")
        else:
            assert (state, signer, committer) == ("G", people[author.split()[0]], author)
        ways.add(committer == "Example Forge")
    assert ways == {True, False}


def test_the_repository_is_sound_clean_and_nobodys(company: Path) -> None:
    assert git(company, "fsck", "--strict", "--no-dangling") == ""
    assert git(company, "status", "--porcelain", "--ignored") == ""
    assert git(company, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    assert "user." not in git(company, "config", "--local", "--list")
    assert sorted(git(company, "for-each-ref", "--format=%(refname)").split()) == ["refs/heads/main"]
    assert not (company / ".git/logs").exists()


def test_the_company_keeps_its_incidents_an_exercise_and_its_dismissed_events(company: Path) -> None:
    book = read_book(WorkTree(company)).book
    assert book is not None
    incidents = ["INC-2025-001", "INC-2026-001", "INC-2026-002", "INC-2026-003"]
    kept: tuple[Incident | Exercise, ...] = (*book.incidents, *book.exercises)
    assert [one.id for one in kept] == [*incidents, "EX-2026-01"]
    assert {one.status for one in kept} == {"closed"}
    late = next(one for one in book.incident["INC-2026-002"].deviations if one.promise == "s1-legal")
    assert late.accepted_by == "priya"
    assert len(book.events.dismissed) == len(book.events.trend_reviews) == 3


def test_the_final_tree_is_the_starter_with_a_past(company: Path) -> None:
    dated = re.compile(rb"^reviewed: .*\n", re.MULTILINE)
    files = {p.relative_to(company).as_posix(): p.read_bytes() for p in company.rglob("*") if p.is_file()}
    files = {path: content for path, content in files.items() if not path.startswith(".git/")}
    starter = starter_files()
    differing = {path for path in starter if dated.sub(b"", starter[path]) != dated.sub(b"", files[path])}
    assert differing == {f"data/{name}.yml" for name in ("register", "people", "roles", "events", "coverage")}
    trust = {"data/trust/allowed_signers", "data/trust/forge/example-forge.asc"}
    assert files.keys() - starter.keys() == {"README.md", *trust, *RECORDS, *acknowledged_files()}
    assert (company / "data/register.yml").read_text().count("status: adopted") == 1


def test_people_come_and_go_and_a_role_changes_its_title_and_its_holder(company: Path) -> None:
    people = git(company, "log", "--first-parent", "-p", "--format=", "--diff-merges=first-parent", "--", "data")
    for line in (
        "+  - id: noor",
        "+    left: 2025-09-30",
        "-    title: Head of Information Security",
        "+    former_titles: [CISO, Head of Information Security]",
        "+      - {person: yusuf, as: primary, since: 2026-03-02}",
        "-      contain: 6h",
        "+      contain: 4h",
    ):
        assert f"{line}\n" in people, line


def test_the_plain_demo_is_green(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--repo", str(company), *DAY]) == 0
    assert capsys.readouterr().out == f"0 errors, 0 warnings, 0 waived, as of {AS_OF}\n"


def test_every_document_of_the_plain_demo_is_approved(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--repo", str(company), *DAY, "--format", "json"]) == 0
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert len(documents) == 18
    assert {document["verdict"] for document in documents} == {"approved"}
    assert {document["approval"]["proof"] for document in documents} == {"forge", "signed"}


@pytest.fixture(scope="module")
def one_set_of_keys() -> Iterator[object]:
    """`throw_away_keys` with keys made once: the same commits are signed once for all faults."""
    with throw_away_keys(SIGNING) as keys:
        kept = _Remembering(keys)

        @contextmanager
        def lent(_: object) -> Iterator[_Remembering]:
            yield kept

        yield lent


class _Remembering:
    def __init__(self, keys: DemoKeys) -> None:
        self.public, self.forge = cache(keys.public), cache(keys.forge)
        self.sign, self.forge_sign = cache(keys.sign), cache(keys.forge_sign)


ONE_A_FAMILY = list({fault.code[:3]: fault for fault in reversed(FAULTS)}.values())
"""The first of those that a family of rules finds."""


@pytest.mark.parametrize("fault", rest_by_night(FAULTS, ONE_A_FAMILY[::3]), ids=lambda fault: fault.name)
def test_each_fault_is_found_by_its_rule_at_its_place_and_nothing_else_is(
    fault: DemoFault,
    one_set_of_keys: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(writer, "throw_away_keys", one_set_of_keys)
    repo = tmp_path / "broken"
    assert main(["demo", str(repo), "--break", fault.name]) == 0
    assert f"{fault.code} at {fault.path} finds it." in capsys.readouterr().out
    code = main(["check", "--repo", str(repo), *DAY, "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    level = BY_CODE[fault.code].level
    found = [f for f in told["findings"] if f["level"] in {"error", level}]
    assert {(f["code"], f["path"]) for f in found} == {(fault.code, path) for path in (fault.path, *fault.also)}
    assert code == (1 if level == "error" else 0)
    for finding in found:
        if finding["path"] == "data/register.yml" and fault.code not in {
            "APR-17",
            "APR-18",
            "EXR-01",
            "GOV-15",
        }:  # of no entry
            assert finding["line"] == _entry(repo, finding["document"])


def test_every_fault_fits_the_story_and_the_starter_as_they_are() -> None:
    files = final_files()
    for fault in FAULTS:
        said = [files]
        try:
            for step in fault.steps:
                edited(said[-1 - step.fork], step.edits)
                said.append(edited(said[-1], step.edits if step.merged is None else step.merged))
            told = tuple(fault.retold(STORY)) if fault.omits else ()
            edited(files, [edit.turned() for step in reversed(told) for edit in reversed(step.edits)])
        except DemoError as error:
            pytest.fail(f"{fault.name}: {error}")


def _entry(repo: Path, document: str) -> int:
    """The line of a document's entry in the register; of its class for a built-in one."""
    lines = (repo / "data/register.yml").read_text(encoding="utf-8").split("\n")
    own = {"AUTHORITY": "  authority:", "SITE-LAYOUT": "  layout:"}.get(document, "")
    entry = re.compile(own or rf"  - \{{?id: {document}\b")
    return next(number for number, line in enumerate(lines, 1) if entry.match(line))


def test_the_list_of_faults_is_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"{fault.name} {fault.code} {fault.path}" for fault in FAULTS]
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 14
    assert all(re.fullmatch(r"[a-z-]+ [A-Z]{3}-[0-9]{2} \S+", line) for line in lines)


def test_a_landing_that_a_fault_leaves_out_or_alters_is_in_the_story() -> None:
    titles = {step.title for step in STORY}
    assert {title for f in FAULTS for title in (*f.omits, *f.unread, *dict(f.wrote))} <= titles


def test_the_command_says_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    assert main(["demo", str(folder)]) == 0
    out = capsys.readouterr().out
    assert f"Example Corp is in {folder}: {len(STORY)} commits on main, 2025-05-05 to 2026-11-18." in out
    assert f"    cd '{folder}'\n    ratified check --as-of {AS_OF}\n" in out


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        ("file", "is there already and is no folder"),
        ("full", "is not empty, and the demo overwrites nothing"),
        ("dangling", "is there already and is no folder"),
        ("nowhere/inside", "no such folder"),
    ],
)
def test_a_folder_that_is_not_free_is_left_alone(
    made: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine").write_text("mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    before = sorted(tmp_path.rglob("*"))
    assert main(["demo", str(tmp_path / made)]) == 2
    assert sentence in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [([], "say where to write it"), (["somewhere", "--break", "everything"], "no fault 'everything'")],
)
def test_a_users_mistake_is_a_sentence(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_a_missing_tool_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").symlink_to(str(shutil.which("git")))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert main(["demo", str(tmp_path / "demo")]) == 2
    assert "install openssh-client gnupg (for ssh-keygen, gpg)" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


def test_a_failure_half_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object, folder: Path) -> None:
        (folder / "half").write_text("half")
        raise DemoError("no room")

    monkeypatch.setattr(writer, "_unpack", full)
    (tmp_path / "demo").mkdir()
    assert main(["demo", str(tmp_path / "demo")]) == 2
    assert [p.name for p in tmp_path.rglob("*")] == ["demo"]


def test_an_edit_that_does_not_fit_the_starter_stops_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    starter = starter_files()
    starter["data/severities.yml"] = starter["data/severities.yml"].replace(b"contain: 4h", b"contain: 5h")
    monkeypatch.setattr("ratified.demo.company.starter_files", lambda: starter)
    assert main(["demo", str(tmp_path / "demo")]) == 2
    assert "the story does not fit the starter: data/severities.yml holds" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


def test_the_wheel_carries_the_starter(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "installed")
    ask = "from ratified.demo.starter import *; print(starter_root()); print(sorted(starter_files().items()))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, env=environment, check=True)
    where, files, _ = done.stdout.split("\n")
    assert where == str(tmp_path / "installed/ratified/demo/files")
    assert starter_root() == ROOT
    assert files == str(sorted(starter_files().items()))


def test_make_demo_asks_about_the_day_of_the_story() -> None:
    assert f"DEMO_DAY := {AS_OF}\n" in (ROOT / "Makefile").read_text(encoding="utf-8")
