"""SIT-15 to SIT-17: two sources for one address, what only the engine may say, pages and scripts of nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ratified.model.engine_marks import marks, without_code
from ratified.model.frames import with_links
from ratified.policy.addresses import SCRIPTS, addresses, is_made
from ratified.site.scripts import page_scripts

if TYPE_CHECKING:
    from conftest import Starter

PAGE = "---\ntitle: A page\n---\n\nWords.\n"
RUNBOOK = "runbooks/RB-02-ransomware.md"


def told(starter: Starter, code: str) -> list[str]:
    return [f"{f.place.path}: {f.message}" for f in starter.findings(code)]


# SIT-15

SHARED = {
    "another ending": ("docs/policy/severity.mdown", "docs/policy/severity.md", "policy/severity/"),
    "an index in a folder": ("docs/start-here/index.md", "docs/start-here.md", "start-here/"),
    "a README for an index": ("docs/policy/README.md", "docs/policy/index.md", "policy/"),
    "the folder of runbooks": ("docs/runbooks/RB-02-ransomware.md", RUNBOOK, "runbooks/RB-02-ransomware/"),
    "a runbook by another ending": ("docs/runbooks/RB-02-ransomware.mkd", RUNBOOK, "runbooks/RB-02-ransomware/"),
    "capitals alone": ("docs/policy/Severity.md", "docs/policy/severity.md", "policy/Severity/"),
    "without folders": ("docs/policy/severity.html", "docs/policy/severity.md", "policy/severity.html"),
}


@pytest.mark.parametrize(("path", "other", "place"), SHARED.values(), ids=SHARED.keys())
def test_two_sources_for_one_address_are_found_at_the_one_that_nobody_governs(
    path: str, other: str, place: str, starter: Starter
) -> None:
    starter.write(path, (starter.root / RUNBOOK).read_text() if "RB-02" in path else PAGE)
    assert told(starter, "SIT-15") == [f"{path}: has the same address on the site as {other}: {place}"]


MADE = (
    *("docs/people/README.markdown", "docs/index.html", "docs/Approvals.md"),
    *("docs/status.json", "docs/findings.json", "docs/badge.svg", "docs/service-worker.js", "docs/provenance.json"),
    *("docs/sitemap.xml", "docs/404.html", "docs/rules/APR-01.md", "docs/rules/apr-01/index.markdown"),
    *("docs/clock-catalogue.md", "docs/incidents/INC-2026-001.md", "docs/exercises/EX-2026-01/index.md"),
    *("docs/amendments/0123456789ab.md", "docs/search/search_index.json", "docs/assets/clock-panel.js"),
    *("docs/Status.JSON", "docs/rules/index.md"),
)


def test_what_stands_where_the_engine_makes_something_is_found(starter: Starter) -> None:
    for path in MADE:
        starter.write(path, PAGE)
    found = told(starter, "SIT-15")
    assert sorted(one.partition(": ")[0] for one in found) == sorted(MADE)
    assert all(": is where the engine makes " in one for one in found)


OWN = (
    *("docs/policy/severities.md", "docs/rules/dress-code.md", "docs/amendments-of-law.md", "docs/data/status.json"),
    *("docs/incidents/how-we-count.md", "docs/assets/chart.svg", "docs/exercises/plan/index.md", "docs/severity.md"),
)


def test_files_of_addresses_of_their_own_are_left_alone(starter: Starter) -> None:
    for path in OWN:
        starter.write(path, PAGE)
    assert told(starter, "SIT-15") == []


def test_the_list_of_scripts_is_that_of_the_site() -> None:
    assert sorted(page_scripts()) == sorted(SCRIPTS)
    assert all(map(is_made, SCRIPTS))


def test_what_is_no_part_of_the_site_has_no_address() -> None:
    assert addresses("README.md") == addresses("data/register.yml") == ()


# SIT-16

FORGED = {
    "a panel": ('<section class="r-approval r-approval-approved">', "the name 'r-approval'"),
    "a class without quotes": ("<p class=r-verdict>", "the name 'r-verdict'"),
    "a class in entities": ('<p class="&#114;-verdict">', "the name 'r-verdict'"),
    "a class on two lines": ('<p class="x\nr-verdict">', "the name 'r-verdict'"),
    "a class in capitals": ('<P CLASS="R-VERDICT">', "the name 'R-VERDICT'"),
    "an id": ('<p id="r-content">', "the name 'r-content'"),
    "a place for a block": ('<div id="ratified-block-0"></div>', "the name 'ratified-block-0'"),
    "a list of attributes": ("Approved\n{: .r-verdict }", "the name 'r-verdict'"),
    "a list behind a title": ("## Approved { .r-verdict #x }", "the name 'r-verdict'"),
    "what a script reads": ('<span data-r-until="2030-01-01">', "the attribute 'data-r-until'"),
    "a style sheet": ("<style>section { display: none }</style>", "<style>"),
    "a linked style sheet": ('<link rel="stylesheet" href="x.css">', "<link>"),
    "a script": ('<script src="x.js"></script>', "<script>"),
    "a frame": ('<iframe src="../index.html"></iframe>', "<iframe>"),
    "another base": ('<base href="/other/">', "<base>"),
    "a way off the page": ('<meta http-equiv="refresh" content="0; url=x">', "<meta>"),
    "a window over the page": ("<dialog open>Approved</dialog>", "<dialog>"),
    "words that wait": ("<template>", "<template>"),
    "words of an old browser": ("<xmp>words</xmp>", "<xmp>"),
    "words for no script": ("<noscript>words</noscript>", "<noscript>"),
    "hidden words": ("<div hidden>Call legal.</div>", "the attribute 'hidden', which hides"),
    "hidden words in a step": ('<span class="x" HIDDEN=1>', "the attribute 'hidden', which hides"),
    "a position": ('<p style="position: fixed; color: red">', "the style 'position'"),
    "a style in entities": ('<p style="&#112;osition:fixed">', "the style 'position'"),
    "a style that escapes": ('<p style="color: re\\64">', r"the style 'color: re\\64'"),
    "the theme's own": ('<div class="md-overlay">', "the name 'md-overlay'"),
}


@pytest.mark.parametrize(("text", "what"), FORGED.values(), ids=FORGED.keys())
def test_what_only_the_engine_may_say_is_found_at_its_line(text: str, what: str, starter: Starter) -> None:
    line = starter.add("docs/glossary.md", text)
    first = starter.findings("SIT-16")[0]
    assert first.place.path == "docs/glossary.md"
    assert line <= first.place.line <= line + 1
    assert first.message.startswith(f"a page's text may not hold {what}: it could show")


def test_in_place_of_a_frame_a_link_is_asked_for(starter: Starter) -> None:
    starter.add("docs/glossary.md", '<iframe src="https://video.example/1"></iframe>')
    assert [found.help for found in starter.findings("SIT-16")] == ["write a link to what it shows"]


LINKED = {
    '<iframe src="https://video.example/1" allowfullscreen></iframe>': '<a href="https://video.example/1">https://video.example/1</a>',
    "<iframe\n  width=560 src=//video.example/?a=1&amp;b=2>Old.</iframe >": (
        '<a href="//video.example/?a=1&amp;b=2">//video.example/?a=1&amp;b=2</a>'
    ),
    """<IFRAME title='Ours & "theirs"' SRC='../people/'></IFRAME>""": (
        '<a href="../people/">Ours &amp; &quot;theirs&quot;</a>'
    ),
    '<iframe src="https://a.example"></iframe><iframe src=b.pdf></iframe>': (
        '<a href="https://a.example">https://a.example</a><a href="b.pdf">b.pdf</a>'
    ),
}


@pytest.mark.parametrize(("text", "link"), LINKED.items())
def test_a_frame_on_a_page_of_nobody_is_a_link_and_a_warning(text: str, link: str, starter: Starter) -> None:
    starter.write("docs/notes.md", f"---\ntitle: Notes\n---\n\nSee:\n\n{text}\n")
    found = starter.findings("SIT-16")
    assert [(str(f.place), f.level) for f in found] == [
        (f"docs/notes.md:7:{at.start() + 1}", "warning") for at in re.finditer("(?i)<iframe", text)
    ]
    assert {f.help for f in found} == {"write a link to what it shows"}
    assert with_links(f"<p>{text}</p>", ()) == f"<p>{link}</p>"


@pytest.mark.parametrize(
    "text",
    [
        '<iframe srcdoc="&lt;b&gt;Approved"></iframe>',
        '<iframe src="a" SRCDOC=x></iframe>',
        '<iframe src="javascript:1"></iframe>',
        '<iframe src=" java&#9;script:1"></iframe>',
        '<iframe src="data:text/html,x"></iframe>',
        '<iframe src="https://a.example"><p hidden>x</p></iframe>',
        '<iframe src="https://a.example">',
        "<iframe></iframe>",
    ],
)
def test_a_frame_of_another_kind_is_an_error_on_any_page(text: str, starter: Starter) -> None:
    starter.write("docs/notes.md", f"---\ntitle: Notes\n---\n\n{text}\n")
    assert starter.findings("SIT-16")[0].level == "error"
    assert with_links(text, ()) == text


def test_what_a_macro_gives_keeps_its_frame() -> None:
    frame = '<iframe src="../plan.pdf"></iframe>'
    assert with_links(f"<p>{frame}</p>", (frame,)) == f"<p>{frame}</p>"


PLAIN = (
    'Write `class="r-approval"` for a panel.',
    '```html\n<section class="r-approval">\n```',
    "~~~\n<style>\n~~~",
    'The r-value of a test, and R-squared, are in class "A".',
    '<span style="font-weight: bold; text-align: right">late</span>',
    "[Call](tel:1){ .md-button .md-button--primary }",
    "<details><summary>More</summary>Words.</details>",
    "A <kbd>key</kbd>, a meta-analysis and a <basement>.",
    "| a | b |\n|--:|---|\n| 1 | 2 |",
)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_code_and_buttons_are_left_alone(text: str, starter: Starter) -> None:
    starter.add("docs/glossary.md", text)
    assert told(starter, "SIT-16") == []


def test_a_heading_that_begins_like_an_id_of_the_engine_is_no_mark_once_it_is_rendered() -> None:
    html = '<h2 id="r-packages">R packages</h2>'
    assert [*marks(html, rendered=True)] == []
    assert len([*marks(html)]) == 1


def test_code_is_blanked_and_nothing_moves() -> None:
    text = "a `b\nc` d\n\n```\ne\n```\nf ` g\n"
    blank = without_code(text)
    assert (len(blank), blank.split()) == (len(text), ["a", "d", "f", "`", "g"])
    assert [at for at, sign in enumerate(blank) if sign == "\n"] == [at for at, sign in enumerate(text) if sign == "\n"]


# SIT-17


@pytest.mark.parametrize("path", ["docs/verdict.html", "docs/policy/old.HTM", "docs/a/b.xhtml", "runbooks/card.html"])
def test_a_page_by_itself_is_found(path: str, starter: Starter) -> None:
    starter.write(path, "<h1>Approved</h1>")
    assert told(starter, "SIT-17") == [
        f"{path}: a page by itself, on which nothing can say whether anybody approved it"
    ]


@pytest.mark.parametrize("path", ["docs/behind.js", "docs/policy/behind.MJS", "runbooks/behind.wasm"])
def test_a_script_that_nobody_governs_is_found(path: str, starter: Starter) -> None:
    starter.write(path, "onmessage = null;")
    assert told(starter, "SIT-17") == [
        f"{path}: a script that no document governs, which any script of the site could start"
    ]


@pytest.mark.parametrize("path", ["docs/LICENSE", "docs/policy/CNAME", "docs/old.dat", "runbooks/a.unheard"])
def test_a_file_that_does_not_say_what_it_is_is_found(path: str, starter: Starter) -> None:
    starter.write(path, "<h1>Approved</h1>")
    assert told(starter, "SIT-17") == [
        f"{path}: a file whose name does not say what it is, so that a browser may take it for a page"
    ]


@pytest.mark.parametrize("path", ["docs/CNAME", "docs/policy/.pages", "docs/a/Plan.PNG", "docs/data.csv", "docs/x.md"])
def test_files_that_say_it_and_those_of_the_layout_or_of_no_site_are_left_alone(path: str, starter: Starter) -> None:
    assert told(starter.write(path, "---\ntitle: X\n---\n\nX.\n"), "SIT-17") == []


# SIT-16, pictures


def picture(starter: Starter, text: str, path: str = "docs/plan.svg") -> list[str]:
    return told(starter.write(path, text), "SIT-16")


def test_a_picture_that_acts_is_found_at_its_line(starter: Starter) -> None:
    text = '<svg xmlns="http://www.w3.org/2000/svg">\n<g>\n<script>1</script></g></svg>'
    starter.write("docs/plan.svg", text)
    assert starter.places("SIT-16") == ["docs/plan.svg:3"]
    assert told(starter, "SIT-16") == [
        "docs/plan.svg: a picture that acts where it is opened by itself: it holds <script>"
    ]


def test_a_picture_that_only_shows_and_one_of_the_layout_are_left_alone(starter: Starter) -> None:
    assert picture(starter, '<svg xmlns="http://www.w3.org/2000/svg"><a href="#x"><text>on</text></a></svg>') == []
    assert picture(starter, "<svg><script>1</script></svg>", "docs/assets/plan.svg") == []


@pytest.mark.parametrize("held", ["", "<svg>", "no picture", "<!DOCTYPE svg><svg/>", '<svg xmlns:x="y"><z:a/></svg>'])
def test_a_picture_that_no_browser_reads_to_its_end_is_found(held: str, starter: Starter) -> None:
    assert len(picture(starter, held)) == 1


def test_a_script_that_a_document_binds_is_left_alone(starter: Starter) -> None:
    starter.write("docs/policy/behind.js", "onmessage = null;")
    starter.change("data/register.yml", "binds: [data/oncall.yml]", "binds: [data/oncall.yml, docs/policy/behind.js]")
    assert told(starter, "SIT-17") == []


@pytest.mark.parametrize("path", ["docs/assets/frame.html", "docs/assets/own.js", "docs/chart.svg", "docs/html.md"])
def test_the_layouts_own_and_what_is_no_such_page_are_left_alone(path: str, starter: Starter) -> None:
    assert told(starter.write(path, PAGE), "SIT-17") == []
