"""Threat 46: who may approve. Nobody gains anything by writing themselves into the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import MAX, PEOPLE, PEOPLE_TEXT, ROLES, ROLES_TEXT, RUNBOOK, edit, people, roles
from threats import FAIR, Step, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


OTHER_DANA = "  - {id: dana, name: Eve, kind: human, started: 2026-01-01, emails: [eve@elsewhere.example]}\n"
LEE_LEADS = roles("{person: dana, as: primary", "{person: lee, as: primary")


def merged_by(merger: str, change: object, by: str = "ira", **more: object) -> Step:
    return merges(merger, by=by, change=change, **more)


ROSTER = (
    Threat(46, "somebody with no role", merged_by("lee", edit("2h")), "no-approver"),
    Threat(
        46,
        "an approver of another class",
        merged_by("ira", edit("2h"), "lee"),
        "no-approver",
        merged_by("ira", {RUNBOOK: "x\n"}, "lee"),
    ),
    Threat(
        46,
        "somebody who left",
        merges("max", change=edit("2h"), at=1775034000),
        "no-approver",
        merges("max", change=edit("2h")),
    ),
    Threat(
        46,
        "a pull request that gives its merger the role",
        merged_by("lee", {**edit("2h"), **LEE_LEADS}),
        "no-approver",
    ),
    Threat(
        46,
        "a push of one's own role, used next",
        then(pushes("lee", LEE_LEADS), merged_by("lee", edit("2h"))),
        "no-approver",
        then(merges("kim", by="ira", change=LEE_LEADS), merged_by("lee", edit("2h"))),
    ),
    Threat(
        46,
        "a role that a policy approver gave",
        then(merges("dana", change=LEE_LEADS), merged_by("lee", edit("2h"))),
        "no-approver",
        then(merges("dana", change=LEE_LEADS), FAIR),
    ),
    Threat(
        46,
        "a role that its holder gave themselves",
        then(merges("kim", by="kim", change=LEE_LEADS), merged_by("lee", edit("2h"))),
        "no-approver",
    ),
    Threat(
        46,
        "a role taken away",
        then(merges("kim", change=LEE_LEADS), merges("dana", change=edit("2h"))),
        "no-approver",
        then(FAIR, merges("kim", change=LEE_LEADS)),
    ),
    Threat(
        46,
        "a role taken away, and put back by a push",
        then(merges("kim", change=LEE_LEADS), pushes("dana", {ROLES: ROLES_TEXT}), FAIR),
        "no-approver",
        then(merges("kim", change=LEE_LEADS), merges("kim", change={ROLES: ROLES_TEXT}), FAIR),
    ),
    Threat(
        46,
        "roles swapped and swapped back round one merge",
        then(pushes("lee", LEE_LEADS), merged_by("lee", edit("2h")), pushes("lee", {ROLES: ROLES_TEXT})),
        "no-approver",
        then(pushes("lee", LEE_LEADS), FAIR, pushes("lee", {ROLES: ROLES_TEXT})),
    ),
    Threat(
        46,
        "an address pushed into Dana's entry",
        then(
            pushes("lee", people("dana@home.example]", "dana@home.example, eve@elsewhere.example]")),
            merges("eve", change=edit("2h"), sign="forge", committer="github"),
        ),
        "unknown-lander",
        then(pushes("lee", people("dana@home.example]", "dana@home.example, eve@elsewhere.example]")), FAIR),
    ),
    Threat(
        46,
        "an address that two people have",
        then(
            merges(
                "kim",
                by="ira",
                change=people("emails: [lee@example.com]", "emails: [lee@example.com, dana@example.com]"),
            ),
            FAIR,
        ),
        "unknown-lander",
        then(
            merges(
                "kim",
                by="ira",
                change=people("emails: [lee@example.com]", "emails: [lee@example.com, lee@home.example]"),
            ),
            FAIR,
        ),
    ),
    Threat(
        46,
        "an author's address that two people have",
        then(
            merges(
                "kim",
                by="ira",
                change=people("emails: [ira@example.com]", "emails: [ira@example.com, lee@example.com]"),
            ),
            FAIR,
        ),
        "unknown-author",
    ),
    Threat(
        46,
        "an id that two people have",
        then(
            merges(
                "kim",
                change={PEOPLE: PEOPLE_TEXT + OTHER_DANA},
            ),
            merges("eve", change=edit("2h"), sign="forge", committer="github"),
        ),
        "unknown-lander",
    ),
    Threat(
        46,
        "an account number that two people have",
        then(
            merges("kim", change=people("id: 4214", "id: 4211")),
            merges("dana@github", change=edit("2h"), sign="forge", committer="github"),
        ),
        "unknown-lander",
        then(
            merges("kim", change=people("id: 4214", "id: 4299")),
            merges("dana@github", change=edit("2h"), sign="forge", committer="github"),
        ),
    ),
)


THREATS = (*ROSTER,)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_threat_46_an_approver_who_left_keeps_what_they_approved(repo: Repo) -> None:
    repo.merges("max", change=edit("2h"))
    repo.merges(
        "kim",
        change=people(MAX, ""),
    )
    verdict = repo.verdict()
    assert (verdict.verdict, verdict.approval and verdict.approval.approver) == ("approved", "max")
