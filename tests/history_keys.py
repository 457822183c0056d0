"""Keys made on the spot, once a session: SSH for people, OpenPGP for forges and for one person."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PEOPLE = ("dana", "sam", "kim", "lee", "ira", "max", "robo")
"""Each has an SSH key that `data/trust/allowed_signers` may trust."""

STRANGERS = ("thief", "dana-new")
"""SSH keys that the small company does not trust: a stranger's, and one that Dana never told anybody of."""

FORGES = {
    "forge": "GitHub <noreply@github.com>",
    "other-forge": "Elsewhere <noreply@elsewhere.example>",
    "dana-pgp": "Dana Okafor <dana@example.com>",
    "old-forge": "GitHub of old <noreply@github.example>",
}
"""OpenPGP keys: the forge that the company pins, one that it does not, Dana's own, one that ends on 1 April 2026."""

_MADE = "20240101T000000!"


def environment(home: Path) -> dict[str, str]:
    """What a program sees: no settings and no keys of whoever runs the tests."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "GNUPGHOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "LC_ALL": "C",
        "TZ": "UTC",
    }


class Keys:
    """A folder of private keys that goes with the session. Signing the same bytes twice asks nobody twice."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._signed: dict[tuple[str, bytes, int], bytes] = {}
        for name in (*PEOPLE, *STRANGERS):
            self._run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{name}@example.com", "-f", f"{home}/{name}"]
            )
        for name, identity in FORGES.items():
            end = "20260401T000000" if name == "old-forge" else "never"
            quick = ["--passphrase", "", "--quick-gen-key", identity, "ed25519", "sign", end]
            self._gpg(["--faked-system-time", _MADE, *quick])
        self._forges = {name: self._gpg(["--armor", "--export", f"={user}"]) for name, user in FORGES.items()}

    def ssh(self, name: str) -> str:
        """The public half of an SSH key: type and base64."""
        return " ".join((self.home / f"{name}.pub").read_text(encoding="ascii").split()[:2])

    def fingerprint(self, name: str) -> str:
        """An SSH key's fingerprint: `SHA256:` and base64."""
        return self._run(["ssh-keygen", "-l", "-f", f"{self.home}/{name}.pub"]).decode("ascii").split()[1]

    def forge_fingerprint(self, name: str) -> str:
        """An OpenPGP key's fingerprint: 40 hexadecimal digits."""
        listed = self._gpg(["--with-colons", "--fingerprint", f"={FORGES[name]}"]).decode().split("\n")
        return next(line for line in listed if line.startswith("fpr:")).split(":")[9]

    def forge(self, name: str = "forge") -> bytes:
        """The public half of an OpenPGP key, armoured."""
        return self._forges[name]

    def sign(self, payload: bytes, key: str, at: int) -> bytes:
        """The armoured signature of these bytes as git asks for it; an OpenPGP one says that it was made `at`."""
        asked = (key, payload, at)
        if asked not in self._signed:
            self._signed[asked] = (
                self._pgp_sign(payload, key, at) if key in FORGES else self.sign_for(payload, key, "git")
            )
        return self._signed[asked]

    def sign_for(self, payload: bytes, key: str, namespace: str) -> bytes:
        """An SSH signature for something, which is `git` for commits and tags."""
        return self._run(["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(self.home / key)], payload)

    def _pgp_sign(self, payload: bytes, key: str, at: int) -> bytes:
        return self._gpg(
            ["--faked-system-time", f"{at}!", "--local-user", f"={FORGES[key]}", "--armor", "--detach-sign"], payload
        )

    def _gpg(self, arguments: Sequence[str], feed: bytes = b"") -> bytes:
        quiet = ["gpg", "--batch", "--quiet", "--no-tty", "--no-permission-warning", "--pinentry-mode", "loopback"]
        return self._run([*quiet, *arguments], feed)

    def _run(self, command: Sequence[str], feed: bytes = b"") -> bytes:
        done = subprocess.run(command, input=feed, capture_output=True, env=environment(self.home), check=False)
        assert done.returncode == 0, (command, done.stderr.decode(errors="replace"))
        return done.stdout


@contextmanager
def thrown_away() -> Iterator[Keys]:
    """Keys for a while. Not below pytest's folder: an agent's socket has a path of some hundred characters at most."""
    home = Path(tempfile.mkdtemp(prefix="keys-"))
    try:
        yield Keys(home)
    finally:
        ending = ["gpgconf", "--homedir", str(home), "--kill", "all"]
        subprocess.run(ending, capture_output=True, check=False, env=environment(home))
        shutil.rmtree(home, ignore_errors=True)
