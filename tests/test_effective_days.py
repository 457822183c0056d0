"""On which day a landing counts: the table of chains, the laws of the rule, and which signatures need be looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratified.approval.effective_days import SECONDS, EffectiveDays, day_number, day_of, days
from ratified.approval.time_witnesses import _doubtful
from ratified.model.landing import Commit, CommitStamp, Identity, Landing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BOB = Identity("Bob", "bob@x.org")


def second(day: str) -> int:
    """Noon of a day."""
    return day_number(date.fromisoformat(day)) * SECONDS + SECONDS // 2


class Chain(NamedTuple):
    """A row of the table: the landings' dates, the last of which that approves, witnesses, and what holds when."""

    name: str
    dates: Sequence[str]
    approval: int
    holds: Mapping[str, bool]
    forge: Mapping[int, str] = {}
    seen: Sequence[tuple[int, str]] = ()
    today: str | None = None
    until: str | None = None
    counts: str | None = None
    own_claim: bool = False


FUTURE = "2099-01-01"
TABLE = (
    Chain("one", ["2026-05-01", "2026-06-02"], 1, {"2026-06-01": False, "2026-06-02": True}, own_claim=True),
    Chain(
        "dated before the commit that it follows",
        ["2026-05-01", "2026-09-10", "2026-06-01", "2026-06-02"],
        3,
        {"2026-06-30": False, "2026-09-10": False, "2026-12-31": False},
    ),
    Chain(
        "a push of 2099, asked about today",
        ["2026-05-01", FUTURE, "2026-10-05"],
        2,
        {"2026-10-05": True},
        today="2026-10-05",
        counts="2026-10-05",
        own_claim=True,
    ),
    Chain("a push of 2099, no witness", ["2026-05-01", FUTURE, "2026-10-05"], 2, {"2026-10-31": False}),
    Chain(
        "a push of 2099, the tip seen later",
        ["2026-05-01", FUTURE, "2026-10-05"],
        2,
        {"2026-10-05": False, "2026-10-31": True},
        seen=[(2, "2026-10-06")],
        counts="2026-10-06",
    ),
    Chain(
        "a push of 2099, the forge signed above",
        ["2026-05-01", FUTURE, "2026-10-05", "2026-10-07"],
        2,
        {"2026-10-06": False, "2026-10-31": True},
        forge={3: "2026-10-07"},
        counts="2026-10-07",
    ),
    Chain(
        "pushed a month later",
        ["2026-05-01", "2026-09-01", "2026-09-03"],
        2,
        {"2026-09-10": True},
        counts="2026-09-03",
        own_claim=True,
    ),
    Chain(
        "pushed a month later, what lay beneath was seen",
        ["2026-05-01", "2026-09-01", "2026-09-03"],
        2,
        {"2026-09-10": False, "2026-10-04": True},
        seen=[(1, "2026-10-04")],
        counts="2026-10-04",
        own_claim=True,
    ),
    Chain(
        "two landings pushed a month later",
        ["2026-05-01", "2026-09-01", "2026-09-03", "2026-09-04"],
        3,
        {"2026-09-10": False, "2026-10-04": True},
        seen=[(1, "2026-10-04")],
        counts="2026-10-04",
        own_claim=True,
    ),
    Chain(
        "the forge says later than the committer",
        ["2026-05-01", "2026-06-01", "2026-06-02"],
        2,
        {"2026-06-30": False, "2026-12-31": False},
        forge={1: "2026-09-10"},
    ),
    Chain(
        "a key that had ended when it counts",
        ["2026-05-01", "2026-09-10", FUTURE, "2026-09-29", "2026-10-07"],
        3,
        {"2026-10-31": False},
        forge={4: "2026-10-07"},
        until="2026-10-01",
        counts="2026-10-07",
    ),
)


def worked_out(chain: Chain) -> EffectiveDays:
    return days(
        [second(day) for day in chain.dates],
        [(number, day_number(date.fromisoformat(day))) for number, day in chain.seen],
        {number: day_number(date.fromisoformat(day)) for number, day in chain.forge.items()},
        None if chain.today is None else day_number(date.fromisoformat(chain.today)),
    )


@pytest.mark.parametrize("chain", [pytest.param(chain, id=chain.name) for chain in TABLE])
def test_the_table_of_chains(chain: Chain) -> None:
    found, number = worked_out(chain), chain.approval
    until = date.fromisoformat(chain.until) if chain.until else date.max
    for day, expected in chain.holds.items():
        there = number < found.upto(date.fromisoformat(day))
        assert (there and found.untimely(number) is None and found.day(number) < until) is expected, day
    if chain.counts:
        assert str(found.day(number)) == chain.counts
    if chain.counts or chain.own_claim:
        assert (number > found.witnessed) is chain.own_claim


# The laws of the rule

DAYS = st.integers(0, 40)
CHAINS = st.lists(st.one_of(DAYS, st.just(4000), st.none()), min_size=1, max_size=9)


class Told(NamedTuple):
    dates: list[int | None]
    anchors: list[tuple[int, int]]
    forge: dict[int, int]

    def days(self, today: int | None = None, count: int | None = None) -> EffectiveDays:
        """The days of the first so many landings, with the witnesses that are among them."""
        end = len(self.dates) if count is None else count
        claims = [None if day is None else day * SECONDS for day in self.dates[:end]]
        forge = {number: day for number, day in self.forge.items() if number < end}
        return days(claims, [(number, day) for number, day in self.anchors if number < end], forge, today)


@st.composite
def told(draw: st.DrawFn) -> Told:
    dates = draw(CHAINS)
    places = st.integers(0, len(dates) - 1)
    return Told(
        dates, draw(st.lists(st.tuples(places, DAYS), max_size=3)), draw(st.dictionaries(places, DAYS, max_size=3))
    )


@given(told())
def test_effective_days_never_fall(chain: Told) -> None:
    found = chain.days()
    assert list(found.effective) == sorted(found.effective)


@given(told())
def test_nothing_counts_on_a_day_before_one_beneath_it_that_nothing_refutes(chain: Told) -> None:
    found = chain.days()
    for number, day in enumerate(found.effective):
        beneath = [d for n, d in enumerate(found.dated[:number]) if d is not None and not found.refuted(n)]
        assert all(day >= other for other in beneath)


@given(told(), DAYS)
def test_an_appended_landing_changes_nothing_of_what_held_before(chain: Told, asked: int) -> None:
    """Before the earliest of the tip's effective day and the forge's time above it; with anchors before the last."""
    whole, before = chain.days(), chain.days(count=len(chain.dates) - 1)
    last = len(chain.dates) - 1
    limits = [before.effective[-1] if last else 0, *([chain.forge[last]] if last in chain.forge else [])]
    limits += [day for number, day in chain.anchors if number == last]
    if asked >= min(limits):
        return
    day = day_of(asked)
    assert whole.upto(day) == before.upto(day)
    for number in range(before.upto(day)):
        assert whole.effective[number] == before.effective[number]
        assert whole.untimely(number) == before.untimely(number)


@given(told())
def test_nothing_locks_a_run_of_today(chain: Told) -> None:
    today = max([40, *chain.forge.values(), *(day for _, day in chain.anchors)])
    assert chain.days(today).upto(day_of(today)) == len(chain.dates)


@given(told(), st.sets(st.integers(0, 8)))
@settings(max_examples=150)
def test_only_signatures_in_doubt_decide_anything(chain: Told, bad: set[int]) -> None:
    """Whatever the others are found to be, good or not, no day changes and nothing becomes untimely or timely."""
    landings = [_landing(n, day, chain.forge.get(n)) for n, day in enumerate(chain.dates)]
    claims = [None if day is None else day * SECONDS for day in chain.dates]
    doubtful = set(_doubtful(landings, claims, chain.anchors))
    good = {number: day for number, day in chain.forge.items() if number not in bad}
    some = days(claims, chain.anchors, {number: day for number, day in good.items() if number in doubtful})
    whole = days(claims, chain.anchors, good)
    assert list(some.effective) == list(whole.effective)
    assert [some.untimely(n) for n in range(len(claims))] == [whole.untimely(n) for n in range(len(claims))]


def test_of_a_chain_in_order_no_signature_is_in_doubt() -> None:
    landings = [_landing(number, number * 3, number * 3 if number % 2 else None) for number in range(50)]
    claims = [landing.commit.committer.at for landing in landings]
    assert list(_doubtful(landings, claims, [(20, 61)])) == []
    assert list(_doubtful(landings, claims, [(20, 40)])) == [15, 17, 19], "an anchor says that they were there before"


def _landing(number: int, day: int | None, signed: int | None) -> Landing:
    stamp = CommitStamp(BOB, None if day is None else day * SECONDS)
    at = None if signed is None else signed * SECONDS
    commit = Commit(
        f"{number:040x}", "", (), stamp, stamp, "", signature="none" if at is None else "openpgp", signed_at=at
    )
    return Landing(number, commit, ())


def test_a_moment_is_the_landing_s_own_where_its_day_counts() -> None:
    found = days([second("2026-09-01"), second("2026-09-03"), None], [(0, day_number(date(2026, 10, 4)))])
    moments: Iterable[object] = [found.moment(number) for number in range(3)]
    assert [str(moment) for moment in moments] == ["2026-09-01 12:00:00+00:00", "2026-10-04 00:00:00+00:00", "None"]


def test_a_root_without_a_readable_date_counts_from_the_first_second_there_is() -> None:
    found = days([None, 5 * 86400 + 7])
    assert found.moment(0) is None
    assert found.moment(1) == datetime(1970, 1, 6, 0, 0, 7, tzinfo=UTC)
