"""Real git repositories, a history a few lines long: `repo.merges("dana", by="lee", change={POLICY: text})`.

Objects are written byte by byte, so a commit can hold whatever a forge or an attacker would give it; to start git for
each of twenty thousand would take a minute.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from history_company import NAMES, TODAY, company
from history_keys import FORGES, Keys, environment
from ratified.approval.verdicts import ApprovalHistory
from ratified.git.history import open_history
from ratified.model.landing import Blob

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.model.verdict import DocumentEvent, DocumentVerdict

DAY = 86400
START = int(datetime(2026, 1, 5, 9, tzinfo=UTC).timestamp())

Content = str | bytes | Blob | None | tuple[str, str]
"""What a change puts at a path: text, bytes, an entry that is there already, nothing, or `(mode, text)`."""

Change = Mapping[str, Content]
Files = dict[str, Blob]


def who(name: str) -> str:
    """`Name <address>` of a short name; anything else is taken as it is written."""
    return NAMES.get(name, name)


def at(day: str) -> int:
    """Seconds since 1970 of nine o'clock (UTC) on a day, or of a moment written with its time."""
    moment = datetime.fromisoformat(day)
    return int((moment if "T" in day else moment.replace(hour=9)).replace(tzinfo=UTC).timestamp())


def _row(name: str, mode: str, id_: str) -> tuple[bytes, bytes]:
    """An entry of a tree, and what git sorts it by: a folder's name ends with a slash."""
    raw = name.encode("utf-8", "surrogateescape")
    return raw + b"/" * (mode == "40000"), f"{mode} ".encode() + raw + b"\0" + bytes.fromhex(id_)


class Repo:
    """A repository and where its main branch is. Every landing moves main on and the clock by a day."""

    def __init__(self, root: Path, keys: Keys) -> None:
        self.root, self.keys = root, keys
        self.tip = ""
        self.now = START
        self._files: dict[str, Files] = {}
        self._parents: dict[str, tuple[str, ...]] = {}

    def copy(self, root: Path) -> Repo:
        """The same history somewhere else, to go on from."""
        shutil.copytree(self.root, root, symlinks=True)
        made = Repo(root, self.keys)
        made.tip, made.now = self.tip, self.now
        made._files, made._parents = dict(self._files), dict(self._parents)
        return made

    # Plumbing

    def git(self, *arguments: str, feed: bytes = b"", **variables: str) -> str:
        """What git prints, without the last newline. It sees no settings but the repository's own."""
        return (
            self._run(*arguments, feed=feed, variables=variables).decode("utf-8", "surrogateescape").removesuffix("\n")
        )

    def _run(
        self,
        *arguments: str,
        feed: bytes = b"",
        accept: Sequence[int] = (0,),
        variables: Mapping[str, str] = MappingProxyType({}),
    ) -> bytes:
        command = ["git", "-C", str(self.root), *arguments]
        known = {**environment(self.keys.home), **variables}
        done = subprocess.run(command, input=feed, capture_output=True, env=known, check=False)
        assert done.returncode in accept, (arguments, done.stderr.decode(errors="replace"))
        return done.stdout

    def init(self, *options: str) -> Repo:
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "--template=", "--initial-branch=main", *options)
        return self

    def object(self, kind: str, data: bytes) -> str:
        """Write an object with exactly these bytes, however odd."""
        whole = f"{kind} {len(data)}\0".encode() + data
        id_ = hashlib.new("sha256" if self._long else "sha1", whole, usedforsecurity=False).hexdigest()
        file = self.root / ".git/objects" / id_[:2] / id_[2:]
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(zlib.compress(whole, 1))
        return id_

    @property
    def _long(self) -> bool:
        """Whether ids are of SHA-256."""
        return "objectformat = sha256" in (self.root / ".git/config").read_text(encoding="utf-8").lower()

    def raw(self, commit: str) -> bytes:
        """A commit's own bytes."""
        return self._run("cat-file", "commit", commit)

    def blob(self, content: str | bytes) -> str:
        return self.object("blob", content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content)

    def tree(self, files: Mapping[str, Blob]) -> str:
        """The tree of these files, each folder of which is a tree of its own."""
        rows: list[tuple[bytes, bytes]] = []
        folders: dict[str, dict[str, Blob]] = {}
        for path, blob in files.items():
            folder, slash, rest = path.partition("/")
            if slash:
                folders.setdefault(folder, {})[rest] = blob
            else:
                rows.append(_row(path, blob.mode, blob.id))
        rows += (_row(folder, "40000", self.tree(below)) for folder, below in folders.items())
        return self.object("tree", b"".join(row for _, row in sorted(rows)))

    def files(self, commit: str) -> Files:
        """What a commit holds, by path."""
        if commit and commit not in self._files:
            rows = self.git("ls-tree", "-r", "-z", "--full-tree", commit).split("\0")[:-1]
            parts = (row.partition("\t") for row in rows)
            self._files[commit] = {path: Blob(meta.split(" ")[0], meta.split(" ")[2]) for meta, _, path in parts}
        return dict(self._files.get(commit, {}))

    def changed(self, files: Files, change: Change) -> Files:
        """Files with a change made to them."""
        found = dict(files)
        for path, content in change.items():
            if content is None:
                found.pop(path, None)
            elif isinstance(content, Blob):
                found[path] = content
            elif isinstance(content, tuple):
                mode, text = content
                found[path] = Blob(mode, text if mode == "160000" else self.blob(text))
            else:
                found[path] = Blob("100644", self.blob(content))
        return found

    def commit(
        self,
        parents: Sequence[str],
        files: Files | str,
        author: str,
        message: str,
        *,
        committer: str | None = None,
        at: int | None = None,
        author_at: int | None = None,
        sign: str | bytes | None = None,
        headers: bytes = b"",
        stamp: str | None = None,
        signed_at: int | None = None,
    ) -> str:
        """Write a commit byte by byte. `files` may be a tree's id; `stamp` replaces the committer's whole date.

        `signed_at` is when an OpenPGP signature says it was made, where that is not the commit's own moment.
        """
        moment = self.now if at is None else at
        tree = files if isinstance(files, str) else self.tree(files)
        lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
        lines.append(f"author {who(author)} {moment if author_at is None else author_at} +0000")
        lines.append(f"committer {who(committer or author)} {stamp or f'{moment} +0000'}")
        head = "\n".join(lines).encode("utf-8", "surrogateescape") + b"\n" + headers
        body = b"\n" + message.encode("utf-8", "surrogateescape")
        made = self.object("commit", self.signed(head, body, sign, moment if signed_at is None else signed_at))
        if isinstance(files, dict):
            self._files[made] = dict(files)
        self._parents[made] = tuple(parents)
        return made

    def signed(self, head: bytes, body: bytes, sign: str | bytes | None, at: int) -> bytes:
        """A commit's bytes with a signature by a key of that name, or with these bytes for a signature."""
        if sign is None:
            return head + body
        armor = sign if isinstance(sign, bytes) else self.keys.sign(head + body, sign, at)
        # The tree's id ends the first line, and a repository of longer ids signs under another name.
        name = b"gpgsig " if len(head.partition(b"\n")[0]) == 45 else b"gpgsig-sha256 "
        return head + name + armor.rstrip(b"\n").replace(b"\n", b"\n ") + b"\n" + body

    def ref(self, name: str, id_: str) -> None:
        """Point a ref at an object, however odd, by its file."""
        file = self.root / ".git" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{id_}\n", encoding="ascii")

    def land(self, commit: str) -> str:
        """Make a commit the tip of main; the next landing is a day later."""
        self.tip = commit
        self.ref("refs/heads/main", commit)
        self.now += DAY
        return commit

    # Landings

    def branch(self, by: str, change: Change, onto: str | None = None, **more: Any) -> str:
        """A commit of somebody on a branch, an hour before what lands next."""
        base = self.tip if onto is None else onto
        more = {"message": "Change it", "at": self.now - 3600, **more}
        return self.commit([base] if base else [], self.changed(self.files(base), change), by, **more)

    def merges(
        self,
        merger: str,
        *,
        by: str = "lee",
        change: Change | None = None,
        branch: str | None = None,
        also: Change | None = None,
        sign: str | bytes | None = "",
        number: int = 12,
        **more: Any,
    ) -> str:
        """Somebody merges another one's branch into main, signed with the merger's own key unless told otherwise.

        `also` is what the merge commit itself changes besides. `branch` is a commit to merge instead of `change`.
        """
        tip = self.branch(by, change or {}) if branch is None else branch
        files = self.changed(self.merged(self.tip, tip), also or {})
        more = {"message": f"Merge pull request #{number} from lee/change\n\nChange it\n", **more}
        return self.land(self.commit([self.tip, tip], files, merger, sign=merger if sign == "" else sign, **more))

    def runs(self, name: str, *arguments: str, key: str = "") -> str:
        """Somebody runs git itself in the work tree, with this key to sign; the branch that is checked out moves."""
        person, _, email = who(name).removesuffix(">").partition(" <")
        stamp = f"{self.now} +0000"
        settings = ["-c", "commit.gpgSign=false", "-c", "advice.detachedHead=false"]
        if key:
            pgp = key in FORGES
            signing = f"={FORGES[key]}" if pgp else f"{self.keys.home}/{key}.pub"
            settings += ["-c", f"gpg.format={'openpgp' if pgp else 'ssh'}", "-c", f"user.signingKey={signing}"]
        return self.git(
            *settings,
            *arguments,
            GIT_AUTHOR_NAME=person,
            GIT_AUTHOR_EMAIL=email,
            GIT_AUTHOR_DATE=stamp,
            GIT_COMMITTER_NAME=person,
            GIT_COMMITTER_EMAIL=email,
            GIT_COMMITTER_DATE=stamp,
            GIT_EDITOR="true",
        )

    def merged(self, one: str, other: str) -> Files:
        """What git makes of a merge; where it cannot, the file as `other` has it."""
        if one in self._parents.get(other, ()):
            return self.files(other)
        if self._run("merge-base", one, other, accept=(0, 1)).decode().strip() == one:
            return self.files(other)
        options = ("--write-tree", "--name-only", "--allow-unrelated-histories", "-z")
        out = self._run("merge-tree", *options, one, other, accept=(0, 1))
        tree, *conflicts = out.decode().split("\0\0")[0].split("\0")
        files = self.files(tree)
        theirs = self.files(other)
        return {**files, **{path: theirs[path] for path in conflicts if path in theirs}}

    def pushes(self, by: str, change: Change, **more: Any) -> str:
        """Somebody commits straight to main, unsigned unless told otherwise."""
        more = {"message": "Change it", "at": self.now, **more}
        return self.land(self.branch(by, change, **more))

    def octopus(self, merger: str, *branches: str, change: Change, **more: Any) -> str:
        """A merge of several branches at once, signed by the merger."""
        files = self.changed(self.files(self.tip), change)
        more = {"message": "Merge branches 'a' and 'b'", "sign": merger, **more}
        return self.land(self.commit([self.tip, *branches], files, merger, **more))

    def adopted(self, also: Change | None = None) -> Repo:
        """The small company: a draft that Lee pushed, and its adoption by Lee, merged by Kim with her key."""
        return self.adopts({**company(self.keys), **(also or {})})

    def adopts(self, files: Change, merger: str = "kim", by: str = "lee", **more: Any) -> Repo:
        """A repository whose register is a draft at the root, and adopted by its first merge."""
        register = files["data/register.yml"]
        assert isinstance(register, str)
        draft = {**files, "data/register.yml": register.replace("status: adopted", "status: draft")}
        self.pushes(by, draft, message="Begin")
        self.merges(merger, by=by, change={"data/register.yml": register}, number=1, **more)
        return self

    # Questions

    @contextmanager
    def approvals(self, as_of: date = TODAY, **options: Any) -> Iterator[ApprovalHistory]:
        """What approval says of the main branch, while the repository is open."""
        with open_history(self.root, **options) as history:
            yield ApprovalHistory.of(history.landings, history.blobs, history, as_of, anchors=history.anchors)

    def verdicts(self, as_of: date = TODAY, **options: Any) -> Mapping[str, DocumentVerdict]:
        """What stands for every document."""
        with self.approvals(as_of, **options) as approvals:
            return approvals.verdicts

    def verdict(self, document: str = "POL", as_of: date = TODAY, **options: Any) -> DocumentVerdict:
        """What stands for a document."""
        return self.verdicts(as_of, **options)[document]

    def verdicts_of_everything(self) -> None:
        """Ask all there is to ask, so that whatever cannot be read is found."""
        with self.approvals() as approvals:
            for document in approvals.verdicts:
                approvals.events(document)

    def events(self, document: str = "POL", as_of: date = TODAY, **options: Any) -> tuple[DocumentEvent, ...]:
        """Every landing that changed a document, as approval tells it."""
        with self.approvals(as_of, **options) as approvals:
            return approvals.events(document)
