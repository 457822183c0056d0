"""What git's word about an SSH signature means under the keys of one trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.git.allowed_signers import safe_signers
from ratified.git.forge_keys import FORGE_SIGNER, PinnedFile, ssh_forge_keys
from ratified.git.ssh_key import signing_key
from ratified.model.landing import Commit, CommitSignature

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOT_VERIFIED = "Could not verify signature."


class GitSignatureReport(NamedTuple):
    """Git's word on one signature: its letter (`%G?`), whose it is, by which key, and what the tool wrote."""

    letter: str
    signer: str
    key_id: str
    key: str
    primary: str
    tool: str


UNASKED = GitSignatureReport("", "", "", "", "", "")
"""Where git came to no word at all."""


class SshTrust:
    """The people whose SSH keys count, and the forge's that sign so. A key that is somebody's is never the forge's."""

    def __init__(self, allowed_signers: bytes, forge_keys: Sequence[PinnedFile] = ()) -> None:
        signers = safe_signers(allowed_signers)
        self._people = {signer.fingerprint: signer.person for signer in signers}
        self._windows: dict[str, list[tuple[int | None, int | None]]] = {}
        for signer in signers:
            self._windows.setdefault(signer.fingerprint, []).append(signer.window)
        forge = {key.fingerprint: key for key in ssh_forge_keys(forge_keys) if key.fingerprint not in self._people}
        self._forge = frozenset(forge)
        self.file = "".join(f"{signer}\n" for signer in (*signers, *forge.values())).encode()
        """What OpenSSH is given: only the lines that count, in our own spelling."""

    def judge(self, commit: Commit, armored: bytes, says: GitSignatureReport) -> CommitSignature | None:
        """What one signature is worth; None where the tool said nothing. `armored` is its text in the header."""
        key = signing_key(armored)
        if key is None:
            return CommitSignature("bad", why="its SSH signature was not made for git")
        if not commit.committer.at:
            # Git would then ask whether the key is valid today.
            return CommitSignature("untrusted", key=key, why="it has no date at which a key could have been valid")
        if says.letter == "B" and _NOT_VERIFIED in says.tool:
            return CommitSignature("bad", key=key, why="its SSH signature does not fit what the commit says now")
        if says.letter not in ("G", "U"):
            return None
        return self._whose(commit, key, says)

    def _whose(self, commit: Commit, key: str, says: GitSignatureReport) -> CommitSignature | None:
        """Whose sound signature this is, which the key says, never the name in the commit."""
        if key in self._forge:
            return self._forge_s(key, says)
        person = self._people.get(key)
        if person is None:
            why = f"signed with a key that data/trust/allowed_signers does not hold ({key}); add it, or sign with one"
            return CommitSignature("untrusted", key=key, why=f"{why} that it holds")
        if says.letter == "U":
            why = f"signed with a key of {person} that data/trust/allowed_signers does not allow on that day ({key})"
            return CommitSignature("untrusted", key=key, why=why)
        if (says.signer, says.key) != (person, key):
            return None
        since, until = self._window(key, commit.committer.at or 0)
        why = f"signed with the key of {person} ({key})"
        return CommitSignature("good", person=person, key=key, why=why, since=since, until=until)

    def _forge_s(self, key: str, says: GitSignatureReport) -> CommitSignature | None:
        """A signature by a pinned key of the forge. It says no time of its own, so that the commit's is its word."""
        if says.letter != "G" or (says.signer, says.key) != (FORGE_SIGNER, key):
            return None
        return CommitSignature("good", forge=key, key=key, why=f"signed with the pinned key {key}")

    def _window(self, key: str, at: int) -> tuple[int | None, int | None]:
        """The time around a second in which a key is valid; of several lines for it the one that lasts longest."""
        holding = [(s, u) for s, u in self._windows[key] if (s is None or s <= at) and (u is None or at < u)]
        return max(holding, key=lambda window: float("inf") if window[1] is None else window[1], default=(at, at))
