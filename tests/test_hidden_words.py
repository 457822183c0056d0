"""What an approver reads on the forge a reader of the site reads: what hides words stops the check and the build."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from markdown import markdown

from attacks_site import Company
from ratified.site.hidden_words import hidden_words
from ratified.site.sources import forged
from ratified.source.page import read_page

if TYPE_CHECKING:
    from ratified.source.fault import ReadingFault

REFUSED = {
    "an item": "- Call legal.\n{: hidden }",
    "an item with a value": "- Call legal.\n{: hidden=hidden }",
    "a paragraph": "Call legal.\n{: popover }",
    "a paragraph without colon": "Call legal.\n{hidden}",
    "a paragraph that nobody can click": "Call legal.\n{: inert }",
    "capitals": "Call legal.\n{: HIDDEN }",
    "a heading": "## Call legal {: hidden }",
    "a heading by a style": '## Call legal {: style="font-size:0" }',
    "a heading's class": "## Call legal { .headerlink }",
    "a cell": "| a | b |\n|---|---|\n| Call {: hidden } | legal |",
    "bold words": "Call **legal**{: hidden } now.",
    "a link": "[Call legal](https://example.com){: .headerlink } now.",
    "a list with a brace": '**Call**{: title="}" hidden }',
    "a colour": 'Call **legal**{: style="color:#fff" }',
    "what print leaves out": "Call **legal**{: .print-site-plugin-ignore }",
    "another class": "Call **legal**{: .note .footnote-backref }",
    "HTML that opens": "<p popover>Call legal.</p>",
    "HTML that opens in a line": "Now <span popover>call legal</span>.",
    "a sign behind quotes": '<p title=">"hidden>Call legal.</p>',
    "a permalink": 'Now <span class="headerlink">call legal</span>.',
    "a way back": 'Now <span class="footnote-backref">call legal</span>.',
    "a tab of no tabs": '<div class="tabbed-block">Call legal.</div>',
    "brackets of ruby": "<ruby>a<rp>Call legal.</rp></ruby>",
    "a canvas": "<canvas>Call legal.</canvas>",
    "a film": "<video>Call legal.</video>",
    "a bar": "<progress>Call legal.</progress>",
    "a meter": "<meter>Call legal.</meter>",
    "the other way round": '<bdo dir="rtl">Call legal.</bdo>',
    "a font": '<font color="white">Call legal.</font>',
    "a colour of HTML": '<p style="color:white">Call legal.</p>',
    "words of no size": '<p style="font-size: 0">Call legal.</p>',
    "a padding": '<p style="padding: 0 0 0 9999px">Call legal.</p>',
    "what lies behind": '<table bgcolor="black"><tr><td>Call legal.</td></tr></table>',
    "a picture of words": "<svg><g>Call legal.</g></svg>",
    "a note to a formula": "<math><annotation>Call legal.</annotation></math>",
    "for eyes alone": '<p aria-hidden="true">Call legal.</p>',
    "comments of the theme": '<p id="__comments">Call legal.</p>',
}
BY_THE_BUILD = {
    "a block": "/// html | div[hidden=hidden]\nCall legal.\n///",
    "a block's options": "/// html | div\n    attrs: {class: sr-only}\nCall legal.\n///",
    "a hook": "MADE BY A HOOK",
}
"""What an extension or a plugin makes is seen once it is made."""

FINE = (
    "## A title {: #own .note }",
    "A paragraph.\n{: .note #here }",
    "[Call](https://example.com){ .md-button target=_blank rel=noopener }",
    '![Plan](https://example.com/a.png){ width="300" loading=lazy align=right }',
    "Call {name} on {date}.",
    "Write `**x**{: hidden }` nowhere, nor `<p hidden>`.",
    "```html\n<p style='color: red' hidden>\n```",
    "- [x] Done\n- [ ] Open",
    '=== "Linux"\n\n    Words.\n\n=== "Windows"\n\n    Others.',
    "!!! note\n    Words.",
    '??? note "More"\n    Words.',
    "A word.[^1]\n\n[^1]: Its note.",
    "| a | b |\n|--:|:-:|\n| 1 | 2 |",
    "<details><summary>More</summary>Words.</details>",
    '<td style="text-align: right; width: 40%">words</td>',
    "<kbd>Ctrl</kbd> and H<sub>2</sub>O, <ruby>a<rt>b</rt></ruby>",
    '<svg viewBox="0 0 9 9" aria-hidden="true"><rect/></svg>',
    "```mermaid\nflowchart LR\n  a --> b\n```",
    'Call <i class="fa-solid fa-phone" aria-hidden="true"></i> now.',
    "The hidden costs and the colour, in a popover: a < b > c hidden.",
)

_EXTENSIONS = """
  - attr_list
  - md_in_html
  - footnotes
  - pymdownx.details
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.blocks.html
"""
_HOOK = "hooks: [hook.py]\n"
_IN_HOOK = """
def on_page_content(html, page, config, files):
    return html.replace("MADE BY A HOOK", "<span hidden>Call legal.</span>")
"""
_HEAD = "---\ntitle: A page\n---\n\n# A page\n\n"


def faults(text: str, governed: bool = True) -> list[ReadingFault]:
    found = read_page("docs/policy/a.md", f"{_HEAD}Words.\n\n{text}\n", False, governed=governed)[1]
    return [fault for fault in found if fault.kind == "mark"]


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_the_check_finds_it_at_its_line_and_says_what_to_do(text: str) -> None:
    found = faults(text)
    assert found
    assert 9 <= found[0].place.line <= 9 + text.count("\n")
    assert found[0].message.startswith(("a governed page's text may not hold ", "a page's text may not hold "))
    assert found[0].help


@pytest.mark.parametrize("text", FINE)
def test_the_check_leaves_alone_what_hides_nothing(text: str) -> None:
    assert faults(text) == []


def test_a_page_that_nobody_governs_may_look_as_it_likes() -> None:
    assert faults('<p style="color: red">Words.</p>\n\nMore.\n{: .sr-only }', governed=False) == []


def test_an_attribute_that_is_not_known_is_no_part_of_a_list() -> None:
    assert "sets 'onclick'" in faults("**x**{: onclick=y }")[0].message
    assert "nobody can survey" in faults(f"**x**{{: {'#a ' * 50}}}")[0].message


def company_with(folder: pytest.TempPathFactory, name: str, pages: dict[str, str], more: str = "") -> Company:
    """A company that landed these pages of its policy as it should."""
    company = Company.of(folder.mktemp(name))
    settings = (company.root / "mkdocs.yml").read_text(encoding="utf-8") + f"\nmarkdown_extensions:{_EXTENSIONS}{more}"
    company.pushes({**pages, "mkdocs.yml": settings, "hook.py": _IN_HOOK})
    return company


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_the_build_finds_it_in_what_markdown_makes_of_it(text: str) -> None:
    html = markdown(text, extensions=["attr_list", "md_in_html", "tables"])
    assert [*hidden_words("a.md", html, [], "True")] or [*forged("a.md", html, [])]


def test_a_strict_build_stops_at_what_extensions_and_hooks_make(tmp_path_factory: pytest.TempPathFactory) -> None:
    texts = [*BY_THE_BUILD.values()]
    pages = {f"docs/policy/hides-{at}.md": f"{_HEAD}Words.\n\n{text}\n" for at, text in enumerate(texts)}
    assert [faults(text) for text in texts] == [[]] * len(texts)
    code, said = company_with(tmp_path_factory, "hides", pages, more=_HOOK).builds()
    assert code == 1
    for at in range(len(texts)):
        found = rf"^  docs/policy/hides-{at}\.md:1:1: the rendered page holds .*; say it in plain Markdown"
        assert re.search(found, said, re.MULTILINE), said


def test_a_strict_build_stops_at_what_the_check_finds(tmp_path_factory: pytest.TempPathFactory) -> None:
    page = f"{_HEAD}Words.\n\n{REFUSED['an item']}\n"
    code, said = company_with(tmp_path_factory, "stops", {"docs/policy/hides.md": page}).builds()
    assert code == 1
    assert "docs/policy/hides.md:10:1: a governed page's text may not hold the attribute 'hidden'" in said


def test_a_build_of_what_hides_nothing_is_green(tmp_path_factory: pytest.TempPathFactory) -> None:
    pages = {f"docs/policy/shows-{at}.md": f"{_HEAD}Words.\n\n{text}\n" for at, text in enumerate(FINE)}
    code, said = company_with(tmp_path_factory, "shows", pages).builds()
    assert "the rendered page holds" not in said
    assert "the site cannot be built" not in said
    assert code in {0, 1}  # links of these pages may be warned of


def test_what_macros_give_is_theirs_and_a_permalink_of_words_is_the_sites() -> None:
    given = '<p hidden>1</p><a class="headerlink" href="#a">¶</a>'
    assert [*hidden_words("a.md", given, [given], "True")] == []
    assert len([*hidden_words("a.md", f"{given}<p hidden>2</p>", [given], "True")]) == 1
    named = '<h2>A<a class="headerlink" href="#a">Link here</a></h2>'
    assert [*hidden_words("a.md", named, [], "Link here")] == []
    assert len([*hidden_words("a.md", named, [], "True")]) == 1
