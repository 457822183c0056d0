"""A document on paper: printed by a headless Chromium, the same bytes each time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_NODES = re.compile(rb"\(node([0-9]{8})\)")
_DATES = re.compile(rb"/(CreationDate|ModDate) ?\(D:[0-9]{14}[^)]*\)")
_SECONDS = 120


class NoBrowserError(RuntimeError):
    """There is no Chromium, or it did not print. The message says what to do."""


def browser() -> str:
    """The first browser that can print."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        raise NoBrowserError("no Chromium here, which prints the pages; install it (Debian: apt-get install chromium)")
    return found


def on_paper(html: str, at: datetime) -> bytes:
    """A PDF of a page. `at` stands in it as the moment it was made, in place of the clock's.

    Raises NoBrowserError.
    """
    program = browser()
    with tempfile.TemporaryDirectory(prefix="ratified-") as folder:
        page, out = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(html, encoding="utf-8")
        command = [program, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        command += ["--no-sandbox"] if os.geteuid() == 0 else []
        command += [f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={out}"]
        try:
            done = subprocess.run([*command, page.as_uri()], capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - the browser that was found, no shell
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoBrowserError(f"{program} did not print: {error}; run it by hand to see why") from None
        if done.returncode or not out.is_file():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise NoBrowserError(f"{program} did not print{f': {said[-1]}' if said else ''}; run it by hand to see why")
        return numbered(dated(out.read_bytes(), at))


def dated(pdf: bytes, at: datetime) -> bytes:
    """The same PDF with another moment in it; of the same length, since a PDF knows where everything stands."""
    moment = f"D:{at.astimezone(UTC):%Y%m%d%H%M%S}+00'00'".encode()

    def put(found: re.Match[bytes]) -> bytes:
        start = found[0].index(b"(") + 1
        room = len(found[0]) - start - 1
        return found[0][:start] + moment[:room].ljust(room) + b")"

    return _DATES.sub(put, pdf)


def numbered(pdf: bytes) -> bytes:
    """The same PDF with the nodes of its structure numbered anew: Chromium counts on from whatever it did before.

    They keep their order, as the tree that they stand in must.
    """
    ranks = {name: rank for rank, name in enumerate(sorted(set(_NODES.findall(pdf))))}
    return _NODES.sub(lambda found: b"(node%08d)" % ranks[found[1]], pdf)
