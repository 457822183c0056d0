"""A site served on the loopback as web servers do it: texts under gzip, connections kept open, every byte counted."""

from __future__ import annotations

import functools
import gzip
import http.server
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = {".css", ".html", ".js", ".json", ".map", ".svg", ".xml"}


@dataclass(frozen=True)
class Answer:
    """One answered request: its path, the bytes of head and body as sent, and whether the service worker asked."""

    path: str
    size: int
    by_worker: bool


@dataclass
class Served:
    """A served folder: its address, which ends in a slash, and what was answered since `answers` was last emptied."""

    address: str = ""
    answers: list[Answer] = field(default_factory=list)


@contextmanager
def served_compressed(site: Path) -> Iterator[Served]:
    """Serve a folder until the block ends."""
    found = Served()
    handler = functools.partial(_Compressed, found, directory=str(site))
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found.address = f"http://127.0.0.1:{server.server_address[1]}/"
        yield found
        server.shutdown()


@lru_cache(maxsize=512)
def _compressed(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.compress(data, 6, mtime=0) if path.suffix in TEXTS else data


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that goes away with its connections open."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Compressed(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, found: Served, *request: object, directory: str) -> None:
        self.found, self.head = found, 0
        super().__init__(*request, directory=directory)  # type: ignore[arg-type]

    def log_message(self, *_: object) -> None:
        """Say nothing: the figures are the output."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        status = HTTPStatus.OK if path.is_file() else HTTPStatus.NOT_FOUND
        path = path if path.is_file() else Path(self.directory) / "404.html"
        body = _compressed(path)
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in TEXTS:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        self.wfile.write(body)
        by_worker = self.headers.get("Referer", "").endswith("/service-worker.js")
        self.found.answers.append(Answer(self.path, self.head + len(body), by_worker))

    def flush_headers(self) -> None:
        self.head = sum(map(len, getattr(self, "_headers_buffer", ())))
        super().flush_headers()
