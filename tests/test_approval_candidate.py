"""What a landing's own bytes, its lander and the times of its signature rule out, each limit to the second."""

from __future__ import annotations

import time as clock
from dataclasses import replace
from datetime import date

import pytest

from ratified.approval import candidate as candidates
from ratified.approval.candidate import Candidate
from ratified.model.landing import Commit, CommitSignature, CommitStamp, Identity
from test_approval_units import MORE, NEW, adopted, of, stands
from worlds import PAGE, World, noon

DAY = 86400
NOON = noon("2024-03-02")
KEY = CommitSignature("good", person="ann", key="K1")


def on_trial(counts: str = "2024-03-02", at: int | None = NOON, committer: str = "ann@x.org") -> Candidate:
    """A merge by Ann of 2 March 2024, as it is judged for the policy."""
    authority = adopted().approvals().authority
    assert authority is not None
    made = CommitStamp(Identity("Ann", "ann@x.org"), at)
    commit = Commit("c" * 40, "", ("a", "b"), made, CommitStamp(Identity("Somebody", committer), at), "Merge")
    bar = authority.bar(("policy",))
    return Candidate("POL", 5, commit, authority, bar, date.fromisoformat(counts), authority.person["ann"])


def why(signature: CommitSignature, candidate: Candidate | None = None) -> str:
    """Why a signature counts for nothing; empty where it counts."""
    found = candidates.timely_signature(candidate or on_trial(), signature)
    assert (found.state, found == signature) in {("good", True), ("untrusted", False)}
    return found.why


def test_a_signature_and_its_commit_agree_within_a_day() -> None:
    for apart in (0, DAY, -DAY):
        assert why(KEY._replace(at=NOON + apart)) == ""
    assert why(KEY._replace(at=NOON + DAY + 1)) == "the signature says 3 March 2024 and the commit 2 March 2024"
    assert why(KEY._replace(at=NOON - DAY - 1)) == "the signature says 1 March 2024 and the commit 2 March 2024"
    midnight = noon("2024-12-10", DAY // 2)
    said = why(KEY._replace(at=midnight - 1), on_trial("2024-12-31", noon("2024-12-01")))
    assert said == "the signature says 10 December 2024 and the commit 1 December 2024", "days are days of UTC"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_days_are_days_of_utc_wherever_this_runs(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    clock.tzset()
    try:
        assert (candidates.day_in_words(NOON - DAY // 2), candidates.day_in_words(NOON + DAY // 2 - 1)) == (
            "2 March 2024",
            "2 March 2024",
        )
    finally:
        monkeypatch.undo()
        clock.tzset()


def test_a_key_is_valid_from_its_first_second_to_before_its_last() -> None:
    late = "the key K1 of ann was not valid on 2 March 2024"
    assert [why(KEY._replace(since=NOON + n)) for n in (0, 1)] == ["", late]
    assert [why(KEY._replace(until=NOON + n)) for n in (0, 1)] == [late, ""]
    assert why(KEY._replace(since=NOON, until=NOON + 1)) == ""
    assert why(KEY._replace(person="", until=NOON)) == "the key K1 was not valid on 2 March 2024"


def test_a_key_is_valid_when_the_signature_says_too() -> None:
    at = NOON + DAY
    assert why(KEY._replace(at=at, until=at)) == "the key K1 of ann was not valid on 3 March 2024"
    assert why(KEY._replace(at=at, until=at + 1)) == ""
    assert why(KEY._replace(at=NOON - DAY, since=NOON - 1)) == "the key K1 of ann was not valid on 1 March 2024"


def test_a_key_is_valid_at_the_end_of_the_day_on_which_it_counts_where_that_is_a_later_one() -> None:
    end = noon("2024-03-09", DAY // 2) - 1
    candidate = on_trial("2024-03-09")
    assert why(KEY._replace(until=end), candidate) == "the key K1 of ann was not valid on 9 March 2024"
    assert why(KEY._replace(until=end + 1), candidate) == ""
    today = noon("2024-03-02", DAY // 2) - 1
    assert why(KEY._replace(until=NOON + 1)) == "", "on its own day only its own second counts"
    for at, counts in ((today - DAY, True), (today - DAY + 1, False)):
        said = why(KEY._replace(until=today), on_trial(at=at))
        assert (said != "") is counts, "a whole day later is a later day"


def test_what_is_not_good_or_has_no_date_is_left_as_it_is() -> None:
    bad = CommitSignature("bad", person="ann", key="K1", until=1)
    assert candidates.timely_signature(on_trial(), bad) is bad
    old = KEY._replace(until=1)
    assert candidates.timely_signature(on_trial(at=None), old) is old
    assert candidates.timely_signature(on_trial(at=-1), old) is old


# Who made the commit of a merge


@pytest.mark.parametrize(
    ("committer", "forged", "expected"),
    [
        ("ann@x.org", False, True),
        ("ann@home.org", False, True),
        ("noreply@github.com", False, True),
        ("NoReply@GitHub.com", False, True),
        ("rob@x.org", False, True),
        ("cid@x.org", False, False),
        ("cid@x.org", True, False),
        ("eve@x.org", False, False),
        ("eve@x.org", True, True),
    ],
)
def test_a_merge_is_made_by_its_merger_or_a_forge(committer: str, forged: bool, expected: bool) -> None:
    candidate = on_trial(committer=committer)
    found = candidates.refused_by_committer(candidate, forged)
    assert (found is None) is expected
    assert found is None or found.reason == (
        f"commit {'c' * 10} names Ann Adams as its author and Somebody <{committer}> as its committer, "
        "so nobody counts as its merger"
    )
    assert candidates.refused_by_committer(replace(candidate, merger=None), forged) is None


def test_whoever_merged_must_be_known_a_human_and_entitled_on_the_day() -> None:
    candidate = on_trial()
    person = candidate.authority.person
    said = [
        candidates.refused_by_merger(replace(candidate, merger=merger))
        for merger in (None, person["rob"], person["ann"])
    ]
    assert [found and found.why for found in said] == ["unknown-lander", "bot", None]
    dee = candidates.refused_by_merger(replace(candidate, merger=person["dee"]))
    assert dee is not None
    assert dee.reason == (
        f"Dee Drake merged commit {'c' * 10} on 2 March 2024 but held no role that approves this; "
        "Ann Adams or Cid Clark could"
    )
    early = candidates.refused_by_merger(replace(candidate, day=date(2019, 12, 31)))
    assert early is not None
    assert early.reason.endswith("; nobody could: its approver roles were empty")


@pytest.mark.parametrize(
    ("committer", "sign", "expected"),
    [
        ("eve", "forge", ("approved", "")),
        ("eve", "", ("unapproved", "mismatch")),
        ("eve", "ann", ("unapproved", "mismatch")),
        ("cid", "forge", ("unapproved", "mismatch")),
        ("rob", "forge", ("approved", "")),
    ],
)
def test_a_committer_nobody_knows_is_the_forge_whose_key_signed(
    committer: str, sign: str, expected: tuple[str, str]
) -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", committer=committer, sign=sign)
    assert stands(world) == expected


# The landing itself


def test_a_landing_is_asked_about_its_time_first_then_its_bytes_then_its_parents() -> None:
    world = adopted()
    number = world.pushed(NEW, "bob", at=noon("2023-12-31"))
    assert stands(world) == ("unapproved", "time")
    made = world.commits[world.chain[number]]
    world.commits[made.id] = made._replace(faults=("its author line goes on", "and more"))
    assert stands(world) == ("unapproved", "time")
    world.commits[made.id] = made._replace(committer=("bob", noon("2024-01-03")), faults=("its author line goes on",))
    assert stands(world) == ("unapproved", "malformed")
    assert of(world).reason == "commit 0000000000 cannot be trusted: its author line goes on"


def test_a_link_is_told_by_its_own_name() -> None:
    world = adopted()
    tree = {**world.tree, "docs/policy/aa.md": ("100755", "Words.\n"), "docs/policy/zz.md": ("160000", "0")}
    side = world.commit({}, "bob", [world.base], tree=tree)
    world.join([side], "ann", sign="ann")
    assert of(world).reason == ("docs/policy/zz.md is a symbolic link or a submodule, so what it says has no history")
    other = World().adopted({MORE: "-> elsewhere"}, sign="ann")
    other.merged({PAGE: "Words.\n"}, "bob", "ann", sign="ann")
    assert stands(other) == ("approved", ""), "a link in no document matters to none"
