"""Adoption: the one landing that answers to its own tree, and everything that tries to be it (threats 4, 5, 9, 32)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from history_company import PEOPLE, REGISTER, REGISTER_TEXT, ROLES, company, edit, people, register, roles
from threats import FAIR, Step, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]

DRAFT = register("status: adopted", "status: draft")
ADOPTED = {REGISTER: REGISTER_TEXT}
LEE_RULES = roles("{person: kim, as: primary", "{person: lee, as: primary")


def begun(repo: Repo) -> None:
    """The company's files, not yet in force."""
    repo.pushes("lee", {**company(repo.keys), **DRAFT}, message="Begin")


def adopts(merger: str = "kim", by: str = "lee", **more: Any) -> Step:
    return then(begun, merges(merger, by=by, change=ADOPTED, **more))


def by_octopus(repo: Repo) -> None:
    begun(repo)
    repo.octopus("kim", repo.branch("lee", ADOPTED), repo.branch("ira", {"README.md": "x\n"}), change=ADOPTED)


def in_the_root(repo: Repo) -> None:
    repo.pushes("lee", company(repo.keys), message="Begin", sign="kim")


FAIRLY = adopts()

FIRST = (
    Threat(4, "who wrote the adoption merges it", adopts(by="kim"), "self-approval", FAIRLY),
    Threat(5, "the adoption is pushed", then(begun, pushes("kim", ADOPTED, sign="kim")), "direct", FAIRLY),
    Threat(5, "the root is adopted already", in_the_root, "direct", FAIRLY),
    Threat(
        5,
        "the root is adopted, and Kim merges later",
        then(in_the_root, merges("kim", change=edit("2h"))),
        "direct",
        then(FAIRLY, merges("kim", change=edit("2h"))),
    ),
    Threat(1, "the adoption is not signed", adopts(sign=None), "weak-proof", FAIRLY),
    Threat(1, "the adoption is signed by a stranger", adopts(sign="thief"), "untrusted-key", FAIRLY),
    Threat(44, "a bot adopts", adopts("robo"), "bot", FAIRLY),
    Threat(46, "an approver of another class adopts", adopts("dana"), "no-approver", FAIRLY),
    Threat(46, "somebody unknown adopts", adopts("eve", sign="thief"), "unknown-lander", FAIRLY),
    Threat(46, "an unknown author's adoption", adopts(by="eve"), "unknown-author", FAIRLY),
    Threat(
        9,
        "the adoption is in the merge itself",
        then(begun, merges("kim", change={"README.md": "x\n"}, also=ADOPTED)),
        "evil-merge",
        then(begun, merges("kim", change={"README.md": "x\n", **ADOPTED})),
    ),
    Threat(11, "an octopus adopts", by_octopus, "octopus", FAIRLY),
    Threat(
        8,
        "a merge that another one made adopts",
        adopts(committer="sam"),
        "mismatch",
        adopts(message="Merge branch 'main' into adoption"),
    ),
    Threat(
        5,
        "a squash adopts",
        then(begun, pushes("lee", ADOPTED, message="Adopt (#1)", committer="github", sign="forge")),
        "hidden",
        FAIRLY,
    ),
    Threat(
        5,
        "a pushed adoption, then a draft, and Kim merges her own",
        then(begun, pushes("kim", ADOPTED), pushes("lee", DRAFT), merges("kim", change=ADOPTED)),
        "self-approval",
        then(begun, pushes("lee", ADOPTED), pushes("lee", DRAFT), merges("kim", change=ADOPTED)),
    ),
    Threat(
        46,
        "a pushed adoption, and a roster that Dana merges",
        then(begun, pushes("lee", ADOPTED), merges("dana", change=people("name: Ira Moss", "name: Ira Mos")), FAIR),
        "no-approver",
        then(begun, pushes("lee", ADOPTED), merges("kim", change=people("name: Ira Moss", "name: Ira Mos")), FAIR),
    ),
    Threat(
        46,
        "a roster that cannot be read at adoption",
        then(begun, merges("kim", change={**ADOPTED, PEOPLE: "people: &a [*a]\n"})),
        "authority",
        FAIRLY,
    ),
    Threat(
        46, "no roles at adoption", then(begun, merges("kim", change={**ADOPTED, ROLES: None})), "authority", FAIRLY
    ),
)

AGAIN = (
    Threat(
        32,
        "back to a draft by a push, and changed",
        then(pushes("lee", DRAFT), pushes("lee", edit("2h"))),
        "direct",
        then(pushes("lee", DRAFT), FAIR),
    ),
    Threat(
        32,
        "changed and back to a draft at once",
        pushes("lee", {**DRAFT, **edit("2h")}),
        "direct",
        pushes("lee", DRAFT),
    ),
    Threat(
        32,
        "a draft, then a second adoption with one's own roster",
        then(
            pushes("lee", {**DRAFT, **LEE_RULES}),
            merges("lee", by="ira", change=ADOPTED),
            merges("lee", by="ira", change=edit("2h")),
        ),
        "no-approver",
        then(pushes("lee", {**DRAFT, **LEE_RULES}), merges("kim", by="ira", change=ADOPTED), FAIR),
    ),
    Threat(
        32,
        "the second adoption does not approve the roster",
        then(pushes("lee", {**DRAFT, **LEE_RULES}), merges("lee", by="ira", change=ADOPTED)),
        "no-approver",
        document="AUTHORITY",
        twin=then(merges("kim", change=DRAFT), merges("kim", change=ADOPTED)),
    ),
    Threat(
        32,
        "the register deleted, then one's own adopted",
        then(
            pushes("lee", {REGISTER: None}),
            merges("lee", by="ira", change={**ADOPTED, **LEE_RULES}),
            merges("lee", by="ira", change=edit("2h")),
        ),
        "no-approver",
        then(pushes("lee", {REGISTER: None}), merges("kim", by="ira", change=ADOPTED), FAIR),
    ),
    Threat(
        32,
        "the register deleted and the policy changed",
        pushes("lee", {REGISTER: None, **edit("2h")}),
        "direct",
        pushes("lee", {REGISTER: None}),
    ),
    Threat(
        32,
        "the register deleted, then the policy changed",
        then(pushes("lee", {REGISTER: None}), pushes("lee", edit("2h"))),
        "direct",
    ),
    Threat(
        32,
        "the register made unreadable and the policy changed",
        pushes("lee", {REGISTER: "status: [", **edit("2h")}),
        "direct",
        pushes("lee", {REGISTER: "status: ["}),
    ),
    Threat(
        26,
        "the register made a bomb, then the policy changed",
        then(pushes("lee", {REGISTER: "a: &a [x, x]\nb: [*a, *a]\n"}), pushes("lee", edit("2h"))),
        "direct",
        then(pushes("lee", {REGISTER: "a: &a [x, x]\nb: [*a, *a]\n"}), FAIR),
    ),
    Threat(
        19,
        "the register made a link, then the policy changed",
        then(pushes("lee", {REGISTER: ("120000", "elsewhere.yml")}), pushes("lee", edit("2h"))),
        "direct",
        then(pushes("lee", {REGISTER: ("120000", "elsewhere.yml")}), FAIR),
    ),
    Threat(
        26,
        "a bomb for a roster, merged by Kim: nobody can tell who may approve",
        then(merges("kim", change={PEOPLE: "people: &a [x]\nb: [*a]\n"}), FAIR),
        "authority",
        then(pushes("lee", {PEOPLE: "people: &a [x]\nb: [*a]\n"}), FAIR),
    ),
    Threat(
        27,
        "a roster with a tag, merged by Kim",
        then(merges("kim", change={PEOPLE: "people: !!python/object/apply:os.system [x]\n"}), FAIR),
        "authority",
        then(pushes("lee", {PEOPLE: "people: !!python/object/apply:os.system [x]\n"}), FAIR),
    ),
    Threat(
        28,
        "a roster with a key twice, merged by Kim",
        then(merges("kim", change={ROLES: "roles: []\nroles: []\n"}), FAIR),
        "authority",
        then(pushes("lee", {ROLES: "roles: []\nroles: []\n"}), FAIR),
    ),
    Threat(
        29,
        "a roster with a guessed word, merged by Kim",
        then(merges("kim", change=people("name: Robo, kind: bot", "name: Robo, kind: no")), FAIR),
        "authority",
        then(pushes("lee", people("name: Robo, kind: bot", "name: Robo, kind: no")), FAIR),
    ),
    Threat(
        32,
        "a roster that is gone, merged by Kim",
        then(merges("kim", change={ROLES: None}), FAIR),
        "authority",
        then(pushes("lee", {ROLES: None}), FAIR),
    ),
)

THREATS = (*FIRST, *AGAIN)


@hostile(FIRST)
def test_a_hostile_adoption_approves_nothing(threat: Threat, empty: Repo) -> None:
    threat.hostile(empty)
    with empty.approvals(threat.as_of) as approvals:
        last = approvals.decisions.since_adoption("AUTHORITY")[-1]
        assert approvals.decisions.outcome("AUTHORITY", last).why == threat.why
        assert approvals.timeline.bootstrap is None
        assert {(v.verdict, v.why, v.approval) for v in approvals.verdicts.values()} == {("draft", "", None)}
        assert "nobody has approved that yet" in approvals.verdicts[threat.document].reason


@benign(FIRST)
def test_a_fair_adoption_approves(threat: Threat, empty: Repo) -> None:
    threat.leaves_its_twin(empty)


@hostile(AGAIN)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(AGAIN)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_before_adoption_everything_is_a_draft(empty: Repo) -> None:
    begun(empty)
    merges("dana", change=edit("2h"))(empty)
    assert {verdict.verdict for verdict in empty.verdicts().values()} == {"draft"}


def test_a_roster_that_cannot_be_read_is_mended_by_nobody_but_says_what_to_do(repo: Repo) -> None:
    repo.merges("kim", change={ROLES: None})
    FAIR(repo)
    verdict = repo.verdict()
    assert (verdict.verdict, verdict.why) == ("undecidable", "authority")
    assert "cannot be read" in verdict.reason
