"""APR: how changes landed, who let them in, with what proof, and what all that hangs on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import pytest

from ratified.approval.outcome import UNDECIDABLE
from ratified.approval.record import ApprovalRecord, ProposedChange
from ratified.git.allowed_signers import safe_signers
from ratified.model.landing import Identity
from ratified.model.verdict import Why
from ratified.rules import BY_CODE, RULES
from records import (
    ADOPTED,
    CODEOWNERS,
    DRAFT,
    PEOPLE,
    REGISTER,
    REVOKED,
    ROLES,
    SIGNERS,
    Edits,
    Past,
    finds,
    told,
    where,
    with_verdict,
)

if TYPE_CHECKING:
    from conftest import Starter
    from ratified.model.finding import Finding

APR = [rule.code for rule in RULES if rule.code.startswith("APR")]
RB05 = "runbooks/RB-05-outage.md"
ONE, TWO, THREE = (f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{sign * 43}" for sign in "EFG")
HELEN, PRIYA = Identity("Helen Castellano", "helen@example.com"), Identity("Priya Raman", "priya@example.com")
MARCUS, EVE = Identity("Marcus Adeyemi", "marcus@example.com"), Identity("Eve Stranger", "eve@elsewhere.example")


@pytest.fixture(scope="module")
def past() -> Past:
    """The starter, adopted as a whole; not to be changed."""
    return Past()


def all_found(past: Past, record: ApprovalRecord) -> list[tuple[str, str, int]]:
    """Code, path and line of everything that APR rules say."""
    found = [f for code in APR for f in past.finds(code, record=record)]
    return [(f.code, f.place.path, f.place.line) for f in found]


# One reason, one rule

RULE_OF = {
    "direct": "APR-01",
    "self-approval": "APR-02",
    "no-approver": "APR-03",
    "unregistered": "APR-38",
    "settings": "APR-40",
    "unknown-lander": "APR-04",
    "unknown-author": "APR-04",
    "evil-merge": "APR-05",
    "by-hand": "APR-06",
    "octopus": "APR-07",
    "hidden": "APR-08",
    "bad-signature": "APR-09",
    "weak-proof": "APR-10",
    "uncheckable": "APR-11",
    "mismatch": "APR-12",
    "time": "APR-13",
    "malformed": "APR-13",
    "inverted": "APR-14",
    "bot": "APR-15",
    "authority": "APR-16",
    "gone": "APR-17",
    "no-bootstrap": "APR-18",
    "entry": "APR-25",
    "untrusted-key": "APR-26",
}


def test_every_reason_has_a_rule() -> None:
    assert set(RULE_OF) == {*get_args(Why)} - {""}


@pytest.mark.parametrize("why", sorted(set(RULE_OF) - {"no-bootstrap"}))
@pytest.mark.parametrize("edited", [False, True], ids=["landed", "edited since"])
def test_a_reason_gives_one_finding_of_one_rule_at_the_entry(past: Past, why: Why, edited: bool) -> None:
    word = "undecidable" if why in UNDECIDABLE else "unapproved"
    record = with_verdict(
        past.record(), "RB-05", verdict="pending" if edited else word, why=why, reason="so it is", help="do this"
    )
    assert all_found(past, record) == [(RULE_OF[why], REGISTER, past.line(REGISTER, "id: RB-05"))]
    (found,) = past.finds(RULE_OF[why], record=record)
    assert (found.level, found.subject, found.document, found.help) == ("error", "RB-05", "RB-05", "do this")
    how = "cannot be shown to be approved" if word == "undecidable" and not edited else "is not approved"
    assert found.message == f"RB-05 {how}: so it is"


def test_what_is_approved_is_silent(past: Past) -> None:
    assert all_found(past, past.record()) == []


def test_a_pull_request_that_changes_an_unapproved_document_is_not_told_so(past: Past) -> None:
    record = with_verdict(past.record(), "RB-05", verdict="pending", why="")
    assert (
        all_found(past, replace(record, proposed={"RB-05": ProposedChange("RB-05", (HELEN,), ("dana",), ("dana",))}))
        == []
    )


def test_a_built_in_document_is_found_at_its_class(past: Past) -> None:
    record = with_verdict(past.record(), "SITE-LAYOUT", verdict="unapproved", why="direct", reason="pushed")
    (found,) = past.finds("APR-01", record=record)
    assert told([found]) == [f"{REGISTER}:{past.line(REGISTER, '  layout:')} SITE-LAYOUT is not approved: pushed"]


# From real landings


def amended(path: str = RB05, **landing: Any) -> Past:
    past = Past()
    past.lands("2026-11-10", {path: past.text(path) + "\nMore.\n"}, **landing)
    return past


@pytest.mark.parametrize(
    ("code", "landing", "message"),
    [
        ("APR-01", {"merged_by": None}, "commit 000000002a went straight to main by Helen; nobody merged it"),
        (
            "APR-02",
            {"by": "dana", "merged_by": "dana"},
            "Dana Okafor merged #2 (000000002a) and wrote part of it",
        ),
        ("APR-04", {"by": "eve"}, "Eve <eve@example.com> wrote part of it"),
        ("APR-10", {"sign": False}, "#2 (000000002a) by Priya Raman is an unsigned merge"),
        ("APR-15", {"merged_by": "release-bot"}, "#2 (000000002a) was merged by Release Bot, a bot"),
    ],
)
def test_a_landing_is_found_by_the_rule_of_its_reason(code: str, landing: dict[str, Any], message: str) -> None:
    past = amended(**landing)
    (found,) = past.finds(code)
    assert f"{found.place.path}:{found.place.line}" == where(past, "RB-05")
    assert found.message.startswith(f"RB-05 is not approved: {message}")
    assert [place[0] for place in all_found(past, past.record())] == [code]


def test_a_document_that_left_the_register_is_found_at_the_list_of_documents() -> None:
    past = Past()
    past.lands(
        "2026-11-10", {REGISTER: (past.text(REGISTER).split("\n")[past.line(REGISTER, "id: RB-10") - 1] + "\n", "")}
    )
    line = past.line(REGISTER, "documents:")
    assert told(past.finds("APR-17")) == [f"{REGISTER}:{line} RB-10 left the register without being retired"]


# APR-18


def test_an_adoption_by_its_author_is_found_once_and_nothing_else_is() -> None:
    past = Past(by="priya", merged_by="priya")
    past.lands("2026-11-10", {RB05: past.text(RB05) + "\nMore.\n"})
    line = past.line(REGISTER, "status: adopted")
    assert all_found(past, past.record()) == [("APR-18", REGISTER, line)]
    (found,) = past.finds("APR-18")
    assert found.message.startswith("#1 (000000001a) adopted the register, and nothing has approved that since")
    assert found.message.endswith("Priya Raman merged #1 (000000001a) and wrote part of it")
    assert (found.document, found.subject) == ("AUTHORITY", "AUTHORITY")


def test_an_adoption_whose_roster_cannot_be_read_is_found_once() -> None:
    past = Past(adopted="")
    past.lands("2026-10-05", {REGISTER: (DRAFT, ADOPTED), PEOPLE: "people: {\n"})
    record = past.record()
    assert [f.code for code in APR for f in finds(code, Past().book(), record)] == ["APR-18"]


def test_a_draft_is_no_failed_adoption() -> None:
    past = Past(adopted="")
    assert all_found(past, past.record()) == []


# APR-19


def test_a_name_without_a_signature_is_a_warning_that_nobody_can_waive() -> None:
    past = Past(adopted="")
    text = past.text(REGISTER).replace("minimum_proof: forge", "minimum_proof: claimed").replace(DRAFT, ADOPTED)
    past.lands("2026-10-05", {REGISTER: text}, sign=False)
    found = past.finds("APR-19")
    assert len(found) == len(past.record().verdicts)
    assert {f.level for f in found} == {"warning"}
    assert not BY_CODE["APR-19"].waivable
    first = next(f for f in found if f.document == "POL-IR")
    assert f"{first.place.path}:{first.place.line}" == where(past, "POL-IR")
    assert first.message.startswith("POL-IR is approved by name only: Approved by Priya Raman (Executive Sponsor then)")
    assert first.help == "sign merges, and raise minimum_proof of the class policy to forge"


def test_a_signature_is_more_than_a_name(past: Past) -> None:
    assert past.finds("APR-19") == []


# APR-20


def reviewed(past: Past, *numbers: int) -> dict[str, str]:
    """Runbooks with another review date."""
    paths = [path for path in past.tree for number in numbers if path.startswith(f"runbooks/RB-{number:02}")]
    return {path: past.text(path).replace("reviewed: 2026-11-20", "reviewed: 2026-11-21") for path in paths}


def test_three_documents_reaffirmed_by_one_landing_are_found_together() -> None:
    past = Past()
    landing = past.lands("2026-11-21", reviewed(past, 1, 2, 3))
    (found,) = past.finds("APR-20")
    assert told([found]) == [
        f"{REGISTER}:{past.line(REGISTER, 'documents:')} #2 of 2026-11-21 reaffirmed 3 documents by their "
        "review dates alone: RB-01, RB-02 and RB-03"
    ]
    assert (found.level, found.subject) == ("warning", landing)


def test_two_at_once_or_three_in_landings_of_their_own_are_silent() -> None:
    past = Past()
    past.lands("2026-11-20", reviewed(past, 1, 2))
    past.lands("2026-11-21", reviewed(past, 3))
    assert past.finds("APR-20") == []


def test_a_bulk_landing_that_is_not_in_force_any_more_is_forgotten() -> None:
    past = Past()
    past.lands("2026-11-20", reviewed(past, 1, 2, 3))
    past.lands("2026-11-21", {"runbooks/RB-02-ransomware.md": past.text("runbooks/RB-02-ransomware.md") + "\nMore.\n"})
    assert past.finds("APR-20") == []


def test_an_adoption_reaffirms_nothing(past: Past) -> None:
    assert past.finds("APR-20") == []


# APR-21


def test_every_page_of_the_starter_shows_governed_data_only(past: Past) -> None:
    assert past.finds("APR-21") == []


def test_a_page_that_shows_unbound_data_is_found_at_the_call(starter: Starter) -> None:
    starter.change(REGISTER, "      - data/intake.yml\n", "")
    path = "docs/policy/intake.md"
    found = starter.findings("APR-21")
    assert f"{path}:{starter.line(path, 'intake_table()')}" in [f"{f.place.path}:{f.place.line}" for f in found]
    first = next(f for f in found if f.place.path == path)
    assert first.message == "POL-IR shows data/intake.yml by intake_table(), and no document binds it"
    assert (first.level, first.document, first.subject) == ("error", "POL-IR", "POL-IR")
    assert {f.place.path for f in found} == {path, "runbooks/RB-06-vendor-breach.md"}


def test_data_that_only_a_retired_document_binds_is_bound_by_none(starter: Starter) -> None:
    line = starter.add("docs/start-here.md", "{{ oncall() }}")
    assert starter.places("APR-21") == []
    starter.change(REGISTER, "{id: ROSTER, ", "{id: ROSTER, retired: 2026-11-22, ")
    (found,) = [f for f in starter.findings("APR-21") if f.place.path == "docs/start-here.md" and f.place.line == line]
    assert found.message == "START-HERE shows data/oncall.yml by oncall(), and no document binds it"


def test_a_page_of_no_document_and_a_macro_of_ones_own_are_left_alone(starter: Starter) -> None:
    starter.change(REGISTER, "      - data/limits.yml\n", "")
    before = starter.places("APR-21")
    starter.write("docs/other.md", "---\ntitle: Other\n---\n\n{{ limits_table() }}\n")
    starter.add("docs/start-here.md", "{{ our_own_macro() }}")
    assert starter.places("APR-21") == before


# APR-22


def signed_by(past: Past, text: str) -> list[str]:
    return told(past.finds("APR-22", edits={SIGNERS: text}))


def test_a_key_of_two_people_counts_for_nobody(past: Past) -> None:
    text = f'# keys\ndana namespaces="git" {ONE}\nlee namespaces="git" {ONE}\npriya namespaces="git" {TWO}\n'
    why = "this key belongs to dana and lee, so it counts for nobody; give each person a key"
    assert signed_by(past, text) == [f"{SIGNERS}:2 {why}", f"{SIGNERS}:3 {why}"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f'* namespaces="git" {ONE}', "exactly one person, without wildcards"),
        (f'dana,lee namespaces="git" {ONE}', "exactly one person, without wildcards"),
        (f'dana cert-authority,namespaces="git" {ONE}', "`cert-authority` would let that key make others"),
        (f"dana {ONE}", 'this key must be for git alone (namespaces="git")'),
        (f'dana namespaces="git,file" {ONE}', 'this key must be for git alone (namespaces="git")'),
    ],
)
def test_an_unsafe_line_is_found_where_it_stands(past: Past, line: str, words: str) -> None:
    (found,) = past.finds("APR-22", edits={SIGNERS: f'priya namespaces="git" {TWO}\n{line}\n'})
    assert str(found.place) == f"{SIGNERS}:2:1"
    assert words in found.message
    assert (found.level, found.document) == ("error", "AUTHORITY")


def test_a_key_of_nobody_is_found(past: Past) -> None:
    text = f'dana namespaces="git" {ONE}\nnobody namespaces="git" {TWO}\n'
    assert signed_by(past, text) == [f"{SIGNERS}:2 this key is trusted as nobody, who is nobody in data/people.yml"]


def test_safe_lines_and_no_file_are_silent(past: Past) -> None:
    assert signed_by(past, f'dana namespaces="git",valid-before="20271231Z" {ONE}\nlee namespaces="git" {TWO}\n') == []
    assert past.finds("APR-22") == []


# APR-41


def test_a_time_of_a_key_without_a_zone_is_found_at_its_line(past: Past) -> None:
    text = f'priya namespaces="git" {TWO}\ndana namespaces="git",valid-before="20271231" {ONE}\n'
    (found,) = past.finds("APR-41", edits={SIGNERS: text})
    assert (str(found.place), found.level, found.document) == (f"{SIGNERS}:2:1", "warning", "AUTHORITY")
    assert found.message == (
        'valid-before="20271231" of dana does not say its zone: it is taken as UTC, and by OpenSSH as local time'
    )


@pytest.mark.parametrize(
    "text",
    [
        f'dana namespaces="git",valid-before="20271231Z" {ONE}\n',
        f'# time zone: Europe/Dublin\ndana namespaces="git",valid-before="20271231" {ONE}\n',
        f'dana namespaces="git" {ONE}\n# lee namespaces="git",valid-before="20271231" {TWO}\n',
    ],
)
def test_a_time_whose_zone_is_known_is_not(past: Past, text: str) -> None:
    assert past.finds("APR-41", edits={SIGNERS: text}) == []
    assert signed_by(past, text) == []


def test_a_zone_that_nobody_knows_is_an_error_where_it_is_said(past: Past) -> None:
    text = f'# time zone: Europe/Berln\ndana namespaces="git" {ONE}\n'
    assert signed_by(past, text) == [
        f"{SIGNERS}:1 there is no time zone 'Europe/Berln'; write `# time zone: Europe/Dublin`"
    ]


# APR-23


def owned(past: Past, old: str, new: str) -> list[str]:
    return told(past.finds("APR-23", edits={CODEOWNERS: (old, new)}))


def test_codeowners_of_the_starter_agree_with_its_register(past: Past) -> None:
    assert past.finds("APR-23") == []


def test_an_owner_who_may_not_approve_is_found_at_the_line(past: Past) -> None:
    line = past.line(CODEOWNERS, "/docs/policy/ ")
    found = owned(past, "/docs/policy/ @priya-raman @madeyemi", "/docs/policy/ @priya-raman @dana @LeeBrandt")
    assert found == [
        f"{CODEOWNERS}:{line} /docs/policy/ asks @LeeBrandt, and lee may not approve POL-IR (class policy)",
        f"{CODEOWNERS}:{line} /docs/policy/ asks @dana, and dana may not approve POL-IR (class policy)",
    ]


def test_one_line_about_many_documents_is_one_finding(past: Past) -> None:
    found = past.finds("APR-23", edits={CODEOWNERS: ("/runbooks/ @dana @leebrandt @sofiam", "/runbooks/ @benw")})
    assert [f.message for f in found] == [
        "/runbooks/ asks @benw, and ben may not approve RB-01, RB-02, RB-03 and 7 more (class runbook)"
    ]
    assert (found[0].level, found[0].subject, found[0].document) == ("error", "runbook", "AUTHORITY")
    assert found[0].help == (
        "name @dana, @leebrandt, @sofiam or 2 more; "
        "`ratified owners --forge github --write` puts the file there that the register asks for; without --write it "
        "is printed"
    )


def test_an_owner_who_is_nobody_is_found(past: Past) -> None:
    line = past.line(CODEOWNERS, "/data/oncall.yml")
    assert owned(past, "/data/oncall.yml @dana", "/data/oncall.yml @ghost") == [
        f"{CODEOWNERS}:{line} /data/oncall.yml asks @ghost, who is nobody in data/people.yml, "
        "about ROSTER (class roster)"
    ]


def test_an_approver_who_left_is_found(past: Past) -> None:
    edits = {PEOPLE: ("  - id: marcus\n", "  - id: marcus\n    left: 2026-11-21\n")}
    found = past.finds("APR-23", edits=edits)
    assert {f.message.split(",")[1] for f in found} == {
        " and marcus may not approve POL-IR (class policy)",
        " and marcus may not approve AUTHORITY (class authority)",
    }


def test_a_governed_path_without_an_owner_is_found(past: Past) -> None:
    line = past.line(CODEOWNERS, "/data/oncall.yml")
    assert owned(past, "/data/oncall.yml @dana @leebrandt", "/data/oncall.yml") == [
        f"{CODEOWNERS}:{line} /data/oncall.yml names no owner for files of ROSTER (class roster)"
    ]
    found = past.finds("APR-23", edits={CODEOWNERS: "/docs/ @dana\n/runbooks/ @dana\n"})
    assert f"{CODEOWNERS}:1 no line names an owner for files of ROSTER (class roster)" in told(found)


def test_that_nobody_is_named_is_a_warning_where_nobody_has_a_login(past: Past) -> None:
    """The file cannot name whom the forge does not know; somebody who may not approve is an error all the same."""
    people = re.sub(r"\n    forge: \{[^}]*\}", "", past.text("data/people.yml"))
    assert "forge:" not in people
    found = past.finds("APR-23", edits={CODEOWNERS: "# nobody yet\n", "data/people.yml": people})
    assert {f.level for f in found} == {"warning"}
    assert all(f.help.startswith("add `forge: {login: ..., id: ...}` for ") for f in found)
    found = past.finds("APR-23", edits={CODEOWNERS: "* @stranger\n", "data/people.yml": people})
    assert {f.level for f in found} == {"error"}


def test_what_is_skipped_is_told(past: Past) -> None:
    line = past.line(CODEOWNERS, "/data/oncall.yml")
    owned_by = "/data/oncall.yml @dana @leebrandt"
    found = past.finds("APR-23", edits={CODEOWNERS: (owned_by, "/data/oncall.yml @example/security")})
    assert [(f.level, f"{f.place}", f.message) for f in found] == [
        ("warning", f"{CODEOWNERS}:{line}:1", "skipped: who is in @example/security is known to the Git host alone")
    ]
    found = past.finds("APR-23", edits={CODEOWNERS: (owned_by, f"!/data/ @dana\n{owned_by}")})
    assert [(f.level, f"{f.place}", f.message) for f in found] == [
        ("warning", f"{CODEOWNERS}:{line}:1", "skipped: GitHub reads no pattern with !")
    ]


def test_on_gitlab_every_section_that_matches_is_asked(past: Past) -> None:
    text = past.text(CODEOWNERS) + "\n[Second look] @b.unknown\n/data/oncall.yml\n"
    found = past.finds("APR-23", edits={CODEOWNERS: None, ".gitlab/CODEOWNERS": text})
    assert [f.message for f in found if "unknown" in f.message] == [
        "/data/oncall.yml asks @b.unknown, who is nobody in data/people.yml, about ROSTER (class roster)"
    ]


def test_teams_are_left_alone_and_addresses_are_people(past: Past) -> None:
    assert owned(past, "/data/oncall.yml @dana @leebrandt", "/data/oncall.yml @example/security Dana@example.com") == []


def test_a_repository_without_codeowners_is_silent(past: Past) -> None:
    assert past.finds("APR-23", edits={CODEOWNERS: None}) == []


def test_github_reads_the_first_place_that_has_the_file(past: Past) -> None:
    edits = {CODEOWNERS: None, "CODEOWNERS": "* @dana\n"}
    assert {f.place.path for f in past.finds("APR-23", edits=edits)} == {"CODEOWNERS"}
    both = past.finds("APR-23", edits={"CODEOWNERS": "* @benw\n"})
    assert [f.message for f in both] == ["no line names an owner for files of AUTHORITY (class authority)"]


# APR-24


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("rewritten", "does not hold that commit any more"),
        ("inverted", "that commit is not on its first-parent line any more"),
    ],
)
def test_a_rewritten_history_is_found_at_the_main_branch_of_the_register(past: Past, state: str, words: str) -> None:
    (found,) = past.finds("APR-24", anchor=state, anchored="f" * 40)
    assert str(found.place) == f"{REGISTER}:{past.line(REGISTER, 'main: main')}:1"
    assert found.message.startswith("refs/heads/main was seen at ffffffffffff before, and ")
    assert words in found.message
    assert (found.level, found.subject) == ("error", "f" * 40)


@pytest.mark.parametrize("state", ["", "on-chain"])
def test_an_anchor_on_the_chain_is_silent(past: Past, state: str) -> None:
    assert past.finds("APR-24", anchor=state, anchored="f" * 40) == []


# APR-27


def proposal(
    document: str, authors: tuple[Identity, ...], eligible: tuple[str, ...], **more: Any
) -> dict[str, ProposedChange]:
    entitled = more.pop("entitled", ("priya", "marcus"))
    return {document: ProposedChange(document, authors, eligible, entitled, **more)}


def test_a_pull_request_by_every_approver_is_found(past: Past) -> None:
    proposed = proposal("POL-IR", (PRIYA, MARCUS), ())
    (found,) = past.finds("APR-27", proposed=proposed)
    assert told([found]) == [
        f"{where(past, 'POL-IR')} nobody can approve POL-IR: Priya Raman and Marcus Adeyemi may, and wrote part of it"
    ]
    assert found.help == "add a deputy first, by a pull request of its own, or let somebody else write this change"
    assert (found.level, found.subject, found.document) == ("error", "POL-IR", "POL-IR")


def test_a_document_whose_roles_are_empty_is_found(past: Past) -> None:
    (found,) = past.finds("APR-27", proposed=proposal("POL-IR", (HELEN,), (), entitled=()))
    assert found.message == "nobody can approve POL-IR: the roles that approve it are empty"
    assert found.help == "add a deputy first, by a pull request of its own"


def test_an_author_whom_the_roster_does_not_know_is_found_with_the_line_to_add(past: Past) -> None:
    proposed = proposal("POL-IR", (HELEN, EVE), ("priya",), unknown=(EVE,))
    (found,) = past.finds("APR-27", proposed=proposed)
    assert found.message == (
        "the roster does not know Eve Stranger <eve@elsewhere.example>, "
        "so nobody can be shown to have had no part in POL-IR"
    )
    assert found.help == (
        "merge this first: eve@elsewhere.example among the emails of a person in data/people.yml, or "
        "`- {id: eve, name: Eve Stranger, kind: human, started: YYYY-MM-DD, emails: [eve@elsewhere.example]}`"
    )


def test_a_pull_request_that_somebody_else_can_approve_is_silent(past: Past) -> None:
    assert past.finds("APR-27", proposed=proposal("POL-IR", (PRIYA, HELEN), ("marcus",))) == []
    assert past.finds("APR-27") == []


def test_before_adoption_nobody_need_be_able_to_approve() -> None:
    past = Past(adopted="")
    assert past.finds("APR-27", proposed=proposal("POL-IR", (HELEN,), (), entitled=())) == []


# APR-28

CHANGES = {"AUTHORITY": ProposedChange("AUTHORITY", (HELEN,), ("priya",), ("priya", "marcus"))}


def changes(past: Past, edits: Edits) -> list[str]:
    return told(past.finds("APR-28", edits=edits, proposed=CHANGES))


def test_a_lowered_bar_is_told_as_old_and_new(past: Past) -> None:
    policy = "  policy: {approvers: [executive-sponsor], review_every: 365d, minimum_proof: forge,"
    new = "  policy: {approvers: [executive-sponsor, scribe], minimum_proof: claimed,"
    line = past.line(REGISTER, policy)
    assert changes(past, {REGISTER: (policy, new)}) == [
        f"{REGISTER}:{line} class policy, approvers: executive-sponsor before, executive-sponsor and scribe with this",
        f"{REGISTER}:{line} class policy, minimum_proof: forge before, claimed with this",
        f"{REGISTER}:{line} class policy, review_every: 365 days before, never with this",
        f"{REGISTER}:{line} class policy, who may approve it: marcus and priya before, "
        "marcus, noor, priya and yusuf with this",
    ]


def test_a_new_holder_of_an_approver_role_is_told_for_every_class_it_approves(past: Past) -> None:
    seat = "      - {person: marcus, as: deputy, since: 2023-01-09}\n"
    found = changes(past, {ROLES: (seat, seat + "      - {person: tomas, as: deputy, since: 2026-11-01}\n")})
    who = "marcus and priya before, marcus, priya and tomas with this"
    assert f"{REGISTER}:{past.line(REGISTER, '  policy:')} class policy, who may approve it: {who}" in found
    assert len(found) == 6


def test_new_and_dropped_classes_and_moved_documents_are_told(past: Past) -> None:
    record = "  record: {approvers: [security-lead, executive-sponsor], minimum_proof: forge}\n"
    text = (
        past.text(REGISTER)
        .replace(record, "  minutes: {approvers: [scribe]}\n")
        .replace("class: record", "class: minutes")
    )
    found = past.finds("APR-28", edits={REGISTER: text}, proposed=CHANGES)
    assert [f.message for f in found] == [
        "class record goes: approvers executive-sponsor and security-lead, minimum_proof forge, review_every never",
        "class minutes is new: approvers scribe, minimum_proof forge, review_every never",
        "EVENTS: class record before, minutes with this",
    ]
    assert {(f.level, f.document, f.subject) for f in found} == {("warning", "AUTHORITY", "AUTHORITY")}


def test_keys_that_come_go_and_change_are_told() -> None:
    past = Past(adopted="")
    keys = f'dana namespaces="git" {ONE}\nlee namespaces="git" {TWO}\n'
    past.lands("2026-10-05", {REGISTER: (DRAFT, ADOPTED), SIGNERS: keys})
    new = f'dana namespaces="git" {THREE}\npriya namespaces="git" {TWO}\n'
    assert changes(past, {SIGNERS: new}) == [
        f"{SIGNERS}:1 trusted keys: that of dana changes",
        f"{SIGNERS}:1 trusted keys: that of lee goes",
        f"{SIGNERS}:1 trusted keys: that of priya is new",
    ]
    assert changes(past, {SIGNERS: f"# sorted\n{keys}"})[0].startswith(f"{REGISTER}:")


def test_another_change_of_authority_is_told_as_such(past: Past) -> None:
    found = changes(past, {PEOPLE: ("name: Helen Castellano", "name: Helen Castellani")})
    assert len(found) == 1
    assert found[0].startswith(f"{REGISTER}:{past.line(REGISTER, '  authority:')} this pull request changes AUTHORITY")


def test_a_pull_request_that_leaves_authority_alone_is_silent(past: Past) -> None:
    assert past.finds("APR-28", proposed=proposal("POL-IR", (HELEN,), ("priya",))) == []
    assert past.finds("APR-28", edits={REGISTER: ("main: main", "main: trunk")}) == []


@pytest.mark.parametrize("code", APR)
def test_every_page_says_why_how_and_what_it_protects(code: str) -> None:
    page = BY_CODE[code].page
    assert [part in page for part in ("**Why it matters.**", "**How to fix it.**", "**Protects.**")] == [True] * 3


# APR-31, APR-35: revoked keys


def revoked_by(*fingerprints: str) -> str:
    rows = "".join(f"  - {{fingerprint: {key}, from: {'1' * 40}, reason: lost}}\n" for key in fingerprints)
    return f"revoked:\n{rows}"


def test_a_revocation_that_nobody_approved_is_found_at_its_line() -> None:
    past = Past()
    listed = {REVOKED: revoked_by("SHA256:one", "SHA256:two")}
    landing = past.lands("2026-11-10", listed, "helen", None)
    found = past.finds("APR-31")
    assert [(f.place.path, f.place.line, f.subject, f.document) for f in found] == [
        (REVOKED, 2, "SHA256:one", "AUTHORITY"),
        (REVOKED, 3, "SHA256:two", "AUTHORITY"),
    ]
    assert found[0].message.endswith(f"it approves nothing from commit {landing[:10]} on")
    past.lands("2026-11-11", {REVOKED: None}, "helen", None)
    assert [(f.place.path, f.place.line) for f in past.finds("APR-31")] == [(REVOKED, 1)] * 2
    past.lands("2026-11-12", {PEOPLE: ("name: Helen Castellano", "name: Helen Castellani")})
    assert past.finds("APR-31") == []


def test_an_approved_revocation_is_silent() -> None:
    past = Past()
    past.lands("2026-11-10", {REVOKED: revoked_by("SHA256:one")})
    assert past.finds("APR-31") == []


def test_a_list_that_revokes_every_key_is_found_unless_it_brings_a_new_one() -> None:
    past = Past(adopted="")
    past.lands("2026-10-05", {REGISTER: (DRAFT, ADOPTED), SIGNERS: f'priya namespaces="git" {ONE}\n'})
    register = past.text(REGISTER).replace("minimum_proof: forge", "minimum_proof: signed")
    past.lands("2026-10-06", {REGISTER: register})
    (signer,) = safe_signers(f'priya namespaces="git" {ONE}\n'.encode())
    every = {REVOKED: revoked_by(signer.fingerprint)}
    (found,) = past.finds("APR-35", edits=every)
    assert (found.place.path, found.document) == (REVOKED, "AUTHORITY")
    assert past.finds("APR-35", edits={REVOKED: revoked_by("SHA256:other")}) == []
    new = f'priya namespaces="git" {ONE}\nmarcus namespaces="git" {TWO}\n'
    assert past.finds("APR-35", edits={**every, SIGNERS: new}) == []


def test_a_revocation_that_names_no_key_or_no_commit_of_main_is_found_at_the_word() -> None:
    past = Past()
    sound, other = f"SHA256:{'a' * 43}", "12345678 90abcdef 12345678 90abcdef 12345678"
    held = past.landings[-1].commit.id

    def found(*rows: tuple[str, str]) -> list[Finding]:
        lines = (f"  - {{fingerprint: {key}, from: {since}, reason: x}}\n" for key, since in rows)
        return past.finds("APR-37", edits={REVOKED: f"revoked:\n{''.join(lines)}"})

    assert found((sound, held), (other, held)) == []
    one, two = found(("a" * 43, held), (sound, "1" * 40))
    assert [(f.place.line, f.level, f.document) for f in (one, two)] == [(n, "error", "AUTHORITY") for n in (2, 3)]
    assert "is no fingerprint of a key, so this stops none" in one.message
    assert "111111111111 is no commit of the main branch" in two.message


# APR-36


def test_a_false_date_that_cuts_the_history_is_found_only_where_something_claims_to_be_earlier() -> None:
    past = Past()
    past.lands("2099-01-01", {"docs/start-here.md": ("title: Start here", "title: Start")}, "helen", None)
    assert past.finds("APR-36") == []
    landing = past.landings[-1].commit.id
    past.lands("2026-11-20", {"docs/start-here.md": ("title: Start", "title: Start here")})
    (found,) = past.finds("APR-36")
    assert (found.level, found.subject, found.place.path) == ("warning", landing, REGISTER)
    assert "the chain is cut at commit " in found.message
    assert "dated 1 January 2099" in found.message


# APR-34: known authors


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{name: A, email: a@elsewhere.example, person: outside, reason: x}", None),
        ("{name: A, person: helen, reason: x}", None),
        ("{name: Helen C., email: HELEN@example.com, person: helen, reason: x}", None),
        ("{name: A, person: nobody, reason: x}", "A is said to be nobody, who is nobody in data/people.yml"),
        (
            "{name: H, email: Helen@Example.com, person: outside, reason: x}",
            "Helen@Example.com is said to be outside, and in data/people.yml it is helen",
        ),
        (
            "{name: helen  CASTELLANO, person: priya, reason: x}",
            "helen  CASTELLANO is said to be priya, and in data/people.yml it is helen",
        ),
    ],
)
def test_a_known_author_who_counts_for_nothing_is_found(past: Past, row: str, said: str | None) -> None:
    found = past.finds("APR-34", edits={REGISTER: past.text(REGISTER) + f"authors:\n  - {row}\n"})
    assert [f.message for f in found] == ([said] if said else [])
    assert {f.place.path for f in found} <= {REGISTER}
