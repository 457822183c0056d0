"""The forge's pinned OpenPGP keys in a throw-away key ring, and what git's word about a signature means under them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.git.error import HistoryError
from ratified.git.runner import Git, finish, launch
from ratified.model.landing import Commit, CommitSignature

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.git.ssh_signature import GitSignatureReport

_CONFIGURATION = """batch
no-tty
no-autostart
no-greeting
no-auto-key-retrieve
no-auto-key-locate
disable-dirmngr
trust-model always
"""
_TO_EXPIRE = "Signature expires "
_IMPORTED = re.compile(rb"\[GNUPG:\] IMPORT_OK \d+ ([0-9A-F]{40,64})\n")
_VALID = re.compile(rb"\[GNUPG:\] VALIDSIG ([0-9A-F]{40,64}) \S+ (\d+) .* ([0-9A-F]{40,64})\n")


class PgpTrust:
    """A key ring of nothing but the pinned keys. It starts no agent, asks no network, and goes with its folder."""

    def __init__(self, home: Path, keys: tuple[tuple[str, bytes], ...]) -> None:
        """`home` is a folder to make; `keys` are files of keys, armored or binary, by path."""
        self.variables = {"GNUPGHOME": str(home)}
        home.mkdir(mode=0o700)
        (home / "gpg.conf").write_text(_CONFIGURATION, encoding="ascii")
        self._home = home
        self._pinned: set[str] = set()
        self.whole = True
        """Whether gpg took a key from every file."""
        for _, data in keys:
            imported = _IMPORTED.findall(self._gpg(data, "--status-fd", "1", "--import"))
            self._pinned.update(found.decode() for found in imported)
            self.whole = self.whole and bool(imported)
        self._windows = self._read_windows() if self._pinned else {}

    def judge(self, git: Git, commit: Commit, says: GitSignatureReport) -> CommitSignature | None:
        """What one signature is worth; None where the tool said nothing."""
        key, forge = says.key, says.primary
        if says.letter == "B":
            return CommitSignature("bad", why="its OpenPGP signature does not fit what the commit says now")
        if says.letter not in ("G", "U", "X", "Y", "R", "E"):
            return None
        if says.letter == "E" or forge not in self._pinned:
            named = f"the OpenPGP key {says.key_id}" if says.key_id.isalnum() else "an OpenPGP key"
            why = f"signed with {named} that data/trust/forge does not hold, so nobody here can tell"
            return CommitSignature("uncheckable", key=key, why=why)
        if says.letter == "R":
            return CommitSignature("untrusted", key=key, why=f"signed with the key {key}, which was revoked")
        if says.letter == "X" or _TO_EXPIRE in says.tool:  # else its worth would hang on the day of asking
            return CommitSignature(
                "untrusted", key=key, why=f"its signature by the key {key} was valid for some time only"
            )
        windows = [self._windows[each] for each in (key, forge)]
        return CommitSignature(
            "good",
            forge=forge,
            key=key,
            why=f"signed with the pinned key {forge}",
            at=self._made(git, commit, key, forge),
            since=max(since for since, _ in windows),
            until=min((until for _, until in windows if until is not None), default=None),
        )

    def _made(self, git: Git, commit: Commit, key: str, forge: str) -> int:
        """When the signature says it was made: from its one packet where that can be read, else in gpg's words."""
        if commit.signed_at is not None:
            return commit.signed_at
        raw = git.run("verify-commit", "--raw", commit.id, accept=(0, 1), variables=self.variables).err
        found = _VALID.search(raw)
        if found is None or (found[1].decode(), found[3].decode()) != (key, forge):
            raise HistoryError(f"`git verify-commit` did not say when {commit.id} was signed; check that gpg works")
        return int(found[2])

    def _read_windows(self) -> dict[str, tuple[int, int | None]]:
        """By fingerprint, of primary and other keys alike, from which second the key is valid and when it expires."""
        found: dict[str, tuple[int, int | None]] = {}
        window: tuple[int, int | None] = (0, None)
        for line in self._gpg(b"", "--with-colons", "--list-keys").decode("utf-8", "replace").split("\n"):
            fields = line.split(":")
            if fields[0] in ("pub", "sub"):
                window = int(fields[5] or 0), int(fields[6]) if fields[6] else None
            elif fields[0] == "fpr":
                found[fields[9]] = window
        return found

    def _gpg(self, feed: bytes, *arguments: str) -> bytes:
        with launch(["gpg", "--homedir", str(self._home), *arguments], self._home, self.variables) as process:
            return finish(process, feed, "gpg").out
