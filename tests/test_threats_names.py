"""Threats 1, 17, 23 and 44: names, addresses, accounts, trailers and bots. Who landed it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import edit, people
from threats import FAIR, Step, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


EVE = "Eve Stranger <eve@elsewhere.example>"


ONE_DANA = "Dana Okafor <dana@example.com>"


BY_FORGE = merges("dana@github", change=edit("2h"), committer="github", sign="forge")


def in_the_name_of(merger: str, sign: str | None = "forge", **more: str) -> Step:
    """A merge by the forge's button, with this for its author."""
    return merges(merger, change=edit("2h"), committer="github", sign=sign, **more)


def written(by: str = "lee", message: str = "Change it", **more: str) -> Step:
    """A change that Dana merges, on a branch that somebody wrote like this."""
    return lambda repo: repo.merges("dana", branch=repo.branch(by, edit("2h"), message=message, **more))


def co_written(trailers: str) -> Step:
    return written(message=f"Change it\n\n{trailers}\n")


FORGED = (
    Threat(1, "an unsigned merge in Dana's name", merges("dana", change=edit("2h"), sign=None), "weak-proof"),
    Threat(1, "Dana's name and a stranger's key", merges("dana", change=edit("2h"), sign="thief"), "untrusted-key"),
    Threat(1, "Dana's name and Lee's key", merges("dana", change=edit("2h"), sign="lee"), "mismatch"),
    Threat(1, "Lee's name and Dana's key", merges("lee", by="ira", change=edit("2h"), sign="dana"), "no-approver"),
    Threat(1, "the forge as committer, unsigned", in_the_name_of("dana", sign=None), "weak-proof", BY_FORGE),
    Threat(1, "the key of a forge nobody pinned", in_the_name_of("dana", sign="other-forge"), "uncheckable", BY_FORGE),
    Threat(1, "Dana's own OpenPGP key, never pinned", in_the_name_of("dana", sign="dana-pgp"), "uncheckable", BY_FORGE),
    Threat(1, "Dana's name at Eve's address", in_the_name_of("Dana Okafor <eve@elsewhere.example>"), "unknown-lander"),
    Threat(1, "Dana's address as a name", in_the_name_of("dana@example.com <eve@elsewhere.example>"), "unknown-lander"),
    Threat(
        1, "Eve merged, Dana committed", merges(EVE, change=edit("2h"), committer="dana", sign="dana"), "unknown-lander"
    ),
    Threat(
        1,
        "an account that took Dana's login",
        in_the_name_of("Dana Okafor <9999+dana@users.noreply.github.com>"),
        "unknown-lander",
        BY_FORGE,
    ),
    Threat(
        1,
        "a login without its number",
        in_the_name_of("Dana Okafor <dana@users.noreply.github.com>"),
        "unknown-lander",
        BY_FORGE,
    ),
    Threat(
        1,
        "a number with a zero before it",
        in_the_name_of("Dana Okafor <04211+dana@users.noreply.github.com>"),
        "unknown-lander",
        BY_FORGE,
    ),
    Threat(
        1,
        "the forge's address inside another domain",
        in_the_name_of("Dana Okafor <4211+dana@users.noreply.github.com.elsewhere.example>"),
        "unknown-lander",
        BY_FORGE,
    ),
    Threat(1, "two addresses on one line", in_the_name_of(f"{ONE_DANA} <eve@elsewhere.example>"), "malformed"),
    Threat(
        1,
        "trailers that name Dana",
        merges(
            "lee",
            by="ira",
            change=edit("2h"),
            message=f"Merge branch 'x' into 'main'\n\nMerged-by: {ONE_DANA}\nApproved-by: {ONE_DANA}\n",
        ),
        "no-approver",
    ),
    Threat(
        1,
        "a class that takes names: by name only, never approved",
        merges(EVE, change={"docs/note.md": "x\n"}, sign=None),
        "unknown-lander",
        merges("dana", change={"docs/note.md": "x\n"}, sign=None),
        document="NOTE",
        stays="claimed",
    ),
)


MAILMAP = (
    Threat(
        17,
        "a mailmap that makes Eve Dana",
        then(
            pushes("lee", {".mailmap": f"{ONE_DANA} <eve@elsewhere.example>\n"}),
            in_the_name_of("Eve <eve@elsewhere.example>"),
        ),
        "unknown-lander",
        then(pushes("lee", {".mailmap": f"{ONE_DANA} <eve@elsewhere.example>\n"}), BY_FORGE),
    ),
    Threat(
        17,
        "a mailmap that makes Dana Lee",
        then(pushes("lee", {".mailmap": f"Lee Park <lee@example.com> {ONE_DANA}\n"}), written("dana")),
        "self-approval",
        then(pushes("lee", {".mailmap": f"Lee Park <lee@example.com> {ONE_DANA}\n"}), FAIR),
    ),
)


LOOKALIKES = (
    Threat(23, "an address with a Cyrillic letter", in_the_name_of("Dana <d\u0430na@example.com>"), "unknown-lander"),
    Threat(
        23,
        "an address with the Kelvin sign",
        in_the_name_of("Kim Weiss <\u212aim@example.com>"),
        "unknown-lander",
        in_the_name_of("Kim Weiss <KIM@example.com>"),
    ),
    Threat(23, "an address written right to left", in_the_name_of("Dana <\u202edana@example.com>"), "unknown-lander"),
    Threat(23, "an address with a zero-width joint", in_the_name_of("Dana <dana\u200b@example.com>"), "unknown-lander"),
    Threat(
        23,
        "a co-author with a Cyrillic letter",
        co_written("Co-authored-by: D <d\u0430na@example.com>"),
        "unknown-author",
    ),
    Threat(23, "bytes that are no UTF-8", in_the_name_of("Dana <dan\udce1@example.com>"), "unknown-lander"),
)


BOTS = (
    Threat(
        44,
        "a bot that holds the role",
        merges("robo", change=edit("2h")),
        "bot",
        merges("dana", by="robo", change=edit("2h")),
    ),
    Threat(44, "a bot that the forge merged for", in_the_name_of("Robo <robo@example.com>"), "bot"),
    Threat(
        44,
        "a bot that a push made a human",
        then(
            pushes("lee", people("name: Robo, kind: bot", "name: Robo, kind: human")),
            merges("robo", change=edit("2h")),
        ),
        "bot",
    ),
    Threat(
        44,
        "bors, with a handle for an approval",
        merges("robo", change=edit("2h"), message="Auto merge of #12 - lee:change, r=dana\n\nChange it\n"),
        "bot",
    ),
)


THREATS = (
    *FORGED,
    *MAILMAP,
    *LOOKALIKES,
    *BOTS,
)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_by_name_only_is_said_wherever_a_name_suffices(repo: Repo) -> None:
    repo.merges("dana", change={"docs/note.md": "x\n"}, sign=None)
    verdict = repo.verdict("NOTE")
    assert verdict.verdict == "claimed"
    assert "by name only" in verdict.reason
    assert verdict.approval is not None
    assert verdict.approval.proof == "claimed"
