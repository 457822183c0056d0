"""What a forge's signatures prove of days: which are looked at, by whose keys, and what settles where they differ."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratified.approval.effective_days import SECONDS, EffectiveDays
from ratified.approval.time_witnesses import _doubtful, _in_its_window, days_of, last_witness
from ratified.model.landing import (
    NO_ANCHORS,
    Anchor,
    Anchors,
    Commit,
    CommitSignature,
    CommitStamp,
    Identity,
    Landing,
    TrustedKeys,
)
from test_approval_units import NEW, NEWER, revoked
from worlds import _BYTES, FORGE, PAGE, PEOPLE, PEOPLE_TEXT, REGISTER, STARTER, World, noon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BOB = Identity("Bob", "bob@x.org")
END = date(2024, 12, 31)
AGREED = {PEOPLE: f"{PEOPLE_TEXT}# as agreed\n"}


class Asked(World):
    """A world that remembers which signatures it was asked about, at once and one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead: list[tuple[str, ...]] = []
        self.single: list[str] = []

    def prefetch_signatures(self, commits: Iterable[Commit], trust: TrustedKeys) -> None:
        self.ahead.append(tuple(commit.id for commit in commits))

    def signature(self, commit: Commit, trust: TrustedKeys) -> CommitSignature:
        self.single.append(commit.id)
        return super().signature(commit, trust)


def days(world: World, as_of: date = END, anchors: Anchors = NO_ANCHORS) -> EffectiveDays:
    return days_of(world.landings(), lambda ids: {id_: _BYTES[id_] for id_ in ids}, world, anchors, as_of)


def signed(world: World, said: str, forge: str, by: str = "ann", edits: Mapping[str, str | None] | None = None) -> int:
    """A merge dated on one day, which the forge signed on another."""
    edits = edits or {f"more/{len(world.chain)}.md": "Words.\n"}
    return world.merged(edits, "bob", by, at=noon(said), sign="forge", signed_at=noon(forge))


def found(world: World, anchors: Anchors = NO_ANCHORS) -> list[str]:
    """On which day each landing counts."""
    told = days(world, anchors=anchors)
    return [str(told.day(number)) for number in range(len(world.chain))]


# Which signatures are looked at


def landing(number: int, day: int | None, at: int | None = None, kind: str = "openpgp") -> Landing:
    stamp = CommitStamp(BOB, None if day is None else day * SECONDS + 5)
    commit = Commit(f"{number:040x}", "", (), stamp, stamp, "", signature=kind, signed_at=at)  # type: ignore[arg-type]
    return Landing(number, commit, ())


def doubtful(
    dates: Sequence[int | None], says: Mapping[int, int | None], seen: Sequence[tuple[int, int]] = ()
) -> list[int]:
    landings = [
        landing(n, day, None if says.get(n) is None else says[n] * SECONDS, "openpgp" if n in says else "ssh")  # type: ignore[operator]
        for n, day in enumerate(dates)
    ]
    claims = [one.commit.committer.at for one in landings]
    return list(_doubtful(landings, claims, seen))


@pytest.mark.parametrize(
    ("dates", "says", "seen", "expected"),
    [
        ([10, 11, 12], {}, [(0, 40)], []),
        ([10, 11, 12], {0: 10, 1: 11, 2: 12}, [], []),
        ([10, 11, 12], {1: 12}, [], [1]),
        ([10, 11, 12], {1: 10}, [], [1]),
        ([10, 11, 12], {1: None}, [], [1]),
        ([10, None, 12], {1: 11}, [], [1]),
        ([10, None, 12], {2: 12}, [], []),
        ([None, 11, None], {1: 11}, [], []),
        ([10, 12, 12], {2: 12}, [], []),
        ([10, 13, 12], {2: 12}, [], [2]),
        ([10, 11, 13, 12], {0: 10, 1: 11, 3: 12}, [], [3]),
        ([10, 11, 10], {1: 11}, [], [1]),
        ([10, 11, 11], {1: 11}, [], []),
        ([10, 11, 12, 10], {1: 11, 2: 12}, [], [1, 2]),
        ([10, 11, 12], {0: 10, 1: 11, 2: 12}, [(0, 12)], [1]),
        ([10, 11, 12], {0: 10, 1: 11, 2: 12}, [(0, 13)], [1, 2]),
        ([10, 11, 12], {0: 10, 1: 11, 2: 12}, [(1, 11)], []),
        ([10, 11, 12], {0: 10, 1: 11, 2: 12}, [(1, 10)], [1]),
        ([10, 11, 12], {0: 10, 1: 11, 2: 12}, [(2, 9)], [0, 1, 2]),
        ([10, 11, 12], {0: 10, 1: 11, 2: 12}, [(2, 20), (2, 10)], [1, 2]),
        ([10, 11, 12], {0: 10, 1: 11, 2: 12}, [(0, 12), (0, 10)], [1]),
        ([10, 11, 12], {2: 12}, [(2, 20)], []),
    ],
)
def test_a_signature_is_in_doubt_where_it_contradicts_a_date_or_an_anchor(
    dates: Sequence[int | None],
    says: Mapping[int, int | None],
    seen: Sequence[tuple[int, int]],
    expected: list[int],
) -> None:
    assert doubtful(dates, says, seen) == expected


def test_what_agrees_is_not_even_looked_at_and_what_does_not_is_asked_about_at_once() -> None:
    world = Asked()
    world.adopted(sign="ann")
    signed(world, "2024-03-01", "2024-03-01")
    days(world)
    assert (world.ahead, world.single) == ([], [])
    numbers = [signed(world, "2024-03-02", "2024-03-05"), signed(world, "2024-03-06", "2024-03-09")]
    days(world)
    assert world.ahead[0] == tuple(world.chain[number] for number in numbers)


def test_a_given_day_sees_nothing_and_a_run_of_today_sees_the_tip() -> None:
    """Of 1 March, a landing that says 9 March in both its times is there already: which of the two is false?"""
    for today, count in ((False, 0), (True, 1)):
        world = Asked()
        world.adopted(sign="ann")
        signed(world, "2024-03-09", "2024-03-09")
        days(world, date(2024, 3, 1), Anchors((), today))
        assert len(set(world.single) & set(world.chain[2:])) == count


def test_anchors_count_where_they_have_a_day_and_their_commit_is_on_main() -> None:
    world = World().adopted(sign="ann")
    world.merged(NEW, "bob", "ann", at=noon("2024-03-01"))
    base, seen = world.chain[1], date(2024, 5, 1)
    assert found(world, Anchors((Anchor(base, seen),)))[2] == "2024-05-01"
    for other in (Anchor(base, None), Anchor("f" * 40, seen), Anchor(world.chain[2], seen)):
        assert found(world, Anchors((other,)))[2] == "2024-03-01"
    told = days(world, anchors=Anchors((Anchor(base, date(2024, 1, 2)),)))
    assert (told.witnessed, told.highest) == (1, [told.highest[1], told.highest[1], None])


# By whose keys


def test_the_day_of_a_good_signature_stands_for_the_commit_s() -> None:
    world = World().adopted(sign="ann")
    number = signed(world, "2024-03-01", "2024-03-05")
    world.merged(NEW, "bob", "ann", at=noon("2024-03-02"))
    told = days(world)
    assert found(world) == ["2024-01-01", "2024-01-02", "2024-03-05", "2024-03-05"]
    assert (told.witnessed, told.untimely(3)) == (
        number,
        "is dated 2024-03-02, before the commit that it follows, which says 2024-03-05",
    )


def test_a_signature_that_no_pinned_key_made_proves_nothing() -> None:
    world = World().adopted({FORGE: None}, sign="ann")
    signed(world, "2024-03-01", "2024-03-05")
    assert (found(world)[2], days(world).witnessed) == ("2024-03-01", -1)
    early = World()
    early.pushed({"README.md": "Hello\n"}, "bob")
    signed(early, "2024-03-01", "2024-03-05")
    assert (found(early)[1], days(early).witnessed) == ("2024-03-01", -1), "nothing was adopted"


def test_a_key_counts_from_the_landing_after_the_one_that_pinned_it() -> None:
    world = World().adopted({FORGE: None}, sign="ann")
    signed(world, "2024-03-01", "2024-03-05")
    world.merged({FORGE: "pinned\n"}, "bob", "ann", sign="ann", at=noon("2024-03-06"))
    assert found(world)[2:] == ["2024-03-01", "2024-03-06"]
    signed(world, "2024-03-07", "2024-03-10")
    assert found(world)[2:] == ["2024-03-01", "2024-03-06", "2024-03-10"]
    assert days(world).witnessed == 4


def test_a_key_counts_up_to_the_landing_that_took_it_away() -> None:
    world = World().adopted(sign="ann")
    signed(world, "2024-03-01", "2024-03-05")
    world.merged({FORGE: None}, "bob", "ann", sign="ann", at=noon("2024-03-06"))
    signed(world, "2024-03-07", "2024-03-10")
    assert found(world)[2:] == ["2024-03-05", "2024-03-06", "2024-03-07"]
    assert days(world).witnessed == 2


def test_a_key_that_somebody_pushed_or_unpinned_without_leave_changes_nothing() -> None:
    for start, pushed, day in ((None, "pinned\n", "2024-03-01"), ("pinned\n", None, "2024-03-05")):
        world = World().adopted({FORGE: start}, sign="ann")
        world.pushed({FORGE: pushed}, "bob")
        signed(world, "2024-03-01", "2024-03-05")
        assert found(world)[3] == day


def test_up_to_the_bootstrap_its_own_keys_count() -> None:
    world = World()
    world.pushed({"README.md": "Hello\n"}, "bob")
    signed(world, "2024-03-01", "2024-03-05")
    signed(world, "2024-03-06", "2024-03-09", edits=STARTER)
    assert found(world) == ["2024-01-01", "2024-03-05", "2024-03-09"]


def test_while_nobody_has_approved_the_adoption_its_own_keys_count() -> None:
    world = World()
    world.pushed(STARTER, "bob")
    signed(world, "2024-03-01", "2024-03-05")
    assert found(world) == ["2024-01-01", "2024-03-05"]
    assert world.approvals().decisions.approved.numbers == []


def test_a_forge_s_key_that_an_approved_list_names_bears_no_witness() -> None:
    listed = {REGISTER: STARTER[REGISTER], **revoked("key-of-forge", "0" * 40)}
    world = World().adopted(sign="ann")
    signed(world, "2024-03-01", "2024-03-05")
    world.pushed(listed, "bob", at=noon("2024-03-06"))
    signed(world, "2024-03-07", "2024-03-10")
    assert found(world)[2:] == ["2024-03-05", "2024-03-06", "2024-03-10"], "a pushed one takes no witness away"
    world.merged({**listed, **AGREED}, "bob", "ann", sign="ann", at=noon("2024-03-11"))
    signed(world, "2024-03-12", "2024-03-15")
    assert found(world)[2:] == ["2024-03-01", "2024-03-06", "2024-03-07", "2024-03-11", "2024-03-12"]


def test_a_signature_counts_where_its_key_was_valid_then() -> None:
    at = noon("2024-03-05")
    good = CommitSignature("good", forge="K", at=at)
    windows = {(None, None): True, (at, None): True, (at + 1, None): False, (None, at): False, (None, at + 1): True}
    assert {w: _in_its_window(good._replace(since=w[0], until=w[1])) for w in windows} == windows
    assert not _in_its_window(good._replace(at=None))
    assert _in_its_window(good._replace(at=0))


# What settles


def test_where_it_does_not_settle_only_what_every_round_found_counts() -> None:
    """A landing pins the key whose signature shows that very landing's date to be false: then it pins nothing, and the
    signature proves nothing, and so on. The signature before it is good in any case."""
    world = World().adopted(sign="ann")
    early = signed(world, "2024-02-01", "2024-02-05")
    world.merged({FORGE: None}, "bob", "ann", sign="ann", at=noon("2024-02-10"))
    world.merged({FORGE: "pinned\n"}, "bob", "ann", sign="ann", at=noon("2024-05-01"))
    signed(world, "2024-05-02", "2024-03-01")
    told = days(world)
    assert found(world)[2:] == ["2024-02-05", "2024-02-10", "2024-05-01", "2024-05-02"]
    assert (told.witnessed, told.untimely(4)) == (early, None)


def test_it_is_judged_until_nothing_changes_any_more() -> None:
    """The first signature, by a key pinned later, shows the landing false that unpins it; so the second is good too."""
    world = World().adopted({FORGE: None}, sign="ann")
    world.merged({FORGE: "pinned\n"}, "bob", "ann", sign="ann", at=noon("2024-02-01"))
    signed(world, "2024-03-01", "2024-03-05")
    world.merged({FORGE: None}, "bob", "ann", sign="ann", at=noon("2024-03-02"))
    last = signed(world, "2024-03-10", "2024-03-15")
    assert found(world)[3:] == ["2024-03-05", "2024-03-05", "2024-03-15"]
    assert days(world).witnessed == last


# The last witness


def witnessed(world: World) -> int:
    return world.approvals(END).witnessed


def test_the_last_good_signature_of_a_forge_is_the_last_witness() -> None:
    world = World().adopted(sign="ann")
    assert witnessed(world) == -1
    first = signed(world, "2024-03-01", "2024-03-01")
    world.merged(NEW, "bob", "ann", sign="ann", at=noon("2024-03-02"))
    assert witnessed(world) == first
    signed(world, "2024-03-03", "2024-03-03")
    last = signed(world, "2024-03-04", "2024-03-04")
    world.merged(NEWER, "bob", "ann", at=noon("2024-03-05"))
    assert witnessed(world) == last
    kept = world.approvals(END, Anchors((Anchor(world.base, date(2024, 3, 6)),)))
    assert kept.witnessed == last + 1


def test_it_is_looked_for_from_the_tip_down_however_many_are_not_good() -> None:
    world = Asked()
    world.adopted(sign="ann")
    early = signed(world, "2024-03-01", "2024-03-01")
    world.merged({FORGE: None}, "bob", "ann", sign="ann", at=noon("2024-03-02"))
    for _ in range(33):
        signed(world, "2024-03-02", "2024-03-02")
    decisions, landings = world.decisions(END), world.landings()
    world.single.clear()
    assert last_witness(landings, decisions, -1) == early
    assert last_witness(landings, decisions, early) == early
    assert last_witness(landings, decisions, early + 1) == early + 1
    repinned = world.merged({FORGE: "pinned\n"}, "bob", "ann", sign="ann", at=noon("2024-03-03"))
    tips = [signed(world, "2024-03-04", "2024-03-04") for _ in range(40)]
    world.single.clear()
    assert last_witness(world.landings(), world.decisions(END), -1) == tips[-1]
    asked = [world.chain.index(id_) for id_ in world.single if world.chain.index(id_) > repinned]
    assert set(asked) == set(tips[-32:]), "and no further than it takes, some at once"


def test_an_approval_that_no_witness_stands_above_is_its_own_claim() -> None:
    world = World().adopted(sign="ann")
    world.merged({PAGE: "Words.\n"}, "bob", "ann", sign="ann", at=noon("2024-03-01"))
    for claim in (True, False):
        approval = world.approvals(END).verdicts["POL"].approval
        assert approval is not None
        assert approval.own_claim is claim
        signed(world, "2024-03-02", "2024-03-02")
