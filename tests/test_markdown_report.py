"""`ratified check --format markdown`: one comment for a pull request, safe to paste whatever the data says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pull_requests import BEN, ONCALL, PAGE, asks, more_in, proposes, reviewed
from ratified.output.markdown import MARK, plain

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from histories import Repo

pytest_plugins = ["history_fixtures"]


def comment(repo: Repo, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, list[str]]:
    return asks(repo, capsys, "check", "--format", "markdown", *options)


def test_a_pull_request_says_what_is_pending_and_who_can_approve_it(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(company, {**more_in(PAGE), **reviewed(ONCALL, "2026-11-12")})
    code, lines = comment(company, capsys, "--base", "main")
    assert (code, lines[0]) == (1, MARK)
    assert lines[1].startswith("### ratified: ")
    start = lines.index("**Pending**")
    policy, roster = lines[start + 2 : start + 4]
    assert policy == (
        "- **POL-IR** (Incident Response Policy), by Ben Whitcombe &#60;ben(at)example.com&#62;: Priya Raman or "
        "Marcus Adeyemi or Dana Okafor or Lee Brandt can approve it by merging with a merge commit"
    )
    assert roster.startswith("- **ROSTER** (On-call rotations), by Ben Whitcombe")
    assert "Helen Castellano can approve it" in roster
    assert "Nobody can approve all of it." in lines
    lacks = lines.index("**It lacks**")
    assert any(": APR-33 " in line for line in lines[lacks:])


def test_the_step_summary_of_github_says_the_same_first_and_then_all_findings(
    company: Repo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proposes(company, {**more_in(PAGE), **reviewed(ONCALL, "2026-11-12")})
    _, lines = comment(company, capsys, "--base", "main")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    asks(company, capsys, "check", "--format", "github", "--base", "main")
    summary = (tmp_path / "summary").read_text(encoding="utf-8").splitlines()
    assert summary[: len(lines) - 1] == lines[1:]
    assert "**All findings**" in summary
    assert "| Place | Level | Code | What is wrong | What to do |" in summary


def test_what_nobody_else_can_approve_is_said(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    proposes(company, reviewed(ONCALL, "2026-11-12"), by="Helen Castellano <helen@example.com>")
    _, lines = comment(company, capsys, "--base", "main")
    (pending,) = [line for line in lines if line.startswith("- **ROSTER**")]
    assert pending.endswith(": nobody can approve it; 1 error below")


def test_a_pull_request_that_touches_no_document_says_so(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    proposes(company, {"notes.txt": "nothing\n"})
    _, lines = comment(company, capsys, "--base", "main")
    assert "It changes no document that anybody approves." in lines
    assert "**Pending**" not in lines


def test_what_the_merge_would_approve_besides_is_listed(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    pushed = company.pushes(BEN, more_in(PAGE))
    proposes(company, {PAGE: company.git("show", f"main:{PAGE}") + "\nAnd another line.\n"})
    _, lines = comment(company, capsys, "--base", "main")
    at = lines.index("**Merging this also approves earlier changes that nobody approved**")
    assert lines[at + 2].startswith(f"- {pushed[:10]} by Ben Whitcombe")


def test_main_itself_and_what_cannot_be_decided(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = comment(company, capsys, "--ref", "main")
    assert lines[0] == MARK
    assert not [line for line in lines if "ending" in line]
    code, lines = comment(company, capsys, "--base", "nowhere")
    assert code == 2


def test_nothing_of_data_is_obeyed() -> None:
    said = plain("@dana ![x](https://evil.example) <b>#12</b> www.evil.example `x` @team/all /approve")
    html = MarkdownIt("commonmark", {"html": True, "linkify": False}).render(f"- {said}\n")
    assert not re.search(r"<(?!/?(?:ul|li|p)>)", html)
    assert "@" not in said
    assert "://" not in re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), said)
    assert "www." not in said


@given(st.text(max_size=60))
def test_no_text_whatever_makes_markup_a_mention_or_a_line(text: str) -> None:
    said = plain(text)
    assert "\n" not in said
    assert "@" not in said
    html = MarkdownIt("commonmark", {"html": True}).render(f"- a {said}\n")
    assert set(re.findall(r"</?[a-z0-9]+", html)) <= {"<ul", "</ul", "<li", "</li", "<p", "</p"}


@given(st.text(alphabet="@:/w.hps <>[]()!`*_#\\&;x0\n\r\t", max_size=40))
def test_no_text_of_the_signs_that_matter_does_either(text: str) -> None:
    test_no_text_whatever_makes_markup_a_mention_or_a_line.hypothesis.inner_test(text)  # type: ignore[attr-defined]
