"""The assessor's rows of evidence: approval through a period, what was operated, whom to ask, where to look."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import TODAY
from ratified.check.period import PeriodVerdict
from ratified.model.governance import ControlRun
from ratified.policy.periods import windows
from ratified.policy.records.recurring import recurring_controls
from ratified.site.layouts.assessor import assessor_guide as laid_out
from ratified.views import view
from ratified.views.evidence.approved_text import approved_texts
from ratified.views.evidence.assessor import AssessorGuide, CriterionGuide
from test_views import BOOK, Words, page_context
from verdict_samples import event, standing, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.verdict import DocumentEvent, VerdictWord
    from ratified.policy import Book

(PERIOD,) = windows(BOOK.register)
EVENTS = BOOK.events


def plain(text: object) -> str:
    return " ".join(Words(str(text)).text.split())


def guide(book: Book = BOOK, **judged: object) -> AssessorGuide:
    context = page_context(book)
    assert context.standing is not None
    found = dataclasses.replace(context.standing, **judged)  # type: ignore[arg-type]
    made = view("assessor_guide", dataclasses.replace(context, judged=found))
    assert isinstance(made, AssessorGuide)
    return made


def of(id_: str, made: AssessorGuide) -> CriterionGuide:
    return next(one for one in made.criteria if plain(one.id) == id_)


@pytest.mark.parametrize(
    ("events", "word", "due", "told"),
    [
        (
            [event("2025-12-01")],
            "approved",
            date(2026, 12, 1),
            "In the period: approved on each of 326 days. No commit on main changed it.",
        ),
        (
            [event("2025-12-01"), event("2026-03-01", 2, "unapproved"), event("2026-03-11", 3)],
            "approved",
            date(2027, 3, 11),
            "In the period, of 326 days: approved on 315, not approved on 11. "
            "2 changes on main (2 amendments), 1 not approved.",
        ),
        (
            [event("2025-02-01"), event("2026-03-01", 2, kind="reaffirmation")],
            "approved",
            date(2027, 3, 1),
            "In the period, of 326 days: approved on 298, stale on 28. 1 change on main (1 reaffirmation), approved.",
        ),
        (
            [event("2026-02-01", kind="bootstrap"), event("2026-04-01", 2, "claimed", proof="claimed")],
            "claimed",
            date(2027, 4, 1),
            "In the period, of 326 days: approved on 58, approved by name only on 236, draft on 32. "
            "2 changes on main (the adoption, 1 amendment), 1 approved, 1 approved by name only.",
        ),
        ([], "undecidable", None, "In the period: draft on each of 326 days. No commit on main changed it."),
    ],
    ids=["whole", "unapproved", "lapsed", "by name", "nothing"],
)
def test_each_day_of_the_period_counts_as_what_promises_least_on_it(
    events: Sequence[DocumentEvent], word: VerdictWord, due: date | None, told: str
) -> None:
    """Changed at nine, a day is not approved: it counts whole, so the page is never kinder than the history."""
    found = standing([(verdict("POL-IR", word, events, due=due), events)])
    context = dataclasses.replace(page_context(BOOK), judged=found)
    text = approved_texts(context, PERIOD)["POL-IR"]
    assert plain(text.period) == told


def test_an_approval_names_who_wrote_it_and_leads_to_what_was_approved() -> None:
    (policy,) = of("CC7.4", guide()).documents
    assert plain(policy.wrote) == "Changes written by Lee Brandt."
    assert plain(policy.row.signed.name if policy.row.signed else "") == "Dana Okafor"
    unread = [event("2026-02-01", kind="bootstrap")]
    found = standing([(verdict("POL-IR", "approved", unread), unread)])
    (text,) = approved_texts(dataclasses.replace(page_context(BOOK), judged=found), PERIOD).values()
    assert plain(text.wrote) == "Who wrote what was there before the adoption was not examined."
    assert text.amendment.href == ""


def test_recurring_controls_are_counted_under_each_criterion_whose_clauses_ask_for_them() -> None:
    runs = [("backup-restore-test", "2026-02-17", "passed"), ("backup-restore-test", "2026-05-19", "failed")]
    rows = [
        ControlRun.model_validate(
            {"control": id_, "held_on": date.fromisoformat(day), "by": "tomas", "result": result, "evidence": "Report"}
        )
        for id_, day, result in runs
    ]
    book = dataclasses.replace(BOOK, events=EVENTS.model_copy(update={"controls": tuple(rows)}))
    counted = tuple(recurring_controls(book, PERIOD.starts, TODAY, TODAY))
    made = guide(book, periods=(PeriodVerdict(PERIOD, "open", "It runs", (), counted),))
    restored = next(one for one in made.period.controls if one.spot == "control-backup-restore-test")
    assert (restored.expected, restored.found, restored.lacks) == ("3", "2", True)
    assert [(plain(r.on), plain(r.by), plain(r.result), plain(r.evidence.text)) for r in restored.runs] == [
        ("2026-02-17", "Tomas Hidalgo", "passed", "Report"),
        ("2026-05-19", "Tomas Hidalgo", "failed", "Report"),
    ]
    name = "A restore from backup is tested, every 3 months"
    told = {plain(c.id): [plain(o.told) for o in c.operation if plain(o.name) == name] for c in made.criteria}
    assert told["A1.3"] == ["3 expected, 2 found, 1 time not run"]
    assert told["CC9.2"] == []
    assert 'id="control-backup-restore-test"' in laid_out(made)


def test_a_period_that_nobody_judged_says_so_and_counts_nothing() -> None:
    made = guide(periods=())
    assert made.period.verdict is None
    assert made.period.controls == ()
    assert plain(made.period.told).endswith(
        "The period was not evaluated for this build, so nothing here says what it lacks."
    )
    none = BOOK.register.model_copy(update={"periods": ()})
    told = [
        (plain(one.name), plain(one.told))
        for one in of("CC7.4", guide(dataclasses.replace(BOOK, register=none))).operation
    ]
    assert told == [("Records", "no audit period of the register has begun")]


def test_whoever_is_asked_has_a_name_and_each_place_a_page() -> None:
    found = of("CC7.3", guide())
    asked = {plain(one.role.text): plain(one.held) for one in found.inquiry}
    assert asked["Security Lead"] == "Dana Okafor, Lee Brandt"
    files = {plain(one.text): plain(one.href) for one in found.again.files}
    assert files["docs/policy/severity.md"].endswith("policy/severity/")
    assert files["data/events.yml"] == ""
    assert plain(found.again.commands[0]) == "ratified log POL-IR --as-of 2026-11-22"


def test_rules_stand_behind_a_fold_that_says_what_they_find() -> None:
    found = of("CC7.4", guide())
    assert plain(found.rules_told) == f"{len(found.rules)} automated checks, not run for this build"
    html = laid_out(guide())
    fold = html.index(f"<summary>{found.rules_told}")
    rule = html.index(f"<li>{found.rules[0].text}</li>", fold)
    assert html.rindex("<details", 0, rule) == html.rindex("<details", 0, fold)


def test_excluded_criteria_keep_their_reasons_and_one_without_a_reason_is_told() -> None:
    made = guide()
    assert [(plain(one.requirement.text), plain(one.reason)) for one in made.excluded] == [
        (row.requirement, row.reason) for row in BOOK.coverage.exclusions
    ]
    assert made.unanswered == ()
    rest = tuple(row for row in BOOK.coverage.exclusions if row.requirement != "CC7.1")
    made = guide(dataclasses.replace(BOOK, coverage=BOOK.coverage.model_copy(update={"exclusions": rest})))
    assert [plain(one.text) for one in made.unanswered] == ["CC7.1"]
    assert "and no reason is given" in plain(laid_out(made))


def test_clauses_without_evidence_are_named_in_the_row() -> None:
    unchecked = {row.clause for row in BOOK.coverage.promises if row.unchecked}
    for one in guide().criteria:
        clauses = [plain(row.clause.text) for row in one.clauses]
        assert [plain(link.text) for link in one.gaps] == [id_ for id_ in clauses if id_ in unchecked]
