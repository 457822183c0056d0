"""What approves a document, a second time: eager, forward, by the law's text, with nothing of `ratified`.

Slow and plain on purpose, so that one can check it against "What approves a document" of the design sentence by
sentence. It is told commits with whole trees, or reads them from a repository with three calls of git.
"""

from __future__ import annotations

import fnmatch
import hashlib
import html
import os
import posixpath
import re
import subprocess
import urllib.parse
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

AUTHORITY_FILES = [
    *("data/register.yml", "data/people.yml", "data/roles.yml", "data/waivers.yml"),
    *("data/trust/*", ".github/*", "CODEOWNERS", "docs/CODEOWNERS"),
]
LAYOUT_FILES = ["mkdocs.yml", "macros/*", "overrides/*", "docs/assets/*"]
PROOFS = ["claimed", "forge", "reviewed", "signed"]
FORGES = ["noreply@github.com", "noreply@gitlab.com"]
CANNOT_TELL = {"hidden", "uncheckable", "authority"}
MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


class Who(NamedTuple):
    """A name, an address, and seconds since 1970 (None: no readable date)."""

    name: str
    email: str
    at: int | None


class Commit(NamedTuple):
    """A commit with its whole tree: path to (mode, bytes)."""

    id: str
    parents: tuple[str, ...]
    tree: Mapping[str, tuple[str, bytes]]
    author: Who
    committer: Who
    message: str
    malformed: bool = False


class Known(NamedTuple):
    """All that the oracle is told. `remerge` gives the paths that differ from git's merge, and those in conflict;
    `signature` gives (state, person of the key, whether it is a forge's, the key) for a commit under a tree's keys.
    """

    commits: Mapping[str, Commit]
    tip: str
    remerge: Callable[[Commit], tuple[set[str], set[str]]]
    signature: Callable[[Commit, Mapping[str, bytes]], tuple[str, str, bool, str]]


class Ruling(NamedTuple):
    """What one landing is for one document. `whys` are all reasons against; none where it approved."""

    verdict: str
    whys: frozenset[str] = frozenset()
    approver: str = ""
    proof: str = ""
    landing: int = -1


class Judged(NamedTuple):
    """What stands at the head, by document, and what every landing since adoption was for it."""

    standing: Mapping[str, Ruling]
    rulings: Mapping[str, Mapping[int, Ruling]]
    fingerprints: Mapping[str, str]


def judge(known: Known, as_of: date) -> Judged:
    """Every document's standing at the tip, on a day."""
    court = Court(known, as_of)
    court.sit()
    standing = court.standing()
    return Judged(standing, court.rulings, {d: court.fingerprint(d, court.head) for d in standing})


def load(tree: Mapping[str, tuple[str, bytes]], path: str, *keys: str) -> dict[str, Any] | None:
    """A YAML file of a tree, None where it is missing or says nothing usable."""
    mode, data = tree.get(path, ("", b""))
    found = parsed(data) if mode.startswith("100") else None
    return found if isinstance(found, dict) and all(found.get(key) is not None for key in keys) else None


@lru_cache
def parsed(data: bytes) -> object:
    """YAML, None where it cannot be read."""
    try:
        return yaml.load(data, yaml.CSafeLoader)
    except yaml.YAMLError:
        return None


class Law:
    """Who may approve what, by the register, people and roles of one tree."""

    def __init__(self, tree: Mapping[str, tuple[str, bytes]]) -> None:
        self.tree = tree
        self.register = load(tree, "data/register.yml", "status", "classes", "documents") or {}
        self.people = (load(tree, "data/people.yml", "people") or {}).get("people")
        self.roles = (load(tree, "data/roles.yml", "roles") or {}).get("roles")
        self.readable = bool(self.register) and self.people is not None and self.roles is not None

    def who(self, email: str) -> str:
        """The id of the one person with an address; empty where there is none, or more than one, or the id is twice."""
        email = small(email)
        having = {p["id"] for p in self.people if email in [small(e) for e in p["emails"]]}
        numbered = re.fullmatch(r"(\d+)\+.+@users\.noreply\.github\.com", email)
        if not having and numbered:
            having = {p["id"] for p in self.people if str(p.get("forge", {}).get("id")) == numbered[1]}
        entries = [p for p in self.people if p["id"] in having]
        return having.pop() if len(having) == 1 and len(entries) == 1 else ""

    def classes(self, names: Iterable[str]) -> list[Mapping[str, Any]]:
        """The classes that count; a name that is not defined counts as all of them."""
        known = self.register["classes"]
        return [known[c] for name in names for c in ([name] if name in known else known)]

    def proof(self, names: list[str]) -> int:
        """The weakest proof that is enough, as its place in PROOFS. Authority's is at least every other class's."""
        counted = self.classes([*names, *(self.register["classes"] if "authority" in names else [])])
        return max(PROOFS.index(c.get("minimum_proof", "forge")) for c in counted)

    def may(self, person: str, names: list[str], day: date) -> bool:
        """Whether a person held, on a day, an approver role of each of these classes."""
        entry = next(p for p in self.people if p["id"] == person)
        here = entry["started"] <= day <= entry.get("left", date.max)
        held = {
            role["id"]
            for role in self.roles
            for h in role["holders"]
            if h["person"] == person and h["since"] <= day <= h.get("until", date.max)
        }
        return entry["kind"] == "human" and here and all(held & {*c["approvers"]} for c in self.classes(names))

    def is_bot(self, person: str) -> bool:
        """Whether the roster says that a person is none."""
        return next(p for p in self.people if p["id"] == person)["kind"] == "bot"

    def days(self, names: Iterable[str]) -> int | None:
        """For how many days an approval lasts: the fewest of these classes'; None for ever."""
        spans = [int(c["review_every"].removesuffix("d")) for c in self.classes(names) if "review_every" in c]
        return min(spans, default=None)


class Court:
    """One history, judged landing by landing from the oldest on. A tree's number is its landing's; -1 is empty."""

    def __init__(self, known: Known, as_of: date) -> None:
        self.known, self.as_of = known, as_of
        self.chain = [known.commits[known.tip]]
        while self.chain[0].parents:
            self.chain.insert(0, known.commits[self.chain[0].parents[0]])
        self.head = len(self.chain) - 1
        self.trees: dict[int, Mapping[str, tuple[str, bytes]]] = {-1: {}}
        self.trees.update(enumerate(c.tree for c in self.chain))
        self.laws = {n: Law(tree) for n, tree in self.trees.items()}
        adopted = [n for n, law in self.laws.items() if law.register.get("status") == "adopted"]
        self.first = min(adopted, default=None)
        self.approved_authorities: list[int] = []
        self.waiting: dict[str, list[int]] = {}  # by document: the landings since its last approval or the bootstrap
        self.rulings: dict[str, dict[int, Ruling]] = {}
        self.main = {c.id: n for n, c in enumerate(self.chain)}
        self.arrived = self._arrivals()
        settings = [tree["mkdocs.yml"] for tree in self.trees.values() if "mkdocs.yml" in tree]
        self.snippets = not settings or any(m.startswith("100") and b"snippets" in data for m, data in settings)
        self.revoked = self._revocations()
        self._files: dict[tuple[str, int], dict[str, tuple[str, bytes]]] = {}

    def _arrivals(self) -> list[list[Commit]]:
        """What each landing brought in: base..every other parent."""
        seen: set[str] = set()
        found = []
        for landing in self.chain:
            new, todo = [], list(landing.parents[1:])
            while todo:
                id_ = todo.pop()
                if id_ not in seen:
                    seen.add(id_)
                    new.append(self.known.commits[id_])
                    todo += self.known.commits[id_].parents
            seen.add(landing.id)
            found.append(new)
        return found

    def _revocations(self) -> dict[str, int]:
        """From which landing on a key counts for nothing, by every list that ever was on main."""
        found: dict[str, int] = {}
        for law in self.laws.values():
            for entry in (load(law.tree, "data/trust/revoked.yml", "revoked") or {"revoked": []})["revoked"]:
                since = self._reached(entry["from"]) + 1
                found[entry["fingerprint"]] = min(since, found.get(entry["fingerprint"], since))
        return found

    def _reached(self, id_: str) -> int:
        """The last landing that a commit of main's history is or stands on; -1 of any other commit."""
        if id_ not in self.main.keys() | {c.id for brought in self.arrived for c in brought}:
            return -1
        seen, todo = {id_}, [id_]
        while todo:
            new = set(self.known.commits[todo.pop()].parents) - seen
            seen |= new
            todo += new
        return max((n for main, n in self.main.items() if main in seen), default=-1)

    # What a document is

    def registered(self, n: int) -> Mapping[str, Mapping[str, Any]]:
        """The documents after a landing, by the last register that can be read; before adoption the bootstrap's."""
        n = max(n, self.first or 0)
        readable = next((k for k in range(n, -1, -1) if self.laws[k].register), None)
        listed = self.laws[readable].register["documents"] if readable is not None else []
        built_in = [
            {"id": "AUTHORITY", "class": "authority", "binds": AUTHORITY_FILES},
            {"id": "SITE-LAYOUT", "class": "layout", "binds": LAYOUT_FILES},
        ]
        return {d["id"]: d for d in reversed([*listed, *built_in])}  # of two with one id the first counts

    def files(self, document: str, n: int) -> dict[str, tuple[str, bytes]]:
        """The document's pages, what it binds, and whatever its pages embed."""
        if (document, n) not in self._files:
            entry, tree = self.registered(n).get(document), self.trees[n]
            self._files[document, n] = {path: tree[path] for path in tree if entry and self._holds(entry, path, n)}
        return self._files[document, n]

    def _holds(self, entry: Mapping[str, Any], path: str, n: int) -> bool:
        if named(path, [*entry.get("pages", []), *entry.get("binds", [])]):
            return True
        pages = [page for page in self.trees[n] if page.endswith(MARKDOWN) and named(page, entry.get("pages", []))]
        return any(shows(page, self.trees[n][page], path, self.snippets) for page in pages)

    def fingerprint(self, document: str, n: int) -> str:
        """SHA-256 over the sorted `mode object-id path` lines."""
        lines = ""
        for path, (mode, data) in sorted(self.files(document, n).items()):
            lines += f"{mode} {hashlib.sha1(b'blob %d' % len(data) + bytes(1) + data).hexdigest()} {path}\n"
        return hashlib.sha256(lines.encode()).hexdigest()

    def changed(self, n: int) -> list[str]:
        """The documents that a landing changed; the bootstrap changes them all."""
        before, after = self.registered(n - 1), self.registered(n)
        if n == self.first:
            return list(after)
        joined_or_left = before.keys() ^ after.keys()
        differ = {d for d in before.keys() & after.keys() if self.files(d, n - 1) != self.files(d, n)}
        kept = {d for d in self.approved(n) if any(self.keeps(d, n, path) for path in self.altered(n))}
        return sorted(joined_or_left | differ | kept)

    def altered(self, n: int) -> list[str]:
        """The paths that a landing changed."""
        before, after = self.trees[n - 1], self.trees[n]
        return [path for path in {*before, *after} if before.get(path) != after.get(path)]

    def approved(self, n: int) -> Mapping[str, Mapping[str, Any]]:
        """The documents by the approved register that decides at a landing; of none at the bootstrap and before."""
        deciding = max((k for k in self.approved_authorities if k < n), default=None)
        return {} if deciding is None else self.registered(deciding)

    def keeps(self, document: str, n: int, path: str) -> bool:
        """Whether the approved register says that a path is the document's, whatever others say."""
        entry = self.approved(n).get(document)
        return entry is not None and named(path, [*entry.get("pages", []), *entry.get("binds", [])])

    def class_names(self, document: str, n: int) -> list[str]:
        """A document's class before and after a landing, and as approved: nobody lowers their own bar."""
        sides = (self.registered(n - 1), self.registered(n), self.approved(n))
        return [side[document]["class"] for side in sides if document in side]

    # The law

    def sit(self) -> None:
        """Judge every landing since adoption for every document it changed."""
        if self.first is None:
            return
        for n in range(self.first, self.head + 1):
            law = self.law_of(n)
            touched = self.changed(n)
            for document in sorted(touched, key=lambda d: d != "AUTHORITY"):
                ruling = self.rule(document, n, law)
                self.rulings.setdefault(document, {})[n] = ruling
                if ruling.verdict in ("approved", "claimed"):
                    self.waiting[document] = []
                else:
                    self.waiting.setdefault(document, []).append(n)
            if "AUTHORITY" in touched and not self.waiting["AUTHORITY"]:
                self.approved_authorities.append(n)

    def law_of(self, n: int) -> Law | None:
        """The last approved authority at or before the base; the bootstrap's own."""
        number = n if n == self.first else max(self.approved_authorities, default=None)
        return None if number is None else self.laws[number]

    def rule(self, document: str, n: int, law: Law | None) -> Ruling:
        """Whether a landing approved a document, and all that is against it."""
        if law is None or (n == self.first and not law.readable):
            return Ruling("unapproved", frozenset({"no-bootstrap"}))
        if n == self.first and document != "AUTHORITY" and self.rulings["AUTHORITY"][n].whys:
            return Ruling("unapproved", frozenset({"no-bootstrap"}))
        if not law.readable:
            return Ruling("undecidable", frozenset({"authority"}))
        commit = self.chain[n]
        whys, proof = self.against(document, n, law)
        if whys:
            return Ruling("undecidable" if whys <= CANNOT_TELL else "unapproved", frozenset(whys))
        verdict = "claimed" if proof == "claimed" else "approved"
        return Ruling(verdict, frozenset(), law.who(commit.author.email), proof, n)

    def against(self, document: str, n: int, law: Law) -> tuple[set[str], str]:
        """All reasons against, and the proof."""
        commit = self.chain[n]
        whys = self.unsound(n)
        if len(commit.parents) < 2:
            return whys | {self.unmerged(commit)}, ""
        if len(commit.parents) > 2:
            whys.add("octopus")
        if into_something_else(commit.message.split("\n")[0], law.register.get("main", "main")):
            whys.add("inverted")
        if any(not mode.startswith("100") for mode, _ in self.files(document, n).values()):
            whys.add("entry")
        if len(commit.parents) == 2:
            whys |= self.by_hand(document, n)
        lander = law.who(commit.author.email)
        if not lander:
            return whys | {"unknown-lander"}, ""
        whys |= self.not_entitled(document, n, law, lander) | self.not_independent(document, n, law, lander)
        more, proof = self.unproven(document, n, law, lander)
        return whys | more, proof

    def unsound(self, n: int) -> set[str]:
        """Time: the committer date, not over 300 s before the last dated landing's or a merged branch's tip's, nor
        after as-of, nor an hour before written. Bytes: the landing's, and those of what it brought in."""
        commit = self.chain[n]
        at, written = commit.committer.at, commit.author.at
        dated = [c.committer.at for c in self.chain[:n] if c.committer.at is not None]
        late = at is not None and utc_day(at) > self.as_of
        tips = [c.committer.at for c in self.arrived[n] if c.id in commit.parents and c.committer.at is not None]
        early = at is not None and any(at < other - 300 for other in [*dated[-1:], *tips])
        odd = at is not None and written is not None and written > at + 3600
        return ({"time"} if at is None or late or early or odd else set()) | (
            {"malformed"} if any(c.malformed for c in [commit, *self.arrived[n]]) else set()
        )

    def unmerged(self, commit: Commit) -> str:
        """A direct push, or a squash or rebase, which hides who merged."""
        subject = commit.message.split("\n")[0]
        forge = commit.committer.email.lower() in FORGES
        other = commit.author.email.lower() != commit.committer.email.lower()
        return "hidden" if re.search(r"\(#\d+\)\s*$", subject) or (other and not forge) else "direct"

    def by_hand(self, document: str, n: int) -> set[str]:
        """Evil: the merge differs from git's own in a path of the document, deletions included; or a conflict."""
        differs, conflicts = self.known.remerge(self.chain[n])
        if any(self.concerns(document, n, path) for path in conflicts):
            return {"by-hand"}
        return {"evil-merge"} if any(self.concerns(document, n, path) for path in differs) else set()

    def concerns(self, document: str, n: int, path: str) -> bool:
        """Whether a path is one of the document's before or after a landing, there or not, or as approved."""
        entries = [(k, self.registered(k).get(document)) for k in (n - 1, n)]
        return self.keeps(document, n, path) or any(self._holds(entry, path, k) for k, entry in entries if entry)

    def not_entitled(self, document: str, n: int, law: Law, lander: str) -> set[str]:
        """The lander is no bot and holds an approver role, of all that is reaffirmed at once, on the landing's day and
        on the latest that any earlier landing names."""
        if law.is_bot(lander):
            return {"bot"}
        at = self.chain[n].committer.at
        wanted = [document]
        if self.reaffirms(document, n):
            wanted += [d for d in self.changed(n) if self.reaffirms(d, n)]
        moments = {at or 0, max([at or 0, *(c.committer.at for c in self.chain[:n] if c.committer.at is not None)])}
        entitled = [law.may(lander, self.class_names(d, n), utc_day(m)) for d in wanted for m in moments]
        return set() if all(entitled) else {"no-approver"}

    def not_independent(self, document: str, n: int, law: Law, lander: str) -> set[str]:
        """The lander is none of the change authors, back to the last approval or the bootstrap; all are known."""
        emails = self.authors(n) + self.entered(document, n)
        for earlier in [] if n == self.first else self.waiting.get(document, []):
            emails += self.authors(earlier) + self.merged_by_hand(document, earlier) + self.entered(document, earlier)
        people = {law.who(email) for email in emails}
        return ({"self-approval"} if lander in people else set()) | ({"unknown-author"} if "" in people else set())

    def authors(self, n: int) -> list[str]:
        """Of the commits brought in, or of the landing itself when it has one parent; clean merges of main add none."""
        landing = self.chain[n]
        if len(landing.parents) < 2:
            return makers(landing)
        made = [email for c in self.arrived[n] if not self.clean_merge_of_main(c) for email in makers(c)]
        return made + co_authors(landing.message)  # whom the merge itself names has a hand in it, though nobody says so

    def clean_merge_of_main(self, commit: Commit) -> bool:
        """A merge inside the branch of a landing of main, as git itself would have merged it."""
        of_main = len(commit.parents) == 2 and any(parent in self.main for parent in commit.parents)
        return of_main and self.known.remerge(commit) == (set(), set())

    def entered(self, document: str, n: int) -> list[str]:
        """Who made, since adoption, the files that were in the tree and that a landing takes into a document."""
        if self.first is None or n <= self.first:
            return []
        emails = []
        for path in self.files(document, n).keys() & self.trees[n - 1].keys() - self.files(document, n - 1).keys():
            for k in range(self.first + 1, n):
                if path in self.altered(k):
                    emails += self.authors(k) + (makers(self.chain[k]) if self.wrote(k, path) else [])
        return emails

    def wrote(self, n: int, path: str) -> bool:
        """Whether a merge itself changed a path; of an octopus nobody can say that it did not."""
        landing = self.chain[n]
        differs, conflicts = self.known.remerge(landing) if len(landing.parents) == 2 else (set(), set())
        return len(landing.parents) > 2 or path in differs | conflicts

    def merged_by_hand(self, document: str, n: int) -> list[str]:
        """Who merged, where the merge itself wrote some of the document; nobody can say what an octopus wrote."""
        landing = self.chain[n]
        wrote = len(landing.parents) > 2 or (len(landing.parents) == 2 and self.by_hand(document, n))
        return makers(landing) if wrote else []

    def unproven(self, document: str, n: int, law: Law, lander: str) -> tuple[set[str], str]:
        """The proof by the merge commit's signature, and whether it is enough."""
        state, person, forge, key = self.known.signature(self.chain[n], law.tree)
        if state == "good" and n >= self.revoked.get(key, n + 1):
            state = "untrusted"
        refused = {"bad": "bad-signature", "untrusted": "untrusted-key", "uncheckable": "uncheckable"}
        if state in refused:
            return {refused[state]}, ""
        if person and person != lander:
            return {"mismatch"}, ""
        proof = "claimed" if state == "none" else "forge" if forge else "signed"
        enough = PROOFS.index(proof) >= law.proof(self.class_names(document, n))
        return (set() if enough else {"weak-proof"}), proof

    def reaffirms(self, document: str, n: int) -> bool:
        """Whether a change touches nothing but `reviewed:` dates: of the first page, or of YAML files at top level."""
        if n == self.first or document not in self.registered(n):
            return False
        before, after = self.files(document, n - 1), self.files(document, n)
        pages = self.registered(n)[document].get("pages", [])[:1]
        front = min((p for p in after if named(p, pages)), default=None)
        paths = {p for p in {*before, *after} if before.get(p) != after.get(p)}
        return bool(paths) and all(
            (p == front or p.endswith(".yml"))
            and p in before
            and p in after
            and before[p][0] == after[p][0]
            and only_reviewed(before[p][1], after[p][1])
            for p in paths
        )

    # What stands

    def standing(self) -> dict[str, Ruling]:
        """Every document that must have a verdict."""
        found = {}
        for document, entry in self.registered(self.head).items():
            if not self.over(entry) or not self.retired(document):
                found[document] = self.stands(document)
        for n in self.approved_authorities:
            for document in self.registered(n):
                if document not in self.registered(self.head) and not self.retired(document):
                    found[document] = Ruling("unapproved", frozenset({"gone"}))
        return found

    def retired(self, document: str) -> bool:
        """Whether the last approved register that had a document retired it."""
        if self.first is None:
            return True
        had = [e for n in self.approved_authorities if (e := self.registered(n).get(document))]
        return bool(had) and self.over(had[-1])

    def over(self, entry: Mapping[str, Any]) -> bool:
        """Whether a document's retirement has come."""
        return "retired" in entry and entry["retired"] <= self.as_of

    def stands(self, document: str) -> Ruling:
        """The ruling of the last landing that changed it, stale after its cadence."""
        if self.first is None:
            return Ruling("draft")
        _, last = max(self.rulings[document].items())
        if last.whys:
            return last
        at = self.chain[last.landing].committer.at
        readable = next(n for n in [*reversed(self.approved_authorities), self.first] if self.laws[n].readable)
        entries = [self.registered(n).get(document) for n in (self.head, readable)]
        days = self.laws[readable].days(e["class"] for e in entries if e)
        if days is not None and (self.as_of - utc_day(at or 0)).days > days:
            return last._replace(verdict="stale")
        return last


def into_something_else(subject: str, main: str) -> bool:
    """Whether a merge says that it brings main into something: it merges main, or goes into another branch."""
    of_main = re.match(r"Merge (remote-tracking )?branch '([^/']+/)?" + re.escape(main) + "'", subject)
    into = re.match(r"Merge (?:remote-tracking )?branch .*' into '?([^' ]+)'?$", subject)
    return bool(of_main) or (into is not None and into[1] != main)


def named(path: str, patterns: Iterable[str]) -> bool:
    """Whether a pattern names a path; `*` matches a slash too."""
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def shows(page: str, entry: tuple[str, bytes], path: str, snippets: bool) -> bool:
    """Whether a page says the name of a file that the site serves, or takes a file in."""
    mode, data = entry
    if not mode.startswith("100") or path == page:
        return False
    text = re.sub(r"\\([^\w\s])", r"\1", urllib.parse.unquote(html.unescape(data.decode("utf-8", "replace"))))
    served = path.startswith(("docs/", "runbooks/")) and not path.endswith(MARKDOWN)
    if served and says(text.casefold(), path.rpartition("/")[2].casefold()):
        return True
    taken = re.findall(r'^--8<-- "(.*)"$', text, re.MULTILINE) if snippets else []
    return any(path == posixpath.normpath(folder + name) for name in taken for folder in (f"{page}/../", "docs/", ""))


def says(text: str, name: str) -> bool:
    """Whether a text says a name as a word; one without a dot only where a path may end."""
    for at in range(len(text)):
        if text.startswith(name, at):
            before, after = text[at - 1 : at], text[at + len(name) :][:1]
            begins = not re.match(r"[\w.-]", before) if "." in name else before in ("/", "(", '"', "'", "<", "=")
            if begins and not re.match(r"[\w-]", after):
                return True
    return False


def only_reviewed(before: bytes, after: bytes) -> bool:
    """Whether two texts differ in nothing but one `reviewed:` date, of the front matter where there is one."""
    (head_before, rest_before), (head_after, rest_after) = (_head(data) for data in (before, after))
    dated = [line for line in head_after if _DATED.match(line)]
    kept = [[line for line in map(_undated, head) if line] for head in (head_before, head_after)]
    return len(dated) == 1 and kept[0] == kept[1] and rest_before == rest_after


_DATED = re.compile(r"reviewed: \d{4}-\d\d-\d\d *(?=#|$)")


def _undated(line: str) -> str:
    """A line without a review date; what is remarked beside one stays."""
    return _DATED.sub("", line) if _DATED.match(line) else line + "."


def _head(data: bytes) -> tuple[list[str], str]:
    text = data.decode()
    if text.startswith("---\n") and "\n---\n" in text:
        head, _, rest = text.partition("\n---\n")
        return head.split("\n"), rest
    return text.split("\n"), ""


def small(email: str) -> str:
    """ASCII letters in lower case, no others."""
    return "".join(c.lower() if c.isascii() else c for c in email)


def makers(commit: Commit) -> list[str]:
    """Addresses of every author, committer (forges excepted) and co-author of a commit."""
    committer = [] if commit.committer.email.lower() in FORGES else [commit.committer.email]
    return [commit.author.email, *committer, *co_authors(commit.message)]


def co_authors(message: str) -> list[str]:
    """Addresses of `Co-authored-by` in the last paragraph, if all of its lines are trailers."""
    paragraphs = message.strip().split("\n\n")
    lines = paragraphs[-1].split("\n") if len(paragraphs) > 1 else []
    if not all(re.fullmatch(r"[\w-]+:.*", line) for line in lines):
        return []
    named_ = [line.split(":", 1)[1] for line in lines if line.lower().startswith("co-authored-by:")]
    return [m[1] if (m := re.fullmatch(r"[^<>]*<([^<>]*)>", value.strip())) else "" for value in named_]


def utc_day(at: int) -> date:
    """The UTC day of a moment."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)).date()


# Reading a repository: all objects at once, all merges at once


class Objects:
    """Every object of a repository, read once; histories of it by the tip's id."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.raw: dict[str, tuple[bytes, bytes]] = {}
        out, at = self._git("cat-file", "--batch-all-objects", "--batch", "--unordered"), 0
        while at < len(out):
            end = out.index(b"\n", at)
            id_, kind, size = out[at:end].split()
            self.raw[id_.decode()] = (kind, out[end + 1 : end + 1 + int(size)])
            at = end + 2 + int(size)
        self._trees: dict[str, dict[str, tuple[str, bytes]]] = {}
        self.commits = {id_: self._commit(id_, data) for id_, (kind, data) in self.raw.items() if kind == b"commit"}
        self.signed = frozenset(id_ for id_ in self.commits if b"\ngpgsig " in self.raw[id_][1].split(b"\n\n")[0])
        self._merges = self._remerge([c for c in self.commits.values() if len(c.parents) == 2])

    def _git(self, *args: str, feed: bytes = b"") -> bytes:
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
        return subprocess.run(
            ["git", "-C", str(self.root), *args], input=feed, stdout=subprocess.PIPE, env=env, check=True
        ).stdout

    def _tree(self, id_: str) -> dict[str, tuple[str, bytes]]:
        if id_ not in self._trees:
            data, found = self.raw[id_][1], {}
            while data:
                head, _, data = data.partition(b"\0")
                mode, _, name = head.decode().partition(" ")
                below, data = data[:20].hex(), data[20:]
                if mode == "40000":
                    found.update({f"{name}/{path}": entry for path, entry in self._tree(below).items()})
                else:
                    found[name] = (mode, self.raw.get(below, (b"", b""))[1])
            self._trees[id_] = found
        return self._trees[id_]

    def _commit(self, id_: str, data: bytes) -> Commit:
        head, _, message = data.decode().partition("\n\n")
        lines = [line.split(" ", 1) for line in head.split("\n") if not line.startswith(" ")]
        tree = next(value for key, value in lines if key == "tree")
        parents = tuple(value for key, value in lines if key == "parent")
        author, committer = (_stamp(next(value for key, value in lines if key == k)) for k in ("author", "committer"))
        return Commit(id_, parents, self._tree(tree), author, committer, message)

    def _remerge(self, merges: list[Commit]) -> dict[str, tuple[set[str], set[str]]]:
        feed = "".join(f"{c.parents[0]} {c.parents[1]}\n" for c in merges).encode()
        options = ("--write-tree", "--stdin", "-z", "--name-only", "--no-messages", "--allow-unrelated-histories")
        tokens = iter(self._git("merge-tree", *options, feed=feed).decode().split("\0"))
        results = {}
        for commit in merges:
            next(tokens)
            tree = next(tokens)
            conflicts = set(iter(lambda: next(tokens), ""))
            results[commit.id] = (tree, conflicts)
        self.raw.update(self._read({tree for tree, _ in results.values()}))
        return {id_: (self._differ(self.commits[id_].tree, tree), found) for id_, (tree, found) in results.items()}

    def _read(self, trees: set[str]) -> dict[str, tuple[bytes, bytes]]:
        """Trees and blobs that git wrote while merging."""
        found: dict[str, tuple[bytes, bytes]] = {}
        todo = {id_ for id_ in trees if id_ not in self.raw}
        while todo:
            out, at, below = self._git("cat-file", "--batch", feed="".join(f"{i}\n" for i in todo).encode()), 0, set()
            while at < len(out):
                end = out.index(b"\n", at)
                id_, kind, size = out[at:end].split()
                data = out[end + 1 : end + 1 + int(size)]
                found[id_.decode()] = (kind, data)
                while kind == b"tree" and data:
                    data = data.partition(b"\0")[2]
                    below.add(data[:20].hex())
                    data = data[20:]
                at = end + 2 + int(size)
            todo = {id_ for id_ in below if id_ not in self.raw and id_ not in found}
        return found

    def _differ(self, tree: Mapping[str, tuple[str, bytes]], merged: str) -> set[str]:
        other = self._tree(merged)
        return {path for path in {*tree, *other} if tree.get(path) != other.get(path)}

    def known(self, tip: str, as_of: date) -> Known:
        """The history of a tip, up to the last landing on or before a day."""
        while utc_day(self.commits[tip].committer.at or 0) > as_of:
            tip = self.commits[tip].parents[0]
        return Known(self.commits, tip, lambda c: self._merges[c.id], self._signature)

    def _signature(self, commit: Commit, tree: Mapping[str, tuple[str, bytes]]) -> tuple[str, str, bool, str]:
        """What git says of an SSH signature: the principal of a key that the tree trusts, or nobody's."""
        if commit.id not in self.signed:
            return "none", "", False, ""
        signers = self.root / "signers"
        signers.write_bytes(tree.get("data/trust/allowed_signers", ("", b""))[1])
        setting = f"gpg.ssh.allowedSignersFile={signers}"
        told = self._git("-c", setting, "log", "-1", "--format=%G?%x00%GS%x00%GF", commit.id).decode().rstrip("\n")
        state, person, key = told.split("\0")
        good = state == "G"
        return {"G": "good", "B": "bad"}.get(state, "untrusted"), person if good else "", False, key if good else ""


def _stamp(line: str) -> Who:
    name, email, at = re.fullmatch(r"(.*) <(.*)> (\d+) [+-]\d{4}", line).groups()  # type: ignore[union-attr]
    return Who(name, email, int(at))
