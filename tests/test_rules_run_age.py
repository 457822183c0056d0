"""RUN: runbooks that nobody reviewed, or that the policy has moved away from."""

from __future__ import annotations

from datetime import date

from conftest import Starter
from records import Past, told

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
    assert found.help == f"read RB-05 against {id_}, then land the change or `ratified reaffirm RB-05`"


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
