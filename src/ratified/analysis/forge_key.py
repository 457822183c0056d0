"""Pinning the key of a forge of one's own: the file that `data/trust/forge/` gets, once the key is sound."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.analysis.trust import FORGE, REVOKED, SIGNERS, TrustChange, TrustError, forge_keys, revoked_keys
from ratified.analysis.trusted_key import SHORTEST, public_key, signers_of
from ratified.git.forge_keys import pinned_fingerprints
from ratified.git.openpgp_key import public_blocks, shortest_rsa
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from ratified.source.tree import FileTree

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")
_PGP = b"-----BEGIN PGP PUBLIC KEY BLOCK-----"


def pin_forge(tree: FileTree, name: str, data: bytes) -> TrustChange:
    """Pin a public key, OpenPGP or SSH as its file holds it, as that of a forge with a name. Raises TrustError."""
    if not _NAME.fullmatch(name) or name.startswith("github-web-flow"):
        raise TrustError(f"{name} is no name for a Git host's key; use small letters, digits, dots and hyphens")
    suffix, text = _sound(data)
    keys = pinned_fingerprints(text) or ()
    held = dict(forge_keys(tree))
    if keys and all(key in held for key in keys):
        return TrustChange({}, tuple((key, held[key]) for key in keys))
    _require_free(tree, keys)
    path = f"{FORGE}{name}.{suffix}"
    if not isinstance(tree.read(path), ReadingFault) or tree.faults(path):
        raise TrustError(f"{path} is there and holds another key; it stays, so give this one another name")
    return TrustChange({path: (None, text)}, tuple((key, path) for key in keys))


def _require_free(tree: FileTree, keys: tuple[str, ...]) -> None:
    """TrustError where a key is revoked, or is somebody's: whoever has it would merge in anybody's name."""
    if any(row.fingerprint in keys for row in revoked_keys(tree)):
        raise TrustError(f"{REVOKED} lists this key, so it counts for nothing; pin the one that took its place")
    for one in signers_of(tree):
        if one.fingerprint in keys:
            raise TrustError(
                f"{SIGNERS}:{one.line}: this key belongs to {one.person}, and a Git host merges in the name of all; "
                "pin the key that the Git host alone has"
            )


def _sound(data: bytes) -> tuple[str, bytes]:
    """How the name of the file ends, and what it will hold: the key without what stands round it."""
    if b"PRIVATE KEY" in data:
        raise TrustError("this is a private key, which only the Git host may have; give the file of the public half")
    if _PGP not in data:
        if not data.isascii() or data[:1] in (b"\x98", b"\x99", b"\xc6"):
            raise TrustError("the file holds no key as text; `gpg --armor --export KEY` writes an OpenPGP key so")
        type_, key = public_key(data)
        return "pub", f"{type_} {key}\n".encode()
    text = public_blocks(data)
    if pinned_fingerprints(text) is None:
        raise TrustError("the OpenPGP key in the file cannot be read; export it again (`gpg --armor --export KEY`)")
    if (bits := shortest_rsa(text)) is not None and bits < SHORTEST:
        raise TrustError(f"an RSA key of {bits} bits is too short; let the Git host sign with a longer one")
    return "asc", text
