"""Whether commits' signatures are good under one trust, as git itself verifies them."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from ratified.git.commit import signature_text
from ratified.git.error import HistoryError, no_space_error
from ratified.git.forge_keys import of_kind
from ratified.git.identity import text
from ratified.git.openpgp import PgpTrust
from ratified.git.signature_damage import damage_checked
from ratified.git.signature_self_test import TOOLS, missing, require_tool
from ratified.git.ssh_signature import UNASKED, GitSignatureReport, SshTrust
from ratified.model.landing import Commit, CommitSignature, SignatureKind, TrustedKeys
from ratified.programs import search_path

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.git.objects import ObjectReader
    from ratified.git.runner import Git

_FIELDS = ("%H", "%G?", "%GS", "%GK", "%GF", "%GP", "%GG", "%H")
_PROGRAMS = (
    "gpg.program=gpg",
    "gpg.openpgp.program=gpg",
    "gpg.ssh.program=ssh-keygen",
    "gpg.ssh.revocationFile=",
    "gpg.minTrustLevel=undefined",
)
_AT_ONCE = 32
_TOGETHER = os.cpu_count() or 1
_Answers = Iterator[tuple[str, CommitSignature | None]]
"""Each commit's id with what its signature is worth; None where no tool said anything."""


class SignatureChecker:
    """Checks signatures and remembers what it found, by commit and trust."""

    def __init__(
        self, git: Git, objects: ObjectReader, folder: Path, found: dict[TrustedKeys, dict[str, CommitSignature]]
    ) -> None:
        """`git` is to know nothing of the repository's configuration; key files and rings go into `folder`,
        answers into `found`, where those of earlier runs may be."""
        self._git = git
        self._objects = objects
        self._folder = folder
        self._ssh: dict[TrustedKeys, tuple[SshTrust, Path]] = {}
        self._pgp: dict[tuple[tuple[str, bytes], ...], PgpTrust] = {}
        self._found = found
        self._working: set[SignatureKind] = set()
        self._pool: ThreadPoolExecutor | None = None
        self._begun: list[tuple[dict[str, CommitSignature], _Answers]] = []
        self._due: set[tuple[TrustedKeys, str]] = set()

    def check(self, commit: Commit, trust: TrustedKeys) -> CommitSignature:
        """What this commit's signature is worth under these keys. HistoryError where the tool to tell is missing."""
        known = self._known(commit.signature, trust)
        if commit.id not in known:
            self.begin((commit,), trust)
            self._take_in()
        if commit.id not in known:
            tool = TOOLS[commit.signature]
            if not _installed(tool):
                raise missing(tool)
            self._require(commit.signature)
            known[commit.id] = CommitSignature("uncheckable", why=f"{tool} here cannot make it out")
        return known[commit.id]

    def begin(self, commits: Iterable[Commit], trust: TrustedKeys) -> None:
        """Have the signatures of many commits checked: one process for many, on every processor, and no waiting."""
        todo: dict[SignatureKind, dict[str, Commit]] = {}
        for commit in commits:
            known, due = self._known(commit.signature, trust), (_keys_for(commit.signature, trust), commit.id)
            if commit.id not in known and due not in self._due:
                if (plain := _without_tools(commit.signature, trust)) is not None:
                    known[commit.id] = plain
                elif _installed(TOOLS[commit.signature]):
                    todo.setdefault(commit.signature, {})[commit.id] = commit
                    self._due.add(due)
        judges = {"ssh": self._by_ssh, "openpgp": self._by_openpgp}
        try:
            for kind, wanted in todo.items():
                self._begun.append((self._known(kind, trust), judges[kind](list(wanted.values()), trust)))
        except OSError as error:
            raise no_space_error(error) from error

    def close(self) -> None:
        """Wait for what was begun, and let go of what nobody asked for."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _take_in(self) -> None:
        """Wait for what was begun, and remember it; those signatures of which no tool here says anything are not."""
        begun, self._begun = self._begun, []
        self._due.clear()
        try:
            for known, answers in begun:
                known.update((id_, signature) for id_, signature in answers if signature is not None)
        except OSError as error:
            raise no_space_error(error) from error

    def _known(self, kind: SignatureKind, trust: TrustedKeys) -> dict[str, CommitSignature]:
        """The answers so far about signatures of a kind."""
        return self._found.setdefault(_keys_for(kind, trust), {})

    def _require(self, kind: SignatureKind) -> None:
        """HistoryError unless the tool for this kind works here, which is asked once."""
        if kind not in self._working:
            require_tool(kind)
            self._working.add(kind)

    def _by_ssh(self, commits: Sequence[Commit], trust: TrustedKeys) -> _Answers:
        trust = _keys_for("ssh", trust)
        if trust not in self._ssh:
            keys = SshTrust(trust.allowed_signers, trust.forge_keys)
            path = self._folder / f"signers-{len(self._ssh)}"
            path.write_bytes(keys.file)
            self._ssh[trust] = keys, path
        keys, path = self._ssh[trust]
        asked = self._ask(commits, (f"gpg.ssh.allowedSignersFile={path}",), {})
        raw = self._objects.contents((commit.id for commit in commits), "commit")
        texts = {id_: signature_text(id_, raw[id_]) for id_ in raw}
        return ((c.id, damage_checked(c, texts[c.id], keys.judge(c, texts[c.id], says))) for c, says in asked)

    def _by_openpgp(self, commits: Sequence[Commit], trust: TrustedKeys) -> _Answers:
        trust = _keys_for("openpgp", trust)
        if trust.forge_keys not in self._pgp:
            self._pgp[trust.forge_keys] = PgpTrust(self._folder / f"ring-{len(self._pgp)}", trust.forge_keys)
        ring = self._pgp[trust.forge_keys]
        asked = self._ask(commits, (), ring.variables)
        if not ring.whole:  # then it is for the tool to show that it works at all
            self._require("openpgp")
        raw = self._objects.contents((commit.id for commit in commits), "commit")
        texts = {id_: signature_text(id_, raw[id_]) for id_ in raw}
        return ((c.id, damage_checked(c, texts[c.id], ring.judge(self._git, c, says))) for c, says in asked)

    def _ask(
        self, commits: Sequence[Commit], settings: Sequence[str], variables: Mapping[str, str]
    ) -> Iterator[tuple[Commit, GitSignatureReport]]:
        """Git's word on each. What takes long is that git starts a tool or two for each one, and waits."""
        size = min(_AT_ONCE, -(-len(commits) // _TOGETHER))
        parts = [commits[start : start + size] for start in range(0, len(commits), size)]
        self._pool = self._pool or ThreadPoolExecutor(_TOGETHER)
        told = self._pool.map(lambda part: self._told(part, settings, variables), parts)
        return ((c, says) for part, some in zip(parts, told, strict=True) for c, says in zip(part, some, strict=True))

    def _told(
        self, commits: Sequence[Commit], settings: Sequence[str], variables: Mapping[str, str]
    ) -> list[GitSignatureReport]:
        """One process of git for these commits; each answer begins and ends with its commit's id."""
        answer = self._git.run(
            "log",
            "-z",
            "--no-walk=unsorted",
            "--stdin",
            f"--format=tformat:{'%x00'.join(_FIELDS)}",
            feed="".join(f"{commit.id}\n" for commit in commits).encode(),
            settings=(*_PROGRAMS, *settings),
            variables={"TMPDIR": str(self._folder), **variables},
            accept=(0, -signal.SIGPIPE),
        )
        if answer.status:
            # A tool that ends before it has read what git tells it takes git with it.
            if len(commits) == 1:
                return [UNASKED]
            return [says for commit in commits for says in self._told((commit,), settings, variables)]
        *fields, rest = answer.out.split(b"\0")
        rows = [fields[start : start + len(_FIELDS)] for start in range(0, len(fields), len(_FIELDS))]
        if rest or [(row[0], row[-1]) for row in rows] != [(commit.id.encode(),) * 2 for commit in commits]:
            raise HistoryError("`git log` did not say all about the signatures it was asked for; check that git works")
        return [GitSignatureReport(*(text(field) for field in row[1:-1])) for row in rows]


def _keys_for(kind: SignatureKind, trust: TrustedKeys) -> TrustedKeys:
    """The keys that have a say in signatures of a kind: where only others change, nothing is asked anew."""
    pinned = of_kind(trust.forge_keys, ssh=kind != "openpgp")
    return TrustedKeys(b"" if kind == "openpgp" else trust.allowed_signers, pinned)


def _without_tools(kind: SignatureKind, trust: TrustedKeys) -> CommitSignature | None:
    """What can be said without looking at the signature; None when it is to be looked at."""
    if kind == "none":
        return CommitSignature("none", why="it is not signed")
    if kind not in TOOLS:
        return CommitSignature(
            "uncheckable", why="it is signed neither by SSH nor by OpenPGP, and nothing here reads that"
        )
    if kind == "openpgp" and not of_kind(trust.forge_keys, ssh=False) and not _installed(TOOLS[kind]):
        return CommitSignature("uncheckable", why="signed with an OpenPGP key, and data/trust/forge holds none")
    return None


def _installed(tool: str) -> bool:
    return shutil.which(tool, path=search_path()) is not None
