"""What git records of a landing, as plain frozen data: who, when, from what to what."""

from __future__ import annotations

from typing import Literal, NamedTuple

SignatureKind = Literal["none", "ssh", "openpgp", "other"]


class Identity(NamedTuple):
    """A name and an address as a commit or a trailer gives them. Text for people: it proves nothing."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class Stamp(NamedTuple):
    """Who and when of a header line. `at` is seconds since 1970 UTC; None where git's bytes give no moment."""

    who: Identity
    at: int | None


class Commit(NamedTuple):
    """A commit object. Bytes that are no UTF-8 are kept as surrogate escapes, never guessed.

    `co_authors` come from `Co-authored-by` trailers of the last paragraph only. `faults` says in words what is
    wrong with the object itself (a date out of range, a header twice, an identity that cannot be read).
    """

    id: str
    tree: str
    parents: tuple[str, ...]
    author: Stamp
    committer: Stamp
    message: str
    co_authors: tuple[Identity, ...] = ()
    signature: SignatureKind = "none"
    faults: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


class Blob(NamedTuple):
    """What a tree holds at a path: git's mode (`100644`, `120000`, ...) and the object's id."""

    mode: str
    id: str


class Change(NamedTuple):
    """One path that a landing changed, against its base; None where the path is not there."""

    path: str
    before: Blob | None
    after: Blob | None


class Landing(NamedTuple):
    """A commit on the first-parent chain of the main branch. Number 0 is the root; its base is the empty tree."""

    number: int
    commit: Commit
    changes: tuple[Change, ...]


class Trust(NamedTuple):
    """The keys that one authority trusts: bytes of `data/trust/`, read from the base, by path."""

    allowed_signers: bytes = b""
    forge_keys: tuple[tuple[str, bytes], ...] = ()


class Signature(NamedTuple):
    """What git says of a commit's signature under one trust.

    `good`: `person` is the principal of an SSH key, or `forge` the fingerprint of a pinned OpenPGP key; a key that
    was trusted then counts though it has expired since. `untrusted`: a sound signature by a key that this trust does
    not hold for that moment. `uncheckable`: signed, but with a key or of a kind that nobody here can tell anything of.
    `bad`: it does not fit the commit, or is `damaged` and fits nothing. `why` is a sentence.
    """

    state: Literal["none", "good", "bad", "untrusted", "uncheckable"]
    person: str = ""
    forge: str = ""
    key: str = ""
    why: str = ""
    damaged: bool = False


class Remerge(NamedTuple):
    """How a merge differs from git's own merge of its two parents: paths changed by hand, paths in conflict.

    `known` is false where git did not come to an end with its own merge, so that nobody can tell.
    """

    differs: frozenset[str]
    conflicts: frozenset[str]
    known: bool = True
