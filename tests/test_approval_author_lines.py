"""Who had a hand in what somebody approved, and which line or key says so."""

from __future__ import annotations

import pytest

from ratified.approval.author_lines import authorship_lines
from ratified.model.landing import Commit, CommitStamp, Identity, SigningKey
from test_approval_units import MORE, NEW, NEWER, WIDER, adopted, event, of, stands
from worlds import FACTS, PEOPLE, PEOPLE_TEXT, PRINTS, REGISTER, REGISTER_TEXT, World

ANN, BOB, CID = (Identity(name, f"{name.lower()}@x.org") for name in ("Ann", "Bob", "Cid"))
SAYS = "; where that is wrong, let another approver merge"
LINE = "the line `Co-authored-by: ann <ann@x.org>` of commit 0000000000 says so"


def commit(
    id_: str, message: str = "Change", author: Identity = BOB, committer: Identity = BOB, key: str = ""
) -> Commit:
    made, done = CommitStamp(author, 0), CommitStamp(committer, 0)
    return Commit(id_ * 40, "", (), made, done, message, signer=key)


NAMES_ANN = "Change\n\nCo-authored-by: Ann <ann@x.org>\n"


# Which line or key


def test_whoever_made_or_committed_it_needs_no_line() -> None:
    for made in (commit("a", NAMES_ANN, author=ANN), commit("a", NAMES_ANN, committer=ANN)):
        assert authorship_lines({ANN}, [commit("b", NAMES_ANN), made]) == ""
        assert authorship_lines({ANN, CID}, [made]) == ""


def test_the_first_line_that_names_one_of_them_is_told_with_its_commit() -> None:
    plain, one, two = commit("a"), commit("b", NAMES_ANN), commit("c", NAMES_ANN)
    assert (
        authorship_lines({ANN}, [plain, one, two]) == "the line `Co-authored-by: Ann <ann@x.org>` of commit bbbbbbbbbb"
    )
    assert authorship_lines({ANN}, [plain], two) == "the line `Co-authored-by: Ann <ann@x.org>` of commit cccccccccc"
    assert authorship_lines({ANN}, [one], two).endswith("of commit bbbbbbbbbb")
    both = commit("d", "Change\n\nCo-authored-by: Cid <cid@x.org>\nCo-authored-by: Ann <ann@x.org>\n")
    assert authorship_lines({ANN}, [both]).startswith("the line `Co-authored-by: Ann")
    assert authorship_lines({ANN, CID}, [both]).startswith("the line `Co-authored-by: Cid")
    assert authorship_lines({ANN}, [plain]) == authorship_lines({BOB}, [one], two) == ""
    assert authorship_lines({ANN}, [plain], commit("e", author=ANN)) == "", "who merged did not write it by merging"


def test_a_long_line_is_cut() -> None:
    line = f"Co-authored-by: Ann <ann@x.org> {'x' * 90}"
    assert (
        authorship_lines({ANN}, [commit("a", f"Change\n\n{line}\n")]) == f"the line `{line[:100]}` of commit aaaaaaaaaa"
    )


def test_the_key_that_signed_it_is_told_where_no_line_names_its_holder() -> None:
    key = SigningKey("SHA256:ann")
    one, two = commit("a", key="SHA256:bob"), commit("b", key="SHA256:ann")
    assert authorship_lines({key}, [one, two]) == "the key that signed commit bbbbbbbbbb"
    assert authorship_lines({key}, [one]) == authorship_lines({key}, [commit("a")]) == ""
    assert authorship_lines({key, ANN}, [two, commit("c", NAMES_ANN)]).startswith("the line ")


# What an approver is told


@pytest.mark.parametrize(
    ("by", "more", "said"),
    [
        ("ann", {}, ""),
        ("ann2", {"side_co": ["ann"]}, ""),
        ("bob", {"side_co": ["ann"]}, f": {LINE}{SAYS}"),
        ("bob", {"co": ["ann"]}, f": {LINE}{SAYS}"),
        ("eve", {"side_co": ["ann"]}, f": {LINE}{SAYS}"),
    ],
)
def test_an_approver_who_had_a_hand_in_it_is_told_by_what(by: str, more: dict[str, object], said: str) -> None:
    """Before a stranger: whoever merges can answer for themselves, and the stranger is asked about next."""
    world = adopted()
    world.merged(NEW, by, "ann", sign="ann", **more)  # type: ignore[arg-type]
    assert of(world).reason == f"Ann Adams merged #2 (0000000000) and wrote part of it{said}"


def test_the_line_of_a_merge_is_told_though_it_names_its_own_merger() -> None:
    """In the very words of the author line: who merges did not write it by that, and does by this."""
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="ann", tail="Co-authored-by: Ann <ann@x.org>\n")
    told = f"the line `Co-authored-by: Ann <ann@x.org>` of commit 0000000000 says so{SAYS}"
    assert of(world).reason == f"Ann Adams merged #2 (0000000000) and wrote part of it: {told}"


def test_an_approver_whose_key_signed_a_commit_of_the_branch_had_a_hand_in_it() -> None:
    for key, expected in (("ann", "self-approval"), ("cid", ""), ("eve", "")):
        world = adopted()
        world.prints = PRINTS
        world.join([world.commit(NEW, "bob", [world.base], sign=key)], "ann", sign="ann")
        assert stands(world)[1] == expected, key
        told = "and wrote part of it: the key that signed commit 0000000000 says so"
        assert (told in of(world).reason) is (key == "ann")


@pytest.mark.parametrize(
    ("by", "more", "said"),
    [
        ("eve", {}, "Eve <eve@x.org> wrote part of it"),
        ("bob", {"side_co": ["eve"]}, "eve <eve@x.org> wrote part of it (the line `Co-authored-by: eve <eve@x.org>` of "
         "commit 0000000000 says so)"),
        ("bob", {"co": ["eve"]}, "eve <eve@x.org> wrote part of it (the line `Co-authored-by: eve <eve@x.org>` of "
         "commit 0000000000 says so)"),
    ],
)  # fmt: skip
def test_a_stranger_who_had_a_hand_in_it_is_told_by_what(by: str, more: dict[str, object], said: str) -> None:
    world = adopted()
    world.merged(NEW, by, "ann", sign="ann", **more)  # type: ignore[arg-type]
    assert of(world).reason == f"{said}, and the roster at #2 (0000000000) did not know them"


def test_of_an_earlier_landing_the_landing_is_told_and_what_names_them_there() -> None:
    world = adopted()
    world.pushed(NEW, "bob", co=["ann"])
    world.merged(NEWER, "bob", "ann", sign="ann")
    assert of(world).reason == (
        f"Ann Adams merged #3 (0000000000) and wrote commit 0000000000, which nobody else approved: {LINE}{SAYS}"
    )
    world = adopted()
    world.merged(NEW, "bob", "dee", side_co=["eve"])
    world.merged(NEWER, "bob", "ann", sign="ann")
    assert of(world).reason == (
        "eve <eve@x.org> wrote #2 (0000000000), which it covers (the line `Co-authored-by: eve <eve@x.org>` of "
        "commit 0000000000 says so), and the roster at #3 (0000000000) did not know them"
    )


def test_of_a_merge_made_by_hand_its_merger_needs_no_line() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", own=NEWER)
    world.merged({FACTS: "levels: [two]\n"}, "bob", "ann", sign="ann")
    assert of(world).reason == (
        "Ann Adams merged #3 (0000000000) and wrote #2 (0000000000), which nobody else approved"
    )


def test_the_newest_landing_that_speaks_against_it_is_told() -> None:
    world = adopted()
    for edits in (NEW, NEWER):
        world.pushed(edits, "ann", message=f"Push {edits is NEW} (#{5 + (edits is NEW)})")
    world.merged(NEW, "bob", "ann", sign="ann")
    assert "and wrote #5 (" in of(world).reason


def test_what_a_landing_before_took_in_is_told_as_that_landing_s() -> None:
    world = adopted()
    world.pushed({MORE: "Ann's words.\n"}, "ann", message="More (#7)")
    world.merged(WIDER, "bob", "ann", sign="ann", subject="Merge pull request #8 from x/y")
    assert of(world).reason == (
        "Ann Adams merged #8 (0000000000) and wrote #7 (0000000000), which nobody else approved"
    )
    world.merged(NEW, "bob", "ann", sign="ann", subject="Merge pull request #9 from x/y")
    assert "and wrote #8 (" in of(world).reason, "for the next it is the landing that took it in"


# AUTHORITY


def test_authority_restored_as_it_was_approved_puts_nobody_on_the_bill() -> None:
    world = adopted()
    world.pushed({PEOPLE: f"{PEOPLE_TEXT}# by a stranger\n"}, "eve")
    number = world.merged({PEOPLE: f"{PEOPLE_TEXT}# agreed\n"}, "bob", "ann", sign="ann")
    back = "or `git revert` all that came to AUTHORITY since #1 (0000000000) and let an approver merge that"
    assert event(world, number, "AUTHORITY") == ("unapproved", "unknown-author")
    assert of(world, "AUTHORITY").help.endswith(f"; {back}")
    assert (
        event(world, world.merged({PEOPLE: PEOPLE_TEXT}, "ann", "ann", sign="ann"), "AUTHORITY")[1] == "self-approval"
    )
    assert " git revert" not in of(world, "AUTHORITY").help
    last = world.merged({PEOPLE: f"{PEOPLE_TEXT}# once more\n"}, "bob", "cid", sign="cid")
    assert event(world, last, "AUTHORITY") == ("approved", ""), "what was undone before is on nobody's bill"


def test_another_document_restored_as_it_was_keeps_its_bill() -> None:
    world = adopted()
    world.pushed(NEW, "ann")
    world.merged({REGISTER: f"{REGISTER_TEXT}# agreed\n"}, "bob", "ann", sign="ann")
    world.merged({next(iter(NEW)): "---\ntitle: Policy\n---\nFirst words.\n"}, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")
    assert "git revert" not in of(world).help


def test_before_anything_was_approved_there_is_nothing_to_go_back_to() -> None:
    world = World()
    world.pushed({"README.md": "Hello\n"}, "bob")
    assert world.approvals().open_landings("AUTHORITY") == ()
    world = World().adopted(by="eve", sign="ann")
    outcome = world.approvals().decisions.outcome("AUTHORITY", 1)
    assert (outcome.why, "git revert" in outcome.help) == ("unknown-author", False)
