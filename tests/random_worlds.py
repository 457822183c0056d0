"""Random worlds that reach deep: changes laundered later, authority that changes, people who come and go.

The same dice thrown by hypothesis shrink; thrown from a seed they are fast.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from hypothesis import strategies as st

from random_edits import AUTHORITY_EDITS, DOCUMENT_EDITS, PROOFS, SETTINGS_EDITS, SNIPPETS_ON, Dice, revokes
from worlds import DAY, LINK, PAGE, PAGE_TEXT, REGISTER, REGISTER_TEXT, STARTER, Edits, Tree, World, edited, swap

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Draw(Protocol):
    """What hypothesis gives to draw by, in a strategy (`st.DrawFn`) and in a test (`st.DataObject.draw`)."""

    def __call__(self, strategy: st.SearchStrategy[T], label: Any = None) -> T: ...


class Drawn:
    """Dice of hypothesis; they shrink to the first option and to False."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    def pick(self, options: Sequence[T]) -> T:
        return options[self._draw(_below(len(options)))]

    def chance(self, percent: int) -> bool:
        return self._draw(_below(100)) >= 100 - percent


@cache
def _below(number: int) -> st.SearchStrategy[int]:
    return st.integers(0, number - 1)


class Thrown:
    """Dice of a seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - a seed, so that it is always the same

    def pick(self, options: Sequence[T]) -> T:
        return self._random.choice(options)

    def chance(self, percent: int) -> bool:
        return self._random.random() * 100 < percent


class Habits(NamedTuple):
    """What a random world may hold. `odd` is what fast-import cannot write, `revoked` what later landings may do to
    earlier ones: lists of revoked keys. `settings` are those of the site."""

    landings: int = 8
    signed: bool = True
    odd: bool = True
    authority: bool = True
    future: bool = True
    revoked: bool = False
    settings: bool = True


@st.composite
def worlds(draw: st.DrawFn, habits: Habits, shrinks: bool) -> World:
    """Random worlds by hypothesis, throw by throw; or by a seed that it draws, which is many times as fast."""
    return random_world(Drawn(draw) if shrinks else Thrown(draw(st.integers(0, 2**63))), habits)


def random_world(dice: Dice, habits: Habits) -> World:
    """A world of up to `habits.landings` landings after its adoption."""
    world = World()
    author, merger = "bob", "ann"
    if dice.chance(5):
        author, merger = dice.pick([("ann", "ann"), ("bob", "dee"), ("eve", "ann"), ("bob", "cid")])
    world.pushed({"README.md": "Hello\n"}, dice.pick(["bob", "eve"]))
    start = dict(STARTER)
    if dice.chance(20 if habits.signed else 4):
        start[REGISTER] = dice.pick(PROOFS)(REGISTER_TEXT, dice)
    if dice.chance(50):
        start["mkdocs.yml"] = SNIPPETS_ON
    if dice.chance(5):
        del start["mkdocs.yml"]
    if dice.chance(15):
        world.merged({**start, REGISTER: swap(REGISTER_TEXT, "status: adopted", "status: draft")}, "bob", "ann")
        world.merged({PAGE: PAGE_TEXT + "Drafted.\n"}, "eve", "bob")
    if dice.chance(3):
        return world
    if dice.chance(2):
        world.pushed(start, author)
    else:
        own = merger if habits.signed and not dice.chance(10) else ""
        world.merged(start, author, merger, sign=signed_by(dice, merger, habits) if dice.chance(6) else own)
    for _ in range(dice.pick(range(1, habits.landings + 1))):
        Step(world, dice, habits).land()
    return world


PEOPLE_PICKED = ["bob", "bob", "bob", "bob", "cid", "dee", "ann", "eve", "gus", "ann2", "team", "rob"]
LANDERS = [*["ann"] * 6, *["cid"] * 3, *["dee"] * 3, "gus", "bob", "eve", "rob", "ann2", "team"]


def signed_by(dice: Dice, merger: str, habits: Habits) -> str:
    if not habits.signed:
        return ""
    own = merger.removesuffix("2")
    own = own if own in ("ann", "bob", "cid", "dee", "gus") else ""
    options = [own] * 10 + ["", "", "ann", "eve"]
    return dice.pick([*options, "forge", "forge", "bad", *["uncheckable"] * 2] if habits.odd else options)


class Step:
    """One random landing."""

    def __init__(self, world: World, dice: Dice, habits: Habits) -> None:
        self.world, self.dice, self.habits = world, dice, habits

    def land(self) -> None:
        self._wait()
        shape = self.dice.pick(
            ["merge"] * 14 + ["direct", "direct", "squash", "rebase", "octopus", "inverted", "nothing"]
        )
        getattr(self, f"_{shape}")()
        if self.habits.odd and self.dice.chance(4):
            made = self.world.commits[self.world.base]
            odd = made._replace(committer=(made.committer[0], None))
            faulty = made._replace(faults=("it is odd",))
            part = self.world.commits[made.parents[-1]]._replace(faults=("part of it is odd",))
            options = [odd, faulty, part] if part.id not in self.world.chain else [odd, faulty]
            found = self.dice.pick(options)
            self.world.commits[found.id] = found

    def _wait(self) -> None:
        if self.dice.chance(20):
            steps = [60 * DAY, 89 * DAY, 300 * DAY, 400 * DAY, -DAY - 300, -DAY - 301, -40 * DAY, -4 * DAY, -5 * DAY]
            self.world.now += self.dice.pick(steps)
        if self.habits.future and self.dice.chance(1):
            self.world.now += 3000 * DAY

    def _edits(self, tree: Tree) -> Edits:
        if self.habits.settings and self.dice.chance(12):
            return self.dice.pick(SETTINGS_EDITS)(tree, self.dice)
        edits: dict[str, str | None] = {}
        options = DOCUMENT_EDITS * 2 + AUTHORITY_EDITS if self.habits.authority else DOCUMENT_EDITS
        options = [*options, revokes] if self.habits.revoked else options
        for _ in range(self.dice.pick([1, 1, 1, 2])):
            edits.update(self.dice.pick(options)(edited(tree, edits), self.dice))
        return edits

    def _author(self) -> str:
        return self.dice.pick(PEOPLE_PICKED)

    def _branch(self) -> str:
        """A branch with one to three commits, at times with merges inside; its tip."""
        world, dice = self.world, self.dice
        tip = world.base if not dice.chance(15) else dice.pick(world.chain[1:] or world.chain)
        if dice.chance(5):  # a branch merged before goes on
            tip = world.commits[tip].parents[-1] if world.commits[tip].parents else tip
        start = tip
        for _ in range(dice.pick([1, 1, 1, 2])):
            how = self._written()
            edits = self._edits(world.commits[tip].tree)
            tip = world.commit(edits, self._author(), [tip], **how)
        if dice.chance(10):  # main merged into the branch
            tip = self._inner(tip, world.base)
        if dice.chance(8):  # another branch merged into the branch
            tip = self._inner(tip, world.commit(self._edits(world.commits[start].tree), self._author(), [start]))
        return tip

    def _written(self) -> dict[str, Any]:
        """How a commit of a branch was written."""
        dice = self.dice
        return {
            "committer": "forge" if dice.chance(15) else None,
            "co": [self._author()] if dice.chance(12) else [],
            "at": self.world.now + dice.pick([300, 301, 40 * DAY]) if dice.chance(4) else None,
        }

    def _landed(self, merger: str) -> dict[str, Any]:
        """How a branch was merged."""
        dice = self.dice
        return {
            "written": self.world.now + dice.pick([3600, 3601, -90 * DAY]) if dice.chance(5) else None,
            "sign": signed_by(dice, merger, self.habits),
            "committer": "forge" if dice.chance(20) else None,
            "co": [self._author()] if dice.chance(6) else [],
        }

    def _inner(self, one: str, other: str) -> str:
        tree, _ = self.world.three_way(one, other)
        own = self._edits(tree) if self.dice.chance(25) else {}
        return self.world.commit(own, self._author(), [one, other], message="Merge branch", tree=tree)

    def _merge(self, subject: str = "", tips: int = 1) -> None:
        world, dice = self.world, self.dice
        merger = dice.pick(LANDERS)
        branches = [self._branch() for _ in range(tips)]
        own: Edits = {}
        if dice.chance(20):
            tip = world.commits[branches[0]].tree
            path = dice.pick(sorted(p for p in {*tip, *world.tree} if tip.get(p) != world.tree.get(p)) or [PAGE])
            now = world.tree.get(path)
            back = {path: None if now is None else f"{LINK}{now[1]}" if now[0] == "120000" else now[1]}
            own = dice.pick([self._edits(tip), back, {path: None}])
        world.join(branches, merger, own=own, subject=subject, **self._landed(merger))

    def _octopus(self) -> None:
        self._merge(tips=2)

    def _inverted(self) -> None:
        subjects = [
            "Merge branch 'main' into topic",
            "Merge remote-tracking branch 'origin/main'",
            "Merge branch 'topic' into 'develop'",
            "Merge branch 'topic' into 'main'",
            "Merge branch 'maintenance'",
        ]
        self._merge(subject=self.dice.pick(subjects))

    def _direct(self, message: str = "Change", committer: str | None = None) -> None:
        self.world.pushed(self._edits(self.world.tree), self._author(), message=message, committer=committer)

    def _squash(self) -> None:
        self._direct("Change (#12)", "forge")

    def _rebase(self) -> None:
        self._direct(committer=self.dice.pick(LANDERS))

    def _nothing(self) -> None:
        self.world.merged({"README.md": self.dice.pick(["Hello\n", "Bye\n"])}, "bob", "ann")
