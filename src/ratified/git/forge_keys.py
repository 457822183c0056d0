"""The keys with which a forge signs, as `data/trust/forge/` pins them: OpenPGP blocks, or one SSH public key a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ratified.git.allowed_signers import TYPES, AllowedSigner, is_key
from ratified.git.openpgp_key import primary_keys, signing_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORGE_SIGNER = "/git-host"
"""Whose key it is in the file that OpenSSH reads: no person's id may begin like this."""


@dataclass(frozen=True)
class ForgeKey:
    """A key with which a forge signs merges, as it is published. `until` is the day of its end."""

    name: str
    fingerprint: str
    from_: date
    until: date | None


GITHUB = (
    ForgeKey("github-web-flow-2017", "5DE3E0509C47EA3CF04A42D34AEE18F83AFDEB23", date(2017, 8, 16), date(2024, 1, 16)),
    ForgeKey("github-web-flow-2024", "968479A1AFF927E37D1A566BB5690EEEBB952194", date(2024, 1, 16), None),
)
"""Both: the first ended, and what it signed before stays good."""

PinnedFile = tuple[str, bytes]
"""A file of the folder: its path and its bytes."""


def ssh_forge_key(data: bytes) -> AllowedSigner | None:
    """The one SSH public key that a file is; None where it is anything else, such as keys of OpenPGP."""
    lines = [line for line in data.splitlines() if line.strip() and not line.startswith(b"#")]
    words = lines[0].split() if len(lines) == 1 else []
    try:
        type_, key = (word.decode("ascii") for word in (*words[:2], b"", b"")[:2])
    except UnicodeDecodeError:
        return None
    if type_ not in TYPES or not is_key(type_, key):
        return None
    return AllowedSigner(1, FORGE_SIGNER, ('namespaces="git"',), type_, key)


def ssh_forge_keys(files: Iterable[PinnedFile]) -> tuple[AllowedSigner, ...]:
    """The SSH keys among the files of the folder."""
    return tuple(key for _, data in files if (key := ssh_forge_key(data)) is not None)


def of_kind(files: Sequence[PinnedFile], ssh: bool) -> tuple[PinnedFile, ...]:
    """The files that hold an SSH key, or all the others."""
    return tuple(file for file in files if (ssh_forge_key(file[1]) is not None) is ssh)


def pinned_fingerprints(data: bytes) -> tuple[str, ...] | None:
    """The fingerprints of a file's keys as OpenSSH and gpg write them; None where it is not understood."""
    key = ssh_forge_key(data)
    return primary_keys(data) if key is None else (key.fingerprint,)


def verifying_keys(data: bytes) -> frozenset[str]:
    """The fingerprints of a file's keys, and of the other keys that belong to them and may sign as well."""
    key = ssh_forge_key(data)
    return signing_keys(data) if key is None else frozenset((key.fingerprint,))


def is_named(issuer: str, fingerprint: str) -> bool:
    """Whether a signature's word on its key means the one with a fingerprint.

    It says the whole of it, or the last 16 digits, of a key of OpenPGP's version 6 the first (RFC 9580, 5.5.4).
    """
    return bool(issuer) and (
        issuer == fingerprint
        or (len(issuer) == 16 and (fingerprint[-16:] if len(fingerprint) == 40 else fingerprint[:16]) == issuer)
    )
