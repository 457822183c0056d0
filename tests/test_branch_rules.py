"""Who may merge at the forge, and what the forge enforced: made of the register, held against it, read back."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TODAY
from ratified.cli.main import main
from ratified.policy import read_book
from ratified.policy.branch_rules import (
    FOLDER,
    MERGE_RULES,
    branch_promise,
    merge_rules,
    people_named,
    snapshots,
    strict_json,
    weaknesses,
)
from ratified.source.tree import WorkTree
from records import Past, told

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.policy import Book

DAY = "2026-11-22"
RULESETS, BRANCH = f"{FOLDER}2026-11-01.json", "refs/heads/main"


@pytest.fixture(scope="module")
def past() -> Past:
    """The starter, adopted as a whole; not to be changed."""
    return Past()


@pytest.fixture(scope="module")
def book() -> Book:
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    return found


def able(by: str) -> set[str]:
    """Who may approve some class, worked out of the files anew: `id` or `login` of their accounts."""
    register, roles, people = (
        yaml.safe_load((ROOT / "data" / f"{name}.yml").read_text(encoding="utf-8"))
        for name in ("register", "roles", "people")
    )
    wanted = {role for class_ in register["classes"].values() for role in class_["approvers"]}
    holders = {
        holder["person"]
        for role in roles["roles"]
        if role["id"] in wanted
        for holder in role["holders"]
        if holder["since"] <= TODAY <= holder.get("until", TODAY)
    }
    return {str(person["forge"][by]) for person in people["people"] if person["id"] in holders and "left" not in person}


# What is made of the register


@pytest.mark.parametrize(("forge", "by"), [("GitHub", "id"), ("GitLab", "id"), ("Gitea", "login")])
def test_the_rules_name_exactly_the_people_who_may_approve(book: Book, forge: Any, by: str) -> None:
    made = merge_rules(book, TODAY, forge)
    assert made.unnamed == ()
    assert people_named(strict_json(made.data)) == able(by)


def test_the_ruleset_of_github_lets_nobody_else_update_main(book: Book) -> None:
    made = json.loads(merge_rules(book, TODAY, "GitHub").data)
    assert (made["target"], made["enforcement"], made["rules"]) == ("branch", "active", [{"type": "update"}])
    assert made["conditions"] == {"ref_name": {"include": [BRANCH], "exclude": []}}
    assert {(one["actor_type"], one["bypass_mode"]) for one in made["bypass_actors"]} == {("User", "pull_request")}


def test_on_gitlab_nobody_pushes_and_one_approver_is_asked(book: Book) -> None:
    made = json.loads(merge_rules(book, TODAY, "GitLab").data)
    branch, rule = made["protected_branch"], made["approval_rule"]
    assert branch["allowed_to_push"] == [{"access_level": 0}]
    assert (branch["name"], branch["allow_force_push"], branch["code_owner_approval_required"]) == ("main", False, True)
    assert {one["user_id"] for one in branch["allowed_to_merge"]} == set(rule["user_ids"])
    assert (rule["approvals_required"], rule["applies_to_all_protected_branches"]) == (1, True)


def test_who_signs_merges_on_their_own_machine_pushes_them(tmp_path: Path) -> None:
    for folder in ("data", "docs", "runbooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.webp"))
    register = tmp_path / "data/register.yml"
    register.write_text(register.read_text(encoding="utf-8").replace("proof: forge", "proof: signed"), encoding="utf-8")
    signing = read_book(WorkTree(tmp_path)).book
    assert signing is not None
    branch = json.loads(merge_rules(signing, TODAY, "GitLab").data)["protected_branch"]
    assert branch["allowed_to_push"] == branch["allowed_to_merge"]
    tea = json.loads(merge_rules(signing, TODAY, "Gitea").data)
    assert tea["push_whitelist_usernames"] == tea["merge_whitelist_usernames"]


# The command


@pytest.fixture
def company(tmp_path: Path) -> Path:
    root = tmp_path / "company"
    for folder in ("data", "docs", "runbooks"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("*.webp"))
    subprocess.run(["git", "-C", str(root), "init", "-q", "-b", "main"], check=True)
    return root


def run(company: Path, *words: str) -> int:
    return main(["owners", "--rules", "--repo", str(company), "--as-of", DAY, *words])


def test_it_prints_writes_and_keeps_what_somebody_added(
    company: Path, book: Book, capfd: pytest.CaptureFixture[str]
) -> None:
    file = company / MERGE_RULES["GitHub"]
    assert run(company) == 0
    assert capfd.readouterr().out.encode() == merge_rules(book, TODAY, "GitHub").data
    assert not file.exists()
    assert run(company, "--write") == 0
    out = capfd.readouterr().out
    assert f"{MERGE_RULES['GitHub']} is there now; the Git host knows nothing of it until it is told" in out
    assert "    gh api --method POST repos/OWNER/REPO/rulesets --input .github/merge-rules.json\n" in out
    assert run(company, "--write") == 0
    assert "nothing was written" in capfd.readouterr().out
    made = file.read_text(encoding="utf-8")
    file.write_text(made.replace("4180", "4999"), encoding="utf-8")  # it is made again for other people
    assert run(company, "--write") == 0
    assert file.read_text(encoding="utf-8") == made
    file.write_text(made.replace('"active"', '"evaluate"'), encoding="utf-8")
    capfd.readouterr()
    assert run(company, "--write") == 2
    out, err = capfd.readouterr()
    assert '+  "enforcement": "active",' in out
    assert "says something else than this command writes, besides whom it names; nothing was written" in err
    assert run(company, "--write", "--replace") == 0
    assert file.read_text(encoding="utf-8") == made


def test_who_has_no_account_is_told_and_bitbucket_takes_no_file(
    company: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    people = company / "data/people.yml"
    text = people.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines(keepends=True) if "forge: {login: dana," in line)
    people.write_text(text.replace(line, ""), encoding="utf-8")
    assert run(company, "--forge", "gitlab") == 0
    out, err = capfd.readouterr()
    assert "4211" not in out
    assert err == "ratified: dana may approve, and without `forge:` in data/people.yml no rule names them\n"
    assert run(company, "--forge", "bitbucket") == 2
    assert "set branch restrictions there by hand" in capfd.readouterr().err


def test_a_policy_in_a_folder_gets_no_rules_since_they_bind_the_whole_repository(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "company/policy/data")
    subprocess.run(["git", "-C", str(tmp_path / "company"), "init", "-q", "-b", "main"], check=True)
    assert run(tmp_path / "company/policy") == 2
    assert (
        "rules of a branch bind the whole repository, and this policy is its folder policy/" in capfd.readouterr().err
    )


# The check


def rules(past: Past, forge: Any = "GitHub") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(merge_rules(past.book(), TODAY, forge).data)
    return found


def disagrees(past: Past, forge: Any, text: str, **edits: Any) -> list[str]:
    return told(past.finds("APR-52", edits={MERGE_RULES[forge]: text, **edits}))


@pytest.mark.parametrize("forge", ["GitHub", "GitLab", "Gitea"])
def test_rules_as_the_register_asks_for_them_are_silent_and_so_is_a_repository_without(past: Past, forge: Any) -> None:
    assert past.finds("APR-52") == []
    assert disagrees(past, forge, json.dumps(rules(past, forge))) == []


@pytest.mark.parametrize(("forge", "account"), [("GitHub", "4211"), ("GitLab", "4211"), ("Gitea", "dana")])
def test_another_holder_makes_the_check_say_which_file_to_write_again(past: Past, forge: Any, account: str) -> None:
    text = past.text("data/roles.yml")
    lines = [line for line in text.splitlines() if "person: dana, as: " in line]
    assert lines
    for line in lines:
        text = text.replace(line, line.replace("person: dana", "person: ben"))
    path = MERGE_RULES[forge]
    found = past.finds("APR-52", edits={path: json.dumps(rules(past, forge)), "data/roles.yml": text})
    assert f"{path}:1 lets {account} (dana) merge, who may approve nothing" in told(found)
    assert f"{path}:1 leaves out ben, who may approve" in told(found)
    command = f"`ratified owners --rules --forge {forge.lower()} --write --replace`"
    assert {one.help for one in found} == {f"{command} makes {path} again; then send it to the Git host"}
    assert {one.level for one in found} == {"error"}


def test_who_is_let_in_besides_and_what_else_it_says_are_told(past: Past) -> None:
    hub, lab = rules(past), rules(past, "GitLab")
    hub["bypass_actors"].append({"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"})
    said = "lets 5 merge, who may approve nothing"
    assert disagrees(past, "GitHub", json.dumps(hub)) == [f"{MERGE_RULES['GitHub']}:1 {said}"]
    other = "besides whom it names"
    lab["protected_branch"]["allow_force_push"] = True
    (said,) = disagrees(past, "GitLab", json.dumps(lab))
    assert other in said
    lab = rules(past, "GitLab")
    lab["protected_branch"]["allowed_to_push"] = [{"access_level": 40}]
    (said,) = disagrees(past, "GitLab", json.dumps(lab))
    assert "not each where the register asks for it" in said
    assert disagrees(past, "GitHub", "{") == [
        f"{MERGE_RULES['GitHub']}:1 this file is no JSON: Expecting property name enclosed in double quotes at line 1, "
        "column 2, so nobody can tell whom it lets merge"
    ]
    assert "says 'name' twice" in disagrees(past, "GitHub", '{"name": 1, "name": 2}')[0]


# What a forge reported


def ruleset(*rules: dict[str, Any], bypass: Any = (), **more: Any) -> dict[str, Any]:
    """A ruleset as GitHub answers it in full."""
    return {
        "id": 42, "name": "main", "target": "branch", "source_type": "Repository", "source": "example/policy",
        "enforcement": "active", "bypass_actors": list(bypass), "rules": list(rules), "node_id": "RRS_x",
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}}, **more,
    }  # fmt: skip


PULLS = {
    "type": "pull_request",
    "parameters": {
        "required_approving_review_count": 1,
        "dismiss_stale_reviews_on_push": True,
        "require_code_owner_review": True,
        "require_last_push_approval": True,
        "required_review_thread_resolution": True,
        "allowed_merge_methods": ["merge"],
    },
}
KEPT = ({"type": "deletion"}, {"type": "non_fast_forward"})
SOUND = ruleset(*KEPT, PULLS)
ADMIN = {"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}


def asked(**more: Any) -> dict[str, Any]:
    return {"type": "pull_request", "parameters": {**PULLS["parameters"], **more}}  # type: ignore[dict-item]


def lacking(book: Book, *answers: Any) -> list[str]:
    """What such answers of a Git host lack."""
    ((one,), faults) = snapshots({RULESETS: json.dumps(answers).encode()})
    assert faults == []
    return [*weaknesses(one, branch_promise(book, one.day))]


def test_rules_that_keep_the_promise_are_silent(book: Book) -> None:
    assert lacking(book, SOUND) == []
    assert lacking(book, ruleset(*KEPT), ruleset(PULLS, conditions={"ref_name": {"include": [BRANCH]}})) == []
    assert lacking(book, SOUND, json.loads(merge_rules(book, TODAY, "GitHub").data)) == []
    assert lacking(book, SOUND, ruleset(bypass=[ADMIN], enforcement="disabled")) == []
    assert lacking(book, ruleset(*KEPT, PULLS, bypass=[ADMIN]), SOUND) == [], "another one binds everybody"


def test_the_ruleset_that_we_ship_keeps_the_promise_with_the_one_of_the_register(book: Book) -> None:
    shipped = json.loads((ROOT / ".github/branch-rules.json").read_text(encoding="utf-8"))
    assert lacking(book, shipped, json.loads(merge_rules(book, TODAY, "GitHub").data)) == []


def test_what_is_not_enforced_is_an_error_at_the_snapshot(past: Past) -> None:
    (found,) = past.finds("APR-53", edits={RULESETS: json.dumps(ruleset(*KEPT))})
    assert (found.level, told([found])) == ("error", [f"{RULESETS}:1 on 2026-11-01: {PUSH}"])
    assert found.help.startswith("set the rule at the Git host, then keep what the Git host's API answers today as")


ADMINS = "RepositoryRole 5, who may bypass the ruleset"
LEFT_OUT = {"ref_name": {"include": ["~ALL"], "exclude": [BRANCH]}}
PUSH, FORCE = "commits may be pushed to main without a pull request", "main may be pushed over by force"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([ruleset(*KEPT, PULLS, enforcement="evaluate")], ["no active ruleset is for main"]),
        ([ruleset(*KEPT, PULLS, target="tag")], ["no active ruleset is for main"]),
        ([ruleset(*KEPT, PULLS, conditions=LEFT_OUT)], ["no active ruleset is for main"]),
        ([ruleset(*KEPT)], [PUSH]),
        ([ruleset(PULLS)], [FORCE, "main may be deleted"]),
        (
            [ruleset(*KEPT, PULLS, bypass=[ADMIN])],
            [f"{what} by {ADMINS}" for what in (PUSH, FORCE, "main may be deleted")],
        ),
        (
            [ruleset(*KEPT, PULLS, bypass=[{**ADMIN, "bypass_mode": "pull_request"}])],
            [f"{PUSH} by {ADMINS}"],
        ),
        (
            [{key: value for key, value in SOUND.items() if key != "bypass_actors"}],
            ["who may bypass the rules is not said, since they were read without the right to see it"],
        ),
        ([ruleset(*KEPT, asked(required_approving_review_count=0))], ["a pull request needs no approving review"]),
        ([ruleset(*KEPT, asked(require_code_owner_review=False))], ["no review of a code owner is required"]),
        (
            [ruleset(*KEPT, asked(dismiss_stale_reviews_on_push=False, require_last_push_approval=False))],
            ["what is pushed after the review is merged with it"],
        ),
        (
            [ruleset(*KEPT, asked(allowed_merge_methods=["merge", "squash", "rebase"]))],
            ["merging by rebase and squash is allowed, which hides who merged"],
        ),
        (
            [SOUND, ruleset({"type": "update"}, bypass=[{**ADMIN, "actor_id": 99, "actor_type": "User"}])],
            ["User 99 may merge into main, and is nobody who may approve"],
        ),
    ],
)  # fmt: skip
def test_each_thing_that_github_does_not_enforce_is_said(book: Book, answers: list[Any], said: list[str]) -> None:
    assert lacking(book, *answers) == said


def branch(**more: Any) -> dict[str, Any]:
    """A protected branch as GitLab answers it."""
    level = {"id": 1, "access_level": 40, "access_level_description": "Maintainers", "user_id": None, "group_id": None}
    return {
        "id": 1, "name": "main", "push_access_levels": [{**level, "access_level": 0}], "merge_access_levels": [level],
        "allow_force_push": False, "code_owner_approval_required": True, **more,
    }  # fmt: skip


DANA = {"access_level": 40, "user_id": 4211}
STRANGER = "user 99 may merge into main, and is nobody who may approve"
LEVEL = {"id": 1, "access_level": 40, "access_level_description": "Maintainers"}
RULE = {"id": 1, "name": "Approvers", "rule_type": "regular", "approvals_required": 1}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([branch()], []),
        ([branch(name="ma*"), RULE, {"merge_method": "merge"}], []),
        ([branch(name="stable")], ["main is no protected branch"]),
        ([RULE], ["main is no protected branch"]),
        ([branch(push_access_levels=[LEVEL])], ["Maintainers may push to main without a merge request"]),
        ([branch(push_access_levels=[DANA])], ["user 4211 may push to main without a merge request"]),
        ([branch(allow_force_push=True)], [FORCE]),
        ([branch(merge_access_levels=[DANA])], []),
        ([branch(merge_access_levels=[{**DANA, "user_id": 99}])], [STRANGER]),
        ([branch(), {**RULE, "approvals_required": 0}], ["a merge request needs no approval"]),
        ([branch(), {"id": 5, "merge_method": "ff"}], ["merging by fast-forward is set, which hides who merged"]),
    ],
)  # fmt: skip
def test_each_thing_that_gitlab_does_not_enforce_is_said(book: Book, answers: list[Any], said: list[str]) -> None:
    assert lacking(book, *answers) == said


def test_an_earlier_snapshot_of_the_period_warns_and_one_to_come_is_silent(past: Past) -> None:
    weak, sound = json.dumps([ruleset(*KEPT)]), json.dumps(SOUND)
    days = {"2025-06-01": weak, "2026-03-01": weak, "2026-04-01": sound, "2026-11-30": weak}
    found = past.finds("APR-53", edits={f"{FOLDER}{day}.json": text for day, text in days.items()})
    assert [(one.level, one.message) for one in found] == [
        ("warning", f"on 2025-06-01, until 2026-03-01 at most: {PUSH}"),
        ("warning", f"on 2026-03-01, until 2026-04-01 at most: {PUSH}"),
    ]


BOUND = {"data/register.yml": ("data/exercises/*.yml,", "data/exercises/*.yml, data/forge-rules/*.json,")}


def unseen(past: Past, **files: str) -> list[str]:
    edits = {f"{FOLDER}{name}": text for name, text in files.items()}
    return told(past.finds("APR-54", edits={**BOUND, **edits}))


def test_days_of_a_period_that_nobody_saw_are_named(past: Past) -> None:
    assert past.finds("APR-54") == []
    sound = json.dumps(SOUND)
    line = past.line("data/register.yml", 'id: "2026"')
    place = f"data/register.yml:{line}"
    months = {f"2026-{month:02}-01.json": sound for month in range(1, 12)}
    assert unseen(past, **months) == []
    later = {name: text for name, text in months.items() if name not in ("2026-01-01.json", "2026-06-01.json")}
    assert unseen(past, **later) == [
        f"{place} nobody saw the Git host's rules from 2026-05-02 to 2026-06-30, in the period 2026"
    ]
    assert unseen(past, **{"2026-03-01.json": sound}) == [
        f"{place} nobody saw the Git host's rules from 2026-01-01 to 2026-02-28, in the period 2026",
        f"{place} nobody saw the Git host's rules from 2026-03-02 to 2026-11-22, in the period 2026",
    ]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("2026-11-01.json", "{", "is no JSON: Expecting property name"),
        ("2026-11-01.json", "[1]", "holds something that is neither a ruleset nor"),
        ("2026-11-01.json", '{"message": "Not Found"}', "holds something that is neither a ruleset nor"),
        ("2026-11-01.json", '{"rules": [], "rules": []}', "says 'rules' twice"),
        ("2026-11-01.json", "[" * 100_000, "is nested too deeply"),
        ("2026-13-01.json", "{}", "is named by 2026-13-01, which is no day"),
        ("latest.json", "{}", "is not named by a day, as 2026-11-01.json is"),
    ],
)
def test_a_file_that_is_no_answer_shows_nothing(name: str, text: str, why: str) -> None:
    found, (fault,) = snapshots({f"{FOLDER}{name}": text.encode()})
    assert found == []
    assert fault.path == f"{FOLDER}{name}"
    assert fault.why.startswith(why)


def test_a_git_host_without_any_rule_enforces_nothing_and_a_plan_without_approval_rules_is_no_fault(book: Book) -> None:
    ((one,), faults) = snapshots({RULESETS: b"[]"})
    assert [*weaknesses(one, branch_promise(book, one.day))] == ["no rule is set for main"]
    files = {RULESETS: json.dumps([branch()]).encode(), f"{FOLDER}2026-11-01-approvals.json": b"[]"}
    ((one,), more) = snapshots(files)
    assert [*weaknesses(one, branch_promise(book, one.day)), *faults, *more] == []


def test_a_file_that_is_no_answer_is_an_error(past: Past) -> None:
    edits: dict[str, Any] = {**BOUND, f"{FOLDER}latest.json": "{}"}
    assert [(one.level, one.message) for one in past.finds("APR-54", edits=edits)] == [
        ("error", "this file is not named by a day, as 2026-11-01.json is, so it shows nothing")
    ]
    assert past.finds("APR-53", edits=edits) == []


def test_a_file_that_no_document_binds_is_told(past: Past) -> None:
    found = past.finds("APR-54", edits={f"{FOLDER}2026-11-01.json": json.dumps(SOUND)})
    assert f"{RULESETS}:1 no document binds this file, so nobody approves it" in told(found)


KEYS = [
    "rules",
    "enforcement",
    "bypass_actors",
    "type",
    "parameters",
    "conditions",
    "ref_name",
    "include",
    "push_access_levels",
    "merge_access_levels",
    "user_id",
    "merge_method",
    "rule_type",
    "name",
    "approvals_required",
    "actor_id",
    "allowed_merge_methods",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)


@given(JSON)
def test_no_answer_whatever_breaks_the_reading(book: Book, value: Any) -> None:
    found, faults = snapshots({RULESETS: json.dumps(value).encode()})
    assert len(found) + len(faults) == 1
    for one in found:
        assert all(isinstance(what, str) for what in weaknesses(one, branch_promise(book, TODAY)))


def test_a_document_may_bind_the_snapshots(past: Past) -> None:
    assert [one for one in past.finds("GOV-15", edits=BOUND) if "forge-rules" in str(one)] == []
