"""The fingerprints of OpenPGP public keys, armoured or binary, read without any tool (RFC 9580, 4.2, 5.5.4 and 6)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARMOR = re.compile(rb"-----BEGIN PGP PUBLIC KEY BLOCK-----[^\n]*\n(.*?)-----END PGP PUBLIC KEY BLOCK-----", re.DOTALL)
_PUBLIC_KEY, _SUBKEY = 6, 14
_RSA = (b"\1", b"\2", b"\3")
_LONGEST = 1 << 16
"""Octets that a key of version 4 has at most, since its fingerprint counts them in two."""


def primary_keys(data: bytes) -> tuple[str, ...] | None:
    """The fingerprints (upper-case hexadecimal) of the primary keys in a file; None where it is not understood."""
    found = [(tag, body) for tag, body in _keys(data) if tag == _PUBLIC_KEY]
    return tuple(_fingerprint(body) for _, body in found) or None


def signing_keys(data: bytes) -> frozenset[str]:
    """The fingerprints of all keys in a file, those that belong to another one included; none where it is not
    understood.
    """
    return frozenset(_fingerprint(body) for _, body in _keys(data))


def public_blocks(text: bytes) -> bytes:
    """The armoured public keys of a file without what stands round them."""
    return b"".join(found[0] + b"\n" for found in _ARMOR.finditer(text.replace(b"\r\n", b"\n")))


def shortest_rsa(data: bytes) -> int | None:
    """The bits of the shortest RSA key in a file; None where there is none, or it is not understood."""
    return min((_bits(body) for _, body in _keys(data) if body[5:6] in _RSA), default=None)


def _keys(data: bytes) -> list[tuple[int, bytes]]:
    """The keys of a file, armoured or binary: each one's tag and body; none where one of them is not understood."""
    try:
        blocks = [_raw(block[1]) for block in _ARMOR.finditer(data)] or ([data] if data[:1] >= b"\x80" else [])
        found = [(tag, body) for block in blocks for tag, body in _packets(block) if tag in (_PUBLIC_KEY, _SUBKEY)]
    except (ValueError, IndexError, binascii.Error):
        return []
    return found if all(body[:1] in (b"\4", b"\6") and len(body) < _LONGEST for _, body in found) else []


def _bits(body: bytes) -> int:
    """The length of the modulus, which comes first of an RSA key's numbers and says its own."""
    at = 10 if body[0] == 6 else 6
    return int.from_bytes(body[at : at + 2])


def _raw(block: bytes) -> bytes:
    lines = [line.strip() for line in block.split(b"\n")]
    body = lines[lines.index(b"") + 1 :] if b"" in lines[:-1] else lines
    return base64.b64decode(b"".join(line for line in body if not line.startswith(b"=")), validate=True)


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        head = data[at]
        if not head & 0x80:
            raise ValueError
        tag, (start, size) = (head & 0x3F, _length(data, at + 1)) if head & 0x40 else (head >> 2 & 15, _old(data, at))
        if start + size > len(data):
            raise ValueError
        yield tag, data[start : start + size]
        at = start + size


def _old(data: bytes, at: int) -> tuple[int, int]:
    """Where a packet of the old form begins, and its size; one of no stated size is not read."""
    octets = {0: 1, 1: 2, 2: 4}[data[at] & 3] if data[at] & 3 != 3 else 0
    if not octets:
        raise ValueError
    return at + 1 + octets, int.from_bytes(data[at + 1 : at + 1 + octets])


def _length(data: bytes, at: int) -> tuple[int, int]:
    first = data[at]
    if first < 192:
        return at + 1, first
    if first < 224:
        return at + 2, ((first - 192) << 8) + data[at + 1] + 192
    if first == 255:
        return at + 5, int.from_bytes(data[at + 1 : at + 5])
    raise ValueError


def _fingerprint(body: bytes) -> str:
    if body[0] == 4:
        return hashlib.sha1(b"\x99" + len(body).to_bytes(2) + body, usedforsecurity=False).hexdigest().upper()
    if body[0] == 6:
        return hashlib.sha256(b"\x9b" + len(body).to_bytes(4) + body).hexdigest().upper()
    raise ValueError
