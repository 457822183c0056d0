"""The page of acknowledgements: who has, how that is known, who has not, and what counts for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import pytest

from conftest import TODAY
from ratified.model.acknowledged import (
    Acknowledgement,
    Acknowledgements,
    AskedDocument,
    AskedPerson,
    MaterialText,
)
from ratified.site.layouts.acknowledging import acknowledgement_table as laid_out
from ratified.views.macros import view
from ratified.views.people.acknowledgements import AcknowledgementTable
from test_views import BOOK
from test_views_approvals import page_context
from verdict_samples import everything_approved

if TYPE_CHECKING:
    from ratified.model.acknowledged import AcknowledgedBy

SINCE, DUE = date(2026, 11, 1), date(2026, 12, 1)
NAME = "<b>Lee</b> | Park"


def said(person: str, by: AcknowledgedBy = "own name", why: str = "", removed: str = "") -> Acknowledgement:
    day = date(2026, 11, 9)
    path = f"data/acknowledgements/{person}.yml"
    return Acknowledgement(
        path,
        person,
        "POL-IR",
        "f" * 64,
        day,
        by,
        "a" * 40,
        day,
        3,
        why,
        "do it",
        removed=removed,
    )


def table(*people: AskedPerson, **more: object) -> AcknowledgementTable:
    document = AskedDocument("POL-IR", "Incident Response Policy", "f" * 64, None, people)
    document = replace(document, material=more.pop("material", None))  # type: ignore[arg-type]
    known = Acknowledgements((document,), **more)  # type: ignore[arg-type]
    standing = replace(everything_approved(BOOK), acknowledged=known)
    made = view("acknowledgement_table", page_context(BOOK, standing, "docs/acknowledgements.md"))
    assert isinstance(made, AcknowledgementTable)
    return made


def asked(person: str, due: date = DUE, by: AcknowledgedBy | None = None, earlier: bool = False) -> AskedPerson:
    done = said(person, by) if by else None
    return AskedPerson(
        person, NAME if person == "lee" else person.title(), SINCE, due, done, said(person) if earlier else None
    )


def test_each_way_is_counted_apart_and_the_most_urgent_come_first() -> None:
    people = [
        asked("dana", by="own key"),
        asked("sam", by="own name"),
        asked("kim", by="list"),
        asked("ira", by="import"),
    ]
    (found,) = table(*people, asked("lee"), asked("max", date(2026, 11, 20), earlier=True)).documents
    assert [(one.kind, one.words, count) for one, count in found.counts] == [
        ("stale", "Overdue", "1"),
        ("pending", "Not yet", "1"),
        ("approved", "By themselves, signed", "1"),
        ("approved", "By themselves", "1"),
        ("claimed", "By a list", "1"),
        ("claimed", "By an imported list", "1"),
    ]
    assert [(unescape(one.person), one.within, one.before) for one in found.open] == [
        ("Max", "2 days overdue", "Acknowledged an older text on 2026-11-09"),
        (NAME, "in 9 days", ""),
    ]
    assert unescape(found.told) == "4 of 6 people have acknowledged it; 2 have not yet, 1 of them is overdue."
    assert [one.status.until for one in found.open] == ["", "2026-12-01"], "a page that nobody rebuilt says overdue"
    assert [one.person for one in found.done] == ["Dana", "Ira", "Kim", "Sam"]


@pytest.mark.parametrize(("by", "words"), [("list", "by a list that somebody else"), ("own key", "with their own key")])
def test_how_it_is_known_stands_in_words(by: AcknowledgedBy, words: str) -> None:
    (found,) = table(asked("dana", by=by)).documents
    assert words in found.done[0].how
    assert unescape(found.told) == "Everybody who is asked has acknowledged it: 1 person."


def test_what_is_asked_anew_says_since_when() -> None:
    (found,) = table(asked("dana"), material=MaterialText(4, "b" * 40, date(2026, 11, 2))).documents
    assert found.again == "Asked anew of everybody since the amendment of 2026-11-02."


def test_lines_that_count_for_nothing_are_shown_with_why() -> None:
    made = table(asked("dana"), refused=(said("dana", why="is <nothing>"),), removed=(said("lee", removed="c" * 40),))
    assert [unescape(one.why) for one in made.void] == ["It is <nothing>.", "Taken out by commit cccccccccc."]
    html = laid_out(made)
    assert "Lines that count for nothing" in html
    assert "<nothing>" not in html
    assert "\n" not in html


def test_where_nobody_is_asked_the_page_says_so() -> None:
    made = view("acknowledgement_table", page_context(BOOK, everything_approved(BOOK), "docs/acknowledgements.md"))
    assert laid_out(made) == '<p class="r-note">The approved register asks nobody to acknowledge a document.</p>'
    unjudged = view("acknowledgement_table", page_context(BOOK, None, "docs/acknowledgements.md"))
    assert "not evaluated" in laid_out(unjudged)
    assert date(2026, 11, 22) == TODAY
