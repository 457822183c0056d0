"""What git records of a landing, as plain frozen data: who, when, from what to what."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
SignatureKind = Literal["none", "ssh", "openpgp", "other"]


class Identity(NamedTuple):
    """A name and an address as a commit or a trailer gives them. Text for people: it proves nothing."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class SigningKey(NamedTuple):
    """The key that signed a commit, by the fingerprint that stands in the signature, verified or not."""

    fingerprint: str

    def __str__(self) -> str:
        return f"whoever has the key {self.fingerprint}"


Contributor = Identity | SigningKey
"""Somebody with a hand in a commit: whom it names, or whose key signed it."""


class CommitStamp(NamedTuple):
    """Who and when of a header line. `at` is seconds since 1970 UTC; None where git's bytes give no moment."""

    who: Identity
    at: int | None


class Commit(NamedTuple):
    """A commit object. Bytes that are no UTF-8 are kept as surrogate escapes, never guessed.

    `co_authors` come from `Co-authored-by` lines anywhere in the message, `signer` is the fingerprint of the SSH key in
    the signature ('' where there is none that can be read): both may charge somebody, neither proves anything.
    `signed_at` is the time that an OpenPGP signature says of itself, which nobody has verified: seconds since 1970.
    `issuer` is the key that it says made it (capital hexadecimal digits, '' where it names none), as little verified.
    `faults` says in words what is wrong with the object itself (a date out of range, a header twice, an identity that
    cannot be read).
    """

    id: str
    tree: str
    parents: tuple[str, ...]
    author: CommitStamp
    committer: CommitStamp
    message: str
    co_authors: tuple[Identity, ...] = ()
    signature: SignatureKind = "none"
    faults: tuple[str, ...] = ()
    signer: str = ""
    signed_at: int | None = None
    issuer: str = ""

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


class Blob(NamedTuple):
    """What a tree holds at a path: git's mode (`100644`, `120000`, ...) and the object's id."""

    mode: str
    id: str

    @property
    def regular(self) -> bool:
        """Whether it is a file, and no link, folder or submodule."""
        return self.mode.startswith("100")


class PathChange(NamedTuple):
    """One path that a landing changed, against its base; None where the path is not there."""

    path: str
    before: Blob | None
    after: Blob | None


class Landing(NamedTuple):
    """A commit on the first-parent chain of the main branch. Number 0 is the root; its base is the empty tree."""

    number: int
    commit: Commit
    changes: tuple[PathChange, ...]


class TrustedKeys(NamedTuple):
    """The keys that one authority trusts: bytes of `data/trust/`, read from the base, by path.

    `evidence_signers` are those by which imports of reviews are signed; they sign no merge.
    """

    allowed_signers: bytes = b""
    forge_keys: tuple[tuple[str, bytes], ...] = ()
    evidence_signers: bytes = b""

    @property
    def of_evidence(self) -> TrustedKeys:
        """The keys that count for commits of the evidence branch."""
        return TrustedKeys(self.evidence_signers, self.forge_keys)


class EvidenceCommit(NamedTuple):
    """A commit of the branch that keeps imported reviews, and the bytes of the one batch that it adds; None if none."""

    commit: Commit
    batch: bytes | None


class CommitSignature(NamedTuple):
    """What git says of a commit's signature under one trust.

    `good`: `person` is the principal of an SSH key, or `forge` the fingerprint of a pinned OpenPGP key; a key that
    was trusted then counts though it has expired since. `untrusted`: a sound signature by a key that this trust does
    not hold for that moment. `uncheckable`: signed, but with a key or of a kind that nobody here can tell anything of.
    `bad`: it does not fit the commit, or is `damaged` and fits nothing. `why` is a sentence.
    `at` is the signature's own time, which SSH signatures lack; the key is valid from `since` until before `until`
    (None: for ever). All three are seconds since 1970 UTC.
    """

    state: Literal["none", "good", "bad", "untrusted", "uncheckable"]
    person: str = ""
    forge: str = ""
    key: str = ""
    why: str = ""
    at: int | None = None
    since: int | None = None
    until: int | None = None
    damaged: bool = False


class RemergeDifference(NamedTuple):
    """How a merge differs from git's own merge of its two parents: paths changed by hand, paths in conflict.

    `known` is false where git did not come to an end with its own merge, so that nobody can tell. `carried` are the
    paths that one side does not have and the merge holds otherwise than the other: git took in, after a renaming, what
    was changed under another name, and no commit shows it at this one.
    """

    differs: frozenset[str]
    conflicts: frozenset[str]
    known: bool = True
    carried: frozenset[str] = frozenset()


class Anchor(NamedTuple):
    """A commit that was the main branch's tip when somebody looked, and the day (UTC) on which they did.

    `commit` is its full id. Without a day it only says that the branch held it.
    """

    commit: str
    day: date | None = None


class Anchors(NamedTuple):
    """What is known, from outside of git's history, of when tips of the main branch were there.

    `kept` are anchors of earlier runs. `today` says that the day asked about is the day of asking, so that the tip
    itself is seen on it.
    """

    kept: tuple[Anchor, ...] = ()
    today: bool = False


NO_ANCHORS = Anchors()


def anchor(text: str) -> Anchor:
    """An anchor from `SHA` or `SHA@YYYY-MM-DD`. ValueError says which part of it is neither."""
    commit, at, day = text.strip().partition("@")
    if not _ID.fullmatch(commit):
        raise ValueError(f"{commit!r} is no full commit id")
    if at and len(day) != 10:
        raise ValueError(f"{day!r} is no day")
    return Anchor(commit, date.fromisoformat(day) if at else None)
