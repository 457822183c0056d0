"""HTML is read as browsers read it, and what is changed in a page is changed at its place alone."""

from __future__ import annotations

import pytest

from ratified.site.html import HtmlText, edited, elements, more, pieces, values

ODD = (
    '<P/title="a > b"class=x>one<br />two &AMP; <b>three</p>four</b>'
    "<!-- <i> --><textarea><i></textarea><svg><a/></svg></li>\r\nlast\rline<"
)
ODD_HEAD = '<HEAD lang=">">\n<!-- <head> --><Meta Charset=utf-8>'


def test_the_pieces_of_a_page_are_the_page() -> None:
    made = [part for text, token in pieces(ODD) for part in (text, (token.source or "") if token else "")]
    assert "".join(made) == ODD.replace("\r\n", "\n").replace("\r", "\n")
    assert [text for text, _ in pieces(ODD) if text] == [
        *("one", "two &AMP; ", "three", "four", "<i>"),
        "\nlast\nline<",
    ]


@pytest.mark.parametrize("line", ["", "\n", "\r\n", "\r", "é\n", "\U0001f600\r\n", "\u2028"])
def test_an_attribute_more_stands_right_after_the_name_of_its_element(line: str) -> None:
    page = HtmlText(f'{line}<DIV\n/title="<a>">{line}<a\tB=c>{line}</a></div>')
    edits = [more(element, "id=x") for element in page.tree.select("div, a")]
    plain = line.replace("\r\n", "\n").replace("\r", "\n")
    assert edited(page.text, edits) == f'{plain}<DIV id=x\n/title="<a>">{plain}<a id=x\tB=c>{plain}</a></div>'


def test_what_stands_inside_of_what_goes_goes_with_it() -> None:
    page = HtmlText("<div><p>a<i>b</i></p><i>c</i></div>")
    paragraph, first, second = (page.tree.select(name) for name in ("p", "p i", "div > i"))
    edits = [(*page.place(one), new) for one, new in ((paragraph[0], "x"), (first[0], "y"), (second[0], "z"))]
    assert edited(page.text, edits) == "<div>xz</div>"
    (div,) = page.tree.select("div")
    assert edited(page.text, edits, *page.place(div, inside=True)) == "xz"


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("<head><title>x</title>", "<head>"),
        (f"{ODD_HEAD}<title>", ODD_HEAD),
        ("<head>\n<title>x</title><meta charset=utf-8>", "<head>"),
        ("<!-- <head> --><html><head ><meta name=x>", "<!-- <head> --><html><head >"),
        ("<!-- a -->\n<!doctype html><title>x</title>", "<!-- a -->\n<!doctype html>"),
        ("<p>x<head>", ""),
        ("", ""),
    ],
)
def test_what_a_head_takes_in_comes_after_the_charset_where_it_is_first(page: str, place: str) -> None:
    assert page[: HtmlText(page).place_in_head()] == place


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<IMG SRC=a><!-- <img src=b> --><p>c=d</p>", ["a"]),
        ("<noscript><img src=a></noscript>", ["a"]),
        ('<noscript><p title="</noscript><img src=a>"></noscript>', ["a", "</noscript><img src=a>"]),
        ("<template><img src=a></template>", ["a"]),
        ('<div><template shadowrootmode="open"><img src=a></template></div>', ["open", "a"]),
        ("<svg><image xlink:href=a /><style>b</style></svg>", ["a", "b"]),
        ("<style>a &amp; b</style><script>c</script><title>d</title>", ["a &amp; b", "c"]),
        ("<a href='&#46;&period;/x' href=y>", ["../x"]),
        ("<table><img src=a><tr><td style=b>", ["a", "b"]),
    ],
)
def test_what_elements_say_is_found_wherever_they_stand(page: str, told: list[str]) -> None:
    found = [value for element in elements(page) for value in values(element)]
    assert set(told) <= set(found)
    assert set(found) <= set(told)
