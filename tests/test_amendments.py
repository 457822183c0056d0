"""What stood on each day of the last two years, and the landings that have a page."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from histories import Repo, at
from history_company import POLICY, POLICY_TEXT
from ratified.changes import amendments as module
from ratified.changes.amendments import Amendments, amendments
from ratified.changes.document_log import ChangeDescriber, document_log
from ratified.check.approval_record import register_of
from ratified.check.approvals_only import approvals_and_amendments
from ratified.source.tree import WorkTree

pytest_plugins = ["history_fixtures"]

TODAY = date(2026, 11, 22)
TWO_HOURS = POLICY_TEXT.replace("4h", "2h")
ONE_HOUR = POLICY_TEXT.replace("4h", "1h")


def of(repo: Repo, as_of: date = TODAY) -> Amendments:
    with repo.approvals(as_of) as approvals:
        return amendments(approvals, as_of)


def amended_twice(repo: Repo) -> Repo:
    """A version 2 that Dana merged, then a push that nobody approved, then Sam's merge of both."""
    repo.now = at("2026-02-10")
    repo.merges("dana", change={POLICY: TWO_HOURS}, number=13)
    repo.now = at("2026-03-20")
    repo.pushes("lee", {POLICY: ONE_HOUR})
    repo.now = at("2026-04-01")
    repo.merges("sam", by="ira", change={POLICY: ONE_HOUR.replace("Policy", "The policy")})
    return repo


def rows(found: Amendments, document: str = "POL") -> list[tuple[object, ...]]:
    return [
        (str(one.since), str(one.until), one.event.verdict, one.version)
        for one in found.stood
        if one.document == document
    ]


def test_what_stood_from_one_landing_to_the_next_and_by_whom_it_was_approved(repo: Repo) -> None:
    assert rows(of(amended_twice(repo))) == [
        ("2026-04-01", "None", "approved", 3),
        ("2026-03-20", "2026-03-31", "unapproved", 2),
        ("2026-02-10", "2026-03-19", "approved", 2),
        ("2026-01-06", "2026-02-09", "approved", 1),
    ]


def test_versions_and_words_are_those_of_the_log(repo: Repo) -> None:
    with amended_twice(repo).approvals(TODAY) as approvals:
        found = amendments(approvals, TODAY)
        for document in {one.document for landed in found.landings for one in landed.touched}:
            logged = {entry.event.landing: entry for entry in document_log(approvals, document)}
            for landed in found.landings:
                for one in landed.touched:
                    if one.document == document:
                        assert dataclasses.replace(one.amended, read=()) == logged[landed.id].amended
                        assert one.event == logged[landed.id].event
            last = next(one.version for one in found.stood if one.document == document)
            assert last == approvals.version(document)


def test_pages_are_compared_as_they_are_read(repo: Repo) -> None:
    (landed, *_) = of(amended_twice(repo)).landings
    read = [page for one in landed.touched for page in one.amended.read]
    pairs = [
        (pair.before and pair.before.words, pair.after and pair.after.words) for page in read for pair in page.pairs
    ]
    assert pairs == [("Policy", "The policy"), ("We answer within 1h.", "We answer within 1h."), (None, None)]
    assert [page.unseen for page in read] == [("front matter: title",)]


def test_a_text_of_then_is_the_bytes_of_then(repo: Repo) -> None:
    found = of(amended_twice(repo))
    by_day = {str(landed.event.at.date()): landed for landed in found.landings if landed.event.at}
    for day, text in (("2026-01-06", POLICY_TEXT), ("2026-02-10", TWO_HOURS), ("2026-03-20", ONE_HOUR)):
        touched = next(one for one in by_day[day].touched if one.document == "POL")
        file = next(file for file in touched.files if file[0] == POLICY)
        assert found.texts[file] == text.encode()
        assert found.by_name[module.text_name(file)] == file
        assert by_day[day] in found.left_by[file]


def test_before_adoption_nothing_was_governed(empty: Repo) -> None:
    empty.pushes("lee", {"data/register.yml": "status: draft\nmain: main\nclasses: {}\ndocuments: []\n"})
    assert of(empty) == Amendments()


def test_a_landing_of_before_the_window_has_a_page_while_what_it_said_still_stood(repo: Repo) -> None:
    late = date(2028, 3, 1)
    found = of(amended_twice(repo), late)
    assert found.since == date(2026, 3, 1)
    assert rows(found)[-1] == ("2026-02-10", "2026-03-19", "approved", 2)
    paged = {str(landed.event.at.date()) for landed in found.landings if landed.event.at}
    assert {"2026-02-10", "2026-03-20", "2026-04-01"} <= paged
    assert rows(of(repo, date(2029, 1, 1))) == [("2026-04-01", "None", "approved", 3)]


def test_only_the_newest_have_a_page_where_there_are_too_many(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LANDINGS", 2)
    found = of(amended_twice(repo))
    assert len(found.landings) == 2
    assert found.earlier == 2
    assert [one.event.landing for one in found.stood if one.document == "POL"] == [f.id for f in found.landings]


def test_a_text_that_is_too_long_is_named_and_not_kept(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", len(POLICY_TEXT) - 1)
    found = of(repo)
    assert found.texts[next(file for file in found.texts if file[0] == POLICY)] is None


@pytest.mark.parametrize(("day", "since"), [("2028-02-29", "2026-02-28"), ("2026-11-22", "2024-11-22")])
def test_the_window_is_two_years(repo: Repo, day: str, since: str) -> None:
    assert str(of(repo, date.fromisoformat(day)).since) == since


def test_what_was_told_once_is_not_told_again(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    with amended_twice(repo).approvals(TODAY) as approvals:
        told: module.Words = {}
        first = amendments(approvals, TODAY, told)
        assert len(told) == sum(len(landed.touched) for landed in first.landings)
        monkeypatch.setattr(ChangeDescriber, "amended", None)
        assert amendments(approvals, TODAY, told) == first


def test_the_next_run_on_the_same_head_takes_up_the_words_and_another_head_does_not(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    amended_twice(repo).git("read-tree", "--reset", "-u", "refs/heads/main")
    register = register_of(WorkTree(repo.root))

    def past() -> Amendments:
        with approvals_and_amendments(repo.root, TODAY, register) as (_, found):  # type: ignore[arg-type]  # the same keys
            return found

    first = past()
    with monkeypatch.context() as patch:
        patch.setattr(ChangeDescriber, "amended", None)
        assert past() == first
    repo.merges("dana", change={POLICY: TWO_HOURS}, number=15)
    repo.git("read-tree", "--reset", "-u", "refs/heads/main")
    assert len(past().landings) == len(first.landings) + 1
