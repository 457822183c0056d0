"""The oracle, with the wild histories, notices faults: each of these is sown in the product, one at a time."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest

from random_worlds import Habits, Thrown
from test_approval_oracle import differences, dockets
from wild_worlds import Oddities, wild_world

SEEDS = range(3000, 3400)


class Fault(NamedTuple):
    """What is sown, where (a dotted name of what is replaced), and what stands there then, given what stood there."""

    name: str
    where: str
    instead: Callable[[Any], Any]


def always(answer: Any) -> Callable[[Any], Any]:
    return lambda _: lambda *args, **more: answer


def with_any_day(entitled: Any) -> Any:
    return lambda self, person, bar, day: entitled(self, person, bar, date(2020, 6, 1))


def as_it_says(day: Any) -> Any:
    """The day that a commit names, wherever it names one, though it fall along the chain."""

    def said(self: Any, number: int) -> date:
        at = self.landings[number].commit.committer.at
        return day(self, number) if at is None else date.fromordinal(719163 + at // 86400)

    return said


FAULTS = (
    Fault("co-authors are dropped", "worlds.co_authors", always(())),
    Fault("the signer of a branch commit is forgotten", "ratified.chronicle.authority.Authority.holders", lambda _: {}),
    Fault("the committer of a merge is ignored", "ratified.approval.trial.by_committer", always(None)),
    Fault("the effective day falls", "ratified.chronicle.chronicle.Chronicle.day", as_it_says),
    Fault(
        "no witness refutes",
        "ratified.chronicle.days._highest",
        lambda highest: lambda *args: [None] * len(highest(*args)),
    ),
    Fault("no date is unbelievable", "ratified.chronicle.days.Days.untimely", always(None)),
    Fault("holders' dates are ignored", "ratified.chronicle.authority.Authority.entitled", with_any_day),
    Fault(
        "a key's window is not asked on the effective day",
        "ratified.approval.trial.in_its_time",
        lambda _: lambda trial, signature: signature,
    ),
    Fault("a pushed revocation stops nothing", "ratified.approval.revocations.Revocations.stopped", always({})),
    Fault("an approved revocation ends nothing", "ratified.approval.revocations.Revocations.ended", always(())),
    Fault("who wrote what is covered is forgotten", "ratified.approval.ledger.Ledger._unsettled", always(())),
    Fault("who wrote what joins a document is forgotten", "ratified.approval.hands.Hands.entered", always({})),
    Fault("evil merges are taken for git's own", "ratified.approval.ledger.Ledger._by_merge", always(None)),
    Fault("main is never turned inside out", "ratified.approval.foxtrot.Foxtrots.of", always(False)),
    Fault("clean merges add their makers", "ratified.approval.inner_merges._clean", always(False)),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_the_product_is_noticed(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    place, _, name = fault.where.rpartition(".")
    holder = _found(place)
    monkeypatch.setattr(holder, name, fault.instead(vars(holder)[name]))
    assert any(_differs(seed) for seed in SEEDS), f"nobody noticed: {fault.name}"


def test_without_a_fault_there_is_nothing_to_notice() -> None:
    assert [seed for seed in SEEDS[:60] if _differs(seed)] == []


def _differs(seed: int) -> bool:
    return bool(differences(*dockets(wild_world(Thrown(seed), Habits(), Oddities()))))


def _found(dotted: str) -> Any:
    """A module or a class by its dotted name."""
    return pkgutil.resolve_name(dotted)
