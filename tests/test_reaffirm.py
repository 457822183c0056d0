"""`ratified reaffirm`: one line changes and nothing else, in every file or in none; and who may approve it is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from history_company import ONCALL, POLICY, POLICY_TEXT, REGISTER, REGISTER_TEXT, RUNBOOK, SEVERITIES, SEVERITIES_TEXT
from nightly import by_day
from ratified.cli.main import main
from ratified.demo.story import AS_OF
from ratified.demo.writing import write_demo
from ratified.source.atomic_write import RewriteError, rewrite
from ratified.source.review_date import ReviewDateError, review_date, with_review_date, without_review_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from histories import Repo

pytest_plugins = ["history_fixtures"]

DAY = date(2026, 11, 22)
HEAD = "---\ntitle: Policy # ours\n{0}hide: [toc]\n---\n\nText.\n\nreviewed: 2020-01-01\n"


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.yml", "reviewed: 2025-03-02\nlimits: []\n", "reviewed: 2026-11-22\nlimits: []\n"),
        ("a.yml", "a: 1\nreviewed: '2025-03-02'   # read aloud\n", "a: 1\nreviewed: '2026-11-22'   # read aloud\n"),
        ("a.yml", 'reviewed:  "2025-03-02"\r\na: 1\r\n', 'reviewed:  "2026-11-22"\r\na: 1\r\n'),
        ("a.yml", "reviewed: 2025-03-02\na: 1", "reviewed: 2026-11-22\na: 1"),
        (
            "a.yml",
            "# yaml-language-server: $schema=x\n# Ours.\n\nlimits:\n  - {reviewed: 2025-03-02}\n",
            "# yaml-language-server: $schema=x\n# Ours.\n\nreviewed: 2026-11-22\nlimits:\n  - {reviewed: 2025-03-02}\n",
        ),
        ("a.yml", "a: 1\r\nb: 2\r\n", "reviewed: 2026-11-22\r\na: 1\r\nb: 2\r\n"),
        ("a.yml", "a: 1", "reviewed: 2026-11-22\na: 1"),
        ("a.md", HEAD.format("reviewed: 2025-03-02\n"), HEAD.format("reviewed: 2026-11-22\n")),
        ("a.md", HEAD.format(""), HEAD.format("reviewed: 2026-11-22\n")),
        (
            "a.md",
            "---\r\ntitle: >\r\n  Long\r\n  title\r\n# about hide\r\nhide: [toc]\r\n---\r\nText.",
            "---\r\ntitle: >\r\n  Long\r\n  title\r\nreviewed: 2026-11-22\r\n"
            "# about hide\r\nhide: [toc]\r\n---\r\nText.",
        ),
        ("a.md", "---\nid: X\n---\n", "---\nreviewed: 2026-11-22\nid: X\n---\n"),
    ],
)
def test_one_line_changes_and_every_other_byte_stays(path: str, before: str, after: str) -> None:
    made = with_review_date(path, before.encode(), DAY)
    assert made == after.encode()
    assert review_date(path, made) == DAY
    assert with_review_date(path, made, DAY) == made


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("a.yml", "{reviewed: 2025-03-02}\n", "not a day on a line of its own"),
        ("a.yml", "reviewed: soon\n", "not a day on a line of its own"),
        ("a.yml", "reviewed: 2025-02-30\n", "there is no day 2025-02-30"),
        ("a.yml", "reviewed: 2025-03-02", "not a day on a line of its own"),
        ("a.yml", "reviewed: 2025-03-02\nreviewed: 2025-03-03\n", "again; it is on line 1 already"),
        ("a.yml", "{a: 1}\n", "cannot be set without changing more"),
        ("a.yml", "- a\n", "has no keys at its top level"),
        ("a.yml", "", "holds no data"),
        ("a.yml", "a: [\n", "not YAML"),
        ("a.yml", "\ufeffa: 1\n", "byte order mark"),
        ("a.md", "# Policy\n", "no front matter"),
        ("a.md", "---\ntitle: Policy\n", "front matter that never ends"),
        ("a.md", "---\n---\nText\n", "holds no data"),
    ],
)
def test_what_cannot_be_set_alone_is_refused_with_a_sentence(path: str, text: str, why: str) -> None:
    with pytest.raises(ReviewDateError, match=why):
        with_review_date(path, text.encode(), DAY)


LINE = st.sampled_from(
    (
        *("a: 1", "b: [x]", "# c", "", "reviewed: 2025-01-01", "reviewed: '2025-01-01' # d", "title: T", "c:"),
        *("  d: 2", "  - e", "x: |", "  reviewed: 2024-01-01", "...", "---", "title: >", "'reviewed': 2025-01-01"),
    )
)


@settings(max_examples=by_day(130, by_night=400), deadline=None)
@given(lines=st.lists(LINE, max_size=7), page=st.booleans(), end=st.sampled_from(["\n", "\r\n"]), last=st.booleans())
def test_whatever_is_written_differs_in_the_date_alone(lines: list[str], page: bool, end: str, last: bool) -> None:
    text = end.join(["---", *lines, "---", "Text."] if page else lines) + (end if last else "")
    path, data = "a.md" if page else "a.yml", text.encode()
    try:
        made = with_review_date(path, data, DAY)
    except ReviewDateError:
        return
    assert review_date(path, made) == DAY
    assert without_review_date(path, made) == without_review_date(path, data)
    old, new = data.split(b"\n"), made.split(b"\n")
    grown = len(new) - len(old)
    assert grown in {0, 1}
    assert len([line for line in new if line not in old]) <= 1


def test_files_are_written_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(b"old")
    (tmp_path / "a").chmod(0o755)
    rewrite(tmp_path, {"a": (b"old", b"new"), "b": (b"old", b"new")})
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"new", b"new"]
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o755
    with pytest.raises(RewriteError, match="b changed while it was read"):
        rewrite(tmp_path, {"a": (b"new", b"x"), "b": (b"old", b"x")})
    swap: Callable[[Path, Path], Path] = Path.replace
    calls: list[Path] = []

    def failing(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise PermissionError(13, "Permission denied", str(target))
        return swap(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(RewriteError, match="b cannot be written: Permission denied; nothing was changed"):
        rewrite(tmp_path, {"a": (b"new", b"x"), "b": (b"new", b"x")})
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"new", b"new"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "b"]


@pytest.fixture
def company(repo: Repo) -> Repo:
    """The small company with its files checked out."""
    repo.git("read-tree", "--reset", "-u", "refs/heads/main")
    return repo


def reaffirm(repo: Repo, *arguments: str, day: date = DAY) -> int:
    return main(["reaffirm", "--repo", str(repo.root), "--as-of", str(day), *arguments])


def edits(repo: Repo) -> list[str]:
    """The lines that differ from main, as git shows them."""
    lines = repo.git("diff", "-U0", "refs/heads/main").split("\n")
    return [line for line in lines if line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"}]


def test_the_annual_act(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert reaffirm(company, "POL") == 0
    assert edits(company) == ["-reviewed: 2026-01-05", "+reviewed: 2026-11-22"]
    assert capsys.readouterr().out.split("\n") == [
        f"POL: {POLICY} now says `reviewed: 2026-11-22`, was 2026-01-05",
        "  Who may approve it: Dana Okafor or Kim Weiss or Sam Ito",
        "",
        "Whoever commits this cannot be the one who merges it.",
        "",
        "Next:",
        f"    cd {company.root}",
        "    git switch -c reaffirm/POL-2026-11-22 main",
        f"    git add -- {POLICY}",
        "    git commit -m 'policy: Reaffirm POL'",
        "    git push -u origin HEAD",
        "Then open a pull request; Dana Okafor or Kim Weiss or Sam Ito merges it with a merge commit.",
        "",
    ]


def test_what_it_writes_lands_as_a_reaffirmation(company: Repo) -> None:
    assert reaffirm(company, "POL", "RB", "ROSTER", "AUTHORITY", day=date(2026, 1, 7)) == 0
    change = {path: (company.root / path).read_bytes() for path in (POLICY, RUNBOOK, ONCALL, REGISTER)}
    company.merges("kim", by="ira", change=change)
    for document in ("POL", "RB", "ROSTER", "AUTHORITY"):
        last = company.events(document)[-1]
        assert (last.kind, last.verdict) == ("reaffirmation", "approved"), (document, last.reason)


def test_a_missing_date_is_added(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert reaffirm(company, "RB") == 0
    assert edits(company) == ["+reviewed: 2026-11-22"]
    assert (company.root / RUNBOOK).read_text().startswith("---\ntitle: Phishing\nreviewed: 2026-11-22\n---\n")
    assert f"RB: {RUNBOOK} now says `reviewed: 2026-11-22`, which it did not say before" in capsys.readouterr().out


def test_nothing_is_done_twice(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert reaffirm(company, "POL") == reaffirm(company, "POL") == 0
    assert (
        f"POL: {POLICY} says `reviewed: 2026-11-22` already, and it has not been merged yet" in capsys.readouterr().out
    )
    company.merges("dana", change={POLICY: (company.root / POLICY).read_bytes()}, message="Reaffirm")
    assert reaffirm(company, "POL") == 0
    assert capsys.readouterr().out == f"POL: reviewed on 2026-11-22 already, by {POLICY}; nothing to do\n"


def test_a_set_date_that_did_not_land_moves_on(company: Repo) -> None:
    assert reaffirm(company, "POL", day=date(2026, 11, 21)) == 0
    assert reaffirm(company, "POL") == 0
    assert edits(company) == ["-reviewed: 2026-01-05", "+reviewed: 2026-11-22"]


def test_several_say_whether_one_person_may_approve_them_all(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert reaffirm(company, "POL", "RB", "ROSTER") == 0
    out = capsys.readouterr().out
    assert "This reaffirms 3 documents at once, which is reported as a bulk reaffirmation." in out
    assert "    git switch -c reaffirm/POL-and-2-more-2026-11-22 main" in out
    assert "    git commit -m 'policy: Reaffirm POL, RB and ROSTER'" in out
    assert "Then open a pull request; Kim Weiss merges it with a merge commit." in out


def test_several_that_nobody_may_approve_together_go_apart(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    apart = REGISTER_TEXT.replace("runbook: {approvers: [commander, sponsor]", "runbook: {approvers: [commander]")
    company.merges("kim", change={REGISTER: apart})
    company.git("read-tree", "--reset", "-u", "refs/heads/main")
    assert reaffirm(company, "POL", "RB") == 0
    out = capsys.readouterr().out
    assert "No single person may approve all of them" in out
    assert "reaffirm/POL-2026-11-22 main" in out
    assert "reaffirm/RB-2026-11-22 main" in out
    assert "Then open a pull request; Ira Moss merges it with a merge commit." in out


def test_a_document_that_awaits_approval_says_that_this_would_cover_it(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.pushes("dana", {POLICY: POLICY_TEXT.replace("4h", "8h")})
    company.git("read-tree", "--reset", "-u", "refs/heads/main")
    assert reaffirm(company, "POL") == 0
    out = capsys.readouterr().out
    assert "  Who may approve it: Kim Weiss or Sam Ito" in out
    assert "  It is unapproved now: whoever approves this approves that too; see `ratified log POL`" in out


def refused(repo: Repo, capsys: pytest.CaptureFixture[str], *documents: str, day: date = DAY) -> str:
    """What is said when nothing is written."""
    before = edits(repo)
    assert reaffirm(repo, *documents, day=day) == 2
    assert edits(repo) == before
    return capsys.readouterr().err


def test_one_that_cannot_be_set_leaves_all_as_they_were(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    (company.root / SEVERITIES).write_text("levels: []\n")
    assert "POL has other edits" in refused(company, capsys, "ROSTER", "POL", "AUTHORITY")
    (company.root / SEVERITIES).write_text(SEVERITIES_TEXT)
    assert "there is no document 'P-OL'; did you mean 'POL'?" in refused(company, capsys, "POL", "P-OL")


def test_a_review_never_goes_back(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    later = POLICY_TEXT.replace("2026-01-05", "2026-12-01")
    company.merges("dana", change={POLICY: later})
    company.git("read-tree", "--reset", "-u", "refs/heads/main")
    said = refused(company, capsys, "POL")
    assert said == (
        f"ratified: POL was reviewed on 2026-12-01 by {POLICY}, after 2026-11-22; a review never goes back\n"
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [(SEVERITIES, "levels: []\n"), (POLICY, POLICY_TEXT + "More.\n"), (SEVERITIES, None)],
)
def test_other_edits_of_the_document_are_landed_or_undone_first(
    company: Repo, capsys: pytest.CaptureFixture[str], path: str, text: str | None
) -> None:
    file = company.root / path
    file.unlink() if text is None else file.write_text(text)
    said = refused(company, capsys, "POL")
    assert f"ratified: POL has other edits that are not on refs/heads/main: {path}; merge or undo them first" in said
    assert reaffirm(company, "ROSTER") == 0


def test_a_new_file_of_the_document_is_an_edit_too(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    (company.root / "data/trust/extra").write_text("x\n")
    assert "AUTHORITY has other edits that are not on refs/heads/main: data/trust/extra" in refused(
        company, capsys, "AUTHORITY"
    )


def test_crlf_files_stay_crlf(company: Repo) -> None:
    file = company.root / POLICY
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert reaffirm(company, "POL") == 0
    assert file.read_bytes() == POLICY_TEXT.replace("2026-01-05", "2026-11-22").replace("\n", "\r\n").encode()


def test_a_link_is_never_written_through(company: Repo, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(POLICY_TEXT)
    file = company.root / POLICY
    file.unlink()
    file.symlink_to(outside)
    assert "a symbolic link" in refused(company, capsys, "POL")
    assert outside.read_text() == POLICY_TEXT


def test_ids_and_names_that_a_shell_would_obey_are_quoted(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = REGISTER_TEXT.replace("{id: RB,", '{id: "RB; touch x $(id) ::e",')
    company.merges("kim", change={REGISTER: hostile})
    company.git("read-tree", "--reset", "-u", "refs/heads/main")
    assert reaffirm(company, "RB; touch x $(id) ::e") == 0
    out = capsys.readouterr().out
    assert "    git switch -c reaffirm/RB-touch-x-id-e-2026-11-22 main\n" in out
    assert "    git commit -m 'policy: Reaffirm RB; touch x $(id) ::e'\n" in out


def test_a_draft_is_set_and_needs_nobody(empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    from history_company import company as files

    draft = files(empty.keys) | {REGISTER: REGISTER_TEXT.replace("adopted", "draft")}
    empty.pushes("lee", draft)
    empty.git("read-tree", "--reset", "-u", "refs/heads/main")
    assert reaffirm(empty, "POL") == 0
    out = capsys.readouterr().out
    assert "The register is a draft: nothing is in force, so nothing needs an approval yet." in out
    assert "Who may approve" not in out


def test_the_policy_of_the_starter_is_dated_on_its_first_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_demo(tmp_path / "demo")
    demo = ["--repo", str(tmp_path / "demo"), "--as-of", str(AS_OF)]
    assert main(["reaffirm", "POL-IR", "RB-02", "AUTHORITY", *demo]) == 0
    out = capsys.readouterr().out
    assert f"POL-IR: docs/policy/index.md now says `reviewed: {AS_OF}`, was 2026-09-14" in out
    assert "Then open a pull request; Dana Okafor or Lee Brandt or Sofia Marchetti merges it" in out
    assert f"git switch -c reaffirm/POL-IR-and-1-more-{AS_OF} main" in out
