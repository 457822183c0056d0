"""Pages that a served site makes when somebody asks for them.

Whoever writes looks at one page, and a rebuild makes hundreds. So the theme's templates note what they were asked to
render, and each page is put into the theme once a browser wants it. A build writes them all.
"""

from __future__ import annotations

import posixpath
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment
    from jinja2.bccache import Bucket

LATER = "<!doctype html>\n<title>Made when it is asked for</title>\n"
"""What MkDocs writes in place of a page that is not made yet: of an empty page it would tell."""


class LatePages:
    """How to make each page by its address in the site, as the last build left them. Every build begins anew."""

    def __init__(self) -> None:
        self.making = self._building = False
        self._left: dict[str, Callable[[], str]] = {}
        self._site = Path()
        self._lock = threading.Lock()
        self._compiled = _Compiled()

    def hold(self) -> None:
        """A build begins: nothing is made until `release`, since what pages are made from changes meanwhile."""
        if not self._building:
            self._lock.acquire()
            self._building = True

    def release(self) -> None:
        """The build is over."""
        if self._building:
            self._building = False
            self._lock.release()

    def begin(self, site: Path, env: Environment, finish: Callable[[Any, Callable[[], str]], str]) -> None:
        """Let the templates of a build leave each page for later. `finish` makes it, of a page and what renders it."""
        late = self

        class LateTemplate(env.template_class):  # type: ignore[name-defined, misc]
            def render(self, *args: Any, **kwargs: Any) -> str:
                page = args[0].get("page") if args else None
                if late.making or page is None:
                    return str(super().render(*args, **kwargs))
                late.add(page.file.dest_uri, partial(finish, page, partial(super().render, *args, **kwargs)))
                return LATER

        self._site, self._left = site, {}
        env.template_class, env.bytecode_cache = LateTemplate, self._compiled

    def add(self, address: str, page: Callable[[], str]) -> None:
        """Leave a page to be made, by its address."""
        self._left[address] = page

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
                name = f"{below}index.html" if below.endswith("/") or not below else below
                self.make(posixpath.normpath(f"/{name}").lstrip("/"))  # the file that the server looks for
            return look(environ, start_response)

        server.set_app(asked)


class _Compiled(BytecodeCache):
    """Compiled templates from one rebuild to the next: MkDocs makes a new environment for each."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])  # which sees whether the template is still the same

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()
