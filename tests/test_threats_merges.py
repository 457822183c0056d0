"""Threats 9 and 10: merges that write, and old bytes that win."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import (
    CHAPTER,
    CHART,
    FORGE,
    ONCALL,
    POLICY,
    POLICY_TEXT,
    RUNBOOK,
    SEVERITIES,
    SEVERITIES_TEXT,
    edit,
)
from threats import FAIR, Step, Threat, benign, hostile, merges, then

if TYPE_CHECKING:
    from histories import Change, Repo

pytest_plugins = ["history_fixtures"]


README = {"README.md": "x\n"}


TOP = {POLICY: POLICY_TEXT.replace("title: Policy", "title: The policy")}


END = {POLICY: POLICY_TEXT.replace("We tell customers.", "We tell nobody.")}


def evil(also: Change, change: Change | None = None, merger: str = "dana") -> Step:
    return merges(merger, change=edit("2h") if change is None else change, also=also)


def stale_branch(repo: Repo, merger: str) -> None:
    """An old branch merged so that its old bytes win (`-X theirs` by hand): the newer promise is gone."""
    old = repo.branch("lee", README)
    FAIR(repo)
    files = repo.files(old)
    repo.land(repo.commit([repo.tip, old], files, merger, "Merge pull request #13 from lee/old", sign=merger))


def conflict(repo: Repo) -> None:
    side = repo.branch("lee", edit("3h"))
    FAIR(repo)
    repo.merges("dana", branch=side)


def beside(repo: Repo) -> None:
    """Two changes of one file that git merges by itself."""
    side = repo.branch("lee", TOP)
    merges("dana", change=END)(repo)
    repo.merges("dana", branch=side)


EVIL = (
    Threat(9, "the merge writes the policy", evil(edit("9h")), "evil-merge"),
    Threat(
        9,
        "the merge writes the policy beside another change",
        evil(edit("9h"), README),
        "evil-merge",
        evil({"LICENSE": "x\n"}, README),
    ),
    Threat(
        9,
        "the merge writes what the policy binds",
        evil({SEVERITIES: "levels: []\n"}),
        "evil-merge",
        evil({ONCALL: "rotations: []\n"}),
    ),
    Threat(9, "the merge deletes what the policy binds", evil({SEVERITIES: None}), "evil-merge"),
    Threat(9, "the merge deletes the policy", evil({POLICY: None}), "evil-merge"),
    Threat(9, "the merge makes the policy a program", evil({POLICY: ("100755", edit("2h")[POLICY])}), "evil-merge"),
    Threat(
        9,
        "the merge drops the change of what the policy binds",
        evil({SEVERITIES: SEVERITIES_TEXT}, {**edit("2h"), SEVERITIES: "levels: []\n"}),
        "evil-merge",
    ),
    Threat(
        9,
        "the merge adds a page",
        evil({"docs/book/two.md": "x\n"}),
        "evil-merge",
        document="BOOK",
        twin=merges("dana", change={"docs/book/two.md": "x\n"}),
    ),
    Threat(
        9,
        "the merge redraws what a page shows",
        evil({CHART: "<svg/>\n"}),
        "evil-merge",
        document="BOOK",
        twin=merges("dana", change={CHART: "<svg/>\n"}),
    ),
    Threat(
        9,
        "the merge adds what a changed page shows",
        evil({"docs/img/new.svg": "<svg/>\n"}, {CHAPTER: "![new](../img/new.svg)\n"}),
        "evil-merge",
        document="BOOK",
        twin=merges("dana", change={CHAPTER: "![new](../img/new.svg)\n", "docs/img/new.svg": "<svg/>\n"}),
    ),
    Threat(
        9,
        "the merge pins a key",
        evil({FORGE: "none\n"}, {}, "kim"),
        "evil-merge",
        document="AUTHORITY",
        twin=merges("kim", change={"CODEOWNERS": "* @kim\n"}),
    ),
    Threat(
        9,
        "the merge restyles the site",
        evil({"macros/a.py": "x\n"}, {}),
        "evil-merge",
        document="SITE-LAYOUT",
        twin=merges("dana", change={"macros/a.py": "x\n"}),
    ),
    Threat(9, "a conflict resolved by hand", conflict, "by-hand", beside),
    Threat(
        9,
        "a merge of main's own past that writes",
        lambda r: r.merges("dana", branch=r.git("rev-parse", "main~1"), also=edit("2h")),
        "evil-merge",
    ),
    Threat(
        9,
        "a merge of main with itself that writes",
        lambda r: r.merges("dana", branch=r.tip, also=edit("2h")),
        "evil-merge",
    ),
    Threat(
        9,
        "an evil merge, then its merger approves a typo",
        then(evil(edit("9h")), FAIR),
        "self-approval",
        then(evil(edit("9h"), merger="sam"), FAIR),
    ),
    Threat(
        9,
        "an unsigned evil merge, then its merger approves a typo",
        then(merges("dana", change=README, also=edit("9h"), sign=None), FAIR),
        "self-approval",
        then(merges("dana", change=edit("3h"), sign=None), FAIR),
    ),
    Threat(10, "an old branch whose old bytes win", lambda r: stale_branch(r, "dana"), "evil-merge"),
    Threat(
        10,
        "the same, then the merger approves a typo",
        then(lambda r: stale_branch(r, "sam"), merges("sam", change=edit("5h"))),
        "self-approval",
        then(lambda r: stale_branch(r, "sam"), merges("dana", change=edit("5h"))),
    ),
    Threat(
        10,
        "a merge that takes the other side whole",
        lambda r: r.land(
            r.commit(
                [r.tip, r.branch("lee", {RUNBOOK: None})],
                r.changed(r.files(r.tip), edit("3h")),
                "dana",
                "Merge branch 'x'",
                sign="dana",
            )
        ),
        "evil-merge",
    ),
)


THREATS = (*EVIL,)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_threat_10_a_merge_that_drops_the_branch_is_no_event_for_the_policy(repo: Repo) -> None:
    before = repo.verdict()
    repo.land(
        repo.commit([repo.tip, repo.branch("lee", edit("2h"))], repo.files(repo.tip), "dana", "Merge", sign="dana")
    )
    assert repo.verdict() == before
