"""Approval case by case: who may, who may not, why, from when to when, and in which words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from random_edits import SNIPPETS_ON
from ratified.approval.change_requests import change_request
from ratified.approval.commit_facts import authors_of, method, misdated
from ratified.approval.document_changes import kind
from ratified.approval.documents import definitions, matches
from ratified.approval.due import due_next
from ratified.approval.effective_days import claimed, days, moment
from ratified.approval.embeds import embedded_files, is_asset, mentions_file, plain
from ratified.approval.past_data import PastPeople, PastRegister, PastRoles, read_past
from ratified.approval.reasons import day
from ratified.approval.record import ApprovalRecord
from ratified.model.landing import Anchor, Anchors, Blob, Commit, CommitStamp, Identity, Landing
from ratified.policy.commit_tree import CommitTree
from ratified.source.fault import ReadingFault
from worlds import (
    CHART,
    FACTS,
    FORGE,
    LINK,
    PAGE,
    PAGE_TEXT,
    PEOPLE,
    PEOPLE_TEXT,
    REGISTER,
    REGISTER_TEXT,
    REVOKED,
    ROLES,
    ROLES_TEXT,
    RUNBOOK,
    SIGNERS,
    SIGNERS_TEXT,
    SNIPPET,
    STARTER,
    World,
    addresses,
    edited,
    noon,
    swap,
)

if TYPE_CHECKING:
    from ratified.model.verdict import DocumentVerdict

NEW = {PAGE: PAGE_TEXT + "Second words.\n"}
NEWER = {PAGE: PAGE_TEXT + "Third words.\n"}
FIRST = "2024-01-03"
"""The day of the first landing after the adoption."""


def adopted(**edits: str) -> World:
    """An adopted register whose files are changed by these edits, each by the name of the file without its folder."""
    paths = {"register": REGISTER, "people": PEOPLE, "roles": ROLES}
    return World().adopted({paths[name]: text for name, text in edits.items()}, sign="ann")


def of(world: World, document: str = "POL", as_of: str | None = None) -> DocumentVerdict:
    return world.approvals(as_of).verdicts[document]


def stands(world: World, document: str = "POL", as_of: str | None = None) -> tuple[str, str]:
    """The verdict and why."""
    verdict = of(world, document, as_of)
    return verdict.verdict, verdict.why


def event(world: World, number: int, document: str = "POL") -> tuple[str, str]:
    found = next(e for e in world.approvals().events(document) if e.number == number)
    return found.verdict, found.why


# Who approves


def test_an_approver_who_merges_what_somebody_else_wrote_approves_it() -> None:
    world = adopted()
    number = world.merged(NEW, "bob", "ann", sign="ann")
    verdict = of(world)
    approval = verdict.approval
    assert (verdict.verdict, verdict.why, verdict.help) == ("approved", "", "")
    assert approval is not None
    assert (approval.approver, approval.name, approval.role) == ("ann", "Ann Adams", "Sponsor")
    assert (approval.proof, approval.kind, approval.change_request) == ("signed", "amendment", "#2")
    assert (approval.authors, approval.covers, approval.number) == (("bob",), (), number)
    assert verdict.reason == (
        "Approved by Ann Adams (Sponsor then) on 3 January 2024, merge of #2 by Bob Brown, signed with Ann's key; "
        "next review by 2 January 2025"
    )


@pytest.mark.parametrize(
    ("by", "merger", "more", "expected"),
    [
        ("bob", "ann", {}, ("claimed", "")),
        ("bob", "ann", {"sign": "forge"}, ("approved", "")),
        ("bob", "cid", {"sign": "cid"}, ("approved", "")),
        ("ann", "ann", {"sign": "ann"}, ("unapproved", "self-approval")),
        ("ann", "ann2", {}, ("unapproved", "self-approval")),
        ("ann2", "ann", {}, ("unapproved", "self-approval")),
        ("eve", "ann", {"sign": "ann"}, ("unapproved", "unknown-author")),
        ("bob", "eve", {}, ("unapproved", "unknown-lander")),
        ("bob", "rob", {}, ("unapproved", "bot")),
        ("bob", "dee", {"sign": "dee"}, ("unapproved", "no-approver")),
        ("bob", "team", {}, ("unapproved", "unknown-lander")),
        ("team", "ann", {}, ("unapproved", "unknown-author")),
        ("bob", "ann", {"sign": "cid"}, ("unapproved", "mismatch")),
        ("bob", "ann", {"sign": "bad"}, ("unapproved", "bad-signature")),
        ("bob", "ann", {"sign": "eve"}, ("unapproved", "untrusted-key")),
        ("bob", "ann", {"sign": "uncheckable"}, ("undecidable", "uncheckable")),
        ("bob", "ann", {"side_co": ["ann"]}, ("unapproved", "self-approval")),
        ("bob", "ann", {"side_co": ["eve"]}, ("unapproved", "unknown-author")),
        ("bob", "ann", {"co": ["ann"]}, ("unapproved", "self-approval")),
        ("bob", "ann", {"co": ["dee"]}, ("claimed", "")),
        ("gus", "ann", {}, ("claimed", "")),
        ("bob", "ann", {"own": NEWER}, ("unapproved", "evil-merge")),
        ("bob", "ann", {"own": {FACTS: None}}, ("unapproved", "evil-merge")),
        ("bob", "ann", {"own": {RUNBOOK: "evil, but in another document\n"}}, ("claimed", "")),
        ("bob", "ann", {"subject": "Merge branch 'main' into topic"}, ("claimed", "")),
        ("bob", "ann", {"subject": "Merge branch 'topic' into 'develop'"}, ("claimed", "")),
        ("bob", "ann", {"committer": "ann2"}, ("claimed", "")),
        ("bob", "ann", {"committer": "forge"}, ("claimed", "")),
        ("bob", "ann", {"committer": "rob"}, ("claimed", "")),
        ("bob", "ann", {"committer": "cid"}, ("unapproved", "mismatch")),
        ("bob", "ann", {"committer": "eve", "sign": "ann"}, ("unapproved", "mismatch")),
        ("bob", "ann", {"subject": "Merge branch 'topic' into 'main'"}, ("claimed", "")),
        ("bob", "ann", {"at": noon("2024-01-03", -300)}, ("claimed", "")),
        ("bob", "ann", {"at": noon("2024-01-01")}, ("unapproved", "time")),
        ("bob", "ann", {"at": noon("2023-12-31")}, ("unapproved", "time")),
        ("bob", "ann", {"at": noon("2024-01-03"), "written": noon("2024-01-03", 3600)}, ("claimed", "")),
        ("bob", "ann", {"at": noon("2024-01-03"), "written": noon("2024-01-03", 3601)}, ("unapproved", "time")),
    ],
)
def test_a_merge_of_a_change(by: str, merger: str, more: dict[str, object], expected: tuple[str, str]) -> None:
    world = adopted()
    world.merged(NEW, by, merger, **more)  # type: ignore[arg-type]
    assert stands(world) == expected


@pytest.mark.parametrize(
    ("message", "committer", "how", "expected"),
    [
        ("Change", None, "direct", ("unapproved", "direct")),
        ("Change", "forge", "direct", ("unapproved", "direct")),
        ("Change (#12)", "forge", "squash", ("undecidable", "hidden")),
        ("Change", "ann", "rebase", ("undecidable", "hidden")),
    ],
)
def test_a_landing_with_one_parent(message: str, committer: str | None, how: str, expected: tuple[str, str]) -> None:
    world = adopted()
    world.pushed(NEW, "bob", message=message, committer=committer)
    assert stands(world) == expected
    last = of(world).last_change
    assert last is not None
    assert last.method == how
    assert (last.merger is None) == (how != "rebase")


def test_an_octopus_approves_nothing_and_whoever_made_it_has_a_hand_in_it() -> None:
    world = adopted()
    tips = [world.commit(edits, "bob", [world.base]) for edits in (NEW, {FACTS: "levels: [two]\n"})]
    world.join(tips, "ann", sign="ann")
    assert stands(world) == ("unapproved", "octopus")
    world.merged(NEWER, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")
    world.merged(NEW, "bob", "cid", sign="cid")
    assert stands(world) == ("approved", "")


def test_a_conflict_that_somebody_resolved_is_no_approval() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="ann")
    world.merged(NEWER, "bob", "ann", sign="ann", fork=1)
    assert stands(world) == ("unapproved", "by-hand")
    assert f"{PAGE} was in conflict and merged by hand in #3" in of(world).reason
    world.merged(NEW, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")


def test_a_fork_further_back_is_no_conflict_where_main_left_the_file_alone() -> None:
    world = adopted()
    world.merged({"README.md": "Bye\n"}, "bob", "ann")
    world.merged({RUNBOOK: "Step two.\n"}, "bob", "ann", fork=1)
    world.merged(NEW, "bob", "eve", fork=1)
    world.merged(NEWER, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")
    assert stands(world, "RB") == ("claimed", "")


def test_a_branch_with_a_root_of_its_own_is_merged_like_any_other() -> None:
    """Ann merged it under a key that is not hers, so it awaits approval; but she wrote nothing of it."""
    world = adopted()
    world.join([world.commit({"docs/policy/zz.md": "Words.\n"}, "bob", [])], "ann", sign="cid")
    assert stands(world) == ("unapproved", "mismatch")
    world.merged(NEW, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")


def test_a_link_in_a_document_is_no_approval() -> None:
    world = adopted()
    world.merged({"docs/policy/more.md": f"{LINK}../../secret.md"}, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "entry")
    assert of(world).reason.startswith("docs/policy/more.md is a symbolic link or a submodule")


def test_a_commit_that_is_not_sound_is_no_approval() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="ann")
    world.commits[world.base] = world.commits[world.base]._replace(faults=("its author line goes on",))
    assert stands(world) == ("unapproved", "malformed")
    assert "cannot be trusted: its author line goes on" in of(world).reason


# Whose change an approval covers


def test_an_approval_covers_earlier_changes_that_nobody_approved() -> None:
    world = adopted()
    first = world.pushed(NEW, "dee", committer="dee")
    world.merged(NEWER, "bob", "ann", sign="ann")
    verdict = of(world)
    assert verdict.approval is not None
    assert verdict.approval.covers == (world.chain[first],)
    assert verdict.approval.authors == ("dee", "bob")
    assert verdict.reason.startswith(
        "Approved by Ann Adams (Sponsor then) on 4 January 2024, merge of #3 by Dee Drake and Bob Brown, "
        "signed with Ann's key; it covers 1 earlier commit; "
    )
    world.pushed(NEW, "dee")
    world.pushed(NEWER, "dee")
    world.merged(NEW, "bob", "ann", sign="ann")
    assert "; it covers 2 earlier commits; " in of(world).reason


def test_nobody_launders_a_change_of_their_own_by_merging_what_somebody_else_wrote_next() -> None:
    world = adopted()
    world.pushed(NEW, "ann")
    world.merged(NEWER, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")
    assert "Ann Adams merged #3" in of(world).reason
    assert "and wrote commit" in of(world).reason
    world.merged({FACTS: "levels: [two]\n"}, "bob", "cid", sign="cid")
    assert stands(world) == ("approved", "")
    world.merged(NEW, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")


def test_an_unknown_hand_in_an_earlier_change_fails_closed() -> None:
    world = adopted()
    world.pushed(NEW, "eve")
    world.merged(NEWER, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "unknown-author")
    verdict = of(world)
    assert "Eve <eve@x.org> wrote commit" in verdict.reason
    assert verdict.help.startswith(
        "add eve@x.org to the e-mails of a person in data/people.yml, or for somebody outside "
    )


def test_the_merger_of_an_evil_merge_may_not_launder_it() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="ann", own=NEWER)
    world.merged({FACTS: "levels: [two]\n"}, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")
    world.merged({FACTS: "levels: [three]\n"}, "bob", "cid", sign="cid")
    assert stands(world) == ("approved", "")


def test_the_merger_who_dropped_part_of_a_branch_may_not_launder_that() -> None:
    """The branch changes two files of the document; the merge takes one and drops the other."""
    world = adopted()
    world.merged({**NEW, FACTS: "levels: [two]\n"}, "bob", "ann", own={FACTS: "levels: [one]\n"}, sign="ann")
    assert stands(world) == ("unapproved", "evil-merge")
    world.merged(NEWER, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")


def test_a_clean_merge_of_main_inside_the_branch_makes_nobody_an_author() -> None:
    world = adopted()
    side = world.commit(NEW, "bob", [world.chain[1]])
    world.merged({"README.md": "Bye\n"}, "bob", "cid")
    tree, _ = world.three_way(side, world.base)
    world.join([world.commit({}, "ann", [side, world.base], tree=tree)], "ann", sign="ann")
    assert stands(world) == ("approved", "")


def test_a_merge_of_main_inside_the_branch_that_holds_more_makes_an_author() -> None:
    world = adopted()
    side = world.commit(NEW, "bob", [world.chain[1]])
    world.merged({"README.md": "Bye\n"}, "bob", "cid")
    tree, _ = world.three_way(side, world.base)
    world.join([world.commit(NEWER, "ann", [side, world.base], tree=tree)], "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")


def test_a_clean_merge_of_two_branches_makes_no_author() -> None:
    """Git-flow: whoever merged two features into one branch wrote neither; whom the merge names as a co-author did."""
    for named, expected in ((), ("approved", "")), (("ann2",), ("unapproved", "self-approval")):
        world = adopted()
        one, other = (world.commit(edits, "bob", [world.base]) for edits in (NEW, {FACTS: "levels: [two]\n"}))
        tree, _ = world.three_way(one, other)
        world.join([world.commit({}, "ann", [one, other], tree=tree, sign="ann", co=named)], "ann", sign="ann")
        assert stands(world) == expected


def test_a_merge_inside_the_branch_that_adds_a_word_makes_an_author() -> None:
    for own in ({PAGE: "Ann's words.\n"}, {"README.md": "Ann's words.\n"}, {FACTS: None}):
        world = adopted()
        one, other = (world.commit(edits, "bob", [world.base]) for edits in (NEW, {FACTS: "levels: [two]\n"}))
        tree, _ = world.three_way(one, other)
        world.join([world.commit(own, "ann", [one, other], tree=tree)], "ann", sign="ann")
        assert stands(world) == ("unapproved", "self-approval")


def test_a_conflict_solved_inside_the_branch_makes_an_author() -> None:
    world = adopted()
    one, other = (world.commit(edits, "bob", [world.base]) for edits in (NEW, NEWER))
    tree, conflicts = world.three_way(one, other)
    assert conflicts
    world.join([world.commit({}, "ann", [one, other], tree=tree)], "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")


def test_an_octopus_inside_the_branch_makes_an_author() -> None:
    world = adopted()
    tips = [world.commit(edits, "bob", [world.base]) for edits in (NEW, {FACTS: "levels: [two]\n"}, {})]
    tree, _ = world.three_way(tips[0], tips[1])
    world.join([world.commit({}, "ann", tips, tree=tree)], "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")


def test_forty_and_more_unapproved_changes_in_a_row_are_judged_like_a_few() -> None:
    world = adopted()
    for number in range(180):
        world.merged({PAGE: f"{PAGE_TEXT}{number}\n"}, "ann" if number == 3 else "bob", "ann", sign="ann")
    world.merged(NEW, "bob", "cid", sign="cid")
    approvals = world.approvals()
    assert approvals.verdicts["POL"].verdict == "approved"
    assert [e.why for e in approvals.events("POL")] == ["", "", "", "", *["self-approval"] * 177, ""]


# What a document is, and what changes it


def test_what_a_page_shows_is_part_of_its_document() -> None:
    world = adopted()
    world.merged({PAGE: f"{PAGE_TEXT}![Chart](chart.png)\n", CHART: "drawn\n"}, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")
    world.pushed({CHART: "drawn otherwise\n"}, "bob")
    assert stands(world) == ("unapproved", "direct")


def test_a_snippet_is_part_of_the_document_that_shows_it() -> None:
    world = adopted()
    taken_in = {PAGE: f'{PAGE_TEXT}--8<-- "{SNIPPET}"\n', SNIPPET: "Call within 1h.\n"}
    world.merged(taken_in, "bob", "ann", sign="ann")
    before = of(world).fingerprint
    world.pushed({SNIPPET: "Call within 4h.\n"}, "bob")
    assert (stands(world), of(world).fingerprint) == (("approved", ""), before)  # the site takes in no snippets
    world.pushed({"mkdocs.yml": "markdown_extensions: [pymdownx.snippets]\n"}, "bob")
    assert stands(world) == ("unapproved", "direct")
    assert of(world).fingerprint != before
    world.pushed({"mkdocs.yml": "site_name: X\n"}, "bob")
    assert stands(world) == ("unapproved", "direct")


def test_settings_that_come_later_alter_nothing_that_was() -> None:
    """A push on one day must not take away what was approved on another, nor give it other bytes."""
    world = adopted()
    world.merged({PAGE: f'{PAGE_TEXT}--8<-- "{SNIPPET}"\n', SNIPPET: "1h.\n"}, "bob", "ann", sign="ann")
    world.pushed({SNIPPET: "4h.\n"}, "bob")
    that_day = world.last_day.isoformat()
    before, events = of(world, as_of=that_day), world.approvals().events("POL")
    world.pushed({"mkdocs.yml": "plugins: [glow]\nmarkdown_extensions: [pymdownx.snippets]\n"}, "bob")
    assert of(world, as_of=that_day) == before
    assert [e for e in world.approvals().events("POL") if e.number <= events[-1].number] == list(events)
    assert stands(world) == ("unapproved", "direct")


def test_a_landing_that_brings_a_file_and_stops_pages_from_taking_it_in_changes_none_of_them() -> None:
    world = adopted()
    world.merged({PAGE: f'{PAGE_TEXT}--8<-- "{SNIPPET}"\n', "mkdocs.yml": SNIPPETS_ON}, "bob", "ann", sign="ann")
    before = of(world)
    world.pushed({SNIPPET: "4h.\n", "mkdocs.yml": "site_name: X\n"}, "bob")
    assert (of(world).verdict, of(world).fingerprint) == ("approved", before.fingerprint)


def test_without_the_settings_of_the_site_every_snippet_counts() -> None:
    world = World().adopted({"mkdocs.yml": None}, sign="ann")
    world.merged({PAGE: f'{PAGE_TEXT}--8<-- "{SNIPPET}"\n', SNIPPET: "1h.\n"}, "bob", "ann", sign="ann")
    world.pushed({SNIPPET: "4h.\n"}, "bob")
    assert stands(world) == ("unapproved", "direct")


def test_a_picture_elsewhere_makes_no_snippet_count() -> None:
    """Where the site takes in no snippets, their bytes are in no fingerprint: else it changes and no landing did it."""
    world = World().adopted({"docs/logo.png": "drawn\n"}, sign="ann")
    world.merged({PAGE: f'{PAGE_TEXT}--8<-- "{SNIPPET}"\n', SNIPPET: "1h.\n"}, "bob", "ann", sign="ann")
    before = of(world)
    world.pushed({SNIPPET: "4h.\n"}, "bob")
    assert (of(world).verdict, of(world).fingerprint) == (before.verdict, before.fingerprint)


def test_a_merge_that_drops_a_picture_the_branch_added_is_evil() -> None:
    world = adopted()
    change = {PAGE: f"{PAGE_TEXT}![Chart](chart.png)\n", CHART: "drawn\n"}
    world.merged(change, "bob", "ann", sign="ann", own={CHART: None})
    assert stands(world) == ("unapproved", "evil-merge")


def test_a_merge_that_changes_a_picture_which_a_page_shows_is_evil() -> None:
    world = adopted()
    world.merged({PAGE: f"{PAGE_TEXT}![Chart](chart.png)\n", CHART: "drawn\n"}, "bob", "ann", sign="ann")
    world.merged({"README.md": "Bye\n"}, "bob", "ann", sign="ann", own={CHART: "drawn by hand\n"})
    assert stands(world) == ("unapproved", "evil-merge")


def test_going_back_to_the_bytes_that_were_approved_does_not_revive_their_approval() -> None:
    world = adopted()
    world.pushed(NEW, "bob")
    world.pushed({PAGE: PAGE_TEXT}, "bob")
    assert stands(world) == ("unapproved", "direct")


def test_a_document_that_disappears_is_an_error_until_it_is_retired() -> None:
    world = adopted()
    without = "\n".join(line for line in REGISTER_TEXT.split("\n") if "id: RB" not in line)
    world.merged({REGISTER: without}, "bob", "ann", sign="ann")
    assert stands(world, "RB") == ("unapproved", "gone")
    retired = swap(REGISTER_TEXT, "pages: [runbooks/*.md]", "pages: [runbooks/*.md], retired: 2024-01-03")
    world.merged({REGISTER: retired}, "bob", "ann", sign="ann")
    assert set(world.approvals().verdicts) == {"POL", "AUTHORITY", "SITE-LAYOUT"}
    world.merged({REGISTER: without}, "bob", "ann", sign="ann")
    assert set(world.approvals().verdicts) == {"POL", "AUTHORITY", "SITE-LAYOUT"}


def test_a_retirement_that_nobody_approved_retires_nothing() -> None:
    world = adopted()
    retired = swap(REGISTER_TEXT, "pages: [runbooks/*.md]", "pages: [runbooks/*.md], retired: 2024-01-03")
    world.pushed({REGISTER: retired}, "bob")
    assert stands(world, "RB") == ("approved", "")
    assert stands(world, "AUTHORITY") == ("unapproved", "direct")


def test_a_retirement_counts_from_its_day_on() -> None:
    world = adopted()
    retired = swap(REGISTER_TEXT, "pages: [runbooks/*.md]", "pages: [runbooks/*.md], retired: 2024-02-01")
    world.merged({REGISTER: retired}, "bob", "ann", sign="ann")
    assert stands(world, "RB", as_of="2024-01-31") == ("approved", "")
    assert "RB" not in world.approvals("2024-02-01").verdicts
    world.merged(
        {REGISTER: "\n".join(x for x in REGISTER_TEXT.split("\n") if "id: RB" not in x)}, "bob", "ann", sign="ann"
    )
    assert stands(world, "RB", as_of="2024-01-31") == ("unapproved", "gone")
    assert "RB" not in world.approvals("2024-02-01").verdicts


# What the approved register keeps


UNBOUND = {REGISTER: swap(REGISTER_TEXT, "binds: [data/severities.yml]", "binds: []")}


def test_a_register_that_nobody_approved_frees_no_file() -> None:
    world = adopted()
    pushed = world.pushed(UNBOUND, "bob")
    world.merged(NEW, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")
    freed = world.pushed({FACTS: "levels: [two]\n"}, "bob")
    assert world.approvals().decisions.changes["POL"] == (1, pushed, pushed + 1, freed)
    assert stands(world) == ("unapproved", "direct")
    world.merged(NEWER, "bob", "ann", sign="ann", own={FACTS: "levels: [three]\n"})
    assert stands(world) == ("unapproved", "evil-merge")


def test_an_approved_register_frees_a_file() -> None:
    world = adopted()
    world.merged(UNBOUND, "bob", "ann", sign="ann")
    world.pushed({FACTS: "levels: [two]\n"}, "bob")
    assert stands(world) == ("approved", "")


def test_a_document_that_left_unapproved_is_still_changed_by_its_files() -> None:
    world = adopted()
    left = world.pushed({REGISTER: "\n".join(x for x in REGISTER_TEXT.split("\n") if "id: RB" not in x)}, "bob")
    changed = world.merged({RUNBOOK: "Step two.\n"}, "bob", "dee", sign="dee")
    assert world.approvals().decisions.changes["RB"] == (1, left, changed)
    assert event(world, changed, "RB") == ("approved", "")
    assert stands(world, "RB") == ("unapproved", "gone")


# What a landing takes into a document


MORE = "docs/elsewhere/more.md"
WIDER = {REGISTER: swap(REGISTER_TEXT, "pages: [docs/policy/*.md]", "pages: [docs/policy/*.md, docs/elsewhere/*.md]")}


def test_whoever_made_what_a_landing_takes_in_is_on_its_bill() -> None:
    world = adopted()
    world.pushed({MORE: "Ann's words.\n"}, "ann")
    world.merged(WIDER, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")
    assert "and wrote commit" in of(world).reason
    assert addresses(world.approvals().awaiting("POL")) == ["bob@x.org", "ann@x.org"]
    world.merged(NEW, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")
    world.merged(NEWER, "bob", "cid", sign="cid")
    assert stands(world) == ("approved", "")
    approval = of(world).approval
    assert approval is not None
    assert approval.authors == ("bob", "ann")


def test_a_picture_that_a_page_begins_to_show_is_taken_in() -> None:
    world = adopted()
    world.pushed({CHART: "drawn\n"}, "eve")
    world.merged({PAGE: f"{PAGE_TEXT}![Chart](chart.png)\n"}, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "unknown-author")


def test_what_was_there_at_the_adoption_is_not_examined() -> None:
    world = World()
    world.pushed({CHART: "drawn\n", "README.md": "Hello\n"}, "eve")
    world.merged({**STARTER, MORE: "Words.\n"}, "bob", "ann", sign="ann")
    world.merged({PAGE: f"{PAGE_TEXT}![Chart](chart.png)\n"}, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (None, ("approved", "")),
        ({"README.md": "By hand.\n"}, ("approved", "")),
        ({MORE: "By hand.\n"}, ("unapproved", "self-approval")),
    ],
)
def test_whoever_merged_what_is_taken_in_counts_where_the_merge_changed_it(
    own: dict[str, str | None] | None, expected: tuple[str, str]
) -> None:
    world = adopted()
    world.merged({MORE: "Bob's words.\n"}, "bob", "ann", own=own)
    world.merged(WIDER, "bob", "ann", sign="ann")
    assert stands(world) == expected


def test_whoever_made_an_octopus_has_a_hand_in_what_it_brought() -> None:
    world = adopted()
    world.join([world.commit(e, "bob", [world.base]) for e in ({MORE: "Words.\n"}, {"README.md": "Bye\n"})], "ann")
    world.merged(WIDER, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")


def test_a_document_that_joins_is_changed_by_the_landing_that_lists_it() -> None:
    world = adopted()
    listed = swap(REGISTER_TEXT, "documents:\n", "documents:\n  - {id: LOG, class: record, binds: [data/log.yml]}\n")
    number = world.merged({REGISTER: listed}, "bob", "ann", sign="ann")
    assert event(world, number, "LOG") == ("approved", "")
    assert of(world, "LOG").title == "LOG"
    assert of(world, "LOG").due is None
    assert of(world, "LOG").pages == ()


def test_a_change_of_what_a_document_binds_changes_it_only_if_its_files_differ() -> None:
    world = adopted()
    same = world.pushed({REGISTER: swap(REGISTER_TEXT, "binds: [data/severities.yml]", "binds: [data/s*.yml]")}, "bob")
    other = world.pushed({REGISTER: swap(REGISTER_TEXT, "binds: [data/severities.yml]", "binds: []")}, "bob")
    changes = world.approvals().decisions.changes["POL"]
    assert same not in changes
    assert other in changes


def test_the_built_in_documents() -> None:
    world = adopted()
    world.pushed({".github/workflows/check.yml": "on: push\n"}, "bob")
    world.pushed({"macros/table.py": "1h\n"}, "bob")
    assert stands(world, "AUTHORITY") == ("unapproved", "direct")
    assert stands(world, "SITE-LAYOUT") == ("unapproved", "direct")
    assert stands(world) == ("approved", "")
    assert of(world, "AUTHORITY").title == "Who may approve, and by which keys"
    assert of(world, "SITE-LAYOUT").title == "Site layout"


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({PAGE: swap(PAGE_TEXT, "title", "reviewed: 2024-01-03\ntitle")}, "reaffirmation"),
        ({PAGE: swap(PAGE_TEXT, "title", "reviewed: '2024-01-03'\ntitle")}, "reaffirmation"),
        ({PAGE: swap(PAGE_TEXT, "title", "reviewed: 2024-01-03 # all of it\ntitle")}, "amendment"),
        ({PAGE: swap(PAGE_TEXT, "title", "reviewed: soon\ntitle")}, "amendment"),
        ({PAGE: swap(PAGE_TEXT, "title", "reviewed: 2024-01-03\nreviewed: 2024-01-03\ntitle")}, "amendment"),
        ({PAGE: PAGE_TEXT + "reviewed: 2024-01-03\n"}, "amendment"),
        ({PAGE: swap(PAGE_TEXT, "title: Policy", "reviewed: 2024-01-03\ntitle: Other")}, "amendment"),
        ({PAGE: "reviewed: 2024-01-03\nNo front matter.\n"}, "amendment"),
        ({FACTS: "reviewed: 2024-01-03\nlevels: [one]\n"}, "reaffirmation"),
        ({FACTS: "levels: [one]\nreviewed: 2024-01-03\n"}, "reaffirmation"),
        ({FACTS: "levels: [one]\nmore:\n  reviewed: 2024-01-03\n"}, "amendment"),
        ({FACTS: None}, "amendment"),
        ({"docs/policy/second.md": PAGE_TEXT}, "amendment"),
    ],
)
def test_a_reaffirmation_changes_nothing_but_the_review_date(edits: dict[str, str | None], expected: str) -> None:
    world = adopted()
    number = world.merged(edits, "bob", "ann", sign="ann")
    assert kind(world.approvals().timeline, "POL", number) == expected
    assert stands(world) == ("approved", "")


def test_a_review_date_of_another_page_than_the_first_is_an_amendment() -> None:
    world = adopted()
    world.merged({"docs/policy/second.md": PAGE_TEXT}, "bob", "ann", sign="ann")
    dated = swap(PAGE_TEXT, "title", "reviewed: 2024-01-03\ntitle")
    number = world.merged({"docs/policy/second.md": dated}, "bob", "ann", sign="ann")
    assert kind(world.approvals().timeline, "POL", number) == "amendment"


def test_a_page_that_becomes_executable_or_a_link_is_amended() -> None:
    world = adopted()
    text = swap(PAGE_TEXT, "title", "reviewed: 2024-01-03\ntitle")
    for mode in ("100755", "120000"):
        side = world.commit({}, "bob", [world.base], tree={**world.tree, PAGE: (mode, text)})
        number = world.join([side], "ann", sign="ann")
        assert kind(world.approvals().timeline, "POL", number) == "amendment"


def test_a_link_that_leads_elsewhere_is_amended() -> None:
    world = adopted()
    world.merged({PAGE: f"{LINK}one.md"}, "bob", "ann")
    number = world.merged({PAGE: f"{LINK}two.md"}, "bob", "ann")
    assert kind(world.approvals().timeline, "POL", number) == "amendment"


def test_what_left_the_register_was_amended() -> None:
    world = adopted()
    without = "\n".join(line for line in REGISTER_TEXT.split("\n") if "id: RB" not in line)
    number = world.merged({REGISTER: without}, "bob", "ann", sign="ann")
    assert kind(world.approvals().timeline, "RB", number) == "amendment"


def test_a_reaffirmation_of_several_counts_only_by_somebody_who_may_approve_each() -> None:
    dated = {path: swap(PAGE_TEXT, "title", "reviewed: 2024-01-03\ntitle") for path in (PAGE, RUNBOOK)}
    for merger, expected in (("ann", ("approved", "")), ("dee", ("unapproved", "no-approver"))):
        world = adopted()
        world.merged({RUNBOOK: PAGE_TEXT}, "bob", "dee", sign="dee")
        world.merged(dated, "bob", merger, sign=merger)
        assert stands(world, "RB") == expected
    assert "reaffirms POL too, which Dee Drake may not approve, so it reaffirms nothing" in of(world, "RB").reason
    assert of(world, "RB").help.startswith("reaffirm POL in a merge of its own; ")
    world.merged({RUNBOOK: PAGE_TEXT, PAGE: PAGE_TEXT + "More.\n"}, "bob", "dee", sign="dee")
    assert stands(world, "RB") == ("approved", "")


def test_a_reaffirmation_beside_an_amendment_of_another_document_asks_for_its_own_approver_alone() -> None:
    """Dee may approve runbooks alone: what she lands of the policy awaits the sponsor, and is no reaffirmation."""
    world = adopted()
    dated = swap(STARTER[RUNBOOK] or "", "title", "reviewed: 2024-01-03\ntitle")
    number = world.merged({RUNBOOK: dated, **NEW}, "bob", "dee", sign="dee")
    assert event(world, number, "RB") == ("approved", "")
    assert event(world, number) == ("unapproved", "no-approver")
    assert kind(world.approvals().timeline, "RB", number) == "reaffirmation"


def test_the_version_counts_approved_amendments() -> None:
    world = adopted()
    world.merged({PAGE: swap(PAGE_TEXT, "title", "reviewed: 2024-01-03\ntitle")}, "bob", "ann", sign="ann")
    assert world.approvals().version("POL") == 1
    world.merged(NEW, "bob", "ann", sign="ann")
    world.pushed(NEWER, "bob")
    assert world.approvals().version("POL") == 2


def test_a_reaffirmation_that_approved_a_document_first_counts_as_a_version() -> None:
    nobody = REGISTER_TEXT.replace("{approvers: [lead, sponsor], ", "{approvers: [nobody], ")
    world = adopted(register=nobody)
    world.merged({REGISTER: REGISTER_TEXT}, "bob", "ann", sign="ann")
    assert world.approvals().version("RB") == 0
    dated = swap(STARTER[RUNBOOK] or "", "title", "reviewed: 2024-01-04\ntitle")
    world.merged({RUNBOOK: dated}, "bob", "ann", sign="ann")
    assert (stands(world, "RB"), world.approvals().version("RB")) == (("approved", ""), 1)
    world.merged({RUNBOOK: dated + "More.\n"}, "bob", "ann", sign="ann")
    assert world.approvals().version("RB") == 2


# By which authority


def test_nobody_approves_by_a_roster_that_nobody_approved() -> None:
    world = adopted()
    holder = "until: 2019-01-02}  # sponsor\n      - {person: gus, since: 2020-01-01}  # sponsor"
    world.pushed({ROLES: swap(ROLES_TEXT, "until: 2019-01-02}  # sponsor", holder)}, "gus")
    world.merged(NEW, "bob", "gus", sign="gus")
    assert stands(world) == ("unapproved", "no-approver")
    world.merged({FACTS: "levels: [two]\n"}, "bob", "cid", sign="cid")
    assert stands(world) == ("approved", "")
    assert stands(world, "AUTHORITY") == ("unapproved", "direct")


def test_an_approved_roster_counts_from_the_next_landing_on() -> None:
    world = adopted()
    holder = "until: 2019-01-02}  # sponsor\n      - {person: gus, since: 2020-01-01}  # sponsor"
    both = {ROLES: swap(ROLES_TEXT, "until: 2019-01-02}  # sponsor", holder), **NEW}
    world.merged(both, "bob", "gus", sign="gus")
    assert stands(world) == ("unapproved", "no-approver")
    world.merged({ROLES: both[ROLES] + "\n"}, "bob", "ann", sign="ann")
    world.merged(NEWER, "bob", "gus", sign="gus")
    assert stands(world) == ("approved", "")


def test_an_approver_who_left_keeps_every_approval_they_gave() -> None:
    world = adopted()
    world.merged(NEW, "bob", "cid", sign="cid")
    without = "\n".join(line for line in ROLES_TEXT.split("\n") if "person: cid" not in line)
    people = "\n".join(line for line in PEOPLE_TEXT.split("\n") if "id: cid" not in line)
    world.merged({ROLES: without, PEOPLE: people}, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")
    assert of(world).eligible == ("ann",)
    world.merged(NEWER, "bob", "cid", sign="cid")
    assert stands(world) == ("unapproved", "unknown-lander")


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        ("since: 2020-01-01", "approved"),
        (f"since: {FIRST}", "approved"),
        ("since: 2024-01-04", "unapproved"),
        (f"since: 2020-01-01, until: {FIRST}", "approved"),
        ("since: 2020-01-01, until: 2024-01-02", "unapproved"),
    ],
)
def test_a_role_is_held_from_its_first_day_to_its_last(holder: str, expected: str) -> None:
    roles = swap(ROLES_TEXT, "{person: cid, since: 2020-01-01}", f"{{person: cid, {holder}}}")
    world = adopted(roles=roles)
    world.merged(NEW, "bob", "cid", sign="cid")
    assert of(world).verdict == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("started: 2020-01-01", "approved"),
        (f"started: {FIRST}", "approved"),
        ("started: 2024-01-04", "unapproved"),
        (f"started: 2020-01-01, left: {FIRST}", "approved"),
        ("started: 2020-01-01, left: 2024-01-02", "unapproved"),
    ],
)
def test_only_people_of_the_company_approve(days: str, expected: str) -> None:
    people = swap(PEOPLE_TEXT, "name: Cid Clark, kind: human, started: 2020-01-01", f"kind: human, {days}")
    world = adopted(people=people)
    world.merged(NEW, "bob", "cid", sign="cid")
    assert of(world).verdict == expected
    assert of(world).reason.startswith("Approved by cid (Sponsor then)" if expected == "approved" else "cid merged")


def test_the_message_says_who_could_have() -> None:
    world = adopted()
    world.merged(NEW, "bob", "dee", sign="dee")
    expected = (
        "Dee Drake merged #2 (0000000000) on 3 January 2024 but held no role that approves this; "
        "Ann Adams or Cid Clark could"
    )
    assert of(world).reason == expected
    nobody = ROLES_TEXT.replace("person: ann, since", "person: nix, since").replace("person: cid", "person: nix")
    world.merged({ROLES: nobody}, "bob", "ann", sign="ann")
    world.merged(NEWER, "bob", "dee", sign="dee")
    assert of(world).reason.endswith("; nobody could: its approver roles were empty")


def test_a_github_address_with_a_number_is_the_person_of_that_number() -> None:
    authority = adopted().approvals().authority
    assert authority is not None
    known = {
        "7+gus@users.noreply.github.com": "gus",
        "7+renamed@users.noreply.github.com": "gus",
        "7+GUS@Users.Noreply.GitHub.com": "gus",
        "8+gus@users.noreply.github.com": None,
        "07+gus@users.noreply.github.com": None,
        "gus@users.noreply.github.com": None,
        "7+gus@users.noreply.github.com.example": None,
        "7+gus@users.noreply.example.com": None,
        "ANN@X.ORG": "ann",
        "ann@home.org": "ann",
        "team@x.org": None,
        "": None,
    }
    found = {email: authority.who(Identity("Whoever", email)) for email in known}
    assert {email: person.id if person else None for email, person in found.items()} == known


def test_two_people_with_one_forge_account_are_nobody() -> None:
    two = swap(PEOPLE_TEXT, "emails: [bob@x.org]}", "emails: [bob@x.org], forge: {login: g, id: 7}}")
    authority = adopted(people=two).approvals().authority
    assert authority is not None
    assert authority.who(Identity("Gus", "7+gus@users.noreply.github.com")) is None


def test_of_two_roles_with_one_id_the_first_counts() -> None:
    authority = adopted(roles=ROLES_TEXT + "  - {id: lead, title: Second}\n").approvals().authority
    assert authority is not None
    assert authority.role["lead"].title == "Lead"


def test_an_id_that_two_people_have_is_nobody() -> None:
    again = PEOPLE_TEXT + "  - {id: cid, name: Other, kind: human, started: 2020-01-01, emails: [eve@x.org]}\n"
    world = adopted(people=again)
    authority = world.approvals().authority
    assert authority is not None
    assert [authority.who(Identity("", f"{who}@x.org")) for who in ("cid", "eve")] == [None, None]
    world.merged(NEW, "bob", "cid", sign="cid")
    assert stands(world) == ("unapproved", "unknown-lander")
    world.merged(NEWER, "eve", "ann", sign="ann")
    assert stands(world) == ("unapproved", "unknown-author")


@pytest.mark.parametrize("email", ["ann@\uff58.org", "\u212ate@x.org", "gu\u017f@x.org"])
def test_only_ascii_letters_are_one_in_both_cases(email: str) -> None:
    """The Kelvin sign is no k, and the long s no s, whatever Unicode says of their lower case."""
    people = swap(PEOPLE_TEXT, "emails: []", "emails: [kte@x.org, gus@x.org]")
    authority = adopted(people=people).approvals().authority
    assert authority is not None
    assert authority.who(Identity("", email)) is None
    assert authority.who(Identity("", "KTE@X.org")) == authority.person["gus"]


def test_a_role_without_a_title_is_called_by_its_id() -> None:
    world = adopted(roles=swap(ROLES_TEXT, "    title: Sponsor\n", ""))
    world.merged(NEW, "bob", "ann", sign="ann")
    assert of(world).reason.startswith("Approved by Ann Adams (sponsor then) on ")


def policy(approvers: str = "[sponsor]", proof: str = "claimed", name: str = "policy") -> str:
    """The register with another bar for a class."""
    start = REGISTER_TEXT.index(f"  {name}: ")
    line = REGISTER_TEXT[start : REGISTER_TEXT.index("\n", start)]
    return swap(REGISTER_TEXT, line, f"  {name}: {{approvers: {approvers}, minimum_proof: {proof}}}")


@pytest.mark.parametrize(
    ("proof", "sign", "expected"),
    [
        ("claimed", "", ("claimed", "")),
        ("claimed", "forge", ("approved", "")),
        ("forge", "", ("unapproved", "weak-proof")),
        ("forge", "forge", ("approved", "")),
        ("forge", "ann", ("approved", "")),
        ("reviewed", "forge", ("unapproved", "weak-proof")),
        ("reviewed", "ann", ("approved", "")),
        ("signed", "forge", ("unapproved", "weak-proof")),
        ("signed", "ann", ("approved", "")),
    ],
)
def test_the_proof_is_at_least_what_the_class_asks_for(proof: str, sign: str, expected: tuple[str, str]) -> None:
    world = adopted(register=policy(proof=proof))
    world.merged(NEW, "bob", "ann", sign=sign)
    assert stands(world) == expected


def test_a_weak_proof_says_what_was_asked_for() -> None:
    world = adopted(register=policy(proof="signed"))
    world.merged(NEW, "bob", "ann")
    assert of(world).reason == (
        "#2 (0000000000) by Ann Adams is an unsigned merge, which proves no more than a name; "
        "its class asks for a merge signed with the approver's own key"
    )


def test_authority_asks_for_the_strongest_proof_of_all_classes() -> None:
    world = adopted(register=policy(proof="signed", name="record", approvers="[lead]"))
    world.merged({".github/CODEOWNERS": "* @ann\n"}, "bob", "ann", sign="forge")
    assert stands(world, "AUTHORITY") == ("unapproved", "weak-proof")
    world.merged(NEW, "bob", "ann", sign="")
    assert stands(world) == ("claimed", "")


def test_a_class_that_is_not_defined_means_every_class_at_once() -> None:
    unheard = swap(REGISTER_TEXT, "class: policy", "class: unheard")
    unheard = swap(unheard, "{approvers: [lead], minimum_proof: claimed}", "{approvers: [lead], minimum_proof: forge}")
    world = adopted(register=unheard)
    world.merged(NEW, "bob", "cid", sign="cid")
    assert stands(world) == ("unapproved", "no-approver")
    world.merged(NEWER, "bob", "ann")
    assert stands(world) == ("unapproved", "weak-proof")
    world.merged(NEW, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")
    assert of(world).due == world.last_day + timedelta(90)


OVER = "  - {id: OVER, title: Over, class: record, owner: lead, pages: [docs/policy/*.md]}\n"


def test_a_document_that_no_approved_register_has_is_approved_by_nobody() -> None:
    world = adopted()
    world.pushed({REGISTER: REGISTER_TEXT + OVER}, "bob")
    assert stands(world, "OVER") == ("unapproved", "direct")
    world.merged(NEW, "bob", "dee")
    assert stands(world, "OVER") == ("unapproved", "unregistered")
    world.merged({REGISTER: REGISTER_TEXT + OVER + "# so be it\n"}, "bob", "ann", sign="ann")
    assert stands(world, "AUTHORITY")[0] in {"approved", "claimed"}
    assert stands(world, "OVER") == ("unapproved", "unregistered")
    world.merged(NEWER, "bob", "dee")
    assert stands(world, "OVER") == ("claimed", "")


def test_the_landing_that_approves_the_register_approves_what_it_brings() -> None:
    world = adopted(roles=swap(ROLES_TEXT, "cid, since: 2020-01-01}  # sponsor", "dee, since: 2020-01-01}  # sponsor"))
    number = world.merged({REGISTER: REGISTER_TEXT + OVER, **NEW}, "bob", "dee")
    assert event(world, number, "AUTHORITY")[0] == event(world, number, "OVER")[0]


def test_no_classes_at_all_means_that_nobody_can() -> None:
    world = adopted(register="status: adopted\nclasses: {}\ndocuments: []\n")
    assert world.approvals().decisions.outcome("AUTHORITY", 1).why == "no-approver"
    authority = world.approvals().timeline.authority(1)
    assert authority is not None
    bar = authority.bar(("policy",))
    assert (bar.minimum, bar.roles) == ("signed", (("", frozenset()),))
    assert authority.cadence(("policy",)) is None


def test_a_change_of_class_is_judged_by_both() -> None:
    world = adopted()
    lower = swap(REGISTER_TEXT, "class: policy", "class: runbook")
    world.merged({REGISTER: lower, **NEW}, "bob", "dee", sign="dee")
    assert stands(world) == ("unapproved", "no-approver")


def test_nobody_lowers_the_class_of_a_document_by_a_register_that_nobody_approved() -> None:
    """First push the register with a lower class, then land the change: the approved register still says policy."""
    world = adopted()
    world.pushed({REGISTER: swap(REGISTER_TEXT, "class: policy", "class: record")}, "bob")
    world.merged(NEW, "bob", "dee", sign="dee")
    assert stands(world) == ("unapproved", "no-approver")


def test_a_key_taken_away_counts_no_more_and_one_given_counts_from_then_on() -> None:
    world = adopted()
    without = "\n".join(line for line in SIGNERS_TEXT.split("\n") if "cid" not in line)
    world.merged({SIGNERS: without}, "bob", "ann", sign="ann")
    world.merged(NEW, "bob", "cid", sign="cid")
    assert stands(world) == ("unapproved", "untrusted-key")
    world.merged({SIGNERS: SIGNERS_TEXT}, "bob", "ann", sign="ann")
    world.merged(NEWER, "bob", "cid", sign="cid")
    assert stands(world) == ("approved", "")
    world.merged({FORGE: None}, "bob", "ann", sign="ann")
    world.merged(NEW, "bob", "ann", sign="forge")
    assert stands(world) == ("undecidable", "uncheckable")


def revoked(key: str, from_: str) -> dict[str, str]:
    return {REVOKED: f'revoked:\n  - {{fingerprint: {key}, from: "{from_}"}}\n'}


def test_an_approved_revocation_ends_what_came_after_the_landing_it_names() -> None:
    world = adopted()
    early = world.merged(NEW, "bob", "cid", sign="cid")
    late = world.merged(NEWER, "bob", "cid", sign="cid")
    world.merged(revoked("key-of-cid", world.chain[early]), "bob", "ann", sign="ann")
    assert event(world, early) == ("approved", "")
    assert event(world, late) == ("unapproved", "untrusted-key")
    assert of(world).reason.endswith(": the key is revoked from an earlier commit on")
    world.pushed({REVOKED: None}, "bob")
    assert event(world, late) == ("unapproved", "untrusted-key")
    world.pushed(revoked("key-of-cid", "0" * 40), "bob")
    assert event(world, early) == ("approved", "")
    world.merged({REVOKED: None}, "bob", "ann", sign="ann")
    assert [event(world, n) for n in (early, late)] == [("approved", "")] * 2


def test_a_revocation_that_nobody_approved_ends_nothing_and_stops_what_comes() -> None:
    world = adopted()
    early = world.merged(NEW, "bob", "cid", sign="cid")
    brought_in = world.pushed(revoked("key-of-cid", "0" * 40), "bob")
    late = world.merged(NEWER, "bob", "cid", sign="cid")
    assert event(world, early) == ("approved", "")
    assert event(world, late) == ("unapproved", "untrusted-key")
    assert of(world).reason.endswith(": data/trust/revoked.yml listed the key then, though nobody approved that yet")
    assert set(world.decisions().facts.unapproved_revocations.values()) == {brought_in}
    world.pushed({REVOKED: None}, "bob")
    again = world.merged({FACTS: "levels: [two]\n"}, "bob", "cid", sign="cid")
    assert event(world, again) == ("unapproved", "untrusted-key")
    world.merged({REVOKED: "revoked: []\n"}, "bob", "ann", sign="ann")
    last = world.merged({FACTS: "levels: [three]\n"}, "bob", "cid", sign="cid")
    assert [event(world, n)[0] for n in (again, last)] == ["unapproved", "approved"]
    assert not world.decisions().facts.unapproved_revocations


def test_whoever_merges_the_revocation_of_the_own_key_did_approve_that() -> None:
    """AUTHORITY is judged by what stood before it. For other documents the list counts in its own landing as well: a
    thief could else list the stolen key in the landing that it signs."""
    world = adopted()
    number = world.merged({**revoked("key-of-cid", world.base), **NEW}, "bob", "cid", sign="cid")
    assert event(world, number, "AUTHORITY") == ("approved", "")
    assert event(world, number) == ("unapproved", "untrusted-key")
    world.merged(NEWER, "bob", "cid", sign="cid")
    assert stands(world) == ("unapproved", "untrusted-key")


def test_a_list_that_an_unapproved_landing_brings_stops_that_landing_too() -> None:
    world = adopted()
    number = world.merged({**revoked("key-of-dee", world.base), RUNBOOK: "Step two.\n"}, "bob", "dee", sign="dee")
    assert event(world, number, "AUTHORITY") == ("unapproved", "no-approver")
    assert event(world, number, "RB") == ("unapproved", "untrusted-key")


def test_what_a_revoked_key_approved_of_authority_decides_about_nothing_after_it() -> None:
    """Cid's stolen key made Bob a sponsor; Ann ends that, and what Bob approved meanwhile."""
    world = adopted()
    before = world.base
    sponsor = "      - {person: cid, since: 2020-01-01}  # sponsor\n"
    grab = {ROLES: swap(ROLES_TEXT, sponsor, f"{sponsor}      - {{person: bob, since: 2020-01-01}}  # sponsor\n")}
    world.merged(grab, "dee", "cid", sign="cid")
    number = world.merged(NEW, "dee", "bob", sign="bob")
    assert event(world, number) == ("approved", "")
    world.merged({**revoked("key-of-cid", before), ROLES: ROLES_TEXT}, "dee", "ann", sign="ann")
    assert event(world, number) == ("unapproved", "no-approver")
    last = world.merged(NEWER, "dee", "ann", sign="ann")
    assert event(world, last) == ("approved", "")


def test_a_key_revoked_from_a_commit_of_a_branch_counts_on_what_that_stands_on() -> None:
    """The branch goes on from one that landed before; what it stands on through that is spared as well."""
    world = adopted()
    early = world.merged(NEW, "bob", "cid", sign="cid")
    first = world.commit({"README.md": "One\n"}, "bob", [world.base])
    world.join([first], "ann", sign="ann")
    second = world.commit({"README.md": "Two\n"}, "bob", [first])
    world.join([second], "ann", sign="ann")
    late = world.merged(NEWER, "bob", "cid", sign="cid")
    listed = world.merged({}, "bob", "ann", sign="ann")
    for named in (first, second):
        made = world.commits[world.chain[listed]]
        side = world.commits[made.parents[1]]
        for one in (made, side):
            world.commits[one.id] = one._replace(tree=edited(one.tree, revoked("key-of-cid", named)))
        assert (named, event(world, early)) == (named, ("approved", ""))
        assert event(world, late) == ("unapproved", "untrusted-key")


def test_a_key_revoked_from_a_branch_without_an_ancestor_on_main_never_counts() -> None:
    world = adopted()
    early = world.merged(NEW, "bob", "cid", sign="cid")
    root = world.commit({"README.md": "Root\n"}, "bob", [])
    world.join([root], "ann", sign="ann")
    world.merged(revoked("key-of-cid", root), "bob", "ann", sign="ann")
    assert event(world, early) == ("unapproved", "untrusted-key")


def test_a_revoked_forge_key_and_a_list_that_cannot_be_read() -> None:
    world = adopted()
    landed = world.merged(NEW, "bob", "ann", sign="forge")
    world.pushed({REVOKED: "{{{\n"}, "bob")
    assert event(world, landed) == ("approved", "")
    world.merged(revoked("key-of-forge", world.chain[1]), "bob", "ann", sign="ann")
    assert event(world, landed) == ("unapproved", "untrusted-key")
    world.merged({REVOKED: "{{{\n"}, "bob", "ann", sign="ann")
    assert event(world, landed) == ("unapproved", "untrusted-key")


# The beginning


def test_before_adoption_everything_is_a_draft() -> None:
    world = World()
    world.pushed({**STARTER, REGISTER: swap(REGISTER_TEXT, "status: adopted", "status: draft")}, "bob")
    approvals = world.approvals()
    assert {v.verdict for v in approvals.verdicts.values()} == {"draft"}
    assert (of(world).why, of(world).eligible, approvals.authority, approvals.cadence("POL")) == (
        "",
        (),
        None,
        timedelta(0),
    )
    assert [e.verdict for e in approvals.events("POL")] == ["draft"]
    assert approvals.decisions.in_force("POL") == ()
    assert approvals.version("POL") == 0
    assert of(world).reason == "Draft: the register is not adopted, so nothing is in force"


def test_a_draft_may_retire_a_document_by_itself() -> None:
    world = World()
    draft = swap(REGISTER_TEXT, "status: adopted", "status: draft")
    retired = swap(draft, "pages: [runbooks/*.md]", "pages: [runbooks/*.md], retired: 2024-01-03")
    world.pushed({**STARTER, REGISTER: retired}, "bob")
    assert set(world.approvals("2024-01-02").verdicts) == {"POL", "RB", "AUTHORITY", "SITE-LAYOUT"}
    assert set(world.approvals("2024-01-03").verdicts) == {"POL", "AUTHORITY", "SITE-LAYOUT"}


def test_a_history_without_a_register_has_the_built_in_documents() -> None:
    world = World()
    world.pushed({"README.md": "Hello\n"}, "bob")
    assert {id_: v.verdict for id_, v in world.approvals().verdicts.items()} == dict.fromkeys(
        ("AUTHORITY", "SITE-LAYOUT"), "draft"
    )
    assert world.approvals().timeline.fingerprint("POL", 0) == world.approvals().timeline.fingerprint("POL", -1)


def test_the_bootstrap_answers_to_its_own_tree_and_earlier_authorship_is_not_examined() -> None:
    world = World()
    world.pushed({**STARTER, REGISTER: swap(REGISTER_TEXT, "status: adopted", "status: draft")}, "eve")
    world.merged({REGISTER: REGISTER_TEXT}, "bob", "ann", sign="ann")
    verdict = of(world)
    assert verdict.verdict == "approved"
    assert verdict.approval is not None
    assert (verdict.approval.kind, verdict.approval.authors, verdict.approval.covers) == ("bootstrap", ("bob",), ())
    assert "merge of the adoption by Bob Brown" in verdict.reason
    assert verdict.last_change is not None
    assert verdict.last_change.method == "bootstrap"
    assert [e.verdict for e in world.approvals().events("POL")] == ["draft", "approved"]


@pytest.mark.parametrize(("by", "merger"), [("ann", "ann"), ("eve", "ann"), ("bob", "dee")])
def test_a_bootstrap_that_nobody_approved_leaves_nobody_who_can(by: str, merger: str) -> None:
    world = World().adopted(by=by, merger=merger, sign=merger)
    assert of(world, "AUTHORITY").verdict == "draft"
    world.merged(NEW, "bob", "ann", sign="ann")
    assert stands(world) == ("draft", "")
    assert of(world).eligible == ()
    assert "nobody has approved that yet" in of(world).reason
    assert of(world).help.startswith("let an approver of class authority who wrote none of it merge a change of it")


def test_a_bootstrap_whose_roster_cannot_be_read_leaves_nobody_who_can() -> None:
    world = adopted(roles="{{{\n")
    assert world.approvals().decisions.outcome("AUTHORITY", 1).why == "authority"
    assert stands(world) == ("draft", "")


def test_a_document_that_the_bootstrap_did_not_approve_can_be_approved_later() -> None:
    stricter = REGISTER_TEXT.replace("{approvers: [lead, sponsor], ", "{approvers: [nobody], ")
    world = adopted(register=stricter)
    assert stands(world, "RB") == ("unapproved", "no-approver")
    world.merged({REGISTER: REGISTER_TEXT}, "bob", "ann", sign="ann")
    world.merged({RUNBOOK: "Step two.\n"}, "bob", "ann", sign="ann")
    assert stands(world, "RB") == ("approved", "")
    approval = of(world, "RB").approval
    assert approval is not None
    assert approval.covers == (world.chain[1],)


def test_a_register_goes_back_to_draft_only_where_that_is_approved() -> None:
    world = adopted()
    draft = {REGISTER: swap(REGISTER_TEXT, "status: adopted", "status: draft")}
    world.merged(draft, "bob", "bob", sign="bob")
    assert stands(world) == ("approved", "")
    world.merged({PEOPLE: f"{PEOPLE_TEXT}# as agreed\n"}, "bob", "ann", sign="ann")
    assert stands(world) == ("draft", "")
    assert "approved by Ann Adams on 4 January 2024, took the register back to draft" in of(world).reason
    world.pushed({REGISTER: REGISTER_TEXT}, "bob")
    assert stands(world) == ("draft", "")
    world.merged({PEOPLE: PEOPLE_TEXT}, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")


def test_a_register_that_cannot_be_read_leaves_the_last_one_that_can() -> None:
    world = adopted()
    world.pushed({REGISTER: "{{{\n"}, "bob")
    assert stands(world) == ("approved", "")
    assert stands(world, "AUTHORITY") == ("unapproved", "direct")


def test_what_an_authority_governs_that_cannot_be_read_is_undecidable() -> None:
    world = adopted()
    broken = world.merged({ROLES: "{{{\n"}, "bob", "ann", sign="ann")
    world.merged(NEW, "bob", "ann", sign="ann")
    assert event(world, broken, "AUTHORITY") == ("approved", "")
    assert stands(world) == ("undecidable", "authority")
    assert of(world).reason == (
        "who could approve then is in the register, people and roles of #2 (0000000000), which cannot be read"
    )


def test_an_approval_still_lapses_after_the_authority_became_unreadable() -> None:
    world = adopted()
    world.merged({ROLES: "{{{\n"}, "bob", "ann", sign="ann")
    assert stands(world, as_of="2026-01-01") == ("stale", "")
    assert of(world, as_of="2026-01-01").due == date(2025, 1, 1)


def test_an_approval_still_lapses_where_the_authority_itself_was_never_approved() -> None:
    """Dee may approve runbooks and lands the adoption; AUTHORITY is the sponsor's."""
    world = World().adopted(merger="dee", sign="dee")
    assert stands(world, "AUTHORITY") == ("draft", "")
    assert of(world, "RB", as_of="2026-01-01").verdict == "draft"


# Time


@pytest.mark.parametrize(
    ("approved", "last_good"),
    [("2024-02-29", "2025-02-28"), ("2023-03-01", "2024-02-29"), ("2024-02-28", "2025-02-27")],
)
def test_an_annual_approval_is_good_for_365_days(approved: str, last_good: str) -> None:
    world = World()
    world.pushed({"README.md": "Hello\n"}, "bob", at=noon("2023-01-01"))
    world.merged(STARTER, "bob", "ann", sign="ann", at=noon("2023-01-02"))
    world.merged(NEW, "bob", "ann", sign="ann", at=noon(approved))
    good = of(world, as_of=last_good)
    assert (good.verdict, good.due, good.age_days) == ("approved", date.fromisoformat(last_good), 365)
    next_day = str(date.fromisoformat(last_good) + timedelta(1))
    stale = of(world, as_of=next_day)
    assert (stale.verdict, stale.why, stale.age_days) == ("stale", "", 366)
    assert stale.due == date.fromisoformat(last_good)
    assert "; that lapsed after " in stale.reason
    assert stale.help == "review it, then get `ratified reaffirm POL` merged by an approver"


def test_days_are_days_of_utc_from_the_first_second_to_the_last() -> None:
    for seconds in (-12 * 3600, 12 * 3600 - 1):
        world = adopted()
        world.merged(NEW, "bob", "ann", sign="ann", at=noon("2024-02-01", seconds))
        assert of(world).due == date(2025, 1, 31)
        assert stands(world, as_of="2024-02-01") == ("approved", "")
        assert of(world, as_of="2024-01-31").last_change.number == 1, "it is not there yet"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("every", "due"),
    [
        ("review_every: 365d, ", date(2025, 1, 2)),
        ("review_every: P1Y, ", date(2025, 1, 2)),
        ("review_every: 1d, ", date(2024, 1, 4)),
        ("review_every: P1M, ", date(2024, 1, 31)),
        ("", None),
    ],
)
def test_the_cadence_is_the_class_s(every: str, due: date | None) -> None:
    old = "  policy: {approvers: [sponsor], review_every: 365d, "
    world = adopted(register=swap(REGISTER_TEXT, old, f"  policy: {{approvers: [sponsor], {every}"))
    world.merged(NEW, "bob", "ann", sign="ann")
    verdict = of(world)
    assert (verdict.verdict, verdict.due) == ("approved", due)
    assert ("; next review by " in verdict.reason) == (due is not None)


def test_a_longer_cadence_that_nobody_approved_lengthens_nothing() -> None:
    world = adopted()
    world.pushed({REGISTER: swap(REGISTER_TEXT, "class: policy", "class: record")}, "bob")
    assert stands(world, as_of="2025-06-01") == ("stale", "")
    world.merged({REGISTER: swap(REGISTER_TEXT, "class: policy", "class: record") + "\n"}, "bob", "ann", sign="ann")
    assert stands(world, as_of="2025-06-01") == ("approved", "")


def test_approving_something_else_refreshes_nothing() -> None:
    world = adopted()
    before = of(world, as_of="2024-12-01")
    world.merged({RUNBOOK: "Step two.\n"}, "bob", "ann", sign="ann", at=noon("2024-11-01"))
    assert of(world, as_of="2024-12-01") == before
    world.merged({PAGE: swap(PAGE_TEXT, "title", "reviewed: 2024-11-02\ntitle")}, "bob", "ann", sign="ann")
    renewed = of(world, as_of="2024-12-01")
    assert renewed.due == date(2025, 11, 2)
    assert renewed.reason.startswith("Reaffirmed by Ann Adams (Sponsor then) on 2 November 2024")


def test_a_date_that_cannot_be_read_approves_nothing_and_hides_no_step_back_in_time() -> None:
    """After a landing without a date, one that is years too early must not pass as if time began there."""
    world = adopted()
    world.pushed({"README.md": "Bye\n"}, "bob")
    made = world.commits[world.base]
    world.commits[made.id] = made._replace(committer=("bob", None))
    world.merged(NEW, "bob", "ann", sign="ann", at=noon("2021-01-01"))
    assert stands(world) == ("unapproved", "time")


def test_a_landing_whose_own_date_cannot_be_read() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="ann")
    world.commits[world.base] = world.commits[world.base]._replace(committer=("ann", None))
    assert stands(world) == ("unapproved", "time")
    assert "has no readable date, so it approves nothing" in of(world).reason
    last = of(world).last_change
    assert last is not None
    assert last.at is None


# What is told


def test_who_may_approve_now() -> None:
    world = adopted()
    assert of(world).eligible == ("ann", "cid")
    world.pushed(NEW, "ann")
    assert of(world).eligible == ("cid",)
    assert addresses(world.approvals().awaiting("POL")) == ["ann@x.org"]
    world.merged(NEWER, "bob", "dee", own={FACTS: "levels: [two]\n"})
    assert addresses(world.approvals().awaiting("POL")) == ["ann@x.org", "bob@x.org", "DEE@x.org"]
    world.merged(NEW, "bob", "cid", sign="cid")
    assert of(world).eligible == ("ann", "cid")
    assert world.approvals().awaiting("POL") == ()
    assert world.approvals().awaiting("NONE") == ()


def test_the_fingerprint_is_over_sorted_lines_of_mode_object_and_path() -> None:
    world = adopted()
    first = of(world).fingerprint
    assert len(first) == 64
    world.merged({"docs/policy/zz.md": "One.\n"}, "bob", "ann")
    second = of(world).fingerprint
    world.merged({"docs/policy/zz.md": None, "docs/policy/aa.md": "One.\n"}, "bob", "ann")
    assert len({first, second, of(world).fingerprint}) == 3
    assert of(world).pages == ("docs/policy/aa.md", PAGE)


def test_a_record_gives_the_events_of_its_docket() -> None:
    world = adopted()
    approvals = world.approvals()
    record = ApprovalRecord(approvals, approvals.verdicts, "refs/heads/main", world.base)
    assert record.events("POL") == approvals.events("POL")
    assert (record.anchor, record.proposed, record.pull_request) == ("", None, None)


def test_what_is_due_next() -> None:
    world = adopted()
    world.pushed({RUNBOOK: "Step two.\n"}, "bob")
    approvals = world.approvals("2025-01-02")
    found = [(due.verdict.id, due.days, due.now) for due in due_next(approvals.verdicts.values(), date(2025, 1, 2))]
    assert found == [("AUTHORITY", -1, True), ("POL", -1, True), ("SITE-LAYOUT", -1, True), ("RB", None, True)]
    fresh = world.approvals("2024-01-03").verdicts.values()
    assert [due.verdict.id for due in due_next(fresh, date(2024, 1, 3), 100)] == ["RB"]
    assert len(due_next(fresh, date(2024, 1, 3), 365)) == 4
    assert len(due_next(fresh, date(2024, 1, 3))) == 4


# A landing by its own bytes


def commit(subject: str, author: str = "bob@x.org", committer: str = "bob@x.org", parents: int = 1) -> Commit:
    stamps = [CommitStamp(Identity("Bob", email), noon("2024-01-01")) for email in (author, committer)]
    return Commit("c" * 40, "", tuple("abcd"[:parents]), stamps[0], stamps[1], subject)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (commit("Merge", parents=3), "octopus"),
        (commit("Merge", parents=2), "merge"),
        (commit("Title (#12)"), "squash"),
        (commit("Title (#12) and more"), "direct"),
        (commit("Title", committer="ann@x.org"), "rebase"),
        (commit("Title", committer="BOB@x.org"), "direct"),
        (commit("Title", committer="noreply@github.com"), "direct"),
        (commit("Title", committer="noreply@gitlab.com"), "direct"),
        (commit("Title (#3)", committer="noreply@github.com"), "squash"),
        (commit("Root", parents=0), "direct"),
    ],
)
def test_how_a_landing_came_in(made: Commit, expected: str) -> None:
    assert method(Landing(3, made, ()), 1) == expected
    assert method(Landing(3, made, ()), 3) == "bootstrap"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Merge pull request #118 from o/b\n\nTitle", "#118"),
        ("Merge pull request 'Call within 1h' (#12) from o/b into main", "#12"),
        ("Auto merge of #13 - o:b, r=ann", "#13"),
        ("Title (#7)", "#7"),
        ("X -> Y (pull request #9)", None),
        ("Merged in b (pull request #9)", "#9"),
        ("Merge branch 's' into 'main'\n\nSee merge request g/p!42\n", "!42"),
        ("Merge\n\nSee merge request https://gitlab.example/g/p/-/merge_requests/43\n", "!43"),
        ("Title\n\nPart-of: <https://gitlab.example/g/p/-/merge_requests/44>\n", "!44"),
        ("Merge\n\nAs said before: See merge request g/p!42\n", None),
        ("Title #7", None),
        ("Merged PR 8: Title", "#8"),
        ("Pull request #9: Title", "#9"),
        ("!10 Title", "!10"),
        ("Title (!11)", "!11"),
        ("Merge #12 #13", "#12"),
        ("Title\n\nReviewed-on: https://git.example/o/p/pulls/14\nReviewed-by: A <a@x.org>\n", "#14"),
        ("Title\n\nReviewed-on: https://review.example/c/p/+/15\n", "change 15"),
        (f"Title\n\nChange-Id: I0123456789{'a' * 30}\n", "change I012345678"),
        ("Title\n\nChange-Id: I0123\n", None),
    ],
)
def test_the_change_request_that_a_landing_names(message: str, expected: str | None) -> None:
    assert change_request(commit(message)) == (expected or ("#9" if "#9" in message else None))


def test_everyone_who_made_a_commit() -> None:
    made = commit("Title", "bob@x.org", "noreply@github.com")._replace(co_authors=(Identity("Ann", "ann@x.org"),))
    assert addresses(authors_of(made)) == ["bob@x.org", "ann@x.org"]
    assert addresses(authors_of(commit("Title"))) == ["bob@x.org"]
    assert addresses(authors_of(commit("Title", "a@x.org", "b@x.org"))) == ["a@x.org", "b@x.org"]


def test_a_moment_outside_the_calendar_is_none() -> None:
    far = commit("Title")._replace(committer=CommitStamp(Identity("Bob", "bob@x.org"), 10**18))
    assert moment(far) is None
    assert day(far) == "a day that cannot be read"
    assert days([claimed(far)]).untimely(0) == "has no readable date"
    root = commit("Title")._replace(author=CommitStamp(Identity("Bob", "bob@x.org"), None))
    assert misdated(root) is None


def test_the_last_day_of_the_calendar_is_a_day_like_others() -> None:
    assert stands(adopted(), as_of="9999-12-31") == ("stale", "")


def test_a_merge_is_not_dated_before_the_branch_that_it_merges() -> None:
    for seconds, expected in ((-86400, ("approved", "")), (-86401, ("unapproved", "time"))):
        world = adopted()
        side = world.commit(NEW, "bob", [world.base], at=noon("2024-03-01"))
        world.join([side], "ann", sign="ann", at=noon("2024-03-01", seconds))
        assert stands(world, as_of="2024-03-02") == expected
    assert "is dated more than a day before the branch that it merges, so" in of(world, as_of="2024-03-02").reason
    world = adopted()
    tip = world.commit(
        NEW, "bob", [world.commit({}, "bob", [world.base], at=noon("2024-04-01"))], at=noon("2024-03-01")
    )
    made = world.commits[tip]
    world.join([tip], "ann", sign="ann", at=noon("2024-03-01"))
    assert stands(world) == ("approved", "")  # only the tip's date says when the branch was there
    world.commits[tip] = made._replace(committer=("bob", None))
    assert stands(world) == ("approved", "")


HELD = swap(ROLES_TEXT, "{person: cid, since: 2020-01-01}", "{person: cid, since: 2020-01-01, until: 2024-02-01}")


def seen_late(world: World, day: str = "2024-03-01") -> Anchors:
    """The tip of today is seen on a day, so that whatever lands on it counts from then on."""
    return Anchors((Anchor(world.base, date.fromisoformat(day)),))


def test_whoever_merges_must_be_entitled_on_the_day_on_which_it_counts() -> None:
    world = adopted(roles=HELD)
    anchors = seen_late(world)
    world.merged(NEW, "bob", "cid", sign="cid", at=noon("2024-01-20"))
    verdict = world.approvals("2024-03-01", anchors).verdicts["POL"]
    assert (verdict.verdict, verdict.why) == ("unapproved", "no-approver")
    assert verdict.reason == (
        "Cid Clark merged #2 (0000000000) on 20 January 2024, which counts from 1 March 2024, "
        "when they held no role that approves this; Ann Adams could"
    )
    assert world.approvals("2024-03-01").verdicts["POL"].verdict == "approved", "by its own claim"


def test_whoever_is_entitled_only_on_the_day_on_which_it_counts_approves() -> None:
    late = swap(ROLES_TEXT, "{person: cid, since: 2020-01-01}", "{person: cid, since: 2024-02-01}")
    world = adopted(roles=late)
    anchors = seen_late(world)
    world.merged(NEW, "bob", "cid", sign="cid", at=noon("2024-01-20"))
    verdict = world.approvals("2024-03-01", anchors).verdicts["POL"]
    assert (verdict.verdict, verdict.approval and verdict.approval.at.date()) == ("approved", date(2024, 3, 1))
    assert verdict.approval is not None
    assert verdict.approval.said is not None
    assert "on 1 March 2024 (its commit says 20 January 2024)" in verdict.reason
    assert of(world).why == "no-approver", "by its own claim"


def test_a_reaffirmation_of_several_counts_by_the_day_on_which_it_counts() -> None:
    world = adopted(roles=swap(HELD, "{person: dee, since: 2020-01-01}", "{person: cid, since: 2020-01-01}"))
    world.merged({RUNBOOK: PAGE_TEXT}, "bob", "ann", sign="ann")
    anchors = seen_late(world)
    dated = {path: swap(PAGE_TEXT, "title", "reviewed: 2024-01-20\ntitle") for path in (PAGE, RUNBOOK)}
    world.merged(dated, "bob", "cid", sign="cid", at=noon("2024-01-20"))
    verdict = world.approvals("2024-03-01", anchors).verdicts["RB"]
    assert verdict.why == "no-approver"
    assert "reaffirms POL too, which Cid Clark may not approve" in verdict.reason


def test_a_commit_of_the_branch_that_is_not_sound_is_no_approval() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="ann")
    side = world.commits[world.base].parents[1]
    world.commits[side] = world.commits[side]._replace(faults=("its author line goes on",))
    assert stands(world) == ("unapproved", "malformed")
    assert of(world).reason.startswith(f"commit {side[:10]} of #2 ")


# Files


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![Chart](chart.png)", True),
        ('<img srcset="../chart.png 2x">', True),
        ("{{ picture('CHART.PNG') }}", True),
        ("![Chart](ch&#97;rt.png)", True),
        ("![Chart](ch%61rt.png)", True),
        (r"![Chart](chart\.png)", True),
        ("chart.png", True),
        ("chart.pngx", False),
        ("flowchart.png", False),
        ("old-chart.png", False),
        ("my.chart.png", False),
        ("chart.svg", False),
        ("nothing", False),
    ],
)
def test_a_page_shows_a_file_whose_name_it_says_as_a_word(text: str, expected: bool) -> None:
    assert (embedded_files(PAGE, plain(text), [CHART]) == {CHART}) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("![Chart](chart)", True), ("src=chart ", True), ("the chart shows", False), ("img/chart", True)],
)
def test_a_name_without_a_dot_counts_where_a_path_may_end(text: str, expected: bool) -> None:
    assert mentions_file(text, "docs/policy/chart") is expected


@pytest.mark.parametrize("text", ["![Chart](<team chart.png>)", "![Chart](team%20chart.png)"])
def test_a_picture_with_a_blank_in_its_name_is_shown_too(text: str) -> None:
    assert embedded_files(PAGE, plain(text), ["docs/policy/team chart.png"]) == {"docs/policy/team chart.png"}


def test_snippets_are_looked_for_beside_the_page_in_docs_and_at_the_root() -> None:
    text = '--8<-- "note.md:3"\n--8<--\n; parts/one.md\n\nparts/two.md:named\n--8<--\n'
    assert embedded_files(PAGE, text, []) == {
        *("note.md", "docs/note.md", "docs/policy/note.md"),
        *("parts/one.md", "docs/parts/one.md", "docs/policy/parts/one.md"),
        *("parts/two.md", "docs/parts/two.md", "docs/policy/parts/two.md"),
    }


def test_a_page_does_not_show_itself() -> None:
    assert PAGE not in embedded_files(PAGE, '--8<-- "index.md"\n', [])


def test_what_a_site_serves_besides_its_pages() -> None:
    paths = ("docs/a.png", "runbooks/a.png", "docs/a.md", "data/a.png", "docs.png")
    assert [path for path in paths if is_asset(path)] == ["docs/a.png", "runbooks/a.png"]


def test_patterns_name_paths() -> None:
    register = read_past(PastRegister, REGISTER, REGISTER_TEXT.encode())
    found = definitions(register)
    assert found.of("docs/policy/index.md") == ("POL",)
    assert found.of("docs/policy/deep/er.md") == ("POL",)
    assert found.of("data/severities.yml") == ("POL",)
    assert found.of("data/trust/forge/x.asc") == ("AUTHORITY",)
    assert found.of("docs/assets/x.css") == ("SITE-LAYOUT",)
    assert found.of("docs/Policy/index.md") == ()
    assert matches("docs/policy/deep/er.md", ["docs/policy/*.md"])
    assert not matches("docs/policy/index.md", [])
    assert set(definitions(None).by_id) == {"AUTHORITY", "SITE-LAYOUT"}


def test_nobody_lists_a_built_in_document_and_of_two_with_one_id_the_first_counts() -> None:
    text = REGISTER_TEXT + "  - {id: AUTHORITY, class: record}\n  - {id: POL, class: record, title: Second}\n"
    register = read_past(PastRegister, REGISTER, text.encode())
    found = definitions(register).by_id
    assert (found["AUTHORITY"].class_, found["POL"].class_) == ("authority", "policy")


def test_a_pattern_with_brackets_names_the_same_files_everywhere() -> None:
    """What a document holds and what changes it must be one question: else bytes change and nobody notices."""
    listed = "documents:\n  - {id: ODD, class: record, pages: ['docs/a[1].md']}\n"
    world = adopted(register=swap(REGISTER_TEXT, "documents:\n", listed))
    world.merged({"docs/a[1].md": "One.\n"}, "bob", "ann", sign="ann")
    before = of(world, "ODD")
    world.pushed({"docs/a[1].md": "Two.\n"}, "bob")
    after = of(world, "ODD")
    assert (after.fingerprint == before.fingerprint) or after.verdict == "unapproved"


def test_what_a_document_holds_in_a_tree_that_never_landed() -> None:
    world = adopted()
    timeline = world.approvals().timeline
    definition = timeline.definition("POL", 1)
    assert definition is not None
    listing = {path: Blob("100644", timeline.at(PAGE, 1).id) for path in (PAGE, FACTS, RUNBOOK)}  # type: ignore[union-attr]
    assert [path for path, _ in timeline.files_in(definition, listing, timeline.inclusions(1))] == [FACTS, PAGE]
    assert timeline.content("nowhere", 1) is None
    assert timeline.at("nowhere", 1) is None
    assert timeline.at(PAGE, 0) is None
    assert timeline.embeds("nowhere", 1) == frozenset()


def test_a_page_that_is_a_link_embeds_nothing() -> None:
    world = adopted()
    world.merged({PAGE: f"{LINK}![Chart](chart.png)"}, "bob", "ann")
    timeline = world.approvals().timeline
    assert timeline.embeds(PAGE, 2) == frozenset()
    assert timeline.content(PAGE, 2) is None
    assert timeline.past(PastRegister, PAGE, 2) is None


@pytest.mark.parametrize("data", [b"\xff\xfe", b"{{{", b"people: nobody\n", b"people:\n  - {id: &a x, id: *a}\n"])
def test_a_file_of_the_past_that_cannot_be_read_is_none(data: bytes) -> None:
    assert read_past(PastPeople, PEOPLE, data) is None


def test_a_file_of_the_past_may_say_more_than_is_read_today() -> None:
    found = read_past(PastRoles, ROLES, b"roles:\n  - {id: lead, duties: [one], colour: red}\nmore: 1\n")
    assert found is not None
    assert found.roles[0].id == "lead"


def test_a_commit_as_a_tree_of_files() -> None:
    blobs = {"1": b"words", "2": b"x" * (1024 * 1024 + 1)}
    listing = {
        "docs/a.md": Blob("100644", "1"),
        "docs/big.md": Blob("100644", "2"),
        "docs/link.md": Blob("120000", "1"),
        "docs/sub": Blob("160000", "1"),
        "docs/.hidden": Blob("100644", "1"),
        "data": Blob("100644", "1"),
        "other/a.md": Blob("100644", "1"),
    }
    tree = CommitTree(listing, blobs.__getitem__)
    assert list(tree.paths("docs", "data")) == ["data", "docs/a.md", "docs/big.md", "docs/link.md", "docs/sub"]
    assert [(f.place.path, f.message) for f in tree.faults("docs")] == [
        ("docs/link.md", "cannot be read: a symbolic link"),
        ("docs/sub", "cannot be read: a submodule"),
    ]
    assert tree.read("docs/a.md") == b"words"
    said = {path: tree.read(path) for path in ("docs/big.md", "docs/link.md", "docs/none.md")}
    assert [f.message for f in said.values() if isinstance(f, ReadingFault)] == [
        "cannot be read: over the limit of 1 MiB",
        "cannot be read: a symbolic link",
        "cannot be read: no such file",
    ]


def test_a_merge_of_which_git_says_nothing_is_never_approved(monkeypatch: pytest.MonkeyPatch) -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", own={RUNBOOK: "changed while merging\n"}, sign="ann")
    monkeypatch.setattr(world, "remerge", lambda _: None)
    with pytest.raises(AssertionError, match=r"^git did not say how a merge of two parents differs from its own$"):
        of(world)


# What a record says of the adoption


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("single_approver: {accepted: true, reason: We are two.}\n", "We are two."),
        ("", ""),
        ("single_approver: {accepted: false, reason: No}\n", ""),
        ("single_approver: {accepted: true, reason: 3}\n", ""),
        ("single_approver: we are two\n", ""),
    ],
)
def test_a_record_says_which_landing_adopted_and_why_one_person_alone_may_approve(line: str, said: str) -> None:
    """By the last approved register: what somebody pushed says nothing. Before an approved adoption nothing is said."""
    world = World()
    world.pushed({"README.md": "Hello\n"}, "bob")
    first = world.approvals()
    assert ApprovalRecord(first, {}, "refs/heads/main", world.base).adopted_in == ""
    assert ApprovalRecord(first, {}, "refs/heads/main", world.base).single_approver == ""
    number = world.merged(STARTER, "ann", "cid", sign="cid")
    world.merged({REGISTER: f"{REGISTER_TEXT}{line}"}, "ann", "cid", sign="cid")
    world.pushed({REGISTER: f"{REGISTER_TEXT}single_approver: {{accepted: true, reason: Evil.}}\n"}, "bob")
    approvals = world.approvals()
    record = ApprovalRecord(approvals, approvals.verdicts, "refs/heads/main", world.base)
    assert record.adopted_in == world.chain[number]
    assert record.single_approver == said
