"""Made-up histories in memory, to be written by hand; `random_worlds.py` writes them by chance.

A world is commits with whole trees and a chain of landings. It answers all that `approval` asks of git, hands the same
facts to `oracle.py`, and writes itself as a stream for `git fast-import`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Literal, NamedTuple

import oracle
from ratified.approval.decision import Decisions
from ratified.approval.git_evidence import NO_REVIEWS
from ratified.approval.timeline import Timeline
from ratified.approval.verdicts import ApprovalHistory
from ratified.git.allowed_signers import fingerprint
from ratified.git.trailers import co_authors
from ratified.model.landing import (
    NO_ANCHORS,
    Anchors,
    Blob,
    Commit,
    CommitSignature,
    CommitStamp,
    Contributor,
    Identity,
    Landing,
    PathChange,
    RemergeDifference,
    SignatureKind,
    TrustedKeys,
)

Tree = Mapping[str, tuple[str, str]]
Edits = Mapping[str, str | None]
State = Literal["none", "good", "bad", "untrusted", "uncheckable"]

REGISTER, PEOPLE, ROLES = "data/register.yml", "data/people.yml", "data/roles.yml"
SIGNERS, FORGE, REVOKED = "data/trust/allowed_signers", "data/trust/forge/github.asc", "data/trust/revoked.yml"
PAGE, FACTS, CHART, SNIPPET = (
    "docs/policy/index.md",
    "data/severities.yml",
    "docs/policy/chart.png",
    "docs/parts/note.md",
)
RUNBOOK = "runbooks/RB-01.md"
LINK = "-> "
"""A text that starts so is a symbolic link to the rest of it."""

REGISTER_TEXT = """company: Example Corp
status: adopted
classes:
  policy: {approvers: [sponsor], review_every: 365d, minimum_proof: claimed}
  runbook: {approvers: [lead, sponsor], review_every: 90d, minimum_proof: claimed}
  record: {approvers: [lead], minimum_proof: claimed}
  authority: {approvers: [sponsor], review_every: 365d, minimum_proof: claimed}
  layout: {approvers: [lead], review_every: 365d, minimum_proof: claimed}
documents:
  - {id: POL, title: Policy, class: policy, owner: sponsor, pages: [docs/policy/*.md], binds: [data/severities.yml]}
  - {id: RB, title: Runbook, class: runbook, owner: lead, pages: [runbooks/*.md]}
"""
PEOPLE_TEXT = """people:
  - {id: ann, name: Ann Adams, kind: human, started: 2020-01-01, emails: [ann@x.org, ann@home.org]}
  - {id: bob, name: Bob Brown, kind: human, started: 2020-01-01, emails: [bob@x.org]}
  - {id: cid, name: Cid Clark, kind: human, started: 2020-01-01, emails: [cid@x.org, team@x.org]}
  - {id: dee, name: Dee Drake, kind: human, started: 2020-01-01, emails: [Dee@X.org, team@x.org]}
  - {id: gus, name: Gus Grant, kind: human, started: 2020-01-01, emails: [], forge: {login: gus, id: 7}}
  - {id: rob, name: Rob, kind: bot, started: 2020-01-01, emails: [rob@x.org]}
"""
ROLES_TEXT = """roles:
  - id: sponsor
    title: Sponsor
    holders:
      - {person: nobody, since: 2019-01-01, until: 2019-01-02}  # sponsor
      - {person: ann, since: 2020-01-01}  # sponsor
      - {person: cid, since: 2020-01-01}  # sponsor
      - {person: rob, since: 2020-01-01}  # sponsor
  - id: lead
    title: Lead
    holders:
      - {person: nobody, since: 2019-01-01, until: 2019-01-02}  # lead
      - {person: dee, since: 2020-01-01}  # lead
      - {person: gus, since: 2020-01-01}  # lead
      - {person: ann, since: 2020-01-01}  # lead
"""


def public(who: str) -> str:
    """The type and base64 of a made-up public key of somebody."""
    raw = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + hashlib.sha256(who.encode()).digest()
    return f"ssh-ed25519 {base64.b64encode(raw).decode()}"


def print_of(who: str) -> str:
    """The fingerprint of that key."""
    return fingerprint(base64.b64decode(public(who).split(" ")[1]))


SIGNERS_TEXT = "".join(
    f'{who} namespaces="git" {public(who)} key-of-{who}\n' for who in ("ann", "bob", "cid", "dee", "gus")
)
SIGNING = ("ann", "bob", "cid", "dee", "gus", "eve")
KEYS = {who: f"{public(who)} key-of-{who}" for who in SIGNING}
PRINTS = {who: print_of(who) for who in SIGNING} | {"forge": "key-of-forge"}
PAGE_TEXT = "---\ntitle: Policy\n---\nFirst words.\n"
STARTER: Edits = {
    REGISTER: REGISTER_TEXT,
    PEOPLE: PEOPLE_TEXT,
    ROLES: ROLES_TEXT,
    SIGNERS: SIGNERS_TEXT,
    FORGE: "pinned\n",
    PAGE: PAGE_TEXT,
    FACTS: "levels: [one]\n",
    RUNBOOK: "---\ntitle: Runbook\n---\nStep one.\n",
    "mkdocs.yml": "site_name: X\n",
}

EMAILS = {who: f"{who}@x.org" for who in ("ann", "bob", "cid", "rob", "eve")} | {
    "dee": "DEE@x.org",
    "gus": "7+gus@users.noreply.github.com",
    "ann2": "ann@home.org",
    "team": "team@x.org",
    "forge": "noreply@github.com",
    "annex": "",
    "ghost": "",
    "nobody": "",
}


def addresses(contributors: Iterable[Contributor]) -> list[str]:
    """The addresses of makers, none of whom is known by a key alone."""
    found = []
    for contributor in contributors:
        assert isinstance(contributor, Identity), contributor
        found.append(contributor.email)
    return found


NAMES = {"annex": "Ann Adams", "ghost": "Old Ghost", "nobody": "No Body"}
"""What somebody calls themselves, where it is not their short name with a capital. They give no address."""
START = int(datetime(2024, 1, 1, 12, tzinfo=UTC).timestamp())
DAY = 86400


def noon(day: str, seconds: int = 0) -> int:
    """Noon UTC of a day, and some seconds."""
    return int(datetime.combine(date.fromisoformat(day), time(12), UTC).timestamp()) + seconds


def utc_day(at: int) -> date:
    return datetime.fromtimestamp(at, UTC).date()


def window(text: str) -> tuple[int | None, int | None]:
    """The window of a key: `valid-after` and `valid-before`, as OpenSSH's lists have them."""
    found = [re.search(f'{word}="(\\d{{8}})Z"', text) for word in ("valid-after", "valid-before")]
    since, until = (match and int(datetime.strptime(match[1] + "+0000", "%Y%m%d%z").timestamp()) for match in found)
    return since, until


def within(at: int, since: int | None, until: int | None) -> bool:
    return (since is None or at >= since) and (until is None or at < until)


def called(who: str) -> str:
    """The name that somebody gives."""
    return NAMES.get(who, who.capitalize())


def swap(text: str, old: str, new: str) -> str:
    """A text with its one `old` replaced."""
    assert text.count(old) == 1, (old, text)
    return text.replace(old, new)


_BYTES: dict[str, bytes] = {}


@cache
def blob(content: tuple[str, str]) -> Blob:
    """The object of a (mode, text); its bytes are found again by its id."""
    data = content[1].encode()
    id_ = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    _BYTES[id_] = data
    return Blob(content[0], id_)


class Made(NamedTuple):
    """A commit of a world. `sign` is '', a person whose key signed it, or 'forge', 'bad', 'uncheckable'; `signed_at` is
    the signature's own time, `tail` what the message ends with besides."""

    id: str
    parents: tuple[str, ...]
    tree: Tree
    author: tuple[str, int | None]
    committer: tuple[str, int | None]
    message: str
    co: tuple[str, ...] = ()
    sign: str = ""
    faults: tuple[str, ...] = ()
    tail: str = ""
    signed_at: int | None = None

    @property
    def whole_message(self) -> str:
        trailers = "".join(f"Co-authored-by: {name} <{EMAILS[name]}>\n" for name in self.co)
        return f"{self.message}\n" + (f"\n{trailers}" if trailers else "") + (f"\n{self.tail}" if self.tail else "")


class World:
    """A history under construction. Landings are a day apart unless `at` (seconds since 1970) says otherwise."""

    def __init__(self) -> None:
        self.commits: dict[str, Made] = {}
        self.chain: list[str] = []
        self.now = START
        self.seen: list[tuple[str, date]] = []
        self.prints = {who: f"key-of-{who}" for who in PRINTS}
        """What the fingerprints of keys are called; `PRINTS` are what their text in `allowed_signers` gives."""
        self._ancestors: dict[str, frozenset[str]] = {}

    # Building

    def commit(
        self, edits: Edits, author: str, parents: Sequence[str], *, at: int | None = None,
        written: int | None = None, committer: str | None = None, message: str = "Change",
        tree: Tree | None = None, co: Sequence[str] = (), sign: str = "", tail: str = "", signed_at: int | None = None,
    ) -> str:  # fmt: skip
        """Make a commit: the first parent's tree (or `tree`) with edits; None as a text deletes the path."""
        at = self.now if at is None else at
        start = tree if tree is not None else self.commits[parents[0]].tree if parents else {}
        return self.add(
            Made(
                f"{len(self.commits) + 1:040x}",
                tuple(parents),
                edited(start, edits),
                (author, at if written is None else written),
                (committer or author, at),
                message,
                tuple(co),
                sign,
                (),
                tail,
                signed_at,
            )
        )

    def add(self, made: Made) -> str:
        self.commits[made.id] = made
        self._ancestors[made.id] = frozenset({made.id}).union(*(self._ancestors[p] for p in made.parents))
        return made.id

    @property
    def base(self) -> str:
        return self.chain[-1]

    @property
    def tree(self) -> Tree:
        return self.commits[self.base].tree if self.chain else {}

    def land(self, commit: str) -> int:
        """Make a commit the next landing; its number."""
        self.chain.append(commit)
        at = self.commits[commit].committer[1]
        self.now = (self.now if at is None else at) + DAY
        return len(self.chain) - 1

    def turned(self, tip: str) -> None:
        """Move main to a commit that is not on top of it: its landings are those of the commit's first parents."""
        self.chain = [tip]
        while parents := self.commits[self.chain[0]].parents:
            self.chain.insert(0, parents[0])
        self.now += DAY

    def pushed(self, edits: Edits, by: str, **more: object) -> int:
        """Push one commit straight to main."""
        return self.land(self.commit(edits, by, self.chain[-1:], **more))  # type: ignore[arg-type]

    def merged(
        self, edits: Edits, by: str, merger: str, *, own: Edits | None = None, fork: int = -1, subject: str = "",
        side_co: Sequence[str] = (), **more: object,
    ) -> int:  # fmt: skip
        """Merge one commit of `by`, made on the landing `fork`; `own` is what the merge itself writes besides."""
        side = self.commit(edits, by, [self.chain[fork]] if self.chain else [], co=side_co)
        return self.join([side], merger, own=own, subject=subject, **more)

    def join(
        self, tips: Sequence[str], merger: str, *, own: Edits | None = None, subject: str = "", **more: object
    ) -> int:
        """Merge branches by their tips, as git would, with what the merge itself writes besides."""
        parents = [*self.chain[-1:], *tips]
        tree = self.commits[parents[0]].tree
        for tip in parents[1:]:
            tree, _ = self.three_way(parents[0], tip, tree)
        message = subject or f"Merge pull request #{len(self.chain)} from x/branch"
        return self.land(self.commit(own or {}, merger, parents, message=message, tree=tree, **more))  # type: ignore[arg-type]

    def adopted(self, edits: Edits | None = None, by: str = "bob", merger: str = "ann", **more: object) -> World:
        """A first landing that is nothing, and the bootstrap."""
        self.pushed({"README.md": "Hello\n"}, "bob")
        self.merged({**STARTER, **(edits or {})}, by, merger, **more)  # type: ignore[arg-type]
        return self

    def three_way(self, ours: str, theirs: str, tree: Tree | None = None) -> tuple[Tree, frozenset[str]]:
        """Git's merge in small: whole files, theirs where both changed one; the paths in conflict."""
        mine = self.commits[ours].tree if tree is None else tree
        other = self.commits[theirs].tree
        old = self.commits[best].tree if (best := self.fork(ours, theirs)) else {}
        result, conflicts = dict(mine), set()
        for path in {*mine, *other, *old}:
            if old.get(path) == other.get(path) or mine.get(path) == other.get(path):
                continue
            if mine.get(path) != old.get(path):
                conflicts.add(path)
            result.pop(path, None)
            if path in other:
                result[path] = other[path]
        return result, frozenset(conflicts)

    def fork(self, one: str, other: str) -> str | None:
        """A best common ancestor."""
        common = self._ancestors[one] & self._ancestors[other]
        return max(common, key=lambda c: (len(self._ancestors[c]), c), default=None)

    # What approval asks

    def landings(self) -> list[Landing]:
        trees: list[Tree] = [{}, *(self.commits[id_].tree for id_ in self.chain)]
        return [
            Landing(n, self.told(self.commits[id_]), tuple(differences(trees[n], trees[n + 1])))
            for n, id_ in enumerate(self.chain)
        ]

    @staticmethod
    def told(made: Made) -> Commit:
        kind: SignatureKind = "openpgp" if made.sign == "forge" else "ssh" if made.sign else "none"
        signer = print_of(made.sign) if made.sign in EMAILS and made.sign != "forge" else ""
        author, committer = (
            CommitStamp(Identity(called(who), EMAILS[who]), at) for who, at in (made.author, made.committer)
        )
        tree = f"{hash(frozenset(made.tree.items())) % 2**64:040x}"  # equal trees, equal ids: no more is asked of them
        message, at = made.whole_message, made.signed_at or made.committer[1]
        named = co_authors(message)
        return Commit(made.id, tree, made.parents, author, committer, message, named, kind, made.faults, signer, at)

    reviews = NO_REVIEWS

    def brought_in(self, landing: Landing) -> tuple[Commit, ...]:
        made = self.commits[landing.commit.id]
        base = self._ancestors[made.parents[0]] if made.parents else frozenset()
        inside = frozenset().union(*(self._ancestors[p] for p in made.parents[1:])) - base
        return tuple(self.told(self.commits[id_]) for id_ in sorted(inside))

    def signature(self, commit: Commit, trust: TrustedKeys) -> CommitSignature:
        pinned = "".join(data.decode() for _, data in trust.forge_keys)
        said = self.checked(commit.id, trust.allowed_signers.decode(), pinned)
        forge, key = (said.key, "") if said.forge else ("", said.key)
        return CommitSignature(said.state, said.person, forge, key, "", said.at, said.since, said.until)  # type: ignore[arg-type]

    def checked(self, commit: str, signers: str, pinned: str) -> oracle.Signed:
        """What the keys that a tree trusts say of a commit's signature, as git says it."""
        made = self.commits[commit]
        if made.sign in ("", "bad", "uncheckable"):
            return oracle.Signed(made.sign or "none")
        if made.sign == "forge":
            if not pinned:
                return oracle.Signed("uncheckable")
            at = made.committer[1] if made.signed_at is None else made.signed_at
            since, until = window(pinned)
            good = oracle.Signed("good", "", True, self.prints["forge"], at, since, until)
            return good if at is None or within(at, since, until) else oracle.Signed("untrusted")
        line = next((text for text in signers.split("\n") if text.endswith(f" key-of-{made.sign}")), "")
        since, until = window(line)
        if not line or (made.committer[1] is not None and not within(made.committer[1], since, until)):
            return oracle.Signed("untrusted")
        return oracle.Signed("good", made.sign, False, self.prints[made.sign], None, since, until)

    def remerge(self, commit: Commit) -> RemergeDifference | None:
        if len(commit.parents) != 2:
            return None
        tree, conflicts = self.three_way(*commit.parents)
        own = self.commits[commit.id].tree
        return RemergeDifference(frozenset(p for p in {*tree, *own} if tree.get(p) != own.get(p)), conflicts)

    def prefetch_remerges(self, commits: Iterable[Commit], plain: bool = False) -> None:
        pass

    def prefetch_signatures(self, commits: Iterable[Commit], trust: TrustedKeys) -> None:
        pass

    # What is judged

    def decisions(self, as_of: date | str | None = None) -> Decisions:
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of or self.last_day
        return Decisions(Timeline(self.landings(), lambda ids: {id_: _BYTES[id_] for id_ in ids}), self, day)

    def approvals(self, as_of: date | str | None = None, anchors: Anchors = NO_ANCHORS) -> ApprovalHistory:
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of or self.last_day
        return ApprovalHistory.of(
            self.landings(), lambda ids: {id_: _BYTES[id_] for id_ in ids}, self, day, None, anchors
        )

    @property
    def last_day(self) -> date:
        """The day of the latest landing."""
        return utc_day(
            max((at for id_ in self.chain if (at := self.commits[id_].committer[1]) is not None), default=START)
        )

    def known(self) -> oracle.Known:
        """The same world as the oracle wants it told."""

        def told(made: Made) -> oracle.Commit:
            tree = {path: (mode, text.encode()) for path, (mode, text) in made.tree.items()}
            author, committer = (oracle.Who(called(who), EMAILS[who], at) for who, at in (made.author, made.committer))
            signer = print_of(made.sign) if made.sign in SIGNING else ""
            message, damaged = made.whole_message, bool(made.faults)
            return oracle.Commit(made.id, made.parents, tree, author, committer, message, damaged, signer)

        def remerge(commit: oracle.Commit) -> tuple[set[str], set[str]]:
            found = self.remerge(self.told(self.commits[commit.id]))
            assert found is not None
            return set(found.differs), set(found.conflicts)

        def signature(commit: oracle.Commit, tree: Mapping[str, tuple[str, bytes]]) -> oracle.Signed:
            signers, pinned = (tree.get(path, ("", b""))[1].decode() for path in (SIGNERS, FORGE))
            return self.checked(commit.id, signers, pinned)

        return oracle.Known({id_: told(made) for id_, made in self.commits.items()}, self.base, remerge, signature)


def edited(tree: Tree, edits: Edits) -> Tree:
    result = dict(tree)
    for path, text in edits.items():
        result.pop(path, None)
        if text is not None:
            result[path] = ("120000", text.removeprefix(LINK)) if text.startswith(LINK) else ("100644", text)
    return result


def differences(old: Tree, new: Tree) -> Iterable[PathChange]:
    for path in sorted({*old, *new}):
        if old.get(path) != new.get(path):
            sides = [None if (entry := tree.get(path)) is None else blob(entry) for tree in (old, new)]
            yield PathChange(path, *sides)
