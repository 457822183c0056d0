"""Threats 8 and 11: main turned inside out, whatever the message says, and several branches merged at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import edit
from threats import Step, Threat, benign, hostile, merges, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


README = {"README.md": "x\n"}


def inverted(message: str, merger: str = "dana") -> Step:
    """Main merged into Lee's branch, and the branch pushed as main: main's own changes come in by its second parent."""

    def pushed(repo: Repo) -> None:
        side = repo.branch("lee", README)
        repo.merges("sam", change=edit("2h"), sign=None)
        files = {**repo.files(repo.tip), "README.md": repo.files(side)["README.md"]}
        repo.land(repo.commit([side, repo.tip], files, merger, message, sign=merger))

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
        fair_with("Merge branch 'main' into lee/change"),
    ),
    Threat(
        8,
        "a message that says nothing",
        inverted("Sync with main"),
        "inverted",
        fair_with("Sync with main"),
    ),
    Threat(
        8,
        "a message of a request",
        inverted("Merge pull request #99 from lee/change"),
        "inverted",
        fair_with("Merge branch 'change' into release"),
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


def octopus(merger: str = "dana", again: bool = False) -> Step:
    def merged(repo: Repo) -> None:
        one = repo.branch("lee", edit("2h"))
        repo.octopus(merger, one, one if again else repo.branch("ira", README), change={**edit("2h"), **README})

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


THREATS = (
    *INVERTED,
    *OCTOPUS,
)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)
