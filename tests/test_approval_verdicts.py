"""What stands beside a verdict: what was never examined, what renews it and how long it lasts, who is asked next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from ratified.model.landing import Identity
from test_approval_units import FIRST, NEW, NEWER, adopted, of, revoked, stands
from worlds import (
    CHART,
    FACTS,
    PAGE,
    PAGE_TEXT,
    PEOPLE,
    PEOPLE_TEXT,
    PRINTS,
    REGISTER,
    REGISTER_TEXT,
    ROLES,
    STARTER,
    World,
    swap,
)

if TYPE_CHECKING:
    from ratified.model.verdict import DocumentApproval

AGREED = {PEOPLE: f"{PEOPLE_TEXT}# as agreed\n"}
DRAFT = swap(REGISTER_TEXT, "status: adopted", "status: draft")
PICTURES = swap(
    REGISTER_TEXT,
    "documents:\n",
    "documents:\n  - {id: PIC, title: Chart, class: record, binds: [docs/policy/*.png]}\n",
)


def approval(world: World, number: int, document: str = "POL") -> DocumentApproval:
    found = next(e for e in world.approvals().events(document) if e.number == number).approval
    assert found is not None
    return found


# What nobody looked at


def test_what_was_there_before_an_adoption_that_was_approved_at_once_was_approved_with_it_unexamined() -> None:
    world = World()
    world.pushed({**STARTER, REGISTER: DRAFT}, "eve")
    world.merged({REGISTER: REGISTER_TEXT}, "bob", "ann", sign="ann")
    number = world.merged(NEW, "bob", "ann", sign="ann")
    assert (approval(world, 1).unexamined, approval(world, number).unexamined) == (True, False)
    assert approval(world, 1, "AUTHORITY").unexamined


def test_of_an_adoption_made_good_later_the_first_approval_of_what_is_older_examined_not_all() -> None:
    world = World()
    world.pushed({PAGE: PAGE_TEXT}, "eve")
    world.pushed({**{path: text for path, text in STARTER.items() if path != PAGE}, REGISTER: REGISTER_TEXT}, "bob")
    world.merged(AGREED, "bob", "ann", sign="ann")
    numbers = [world.merged(edits, "bob", "ann", sign="ann") for edits in (NEW, NEWER)]
    assert [approval(world, number).unexamined for number in numbers] == [True, False]
    assert not approval(world, world.merged({"runbooks/RB-02.md": "Two.\n"}, "bob", "dee", sign="dee"), "RB").unexamined


def test_what_the_landing_that_made_an_adoption_good_left_alone_says_why_it_is_not_approved() -> None:
    world = World()
    world.pushed({"README.md": "Hello\n"}, "bob")
    world.pushed(STARTER, "bob", message="Adopt (#5)")
    world.merged(AGREED, "bob", "ann", sign="ann")
    assert of(world).reason == (
        "#5 (0000000000) of 2 January 2024 came before anybody had approved the adoption, "
        "which #2 (0000000000) did, and nobody has approved it since"
    )
    assert (stands(world), of(world).help) == (
        ("unapproved", "no-bootstrap"),
        "let an approver who wrote none of it merge a change of it; `ratified reaffirm` prepares one",
    )


# What renews a document


def test_a_document_of_pictures_is_renewed_by_a_change_of_one() -> None:
    world = World().adopted({REGISTER: PICTURES.replace("record: {", "record: {review_every: 30d, "), CHART: "drawn\n"},
                            sign="ann")  # fmt: skip
    approvals = world.approvals()
    odd = "a change of one of its files, none of which can hold a review date,"
    assert [approvals.renewal(document) for document in ("POL", "PIC", "NONE")] == ["`ratified reaffirm POL`", odd, odd]
    stale = of(world, "PIC", as_of="2024-06-01")
    assert (stale.verdict, stale.help) == ("stale", f"review it, then get {odd} merged by an approver")


def test_a_command_is_advised_only_where_it_would_work() -> None:
    world = World().adopted({REGISTER: PICTURES, CHART: "drawn\n"}, sign="ann")
    world.pushed({CHART: "drawn otherwise\n", FACTS: "levels: [two]\n"}, "bob")
    again = "get a change of it merged, with a merge commit, by an approver who wrote none of it"
    assert of(world, "PIC").help == again
    assert of(world).help == f"{again}; `ratified reaffirm` prepares one"


# How long it lasts


@pytest.mark.parametrize(
    ("pushed", "expected"),
    [("class: runbook", 90), ("class: record", 365), ("class: policy", 365), ("class: unheard", 90)],
)
def test_an_approval_lasts_as_long_as_its_class_says_by_both_registers(pushed: str, expected: int) -> None:
    world = adopted()
    world.pushed({REGISTER: swap(REGISTER_TEXT, "class: policy", pushed)}, "bob")
    approvals = world.approvals()
    assert (approvals.cadence("POL"), approvals.cadence("AUTHORITY")) == (timedelta(expected), timedelta(365))


def test_where_no_register_can_be_read_any_more_the_last_one_that_could_says_how_long() -> None:
    world = adopted()
    world.merged({REGISTER: swap(REGISTER_TEXT, "365d, minimum_proof: claimed}\n  runbook", "30d, "
                                 "minimum_proof: claimed}\n  runbook")}, "bob", "ann", sign="ann")  # fmt: skip
    world.merged({ROLES: "{{{\n"}, "bob", "ann", sign="ann")
    approvals = world.approvals()
    assert approvals.authority is None
    assert approvals.cadence("POL") == timedelta(30)


def test_where_every_approval_of_authority_ended_the_adoption_s_register_says_how_long() -> None:
    world = adopted()
    world.merged(revoked("key-of-ann", "0" * 40), "bob", "cid", sign="cid")
    world.merged({ROLES: "{{{\n"}, "bob", "cid", sign="cid")
    assert world.approvals().cadence("POL") == timedelta(365)


def test_an_approval_is_of_an_age_and_due_on_a_day() -> None:
    verdict = of(adopted(), as_of="2024-03-02")
    assert (verdict.age_days, verdict.due, verdict.verdict) == (60, date(2025, 1, 1), "approved")
    assert verdict.reason.endswith("; next review by 1 January 2025")


# Who is asked next


def test_who_wrote_what_awaits_approval_may_not_approve_it() -> None:
    world = adopted()
    assert (of(world).eligible, world.approvals().awaiting("POL"), world.approvals().open_landings("POL")) == (
        ("ann", "cid"),
        (),
        (),
    )
    one = world.pushed(NEW, "ann")
    two = world.pushed(NEWER, "bob", co=["ann"])
    approvals = world.approvals()
    assert approvals.open_landings("POL") == (one, two)
    assert approvals.awaiting("POL") == (
        *(Identity("Ann", "ann@x.org"), Identity("Bob", "bob@x.org")),
        Identity("ann", "ann@x.org"),
    )
    assert of(world).eligible == ("cid",)
    world.merged({FACTS: "levels: [two]\n"}, "bob", "cid", sign="cid")
    assert (of(world).eligible, world.approvals().open_landings("POL")) == (("ann", "cid"), ())
    world.prints = PRINTS
    world.pushed(NEW, "bob", sign="cid")
    assert of(world).eligible == ("ann",), "whose key it was had a hand in it"
    assert world.approvals().open_landings("NONE") == ()


def test_who_may_approve_is_asked_on_the_day_itself() -> None:
    roles = swap(STARTER[ROLES] or "", "{person: cid, since: 2020-01-01}", f"{{person: cid, since: {FIRST}}}")
    world = adopted(roles=roles)
    assert [of(world, as_of=day).eligible for day in ("2024-01-02", FIRST)] == [("ann",), ("ann", "cid")]


# Who merged, and who wrote


@pytest.mark.parametrize(
    ("author", "committer", "message", "merger"),
    [
        ("bob", "ann", "Title", "ann@x.org"),
        ("bob", "ann", "Title (#4)", "ann@x.org"),
        ("bob", "forge", "Title (#4)", None),
        ("bob", "bob", "Title", None),
        ("bob", "forge", "Title", None),
    ],
)
def test_of_a_landing_with_one_parent_only_another_committer_merged(
    author: str, committer: str, message: str, merger: str | None
) -> None:
    world = adopted()
    world.pushed(NEW, author, committer=committer, message=message)
    last = of(world).last_change
    assert last is not None
    assert (last.merger and last.merger.email) == merger
    assert last.subject == message


def test_somebody_outside_is_told_nowhere_as_an_author() -> None:
    known = f"{REGISTER_TEXT}authors:\n  - {{name: Eve, email: eve@x.org, person: outside, reason: A contractor}}\n"
    world = adopted(register=known)
    world.merged(NEW, "eve", "ann", sign="ann")
    verdict = of(world)
    assert verdict.approval is not None
    assert verdict.approval.authors == ()
    assert verdict.reason.startswith(
        "Approved by Ann Adams (Sponsor then) on 3 January 2024, merge of #2, signed with Ann's key; "
    )
    assert verdict.last_change is not None
    assert verdict.last_change.authors == (Identity("Eve", "eve@x.org"),)


def test_whose_key_signed_a_commit_is_an_author_by_their_id() -> None:
    world = adopted()
    world.prints = PRINTS
    world.join([world.commit(NEW, "bob", [world.base], sign="dee")], "ann", sign="ann")
    found = of(world)
    assert found.approval is not None
    assert (found.approval.authors, found.last_change and found.last_change.authors) == (
        ("bob", "dee"),
        (Identity("Bob", "bob@x.org"),),
    )
    assert "merge of #2 by Bob Brown and Dee Drake, signed" in found.reason


def test_a_document_that_left_unapproved_and_one_that_came_are_both_listed() -> None:
    world = adopted()
    world.pushed({REGISTER: PICTURES.replace("id: RB,", "id: RC,"), CHART: "drawn\n"}, "bob")
    assert list(world.approvals().documents) == ["PIC", "POL", "RC", "AUTHORITY", "SITE-LAYOUT", "RB"]
    assert (stands(world, "RB"), stands(world, "PIC")) == (("unapproved", "gone"), ("unapproved", "direct"))
