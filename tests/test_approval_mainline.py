"""Which landings show that they were made on main: an approver merged, or a forge took in a request."""

from __future__ import annotations

import pytest

from test_approval_units import MORE, NEW, NEWER, adopted, event, policy, revoked
from worlds import FORGE, PAGE, PEOPLE, PEOPLE_TEXT, ROLES, ROLES_TEXT, Edits, World, noon, swap


def shows(world: World, number: int) -> bool:
    return world.decisions().facts.proves_main(number)


@pytest.mark.parametrize(
    ("by", "merger", "more", "expected"),
    [
        ("bob", "ann", {}, True),
        ("bob", "ann", {"sign": "ann"}, True),
        ("bob", "dee", {}, True),
        ("bob", "ann2", {}, True),
        ("dee", "bob", {}, False),
        ("dee", "bob", {"sign": "bob"}, False),
        ("bob", "rob", {}, False),
        ("bob", "eve", {}, False),
        ("ann", "ann", {}, False),
        ("bob", "ann", {"co": ["ann2"]}, False),
        ("bob", "ann", {"side_co": ["ann"]}, False),
        ("eve", "ann", {}, True),
        ("dee", "bob", {"sign": "forge"}, True),
        ("bob", "bob", {"sign": "forge"}, False),
        ("bob", "rob", {"sign": "forge"}, True),
        ("dee", "bob", {"sign": "forge", "subject": "Merge"}, False),
        ("bob", "ann", {"sign": "forge", "subject": "Merge"}, True),
        ("bob", "ann", {"sign": "bad"}, False),
        ("bob", "ann", {"sign": "eve"}, False),
        ("bob", "ann", {"sign": "cid"}, False),
        ("bob", "ann", {"committer": "cid"}, False),
        ("bob", "ann", {"committer": "eve"}, False),
        ("bob", "ann", {"committer": "eve", "sign": "forge"}, True),
        ("bob", "ann", {"committer": "eve", "sign": "ann"}, False),
        ("bob", "ann", {"committer": "rob"}, True),
        ("bob", "ann", {"at": noon("2023-12-31")}, False),
    ],
)
def test_a_landing_shows_which_side_was_main_where_an_approver_merged_or_a_forge_took_in_a_request(
    by: str, merger: str, more: dict[str, object], expected: bool
) -> None:
    world = adopted()
    number = world.merged({MORE: "Words.\n"}, by, merger, **more)  # type: ignore[arg-type]
    assert shows(world, number) is expected


@pytest.mark.parametrize(
    ("sign", "subject", "expected"),
    [("", "", False), ("forge", "Merge", False), ("forge", "", True), ("ann", "", True)],
)
def test_the_proof_that_authority_asks_for_shows_it(sign: str, subject: str, expected: bool) -> None:
    world = adopted(register=policy("[lead]", "signed", "record"))
    assert shows(world, world.merged(NEW, "bob", "ann", sign=sign, subject=subject)) is expected


def test_whoever_holds_no_role_any_more_shows_nothing() -> None:
    world = adopted(roles=ROLES_TEXT.replace("ann, since: 2020-01-01", "ann, since: 2020-01-01, until: 2024-01-03"))
    numbers = [world.merged(edits, "bob", "ann", sign="ann") for edits in (NEW, NEWER)]
    assert [shows(world, number) for number in numbers] == [True, False]


def test_a_key_that_a_list_names_shows_nothing() -> None:
    for adopt, approved in ((False, "untrusted-key"), (True, "untrusted-key")):
        world = adopted()
        listed = revoked("key-of-ann", "0" * 40)
        world.merged(listed, "bob", "cid", sign="cid") if adopt else world.pushed(listed, "bob")
        number = world.merged(NEW, "bob", "ann", sign="ann")
        assert (event(world, number)[1], shows(world, number)) == (approved, False)
        assert shows(world, world.merged(NEWER, "bob", "cid", sign="cid"))


def test_what_is_not_sound_or_nobody_s_shows_nothing() -> None:
    world = adopted()
    number = world.merged({PAGE: "Words.\n", FORGE: None}, "bob", "ann", sign="ann")
    side = world.commits[world.base].parents[1]
    assert (shows(world, 0), shows(world, 1), shows(world, number)) == (False, True, True)
    for id_ in (world.base, side):
        sound = world.commits[id_]
        world.commits[id_] = sound._replace(faults=("its author line goes on",))
        assert not shows(world, number)
        world.commits[id_] = sound
    late = world.commits[side]._replace(committer=("bob", noon("2024-02-01")))
    world.commits[side] = late
    assert not shows(world, number), "dated before its own branch"


def test_who_approves_by_the_roster_that_decides_there_shows_it() -> None:
    """Gus becomes a sponsor by a push, which nobody approved; the leads' role of his is enough where it stands."""
    bare = ROLES_TEXT.replace("      - {person: gus, since: 2020-01-01}  # lead\n", "")
    world = adopted(roles=bare)
    holder = "until: 2019-01-02}  # sponsor\n      - {person: gus, since: 2020-01-01}  # sponsor"
    world.pushed({ROLES: swap(bare, "until: 2019-01-02}  # sponsor", holder)}, "bob")
    assert not shows(world, world.merged(NEW, "bob", "gus", sign="gus"))
    world = adopted()
    assert shows(world, world.merged(NEW, "bob", "gus", sign="gus"))


def test_the_list_that_a_landing_itself_brings_says_nothing_of_it() -> None:
    """A merge made by hand, so that nobody approved the list; what stood before it decides whose key it was."""
    world = adopted()
    own: Edits = {PEOPLE: f"{PEOPLE_TEXT}# by hand\n"}
    number = world.merged(revoked("key-of-ann", "0" * 40), "bob", "ann", sign="ann", own=own)
    assert event(world, number, "AUTHORITY") == ("unapproved", "evil-merge")
    assert shows(world, number)
    assert not shows(world, world.merged(NEW, "bob", "ann", sign="ann"))
