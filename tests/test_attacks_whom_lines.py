"""Main turned inside out, told by what the commits stand on and by no message; git-flow and forks are none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from attacks_whom import Attack, every, status
from history_company import POLICY, POLICY_TEXT, ROLES, ROLES_TEXT, RUNBOOK, edit
from pull_requests import BEN, PAGE, PRIYA, asks, more_in
from threats import Step, merges, pushes

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]

SAID = "may have swapped main with a branch"
README = {"README.md": "x\n"}
TOP = {POLICY: POLICY_TEXT.replace("title: Policy", "title: The policy")}
GITLAB = "Merge branch 'change' into 'main'\n\nChange it\n\nSee merge request group/policies!{}\n"


def joined(repo: Repo, first: str, second: str, by: str, message: str, land: bool = True, **more: Any) -> str:
    """A clean merge of two commits, on main or aside."""
    more = {"sign": by if land else None, "at": repo.now if land else repo.now - 60, **more}
    commit = repo.commit([first, second], repo.merged(first, second), by, message, **more)
    return repo.land(commit) if land else commit


def inside_out(message: str = "Sync with main", merger: str = "dana", own: Step | None = None, **more: Any) -> Step:
    """A branch of Lee's, then an approved landing on main, then main merged into the branch and that pushed as main."""

    def pushed(repo: Repo) -> None:
        side = repo.branch("lee", README)
        if own is not None:
            own(repo)
        else:
            repo.merges("sam", change=edit("2h"), **more)
        joined(repo, side, repo.tip, merger, message)

    return pushed


def with_merges_of_its_own(by: str, message: str, of: str = "ira", **more: Any) -> Step:
    """The branch that was pushed as main holds a merge itself, that looks like a landing."""

    def pushed(repo: Repo) -> None:
        one, two = repo.branch("lee", README), repo.branch(of, {"LICENSE": "x\n"})
        side = joined(repo, one, two, by, message, land=False, **more)
        repo.merges("sam", change=edit("2h"))
        joined(repo, side, repo.tip, "dana", "Sync with main")

    return pushed


def caught_up_before(repo: Repo) -> None:
    """The branch took main in twice before it was pushed as main: the second time is no better than the first."""
    side = repo.branch("lee", README)
    repo.merges("sam", change=edit("2h"))
    once = joined(repo, side, repo.tip, "dana", "Merge branch 'main' into change", land=False, sign="dana")
    repo.merges("sam", change=edit("3h"))
    joined(repo, once, repo.tip, "dana", "Merge branch 'main' into change")


def from_an_older_tip(message: str, into: str = GITLAB) -> Step:
    """Main's own landings merged into an older tip of main."""

    def pushed(repo: Repo) -> None:
        repo.merges("sam", change={RUNBOOK: "x\n"}, message=GITLAB.format(6))
        old = repo.tip
        repo.merges("sam", change=edit("2h"), message=into.format(7))
        joined(repo, old, repo.tip, "dana", message)

    return pushed


def squashed(repo: Repo) -> None:
    repo.pushes("lee", edit("2h"), committer="github", sign="forge", message="Change it (#12)")


def by_hand(repo: Repo) -> None:
    """An approver merges with their own key and names no request."""
    repo.merges("sam", change=edit("2h"), message="Merge branch 'change'")


def out_of_office(repo: Repo) -> None:
    """Kim takes Dana's role away, and Dana pushes a branch from before as main, with Lee's change."""
    side = repo.branch("lee", README)
    ends = "{person: dana, as: primary, since: 2022-01-08, until: 2026-01-06}"
    repo.merges("kim", change={ROLES: ROLES_TEXT.replace("{person: dana, as: primary, since: 2022-01-08}", ends)})
    repo.merges("sam", change=edit("2h"))
    joined(repo, side, repo.tip, "dana", "Merge pull request #44 from lee/change")


def released(back: bool, moved: Step | None = None, merger: str = "dana", features: int = 2) -> Step:
    """Git-flow: features merged into `develop` as requests, and `develop` into main, release after release.

    `back`: main is merged into `develop` after each release. `moved` happens on main before the last one.
    """

    def landed(repo: Repo) -> None:
        develop = repo.branch("lee", {"docs/develop.md": "x\n"})
        for release in range(2):
            for number in range(features):
                path = RUNBOOK if number else POLICY
                feature = repo.branch("lee", {path: f"{repo.now} {number} {release}\n"}, onto=develop)
                message = f"Merge pull request #{release}{number} from lee/feature"
                develop = joined(repo, develop, feature, "sam", message, land=False, sign="sam")
            if release and moved:
                moved(repo)
            joined(repo, repo.tip, develop, merger, "Merge branch 'develop'")
            if back:
                develop = joined(repo, develop, repo.tip, "sam", "Merge branch 'main' into develop", land=False)

    return landed


def stacked(moved: Step) -> Step:
    """Requests merged into a feature branch while main moves on, then the feature landed."""

    def landed(repo: Repo) -> None:
        feature = repo.branch("lee", edit("2h"))
        part = repo.branch("ira", {"docs/part.md": "x\n"}, onto=feature)
        feature = joined(repo, feature, part, "sam", "Merge pull request #31 from ira/part", land=False)
        moved(repo)
        joined(repo, repo.tip, feature, "dana", "Merge pull request #32 from lee/feature")

    return landed


def forked(message: str, project: str = "lee/policies") -> Step:
    """A request from a fork's default branch, into which the fork had merged a request of its own."""

    def landed(repo: Repo) -> None:
        repo.merges("sam", change=TOP, message=GITLAB.format(5))
        side = repo.branch("lee", edit("2h"))
        part = repo.branch("lee", {"docs/part.md": "x\n"}, onto=repo.tip)
        into = f"Merge branch 'part' into 'main'\n\nSee merge request {project}!3\n"
        fork = joined(repo, side, part, "lee", into, land=False)
        joined(repo, repo.tip, fork, "dana", message)

    return landed


INTO_ITSELF = "Merge branch 'main' into 'main'\n\nChange it\n\nSee merge request group/policies!12\n"
LINES = (
    Attack("a message that says nothing", inside_out(), SAID, released(back=True), "undecidable"),
    Attack(
        "a message that names a request",
        inside_out("Merge pull request #99 from lee/change"),
        SAID,
        forked(INTO_ITSELF),
        "undecidable",
    ),
    Attack(
        "old main squashed what came",
        inside_out(own=squashed),
        SAID,
        merges("dana", change=edit("2h"), message="Merge branch 'main' into HEAD"),
        "undecidable",
    ),
    Attack("old main was merged by hand", inside_out(own=by_hand), SAID, released(back=False), "undecidable"),
    Attack(
        "the branch holds a merge that claims a request",
        with_merges_of_its_own("lee", "Merge pull request #98 from ira/license"),
        SAID,
        stacked(merges("sam", by="ira", change=README)),
        "undecidable",
    ),
    Attack(
        "the branch holds an unsigned merge in an approver's name",
        with_merges_of_its_own("sam", "Merge pull request #98 from ira/license"),
        SAID,
        stacked(merges("kim", change={RUNBOOK: "x\n"})),
        "undecidable",
    ),
    Attack(
        "the branch holds an approver's signed merge of their own work",
        with_merges_of_its_own("sam", "Merge branch 'license'", of="sam", sign="sam"),
        SAID,
        released(False, merges("sam", by="ira", change=README)),
        "undecidable",
    ),
    Attack(
        "the branch had taken main in before",
        caught_up_before,
        SAID,
        released(True, merges("kim", change=README)),
        "undecidable",
    ),
    Attack(
        "an older tip of main, with what a forge merged into main",
        from_an_older_tip("Sync with main"),
        SAID,
        from_an_older_tip("Merge branch 'release'", GITLAB.replace("'main'", "'release-2'")),
        "undecidable",
    ),
    Attack(
        "a role taken away on the side that came in",
        out_of_office,
        SAID,
        released(back=True, features=3),
        "undecidable",
    ),
)


@every(LINES)
def test_an_attack_fails_and_its_twin_does_not(attack: Attack, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    attack.fails_and_its_twin_does_not(repo, capsys)


ORDINARY = {
    "from a fork's default branch": forked(INTO_ITSELF),
    "from a fork of which nobody says whose": forked("Merge branch 'main' into HEAD", "lee/policies"),
    "a branch that caught up": stacked(lambda repo: repo.merges("sam", by="ira", change=README)),
    "a release, main unmoved": released(back=True),
    "a release without merging back": released(back=False),
    "a release after a repair on main": released(False, merges("kim", change={"docs/repair.md": "x\n"})),
    "a release after a push that nobody merged": released(False, pushes("lee", {"VERSION": "2\n"})),
    "a message that says it takes main in": merges("dana", change=edit("2h"), message="Merge branch 'main' into x"),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_an_everyday_merge_stays_approved(name: str, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    ORDINARY[name](repo)
    told = status(repo, capsys)["POL"]
    assert told["verdict"] == "approved", told["reason"]


def test_what_may_be_inside_out_is_settled_by_the_next_approval(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    inside_out()(repo)
    assert status(repo, capsys)["POL"]["verdict"] == "undecidable"
    repo.merges("sam", change=edit("3h"))
    told = status(repo, capsys)["POL"]
    assert told["verdict"] == "approved", told["reason"]


def test_a_branch_with_landings_is_told_before_it_lands(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """A request merged into a release branch, and a push to main by nobody, are all that it takes."""
    base = company.tip
    part = company.branch(BEN, more_in(PAGE), onto=base)
    release = company.commit([base, part], company.merged(base, part), PRIYA, "Merge pull request #9 from ben/card")
    company.pushes(BEN, {"NOTES": "x\n"})
    company.ref("refs/heads/main", company.tip)
    company.ref("refs/heads/release", release)
    told = asks(company, capsys, "check", "--base", "main", "--ref", "release")
    assert told[0] == 1
    assert [line for line in told[1] if "APR-33" in line and "holds what looks like commits on main" in line]
