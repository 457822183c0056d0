"""Random worlds that reach deep: changes laundered later, authority that changes, people who come and go.

The same dice thrown by hypothesis shrink; thrown from a seed they are fast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import NamedTuple, Protocol, TypeVar

from hypothesis import strategies as st

from worlds import (
    CHART,
    DAY,
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
    Edits,
    Tree,
    World,
    edited,
    swap,
)

T = TypeVar("T")


class Dice(Protocol):
    """Where chance comes from: hypothesis, which shrinks, or a seed, which is fast."""

    def pick(self, options: Sequence[T]) -> T: ...

    def chance(self, percent: int) -> bool: ...


class Drawn:
    """Dice of hypothesis; they shrink to the first option and to False."""

    def __init__(self, draw: st.DrawFn) -> None:
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
        self._random = Random(seed)

    def pick(self, options: Sequence[T]) -> T:
        return self._random.choice(options)

    def chance(self, percent: int) -> bool:
        return self._random.random() * 100 < percent


class Habits(NamedTuple):
    """What a random world may hold. `odd` is what fast-import cannot write, `revoked` what later landings may do to
    earlier ones: lists of revoked keys, and settings that name snippets."""

    landings: int = 8
    signed: bool = True
    odd: bool = True
    authority: bool = True
    future: bool = True
    revoked: bool = False
    calm: bool = False


@st.composite
def worlds(draw: st.DrawFn, habits: Habits, shrinks: bool) -> World:
    """Random worlds by hypothesis, throw by throw; or by a seed that it draws, which is many times as fast."""
    return random_world(Drawn(draw) if shrinks else Thrown(draw(st.integers(0, 2**63))), habits)


def random_world(dice: Dice, habits: Habits) -> World:
    """A world of up to `habits.landings` landings after its adoption."""
    world = World()
    author, lander = "bob", "ann"
    if dice.chance(5) and not habits.calm:
        author, lander = dice.pick([("ann", "ann"), ("bob", "dee"), ("eve", "ann"), ("bob", "cid")])
    world.pushed({"README.md": "Hello\n"}, dice.pick(["bob", "eve"]))
    start = dict(STARTER)
    if dice.chance(20 if habits.signed else 4) and not habits.calm:
        start[REGISTER] = dice.pick(_PROOFS)(REGISTER_TEXT, dice)
    if dice.chance(50):
        start["mkdocs.yml"] = SNIPPETS_ON
    if dice.chance(5):
        del start["mkdocs.yml"]
    if dice.chance(15):
        world.merged({**start, REGISTER: swap(REGISTER_TEXT, "status: adopted", "status: draft")}, "bob", "ann")
        world.merged({PAGE: PAGE_TEXT + "Drafted.\n"}, "eve", "bob")
    if dice.chance(3):
        return world
    if dice.chance(2) and not habits.calm:
        world.pushed(start, author)
    else:
        own = lander if habits.signed and (not dice.chance(10) or habits.calm) else ""
        world.merged(
            start, author, lander, sign=_sign(dice, lander, habits) if dice.chance(6) and not habits.calm else own
        )
    for _ in range(dice.pick(range(1, habits.landings + 1))):
        Step(world, dice, habits).land()
    return world


SNIPPETS_ON = "site_name: X\nmarkdown_extensions: [pymdownx.snippets]\n"
PEOPLE_PICKED = ["bob", "bob", "bob", "bob", "cid", "dee", "ann", "eve", "gus", "ann2", "team", "rob"]
LANDERS = [*["ann"] * 6, *["cid"] * 3, *["dee"] * 3, "gus", "bob", "eve", "rob", "ann2", "team"]


def _sign(dice: Dice, lander: str, habits: Habits) -> str:
    if not habits.signed:
        return ""
    own = lander.removesuffix("2")
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
        if shape == "inverted" and self.habits.calm:
            shape = "merge"
        getattr(self, f"_{shape}")()
        if self.habits.odd and self.dice.chance(4):
            made = self.world.commits[self.world.base]
            odd = made._replace(committer=(made.committer[0], None))
            faulty = made._replace(faults=("it is odd",))
            part = self.world.commits[made.parents[-1]]._replace(faults=("part of it is odd",))
            options = [odd, faulty, part] if part.id not in self.world.chain else [odd, faulty]
            options = [o for o in options if o is not odd] if self.habits.calm else options
            found = self.dice.pick(options)
            self.world.commits[found.id] = found

    def _wait(self) -> None:
        if self.dice.chance(20):
            steps = (
                [60 * DAY, 89 * DAY, 300 * DAY, 400 * DAY]
                if self.habits.calm
                else [60 * DAY, 89 * DAY, 300 * DAY, 400 * DAY, -DAY - 300, -DAY - 301, -40 * DAY, -4 * DAY, -5 * DAY]
            )
            self.world.now += self.dice.pick(steps)
        if self.habits.future and self.dice.chance(1):
            self.world.now += 3000 * DAY

    def _edits(self, tree: Tree) -> Edits:
        edits: dict[str, str | None] = {}
        options = DOCUMENT_EDITS * 2 + AUTHORITY_EDITS if self.habits.authority else DOCUMENT_EDITS
        options = [*options, _revokes, _snippets] if self.habits.revoked else options
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
            forge = "forge" if dice.chance(15) else None
            co = [self._author()] if dice.chance(12) else []
            at = world.now + dice.pick([300, 301, 40 * DAY]) if dice.chance(4) and not self.habits.calm else None
            edits = self._edits(world.commits[tip].tree)
            tip = world.commit(edits, self._author(), [tip], committer=forge, co=co, at=at)
        if dice.chance(10) and not self.habits.calm:  # main merged into the branch
            tip = self._inner(tip, world.base)
        if dice.chance(8) and not self.habits.calm:  # another branch merged into the branch
            tip = self._inner(tip, world.commit(self._edits(world.commits[start].tree), self._author(), [start]))
        return tip

    def _inner(self, one: str, other: str) -> str:
        tree, _ = self.world.three_way(one, other)
        own = self._edits(tree) if self.dice.chance(25) else {}
        return self.world.commit(own, self._author(), [one, other], message="Merge branch", tree=tree)

    def _merge(self, subject: str = "", tips: int = 1) -> None:
        world, dice = self.world, self.dice
        lander = dice.pick(LANDERS)
        branches = [self._branch() for _ in range(tips)]
        own: Edits = {}
        if dice.chance(20):
            tip = world.commits[branches[0]].tree
            path = dice.pick(sorted(p for p in {*tip, *world.tree} if tip.get(p) != world.tree.get(p)) or [PAGE])
            now = world.tree.get(path)
            back = {path: None if now is None else f"{LINK}{now[1]}" if now[0] == "120000" else now[1]}
            own = dice.pick([self._edits(tip), back, {path: None}])
        at = world.now
        written = at + dice.pick([3600, 3601, -90 * DAY]) if dice.chance(5) else None
        world.join(
            branches,
            lander,
            own=own,
            subject=subject,
            sign=_sign(dice, lander, self.habits),
            committer="forge" if dice.chance(20) else None,
            co=[self._author()] if dice.chance(6) else [],
            written=written,
        )

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


Edit = Callable[[Tree, Dice], Edits]


def _text(tree: Tree, path: str, default: str) -> str:
    return tree[path][1] if path in tree and tree[path][0] == "100644" else default


def _words(path: str, lead: str) -> Edit:
    """New words at the end of a page: one of four, so that old words come back at times."""

    def edit(tree: Tree, dice: Dice) -> Edits:
        lines = _text(tree, path, lead).split("\n")
        return {path: "\n".join([*lines[:-2], dice.pick(["Words A.", "Words B.", "Words C.", "Words D."]), ""])}

    return edit


def _page(path: str) -> Edit:
    return _words(path, PAGE_TEXT)


def _shows(line: str) -> Edit:
    """A page begins, or stops, to show something."""

    def edit(tree: Tree, dice: Dice) -> Edits:
        text = _text(tree, PAGE, PAGE_TEXT)
        there = f"\n{line}\n" in text
        return {PAGE: text.replace(f"\n{line}\n", "\n") if there else f"{text}{line}\nEnd.\n"}

    return edit


def _shows_both(tree: Tree, dice: Dice) -> Edits:
    return {**_shows("![Chart](chart.png)")(tree, dice), CHART: "drawn\n"}


def _either(path: str, *texts: str | None) -> Edit:
    return lambda tree, dice: {path: dice.pick(texts)}


def _reaffirm(*paths: str) -> Edit:
    def edit(tree: Tree, dice: Dice) -> Edits:
        day = dice.pick(["2024-02-01", "2025-02-01", "2026-02-01", "2024-02-01", "2025-02-01 # all of it"])
        return {path: dated(_text(tree, path, PAGE_TEXT), day) for path in paths}

    return edit


def dated(text: str, day: str) -> str:
    """A page, or YAML, with its review date set."""
    lines = [line for line in text.split("\n") if not line.startswith("reviewed: ")]
    lines.insert(1 if lines[0] == "---" else 0, f"reviewed: {day}")
    return "\n".join(lines)


def _line(path: str, default: str, *pairs: tuple[str, str]) -> Edit:
    """Replace a part of a file wherever it stands; nothing where it does not."""

    def edit(tree: Tree, dice: Dice) -> Edits:
        old, new = dice.pick(pairs)
        return {path: _text(tree, path, default).replace(old, new)}

    return edit


def _drop(path: str, default: str, needles: Sequence[str]) -> Edit:
    def edit(tree: Tree, dice: Dice) -> Edits:
        needle = dice.pick(needles)
        lines = _text(tree, path, default).split("\n")
        return {path: "\n".join(line for line in lines if needle not in line)}

    return edit


def _append(path: str, default: str, after: str, *lines: str) -> Edit:
    def edit(tree: Tree, dice: Dice) -> Edits:
        text, line = _text(tree, path, default), dice.pick(lines)
        return {path: text if line in text else text.replace(after, f"{after}\n{line}")}

    return edit


def _proof(name: str, roles: str) -> Callable[[str, Dice], str]:
    """Set the minimum proof of a class."""

    def change(text: str, dice: Dice) -> str:
        proof = dice.pick(["claimed", "forge", "signed"])
        lines = text.split("\n")
        at = next((k for k, line in enumerate(lines) if line.startswith(f"  {name}: ")), None)
        if at is not None:
            lines[at] = lines[at].partition("minimum_proof: ")[0] + f"minimum_proof: {proof}}}"
        return "\n".join(lines)

    return change


_PROOFS = [
    _proof("policy", "sponsor"),
    _proof("runbook", "lead"),
    _proof("authority", "sponsor"),
    _proof("layout", "lead"),
]


def _new_proof(tree: Tree, dice: Dice) -> Edits:
    return {REGISTER: dice.pick(_PROOFS)(_text(tree, REGISTER, REGISTER_TEXT), dice)}


def _revokes(tree: Tree, dice: Dice) -> Edits:
    key, number = dice.pick(["ann", "cid", "dee", "forge"]), dice.pick(range(1, 30))
    return {REVOKED: f'revoked:\n  - {{fingerprint: key-of-{key}, from: "{number:040x}"}}\n'}


def _snippets(tree: Tree, dice: Dice) -> Edits:
    return {"mkdocs.yml": dice.pick([SNIPPETS_ON, "site_name: X\n", None])}


DOCUMENT_EDITS: list[Edit] = [
    _page(PAGE),
    _page(PAGE),
    _page(RUNBOOK),
    _page(RUNBOOK),
    _either(FACTS, "levels: [one]\n", "levels: [two]\n", "levels: [three]\n"),
    _reaffirm(PAGE),
    _reaffirm(RUNBOOK),
    _reaffirm(PAGE, RUNBOOK),
    _reaffirm(PAGE, RUNBOOK),
    _reaffirm(RUNBOOK),
    _reaffirm(PAGE, FACTS),
    _page("runbooks/RB-02.md"),
    _either("runbooks/RB-02.md", None),
    _either(CHART, "drawn\n", "drawn again\n", None),
    _shows("![Chart](chart.png)"),
    _shows_both,
    _shows(f'--8<-- "{SNIPPET}"'),
    _shows("See chart.png"),
    _either(SNIPPET, "Note.\n", "Other note.\n", None),
    _either(SNIPPET, "Note.\n", "Third note.\n"),
    _either("macros/table.py", "4h\n", "1h\n", None),
    _either("docs/policy/more.md", "---\ntitle: More\n---\nMore words.\n", f"{LINK}index.md", None),
    _either("README.md", "Hello\n", "Bye\n"),
]


def _takes_in(tree: Tree, dice: Dice) -> Edits:
    """The policy takes in, or lets go, pages of another folder."""
    text, narrow, wide = (
        _text(tree, REGISTER, REGISTER_TEXT),
        "[docs/policy/*.md]",
        "[docs/policy/*.md, docs/parts/*.md]",
    )
    return {REGISTER: text.replace(wide, narrow) if wide in text else text.replace(narrow, wide)}


_SPONSOR, _LEAD = "until: 2019-01-02}  # sponsor", "until: 2019-01-02}  # lead"
_KEYS = [f'{who} namespaces="git" key-of-{who}' for who in ("ann", "cid", "dee")]
AUTHORITY_EDITS: list[Edit] = [
    _new_proof,
    _new_proof,
    _line(
        *(REGISTER, REGISTER_TEXT),
        ("class: policy", "class: record"),
        ("class: runbook", "class: policy"),
        ("class: record", "class: policy"),
        ("class: policy", "class: unheard"),
        ("class: policy", "class: runbook"),
        ("review_every: 365d", "review_every: 30d"),
        ("binds: [data/severities.yml]", "binds: []"),
        ("status: adopted", "status: draft"),
        ("  layout:", "  other:"),
        ("pages: [runbooks/*.md]}", "pages: [runbooks/*.md], retired: 2024-01-01}"),
        (", retired: 2024-01-01", ""),
        ("pages: [docs/policy/*.md]", "pages: [docs/policy/*.md, docs/parts/*.md]"),
        ("pages: [docs/policy/*.md]", "pages: [docs/policy/index.md]"),
        ("binds: [data/severities.yml]", "binds: [data/severities.yml, README.md]"),
    ),
    _line(REGISTER, REGISTER_TEXT, ("pages: [runbooks/*.md]}", "pages: [runbooks/*.md], retired: 2024-01-12}")),
    _takes_in,
    _drop(REGISTER, REGISTER_TEXT, ["id: RB,", "id: LOG,", "id: RB,"]),
    _append(
        *(REGISTER, REGISTER_TEXT, "documents:"),
        "  - {id: LOG, class: record, binds: [data/severities.yml]}",
        "  - {id: RB, class: record, pages: [runbooks/*.md]}",
    ),
    _drop(ROLES, ROLES_TEXT, ["ann, since: 2020-01-01}  # sponsor", "person: cid", "person: dee", "person: bob"]),
    _append(
        *(ROLES, ROLES_TEXT, _SPONSOR),
        "      - {person: bob, since: 2020-01-01}  # sponsor",
        "      - {person: eve, since: 2020-01-01}  # sponsor",
        "      - {person: dee, since: 2020-01-01, until: 2025-01-01}  # sponsor",
    ),
    _append(
        *(ROLES, ROLES_TEXT, _LEAD),
        "      - {person: bob, since: 2024-03-01}  # lead",
        "      - {person: cid, since: 2020-01-01}  # lead",
    ),
    _line(
        *(ROLES, ROLES_TEXT),
        ("cid, since: 2020-01-01}", "cid, since: 2020-01-01, until: 2024-01-20}"),
        ("ann, since: 2020-01-01}", "ann, since: 2020-01-01, until: 2024-01-06}"),
        ("ann, since: 2020-01-01}", "ann, since: 2024-01-06}"),
        ("ann, since: 2020-01-01}  # lead", "ann, since: 2020-01-01, until: 2024-02-01}  # lead"),
        ("dee, since: 2020-01-01}  # lead", "dee, since: 2024-02-01}  # lead"),
    ),
    _append(
        *(PEOPLE, PEOPLE_TEXT, "people:"),
        "  - {id: eve, name: Eve, kind: human, started: 2024-01-10, emails: [eve@x.org]}",
        "  - {id: eva, kind: human, started: 2020-01-01, emails: [bob@x.org]}",
        "  - {id: cid, kind: human, started: 2020-01-01, emails: [eve@x.org]}  # again",
    ),
    _drop(PEOPLE, PEOPLE_TEXT, ["id: bob", "id: eva", "id: cid", "id: dee", "# again"]),
    _line(
        PEOPLE,
        PEOPLE_TEXT,
        ("2020-01-01, emails: [ann", "2020-01-01, left: 2024-02-01, emails: [ann"),
        (", left: 2024-02-01", ""),
    ),
    _drop(SIGNERS, SIGNERS_TEXT, ["ann", "cid", "dee"]),
    _append(SIGNERS, SIGNERS_TEXT, 'bob namespaces="git" key-of-bob', *_KEYS),
    _either(FORGE, None, "pinned\n"),
    _either(".github/workflows/check.yml", "on: push\n", "on: pull_request\n"),
    _either(ROLES, "{{{\n", ROLES_TEXT),
    _either(REGISTER, "{{{\n", REGISTER_TEXT),
]
