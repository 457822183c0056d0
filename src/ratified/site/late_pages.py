"""Pages that a served site makes when somebody asks for them: those of rules and of the past.

Nobody edits them, and they are three in four of all pages. A build writes them like any others.
"""

from __future__ import annotations

import posixpath
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class LatePages:
    """How to make each page by its address in the site, as the last build left them. Every build begins anew."""

    def __init__(self) -> None:
        self.making = False
        self._left: dict[str, Callable[[], str]] = {}
        self._site = Path()
        self._lock = threading.Lock()

    def begin(self, site: Path, pages: Mapping[str, Callable[[], str]]) -> None:
        """What a build leaves to be made, by address."""
        with self._lock:
            self._site, self._left = site, dict(pages)

    def make(self, address: str) -> None:
        """Write the page at an address, where it is one of these and is not there yet. One that fails is left to make:
        whoever asks again meets the same error, and not an address that leads nowhere.
        """
        with self._lock:
            page = self._left.get(address)
            if page is None:
                return
            self.making = True
            try:
                html = page()
            finally:
                self.making = False
            file = self._site / address
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(html, encoding="utf-8", errors="xmlcharrefreplace", newline="\n")
            del self._left[address]

    def serve_on(self, server: Any) -> None:
        """Let MkDocs' server ask for each page before it looks for the file, while no build is on its way."""
        look: Callable[..., Iterable[bytes]] = server.serve_request

        def asked(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            if path.startswith(server.mount_path):
                with server._epoch_cond:
                    server._epoch_cond.wait_for(lambda: server._visible_epoch == server._wanted_epoch)
                below = path[len(server.mount_path) :]
                self.make(posixpath.join(below, "index.html") if below.endswith("/") or not below else below)
            return look(environ, start_response)

        server.set_app(asked)
