"""Objects by id from one running `git cat-file`, each checked against its own id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Literal

from ratified.history.commit import read_commit
from ratified.history.error import HistoryError
from ratified.history.runner import Git
from ratified.history.running import Running
from ratified.model.landing import Commit

ObjectFormat = Literal["sha1", "sha256"]
_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_AT_ONCE = 512


def checked_id(id_: str) -> str:
    """The id itself; HistoryError for anything that is not 40 or 64 lower-case hexadecimal digits."""
    if not _ID.fullmatch(id_):
        raise HistoryError(f"{ascii(id_)[:80]} is no object id: give all 40 (or 64) hexadecimal digits")
    return id_


class Objects:
    """Reads objects. The process starts with the first question and stays until `close`."""

    def __init__(self, git: Git, object_format: ObjectFormat) -> None:
        self._git = git
        self._format = object_format
        self._running: Running | None = None

    def commit_named(self, name: str) -> str | None:
        """The id of the commit that `<id>`, `<id>~2` and the like lead to; None where there is none."""
        return self._ask([f"info {name}^{{commit}}"], bodies=False)[0][0]

    def contents(self, ids: Iterable[str], kind: str) -> Mapping[str, bytes]:
        """The bytes of objects, which must all be of this kind (`blob`, `tree`, `commit`) and be here."""
        wanted = list(dict.fromkeys(map(checked_id, ids)))
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            found.update(self._some(wanted[start : start + _AT_ONCE], kind))
        return found

    def commits(self, ids: Sequence[str]) -> list[Commit]:
        """Commits in the order of their ids, their bytes not kept."""
        found: list[Commit] = []
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            raw = self.contents(part, "commit")
            found += [read_commit(id_, raw[id_]) for id_ in part]
        return found

    def close(self) -> None:
        """End the process."""
        running, self._running = self._running, None
        if running is not None:
            running.__exit__()

    def _some(self, ids: Sequence[str], kind: str) -> Iterable[tuple[str, bytes]]:
        for id_, (name, type_, body) in zip(ids, self._ask([f"contents {id_}" for id_ in ids]), strict=True):
            if name is None:
                raise HistoryError(
                    f"the object {id_} is missing from this repository, so nothing can be decided; "
                    f"fetch all of it (fetch-depth: 0, no filter) and run `git fsck`"
                )
            if type_ != kind:
                raise HistoryError(f"the object {id_} is a {type_} where a {kind} is needed; run `git fsck`")
            digest = hashlib.new(self._format, b"%s %d\0" % (kind.encode(), len(body)), usedforsecurity=False)
            digest.update(body)
            if digest.hexdigest() != id_:
                raise HistoryError(f"the object {id_} does not have the content of its id; run `git fsck`")
            yield id_, body

    def _ask(self, questions: Sequence[str], bodies: bool = True) -> list[tuple[str | None, str, bytes]]:
        """Put questions to the process, all of them before reading one answer.

        It answers nothing before `flush`, so neither side ever waits for the other with a full pipe.
        """
        if self._running is None:
            self._running = Running(self._git, "cat-file", "--batch-command", "--buffer")
        try:
            with self._running.patience() as (into, out):
                into.write("\n".join((*questions, "flush\n")).encode("utf-8", "surrogateescape"))
                into.flush()
                return [_answer(out, bodies) for _ in questions]
        except BaseException:
            # Whatever is left in the pipe would answer the next question.
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
