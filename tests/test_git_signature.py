"""Signatures: good only by a key that was trusted then, and never silently anything else."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from history_repo import CLEAN, START, Repo
from ratified.git import commit as commit_reader
from ratified.git import signatures
from ratified.git.error import HistoryError
from ratified.git.history import open_history
from ratified.git.openpgp import PgpTrust
from ratified.git.runner import Git, ProcessResult
from ratified.git.ssh_key import signing_key
from ratified.git.ssh_signature import GitSignatureReport, SshTrust
from ratified.model.landing import CommitSignature, TrustedKeys

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = b"tree %b\nauthor Eve <eve@x> %d +0000\ncommitter Eve <eve@x> %d +0000\n\nA landing\n"


class Keys:
    """Keys made on the spot: `dana` and `eve` for SSH, three of a forge for OpenPGP."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.chmod(0o700)
        self.tool = CLEAN | {"GNUPGHOME": str(folder)}
        for name in ("dana", "eve"):
            self.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name))
        for name, since, until in (("forge", START, "never"), ("old", START - 86400, "30d"), ("gone", START, "never")):
            self.gpg("--faked-system-time", f"{since}!", "--quick-gen-key", f"{name}@x", "ed25519", "sign", until)

    def run(self, *command: str, feed: bytes = b"") -> bytes:
        return subprocess.run(command, input=feed, env=self.tool, capture_output=True, check=True).stdout

    def gpg(self, *arguments: str, feed: bytes = b"") -> bytes:
        return self.run(
            "gpg", "--batch", "--quiet", "--passphrase", "", "--pinentry-mode", "loopback", *arguments, feed=feed
        )

    def public(self, name: str) -> str:
        return (self.folder / f"{name}.pub").read_text().strip()

    def line(self, person: str, name: str, more: str = "") -> str:
        return f'{person} namespaces="git"{more} {self.public(name)}\n'

    def forge(self, name: str, armored: bool = True) -> bytes:
        return self.gpg(*(["--armor"] if armored else []), "--export", f"{name}@x")

    def fingerprint(self, name: str) -> str:
        rows = self.gpg("--with-colons", "--list-keys", f"{name}@x").decode().split("\n")
        return next(row.split(":")[9] for row in rows if row.startswith("fpr:"))

    def ssh(self, name: str, body: bytes, namespace: str = "git") -> bytes:
        return self.run("ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(self.folder / name), feed=body)

    def pgp(self, name: str, body: bytes, at: int = START) -> bytes:
        return self.gpg(
            "--faked-system-time", f"{at}!", "--armor", "--local-user", f"{name}@x", "--detach-sign", feed=body
        )


@pytest.fixture(scope="module")
def keys() -> Iterator[Keys]:
    # A short path: the key agent's socket lies in it.
    folder = Path(tempfile.mkdtemp(prefix="keys-", dir="/tmp" if Path("/tmp").is_dir() else None))  # noqa: S108 - made by mkdtemp, and short
    made = Keys(folder)
    yield made
    made.run("gpgconf", "--kill", "all")
    shutil.rmtree(folder, ignore_errors=True)


class Signed:
    """One repository whose main is a commit with a signature."""

    def __init__(self, root: Path, object_format: str = "sha1") -> None:
        self.repo = Repo(root, object_format)
        self.tree = self.repo.git("hash-object", "-t", "tree", "-w", "--stdin").strip()
        self.header = b"gpgsig-sha256" if object_format == "sha256" else b"gpgsig"

    def body(self, at: int = START) -> bytes:
        return BODY % (self.tree, at, at)

    def land(self, body: bytes, armor: bytes) -> str:
        head, blank, message = body.partition(b"\n\n")
        folded = armor.strip().replace(b"\n", b"\n ")
        return self.repo.main(self.repo.raw(head + b"\n" + self.header + b" " + folded + blank + message))

    def check(self, trust: TrustedKeys) -> CommitSignature:
        with open_history(self.repo.root) as history:
            return history.signature(history.landings[-1].commit, trust)


@pytest.fixture
def signed(tmp_path: Path) -> Signed:
    return Signed(tmp_path / "r")


def trusting(*lines: str) -> TrustedKeys:
    return TrustedKeys("".join(lines).encode())


def test_no_signature(signed: Signed, keys: Keys) -> None:
    signed.repo.main(signed.repo.raw(signed.body()))
    assert signed.check(trusting(keys.line("dana", "dana"))) == CommitSignature("none", why="it is not signed")


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_the_person_is_the_principal_of_the_key_and_never_the_name_in_the_commit(
    tmp_path: Path, keys: Keys, object_format: str
) -> None:
    signed = Signed(tmp_path / "r", object_format)
    signed.land(signed.body(), keys.ssh("dana", signed.body()))
    found = signed.check(trusting(keys.line("eve", "eve"), keys.line("dana", "dana")))
    assert (found.state, found.person, found.forge) == ("good", "dana", "")
    assert found.key in keys.run("ssh-keygen", "-l", "-f", str(keys.folder / "dana.pub")).decode()
    assert found.why == f"signed with the key of dana ({found.key})"


@pytest.mark.parametrize(
    ("window", "state"),
    [
        (',valid-after="20231114Z"', "good"),
        (',valid-before="20231115Z"', "good"),
        (',valid-after="20231115Z"', "untrusted"),
        (',valid-before="20231114Z"', "untrusted"),
    ],
)
def test_a_key_counts_in_its_own_time(signed: Signed, keys: Keys, window: str, state: str) -> None:
    signed.land(signed.body(), keys.ssh("dana", signed.body()))
    found = signed.check(trusting(keys.line("dana", "dana", window)))
    assert found.state == state
    if state == "untrusted":
        assert (
            found.why
            == f"signed with a key of dana that data/trust/allowed_signers does not allow on that day ({found.key})"
        )


def test_a_key_that_nobody_holds(signed: Signed, keys: Keys) -> None:
    signed.land(signed.body(), keys.ssh("eve", signed.body()))
    for trust in (TrustedKeys(), trusting(keys.line("dana", "dana"))):
        found = signed.check(trust)
        assert (found.state, found.person) == ("untrusted", "")
        assert found.why.startswith("signed with a key that data/trust/allowed_signers does not hold (SHA256:")


@pytest.mark.parametrize(
    "line",
    [
        "* {}",
        "dana,eve {}",
        '* namespaces="git" {}',
        'dana cert-authority,namespaces="git" {}',
        "dana {}",
        'dana namespaces="git" {}\neve namespaces="git" {}',
    ],
)
def test_an_unsafe_line_lends_nobody_a_name(signed: Signed, keys: Keys, line: str) -> None:
    signed.land(signed.body(), keys.ssh("dana", signed.body()))
    key = keys.public("dana")
    assert signed.check(trusting(line.format(key, key) + "\n")).state == "untrusted"


def test_a_commit_that_was_changed_after_it_was_signed(signed: Signed, keys: Keys) -> None:
    for name, armor in (("ssh", keys.ssh("dana", signed.body())), ("openpgp", keys.pgp("forge", signed.body()))):
        signed.land(signed.body().replace(b"A landing", b"Another"), armor)
        found = signed.check(TrustedKeys(keys.line("dana", "dana").encode(), (("f", keys.forge("forge")),)))
        assert (found.state, "does not fit what the commit says now" in found.why) == ("bad", True), name


def test_a_signature_of_a_stranger_that_fits_nothing_is_bad_too(signed: Signed, keys: Keys) -> None:
    signed.land(signed.body().replace(b"A landing", b"Another"), keys.ssh("eve", signed.body()))
    assert signed.check(trusting(keys.line("dana", "dana"))).state == "bad"


@pytest.mark.parametrize("damage", [b"AAAA", b"A=AAA", b"!", b"", b"U1NIU0lH", b"QUJDREVGR0g="])
def test_a_damaged_signature(signed: Signed, keys: Keys, damage: bytes) -> None:
    armor = b"-----BEGIN SSH SIGNATURE-----\n" + damage + b"\n-----END SSH SIGNATURE-----"
    signed.land(signed.body(), armor)
    found = signed.check(trusting(keys.line("dana", "dana")))
    assert (found.state, found.damaged, bool(found.why)) == ("bad", True, True)


def test_a_signature_for_another_purpose(signed: Signed, keys: Keys) -> None:
    armor = keys.ssh("dana", signed.body(), "file")
    assert signing_key(armor) is None
    signed.land(signed.body(), armor)
    assert signed.check(trusting(keys.line("dana", "dana"))).state == "bad"


@pytest.mark.parametrize("at", [0, 10**13])
def test_without_a_date_no_key_was_valid(signed: Signed, keys: Keys, at: int) -> None:
    signed.land(signed.body(at), keys.ssh("dana", signed.body(at)))
    found = signed.check(trusting(keys.line("dana", "dana")))
    assert (found.state, found.why) == ("untrusted", "it has no date at which a key could have been valid")


def test_two_signatures_are_none_that_can_be_checked(signed: Signed, keys: Keys) -> None:
    body = signed.body()
    armor = keys.ssh("dana", body).strip().replace(b"\n", b"\n ")
    head, blank, message = body.partition(b"\n\n")
    signed.repo.main(signed.repo.raw(head + (b"\ngpgsig " + armor) * 2 + blank + message))
    assert signed.check(trusting(keys.line("dana", "dana"))).state == "uncheckable"


def test_a_kind_of_signature_that_nothing_here_reads(signed: Signed) -> None:
    signed.land(signed.body(), b"-----BEGIN SIGNED MESSAGE-----\nx\n-----END SIGNED MESSAGE-----")
    assert signed.check(TrustedKeys()) == CommitSignature(
        "uncheckable", why="it is signed neither by SSH nor by OpenPGP, and nothing here reads that"
    )


@pytest.mark.parametrize("armored", [True, False])
def test_a_pinned_forge(signed: Signed, keys: Keys, armored: bool) -> None:
    signed.land(signed.body(), keys.pgp("forge", signed.body()))
    pinned = keys.fingerprint("forge")
    found = signed.check(
        TrustedKeys(forge_keys=(("other", keys.forge("old")), ("f.asc", keys.forge("forge", armored))))
    )
    why = f"signed with the pinned key {pinned}"
    assert found == CommitSignature("good", forge=pinned, key=pinned, why=why, at=START, since=START)


@pytest.mark.parametrize("pinned", [[], ["old"]])
def test_a_forge_that_is_not_pinned(signed: Signed, keys: Keys, pinned: list[str]) -> None:
    signed.land(signed.body(), keys.pgp("forge", signed.body()))
    found = signed.check(TrustedKeys(forge_keys=tuple((name, keys.forge(name)) for name in pinned)))
    key = keys.fingerprint("forge")[-16:]
    assert found == CommitSignature(
        "uncheckable",
        why=f"signed with the OpenPGP key {key} that data/trust/forge does not hold, so nobody here can tell",
    )


def test_a_pinned_file_that_holds_no_key(signed: Signed, keys: Keys) -> None:
    signed.land(signed.body(), keys.pgp("forge", signed.body()))
    trust = TrustedKeys(forge_keys=(("f", b"no key"), ("g", b""), ("h", keys.forge("forge"))))
    assert signed.check(trust).state == "good"
    assert signed.check(TrustedKeys(forge_keys=trust.forge_keys[:2])).state == "uncheckable"


def test_a_key_that_has_expired_since_still_counts(signed: Signed, keys: Keys) -> None:
    trust = TrustedKeys(forge_keys=(("f", keys.forge("old")),))
    signed.land(signed.body(), keys.pgp("old", signed.body()))
    assert signed.check(trust).state == "good"


def test_the_time_in_which_a_key_was_valid_is_told_beside_its_signature(signed: Signed, keys: Keys) -> None:
    keys.gpg("--faked-system-time", f"{START}!", "--quick-set-expire", keys.fingerprint("old"), "90d")
    short = (("f", keys.forge("old")),)
    signed.land(signed.body(), keys.pgp("old", signed.body(), START + 60 * 86400))
    found = signed.check(TrustedKeys(forge_keys=short))
    assert (found.state, found.at) == ("good", START + 60 * 86400)
    assert found.until == START + 90 * 86400, "whoever judges it holds it against the days that count"


def test_a_revoked_key(signed: Signed, keys: Keys) -> None:
    signed.land(signed.body(), keys.pgp("gone", signed.body()))
    assert signed.check(TrustedKeys(forge_keys=(("f", keys.forge("gone")),))).state == "good"
    pinned = keys.fingerprint("gone")
    certificate = (keys.folder / "openpgp-revocs.d" / f"{pinned}.rev").read_bytes().replace(b":-----", b"-----")
    keys.gpg("--import", feed=certificate)
    found = signed.check(TrustedKeys(forge_keys=(("f", keys.forge("gone")),)))
    assert (found.state, found.why) == ("untrusted", f"signed with the key {pinned}, which was revoked")


@pytest.mark.parametrize("long", ["1d", "50y"])
def test_a_signature_that_was_to_last_for_some_time(signed: Signed, keys: Keys, long: str) -> None:
    """It never counts: what counts must not hang on the day on which one looks."""
    options = ("--faked-system-time", f"{START}!", "--default-sig-expire", long, "--armor", "--local-user", "forge@x")
    signed.land(signed.body(), keys.gpg(*options, "--detach-sign", feed=signed.body()))
    found = signed.check(TrustedKeys(forge_keys=(("f", keys.forge("forge")),)))
    assert (found.state, "was valid for some time only" in found.why) == ("untrusted", True)


def test_a_tool_that_is_not_here(signed: Signed, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").symlink_to(str(shutil.which("git")))
    trust = TrustedKeys(keys.line("dana", "dana").encode(), (("f", keys.forge("forge")),))
    for tool, armor in (("ssh-keygen", keys.ssh("dana", signed.body())), ("gpg", keys.pgp("forge", signed.body()))):
        signed.land(signed.body(), armor)
        with monkeypatch.context() as patch:
            patch.setenv("PATH", str(tmp_path / "bin"))
            with pytest.raises(HistoryError, match=f"^{tool} is not installed here.*Debian's package"):
                signed.check(trust)
        assert signed.check(trust).state == "good"


@pytest.mark.parametrize(
    "script",
    [
        "exit 1",
        "echo 'unknown option -- O'; exit 255",
        'echo "Good \\"git\\" signature for dana with ED25519 key SHA256:x"; exit 1',
        'case $2 in find-*) echo eve;; *) echo "Good \\"git\\" signature for eve with ED25519 key SHA256:x";; esac',
        "kill -9 $$",
    ],
)
def test_a_tool_that_does_not_work_never_makes_a_signature_good_or_bad(
    signed: Signed, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    signed.land(signed.body(), keys.ssh("dana", signed.body()))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/ssh-keygen").write_text(f"#!/bin/sh\n{script}\n")
    (tmp_path / "bin/ssh-keygen").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with pytest.raises(HistoryError, match=r"^ssh-keygen does not work here.*OpenSSH 8\.9 or newer is needed"):
        signed.check(trusting(keys.line("dana", "dana")))


def test_a_gpg_that_does_not_work(signed: Signed, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed.land(signed.body(), keys.pgp("forge", signed.body()))
    trust = TrustedKeys(forge_keys=(("f", keys.forge("forge")),))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/gpg").write_text(
        f'#!/bin/sh\ncase "$*" in *--verify*) exit 2;; esac\nexec {shutil.which("gpg")} "$@"\n'
    )
    (tmp_path / "bin/gpg").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with pytest.raises(HistoryError, match=r"^gpg does not work here.*GnuPG 2\.2 or newer is needed"):
        signed.check(trust)


@pytest.mark.parametrize("fails", [-13, -9])
def test_a_tool_that_takes_git_with_it(signed: Signed, keys: Keys, monkeypatch: pytest.MonkeyPatch, fails: int) -> None:
    monkeypatch.setattr(signatures, "_TOGETHER", 1)  # so that one process of git is asked about both
    first = signed.land(signed.body(), keys.ssh("dana", signed.body()))
    signed.land(signed.body() + b"more", keys.ssh("dana", signed.body() + b"more"))
    signed.repo.lands({}, [first])
    run = Git.run

    def broken(self: Git, *asked: str, **more: object) -> ProcessResult:
        feed, accept = more.get("feed"), more.get("accept")
        if isinstance(feed, bytes) and first.encode() in feed and asked[0] == "log":
            if isinstance(accept, tuple) and fails in accept:
                return ProcessResult(fails, b"", b"")
            raise HistoryError("git broke")
        return run(self, *asked, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", broken)
    with open_history(signed.repo.root) as history:
        commits = [history.landings[0].commit, *history.brought_in(history.landings[1])]
        if fails != -13:
            history.prefetch_signatures(commits, trusting(keys.line("dana", "dana")))
            with pytest.raises(HistoryError, match="git broke"):
                history.signature(commits[-1], trusting(keys.line("dana", "dana")))
            return
        history.prefetch_signatures(commits, trusting(keys.line("dana", "dana")))
        states = [history.signature(commit, trusting(keys.line("dana", "dana"))).state for commit in commits]
    assert states == ["good", "uncheckable"]


def test_a_tool_that_names_somebody_else(signed: Signed, keys: Keys) -> None:
    signed.land(signed.body(), keys.ssh("dana", signed.body()))
    key = signing_key(keys.ssh("dana", signed.body()))
    assert key
    trust = SshTrust(keys.line("dana", "dana").encode())
    with open_history(signed.repo.root) as history:
        commit = history.landings[0].commit
    for signer, its_key, state in (("dana", key, "good"), ("eve", key, None), ("dana", "x", None)):
        says = GitSignatureReport("G", signer, "", its_key, "", "")
        found = trust.judge(commit, keys.ssh("dana", signed.body()), says)
        assert (found and found.state) == state


def test_no_setting_of_the_repository_decides(signed: Signed, keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "yes").write_text(
        "#!/bin/sh\ncase $2 in find-*) echo dana;; "
        '*) echo "Good \\"git\\" signature for dana with ED25519 key SHA256:x";; esac\n'
    )
    (tmp_path / "yes").chmod(0o755)
    (tmp_path / "all").write_text(f"dana {keys.public('eve')}\n")
    signed.land(signed.body(), keys.ssh("eve", signed.body()))
    for name, value in {
        "gpg.ssh.program": str(tmp_path / "yes"),
        "gpg.program": str(tmp_path / "yes"),
        "gpg.ssh.allowedSignersFile": str(tmp_path / "all"),
        "gpg.ssh.revocationFile": str(tmp_path / "all"),
        "gpg.format": "x509",
        "gpg.minTrustLevel": "ultimate",
        "log.showSignature": "true",
    }.items():
        signed.repo.git("config", name, value)
    assert signed.check(TrustedKeys()).state == "untrusted"
    assert signed.check(trusting(keys.line("eve", "eve"))).person == "eve"


def test_many_at_once_and_each_only_once(signed: Signed, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    trust = TrustedKeys(keys.line("dana", "dana").encode(), (("f", keys.forge("forge")),))
    armors = (keys.ssh("dana", signed.body()), keys.ssh("eve", signed.body()), keys.pgp("forge", signed.body()))
    ids = [signed.land(signed.body(), armor) for armor in armors]
    chain = signed.repo.main(signed.repo.commit({}, [ids[0]]))
    signed.repo.main(signed.repo.commit({}, [chain, *ids[1:]]))
    with open_history(signed.repo.root) as history:
        commits = [landing.commit for landing in history.landings]
        commits += history.brought_in(history.landings[-1])
        history.prefetch_signatures([*commits, *commits], trust)
        assert history.signature(commits[0], trust).state  # whoever asks first waits for all
        history.prefetch_signatures(commits, trust)
        monkeypatch.setattr(Git, "run", lambda *_, **__: pytest.fail("asked again"))
        states = {commit.id: history.signature(commit, trust).state for commit in commits}
    assert [states[id_] for id_ in ids] == ["good", "untrusted", "good"]
    assert [states[commit.id] for commit in commits[1:3]] == ["none", "none"]


def test_the_same_commit_under_other_keys_is_judged_anew(signed: Signed, keys: Keys) -> None:
    signed.land(signed.body(), keys.ssh("dana", signed.body()))
    with open_history(signed.repo.root) as history:
        commit = history.landings[-1].commit
        found = [history.signature(commit, trusting(keys.line(person, "dana"))).person for person in ("dana", "dee")]
        assert found == ["dana", "dee"]
        assert history.signature(commit, TrustedKeys(keys.line("dee", "dana").encode(), (("f", b""),))).person == "dee"
        assert history.signature(commit, TrustedKeys()).state == "untrusted"


def test_the_same_keys_are_imported_once(signed: Signed, keys: Keys) -> None:
    signed.land(signed.body(), keys.pgp("forge", signed.body()))
    pinned = (("f", keys.forge("forge")),)
    with open_history(signed.repo.root) as history:
        commit = history.landings[-1].commit
        assert [history.signature(commit, TrustedKeys(line, pinned)).state for line in (b"", b"#")] == ["good", "good"]


def test_no_room_for_keys(signed: Signed, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    signed.land(signed.body(), keys.ssh("dana", signed.body()))
    with open_history(signed.repo.root) as history:
        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(HistoryError, match="no temporary file can be written"):
            history.signature(history.landings[-1].commit, trusting(keys.line("dana", "dana")))


def test_an_answer_about_when_it_was_signed_that_breaks_off(
    signed: Signed, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed.land(signed.body(), keys.pgp("old", signed.body()))
    run = Git.run
    monkeypatch.setattr(
        Git, "run", lambda self, *a, **k: ProcessResult(1, b"", b"") if a[0] == "verify-commit" else run(self, *a, **k)
    )
    monkeypatch.setattr(commit_reader, "signed_at", lambda _: None)  # as of a packet that we cannot read
    with pytest.raises(HistoryError, match="did not say when"):
        signed.check(TrustedKeys(forge_keys=(("f", keys.forge("old")),)))


def test_a_ring_asks_nobody_and_starts_nothing(keys: Keys, tmp_path: Path) -> None:
    PgpTrust(tmp_path / "ring", (("f", keys.forge("forge")),))
    assert (tmp_path / "ring").stat().st_mode & 0o777 == 0o700
    assert not list((tmp_path / "ring").glob("S.*"))
