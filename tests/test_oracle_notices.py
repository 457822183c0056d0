"""The oracle, with the wild histories, notices faults: each of these is sown in the product, one at a time."""

from __future__ import annotations

import pkgutil
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from nightly import BY_NIGHT, rest_by_night
from random_worlds import Habits, Thrown
from test_approval_oracle import differences, dockets
from wild_worlds import Oddities, wild_world
from worlds import DAY, PAGE, World

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = range(3000, 5000 if not BY_NIGHT else 20_000)


class Fault(NamedTuple):
    """What is sown, where (a dotted name of what is replaced), and what stands there then, given what stood there."""

    name: str
    where: str
    instead: Callable[[Any], Any]


def always(answer: Any) -> Callable[[Any], Any]:
    return lambda _: lambda *args, **more: answer


def with_any_day(entitled: Any) -> Any:
    return lambda self, person, bar, day: entitled(self, person, bar, date(2020, 6, 1))


def as_it_says(_: Any) -> Any:
    """The days that commits name, though they fall along the chain."""
    return property(lambda self: [(claim or 0) // DAY for claim in self.claims])


def unsigned(told: Any) -> Any:
    return staticmethod(lambda made: told.__func__(made)._replace(signer=""))


FAULTS = (
    Fault("co-authors are dropped", "worlds.co_authors", always(())),
    Fault("the signer of a branch commit is forgotten", "worlds.World.told", unsigned),
    Fault("the committer of a merge is ignored", "ratified.approval.candidate.refused_by_committer", always(None)),
    Fault("the effective day falls", "ratified.approval.effective_days.EffectiveDays.effective", as_it_says),
    Fault(
        "no witness refutes",
        "ratified.approval.effective_days._highest",
        lambda highest: lambda *args: [None] * len(highest(*args)),
    ),
    Fault("no date is unbelievable", "ratified.approval.effective_days.EffectiveDays.untimely", always(None)),
    Fault("holders' dates are ignored", "ratified.approval.authority.Authority.entitled", with_any_day),
    Fault(
        "a key's window is not asked on the effective day",
        "ratified.approval.candidate.timely_signature",
        lambda _: lambda candidate, signature: signature,
    ),
    Fault("a pushed revocation stops nothing", "ratified.approval.revocations.RevocationLists.stopped", always({})),
    Fault("an approved revocation ends nothing", "ratified.approval.revocations.RevocationLists.ended", always(())),
    Fault("who wrote what is covered is forgotten", "ratified.approval.decision.Decisions._unsettled", always(())),
    Fault(
        "who wrote what joins a document is forgotten", "ratified.approval.authorship.Authorship.entered", always({})
    ),
    Fault(
        "evil merges are taken for git's own",
        "ratified.approval.landing_facts.LandingFacts.refused_by_merge",
        always(None),
    ),
    Fault("main is never turned inside out", "ratified.approval.foxtrot.FoxtrotMerges.of", always(False)),
    Fault("clean merges add their makers", "ratified.approval.branch_merges._clean", always(False)),
)


@pytest.mark.parametrize("fault", rest_by_night(FAULTS, FAULTS[::5]), ids=lambda fault: fault.name)
def test_a_fault_in_the_product_is_noticed(fault: Fault) -> None:
    """Some history on which the two agree else is one on which they do not agree then."""
    assert any(_differs(seed, fault) and not _differs(seed) for seed in SEEDS), f"nobody noticed: {fault.name}"


@pytest.mark.parametrize("line", ["Ann Adams <>, Bob <bob@x.org>", "Ann Adams <> and Bob <bob@x.org>"])
def test_a_name_without_an_address_beside_an_address_is_an_author(line: str) -> None:
    """Ann is named as a co-author and merges: no approval."""
    world = World().adopted(sign="ann")
    side = world.commit({PAGE: "x\n"}, "bob", world.chain[-1:], tail=f"Co-authored-by: {line}\n")
    world.join([side], "ann", sign="ann")
    assert world.approvals().verdicts["POL"].why == "self-approval"


def _differs(seed: int, fault: Fault | None = None) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        if fault is not None:
            place, _, name = fault.where.rpartition(".")
            holder = pkgutil.resolve_name(place)
            patch.setattr(holder, name, fault.instead(vars(holder)[name]))
        return bool(differences(*dockets(wild_world(Thrown(seed), Habits(), Oddities()))))
