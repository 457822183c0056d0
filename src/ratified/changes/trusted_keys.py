"""Which keys came and went, by the person they stand for and their fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.git.allowed_signers import AllowedSigner, safe_signers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.changes.labels import Labels


def of_signers(before: bytes, after: bytes, names: Labels) -> Iterator[str]:
    """What two versions of `data/trust/allowed_signers` differ in; nothing where no key that counts changed."""
    old, new = _by_key(before), _by_key(after)
    for key, signer in old.items():
        if key not in new:
            yield f"{_called(signer, names)} no longer trusted"
        elif signer.options != new[key].options:
            yield f"{_called(signer, names)}: {_options(signer)} → {_options(new[key])}"
    yield from (f"{_called(signer, names)} trusted" for key, signer in new.items() if key not in old)


def _by_key(data: bytes) -> dict[tuple[str, str], AllowedSigner]:
    return {(signer.person, signer.fingerprint): signer for signer in safe_signers(data)}


def _called(signer: AllowedSigner, names: Labels) -> str:
    return f"key {signer.fingerprint} of {names.called('person', signer.person)}"


def _options(signer: AllowedSigner) -> str:
    return ", ".join(option for option in signer.options if not option.startswith("namespaces")) or "at any time"
