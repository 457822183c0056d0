"""An adoption that nobody approved yet: who could approve it, in which words, and what a draft says of itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratified.approval import in_force
from ratified.model.landing import Identity, SigningKey
from test_approval_units import adopted, of, policy
from worlds import PAGE, PEOPLE, PEOPLE_TEXT, PRINTS, REGISTER, REGISTER_TEXT, ROLES, ROLES_TEXT, STARTER, World, swap

if TYPE_CHECKING:
    from ratified.approval.approvers import EligibleApprovers

AGREED = {PEOPLE: f"{PEOPLE_TEXT}# as agreed\n"}
MORE = {PEOPLE: f"{PEOPLE_TEXT}# as agreed once more\n"}
DRAFT = {REGISTER: swap(REGISTER_TEXT, "status: adopted", "status: draft")}
HELP = "let an approver of class authority who wrote none of it merge a change of it; `ratified check` names them"


def pushed(by: str = "bob", sign: str = "", **edits: str) -> World:
    """A register that somebody adopted by a direct push."""
    paths = {"register": REGISTER, "people": PEOPLE, "roles": ROLES}
    world = World()
    world.pushed({"README.md": "Hello\n"}, "bob")
    world.pushed({**STARTER, **{paths[name]: text for name, text in edits.items()}}, by, sign=sign)
    return world


def adopters(world: World, as_of: str | None = None) -> EligibleApprovers:
    found = world.approvals(as_of).adopters
    assert found is not None
    return found


# Who could


def test_whoever_holds_the_role_and_wrote_none_of_it_can() -> None:
    found = adopters(pushed())
    assert (found.authors, found.entitled, found.eligible, found.unknown) == (
        (Identity("Bob", "bob@x.org"),),
        ("ann", "cid"),
        ("ann", "cid"),
        (),
    )
    assert (found.authority.number, found.bar) == (1, found.authority.bar(("authority",)))
    assert found.told == "Ann Adams or Cid Clark can"


def test_whoever_wrote_part_of_it_cannot() -> None:
    found = adopters(pushed("ann"))
    assert (found.entitled, found.eligible, found.told) == (("ann", "cid"), ("cid",), "Cid Clark can")


def test_where_all_who_may_wrote_part_of_it_another_has_to_be_named() -> None:
    world = pushed("ann")
    world.pushed(AGREED, "cid")
    found = adopters(world)
    assert [contributor.email for contributor in found.authors] == ["ann@x.org", "cid@x.org"]
    assert found.eligible == ()
    assert found.told == ("Ann Adams or Cid Clark may and wrote part of it, so name another holder of the role first")


def test_where_nobody_holds_the_role_somebody_has_to_be_named() -> None:
    found = adopters(pushed(roles=ROLES_TEXT.replace("person: ann", "person: nix").replace("person: cid", "person: x")))
    assert (found.entitled, found.told) == ((), "the roles that approve it have no holder today, so name one")


def test_an_author_whom_nobody_knows_comes_before_everything_else() -> None:
    world = pushed("eve")
    told = "nobody can be shown to be independent until {} is among the people of data/people.yml"
    found = adopters(world)
    assert (found.unknown, found.eligible) == ((Identity("Eve", "eve@x.org"),), ("ann", "cid"))
    assert found.told == told.format("Eve <eve@x.org>")
    world.pushed(AGREED, "team")
    assert adopters(world).told == told.format("Eve <eve@x.org>, Team <team@x.org>")
    world.pushed(MORE, "bob")
    assert [contributor.email for contributor in adopters(world).unknown] == ["eve@x.org", "team@x.org"]


def test_whoever_has_no_name_is_told_by_their_id() -> None:
    assert adopters(pushed(people=swap(PEOPLE_TEXT, "name: Ann Adams, ", ""))).told == "ann or Cid Clark can"


def test_whose_key_signed_it_had_a_hand_in_it_and_a_key_of_nobody_s_is_outside() -> None:
    """Names of people are told; a key charges whoever holds it, and where nobody does there is nobody to ask for."""
    world = pushed(sign="cid")
    world.prints = PRINTS
    assert (adopters(world).eligible, adopters(world).told) == (("ann",), "Ann Adams can")
    assert adopters(world).authors == (Identity("Bob", "bob@x.org"),)
    outside = pushed(sign="eve")
    outside.prints = PRINTS
    assert SigningKey(PRINTS["eve"]) in outside.approvals().awaiting("AUTHORITY")
    assert (adopters(outside).unknown, adopters(outside).eligible) == ((), ("ann", "cid"))


def test_the_head_s_own_tree_says_who_could_on_the_day_asked_about() -> None:
    world = pushed(roles=swap(ROLES_TEXT, "{person: cid, since: 2020-01-01}", "{person: cid, since: 2024-03-01}"))
    assert adopters(world).entitled == ("ann",)
    assert adopters(world, "2024-03-01").entitled == ("ann", "cid")
    gone = swap(ROLES_TEXT, "      - {person: ann, since: 2020-01-01}  # sponsor\n", "")
    world.pushed({ROLES: gone}, "bob")
    number = world.pushed({PAGE: "Words that are no part of it.\n"}, "cid")
    assert (adopters(world).entitled, adopters(world).authority.number) == (("cid",), number)
    assert adopters(world).eligible == ("cid",), "what is no part of AUTHORITY is not asked about"


@pytest.mark.parametrize(
    "world",
    [
        pytest.param(lambda: adopted(), id="approved"),
        pytest.param(lambda: pushed(register=DRAFT[REGISTER]), id="never adopted"),
        pytest.param(lambda: pushed(roles="{{{\n"), id="cannot be read"),
    ],
)
def test_there_is_nobody_to_name_where_nothing_is_to_be_approved_or_nothing_can_be_read(world: object) -> None:
    assert world().approvals().adopters is None  # type: ignore[operator]


def test_nobody_is_named_for_an_adoption_without_one() -> None:
    """Asked with authors of its own: an approved adoption needs nobody, whoever wrote it."""
    decisions = adopted().decisions()
    assert in_force.eligible_adopters(decisions, (Identity("Bob", "bob@x.org"),)) is None


@pytest.mark.parametrize(
    ("proof", "way"),
    [
        ("claimed", "a merge by an approver of class authority"),
        ("forge", "a merge, signed by a key that data/trust/ holds, by an approver of class authority"),
        ("reviewed", "a merge signed with the own key of an approver of class authority"),
        ("signed", "a merge signed with the own key of an approver of class authority"),
    ],
)
def test_what_has_to_land_hangs_on_the_strongest_proof_that_any_class_asks_for(proof: str, way: str) -> None:
    found = adopters(pushed(register=policy("[lead]", proof, "record")))
    assert in_force.adoption_steps(found) == f"{way} who wrote none of it since then: Ann Adams or Cid Clark can"


# What a draft says


def test_a_draft_that_was_never_adopted_says_what_it_lacks() -> None:
    found = pushed(register=DRAFT[REGISTER]).approvals().draft
    assert found is not None
    assert found.reason == "Draft: the register is not adopted, so nothing is in force"
    assert found.help == "set `status: adopted` in data/register.yml and let an approver of class authority merge it"
    assert adopted().approvals().draft is None


def test_an_adoption_that_nobody_approved_says_which_landing_it_was_and_what_the_last_try_lacked() -> None:
    world = pushed()
    first = f"commit {world.chain[1][:10]}"
    reason = f"Draft: {first} adopted the register, and nobody has approved that yet, so nothing is in force: "
    verdict = of(world)
    assert verdict.reason == f"{reason}{first} went straight to main by Bob; nobody merged it"
    assert (verdict.help, verdict.why) == (HELP, "")
    world.merged(AGREED, "bob", "dee", sign="dee")
    assert of(world).reason == (
        f"{reason}Dee Drake merged #2 (0000000000) on 3 January 2024 "
        "but held no role that approves this; Ann Adams or Cid Clark could"
    )


def test_a_register_that_went_back_says_which_landing_took_it_and_who_approved_that() -> None:
    for name, told in (("Ann Adams", "Ann Adams"), ("", "ann")):
        world = adopted(people=PEOPLE_TEXT.replace("name: Ann Adams", f"name: '{name}'"))
        world.merged(DRAFT, "bob", "ann", sign="ann")
        world.merged(AGREED, "bob", "cid", sign="cid")
        verdict = of(world)
        assert verdict.reason == (
            f"Draft: #2 (0000000000), approved by {told} on 3 January 2024, "
            "took the register back to draft, so nothing is in force"
        )
        assert verdict.help.startswith("set `status: adopted` in data/register.yml")


def test_a_register_of_today_that_cannot_be_read_is_not_taken_back() -> None:
    """Nobody can say what it says; what was approved before it is judged as ever."""
    world = adopted()
    world.merged(DRAFT, "bob", "ann", sign="ann")
    world.merged({REGISTER: "{{{\n"}, "bob", "ann", sign="ann")
    assert world.approvals().draft is None
    assert of(world).verdict == "approved"


def test_the_day_of_the_return_is_the_day_from_which_it_counts() -> None:
    world = adopted()
    world.merged(DRAFT, "bob", "ann", sign="ann")
    assert world.approvals(date(2024, 1, 2)).draft is None
    assert world.approvals(date(2024, 1, 3)).draft is not None
