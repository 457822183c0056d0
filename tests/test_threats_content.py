"""Threats 12, 13, 19, 21 and 22: old bytes, links, modes, line ends, attributes; what git holds at a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import CHART, POLICY, POLICY_TEXT, SEVERITIES, edit
from threats import FAIR, Step, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


OLD = {POLICY: POLICY_TEXT}


CRLF = {POLICY: POLICY_TEXT.replace("\n", "\r\n")}


SUBMODULE = ("160000", "4b825dc642cb6eb9a060e54bf8d69288fbee4904")


def picked(onto_main: bool) -> Step:
    """Lee's change, picked by Dana with `-x` from a branch where Sam had approved it."""

    def landed(repo: Repo) -> None:
        there = repo.branch("lee", edit("2h"))
        message = f"Change it\n\n(cherry picked from commit {there})\n"
        if onto_main:
            repo.pushes("lee", edit("2h"), committer="dana", message=message)
        else:
            repo.merges("dana", branch=repo.branch("lee", edit("2h"), committer="dana", message=message))

    return landed


def two_ways(attributes: str, local: bool = False) -> Step:
    """A merge of two changes of one line, as a merge driver of the repository's own would make it."""

    def landed(repo: Repo) -> None:
        if local:
            (repo.root / ".git" / "info").mkdir(exist_ok=True)
            (repo.root / ".git" / "info" / "attributes").write_text(attributes)
            repo.git("config", "merge.mine.driver", "true")
        else:
            merges("kim", change={".gitattributes": attributes})(repo)
        side = repo.branch("lee", edit("3h"))
        FAIR(repo)
        both = {POLICY: POLICY_TEXT.replace("We answer within 4h.", "We answer within 2h.\nWe answer within 3h.")}
        repo.merges("sam", branch=side, also=both)

    return landed


REVERTED = (
    Threat(
        12,
        "changed and changed back by pushes",
        then(FAIR, pushes("lee", edit("3h")), pushes("lee", edit("2h"))),
        "direct",
        then(FAIR, merges("dana", change=edit("3h")), merges("dana", change=edit("2h"))),
    ),
    Threat(
        12,
        "back to what was adopted, by a push",
        then(FAIR, pushes("dana", OLD, message='Revert "Change it"\n\nThis reverts commit 0.\n')),
        "direct",
        then(FAIR, merges("dana", change=OLD)),
    ),
    Threat(
        12,
        "changed and changed back in one day",
        then(pushes("lee", edit("2h")), pushes("lee", OLD)),
        "direct",
        then(pushes("lee", edit("2h")), merges("dana", change=OLD)),
    ),
    Threat(13, "picked onto main by Dana", picked(onto_main=True), "hidden"),
    Threat(13, "picked onto a branch by Dana, who merges it", picked(onto_main=False), "self-approval"),
)


ENTRIES = (
    Threat(19, "a link for the policy", merges("dana", change={POLICY: ("120000", "../README.md")}), "entry"),
    Threat(
        19, "a link for what the policy binds", merges("dana", change={SEVERITIES: ("120000", "oncall.yml")}), "entry"
    ),
    Threat(19, "a submodule for the policy", merges("dana", change={POLICY: SUBMODULE}), "entry"),
    Threat(
        19,
        "a link for what a page shows",
        merges("dana", change={CHART: ("120000", "/etc/passwd")}),
        "entry",
        merges("dana", change={CHART: "<svg/>\n"}),
        document="BOOK",
    ),
    Threat(
        19,
        "a submodule among the pages",
        merges("dana", change={"docs/book/two.md": SUBMODULE}),
        "entry",
        merges("dana", change={"docs/book/two.md": "x\n"}),
        document="BOOK",
    ),
    Threat(
        19,
        "a link in trust",
        merges("kim", change={"data/trust/more": ("120000", "x")}),
        "entry",
        merges("kim", change={"data/trust/more": "x\n"}),
        document="AUTHORITY",
    ),
    Threat(
        19,
        "a push that makes the policy a program",
        pushes("lee", {POLICY: ("100755", POLICY_TEXT)}),
        "direct",
        merges("dana", change={POLICY: ("100755", POLICY_TEXT)}),
    ),
    Threat(
        21,
        "a page whose name differs in case alone",
        pushes("lee", {"docs/book/ONE.md": "x\n"}),
        "direct",
        merges("dana", change={"docs/book/two.md": "x\n"}),
        document="BOOK",
    ),
    Threat(
        21,
        "a page whose name is composed otherwise",
        pushes("lee", {"docs/book/e\u0301.md": "x\n", "docs/book/\u00e9.md": "y\n"}),
        "direct",
        document="BOOK",
        twin=merges("dana", change={"docs/book/\u00e9.md": "y\n"}),
    ),
    Threat(
        21,
        "a page whose name is no UTF-8",
        pushes("lee", {"docs/book/\udcff.md": "x\n"}),
        "direct",
        document="BOOK",
        twin=merges("dana", change={"docs/book/x y.md": "x\n"}),
    ),
    Threat(22, "other line ends", pushes("lee", CRLF), "direct", merges("dana", change=CRLF)),
    Threat(
        22,
        "a byte order mark",
        pushes("lee", {POLICY: "\ufeff" + POLICY_TEXT}),
        "direct",
        merges("dana", change={POLICY: "\ufeff" + POLICY_TEXT}),
    ),
    Threat(
        22,
        "no newline at the end",
        pushes("lee", {POLICY: POLICY_TEXT.rstrip("\n")}),
        "direct",
        merges("dana", change={POLICY: POLICY_TEXT.rstrip("\n")}),
    ),
    Threat(
        22,
        "a union of both sides, by an attribute of the repository",
        two_ways("*.md merge=union\n"),
        "by-hand",
        then(merges("kim", change={".gitattributes": "*.md merge=union\n"}), FAIR),
    ),
    Threat(22, "a union by an attribute of this clone", two_ways("*.md merge=union\n", local=True), "by-hand"),
    Threat(22, "a merge driver of this clone", two_ways("*.md merge=mine\n", local=True), "by-hand"),
    Threat(22, "a merge driver that takes one side", two_ways("*.md -merge\n"), "by-hand"),
)


THREATS = (
    *REVERTED,
    *ENTRIES,
)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)
