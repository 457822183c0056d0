"""Keys made on the spot: an SSH key for each person who signs, and an OpenPGP key for the made-up forge."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.demo.tools import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

FORGE = "Example Forge <noreply@forge.example>"
"""The identity that the forge writes as committer of what it merges, and the name of its key."""

_MADE = "20240101T000000!"
"""When the forge's key says it was made. Any day before the first landing, so that the key predates what it signs."""


class DemoKeys:
    """Private keys in a folder that is thrown away; the demo keeps only what they signed and the public halves."""

    def __init__(self, home: Path, people: Iterable[str]) -> None:
        """Make the keys, in `home`, which must be empty. Raises DemoError where a program is missing."""
        self._home = home
        for person in people:
            made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{person}@example.com"]
            run([*made, "-f", str(home / person)], home)
        quick = ["--faked-system-time", _MADE, "--passphrase", "", "--quick-gen-key", FORGE, "ed25519", "sign", "never"]
        self._gpg(*quick)

    def _gpg(self, *arguments: str, stdin: bytes = b"") -> bytes:
        return run(
            ["gpg", "--batch", "--quiet", "--no-tty", "--pinentry-mode", "loopback", *arguments], self._home, stdin
        )

    def public(self, person: str) -> str:
        """The public SSH key of a person as `allowed_signers` wants it: type and base64."""
        text = (self._home / f"{person}.pub").read_text(encoding="ascii")
        return " ".join(text.split()[:2])

    def forge(self) -> str:
        """The forge's public OpenPGP key, armoured."""
        return self._gpg("--armor", "--export").decode("ascii")

    def sign(self, payload: bytes, person: str) -> str:
        """A person's SSH signature of a commit, as git asks ssh-keygen for it."""
        command = ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", str(self._home / person)]
        return run(command, self._home, payload).decode("ascii")

    def forge_sign(self, payload: bytes, at: datetime) -> str:
        """The forge's OpenPGP signature of a commit, made at a moment as it says."""
        faked = f"{int(at.timestamp())}!"
        return self._gpg("--faked-system-time", faked, "--armor", "--detach-sign", stdin=payload).decode("ascii")

    def end(self) -> None:
        """End the agent that gpg started; it would end by itself once its folder is gone, only later."""
        if shutil.which("gpgconf") is not None:
            run(["gpgconf", "--kill", "all"], self._home)


@contextmanager
def throw_away_keys(people: Iterable[str]) -> Iterator[DemoKeys]:
    """Keys for a while: afterwards their folder is removed."""
    # Not below the demo: an agent's socket has a path of some hundred characters at most.
    with tempfile.TemporaryDirectory(prefix="demo-", ignore_cleanup_errors=True) as home:
        keys = DemoKeys(Path(home), people)
        try:
            yield keys
        finally:
            keys.end()
