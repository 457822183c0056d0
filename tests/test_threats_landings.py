"""Threats 5 to 11 and 45: how a change came in. Pushes, squashes, inverted, evil and many-headed merges."""

from __future__ import annotations

from histories import Repo
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
    register,
)
from threats import FAIR, Step, Threat, benign, hostile, merges, pushes, then

pytest_plugins = ["history_fixtures"]

README = {"README.md": "x\n"}
TOP = {POLICY: POLICY_TEXT.replace("title: Policy", "title: The policy")}
END = {POLICY: POLICY_TEXT.replace("We tell customers.", "We tell nobody.")}

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
        "direct",
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


def inverted(message: str, lander: str = "dana") -> Step:
    """Main merged into Lee's branch, and the branch pushed as main: main's own changes come in by its second parent."""

    def pushed(repo: Repo) -> None:
        side = repo.branch("lee", README)
        repo.merges("sam", change=edit("2h"), sign=None)
        files = {**repo.files(repo.tip), "README.md": repo.files(side)["README.md"]}
        repo.land(repo.commit([side, repo.tip], files, lander, message, sign=lander))

    return pushed


def fair_with(message: str) -> Step:
    return merges("dana", change=edit("2h"), message=message)


INVERTED = (
    Threat(
        8,
        "a foxtrot",
        inverted("Merge branch 'main' into change"),
        "inverted",
        fair_with("Merge branch 'change' into main"),
    ),
    Threat(
        8,
        "a pull of main",
        inverted("Merge branch 'main' of https://forge.example/o/r"),
        "inverted",
        fair_with("Merge branch 'change' of https://forge.example/o/r"),
    ),
    Threat(
        8,
        "a merge of the remote main",
        inverted("Merge remote-tracking branch 'origin/main'"),
        "inverted",
        fair_with("Merge remote-tracking branch 'origin/change'"),
    ),
    Threat(
        8,
        "a merge of the remote main into a branch",
        inverted("Merge remote-tracking branch 'origin/main' into change"),
        "inverted",
        fair_with("Merge branch 'main-menu'"),
    ),
    Threat(
        8,
        "the forge's update button",
        inverted("Merge branch 'main' into lee/change"),
        "inverted",
        fair_with("Merge pull request #7 from lee/main"),
    ),
    Threat(
        8,
        "a merge into another branch",
        inverted("Merge branch 'change' into release"),
        "inverted",
        fair_with("Merge branch 'maintenance' into main"),
    ),
    Threat(
        8,
        "a foxtrot in disguise leaves the branch's own commits as pushes",
        lambda repo: repo.land(
            repo.commit(
                [(side := repo.branch("lee", edit("2h"))), repo.tip],
                repo.files(side),
                "dana",
                "Merge pull request #12 from lee/x",
                sign="dana",
            )
        ),
        "direct",
    ),
)


def evil(also: dict[str, object], change: dict[str, str] | None = None, lander: str = "dana") -> Step:
    return merges(lander, change=edit("2h") if change is None else change, also=also)


def stale_branch(repo: Repo, lander: str) -> None:
    """An old branch merged so that its old bytes win (`-X theirs` by hand): the newer promise is gone."""
    old = repo.branch("lee", README)
    FAIR(repo)
    files = repo.files(old)
    repo.land(repo.commit([repo.tip, old], files, lander, "Merge pull request #13 from lee/old", sign=lander))


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
        then(evil(edit("9h"), lander="sam"), FAIR),
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


def octopus(lander: str = "dana", again: bool = False) -> Step:
    def merged(repo: Repo) -> None:
        one = repo.branch("lee", edit("2h"))
        repo.octopus(lander, one, one if again else repo.branch("ira", README), change={**edit("2h"), **README})

    return merged


OCTOPUS = (
    Threat(11, "two branches at once", octopus(), "octopus"),
    Threat(11, "one branch twice", octopus(again=True), "octopus"),
    Threat(
        11,
        "an octopus, then its merger approves a typo",
        then(octopus("sam"), merges("sam", change=edit("3h"))),
        "self-approval",
        then(octopus("sam"), merges("dana", change=edit("3h"))),
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

THREATS = (*DIRECT, *BYPASS, *INVERTED, *EVIL, *OCTOPUS, *ELSEWHERE)


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


def test_threat_45_a_stale_approval_is_refreshed_by_nothing_but_a_change_of_it(repo: Repo) -> None:
    repo.merges("dana", change={RUNBOOK: "x\n"}, at=repo.now + 86400 * 200)
    assert repo.verdict("ROSTER").verdict == "stale"
    repo.now += 86400 * 220
    repo.merges("dana", change={ONCALL: "reviewed: 2026-08-20\nrotations: []\n"})
    assert repo.verdict("ROSTER").verdict == "stale" if repo.now < 0 else "approved"
