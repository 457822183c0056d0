"""`data/trust/allowed_signers`, read more strictly than OpenSSH reads it: one person, one key, one meaning."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.signer_times import SignerTime, SignerZone, signer_time, zone_said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PERSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*")
_OPTION = re.compile(r'([A-Za-z-]+)(?:="([^"]*)")?(?:,|$)')
TYPES = (
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)
"""The kinds of keys that are accepted."""


class AllowedSigner(NamedTuple):
    """One line: whose key it is, what it may sign and when (`valid-after="20250101Z"`, ...), the key.

    `unsaid` are the times as they are written that have no zone, where the file says none either.
    """

    line: int
    person: str
    options: tuple[str, ...]
    type: str
    key: str
    unsaid: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint as OpenSSH writes it."""
        return fingerprint(base64.b64decode(self.key))

    @property
    def window(self) -> tuple[int | None, int | None]:
        """From which second the key is valid, and before which; None for ever. OpenSSH counts the last one in."""
        times = dict(option.split("=") for option in self.options)
        since, until = (times.get(name) for name in ("valid-after", "valid-before"))
        return (None if since is None else _second(since), None if until is None else _second(until) + 1)

    def __str__(self) -> str:
        return f"{self.person} {','.join(self.options)} {self.type} {self.key}"


class _UnsafeSignerError(ValueError):
    """Why a line does not count, as the rest of a sentence."""


def fingerprint(key: bytes) -> str:
    """`SHA256:...` of a public key's own bytes, as OpenSSH writes it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def safe_signers(data: bytes) -> tuple[AllowedSigner, ...]:
    """The lines that count, in order."""
    return tuple(signer for signer in _read(data) if isinstance(signer, AllowedSigner))


def unsafe_signers(data: bytes) -> tuple[tuple[int, str], ...]:
    """Every line that does not count: its number, from 1, and a sentence that says why and what to write instead."""
    return tuple(dropped for dropped in _read(data) if not isinstance(dropped, AllowedSigner))


def _read(data: bytes) -> Iterator[AllowedSigner | tuple[int, str]]:
    said = zone_said(data)
    found = sorted((*_lines(data, said), *said.faults), key=lambda one: one[0])
    owners: dict[str, set[str]] = {}
    for signer in found:
        if isinstance(signer, AllowedSigner):
            owners.setdefault(signer.fingerprint, set()).add(signer.person)
    for signer in found:
        if isinstance(signer, AllowedSigner) and len(owners[signer.fingerprint]) > 1:
            people = " and ".join(sorted(owners[signer.fingerprint]))
            yield signer.line, f"this key belongs to {people}, so it counts for nobody; give each person a key"
        else:
            yield signer


def _lines(data: bytes, said: SignerZone) -> Iterator[AllowedSigner | tuple[int, str]]:
    for number, line in enumerate(data.split(b"\n"), 1):
        stripped = line.strip(b" \t\r")
        if stripped and not stripped.startswith(b"#"):
            try:
                yield _signer(number, stripped.decode("ascii"), said)
            except UnicodeDecodeError:
                yield number, "this line is not plain ASCII; write it anew from the public key file"
            except _UnsafeSignerError as unsafe:
                yield number, f'{unsafe}; write `person namespaces="git" ssh-ed25519 AAAA...`'


def _signer(number: int, line: str, said: SignerZone) -> AllowedSigner:
    person, options, rest = _parts(line)
    if not _PERSON.fullmatch(person):
        raise _UnsafeSignerError("this line must begin with the id of exactly one person, without wildcards")
    type_, key = (*rest, "", "")[:2]
    if type_ not in TYPES:
        raise _UnsafeSignerError("this line holds no key of a type that is accepted here")
    if not is_key(type_, key):
        raise _UnsafeSignerError(f"the key of {person} cannot be read")
    read = _options(options)
    times = {name: _time(name, value, said) for name, value in read.items()}
    unsaid = tuple(f'{name}="{read[name]}"' for name, time in times.items() if time.unsaid)
    return AllowedSigner(number, person, ('namespaces="git"', *_spelled(times)), type_, key, unsaid)


def _parts(line: str) -> tuple[str, str, list[str]]:
    """The person, the options, and what follows: the key's type, the key, a comment."""
    person, *rest = re.split(r"[ \t]+", line)
    if rest and rest[0] not in TYPES:
        return person, rest[0], rest[1:]
    return person, "", rest


def _options(text: str) -> dict[str, str | None]:
    """The options besides `namespaces="git"`, which must be among them, and nothing that widens them."""
    read: dict[str, str | None] = {}
    at = 0
    while at < len(text):
        found = _OPTION.match(text, at)
        if found is None or found[1].lower() in read:
            raise _UnsafeSignerError("the options of this line cannot be read")
        read[found[1].lower()] = found[2]
        at = found.end()
    if "cert-authority" in read:
        raise _UnsafeSignerError("`cert-authority` would let that key make others")
    if read.pop("namespaces", None) != "git":
        raise _UnsafeSignerError('this key must be for git alone (namespaces="git")')
    return read


def _time(name: str, value: str | None, said: SignerZone) -> SignerTime:
    try:
        return signer_time(value if name in ("valid-after", "valid-before") else None, said)
    except ValueError as error:
        raise _UnsafeSignerError(f'the option {name} {error}; valid-before="20271231Z" would be') from None


def _spelled(times: Mapping[str, SignerTime]) -> tuple[str, ...]:
    """The times in our own spelling, in UTC."""
    after, before = times.get("valid-after"), times.get("valid-before")
    if after is not None and before is not None and after.at >= before.at:
        raise _UnsafeSignerError("the time in which this key is valid ends before it begins")
    return tuple(f'{name}="{time.at:%Y%m%d%H%M%SZ}"' for name, time in times.items())


def _second(option: str) -> int:
    return int(datetime.strptime(option, '"%Y%m%d%H%M%SZ"').replace(tzinfo=UTC).timestamp())


def is_key(type_: str, key: str) -> bool:
    """Whether this is base64 of a key that begins with its own type, as every public key does."""
    try:
        raw = base64.b64decode(key, validate=True)
    except binascii.Error:
        return False
    return raw.startswith(len(type_).to_bytes(4, "big") + type_.encode()) and len(raw) > len(type_) + 4
