"""Amendments as they are read: words of both sides, nothing that changed is no change, and old markup is letters."""

from __future__ import annotations

import dataclasses
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nightly import by_day
from ratified.changes.labels import Labels
from ratified.changes.lines import MOST_LINES, passage
from ratified.changes.read_blocks import ReadBlock, read_blocks
from ratified.changes.read_comparison import BlockPair, PageComparison, compare_pages
from ratified.site.company_macros import LAYOUTS
from ratified.views import view
from test_views import Words
from test_views_amendments import LANDED, page_context
from verdict_samples import amended, blob, commit

if TYPE_CHECKING:
    from collections.abc import Sequence

PATH = "docs/policy/a.md"
NAMES = Labels({"security-lead": "Security Lead"}, {}, {"sev-1": "Sev-1"})
NOBODY = Labels()


def compared(before: str, after: str, old: Labels = NAMES, new: Labels = NAMES) -> PageComparison:
    found = compare_pages(PATH, before, after, old, new)
    assert found is not None
    return found


def blocks(text: str) -> list[tuple[str, str, str]]:
    return [block[:3] for block in read_blocks(text, NAMES).blocks]


def pair(found: BlockPair) -> tuple[str | None, str | None] | int:
    if found.same:
        return found.same
    return (found.before and found.before.words, found.after and found.after.words)


def page(before: str, after: str) -> str:
    """The HTML of the page of a landing that changed one page."""
    found = amended(LANDED, path=PATH, before=before, after=after)
    landed = found.landings[0]
    (touched,) = landed.touched
    told = dataclasses.replace(touched.amended, read=(compared(before, after),))
    landed = dataclasses.replace(landed, touched=(dataclasses.replace(touched, amended=told),))
    return LAYOUTS["amendment"](
        view("amendment", page_context(dataclasses.replace(found, landings=(landed,))), commit(7))
    )


def marked(html: str, mark: str) -> list[str]:
    return [Words(text).text for text in re.findall(f"<{mark}>(.*?)</{mark}>", html)]


def test_each_kind_of_block_is_read_by_its_words() -> None:
    text = (
        '# The *plan*\n\nCall **{{ role("security-lead") }}** within\n{{ limit("call") }}, as '
        "[the plan](plan.md) says.\n\n"
        "1. First `code`\n2. Second\n\n- A point\n\n> Quoted\n\n| Who | When |\n|---|---|\n| Lee | [now](x.md) |\n\n"
        "```bash\nrun  it\n```\n\nSetext\n------\n\n"
        '![a map](map.png) and {{ severity("sev-1") }}, {{ clause("IR-1.1", "CC7.3") }}\n'
    )
    assert blocks(text) == [
        ("heading", "1", "The plan"),
        ("text", "", "Call Security Lead within ‹limit: call›, as the plan says."),
        ("item", "1.", "First code"),
        ("item", "2.", "Second"),
        ("item", "•", "A point"),
        ("text", "quote", "Quoted"),
        ("row", "", "Who | When"),
        ("row", "", "Lee | now"),
        ("code", "bash", "run  it"),
        ("heading", "2", "Setext"),
        ("text", "", "a map and Sev-1, IR-1.1"),
    ]


def test_words_are_marked_and_what_did_not_change_is_counted() -> None:
    before = "One.\n\nTwo.\n\nCall within **6 h**.\n\nFour.\n\nFive.\n\nSix.\n"
    after = before.replace("**6 h**", "*4 h*")
    assert [*map(pair, compared(before, after).pairs)] == [
        1, ("Two.", "Two."), ("Call within 6 h.", "Call within 4 h."), ("Four.", "Four."), 2,
    ]  # fmt: skip
    html = page(before, after)
    read = html[: html.index("<details")]
    assert (marked(read, "del"), marked(read, "ins")) == (["6"], ["4"])
    assert "removed: " in Words(read).text
    assert "added: " in Words(read).text
    assert "2 parts of the text unchanged" in Words(read).text
    assert "Call within **6 h**." in Words(html[html.index("<summary>Source of") :]).text


def test_a_block_that_came_is_marked_whole_and_items_that_moved_up_are_not_reworded() -> None:
    found = compared("1. One\n2. Two\n3. Three\n", "1. One\n2. New\n3. Two\n4. Three\n")
    assert [*map(pair, found.pairs)] == [("One", "One"), (None, "New"), ("Two", "Two"), 1]
    assert (found.unseen, found.renumbered) == ((), 2)
    html = page("1. One\n2. Two\n3. Three\n", "1. One\n2. New\n3. Two\n4. Three\n")
    assert "2 items of the same words with another number or mark." in Words(html).text
    assert marked(html[: html.index("<details")], "ins") == ["New"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("See [the plan](a.md).", "See [the plan](b.md).", ("link address of “the plan”: a.md → b.md",)),
        ("See [it](a.md).", 'See [it](a.md "Tip").', ('link address of “it”: a.md → a.md "Tip"',)),
        ("![map](a.png)", "![map](b.png)", ("link address of “map”: a.png → b.png",)),
        ("See [it](a.md).", "See it.", ("link address of “it”: a.md → none",)),
        ("A <!-- old --> b.", "A <!-- new --> b.", ("comment removed: “old”", "comment added: “new”")),
        ("A.\n\n<!-- old -->", "A.\n\n<!-- new -->", ("line removed: “<!-- old -->”", "line added: “<!-- new -->”")),
        ("Very **good**.", "Very *good*.", ("markup of “Very good.”",)),
        ("One two\nthree.", "One two three.", ("white space or line breaks of “One two three.”",)),
        ("A.\n\nB.", "A.\n\n\nB.", ("empty lines",)),
        ("A.\n\nB.", "A.\n\n---\n\nB.", ("line added: “---”",)),
        ("[a][x]\n\n[x]: one.md", "[a][x]\n\n[x]: two.md", (
            "link address of “a”: one.md → two.md", "line removed: “[x]: one.md”", "line added: “[x]: two.md”",
        )),
        ("---\ntitle: A\n---\nB.", "---\ntitle: C\n---\nB.", ("front matter: title",)),
        ("---\ntitle: A\n---\nB.", "---\ntitle: 'A'\n---\nB.", ("front matter, in how it is written",)),
        ("---\ntitle: A\n---\nB.", "---\ntitle: A # x\n---\nB.", ("front matter, in how it is written",)),
        ("---\na: 1\n---\nB.", "---\na: 1\n...\nB.", ("front matter, in how it is written",)),
        ("A.\nB.", "A.\r\nB.", ("white space, line breaks or characters that show nothing",)),
        ("A.", "A.\n", ("empty lines",)),
        ('{{ clause("IR-1", "CC7.3") }} A.', '{{ clause("IR-1", "CC7.4") }} A.', ("macro call of “IR-1 A.”",)),
    ],
)  # fmt: skip
def test_what_no_word_shows_is_told(before: str, after: str, told: tuple[str, ...]) -> None:
    found = compared(before, after)
    assert found.unseen == told
    assert not any(one.differs for one in found.pairs)
    text = Words(page(before, after)).text
    assert "No word of the text changed." in text
    assert "Changed, not visible in the text:" in text
    assert all(one in text for one in told)


def test_an_address_that_changes_with_the_words_is_told_beside_them() -> None:
    found = compared("Pay [Ann](https://bank.example/1).", "Pay [Bea](https://bank.example/2) now.")
    assert [*map(pair, found.pairs)] == [("Pay Ann.", "Pay Bea now.")]
    assert found.unseen == (
        "link address of “Bea”: none → https://bank.example/2",
        "link address of “Ann”: https://bank.example/1 → none",
    )


def test_a_fact_stands_by_the_names_of_its_own_day() -> None:
    call = '{{ role("security-lead") }} calls.'
    assert [*map(pair, compared(call, call, NAMES, Labels({"security-lead": "CISO"})).pairs)] == [
        ("Security Lead calls.", "CISO calls.")
    ]
    assert [*map(pair, compared("A.", call, NOBODY, NOBODY).pairs)] == [("A.", "‹role: security-lead› calls.")]


@pytest.mark.parametrize(
    "text",
    [
        '{% raw %}{{ role("security-lead") }}{% endraw %}',
        'Mark \U000f0000 and {{ role("security-lead") }}',
        '{{ role("security-lead") | upper }} {# note #} {% if x %}',
    ],
)
def test_braces_that_are_no_plain_call_stand_as_they_are_written(text: str) -> None:
    assert [block.words for block in read_blocks(text, NAMES).blocks] == [text]


def test_of_a_page_that_shows_its_braces_they_are_words() -> None:
    call = '{{ role("security-lead") }}'
    found = compared(f"---\nrender_macros: false\n---\n{call}", f"---\nrender_macros: false\n---\n{call} x")
    assert [*map(pair, found.pairs)] == [(call, f"{call} x")]


def test_the_language_of_code_stands_beside_it_and_a_long_list_says_how_much_is_left_out() -> None:
    text = Words(page("```bash\nrun\n```", "```sh\nrun\n```")).text
    assert "Code bash" in text
    assert "Code sh" in text
    links = "\n\n".join(f"[w{n}](a{n}.md)" for n in range(60))
    told = Words(page(links, links.replace("(a", "(b"))).text
    assert "link address of “w49”: a49.md → b49.md" in told
    assert "w50”: a" not in told
    assert "10 more, in the source below." in told


def test_front_matter_that_never_ends_is_text() -> None:
    found = compared("---\ntitle: A\n\nCall Ann.\n", "---\ntitle: A\n\nCall Bea.\n")
    assert ("Call Ann.", "Call Bea.") in [*map(pair, found.pairs)]


def test_a_text_that_is_too_long_is_not_compared_and_keeps_its_source_note() -> None:
    assert compare_pages(PATH, "a\n" * MOST_LINES, "b\n", NAMES, NAMES) is None
    assert passage(PATH, "a\n" * MOST_LINES, "b\n").lines == ("over 5,000 lines: too long to be compared here",)


EVIL = (
    "</ins></td></tr></table><script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n"
    "[x](javascript:alert(3)) ![y](data:text/html,z) <!-- </details><script>alert(4)</script> -->\n\n"
    "- </del><iframe srcdoc='<script>5</script>'>\n\n| <b onclick=6> |\n|---|\n| &lt;script&gt;7 \u202egnp |\n\n"
    "{{ role(\"</ins><script>8</script>\") }} {{ ''.__class__ }} {% include '/etc/passwd' %}\n\n"
    "```html\n</code></pre><script>9</script>\n```\n"
)


@pytest.mark.parametrize("swapped", [False, True])
def test_a_hostile_page_of_the_past_is_letters_on_either_side(swapped: bool) -> None:
    sides = ("Tame.\n", EVIL) if not swapped else (EVIL, "Tame.\n")
    words, tame = Words(page(*sides)), Words(page("A [b](c).\n", "B [b](d).\n\nC\n"))
    assert set(words.tags) <= set(tame.tags)
    html = page(*sides)
    assert not re.search("<[^>]*(javascript:|alert|onclick|srcdoc|data:text)", html)
    for number in (1, 2, 3, 4):
        assert f"alert({number})" in words.text
    assert "</ins></td></tr></table><script>alert(1)</script>" in words.text
    assert "\u202e" not in unescape(html)
    assert "__class__" in words.text


_WORD = st.text(st.sampled_from("abcdefgäö0123456789"), min_size=1, max_size=6)
_WORDS = st.lists(_WORD, min_size=1, max_size=5).map(" ".join)
_INLINE = st.one_of(
    _WORDS,
    st.builds("**{}**".format, _WORDS),
    st.builds("*{}*".format, _WORDS),
    st.builds("`{}`".format, _WORDS),
    st.builds("[{}]({}.md)".format, _WORDS, _WORD),
    st.builds("![{}]({}.png)".format, _WORDS, _WORD),
    st.builds("<!-- {} -->".format, _WORDS),
    st.builds("<b>{}</b>".format, _WORDS),
    st.builds('{{{{ role("{}") }}}}'.format, _WORD),
    st.builds("{{% if {} %}}".format, _WORD),
)
_LINE = st.lists(_INLINE, min_size=1, max_size=3).map(" ".join)
_PIECE = st.one_of(
    _LINE,
    st.builds("# {}".format, _LINE),
    st.builds("{}\n---".format, _WORDS),
    st.builds("- {}\n    - {}".format, _LINE, _LINE),
    st.builds("1. {}\n2. {}".format, _LINE, _LINE),
    st.builds("> {}".format, _LINE),
    st.builds("| {} | {} |\n|---|---|\n| {} | {} |".format, _WORDS, _LINE, _WORDS, _LINE),
    st.builds("```{}\n{}\n```".format, _WORD, _WORDS),
    st.builds('!!! note "{}"\n    {}'.format, _WORDS, _LINE),
    st.builds("<div>\n{}\n</div>".format, _LINE),
    st.builds("[{}]: {}.md".format, _WORD, _WORD),
    st.builds("    {}".format, _WORDS),
    st.builds("{}\n{}".format, _LINE, _LINE),
)
_PAGE = st.lists(_PIECE, max_size=6).map("\n\n".join)


def words_of(texts: Sequence[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W_]+", text)}


def hidden_in(block: ReadBlock) -> list[str]:
    return [block.label, *block.comments, *(target.address for target in block.targets)]


@settings(max_examples=by_day(150, by_night=3000))
@given(_PAGE)
@example("[x]: y\n\n" + "> " * 25 + "deep")
@example("a\x0bb\x85c\u2028d")
@example("- a\n\n      code\n\n1)  b")
def test_no_word_of_a_page_is_lost(text: str) -> None:
    """Each word is read, or it is an address, a comment, the language of code, or on a line that shows nothing."""
    found = read_blocks(text, NOBODY)
    told = [block.words for block in found.blocks] + [one for block in found.blocks for one in hidden_in(block)]
    assert words_of([text]) <= words_of([*told, *found.unseen])


@settings(max_examples=by_day(100, by_night=2000))
@given(_PAGE, _PAGE)
@example("a", "a ")
@example("a\rb", "a b")
@example('{{ role("a") }}', "{{ role('a') }}")
def test_each_side_holds_its_words_and_what_differs_is_told(before: str, after: str) -> None:
    found = compared(before, after, NOBODY, NOBODY)
    for text, sides in ((before, [p.before for p in found.pairs]), (after, [p.after for p in found.pairs])):
        read = [block[:3] for block in read_blocks(text, NOBODY).blocks]
        shown = [block[:3] for block in sides if block]
        assert len(read) == len(shown) + sum(one.same for one in found.pairs)
        assert all(block in read for block in shown)
    assert any(one.differs for one in found.pairs) or found.unseen or found.renumbered or before == after
    if before == after:
        assert (found.unseen, found.renumbered) == ((), 0)
        assert not any(one.differs for one in found.pairs)


@settings(max_examples=by_day(40, by_night=800))
@given(_PAGE, _PAGE)
def test_every_changed_word_of_either_side_is_on_the_page(before: str, after: str) -> None:
    """In the table before the fold, where a reader looks: removed words on the left, added ones on the right."""
    found = compared(before, after, NOBODY, NOBODY)
    html = page(before, after)
    read = html[: html.index("<details")]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", read)
    text = [" ".join(Words(cell).text.split()) for cell in cells]
    for pair in found.pairs:
        for block in (pair.before, pair.after):
            if pair.differs and block is not None:
                assert any(" ".join(block.words.split()) in cell for cell in text)
    for pair in found.pairs:
        if pair.differs and pair.before and pair.after and words_of([pair.after.words]) - words_of([pair.before.words]):
            assert "<ins>" in read


def test_files_that_did_not_change_fold_into_one_line_that_their_address_opens() -> None:
    found = amended(LANDED, path=PATH)
    (landed,) = found.landings
    (touched,) = landed.touched
    more = (("data/limits.yml", blob(1)), ("docs/policy/b.md", blob(2)))
    landed = dataclasses.replace(landed, touched=(dataclasses.replace(touched, files=(*touched.files, *more)),))
    of = page_context(dataclasses.replace(found, landings=(landed,)))
    html = LAYOUTS["amendment"](view("amendment", of, commit(7)))
    said = html[html.index("Text on main from this date") :]
    before, fold = said.split("<details", 1)
    assert Words(before).text.startswith(f"Text on main from this date{PATH} changed here")
    inside = fold[: fold.index("</details>")]
    assert Words(f"<details{inside}").text == "2 files unchangeddata/limits.yml docs/policy/b.md"
    assert 'id="said-POL-IR"' in inside
    whole = LAYOUTS["amendment"](view("amendment", page_context(found), commit(7)))
    assert '<h3 id="said-POL-IR">' in whole
    assert "unchanged" not in whole[whole.index("said-POL-IR") :]


def test_signs_that_the_site_shows_are_words() -> None:
    found = compared("We must not wait.\n", "We must ~~not~~ wait.\n")
    assert [pair(one) for one in found.pairs] == [("We must not wait.", "We must ~~not~~ wait.")]
    assert "No word" not in page("We must not wait.\n", "We must ~~not~~ wait.\n")


def test_addresses_that_changed_places_are_told() -> None:
    found = compared("[call](tel:+1) and [call](tel:+2)\n", "[call](tel:+2) and [call](tel:+1)\n")
    assert found.unseen == ("order of link addresses: tel:+1, tel:+2 → tel:+2, tel:+1",)


def test_what_an_item_stands_under_is_a_part_of_what_is_read() -> None:
    before, after = "- Unless told otherwise:\n    - pay\n", "- Unless told otherwise:\n- pay\n"
    found = compared(before, after)
    assert [one.differs for one in found.pairs] == [False, True]
    text = Words(page(before, after)).text
    assert "Item, level 2" in text
    assert "No word" not in text


@pytest.mark.parametrize("sign", [0x200C, 0x200E, 0xFE0F, 0xE0100, 0x2800, 0xA0, 0x2003])
def test_a_sign_that_looks_like_nothing_is_named_where_it_makes_the_difference(sign: int) -> None:
    html = page("Pay the bank now.\n", f"Pay the ba{chr(sign)}nk now.\n")
    assert any(f"<U+{sign:04X}>" in one for one in marked(html, "ins"))
