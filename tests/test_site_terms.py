"""Words of the glossary lead there, where they first stand in running text, and nowhere else."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from ratified.site.glossary import Glossary, GlossaryTerm, with_ids

if TYPE_CHECKING:
    from pathlib import Path

LIST = (
    '<ul>\n<li><strong>Deviation.</strong> A target missed &amp; written down, see <a href="x">IR-4.8</a>.</li>\n'
    "<li>\n<p><strong>Controller, processor.</strong> The one decides, the other &lt;acts&gt;.</p>\n</li>\n"
    "<li><strong>Root cause.</strong> What we can change.</li>\n</ul>"
)
GLOSSARY = Glossary(
    [GlossaryTerm("Record", "term-record", 'A "file"'), GlossaryTerm("Root cause", "term-root-cause", "What we change")]
)


def shown(html: str) -> str:
    return GLOSSARY.shown_in(html, "../glossary/")


def link(id_: str, meaning: str, text: str) -> str:
    return f'<a class="r-term" href="../glossary/#{id_}" title="{meaning}">{text}</a>'


RECORD = link("term-record", "A &quot;file&quot;", "record")


def test_every_entry_of_the_glossary_gets_an_id_and_says_what_it_means() -> None:
    html, terms = with_ids(LIST)
    assert terms == (
        GlossaryTerm("Deviation", "term-deviation", "A target missed & written down, see IR-4.8."),
        GlossaryTerm("Controller", "term-controller-processor", "The one decides, the other <acts>."),
        GlossaryTerm("processor", "term-controller-processor", "The one decides, the other <acts>."),
        GlossaryTerm("Root cause", "term-root-cause", "What we can change."),
    )
    assert html.count("<li id=") == 3
    assert html.replace(' id="term-deviation"', "").count("<strong>Deviation.</strong> A target") == 1


def test_a_word_is_shown_once_a_page_and_keeps_its_own_letters() -> None:
    assert shown("<p>In the record, and the record.</p>") == f"<p>In the {RECORD}, and the record.</p>"
    assert "Root\ncause" not in shown("<p>Root cause found.</p>")
    assert shown("<p>Root cause found.</p>").startswith(f"<p>{link('term-root-cause', 'What we change', 'Root cause')}")


def test_a_word_that_may_be_a_thing_to_do_is_left_alone() -> None:
    for text in ("must record each call", "record it", "to record", "a recorded call", "the records"):
        assert shown(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_what_leads_elsewhere_or_names_something_is_left_alone() -> None:
    for name in ("a", "code", "h2", "strong", "table"):
        html = f"<{name}>the record <em>of the record</em></{name}>"
        assert shown(html) == html
    assert shown("<a>the record</a> the record") == f"<a>the record</a> the {RECORD}"


def test_no_tag_is_ever_touched_and_a_meaning_cannot_leave_its_attribute() -> None:
    html = '<p title="the record">x</p><img alt="the record">'
    assert shown(html) == html
    found = Glossary([GlossaryTerm("x-y", "term-x", '"><script>alert(1)</script>')]).shown_in("x-y", "g/")
    assert "<script>" not in found
    assert found.count('"') == 6


def test_a_glossary_without_entries_changes_nothing() -> None:
    assert Glossary(()).shown_in("<p>the record</p>", "g/") == "<p>the record</p>"


def test_on_the_real_site_every_such_link_meets_its_entry(site: Path) -> None:
    ids = set(re.findall(r'<li id="(term-[^"]+)"', (site / "glossary/index.html").read_text(encoding="utf-8")))
    assert len(ids) > 30
    pages = sorted([*site.glob("policy/**/*.html"), *site.glob("runbooks/*/*.html")])
    found = {page: re.findall(r'class="r-term" href="([^"]+)"', page.read_text(encoding="utf-8")) for page in pages}
    assert sum(map(len, found.values())) > 60
    for page, links in found.items():
        for link_ in links:
            href, _, id_ = unescape(link_).partition("#")
            assert (page.parent / href / "index.html").resolve() == (site / "glossary/index.html").resolve()
            assert id_ in ids
