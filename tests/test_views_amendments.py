"""Amendments on pages: what a history says is shown and never obeyed, before and after stand beside each other."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TODAY
from ratified.changes.amendments import Amendments, text_name
from ratified.changes.lines import DiffPassage, passage
from ratified.model.landing import Identity
from ratified.site import past_pages
from ratified.site.company_macros import LAYOUTS
from ratified.views import PageContext, UnknownNameError, make_site_map, view
from ratified.views.amending import amendment as page_of_a_landing
from ratified.views.amending.side_by_side import MOST_ROWS, beside
from ratified.views.escape import from_git, verbatim
from test_views import BOOK, Words
from verdict_samples import amended, blob, commit, event, everything_approved

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratified.policy import Book
    from ratified.views.approvals.status import SiteVerdicts

EVIL = "|</title><script>alert(1)</script>`x` {{ 7*7 }} {% raw %} *y* [z](w) \"' \u202egnp \udcff"
"""What a commit's subject, a name, a path or a file may hold; its last character is a byte that is no UTF-8."""

SHOWN = EVIL.replace("\u202e", "<U+202E>").replace("\udcff", "\\xff")


def standing(found: Amendments) -> SiteVerdicts:
    return dataclasses.replace(everything_approved(BOOK), amendments=found)


def page_context(found: Amendments, book: Book = BOOK) -> PageContext:
    site_map = make_site_map(
        book, {past_pages.PATH: "amendments/{}/"}, {"docs/amendments.md": ("amendment_list",)}, "amendments/{}/"
    )
    return PageContext(book, TODAY, site_map, past_pages.PATH, standing(found))


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Words]:
    layouts = LAYOUTS

    def lay_out(name: str, found: Amendments, *args: str) -> Words:
        html = layouts[name](view(name, page_context(found), *args))
        html.encode("utf-8")  # nothing that no page can hold
        return Words(html)

    return lay_out


LANDED = event("2026-08-01", 7)
HOSTILE = dataclasses.replace(
    event("2026-08-01", 7, subject=EVIL, reason=EVIL),
    merger=Identity(EVIL, EVIL),
    authors=(Identity(EVIL, EVIL),),
    change_request=EVIL,
)


def hostile() -> Amendments:
    return amended(HOSTILE, EVIL, title=EVIL, path=EVIL, before=EVIL, after=f"{EVIL}!", words=(EVIL,))


NAME = text_name((EVIL, blob(907)))


@pytest.mark.parametrize(
    ("name", "args"), [("stood_table", ()), ("amendment_list", ()), ("amendment", (commit(7),)), ("past_text", (NAME,))]
)
def test_nothing_of_a_hostile_history_is_markup(
    name: str, args: tuple[str, ...], laid_out: Callable[..., Words]
) -> None:
    words = laid_out(name, hostile(), *args)
    tame = laid_out(
        name, amended(LANDED), *(args if name != "past_text" else (text_name(("docs/policy/a.md", blob(907))),))
    )
    assert "script" not in words.tags
    assert set(words.tags) <= {*tame.tags, "del", "ins"}
    assert "alert(1)" in words.text
    assert "\u202e" not in words.text


def test_a_hidden_character_and_a_broken_byte_are_named() -> None:
    assert Words(from_git(EVIL)).text == SHOWN
    assert Words(verbatim("a\u202eb")).text == "a<U+202E>b"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Lo"])))
def test_any_lines_show_themselves(text: str) -> None:
    lines = f"  {text}\n\tx\n"
    assert Words(f"<pre><code>{verbatim(lines)}</code></pre>").text == lines
    assert "\n" not in verbatim(lines)


def sides(found: DiffPassage) -> list[tuple[str | None, str | None]]:
    def text(side: object) -> str | None:
        return None if side is None else "".join(Words(bit.text).text for bit in side.bits)  # type: ignore[attr-defined]

    return [("…", "…") if row.gap else (text(row.before), text(row.after)) for row in beside(found).rows]


def test_before_stands_beside_after() -> None:
    before = "one\ntwo\nthree\nfour\nfive\nsix\nseven"
    after = "one\n2\nthree\nfour\nfive\nsix\n6a\nseven"
    assert sides(passage("x.md", before, after)) == [
        ("one", "one"), ("two", "2"), ("three", "three"), ("…", "…"), ("six", "six"), (None, "6a"), ("seven", "seven"),
    ]  # fmt: skip


def test_lines_keep_their_numbers_and_only_the_words_that_differ_are_marked() -> None:
    row = next(
        row for row in beside(passage("x", "a\nCall within 6 h.\nb", "a\nCall within 4 h.\nb")).rows if row.changed
    )
    assert row.before is not None
    assert row.after is not None
    assert (row.before.number, row.after.number) == ("2", "2")
    assert [(str(bit.text), bit.changed) for bit in row.before.bits if bit.changed] == [("6", True)]
    assert [(str(bit.text), bit.changed) for bit in row.after.bits if bit.changed] == [("4", True)]


@given(
    st.lists(st.sampled_from(["a", "b", "- c", "@@ d", "+ e"])), st.lists(st.sampled_from(["a", "b", "- c", "@@ d"]))
)
def test_each_side_holds_its_own_changed_lines_in_order(old: list[str], new: list[str]) -> None:
    found = passage("x", "\n".join(old), "\n".join(new))
    gone = [line[1:] for line in found.lines if line[:1] == "-"]
    come = [line[1:] for line in found.lines if line[:1] == "+"]
    rows = [row for row in beside(found, 10_000).rows if row.changed]
    assert ["".join(Words(b.text).text for b in row.before.bits) for row in rows if row.before] == gone
    assert ["".join(Words(b.text).text for b in row.after.bits) for row in rows if row.after] == come


def test_a_long_difference_says_how_much_is_left_out() -> None:
    long = "\n".join(map(str, range(MOST_ROWS + 50)))
    found = beside(passage("x", "", long))
    assert len(found.rows) == MOST_ROWS
    assert found.note == "50 lines more, left out here"
    told = beside(passage("x", "a\n" * 6_000, "b\n" * 6_000))
    assert told.rows == ()
    assert Words(told.note).text == "over 5,000 lines: too long to be compared here"


def test_the_texts_of_a_landing_share_one_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of_a_landing, "MOST_ROWS", 3)
    found = amended(LANDED, before="a", after="\n".join("bcdefgh"))
    landed = found.landings[0]
    twice = dataclasses.replace(landed, touched=(*landed.touched, *landed.touched))
    of = page_context(dataclasses.replace(found, landings=(twice,)))
    documents = view("amendment", of, commit(7)).documents
    assert [len(text.rows) for one in documents for text in one.texts] == [3, 0]


def test_who_is_asked_about_finds_day_version_approver_and_text(laid_out: Callable[..., Words]) -> None:
    found = amended(LANDED, due=date(2026, 9, 1))
    text = laid_out("stood_table", found).text
    assert "2026-08-01" in text
    assert "version 1" in text
    assert "Dana Okafor" in text
    assert "review overdue after 2026-09-01" in text
    page = laid_out("amendment", found, commit(7))
    assert "Sev-1: 6h → 4h" in page.text
    assert "Text on main from this date" in page.text
    assert "Call within 4 h." in laid_out("past_text", found, text_name(("docs/policy/a.md", blob(907)))).text


def test_what_has_no_text_says_why_and_how_to_see_it(laid_out: Callable[..., Words]) -> None:
    found = amended(LANDED)
    (file,) = found.texts
    for data, says in ((None, "Over 200,000 bytes"), (b"\xff\xfe\x00", "3 bytes that are no text")):
        text = laid_out("past_text", dataclasses.replace(found, texts={file: data}), text_name(file)).text
        assert says in text
        assert f"git cat-file blob {file[1].id}" in text


@pytest.mark.parametrize("name", ["amendment", "past_text"])
def test_a_page_that_is_not_there_is_a_sentence(name: str) -> None:
    with pytest.raises(UnknownNameError, match="0000"):
        view(name, page_context(Amendments()), "0000")


def test_where_nothing_is_in_force_that_is_said(laid_out: Callable[..., Words]) -> None:
    for name in ("stood_table", "amendment_list"):
        assert "Nothing is in force yet" in laid_out(name, Amendments()).text


def test_what_fills_a_hole_is_never_filled_again() -> None:
    frame = f"<h1>{past_pages.TITLE}</h1><a href='{past_pages.NAME}'>{past_pages.CONTENT}</a>{past_pages.TITLE}"
    (made,) = past_pages.fill(frame, iter([past_pages.PastPage("n", past_pages.CONTENT, past_pages.NAME)]))
    assert made == ("n", f"<h1>{past_pages.CONTENT}</h1><a href='n'>{past_pages.NAME}</a>{past_pages.CONTENT}")
