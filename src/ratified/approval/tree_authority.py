"""Who may approve by a tree that is on no landing: a pull request's that would adopt the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from ratified.approval.authority import Authority
from ratified.approval.past_data import PastEntry, PastPeople, PastRegister, PastRoles, read_past
from ratified.approval.timeline import EVIDENCE_SIGNERS, FORGE_KEYS, PEOPLE, REGISTER, ROLES, SIGNERS
from ratified.model.landing import Blob, TrustedKeys

P = TypeVar("P", bound=PastEntry)
ReadBlob = Callable[[str], bytes]
"""The bytes of a blob by its id."""


def register_of_tree(listing: Mapping[str, Blob], read: ReadBlob) -> PastRegister | None:
    """The register of a tree; None where it is missing or cannot be read."""
    return _past(PastRegister, REGISTER, listing, read)


def authority_of_tree(listing: Mapping[str, Blob], read: ReadBlob, number: int, commit: str) -> Authority | None:
    """Who may approve by a tree, as if `commit` had landed it as that number; None where its files cannot be read."""
    register = register_of_tree(listing, read)
    people, roles = _past(PastPeople, PEOPLE, listing, read), _past(PastRoles, ROLES, listing, read)
    if register is None or people is None or roles is None:
        return None
    keys = sorted(path for path in listing if path.startswith(FORGE_KEYS))
    forge = tuple((path, data) for path in keys if (data := _content(path, listing, read)) is not None)
    signers, evidence = (_content(path, listing, read) or b"" for path in (SIGNERS, EVIDENCE_SIGNERS))
    return Authority(number, commit, register, people, roles, TrustedKeys(signers, forge, evidence))


def _past(model: type[P], path: str, listing: Mapping[str, Blob], read: ReadBlob) -> P | None:
    data = _content(path, listing, read)
    return None if data is None else read_past(model, path, data)


def _content(path: str, listing: Mapping[str, Blob], read: ReadBlob) -> bytes | None:
    blob = listing.get(path)
    return read(blob.id) if blob and blob.mode.startswith("100") else None
