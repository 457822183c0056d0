"""Objects by id from one running `git cat-file`, each checked against its own id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import IO, TYPE_CHECKING, Literal

from ratified.git.commit import read_commit
from ratified.git.error import HistoryError
from ratified.git.running import RunningGit

if TYPE_CHECKING:
    from ratified.git.runner import Git
    from ratified.model.landing import Commit

ObjectFormat = Literal["sha1", "sha256"]
_Answers = Generator[tuple[str | None, str, bytes], None, None]
"""The id and type of each object and its bytes where they are wanted; no id for one that is missing."""

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_AT_ONCE = 256
"""Questions in one batch. Two of them fit into any pipe, so that the next can wait there while one is answered."""


def checked_id(id_: str) -> str:
    """The id itself; HistoryError for anything that is not 40 or 64 lower-case hexadecimal digits."""
    if not _ID.fullmatch(id_):
        raise HistoryError(f"{ascii(id_)[:80]} is no object id: give all 40 (or 64) hexadecimal digits")
    return id_


def is_here(git: Git, id_: str) -> bool:
    """Whether a blob is among a repository's own objects; anything of another kind is none."""
    asked = git.run("cat-file", "-t", checked_id(id_), accept=(0, 128))
    return asked.status == 0 and asked.out == b"blob\n"


class ObjectReader:
    """Reads objects. The process starts with the first question and stays until `close`."""

    def __init__(self, git: Git, object_format: ObjectFormat) -> None:
        self._git = git
        self.format = object_format
        self._running: RunningGit | None = None

    def commit_named(self, name: str) -> str | None:
        """The id of the commit that `<id>`, `<id>~2` and the like lead to; None where there is none."""
        ((id_, _, _),) = self._ask([f"info {name}^{{commit}}"], bodies=False)
        return id_

    def contents(self, ids: Iterable[str], kind: str) -> Mapping[str, bytes]:
        """The bytes of objects, which must all be of this kind (`blob`, `tree`, `commit`) and be here."""
        return dict(self._checked(list(dict.fromkeys(map(checked_id, ids))), kind))

    def found(self, ids: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
        """The kind and the bytes of objects of any kind, by id, which must all be here."""
        return {id_: (kind, body) for id_, kind, body in self._held(list(dict.fromkeys(map(checked_id, ids))))}

    def commits(self, ids: Sequence[str]) -> list[Commit]:
        """Commits in the order of their ids, their bytes not kept."""
        wanted = list(dict.fromkeys(map(checked_id, ids)))
        found = {id_: read_commit(id_, body) for id_, body in self._checked(wanted, "commit")}
        return [found[id_] for id_ in ids]

    def close(self) -> None:
        """End the process."""
        running, self._running = self._running, None
        if running is not None:
            running.__exit__()

    def _checked(self, ids: Sequence[str], kind: str) -> Iterator[tuple[str, bytes]]:
        with closing(self._held(ids)) as held:
            for id_, type_, body in held:
                if type_ != kind:
                    raise HistoryError(f"the object {id_} is a {type_} where a {kind} is needed; run `git fsck`")
                yield id_, body

    def _held(self, ids: Sequence[str]) -> Generator[tuple[str, str, bytes], None, None]:
        new = hashlib.sha1 if self.format == "sha1" else hashlib.sha256
        with closing(self._ask([f"contents {id_}" for id_ in ids])) as answers:
            for id_, (name, type_, body) in zip(ids, answers, strict=True):
                if name is None:
                    raise HistoryError(
                        f"the object {id_} is missing from this repository, so nothing can be decided; "
                        f"fetch all of it (fetch-depth: 0, no filter) and run `git fsck`"
                    )
                digest = new(b"%b %d\0" % (type_.encode(), len(body)), usedforsecurity=False)
                digest.update(body)
                if digest.hexdigest() != id_:
                    raise HistoryError(f"the object {id_} does not have the content of its id; run `git fsck`")
                yield id_, type_, body

    def _ask(self, questions: Sequence[str], bodies: bool = True) -> _Answers:
        """Put questions to the process, a batch ahead of the answers that are read, so that neither waits idle.

        It answers nothing before `flush` and reads nothing while it answers. Read every answer, or it is ended:
        whatever is left in the pipe would answer the next question.
        """
        if self._running is None:
            self._running = RunningGit(self._git, "cat-file", "--batch-command", "--buffer")
        batches = [questions[start : start + _AT_ONCE] for start in range(0, len(questions), _AT_ONCE)]
        try:
            with self._running.patience() as (into, out):
                for batch, after in zip(([], *batches), (*batches, []), strict=True):
                    if after:
                        into.write("\n".join((*after, "flush\n")).encode("utf-8", "surrogateescape"))
                        into.flush()
                    for _ in batch:
                        yield _answer(out, bodies)
        except BaseException:
            self.close()
            raise


def _answer(pipe: IO[bytes], bodies: bool) -> tuple[str | None, str, bytes]:
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    # The name that was asked for may hold spaces, so a missing object is told by the end of the line.
    if line.endswith((b" missing\n", b" ambiguous\n")):
        return None, "", b""
    id_, type_, size = line.decode("ascii").split(" ")
    if not bodies:
        return id_, type_, b""
    body = pipe.read(int(size) + 1)
    if len(body) != int(size) + 1:
        raise EOFError
    return id_, type_, body[:-1]
