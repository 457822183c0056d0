"""The law: what each landing of a chain is for each document, forward from the first. See `oracle.py`."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from oracle_facts import DAY, PROOFS, Anchors, Commit, Known, Ruling, Signed, Tree, load, utc_day
from oracle_keys import Revocation, Revocations, holders, keys_of, listed
from oracle_reviews import by_review
from oracle_what import (
    AUTHORITY,
    BUILT_IN,
    Entry,
    Files,
    adopted,
    built_in,
    entries,
    files,
    fingerprint,
    matches,
    no_file,
    reaffirms,
)
from oracle_who import FORGES, Contributor, Law, co_authors, contributors

if TYPE_CHECKING:
    from oracle_when import Days

CANNOT_TELL = {"hidden", "uncheckable", "authority", "inverted"}
REQUEST = re.compile(r"^Merge pull request #\d+|^See merge request \S+!\d+|\A.*\(#\d+\)$", re.MULTILINE)


class Chain:
    """The landings of a main branch, and what each of them brought in."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.landings = self.line(known.tip)[::-1]
        self.number = {commit.id: n for n, commit in enumerate(self.landings)}
        self._reached: dict[str, frozenset[str]] = {}
        self.brought_in, self.by_hand = cache(self._brought), cache(self._by_hand)

    def reached(self, id_: str) -> frozenset[str]:
        """A commit and everything beneath it."""
        todo = [id_]
        while todo:
            top = todo[-1]
            below = [p for p in self.known.commits[top].parents if p not in self._reached]
            if below:
                todo += below
                continue
            parents = self.known.commits[top].parents
            self._reached[top] = frozenset({top}).union(*(self._reached[p] for p in parents))
            todo.pop()
        return self._reached[id_]

    def _brought(self, n: int) -> list[Commit]:
        """The commits that a landing brought in; the landing itself where it has one parent or none."""
        commit = self.landings[n]
        if len(commit.parents) < 2:
            return [commit]
        inside = frozenset[str]().union(*(self.reached(p) for p in commit.parents[1:]))
        return [self.known.commits[id_] for id_ in sorted(inside - self.reached(commit.parents[0]))]

    def line(self, tip: str) -> list[Commit]:
        """A commit and its first parents, newest first."""
        found = [self.known.commits[tip]]
        while found[-1].parents:
            found.append(self.known.commits[found[-1].parents[0]])
        return found

    def tree(self, n: int) -> Tree:
        return self.landings[n].tree if n >= 0 else {}

    def _by_hand(self, id_: str) -> tuple[frozenset[str], frozenset[str]] | None:
        """The paths in which a merge is not git's own, and those in conflict; None where git cannot make it again."""
        commit = self.known.commits[id_]
        if len(commit.parents) != 2:
            return None
        differs, conflicts = self.known.remerge(commit)
        return frozenset(differs), frozenset(conflicts)

    def clean(self, commit: Commit) -> bool:
        """Whether a commit is a merge that git would have made just so."""
        return self.by_hand(commit.id) == (frozenset(), frozenset())


class Sides(NamedTuple):
    """The registers by which a landing is judged: before it, after it, and the approved one."""

    before: dict[str, Entry]
    after: dict[str, Entry]
    approved: dict[str, Entry]

    def of(self, document: str) -> list[Entry]:
        return [register[document] for register in self if document in register]


class Court:
    """A chain up to a landing, judged forward."""

    def __init__(self, chain: Chain, days: Days, head: int, anchors: Anchors = ()) -> None:
        self.chain, self.days, self.head, self.anchors = chain, days, head, anchors
        self.known = chain.known
        self.ended: dict[Revocation, int] = {}
        self.bootstrap: int | None = None
        self.granted: dict[int, Ruling] = {}
        self.by: dict[int, int] = {}
        self.final: int | None = None
        final: int | None
        for _ in range(9):
            self._sit()
            final, self.final = self.final, max(self.ratified, default=None)
            if known_reviews(self.known) and final != self.final:
                continue  # what was imported is believed by the last approved AUTHORITY too
            self.granted |= {n: self.rulings["AUTHORITY"][n] for n in self.revoked.ending.values()}
            kept = {each: n for each, n in self.ended.items() if each not in self.revoked.taken_back}
            ended = {**kept, **self.revoked.ending}
            if ended == self.ended:
                break
            self.ended = ended

    def _sit(self) -> None:
        self.rulings: dict[str, dict[int, Ruling]] = defaultdict(dict)
        self.open: dict[str, list[int]] = defaultdict(list)
        self.ratified: list[int] = []
        self.proven: set[int] = set()
        self.inverted: set[int] = set()
        self.adoption: int | None = None
        self.revoked = Revocations()
        self._laws: dict[int, Law] = {}
        for n in range(self.head + 1):
            if self.adoption is None and adopted(self.chain.tree(n)):
                self.adoption = n
            if self.adoption is not None:
                self._land(n)
            self.revoked.come(self.chain.tree(n))
            if self.ratified[-1:] == [n]:
                self.revoked.ratify(n)

    def _land(self, n: int) -> None:
        if self.bootstrap is None or n <= self.bootstrap:
            self._adopt(n)
            return
        law, sides = self.law(n), self.sides(n)
        self.inverted |= {n} if self.turned(n, law) else set()
        self._rule_all(n, law, sides, self.changed(n, sides))

    def _adopt(self, n: int) -> None:
        """Try to be the bootstrap; where it is not, remember who changed what."""
        law, sides = Law(self.chain.tree(n)), self.first_sides(n)
        own = sides.after
        changed = self.changed(n, sides)
        fit = own and law.readable and "AUTHORITY" in changed and self.bootstrap is None
        if n == self.bootstrap or (fit and self.rule("AUTHORITY", n, law, sides, changed).approver):
            self.bootstrap = n
            self._rule_all(n, law, sides, changed)
            return
        for document in changed:
            self.open[document].append(n)

    def first_sides(self, n: int) -> Sides:
        """The registers of a landing that comes before the bootstrap, or is it: those that are adopted."""
        base, own = (entries(tree) if adopted(tree) else None for tree in (self.chain.tree(n - 1), self.chain.tree(n)))
        return Sides(base or {}, own or {}, own or {})

    def _rule_all(self, n: int, law: Law, sides: Sides, changed: list[str]) -> None:
        self.proven |= {n} if self.proves(n, law) else set()
        for document in changed:
            ruling = self.rule(document, n, law, sides, changed)
            self.rulings[document][n] = ruling
            self.open[document] = [] if ruling.approver else [*self.open[document], n]
        if "AUTHORITY" in changed and self.rulings["AUTHORITY"][n].approver:
            self.ratified.append(n)

    # What there is to judge by

    def law(self, n: int) -> Law:
        """The approved authority at a landing's base."""
        at = max((k for k in self.ratified if k < n), default=-1)  # none: a list of revoked keys ended them all
        if n in self.granted and n in self.ended.values():
            at = self.by[n]
        self.by.setdefault(n, at)
        return self._laws.setdefault(at, Law(self.chain.tree(at)))

    def sides(self, n: int) -> Sides:
        return Sides(self.register(n - 1), self.register(min(n, self.head)), self._approved_at(n))

    def _approved_at(self, n: int) -> dict[str, Entry]:
        return entries(self.chain.tree(max([self.bootstrap or 0, *(k for k in self.ratified if k < n)]))) or {}

    def register(self, n: int) -> dict[str, Entry]:
        """The documents of the register at a landing; where it cannot be read, of the last that could."""
        site = self.chain.tree(n)
        trees = (self.chain.tree(k) for k in range(n, -1, -1))
        return next((found for tree in trees if (found := entries(tree, site)) is not None), built_in(site))

    def held(self, entry: Entry, n: int) -> Files:
        return _held(self.chain, n, entry["id"], tuple(entry.get("pages") or ()), tuple(entry.get("binds") or ()))

    def pages(self, entry: Entry, n: int) -> list[str]:
        """The pages of a document; of one that has none, all its files."""
        return [path for path in self.held(entry, n) if matches(path, entry.get("pages") or ["*"])]

    def print(self, register: dict[str, Entry], document: str, n: int) -> str | None:
        entry = register.get(document)
        return None if entry is None else fingerprint(self.held(entry, n))

    def changed(self, n: int, sides: Sides) -> list[str]:
        """The documents that a landing changed: each side by its own register, or both by the approved one."""
        return [
            document
            for document in dict.fromkeys(id_ for register in sides for id_ in register)
            if self.print(sides.before, document, n - 1) != self.print(sides.after, document, n)
            or self.print(sides.approved, document, n - 1) != self.print(sides.approved, document, n)
        ]

    # A landing and a document

    def rule(self, document: str, n: int, law: Law, sides: Sides, changed: list[str]) -> Ruling:
        if document == "AUTHORITY" and n in self.granted and n in self.ended.values():
            return self.granted[n]  # what ends approvals was approved by what held when it came
        if not law.readable:
            return Ruling("undecidable", frozenset({"authority"}), landing=n)
        commit = self.chain.landings[n]
        whys = self.unsound(n)
        merger, proof = "", ""
        if len(commit.parents) == 2:
            merger = law.who(commit.author.email)
            signed = self.known.signature(commit, law.tree)
            proof = "signed" if signed.person else "forge" if signed.forge else "claimed"
            whys |= self.not_by(commit, law, merger, signed)
            whys |= self.not_signed(document, n, law, signed)
            whys |= self.not_entitled(document, n, law, sides, changed, merger)
            unproven = signed.state in ("none", "good") and PROOFS.index(proof) < law.proof(
                self.classes(document, sides)
            )
            whys |= {"weak-proof"} if unproven else set()
            whys |= self.not_independent(document, n, law, sides, merger)
            whys |= self.evil(document, n, sides) | self.no_files(document, n, sides)
            whys |= {"inverted"} if n in self.inverted else set()
            whys |= set() if self.registered(document, n, sides, changed) else {"unregistered"}
        else:
            whys |= {"octopus"} if commit.parents[1:] else {self.unmerged(commit)}
        ruling = self.ruled(n, whys, merger, proof)
        strong = bool(ruling.approver) and PROOFS.index(proof) >= PROOFS.index("reviewed")
        for_nobody = self.unsound(n) | self.no_files(document, n, sides) or n in self.inverted or commit.parents[2:]
        if strong or for_nobody or not commit.parents or not known_reviews(self.known):
            return ruling
        return by_review(self, document, n, law, sides, changed, ruling)

    def ruled(self, n: int, whys: set[str], merger: str, proof: str) -> Ruling:
        """What follows from all that speaks against whoever merged."""
        commit = self.chain.landings[n]
        if whys:
            nobody_can_tell = whys <= CANNOT_TELL or (
                "inverted" in whys and not commit.malformed and not self.days.unbelievable(n, [])
            )
            return Ruling("undecidable" if nobody_can_tell else "unapproved", frozenset(whys), landing=n)
        return Ruling("claimed" if proof == "claimed" else "approved", frozenset(), merger, proof, n)

    def against(self, document: str, n: int, law: Law, sides: Sides, changed: list[str], person: str) -> set[str]:
        """Why somebody may not approve a landing, whoever merged it: of one parent, where its files are known to be a
        branch's, whoever committed it wrote nothing."""
        whys = self.not_entitled(document, n, law, sides, changed, person)
        commit = self.chain.landings[n]
        squashed = len(commit.parents) == 1
        named = [Contributor(commit.author.name, commit.author.email), *co_authors(commit.message)]
        whys |= self.not_independent(document, n, law, sides, person, named if squashed else None)
        whys |= set() if self.registered(document, n, sides, changed) else {"unregistered"}
        return whys | (self.evil(document, n, sides) if len(self.chain.landings[n].parents) == 2 else set())

    def last_law(self) -> Law:
        """The last approved authority of all, from the sitting before."""
        return Law(self.chain.tree(self.final)) if self.final is not None else Law({})

    def turned(self, n: int, law: Law) -> bool:
        """Whether main came in by the other parent: that side bears landings of this project since the two parted, and
        the side of the first parent none.

        What a line left may itself have come in by an earlier landing. That one is on the first parent's side as well,
        unless it turned main; where nothing came since, the later is what the earlier was.
        """
        commit = self.chain.landings[n]
        if len(commit.parents) != 2 or not law.readable or self.bootstrap in (None, n):
            return False
        one, other = commit.parents
        there = self.chain.reached(one)
        line = self.chain.line(other)
        left = next((commit.id for commit in line if commit.id in there), "")
        came = [c for c in line if c.id not in there and not set(c.parents[1:]) & self.chain.number.keys()]
        if not left or not any(self.may_be_landing(commit, law) for commit in came):
            return False
        start = next(k for k in range(n) if left in self.chain.reached(self.chain.landings[k].id))
        inside = self.chain.landings[start].id != left
        since = range(start + 1, n)
        if any(k in self.proven for k in since):
            return False
        if inside and not (since and start not in self.proven):
            return start in self.inverted
        return bool(since)

    def may_be_landing(self, commit: Commit, law: Law) -> bool:
        """Whether a commit looks like a landing of this project, on the side that would charge somebody: it names a
        request, or on a merge stands the name of somebody who ever approved anything."""
        merger = law.who(commit.author.email)
        asked = bool(REQUEST.search(commit.message))
        if len(commit.parents) == 1:
            return asked and bool(merger) and commit.committer.email.lower() in FORGES
        return len(commit.parents) == 2 and bool(merger) and (asked or law.ever(merger))

    def proves(self, n: int, law: Law) -> bool:
        """Whether a landing proves that it was one, on the side that would excuse somebody: what others wrote, merged
        by an approver with the proof that AUTHORITY asks for, or in a request's name by the forge."""
        commit = self.chain.landings[n]
        if len(commit.parents) != 2 or not law.readable or self.unsound(n):
            return False
        merger, signed = law.who(commit.author.email), self.known.signature(commit, law.tree)
        if self.not_by(commit, law, merger, signed) - {"bot"} or self.not_signed("", n, law, signed):
            return False
        if merger in {law.author(contributor) for contributor in self.authors(n, law)}:
            return False
        if signed.state == "good" and signed.forge and REQUEST.search(commit.message):
            return True
        proof = "signed" if signed.person else "forge" if signed.forge else "claimed"
        return not law.is_bot(merger) and self.able(merger, proof, law, n)

    def able(self, person: str, proof: str, law: Law, n: int) -> bool:
        """Whether somebody could approve anything on the day, with a proof that is enough for AUTHORITY."""
        enough = PROOFS.index(proof) >= law.proof(["authority"])
        return enough and any(law.may(person, [name], self.days.effective[n]) for name in law.register["classes"])

    def registered(self, document: str, n: int, sides: Sides, changed: list[str]) -> bool:
        """Whether the approved register has a document, or the one that is approved by this very landing."""
        if document in BUILT_IN or document in sides.approved:
            return True
        own = "AUTHORITY" in changed and self.rulings["AUTHORITY"][n].approver
        return bool(own) and document in sides.after

    def classes(self, document: str, sides: Sides) -> list[str]:
        return sorted({str(entry["class"]) for entry in sides.of(document)})

    def unsound(self, n: int) -> set[str]:
        """What is wrong with a landing whoever made it: its dates, its objects."""
        commit = self.chain.landings[n]
        tips = [self.known.commits[p] for p in commit.parents[1:]]
        found = {"time"} if self.days.unbelievable(n, tips) else set()
        return found | ({"malformed"} if any(c.malformed for c in (commit, *self.chain.brought_in(n))) else set())

    def no_files(self, document: str, n: int, sides: Sides) -> set[str]:
        held = [mode for entry in sides.of(document) for mode, _ in self.held(entry, n).values()]
        return {"entry"} if any(map(no_file, held)) else set()

    @staticmethod
    def unmerged(commit: Commit) -> str:
        """Whether a landing of one parent hides who let it in, or nobody did."""
        other = commit.author[:2] != commit.committer[:2] and not Law({}).is_forge(commit.committer.email)
        return "hidden" if other or commit.message.split("\n")[0].endswith(")") else "direct"

    def not_by(self, commit: Commit, law: Law, merger: str, signed: Signed) -> set[str]:
        """Key, author and committer are one person, or the committer is the forge: by its address, or as nobody of the
        roster where the forge's key signed."""
        found = set() if merger else {"unknown-lander"}
        if merger and law.is_bot(merger):
            found.add("bot")
        if signed.person and signed.person != merger:
            found.add("mismatch")
        other = law.who(commit.committer.email)
        may_be_forge = not other and (signed.forge or signed.state == "uncheckable")
        if not law.is_forge(commit.committer.email) and other != merger and not may_be_forge:
            found.add("mismatch")
        return found

    def not_signed(self, document: str, n: int, law: Law, signed: Signed) -> set[str]:
        """What is wrong with a signature: a bad one is worse than none."""
        if signed.state in ("bad", "untrusted", "uncheckable"):
            return {{"bad": "bad-signature", "untrusted": "untrusted-key"}.get(signed.state, signed.state)}
        if signed.state == "good" and not (self.timely(n, signed) and not self.lost(document, n, law, signed.key)):
            return {"untrusted-key"}
        return set()

    def timely(self, n: int, signed: Signed) -> bool:
        """The signature's own time and the commit's agree within a day, and the key's window holds on both and on the
        effective day where that is later."""
        at = self.chain.landings[n].committer.at
        if at is None:
            return True  # it approves nothing in any case
        if signed.at is not None and abs(signed.at - at) > DAY:
            return False
        moments = [at] if signed.at is None else [at, signed.at]
        if self.days.effective[n] > utc_day(at):
            moments.append(_last_second(self.days.effective[n]))
        return all(
            (signed.since is None or moment >= signed.since) and (signed.until is None or moment < signed.until)
            for moment in moments
        )

    def lost(self, document: str, n: int, law: Law, key: str) -> bool:
        """Whether a revocation takes the key away here: one that stands on main, or an approved one for earlier."""
        commit = self.chain.landings[n]
        if any(
            key == revoked and n < at and not self.beneath(commit, since) for (revoked, since), at in self.ended.items()
        ):
            return True
        if self.bootstrap is None or n <= self.bootstrap:
            return any(
                key == revoked and not self.beneath(commit, since) for revoked, since in listed(commit.tree) or ()
            )
        if document != "AUTHORITY" and key in {revoked for revoked, _ in listed(commit.tree) or ()}:
            return True
        if key not in self.revoked.stopped:
            return False
        return not (document == "AUTHORITY" and self.takes_back(n, law))

    def beneath(self, commit: Commit, since: str) -> bool:
        """Whether a commit is the one from which on a key is revoked, or an ancestor of it."""
        return since in self.known.commits and commit.id in self.chain.reached(since)

    def ended_here(self, commit: Commit, key: str) -> bool:
        """Whether an approved list takes a key's word away at a commit."""
        return any(key == revoked and not self.beneath(commit, since) for revoked, since in self.ended)

    def takes_back(self, n: int, law: Law) -> bool:
        """Where every key of AUTHORITY's approvers is named, a landing that does nothing but take that back."""
        if self.bootstrap is None or n <= self.bootstrap:
            return False
        before, after = self.chain.tree(n - 1), self.chain.tree(n)
        changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
        only = changed <= files(AUTHORITY, before).keys() | files(AUTHORITY, after).keys()
        everyone = {p for p in law.people if law.may(p, ["authority"], self.days.effective[n])}
        bar = PROOFS[law.proof(["authority"])]
        if bar == "claimed":
            return False  # who signs nothing can take it back
        return only and self.restores(n, law) and keys_of(law.tree, everyone, bar == "forge") <= self.revoked.pushed

    def not_entitled(self, document: str, n: int, law: Law, sides: Sides, changed: list[str], merger: str) -> set[str]:
        """An approver of the document's classes on the day; of each, where several are reaffirmed at once."""
        asked = {document}
        if self.reaffirms(document, n, sides):
            asked |= {other for other in changed if self.reaffirms(other, n, sides)}
        day = self.days.effective[n]
        able = all(law.may(merger, self.classes(other, sides), day) for other in asked)
        return set() if able and not law.is_bot(merger) else {"no-approver"}

    def reaffirms(self, document: str, n: int, sides: Sides) -> bool:
        before, after = sides.before.get(document), sides.after.get(document)
        if before is None or after is None or document in ("AUTHORITY", "SITE-LAYOUT"):
            return False
        return reaffirms(after, self.held(before, n - 1), self.held(after, n))

    # Whose work it is

    def restores(self, n: int, law: Law) -> bool:
        """Whether AUTHORITY is again exactly what was approved, so that nothing of what came between is left."""
        if self.bootstrap is None or n <= self.bootstrap:
            return False
        return fingerprint(files(AUTHORITY, self.chain.tree(n))) == fingerprint(files(AUTHORITY, law.tree))

    def not_independent(
        self, document: str, n: int, law: Law, sides: Sides, merger: str, own: list[Contributor] | None = None
    ) -> set[str]:
        """Everyone who changed the document since it was approved last, and nobody of them the lander."""
        people = {law.author(contributor) for contributor in self.bill(document, n, law, sides, own)}
        found = {"unknown-author"} if "" in people else set()
        return found | ({"self-approval"} if merger and merger in people else set())

    def bill(
        self, document: str, n: int, law: Law, sides: Sides, own: list[Contributor] | None = None
    ) -> list[Contributor]:
        own = self.authors(n, law) if own is None else own
        if document == "AUTHORITY" and self.restores(n, law):
            return own
        found = [*own, *self.joined(document, n, law, sides)]
        earlier = self.open[document]
        if document == "AUTHORITY" and self.bootstrap is not None and n > self.bootstrap:
            back = [k for k in earlier if self.restores(k, law)]
            earlier = [k for k in earlier if k > max(back, default=-1)]
        for k in earlier:
            found += self.authors(k, law)
            found += self.handed(k, self.paths(document, k, sides), law)
            late = self.bootstrap is not None and k > self.bootstrap
            found += self.joined(document, k, law, self.sides(k) if late else self.first_sides(k))
        return found

    def authors(self, n: int, law: Law) -> list[Contributor]:
        """Author, committer, signer and co-authors of all that a landing brought in, but clean merges; and whomever
        the landing itself calls a co-author."""
        commit = self.chain.landings[n]
        found = co_authors(commit.message)
        for each in self.chain.brought_in(n):
            if len(each.parents) < 2 or not self.chain.clean(each):
                found += contributors(each, law)
                found += self.signer(each, law)
            else:
                found += co_authors(each.message)  # whom a clean merge names is named all the same
        return found

    def signer(self, commit: Commit, law: Law) -> list[Contributor]:
        return [Contributor("", "", person) for person in holders(law.tree, commit.signer)]

    def joined(self, document: str, n: int, law: Law, sides: Sides) -> list[Contributor]:
        """Everyone who changed, since the adoption, a file that joins the document here."""
        before, after = sides.before.get(document), sides.after.get(document)
        if after is None or self.adoption is None:
            return []
        new = self.held(after, n).keys() - (self.held(before, n - 1).keys() if before else ())
        found = []
        for k in set(range(self.adoption, n)) - {self.bootstrap}:
            old, now = self.chain.tree(k - 1), self.chain.tree(k)
            paths = {path for path in new if old.get(path) != now.get(path)}
            if paths:
                found += [*self.authors(k, law), *self.handed(k, paths, law)]
        return found

    def handed(self, n: int, paths: set[str], law: Law) -> list[Contributor]:
        """Who merged by hand, where that touched these paths: they wrote it as well."""
        commit = self.chain.landings[n]
        if len(commit.parents) < 2:
            return []
        hand = self.chain.by_hand(commit.id)
        touched = hand is None or paths & (hand[0] | hand[1])
        return [*contributors(commit, law), *self.signer(commit, law)] if touched else []

    def evil(self, document: str, n: int, sides: Sides) -> set[str]:
        hand = self.chain.by_hand(self.chain.landings[n].id)
        assert hand is not None
        differs, conflicts = hand
        paths = self.paths(document, n, sides)
        found = {"by-hand"} if paths & conflicts else set()
        return found | ({"evil-merge"} if paths & differs - conflicts else set())

    def paths(self, document: str, n: int, sides: Sides) -> set[str]:
        """Every path that any register gives the document, before a landing, after it, or as git would have merged."""
        hand = self.chain.by_hand(self.chain.landings[n].id)
        ghosts = {path: ("100644", b"") for side in hand or () for path in side}
        return {
            path
            for entry in sides.of(document)
            for tree in (self.chain.tree(n - 1), self.chain.tree(n))
            for path in files(entry, {**ghosts, **tree})
        }

    # What stands

    def forge_tree(self, n: int) -> Tree:
        """The tree whose forge keys count for a landing: of the last approved AUTHORITY beneath it."""
        return self.chain.tree(max((k for k in self.ratified if k < n), default=self.bootstrap or 0))

    @property
    def register_file(self) -> dict[str, Any] | None:
        """The register at the head, as it is written; of one that cannot be read, the last that could."""
        trees = (self.chain.tree(k) for k in range(self.head, -1, -1))
        return next((found for tree in trees if (found := load(tree, "data/register.yml", "documents"))), None)

    @property
    def approved(self) -> int:
        """The landing whose AUTHORITY was approved last."""
        return max([self.bootstrap or 0, *self.ratified])

    @property
    def last_readable(self) -> Law:
        """The latest approved authority that can be read."""
        return next(
            law for n in reversed([self.bootstrap or 0, *self.ratified]) if (law := Law(self.chain.tree(n))).readable
        )

    def approved_entries(self) -> dict[str, Entry]:
        """The latest approved entry of every document that an approved register ever had."""
        found: dict[str, Entry] = {}
        for n in self.ratified:
            found |= self.register(n)
        return found


def known_reviews(known: Known) -> bool:
    """Whether anything was imported."""
    return known.reviews is not None and bool(known.reviews.imports)


@cache
def _held(chain: Chain, n: int, id_: str, pages: tuple[str, ...], binds: tuple[str, ...]) -> Files:
    return files({"id": id_, "pages": pages, "binds": binds}, chain.tree(n))


def _last_second(day: date) -> int:
    return (day.toordinal() - date(1970, 1, 1).toordinal() + 1) * DAY - 1
