"""What a change of `data/trust/` did, why it matters, how to compare a fingerprint, and the commands that come next."""

from __future__ import annotations

import shlex
import textwrap
from typing import TYPE_CHECKING

from ratified.analysis.trust import REVOKED, SIGNERS, TrustChange
from ratified.git.forge_keys import GITHUB
from ratified.output import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ratified.git.allowed_signers import AllowedSigner

_COUNTS = (
    "It counts once an approver of class authority, by a key that is trusted already, has merged this; until then "
    "nothing that it signs is an approval. The adoption of a register is judged by the keys that it brings."
)


def pinned_github(change: TrustChange, root: Path) -> Iterator[str]:
    """The lines after `trust forge github`."""
    for key, (fingerprint, place) in zip(GITHUB, change.keys, strict=True):
        until = f"until {key.until}" if key.until else "with no end"
        was = "trusts" if place in change.files else "trusted already:"
        yield f"{was} GitHub's key {spaced(fingerprint)} ({place}), from {key.from_} {until}"
    yield from _paragraph(
        "Compare both fingerprints with those in GitHub's documentation on commit signature verification, on a page "
        "that you opened yourself. GitHub signs with them what is merged or edited on github.com: such a signature "
        "shows which account pressed the button, and a class with `minimum_proof: forge` asks for no more. The first "
        "has ended; what it signed before stays good."
    )
    yield from _next(change, root, "trust-github", "trust: GitHub's keys")


def pinned_forge(change: TrustChange, root: Path, name: str) -> Iterator[str]:
    """The lines after `trust forge NAME FILE`."""
    for fingerprint, place in change.keys:
        was = "trusts" if change.files else "trusts already:"
        yield f"{was} the Git host's key {_fingerprint_text(fingerprint)} ({place})"
    if not change.files:
        yield "nothing was written"
        return
    yield from _paragraph(
        "Have whoever runs the Git host read the fingerprint out, on another way than the one by which the file came: "
        "whoever has the other half of this key merges in anybody's name. The Git host has to sign what it merges, and "
        "to write who pressed the button as the author of the merge commit; a class with `minimum_proof: forge` asks "
        "for no more."
    )
    yield from _paragraph(
        "When the Git host takes a new key, pin it under another name and leave this one: what it signed before stays "
        "good by it."
    )
    yield from _next(change, root, f"trust-{name}", f"trust: The key of {name}")


def trusted(change: TrustChange, root: Path, person: str, name: str) -> Iterator[str]:
    """The lines after `trust key`."""
    fingerprint, place = change.keys[0]
    if not change.files:
        yield f"{place} trusts {fingerprint} as {person} already; nothing was written"
        return
    yield f"{place} now trusts {fingerprint} as {person}"
    yield from _paragraph(
        f"Have {name} read the fingerprint out (`ssh-keygen -lf FILE`), on another way than the one by which the file "
        "came: whoever has the other half of this key approves as them."
    )
    yield from _next(change, root, f"trust-{person}", f"trust: A key of {person}")


def revoked(change: TrustChange, root: Path, since: str) -> Iterator[str]:
    """The lines after `trust revoke`."""
    fingerprint, place = change.keys[0]
    if not change.files:
        yield f"{REVOKED} lists {fingerprint} already; nothing was written"
        return
    yield f"{REVOKED} now lists {fingerprint} ({place})"
    yield from _paragraph(
        "Once this is merged the key approves nothing, whoever merges it. What it approved after "
        f"{since[:12]} no longer counts once an approver of class authority, by another key, has merged this; what it "
        f"approved up to that commit stays. Leave its line in {SIGNERS}: what it signed before is checked by it."
    )
    yield from _next(change, root, "revoke-key", "trust: Revoke a key", counts=False)


def of_imports(signers: Sequence[AllowedSigner], path: str, revoked_: frozenset[str]) -> Iterator[str]:
    """A line for each key by which imports of reviews are signed."""
    for one in signers:
        when = f"  {' '.join(one.options[1:])}" if len(one.options) > 1 else ""
        state = _state(one.fingerprint, revoked_)
        yield terminal.line(f"imports of reviews  {one.fingerprint}{when}  {path}:{one.line}{state}")


def listed(
    signers: Sequence[AllowedSigner],
    unsafe: Sequence[tuple[int, str]],
    forge: Sequence[tuple[str, str]],
    revoked_: frozenset[str],
) -> Iterator[str]:
    """A line for each key: whose, its fingerprint, when, where, and whether it counts."""
    for one in signers:
        when = f"  {' '.join(one.options[1:])}" if len(one.options) > 1 else ""
        yield terminal.line(
            f"{one.person}  {one.fingerprint}{when}  {SIGNERS}:{one.line}{_state(one.fingerprint, revoked_)}"
        )
    for key, path in forge:
        what = _fingerprint_text(key) if key else "no key that can be read"
        yield terminal.line(f"Git host  {what}  {path}{_state(key, revoked_)}")
    for line, why in unsafe:
        yield terminal.line(f"counts for nothing  {SIGNERS}:{line}  {why}")
    if not (signers or forge or unsafe):
        yield "data/trust/ holds no key; `ratified trust key PERSON FILE` and `ratified trust forge github` add some"
    else:
        yield ""
        yield "What counts is what the approved AUTHORITY holds; `ratified status AUTHORITY` says whether that is this."


def _paragraph(words: str) -> Iterator[str]:
    yield ""
    yield from textwrap.wrap(words, 110, break_long_words=False, break_on_hyphens=False)


def _state(fingerprint: str, revoked_: frozenset[str]) -> str:
    return "  revoked" if fingerprint in revoked_ else ""


def spaced(fingerprint: str) -> str:
    """An OpenPGP fingerprint in groups of four, as it is published and read out."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def _fingerprint_text(fingerprint: str) -> str:
    """A fingerprint as its tool prints it: gpg in groups of four, OpenSSH in one piece."""
    return fingerprint if fingerprint.startswith("SHA256:") else spaced(fingerprint)


def _next(change: TrustChange, root: Path, branch: str, subject: str, counts: bool = True) -> Iterator[str]:
    if not change.files:
        return
    yield from _paragraph(_COUNTS) if counts else ()
    yield ""
    yield "Next:"
    if str(root) != ".":
        yield f"    cd {shlex.quote(str(root))}"
    yield f"    git switch -c {shlex.quote(branch)}"
    yield f"    git add -- {' '.join(map(shlex.quote, change.files))}"
    yield f"    git commit -m {shlex.quote(subject)}"
    yield "    git push -u origin HEAD"
    yield "Then open a pull request; `ratified check --base origin/main` says who may approve it."
