"""Whether a signature is damaged, by its own form: then it fits nothing, whatever was signed and whoever signed it."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from ratified.model.landing import CommitSignature

if TYPE_CHECKING:
    from ratified.model.landing import Commit, SignatureKind

_SSH = re.compile(rb"-----BEGIN SSH SIGNATURE-----\n([^-]*)\n-----END SSH SIGNATURE-----\s*")
_PGP = re.compile(
    rb"-----BEGIN PGP (SIGNATURE|MESSAGE)-----\r?\n((?:[^\n:]*: [^\n]*\n)*)\r?\n([^-]*)-----END PGP \1-----\s*"
)
_CUT = "its armor is cut short"
_BASE64 = "what its armor holds is no base64"
_PACKET = "it breaks off"
_CRC_START, _CRC_BY = 0xB704CE, 0x1864CFB
_SIGNATURE_PACKET = 2


def damage(kind: SignatureKind, armored: bytes) -> str:
    """What is broken, in words that follow 'damaged: '; empty where its form is sound."""
    return _of_ssh(armored) if kind == "ssh" else _of_openpgp(armored)


def damage_checked(commit: Commit, armored: bytes, found: CommitSignature | None) -> CommitSignature | None:
    """What was found, unless the signature itself is damaged: then nothing else can be said of it."""
    if found is not None and found.state in ("good", "untrusted"):
        return found
    broken = damage(commit.signature, armored)
    return CommitSignature("bad", why=broken, damaged=True) if broken else found


def _of_ssh(armored: bytes) -> str:
    found = _SSH.fullmatch(armored)
    if found is None:
        return _CUT
    raw = _decoded(found[1])
    if raw is None:
        return _BASE64
    if raw[:6] != b"SSHSIG" or len(raw) < 10:
        return "it does not begin as one does"
    at = 10
    for _ in range(5):  # the key, what it is for, a reserve, the hash's name, the signature
        at += 4 + int.from_bytes(raw[at : at + 4], "big")
    if at > len(raw):
        return _PACKET
    return "" if at == len(raw) else "something follows its end"


def _of_openpgp(armored: bytes) -> str:
    """RFC 4880, 6.2 (armor) and 4.2 (packets)."""
    found = _PGP.fullmatch(armored)
    if found is None:
        return _CUT
    body, _, crc = found[3].partition(b"\n=")
    raw, checksum = _decoded(body), _decoded(crc)
    if raw is None or checksum is None:
        return _BASE64
    if checksum and int.from_bytes(checksum, "big") != _crc24(raw):
        return "it does not fit its own checksum"
    return _of_packets(raw)


def _of_packets(raw: bytes) -> str:
    at, seen = 0, False
    while at < len(raw):
        tag, start, size = _packet(raw, at)
        if size is None:
            return "" if seen or tag != _SIGNATURE_PACKET else _PACKET
        seen |= tag == _SIGNATURE_PACKET
        at = start + size
    return "" if at == len(raw) and raw else _PACKET


def _packet(raw: bytes, at: int) -> tuple[int, int, int | None]:
    """The kind of the packet that begins here, where its body begins, its length; None for one in parts."""
    head, first = raw[at], int.from_bytes(raw[at + 1 : at + 2], "big")
    if not head & 0x40:  # the old form
        width = (1, 2, 4, 0)[head & 3]
        tag = head >> 2 & 15
        return tag, at + 1 + width, int.from_bytes(raw[at + 1 : at + 1 + width], "big") if width else None
    tag = head & 63
    if first < 192:
        return tag, at + 2, first
    if first < 224:
        return tag, at + 3, ((first - 192) << 8) + int.from_bytes(raw[at + 2 : at + 3], "big") + 192
    return tag, at + 6, int.from_bytes(raw[at + 2 : at + 6], "big") if first == 255 else None


def _decoded(text: bytes) -> bytes | None:
    try:
        return base64.b64decode(re.sub(rb"[\r\n\t ]", b"", text), validate=True)
    except binascii.Error:
        return None


def _crc24(data: bytes) -> int:
    crc = _CRC_START
    for byte in data:
        crc ^= byte << 16
        for _ in range(8):
            crc <<= 1
            if crc & 0x1000000:
                crc ^= _CRC_BY
    return crc
