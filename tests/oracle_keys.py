"""Keys that are taken back, and who may take that back in turn. See `oracle.py`."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from oracle_facts import Tree, load

if TYPE_CHECKING:
    from collections.abc import Iterable

REVOKED, SIGNERS, FORGE = "data/trust/revoked.yml", "data/trust/allowed_signers", "data/trust/forge/"

Revocation = tuple[str, str]
"""A key's fingerprint, and the commit from which on it counts for nothing."""


class Revocations:
    """What `revoked.yml` says along the chain.

    Whatever main says stops new approvals at once, whoever wrote it, and until AUTHORITY is approved without it. Only
    what AUTHORITY's approvers approved ends old ones.
    """

    def __init__(self) -> None:
        self.listed: frozenset[Revocation] = frozenset()
        self.standing: frozenset[Revocation] = frozenset()
        self.ending: dict[Revocation, int] = {}
        self.taken_back: frozenset[Revocation] = frozenset()

    def come(self, tree: Tree) -> None:
        """A landing: what its tree lists stands from here on; a list that cannot be read takes nothing back."""
        found = listed(tree)
        self.listed = self.listed if found is None else found
        self.standing |= self.listed

    def ratify(self, n: int) -> None:
        """AUTHORITY was approved by this landing, and with it the list as it is."""
        self.taken_back = (self.taken_back | self.ending.keys()) - self.listed
        self.ending = {each: self.ending.get(each, n) for each in self.listed}
        self.standing = self.listed

    @property
    def pushed(self) -> frozenset[str]:
        """The keys that only lists name which nobody approved."""
        return frozenset(key for key, _ in self.standing - self.ending.keys())

    @property
    def stopped(self) -> frozenset[str]:
        return frozenset(key for key, _ in self.standing)


def listed(tree: Tree) -> frozenset[Revocation] | None:
    """What a tree lists; None where it has a list that cannot be read."""
    if REVOKED not in tree:
        return frozenset()
    found = load(tree, REVOKED, "revoked")
    if found is None:
        return None
    return frozenset((str(each["fingerprint"]), str(each["from"])) for each in found["revoked"] or ())


def keys_of(tree: Tree, people: Iterable[str], forge: bool) -> frozenset[str]:
    """The fingerprints of the keys by which these people could sign, with the forge's or without.

    What a forge's key is called, a made-up one does not say; so no list names it.
    """
    lines = tree.get(SIGNERS, ("", b""))[1].decode(errors="replace").split("\n")
    own = {_fingerprint(line) for line in lines if line.split(" ")[0] in set(people)}
    return frozenset(own | {path for path in tree if forge and path.startswith(FORGE)})


def holders(tree: Tree, fingerprint: str) -> set[str]:
    """Whose key a fingerprint is, by a tree's list."""
    lines = tree.get(SIGNERS, ("", b""))[1].decode(errors="replace").split("\n")
    return {line.split(" ")[0] for line in lines if fingerprint and _fingerprint(line) == fingerprint}


def _fingerprint(line: str) -> str:
    """A key's fingerprint as OpenSSH writes it; the name of one that is made up."""
    key = line.split(" ")
    if "ssh-ed25519" not in key:
        return key[-1]
    digest = hashlib.sha256(base64.b64decode(key[key.index("ssh-ed25519") + 1])).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")
