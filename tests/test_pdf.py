"""The policy and the runbooks on paper: what the cover says, where links lead, and the same bytes each time."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from nightly import BY_NIGHT
from ratified.cli.main import main
from ratified.site import paper
from ratified.site.paper import NoBrowserError, dated, numbered
from ratified.site.printed import NotASiteError, PrintedPage, printed, stamp, title_of
from ratified.site.sheet_foot import foot
from sheets import bare, sheets
from verdict_samples import standing

if TYPE_CHECKING:
    from pathlib import Path

PANEL = (
    '<section class="r-approval r-approval-approved" aria-label="Approval"><p class="r-approval-head">{words}</p> '
    '<p class="r-approval-lapse">Built for a day.</p><p class="r-approval-facts"><span>As of: 2026-11-22</span></p> '
    '<details><summary>Details</summary><dl><div><dt>Evaluated at commit</dt> <dd><a href="https://x/c">b6e8b044cd40</a>'
    '</dd></div></dl><p class="r-approval-more"><a href="../approvals/#h">History</a></p></details></section>'
)
APPROVED = PANEL.format(words="Approved by Priya")
PAGE = (
    '<html><head><link rel="stylesheet" href="{up}assets/a.css"></head><body><article class="x">'
    '<a href="https://edit" class="md-content__button">edit</a><h1>{title}</h1>\n{panel}\n{text}</article></body>'
    "</html>"
)
ROOT = "file:///site"
FOOT = r"Incident response at Example Corp: .+, (commit [0-9a-f]{12}|no commit was judged), as of 2026-11-22 \d+ / \d+"


def page(url: str, title: str, text: str = "", panel: str = APPROVED) -> PrintedPage:
    return PrintedPage(url, PAGE.format(up="../" * url.count("/"), title=title, text=text, panel=panel))


def body(pages: list[PrintedPage]) -> str:
    return printed("Policy", "Example Corp", pages, ROOT).partition("<body")[2]


class TestTheDocument:
    def test_the_cover_has_the_panel_of_each_document_once_and_opened(self) -> None:
        claimed = PANEL.format(words="Claimed by Lee")
        found = body([page("a/", "One"), page("b/", "Two &amp; three"), page("c/", "Four", panel=claimed)])
        cover, _, rest = found.partition('<section class="p-page"')
        assert re.findall(r'<p class="p-documents">(.*?)</p>', cover) == ["One; Two &amp; three", "Four"]
        assert re.findall(r'r-approval-head">(.*?)</p>', cover) == ["Approved by Priya", "Claimed by Lee"]
        assert cover.count("<details open>") == 2
        assert "r-approval" not in rest
        assert "Built for a day." not in found
        assert "md-content__button" not in found

    def test_every_sheet_says_commit_and_day(self) -> None:
        head = printed("Policy", 'Corp "A"\\', [page("a/", "One")], ROOT).partition("</style>")[0]
        assert 'content: "Corp \\22 A\\22 \\5c : Policy, commit b6e8b044cd40, as of 2026-11-22"' in head
        assert 'counter(page) " / " counter(pages)' in head

    def test_a_runbook_begins_with_its_text_under_one_line_of_approval_and_has_the_cover_last(self) -> None:
        found = printed("RB", "Corp", [page("r/", "RB-01", "<p>steps</p>")], ROOT, cover_last=True).partition("<body")[
            2
        ]
        part, _, cover = found.partition('<section class="p-cover">')
        assert part.index("<h1>RB-01</h1>") < part.index("Approved by Priya") < part.index("<p>steps</p>")
        assert "Details" not in part
        assert "Built for a day." not in found
        assert "<details open>" in cover

    def test_pages_of_two_builds_are_refused(self) -> None:
        other = page("b/", "Two", panel=APPROVED.replace("2026-11-22", "2026-11-23"))
        with pytest.raises(NotASiteError, match="different commits or for different days"):
            stamp([page("a/", "One"), other])

    def test_a_page_that_nobody_approves_claims_nothing(self) -> None:
        html = printed("Policy", "Corp", [page("a/", "One", panel="")], ROOT)
        assert "no commit was judged" in html
        assert "Approved" not in html

    def test_links_stay_inside_or_lead_to_a_host_or_are_text(self) -> None:
        links = [
            ('<a href="../b/#IR-1.1">x</a>', '<a href="#IR-1.1">x</a>'),
            ('<a href="&#46;./b/">x</a>', '<a href="#page-p-b">x</a>'),
            ('<a href="#IR-2.1">x</a>', '<a href="#IR-2.1">x</a>'),
            ('<a href="https://law.example/a">x</a>', '<a href="https://law.example/a">x</a>'),
            ('<a href="../../people/#role-x">x</a>', "<a>x</a>"),
            ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ]
        for written, shown in links:
            assert shown in body([page("p/a/", "One", written), page("p/b/", "Two")]), written

    def test_styles_are_those_of_the_site(self) -> None:
        assert f'href="{ROOT}/assets/a.css"' in printed("P", "C", [page("p/a/", "One")], ROOT)

    def test_what_is_no_page_of_a_site_is_said(self) -> None:
        with pytest.raises(NotASiteError, match="p/a/ has no article; was it built by"):
            printed("P", "C", [PrintedPage("p/a/", "<h1>x</h1>")], ROOT)
        with pytest.raises(NotASiteError, match="p/a/ has no title; was it built by"):
            title_of(PrintedPage("p/a/", "<article>x</article>"))


class TestTheFoot:
    """Of a page that somebody prints from the site."""

    def test_it_names_company_commit_and_day(self) -> None:
        judged = replace(standing([]), head="0123456789abcdef" * 2 + "01234567", as_of=date(2026, 11, 22))
        said = '<style>:root{--r-foot:"C \\26  Co \\b7  commit 0123456789ab%s \\b7  built for 2026-11-22"}</style>'
        assert foot("C & Co", judged) == said % ""
        edited = replace(judged, edited=frozenset({"docs/a.md"}))
        assert foot("C & Co", edited) == said % " with files edited since"

    def test_before_the_first_commit_it_names_none(self) -> None:
        assert r"C \b7  of no commit \b7  built for" in foot("C", replace(standing([]), head=""))


class TestTheBytes:
    def test_the_moment_is_the_one_given_and_nothing_moves(self) -> None:
        made = b"<</CreationDate (D:20261126073912+00'00')\n/ModDate (D:20261126073912+00'00')>>"
        found = dated(made, datetime(2026, 11, 22, tzinfo=UTC))
        assert found == made.replace(b"20261126073912", b"20261122000000")

    def test_nodes_are_numbered_anew_in_their_order(self) -> None:
        made = b"/ID (node00000206) /Headers [(node00000017) (node00000206)]"
        assert numbered(made) == b"/ID (node00000001) /Headers [(node00000000) (node00000001)]"
        assert numbered(made.replace(b"206", b"305")) == numbered(made)


@pytest.fixture
def site(site: Path, tmp_path: Path) -> Path:
    """The real site with two chapters and one runbook."""
    small = tmp_path / "site"
    for part in ("assets", "policy/escalation", "policy/severity", "runbooks/RB-02-ransomware"):
        shutil.copytree(site / part, small / part)
    home = (site / "index.html").read_text(encoding="utf-8")
    kept = re.sub(
        r'<a href="policy/(?!escalation/|severity/)[^"]*" class="md-nav__link', '<a class="md-nav__link', home
    )
    (small / "index.html").write_text(kept, encoding="utf-8")
    return small


@pytest.mark.browser
def test_the_command_prints_each_paper_and_the_same_bytes_each_time(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert main(["pdf", str(site), str(first)]) == 0
    assert capsys.readouterr().out.split() == [str(first / name) for name in ("policy.pdf", "RB-02-ransomware.pdf")]
    if BY_NIGHT:  # once more only then: a browser takes its time
        assert main(["pdf", str(site), str(second)]) == 0
    for name in ("policy.pdf", "RB-02-ransomware.pdf"):
        made = (first / name).read_bytes()
        assert not BY_NIGHT or made == (second / name).read_bytes()
        assert made.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type ?/Page\b", made)) > 3
        assert b"D:20261122000000" in made
        read = sheets(made)
        assert [re.fullmatch(FOOT, " ".join(sheet.foot)) is not None for sheet in read] == [True] * len(read)
        titles = [bare(line) for line in read[0].lines[:8]]
        assert ("First15minutes" in titles) == name.startswith("RB-")
    assert sorted(path.name for path in first.iterdir()) == ["RB-02-ransomware.pdf", "policy.pdf"]


def test_without_a_site_it_says_how_to_get_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pdf", str(tmp_path / "none"), str(tmp_path / "out")]) == 2
    assert "no site was built here; run `mkdocs build` first" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_a_browser_it_says_what_to_install(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["pdf", str(site), str(tmp_path / "out")]) == 2
    assert "apt-get install chromium" in capsys.readouterr().err


def test_a_browser_that_prints_nothing_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho no display >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(paper, "browser", lambda: str(program))
    with pytest.raises(NoBrowserError, match="did not print: no display; run it by hand to see why"):
        paper.on_paper("<p>x</p>", datetime(2026, 11, 22, tzinfo=UTC))
