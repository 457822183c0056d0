"""A layout of which nobody can tell what it is made from, and the documents that a page of the site belongs to."""

from __future__ import annotations

import pytest

from ratified.approval.reasons import name_settings, unknown_settings
from ratified.model.landing import Anchor, Anchors
from ratified.model.place import Place
from ratified.settings import UnknownSetting
from test_approval_units import NEW, NEWER, adopted, of, stands
from worlds import FACTS, PAGE, PAGE_TEXT, PEOPLE, REGISTER, REGISTER_TEXT, RUNBOOK, World, swap

GLOW = "plugins: [search, glow]\n"
NAMED = swap(
    REGISTER_TEXT, "\ndocuments:", "\nsite_inputs: [{setting: plugins.glow, reads: [tools/glow.txt]}]\ndocuments:"
)
LAYOUT = "SITE-LAYOUT"


def laid_out(settings: str, register: str = REGISTER_TEXT, sign: str = "ann") -> World:
    return World().adopted({"mkdocs.yml": settings, REGISTER: register}, sign=sign)


# Settings of which nobody knows what they read


def test_a_plugin_that_is_on_no_list_leaves_the_layout_unapproved_and_says_what_to_write() -> None:
    found = of(laid_out(GLOW), LAYOUT)
    assert (found.verdict, found.why) == ("unapproved", "settings")
    assert found.reason == "nobody can tell what the site is made from: mkdocs.yml:1:19 has the plugin 'glow'"
    assert found.help == (
        "name its inputs in data/register.yml, as `site_inputs: [{setting: plugins.glow, reads: [...]}]`, by a merge "
        "of an approver of class authority, or take it out of mkdocs.yml"
    )
    assert (found.approval, found.due, found.age_days) == (None, None, None)
    assert stands(laid_out(GLOW)) == ("approved", ""), "of other documents it says nothing"


def test_several_are_counted_and_what_no_register_can_open_is_to_be_taken_out() -> None:
    one = UnknownSetting(Place("a.yml", 2, 3), "plugins.x", "the plugin 'x'")
    two = UnknownSetting(Place("b.yml", 4, 5), "mkdocs", "a tag", shut=True)
    said = "nobody can tell what the site is made from: "
    assert unknown_settings([one]) == f"{said}a.yml:2:3 has the plugin 'x'"
    assert unknown_settings([one, two]) == f"{said}a.yml:2:3 has the plugin 'x', and 1 more"
    assert unknown_settings([two, one, one]) == f"{said}b.yml:4:5 has a tag, and 2 more"
    assert name_settings([two, one]) == "take it out of b.yml"
    assert "setting: plugins.x, reads" in name_settings([one, two])


def test_what_the_approved_register_and_the_heads_both_name_is_known() -> None:
    world = laid_out(GLOW, NAMED)
    assert stands(world, LAYOUT) == ("approved", "")
    assert world.approvals().open_settings == ()
    world.pushed({"tools/glow.txt": "Red\n"}, "bob")
    assert stands(world, LAYOUT) == ("unapproved", "direct"), "and what it reads belongs to the layout"


def test_a_push_cannot_open_the_world() -> None:
    world = laid_out(GLOW)
    world.pushed({REGISTER: NAMED}, "bob")
    assert stands(world, LAYOUT) == ("unapproved", "settings")
    world.merged({PEOPLE: f"{world.tree[PEOPLE][1]}# read\n"}, "bob", "ann", sign="ann")
    assert stands(world, LAYOUT) == ("approved", "")


def test_a_push_that_takes_the_name_out_closes_it() -> None:
    world = laid_out(GLOW, NAMED)
    world.pushed({REGISTER: REGISTER_TEXT}, "bob")
    assert stands(world, LAYOUT) == ("unapproved", "settings")


@pytest.mark.parametrize(("sign", "days", "known"), [("", 0, "claimed"), ("ann", 4000, "stale")])
def test_what_is_claimed_or_lapsed_is_no_better(sign: str, days: int, known: str) -> None:
    for settings, expected in (("site_name: X\n", (known, "")), (GLOW, ("unapproved", "settings"))):
        world = laid_out(settings, sign=sign)
        found = world.approvals(world.last_day.replace(year=world.last_day.year + days // 365)).verdicts[LAYOUT]
        assert (found.verdict, found.why) == expected


def test_a_layout_that_nobody_approved_says_that_first() -> None:
    world = laid_out(GLOW)
    world.pushed({"macros/table.py": "1h\n"}, "bob")
    assert stands(world, LAYOUT) == ("unapproved", "direct")


def test_before_anything_is_approved_nothing_is_named() -> None:
    world = laid_out(GLOW, swap(NAMED, "status: adopted", "status: draft"))
    assert [one.setting for one in world.approvals().open_settings] == ["plugins.glow"]


# Whose a page is


def test_a_page_is_its_documents_and_so_is_what_that_binds() -> None:
    approvals = adopted().approvals()
    assert [approvals.governing(path) for path in (PAGE, RUNBOOK, FACTS)] == [("POL",), ("RB",), ("POL",)]
    assert [approvals.governing(path) for path in ("README.md", PEOPLE, "mkdocs.yml", "docs/other.md")] == [()] * 4


def test_a_page_that_a_push_takes_out_of_its_document_stays_that_documents() -> None:
    world = adopted()
    world.pushed({REGISTER: swap(REGISTER_TEXT, "[docs/policy/*.md]", "[docs/else/*.md]")}, "bob")
    approvals = world.approvals()
    assert approvals.governing(PAGE) == ("POL",)
    assert approvals.governing("docs/else/a.md") == ("POL",)


def test_a_page_that_two_documents_claim_is_of_both_the_heads_first() -> None:
    world = adopted()
    over = "documents:\n  - {id: OVER, title: Over, class: record, pages: [docs/policy/*.md]}\n"
    world.pushed({REGISTER: swap(REGISTER_TEXT, "documents:\n", over)}, "bob")
    assert world.approvals().governing(PAGE) == ("OVER", "POL")


def test_a_document_that_was_retired_governs_nothing() -> None:
    gone = swap(REGISTER_TEXT, "pages: [runbooks/*.md]}", "pages: [runbooks/*.md], retired: 2020-01-01}")
    assert adopted(register=gone).approvals().governing(RUNBOOK) == ()


def test_before_the_adoption_is_approved_the_heads_register_says_whose_a_page_is() -> None:
    world = World()
    world.pushed({REGISTER: REGISTER_TEXT, PAGE: PAGE_TEXT}, "bob")
    assert world.approvals().governing(PAGE) == ("POL",)


def test_a_page_that_an_approved_register_let_go_is_nobodys() -> None:
    wide = swap(REGISTER_TEXT, "[docs/policy/*.md]", "[docs/policy/*.md, docs/extra/*.md]")
    world = adopted(register=wide)
    assert world.approvals().governing("docs/extra/a.md") == ("POL",)
    world.merged({REGISTER: REGISTER_TEXT}, "bob", "ann", sign="ann")
    assert world.approvals().governing("docs/extra/a.md") == ()


def test_a_document_that_names_pages_and_has_none_says_nothing_whatever_it_binds() -> None:
    text = swap(REGISTER_TEXT, "pages: [docs/policy/*.md], binds", "pages: [docs/none/*.md], binds")
    assert stands(adopted(register=text)) == ("unapproved", "gone")


# Whose word a day is


def test_an_approval_at_the_very_tip_that_a_run_saw_is_no_claim_of_its_own_and_later_ones_are() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="ann")
    seen = Anchors((Anchor(world.base, world.last_day),), False)
    assert approval(world, seen) is False
    world.merged(NEWER, "bob", "ann", sign="ann")
    assert approval(world, seen) is True


def approval(world: World, anchors: Anchors) -> bool:
    found = world.approvals(anchors=anchors).verdicts["POL"].approval
    assert found is not None
    return found.own_claim
