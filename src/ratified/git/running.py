"""A git that is listened to while it runs, for as long as we are ready to wait."""

from __future__ import annotations

import tempfile
import threading
from contextlib import contextmanager
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Self

from ratified.git import runner
from ratified.git.error import HistoryError, legible, no_space_error
from ratified.git.timeouts import TimeoutWatch

if TYPE_CHECKING:
    from collections.abc import Iterator


class PrefetchedCall:
    """One call of git made before its answer is wanted, which waits in a file; nobody has to listen meanwhile."""

    def __init__(self, git: runner.Git, *arguments: str) -> None:
        self._git, self._verb = git, arguments[0]
        try:
            self._out, self._err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 - see close
        except OSError as error:
            raise no_space_error(error) from error
        self._process = git.start(*arguments, out=self._out, err=self._err)

    def answer(self) -> bytes:
        """All that it wrote. HistoryError unless it ended well."""
        runner.finish(self._process, b"", f"git {self._verb}")
        said: list[bytes] = []
        for file in (self._out, self._err):
            file.seek(0)
            said.append(file.read())
        if self._process.returncode:
            raise HistoryError(self._git.failure(self._verb, self._process.returncode, said[1]))
        return said[0]

    def close(self) -> None:
        """End it, whether or not anybody wanted the answer."""
        runner.end(self._process)
        with _no_matter():
            (self._process.stdin or self._out).close()
        self._out.close()
        self._err.close()


class RunningGit:
    """One process of git with its pipes. Use it as a context manager: leaving it ends the process."""

    def __init__(self, git: runner.Git, *arguments: str) -> None:
        self._name = f"git {arguments[0]}"
        self._late = False
        try:
            self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        except OSError as error:
            raise no_space_error(error) from error
        try:
            self._process = git.start(*arguments, err=self._complaints)
        except BaseException:
            self._complaints.close()
            raise
        self._watch = TimeoutWatch(runner.limit(self._name), self._give_up)
        self._heard: SimpleQueue[bytes] = SimpleQueue()
        self._hearing: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._watch.end()
        runner.end(self._process)
        if self._hearing is not None:
            self._hearing.join()
        for pipe in self.pipes:
            with _no_matter():
                pipe.close()
        self._complaints.close()

    @property
    def pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """Into it and out of it."""
        assert self._process.stdin is not None  # noqa: S101 - for types: nothing else would hold
        assert self._process.stdout is not None  # noqa: S101 - for types: nothing else would hold
        return self._process.stdin, self._process.stdout

    @contextmanager
    def patience(self) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        """Its pipes, for one exchange. HistoryError when it breaks off, talks nonsense or takes too long."""
        self._watch.start()
        try:
            yield self.pipes
        except (OSError, EOFError, ValueError) as error:
            raise self.broken() from error
        finally:
            self._watch.stop()

    def hear(self) -> None:
        """Take in from now on what it writes, when it is to be told nothing: so it need not wait for us."""
        if self._hearing is None:
            self._hearing = threading.Thread(target=self._take_in, daemon=True)
            self._hearing.start()

    def _take_in(self) -> None:
        with _no_matter():
            while piece := self.pipes[1].read1(1 << 18):  # type: ignore[attr-defined]
                self._heard.put(piece)
        self._heard.put(b"")

    def pieces(self) -> Iterator[bytes]:
        """All that it writes, as it comes, when it is to be told nothing. HistoryError unless it ends well."""
        self.hear()
        with self.patience() as (into, _):
            into.close()
            while piece := self._heard.get():
                yield piece
            status = self._process.wait()
        if status:
            raise self.broken()

    def broken(self) -> HistoryError:
        """The error for a process that did not do what it was asked."""
        if self._late:
            return HistoryError(
                f"`{self._name}` took over {runner.limit(self._name):g} seconds; try again on a faster disk"
            )
        runner.end(self._process)
        self._complaints.seek(0)
        said = legible(self._complaints.read(4096))
        return HistoryError(
            f"`{self._name}` broke off, so nothing can be decided; run `git fsck`{': ' + said if said else ''}"
        )

    def _give_up(self) -> None:
        self._late = True
        runner.end(self._process)


@contextmanager
def _no_matter() -> Iterator[None]:
    """What is still in a pipe to a process that is gone matters to nobody."""
    try:
        yield
    except OSError:
        return
