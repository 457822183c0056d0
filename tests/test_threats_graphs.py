"""Shapes of history that hide somebody: chains, criss-crosses, merges inside branches, roots from elsewhere (4, 8, 9, 13)."""

from __future__ import annotations

from histories import Repo
from history_company import POLICY, POLICY_TEXT, RUNBOOK, edit
from threats import FAIR, Step, Threat, benign, hostile, merges, pushes, then

pytest_plugins = ["history_fixtures"]

README = {"README.md": "x\n"}
TOP = {POLICY: POLICY_TEXT.replace("title: Policy", "title: The policy")}


def updated(by: str, also: dict[str, str] | None = None, committer: str | None = None, lander: str = "dana") -> Step:
    """Main merged into Lee's branch by somebody (`also` is what that merge itself changes), then the branch landed."""

    def landed(repo: Repo) -> None:
        side = repo.branch("lee", edit("2h"))
        repo.merges("sam", change=README)
        files = repo.changed(repo.merged(side, repo.tip), also or {})
        message = "Merge branch 'main' into change"
        branch = repo.commit([side, repo.tip], files, by, message, committer=committer, at=repo.now - 60)
        repo.merges(lander, branch=branch)

    return landed


def untangled(by: str, conflict: bool = True) -> Step:
    """Somebody merges main into Lee's branch, and settles by hand what both had changed."""

    def landed(repo: Repo) -> None:
        side = repo.branch("lee", edit("2h"))
        repo.merges("sam", by="ira", change=edit("3h") if conflict else README)
        branch = repo.commit([side, repo.tip], repo.merged(repo.tip, side), by, "Merge main", at=repo.now - 60)
        repo.merges("dana", branch=branch)

    return landed


def inside(by: str, writer: str) -> Step:
    """A branch of the branch, merged cleanly into it by somebody; the writer's commit is on the inner one."""

    def landed(repo: Repo) -> None:
        outer = repo.branch("lee", README)
        inner = repo.branch(writer, edit("2h"))
        branch = repo.commit([outer, inner], repo.merged(outer, inner), by, "Merge inner", at=repo.now - 60)
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
    base = repo.tip
    repo.merges("sam", by="ira", change=README)
    crossed = repo.commit([side, repo.tip], repo.merged(side, repo.tip), by, "Merge main", at=repo.now - 60)
    repo.merges("sam", branch=side)
    assert repo.git("merge-base", "--all", crossed, repo.tip).count("\n") == 1
    more = repo.branch("lee", {POLICY: TOP[POLICY].replace("4h", "2h")}, onto=crossed)
    repo.merges("dana", branch=more, also=also)
    assert base


def from_elsewhere(change: dict[str, str], by: str = "lee") -> Step:
    """A root without parents, merged."""

    def landed(repo: Repo) -> None:
        root = repo.commit([], repo.changed({}, change), by, "Begin elsewhere", at=repo.now - 60)
        repo.merges("dana", branch=root)

    return landed


def stale_then(lander: str) -> Step:
    """Main's newer promise undone inside a branch by `-s ours`, and the branch landed cleanly."""

    def landed(repo: Repo) -> None:
        side = repo.branch("lee", README)
        FAIR(repo)
        kept = repo.commit([side, repo.tip], repo.files(side), lander, "Merge branch 'main' into x", at=repo.now - 60)
        repo.merges("dana", branch=kept)

    return landed


def covered(first: str, then_by: str, lander: str) -> Step:
    """A merge too weak to approve, of one's own work; then somebody else's typo."""
    return then(
        merges(first, by=first, change=edit("2h"), sign=None), merges(lander, by=then_by, change=edit("3h"))
    )


BRANCHES = (
    Threat(4, "an update of the branch that writes", updated("dana", edit("9h")), "self-approval", updated("dana")),
    Threat(4, "an update by a stranger that writes", updated("eve", edit("9h")), "unknown-author", updated("eve")),
    Threat(4, "an update at the forge that writes", updated("dana@github", edit("9h"), "github"), "self-approval", updated("dana@github", None, "github")),
    Threat(4, "an update that writes elsewhere", updated("dana", {RUNBOOK: "x\n"}), "self-approval", updated("dana")),
    Threat(4, "a conflict settled in the branch by who lands it", untangled("dana"), "self-approval", untangled("sam")),
    Threat(4, "the writer inside a branch of the branch", inside("lee", "dana"), "self-approval", inside("dana", "lee")),
    Threat(4, "an octopus inside the branch", inner_octopus("dana"), "self-approval", inner_octopus("lee")),
    Threat(4, "a merge of a commit with itself inside the branch", inner_twin("dana"), "self-approval", inner_twin("lee")),
    Threat(9, "an evil merge after a criss-cross", lambda r: criss_cross(r, also=edit("9h")), "evil-merge", criss_cross),
    Threat(9, "a root from elsewhere with a policy of its own", from_elsewhere(edit("2h")), "by-hand", then(FAIR, from_elsewhere({"LICENSE": "x\n"}))),
    Threat(9, "a root from elsewhere by who lands it", from_elsewhere({"docs/book/two.md": "x\n"}, "dana"), "self-approval", from_elsewhere({"docs/book/two.md": "x\n"}), document="BOOK"),
    Threat(10, "main's change dropped inside the branch by who lands it", stale_then("dana"), "self-approval", stale_then("lee")),
)

CHAINS = (
    Threat(4, "a weak merge of one's own, then somebody's typo", covered("dana", "lee", "dana"), "self-approval", covered("dana", "lee", "sam")),
    Threat(4, "two who merge one another's", then(merges("dana", by="sam", change=edit("2h"), sign=None), merges("sam", by="dana", change=edit("3h"))), "self-approval", then(merges("dana", by="sam", change=edit("2h")), merges("sam", by="dana", change=edit("3h")))),
    Threat(4, "one's own squash, then somebody's typo", then(pushes("dana", edit("2h"), committer="github", sign="forge", message="Change (#3)"), FAIR), "self-approval", then(pushes("sam", edit("2h"), committer="github", sign="forge", message="Change (#3)"), FAIR)),
    Threat(4, "one's own help in a squash, then somebody's typo", then(pushes("lee", edit("2h"), message="Change (#3)\n\nCo-authored-by: D <dana@home.example>\n"), merges("dana", by="ira", change=edit("3h"))), "self-approval", then(pushes("lee", edit("2h"), message="Change (#3)\n\nCo-authored-by: S <sam@example.com>\n"), merges("dana", by="ira", change=edit("3h")))),
    Threat(4, "one's own push, undone, and done again by another", then(pushes("dana", edit("2h")), pushes("lee", {POLICY: POLICY_TEXT}), merges("dana", by="lee", change=edit("2h"))), "self-approval", then(pushes("dana", edit("2h")), pushes("lee", {POLICY: POLICY_TEXT}), merges("sam", by="lee", change=edit("2h")))),
    Threat(4, "one's own push to what the policy binds, then a typo", then(pushes("dana", {"data/severities.yml": "levels: []\n"}), FAIR), "self-approval", then(pushes("dana", {"data/oncall.yml": "rotations: []\n"}), FAIR)),
    Threat(4, "one's own deletion, then somebody's typo", then(pushes("dana", {"data/severities.yml": None}), FAIR), "self-approval", then(pushes("sam", {"data/severities.yml": None}), FAIR)),
    Threat(9, "an old branch that brings back what a push had changed, by who pushed", then(pushes("dana", edit("2h")), lambda r: r.merges("dana", branch=r.branch("lee", TOP, onto=r.git("rev-parse", "main~1")))), "self-approval", then(pushes("sam", edit("2h")), lambda r: r.merges("dana", branch=r.branch("lee", {POLICY: POLICY_TEXT + "\nMore.\n"}, onto=r.git("rev-parse", "main~1"))))),
    Threat(12, "a revert of a revert by its first author", then(FAIR, merges("dana", by="sam", change={POLICY: POLICY_TEXT}, sign=None), pushes("dana", edit("2h")), FAIR, merges("dana", change=edit("3h"))), "self-approval", then(FAIR, merges("dana", by="sam", change={POLICY: POLICY_TEXT}), merges("sam", change=edit("2h")))),
    Threat(13, "a copy of an approved change on another company's main", then(pushes("lee", edit("2h"), message="Merge pull request #12 from lee/x\n\n(cherry picked from commit 1)\n"), pushes("dana", README)), "direct"),
)

THREATS = (*BRANCHES, *CHAINS)


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
    assert "it covers 2 earlier landings" in verdict.reason


