"""Pull requests through the real command line: judged by their base, whatever they say of themselves."""

from __future__ import annotations

import re

import pytest

from histories import Repo, at
from pull_requests import (
    BEN,
    DANA,
    HELEN,
    KEY_OF,
    LEE,
    ONCALL,
    PAGE,
    POLICY_CAN,
    PRIYA,
    REGISTER,
    ROLES,
    SIGNERS,
    adopted_register,
    asks,
    checks,
    lands,
    more_in,
    pending,
    proposes,
    replaced,
    reviewed,
    standing,
    text_of,
)

pytest_plugins = ["history_fixtures"]


def test_a_plain_change_is_pending_and_names_who_may_approve_it(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(company, more_in(PAGE))
    assert checks(company, capsys) == (0, [pending("POL-IR", POLICY_CAN)])


def test_a_change_of_nothing_governed_says_nothing(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    proposes(company, {"README.md": "Hello.\n"})
    assert checks(company, capsys) == (0, [])


BEN_LEADS = replaced(
    ROLES,
    "since: 2025-03-01}\n  - id: incident",
    "since: 2025-03-01}\n      - {person: ben, as: deputy, since: 2025-03-01}\n  - id: incident",
)


def test_an_author_who_adds_themselves_as_approver_is_none(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    branch = proposes(company, {**BEN_LEADS, **more_in(PAGE)})
    code, lines = checks(company, capsys)
    assert code == 0
    assert pending("POL-IR", POLICY_CAN) in lines
    assert pending("AUTHORITY", "Priya Raman or Marcus Adeyemi") in lines
    assert [line for line in lines if "APR-28" in line and "ben" in line]
    company.merges(BEN, branch=branch, sign=KEY_OF[BEN])
    stands = standing(company, capsys)
    assert (stands["POL-IR"], stands["AUTHORITY"]) == (("unapproved", ""),) * 2
    proposes(company, more_in("docs/start-here.md"), by=DANA)
    code, lines = checks(company, capsys)
    assert code == 1
    assert pending("START-HERE", "Priya Raman or Marcus Adeyemi or Lee Brandt") in lines


def test_an_approver_added_first_and_approved_may_approve(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    lands(company, PRIYA, BEN_LEADS)
    branch = proposes(company, more_in(PAGE), by=DANA)
    code, lines = checks(company, capsys)
    assert (code, any("Ben Whitcombe" in line for line in lines)) == (0, True)
    company.merges(BEN, branch=branch, sign=KEY_OF[BEN])
    assert standing(company, capsys)["POL-IR"] == ("approved", "ben")


def test_a_lower_minimum_proof_is_none_for_the_pull_request_that_brings_it(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    text = adopted_register()
    policy = next(line for line in text.split("\n") if line.startswith("  policy:"))
    low = policy.replace("minimum_proof: forge", "minimum_proof: claimed")
    branch = proposes(company, {REGISTER: text.replace(policy, low), **more_in(PAGE)})
    code, lines = checks(company, capsys)
    assert code == 0
    assert any("APR-28" in line and "minimum_proof: forge before, claimed with this" in line for line in lines)
    company.merges(DANA, branch=branch, sign=None)
    assert standing(company, capsys)["POL-IR"] == ("unapproved", "")
    code, lines = asks(company, capsys, "check", "--ref", "main")
    assert code == 1
    assert [line for line in lines if re.search("APR-10 .*Dana Okafor is an unsigned merge", line)]


def test_a_key_that_the_pull_request_adds_signs_nothing_yet(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    more = f'dana namespaces="git" {company.keys.ssh("thief")}\n'
    signers = company.git("show", f"main:{SIGNERS}") + "\n"
    branch = proposes(company, {SIGNERS: signers + more, **more_in(PAGE)})
    code, lines = checks(company, capsys)
    assert code == 0
    assert any("APR-28" in line and "trusted keys: that of dana changes" in line for line in lines)
    company.merges(DANA, branch=branch, sign="thief")
    assert standing(company, capsys)["POL-IR"] == ("unapproved", "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Incident Response Policy\n    class: policy", "title: Incident Response Policy\n    class: roster"),
        ("title: Incident Response Policy\n    class: policy", "title: Incident Response Policy\n    class: record"),
        ("pages: [docs/policy/*.md]", "pages: [docs/policy/roles.md]"),
        ("      - data/limits.yml\n", ""),
        ("status: adopted", "status: draft"),
    ],
)
def test_a_register_that_the_pull_request_changes_is_judged_by_the_one_before(
    old: str, new: str, company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    branch = proposes(company, {**replaced(REGISTER, old, new, adopted_register()), **more_in(PAGE)}, by=DANA)
    code, lines = checks(company, capsys)
    assert code in (0, 1)
    assert any(line.startswith("AUTHORITY is pending: Priya Raman or Marcus Adeyemi can") for line in lines)
    assert not any("Dana Okafor" in line or "Helen" in line for line in lines if line.startswith("POL-IR is pending"))
    company.merges(HELEN, branch=branch, sign=KEY_OF[HELEN])
    stands = standing(company, capsys)
    assert (stands["POL-IR"], stands["AUTHORITY"]) == (("unapproved", ""),) * 2


def test_a_weaker_class_that_somebody_pushed_before_changes_nothing(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    weak = replaced(
        REGISTER, "Response Policy\n    class: policy", "Response Policy\n    class: roster", adopted_register()
    )
    company.pushes(BEN, weak)
    branch = proposes(company, more_in(PAGE))
    _, lines = checks(company, capsys)
    assert not any("Helen" in line for line in lines if line.startswith("POL-IR is pending"))
    company.merges(HELEN, branch=branch, sign=KEY_OF[HELEN])
    assert standing(company, capsys)["POL-IR"] == ("unapproved", "")


def test_a_stale_document_is_renewed_by_a_pull_request(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    late = "2027-02-20"
    company.git("symbolic-ref", "HEAD", "refs/heads/main")
    code, lines = asks(company, capsys, "check", "--ref", "main", day=late)
    assert code == 1
    assert any("GOV-02 ROSTER has lapsed" in line for line in lines)
    company.now = at("2027-02-19")
    branch = proposes(company, reviewed(ONCALL, "2027-02-19"))
    _, lines = checks(company, capsys, day=late)
    assert pending("ROSTER", "Helen Castellano") in lines
    assert not any("GOV-02" in line and "ROSTER" in line for line in lines)
    company.merges(HELEN, branch=branch, sign=KEY_OF[HELEN])
    _, lines = asks(company, capsys, "check", "--ref", "main", day=late)
    assert not any("ROSTER has lapsed" in line for line in lines)


@pytest.mark.parametrize("helped", [False, True])
def test_a_renewal_by_its_only_approver_is_an_error(
    helped: bool, company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.now = at("2027-02-19")
    message = f"Renew\n\nCo-authored-by: {HELEN}\n" if helped else "Renew"
    proposes(company, reviewed(ONCALL, "2027-02-19"), by=BEN if helped else HELEN, message=message)
    code, lines = checks(company, capsys, day="2027-02-20")
    assert code == 1
    error = next(line for line in lines if "APR-27" in line)
    assert "nobody can approve ROSTER: Helen Castellano may, and wrote part of it" in error
    assert "add a deputy first" in error


def test_a_change_by_one_of_several_approvers_names_the_others(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(company, more_in(PAGE), message=f"Change it\n\nCo-authored-by: {DANA}\n")
    assert checks(company, capsys) == (0, [pending("POL-IR", "Priya Raman or Marcus Adeyemi or Lee Brandt")])


def test_a_stale_document_that_it_leaves_alone_blocks_unless_the_base_lets_it(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.now = at("2027-02-19")
    proposes(company, more_in(PAGE))
    code, lines = checks(company, capsys, day="2027-02-20")
    assert code == 1
    assert [line for line in lines if "GOV-02 ROSTER has lapsed" in line and " error " in line]
    lands(company, PRIYA, {REGISTER: f"{adopted_register()}stale_blocks: touched\n"})
    proposes(company, more_in(PAGE))
    code, lines = checks(company, capsys, day="2027-02-20")
    assert code == 0
    assert [line for line in lines if ": on main GOV-02 ROSTER has lapsed" in line and "does not block" in line]


def test_an_author_whom_the_roster_does_not_know_is_an_error_with_the_line_to_add(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(company, more_in(PAGE), by="Eve Stranger <eve@elsewhere.example>")
    code, lines = checks(company, capsys)
    assert code == 1
    assert any("APR-27" in line and "emails: [eve@elsewhere.example]" in line for line in lines)


def test_an_author_cannot_add_themselves_to_the_roster_by_the_same_pull_request(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    people = text_of("data/people.yml") + (
        "  - {id: eve, name: Eve Stranger, kind: human, started: 2026-01-01, emails: [eve@elsewhere.example]}\n"
    )
    proposes(company, {"data/people.yml": people, **more_in(PAGE)}, by="Eve Stranger <eve@elsewhere.example>")
    code, lines = checks(company, capsys)
    assert code == 1
    assert any("APR-27" in line and "the roster does not know Eve" in line for line in lines)


def waiver(code: str, path: str) -> str:
    return f"  - {{code: {code}, place: {path}, reason: all is well, approver: priya, expires: 2026-12-20}}\n"


def found(lines: list[str]) -> set[tuple[str, str]]:
    """Code and path of every error."""
    matches = (re.match(r"(\S+?):[0-9]+:[0-9]+: error ([A-Z]{3}-[0-9]{2}) ", line) for line in lines)
    return {(match[2], match[1]) for match in matches if match}


def test_a_waiver_that_the_pull_request_brings_waives_nothing_yet(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    change = reviewed(ONCALL, "2026-11-20")
    proposes(company, change, by=HELEN)
    code, lines = checks(company, capsys)
    assert (code, {code for code, _ in found(lines)}) == (1, {"APR-27"})
    waivers = "waivers:\n" + "".join(waiver(*error) for error in sorted(found(lines)))
    proposes(company, {**change, "data/waivers.yml": waivers}, by=HELEN)
    assert checks(company, capsys)[0] == 1
    lands(company, PRIYA, {"data/waivers.yml": waivers})
    proposes(company, change, by=HELEN)
    assert checks(company, capsys)[0] == 0


def test_a_waiver_that_somebody_pushed_waives_nothing(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    company.pushes(BEN, {**more_in(PAGE), "data/waivers.yml": "waivers: []  # none\n"})
    code, lines = asks(company, capsys, "check", "--ref", "main")
    assert (code, {code for code, _ in found(lines)}) == (1, {"APR-01"})
    waivers = "waivers:\n" + "".join(waiver(*error) for error in sorted(found(lines)))
    company.pushes(BEN, {"data/waivers.yml": waivers})
    assert asks(company, capsys, "check", "--ref", "main")[0] == 1
    lands(company, PRIYA, {"data/waivers.yml": waivers + "# as agreed\n"})
    assert standing(company, capsys)["POL-IR"] == ("unapproved", "")


def test_a_push_cannot_point_the_register_at_a_main_of_its_own(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    """A branch without parents, adopted by a key that it trusts itself, and one push that names it the main branch."""
    register = company.git("show", f"main:{REGISTER}").replace("main: main", "main: other") + "\n"
    signers = f'priya namespaces="git" {company.keys.ssh("thief")}\n'
    own = company.changed(company.files(company.tip), {REGISTER: register, SIGNERS: signers, **more_in(PAGE)})
    draft = company.changed(own, {REGISTER: register.replace("status: adopted", "status: draft")})
    root = company.commit([], draft, BEN, "Begin")
    side = company.commit([root], own, BEN, "Adopt")
    company.ref("refs/heads/other", company.commit([root, side], own, PRIYA, "Merge adoption", sign="thief"))
    company.pushes(BEN, own)
    company.git("reset", "-q", "--hard", "main")
    assert standing(company, capsys)["POL-IR"] == ("unapproved", "")
    code, lines = asks(company, capsys, "status")
    assert code == 2 or not [line for line in lines if line.startswith("approved ")]


def test_an_update_of_the_branch_adds_nobody_and_one_that_writes_does(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    side = company.branch(BEN, more_in(PAGE))
    lands(company, DANA, more_in("docs/start-here.md"))
    merged = company.merged(side, company.tip)
    clean = company.commit([side, company.tip], merged, LEE, "Merge branch 'main' into x", at=company.now - 60)
    company.ref("HEAD", clean)
    assert checks(company, capsys) == (0, [pending("POL-IR", POLICY_CAN)])
    written = company.changed(merged, {PAGE: text_of(PAGE) + "\nWe keep no list.\n"})
    evil = company.commit([side, company.tip], written, LEE, "Merge branch 'main' into x", at=company.now - 60)
    company.ref("HEAD", evil)
    assert checks(company, capsys) == (0, [pending("POL-IR", "Priya Raman or Marcus Adeyemi or Dana Okafor")])


def test_a_head_that_looks_like_the_forges_test_merge_hides_nobody(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    side = company.branch(BEN, {"README.md": "x\n"})
    files = company.changed(company.files(side), more_in(PAGE))
    company.ref("HEAD", company.commit([company.tip, side], files, DANA, "Merge x into main"))
    code, lines = checks(company, capsys)
    assert not any("Dana Okafor" in line for line in lines if line.startswith("POL-IR is pending")), code


def test_the_forges_own_test_merge_adds_nobody(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    side = company.branch(BEN, more_in(PAGE))
    company.ref("HEAD", company.commit([company.tip, side], company.files(side), DANA, "Merge x into main"))
    assert checks(company, capsys) == (0, [pending("POL-IR", POLICY_CAN)])
