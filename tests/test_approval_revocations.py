"""A list of revoked keys that nobody approved and that locks everybody out: what takes it back, and what does not."""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratified.approval.revocations import EndedKey, KeyRevocation, all_keys_revoked, keys_of, normalized_fingerprint
from ratified.model.landing import CommitSignature
from test_approval_units import NEW, adopted, event, of, policy, revoked, stands
from worlds import (
    FORGE,
    PAGE,
    PEOPLE,
    PEOPLE_TEXT,
    PRINTS,
    REGISTER,
    REVOKED,
    ROLES,
    ROLES_TEXT,
    STARTER,
    Edits,
    World,
    swap,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

NOWHERE = "0" * 40
UNTRUSTED = ("unapproved", "untrusted-key")
LISTED = "data/trust/revoked.yml listed the key then, though nobody approved that yet"


def armored(body: bytes) -> tuple[str, str]:
    """A public key that nobody has, and its fingerprint."""
    packet = bytes([0xC6, len(body)]) + body
    text = base64.b64encode(packet).decode()
    block = f"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n{text}\n-----END PGP PUBLIC KEY BLOCK-----\n"
    return block, hashlib.sha1(b"\x99" + len(body).to_bytes(2) + body, usedforsecurity=False).hexdigest().upper()


ONE, ONE_PRINT = armored(b"\x04one")
TWO, TWO_PRINT = armored(b"\x04two")
SECOND = "data/trust/forge/second.asc"


def strict(proof: str = "signed", edits: Edits | None = None) -> World:
    """An adopted world whose AUTHORITY asks for a proof, with fingerprints as keys have them."""
    world = World().adopted({REGISTER: policy("[lead]", proof, "record"), **(edits or {})}, sign="ann")
    world.prints = {**PRINTS, "forge": ONE_PRINT}
    return world


def listing(*keys: str, since: str = NOWHERE) -> dict[str, str]:
    """A list that names these keys from one commit on."""
    prints = [PRINTS.get(key, key) for key in keys]
    return {REVOKED: "revoked:\n" + "".join(f'  - {{fingerprint: "{one}", from: "{since}"}}\n' for one in prints)}


def taken_back(world: World, back: Edits, by: str = "ann", sign: str | None = None) -> tuple[str, str]:
    """What AUTHORITY is after somebody merged what Bob wrote to take a list back."""
    number = world.merged(back, "bob", by, sign=by if sign is None else sign)
    return event(world, number, "AUTHORITY")


# What takes it back


def test_a_list_of_every_key_that_could_take_it_back_does_not_stop_that() -> None:
    """Else whoever may push could lock AUTHORITY, and with it everything, for ever."""
    world = strict()
    world.pushed(listing("ann", "cid"), "bob")
    number = world.merged(NEW, "bob", "ann", sign="ann")
    assert event(world, number) == UNTRUSTED
    assert taken_back(world, {REVOKED: None}) == ("approved", "")
    world.merged(NEW | {PAGE: "Fourth words.\n"}, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")


def test_while_one_key_is_free_the_others_stay_stopped() -> None:
    for free, other in (("cid", "ann"), ("ann", "cid")):
        world = strict()
        world.pushed(listing(other), "bob")
        assert taken_back(world, {REVOKED: None}, other) == UNTRUSTED
        assert of(world, "AUTHORITY").reason.endswith(f": {LISTED}")
        world.pushed(listing(other), "bob")
        assert taken_back(world, {REVOKED: None}, free) == ("approved", "")


def test_keys_of_people_who_may_not_approve_it_are_not_asked_about() -> None:
    """Dee's key could not take anything back, so that the list spares it helps nobody, and that it names it neither."""
    world = strict()
    world.pushed(listing("dee", "ann"), "bob")
    assert taken_back(world, {REVOKED: None}) == UNTRUSTED
    world = strict()
    world.pushed(listing("dee", "ann", "cid"), "bob")
    assert taken_back(world, {REVOKED: None}) == ("approved", "")


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param({PAGE: "Besides.\n"}, id="a file of another document"),
        pytest.param({"README.md": "Besides.\n"}, id="a file of no document"),
        pytest.param({PEOPLE: f"{PEOPLE_TEXT}# besides\n"}, id="another file of AUTHORITY"),
    ],
)
def test_a_landing_that_does_anything_else_takes_nothing_back(edits: dict[str, str]) -> None:
    world = strict()
    world.pushed(listing("ann", "cid"), "bob")
    assert taken_back(world, {REVOKED: None, **edits}) == UNTRUSTED


def test_another_list_takes_nothing_back_either() -> None:
    world = strict()
    world.pushed(listing("ann", "cid"), "bob")
    assert taken_back(world, listing("ann", "cid", since="1" * 40)) == UNTRUSTED
    assert taken_back(world, {REVOKED: "{{{\n"}) == UNTRUSTED
    assert taken_back(world, {REVOKED: "revoked: []\n"}) == ("approved", ""), "an empty list is none"


def test_whatever_else_was_pushed_to_authority_has_to_go_with_the_list() -> None:
    sponsor = "      - {person: cid, since: 2020-01-01}  # sponsor\n"
    grab = swap(ROLES_TEXT, sponsor, f"{sponsor}      - {{person: bob, since: 2020-01-01}}  # sponsor\n")
    world = strict()
    world.pushed({ROLES: grab}, "dee")
    world.pushed(listing("ann", "cid"), "dee")
    assert taken_back(world, {REVOKED: None}) == UNTRUSTED
    world = strict()
    world.pushed({ROLES: grab}, "dee")
    world.pushed(listing("ann", "cid"), "dee")
    assert taken_back(world, {REVOKED: None, ROLES: ROLES_TEXT}) == ("approved", "")


def test_what_an_approved_list_says_stays_though_the_rest_is_taken_back() -> None:
    """Cid's key was revoked fairly; that Bob then pushed Ann's name too gives it no second life."""
    world = strict()
    fair = listing("cid")
    world.merged(fair, "bob", "ann", sign="ann")
    for by, expected in (("cid", UNTRUSTED), ("ann", ("approved", ""))):
        world.pushed(listing("cid", "ann"), "bob")
        assert taken_back(world, fair, by) == expected
    assert "the key is revoked from an earlier commit on" in world.approvals().events("AUTHORITY")[-3].reason
    world.pushed(listing("cid", "ann"), "bob")
    assert taken_back(world, {REVOKED: None}) == UNTRUSTED, "that would free Cid's key as well"


def test_another_document_of_the_landing_that_takes_back_is_judged_like_any_other() -> None:
    bound = swap(policy("[lead]", "signed", "record"), "binds: [data/severities.yml]", "binds: [data/waivers.yml]")
    world = strict(edits={REGISTER: bound})
    world.pushed({**listing("ann", "cid"), "data/waivers.yml": "waivers: []\n"}, "bob")
    number = world.merged({REVOKED: None, "data/waivers.yml": None}, "bob", "ann", sign="ann")
    assert (event(world, number, "AUTHORITY"), event(world, number)) == (("approved", ""), UNTRUSTED)


def test_an_adoption_that_brings_a_list_of_its_own_takes_nothing_back() -> None:
    world = strict(edits=listing("ann", "cid"))
    assert world.approvals().decisions.approved.numbers == []


# By which proofs


def test_where_a_name_is_proof_enough_nobody_is_locked_out() -> None:
    world = strict("claimed", {FORGE: ONE})
    world.pushed(listing("ann", "cid", ONE_PRINT), "bob")
    assert taken_back(world, {REVOKED: None}) == UNTRUSTED
    world.pushed(listing("ann", "cid", ONE_PRINT), "bob")
    assert taken_back(world, {REVOKED: None}, sign="") == ("claimed", "")


@pytest.mark.parametrize(
    ("proof", "files", "keys", "expected"),
    [
        ("forge", {FORGE: ONE}, ("ann", "cid", ONE_PRINT), ("approved", "")),
        ("forge", {FORGE: ONE}, ("ann", "cid"), UNTRUSTED),
        ("forge", {FORGE: ONE, SECOND: TWO}, ("ann", "cid", ONE_PRINT), UNTRUSTED),
        ("forge", {FORGE: ONE, SECOND: TWO}, ("ann", "cid", TWO_PRINT), UNTRUSTED),
        ("forge", {FORGE: ONE, SECOND: TWO}, ("ann", "cid", ONE_PRINT, TWO_PRINT), ("approved", "")),
        ("forge", {FORGE: ONE, SECOND: "no key\n"}, ("ann", "cid", ONE_PRINT), UNTRUSTED),
        ("forge", {FORGE: None}, ("ann", "cid"), ("approved", "")),
        ("reviewed", {FORGE: ONE}, ("ann", "cid"), ("approved", "")),
        ("signed", {FORGE: ONE}, ("ann", "cid"), ("approved", "")),
    ],
)
def test_a_forge_s_key_could_take_it_back_where_its_signature_is_proof_enough(
    proof: str, files: Edits, keys: tuple[str, ...], expected: tuple[str, str]
) -> None:
    """A pinned file that cannot be read may hold any key."""
    world = strict(proof, files)
    world.pushed(listing(*keys), "bob")
    assert taken_back(world, {REVOKED: None}) == expected


def test_where_nobody_has_a_key_at_all_nobody_is_locked_out_by_a_list() -> None:
    authority = strict().approvals().authority
    assert authority is not None
    bar = authority.bar(("authority",))
    stopped: Mapping[str, bool] = {normalized_fingerprint(PRINTS["ann"]): False}
    assert all_keys_revoked(authority, bar, [authority.person["ann"]], stopped, date(2024, 6, 1))
    assert not all_keys_revoked(
        authority, bar, [authority.person["ann"], authority.person["cid"]], stopped, date(2024, 6, 1)
    )
    assert not all_keys_revoked(authority, bar, [], stopped, date(2024, 6, 1))
    assert not all_keys_revoked(authority, bar, [authority.person["rob"]], stopped, date(2024, 6, 1))


# What a list says


def test_fingerprints_of_openpgp_are_one_in_any_letters_and_with_blanks() -> None:
    spaced = f"  {ONE_PRINT[:20].lower()}  {ONE_PRINT[20:]} "
    assert normalized_fingerprint(spaced) == ONE_PRINT
    assert normalized_fingerprint("ab" * 32) == "AB" * 32
    assert [normalized_fingerprint(other) for other in ("ab" * 21, " SHA256: aBc ", "key of Ann")] == [
        "ab" * 21,
        "SHA256:aBc",
        "keyofAnn",
    ]
    assert keys_of(CommitSignature("good", key="a b", forge=spaced)) == ("ab", ONE_PRINT)
    assert keys_of(CommitSignature("good")) == ()
    world = strict("forge", {FORGE: ONE})
    world.pushed(listing(spaced), "bob")
    assert taken_back(world, {PEOPLE: f"{PEOPLE_TEXT}# more\n"}, sign="forge") == UNTRUSTED


def test_what_nobody_approved_is_told_with_the_landing_that_brought_it_first() -> None:
    world = adopted()
    world.merged(revoked("key-of-dee", NOWHERE), "bob", "ann", sign="ann")
    both = {REVOKED: f'{revoked("key-of-dee", NOWHERE)[REVOKED]}  - {{fingerprint: key-of-cid, from: "{NOWHERE}"}}\n'}
    first = world.pushed(both, "bob")
    again = world.pushed(revoked("key-of-gus", NOWHERE), "bob")
    world.pushed({REVOKED: "{{{\n"}, "bob")
    world.pushed(both, "bob")
    assert world.decisions().facts.unapproved_revocations == {
        KeyRevocation("key-of-cid", NOWHERE): first,
        KeyRevocation("key-of-gus", NOWHERE): again,
    }
    never = World()
    never.pushed(revoked("key-of-dee", NOWHERE), "bob")
    assert never.decisions().facts.unapproved_revocations == {}


def test_what_was_listed_before_the_adoption_stops_a_key_where_the_adoption_s_own_list_cannot_be_read() -> None:
    world = World()
    world.pushed(revoked("key-of-cid", NOWHERE), "bob")
    world.merged({**STARTER, REVOKED: "{{{\n"}, "bob", "ann", sign="ann")
    number = world.merged(NEW, "bob", "cid", sign="cid")
    assert event(world, number) == UNTRUSTED
    assert world.decisions().facts.unapproved_revocations == {KeyRevocation("key-of-cid", NOWHERE): 0}


# From when to when it ends what a key approved


def ended(world: World) -> tuple[EndedKey, ...]:
    return world.decisions().approved.ended


def test_a_key_is_ended_up_to_the_landing_that_brought_its_name_and_from_the_commit_on() -> None:
    """Cid merges the list with the very key that it names, which counted until then; later lists change nothing."""
    world = adopted()
    world.merged(NEW, "bob", "cid", sign="cid")
    number = world.merged(revoked("key-of-cid", world.chain[1]), "bob", "cid", sign="cid")
    for n in range(2):
        world.merged({PEOPLE: f"{PEOPLE_TEXT}# {n}\n"}, "bob", "ann", sign="ann")
    assert ended(world) == (EndedKey("key-of-cid", 2, number),)
    assert event(world, 2) == UNTRUSTED
    assert event(world, number, "AUTHORITY") == ("approved", "")
    world.merged({REVOKED: "{{{\n"}, "bob", "ann", sign="ann")
    assert ended(world) == (EndedKey("key-of-cid", 2, number),), "one that cannot be read changes nothing"
    entries = [f'  - {{fingerprint: key-of-{who}, from: "{world.chain[1]}"}}\n' for who in ("dee", "cid")]
    last = world.merged({REVOKED: f"revoked:\n{''.join(entries)}"}, "bob", "ann", sign="ann")
    assert ended(world) == (EndedKey("key-of-cid", 2, number), EndedKey("key-of-dee", 2, last))


def test_a_list_that_cannot_be_read_names_no_key() -> None:
    """Else who stole a key could land one, and the next list, which ends that key, would leave that landing alone."""
    world = adopted()
    before = world.base
    sponsor = "      - {person: cid, since: 2020-01-01}  # sponsor\n"
    grab = swap(ROLES_TEXT, sponsor, f"{sponsor}      - {{person: bob, since: 2020-01-01}}  # sponsor\n")
    number = world.merged({REVOKED: "{{{\n", ROLES: grab, **NEW}, "dee", "cid", sign="cid")
    assert [event(world, number, document)[0] for document in ("AUTHORITY", "POL")] == ["approved"] * 2
    last = world.merged({**revoked("key-of-cid", before), ROLES: ROLES_TEXT}, "dee", "ann", sign="ann")
    assert ended(world) == (EndedKey("key-of-cid", number, last),)
    assert [event(world, number, document) for document in ("AUTHORITY", "POL")] == [UNTRUSTED] * 2
    assert world.approvals().decisions.approved.numbers == [1, last]


def test_a_name_that_came_back_ends_what_came_before_its_return() -> None:
    world = adopted()
    listed = revoked("key-of-cid", NOWHERE)
    world.merged(listed, "bob", "ann", sign="ann")
    world.merged({REVOKED: None}, "bob", "ann", sign="ann")
    between = world.merged(NEW, "bob", "cid", sign="cid")
    assert (ended(world), event(world, between)) == ((), ("approved", ""))
    back = world.merged(listed, "bob", "ann", sign="ann")
    assert (ended(world), event(world, between)) == ((EndedKey("key-of-cid", 0, back),), UNTRUSTED)
