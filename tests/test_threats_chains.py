"""Threats 4, 9, 12 and 13: approvals that cover earlier landings, whose authors count with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import POLICY, POLICY_TEXT, edit
from threats import FAIR, Step, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


README = {"README.md": "x\n"}


TOP = {POLICY: POLICY_TEXT.replace("title: Policy", "title: The policy")}


def covered(first: str, then_by: str, merger: str) -> Step:
    """A merge too weak to approve, of one's own work; then somebody else's typo."""
    return then(merges(first, by=first, change=edit("2h"), sign=None), merges(merger, by=then_by, change=edit("3h")))


CHAINS = (
    Threat(
        4,
        "a weak merge of one's own, then somebody's typo",
        covered("dana", "lee", "dana"),
        "self-approval",
        covered("dana", "lee", "sam"),
    ),
    Threat(
        4,
        "two who merge one another's",
        then(merges("dana", by="sam", change=edit("2h"), sign=None), merges("sam", by="dana", change=edit("3h"))),
        "self-approval",
        then(merges("dana", by="sam", change=edit("2h")), merges("sam", by="dana", change=edit("3h"))),
    ),
    Threat(
        4,
        "one's own squash, then somebody's typo",
        then(pushes("dana", edit("5h"), committer="github", sign="forge", message="Change (#3)"), FAIR),
        "self-approval",
        then(pushes("sam", edit("5h"), committer="github", sign="forge", message="Change (#3)"), FAIR),
    ),
    Threat(
        4,
        "one's own help in a squash, then somebody's typo",
        then(
            pushes("lee", edit("2h"), message="Change (#3)\n\nCo-authored-by: D <dana@home.example>\n"),
            merges("dana", by="ira", change=edit("3h")),
        ),
        "self-approval",
        then(
            pushes("lee", edit("2h"), message="Change (#3)\n\nCo-authored-by: S <sam@example.com>\n"),
            merges("dana", by="ira", change=edit("3h")),
        ),
    ),
    Threat(
        4,
        "one's own push, undone, and done again by another",
        then(
            pushes("dana", edit("2h")),
            pushes("lee", {POLICY: POLICY_TEXT}),
            merges("dana", by="lee", change=edit("2h")),
        ),
        "self-approval",
        then(
            pushes("dana", edit("2h")), pushes("lee", {POLICY: POLICY_TEXT}), merges("sam", by="lee", change=edit("2h"))
        ),
    ),
    Threat(
        4,
        "one's own push to what the policy binds, then a typo",
        then(pushes("dana", {"data/severities.yml": "levels: []\n"}), FAIR),
        "self-approval",
        then(pushes("dana", {"data/oncall.yml": "rotations: []\n"}), FAIR),
    ),
    Threat(
        4,
        "one's own deletion, then somebody's typo",
        then(pushes("dana", {"data/severities.yml": None}), FAIR),
        "self-approval",
        then(pushes("sam", {"data/severities.yml": None}), FAIR),
    ),
    Threat(
        9,
        "an old branch that brings back what a push had changed, by who pushed",
        then(
            pushes("dana", edit("2h")),
            lambda r: r.merges("dana", branch=r.branch("lee", TOP, onto=r.git("rev-parse", "main~1"))),
        ),
        "self-approval",
        then(
            pushes("sam", edit("2h")),
            lambda r: r.merges(
                "dana", branch=r.branch("lee", {POLICY: POLICY_TEXT + "\nMore.\n"}, onto=r.git("rev-parse", "main~1"))
            ),
        ),
    ),
    Threat(
        12,
        "a revert of a revert by its first author",
        then(
            FAIR,
            merges("dana", by="sam", change={POLICY: POLICY_TEXT}, sign=None),
            pushes("dana", edit("2h")),
            FAIR,
            merges("dana", change=edit("3h")),
        ),
        "self-approval",
        then(FAIR, merges("dana", by="sam", change={POLICY: POLICY_TEXT}), merges("sam", change=edit("2h"))),
    ),
    Threat(
        13,
        "a copy of an approved change on another company's main",
        then(
            pushes("lee", edit("2h"), message="Merge pull request #12 from lee/x\n\n(cherry picked from commit 1)\n"),
            pushes("dana", README),
        ),
        "hidden",
    ),
)


THREATS = (*CHAINS,)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_an_approval_that_covers_says_what_it_covers_and_whose_it_is(repo: Repo) -> None:
    first = repo.pushes("ira", edit("3h"))
    second = repo.merges("sam", by="sam", change=edit("5h"))
    FAIR(repo)
    verdict = repo.verdict()
    assert verdict.verdict == "approved"
    assert verdict.approval is not None
    assert verdict.approval.covers == (first, second)
    assert set(verdict.approval.authors) == {"lee", "ira", "sam"}
    assert "it covers 2 earlier commits" in verdict.reason
