"""Threat 41: signatures that do not fit what they sign, or are none."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from history_company import edit
from threats import Step, Threat, benign, hostile, merges

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


BY_FORGE = merges("dana@github", change=edit("2h"), committer="github", sign="forge")


def tampered(old: bytes, new: bytes, key: str = "dana") -> Step:
    """Dana's signed merge, in which something was changed afterwards and the signature kept."""

    def landed(repo: Repo) -> None:
        by = "dana@github" if key == "forge" else "dana"
        branch = repo.branch("lee", edit("2h"))
        made = repo.commit([repo.tip, branch], repo.files(branch), by, "Merge branch 'x'\n\nChange it\n", sign=key)
        raw = repo.raw(made)
        assert old in raw
        repo.land(repo.object("commit", raw.replace(old, new, 1)))

    return landed


def transplanted(repo: Repo) -> None:
    """The signature of an earlier merge of Dana's on a merge of today."""
    repo.merges("dana", change={"README.md": "x\n"})
    raw = repo.raw(repo.tip)
    armor = raw.partition(b"gpgsig ")[2].partition(b"\n\n")[0].replace(b"\n ", b"\n")
    repo.merges("dana", change=edit("2h"), sign=armor)


def twice(repo: Repo) -> None:
    """Two signatures on one commit: a stranger's and Dana's."""
    branch = repo.branch("lee", edit("2h"))
    made = repo.commit([repo.tip, branch], repo.files(branch), "dana", "Merge branch 'x'", sign="dana")
    head, _, rest = repo.raw(made).partition(b"gpgsig ")
    other = repo.keys.sign(b"x", "thief", 0).rstrip(b"\n").replace(b"\n", b"\n ")
    repo.land(repo.object("commit", head + b"gpgsig " + other + b"\ngpgsig " + rest))


def by_namespace(name: str) -> Step:
    """Dana's key, but the signature was made for something else."""

    def landed(repo: Repo) -> None:
        branch = repo.branch("lee", edit("2h"))
        plain = repo.commit([repo.tip, branch], repo.files(branch), "dana", "Merge branch 'x'")
        armor = repo.keys.sign_for(repo.raw(plain), "dana", name)
        repo.land(repo.commit([repo.tip, branch], repo.files(branch), "dana", "Merge branch 'x'", sign=armor))

    return landed


def garbage(armor: bytes) -> Step:
    return merges("dana", change=edit("2h"), sign=armor)


_SSH = b"-----BEGIN SSH SIGNATURE-----\n%s\n-----END SSH SIGNATURE-----\n"


_PGP = b"-----BEGIN PGP SIGNATURE-----\n\n%s\n-----END PGP SIGNATURE-----\n"


BAD = (
    Threat(41, "another message", tampered(b"Change it\n", b"Change all\n"), "bad-signature"),
    Threat(41, "another date", tampered(b"+0000\ncommitter", b"+0100\ncommitter"), "bad-signature"),
    Threat(41, "another committer", tampered(b"committer Dana Okafor", b"committer Dana Okafor II"), "bad-signature"),
    Threat(
        41,
        "another message, signed by the Git host",
        tampered(b"Change it\n", b"Change all\n", "forge"),
        "bad-signature",
        BY_FORGE,
    ),
    Threat(41, "one more header", tampered(b"gpgsig ", b"x-note hello\ngpgsig "), "bad-signature"),
    Threat(41, "a signature of another merge", transplanted, "bad-signature"),
    Threat(41, "two signatures", twice, "malformed"),
    Threat(41, "an SSH signature that is none", garbage(_SSH % base64.b64encode(b"SSHSIG\0\0\0\1")), "bad-signature"),
    Threat(41, "an SSH signature of one letter", garbage(_SSH % b"A"), "bad-signature"),
    Threat(41, "an OpenPGP signature that is none", garbage(_PGP % b"AAAA"), "bad-signature", BY_FORGE),
    Threat(
        41,
        "a signature of a kind that nobody reads",
        garbage(b"-----BEGIN SIGNED MESSAGE-----\nAAAA\n-----END SIGNED MESSAGE-----\n"),
        "uncheckable",
    ),
    Threat(41, "an empty signature", garbage(b""), "uncheckable"),
    Threat(
        41,
        "a signature in the message",
        lambda r: r.merges(
            "dana", change=edit("2h"), sign=None, message="Merge\n\n" + r.keys.sign(b"x", "dana", 0).decode()
        ),
        "weak-proof",
    ),
    Threat(41, "a signature for a file", by_namespace("file"), "bad-signature", by_namespace("git")),
    Threat(41, "a signature for mail", by_namespace("email"), "bad-signature", by_namespace("git")),
)


def by(key: str) -> Step:
    return merges("dana", change=edit("2h"), sign=key)


THREATS = (*BAD,)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)
