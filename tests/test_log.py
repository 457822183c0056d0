"""`ratified log`: every landing that changed a document, in words, and nothing that a repository holds can inject."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

from history_company import ONCALL, POLICY, POLICY_TEXT, RUNBOOK, RUNBOOK_TEXT, SEVERITIES
from ratified.changes.document_log import DocumentChange, DocumentLogEntry
from ratified.changes.lines import DiffPassage
from ratified.cli.main import main
from ratified.demo.story import AS_OF
from ratified.demo.writing import write_demo
from ratified.output import log as report

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from histories import Repo

pytest_plugins = ["history_fixtures"]

DAY = ("--as-of", "2026-11-22")
REAFFIRMED = POLICY_TEXT.replace("2026-01-05", "2026-02-01")


def entries(repo: Path, document: str, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    """The entries of a document as machines read them."""
    assert main(["log", document, "--repo", str(repo), "--format", "json", *DAY, *more]) == 0
    log = json.loads(capsys.readouterr().out)
    assert (log["schema"], log["document"]) == ("ratified/log/1", document)
    found: list[dict[str, object]] = log["entries"]
    return found


def shown(repo: Path, document: str, capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    """The lines a person reads."""
    assert main(["log", document, "--repo", str(repo), *DAY, *more]) == 0
    return capsys.readouterr().out.split("\n")[:-1]


def checked_out(repo: Repo) -> Repo:
    """The files of main in the work tree."""
    repo.git("read-tree", "--reset", "-u", "refs/heads/main")
    return repo


def test_every_landing_newest_first_and_before_adoption_too(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.merges("dana", change={POLICY: POLICY_TEXT.replace("4h", "2h")}, number=13)
    repo.merges("dana", change={ONCALL: "rotations: []\nreviewed: 2026-01-09\n"}, number=14)
    repo.pushes("lee", {POLICY: POLICY_TEXT.replace("4h", "1h")})
    repo.merges("sam", by="ira", change={POLICY: POLICY_TEXT.replace("4h", "1h").replace("2026-01-05", "2026-02-01")})
    found = entries(checked_out(repo).root, "POL", capsys)
    keys = ("verdict", "kind", "method", "change_request", "proof", "approver", "version", "changes")
    reviewed = "reviewed: 2026-01-05 → 2026-02-01, nothing else"
    reworded = f'text of {POLICY} under "Policy" changed (1 line)'
    adoption = ["approved", "bootstrap", "bootstrap", "#1", "signed", "kim", 1, ["adopted as is"]]
    begin = [f"{SEVERITIES} added", f"page {POLICY} added"]
    assert [[entry[key] for key in keys] for entry in found] == [
        ["approved", "reaffirmation", "merge", "#12", "signed", "sam", 2, [reviewed]],
        ["unapproved", "amendment", "direct", None, None, None, None, [reworded]],
        ["approved", "amendment", "merge", "#13", "signed", "dana", 2, [reworded]],
        adoption,
        ["draft", "amendment", "direct", None, None, None, None, begin],
    ]
    assert found[0]["covers"] == [found[1]["landing"]]
    assert found[0]["merger"] == {"name": "Sam Ito", "email": "sam@example.com"}
    assert found[0]["authors"] == [{"name": "Ira Moss", "email": "ira@example.com"}]
    assert found[1]["merger"] is None
    assert found[0]["at"] == "2026-01-10T09:00:00Z"


def test_people_read_a_block_a_landing(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.merges("dana", change={POLICY: POLICY_TEXT.replace("4h", "2h")}, number=13)
    tip = repo.tip
    assert shown(checked_out(repo).root, "POL", capsys)[:9] == [
        "2026-01-07  amendment  approved (version 2)  Approved by Dana Okafor (Security Lead then) on 7 January 2026, "
        "merge of #13 by Lee Park, signed with Dana's key",
        f"  {tip[:10]} (merge) by Lee Park <lee@example.com>, merged by Dana Okafor <dana@example.com>: "
        "Merge pull request #13 from lee/change",
        f'  - text of {POLICY} under "Policy" changed (1 line)',
        f"      {POLICY}",
        "      @@ -7,3 +7,3 @@",
        "      -We answer within 4h.",
        "      +We answer within 2h.",
        "",
        "2026-01-06  bootstrap  approved (version 1)  "
        "Approved by Kim Weiss (Executive Sponsor then) on 6 January 2026, merge of the adoption by Lee Park, "
        "signed with Kim's key",
    ]


def test_a_bulk_reaffirmation_names_the_others_and_two_are_none(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    dated = RUNBOOK_TEXT.replace("title: Phishing\n", "title: Phishing\nreviewed: 2026-01-09\n")
    two = {POLICY: REAFFIRMED, RUNBOOK: dated}
    repo.merges("kim", change={**two, ONCALL: "reviewed: 2026-01-09\nrotations: []\n"})
    repo.merges("kim", change={path: text.replace("2026-0", "2027-0") for path, text in two.items()})
    newest, bulk, *_ = entries(checked_out(repo).root, "POL", capsys)
    assert (newest["kind"], newest["bulk"]) == ("reaffirmation", [])
    assert (bulk["kind"], bulk["bulk"], bulk["verdict"]) == ("reaffirmation", ["RB", "ROSTER"], "approved")
    assert "  bulk: also RB, ROSTER" in shown(repo.root, "POL", capsys)


def test_a_bulk_reaffirmation_by_somebody_not_entitled_to_each_reaffirms_nothing(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    dated = RUNBOOK_TEXT.replace("title: Phishing\n", "title: Phishing\nreviewed: 2026-01-09\n")
    repo.merges("dana", change={POLICY: REAFFIRMED, RUNBOOK: dated})
    newest, *_ = entries(checked_out(repo).root, "POL", capsys)
    assert newest["verdict"] == "unapproved"
    assert "reaffirms RB too, which Dana Okafor may not approve" in str(newest["reason"])


def test_a_document_that_no_register_has_exits_2_and_says_what_is_close(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    checked_out(repo)
    assert main(["log", "P-OL", "--repo", str(repo.root), *DAY]) == 2
    assert capsys.readouterr().err == "ratified: there is no document 'P-OL'; did you mean 'POL'?\n"
    assert main(["log", "pol", "--repo", str(repo.root), *DAY]) == 2
    assert "did you mean 'POL'?" in capsys.readouterr().err
    assert main(["log", "zzzz", "--repo", str(repo.root), *DAY]) == 2
    assert capsys.readouterr().err.startswith("ratified: there is no document 'zzzz'; there are POL, RB, ROSTER, ")


def test_a_document_that_left_the_register_still_has_its_log(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    from history_company import REGISTER, REGISTER_TEXT

    line = next(line for line in REGISTER_TEXT.split("\n") if "id: ROSTER" in line)
    repo.merges("kim", change={REGISTER: REGISTER_TEXT.replace(f"{line}\n", "")})
    newest, *older = entries(checked_out(repo).root, "ROSTER", capsys)
    assert newest["changes"] == [f"{ONCALL} is no longer part of it"]
    assert len(older) == 2


def test_history_that_cannot_be_read_exits_2(tmp_path: Path, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    checked_out(repo)
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{repo.root}", str(shallow)], check=True)
    assert main(["log", "POL", "--repo", str(shallow), *DAY]) == 2
    assert "shallow" in capsys.readouterr().err


def test_a_ref_is_read_from_objects_alone(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    first = repo.tip
    repo.merges("dana", change={POLICY: REAFFIRMED})
    assert len(entries(repo.root, "POL", capsys, "--ref", "main")) == 3
    assert len(entries(repo.root, "POL", capsys, "--ref", first)) == 2


def test_as_of_takes_the_log_back(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.merges("dana", change={POLICY: REAFFIRMED})
    checked_out(repo)
    assert len(entries(repo.root, "POL", capsys, "--as-of", "2026-01-06")) == 2


def test_no_name_subject_file_or_text_injects_anything(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b[31m::error::x \u202e ##[error]y \udcff"
    text = POLICY_TEXT + "::error::injected\n##[error]injected\n\x1b]0;t\x07\u202eabc\n"
    repo.pushes(f"Eve {hostile} <eve@x>", {POLICY: text}, message=f"{hostile}\nmore")
    lines = shown(checked_out(repo).root, "POL", capsys)
    assert not any(char in line for line in lines for char in "\x1b\x07\u202e\udcff")
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in lines)
    assert main(["log", "POL", "--repo", str(repo.root), "--format", "json", *DAY]) == 0
    out = capsys.readouterr().out
    assert out.isascii()
    assert "##[" not in out
    json.loads(out)


def test_long_entries_say_how_much_is_left_out(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    long = POLICY_TEXT + "".join(f"\n## Section {n}\n\nText {n}.\n" for n in range(60))
    repo.merges("dana", change={POLICY: long})
    found, *_ = entries(checked_out(repo).root, "POL", capsys)
    assert len(found["changes"]) == 60  # type: ignore[arg-type]
    lines = shown(repo.root, "POL", capsys)
    assert "  - and 20 more; --format json lists them all" in lines
    (left,) = [line for line in lines if "left out" in line]
    assert left == f"      182 lines left out; `git show --first-parent {repo.tip[:10]}` has them"


def test_colour_is_only_for_a_terminal(repo: Repo) -> None:
    from ratified.model.verdict import DocumentEvent

    event = DocumentEvent(
        "a" * 40, 1, None, "direct", None, (), None, "Change it", "amendment", "unapproved", "nobody merged it"
    )
    amended = DocumentChange(("a changed",), (DiffPassage("docs/a.md", ("@@ -1 +1 @@", "-a", "+b")),))
    entry = DocumentLogEntry(event, amended, None, ())
    plain = list(report.render("POL", [entry], colour=False))
    assert plain == [
        "no date     amendment  unapproved  nobody merged it",
        "  aaaaaaaaaa (direct) by nobody git can name: Change it",
        "  - a changed",
        "      docs/a.md",
        "      @@ -1 +1 @@",
        "      -a",
        "      +b",
    ]
    coloured = list(report.render("POL", [entry], colour=True))
    assert "\x1b[31;1munapproved\x1b[0m" in coloured[0]
    assert coloured[-2:] == ["\x1b[31m      -a\x1b[0m", "\x1b[32m      +b\x1b[0m"]
    assert list(report.render("POL", [], colour=False)) == ["POL: no commit on main changed it"]


def test_the_demo_tells_its_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_demo(tmp_path / "demo")
    every = [
        change
        for document in ("POL-IR", "AUTHORITY", "ROSTER", "RB-05")
        for entry in entries(tmp_path / "demo", document, capsys, "--as-of", str(AS_OF))
        for change in entry["changes"]  # type: ignore[attr-defined]
    ]
    assert {
        "Sev-1: contain 6h → 4h",
        "trigger payment-fraud: escalate to Finance Lead 30m → 15m",
        "clause IR-7.3 reworded",
        "people: Noor Haddad joined, started 2025-06-16",
        "people: Viktor Lindahl leaves, last day 2026-03-31",
        "role Vendor Manager: holder Marcus Adeyemi → Yusuf Demir (primary) since 2026-03-02; "
        "Marcus Adeyemi until 2026-03-01",
    } <= set(every)
    policy = entries(tmp_path / "demo", "POL-IR", capsys, "--as-of", str(AS_OF))
    assert [e["changes"] for e in policy if e["kind"] == "reaffirmation"] == [
        ["reviewed: 2025-05-19 → 2026-03-16, nothing else"]
    ]
    assert not [change for change in every if "and no word" in change or "cannot be read" in change]
