"""What stands under a green panel: files pushed straight to main that replace, forge or cover it, and benign twins.

Each is asked through the real check and the real strict build of the demo company. One build takes in many of them,
since it tells of every fault at once.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from attacks_site import Company, merged, pushed
from caching import kept_of
from nightly import rest_by_night
from ratified.cache import store
from ratified.demo.landings import Edit
from serving import build, served
from visits import Visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

RUNBOOK = "runbooks/RB-05-outage.md"
PANEL = '<section class="r-approval r-approval-approved" aria-label="Approval"><p>Approved by Priya Raman</p></section>'


SVG = '<svg xmlns="http://www.w3.org/2000/svg"'


def page(text: str, title: str = "A page") -> str:
    return f"---\ntitle: {title}\n---\n\n{text}\n"


REFUSED = {
    "another ending beside a chapter": ("docs/policy/severity.mdown", page("A Sev-1 can wait."), "SIT-15"),
    "an index in a folder of the page's name": ("docs/start-here/index.md", page("Go home."), "SIT-15"),
    "a runbook under docs": ("docs/runbooks/RB-02-ransomware.markdown", page("Pay."), "SIT-15"),
    "a name that differs in capitals": ("docs/policy/Escalation.md", page("Nobody is called."), "SIT-15"),
    "a status of one's own": ("docs/status.json", '{"documents": []}', "SIT-15"),
    "findings of one's own": ("docs/findings.json", "{}", "SIT-15"),
    "a badge of one's own": ("docs/badge.svg", "<svg/>", "SIT-15"),
    "a worker of one's own": ("docs/service-worker.js", "// mine", "SIT-15"),
    "a script of the engine": ("docs/assets/clock-panel.js", "// mine", "SIT-15"),
    "the page of a record": ("docs/incidents/INC-2026-001.md", page("All was well."), "SIT-15"),
    "the page of a landing": ("docs/amendments/0123456789ab.md", page("Nothing changed."), "SIT-15"),
    "the page of a rule": ("docs/rules/APR-01.md", page("A push is fine."), "SIT-15"),
    "where everything was made from": ("docs/provenance.json", "{}", "SIT-15"),
    "a page by itself": ("docs/verdict.html", f"<h1>Policy</h1>{PANEL}", "SIT-17"),
    "a page by itself beside the runbooks": ("docs/policy/card.xhtml", "<p>Approved</p>", "SIT-17"),
    "a worker that no page names": ("docs/policy/behind.mjs", "onmessage = null;", "SIT-17"),
    "a program for browsers": ("docs/policy/behind.wasm", "x", "SIT-17"),
    "a copied panel": ("docs/copied.md", page(PANEL), "SIT-16"),
    "a panel in entities": (
        "docs/entities.md",
        page('<p class="&#114;-approval r&#45;verdict">Approved</p>'),
        "SIT-16",
    ),
    "a style sheet that hides the engine's place": (
        "docs/hides.md",
        page("<style>p { display: none }</style>"),
        "SIT-16",
    ),
    "a box over the engine's place": ("docs/box.md", page('<p style="position:fixed;inset:0">Approved</p>'), "SIT-16"),
    "a frame with a page of its own": ("docs/frame.md", page('<iframe srcdoc="<p>Approved</p>"></iframe>'), "SIT-16"),
    "a frame that never ends": ("docs/endless.md", page('<iframe src="../policy/severity/">'), "SIT-16"),
    "a script in the page": ("docs/inline.md", page("<script>document.title = 1</script>"), "SIT-16"),
    "a way off the page": ("docs/away.md", page('<meta http-equiv="refresh" content="0; url=/x/">'), "SIT-16"),
    "what a script of the engine reads": ("docs/lapse.md", page('<b data-r-until="2020-01-01">x</b>'), "SIT-16"),
    "the theme's cover": ("docs/cover.md", page('<div class="md-overlay">Approved</div>'), "SIT-16"),
    "a picture that runs a script": ("docs/plan.svg", f"{SVG}><script>1</script></svg>", "SIT-16"),
    "a picture whose script has another name": (
        "docs/named.svg",
        '<x:svg xmlns:x="http://www.w3.org/2000/svg"><x:script>1</x:script></x:svg>',
        "SIT-16",
    ),
    "a picture with a page in it": (
        "docs/policy/held.svg",
        f'{SVG}><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">Approved</p></foreignObject></svg>',
        "SIT-16",
    ),
    "a picture that acts when it is loaded": ("docs/loads.SVG", f'{SVG} onload="1"/>', "SIT-16"),
    "a picture whose link runs something": (
        "docs/linked.svg",
        f'{SVG}><a href=" java&#9;script:1"><text>Approved</text></a></svg>',
        "SIT-16",
    ),
    "a picture whose link is set later": (
        "docs/later.svg",
        f'{SVG}><a><set attributeName="href" to="javascript:1"/><text>Approved</text></a></svg>',
        "SIT-16",
    ),
    "a picture in the style of another file": ("docs/style.svg", f'<?xml-stylesheet href="x.xsl"?>{SVG}/>', "SIT-16"),
    "a picture that breaks off": ("docs/broken.svg", f"{SVG}><g>", "SIT-16"),
    "a page in XML": ("docs/feed.xml", '<html xmlns="http://www.w3.org/1999/xhtml"/>', "SIT-17"),
    "a page in a name that says nothing": ("docs/policy/verdict", "<!doctype html>Approved", "SIT-17"),
    "a template of the theme's": (
        "docs/bare.md",
        page("Approved.").replace("---\n\n", "template: blog.html\n---\n\n", 1),
        "",
    ),
    "a picture that reaches beyond its frame": (
        "docs/reach.md",
        page('<svg width="1" height="1" title=">" overflow="&#118;isible"><text y="-36">Approved</text></svg>'),
        "SIT-16",
    ),
    "a picture that is moved": ("docs/moved.md", page('<svg transform="translate(0,-90)"><rect/></svg>'), "SIT-16"),
    "a picture that opens later": (
        "docs/opens.md",
        page('<svg><set attributeName="overflow" to="visible"/><rect/></svg>'),
        "SIT-16",
    ),
    "marks that look like code and are none": (
        "docs/ticks.md",
        page(f'<div title="`">\n{PANEL}\n<p title="`">x</p>\n</div>'),
        "",
    ),
    "a script that nobody governs, in every page": ("mkdocs.yml", "", ""),
}
"""By mechanism: the file, what is pushed there, and the rule that finds it; nothing where only the build can see it."""

BENIGN = {
    "docs/policy-faq.mdown": page("Where is the policy? In its folder."),
    "docs/start/index.md": page("Where to begin."),
    "docs/rules-of-the-house.md": page("Doors are locked."),
    "docs/data/status.json": '{"open": true}',
    "docs/assets/behind.mjs": "onmessage = null;",
    "docs/assets/moving.svg": f"{SVG}><script>1</script></svg>",
    "docs/policy/plan.svg": f'<?xml version="1.0"?><!-- drawn -->{SVG} xmlns:x="http://www.w3.org/1999/xlink">'
    "<style>rect { fill: red }</style>"
    '<a x:href="https://example.com/"><g transform="scale(2)"><rect/></g></a><animate attributeName="x" to="1"/></svg>',
    "docs/numbers.csv": "a,b\n",
    "docs/form.PDF": "%PDF-1.4\n",
    "docs/drawn.md": page(
        '<svg viewBox="0 0 9 9" overflow="hidden"><g transform="scale(2)"><rect/></g></svg>\n\n![Plan](policy/plan.svg)'
    ),
    "docs/behind.js.md": page("What stands behind the pages."),
    "docs/incidents-counted.md": page("How incidents are counted."),
    "docs/code.md": page(f"A panel is:\n\n```html\n{PANEL}\n```\n\nIts class is `r-approval`, as in `<style>`."),
    "docs/words.md": page(
        'The r-value is <span style="color: red">high</span>; R-squared, too.\n\n| a |\n|--:|\n| 1 |'
    ),
    "docs/folded.md": page("<details><summary>More</summary><p>Words.</p></details>"),
    "docs/severity.md": page("Not the chapter of the same name."),
}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, str]:
    """Every attack on one site, and what its strict build printed."""
    company = Company.of(tmp_path_factory.mktemp("attacked"))
    settings = (company.root / "mkdocs.yml").read_text(encoding="utf-8")
    named = settings.replace("\nextra_css:\n", "\nextra_javascript: [{path: js/late.js}]\nextra_css:\n")
    files = {path: text for path, text, _ in REFUSED.values()}
    company.pushes({**files, "mkdocs.yml": named, "docs/js/late.js": "// mine"})
    code, said = company.builds()
    assert code == 1
    return company, said


@pytest.mark.parametrize(("path", "rule"), [(p, code) for p, _, code in REFUSED.values()], ids=REFUSED.keys())
def test_the_strict_build_refuses_it_and_names_the_file(path: str, rule: str, attacked: tuple[Company, str]) -> None:
    assert re.search(rf"^  {re.escape(path)}:\d+:\d+: ", attacked[1], re.MULTILINE), attacked[1]
    assert "Traceback" not in attacked[1]


def test_the_check_finds_each_by_its_rule_and_at_its_file(attacked: tuple[Company, str]) -> None:
    found = attacked[0].finds()
    assert {(rule, path) for path, _, rule in REFUSED.values() if rule} <= set(found)
    assert not (attacked[0].site / "policy/severity/index.html").exists(), "nothing was published"


@pytest.fixture(scope="module")
def benign(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """What is like the attacks and none of them, landed as it should."""
    edits = [Edit(path, None, text) for path, text in BENIGN.items()]
    company = Company.of(tmp_path_factory.mktemp("benign"), merged("lee", *edits))
    code, said = company.builds("--quiet")
    assert (code, said) == (0, "")
    return company


def test_no_twin_is_refused_and_every_panel_stays_green(benign: Company) -> None:
    assert benign.finds() == []
    for address in ("policy/severity", "start-here", "runbooks/RB-02-ransomware", "incidents/INC-2026-001"):
        assert benign.panel(address) == "approved"
    for path in BENIGN:
        if path.endswith((".md", ".mdown")):
            address = re.sub(r"(/index)?\.(md|mdown)$", "", path.removeprefix("docs/"))
            assert benign.panel(address) == "none"


@pytest.mark.parametrize("address", ["", "approvals", "amendments", "for-the-assessor", "rules/APR-01", "people"])
def test_home_evidence_and_what_the_engine_makes_say_that_no_document_governs_them(
    address: str, benign: Company
) -> None:
    assert benign.panel(address) == "none"
    assert benign.page(address).count("This page is not a governed document") == 1


# verify-site: the panel is bound to bytes

SEVERITY, HOME = "policy/severity/index.html", "index.html"


def says(text: str) -> Callable[[Path], None]:
    """Somebody writes more into a page of a site."""

    def write(site: Path) -> None:
        file = site / SEVERITY
        file.write_text(file.read_text(encoding="utf-8").replace("</h1>", f"</h1>{text}", 1), encoding="utf-8")

    return write


def covered_up(site: Path) -> None:
    """A page is altered, and so is everything in the site that says of which bytes and fingerprints it is."""
    says("<p>A Sev-1 can wait.</p>")(site)
    told = json.loads((site / "provenance.json").read_text(encoding="utf-8"))
    told["pages"][SEVERITY]["documents"] = []
    (site / "provenance.json").write_text(json.dumps(told), encoding="utf-8")


def swapped(site: Path) -> None:
    (site / SEVERITY).write_bytes((site / "policy/escalation/index.html").read_bytes())


def added(site: Path) -> None:
    (site / "policy/exception").mkdir()
    shutil.copy(site / SEVERITY, site / "policy/exception/index.html")


def removed(site: Path) -> None:
    (site / SEVERITY).unlink()


def linked(site: Path) -> None:
    removed(site)
    (site / SEVERITY).symlink_to("../escalation/index.html")


def badge(site: Path) -> None:
    (site / "badge.svg").write_text("<svg/>", encoding="utf-8")


ALTERED = {
    "a sentence more": (says("<p>A Sev-1 can wait.</p>"), f"{SEVERITY}: altered: "),
    "a script more": (says("<script>1</script>"), f"{SEVERITY}: altered: "),
    "a page for another": (swapped, f"{SEVERITY}: altered: "),
    "what the site says of itself as well": (covered_up, "provenance.json: altered: "),
    "a page that nobody built": (added, "policy/exception/index.html: unknown: "),
    "a page taken away": (removed, f"{SEVERITY}: missing: "),
    "a link in place of a page": (linked, f"{SEVERITY}: altered: "),
    "a file that is no page": (badge, "badge.svg: altered: "),
}


BY_DAY = ("a sentence more", "what the site says of itself as well", "a page that nobody built", "a page taken away")


@pytest.mark.parametrize("how", rest_by_night(ALTERED, BY_DAY))
def test_what_was_altered_after_the_build_is_named(how: str, benign: Company, tmp_path: Path) -> None:
    alter, line = ALTERED[how]
    shutil.copytree(benign.site, tmp_path / "site")
    alter(tmp_path / "site")
    code, said = benign.runs("verify-site", str(tmp_path / "site"))
    assert code == 1, said
    assert [found for found in said.splitlines() if found.startswith(line)], said


def test_an_untouched_copy_is_what_was_approved(benign: Company, tmp_path: Path) -> None:
    shutil.copytree(benign.site, tmp_path / "site")
    code, said = benign.runs("verify-site", str(tmp_path / "site"), "--format", "json")
    told = json.loads(said)
    assert (code, told["sound"], told["edited"]) == (0, True, [])
    states = {page["file"]: page["state"] for page in told["pages"]}
    assert (states[SEVERITY], states[HOME], states["code/index.html"]) == ("approved", "ungoverned", "ungoverned")
    assert set(states.values()) == {"approved", "ungoverned"}


def test_who_did_not_build_it_is_told_so(benign: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "account_folder", lambda: None)
    code, said = benign.runs("verify-site", str(benign.site))
    assert (code, "or the build ended in an error; pass --anew" in said) == (2, True)


@pytest.mark.nightly
def test_who_did_not_build_it_can_build_it_anew(benign: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "account_folder", lambda: None)
    code, said = benign.runs("verify-site", str(benign.site), "--anew")
    assert (code, "no files unsound" in said) == (0, True)


@pytest.mark.nightly
def test_a_site_that_was_built_for_the_day_it_was_can_be_built_anew_on_any_other(
    benign: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RATIFIED_AS_OF", raising=False)
    program = str(Path(sys.executable).with_name("ratified"))
    command = [program, "site", "build", "--repo", str(benign.root), "--out", str(tmp_path / "site")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    code, said = benign.runs("verify-site", str(tmp_path / "site"), "--anew")
    assert (code, "no files unsound" in said) == (0, True), said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "there is no provenance.json; name a folder that `ratified site build` wrote"),
        ("{}", "cannot be read as ratified/provenance/1"),
        ("[" * 100_000, "cannot be read as ratified/provenance/1"),
        ('{"schema": "ratified/provenance/1", "head": "--output=x"}', "cannot be read as ratified/provenance/1"),
    ],
)
def test_what_is_no_site_of_ours_is_a_sentence(
    text: str | None, sentence: str, benign: Company, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / "provenance.json").write_text(text, encoding="utf-8")
    code, said = benign.runs("verify-site", str(tmp_path))
    assert (code, sentence in said, "Traceback" in said) == (2, True, False)


def test_a_site_of_an_older_landing_is_held_against_what_stood_then(benign: Company, tmp_path: Path) -> None:
    shutil.copytree(benign.root, tmp_path / "repository", symlinks=True)
    shutil.copytree(kept_of(benign.root / ".git"), kept_of(tmp_path / "repository/.git"))
    later = Company(tmp_path / "repository").pushes({"docs/policy/severity.md": page("A Sev-1 can wait.")})
    code, said = later.runs("verify-site", str(benign.site))
    assert (code, "33 what was approved" in said) == (0, True), said


def test_a_commit_that_is_no_landing_of_main_is_refused(benign: Company, tmp_path: Path) -> None:
    told = json.loads((benign.site / "provenance.json").read_text(encoding="utf-8"))
    told["head"] = benign.git("rev-parse", "main^2").strip()
    (tmp_path / "provenance.json").write_text(json.dumps(told), encoding="utf-8")
    code, said = benign.runs("verify-site", str(tmp_path))
    assert (code, "is not on the first-parent line of refs/heads/main" in said or "it was built elsewhere" in said) == (
        2,
        True,
    )


# Two documents over one page

WEAKER = "  - {id: ASIDE, title: Aside, class: record, owner: security-lead, pages: [docs/policy/severity.md]}\n"


@pytest.fixture(scope="module")
def overlapped(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A weaker document pushed over a chapter, then merged by an approver of its class; pages that nobody committed."""
    first = Edit("data/register.yml", "documents:\n", f"documents:\n{WEAKER}")
    chapter = Edit("docs/policy/severity.md", "title: Severity", "title: Severity levels")
    hidden = Edit(
        RUNBOOK, "---\n\n{{ runbook", "---\n\n<details><summary>.</summary><h1>Outage</h1></details>\n\n{{ runbook"
    )
    company = Company.of(tmp_path_factory.mktemp("overlapped"), pushed(first, hidden), merged("lee", chapter))
    company.git("config", "core.excludesFile", "/dev/null")
    (company.root / ".git/info").mkdir(exist_ok=True)
    (company.root / ".git/info/exclude").write_text("docs/notices/notice-press.md\n", encoding="utf-8")
    company.writes({"docs/notices/notice-press.md": page("Say nothing.", "Notice to the press")})
    build(company.root, company.site)  # a strict one ends with a warning, and of that nothing is remembered
    return company


def test_overlap_is_an_error_and_a_document_that_no_approved_register_has_is_unapproved(overlapped: Company) -> None:
    assert {("GOV-15", "data/register.yml"), ("APR-38", "data/register.yml")} <= set(overlapped.finds())


def test_of_two_documents_over_one_page_the_worse_counts_and_both_are_named(overlapped: Company) -> None:
    html = unescape(overlapped.page("policy/severity"))
    assert overlapped.panel("policy/severity") == "unapproved"
    assert "More than one document claims this page, and the worst counts: POL-IR (not approved), ASIDE (not" in html


def test_a_title_inside_what_is_folded_takes_no_panel_in(overlapped: Company) -> None:
    html = overlapped.page("runbooks/RB-05-outage")
    assert overlapped.panel("runbooks/RB-05-outage") == "unapproved"
    assert html.index('class="r-approval r-approval-') < html.index("<summary>.</summary>")


def test_an_ignored_page_in_a_governed_folder_is_pending(overlapped: Company) -> None:
    assert overlapped.panel("notices/notice-press") == "pending"
    assert overlapped.panel("notices/notice-insurer") == "pending"
    assert overlapped.panel("runbooks/RB-02-ransomware") == "layout", "approved, and it shows what is not"


def test_what_was_built_from_such_a_page_is_not_to_be_published(overlapped: Company) -> None:
    code, said = overlapped.runs("verify-site", str(overlapped.site))
    assert code == 1
    assert "built from a work tree that was not " in said
    assert "notices/notice-press/index.html: edited: docs/notices/notice-press.md was not what" in said


WORDS = """() => {
  const article = document.querySelector("article");
  const panel = article.querySelector(".r-approval");
  const green = Boolean(panel?.classList.contains("r-approval-approved"));
  panel?.remove();
  return [green, article.innerText.replace(/\\s+/g, " ")];
}"""


@pytest.mark.browser
def test_no_page_whose_words_differ_from_those_that_were_approved_is_green(
    overlapped: Company, benign: Company, browser: Browser
) -> None:
    governed = [
        file
        for file, page in json.loads((overlapped.site / "provenance.json").read_text(encoding="utf-8"))["pages"].items()
        if page["documents"]
    ]
    seen = {}
    for name, company in (("here", overlapped), ("approved", benign)):
        with served(company.site) as address:
            visit = Visit(browser, address, java_script_enabled=False)
            there = [file for file in governed if (company.site / file).is_file()]
            seen[name] = {file: visit.open(file).evaluate(WORDS) for file in there}
            visit.context.close()
    other = {file for file, (_, words) in seen["here"].items() if seen["approved"].get(file, ("", ""))[1] != words}
    assert {SEVERITY, "runbooks/RB-05-outage/index.html", "notices/notice-press/index.html"} <= other
    assert {file for file in other if seen["here"][file][0]} == set()
    assert sum(green for green, _ in seen["approved"].values()) == len(seen["approved"]) > 30
