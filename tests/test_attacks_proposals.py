"""Pull requests through `ratified check --base`: what they hide, what they bring, and what their landing would cost."""

from __future__ import annotations

from typing import Any

import pytest

from adopting import errors, says, signers, told
from histories import Change, Repo, at
from pull_requests import (
    BEN,
    DANA,
    HELEN,
    LEE,
    ONCALL,
    PAGE,
    PRIYA,
    REGISTER,
    ROLES,
    SIGNERS,
    adopted_register,
    lands,
    more_in,
    proposes,
    reviewed,
    text_of,
)
from ratified.cli.main import main

pytest_plugins = ["history_fixtures", "adopting_fixtures"]

CARD, LATE = "docs/start-here.md", "2027-02-20"
README = {"README.md": "Hello.\n"}
Report = dict[str, Any]


def judged(
    repo: Repo, capsys: pytest.CaptureFixture[str], *options: str, day: str = "2026-11-22"
) -> tuple[int, Report]:
    """The exit code and the report of a pull request to main."""
    return says(repo, capsys, "check", "--base", "refs/heads/main", *options, day=day)


def pending(report: Report) -> list[str]:
    return sorted(row["document"] for row in report["pending"])


# By which base


@pytest.mark.parametrize(("kind", "other"), [("heads", "remotes"), ("tags", "remotes"), ("tags", "heads")])
def test_a_short_name_that_is_two_refs_is_refused(
    kind: str, other: str, company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    """A branch called `origin/main` would be taken for origin's main, and bring a roster of its own."""
    proposes(company, more_in(PAGE))
    company.ref(f"refs/{other}/origin/main", company.tip)
    code, report = says(company, capsys, "check", "--base", "origin/main")
    assert (code, pending(report)) == (0, ["POL-IR"])
    company.ref(f"refs/{kind}/origin/main", company.branch(BEN, more_in(PAGE)))
    assert main(["check", "--repo", str(company.root), "--base", "origin/main", "--as-of", "2026-11-22"]) == 2
    said = capsys.readouterr().err
    both = sorted((f"refs/{kind}/origin/main", f"refs/{other}/origin/main"))
    assert f"origin/main is more than one ref here; say which, by its full name: {' or '.join(both)}" in said
    code, report = says(company, capsys, "check", "--base", f"refs/{other}/origin/main")
    assert (code, pending(report)) == (0, ["POL-IR"])


def test_a_fork_point_that_is_no_landing_hides_no_finding(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """The branch goes on from a commit that main merged; main has a push since, which the branch knows nothing of."""
    first = company.branch(BEN, more_in(CARD))
    company.merges(DANA, branch=first, sign="dana")
    company.pushes(LEE, more_in(PAGE))
    company.ref("HEAD", company.branch(BEN, README, onto=first))
    code, report = judged(company, capsys)
    assert (code, pending(report)) == (0, [])
    assert errors(report, on_main=True) == [("APR-01", "POL-IR")]
    company.ref("HEAD", company.branch(BEN, more_in(PAGE) | README, onto=company.tip))
    assert pending(judged(company, capsys)[1]) == []


def test_what_main_did_since_the_fork_is_not_the_branchs(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """A page was at fault when the branch forked, and main has fixed it since; then a fault of the branch's own."""
    company.pushes(BEN, {CARD: dead_role(text_of(CARD))})
    fork = company.tip
    lands(company, DANA, {CARD: text_of(CARD) + "\nRead it.\n"})
    company.ref("HEAD", company.branch(BEN, README, onto=fork))
    assert errors(judged(company, capsys)[1]) == []
    company.ref("HEAD", company.branch(BEN, {CARD: dead_role(text_of(CARD))}, onto=fork))
    code, report = judged(company, capsys)
    assert (code, len(errors(report)) > 0) == (0, False)
    company.ref("HEAD", company.branch(BEN, {CARD: dead_role(text_of(CARD))}))
    code, report = judged(company, capsys)
    assert (code, len(errors(report)) > 0) == (1, True)


def test_a_branch_that_git_cannot_merge_is_refused_before_it_is_merged_by_hand(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = ({PAGE: f"{text_of(PAGE)}\n{word} list is kept.\n"} for word in ("Our", "Their"))
    company.now = at("2026-11-12")
    fork = company.tip
    side = company.branch(BEN, ours, onto=fork)
    lands(company, DANA, theirs)
    company.ref("HEAD", side)
    code, report = judged(company, capsys)
    assert code == 1
    assert f"git cannot merge this by itself ({PAGE} in conflict)" in told(report, "APR-33")
    assert "POL-IR" in pending(report)
    company.ref("HEAD", company.branch(BEN, ours))
    assert "cannot merge" not in told(judged(company, capsys)[1], "APR-33")


def test_a_merge_with_which_git_comes_to_no_end_is_no_hang(
    company: Repo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in: git is given no time at all for the merge."""
    proposes(company, more_in(PAGE))
    monkeypatch.setattr("ratified.git.merge_preview.SECONDS", 0.0)
    code, report = judged(company, capsys)
    assert (code, pending(report)) == (1, ["POL-IR"])
    assert "git cannot merge this by itself, and a merge made by hand approves nothing" in told(report, "APR-33")
    monkeypatch.undo()
    assert judged(company, capsys)[0] == 0


# What main lacks already


def test_what_main_lacks_already_blocks_only_where_it_is_touched(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.pushes(BEN, more_in(PAGE))
    proposes(company, more_in(CARD))
    code, report = judged(company, capsys)
    assert (code, errors(report)) == (0, [])
    assert errors(report, on_main=True) == [("APR-01", "POL-IR")]
    assert report["summary"]["on_main"] >= 1
    proposes(company, {PAGE: text_of(PAGE) + "\nWe also keep a list.\n\nAnd another.\n"})
    code, report = judged(company, capsys)
    assert (code, pending(report), errors(report, on_main=True)) == (0, ["POL-IR"], [])


def dead_role(text: str) -> str:
    return text + '\nAsk the {{ role("nobody-at-all") }}.\n'


def test_a_fault_of_a_page_blocks_whoever_touches_the_page(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    lands(company, DANA, {CARD: dead_role(text_of(CARD))})
    proposes(company, more_in(PAGE))
    code, report = judged(company, capsys)
    assert (code, errors(report)) == (0, [])
    assert len(errors(report, on_main=True)) == 1
    proposes(company, {CARD: dead_role(text_of(CARD)) + "\nMore.\n"})
    code, report = judged(company, capsys)
    assert (code, len(errors(report)), errors(report, on_main=True)) == (1, 1, [])


def test_a_fault_elsewhere_that_the_pull_request_causes_is_its_own(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taking a role out leaves dead words on pages that the pull request never touches."""
    gone = text_of(ROLES)
    start = gone.index("  - id: scribe")
    end = gone.index("\n  - id: ", start) + 1
    proposes(company, {ROLES: gone[:start] + gone[end:]})
    code, report = judged(company, capsys)
    assert code == 1
    assert errors(report)
    assert errors(report, on_main=True) == []
    proposes(company, {ROLES: gone + "# as it was\n"})
    assert judged(company, capsys)[0] == 0


def test_a_second_fault_like_one_that_main_has_is_not_taken_for_it(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same words about the same page, once on main and once more by another file of the pull request."""
    lands(company, DANA, {CARD: dead_role(text_of(CARD))})
    path = next(path for path in company.files(company.tip) if path.startswith("runbooks/RB-05"))
    proposes(company, {path: dead_role(text_of(path))})
    code, report = judged(company, capsys)
    assert (code, len(errors(report)), len(errors(report, on_main=True))) == (1, 1, 1)


def waivers(path: str, code: str) -> dict[str, str]:
    row = f"  - {{code: {code}, place: {path}, reason: as agreed, approver: priya, expires: 2026-12-20}}\n"
    return {"data/waivers.yml": f"waivers:\n{row}"}


def test_a_waiver_that_is_taken_out_uncovers_what_it_covered(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    lands(company, DANA, {CARD: dead_role(text_of(CARD))})
    proposes(company, more_in(PAGE))
    (found,) = [f for f in judged(company, capsys)[1]["findings"] if f["level"] == "error"]
    lands(company, PRIYA, waivers(CARD, found["code"]))
    proposes(company, more_in(PAGE))
    assert judged(company, capsys)[0] == 0
    proposes(company, {"data/waivers.yml": "waivers: []\n"})
    code, report = judged(company, capsys)
    assert (code, [code for code, _ in errors(report)]) == (1, [found["code"]])


# What blocks everybody


def test_a_stale_document_blocks_whoever_renews_none_of_them(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    company.now = at("2027-11-20")
    proposes(company, more_in(CARD) | README, at=company.now)
    stale = {"POL-IR", "ROSTER"}
    proposes(company, README)
    code, report = judged(company, capsys, day="2027-11-21")
    lapsed = {document for found, document in errors(report) if found == "GOV-02"}
    assert (code, stale <= lapsed) == (1, True)
    proposes(company, reviewed(ONCALL, "2027-11-20"))
    _, report = judged(company, capsys, day="2027-11-21")
    assert [c for c, _ in errors(report) if c == "GOV-02"] == []
    assert ("GOV-02", "POL-IR") in errors(report, on_main=True)


TOUCHED = {REGISTER: f"{adopted_register()}stale_blocks: touched\n"}


@pytest.mark.parametrize("how", ["by the pull request itself", "by a push", "by a merge of its own author"])
def test_nobody_lets_themselves_off_what_has_lapsed(
    how: str, company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.now = at("2027-02-17")
    change = README
    if how == "by the pull request itself":
        change = {**README, **TOUCHED}
    elif how == "by a push":
        company.pushes(BEN, TOUCHED)
    else:
        company.merges(PRIYA, by=PRIYA, change=TOUCHED, sign="kim")
    proposes(company, change)
    code, report = judged(company, capsys, day=LATE)
    assert code == 1
    assert ("GOV-02", "ROSTER") in errors(report)


def test_where_the_approved_register_says_so_only_what_is_touched_must_be_renewed(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.now = at("2027-02-17")
    lands(company, PRIYA, TOUCHED)
    proposes(company, README)
    code, report = judged(company, capsys, day=LATE)
    assert (code, errors(report)) == (0, [])
    assert ("GOV-02", "ROSTER") in errors(report, on_main=True)


def test_an_authority_that_nobody_approved_blocks_all_but_its_repair(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.pushes(BEN, {ROLES: text_of(ROLES) + "# mine\n"})
    proposes(company, more_in(PAGE))
    code, report = judged(company, capsys)
    assert (code, errors(report)) == (1, [("APR-01", "AUTHORITY")])
    proposes(company, {ROLES: text_of(ROLES)})
    code, report = judged(company, capsys)
    assert (code, errors(report), pending(report)) == (0, [], ["AUTHORITY"])


def test_a_document_that_no_approved_register_has_is_told_before_it_lands(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its landing would approve nothing (APR-38 says it then): whoever merged it would believe that it did."""
    row = "  - {id: OVER, title: Over, class: record, owner: security-lead, pages: [docs/over.md]}\n"
    text = adopted_register()
    company.pushes(BEN, {REGISTER: text.replace("documents:\n", f"documents:\n{row}")})
    proposes(company, {"docs/over.md": "---\ntitle: Over\n---\n\nOver.\n"})
    code, report = judged(company, capsys)
    assert (code, errors(report)) == (1, [("APR-01", "AUTHORITY"), ("APR-33", "OVER")])


def test_a_history_that_was_rewritten_blocks_every_pull_request(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = company.commit([company.git("rev-parse", "main~1")], company.files(company.tip), BEN, "Seen before")
    proposes(company, more_in(PAGE))
    code, report = judged(company, capsys, "--anchor", seen)
    assert (code, [found for found, _ in errors(report)]) == (1, ["APR-24"])
    assert judged(company, capsys, "--anchor", company.tip)[0] == 0


# What it would ratify, and who can


def test_an_earlier_push_is_shown_with_its_text_to_whoever_would_approve_it(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    base = company.tip
    push = company.pushes(LEE, {PAGE: text_of(PAGE) + "\nNobody need be told.\n"})
    proposes(company, {PAGE: text_of(PAGE) + "\nNobody need be told.\n\nWe also keep a list.\n"})
    code, report = judged(company, capsys)
    assert code == 0
    (row,) = report["ratifies"]
    assert (row["landing"], row["documents"], row["authors"]) == (push, ["POL-IR"], [LEE])
    assert "+Nobody need be told." in row["diff"]
    assert row["command"] == f"git diff {base[:12]} {push[:12]} -- {PAGE}"
    assert f"merging this approves commit {push[:10]} by Lee Brandt as well, of POL-IR" in told(report, "APR-32")
    assert "lee" not in report["pending"][0]["eligible"]
    proposes(company, more_in(CARD))
    assert judged(company, capsys)[1]["ratifies"] == []


def test_an_earlier_push_of_which_nothing_is_left_is_not_ratified(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.pushes(LEE, {PAGE: text_of(PAGE) + "\nNobody need be told.\n"})
    proposes(company, {PAGE: text_of(PAGE)})
    report = judged(company, capsys)[1]
    assert report["ratifies"] == []
    assert "APR-32" not in {finding["code"] for finding in report["findings"]}


def test_what_a_stranger_pushed_to_authority_can_be_taken_back(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.pushes("Eve <eve@elsewhere.example>", {ROLES: text_of(ROLES) + "# As we like it.\n"})
    proposes(company, {ROLES: text_of(ROLES) + "# And more.\n"})
    code, report = judged(company, capsys)
    assert (code, pending(report)) == (1, ["AUTHORITY"])
    assert "eve@elsewhere.example" in str(report["findings"])
    proposes(company, {ROLES: text_of(ROLES)})
    code, report = judged(company, capsys)
    assert (code, errors(report), pending(report)) == (0, [], ["AUTHORITY"])


def test_a_key_that_a_pull_request_revokes_is_named(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    print_ = company.keys.fingerprint("dana")
    text = f'revoked:\n  - {{fingerprint: "{print_}", from: {company.tip}, reason: lost}}\n'
    proposes(company, {"data/trust/revoked.yml": text})
    said = told(judged(company, capsys)[1], "APR-28")
    assert f"the key {print_} is revoked: what it approved on commits on main that are not ancestors of" in said


def test_a_long_push_is_shown_in_part_with_the_command_for_the_rest(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.pushes(LEE, {PAGE: text_of(PAGE) + "".join(f"\nLine {n}.\n" for n in range(400))})
    proposes(company, {PAGE: text_of(PAGE) + "\nWe also keep a list.\n"})
    (row,) = judged(company, capsys)[1]["ratifies"]
    assert len(row["diff"]) == 61
    assert row["diff"][-1] == "... cut here; the command above shows the rest"


def test_a_push_cannot_write_commands_into_the_log_that_shows_it(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    company.pushes(LEE, {PAGE: text_of(PAGE) + "\n::error::all is well\n\x1b[2K##[debug]\n"})
    proposes(company, more_in(PAGE))
    for form in ("text", "github"):
        main(["check", "--repo", str(company.root), "--as-of", "2026-11-22", "--base", "main", "--format", form])
        out = capsys.readouterr().out
        assert "##[" not in out
        assert "\x1b[2K" not in out
        assert not [line for line in out.split("\n") if line.lstrip().startswith("::error::")]


def test_what_no_one_person_can_approve_is_split(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    proposes(company, {**more_in(PAGE), **reviewed(ONCALL, "2026-11-12")})
    code, report = judged(company, capsys)
    assert (code, [found for found, _ in errors(report)]) == (1, ["APR-33"])
    assert report["approvers_of_all"] == []
    said = told(report, "APR-33")
    assert "no one person can approve all that this pull request changes" in said
    assert "POL-IR by Priya Raman or Dana Okafor or Lee Brandt; ROSTER by Helen Castellano" in said
    proposes(company, {**more_in(PAGE), **more_in(CARD)})
    code, report = judged(company, capsys)
    assert (code, report["approvers_of_all"][0]) == (0, "priya")


# What the landing would be refused for


@pytest.mark.parametrize(("day", "expected"), [("2026-11-23T23:59", 0), ("2026-11-24T00:01", 1), ("2099-01-01", 1)])
def test_a_clock_that_is_ahead_is_told_before_it_costs_the_landing(
    day: str, expected: int, company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(company, more_in(PAGE), at=at(day), author_at=company.now)
    code, report = judged(company, capsys)
    assert code == expected
    assert ("more than a day after 2026-11-22" in told(report, "APR-33")) is bool(expected)


def test_a_clock_that_was_ahead_beneath_the_tip_is_a_warning(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    early = company.branch(BEN, more_in(PAGE), at=at("2027-01-01"))
    company.ref("HEAD", company.branch(BEN, README, onto=early))
    code, report = judged(company, capsys)
    assert (code, errors(report)) == (0, [])
    assert "is dated 2027-01-01" in told(report, "APR-33")


@pytest.mark.parametrize(("zone", "expected"), [("+9900", 1), ("+1300", 0)])
def test_an_impossible_time_zone_is_told_before_it_costs_the_landing(
    zone: str, expected: int, company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    branch = proposes(company, more_in(PAGE), stamp=f"{company.now - 3600} {zone}")
    code, report = judged(company, capsys)
    assert code == expected
    assert (f"commit {branch[:10]} of this branch cannot be trusted" in told(report, "APR-33")) is bool(expected)


@pytest.mark.parametrize(("helper", "expected"), [("Eve Stranger <eve@elsewhere.example>", 1), (DANA, 0)])
def test_a_co_author_whom_nobody_knows_is_told_before_the_landing(
    helper: str, expected: int, company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    proposes(company, more_in(PAGE), message=f"Change it\n\nCo-authored-by: {helper}\n")
    code, report = judged(company, capsys)
    assert code == expected
    assert ("the roster does not know Eve Stranger" in told(report, "APR-27")) is bool(expected)


def asking(proof: str) -> str:
    """The register with a policy that asks for this proof."""
    lines = adopted_register().split("\n")
    asked = ((line, line.replace("minimum_proof: forge", f"minimum_proof: {proof}")) for line in lines)
    return "\n".join(new if line.startswith("  policy:") else line for line, new in asked)


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        ("signed", "asks for a merge signed with the approver's own key"),
        ("reviewed", "asks for `reviewed`, which no Git host gives here yet"),
        ("forge", "holds neither a Git host's key nor one of anybody who can approve it"),
    ],
)
def test_a_proof_that_nobody_here_can_give_is_told_before_the_landing(
    proof: str, words: str, company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the executive sponsors approve the policy here, and of those left neither has a key."""
    lands(company, PRIYA, {REGISTER: asking(proof)})
    proposes(company, more_in(PAGE))
    assert told(judged(company, capsys)[1], "APR-33") == ""
    lands(company, PRIYA, {SIGNERS: signers(company.keys, HELEN, BEN)})
    proposes(company, more_in(PAGE))
    code, report = judged(company, capsys)
    assert (code, errors(report)) == (1, [("APR-33", "POL-IR")])
    assert words in told(report, "APR-33")
    assert "data/trust/allowed_signers" in told(report, "APR-33")


def test_a_pinned_forge_gives_the_proof_that_a_class_asks_for(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    forge: Change = {SIGNERS: signers(company.keys, HELEN, BEN), "data/trust/forge/forge.asc": company.keys.forge()}
    lands(company, PRIYA, forge)
    proposes(company, more_in(PAGE))
    assert judged(company, capsys)[0] == 0


def test_a_key_that_has_ended_signs_nothing_any_more(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    lines = signers(company.keys, DANA)
    ended = lines.replace('namespaces="git"', 'namespaces="git",valid-before="20261115Z"')
    lands(company, PRIYA, {SIGNERS: ended})
    proposes(company, more_in(PAGE))
    code, report = judged(company, capsys)
    assert (code, errors(report)) == (1, [("APR-33", "POL-IR")])
    proposes(company, {SIGNERS: lines})
    assert judged(company, capsys, day="2026-11-14")[0] in (0, 1)
