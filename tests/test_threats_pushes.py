"""Threats 5, 6 and 45: changes that nobody merged, and merges of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import CHART, ONCALL, POLICY, RUNBOOK, SEVERITIES, edit, register
from threats import FAIR, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


README = {"README.md": "x\n"}


DIRECT = (
    Threat(5, "Lee pushes", pushes("lee", edit("2h")), "direct"),
    Threat(5, "Dana pushes", pushes("dana", edit("2h")), "direct"),
    Threat(5, "Dana pushes and signs", pushes("dana", edit("2h"), sign="dana"), "direct"),
    Threat(
        5, "Dana pushes what Lee wrote, and signs", pushes("lee", edit("2h"), committer="dana", sign="dana"), "hidden"
    ),
    Threat(5, "a push of what the policy binds", pushes("lee", {SEVERITIES: "levels: []\n"}), "direct"),
    Threat(5, "a push that deletes what the policy binds", pushes("lee", {SEVERITIES: None}), "direct"),
    Threat(5, "a push that deletes the policy", pushes("lee", {POLICY: None}), "direct"),
    Threat(
        5,
        "a push that calls itself a pull request",
        pushes("lee", edit("2h"), message="Merge pull request #12 from lee/x\n"),
        "hidden",
    ),
    Threat(5, "a push with a forged number", pushes("lee", edit("2h"), message="Change it (#12)\n"), "hidden"),
    Threat(
        5, "an edit on the forge's page", pushes("dana@github", edit("2h"), committer="github", sign="forge"), "direct"
    ),
    Threat(
        5,
        "the same with a number",
        pushes("dana@github", edit("2h"), committer="github", sign="forge", message="Fix (#12)"),
        "hidden",
    ),
    Threat(5, "a push of what a page shows", pushes("lee", {CHART: "<svg/>\n"}), "direct", document="BOOK"),
    Threat(
        5,
        "a push of one more page",
        pushes("lee", {"docs/book/deep/two.md": "x\n"}),
        "direct",
        merges("dana", change={"docs/book/deep/two.md": "x\n"}),
        document="BOOK",
    ),
    Threat(5, "a push after a merge", then(FAIR, pushes("lee", edit("3h"))), "direct"),
    Threat(
        5,
        "a push, and a merge of something else",
        then(pushes("lee", edit("2h")), merges("dana", change=README)),
        "direct",
    ),
)


REVIEWED = register(
    "review_every: 365d, minimum_proof: forge}\n  runbook", "review_every: 365d, minimum_proof: reviewed}\n  runbook"
)


BYPASS = (
    Threat(
        6,
        "an administrator's merge where a review is asked for",
        then(
            merges("kim", change=REVIEWED),
            merges("dana@github", change=edit("2h"), committer="github", sign="forge"),
        ),
        "weak-proof",
        then(merges("kim", change=REVIEWED), merges("dana", change=edit("2h"))),
    ),
    Threat(
        6,
        "an administrator merges their own",
        merges("dana@github", by="dana", change=edit("2h"), committer="github", sign="forge"),
        "self-approval",
    ),
)


ELSEWHERE = (
    Threat(
        45,
        "Dana merges something else afterwards",
        then(pushes("lee", edit("2h")), merges("dana", change={RUNBOOK: "x\n"})),
        "direct",
        then(FAIR, merges("dana", change={RUNBOOK: "x\n"})),
    ),
    Threat(
        45,
        "Dana merges nothing afterwards",
        then(pushes("lee", edit("2h")), merges("dana", change={})),
        "direct",
        then(FAIR, merges("dana", change={})),
    ),
    Threat(
        45,
        "Kim changes who approves afterwards",
        then(pushes("lee", edit("2h")), merges("kim", change=register("title: Policy,", "title: The policy,"))),
        "direct",
        then(FAIR, merges("kim", change=register("title: Policy,", "title: The policy,"))),
    ),
    Threat(
        45,
        "an approver's empty commit",
        then(pushes("lee", edit("2h")), pushes("dana", {}, message="Approved", sign="dana")),
        "direct",
        then(FAIR, pushes("lee", {})),
    ),
)


THREATS = (
    *DIRECT,
    *BYPASS,
    *ELSEWHERE,
)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_threat_45_a_stale_approval_is_refreshed_by_nothing_but_a_change_of_it(repo: Repo) -> None:
    repo.merges("dana", change={RUNBOOK: "x\n"}, at=repo.now + 86400 * 200)
    assert repo.verdict("ROSTER").verdict == "stale"
    repo.now += 86400 * 240
    repo.merges("dana", change={ONCALL: "reviewed: 2026-08-20\nrotations: []\n"})
    assert repo.verdict("ROSTER").verdict == "approved"
