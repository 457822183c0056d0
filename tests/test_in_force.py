"""What the policy was at a moment: what an approver had landed by then, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from conftest import TODAY
from ratified.incident import PolicyHistory, PolicyInForce
from records import ADOPTED, DRAFT, REGISTER, ROLES, Past

SEVERITIES, INTAKE = "data/severities.yml", "data/intake.yml"
INDEX = "docs/policy/index.md"
TARGET = "      contain: 24h\n"


def contain(hours: int) -> dict[str, tuple[str, str]]:
    return {SEVERITIES: (TARGET, f"      contain: {hours}h\n")}


def in_force(past: Past) -> PolicyHistory:
    return PolicyHistory(past.record(TODAY).approvals, past.book())


def at(past: Past, day: str) -> PolicyInForce:
    """What stood at noon (UTC); landings are at nine."""
    return in_force(past).at(datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC))


def promised(policy: PolicyInForce) -> str:
    return str(policy.book.level["sev-2"].targets.contain)


def test_the_last_landing_that_approved_the_policy_counts() -> None:
    past = Past()
    past.lands("2026-10-20", contain(12))
    past.lands("2026-11-02", {SEVERITIES: ("      contain: 12h\n", "      contain: 6h\n")})
    days = ("2026-10-19", "2026-10-20", "2026-11-01", "2026-11-02")
    found = [at(past, day) for day in days]
    assert [promised(policy) for policy in found] == ["24 hours", "12 hours", "12 hours", "6 hours"]
    assert [policy.version for policy in found] == [1, 2, 2, 3]
    assert not any(policy.doubts for policy in found)


def test_a_landing_counts_from_its_own_moment_on() -> None:
    past = Past()
    past.lands("2026-10-20", contain(12))
    policies = in_force(past)
    nine = datetime(2026, 10, 20, 9, tzinfo=UTC)
    assert promised(policies.at(nine)) == "12 hours"
    assert promised(policies.at(nine.replace(hour=8, minute=59))) == "24 hours"


def test_what_nobody_approved_was_never_in_force() -> None:
    past = Past()
    past.lands("2026-10-20", contain(12), merged_by=None)
    past.lands("2026-10-21", {INTAKE: ("within: 30m", "within: 45m")}, by="priya", merged_by="priya")
    policy = at(past, "2026-11-01")
    assert promised(policy) == "24 hours"
    assert str(policy.book.source["monitoring"].within) == "30 minutes"
    assert (policy.version, policy.doubts) == (1, ())


def test_a_later_approval_takes_in_what_landed_before_it_and_not_earlier_than_itself() -> None:
    past = Past()
    past.lands("2026-10-20", contain(12), merged_by=None)
    past.lands("2026-10-28", {INTAKE: ("within: 30m", "within: 45m")})
    assert [promised(at(past, day)) for day in ("2026-10-27", "2026-10-28")] == ["24 hours", "12 hours"]


def test_a_reaffirmation_is_in_force_and_no_new_version() -> None:
    past = Past()
    date = past.text(INDEX).partition("reviewed: ")[2][:10]
    past.lands("2026-10-20", {INDEX: (f"reviewed: {date}", "reviewed: 2026-10-20")})
    assert at(past, "2026-10-21").version == 1


def test_before_adoption_it_is_as_main_had_it_and_that_is_said() -> None:
    policy = at(Past(), "2026-09-01")
    assert promised(policy) == "24 hours"
    assert policy.version is None
    assert f"{SEVERITIES}: not approved then; taken as main had it ({'0' * 9}a)" in policy.doubts
    assert not any(file.approved for file in policy.files)


def test_before_git_holds_anything_nothing_may_be_judged() -> None:
    policy = at(Past(), "2024-02-04")
    assert policy.lacks("severities") == f"{SEVERITIES}: main had no such file then"
    assert policy.version is None


def test_a_file_that_cannot_be_read_as_it_was_says_so_and_spoils_nothing_else() -> None:
    past = Past(adopted="")
    good = past.text(INTAKE)
    past.lands("2026-10-05", {INTAKE: good.replace("within: 30m", "within: soon"), REGISTER: (DRAFT, ADOPTED)})
    past.lands("2026-10-20", {INTAKE: good})
    policy = at(past, "2026-10-06")
    assert policy.lacks("severities", "escalation") is None
    line = past.line(INTAKE, "within: 30m")
    assert policy.lacks("intake") == (
        f"{INTAKE} as of {'0' * 8}1a cannot be read today: line {line}, within: not a duration: 'soon'"
    )
    assert at(past, "2026-10-21").lacks("intake") is None


def test_each_version_of_a_file_is_read_once() -> None:
    past = Past()
    past.lands("2026-10-20", contain(12))
    approvals = past.record(TODAY).approvals
    asked: list[str] = []
    read = approvals.timeline.read
    approvals.timeline.read = lambda ids: asked.extend(ids := list(ids)) or read(ids)  # type: ignore[func-returns-value]
    policies = PolicyHistory(approvals, past.book())
    for day in range(6, 30):
        policies.at(datetime(2026, 10, day, 12, tzinfo=UTC))
    data = [id_ for id_ in asked if id_ in {past.tree[SEVERITIES].id, past.tree[ROLES].id, past.tree[INTAKE].id}]
    assert len(data) == len(set(data)) == 3
