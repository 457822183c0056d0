"""Random worlds full of what people and forges do to a history, and attackers: see `Oddities`.

The histories are honest underneath: each landing has a true moment, anchors and the forge's own times tell it, and
only dates that anybody can write may lie.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from random_edits import PROOFS, SNIPPETS_ON, Dice, Edit, laid_out, text_of
from random_worlds import LANDERS, PEOPLE_PICKED, Habits, Step, signed_by
from worlds import (
    DAY,
    EMAILS,
    FORGE,
    KEYS,
    PEOPLE,
    PEOPLE_TEXT,
    PRINTS,
    REGISTER,
    REGISTER_TEXT,
    REVOKED,
    ROLES,
    ROLES_TEXT,
    SIGNERS,
    SIGNERS_TEXT,
    STARTER,
    Edits,
    Tree,
    World,
    called,
    swap,
    utc_day,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


class Oddities(NamedTuple):
    """What a wild world may hold: dates that lie, with anchors and forge's times that do not; co-authors written any
    way; committers of merges who are anybody; foxtrots and pulls of main; branches of branches, signed; keys revoked,
    by pushes and approvals, and taken back; adoptions that fail and are made good; keys with windows."""

    dates: bool = True
    trailers: bool = True
    committers: bool = True
    turned: bool = True
    flows: bool = True
    revocations: bool = True
    adoptions: bool = True
    windows: bool = True


TAME = Oddities(*[False] * 8)


class Wild(NamedTuple):
    """A world, a day to ask about, and the anchors of the runs before; `today` says that it is the day of asking."""

    world: World
    as_of: date
    anchors: tuple[tuple[str, date], ...]
    today: bool


def wild_world(dice: Dice, habits: Habits, odd: Oddities) -> Wild:
    world = World()
    world.prints = PRINTS
    step = WildStep(world, dice, habits, odd)
    step.begin()
    for _ in range(dice.pick(range(1, habits.landings + 1))):
        step.land()
    last = utc_day(step.true[-1])
    near = [utc_day(at) + timedelta(n) for at in step.true for n in (-1, 0)]
    near += [day + timedelta(n) for _, day in world.seen for n in (-1, 0, 1)]
    as_of = dice.pick([last, last, last + timedelta(30), last + timedelta(100), last + timedelta(366), dice.pick(near)])
    anchors = tuple((id_, day) for id_, day in world.seen if day <= as_of)
    return Wild(world, as_of, anchors, today=odd.dates and as_of >= last and dice.chance(50))


class WildStep(Step):
    """One random landing after another."""

    def __init__(self, world: World, dice: Dice, habits: Habits, odd: Oddities) -> None:
        super().__init__(world, dice, habits._replace(future=False, revoked=habits.revoked and not odd.revocations))
        self.odd = odd
        self.true: list[int] = []
        self.shapes = ["merge"] * 14 + ["direct", "direct", "squash", "rebase", "octopus", "nothing"]
        self.shapes += ["foxtrot", "inverted"] if odd.turned else []
        self.shapes += ["revocation"] * 3 if odd.revocations else []
        self.shapes += ["repair"] * 2 if odd.adoptions else []

    # Adoption

    def begin(self) -> None:
        world, dice = self.world, self.dice
        self._at(lambda: world.pushed({"README.md": "Hello\n"}, dice.pick(["bob", "eve"])))
        start = dict(STARTER)
        if dice.chance(35 if self.habits.signed else 4):
            start[REGISTER] = dice.pick(PROOFS)(REGISTER_TEXT, dice)
        if dice.chance(50):
            start["mkdocs.yml"] = SNIPPETS_ON
        elif self.habits.settings and dice.chance(40):
            start |= laid_out(dice)
        if dice.chance(25):
            old, new = dice.pick(TERMS)
            start[ROLES] = swap(ROLES_TEXT, old, new)
        if dice.chance(15):
            draft = {**start, REGISTER: swap(start[REGISTER] or "", "status: adopted", "status: draft")}
            self._at(lambda: world.merged(draft, "bob", "ann"))
        if self.odd.adoptions and dice.chance(25):
            self._fail(start)
            for _ in range(dice.pick([0, 0, 1, 2])):
                self.land()
            self.land("repair")
            return
        own = "ann" if self.habits.signed and not dice.chance(10) else ""
        self._at(lambda: world.merged(start, "bob", "ann", sign=own))

    def _fail(self, start: Edits) -> None:
        """An adoption that nobody may approve so."""
        world, dice = self.world, self.dice
        more = {**start, REGISTER: PROOFS[2](start[REGISTER] or "", _Fixed("signed"))}
        how = dice.pick(["self", "push", "role", "stranger", "proof"])
        sign = "ann" if self.habits.signed else ""
        self._at(
            {
                "self": lambda: world.merged(start, "ann", "ann", sign=sign),
                "push": lambda: world.pushed(start, "ann"),
                "role": lambda: world.merged(start, "bob", "dee"),
                "stranger": lambda: world.merged(start, "eve", "ann", sign=sign),
                "proof": lambda: world.merged(more, "bob", "ann"),
            }[how]
        )

    def _repair(self) -> None:
        """Somebody changes AUTHORITY, and somebody merges it fairly."""
        merger = self.dice.pick(["ann", "cid", "cid"])
        tree = self.world.tree
        edits = self.dice.pick([_people(tree), _people(tree), _register(tree), {SIGNERS: SIGNERS_TEXT}])
        self.world.merged(edits, "bob", merger, sign=merger if self.habits.signed else "")

    # Landings

    def land(self, shape: str = "") -> None:
        self._wait()
        if self.odd.dates and self.dice.chance(25):
            self.world.seen.append((self.world.base, utc_day(self.world.now)))
        self._at(getattr(self, f"_{shape or self.dice.pick(self.shapes)}"))
        if self.habits.odd and self.dice.chance(4):
            self._spoil()

    def _at(self, lands: Any) -> None:
        """Land at the true moment, whatever the commit says of it."""
        self.moment = true = self.world.now
        self.true.append(true)
        if self.odd.dates and self.dice.chance(20):
            self.world.now += self.dice.pick(LIES)
        lands()
        self.world.now = true + DAY

    def _wait(self) -> None:
        if self.dice.chance(20):
            self.world.now += self.dice.pick([60, 89, 300, 400]) * DAY

    def _spoil(self) -> None:
        made = self.world.commits[self.world.base]
        part = self.world.commits[made.parents[-1]]._replace(faults=("part of it is odd",))
        options = [made._replace(faults=("it is odd",))]
        if self.odd.dates:
            options.append(made._replace(committer=(made.committer[0], None)))
        if part.id not in self.world.chain:
            options.append(part)
        found = self.dice.pick(options)
        self.world.commits[found.id] = found

    def _edits(self, tree: Tree) -> Edits:
        more: list[Edit] = []
        more += [_windows, _forge_window] if self.odd.windows else []
        more += [_knows] if self.odd.trailers else []
        if more and self.dice.chance(12):
            return self.dice.pick(more)(tree, self.dice)
        return super()._edits(tree)

    def _author(self) -> str:
        if self.odd.trailers and self.dice.chance(6):
            return self.dice.pick(["annex", "ghost", "nobody"])
        return super()._author()

    def _written(self) -> dict[str, Any]:
        how = super()._written()
        if not self.odd.dates:
            how["at"] = None
        if self.odd.trailers and self.dice.chance(20):
            how["tail"] = self._tail()
        if self.odd.flows and self.habits.signed and self.dice.chance(12):
            how["sign"] = self.dice.pick(["ann", "bob", "bob", "cid", "dee", "eve"])
        return how

    def _landed(self, merger: str) -> dict[str, Any]:
        how = super()._landed(merger)
        if not self.odd.dates:
            how["written"] = None
        if self.odd.committers and self.dice.chance(30):
            how["committer"] = self.dice.pick([*PEOPLE_PICKED, "forge", "rob", "ann", "ann2"])
        if self.odd.trailers and self.dice.chance(6):
            how["tail"] = self._tail()
        if how["sign"] == "forge" and (self.odd.dates or self.odd.windows):
            how["signed_at"] = self.moment + (self.dice.pick(SKEWS) if self.odd.windows else 0)
        return how

    def _tail(self) -> str:
        tail = self.dice.pick(TAILS)
        people = [self._author(), self._author()]
        if "{1}>, {2}" in tail:  # beside an address, a name without one is missed: `test_oracle_notices.py`
            people = [who if EMAILS[who] else "bob" for who in people]
        return tail.format(*(part for who in people for part in (called(who), EMAILS[who])))

    def _branch(self) -> str:
        if self.odd.flows and self.dice.chance(12):
            return self._develop()
        return super()._branch() if self.odd.flows else self._plain()

    def _plain(self) -> str:
        """A branch of commits alone."""
        tip = self.world.base
        for _ in range(self.dice.pick([1, 1, 1, 2])):
            how = self._written()
            tip = self.world.commit(self._edits(self.world.commits[tip].tree), self._author(), [tip], **how)
        return tip

    def _develop(self) -> str:
        """Features, each merged into a branch of their own, most of them as git would."""
        start = tip = self.world.base
        for _ in range(self.dice.pick([1, 2, 2])):
            edits = self._edits(self.world.commits[start].tree)
            feature = self.world.commit(edits, self._author(), [start], **self._written())
            tree, _ = self.world.three_way(tip, feature)
            by = self.dice.pick(LANDERS)
            sign = by if self.habits.signed and by in ("ann", "cid", "dee", "bob") else ""
            subject = self.dice.pick(["Merge branch 'feature' into develop", "Merge pull request #5 from x/feature"])
            own = self._edits(tree) if self.dice.chance(10) else {}
            tip = self.world.commit(own, by, [tip, feature], message=subject, tree=tree, sign=sign)
        return tip

    def _foxtrot(self) -> None:
        """Main merged into an older branch, which is then pushed as main."""
        world, dice = self.world, self.dice
        fork = dice.pick(world.chain[-4:])
        side = world.commit(self._edits(world.commits[fork].tree), self._author(), [fork], **self._written())
        tree, _ = world.three_way(side, world.base)
        merger = dice.pick(LANDERS)
        subject = dice.pick(["Sync with main", "Merge branch 'main' into topic", "Merge pull request #9 from x/topic"])
        world.turned(world.commit({}, merger, [side, world.base], message=subject, tree=tree, **self._landed(merger)))

    # Revocations

    def _revocation(self) -> None:
        """A list of revoked keys comes, changes or goes: by a push, or by a merge that does nothing else."""
        world, dice = self.world, self.dice
        there = REVOKED in world.tree
        edits = {REVOKED: None if there and dice.chance(60) else self._list()}
        if dice.chance(35):
            world.pushed(edits, dice.pick(PEOPLE_PICKED))
            return
        merger = dice.pick(["ann", "cid", "cid", *LANDERS])
        world.merged(edits, dice.pick(["bob", "bob", "dee"]), merger, sign=signed_by(dice, merger, self.habits))

    def _list(self) -> str:
        dice = self.dice
        keys: Sequence[str] = dice.pick([("ann",), ("cid",), ("dee",), ("forge",), ("ann", "cid"), ALL])
        lines = []
        for key in keys:
            known = [*self.world.chain, *self.world.chain, *self.world.commits]
            since = f"{10**6:040x}" if dice.chance(10) else dice.pick(known)
            lines.append(f'  - {{fingerprint: "{PRINTS[key]}", from: "{since}"}}\n')
        return "revoked:\n" + "".join(lines)


TERMS = [
    ("{person: cid, since: 2020-01-01}  # sponsor", "{person: cid, since: 2020-01-01, until: 2024-01-08}  # sponsor"),
    ("{person: cid, since: 2020-01-01}  # sponsor", "{person: cid, since: 2024-01-06}  # sponsor"),
    ("{person: dee, since: 2020-01-01}  # lead", "{person: dee, since: 2020-01-01, until: 2024-06-01}  # lead"),
    ("{person: ann, since: 2020-01-01}  # lead", "{person: ann, since: 2024-01-07, until: 2025-01-01}  # lead"),
]
ALL = ("ann", "bob", "cid", "dee", "gus", "forge")
LIES = [-DAY - 301, -2 * DAY, -3 * DAY, -40 * DAY, DAY, 2 * DAY, 3 * DAY, 40 * DAY, 3000 * DAY, 27000 * DAY, -DAY, 300]
SKEWS = [0, 0, 0, DAY, DAY + 1, -DAY, 5 * DAY]
TAILS = [
    "Co-authored-by: {0} <{1}>\n(cherry picked from commit 0123456)\n",
    "Co-authored-by: {0} <{1}>\n\nThere is more to say.\n",
    "CO-AUTHORED-BY: {0} <{1}>\n",
    "co-authored-by:{0} <{1}>\nSigned-off-by: Eve <eve@x.org>\n",
    "Co-authored-by: {0}\n<{1}>\n",
    "Co-authored-by: {0}\n  <{1}>\n",
    "Co-authored-by: {0}\n",
    "Co-authored-by: {0} <{1}>, {2} <{3}>\n",
    "Co-authored-by: {0} <{1}>\nCo-authored-by: {2} <{3}>\n[jc: shortened]\n",
    "> Co-authored-by: {0} <{1}>\n",
    "    Co-authored-by: {0} <{1}>\n",
    "Change-Id: I1\n\nCo-Authored-By: {0} <{1}>\nReviewed-by: {2} <{3}>\n",
    "Not Co-authored-by: {0} <{1}>\n",
    "Co-authored-by: {0} <{1}>\r\n",
]


class _Fixed:
    """Dice that always fall so."""

    def __init__(self, side: Any) -> None:
        self._side = side

    def pick(self, options: Sequence[Any]) -> Any:
        return self._side

    def chance(self, percent: int) -> bool:
        return False


def _people(tree: Tree) -> Edits:
    text = text_of(tree, PEOPLE, PEOPLE_TEXT)
    return {PEOPLE: text.replace("name: Rob,", "name: Rob R,") if "name: Rob," in text else f"{PEOPLE_TEXT}# again\n"}


def _register(tree: Tree) -> Edits:
    return {
        REGISTER: REGISTER_TEXT if tree.get(REGISTER, ("", ""))[1] != REGISTER_TEXT else f"{REGISTER_TEXT}# again\n"
    }


def _windows(tree: Tree, dice: Dice) -> Edits:
    """A key gets a window, around the days when these worlds begin or their years turn."""
    who = dice.pick(["ann", "ann", "cid", "dee"])
    limit = dice.pick(['valid-before="20240108Z",', 'valid-before="20240401Z",', 'valid-after="20240106Z",', ""])
    lines = text_of(tree, SIGNERS, SIGNERS_TEXT).split("\n")
    return {
        SIGNERS: "\n".join(
            f'{who} {limit}namespaces="git" {KEYS[who]}' if line.startswith(f"{who} ") else line for line in lines
        )
    }


def _forge_window(tree: Tree, dice: Dice) -> Edits:
    return {FORGE: dice.pick(["pinned\n", 'pinned valid-before="20240110Z"\n', 'pinned valid-before="20240501Z"\n'])}


def _knows(tree: Tree, dice: Dice) -> Edits:
    """The register says who somebody without an address is, or forgets it."""
    text = text_of(tree, REGISTER, REGISTER_TEXT).partition("authors:\n")[0]
    lines = [
        "  - {name: Old Ghost, person: outside, reason: Wrote it before we were a company}\n",
        "  - {name: Old Ghost, person: bob, reason: An old name of Bob}\n",
        "  - {name: Old Ghost, person: cid, reason: An old name of Cid}\n",
        "  - {name: Eve, email: eve@x.org, person: outside, reason: A contractor}\n",
        "",
    ]
    line = dice.pick(lines)
    return {REGISTER: f"{text}authors:\n{line}" if line else text}
