"""Adoptions as pull requests, and what `ratified check` says of one that nobody approved (decision 0022)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adopting import ADOPTED, MARCUS, errors, says, signers, stands, told
from pull_requests import (
    BEN,
    DANA,
    HELEN,
    KEY_OF,
    LEE,
    PAGE,
    PRIYA,
    REGISTER,
    ROLES,
    SIGNERS,
    adopted_register,
    more_in,
    proposes,
    replaced,
    text_of,
)

if TYPE_CHECKING:
    import pytest

    from histories import Repo

pytest_plugins = ["history_fixtures", "adopting_fixtures"]

EVE = "Eve Stranger <eve@elsewhere.example>"
PEOPLE = "data/people.yml"
EVES_ENTRY = "  - {id: eve, name: Eve Stranger, kind: human, started: 2026-01-01, emails: [eve@elsewhere.example]}\n"
COMMENT = {ROLES: text_of(ROLES) + "# as it was\n"}
Report = dict[str, Any]


def judged(repo: Repo, capsys: pytest.CaptureFixture[str]) -> tuple[int, Report]:
    return says(repo, capsys, "check", "--base", "refs/heads/main")


def eligible(report: Report, document: str = "AUTHORITY") -> list[str]:
    return next(row["eligible"] for row in report["pending"] if row["document"] == document)


def test_an_adoption_names_who_can_approve_it_and_their_merge_does(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    branch = proposes(begun, ADOPTED)
    code, report = judged(begun, capsys)
    assert (code, eligible(report)) == (0, ["priya", "marcus"])
    begun.merges(PRIYA, branch=branch, sign=KEY_OF[PRIYA])
    assert stands(begun, capsys)["AUTHORITY"]["verdict"] == "approved"


def test_an_adoption_by_its_only_approver_is_refused_with_the_reason(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    one = replaced(ROLES, "      - {person: marcus, as: deputy, since: 2023-01-09}\n", "")
    branch = proposes(begun, {**ADOPTED, **one}, by=PRIYA)
    code, report = judged(begun, capsys)
    assert code == 1
    assert ("APR-27", "AUTHORITY") in errors(report)
    assert "nobody can approve AUTHORITY: Priya Raman may, and wrote part of it" in told(report, "APR-27")
    begun.merges(PRIYA, branch=branch, sign=KEY_OF[PRIYA])
    assert stands(begun, capsys)["AUTHORITY"]["verdict"] == "draft"
    proposes(begun, {ROLES: one[ROLES] + "# as it was\n"})
    assert ("APR-27", "AUTHORITY") in errors(judged(begun, capsys)[1])


def test_an_adoption_before_any_key_is_pinned_is_refused_with_the_line_to_add(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(begun, {**ADOPTED, SIGNERS: ""})
    code, report = judged(begun, capsys)
    assert code == 1
    assert ("APR-33", "AUTHORITY") in errors(report)
    said = told(report, "APR-33")
    assert "data/trust/ holds neither a Git host's key nor one of anybody who can approve it" in said
    proposes(begun, {**ADOPTED, SIGNERS: signers(begun.keys, PRIYA)})
    assert judged(begun, capsys)[0] == 0


def test_an_adoption_whose_only_other_approver_has_no_key_is_refused(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(begun, {**ADOPTED, SIGNERS: signers(begun.keys, PRIYA, DANA)}, by=PRIYA)
    code, report = judged(begun, capsys)
    assert (code, eligible(report)) == (1, ["marcus"])
    assert ("APR-33", "AUTHORITY") in errors(report)
    proposes(begun, {**ADOPTED, SIGNERS: signers(begun.keys, MARCUS, DANA)}, by=PRIYA)
    assert ("APR-33", "AUTHORITY") not in errors(judged(begun, capsys)[1])


def test_a_stranger_s_adoption_is_refused_until_its_own_roster_knows_them(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(begun, ADOPTED, by=EVE)
    code, report = judged(begun, capsys)
    assert code == 1
    assert "the roster does not know Eve Stranger" in told(report, "APR-27")
    proposes(begun, {**ADOPTED, PEOPLE: text_of(PEOPLE) + EVES_ENTRY}, by=EVE)
    assert ("APR-27", "AUTHORITY") not in errors(judged(begun, capsys)[1])


def test_an_adoption_whose_approvers_hold_their_role_no_more_is_refused(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    text = text_of(ROLES)
    for holder in ("{person: priya, as: primary, since: ", "{person: marcus, as: deputy, since: 2023-01-09"):
        start = text.index(holder)
        end = text.index("}", start)
        text = f"{text[:end]}, until: 2026-10-31{text[end:]}"
    proposes(begun, {**ADOPTED, ROLES: text})
    code, report = judged(begun, capsys)
    assert code == 1
    assert "nobody can approve AUTHORITY: the roles that approve it are empty" in told(report, "APR-27")


def test_a_document_that_the_adopter_may_not_approve_waits_and_blocks_nothing(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(begun, ADOPTED)
    code, report = judged(begun, capsys)
    assert code == 0
    assert "no one person can approve all that this adoption brings into force" in told(report, "APR-33")
    assert "ROSTER by Helen Castellano" in told(report, "APR-33")


def test_a_pushed_adoption_is_an_error_with_the_way_on(begun: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    begun.pushes(PRIYA, ADOPTED)
    code, report = says(begun, capsys, "check", "--ref", "refs/heads/main")
    assert code == 1
    assert errors(report) == [("APR-18", "AUTHORITY")]
    said = told(report, "APR-18")
    assert "went straight to main by Priya Raman; nobody merged it" in said
    assert "`ratified reaffirm AUTHORITY` prepares one" in said
    assert "by an approver of class authority who wrote none of it since then: Marcus Adeyemi can" in said
    assert "start main again" not in said


def test_what_makes_good_is_judged_by_its_own_tree_and_all_that_went_before(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    begun.pushes(PRIYA, ADOPTED)
    proposes(begun, more_in(PAGE))
    code, report = judged(begun, capsys)
    assert (code, errors(report), report["pending"]) == (1, [("APR-18", "AUTHORITY")], [])
    branch = proposes(begun, COMMENT)
    code, report = judged(begun, capsys)
    assert (code, errors(report), eligible(report)) == (0, [], ["marcus"])
    assert errors(report, on_main=True) == [("APR-18", "AUTHORITY")]
    assert [row["authors"] for row in report["ratifies"]] == [[PRIYA]]
    begun.merges(MARCUS, branch=branch, sign="sam")
    assert stands(begun, capsys)["AUTHORITY"]["approval"]["approver"] == "marcus"


def test_who_pushed_the_adoption_cannot_make_it_good_and_is_told_before(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    begun.pushes(MARCUS, ADOPTED)
    branch = proposes(begun, COMMENT, by=PRIYA)
    code, report = judged(begun, capsys)
    assert code == 1
    assert "nobody can approve AUTHORITY: Priya Raman and Marcus Adeyemi may, and wrote part of it" in told(
        report, "APR-27"
    )
    begun.merges(PRIYA, branch=branch, sign=KEY_OF[PRIYA])
    assert stands(begun, capsys)["AUTHORITY"]["verdict"] == "draft"


def test_after_it_is_made_good_the_rest_is_found_until_it_is_approved(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    begun.pushes(LEE, ADOPTED)
    begun.merges(PRIYA, by=BEN, change=COMMENT, sign=KEY_OF[PRIYA])
    code, report = says(begun, capsys, "check", "--ref", "refs/heads/main")
    assert code == 1
    found = {document for code, document in errors(report) if code == "APR-18"}
    assert "POL-IR" in found
    assert "AUTHORITY" not in found
    assert "`ratified reaffirm` prepares one" in told(report, "APR-18")
    begun.merges(DANA, by=BEN, change=more_in(PAGE), sign=KEY_OF[DANA])
    _, report = says(begun, capsys, "check", "--ref", "refs/heads/main")
    assert "POL-IR" not in {document for _, document in errors(report)}


def test_a_return_to_draft_is_said_before_and_after_it_is_approved(
    begun: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    begun.merges(PRIYA, by=BEN, change=ADOPTED, sign=KEY_OF[PRIYA])
    back = {REGISTER: adopted_register().replace("status: adopted", "status: draft")}
    begun.pushes(HELEN, back)
    code, report = says(begun, capsys, "check", "--ref", "refs/heads/main")
    assert code == 1
    assert "that stays until an approver merges this" in told(report, "GOV-01")
    assert stands(begun, capsys)["POL-IR"]["verdict"] == "approved"
    begun.merges(PRIYA, by=BEN, change=COMMENT, sign=KEY_OF[PRIYA])
    _, report = says(begun, capsys, "check", "--ref", "refs/heads/main")
    assert "took the register back to draft, so nothing is in force" in told(report, "GOV-01")
    assert {document["verdict"] for document in stands(begun, capsys).values()} == {"draft"}
