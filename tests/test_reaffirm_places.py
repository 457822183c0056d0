"""`ratified reaffirm` works wherever it is advised: the date finds a place, the merge counts, and it is told so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from adopting import stands
from histories import Repo, at
from history_company import CHART, PEOPLE, PEOPLE_TEXT, POLICY, POLICY_TEXT, REGISTER, REGISTER_TEXT, SEVERITIES
from pull_requests import asks
from ratified.cli.main import main
from ratified.source.atomic_write import RewriteError, rewrite
from ratified.source.review_date import ReviewDateError, with_front_matter, written_otherwise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytest_plugins = ["history_fixtures"]

DAY = date(2026, 11, 22)
BARE, EMPTY, LINES = "docs/bare.md", "docs/empty.md", "data/lines.yml"
ENTRIES = f"""  - {{id: BARE, title: Bare words, class: policy, owner: security-lead, pages: [{BARE}]}}
  - {{id: EMPTY, title: Empty head, class: policy, owner: security-lead, pages: [{EMPTY}]}}
  - {{id: LINES, title: Lines, class: policy, owner: security-lead, pages: [{LINES}]}}
  - {{id: CHART, title: Chart, class: policy, owner: security-lead, binds: [{CHART}]}}
"""


@pytest.fixture
def company(repo: Repo) -> Repo:
    """The small company with documents of odd shapes, pushed by Lee to where Kim listed them; all is checked out."""
    odd = {BARE: "# Bare\n\nWords.\n", EMPTY: "---\n---\n# Empty\n", LINES: "lines: []\n", CHART: "<svg/>\n"}
    repo.merges("kim", change={REGISTER: REGISTER_TEXT + ENTRIES})
    repo.pushes("lee", odd)
    repo.git("read-tree", "--reset", "-u", "refs/heads/main")
    return repo


def reaffirmed(repo: Repo, document: str) -> Mapping[str, bytes]:
    """What the command wrote, by path."""
    assert main(["reaffirm", "--repo", str(repo.root), "--as-of", str(DAY), document]) == 0
    rows = repo.git("status", "--porcelain", "-z", "--untracked-files=all").split("\0")
    return {row[3:]: (repo.root / row[3:]).read_bytes() for row in rows if row}


@pytest.mark.parametrize(
    ("document", "path", "starts"),
    [
        ("AUTHORITY", REGISTER, "reviewed: 2026-11-22\ncompany: Example Corp\n"),
        ("SITE-LAYOUT", "macros/reviewed.yml", "reviewed: 2026-11-22\n"),
        ("BARE", BARE, '---\ntitle: "Bare"\nreviewed: 2026-11-22\n---\n\n# Bare\n\nWords.\n'),
        ("EMPTY", EMPTY, '---\ntitle: "Empty"\nreviewed: 2026-11-22\n---\n\n# Empty\n'),
        ("LINES", LINES, "reviewed: 2026-11-22\nlines: []\n"),
        ("ROSTER", "data/oncall.yml", "reviewed: 2026-11-22\n"),
        ("RB", "runbooks/RB-01.md", "---\ntitle: Phishing\nreviewed: 2026-11-22\n---\n"),
    ],
)
def test_whatever_is_prepared_is_approved_once_it_is_merged(
    document: str, path: str, starts: str, company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    written = reaffirmed(company, document)
    assert list(written) == [path]
    assert written[path].decode().startswith(starts)
    assert reaffirmed(company, document) == written
    company.now = at("2026-11-20")
    company.merges("kim", by="ira", change={path: written[path]})
    assert stands(company, capsys)[document]["approval"]["approver"] == "kim"
    assert stands(company, capsys)[document]["verdict"] == "approved"


def test_a_document_without_a_place_for_a_date_is_never_told_to_reaffirm(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    _, lines = asks(company, capsys, "status", "CHART", "--ref", "refs/heads/main")
    said = "\n".join(lines)
    assert "unapproved" in said
    assert "reaffirm" not in said
    assert main(["reaffirm", "--repo", str(company.root), "--as-of", str(DAY), "CHART"]) == 2
    assert "get any change of one of its files merged by an approver" in capsys.readouterr().err
    company.merges("dana", change={CHART: "<svg></svg>\n"})
    assert stands(company, capsys)["CHART"]["verdict"] == "approved"


def test_a_date_of_today_that_nobody_approved_can_still_be_approved(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.pushes("lee", {POLICY: POLICY_TEXT.replace("2026-01-05", str(DAY)).replace("4h", "5h")})
    company.git("read-tree", "--reset", "-u", "refs/heads/main")
    written = reaffirmed(company, "POL")
    assert b'reviewed: "2026-11-22"\n' in written[POLICY]
    company.merges("dana", by="ira", change=written)
    found = stands(company, capsys)["POL"]
    assert (found["verdict"], found["approval"]["kind"]) == ("approved", "reaffirmation")


def test_a_date_of_the_future_that_nobody_approved_is_taken_back(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.pushes("lee", {POLICY: POLICY_TEXT.replace("2026-01-05", "2099-01-01")})
    company.git("read-tree", "--reset", "-u", "refs/heads/main")
    written = reaffirmed(company, "POL")
    assert b"reviewed: 2026-11-22\n" in written[POLICY]
    company.merges("dana", by="ira", change=written)
    assert stands(company, capsys)["POL"]["verdict"] == "approved"


def test_a_page_that_was_prepared_and_edited_besides_is_refused(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    reaffirmed(company, "BARE")
    page = company.root / BARE
    page.write_bytes(page.read_bytes() + b"More.\n")
    assert main(["reaffirm", "--repo", str(company.root), "--as-of", str(DAY), "BARE"]) == 2
    assert "BARE has other edits that are not on" in capsys.readouterr().err


def test_other_data_than_the_first_takes_the_date_where_the_first_has_no_place(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = REGISTER_TEXT.replace("binds: [data/oncall.yml]", f"binds: [{PEOPLE}, data/incidents/*, {SEVERITIES}]")
    record = "data/incidents/INC-2026-001.yml"
    company.merges("kim", change={REGISTER: odd, record: "id: INC-2026-001\n", PEOPLE: f"# Ours\n{PEOPLE_TEXT}"})
    company.git("read-tree", "--reset", "-u", "refs/heads/main")
    assert record not in reaffirmed(company, "ROSTER")


@pytest.mark.parametrize("text", ["# Words\r\n\r\nMore.\r\n", 'Words "with" \\ signs\n'])
def test_front_matter_is_put_before_any_page_or_refused(text: str) -> None:
    with pytest.raises(ReviewDateError, match="byte order mark"):
        with_front_matter("a.md", f"\ufeff{text}".encode(), DAY, "Title")
    made = with_front_matter("a.md", text.encode(), DAY, 'A "title" \\')
    assert made.endswith(text.encode())
    assert (b"\r\n" in made) == ("\r\n" in text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("reviewed: 2026-11-22\n", 'reviewed: "2026-11-22"\n'),
        ("reviewed: '2026-11-22'  # read\n", "reviewed: 2026-11-22  # read\n"),
        ('reviewed: "2026-11-22"\r\n', "reviewed: 2026-11-22\r\n"),
    ],
)
def test_a_date_is_written_otherwise_and_says_the_same(before: str, after: str) -> None:
    assert written_otherwise("a.yml", before.encode()) == after.encode()
    with pytest.raises(ReviewDateError, match="has no review date"):
        written_otherwise("a.yml", b"a: 1\n")


def test_a_file_is_made_only_where_there_is_none(tmp_path: Path) -> None:
    rewrite(tmp_path, {"macros/reviewed.yml": (None, b"new")})
    assert (tmp_path / "macros/reviewed.yml").read_bytes() == b"new"
    with pytest.raises(RewriteError):
        rewrite(tmp_path, {"macros/reviewed.yml": (None, b"newer")})
    assert (tmp_path / "macros/reviewed.yml").read_bytes() == b"new"
