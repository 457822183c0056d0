"""Threats 4, 9 and 10: histories that hide somebody: criss-crosses, merges inside branches, roots from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import POLICY, POLICY_TEXT, RUNBOOK, edit
from threats import FAIR, Step, Threat, benign, hostile, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


README = {"README.md": "x\n"}


TOP = {POLICY: POLICY_TEXT.replace("title: Policy", "title: The policy")}


def updated(by: str, also: dict[str, str] | None = None, committer: str | None = None, merger: str = "dana") -> Step:
    """Main merged into Lee's branch by somebody (`also` is what that merge itself changes), then the branch landed."""

    def landed(repo: Repo) -> None:
        side = repo.branch("lee", edit("2h"))
        repo.merges("sam", change=README)
        files = repo.changed(repo.merged(side, repo.tip), also or {})
        message = "Merge branch 'main' into change"
        branch = repo.commit([side, repo.tip], files, by, message, committer=committer, at=repo.now - 60)
        repo.merges(merger, branch=branch)

    return landed


def untangled(by: str, conflict: bool = True) -> Step:
    """Somebody merges main into Lee's branch, and settles by hand what both had changed."""

    def landed(repo: Repo) -> None:
        side = repo.branch("lee", edit("2h"))
        repo.merges("sam", by="ira", change=edit("3h") if conflict else README)
        branch = repo.commit([side, repo.tip], repo.merged(repo.tip, side), by, "Merge main", at=repo.now - 60)
        repo.merges("dana", branch=branch)

    return landed


def inside(by: str, writer: str, also: dict[str, str] | None = None) -> Step:
    """A branch of the branch, merged into it by somebody, cleanly but for `also`; the writer's commit is on the inner
    one."""

    def landed(repo: Repo) -> None:
        outer = repo.branch("lee", README)
        inner = repo.branch(writer, edit("2h"))
        files = repo.changed(repo.merged(outer, inner), also or {})
        branch = repo.commit([outer, inner], files, by, "Merge inner", at=repo.now - 60)
        repo.merges("dana", branch=branch)

    return landed


def inner_octopus(by: str) -> Step:
    def landed(repo: Repo) -> None:
        tips = [repo.branch("lee", edit("2h")), repo.branch("ira", README), repo.branch("sam", {RUNBOOK: "x\n"})]
        files = repo.changed(repo.files(repo.tip), {**edit("2h"), **README, RUNBOOK: "x\n"})
        repo.merges("dana", branch=repo.commit(tips, files, by, "Merge all", at=repo.now - 60))

    return landed


def inner_twin(by: str) -> Step:
    """A merge inside the branch of a commit with itself, which changes the policy."""

    def landed(repo: Repo) -> None:
        side = repo.branch("lee", README)
        files = repo.changed(repo.files(side), edit("2h"))
        repo.merges("dana", branch=repo.commit([side, side], files, by, "Merge", at=repo.now - 60))

    return landed


def criss_cross(repo: Repo, by: str = "lee", also: dict[str, str] | None = None) -> None:
    """Main and a branch merged into each other twice, then the branch once more."""
    side = repo.branch("lee", TOP)
    repo.merges("sam", by="ira", change=README)
    crossed = repo.commit([side, repo.tip], repo.merged(side, repo.tip), by, "Merge main", at=repo.now - 60)
    repo.merges("sam", branch=side)
    assert repo.git("merge-base", "--all", crossed, repo.tip).count("\n") == 1
    more = repo.branch("lee", {POLICY: TOP[POLICY].replace("4h", "2h")}, onto=crossed)
    repo.merges("dana", branch=more, also=also)


def from_elsewhere(change: dict[str, str], by: str = "lee") -> Step:
    """A root without parents, merged."""

    def landed(repo: Repo) -> None:
        root = repo.commit([], repo.changed({}, change), by, "Begin elsewhere", at=repo.now - 60)
        repo.merges("dana", branch=root)

    return landed


def stale_then(merger: str) -> Step:
    """Main's newer promise undone inside a branch by `-s ours`, and the branch landed cleanly."""

    def landed(repo: Repo) -> None:
        side = repo.branch("lee", README)
        FAIR(repo)
        kept = repo.commit([side, repo.tip], repo.files(side), merger, "Merge branch 'main' into x", at=repo.now - 60)
        repo.merges("dana", branch=kept)

    return landed


BRANCHES = (
    Threat(4, "an update of the branch that writes", updated("dana", edit("9h")), "self-approval", updated("dana")),
    Threat(4, "an update by a stranger that writes", updated("eve", edit("9h")), "unknown-author", updated("eve")),
    Threat(
        4,
        "an update at the forge that writes",
        updated("dana@github", edit("9h"), "github"),
        "self-approval",
        updated("dana@github", None, "github"),
    ),
    Threat(4, "an update that writes elsewhere", updated("dana", {RUNBOOK: "x\n"}), "self-approval", updated("dana")),
    Threat(4, "a conflict settled in the branch by who lands it", untangled("dana"), "self-approval", untangled("sam")),
    Threat(4, "the writer inside a branch of the branch", inside("lee", "dana"), "self-approval", inside("sam", "lee")),
    Threat(
        4,
        "who merged a branch into the branch, and wrote in the merge",
        inside("dana", "lee", {"README.md": "y\n"}),
        "self-approval",
        inside("dana", "lee"),
    ),
    Threat(4, "an octopus inside the branch", inner_octopus("dana"), "self-approval", inner_octopus("lee")),
    Threat(
        4, "a merge of a commit with itself inside the branch", inner_twin("dana"), "self-approval", inner_twin("lee")
    ),
    Threat(
        9, "an evil merge after a criss-cross", lambda r: criss_cross(r, also=edit("9h")), "evil-merge", criss_cross
    ),
    Threat(
        9,
        "a root from elsewhere with a policy of its own",
        from_elsewhere(edit("2h")),
        "by-hand",
        then(FAIR, from_elsewhere({"LICENSE": "x\n"})),
    ),
    Threat(
        9,
        "a root from elsewhere by who lands it",
        from_elsewhere({"docs/book/two.md": "x\n"}, "dana"),
        "self-approval",
        from_elsewhere({"docs/book/two.md": "x\n"}),
        document="BOOK",
    ),
    Threat(
        10,
        "main's change dropped inside the branch by who lands it",
        stale_then("dana"),
        "self-approval",
        stale_then("lee"),
    ),
)


THREATS = (*BRANCHES,)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)
