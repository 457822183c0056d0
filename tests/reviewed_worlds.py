"""Random worlds in which some requests were squashed or rebased, and some reviews of them were imported."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from oracle_reviews import Import, Reviews
from random_worlds import LANDERS, Habits, Step
from ratified.model.host_review import FIRST, MergedRequest, Review, ReviewAccount, ReviewBatch, canonical, digest
from ratified.model.landing import (
    Commit,
    CommitSignature,
    CommitStamp,
    EvidenceCommit,
    Identity,
    RemergeDifference,
    TrustedKeys,
)
from worlds import (
    DAY,
    EMAILS,
    FORGE,
    KEYS,
    PEOPLE,
    PEOPLE_TEXT,
    REGISTER,
    REGISTER_TEXT,
    ROLES,
    ROLES_TEXT,
    Made,
    World,
    called,
    differences,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import oracle
    from random_edits import Dice
    from worlds import Edits

EVIDENCE_SIGNERS = "data/trust/evidence_signers"
ACCOUNTS = {"ann": "1", "bob": "2", "cid": "3", "dee": "4", "gus": "7", "rob": "9", "eve": "13"}
SOURCE = "reviews: {forge: github, host: github.com, repository: 77}\n"
ACCOUNTED = "".join(
    line
    if "forge:" in line or not line.startswith("  - {id: ")
    else line.replace("}\n", f", forge: {{login: x, id: {ACCOUNTS[line[9:12]]}}}}}\n")
    for line in PEOPLE_TEXT.splitlines(keepends=True)
)
BEGIN: Edits = {
    REGISTER: REGISTER_TEXT + SOURCE,
    PEOPLE: ACCOUNTED,
    EVIDENCE_SIGNERS: f'imports namespaces="git" {KEYS["eve"]}\n',
}
LATER: tuple[Edits, ...] = (
    {EVIDENCE_SIGNERS: None},
    {EVIDENCE_SIGNERS: f'imports namespaces="git" {KEYS["gus"]}\n'},
    {EVIDENCE_SIGNERS: f'imports namespaces="git" {KEYS["eve"]}\n'},
    {REGISTER: REGISTER_TEXT},
    {REGISTER: REGISTER_TEXT + SOURCE},
    {REGISTER: REGISTER_TEXT + SOURCE.replace("77", "78")},
    {REGISTER: REGISTER_TEXT.replace("minimum_proof: claimed", "minimum_proof: reviewed") + SOURCE},
    {REGISTER: REGISTER_TEXT.replace("minimum_proof: claimed", "minimum_proof: signed") + SOURCE},
    {ROLES: ROLES_TEXT.replace("      - {person: cid, since: 2020-01-01}  # sponsor\n", "")},
    {PEOPLE: ACCOUNTED.replace("id: 3}", "id: 1}")},
    {PEOPLE: PEOPLE_TEXT},
)


class ReviewedWorld(World):
    """A world with an evidence branch; what it answers of reviews it answers as git would."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[tuple[Made, bytes]] = []

    # What approval asks

    @property
    def commits_of_evidence(self) -> tuple[EvidenceCommit, ...]:
        return tuple(EvidenceCommit(self.told_of(made), data) for made, data in self.batches)

    def told_of(self, made: Made) -> Commit:
        stamp = CommitStamp(Identity(called(made.author[0]), EMAILS[made.author[0]]), made.author[1])
        kind = "openpgp" if made.sign == "forge" else "ssh" if made.sign else "none"
        return Commit(made.id, "", (), stamp, stamp, "Reviews", (), kind)  # type: ignore[arg-type]

    @property
    def reviews(self) -> Any:  # type: ignore[override]
        return _Answers(self)

    def signature(self, commit: Commit, trust: TrustedKeys) -> CommitSignature:
        own = next((made for made, _ in self.batches if made.id == commit.id), None)
        if own is not None and own.id not in self.commits:
            self.commits[own.id] = own
            try:
                return super().signature(commit, trust)
            finally:
                del self.commits[own.id]
        return super().signature(commit, trust)

    def clean(self, base: str, head: str) -> Mapping[str, tuple[str, str]] | None:
        """The tree of a clean merge."""
        tree, conflicts = self.three_way(base, head)
        return None if conflicts else tree

    # What the oracle is told

    def known(self) -> oracle.Known:
        known = super().known()

        def merged(base: str, head: str) -> object:
            tree = self.clean(base, head)
            return None if tree is None else {path: (mode, text.encode()) for path, (mode, text) in tree.items()}

        imports = tuple(self._import(made, data) for made, data in self.batches)
        return known._replace(reviews=Reviews(imports, merged))  # type: ignore[arg-type]

    def _import(self, made: Made, data: bytes) -> Import:
        batch = ReviewBatch.model_validate_json(data)

        def signed(tree: Mapping[str, tuple[str, bytes]]) -> oracle.Signed:
            signers, pinned = (tree.get(path, ("", b""))[1].decode() for path in (EVIDENCE_SIGNERS, FORGE))
            self.commits[made.id] = made
            try:
                return self.checked(made.id, signers, pinned)
            finally:
                del self.commits[made.id]

        return Import(
            signed,
            EMAILS[made.author[0]],
            made.author[1] or 0,
            batch.number,
            batch.previous,
            hashlib.sha256(data).hexdigest(),
            (batch.forge, batch.host, batch.repository),
            batch.taken_at,
            tuple(one.model_dump() for one in batch.requests),
        )


class _Answers:
    """What git holds of reviews, of a world."""

    def __init__(self, world: ReviewedWorld) -> None:
        self._world = world
        self.commits = world.commits_of_evidence

    def branch(self, base: str, head: str) -> tuple[Commit, ...] | None:
        world = self._world
        if head not in world.commits:
            return None
        inside = world._ancestors[head] - world._ancestors[base]
        return tuple(world.told(world.commits[id_]) for id_ in sorted(inside))

    def fork(self, head: str) -> int:
        reached = self._world._ancestors[head]
        return max((n for n, id_ in enumerate(self._world.chain) if id_ in reached), default=-1)

    def as_merge(self, commit: Commit, head: str) -> RemergeDifference:
        tree, conflicts = self._world.three_way(commit.parents[0], head)
        own = self._world.commits[commit.id].tree
        return RemergeDifference(frozenset(p for p in {*tree, *own} if tree.get(p) != own.get(p)), conflicts)

    def expect_merges(self, pairs: object) -> None:
        pass

    def patches(self, ids: Sequence[str]) -> Mapping[str, str]:
        return {id_: self._patch(id_) for id_ in ids}

    def _patch(self, id_: str) -> str:
        made = self._world.commits[id_]
        before = self._world.commits[made.parents[0]].tree if made.parents else {}
        found = [str(change) for change in differences(before, made.tree)]
        return hashlib.sha256("\n".join(found).encode()).hexdigest() if found else ""


class ReviewedStep(Step):
    """One random landing, and what may be imported about it."""

    world: ReviewedWorld

    def land(self) -> None:
        if self.dice.chance(8):
            self.world.merged(
                self.dice.pick(LATER), "bob", self.dice.pick(["ann", "cid"]), sign=self.dice.pick(["", "ann"])
            )
            return
        if self.dice.chance(45):
            head, merge = self._squashed()
        else:
            super().land()
            merge = self.world.base
            parents = self.world.commits[merge].parents
            head = parents[1] if len(parents) == 2 else self.dice.pick(sorted(self.world.commits))
        if self.dice.chance(85):
            self._import(head, merge)

    def _squashed(self) -> tuple[str, str]:
        world, dice = self.world, self.dice
        head, base = self._branch(), world.base
        tree, _ = world.three_way(base, head)
        own = self._edits(tree) if dice.chance(8) else {}
        by = world.commits[head].author[0]
        signed = "forge" if self.habits.signed and dice.chance(30) else ""
        more = {
            "committer": dice.pick(["forge", "forge", "ann", "cid", None]),
            "message": "Change (#12)",
            "sign": signed,
        }
        world.land(world.commit(own, by, [base], tree=tree, **more))  # type: ignore[arg-type]
        return head, world.base

    def _import(self, head: str, merge: str) -> None:
        world, dice = self.world, self.dice
        at = world.now - DAY
        people = [*LANDERS, "bob", "eve"]
        reviews = [self._review(dice.pick(people), head, at - 60 * (9 - n)) for n in range(dice.pick([1, 1, 2, 3]))]
        told = MergedRequest(
            name=f"#{len(world.batches) + 1 if dice.chance(90) else 1}",
            author=_account(dice.pick(["bob", "bob", "cid"])),
            repository="77",
            branch="main" if dice.chance(95) else "release",
            head=head if dice.chance(95) else "f" * 40,
            merge=merge,
            merged_by=None,
            merged_at=at if dice.chance(97) else at + 900 * DAY,
            commits=(head,),
            reviews=tuple(reviews),
            missing="" if dice.chance(95) else "a page is missing",
        )
        before = self.world.batches[-1][1] if self.world.batches else b""
        batch = ReviewBatch(
            number=len(world.batches) + (1 if dice.chance(98) else 2),
            previous=digest(before) if before and dice.chance(99) else FIRST,
            forge="github" if dice.chance(98) else "gitea",
            host="github.com",
            repository="77",
            taken_at=world.now,
            requests=(told,),
        )
        sign = dice.pick([*["eve"] * 12, "gus", "", "forge", "forge", "bad"])
        author = dice.pick(["rob", "rob", "bob"])
        made = Made(
            f"e{len(world.batches):039x}", (), {}, (author, world.now), (author, world.now), "Reviews", (), sign
        )
        data = canonical(batch)
        if sign or dice.chance(50):
            world.batches.append((made, data))

    def _review(self, who: str, head: str, at: int) -> Review:
        dice = self.dice
        name = "ann" if who == "ann2" else "dee" if who == "team" else who
        state: Any = dice.pick([*["approved"] * 8, "dismissed", "changes-requested"])
        commit = dice.pick([*[head] * 12, "", sorted(self.world.commits)[0]])
        late = 5 * DAY if dice.chance(4) else 0
        return Review(account=_account(name, dice.chance(3)), state=state, commit=commit, at=at + late)


def _account(name: str, bot: bool = False) -> ReviewAccount:
    return ReviewAccount(id=ACCOUNTS[name], login=name, bot=bot)


def reviewed_world(dice: Dice) -> ReviewedWorld:
    """A world of up to ten landings after its adoption, most of which were imported."""
    world = ReviewedWorld()
    own = dice.pick(["ann", "ann", ""])
    world.adopted(BEGIN, sign=own)
    habits = Habits(authority=False, odd=dice.chance(30), settings=False)
    for _ in range(dice.pick(range(2, 11))):
        ReviewedStep(world, dice, habits).land()
    return world
