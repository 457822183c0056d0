"""Trusting somebody's SSH key: the line that `data/trust/allowed_signers` gets, once everything about it is sound."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING

from ratified.analysis.trust import REVOKED, SIGNERS, TrustChange, TrustError, bytes_of, forge_keys, revoked_keys
from ratified.git.allowed_signers import TYPES, AllowedSigner, safe_signers
from ratified.model.close_names import meant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ratified.model.people import Person
    from ratified.source.tree import FileTree

SHORTEST = 2048
"""Bits of an RSA key: shorter ones are not to be trusted any more (NIST SP 800-57, part 1)."""
_HEAD = (
    b"# One line a key: whose it is, by id, what it may sign, the key. A leaver's key ends on its last day and stays.\n"
)


def trust_key(
    tree: FileTree, people: Sequence[Person], person: str, data: bytes, since: date | None, last: date | None
) -> TrustChange:
    """Trust a public SSH key, as its file holds it, as somebody's, from a day on and to a last one.

    Raises TrustError.
    """
    _require_person(people, person)
    type_, key = public_key(data)
    signer = AllowedSigner(0, person, (), type_, key)
    before = bytes_of(tree, SIGNERS)
    for other in safe_signers(before or b""):
        if other.fingerprint == signer.fingerprint and other.person == person:
            return TrustChange({}, ((signer.fingerprint, f"{SIGNERS}:{other.line}"),))
        if other.fingerprint == signer.fingerprint:
            raise TrustError(
                f"{SIGNERS}:{other.line}: this key belongs to {other.person}; give {person} one of their own"
            )
    if (file := dict(forge_keys(tree)).get(signer.fingerprint)) is not None:
        raise TrustError(f"{file}: this key is the Git host's; give {person} one of their own")
    if any(row.fingerprint == signer.fingerprint for row in revoked_keys(tree)):
        raise TrustError(
            f"{REVOKED} lists this key, so it counts for nothing; make a new one (`ssh-keygen -t ed25519`)"
        )
    if since and last and last < since:
        raise TrustError(f"the key would end on {last}, before it begins on {since}; correct one of the two days")
    start = before if before is not None else _HEAD
    start += b"" if not start or start.endswith(b"\n") else b"\n"
    after = start + f"{person} {_options(since, last)} {type_} {key}\n".encode()
    number = after.count(b"\n")
    if not any(one.line == number and one.person == person for one in safe_signers(after)):
        raise TrustError(
            f"{SIGNERS} would not hold the key as a line that counts; `ratified check` says what is wrong there"
        )
    return TrustChange({SIGNERS: (before, after)}, ((signer.fingerprint, f"{SIGNERS}:{number}"),))


def signers_of(tree: FileTree) -> tuple[AllowedSigner, ...]:
    """The lines of people's keys that count."""
    return safe_signers(bytes_of(tree, SIGNERS) or b"")


def _require_person(people: Sequence[Person], person: str) -> None:
    known = {one.id: one for one in people}
    if person not in known:
        close = meant(person, known, "add them there first, in the same change")
        raise TrustError(f"{person} is nobody in data/people.yml; {close}")
    if known[person].kind == "bot":
        raise TrustError(f"{person} is a bot, and a bot approves nothing; name the person who signs")


def public_key(data: bytes) -> tuple[str, str]:
    """The type and the key of a public SSH key, as its file holds it. Raises TrustError where it is not sound."""
    if b"PRIVATE KEY" in data:
        raise TrustError("this is a private key, which nobody else may ever have; give the file that ends in .pub")
    lines = [line for line in data.decode("ascii", "replace").splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise TrustError(
            f"the file holds {len(lines)} lines where one public key belongs; give a file that ends in .pub"
        )
    type_, key, *_ = [*lines[0].split(), "", ""]
    if type_ not in TYPES:
        raise TrustError(
            "the file holds no SSH public key of a type that is accepted here; `ssh-keygen -t ed25519` makes one"
        )
    try:
        raw = base64.b64decode(key, validate=True)
    except ValueError:
        raw = b""
    parts = _strings(raw)
    if len(parts) < 2 or parts[0] != type_.encode():
        raise TrustError("the key in the file cannot be read; export it again (`ssh-keygen -y -f PRIVATE_KEY_FILE`)")
    if type_ == "ssh-rsa" and (bits := int.from_bytes(parts[-1]).bit_length()) < SHORTEST:
        raise TrustError(f"an RSA key of {bits} bits is too short; make a new one (`ssh-keygen -t ed25519`)")
    return type_, key


def _strings(raw: bytes) -> list[bytes]:
    """The strings of a key: its type, and its numbers, of RSA the modulus last (RFC 4253, section 6.6); none of a key
    that is cut off.
    """
    found: list[bytes] = []
    while raw:
        size = int.from_bytes(raw[:4])
        part, raw = raw[4 : 4 + size], raw[4 + size :]
        if len(part) != size or not size:
            return []
        found.append(part)
    return found


def _options(since: date | None, last: date | None) -> str:
    """What the key may sign, and when, in UTC: the last day counts whole."""
    found = ['namespaces="git"']
    found += [f'valid-after="{since:%Y%m%d}Z"'] if since else []
    found += [f'valid-before="{last + timedelta(days=1):%Y%m%d}Z"'] if last else []
    return ",".join(found)
