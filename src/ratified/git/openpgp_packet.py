"""When and by which key an OpenPGP signature says it was made, read from its bytes without any tool.

The layout is that of RFC 4880 and 9580.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache

_ARMOR = re.compile(
    rb"-----BEGIN PGP (?:SIGNATURE|MESSAGE)-----\n(?:[A-Za-z-]+: [^\n]*\n)*[ \t]*\n"
    rb"([A-Za-z0-9+/=\n]+?)\n(?:=[A-Za-z0-9+/]{4}\n)?-----END PGP (?:SIGNATURE|MESSAGE)-----\n*"
)
_SIGNATURE, _MADE, _ISSUER, _ISSUER_FINGERPRINT = 2, 2, 16, 33
"""The tag of a signature packet, and the types of the subpackets that say when it was made and by which key."""


def signed_at(armored: bytes) -> int | None:
    """Seconds since 1970 at which a signature says it was made; None unless it is one packet that says so once."""
    return _said(armored)[0]


def issuer(armored: bytes) -> str:
    """The key that a signature says made it, in capital hexadecimal digits: a fingerprint, else 16 digits of one.

    Empty where it names none. Nobody has verified it.
    """
    return _said(armored)[1]


@lru_cache(maxsize=1)
def _said(armored: bytes) -> tuple[int | None, str]:
    """Both answers: they are asked one after the other, and to read a signature twice shows in a long history."""
    try:
        body = _body(armored)
        if body[:1] == b"\x03":
            return int.from_bytes(body[3:7], "big"), body[7:15].hex().upper()
        area, beside = _areas(body)
        sealed = _subpackets(area)
    except (binascii.Error, IndexError):
        return None, ""
    made = [data for kind, data in sealed if kind == _MADE]
    at = int.from_bytes(made[0], "big") if len(made) == 1 and len(made[0]) == 4 else None
    return at, _issuer(dict(sealed), beside)


def _issuer(sealed: dict[int, bytes], beside: bytes) -> str:
    """The key that is named: by its fingerprint, which is under the seal mostly, else by an id beside it."""
    try:
        named = sealed if _ISSUER_FINGERPRINT in sealed else {**dict(_subpackets(beside)), **sealed}
    except IndexError:
        named = sealed
    found = named[_ISSUER_FINGERPRINT][1:] if _ISSUER_FINGERPRINT in named else named.get(_ISSUER, b"")
    return found.hex().upper()


def _body(armored: bytes) -> bytes:
    found = _ARMOR.fullmatch(armored)
    return _packet(base64.b64decode(found[1].replace(b"\n", b""), validate=True)) if found else b""


def _areas(body: bytes) -> tuple[bytes, bytes]:
    """What a signature says under its own seal, and what stands beside that; both empty where it is cut off."""
    if body[:1] not in (b"\x04", b"\x05", b"\x06"):
        return b"", b""
    wide = 4 if body[0] == 6 else 2
    size = int.from_bytes(body[4 : 4 + wide], "big")
    area, rest = body[4 + wide : 4 + wide + size], body[4 + wide + size :]
    beside = rest[wide : wide + int.from_bytes(rest[:wide], "big")]
    return (area, beside) if len(area) == size else (b"", b"")


def _packet(data: bytes) -> bytes:
    """The body of the one signature packet that these bytes are; empty where they are anything else."""
    first = data[0]
    if first & 0x40:
        tag, (size, start) = first & 0x3F, _length(data, 1)
    else:
        tag, wide = first >> 2 & 0x0F, (1, 2, 4, 0)[first & 3]
        size, start = (int.from_bytes(data[1 : 1 + wide], "big"), 1 + wide) if wide else (len(data) - 1, 1)
    whole = first & 0x80 and tag == _SIGNATURE and start + size == len(data)
    return data[start:] if whole else b""


def _length(data: bytes, at: int) -> tuple[int, int]:
    """A length as new packets and subpackets write it, and where what it counts begins."""
    first = data[at]
    if first < 192:
        return first, at + 1
    if first < 224:
        return (first - 192 << 8) + data[at + 1] + 192, at + 2
    if first == 255:
        return int.from_bytes(data[at + 1 : at + 5], "big"), at + 5
    raise IndexError("a length in parts, which no signature has")


def _subpackets(area: bytes) -> list[tuple[int, bytes]]:
    """The type and the data of each subpacket."""
    found, at = [], 0
    while at < len(area):
        size, start = _length(area, at)
        found.append((area[start] & 0x7F, area[start + 1 : start + size]))
        at = start + max(size, 1)
    return found
