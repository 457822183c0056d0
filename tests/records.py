"""Histories in memory: the starter, adopted, and what lands on it, for rules that read git's answers.

Nothing starts git. A merge is signed with the merger's own key unless told otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha1
from typing import TYPE_CHECKING, Any

from conftest import ROOT, TODAY
from ratified.approval.git_evidence import NO_REVIEWS
from ratified.approval.record import ApprovalRecord
from ratified.approval.verdicts import ApprovalHistory
from ratified.check.query import FOLDERS_READ_BY_RULES, READ_BY_RULES
from ratified.model.landing import (
    Blob,
    Commit,
    CommitSignature,
    CommitStamp,
    Identity,
    Landing,
    PathChange,
    RemergeDifference,
    TrustedKeys,
)
from ratified.policy import Book, read_book
from ratified.policy.commit_tree import CommitTree
from ratified.rules import BY_CODE, RuleInput

if TYPE_CHECKING:
    from ratified.model.finding import Finding
    from ratified.model.verdict import DocumentVerdict

REGISTER, PEOPLE, ROLES, ONCALL = "data/register.yml", "data/people.yml", "data/roles.yml", "data/oncall.yml"
CODEOWNERS, SIGNERS = ".github/CODEOWNERS", "data/trust/allowed_signers"
REVOKED = "data/trust/revoked.yml"
DRAFT, ADOPTED = "status: draft\n", "status: adopted\n"

_BLOBS: dict[str, bytes] = {}

Edits = Mapping[str, str | tuple[str, str] | None]
"""What a landing does to files: a whole text, one replacement of a piece that is there once, or nothing left."""


def commit_id(number: int, kind: str = "a") -> str:
    """The id of a landing, or of the branch it merged; people see the first ten digits."""
    return f"{number:09x}{kind}".ljust(40, "0")


def blob(text: str) -> Blob:
    data = text.encode()
    id_ = sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    _BLOBS[id_] = data
    return Blob("100644", id_)


@cache
def starter() -> Mapping[str, Blob]:
    """The files of this repository that the starter is made of."""
    files = [p for folder in ("data", "docs", "runbooks") for p in (ROOT / folder).rglob("*") if p.is_file()]
    files = [p for p in files if p.suffix != ".webp"]  # pictures of the site are left out of a starter
    found = {p.relative_to(ROOT).as_posix(): p.read_bytes().decode("utf-8", "replace") for p in files}
    found[CODEOWNERS] = (ROOT / CODEOWNERS).read_text(encoding="utf-8")
    return {path: blob(text) for path, text in found.items()}


@cache
def _book(tree: frozenset[tuple[str, Blob]]) -> Book:
    reading = read_book(CommitTree(dict(tree), _BLOBS.__getitem__))
    assert reading.book is not None, reading.faults
    return reading.book


class Past:
    """A history. `tree` is what its tip holds; it answers what approval asks of git."""

    def __init__(self, adopted: str = "2026-10-05", by: str = "helen", merged_by: str = "priya") -> None:
        self.landings: list[Landing] = []
        self.tree: dict[str, Blob] = {}
        self.signed: dict[str, str] = {}
        self.sides: dict[str, tuple[Commit, ...]] = {}
        self._land("2024-02-05", self._begun(), "helen", None)
        if adopted:
            self.lands(adopted, {REGISTER: (DRAFT, ADOPTED)}, by, merged_by)

    def _begun(self) -> dict[str, Blob]:
        """The starter as a draft in which the sponsors may approve every class, so that one landing adopts it all. All
        were trained the year before as well, so that it may have been adopted then.
        """
        text = (ROOT / REGISTER).read_text(encoding="utf-8")
        for lead in ("[security-lead]", "[security-lead, incident-commander]"):
            text = text.replace(f"approvers: {lead}", f"approvers: {lead[:-1]}, executive-sponsor]")
        people = (ROOT / PEOPLE).read_text(encoding="utf-8")
        twice = re.sub(r"(\{role: [a-z-]+, finished: )2026(-[0-9-]+\})", r"\g<1>2025\2, \g<0>", people)
        return {**starter(), REGISTER: blob(text), PEOPLE: blob(twice)}

    def lands(
        self, day: str, edits: Edits, by: str = "helen", merged_by: str | None = "priya", sign: bool = True
    ) -> str:
        """Somebody merges what another one wrote, at nine o'clock UTC; nobody merges a push."""
        return self._land(day, self.edited(edits), by, merged_by, sign)

    def edited(self, edits: Edits) -> dict[str, Blob]:
        """The files of the tip with edits made to them."""
        found = dict(self.tree)
        for path, edit in edits.items():
            if edit is None:
                del found[path]
            elif isinstance(edit, str):
                found[path] = blob(edit)
            else:
                text = self.text(path)
                assert text.count(edit[0]) == 1, f"{path} holds {edit[0]!r} {text.count(edit[0])} times"
                found[path] = blob(text.replace(*edit))
        return found

    def _land(self, day: str, tree: dict[str, Blob], by: str, merged_by: str | None, sign: bool = True) -> str:
        number, at = len(self.landings), int(datetime.fromisoformat(day).replace(hour=9, tzinfo=UTC).timestamp())
        paths = sorted(path for path in {*self.tree, *tree} if self.tree.get(path) != tree.get(path))
        changes = tuple(PathChange(path, self.tree.get(path), tree.get(path)) for path in paths)
        base = (commit_id(number - 1),) if number else ()
        if merged_by:
            side = self._commit(commit_id(number, "b"), base, by, at, "Change it")
            commit = self._commit(commit_id(number), (*base, side.id), merged_by, at, f"Merge pull request #{number}")
            self.sides[commit.id] = (side,)
            self.signed[commit.id] = merged_by if sign else ""
        else:
            commit = self._commit(commit_id(number), base, by, at, "Change it")
        self.landings.append(Landing(number, commit, changes))
        self.tree = tree
        return commit.id

    def _commit(self, id_: str, parents: tuple[str, ...], who: str, at: int, message: str) -> Commit:
        stamp = CommitStamp(Identity(who.capitalize(), f"{who}@example.com"), at)
        return Commit(id_, "", parents, stamp, stamp, message)

    # What approval asks of git

    reviews = NO_REVIEWS

    def brought_in(self, landing: Landing) -> tuple[Commit, ...]:
        return self.sides.get(landing.commit.id, ())

    def signature(self, commit: Commit, trust: TrustedKeys) -> CommitSignature:
        signer = self.signed.get(commit.id, "")
        return CommitSignature("good", person=signer) if signer else CommitSignature("none")

    def remerge(self, commit: Commit) -> RemergeDifference | None:
        return RemergeDifference(frozenset(), frozenset()) if len(commit.parents) == 2 else None

    def prefetch_remerges(self, commits: Iterable[Commit], plain: bool = False) -> None:
        pass

    def prefetch_signatures(self, commits: Iterable[Commit], trust: TrustedKeys) -> None:
        pass

    # What tests ask

    def text(self, path: str) -> str:
        return _BLOBS[self.tree[path].id].decode()

    def line(self, path: str, needle: str) -> int:
        """The number of the only line of a file that holds `needle`."""
        lines = [number for number, line in enumerate(self.text(path).split("\n"), 1) if needle in line]
        assert len(lines) == 1, f"{path} holds {needle!r} on lines {lines}"
        return lines[0]

    def book(self, edits: Edits | None = None) -> Book:
        """What the tip says, or would say with edits made to it."""
        return _book(frozenset(self.edited(edits or {}).items()))

    def record(self, as_of: date = TODAY, edits: Edits | None = None, **more: Any) -> ApprovalRecord:
        """What git says of the history on a day. `edits` are those of the tree that is checked."""
        approvals = ApprovalHistory.of(self.landings, lambda ids: {id_: _BLOBS[id_] for id_ in ids}, self, as_of)
        tree = self.edited(edits or {})
        read = [path for path in tree if path in READ_BY_RULES or path.startswith(FOLDERS_READ_BY_RULES)]
        files = {path: _BLOBS[tree[path].id] for path in read}
        return ApprovalRecord(
            approvals, approvals.verdicts, "refs/heads/main", approvals.commit, **{"files": files, **more}
        )

    def finds(
        self,
        code: str,
        as_of: date = TODAY,
        *,
        record: ApprovalRecord | None = None,
        edits: Edits | None = None,
        **more: Any,
    ) -> list[Finding]:
        """The findings of one rule, in order."""
        return finds(code, self.book(edits), record or self.record(as_of, edits, **more), as_of)


def finds(code: str, book: Book, record: ApprovalRecord, as_of: date = TODAY) -> list[Finding]:
    """The findings of one rule about a book and a record, in order."""
    rule, case = BY_CODE[code], RuleInput(book, as_of)
    assert rule.ask or rule.ask_record
    hits = [*(rule.ask(case) if rule.ask else ()), *(rule.ask_record(case, record) if rule.ask_record else ())]
    return sorted((rule.finding(hit, None) for hit in hits), key=lambda finding: finding.order)


def told(findings: list[Finding]) -> list[str]:
    """Findings as one would read them: where, and what is wrong."""
    return [f"{f.place.path}:{f.place.line} {f.message}" for f in findings]


def with_verdict(record: ApprovalRecord, document: str, **changed: Any) -> ApprovalRecord:
    """The record with one document's verdict changed."""
    verdict: DocumentVerdict = replace(record.verdicts[document], **changed)
    return replace(record, verdicts={**record.verdicts, document: verdict})


def where(past: Past, document: str) -> str:
    """The place of a document's entry in the register."""
    return f"{REGISTER}:{past.line(REGISTER, f'id: {document}')}"
