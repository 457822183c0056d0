"""Approvals on pages: never greener than the verdict, the same in shapes and in words, whatever a name holds."""

from __future__ import annotations

import dataclasses
import json
import shutil
from concurrent.futures import Future
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from conftest import ROOT, TODAY
from ratified.approval.due import due_next
from ratified.check.verdict_spans import VerdictSpan, stretches
from ratified.model.duration import Duration
from ratified.policy import Book, read_book
from ratified.policy.records.statements import midnight_after
from ratified.site import plugin
from ratified.site.company_macros import LAYOUTS
from ratified.source.tree import WorkTree
from ratified.views import PageContext, Safe, UnknownNameError, make_site_map, view
from ratified.views.approvals.day_scale import make_scale
from ratified.views.approvals.status import WORDS, ForgeWeb, PageContents, SiteVerdicts, status_of, web_of
from serving import AS_OF
from test_views import every_text, shown_by_the_engine, urls_of
from verdict_samples import approval, commit, event, everything_approved, moment, standing, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ratified.model.verdict import DocumentEvent, DocumentVerdict, VerdictWord

PAGE = "docs/policy/severity.md"
EVIL = "|</title><script>alert(1)</script>`x` {{ 7*7 }} *y* [z](w) \"'"
YEAR = Duration.parse("365d")
EVERY_WORD: tuple[VerdictWord, ...] = tuple(WORDS)


@pytest.fixture(scope="module")
def book() -> Book:
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    return found


def page_context(book: Book, given: SiteVerdicts | None, page: str = PAGE) -> PageContext:
    return PageContext(book, TODAY, make_site_map(book, urls_of(book), shown_by_the_engine(book)), page, given)


def swapped(given: SiteVerdicts, *verdicts: DocumentVerdict) -> SiteVerdicts:
    """A standing with some verdicts in place of its own."""
    return dataclasses.replace(given, verdicts={**given.verdicts, **{found.id: found for found in verdicts}})


class Words(HTMLParser):
    """The text a reader sees, and the elements that made it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, PageContext], str]:
    layouts = LAYOUTS
    return lambda name, of: str(layouts[name](view(name, of)))


@pytest.fixture
def said(laid_out: Callable[[str, PageContext], str]) -> Callable[[str, PageContext], str]:
    return lambda name, of: " ".join(Words(laid_out(name, of)).text.split())


# Verdicts in words


@pytest.mark.parametrize("word", EVERY_WORD)
@pytest.mark.parametrize("other", [*EVERY_WORD, None])
def test_a_panel_is_as_good_as_the_worst_that_its_page_shows(
    book: Book, word: VerdictWord, other: VerdictWord | None, said: Callable[[str, PageContext], str]
) -> None:
    found = swapped(everything_approved(book), verdict("POL-IR", word, [event("2026-03-02")], pages=(PAGE,)))
    if other is not None:
        due = TODAY + timedelta(days=3) if other == "approved" else None
        found = swapped(found, verdict("ROSTER", other, class_="roster", title="On call", reason="pushed", due=due))
    besides = PageContents(("ROSTER" if other is not None else "GONE",))
    of = dataclasses.replace(page_context(book, found), shows=besides)
    status = view("approval_panel", of).status
    assert (status.kind == "approved") == (word == other == "approved")
    if word == other == "approved":
        assert status.until == str(TODAY + timedelta(days=3))
    if word == "approved" and other == "claimed":
        assert status.kind == "claimed"
    elif word in {"approved", "claimed"} and other not in {"approved", "claimed"}:
        text = said("approval_panel", of)
        assert text.startswith("Approved text, unapproved facts by Dana Okafor")
        assert ("The page also shows what ROSTER (On call) says" in text) == (other is not None)


def test_a_panel_says_what_its_page_shows_that_is_in_no_commit(
    book: Book, said: Callable[[str, PageContext], str]
) -> None:
    of = dataclasses.replace(page_context(book, everything_approved(book)), shows=PageContents((), ("parts/local.md",)))
    text = said("approval_panel", of)
    assert text.startswith("Approved text, unapproved facts ")
    assert "what is in no commit, so nobody approved it: parts/local.md." in text


@pytest.mark.parametrize("word", EVERY_WORD)
@pytest.mark.parametrize("layout", [*EVERY_WORD, None])
def test_a_panel_is_green_only_where_document_and_layout_are_approved(
    book: Book, word: VerdictWord, layout: VerdictWord | None, said: Callable[[str, PageContext], str]
) -> None:
    found = swapped(everything_approved(book), verdict("POL-IR", word, [event("2026-03-02")], pages=(PAGE,)))
    if layout is not None:
        found = swapped(found, verdict("SITE-LAYOUT", layout, class_="layout", reason="somebody pushed it"))
    else:
        found = dataclasses.replace(found, verdicts={k: v for k, v in found.verdicts.items() if k != "SITE-LAYOUT"})
    status = view("approval_panel", page_context(book, found)).status
    assert (status.kind == "approved") == (word == "approved" and layout == "approved")
    if word == "approved" and layout != "approved":
        text = said("approval_panel", page_context(book, found))
        assert text.startswith("Approved text, unapproved layout by Dana Okafor")
        by_name = "Its layout (settings, macros, theme) is approved by name only"
        assert (by_name if layout == "claimed" else "so a number could read wrong here") in text
        assert ("somebody pushed it" in text) == (layout is not None)


def test_the_panel_of_an_approved_page_says_all_that_it_rests_on(
    book: Book, said: Callable[[str, PageContext], str]
) -> None:
    text = said("approval_panel", page_context(book, everything_approved(book)))
    assert text.startswith(
        "Approved by Dana Okafor, Executive Sponsor, on 2026-08-14 in #118, signed with the approver's own key "
    )
    assert f"Version: 2 Next review by: 2027-08-14 As of: {TODAY} Fingerprint: 5f5f5f5f5f5f" in text
    assert f"Full fingerprint {'5f' * 32} Evaluated at commit {commit(4711)[:12]}" in text
    assert "Document POL-IR, Incident Response Policy Owner Security Lead" in text
    assert "Written by Lee Brandt" in text


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("draft", "Draft: not in force"),
        ("pending", "Edited here, not approved"),
        ("unapproved", "Not approved"),
        ("undecidable", "Cannot be decided"),
        ("stale", "Stale: review overdue"),
    ],
)
def test_a_panel_that_is_not_green_says_why_and_what_to_do(
    book: Book, word: VerdictWord, says: str, said: Callable[[str, PageContext], str]
) -> None:
    given = verdict("POL-IR", word, reason="landing 1 hides it", help_="merge `it`", eligible=("dana", "nobody-knows"))
    text = said("approval_panel", page_context(book, swapped(everything_approved(book), given)))
    assert text.startswith(f"{says} Landing 1 hides it.")
    assert "What to do Merge it. May approve it now Dana Okafor, nobody-knows" in text


def test_a_stale_panel_names_the_last_approval_as_the_last(book: Book, said: Callable[[str, PageContext], str]) -> None:
    given = verdict("POL-IR", "stale", [event("2025-03-02")], due=date(2026, 3, 2))
    text = said("approval_panel", page_context(book, swapped(everything_approved(book), given)))
    assert text.startswith("Stale: review overdue last approved by Dana Okafor, Executive Sponsor, on 2025-03-02")
    assert "Expired after: 2026-03-02" in text


@pytest.mark.parametrize("word", ["claimed", "stale"])
def test_a_name_without_a_signature_says_by_name_only_everywhere(
    book: Book, word: VerdictWord, said: Callable[[str, PageContext], str]
) -> None:
    landed = event("2026-03-02", verdict="claimed", proof="claimed")
    signer = dataclasses.replace(landed, approval=dataclasses.replace(approval("2026-03-02"), proof="claimed"))
    given = verdict("POL-IR", word, [signer], due=date(2027, 3, 2))
    found = dataclasses.replace(swapped(everything_approved(book), given), events=lambda id_: (signer,))
    for name, times in (("approval_panel", 2), ("approvals_table", 1), ("approval_timelines", 3)):
        assert said(name, page_context(book, found)).lower().count("by name only") >= times, name


def test_the_panel_of_the_first_adoption_says_what_was_not_examined(
    book: Book, said: Callable[[str, PageContext], str]
) -> None:
    sentence = "This is the first adoption: who wrote what before it was not examined."
    first = verdict("POL-IR", "approved", [event("2026-03-02", kind="bootstrap", method="bootstrap")])
    assert sentence in said("approval_panel", page_context(book, swapped(everything_approved(book), first)))
    assert sentence not in said("approval_panel", page_context(book, everything_approved(book)))


def test_an_approval_names_the_earlier_changes_that_it_covers(
    book: Book, said: Callable[[str, PageContext], str]
) -> None:
    given = dataclasses.replace(verdict("POL-IR"), approval=approval("2026-03-02", 9, covers=(commit(7), commit(8))))
    text = said("approval_panel", page_context(book, swapped(everything_approved(book), given)))
    assert f"Covers earlier changes too {commit(7)[:12]}, {commit(8)[:12]}" in text


def test_a_page_that_nothing_governs_has_no_panel(book: Book) -> None:
    with pytest.raises(UnknownNameError, match="governs this page"):
        view("approval_panel", page_context(book, everything_approved(book), "docs/people.md"))


def test_a_document_that_the_history_does_not_have_is_not_approved(
    book: Book, said: Callable[[str, PageContext], str]
) -> None:
    found = dataclasses.replace(everything_approved(book), verdicts={})
    text = said("approval_panel", page_context(book, found))
    assert text.startswith("Cannot be decided The history that was judged holds no document POL-IR; approve the change")


@pytest.mark.parametrize("name", ["approval_panel", "approvals_table", "approval_timelines", "due_calendar"])
def test_without_a_history_no_view_says_that_anything_is_approved(
    book: Book, name: str, said: Callable[[str, PageContext], str]
) -> None:
    text = said(name, page_context(book, None))
    assert "The history was not evaluated for this build" in text
    assert "Approved" not in text


def test_a_verdict_lapses_on_the_first_day_of_document_and_layout(book: Book) -> None:
    found = everything_approved(book)
    layout = verdict("SITE-LAYOUT", "approved", [event("2026-03-02")], due=date(2027, 1, 5))
    early = view("approval_panel", page_context(book, swapped(found, layout)))
    assert early.status.until == "2027-01-05"
    assert Words(f"<p>{early.status.lapsed}</p>").text == "Lapsed: rebuild"
    assert Words(early.lapse).text == (
        f"This page was built for {TODAY}. It expired after 2027-01-05: rebuild the site to see the current status."
    )
    stale = swapped(found, verdict("POL-IR", "stale", [event("2025-03-02")], due=date(2026, 3, 2)))
    assert view("approval_panel", page_context(book, stale)).status.until == ""


def test_the_table_puts_what_needs_somebody_first_and_counts(
    book: Book, said: Callable[[str, PageContext], str]
) -> None:
    found = swapped(everything_approved(book), verdict("RB-03", "unapproved"), verdict("RB-04", "stale"))
    rows = view("approvals_table", page_context(book, found)).rows
    assert [Words(f"<p>{row.id}</p>").text for row in rows][:3] == ["RB-03", "RB-04", "POL-IR"]
    text = said("approvals_table", page_context(book, found))
    assert text.startswith(f"Not approved 1 Stale: review overdue 1 Approved {len(rows) - 2} ")
    assert f"As of {TODAY}, at commit {commit(4711)[:12]}." in text


def test_the_table_says_by_its_whole_id_which_landing_adopted_the_policies(
    book: Book, said: Callable[[str, PageContext], str]
) -> None:
    found = everything_approved(book)
    assert "Adopted in" not in said("approvals_table", page_context(book, found))
    of = page_context(book, dataclasses.replace(found, adopted_in=commit(7)))
    assert f"at commit {commit(4711)[:12]}. Adopted in commit {commit(7)}." in said("approvals_table", of)


def test_authority_says_everywhere_that_one_person_alone_may_approve_it(
    book: Book, said: Callable[[str, PageContext], str]
) -> None:
    """In the table and the history, and in the panel of a page that belongs to it; and of no other document."""
    by_one = dataclasses.replace(everything_approved(book), single_approver="There are two of us")
    of = page_context(book, by_one)
    sentence = "The register accepts that one person alone may approve this: There are two of us."
    assert [Words(f"<p>{r.id}</p>").text for r in view("approvals_table", of).rows if r.reason] == ["AUTHORITY"]
    assert said("approvals_table", of).count(sentence) == 1
    assert said("approval_timelines", of).count(sentence) == 1
    assert view("approval_panel", of).warnings == ()
    worst = swapped(by_one, verdict("AUTHORITY", "unapproved"))
    panel = view(
        "approval_panel", page_context(book, dataclasses.replace(worst, governing=lambda path: ("AUTHORITY",)))
    )
    assert Words(f"<p>{panel.document}</p>").text == "AUTHORITY"
    assert sentence in [Words(f"<p>{warning}</p>").text for warning in panel.warnings]


# Links to the forge


@pytest.mark.parametrize(
    ("address", "web"),
    [
        ("https://github.com/a/b", ForgeWeb("https://github.com/a/b/commit/", "https://github.com/a/b/pull/")),
        ("https://github.com/a/b.git/", ForgeWeb("https://github.com/a/b/commit/", "https://github.com/a/b/pull/")),
        (
            "https://gitlab.example.com/a/b/c",
            ForgeWeb(
                "https://gitlab.example.com/a/b/c/-/commit/", "https://gitlab.example.com/a/b/c/-/merge_requests/"
            ),
        ),
        ("https://codeberg.org/a/b", ForgeWeb("https://codeberg.org/a/b/commit/", "https://codeberg.org/a/b/pulls/")),
        ("https://code.example.com/a/b", None),
        ("https://notgithub.com/a/b", None),
        ("https://github.com/a/b?x=<script>", None),
        ("javascript:alert(1)//github.com/a/b", None),
        ("", None),
        (None, None),
    ],
)
def test_the_web_of_a_forge_is_known_or_none(address: str | None, web: ForgeWeb | None) -> None:
    assert web_of(address) == web


def test_commits_and_change_requests_are_links_only_where_they_can_be() -> None:
    known, bare = standing([]), standing([], web=None)
    assert (
        Words(f"<p>{known.commit(commit(7)).href}</p>").text
        == f"https://github.com/example-corp/policy/commit/{commit(7)}"
    )
    assert Words(f"<p>{known.change('#118').href}</p>").text == "https://github.com/example-corp/policy/pull/118"
    assert known.change("#118/../..").href == known.commit("x").href == known.change(None).text == ""
    assert bare.commit(commit(7)).href == bare.change("#118").href == ""


# Stretches of time


def word_at(found: Sequence[VerdictSpan], day: str) -> VerdictWord:
    at = moment(day)
    return next(s.word for s in found if s.starts <= at < s.ends)


def test_an_approval_holds_through_its_last_day_and_is_stale_after_it() -> None:
    landed = event("2025-05-12")
    found = stretches([landed], verdict("X", "stale", [landed], due=date(2026, 5, 12)), YEAR, TODAY)
    assert [s.word for s in found] == ["approved", "stale"]
    assert found[0].ends == midnight_after(date(2026, 5, 12))
    assert found[1].ends == midnight_after(TODAY)


def test_an_approval_ends_with_the_next_change_that_nobody_approved_and_begins_with_the_next_approval() -> None:
    events = [
        event("2025-03-01", 0, "draft"),
        event("2025-05-12", 1),
        event("2026-01-20", 2, "unapproved"),
        event("2026-02-11", 3),
        event("2026-08-30", 4, kind="reaffirmation"),
    ]
    found = stretches(events, verdict("X", "approved", events, due=date(2027, 8, 30)), YEAR, TODAY)
    assert [s.word for s in found] == ["draft", "approved", "unapproved", "approved", "approved"]
    assert word_at(found, "2026-02-01") == "unapproved"


def test_a_class_without_a_cadence_is_never_stale() -> None:
    landed = event("2020-05-12")
    assert [s.word for s in stretches([landed], verdict("X", events=[landed]), None, TODAY)] == ["approved"]


def test_an_edit_that_is_only_here_ends_no_approval_of_the_history() -> None:
    landed = event("2026-05-12")
    assert [s.word for s in stretches([landed], verdict("X", "pending", [landed]), YEAR, TODAY)] == ["approved"]


def test_a_change_without_a_moment_counts_from_the_event_before_it() -> None:
    events = [
        event(None, 0, "unapproved"),
        event("2025-05-12", 1),
        event(None, 2, "unapproved"),
        event("2026-02-11", 3),
    ]
    found = stretches(events, verdict("X", events=events), YEAR, TODAY)
    assert [s.word for s in found] == ["unapproved", "approved"]
    assert stretches([event(None, 0, "unapproved")], verdict("X", "unapproved"), YEAR, TODAY) == ()


DAYS = st.dates(date(2023, 1, 1), date(2028, 1, 1))


@given(
    st.lists(st.tuples(st.one_of(st.none(), DAYS), st.sampled_from(["approved", "claimed", "unapproved", "draft"]))),
    st.sampled_from(EVERY_WORD),
    st.one_of(st.none(), DAYS),
)
def test_stretches_leave_no_gap_and_never_end_kinder_than_the_verdict(
    made: list[tuple[date | None, VerdictWord]], word: VerdictWord, due: date | None
) -> None:
    events = [event(day.isoformat() if day else None, n, kind) for n, (day, kind) in enumerate(made)]
    found = stretches(events, verdict("X", word, events, due=due), YEAR, TODAY)
    assert all(one.ends == other.starts for one, other in pairwise(found))
    assert all(stretch.starts < stretch.ends <= midnight_after(TODAY) for stretch in found)
    assert all(s.ends - s.starts <= timedelta(days=366) for s in found[:-1] if due is None and s.word == "approved")
    if found and found[-1].word in {"approved", "claimed"}:
        assert word in {"approved", "claimed", "pending"}


# The picture


def every_line(book: Book, found: SiteVerdicts) -> dict[str, ElementTree.Element]:
    lines = view("approval_timelines", page_context(book, found)).lines
    return {Words(f"<p>{line.id}</p>").text: ElementTree.fromstring(line.svg) for line in lines}  # noqa: S314 - our own picture


def titles(svg: ElementTree.Element) -> list[str]:
    return [" ".join((part.text or "").split()) for part in svg.iter() if part.tag.endswith("title")]


def test_a_line_is_named_well_formed_and_without_colours_of_its_own(book: Book) -> None:
    svgs = every_line(book, everything_approved(book))
    assert list(svgs)[-2:] == ["AUTHORITY", "SITE-LAYOUT"]
    for svg in svgs.values():
        names = {child.get("id") for child in svg if child.tag.endswith(("title", "desc"))}
        assert svg.get("role") == "img"
        assert names == set((svg.get("aria-labelledby") or "").split())
        colours = {part.get(key) for part in svg.iter() for key in ("fill", "stroke")}
        assert colours <= {None, "none", "currentColor"}


def test_a_line_says_every_stretch_and_every_landing(book: Book) -> None:
    events = (event("2025-05-12", 1, kind="bootstrap"), event("2026-10-01", 2, "unapproved", subject="Fix a typo"))
    given = verdict("POL-IR", "unapproved", events)
    found = dataclasses.replace(swapped(everything_approved(book), given), events=lambda id_: events)
    assert titles(every_line(book, found)["POL-IR"]) == [
        "History of POL-IR",
        "Approved from 2025-05-12 to 2026-05-12",
        "Stale: review overdue from 2026-05-13 to 2026-10-01",
        f"Not approved from 2026-10-01 to {TODAY}",
        "2025-05-12: Adopted, #101. Approved. Say when to call counsel",
        "2026-10-01: Amended, #102. Not approved. Fix a typo",
    ]


def of_all(landed: tuple[DocumentEvent, ...]) -> Callable[[str], tuple[DocumentEvent, ...]]:
    """The same landings whatever document is asked about."""
    return lambda _: landed


def test_no_two_verdicts_are_drawn_alike(book: Book) -> None:
    drawn = set()
    words: list[VerdictWord] = ["approved", "claimed", "stale", "unapproved", "undecidable", "draft"]
    for word in words:
        landed = (event("2025-01-01", 1, "approved" if word == "stale" else word),)
        given = verdict("POL-IR", word, landed, due=date(2026, 1, 1) if word == "stale" else None)
        found = dataclasses.replace(swapped(everything_approved(book), given), events=of_all(landed))
        lines = [part for part in every_line(book, found)["POL-IR"] if (part.get("class") or "").endswith(f"tl-{word}")]
        drawn.add((lines[-1].get("stroke-width"), lines[-1].get("stroke-dasharray")))
    assert len(drawn) == len(words)


def test_the_scale_reaches_ahead_and_names_no_more_days_than_fit() -> None:
    for months in (1, 8, 18, 60, 240):
        scale = make_scale([midnight_after(TODAY) - timedelta(days=30 * months)], [TODAY + timedelta(365)], TODAY)
        assert len(scale.ticks) <= 8
        assert scale.share(scale.starts) == 0
        assert 70 < scale.share(scale.now) < 100 or months == 1
    assert make_scale([], [], TODAY).ends > midnight_after(TODAY)


# Hostile texts


@pytest.mark.parametrize("name", ["approval_panel", "approvals_table", "approval_timelines", "due_calendar"])
def test_hostile_names_subjects_and_reasons_show_as_themselves(
    book: Book, name: str, laid_out: Callable[[str, PageContext], str]
) -> None:
    def made(text: str) -> PageContext:
        landed = event("2026-03-02", 3, "unapproved", subject=text, reason=text)
        before = dataclasses.replace(event("2026-01-02", 2), approval=approval("2026-01-02", name=text))
        given = verdict("POL-IR", "unapproved", [landed], title=text, reason=text, help_=text, eligible=(text,))
        given = dataclasses.replace(given, approval=approval("2026-01-02", name=text, change_request=text))
        found = swapped(everything_approved(book), given)
        return page_context(book, dataclasses.replace(found, events=lambda id_: (before, landed)))

    evil, plain = laid_out(name, made(EVIL)), laid_out(name, made("plain"))
    assert all(isinstance(text, Safe) for text in every_text(view(name, made(EVIL))))
    assert Words(evil).tags == Words(plain).tags
    assert EVIL in " ".join(Words(evil).text.split())
    assert "{{" not in evil
    assert "\n" not in evil


# What is due


def test_what_needs_an_approval_already_comes_first_then_day_by_day() -> None:
    verdicts = [
        verdict("LATE", "approved", due=date(2027, 8, 1)),
        verdict("SOON", "claimed", due=TODAY + timedelta(days=30)),
        verdict("TODAY", "approved", due=TODAY),
        verdict("STALE", "stale", due=date(2026, 10, 1)),
        verdict("STALER", "stale", due=date(2026, 3, 1)),
        verdict("PUSHED", "unapproved"),
        verdict("HIDDEN", "undecidable"),
        verdict("EDITED", "pending", due=date(2027, 1, 1)),
        verdict("DRAFT", "draft"),
        verdict("RECORD", "approved"),
    ]
    found = due_next(verdicts, TODAY, 30)
    now = ["STALER", "STALE", "EDITED", "HIDDEN", "PUSHED"]
    assert [due.verdict.id for due in found] == [*now, "TODAY", "SOON"]
    assert [due.days for due in found] == [-266, -52, None, None, None, 0, 30]
    assert [due.verdict.id for due in found if due.now] == now
    assert [due.verdict.id for due in due_next(verdicts, TODAY)][-1] == "LATE"
    assert due_next(verdicts, TODAY, 29)[-1].verdict.id == "TODAY"


def test_the_calendar_groups_by_month_and_names_who_may_approve(
    book: Book, said: Callable[[str, PageContext], str]
) -> None:
    found = swapped(
        everything_approved(book),
        verdict("RB-03", "stale", [event("2025-03-02")], due=TODAY - timedelta(days=1), title="Leaks", eligible=()),
        verdict("RB-04", "approved", [event("2026-03-02")], due=date(2026, 12, 1), title="Secrets"),
        verdict("EVENTS", "approved", [event("2026-03-02")], title="Dismissed"),
    )
    text = said("due_calendar", page_context(book, found))
    assert "Needs an approval now Leaks Stale: review overdue 2026-11-21 1 day overdue Security Lead nobody" in text
    assert "December 2026 Secrets 2026-12-01 in 9 days Security Lead Dana Okafor August 2027" in text
    assert text.endswith("Without a review date, by their class: Dismissed.")


# In the site


class Site:
    """A site of three pages, built in this process with a standing of its own."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        for part in ("data", "macros"):
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        for path, text in {"docs/index.md": "Home.", PAGE: "Text."}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(f"---\ntitle: A page\n---\n\n# A title\n\n{text}\n", encoding="utf-8")
        plugins = [{"ratified": {"as_of": AS_OF}}, {"macros": {"module_name": "macros", "on_error_fail": True}}]
        settings = {"site_name": "x", "theme": {"name": "mkdocs"}, "plugins": plugins}
        (root / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
        self.monkeypatch = monkeypatch
        monkeypatch.setattr("ratified.site.pages.WRITTEN", ())

    def build(self, made: Callable[[Book], SiteVerdicts]) -> dict[str, str]:
        with self.monkeypatch.context() as patch:
            patch.setattr(plugin, "stand_ahead", lambda root, as_of, book, *_: _ready(made(book)))
            mkdocs_build(load_config(str(self.root / "mkdocs.yml")))
        site = self.root / "site"
        return {f.relative_to(site).as_posix(): f.read_text(encoding="utf-8") for f in site.rglob("*.html")}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(tmp_path, monkeypatch)


def _ready(standing: SiteVerdicts) -> Future[SiteVerdicts]:
    found: Future[SiteVerdicts] = Future()
    found.set_result(standing)
    return found


def test_the_panel_stands_under_the_title_of_governed_pages_and_of_no_others(site: Site) -> None:
    built = site.build(everything_approved)
    governed = built["policy/severity/index.html"]
    assert governed.index("</h1>") < governed.index('class="r-approval ') < governed.index("Text.")
    assert governed.count('class="r-approval ') == 1
    assert "Approved</span> by Dana Okafor" in governed
    assert "r-approval" not in built["index.html"]


def test_a_verdict_of_each_kind_has_words_of_its_own() -> None:
    found = standing([(verdict("SITE-LAYOUT"), ())])
    words = [str(status_of(found, verdict("X", word)).words) for word in EVERY_WORD]
    assert len(set(words)) == len(EVERY_WORD)
    assert [w for w in words if "Approved" in w] == ["Approved", "Approved by name only"]
