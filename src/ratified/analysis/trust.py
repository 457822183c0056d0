"""Changes of `data/trust/`: whose key is trusted, from when, and no longer. Planned here, written by the command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from ratified.git.allowed_signers import safe_signers
from ratified.git.forge_keys import GITHUB, pinned_fingerprints
from ratified.model.governance import RevokedKey, RevokedKeys
from ratified.source.fault import ReadingFault
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from ratified.source.tree import FileTree

SIGNERS, FORGE, REVOKED = "data/trust/allowed_signers", "data/trust/forge/", "data/trust/revoked.yml"
EVIDENCE_SIGNERS = "data/trust/evidence_signers"


class TrustError(Exception):
    """A change that cannot be made: a sentence that says why and what to do."""


@dataclass(frozen=True)
class TrustChange:
    """Files to write, with their bytes before and after; none where the key is trusted or listed already.

    `keys` are the fingerprints that it is about, as OpenSSH and gpg write them, each with where it stands.
    """

    files: dict[str, tuple[bytes | None, bytes]]
    keys: tuple[tuple[str, str], ...]


def pin_github(tree: FileTree) -> TrustChange:
    """Put GitHub's keys into the folder of the forge's keys. Raises TrustError where another file has their name."""
    made: dict[str, tuple[bytes | None, bytes]] = {}
    held = dict(forge_keys(tree))
    for key in GITHUB:
        path = f"{FORGE}{key.name}.asc"
        if key.fingerprint in held:
            continue
        if not isinstance(tree.read(path), ReadingFault):
            raise TrustError(f"{path} is there and holds another key than GitHub's; remove it, then run this again")
        made[path] = None, files("ratified.catalogue").joinpath(f"forge_keys/{key.name}.asc").read_bytes()
    return TrustChange(
        made, tuple((key.fingerprint, held.get(key.fingerprint, f"{FORGE}{key.name}.asc")) for key in GITHUB)
    )


def forge_keys(tree: FileTree) -> list[tuple[str, str]]:
    """The fingerprint of each pinned key of a forge, with its file; a file that is not understood has none."""
    found: list[tuple[str, str]] = []
    for path in tree.paths(FORGE.rstrip("/")):
        data = tree.read(path)
        keys = None if isinstance(data, ReadingFault) else pinned_fingerprints(data)
        found += [(key, path) for key in keys or ("",)]
    return found


def revoked_keys(tree: FileTree) -> tuple[RevokedKey, ...]:
    """The keys that the list of revoked ones names. Raises TrustError where it cannot be read."""
    data = bytes_of(tree, REVOKED)
    found = _revoked(data) if data is not None else RevokedKeys()
    if found is None:
        raise TrustError(f"{REVOKED} cannot be read; `ratified check` says what is wrong there")
    return found.revoked


def _revoked(data: bytes) -> RevokedKeys | None:
    try:
        yaml = read_yaml(REVOKED, data.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    found = typed(RevokedKeys, yaml)
    return None if yaml.faults else found


def revoke(tree: FileTree, name: str, since: str, reason: str) -> TrustChange:
    """List a key, by its fingerprint or as the one key of somebody, as revoked after a commit. Raises TrustError."""
    key, place = _named(tree, name)
    listed = revoked_keys(tree)
    if any(row.fingerprint == key for row in listed):
        return TrustChange({}, ((key, REVOKED),))
    before = bytes_of(tree, REVOKED)
    start = before if before is not None and listed else _remarks(before or b"") + b"revoked:\n"
    start += b"" if start.endswith(b"\n") else b"\n"
    quoted = '"' + reason.replace("\\", "\\\\").replace('"', '\\"') + '"'
    after = start + f'  - fingerprint: "{key}"\n    from: "{since}"\n    reason: {quoted}\n'.encode()
    made = _revoked(after)
    if made is None or made.revoked[:-1] != listed or made.revoked[-1].fingerprint != key:
        raise TrustError(f"{REVOKED} is written in a way to which nothing can be added here; add the entry by hand")
    return TrustChange({REVOKED: (before, after)}, ((key, place),))


def _remarks(data: bytes) -> bytes:
    """The comments of a list that names nothing yet."""
    return b"".join(line + b"\n" for line in data.splitlines() if line.lstrip().startswith(b"#"))


def _named(tree: FileTree, name: str) -> tuple[str, str]:
    """The fingerprint that is meant, and where the key is trusted."""
    signers = safe_signers(bytes_of(tree, SIGNERS) or b"")
    known = {one.fingerprint: f"{SIGNERS}:{one.line}" for one in signers}
    known |= {one.fingerprint: f"{EVIDENCE_SIGNERS}:{one.line}" for one in safe_signers(evidence_keys(tree))}
    known |= {key: path for key, path in forge_keys(tree) if key}
    if (key := name.replace(" ", "").upper() if re.fullmatch(r"[0-9A-Fa-f ]{40,80}", name) else name) in known:
        return key, known[key]
    own = [one for one in signers if one.person == name]
    if len(own) == 1:
        return own[0].fingerprint, known[own[0].fingerprint]
    if own:
        keys = ", ".join(one.fingerprint for one in own)
        raise TrustError(f"{name} has {len(own)} keys; name the one that is meant: {keys}")
    raise TrustError(f"no key in data/trust/ is {name}; `ratified trust list` has the fingerprints and whose they are")


def evidence_keys(tree: FileTree) -> bytes:
    """The list of keys by which imports of reviews are signed."""
    return bytes_of(tree, EVIDENCE_SIGNERS) or b""


def bytes_of(tree: FileTree, path: str) -> bytes | None:
    """The bytes of a file; None where there is none. Raises TrustError where it is no plain file."""
    data = tree.read(path)
    if not isinstance(data, ReadingFault):
        return data
    if tree.faults(path):
        raise TrustError(f"{path} cannot be read: {data.message}; {data.help}")
    return None
