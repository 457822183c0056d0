"""The home page's views: never greener than the heaviest verdict, the same in pictures and in words."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from conftest import TODAY
from ratified.check.judgement import Judgement
from ratified.model.finding import Finding
from ratified.model.place import Place
from ratified.site.company_macros import LAYOUTS
from ratified.views import APPROVALS, PageContext, make_site_map, view
from ratified.views.approvals.months import twelve
from ratified.views.approvals.status import WORDS, SiteVerdicts
from ratified.views.evidence.published import badge, badge_words
from ratified.views.home.verdict import HomeVerdict
from test_views import Words, page_context, whole_book
from traces import SEV1, incident, judged_by
from verdict_samples import event, everything_approved, verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratified.model.verdict import VerdictWord
    from ratified.policy import Book

BOOK = whole_book()
NOT_GREEN: tuple[VerdictWord, ...] = tuple(word for word in WORDS if word != "approved")
SVG = "{http://www.w3.org/2000/svg}"


def of(given: SiteVerdicts | None, book: Book = BOOK) -> PageContext:
    return dataclasses.replace(page_context(book), judged=given)


def swapped(*words: tuple[str, VerdictWord], given: SiteVerdicts | None = None) -> SiteVerdicts:
    """Everything approved but these documents."""
    found = given or everything_approved(BOOK)
    changed = {id_: verdict(id_, word, [event("2026-03-02")]) for id_, word in words}
    return dataclasses.replace(found, verdicts={**found.verdicts, **changed})


def finding(level: str = "error", waived: str | None = None, code: str = "GOV-03") -> Finding:
    place, what = Place("data/register.yml", 3, 9), "the <b>hour</b> has come"
    return Finding(code, "stale", level, place, what, "renew it", waived=waived)  # type: ignore[arg-type]


def checked(*found: Finding, undecided: str | None = None) -> SiteVerdicts:
    judgement = Judgement(TODAY, None, found, undecided)
    return dataclasses.replace(everything_approved(BOOK), checked=judgement)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, PageContext], str]:
    layouts = LAYOUTS
    return lambda name, of: " ".join(Words(layouts[name](view(name, of))).text.split())


def answer(given: SiteVerdicts | None) -> HomeVerdict:
    found = view("home_verdict", of(given))
    assert isinstance(found, HomeVerdict)
    return found


def text(given: SiteVerdicts | None) -> str:
    return " ".join(Words(" ".join(answer(given).told)).text.split())


# The answer


def test_where_everything_is_approved_the_answer_is_yes_until_the_first_day_that_ends_it() -> None:
    found = answer(everything_approved(BOOK))
    assert (found.answer.kind, found.answer.words) == ("good", "All documents approved and up to date.")
    assert found.answer.until == str(TODAY + timedelta(days=265))
    assert "It expired after 2027-08-14: rebuild the site" in Words(found.lapse).text
    total = len(BOOK.register.documents) + 2
    assert text(everything_approved(BOOK)).startswith(
        f"All {total} documents are approved and up to date. Next review: "
    )
    assert found.figures[0].value == f"{total} of {total}"


@pytest.mark.parametrize("word", NOT_GREEN)
@pytest.mark.parametrize("id_", ["POL-IR", "SITE-LAYOUT", "AUTHORITY"])
def test_one_document_that_is_not_approved_takes_the_green_away(word: VerdictWord, id_: str) -> None:
    found = answer(swapped((id_, word)))
    assert found.answer.kind != "good"
    assert found.figures[0].kind == ("good" if word == "claimed" else "bad")
    if word == "claimed":
        assert "1 of them by name only" in text(swapped((id_, word)))
    else:
        assert found.answer.until == ""
        assert found.answer.words == "Not all documents are approved and up to date."


def test_what_is_not_current_is_counted_the_heaviest_first() -> None:
    given = swapped(("POL-IR", "stale"), ("RB-01", "unapproved"), ("RB-02", "stale"))
    total = len(given.verdicts)
    assert text(given).startswith(
        f"Of {total} documents {total - 3} are approved and up to date; 1 not approved, 2 stale. Next review: "
    )
    assert answer(given).answer.kind == "bad"


def test_an_edit_that_is_only_here_is_no_no() -> None:
    assert answer(swapped(("POL-IR", "pending"))).answer.kind == "care"
    assert "1 edited here and not approved" in text(swapped(("POL-IR", "pending")))


def test_a_draft_says_that_nothing_is_in_force() -> None:
    found = everything_approved(BOOK)
    given = swapped(*((id_, "draft") for id_ in found.verdicts))
    assert (answer(given).answer.kind, answer(given).answer.words) == ("none", "Not in force yet.")
    assert f"none of {len(found.verdicts)} documents is approved" in text(given)
    assert {figure.kind for figure in answer(given).figures[:-1]} <= {"none", "care"}


def test_without_a_history_nothing_is_claimed(said: Callable[[str, PageContext], str]) -> None:
    assert answer(None).answer.words == "Not judged."
    for name in ("home_documents", "due_soon", "approval_months"):
        assert "The history was not evaluated" in said(name, of(None)), name
    assert "Approved" not in said("home_documents", of(None))


# Findings


@pytest.mark.parametrize(
    ("given", "kind", "value"),
    [
        (checked(), "good", "none"),
        (checked(finding(waived="until March")), "good", "none"),
        (checked(finding("warning")), "care", "1"),
        (checked(finding(), finding("warning")), "bad", "2"),
        (checked(undecided="1 file could not be read"), "care", "unknown"),
        (everything_approved(BOOK), "care", "unknown"),
    ],
)
def test_findings_are_counted_and_what_nobody_knows_is_not_none(given: SiteVerdicts, kind: str, value: str) -> None:
    figure = next(found for found in answer(given).figures if found.name.text == "Open findings")
    assert (figure.kind, figure.value) == (kind, value)


def test_errors_and_a_check_that_could_not_decide_take_the_green_away() -> None:
    assert (
        answer(checked(finding())).answer.words == "All documents approved and up to date, but the check finds 1 error."
    )
    assert (
        answer(checked(undecided="x")).answer.words
        == "All documents approved and up to date, but the check could not decide."
    )
    assert answer(checked(finding("warning"))).answer.kind == "good"


def test_findings_stand_with_errors_first_and_say_what_to_do(said: Callable[[str, PageContext], str]) -> None:
    found = [finding("error", "until March", "ROL-01"), finding("warning", code="SEV-01"), finding(code="GOV-03")]
    shown = said("open_findings", of(checked(*found)))
    assert shown.startswith("The check finds 1 error, 1 warning, 1 waived.")
    assert shown.index("GOV-03") < shown.index("SEV-01") < shown.index("ROL-01")
    assert "The <b>hour</b> has come. Renew it." in shown
    assert "Waived: until March." in shown
    assert "data/register.yml:3:9" in shown


def test_a_long_list_says_how_many_it_leaves_out(said: Callable[[str, PageContext], str]) -> None:
    assert "And 3 more: ratified check lists them all." in said("open_findings", of(checked(*[finding()] * 15)))


def test_a_check_that_could_not_decide_says_why(said: Callable[[str, PageContext], str]) -> None:
    shown = said("open_findings", of(checked(undecided="2 files could not be read")))
    assert shown == "Could not decide: 2 files could not be read."
    assert (
        said("open_findings", of(everything_approved(BOOK))) == "No check was made for this build. Run: ratified check"
    )


# The parts


def test_documents_stand_with_what_needs_somebody_first(said: Callable[[str, PageContext], str]) -> None:
    given = swapped(("RB-05", "stale"), ("RB-09", "unapproved"))
    rows = view("home_documents", of(given)).rows
    assert [row.status.kind for row in rows[:3]] == ["unapproved", "stale", "approved"]
    assert (rows[0].until, rows[2].until) == ("", "until 2027-08-14")
    assert len(rows) == len(given.verdicts)


@pytest.mark.parametrize(("days", "listed"), [(0, True), (90, True), (91, False), (-1, True)])
def test_what_is_due_within_ninety_days_is_listed(days: int, listed: bool) -> None:
    given = everything_approved(BOOK)
    word: VerdictWord = "stale" if days < 0 else "approved"
    soon = dataclasses.replace(given.verdicts["RB-05"], verdict=word, due=TODAY + timedelta(days=days))
    found = view("due_soon", of(dataclasses.replace(given, verdicts={**given.verdicts, "RB-05": soon})))
    assert [Words(row.id).text for row in found.rows] == ["RB-05"] * listed
    if not listed:
        assert "Nothing is due in the next 90 days. Next is " in Words(found.told).text


def test_open_actions_stand_by_age_and_are_counted_with_what_is_late(said: Callable[[str, PageContext], str]) -> None:
    one = incident(SEV1)
    first, second, *rest = one.corrective_actions
    late = second.model_copy(update={"closed_on": None, "due": date(2026, 10, 1)})
    record = one.model_copy(update={"corrective_actions": (first, late, *rest)})
    book = dataclasses.replace(BOOK, incidents=(record,))
    shown = said("open_actions", of(everything_approved(book), book))
    found = view("open_actions", of(everything_approved(book), book))
    assert [Words(row.age).text for row in found.rows] == ["open for 177 days", "open for 90 days"]
    shut = len(record.corrective_actions) + len(BOOK.exercises[0].follow_ups) - 2
    assert f"{len(found.rows)} actions are open, 2 of them overdue; {shut} actions are closed." in shown
    figure = view("home_verdict", of(everything_approved(book), book)).figures[-1]
    assert (figure.value, figure.kind) == (str(len(found.rows)), "bad")
    assert "2 overdue" in figure.note


def test_the_last_exercise_is_the_last_one_held_by_the_day_of_the_page() -> None:
    assert view("last_exercise", of(None)).told == "Held on 2026-05-20, 186 days ago."
    before = dataclasses.replace(of(None), as_of=date(2026, 5, 19))
    assert view("last_exercise", before).row is None


# Pictures


def test_months_count_approvals_renewals_and_what_was_not_approved() -> None:
    events = [
        event("2025-11-30", 1),
        event("2025-12-01", 2),
        event("2026-04-02", 3, kind="reaffirmation"),
        event("2026-04-09", 4, "unapproved"),
        event("2026-11-22", 5, kind="bootstrap"),
        event("2026-11-23", 6),
        event("2026-06-01", 7, "draft"),
        event(None, 8),
    ]
    months = twelve(events, TODAY)
    assert [m.first for m in (months[0], months[-1])] == [date(2025, 12, 1), date(2026, 11, 1)]
    assert [m.counts.total() for m in months] == [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1]
    assert dict(months[4].counts) == {"renewed": 1, "not": 1}


def test_a_change_that_nobody_approved_is_no_approval(said: Callable[[str, PageContext], str]) -> None:
    given = dataclasses.replace(
        everything_approved(BOOK), events=lambda id_: (event("2026-09-02", 2, "unapproved"),) if id_ == "RB-01" else ()
    )
    assert said("approval_months", of(given)).startswith("Since December 2025: 1 change without an approval.")


def test_the_bars_say_the_same_as_the_words(said: Callable[[str, PageContext], str]) -> None:
    found = everything_approved(BOOK)
    shown = view("approval_months", of(found))
    total = len(found.verdicts)
    assert Words(shown.told).text == f"Since December 2025: {total} approvals ({total} amended)."
    svg = ElementTree.fromstring(shown.svg)  # noqa: S314 - our own picture
    bars = [bar for bar in svg.iter(f"{SVG}rect") if bar.get("class") == "bars-amended"]
    assert len(bars) == 1
    assert [one.text for one in svg.iter(f"{SVG}text") if one.get("class") == "tl-day bars-count"] == [str(total)]
    assert next(svg.iter(f"{SVG}desc")).text == Words(shown.told).text
    assert f"August 2026 {total} approvals ({total} amended)" in said("approval_months", of(found))


def test_containment_is_held_against_what_was_promised_then(said: Callable[[str, PageContext], str]) -> None:
    shown = said("containment_times", of(judged_by(everything_approved(BOOK), BOOK)))
    assert shown.startswith("1 of 1 incident was contained within the target.")
    assert "Contained 1 h 15 min after detection; Sev-1: within 4 hours of declaration, met" in shown


def test_a_late_containment_is_drawn_and_told(said: Callable[[str, PageContext], str]) -> None:
    late = incident(SEV1, ("contained: 2026-08-18T10:20-04:00", "contained: 2026-08-18T15:20-04:00"))
    book = dataclasses.replace(BOOK, incidents=(late,))
    given = of(judged_by(everything_approved(BOOK), book), book)
    assert said("containment_times", given).startswith("0 of 1 incident was contained within the target; 1 late.")
    assert "tl-over" in view("containment_times", given).rows[0].svg


# The badge


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "approved until 2027-08-14"),
        ((("POL-IR", "stale"), ("RB-02", "stale")), "2 stale"),
        ((("RB-02", "stale"), ("RB-03", "unapproved")), "1 not approved, 1 stale"),
        ((("RB-02", "claimed"),), "approved until 2027-08-14, in part by name only"),
        (tuple((id_, "draft") for id_ in everything_approved(BOOK).verdicts), "draft"),
    ],
)
def test_the_badge_says_the_heaviest_in_its_title_too(words: tuple[tuple[str, VerdictWord], ...], message: str) -> None:
    given = swapped(*words)
    assert badge_words(given).message == message
    svg = ElementTree.fromstring(badge(given))  # noqa: S314 - our own picture
    assert next(svg.iter(f"{SVG}title")).text == f"policy: {message}"
    assert [one.text for one in svg.iter(f"{SVG}text")] == ["policy", message]
    assert "http" not in badge(given).replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_published_files_are_linked_as_seen_from_the_page() -> None:
    found = view("published_files", dataclasses.replace(of(checked()), page="docs/policy/index.md"))
    assert [Words(one.file.href).text for one in found.files] == [
        "../../status.json",
        "../../findings.json",
        "../../badge.svg",
    ]
    assert [Words(one.file.text).text for one in view("published_files", of(everything_approved(BOOK))).files] == [
        "status.json",
        "badge.svg",
    ]
    assert make_site_map(BOOK, {}, {}).file("status.json", "docs/index.md") == "status.json"
    assert "published_files" in APPROVALS
