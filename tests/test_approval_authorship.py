"""Whose hands made what an approval covers: what is taken in, merged by hand, approved since, or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ratified.approval.verdicts import ApprovalHistory
from ratified.model.landing import RemergeDifference
from test_approval_units import MORE, NEW, NEWER, WIDER, adopted, event, of, policy, revoked, stands
from worlds import (
    CHART,
    FACTS,
    PAGE,
    PAGE_TEXT,
    PEOPLE,
    REGISTER,
    REGISTER_TEXT,
    REVOKED,
    RUNBOOK,
    STARTER,
    World,
    addresses,
    swap,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ratified.model.landing import Commit, TrustedKeys

SHOWN = {PAGE: f"{PAGE_TEXT}![Chart](chart.png)\n"}
SECOND = "docs/elsewhere/second.md"


# What a landing takes into a document


def test_of_two_files_that_one_merge_brought_either_may_have_been_changed_by_its_merger() -> None:
    """Ann's merge wrote one of the two herself; that the other is as the branch had it clears her of nothing."""
    for by_hand in (MORE, SECOND):
        world = adopted()
        world.merged({MORE: "Bob's.\n", SECOND: "Bob's.\n"}, "bob", "ann", own={by_hand: "Ann's.\n"})
        world.merged(WIDER, "bob", "ann", sign="ann")
        assert stands(world) == ("unapproved", "self-approval")


@pytest.mark.parametrize(
    "found",
    [
        RemergeDifference(frozenset({MORE}), frozenset()),
        RemergeDifference(frozenset(), frozenset({MORE})),
        RemergeDifference(frozenset(), frozenset(), carried=frozenset({MORE})),
    ],
)
def test_whoever_merged_a_file_in_any_way_but_git_s_own_counts_where_it_is_taken_in(
    found: RemergeDifference, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = adopted()
    world.pushed({"README.md": "Bye\n"}, "dee")
    landing = world.chain[world.merged({MORE: "Bob's.\n"}, "bob", "ann", fork=1)]
    world.merged(WIDER, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")
    remerge = world.remerge
    monkeypatch.setattr(world, "remerge", lambda commit: found if commit.id == landing else remerge(commit))
    assert stands(world) == ("unapproved", "self-approval")


def test_what_a_document_had_already_is_not_taken_in_again() -> None:
    """Ann wrote the page, Cid approved it; that a later landing takes in something else puts it on no bill anew."""
    world = adopted()
    world.merged(NEW, "ann", "cid", sign="cid")
    world.pushed({MORE: "Words.\n"}, "dee")
    world.merged(WIDER, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")


def test_what_the_landing_before_took_in_is_not_taken_in_again() -> None:
    world = adopted()
    world.pushed({MORE: "Ann's words.\n"}, "ann")
    world.merged(WIDER, "bob", "cid", sign="cid")
    world.merged({REGISTER: swap(WIDER[REGISTER], "binds: [data/severities.yml]", "binds: []")}, "bob", "ann")
    assert stands(world) == ("claimed", "")


def test_whoever_wrote_what_was_deleted_long_ago_made_nothing_of_what_has_its_name_now() -> None:
    world = adopted()
    world.pushed({CHART: "drawn by Ann\n"}, "ann")
    world.pushed({CHART: None}, "bob")
    world.merged({**SHOWN, CHART: "drawn by Bob\n"}, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")


def test_what_is_taken_in_has_its_authors_though_the_next_landing_deletes_it() -> None:
    world = adopted()
    world.pushed({CHART: "drawn by Ann\n"}, "ann")
    number = world.merged(SHOWN, "bob", "ann", sign="ann")
    world.pushed({CHART: None}, "bob")
    assert event(world, number) == ("unapproved", "self-approval")


def test_what_the_adoption_itself_brought_is_not_examined() -> None:
    world = World()
    world.pushed({"README.md": "Hello\n"}, "bob")
    world.merged({**STARTER, CHART: "drawn\n"}, "ann", "cid", sign="cid")
    world.merged(SHOWN, "bob", "ann", sign="ann")
    assert stands(world) == ("approved", "")


def test_a_merge_that_itself_changes_what_it_takes_in_is_evil() -> None:
    """Not a self-approval: what it changed is seen only by comparing it with git's own merge."""
    world = adopted()
    world.pushed({CHART: "drawn\n"}, "bob")
    world.merged(SHOWN, "bob", "ann", sign="ann", own={CHART: "drawn by hand\n"})
    assert stands(world) == ("unapproved", "evil-merge")


def test_a_merge_that_itself_deletes_a_picture_which_its_branch_hides_is_evil() -> None:
    """The page showed it before; what a document had is looked at as well as what it has."""
    world = adopted()
    world.merged({**SHOWN, CHART: "drawn\n"}, "bob", "ann", sign="ann")
    world.merged({PAGE: PAGE_TEXT}, "bob", "ann", sign="ann", own={CHART: None})
    assert stands(world) == ("unapproved", "evil-merge")


# Earlier landings


def test_what_somebody_else_approved_is_on_nobody_s_bill_whichever_landing_is_asked_first() -> None:
    world = adopted()
    world.merged(NEW, "ann", "cid", sign="cid")
    last = world.merged(NEWER, "bob", "ann", sign="ann")
    assert world.decisions().outcome("POL", last).approved
    approvals = world.approvals()
    assert [e.verdict for e in approvals.events("POL")] == ["approved"] * 3
    assert approvals.decisions.covers("POL", last) == ()


def test_the_bill_of_an_approval_names_everyone_whose_change_it_covers() -> None:
    """Two earlier landings that nobody approved, and a file that was there before by somebody else still."""
    world = adopted()
    world.pushed({MORE: "Words.\n"}, "ann")
    numbers = (world.pushed(NEW, "dee"), world.pushed(NEWER, "gus"))
    world.merged({FACTS: "levels: [two]\n", **WIDER}, "bob", "cid", sign="cid")
    approval = of(world).approval
    assert approval is not None
    assert approval.authors == ("dee", "gus", "bob", "ann")
    assert approval.covers == tuple(world.chain[number] for number in numbers)


def test_an_author_without_a_name_is_told_by_their_id() -> None:
    world = adopted(people=swap(STARTER[PEOPLE] or "", "name: Bob Brown, ", ""))
    world.merged(NEW, "bob", "ann", sign="ann")
    assert "merge of #2 by bob, signed with Ann's key" in of(world).reason


def test_what_an_earlier_landing_took_in_is_on_the_bill_of_the_next_whoever_merged_it() -> None:
    """Dee, who may not approve, merged what takes in Ann's file; Ann does not get round that by merging the next."""
    world = adopted()
    world.pushed({MORE: "Ann's words.\n"}, "ann")
    world.merged(WIDER, "bob", "dee", sign="dee")
    world.merged(NEW, "bob", "ann", sign="ann")
    assert stands(world) == ("unapproved", "self-approval")
    world.merged(NEWER, "bob", "cid", sign="cid")
    assert stands(world) == ("approved", "")


def test_whoever_merged_cleanly_what_nobody_approved_has_no_hand_in_it() -> None:
    """By name only, and the class asks for a signature: Ann may land the very same again, and sign."""
    world = adopted(register=policy(proof="signed"))
    world.merged(NEW, "bob", "ann")
    assert stands(world) == ("unapproved", "weak-proof")
    assert addresses(world.approvals().awaiting("POL")) == ["bob@x.org"]
    assert of(world).eligible == ("ann", "cid")


# Revoked keys


def test_a_key_revoked_from_a_commit_nobody_knows_did_not_even_count_at_the_adoption() -> None:
    world = adopted()
    assert event(world, 1) == ("approved", "")
    world.pushed(revoked("key-of-ann", "0" * 40), "bob")
    assert event(world, 1) == ("approved", "")
    listed = revoked("key-of-ann", "0" * 40)
    world.merged({REVOKED: f"{listed[REVOKED]}# agreed\n"}, "bob", "cid", sign="cid")
    assert event(world, 1, "AUTHORITY") == ("unapproved", "untrusted-key")
    assert event(world, 1) == ("unapproved", "untrusted-key")
    world.merged(NEW, "bob", "cid", sign="cid")
    assert stands(world) == ("approved", "")


# By which classes


def test_a_document_is_judged_by_its_class_before_too_though_nobody_approved_that() -> None:
    """A pushed register makes the runbook the sponsor's; whoever takes that back needs the sponsor all the same."""
    world = adopted()
    world.pushed({REGISTER: swap(REGISTER_TEXT, "class: runbook", "class: policy")}, "bob")
    number = world.merged({REGISTER: REGISTER_TEXT, RUNBOOK: "Step two.\n"}, "bob", "dee", sign="dee")
    assert event(world, number, "RB") == ("unapproved", "no-approver")


def test_a_file_that_a_document_had_by_a_register_nobody_approved_is_none_to_change_by_hand() -> None:
    world = adopted()
    wider = swap(REGISTER_TEXT, "binds: [data/severities.yml]", "binds: [data/severities.yml, data/more.yml]")
    world.pushed({REGISTER: wider, "data/more.yml": "more: 1\n"}, "bob")
    narrow = {REGISTER: REGISTER_TEXT}
    number = world.merged(narrow, "bob", "ann", sign="ann", own={"data/more.yml": "more: 2\n"})
    assert event(world, number) == ("unapproved", "evil-merge")


def test_a_reaffirmation_of_several_is_looked_at_beyond_what_the_landing_amends() -> None:
    """The policy is amended; of the two reaffirmed Dee may approve the runbook alone."""
    entry = "documents:\n  - {id: ZZ, class: policy, binds: [data/zz.yml]}\n"
    world = World().adopted(
        {REGISTER: swap(REGISTER_TEXT, "documents:\n", entry), RUNBOOK: PAGE_TEXT, "data/zz.yml": "zz: 1\n"}, sign="ann"
    )
    dated = {RUNBOOK: swap(PAGE_TEXT, "title", "reviewed: 2024-01-03\ntitle")}
    edits = {**NEW, **dated, "data/zz.yml": "reviewed: 2024-01-03\nzz: 1\n"}
    number = world.merged(edits, "bob", "dee", sign="dee")
    assert event(world, number, "RB") == ("unapproved", "no-approver")
    assert "reaffirms ZZ too, which Dee Drake may not approve" in of(world, "RB").reason


def test_what_a_bootstrap_changes_is_approved_only_with_authority_itself() -> None:
    """Dee may approve runbooks, and AUTHORITY is the sponsor's: who says then that Dee may approve anything?"""
    world = World().adopted(merger="dee", sign="dee")
    assert event(world, 1, "RB") == ("draft", "")
    assert stands(world, "RB") == ("draft", "")


# Who may approve next


def test_a_class_that_nobody_approved_makes_nobody_eligible() -> None:
    """By the pushed register leads may approve it, by the approved one sponsors: it takes somebody who is both."""
    world = adopted()
    world.pushed({REGISTER: swap(REGISTER_TEXT, "class: policy", "class: record")}, "bob")
    assert of(world).eligible == ("ann",)


# What is asked of git at once


class Watched(World):
    """A world that remembers what it was told it would be asked."""

    def __init__(self) -> None:
        super().__init__()
        self.signed: dict[str, TrustedKeys] = {}
        self.remerged: list[str] = []

    def prefetch_signatures(self, commits: Iterable[Commit], trust: TrustedKeys) -> None:
        self.signed.update((commit.id, trust) for commit in commits)

    def prefetch_remerges(self, commits: Iterable[Commit], plain: bool = False) -> None:
        if not plain:
            self.remerged += [commit.id for commit in commits]


def test_the_last_two_landings_of_each_document_are_asked_about_at_once_and_no_more() -> None:
    world = Watched()
    world.adopted(sign="ann")
    first = world.merged({PAGE: PAGE_TEXT + "First words.\n"}, "bob", "ann", sign="ann")
    last_but_one = world.merged(NEW, "bob", "ann", sign="ann")
    fork = world.commit(NEWER, "bob", [world.chain[1]])
    second = world.join([fork], "ann", sign="ann")
    approvals = world.approvals()
    assert approvals.verdicts
    chain, authority = world.chain, approvals.authority
    assert authority is not None
    assert set(world.signed) == {chain[1], chain[last_but_one], chain[second]}
    assert set(world.signed.values()) == {authority.trust}
    assert set(world.remerged) == {chain[second]}  # the bootstrap is its branch as it was
    world.signed.clear()
    world.decisions().prefetch(["POL"], whole=True)
    assert set(world.signed) == {chain[1], chain[first], chain[last_but_one], chain[second]}


# What is kept for the next run


class Silent(World):
    """A world that answers nothing."""

    def __getattribute__(self, name: str) -> object:
        assert name.startswith("__"), f"asked for {name}"
        return super().__getattribute__(name)


def unread(ids: Iterable[str]) -> Mapping[str, bytes]:
    raise AssertionError(f"asked for {list(ids)}")


def busy() -> World:
    """Approved, unapproved and covered; a picture taken in, and a key revoked."""
    world = adopted()
    world.pushed({CHART: "drawn\n"}, "bob")
    world.merged(NEW, "bob", "cid", sign="cid")
    world.pushed({FACTS: "levels: [two]\n"}, "ann")
    world.merged(SHOWN, "bob", "cid", sign="cid")
    world.pushed(revoked("key-of-cid", world.chain[3]), "bob")
    world.merged({RUNBOOK: "Step two.\n"}, "bob", "ann", sign="ann")
    return world


def said(approvals: ApprovalHistory) -> tuple[object, ...]:
    return dict(approvals.verdicts), {id_: approvals.events(id_) for id_ in approvals.decisions.changes}


def test_what_was_learned_of_a_history_is_said_again_without_asking_anybody() -> None:
    world, day = busy(), busy().last_day
    first = world.approvals()
    everything = said(first)
    again = ApprovalHistory.of(world.landings(), unread, Silent(), day, first.computed)
    assert said(again) == everything
    assert (again.decisions.approved.numbers, again.decisions.changes) == (
        first.decisions.approved.numbers,
        first.decisions.changes,
    )


def test_what_was_learned_half_way_leads_to_the_same() -> None:
    """Nothing, the register alone, one event of one document: whatever was asked before, the answers are the same."""
    world, day = busy(), busy().last_day
    everything = said(world.approvals())
    asks: list[Callable[[ApprovalHistory], object]] = [
        *(lambda approvals: None, lambda approvals: approvals.events("RB"), lambda approvals: approvals.verdicts),
        lambda approvals: approvals.decisions.outcome("POL", 5),
    ]
    for ask in asks:
        approvals = world.approvals()
        ask(approvals)
        again = ApprovalHistory.of(world.landings(), approvals.timeline.read, world, day, approvals.computed)
        assert said(again) == everything
    assert said(ApprovalHistory.of(world.landings(), world.approvals().timeline.read, world, day)) == everything


def test_answers_are_settled_unless_one_hangs_on_a_signature_that_cannot_be_checked_here() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="bad")
    approvals = world.approvals()
    assert (approvals.verdicts["POL"].why, approvals.settled) == ("bad-signature", True)
    world.merged(NEWER, "bob", "ann", sign="uncheckable")
    approvals = world.approvals()
    assert approvals.settled  # nobody asked yet
    assert (approvals.verdicts["POL"].why, approvals.settled) == ("uncheckable", False)
