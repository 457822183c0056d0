"""What stands inside an SSH signature."""

from __future__ import annotations

import base64
import binascii
import re

from ratified.git.allowed_signers import fingerprint

_ARMOR = re.compile(rb"-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----\n*")


def signing_key(armored: bytes) -> str | None:
    """The fingerprint of the key inside an SSH signature; None for one that is damaged or not made for git.

    The layout is that of OpenSSH's PROTOCOL.sshsig: `SSHSIG`, a version, the key, the namespace, and the rest.
    """
    found = _ARMOR.fullmatch(armored)
    try:
        raw = base64.b64decode(found[1].replace(b"\n", b""), validate=True) if found else b""
    except binascii.Error:
        return None
    if raw[:6] != b"SSHSIG":
        return None
    key, rest = _string(raw[10:])
    namespace, _ = _string(rest)
    return fingerprint(key) if key and namespace == b"git" else None


def _string(data: bytes) -> tuple[bytes, bytes]:
    size = int.from_bytes(data[:4], "big")
    return data[4 : 4 + size], data[4 + size :]
