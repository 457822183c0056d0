"""A control question for the tools that check signatures: one that is good for sure.

Git tells of a tool that is missing, too old, or does not run here much the same as of a damaged signature. The first
says something of this machine and nothing of the repository. The keys were made for this and thrown away.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.git.error import HistoryError, legible, no_space_error
from ratified.git.runner import ProcessResult, finish, launch

if TYPE_CHECKING:
    from ratified.model.landing import SignatureKind

TOOLS = {"ssh": "ssh-keygen", "openpgp": "gpg"}
_PACKAGES = {"ssh-keygen": ("OpenSSH 8.9", "openssh-client"), "gpg": ("GnuPG 2.2", "gnupg")}
_SIGNED = b"ratified\n"
_SSH_SIGNER = (
    'control namespaces="git" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAsYHhWMWteYxURnD/f+f89f+fUr8L0k9BMBlNxN9z0g\n'
)
_SSH_SIGNATURE = """-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgCxgeFYxa15jFRGcP9/5/z1/59S
vwvST0EwGU3E33PSAAAAADZ2l0AAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1lZDI1NTE5
AAAAQAorZ8PVy6FcnuJRZ4WHD5JN8cjf9XOdg/SnTXjth4sLxkESeukY0rwMfnGIXhBQin
CW9aSY4eQBzfRlaNGnBQI=
-----END SSH SIGNATURE-----
"""
_SAID = {
    "ssh-keygen": b'"git" signature for control with ED25519 key SHA256:180fDL4xUFc4sBQo8ykx1hd70JIT7Ylxqk+7Yc/M/4Y',
    "gpg": b"[GNUPG:] GOODSIG A4A41BFE15158573 control",
}
_PGP_KEY = b"""-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEZZIAgBYJKwYBBAHaRw8BAQdAoBt4/xLCRMlSC7OJHHmsaCdQvEDGNRugEJ0n
tOkqEq20B2NvbnRyb2yIkAQTFggAOBYhBNFMKxAkZWiCvalI/aSkG/4VFYVzBQJl
kgCAAhsDBQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJEKSkG/4VFYVzN30A/39p
VW5XZUc3w8g8eWoOr7k7c3Ik4tYSanad1zOniX0BAQCal70nY5RS7f5TDIDb/7Xp
GbLjEL8aD5Xy2PQ2ttEDDQ==
=+Q56
-----END PGP PUBLIC KEY BLOCK-----
"""
_PGP_SIGNATURE = """-----BEGIN PGP SIGNATURE-----

iHUEABYIAB0WIQTRTCsQJGVogr2pSP2kpBv+FRWFcwUCZbrfAAAKCRCkpBv+FRWF
cztUAP0XlUKBUlnORIT6ND24hvx/DTiDiTUHzGrRIv5tJXA2UgD8D2XppH1vHE1M
TV4+qJidpyBeqkXSRVOzG4tH9AtSdgs=
=JXwV
-----END PGP SIGNATURE-----
"""


def require_tool(kind: SignatureKind) -> None:
    """HistoryError unless the tool for this kind of signature finds one good that is."""
    tool = TOOLS[kind]
    try:
        with tempfile.TemporaryDirectory(prefix="ratified-") as folder:
            answer = _ssh(Path(folder)) if kind == "ssh" else _openpgp(Path(folder))
    except OSError as error:
        raise no_space_error(error) from error
    if answer.status or _SAID[tool] not in answer.out:
        version, package = _PACKAGES[tool]
        said = legible(answer.err or answer.out) or f"exit status {answer.status}"
        unknown = "; give this account an entry in the system's list of users" if "No user exists" in said else ""
        raise HistoryError(
            f"{tool} does not work here ({said}), and a signature that decides needs it, so nothing can be decided; "
            f"{version} or newer is needed, Debian's package {package}{unknown}"
        )


def missing(tool: str) -> HistoryError:
    """The error for a tool that is not installed."""
    version, package = _PACKAGES[tool]
    return HistoryError(
        f"{tool} is not installed here, and a signature that decides needs it, so nothing can be decided; "
        f"install {version} or newer, Debian's package {package}"
    )


def _ssh(folder: Path) -> ProcessResult:
    (folder / "signers").write_text(_SSH_SIGNER, encoding="ascii")
    (folder / "signature").write_text(_SSH_SIGNATURE, encoding="ascii")
    asked = ["-Y", "verify", "-f", "signers", "-I", "control", "-n", "git", "-s", "signature"]
    with launch(["ssh-keygen", *asked, "-Overify-time=20240201000000Z"], folder) as process:
        return finish(process, _SIGNED, "ssh-keygen")


def _openpgp(folder: Path) -> ProcessResult:
    ring = folder / "ring"
    ring.mkdir(mode=0o700)
    (folder / "signature").write_text(_PGP_SIGNATURE, encoding="ascii")
    gpg = ["gpg", "--homedir", str(ring), "--batch", "--no-tty", "--no-autostart", "--trust-model", "always"]
    with launch([*gpg, "--import"], folder) as process:
        imported = finish(process, _PGP_KEY, "gpg")
    if imported.status:
        return imported
    with launch([*gpg, "--status-fd", "1", "--verify", "signature", "-"], folder) as process:
        return finish(process, _SIGNED, "gpg")
