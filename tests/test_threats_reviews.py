"""What is a reaffirmation and what an amendment; several reaffirmed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from history_company import ONCALL, ONCALL_TEXT, POLICY, POLICY_TEXT, RUNBOOK, RUNBOOK_TEXT, SEVERITIES, SEVERITIES_TEXT

if TYPE_CHECKING:
    from histories import Repo
    from ratified.model.verdict import Kind

pytest_plugins = ["history_fixtures"]


def later(text: str) -> str:
    assert text.count("2026-01-05") == 1
    return text.replace("2026-01-05", "2026-05-05")


FRONT = later(POLICY_TEXT)


REVIEWS: tuple[tuple[str, dict[str, str], str, Kind], ...] = (
    ("the date of a page", {POLICY: FRONT}, "POL", "reaffirmation"),
    ("the date of data", {SEVERITIES: later(SEVERITIES_TEXT)}, "POL", "reaffirmation"),
    ("both dates", {POLICY: FRONT, SEVERITIES: later(SEVERITIES_TEXT)}, "POL", "reaffirmation"),
    (
        "a first date",
        {RUNBOOK: RUNBOOK_TEXT.replace("title: Phishing\n", "title: Phishing\nreviewed: 2026-05-05\n")},
        "RB",
        "reaffirmation",
    ),
    ("a date and a word", {POLICY: FRONT.replace("4h", "5h")}, "POL", "amendment"),
    ("a date, and something else in the data", {POLICY: FRONT, SEVERITIES: "levels: []\n"}, "POL", "amendment"),
    (
        "a second date",
        {POLICY: FRONT.replace("title: Policy\n", "title: Policy\nreviewed: 2026-06-06\n")},
        "POL",
        "amendment",
    ),
    ("no date any more", {POLICY: POLICY_TEXT.replace("reviewed: 2026-01-05\n", "")}, "POL", "amendment"),
    ("a date that is none", {POLICY: POLICY_TEXT.replace("2026-01-05", "soon")}, "POL", "amendment"),
    (
        "a promise beside the date",
        {POLICY: POLICY_TEXT.replace("2026-01-05", "2026-05-05 # and we promise nothing")},
        "POL",
        "amendment",
    ),
    ("a date in the text", {POLICY: f"{POLICY_TEXT}\nreviewed: 2026-05-05\n"}, "POL", "amendment"),
    ("a date below another rule", {POLICY: f"{POLICY_TEXT}\n---\nreviewed: 2026-05-05\n---\n"}, "POL", "amendment"),
    (
        "a date in what binds, below a key",
        {SEVERITIES: f"{SEVERITIES_TEXT}    reviewed: 2026-05-05\n"},
        "POL",
        "amendment",
    ),
    ("a date in a second document", {ONCALL: f"{ONCALL_TEXT}---\nreviewed: 2026-05-05\n"}, "ROSTER", "amendment"),
    (
        "the only date in a second document",
        {SEVERITIES: SEVERITIES_TEXT.replace("reviewed: 2026-01-05\n", "") + "---\nreviewed: 2026-05-05\n"},
        "POL",
        "amendment",
    ),
    ("other line ends with the date", {POLICY: FRONT.replace("\n", "\r\n")}, "POL", "amendment"),
    ("a front matter that is none any more", {POLICY: "\n" + FRONT}, "POL", "amendment"),
    ("a date and a mode", {}, "POL", "amendment"),
)


@pytest.mark.parametrize(("change", "document", "kind"), [pytest.param(*row[1:], id=row[0]) for row in REVIEWS])
def test_only_a_review_date_is_a_reaffirmation(change: dict[str, str], document: str, kind: Kind, repo: Repo) -> None:
    repo.merges("kim", change=change or {POLICY: ("100755", FRONT)})
    assert [event.kind for event in repo.events(document)][-2:] == ["bootstrap", kind]
    assert repo.verdict(document).verdict == ("approved" if document != "ROSTER" else "stale")


BULK = {POLICY: FRONT, RUNBOOK: RUNBOOK_TEXT.replace("title: Phishing\n", "title: Phishing\nreviewed: 2026-05-05\n")}


def test_a_reaffirmation_of_several_by_who_may_not_approve_each_reaffirms_none(repo: Repo) -> None:
    repo.merges("dana", change=BULK)
    verdicts = repo.verdicts()
    assert [(verdicts[id_].verdict, verdicts[id_].why) for id_ in ("POL", "RB")] == [("unapproved", "no-approver")] * 2


def test_a_reaffirmation_of_several_by_who_may_approve_each_reaffirms_all(repo: Repo) -> None:
    repo.merges("kim", change=BULK)
    verdicts = repo.verdicts()
    assert [(verdicts[id_].verdict, verdicts[id_].why) for id_ in ("POL", "RB")] == [("approved", "")] * 2
