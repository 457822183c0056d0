"""One watch for one process: whoever waits for it says until when."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class TimeoutWatch:
    """Calls `late` once a wait took longer than `seconds`. One thread, started with the first wait.

    A timer for each wait would start a thread for each question, and there are thousands.
    """

    def __init__(self, seconds: float, late: Callable[[], None]) -> None:
        self._seconds, self._late = seconds, late
        self._until: float | None = None
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """A wait begins."""
        self._until = time.monotonic() + self._seconds
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """The wait is over."""
        self._until = None

    def end(self) -> None:
        """Nobody waits any more."""
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(min(1.0, self._seconds / 4)):
            until = self._until
            if until is not None and time.monotonic() > until:
                self._late()
                return
