"""A commit object's bytes as a Commit. Whatever is strange becomes a sentence in `faults`, never an exception."""

from __future__ import annotations

import re
from functools import lru_cache

from ratified.git.identity import identity, read_stamp, text
from ratified.git.openpgp_packet import issuer, signed_at
from ratified.git.ssh_key import signing_key
from ratified.git.trailers import co_authors
from ratified.model.landing import Commit, CommitStamp, Identity, SignatureKind

_ID = re.compile(rb"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
_ARMORS: tuple[tuple[bytes, SignatureKind], ...] = (
    (b"-----BEGIN SSH SIGNATURE-----", "ssh"),
    (b"-----BEGIN PGP SIGNATURE-----", "openpgp"),
    (b"-----BEGIN PGP MESSAGE-----", "openpgp"),
)
_NAME = rb"[^<>\x00-\x20\x7f](?:[^<>\x00-\x1f\x7f]*[^<>\x00-\x20\x7f])?"
_WHO = rb"(%b) <([^<>\x00-\x20\x7f]+)> ([0-9]{1,11}) [+-](?:0[0-9]|1[0-3])[0-5][0-9]" % _NAME
_USUAL = re.compile(
    rb"tree ([0-9a-f]{40}|[0-9a-f]{64})\n((?:parent (?:[0-9a-f]{40}|[0-9a-f]{64})\n)*)"
    rb"author " + _WHO + rb"\ncommitter " + _WHO + rb"(?:\n(gpgsig(?:-sha256)?) ([^\n\0]*(?:\n [^\n\0]*)*))?\n?"
)
"""The header of almost every commit. Reading it at one stroke halves the time that a long history takes."""

_ASCII = bytes(code for code in range(0x20, 0x7F) if code != 0x5C) + b"\x1b(B\x1b$)C\x0e\x0f"
"""What is ASCII, and the shifts between sets of letters that some encodings know."""
_ELSEWISE = "it says that its text is in an encoding in which git may show other words than it stores"

_NOBODY = CommitStamp(Identity("", ""), None)
_SIGNATURES = frozenset((b"gpgsig", b"gpgsig-sha256"))
_ONCE = frozenset((b"tree", b"author", b"committer", b"encoding", *_SIGNATURES))


def read_commit(id_: str, data: bytes) -> Commit:
    """Read a raw commit object. `id_` is its id, whose length says which signature header counts."""
    head, _, message = data.partition(b"\n\n")
    words = text(message)
    usual = _USUAL.fullmatch(head)
    if usual is not None:
        return _usual(id_, usual, words)
    return _unusual(id_, head, words, ends=len(head) == len(data))


def _usual(id_: str, found: re.Match[bytes], words: str) -> Commit:
    tree, parents, *who, header, armor = found.groups()
    kind = _kind(armor) if header == _signed_by(id_) else "none"
    signature = armor.replace(b"\n ", b"\n") if armor else b""
    return Commit(
        id_,
        tree.decode(),
        tuple(parents.decode().split()[1::2]),
        CommitStamp(identity(who[0], who[1]), int(who[2])),
        CommitStamp(identity(who[3], who[4]), int(who[5])),
        words,
        co_authors(words),
        kind,
        signed_at=signed_at(signature) if kind == "openpgp" else None,
        signer=_signer(signature),
        issuer=issuer(signature) if kind == "openpgp" else "",
    )


def _unusual(id_: str, head: bytes, words: str, ends: bool) -> Commit:
    """The same for any header at all, however hostile; `ends` says that nothing follows it."""
    headers = _headers(head)
    tree, parents, rest, faults = _lineage(headers, ends)
    author, author_faults = _stamp(b"author", headers)
    committer, committer_faults = _stamp(b"committer", headers)
    if [key for key, _ in rest[:2]] != [b"author", b"committer"]:
        faults.append("its author and committer lines do not follow its parents")
    if b"\0" in head:
        faults.append("its header holds a NUL")
    faults += _twice(headers)
    faults += (_ELSEWISE for key, value in rest if key == b"encoding" and not _as_stored(value[:64]))
    return Commit(
        id_,
        tree,
        parents,
        author,
        committer,
        words,
        co_authors(words),
        _signature_kind(id_, headers),
        (*faults, *author_faults, *committer_faults),
        next(filter(None, (_signer(value) for key, value in headers if key in _SIGNATURES)), ""),
        *_said(id_, headers),
    )


@lru_cache(maxsize=64)
def _as_stored(encoding: bytes) -> bool:
    """Whether text in an encoding shows its ASCII as it is stored, so that whom it names can be read from its bytes.

    In UTF-7 or UTF-16, or between the shifts of ISO-2022, a co-author could else be named to everybody but us.
    """
    try:
        return _ASCII.decode(encoding.decode("ascii")) == _ASCII.decode("ascii")
    except (LookupError, ValueError):
        return False


def _headers(head: bytes) -> list[tuple[bytes, bytes]]:
    """Header lines as (key, value), folded lines joined with newlines."""
    found: list[tuple[bytes, bytes]] = []
    folded: list[bytes] = []
    for line in head.removesuffix(b"\n").split(b"\n"):
        if line[:1] == b" " and found:
            folded.append(line[1:])
            continue
        if folded:
            found[-1] = (found[-1][0], b"\n".join((found[-1][1], *folded)))
            folded = []
        key, _, value = line.partition(b" ")
        found.append((key, value))
    if folded:
        found[-1] = (found[-1][0], b"\n".join((found[-1][1], *folded)))
    return found


def _lineage(
    headers: list[tuple[bytes, bytes]], ends: bool
) -> tuple[str, tuple[str, ...], list[tuple[bytes, bytes]], list[str]]:
    """The tree, the parents that stand where git reads them, the headers after those, and faults.

    Git's rule (its commit.c): ids may be written in capitals, and a parent line with nothing after it is not read.
    """
    faults = []
    tree = ""
    if headers[0][0] == b"tree" and _ID.fullmatch(headers[0][1]):
        tree = headers[0][1].decode().lower()
    else:
        faults.append("it names no tree")
    end = 1
    while end < len(headers) and headers[end][0] == b"parent" and _ID.fullmatch(headers[end][1]):
        end += 1
    if ends and 1 < end == len(headers):
        end -= 1
    if any(value != value.lower() for _, value in headers[:end]):
        faults.append("it writes an id in capital letters")
    rest = headers[end:]
    if any(key == b"parent" for key, _ in rest):
        faults.append("it has a parent line that git does not read")
    return tree, tuple(value.decode().lower() for _, value in headers[1:end]), rest, faults


def _stamp(role: bytes, headers: list[tuple[bytes, bytes]]) -> tuple[CommitStamp, tuple[str, ...]]:
    """The first line of this role, as git takes the first of several."""
    for key, value in headers:
        if key == role:
            return read_stamp(role.decode(), value)
    return _NOBODY, (f"it has no {role.decode()} line",)


def _twice(headers: list[tuple[bytes, bytes]]) -> list[str]:
    keys = [key for key, _ in headers if key in _ONCE]
    if len(keys) == len(set(keys)):
        return []
    return [f"it has more than one {key.decode()} line" for key in sorted(set(keys)) if keys.count(key) > 1]


def _signature_kind(id_: str, headers: list[tuple[bytes, bytes]]) -> SignatureKind:
    """What kind of signature git would check; a signature header that stands twice is of no kind anybody can check."""
    values = [value for key, value in headers if key == _signed_by(id_)]
    if len(values) != 1:
        return "other" if values else "none"
    return _kind(values[0])


def _said(id_: str, headers: list[tuple[bytes, bytes]]) -> tuple[int | None, str]:
    """When and by which key an OpenPGP signature says it was made."""
    values = [value for key, value in headers if key == _signed_by(id_)]
    read = len(values) == 1 and _kind(values[0]) == "openpgp"
    return (signed_at(values[0]), issuer(values[0])) if read else (None, "")


def _signer(armored: bytes) -> str:
    """The key in an SSH signature, whichever header holds it: whom it charges needs no proof."""
    return signing_key(armored) or "" if armored.startswith(_ARMORS[0][0]) else ""


def _kind(armored: bytes) -> SignatureKind:
    return next((kind for armor, kind in _ARMORS if armored.startswith(armor)), "other")


def _signed_by(id_: str) -> bytes:
    """The header that signs the form of a commit which has an id of this length."""
    return b"gpgsig-sha256" if len(id_) == 64 else b"gpgsig"


def signature_text(id_: str, data: bytes) -> bytes:
    """The armored signature in a raw commit object, empty where there is none."""
    headers = _headers(data.partition(b"\n\n")[0])
    return next((value for key, value in headers if key == _signed_by(id_)), b"")
