"""RUN: runbooks that nobody reviewed, or that the policy has moved away from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ratified.rules import BY_CODE, RuleInput
from records import Past, told
from written_records import EXERCISE, Kept

if TYPE_CHECKING:
    from conftest import Starter

RB02, RB05 = "runbooks/RB-02-ransomware.md", "runbooks/RB-05-outage.md"


# RUN-07: every runbook of the starter was reviewed on 20 November 2026


def test_a_review_counts_for_365_days(starter: Starter) -> None:
    starter.change(RB02, "reviewed: 2026-11-20", "reviewed: 2025-11-21")
    assert starter.places("RUN-07", date(2026, 11, 21)) == []
    (found,) = starter.findings("RUN-07", date(2026, 11, 22))
    assert str(found.place) == f"{RB02}:{starter.line(RB02, 'reviewed: 2025-11-21')}:11"
    assert found.message == "RB-02 was last reviewed on 2025-11-21, more than 365 days before 2026-11-22"
    assert (found.level, found.subject, found.document) == ("warning", "RB-02", "RB-02")


def test_a_retired_runbook_is_left_alone(starter: Starter) -> None:
    starter.change(RB02, "reviewed: 2026-11-20", "reviewed: 2020-01-01")
    starter.change(RB02, "status: active", "status: retired")
    assert starter.places("RUN-07") == []


def test_the_starter_is_silent(starter: Starter) -> None:
    assert starter.places("RUN-07") == []


# RUN-07: the first audit period of the starter begins on 1 January 2026; EX-2026-01 of 20 May 2026 took RB-05


def exercised(kept: Kept, as_of: date) -> list[str]:
    """What is said of runbooks that nobody exercised, by runbook."""
    ask = BY_CODE["RUN-07"].ask
    assert ask is not None
    hits = [hit for hit in ask(RuleInput(kept.book, as_of)) if "exercised" in hit.message]
    return [f"{hit.place.path}:{hit.place.line} {hit.message}" for hit in hits]


def test_the_first_stretch_is_left_in_peace_and_then_the_worst_scenarios_are_found_first(starter: Starter) -> None:
    assert exercised(Kept(), date(2027, 1, 1)) == []
    line = starter.line(RB02, "default_severity: sev-1")
    found = exercised(Kept(), date(2027, 1, 2))
    assert found[0] == (
        f"{RB02}:{line} RB-02 was never exercised since 2026-01-01, more than 12 months before 2027-01-02"
    )
    assert [one.split(" ")[1] for one in found] == ["RB-02", "RB-09"]


def test_an_exercise_counts_for_twelve_months_at_the_most_severe_level_and_for_twenty_four_below() -> None:
    kept = Kept().change(EXERCISE, "runbooks: [RB-05]", "runbooks: [RB-05, RB-02]")
    assert [one.split(" ")[1] for one in exercised(kept, date(2027, 5, 20))] == ["RB-09"]
    late = exercised(kept, date(2027, 5, 21))
    assert late[0].split(" ", 1)[1] == ("RB-02 was last exercised on 2026-05-20, more than 12 months before 2027-05-21")
    runbooks = {one.split(" ")[1] for one in exercised(kept, date(2028, 5, 20))}
    assert "RB-05" not in runbooks
    assert "RB-01" in runbooks
    assert "RB-05" in {one.split(" ")[1] for one in exercised(kept, date(2028, 5, 21))}


def test_an_exercise_that_is_planned_or_still_to_come_does_not_count() -> None:
    both = ("runbooks: [RB-05]", "runbooks: [RB-02, RB-09]")
    assert exercised(Kept().change(EXERCISE, *both), date(2027, 1, 2)) == []
    planned = Kept().change(EXERCISE, *both).change(EXERCISE, "status: closed", "status: draft")
    assert len(exercised(planned, date(2027, 1, 2))) == 2
    to_come = Kept().change(EXERCISE, *both).change(EXERCISE, "starts: 2026-05-20", "starts: 2027-01-03")
    assert len(exercised(to_come, date(2027, 1, 2))) == 2


def test_a_draft_register_and_a_runbook_in_draft_are_left_alone() -> None:
    kept = Kept()
    draft = kept.beside.register.model_copy(update={"status": "draft"})
    assert exercised(Kept(replace(kept.beside, register=draft)), date(2027, 1, 2)) == []
    page = kept.beside.runbook["RB-02"]
    assert page.runbook is not None
    written = replace(page, runbook=page.runbook.model_copy(update={"status": "draft"}))
    others = tuple(written if one.path == page.path else one for one in kept.beside.runbooks)
    found = exercised(Kept(replace(kept.beside, runbooks=others)), date(2027, 1, 2))
    assert [one.split(" ")[1] for one in found] == ["RB-09"]


# RUN-11


def clause_of(past: Past) -> tuple[str, str]:
    """A clause that RB-05 cites in its front matter, and the path of the page that holds it."""
    page = past.book().runbook["RB-05"]
    assert page.runbook is not None
    id_ = page.runbook.policy_clauses[0]
    return id_, past.book().clause[id_].place.path


def reworded(past: Past, path: str, id_: str, words: str = " More words.") -> dict[str, str]:
    """The page with words added at the end of a clause's first line."""
    lines = past.text(path).split("\n")
    at = next(n for n, line in enumerate(lines) if f'clause("{id_}"' in line)
    return {path: "\n".join([*lines[:at], lines[at] + words, *lines[at + 1 :]])}


def cited(past: Past) -> list[str]:
    """What is found about RB-05."""
    return told([f for f in past.finds("RUN-11") if f.document == "RB-05"])


def test_an_adopted_company_whose_policy_stays_is_silent() -> None:
    assert Past().finds("RUN-11") == []


def test_a_runbook_older_than_a_clause_it_cites_is_found_where_it_cites_it() -> None:
    past = Past()
    id_, path = clause_of(past)
    past.lands("2026-11-10", reworded(past, path, id_))
    line = past.line(RB05, "policy_clauses:")
    assert cited(past) == [f"{RB05}:{line} RB-05 was approved on 2026-10-05, before {id_} got the text it has"]
    found = next(f for f in past.finds("RUN-11") if f.document == "RB-05")
    assert (found.level, found.subject) == ("warning", id_)
    assert found.help == f"read RB-05 against {id_}, then merge the change or `ratified reaffirm RB-05`"


def test_a_runbook_approved_since_has_seen_the_clause() -> None:
    past = Past()
    id_, path = clause_of(past)
    past.lands("2026-11-10", reworded(past, path, id_))
    past.lands("2026-11-11", {RB05: ("reviewed: 2026-11-20", "reviewed: 2026-11-21")})
    assert cited(past) == []


def test_a_runbook_that_nobody_approved_is_another_finding() -> None:
    past = Past()
    id_, path = clause_of(past)
    past.lands("2026-11-09", {RB05: past.text(RB05) + "\nMore.\n"}, merged_by=None)
    past.lands("2026-11-10", reworded(past, path, id_))
    assert cited(past) == []


def test_a_clause_is_compared_by_its_words_alone() -> None:
    past = Past()
    id_, path = clause_of(past)
    page = past.text(path)
    call = page[page.index(f'clause("{id_}"') :].partition(")")[0]
    past.lands("2026-11-10", {path: page.replace(f"{call})", f'{call}, "CC5.3")').replace("\n\n## ", "\n\n\n## ")})
    assert cited(past) == []


def test_another_macro_is_another_text() -> None:
    past = Past()
    id_, path = clause_of(past)
    past.lands("2026-11-10", reworded(past, path, id_, ' {{ severity("sev-3") }}'))
    past.lands("2026-11-11", {RB05: ("reviewed: 2026-11-20", "reviewed: 2026-11-21")})
    assert cited(past) == []
    past.lands("2026-11-12", {path: past.text(path).replace('{{ severity("sev-3") }}', '{{ severity("sev-4") }}')})
    assert len(cited(past)) == 1


def test_another_clause_that_the_runbook_does_not_cite_is_left_alone() -> None:
    past = Past()
    book = past.book()
    page = book.runbook["RB-05"]
    used = {*(page.runbook.policy_clauses if page.runbook else ()), *(call.text(0) for call in page.calls)}
    other = next(clause for id_, clause in book.clause.items() if id_ not in used)
    past.lands("2026-11-10", reworded(past, other.place.path, other.id))
    assert cited(past) == []


def test_a_clause_that_moved_to_another_page_word_for_word_is_the_same() -> None:
    past = Past()
    id_, path = clause_of(past)
    annex = path.replace(".md", "-annex.md")
    past.lands("2026-11-10", {annex: past.text(path), path: None})
    assert past.book().clause[id_].place.path == annex
    assert cited(past) == []


def test_a_call_cites_as_front_matter_does() -> None:
    past = Past()
    book = past.book()
    page = book.runbook["RB-05"]
    used = {*(page.runbook.policy_clauses if page.runbook else ()), *(call.text(0) for call in page.calls)}
    other = next(clause for id_, clause in book.clause.items() if id_ not in used)
    past.lands("2026-11-09", {RB05: past.text(RB05) + f'\nSee {{{{ clause_ref("{other.id}") }}}}.\n'})
    past.lands("2026-11-10", reworded(past, other.place.path, other.id))
    line = past.line(RB05, f'clause_ref("{other.id}")')
    assert cited(past) == [f"{RB05}:{line} RB-05 was approved on 2026-11-09, before {other.id} got the text it has"]
