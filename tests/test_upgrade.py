"""`ratified upgrade` over files that were left, edited, deleted, added: what each becomes and what is said of it."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from journeys.afternoon import ANSWERS
from older_companies import OlderCompany
from ratified.cli.main import main
from ratified.demo.starter import starter_files
from ratified.init.record_text import RECORD

if TYPE_CHECKING:
    from pathlib import Path

BRANCH = "upgrade-0.1.0"
REVIEW, SEVERITY, EXERCISES = "docs/policy/review.md", "docs/policy/severity.md", "docs/policy/exercises.md"
NEW = starter_files()
OLD = {
    REVIEW: NEW[REVIEW] + b"\nOld last words.\n",
    SEVERITY: NEW[SEVERITY] + b"\nOld last words.\n",
    EXERCISES: NEW[EXERCISES].replace(b"\n\n", b"\n\n\n", 3),
    "docs/assets/gone.css": b"a {}\n",
}
"""Files of the older starter, where it differs from this one."""


@pytest.fixture(autouse=True)
def _ada(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada Lindgren")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ada@harbour.example")


@pytest.fixture
def company(tmp_path: Path) -> OlderCompany:
    (tmp_path / "policies").mkdir()
    return OlderCompany.begun(tmp_path / "policies", OLD)


def test_what_was_left_is_replaced_what_was_edited_is_merged_and_each_is_said(
    company: OlderCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    top = (company.root / SEVERITY).read_bytes().replace(b"---\n\n", b"---\n\nOurs, above.\n\n", 1)
    company.edit(SEVERITY, top, land=False)
    company.edit(EXERCISES, (company.root / EXERCISES).read_bytes() + b"\nOurs, below.\n", land=False)
    company.edit("docs/policy/roles.md", b"---\ntitle: Roles\n---\n\nAll ours.\n", land=False)
    company.edit("docs/assets/company.css", None, land=False)
    company.land("policy: Ours")
    before, tree = company.refs(), company.git("status", "--porcelain")
    code, out, _ = company.upgrade(capsys)
    assert code == 0
    assert out == (
        "From ratified 0.0.9 to 0.1.0:\n"
        "\n"
        "Merged with what you changed (2 files):\n"
        "  docs/policy/exercises.md\n"
        "  docs/policy/severity.md\n"
        "\n"
        "Replaced, since nobody here had changed them (1 file):\n"
        "  docs/policy/review.md\n"
        "\n"
        "No longer in the starter; kept, since they are yours (1 file):\n"
        "  docs/assets/gone.css\n"
        "\n"
        "Nothing is in force here yet, so nobody approves it: merge it, then `ratified adopt`.\n"
        "Branch upgrade-0.1.0 has it; your files are as they were.\n"
        "Next:\n"
        f"    cd {company.root} && git merge --no-ff upgrade-0.1.0\n"
    )
    assert company.branch(REVIEW) == company.written[REVIEW].removesuffix(b"\nOld last words.\n")
    assert company.branch(SEVERITY) == top.removesuffix(b"\nOld last words.\n")
    assert company.branch(EXERCISES).endswith(b"\nOurs, below.\n")
    assert b"\n\n\n" not in company.branch(EXERCISES)
    changed = company.git("diff", "--name-only", "main", BRANCH).split()
    assert sorted(changed) == [RECORD, EXERCISES, REVIEW, SEVERITY]
    assert [ref for ref in company.refs() if BRANCH not in ref] == before
    assert company.git("status", "--porcelain") == tree == ""


def test_a_conflict_keeps_both_texts_and_is_told_at_its_line(
    company: OlderCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    company.edit(REVIEW, company.written[REVIEW].replace(b"Old last words.", b"Our last words."))
    code, out, _ = company.upgrade(capsys)
    held = company.branch(REVIEW).decode()
    line = held.split("\n").index(f"<<<<<<< {REVIEW}, yours") + 1
    assert code == 0
    assert f"remove the markers (1 file):\n  {REVIEW}:{line}\n" in out
    assert "Our last words." in held
    assert out.endswith(f"    cd {company.root} && git switch upgrade-0.1.0\n")
    assert main(["check", "--repo", str(company.root), "--ref", BRANCH]) == 2
    assert "a merge that nobody finished" in capsys.readouterr().out


def test_a_second_run_makes_nothing_and_after_the_merge_there_is_nothing_to_do(
    company: OlderCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    company.edit(SEVERITY, b"---\ntitle: Severity\n---\n\nAll ours.\n")
    company.upgrade(capsys)
    made = company.refs()
    code, out, _ = company.upgrade(capsys)
    assert (code, company.refs()) == (0, made)
    assert "Branch upgrade-0.1.0 is there already, with just that; your files are as they were.\n" in out
    company.git("merge", "--quiet", "--no-ff", "--no-edit", BRANCH)
    held = company.refs()
    assert company.upgrade(capsys)[:2] == (
        0,
        "Every file is as ratified 0.1.0 writes it, or as you changed it: nothing is to be done.\n",
    )
    assert company.refs() == held


def test_the_next_upgrade_merges_from_the_text_that_this_one_offered(
    company: OlderCompany, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = company.written[SEVERITY].replace(b"---\n\n", b"---\n\nOurs, above.\n\n", 1)
    company.edit(SEVERITY, ours)
    company.upgrade(capsys)
    company.git("merge", "--quiet", "--no-ff", "--no-edit", BRANCH)
    assert not any(path.name.startswith("from-starter") for path in company.root.iterdir())
    later = {**NEW, SEVERITY: NEW[SEVERITY] + b"\nLater words.\n"}
    monkeypatch.setattr("ratified.init.plan.starter_files", lambda: later)
    monkeypatch.setattr("ratified.cli.upgrade.__version__", "0.2.0")
    code, out, _ = company.upgrade(capsys)
    assert code == 0
    assert "Merged with what you changed (1 file):\n  docs/policy/severity.md\n" in out
    merged = ours.removesuffix(b"\nOld last words.\n") + b"\nLater words.\n"
    assert company.branch(SEVERITY, "upgrade-0.2.0") == merged
    assert b"upgrades:\n  - {before: 0.0.9, after: 0.1.0, day: 2026-11-30}\n" in company.branch(RECORD, "upgrade-0.2.0")


def test_what_cannot_be_merged_stays_and_the_new_text_lies_beside(
    company: OlderCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    binary = b"\0\1ours"
    company.edit(REVIEW, binary, land=False)
    (company.root / SEVERITY).unlink()
    (company.root / SEVERITY).symlink_to("roles.md")
    (company.root / "from-starter").mkdir()
    (company.root / "from-starter/mine.txt").write_bytes(b"mine\n")
    company.edit(RECORD, re.sub(rb"  - \{path: [^,]*exercises.md[^\n]*\n", b"", (company.root / RECORD).read_bytes()))
    code, out, _ = company.upgrade(capsys)
    assert code == 0
    compare = "compare by `git diff --no-index --"
    assert (
        "Left as you have them; the new text lies in from-starter-2/ (3 files):\n"
        f"  {EXERCISES}: it was not written by ratified; {compare} {EXERCISES} from-starter-2/{EXERCISES}`\n"
        f"  {REVIEW}: it is no text that git can merge; {compare} {REVIEW} from-starter-2/{REVIEW}`\n"
        f"  {SEVERITY}: it is a link or a submodule here; {compare} {SEVERITY} from-starter-2/{SEVERITY}`\n"
    ) in out
    assert company.branch(REVIEW) == binary
    assert company.branch(EXERCISES) == company.written[EXERCISES]
    assert company.git("ls-tree", BRANCH, SEVERITY).startswith("120000 ")
    assert company.branch("from-starter/mine.txt") == b"mine\n"
    assert company.branch(f"from-starter-2/{REVIEW}") == company.written[REVIEW].removesuffix(b"\nOld last words.\n")


def test_a_text_whose_base_is_not_in_the_repository_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "policies"
    root.mkdir()
    company = OlderCompany.begun(root, OLD)
    company.git("checkout", "--quiet", "--orphan", "anew")
    ours = b"---\ntitle: Review\n---\n\nAll ours, from the first commit on.\n"
    company.edit(REVIEW, ours, land=False)
    company.land("policy: Begin anew")
    company.git("branch", "--quiet", "-M", "anew", "main")
    company.git("reflog", "expire", "--expire=now", "--all")
    company.git("gc", "--quiet", "--prune=now")
    _, out, _ = company.upgrade(capsys)
    assert f"  {REVIEW}: the text it was written from is not in this repository; compare by " in out
    assert company.branch(REVIEW) == ours


def test_what_was_deleted_stays_deleted_and_what_is_new_never_takes_a_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "policies"
    root.mkdir()
    new = [path for path in NEW if path.startswith("macros/")]
    company = OlderCompany.begun(root, {**OLD, **dict.fromkeys(new), "schemas/events.schema.json": None})
    company.edit(REVIEW, None, land=False)
    company.edit("macros", b"a file\n", land=False)
    company.edit("schemas/events.schema.json", b"ours\n")
    _, out, _ = company.upgrade(capsys)
    assert f"Left out, since you took them out (1 file):\n  {REVIEW}\n" in out
    blocked = "".join(f"  {path}: macros is a file here\n" for path in sorted(new))
    assert f"they lie in from-starter/ ({len(new)} file{'s' * (len(new) > 1)}):\n{blocked}" in out
    assert "  schemas/events.schema.json: it was not written by ratified; compare by " in out
    listed = company.git("ls-tree", "-r", "--name-only", BRANCH).split("\n")
    assert REVIEW not in listed
    assert company.branch("macros") == b"a file\n"
    assert company.branch("schemas/events.schema.json") == b"ours\n"
    company.git("merge", "--quiet", "--no-ff", "--no-edit", BRANCH)
    assert "nothing is to be done" in company.upgrade(capsys)[1]


def test_line_ends_and_modes_are_the_companys(company: OlderCompany, capsys: pytest.CaptureFixture[str]) -> None:
    ours = (company.written[SEVERITY].replace(b"---\n\n", b"---\n\nOurs, above.\n\n", 1)).replace(b"\n", b"\r\n")
    company.edit(SEVERITY, ours, land=False)
    company.edit(EXERCISES, company.written[EXERCISES] + b"\nNo newline at the end", land=False)
    (company.root / REVIEW).chmod(0o755)
    company.land("policy: Ours")
    company.upgrade(capsys)
    assert company.branch(SEVERITY) == ours.removesuffix(b"\r\nOld last words.\r\n")
    assert company.branch(EXERCISES).endswith(b"\nNo newline at the end")
    assert company.git("ls-tree", BRANCH, REVIEW).startswith("100755 ")


def test_the_lock_and_the_wheel_are_upgraded_and_the_old_wheel_goes(
    company: OlderCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    (wheel,) = [path for path in company.written if path.endswith(".whl")]
    old = wheel.replace("0.1.0", "0.0.9")
    bytes_ = b"an older program"
    digest = hashlib.sha256
    lock = company.written["requirements/site.txt"]
    older = lock.replace(b"ratified==0.1.0", b"ratified==0.0.9").replace(
        digest(company.written[wheel]).hexdigest().encode(), digest(bytes_).hexdigest().encode()
    )
    (company.root / wheel).unlink()
    (company.root / old).write_bytes(bytes_)
    (company.root / "requirements/site.txt").write_bytes(older)
    record = (company.root / RECORD).read_text("utf-8")
    for path, before, after in ((old, company.written[wheel], bytes_), ("requirements/site.txt", lock, older)):
        ids = [company.git_id(data) for data in (before, after)]
        record = record.replace(wheel, old).replace(ids[0], ids[1])
        assert ids[1] in record, path
    (company.root / RECORD).write_text(record, "utf-8")
    company.land("engine: As it was")
    _, out, _ = company.upgrade(capsys)
    assert f"Taken out: no lock names them any more (1 file):\n  {old}\n" in out
    assert company.branch("requirements/site.txt") == lock
    assert company.branch(wheel) == company.written[wheel]
    assert old not in company.git("ls-tree", "-r", "--name-only", BRANCH)

    company.git("branch", "--quiet", "-D", BRANCH)
    company.edit("requirements/old.txt", older)
    _, out, _ = company.upgrade(capsys)
    assert f"kept, since they are yours (2 files):\n  docs/assets/gone.css\n  {old}\n" in out


@pytest.mark.parametrize("stopped", ["hash-object", "write-tree", "commit-tree", "update-ref"])
def test_a_run_that_is_stopped_leaves_the_repository_as_it_was(
    stopped: str, company: OlderCompany, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ratified.git.runner import Git

    company.edit(SEVERITY, b"---\ntitle: Severity\n---\n\nAll ours.\n")
    before, run = company.refs(), Git.run

    def stop(self: Git, *arguments: str, **more: object) -> object:
        if arguments[0] == stopped:
            raise KeyboardInterrupt
        return run(self, *arguments, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Git, "run", stop)
        assert company.upgrade(capsys)[0] == 130
    assert company.refs() == before
    assert company.git("status", "--porcelain") == ""
    code, out, _ = company.upgrade(capsys)
    assert (code, "Branch upgrade-0.1.0 has it" in out) == (0, True)


def test_a_dry_run_says_the_same_and_makes_nothing(company: OlderCompany, capsys: pytest.CaptureFixture[str]) -> None:
    before = company.refs()
    code, out, _ = company.upgrade(capsys, "--dry-run")
    assert code == 0
    assert "Replaced, since nobody here had changed them (3 files):\n" in out
    assert out.endswith(f"Nothing was made. Next:\n    ratified upgrade --repo {company.root}\n")
    assert company.refs() == before


def test_edits_that_are_not_on_main_are_refused_and_a_detached_head_is_not(
    company: OlderCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    company.git("switch", "--quiet", "--detach", "main")
    assert company.upgrade(capsys, "--dry-run")[0] == 0
    company.edit(REVIEW, b"---\ntitle: Review\n---\n\nAll ours.\n", land=False)
    code, out, err = company.upgrade(capsys)
    assert (code, out) == (2, "")
    assert f"the work tree differs from refs/heads/main: {REVIEW}; merge that first" in err
    company.land("policy: On no branch")
    assert company.upgrade(capsys)[0] == 2
    assert company.git("for-each-ref", "--format=%(refname)").split() == ["refs/heads/main"]


def test_a_bare_repository_holds_no_files(company: OlderCompany, capsys: pytest.CaptureFixture[str]) -> None:
    bare = company.root.parent / "bare.git"
    subprocess.run(["git", "clone", "--quiet", "--bare", company.root, bare], check=True)
    assert main(["upgrade", "--repo", str(bare)]) == 2
    assert "not a policy repository" in capsys.readouterr().err


RECORDS = {
    "none": (b"", "data/starter.yml is missing, so nobody can tell what was written here and what you changed. "),
    "a later version": (
        b"engine: 0.0.9|engine: 9.0.0",
        "this is ratified 0.1.0, and data/starter.yml was written by 9.0.0; install that or a newer one. To go back, ",
    ),
    "a regime that is gone": (
        b"eu-gdpr-33,|eu-gdpr-99,",
        "the answers do not fit this version; correct them on main, then run this again:\n"
        "  data/starter.yml:25:13: 'eu-gdpr-99' is no notification clock",
    ),
    "an unknown person": (b"security: [cem|security: [nobody", "data/starter.yml:23:14: 'nobody' is no person under"),
    "no id": (
        b"blob: |blob: x",
        "data/starter.yml cannot be read, so nothing was made:\ndata/starter.yml:30:36: blob: 'xdac79912437",
    ),
}


@pytest.mark.parametrize(("change", "said"), RECORDS.values(), ids=RECORDS.keys())
def test_a_record_that_is_of_no_use_is_told_with_what_to_do(
    change: bytes, said: str, company: OlderCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    old, _, new = change.partition(b"|")
    held = (company.root / RECORD).read_bytes()
    assert old in held
    company.edit(RECORD, held.replace(old, new, 1) if change else None)
    before = company.refs()
    code, out, err = company.upgrade(capsys)
    assert (code, out) == (2, "")
    assert said in err
    assert company.refs() == before


def test_init_over_a_repository_without_a_record_writes_one_of_what_is_as_it_would_write_it(
    company: OlderCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    company.edit(RECORD, None)
    file = company.root.parent / "answers.yml"
    file.write_text(ANSWERS, "utf-8")
    words = ["init", str(company.root), "--answers", str(file), "--as-of", "2026-11-02"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert f"{REVIEW} was there and stays as it is" in said
    record = (company.root / RECORD).read_text("utf-8")
    assert f"path: {REVIEW}" not in record
    assert 'path: ".github/CODEOWNERS"' in record
    company.land("engine: Say what was written")
    code, out, _ = company.upgrade(capsys)
    assert code == 0
    assert f"  {REVIEW}: it was not written by ratified; compare by " in out
    assert company.branch(REVIEW) == company.written[REVIEW]


def test_a_policy_in_a_folder_of_a_larger_repository_is_upgraded_there(
    company: OlderCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(company.root / ".git")
    whole = OlderCompany(company.root.parent, company.written)
    (whole.root / "other.txt").write_bytes(b"another team's\n")
    whole.git("init", "--quiet", "--initial-branch=main")
    whole.land("all: Begin")
    code, _, _ = company.upgrade(capsys)
    assert code == 0
    changed = whole.git("diff", "--name-only", "main", BRANCH).split()
    assert changed == [f"policies/{path}" for path in sorted([EXERCISES, REVIEW, SEVERITY, RECORD])]
    assert company.branch(f"policies/{REVIEW}") == company.written[REVIEW].removesuffix(b"\nOld last words.\n")


def test_a_repository_whose_ids_are_of_sha256(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, file = tmp_path / "policies", tmp_path / "answers.yml"
    root.mkdir()
    file.write_text(ANSWERS, "utf-8")
    company = OlderCompany(root, {})
    company.git("init", "--quiet", "--initial-branch=main", "--object-format=sha256")
    monkeypatch.setattr("ratified.init.plan.starter_files", lambda: {**NEW, **OLD})
    assert main(["init", str(root), "--answers", str(file), "--as-of", "2026-11-02"]) == 0
    company.land("policy: Begin")
    ours = (root / SEVERITY).read_bytes().replace(b"---\n\n", b"---\n\nOurs, above.\n\n", 1)
    company.edit(SEVERITY, ours)
    monkeypatch.setattr("ratified.init.plan.starter_files", lambda: NEW)
    code, out, _ = company.upgrade(capsys)
    assert (code, f"Merged with what you changed (1 file):\n  {SEVERITY}\n" in out) == (0, True)
    assert company.branch(SEVERITY) == ours.removesuffix(b"\nOld last words.\n")
    assert re.search(rb"path: docs/policy/review.md, blob: \"?[0-9a-f]{64}", company.branch(RECORD))
