"""Adoption made good, through `ratified status`: what a later landing approves, and what not (decision 0022)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from adopting import stands
from history_company import (
    CHAPTER_TEXT,
    MAX,
    NOTE,
    NOTE_TEXT,
    PEOPLE,
    PEOPLE_TEXT,
    POL,
    REGISTER,
    REGISTER_TEXT,
    ROLES,
    ROLES_TEXT,
    SIGNERS,
    company,
    edit,
    people,
    register,
    roles,
    signers,
)
from pull_requests import asks
from threats import FAIR, Step, merges, pushes, then

if TYPE_CHECKING:
    from collections.abc import Mapping

    from histories import Repo

pytest_plugins = ["history_fixtures"]

DRAFT = register("status: adopted", "status: draft")
ADOPTED = {REGISTER: REGISTER_TEXT}
TYPO = people("name: Ira Moss", "name: Ira Mos")
LEE_RULES = roles("{person: kim, as: primary", "{person: lee, as: primary")
KIM_TYPO = merges("kim", change=TYPO)
"""Lee corrects a name in the roster, Kim merges it: any change of AUTHORITY will do."""


def begun(repo: Repo) -> None:
    """The company's files, a draft that Lee pushed."""
    repo.pushes("lee", {**company(repo.keys), **DRAFT}, message="Begin")


def without_kims_key(repo: Repo) -> None:
    """A draft, and its adoption, unsigned, before anybody's key was pinned."""
    repo.pushes("lee", {**company(repo.keys), **DRAFT, SIGNERS: "", "data/trust/forge/forge.asc": None})
    repo.merges("kim", change=ADOPTED, sign=None)


def pins_keys(sign: str | None) -> Step:
    return lambda repo: repo.merges("kim", change={SIGNERS: signers(repo.keys)}, sign=sign)


PUSHED = then(begun, pushes("lee", ADOPTED))
"""One direct push: an adoption that is lost for good, until a landing makes it good."""

FAIRLY = then(begun, merges("kim", change=ADOPTED))


def joins(by: str) -> Step:
    """Somebody pushes a page that no document has; the landing that makes the adoption good takes it into POL."""
    wider = {REGISTER: REGISTER_TEXT.replace("pages: [docs/policy.md]", "pages: [docs/policy.md, docs/more.md]")}
    return then(PUSHED, pushes(by, {"docs/more.md": CHAPTER_TEXT}), merges("kim", by="ira", change=wider))


@dataclass(frozen=True)
class Case:
    """One attack on the adoption and its benign twin: the verdict of a document, and words that its reason holds."""

    name: str
    hostile: Step
    verdict: str
    words: str
    twin: Step
    document: str = "AUTHORITY"
    stays: str = "approved"
    approver: str | None = "kim"


CASES = (
    Case(
        "who pushed the adoption merges a later change of it",
        then(begun, pushes("kim", ADOPTED), KIM_TYPO),
        "draft",
        "Kim Weiss merged #12",
        then(PUSHED, KIM_TYPO),
    ),
    Case(
        "a co-author of the pushed adoption merges a later change of it",
        then(begun, pushes("lee", ADOPTED, message="Adopt\n\nCo-authored-by: Kim Weiss <kim@example.com>\n"), KIM_TYPO),
        "draft",
        "Kim Weiss merged #12",
        then(begun, pushes("lee", ADOPTED, message="Adopt\n\nCo-authored-by: Ira Moss <ira@example.com>\n"), KIM_TYPO),
    ),
    Case(
        "somebody in nobody's roster pushed the adoption",
        then(begun, pushes("eve", ADOPTED), KIM_TYPO),
        "draft",
        "Eve Stranger <eve@elsewhere.example> wrote",
        then(
            begun,
            pushes("eve", ADOPTED),
            merges(
                "kim", change={PEOPLE: PEOPLE_TEXT.replace("emails: [lee@", "emails: [eve@elsewhere.example, lee@")}
            ),
        ),
    ),
    Case(
        "one merge before a key was pinned, and the next one not signed either",
        then(without_kims_key, pins_keys(None)),
        "draft",
        "is an unsigned merge, which proves no more than a name",
        then(without_kims_key, pins_keys("kim")),
    ),
    Case(
        "the landing that pins the keys is signed by a key that it does not pin",
        then(without_kims_key, pins_keys("thief")),
        "draft",
        "was not trusted then",
        then(without_kims_key, pins_keys("kim")),
    ),
    Case(
        "a good merge that leaves AUTHORITY alone adopts nothing",
        then(PUSHED, merges("kim", change=edit("2h"))),
        "draft",
        "nobody has approved that yet",
        then(PUSHED, merges("kim", change={**edit("2h"), **TYPO})),
        document="POL",
    ),
    Case(
        "the policy was pushed before the landing that makes good, and that leaves it alone",
        then(PUSHED, pushes("lee", edit("2h")), KIM_TYPO),
        "unapproved",
        "before anybody had approved the adoption, which #12",
        then(PUSHED, pushes("lee", edit("2h")), KIM_TYPO, merges("dana", change=edit("3h"))),
        document="POL",
        approver="dana",
    ),
    Case(
        "who pushed the policy in between approves its next change",
        then(PUSHED, pushes("dana", edit("2h")), KIM_TYPO, merges("dana", change=edit("3h"))),
        "unapproved",
        "Dana Okafor merged #12",
        then(PUSHED, pushes("dana", edit("2h")), KIM_TYPO, merges("sam", change=edit("3h"))),
        document="POL",
        approver="sam",
    ),
    Case(
        "the landing that makes good brings a policy that its lander pushed a part of",
        then(PUSHED, pushes("kim", edit("2h")), merges("kim", change={**TYPO, **edit("3h")})),
        "unapproved",
        "Kim Weiss merged #12",
        then(PUSHED, pushes("ira", edit("2h")), merges("kim", change={**TYPO, **edit("3h")})),
        document="POL",
    ),
    Case(
        "nobody touched the note since the draft, so nobody approved it",
        then(PUSHED, KIM_TYPO),
        "unapproved",
        "came before anybody had approved the adoption, which #12",
        then(PUSHED, KIM_TYPO, merges("dana", change={NOTE: NOTE_TEXT + "\nTea at four.\n"})),
        document="NOTE",
        approver="dana",
    ),
    Case(
        "who pushed the adoption approves a document that it brought into force",
        then(begun, pushes("dana", ADOPTED), KIM_TYPO, merges("dana", change=edit("2h"))),
        "unapproved",
        "Dana Okafor merged #12",
        then(begun, pushes("dana", ADOPTED), KIM_TYPO, merges("sam", change=edit("2h"))),
        document="POL",
        approver="sam",
    ),
    Case(
        "a page joins the policy that the lander wrote after the push",
        joins("kim"),
        "unapproved",
        "Kim Weiss merged #12",
        joins("lee"),
        document="POL",
    ),
    Case(
        "an adoption pushed, a draft again, and its author merges the second one",
        then(begun, pushes("kim", ADOPTED), pushes("lee", DRAFT), merges("kim", change=ADOPTED)),
        "draft",
        "nobody has approved that yet",
        then(begun, pushes("ira", ADOPTED), pushes("lee", DRAFT), merges("kim", change=ADOPTED)),
        document="POL",
    ),
    Case(
        "a policy pushed by the lander between two adoptions comes into force with neither",
        then(begun, pushes("lee", ADOPTED), pushes("kim", {**DRAFT, **edit("1h")}), merges("sam", change=ADOPTED)),
        "draft",
        "nobody has approved that yet",
        then(begun, pushes("lee", ADOPTED), pushes("ira", {**DRAFT, **edit("1h")}), merges("kim", change=ADOPTED)),
        document="POL",
    ),
    Case(
        "a merge takes the pushed adoption back to a draft: approved, and no adoption",
        then(PUSHED, merges("kim", change=DRAFT)),
        "draft",
        "nobody has approved that yet",
        then(PUSHED, merges("kim", change=DRAFT), merges("kim", change=ADOPTED)),
    ),
    Case(
        "the pushed adoption has a roster that cannot be read, and another file is merged",
        then(begun, pushes("lee", {**ADOPTED, ROLES: "roles: ["}), KIM_TYPO),
        "draft",
        "which cannot be read",
        then(begun, pushes("lee", {**ADOPTED, ROLES: "roles: ["}), merges("kim", change={ROLES: ROLES_TEXT})),
    ),
    Case(
        "the merge that would make good holds a change of its own",
        then(PUSHED, merges("kim", change=TYPO, also=people(MAX, ""))),
        "draft",
        "itself changes data/people.yml",
        then(PUSHED, merges("kim", change={**TYPO, NOTE: NOTE_TEXT + "\nTea.\n"})),
    ),
    Case(
        "who pushes a roster of his own is not made good by his own merge of another one's typo",
        then(begun, pushes("lee", {**ADOPTED, **LEE_RULES}), merges("lee", by="ira", change=TYPO)),
        "draft",
        "Lee Park merged #12",
        then(begun, pushes("lee", ADOPTED), merges("kim", by="ira", change=TYPO)),
    ),
    Case(
        "a second adoption with a roster of one's own displaces no approved one",
        then(
            FAIRLY,
            pushes("lee", {**DRAFT, **LEE_RULES}),
            merges("lee", by="ira", change=ADOPTED),
            merges("lee", by="ira", change=edit("2h")),
        ),
        "unapproved",
        "Lee Park merged #12",
        then(FAIRLY, pushes("lee", {**DRAFT, **LEE_RULES}), merges("kim", by="ira", change=ADOPTED), FAIR),
        document="POL",
        approver="dana",
    ),
    Case(
        "one made good is not displaced by a third",
        then(PUSHED, KIM_TYPO, pushes("lee", LEE_RULES), merges("lee", by="ira", change={PEOPLE: PEOPLE_TEXT})),
        "unapproved",
        "Lee Park merged #12",
        then(PUSHED, KIM_TYPO, pushes("lee", LEE_RULES), merges("kim", by="ira", change={ROLES: ROLES_TEXT})),
    ),
    Case(
        "back to a draft by a push: everything stays in force",
        then(FAIRLY, merges("kim", change=DRAFT)),
        "draft",
        "approved by Kim Weiss on 7 January 2026, took the register back to draft",
        then(FAIRLY, pushes("lee", DRAFT)),
        document="POL",
    ),
    Case(
        "out of an approved draft by a push",
        then(FAIRLY, merges("kim", change=DRAFT), pushes("lee", ADOPTED)),
        "draft",
        "took the register back to draft",
        then(FAIRLY, merges("kim", change=DRAFT), merges("kim", change=ADOPTED)),
        document="POL",
    ),
    Case(
        "out of an approved draft with a roster of one's own",
        then(FAIRLY, merges("kim", change=DRAFT), pushes("lee", LEE_RULES), merges("lee", by="ira", change=ADOPTED)),
        "draft",
        "took the register back to draft",
        then(FAIRLY, merges("kim", change=DRAFT), merges("kim", by="ira", change=ADOPTED)),
        document="POL",
    ),
    Case(
        "a policy pushed while an approved draft stood is not approved by the next adoption",
        then(FAIRLY, merges("kim", change=DRAFT), pushes("lee", edit("1h")), merges("kim", change=ADOPTED)),
        "unapproved",
        "went straight to main by Lee Park",
        then(FAIRLY, merges("kim", change=DRAFT), FAIR, merges("kim", change=ADOPTED)),
        document="POL",
        approver="dana",
    ),
    Case(
        "a class that the landing lowers is not lower for what it approves",
        then(
            begun,
            pushes("lee", {REGISTER: REGISTER_TEXT.replace(POL, POL.replace("class: policy", "class: strict"))}),
            merges("kim", change={**ADOPTED, **edit("2h")}, sign="forge"),
        ),
        "draft",
        "its class asks for a merge signed with the approver's own key",
        then(
            begun,
            pushes("lee", {REGISTER: REGISTER_TEXT.replace(POL, POL.replace("class: policy", "class: strict"))}),
            merges("kim", change={**ADOPTED, **edit("2h")}),
        ),
        document="POL",
    ),
)


def found(repo: Repo, capsys: pytest.CaptureFixture[str], document: str) -> Mapping[str, Any]:
    return stands(repo, capsys)[document]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_adoption_approves_nothing(case: Case, empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    case.hostile(empty)
    verdict = found(empty, capsys, case.document)
    assert (verdict["verdict"], verdict["approval"]) == (case.verdict, None), verdict["reason"]
    assert case.words in verdict["reason"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_its_benign_twin_is_approved(case: Case, empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    case.twin(empty)
    verdict = found(empty, capsys, case.document)
    assert verdict["verdict"] == case.stays, verdict["reason"]
    assert verdict["approval"]["approver"] == case.approver


def test_what_was_pushed_in_between_is_covered_by_name(empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    PUSHED(empty)
    adoption, push = empty.tip, empty.pushes("lee", edit("2h"))
    then(KIM_TYPO, merges("dana", change=edit("3h")))(empty)
    assert found(empty, capsys, "POL")["approval"]["covers"] == [adoption, push]


def test_the_first_approval_says_that_older_text_was_not_examined(
    empty: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    then(PUSHED, KIM_TYPO, merges("dana", change=edit("3h")))(empty)
    said = "This is its first approval after the adoption: who wrote the text before that was not examined"
    assert said in asks(empty, capsys, "status", "POL", "--ref", "refs/heads/main")[1]
    merges("sam", change=edit("5h"))(empty)
    assert said not in asks(empty, capsys, "status", "POL", "--ref", "refs/heads/main")[1]


def test_before_the_landing_that_makes_good_it_was_a_draft(empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    PUSHED(empty)
    KIM_TYPO(empty)
    day_before = stands(empty, capsys, day="2026-01-06")
    assert {document["verdict"] for document in day_before.values()} == {"draft"}
    assert stands(empty, capsys, day="2026-01-07")["AUTHORITY"]["verdict"] == "approved"
